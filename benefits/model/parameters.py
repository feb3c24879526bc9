"""The figures that the document names and does not give: by area and day, with their source."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from .base import Day, Number, Part, as_tuple
from .tree import Expr

Confidence = Literal["official", "reported"]


class Step(Part):
    """A value from a day on, in one area. `known_until`: the last day it is known to hold."""

    area: str
    from_: Day = Field(alias="from")
    known_until: Day | None = None
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    confidence: Confidence
    source: str
    note: str = ""

    @model_validator(mode="after")
    def _a_value(self):
        if (self.value is None) == (self.low is None and self.high is None):
            raise ValueError("写 value，或者写 low 和 high")
        if any(n is not None and n < 0 for n in (self.value, self.low, self.high)):
            raise ValueError("标准不能是负数")
        if self.value is None and (self.low is None or self.high is None or self.low > self.high):
            raise ValueError("low 和 high 要成对，low 不大于 high")
        if self.known_until is not None and self.known_until < self.from_:
            raise ValueError("known_until 早于 from")
        return self


class Parameter(Part):
    """A figure that the document names but does not give; `formula` where it follows from others."""

    id: str
    label: str
    unit: str
    publisher: str
    plain: str = ""
    bill: str = ""  # of a price: the bill it stands on, where less of that is charged
    asked: str = ""  # what to find out of it, where its value is not known well enough to decide
    formula: Expr | None = None
    stands_in: str | None = None
    input: bool = True
    minimum: Number = 0
    maximum: Number = 100000000
    values: Annotated[tuple[Step, ...], BeforeValidator(as_tuple)] = ()
