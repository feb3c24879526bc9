"""The possible rows that nobody would expect of such a person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from ..figures import Figures
from ..household import Person
from ..rules import Key, Node, Rulebook, State, tested
from ..screen import Determination, Screening, rules_of, status_of
from .said import ANYBODY


def sensible(rules: Rulebook, house: State, key: Key) -> bool:
    """Whether a fact makes sense of this person: no answer and no age speaks against asking for it."""
    gate: Node | None = rules.gates.get(key[1])
    return gate is None or gate.ev(next((p for p in house.people if p.id == key[0]), house)) is not False


def unlikely(result: Screening) -> set[tuple[str, str | None]]:
    """The possible determinations (benefit, member) that nobody would expect: their open facts make no sense of such a
    person (a child is no veteran), a general rule outside the document speaks against them (a pension premium at 74), or they
    hang on something hardly anybody has (`rare`).
    They stay possible, since the document does not say no; a list may tell them apart."""
    rules = rules_of(result.book)
    house = rules.open(result.household, Figures(result.book, result.as_of))
    found = {(d.benefit.id, d.member) for d in result.of("possible")
             if any(r.holds is False and r.origin in ("general", "assumed") for r in d.reasons)
             or (d.missing and not d.because and not any(sensible(rules, house, key) for key in d.missing))}
    return found | rare(result, house, [d for d in result.of("possible") if (d.benefit.id, d.member) not in found])


def rare(result: Screening, house: State, rows: Collection[Determination]) -> set[tuple[str, str | None]]:
    """Those of the possible rows that would not fit if what is not known were as it is with nearly everybody. What is urgent is none
    of them: who is in need now is not told that it is rare."""
    rules, facts = house.rules, result.book.facts
    hanging = [d for d in rows if not d.because and not d.benefit.urgent and any(facts[name].usual is not None for _, name in d.missing)]
    if not hanging:
        return set()
    states = (house, *house.people)
    there = {f.topic for f in facts.values() if f.usual is not None and any(s.facts.get(f.id, f.usual) != f.usual for s in states)}

    def with_usual(state: State, of: str) -> dict[str, Any]:
        """The facts of a state with the usual ones; not where something of the kind is there, or made them asked for this very person."""
        return {f.id: f.usual for f in facts.values() if f.usual is not None and f.of == of and f.topic not in there
                and (state.id, f.id) not in result.singled and not _singled_out(rules.gates.get(f.id), state)} | state.facts

    people = tuple(Person(s.id, with_usual(s, "person")) for s in house.people)
    usual = rules.open(replace(result.household, facts=with_usual(house, "household"), people=people), house.figures)
    judged = {s.id: s for s in (usual, *usual.people)}
    return {(d.benefit.id, d.member) for d in hanging if status_of(rules.row_of[d.benefit.id], judged[d.member]) == "ineligible"}


def _singled_out(gate: Node | None, state: State) -> bool:
    """Whether a fact is asked for because of something that was said, not only because of age and home."""
    return gate is not None and gate.ev(state) is True and not ANYBODY.issuperset(tested(gate))
