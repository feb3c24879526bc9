"""What lies ahead of a household: what a person can do, what time does by itself, what to take along."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from .base import Number, Part, as_tuple
from .benefits import Pays, Told
from .tree import Condition, Sourced


class Sets(Part):
    """A fact that an act sets: only where it stands at one of `from` (known), or, with `unknown`, where nobody knows it yet."""

    fact: str
    from_: Annotated[tuple[bool | str | Number, ...], BeforeValidator(as_tuple)] = Field((), alias="from")
    unknown: bool = False
    to: bool | str | Number


class Act(Sourced):
    """One thing a person can do, and the facts it changes. Whether it is granted is the department's to say.

    of: person | household | family (every member at once, as a recognition is). sensible_when: only then is anybody told
    of it; it is judged with what is known, so `unless_known` says "where it may be". Never an age, an illness, a fate.
    law or general: where it is written that it is done there. only: for whom alone it is, where others find that and nobody chooses it:
    then no plan leads to it, and it is told only of what ends for everybody else.
    """

    id: str
    name: str
    of: Literal["person", "household", "family"]
    sets: Annotated[tuple[Sets, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    sensible_when: Condition
    department: str
    where: str = ""
    papers: str = ""
    note: str = ""
    only: str = ""


class Counter(Part):
    """A number that time adds to: 1 a month (or, for unit year, 1 a year), while the condition is known to hold.

    said: how reaching {n} is told."""

    fact: str
    said: str
    unit: Literal["month", "year"] = "month"
    while_: Condition | None = Field(None, alias="while")


class Lapse(Part):
    """A fact that ends with the calendar year."""

    fact: str
    from_: bool | str = Field(alias="from")
    to: bool | str
    said: str


class Time(Part):
    counters: Annotated[tuple[Counter, ...], BeforeValidator(as_tuple)] = ()
    lapses: Annotated[tuple[Lapse, ...], BeforeValidator(as_tuple)] = ()


class Paper(Part):
    """The paper that shows a fact; told only where the row's own sentence has the words."""

    fact: str
    paper: str
    words: str


class Carry(Part):
    """A paper that windows want to see, though no sentence says so: every window; with `pays` only where something is given in such a
    way; with `fact` only for a row that rests on it, at one of `values`. whose: everybody's own."""

    paper: str
    pays: Annotated[tuple[Pays, ...], BeforeValidator(as_tuple)] = ()
    fact: str | None = None
    values: Annotated[tuple[bool | str, ...], BeforeValidator(as_tuple)] = ()
    whose: bool = False


class RisingIncome(Part):
    """The income curve: how wide its steps are (yuan a month), and what is said before any loss."""

    step: Annotated[int, Field(gt=0)]
    first: Annotated[tuple[Told, ...], BeforeValidator(as_tuple)]


class Plan(Part):
    """usual: how everything is marked that no sentence of the document says."""

    unasked: Told
    usual: str
    carry: Annotated[tuple[Carry, ...], BeforeValidator(as_tuple)]
    papers: Annotated[tuple[Paper, ...], BeforeValidator(as_tuple)]
    rising_income: RisingIncome
