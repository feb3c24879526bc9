"""What does not fit: what the rule asks for and does not find, and when that may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..content import Book
from ..listing import awaited, beside, later_text, needs, plain, settled_text, whom, why_not
from ..model import Fact
from ..numbers import Exact
from ..refusing import Need
from ..rules import Node, State, tested, truth
from ..screen import Determination
from ..timeline import birthday
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
    """What each row that is refused asks for and does not find; first an age that has passed by a general rule."""
    return [[(d, [*filter(_over, beside(visit.result, d)), *needs(visit.result, d)]) for d in same] for same in rows]


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
    benefit, act = asked[0][0].benefit, opened.get(asked[0][0].benefit.id)
    of = "" if visit.alone else visit.say(whom(visit.result, [d.member for d, _ in asked]))
    lead, change = _change(visit, asked)
    if act:
        change = visit.words["change"]["act"].format(act=act)
    return Refusal(benefit.name, of, tuple(map(visit.say, why_not(visit.result, asked, lead))), visit.say(change), benefit.article)


def _change(visit: Visit, asked: Asked) -> tuple[Need, str]:
    """When a refusal may change: at an age, or with what it asks for; of those only whose age has not passed. Nothing where all of them
    lack something that nobody waits for. With the need that is spoken of, which is told first."""
    words, live = visit.words["change"], [(d, n) for d, found in asked if not any(map(_over, found)) for n in found]
    if not live:
        d, need = next((d, n) for d, found in asked for n in found if _over(n))
        window = visit.desk(d.benefit, d.status).where
        return need, words["over_rule"].format(desk=window) if need.node.weak else words["over"]
    if all(_waits(n) for _, n in live):
        _, need = min(live, key=lambda each: (*_to_go(each[1]), each[1].node.shown_limit))
        soonest, latest = _to_go(need)
        first, last = _years(visit, need)
        pattern = words["sure_age" if first == last else "age" if latest - soonest <= 1 else "some_age"]
        return need, pattern.format(limit=need.node.shown_limit, year=last)
    hoped = {id(d) for d, found in asked if all(awaited(visit.result, n) for n in found)}
    d, need = next(((d, n) for d, n in live if id(d) in hoped and _facts(n, visit.book)),
                   next(((d, n) for d, n in live if _facts(n, visit.book)), live[0]))
    return need, later_text(visit.result, d, need) if id(d) in hoped or settled_text(visit.result, need) else ""


def _facts(need: Need, book: Book) -> list[Fact]:
    """What would have to come about for it; who somebody is does not."""
    names = [name for leaf in need.leaves() for name in tested(leaf.node)]
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
            and (node.raw(s) if node.weak else truth(node, s)) is turned)


def _to_go(need: Need) -> tuple[Exact, Exact]:
    """The years until the age is reached that a need waits for, soonest and latest: of an age not told exactly only a band is known."""
    (person, *_), limit = need.of, need.node.shown_limit
    low, high = person.house.rules.span("age", person)
    return limit - (limit - 1 if high is None else high), limit - low


def _years(visit: Visit, need: Need) -> tuple[int, int]:
    """The years in which the age may be reached that a need waits for: of a day of birth, or the days it may be, the same ones."""
    (person, *_), limit = need.of, int(need.node.shown_limit)
    born = person.facts.get("birth_date")
    known = (born, born) if born else visit.result.household.births.get(person.id)
    if known:
        return birthday(known[0], limit).year, birthday(known[1], limit).year
    soonest, _ = _to_go(need)
    return visit.result.as_of.year + int(soonest) - 1, visit.result.as_of.year + int(soonest)
