"""The possible rows that nobody would expect of such a person."""

from __future__ import annotations

from collections.abc import Collection

from ..figures import Figures
from ..rules import Key, Node, Rulebook, State, missing
from ..screen import Screening, rules_of


def sensible(rules: Rulebook, house: State, key: Key, asked: Collection[Key]) -> bool:
    """Whether a fact makes sense of this person: its gate is not refuted, and what the gate reads was asked before."""
    gate: Node | None = rules.gates.get(key[1])
    if gate is None:
        return True
    state = next((p for p in house.people if p.id == key[0]), house)
    truth = gate.ev(state)
    if truth is None:
        return all(k in asked for k in missing(gate, state))
    return truth


def unlikely(result: Screening) -> set[tuple[str, str | None]]:
    """The possible determinations (benefit, member) that nobody would expect: their open facts make no sense of such a
    person (a child is no veteran), or a general rule outside the document speaks against them (a pension premium at 74).
    They stay possible, since the document does not say no; a list may tell them apart."""
    rules = rules_of(result.book)
    house = rules.open(result.household, Figures(result.book, result.as_of))
    everything = set(result.next_questions)
    return {(d.benefit.id, d.member) for d in result.of("possible")
            if any(r.holds is False and r.origin in ("general", "assumed") for r in d.reasons)
            or (d.missing and not d.because and not any(sensible(rules, house, key, everything) for key in d.missing))}
