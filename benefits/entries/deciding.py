"""Why, in one short line on a phone: the conditions that decided, in the resident's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..listing import called, held, short, whom
from ..model import Fact
from ..screen import Determination, Reason, words_of
from .visit import Visit

WHY = 18  # characters of the words that say why, on a phone
LINE = 13  # of them in one line
EACH = 26  # of them where each has a reason of his own: two lines
PLACES = ("residence", "hukou")  # what nearly every row asks for says little


def why_line(visit: Visit, people: list[Determination]) -> str:
    """The conditions that decided, in the resident's own words, in one line, and how many there are: what all these people share."""
    shared = _shared(visit, people)
    out, texts = "", list(shared)
    for n in range(len(texts), 0, -1):
        left = not all(shared[text] for text in texts[n:])  # where they live goes without saying, and takes no line of its own
        out = "，".join(texts[:n]) + (visit.words["and_more"].format(n=len(texts) - n) if left else "")
        if len(out) <= (LINE if shared[texts[n - 1]] else WHY):
            break
    return out


def own_line(visit: Visit, people: list[Determination]) -> str:
    """Where several people who get a row share nothing but where they live: whose what was that decided, of his own conditions the one
    that tells most; where that is long, the commonest. Empty where they share more, or one has none of his own."""
    if len(people) < 2 or people[0].status != "eligible" or not all(_shared(visit, people).values()):
        return ""
    by: dict[str, list[str | None]] = {}
    for d in people:
        own = (_held(visit, r, [d]) for r in _decided(visit, d) if r.member == d.member and r.fact not in PLACES)
        by.setdefault(next(filter(None, own), ""), []).append(d.member)
    if "" in by:
        return ""
    lines = [visit.words["own"].format(whom=_named(visit, members), why=text) for text, members in by.items()]
    line, common = "；".join(lines), max(zip(by.values(), lines, strict=True), key=lambda x: len(x[0]))[1]
    return line if len(line) <= EACH else visit.words["own_some"].format(own=common)


def _named(visit: Visit, members: list[str | None]) -> str:
    """Whose a reason is, before it: the applicant, one by how he is called, several in few words."""
    if members == [visit.result.household.applicant.id]:
        return visit.words["applicant"]
    return called(visit.result, members[0]) if len(members) == 1 and members[0] else whom(visit.result, members)


def _shared(visit: Visit, people: list[Determination]) -> dict[str, bool]:
    """The conditions that decided for all of them, and whether each is only where they live."""
    said = [{_short(visit, r, d, people): _place(visit, d, r) for r in _decided(visit, d)} for d in people]
    return {text: place for text, place in said[0].items() if text and all(text in other for other in said)} if said else {}


def glosses(visit: Visit, people: Iterable[Determination]) -> Iterator[tuple[str, str]]:
    """The answers that such a line may name and that have a gloss: their names and what they mean."""
    for d in people:
        for reason in _decided(visit, d):
            fact = visit.book.facts[reason.fact]
            for value in _answers(reason, people) if _picked(reason, fact) and fact.id != "relation" else ():
                name, _, gloss = words_of(visit.book).value(fact, value).partition("（")
                if gloss:
                    yield name, gloss.rstrip("）")


def _decided(visit: Visit, d: Determination) -> list[Reason]:
    """What holds, in the order of its weight."""
    return sorted((r for r in d.reasons if r.holds), key=lambda r: _weight(visit, d, r))


def some(visit: Visit, d: Determination) -> list[str | None]:
    """Of a row of the whole household that hangs on where somebody is from: who they are, where they are not all; else nobody."""
    return next((own for r in d.reasons if (own := _own(visit, d, r))), [])


def _own(visit: Visit, d: Determination, reason: Reason) -> list[str | None]:
    """The same of one condition."""
    if d.member is not None or reason.member is None or not reason.holds or reason.turn or reason.fact not in PLACES:
        return []
    own = [s.id for s in visit.result.house.people if reason.node.raw(s) is True]
    return own if len(own) < len(visit.result.household.people) else []


