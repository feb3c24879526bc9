"""Which questions to ask next: only facts that can still change a row, in the editorial order of content/facts.yaml.

There is no flow chart. After every answer the household is screened again; a question disappears when nothing hangs on it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .figures import Figures
from .rules import Key, Node, Rulebook, State, missing
from .screen import Screening, rules_of


@dataclass(frozen=True)
class Round:
    """One page of the interview: a topic and the facts of it to ask now. `left`: open questions after this page."""

    topic: str
    keys: tuple[Key, ...]
    left: int


def sensible(rules: Rulebook, house: State, key: Key, asked: Collection[Key]) -> bool:
    """Whether the question makes sense now: its gate is not refuted, and what the gate reads was asked before."""
    gate: Node | None = rules.gates.get(key[1])
    if gate is None:
        return True
    state = next((p for p in house.people if p.id == key[0]), house)
    truth = gate.ev(state)
    if truth is None:
        return all(k in asked for k in missing(gate, state))
    return truth


def next_round(result: Screening, asked: Collection[Key], amounts: bool = False) -> Round | None:
    """The next page, or None when nothing that can be asked may still change a row.

    asked: facts already put to the resident (不清楚 counts: it is not asked again). amounts: the optional questions
    that only make an amount exact.
    """
    book = result.book
    rules = rules_of(book)
    house = rules.open(result.household, Figures(book, result.as_of))
    open_ = result.amount_questions if amounts else result.next_questions
    keys = [k for k in open_ if k not in asked and sensible(rules, house, k, asked)]
    if not keys:
        return None
    topic = book.facts[keys[0][1]].topic
    page = tuple(k for k in keys if book.facts[k[1]].topic == topic)
    return Round(topic, page, len(keys) - len(page))


def unlikely(result: Screening) -> set[tuple[str, str | None]]:
    """The possible determinations (benefit, member) that nobody would expect: their open facts are not asked of such a
    person (a child is no veteran), or a general rule outside the document speaks against them (a pension premium at 74).
    They stay possible, since the document does not say no; a list may tell them apart."""
    rules = rules_of(result.book)
    house = rules.open(result.household, Figures(result.book, result.as_of))
    everything = set(result.next_questions)
    return {(d.benefit.id, d.member) for d in result.of("possible")
            if any(r.holds is False and r.origin in ("general", "assumed") for r in d.reasons)
            or (d.missing and not d.because and not any(sensible(rules, house, key, everything) for key in d.missing))}
