"""What everything in content/ is made of: a part that refuses what it does not know, a number, a day, a sentence of the document."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Number = Annotated[Union[int, Decimal], Field(union_mode="left_to_right")]
Entity = Literal["person", "household"]

NUMBERED = r"[\u4e00-\u9fff]{0,6}[0-9]+\.[0-9]+"  # a sentence: clause and place in it, after the mark of its document (附 for the annex)
_CITATION = re.compile(f"({NUMBERED})「(.+)」\\Z", re.S)


class Part(BaseModel):
    """Base of everything in content/: unknown keys are refused, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Citation(Part):
    """A sentence of the document and its operative words, written `5.4「80周岁至89周岁」` in content."""

    sentence: str
    words: str


def _citations(value: Any) -> Any:
    if value is None:
        return ()
    found = []
    for text in value if isinstance(value, list) else [value]:
        match = _CITATION.match(text) if isinstance(text, str) else None
        if match is None:
            raise ValueError(f"出处“{text}”要写成 5.4「原文的几个字」，前面是句号，括号里照抄原文")
        found.append(Citation(sentence=match[1], words=match[2]))
    return tuple(found)


Law = Annotated[tuple[Citation, ...], BeforeValidator(_citations)]


def as_tuple(value: Any) -> Any:
    """A list of a YAML file as it is kept: unchangeable."""
    return tuple(value) if isinstance(value, list) else value


def _day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"日期“{value}”要写成 2022-05-01 这样") from None
    return value


Day = Annotated[date, BeforeValidator(_day)]
