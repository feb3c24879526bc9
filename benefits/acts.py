"""What doing something makes of the answers: the acts of content/acts.yaml applied to a household."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from . import model as m
from .household import Household, Person
from .numbers import exact


@dataclass(frozen=True)
class Step:
    """One act, done by one member, or (None) for the household or the whole family."""

    act: m.Act
    member: str | None


def _new(act: m.Act, facts: dict[str, Any]) -> dict[str, Any]:
    """What an act makes of these facts: only what it changes."""
    return {s.fact: s.to if isinstance(s.to, (bool, str)) else exact(s.to) for s in act.sets
            if (facts[s.fact] in s.from_ if s.fact in facts else s.unknown)}


def changes(act: m.Act, household: Household, member: str | None) -> bool:
    if act.of == "household":
        return bool(_new(act, household.facts))
    return any(_new(act, p.facts) for p in household.people if member is None or p.id == member)


def applied(household: Household, steps: Iterator[Step] | frozenset[Step] | tuple[Step, ...]) -> Household:
    """The household after the steps; they may be done in any order, since no two of a set touch one fact of one person."""
    facts, people = dict(household.facts), {p.id: dict(p.facts) for p in household.people}
    for step in steps:
        if step.act.of == "household":
            facts.update(_new(step.act, household.facts))
        for p in household.people if step.act.of != "household" else ():
            if step.member in (None, p.id):
                people[p.id].update(_new(step.act, p.facts))
    return replace(household, facts=facts, people=tuple(Person(p.id, people[p.id]) for p in household.people))


def conflicts(step: Step, steps: frozenset[Step]) -> bool:
    """Whether the step sets a fact that one of the others sets too (低保 and 低边), or is one of them."""
    touched = {s.fact for s in step.act.sets}
    return any(touched & {s.fact for s in other.act.sets} and (step.member is None or other.member is None or step.member == other.member)
               for other in steps)