def _place(visit: Visit, d: Determination, reason: Reason) -> bool:
    """Whether it is only where they live or are from; of some to whom a household owes the row that is what decided."""
    return reason.fact in PLACES and not _own(visit, d, reason)


def _weight(visit: Visit, d: Determination, reason: Reason) -> tuple[bool | int, ...]:
    """What decided comes first: what was said before what was taken for granted, what a general rule asks for last of it; what sets
    somebody apart before ages, these before what nearly everybody has and what is not so; last where people live; of these the row's own
    sentence before others, and what the fewest rows ask for."""
    inferred, lacks = reason.presumed(visit.result.household), _lacks(visit, reason)
    little = lacks or visit.book.facts[reason.fact].common
    return (_place(visit, d, reason), inferred, reason.origin == "general", little, lacks, reason.fact == "age",
            reason.origin not in ("document", "annex"), visit.asking[reason.fact])


def _lacks(visit: Visit, reason: Reason) -> bool:
    """Whether it asks that something is not so."""
    fact = visit.book.facts[reason.fact]
    return (bool(reason.turn) or reason.value is False or reason.node.test.word == "none_of"
            or (fact.nothing is not None and reason.value == fact.nothing.value))


def _short(visit: Visit, reason: Reason, d: Determination, people: list[Determination]) -> str:
    """One condition that held in a few words: whose it is where it is somebody else's, several answers of several people together."""
    if own := _own(visit, d, reason):
        values = dict.fromkeys(p.facts[reason.fact] for p in visit.result.household.people if p.id in own and reason.fact in p.facts)
        text = held(words_of(visit.book), visit.book.facts[reason.fact], list(values))
        return text if d.benefit.way == "service" else whom(visit.result, own) + text  # for whom a service is stands before it
    text = _held(visit, reason, people)
    if text and reason.presumed(visit.result.household):
        text = visit.words["inferred"].format(why=text)
    if not text or reason.member in (None, d.member):
        return text
    same = [p.id for p in visit.result.household.people if p.facts.get(reason.fact) == reason.value]
    return text if len(same) == len(visit.result.household.people) else _whose(visit, reason.member) + text


def _whose(visit: Visit, member: str) -> str:
    """Who it is, where a reason is about somebody else than the one who gets the row."""
    return visit.words["applicant"] if member == visit.result.household.applicant.id else called(visit.result, member)


def _answers(reason: Reason, people: Iterable[Determination]) -> list[Any]:
    """What all of these people answered to the same condition."""
    return list(dict.fromkeys(r.value for p in people for r in p.reasons
                              if r.holds and r.node is reason.node and isinstance(r.value, str | int))) or [reason.value]


def _picked(reason: Reason, fact: Fact) -> bool:
    """Whether it is one answer of a list that holds as it stands."""
    return fact.type == "choice" and isinstance(reason.value, str) and not reason.turn


def _held(visit: Visit, reason: Reason, people: list[Determination]) -> str:
    """One condition that held; empty where it says nothing."""
    fact, value = visit.book.facts[reason.fact], reason.value
    if reason.fact == "relation" or reason.turn not in ("", "not"):
        return ""
    if fact.id == "age" and isinstance(value, int):
        return reason.test if len(people) > 1 or not visit.alone else f"{value} 岁，{reason.test}"
    if fact.type == "bool" and not reason.turn:
        return fact.yes if value else fact.no
    if _picked(reason, fact):
        return short(visit.book, held(words_of(visit.book), fact, _answers(reason, people)))
    if fact.steps and isinstance(value, int) and not reason.turn:
        return words_of(visit.book).step(fact, _answers(reason, people))
    if fact.type == "choices" and reason.node.test.word == "includes_any" and not reason.turn:  # which it is, not all that would do
        return held(words_of(visit.book), fact, [v for v in reason.node.test.limit if v in value])
    return reason.test
