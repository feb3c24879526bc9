"""What hardly anybody has, told apart: its name, for whom, and in what circumstances."""

from __future__ import annotations

import re
from collections.abc import Collection

from ..listing import short, whom
from ..screen import Determination, Reason
from .visit import Visit


def distant_row(visit: Visit, same: list[Determination]) -> tuple[str, str]:
    """A row of what hardly anybody has: its name, for whom and in what circumstances only: those that are rare, else what a general rule
    asks for, else what is open and asked for the least."""
    facts = {f.yes or f.said: None for d in same for _, name in d.missing if (f := visit.book.facts[name]).usual is not None}
    if not facts:
        if lines := _by_rule(visit, same):
            return same[0].benefit.name, visit.say("；".join(lines))
        open_ = sorted((r for d in same for r in d.reasons if r.holds is None), key=lambda r: visit.asking[r.fact])
        facts = dict.fromkeys(short(visit.book, r.test) for r in open_[:1])
    of = "" if visit.alone or same[0].member is None else whom(visit.result, [d.member for d in same])
    tests = "；".join(facts)
    told = visit.words["distant_only"]["several" if re.search("[，；]", tests) else "one"].format(tests=tests)
    return same[0].benefit.name, visit.say("，".join(filter(None, [of, told])))


def drawn(visit: Visit, rows: list[list[Determination]], shown: Collection[str]) -> tuple[list[list[Determination]], bool]:
    """The rows without those people for whom an age that a general rule asks for is over or more than a year away, and whether anybody is
    left out; a row stays with all its people where it would be nowhere on the list. shown: the rows (ids) that stand on it elsewhere."""
    out, left = [], False
    for same in rows:
        near = [d for d in same if not _aged_out(visit, d)]
        keep = near or ([] if same[0].benefit.id in shown else same)
        left = left or len(keep) < len(same)
        out += [keep] if keep else []
    return out, left


def over(visit: Visit, rows: list[list[Determination]], maybe: int, shown: Collection[str], left: bool) -> tuple[str, str]:
    """The heading over these rows, with how many of them were counted above already, and how they are to be read. maybe: so many rows are
    told as possible above; left: somebody is left out whose age is far from what is asked."""
    words, seen = visit.words["distant"], sum(same[0].benefit.id in shown for same in rows)
    heading = words["some" if 0 < seen < len(rows) else "all" if seen else "none" if maybe else "alone"]
    why = words["why_one" if len(rows) == 1 else "why"]
    return heading.format(n=len(rows), seen=seen, maybe=maybe), why + (words["left_out"] if left else "")


def _aged_out(visit: Visit, d: Determination) -> bool:
    """Whether a general rule speaks against it by nothing but an age that does not come right within a year."""
    against = [r for r in d.reasons if r.holds is False and r.origin in ("general", "assumed")]
    return bool(against) and {r.fact for r in against} == {"age"} and any(_far(visit, r) for r in against)


def _far(visit: Visit, reason: Reason) -> bool:
    """Whether an age that is asked for is over, or more than a year away."""
    person = next(p for p in visit.result.house.people if p.id == reason.member)
    _, high = person.house.rules.span("age", person)
    grows = (reason.node.test.word in ("at_least", "more_than")) is not bool(reason.turn)
    return not grows or (high is not None and reason.node.shown_limit - high > 1)


def _by_rule(visit: Visit, same: list[Determination]) -> list[str]:
    """What a general rule asks for, of those to whom it speaks: with the age, where that decides and is not in what they are called."""
    words, of = visit.words, {}
    for d in same:
        against = [r for r in d.reasons if r.holds is False and r.origin in ("general", "assumed")]
        if against:
            of.setdefault(tuple(dict.fromkeys(r.test for r in against)), []).append((d.member, {r.fact for r in against}))
    found = []
    for tests, people in of.items():
        rule = words["distant_rule"].format(tests="、".join(tests))
        member, facts = people[0]
        if visit.alone or member is None:
            age = visit.result.household.people[0].facts.get("age") if visit.alone and facts == {"age"} else None
            found.append(rule if age is None else words["distant_aged"].format(age=age, rule=rule))
        else:
            found.append(f"{whom(visit.result, [m for m, _ in people])}，{rule}")
    return found
