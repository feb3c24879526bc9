"""What a rule is once it is compiled: conditions, amounts and rows, and the state of a person while being judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import model as m
from ..figures import Figure, Figures
from ..household import Household
from ..income import MeansTest
from ..numbers import Interval

if TYPE_CHECKING:
    from .book import Rulebook

Truth = bool | None
Key = tuple[str | None, str]  # (person or, None, the household; fact)
UNSET: Any = object()  # not judged yet


class State:
    """One person (or the household itself, `id` None) while being judged. Facts: known values only."""

    __slots__ = ("area", "facts", "figures", "house", "household", "id", "means", "memo", "people", "rules", "spans")

    facts: dict[str, Any]
    memo: list[Any]
    house: State
    id: str | None
    area: str | None
    people: list[State]
    figures: Figures
    household: Household
    rules: Rulebook
    means: MeansTest | None
    spans: dict[str, Any]  # numbers of which only a band is known, choices of which only some answers can be

    def __init__(self, household: Household, facts: dict[str, Any], size: int, ident: str | None, area: str | None):
        self.facts, self.memo, self.id, self.area = facts, [UNSET] * size, ident, area
        self.house, self.means = self, None
        self.spans = {name: s for (who, name), s in household.spans.items() if who == ident} if household.spans else {}


@dataclass
class Source:
    """Where a condition comes from. kind: document | annex | general | assumed."""

    kind: str
    law: tuple[m.Citation, ...] = ()
    note: str = ""
    read: bool = False  # how we read the words of `law`, which do not say it


@dataclass
class Node:
    """A compiled condition: `ev(state)` is its truth; the rest is for reasons."""

    kind: str
    ev: Callable[[State], Truth]
    household: bool
    source: Source
    slot: int = 0
    parts: tuple[Node, ...] = ()
    test: m.Test | None = None
    weak: bool = False
    raw: Callable[[State], Truth] | None = None
    limit: Callable | None = None
    reads: tuple[str, ...] = ()
    named: str = ""  # the definition it stands for
    simple: bool = False  # one plain fact against one plain limit from the document: any answer settles it
    limits: dict = field(default_factory=dict)
    shown_limit: Any = None  # the limit as it is told, where it does not hang on a parameter or a fact
    texts: dict[str, str] = field(default_factory=dict)  # the test in words, by what is around it; filled when first told


@dataclass
class Run:
    """What computing one amount touched. `asks`: also look for the facts that would make it narrower."""

    asks: bool = True
    figures: dict[str, Figure] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    bases: set[str] = field(default_factory=set)
    unknown: dict[tuple[str | None, str], None] = field(default_factory=dict)


Amount = Callable[[State, Run | None], Interval | None]


@dataclass
class Row:
    """One benefit, compiled."""

    benefit: m.Benefit
    bound: tuple[Node, ...]
    inner: Node | None
    eligible: Node | None
    possible: tuple[tuple[Node, m.PossibleCase], ...]
    amount: Amount | None
    months: Amount | None
    reads: frozenset[str]  # the facts its conditions test
    like: tuple[tuple[Node, str], ...] = ()  # where the document gives no figure: when, and words to go by with
    others: Amount | None = None  # what it pays everybody else


def if_somebody(house: State) -> Iterator[list[State]]:
    """Of facts that hold of somebody, nobody knows of whom: each member who may be meant, as if it were that one. They tell nobody's
    name: whatever follows of each of them follows of the household."""
    for members, facts in house.household.somebody:
        found = []
        for p in house.people:
            if p.id in members and all(p.facts.get(name, value) == value and value in p.spans.get(name, (value,))
                                       for name, value in facts.items()):
                state = State(house.household, {**p.facts, **facts}, len(house.memo), None, None if "hukou" in facts else p.area)
                state.house, state.spans = house, p.spans
                found.append(state)
        if found:
            yield found


def truth(node: Node, s: State) -> Truth:
    """The node's truth, from memory where it was judged before."""
    v = (s.house if node.household else s).memo[node.slot]
    return node.ev(s) if v is UNSET else v


def tested(node: Node) -> Iterator[str]:
    """The facts a condition looks at."""
    if node.test is not None:
        yield node.reads[0]
    for part in node.parts:
        yield from tested(part)
