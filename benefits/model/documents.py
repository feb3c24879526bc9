"""The documents with their terms and sentences, and what the main one says for all rows: law.yaml, policy.yaml, documents/."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from .base import Day, Entity, Law, Part, as_tuple
from .benefits import Benefit, Told
from .tree import Condition


class Sentence(Part):
    """One sentence of the document in the ledger: its opening words, and what carries it where no row does."""

    id: str
    opens: str
    kind: Literal["parameter", "disregard", "definition", "mechanism", "duty"] | None = None
    by: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = ()
    note: str = ""


class Document(Part):
    """A document of the city: its number, its name and its term."""

    number: str
    title: str
    starts: Day
    ends: Day

    @model_validator(mode="after")
    def _term(self):
        if self.ends < self.starts:
            raise ValueError(f"ends（{self.ends}）早于 starts（{self.starts}）")
        return self

    def term(self, day: date) -> Literal["early", "in_force", "expired"]:
        """Where a day lies in the term; both ends of the term are in force."""
        return "early" if day < self.starts else "expired" if day > self.ends else "in_force"


class FurtherDocument(Document):
    """A document beside the main one, whole in one file: its sentences (numbered after its mark: 助餐1.1) and its rows."""

    mark: Annotated[str, Field(pattern="^[\u4e00-\u9fff]{1,6}$")]
    sentences: Annotated[tuple[Sentence, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    benefits: Annotated[tuple[Benefit, ...], BeforeValidator(as_tuple)]

    @model_validator(mode="after")
    def _numbered(self):
        if self.mark.startswith("附"):
            raise ValueError("“附”是主文件附则的句号，mark 请换一个")
        wrong = [s.id for s in self.sentences if not re.fullmatch(re.escape(self.mark) + r"[0-9]+\.[0-9]+", s.id)]
        if wrong:
            raise ValueError(f"句号“{wrong[0]}”要写成 {self.mark}1.1 这样，前面是 mark")
        return self


class AreaGroup(Part):
    label: str
    areas: Annotated[tuple[str, ...], BeforeValidator(as_tuple)]


class PeopleGroup(Part):
    """A group of people by which the rulebook is searched; `marks`: the facts and definitions that rows for them look at."""

    label: str
    marks: Annotated[tuple[str, ...], BeforeValidator(as_tuple), Field(min_length=1)]


class StackingGroup(Part):
    """就高不重复: of the eligible rows of one group only the highest-paying is paid."""

    name: str
    per: Entity
    note: str
    no_figure_note: str
    law: Law


class Notice(Part):
    """A remark, while a condition of the household holds, on every row that would come to something else if people with one of
    `values` in `fact` had `lost` instead."""

    when: Condition
    fact: str
    values: Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
    lost: str
    text: str


class Policy(Document):
    """The main document: what every document has, its areas, and the words used about them."""

    short: str
    term_law: Law
    hukou_law: Law
    city_law: Law
    areas: dict[str, str]
    groups: dict[str, AreaGroup]
    parameter_areas: Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
    stacking: dict[str, StackingGroup]
    overlap: dict[str, str]
    notices: Annotated[tuple[Notice, ...], BeforeValidator(as_tuple)]
    guidance: str
    asking: Told
    desks: dict[str, str]
    people: dict[str, PeopleGroup]
    departments: Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
