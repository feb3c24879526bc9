"""Near misses: for each row not yet 能领 the smallest sets of acts that open it, and the questions that would settle it.

Acts stand in content/acts.yaml. A set is tried by applying it to the answers and judging the row again with the same
compiled rules, smaller sets first, so that what is told is exact: it opens the row, and nothing smaller does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any

from . import model as m
from .acts import Step, applied, changes, conflicts
from .compare import Comparison, compare
from .figures import Figures
from .household import Household
from .interview import REST, unlikely
from .numbers import Exact
from .rules import Key, Node, Row, Rulebook, State, missing
from .screen import Outcome, Screening, determine, each_row, outcome, outcomes, read_parameters, rules_of, status_of

MOST_ACTS = 3  # longer roads are no advice
_MEANS = frozenset({"assistance", "disability_certificate", "low_income_rural"})  # what the means test reads of recognitions


@dataclass
class Opening:
    """What doing all of `steps`, in this order, brings.

    opens: rows for which nothing less opens them, as they then stand; `may` those that then are 可能 (a department
    decides, or facts are open). change: everything that is then different from today, with the yuan gained and lost.
    ask: facts to find out first, since only they tell whether the first step makes sense.
    """

    steps: tuple[Step, ...]
    opens: list[Outcome]
    may: list[Outcome]
    change: Comparison
    ask: list[Key] = field(default_factory=list)


@dataclass
class Question:
    """An unknown fact, the rows that hang on it, and those that hang on nothing else."""

    key: Key
    rows: list[tuple[m.Benefit, str | None]]
    alone: list[tuple[m.Benefit, str | None]]


@dataclass(frozen=True)
class _Compiled:
    """One act with its condition, the facts the condition reads, and whether it looks beyond the one person."""

    act: m.Act
    node: Node
    reads: frozenset[str]
    wide: bool


class Worlds:
    """The household after any set of steps, judged only as far as it is asked for."""

    def __init__(self, result: Screening, parameters: Mapping[str, Any] | None = None):
        self.result, self.rules, self.given = result, rules_of(result.book), parameters
        self.acts = compiled(self.rules)
        self.figures = Figures(result.book, result.as_of, read_parameters(parameters, result.book))
        self._states: dict[frozenset[Step], State] = {}
        self._open: dict[frozenset[Step], list[Step]] = {}

    def household(self, steps: frozenset[Step]) -> Household:
        return applied(self.result.household, steps)

    def state(self, steps: frozenset[Step]) -> State:
        found = self._states.get(steps)
        if found is None:
            found = self._states[steps] = self.rules.open(self.household(steps), self.figures)
        return found

    def available(self, steps: frozenset[Step]) -> list[Step]:
        """The steps that make sense after `steps`, and change something."""
        found = self._open.get(steps)
        if found is None:
            house = self.state(steps)
            found = self._open[steps] = [s for s in self._sensible(house) if not conflicts(s, steps)]
        return found

    def _sensible(self, house: State) -> Iterator[Step]:
        for one in self.acts:
            for state in (p for p in house.people if p.id != REST) if one.act.of == "person" else (house,):
                if changes(one.act, house.household, state.id) and one.node.ev(state) is True:
                    yield Step(one.act, state.id)


@lru_cache(maxsize=4)
def compiled(rules: Rulebook) -> tuple[_Compiled, ...]:
    """The acts of the book that somebody may choose, with what their conditions read. (Rulebooks are compared by identity.)"""
    return tuple(_Compiled(act, node := rules.acts[act.id], frozenset(facts_read(node)), act.of != "person" or _of_others(node))
                 for act in rules.book.acts.values() if not act.only)


def facts_read(node: Node) -> Iterator[str]:
    """Every fact a condition reads; the recognitions behind the means test count too."""
    yield from node.reads
    if "per_capita_income" in node.reads:
        yield from _MEANS
    yield from chain.from_iterable(facts_read(part) for part in node.parts)


# --- searching -----------------------------------------------------------------------------------------------------

@lru_cache(maxsize=4)
def _relevant(rules: Rulebook) -> dict[str, tuple[frozenset[str], bool]]:
    """For each row the acts (ids) that could matter to it: they set what it reads, or what such an act's condition reads;
    and whether the row looks at other members than its own."""
    found = {}
    for row in rules.rows:
        nodes = ([row.eligible] if row.eligible else []) + [n for n, _ in row.possible]
        wanted, useful = set(chain.from_iterable(facts_read(n) for n in nodes)), set()
        for _ in range(MOST_ACTS):
            for one in compiled(rules):
                if one.act.id not in useful and any(s.fact in wanted for s in one.act.sets):
                    useful.add(one.act.id)
                    wanted |= one.reads
        found[row.benefit.id] = frozenset(useful), any(map(_of_others, nodes))
    return found


def smallest(row: Row, member: str | None, worlds: Worlds, goal: str, most: int = MOST_ACTS) -> list[tuple[Step, ...]]:
    """All sets of fewest steps, `most` of them, after which the row reaches `goal` (eligible, or possible = no longer a refusal)."""
    useful, wide = _relevant(worlds.rules)[row.benefit.id]
    alone = member is not None and not wide
    level: dict[frozenset[Step], tuple[Step, ...]] = {frozenset(): ()}
    for _ in range(most):
        following: dict[frozenset[Step], tuple[Step, ...]] = {}
        for steps, order in level.items():
            for step in worlds.available(steps):
                if step.act.id in useful and not (alone and step.member not in (None, member) and not _opens_others(step, worlds)):
                    following.setdefault(steps | {step}, (*order, step))
        hits = [order for steps, order in following.items() if _reaches(row, member, worlds.state(steps), goal)]
        if hits:
            return hits
        level = following
    return []


def _of_others(node: Node) -> bool:
    """Whether a condition looks at other members."""
    return node.kind == "some" or "per_capita_income" in node.reads or any(map(_of_others, node.parts))


def _opens_others(step: Step, worlds: Worlds) -> bool:
    """Whether what one member does can make sense of an act of the family or of another member."""
    touched = {s.fact for s in step.act.sets}
    return any(one.wide and touched & one.reads for one in worlds.acts)


def _reaches(row: Row, member: str | None, house: State, goal: str) -> bool:
    state = house if member is None else next(p for p in house.people if p.id == member)
    if goal == "eligible":
        return row.eligible is not None and row.eligible.ev(state) is True
    return status_of(row, state) != "ineligible"


def openings(result: Screening, parameters: Mapping[str, Any] | None = None) -> list[Opening]:
    """The keys of a household: single acts before pairs, those that open most first (rows, then cash, then what is in kind).

    parameters: those `result` was made with.
    """
    worlds = Worlds(result, parameters)
    if not worlds.available(frozenset()):
        return []
    rows = {row.benefit.id: row for row in worlds.rules.rows}
    wanted: dict[frozenset[Step], tuple[Any, list, list]] = {}
    for d in result.determinations:
        if d.status == "eligible":
            continue
        sets = smallest(rows[d.benefit.id], d.member, worlds, "eligible") if d.benefit.eligible_when is not None else []
        goal = 1 if sets else 2
        if not sets and d.status == "ineligible":
            sets = smallest(rows[d.benefit.id], d.member, worlds, "possible")
        for order in sets:
            wanted.setdefault(frozenset(order), (order, [], []))[goal].append((d.benefit.id, d.member))
    found = []
    for steps, (order, opens, may) in wanted.items():
        household = worlds.household(steps)
        after = [o for o in outcomes(household, result.as_of, worlds.given, result.book).outcomes if o.member != REST]
        there = {(o.benefit.id, o.member): o for o in after}
        far = unlikely(determine(household, result.as_of, worlds.given, result.book)) if may else set()
        one = Opening(order, [there[k] for k in opens], [there[k] for k in may if k not in far],
                      compare(result.determinations, after), _ask(order[0], worlds))
        if one.opens or one.may:
            found.append(one)
    return sorted(found, key=_rank)


def at_once(result: Screening, above: Exact) -> list[Opening]:
    """Those of the `openings` that are one act which makes sense as things stand and opens something, with more cash for certain than
    `above` (yuan); what then only may be had is left out. Several times as fast: of most acts only the rows that pay cash are judged."""
    worlds = Worlds(result)
    sensible = {step for step in worlds.available(frozenset()) if not _ask(step, worlds)}
    wanted: dict[tuple[Step, ...], list[tuple[str, str | None]]] = {}
    for d in result.determinations if sensible else ():
        if d.status != "eligible" and d.benefit.eligible_when is not None:
            for steps in smallest(worlds.rules.row_of[d.benefit.id], d.member, worlds, "eligible", 1):
                if steps[0] in sensible:
                    wanted.setdefault(steps, []).append((d.benefit.id, d.member))
    found, paying = [], {b.id for b in result.book.screened() if b.pays == "cash"}
    paid = [d for d in result.determinations if d.benefit.id in paying]
    for steps, opens in wanted.items() if paying else ():
        house = worlds.state(frozenset(steps))
        alone = [outcome(row, state) for row, state in each_row(house) if row.benefit.id in paying and state.id != REST]
        if _cash(compare(paid, alone)) <= above:
            continue  # with nothing beside them they come to no less
        after = [o for o in outcomes(house.household, result.as_of, None, result.book).outcomes if o.member != REST]
        there = {(o.benefit.id, o.member): o for o in after}
        found.append(Opening(steps, [there[k] for k in opens], [], compare(result.determinations, after)))
    return sorted((one for one in found if _cash(one.change) > above), key=_rank)


def _cash(change: Comparison) -> Exact:
    """What is had in cash for certain, in yuan."""
    return change.gained.cash_annual[0] + change.gained.cash_once[0]


def _rank(one: Opening) -> tuple:
    def most(value: tuple[Exact, Exact | None]) -> Exact:
        return value[0] if value[1] is None else value[1]
    gained = one.change.gained
    return (len(one.steps), -len({o.benefit.id for o in one.opens}), -most(gained.cash_annual) - most(gained.cash_once),
            -most(gained.in_kind_annual) - most(gained.in_kind_once), -len({o.benefit.id for o in one.may}), one.steps[0].act.id,
            str(one.steps[0].member))


def _ask(step: Step, worlds: Worlds) -> list[Key]:
    """The open facts that would tell whether a step makes sense; empty where what is known says so."""
    house = worlds.state(frozenset())
    node = next(one.node for one in worlds.acts if one.act.id == step.act.id)
    state = house if step.member is None else next(p for p in house.people if p.id == step.member)
    return list(dict.fromkeys(_doubts(node, state)))


def _doubts(node: Node, state: State) -> Iterator[Key]:
    if node.kind == "unless_known":
        yield from missing(node.parts[0], state)
    elif node.kind != "some":
        yield from chain.from_iterable(_doubts(part, state) for part in node.parts)


# --- questions -----------------------------------------------------------------------------------------------------

def questions(result: Screening) -> list[Question]:
    """The unknown facts that could still settle a row somebody would expect, those on which most hangs first; what
    a fact settles alone weighs three times."""
    far = unlikely(result)
    found: dict[Key, Question] = {}
    for d in result.of("possible"):
        if (d.benefit.id, d.member) in far:
            continue
        for key in d.missing:
            one = found.setdefault(key, Question(key, [], []))
            one.rows.append((d.benefit, d.member))
            if len(d.missing) == 1:
                one.alone.append((d.benefit, d.member))
    order = {key: i for i, key in enumerate(result.next_questions)}
    return sorted(found.values(), key=lambda q: (-len(q.rows) - 2 * len(q.alone), order.get(q.key, 0)))


__all__ = ["MOST_ACTS", "Opening", "Question", "Step", "Worlds", "applied", "at_once", "openings", "questions", "smallest"]
