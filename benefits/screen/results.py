"""What is answered: outcomes, determinations with their reasons, totals, the whole screening of a household."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from .. import model as m
from ..content import Book
from ..figures import Figure
from ..household import Household
from ..income import MeansTest
from ..numbers import Exact, Interval
from ..rules import Key, Node, State


class Whose(NamedTuple):
    """An option that was chosen for somebody, where nobody could say for whom: its name, what is to be found out, who can tell."""

    option: str
    open: str
    tell: str


class Reason:
    """One leaf of the reasons: what was asked for (`test`), what was said, and whether it holds (None = not known).

    value and limit: exact numbers, texts, or (low, high); origin: document | annex | general | assumed."""

    __slots__ = ("holds", "limit", "member", "node", "test", "turn", "value")

    def __init__(self, node: Node, member: str | None, value: Any, limit: Any, test: str, holds: bool | None, turn: str = ""):
        self.node, self.member, self.value, self.limit, self.test, self.holds = node, member, value, limit, test, holds
        self.turn = turn  # what reversed the test: "", "not", "unless_known", "unknown"

    @property
    def fact(self) -> str:
        return self.node.reads[0]

    def presumed(self, household: Household) -> bool:
        """Whether it rests on what was taken for granted from age or place, not on an answer."""
        return any((who, self.fact) in household.presumed for who in (self.member, None))

    @property
    def origin(self) -> str:
        return self.node.source.kind

    @property
    def law(self) -> tuple[m.Citation, ...]:
        return self.node.source.law

    @property
    def note(self) -> str:
        return self.node.source.note


@dataclass(slots=True)
class Outcome:
    """What one row comes to for one person (or, `member` None, for the household). Yuan, exact; None = no figure."""

    benefit: m.Benefit
    member: str | None
    status: str
    annual: Interval | None = None
    once: Interval | None = None
    basis: str = "exact"
    superseded_by: str | None = None

    @property
    def quantified(self) -> bool:
        return self.annual is not None or self.once is not None

    @property
    def pay_high(self) -> Exact | None:
        """The high end of annual + once; None = no upper end."""
        high: Exact = 0
        for part in (self.annual, self.once):
            if part is not None:
                if part[1] is None:
                    return None
                high += part[1]
        return high


@dataclass(slots=True)
class Determination(Outcome):
    """An outcome with its grounds: the reasons, what is missing, what the figures rest on."""

    reasons: list[Reason] = field(default_factory=list)
    missing: list[Key] = field(default_factory=list)
    because: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    limit_figures: list[Figure] = field(default_factory=list)
    missing_figures: list[str] = field(default_factory=list)
    open_limits: list[str] = field(default_factory=list)  # figures not known well enough to decide a row that no answer decides
    amount_unknown: list[Key] = field(default_factory=list)
    document: m.Document | None = None
    term: str = "in_force"


@dataclass(slots=True)
class Totals:
    """Sums of the eligible rows that are not superseded; loans enter nowhere. Yuan."""

    cash_annual: Interval = (0, 0)
    cash_once: Interval = (0, 0)
    in_kind_annual: Interval = (0, 0)
    in_kind_once: Interval = (0, 0)
    unquantified: int = 0


@dataclass(slots=True)
class Screening:
    """The whole answer for one household. term: of the main document; each determination has its own."""

    book: Book
    household: Household
    as_of: date
    term: str
    determinations: list[Determination]
    totals: Totals
    next_questions: list[Key]
    amount_questions: list[Key]
    means: MeansTest
    notes: list[str]
    house: State = field(repr=False, compare=False)  # the household as it was judged
    mark: str = ""  # what stands on everything made of it, such as the code of the household, or that it is invented
    unsaid: frozenset[Key] = frozenset()  # facts that were answered 不想说
    singled: frozenset[Key] = frozenset()  # facts that were put to somebody because of another answer
    whose: Mapping[Key, tuple[Whose, ...]] = field(default_factory=dict)  # facts that hang on who it is for whom an option was chosen

    @property
    def in_force(self) -> bool:
        return self.term == "in_force"

    @property
    def claim(self) -> str:
        """How the eligible rows are spoken of together: as the weakest of their documents allows."""
        return suffix(weakest({d.term for d in self.of("eligible")} or {self.term}))

    def of(self, status: str) -> list[Determination]:
        return [d for d in self.determinations if d.status == status]

    def urgent(self, benefit: m.Benefit) -> bool:
        """Whether a row answers a need that cannot wait: one they told of, or one that nobody knows is not there."""
        said = (self.household.facts, *(p.facts for p in self.household.people))
        return any(not (told := [facts[need] for facts in said if need in facts]) or any(told) for need in benefit.urgent)


@dataclass(slots=True)
class Outcomes:
    """What every row comes to for one household, without the grounds."""

    book: Book
    household: Household
    as_of: date
    term: str
    outcomes: list[Outcome]
    totals: Totals

    @property
    def in_force(self) -> bool:
        return self.term == "in_force"


def weakest(terms: Collection[str]) -> str:
    """Of the terms of several documents the one that allows least to be said of them together."""
    return next(t for t in ("expired", "early", "in_force") if t in terms)


def suffix(term: str) -> str:
    """What the keys of words carry outside the term: _expired, _early; nothing in force."""
    return "" if term == "in_force" else f"_{term}"
