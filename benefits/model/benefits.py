"""One row of the law: for whom it is, what it gives, where to go, and the terms that several rows use."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from .base import Entity, Law, Number, Part, as_tuple
from .tree import Basis, Condition, Expr

Period = Literal["month", "year", "once"]
Pays = Literal["cash", "in_kind", "loan"]
GuideElement = Literal["asking", "steps", "papers", "days", "fee"]  # where to go is told by first_stop alone


class PossibleCase(Part):
    """A further case in which the answer is 可能, with the reason told to the resident. ask: what to ask at the window, where it is not
    whether the row can be given."""

    when: Condition
    because: str
    ask: str = ""


class FirstStop(Part):
    """先找谁: one window, where a sentence makes it plain; elsewhere policy.yaml's guidance stands, marked as ours."""

    where: str
    law: Annotated[Law, Field(min_length=1)]


class AskAt(Part):
    """Whom we advise to ask instead of the window of the department in the lead. when: there is nothing to apply for, it is had when
    something else is done anyway."""

    where: str
    when: str = ""


class Told(Part):
    """One element of the service guide (怎么办、要带什么……), as a sentence of the document gives it."""

    text: str
    law: Annotated[Law, Field(min_length=1)]


class Leads(Part):
    """The fact that a recognition sets, so that the rows it opens can be found by screening again."""

    fact: str
    value: str


class Requirement(Part):
    """What an organisation must meet, in words (organisations are not screened)."""

    text: str
    law: Law


class CalculatorInput(Part):
    """A whole number that an organisation says of itself; `part_of`: another input it cannot exceed."""

    id: str
    label: str
    unit: str
    help: str = ""
    maximum: Annotated[int, Field(gt=0)] = 1000000
    part_of: str | None = None


class Calculator(Part):
    """How often the row's amount is paid: `counted` over the inputs (named like limits), and the most that is paid in all.

    Where a share of the staff gives no whole number and the document does not say what then, both whole numbers stand."""

    inputs: Annotated[tuple[CalculatorInput, ...], BeforeValidator(as_tuple)] = ()
    counted: Expr
    most: Expr | None = None


class Benefit(Part):
    id: str
    order: int
    name: str
    plain: str
    summary: str
    gives: str
    unit: Literal["person", "household", "organisation"]
    sentences: Annotated[tuple[str, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    quote: Annotated[Law, Field(min_length=1)]
    departments: Annotated[tuple[str, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    first_stop: FirstStop | None = None
    ask_at: AskAt | None = None
    guide: dict[GuideElement, Told] = {}
    # the facts by which somebody tells of the need that cannot wait; told that there is none of them, it can
    urgent: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = ()
    need: str = ""  # the fact by which somebody tells of the need this row answers: then it is one of the things to do first
    held: bool = False  # comes with a recognition one has: whoever meets its conditions should be paid already
    had_for: str = ""  # the fact that tells for how many months it was had before
    leads_to: Leads | None = None
    scope: Literal["all", "city"] = "all"
    hukou: Literal["wenzhou", "any"] = "wenzhou"
    limits: dict[str, Number] = {}
    eligible_when: Condition | None = None
    possible_when: Annotated[tuple[PossibleCase, ...], BeforeValidator(as_tuple)] = ()
    requires: Annotated[tuple[Requirement, ...], BeforeValidator(as_tuple)] = ()
    calculator: Calculator | None = None
    amount: Expr | None = None
    months_paid: Expr | None = None
    basis: Basis
    period: Period | None = None
    pays: Pays
    # how what is not paid out is had: a premium paid for them, not charged, charged less, as a service, for rent, only by who pays for
    # it, as a thing, as the office decides, as a rule
    way: Literal["", "paid", "waived", "less", "service", "rented", "own", "thing", "decided", "rule"] = ""
    bill: str = ""  # where less is charged: for what, as it stands before 一年能少付; of several bills each stands at its price
    hangs_on: Literal["spent", "months", "decided", "income"] = "spent"  # where only a most is told: on what it hangs
    group: str | None = None
    may_overlap: str | None = None
    notes: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = ()

    @model_validator(mode="after")
    def _complete(self):
        if self.unit == "organisation":
            if self.eligible_when or self.possible_when:
                raise ValueError("单位可享的待遇不逐户判断，条件写在 requires 里")
        elif self.calculator is not None:
            raise ValueError("calculator 只写在单位可享的待遇里")
        elif not (self.eligible_when or self.possible_when):
            raise ValueError("eligible_when 和 possible_when 至少写一个")
        if self.calculator is not None and self.amount is None:
            raise ValueError("写了 calculator，就要写 amount：一份是多少")
        if self.amount is not None and self.way not in ("", "paid", "waived", "less", "service"):
            raise ValueError("算得出数的，way 只能写 paid、waived、less 或 service")
        if self.bill and self.way not in ("waived", "less"):
            raise ValueError("bill 只写在 way 是 waived 或 less 的待遇里")
        if self.amount is not None and self.period is None and self.unit != "organisation":
            raise ValueError("有金额就要写 period：month、year 或 once")
        return self

    @property
    def clause(self) -> int:
        return int(re.findall("[0-9]+", self.sentences[0])[0])

    @property
    def article(self) -> str:
        """The clause as it is read: 第 5 条; in a further document after its mark."""
        return article(self.sentences[0])


def article(sentence: str) -> str:
    """The clause of a sentence as it is read: 第 5 条, 附则, 助餐第 1 条."""
    mark, number = re.match("([^0-9]*)([0-9]+)", sentence).groups()
    return "附则" if mark == "附" else f"{mark}第 {number} 条"


class Definition(Part):
    """A term used by several rows, written once. plain: as it reads after 要; holds: the label as a sentence, where it is a noun."""

    id: str
    of: Entity
    label: str
    holds: str = ""
    plain: str
    when: Condition
