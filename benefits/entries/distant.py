"""What hardly anybody has, told apart: its name, for whom, and in what circumstances."""

from __future__ import annotations

from ..listing import short, whom
from ..screen import Determination
from .visit import Visit


def distant_row(visit: Visit, same: list[Determination]) -> tuple[str, str]:
    """A row of what hardly anybody has: its name, for whom and in what circumstances: those that are rare, else what a general rule
    asks for, else what is open and asked for the least."""
    facts = {f.yes or f.said: None for d in same for _, name in d.missing if (f := visit.book.facts[name]).usual is not None}
    if not facts:
        if lines := _by_rule(visit, same):
            return same[0].benefit.name, visit.say("；".join(lines))
        open_ = sorted((r for d in same for r in d.reasons if r.holds is None), key=lambda r: visit.asking[r.fact])
        facts = dict.fromkeys(short(visit.book, r.test) for r in open_[:1])
    of = "" if visit.alone or same[0].member is None else whom(visit.result, [d.member for d in same])
    return same[0].benefit.name, visit.say("，".join(filter(None, [of, "；".join(facts)])))


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
