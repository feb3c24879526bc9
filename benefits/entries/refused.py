"""What does not fit: what the rule asks for and does not find, and when that may change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..content import Book
from ..listing import needs, plain, whom, why_not
from ..model import Fact
from ..numbers import Exact
from ..refusing import Need
from ..rules import Node, State, tested, truth
from ..screen import Determination
from .visit import Visit

Asked = list[tuple[Determination, list[Need]]]  # of one row: each determination with what it asks for and does not find


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row that is refused: of whom, what it asks for (`because`), and when that may change."""

    name: str
    whom: str
    because: tuple[str, ...]
    change: str
    clause: str


def asked_of(visit: Visit, rows: list[list[Determination]]) -> list[Asked]:
    """What each row that is refused asks for and does not find."""
    return [[(d, needs(visit.result, d)) for d in same] for same in rows]


def refusals(visit: Visit, rows: list[Asked], opened: Mapping[str, str]) -> tuple[Refusal, ...]:
    """In the order they are read: what an answer means stands where it is named first. opened: the rows (ids) that something told to be
    done first opens, with what it is called."""
    told = [_refusal(visit, asked, opened) for asked in rows]
    lines = iter(plain(visit.book, (line for r in told for line in r.because)))
    return tuple(replace(r, because=tuple(next(lines) for _ in r.because)) for r in told)


def waiting(rows: list[Asked]) -> list[tuple[str, str | None]]:
    """The rows (benefit, member) that an age refuses which is reached within a year."""
    return [(d.benefit.id, d.member) for asked in rows for d, found in asked
            if found and all(_waits(n) and _to_go(n)[0] <= 1 for n in found)]


def _refusal(visit: Visit, asked: Asked, opened: Mapping[str, str]) -> Refusal:
    """One row that is refused; each of its lines with the whole gloss of an answer."""
    benefit = asked[0][0].benefit
    of = "" if visit.alone else visit.say(whom(visit.result, [d.member for d, _ in asked]))
    act = opened.get(benefit.id)
    change = visit.words["change"]["act"].format(act=act) if act else _change(visit, [found for _, found in asked])
    return Refusal(benefit.name, of, tuple(map(visit.say, why_not(visit.result, asked))), change, benefit.article)


def _change(visit: Visit, asked: Sequence[list[Need]]) -> str:
    """When a refusal may change: at an age, or with what it asks for; of those only whose age has not passed."""
    words = visit.words["change"]
    live = [found for found in asked if not any(map(_over, found))]
    if not live:
        return visit.say(words["over"])
    grown = [(*_to_go(n), n.node.shown_limit) for found in live for n in found if _waits(n)]
    if len(grown) == sum(map(len, live)):
        soonest, latest, limit = min(grown)
        pattern = words["age"] if latest - soonest <= 1 else words["some_age"]
        return pattern.format(limit=limit, year=visit.result.as_of.year + soonest)
    facts = next((f for found in live for n in found if (f := _facts(n, visit.book))), [])
    pattern = words["topics"].get(facts[0].topic, words["other"]) if len({f.topic for f in facts}) == 1 else words["other"]
    return visit.say(pattern.format(fact=facts[0].said if facts else ""))


def _facts(need: Need, book: Book) -> list[Fact]:
    """What would have to come about for it; who somebody is does not."""
    names = [name for leaf in need.leaves() if not leaf.turned for name in tested(leaf.node)]
    return [book.facts[name] for name in dict.fromkeys(names) if name not in ("age", "relation")]


def _waits(need: Need) -> bool:
    """Whether it comes with age."""
    return need.kind == "test" and need.node.test.fact == "age" and not need.turned and need.node.test.word in ("at_least", "more_than")


def _over(need: Need) -> bool:
    """Whether it can never come any more: an age that has passed, whatever else is asked for beside it."""
    if need.parts:
        return (all if need.kind == "any" else any)(map(_over, need.parts))
    return all(_passed(need.node, s, need.turned) for s in need.of)


def _passed(node: Node, s: State, turned: bool) -> bool:
    """The same of a condition: of a definition too, an age may be a part."""
    if node.kind in ("all", "any"):
        return (any if (node.kind == "all") is not turned else all)(_passed(part, s, turned) for part in node.parts)
    test = node.test
    return (test is not None and test.fact == "age" and (test.word in ("at_most", "less_than")) is not turned
            and truth(node, s) is turned)


def _to_go(need: Need) -> tuple[Exact, Exact]:
    """The years until the age is reached that a need waits for, soonest and latest: of an age not told exactly only a band is known."""
    (person, *_), limit = need.of, need.node.shown_limit
    low, high = person.house.rules.span("age", person)
    return limit - (limit - 1 if high is None else high), limit - low
