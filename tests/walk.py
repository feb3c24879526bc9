"""Every row over the whole space of what it reads: `python -m tests.walk [most combinations a row] [row ...]`.

A row's space: each fact that its conditions or amount read, in the content or in the second reading. A fact takes every
category, or the numbers on and beside every limit it is held against, or is not known. Rows that look at other members
get a second member with the facts looked for there. Smaller spaces are walked completely, of larger ones a seeded sample.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import chain, product
from math import prod
from typing import Any

from benefits import model as m
from benefits.figures import Figures
from benefits.household import Household, Person
from benefits.numbers import exact
from benefits.screen import outcome, rules_of
from tests.comparison import FLAT
from tests.households import EDGES, household
from tests.oracle import judge
from tests.test_cases import BARE

DAY = date(2025, 6, 1)
COMPLETE = 1_000_000  # larger spaces are sampled
SAMPLE = 200_000
RULES = rules_of(BARE)
ROWS = {row.benefit.id: row for row in RULES.rows}
FIGURES = Figures(BARE, DAY, FLAT)
BLANK = RULES.open(Household({"members": 1}, (Person("p1", {"relation": "self"}),)), FIGURES)
OTHERS = ("spouse", "child", "parent", "grandparent", "grandchild", "sibling", "other")


@dataclass
class Reads:
    """What a row reads: of the person judged (`own`), of anybody in the household (`any`), of the household; and what the
    numbers are held against."""

    own: set[str] = field(default_factory=set)
    any: set[str] = field(default_factory=set)
    household: set[str] = field(default_factory=set)
    limits: dict[str, set[Any]] = field(default_factory=dict)


def reads_of(row: m.Benefit) -> Reads:
    """From the content, and beside it from what the second reading looks at."""
    found = Reads()
    bound = {"city": "city_hukou", "all": "wenzhou_hukou"}[row.scope] if row.scope == "city" or row.hukou == "wenzhou" else None
    top = "own" if row.unit == "person" else "any"
    if bound:
        _collect(m.Meets(meets=bound), row, top, found)
    for part in (row.eligible_when, *(case.when for case in row.possible_when), row.amount, row.months_paid):
        _collect(part, row, top, found)
    known = found.own | found.any | found.household
    for name in _second_reads(row.id) - known:
        fact = BARE.facts.get(name)
        if fact is not None and name not in ("id", "birth_date", "income"):
            getattr(found, "household" if fact.of == "household" else top).add(name)
    if "per_capita_income" in found.household:
        found.household.discard("monthly_income")
    return found


def _collect(part: Any, row: m.Benefit, who: str, found: Reads) -> None:
    """Adds what a condition or amount reads. `who`: own or any, for facts of a person."""
    if isinstance(part, m.Meets):
        _collect(BARE.definitions[part.meets].when, row, who, found)
    elif isinstance(part, (m.Test, m.FactValue)):
        fact = BARE.facts[part.fact]
        getattr(found, "household" if fact.of == "household" else who).add(fact.id)
        if isinstance(part, m.Test):
            if part.word == "same_area_as":
                found.household.add(part.same_area_as)
            elif part.word in m.COMPARISONS:
                ends = RULES.amounts.of(part.limit, row.limits, "household")(BLANK, None)
                found.limits.setdefault(fact.id, set()).update(end for end in ends if end is not None)
                _collect(part.limit, row, who, found)
    elif isinstance(part, m.Part):
        inside = "any" if isinstance(part, (m.SomeMember, m.CountMembers, m.BestMember)) else who
        for name in type(part).model_fields:
            _collect(getattr(part, name), row, inside, found)
    elif isinstance(part, tuple):
        for one in part:
            _collect(one, row, who, found)


class _Seen(dict):
    """A dict that notes which facts are asked of it."""

    seen: set[str]

    def get(self, key, default=None):
        self.seen.add(key)
        return super().get(key, default)

    def __getitem__(self, key):
        self.seen.add(key)
        return super().__getitem__(key)


def _second_reads(row: str, households: int = 40) -> set[str]:
    """The facts that the second reading asks of some random households."""
    seen: set[str] = set()
    for seed in range(households):
        data = household(random.Random(seed), BARE, known=0.9, most=4)
        noted = {"household": _Seen(data["household"]), "members": [_Seen(one) for one in data["members"]]}
        for part in (noted["household"], *noted["members"]):
            part.seen = seen
        judge(noted, DAY, FLAT, row)
    return seen


def values(name: str, limits: Iterable[Any]) -> list[Any]:
    """The values a fact takes in the walk; None = not known."""
    fact = BARE.facts[name]
    if fact.type == "bool":
        return [True, False, None]
    if fact.type == "choice":
        return [*(o.value for o in fact.options), None]
    if fact.type == "choices":
        single = [(o.value,) for o in fact.options]
        return [*single, tuple(o.value for o in fact.options), (), None]
    if fact.type == "int" and fact.maximum is not None and fact.maximum - fact.minimum < 5:
        return [*range(int(fact.minimum), int(fact.maximum) + 1), None]
    step = 1 if fact.type == "int" else Fraction(1, 100)
    numbers = {exact(fact.minimum)} | {limit + d for limit in limits for d in (-step, 0, step)}
    if not limits:  # only an amount reads it
        numbers |= {exact(v) for v in EDGES["months" if "month" in name else "area" if "area" in name else "money"]}
    fits = (n for n in numbers if n >= fact.minimum and (fact.maximum is None or n <= fact.maximum))
    return [*sorted(fits), None]


# facts that cannot take every pair of values, as the form refuses some
PAIRS = {
    ("disability_category", "disability_grade"): lambda category, grade: grade is None or category not in (None, "none"),
    ("medical_cost_after_insurance", "inpatient_special_cost"): lambda whole, part: None in (whole, part) or part <= whole,
}


@dataclass(frozen=True)
class Variable:
    """One dimension of a space. where: household, or the member's place; values: one for each of the names."""

    where: str | int
    names: tuple[str, ...]
    values: list[tuple]


def variables(where: str | int, names: set[str], limits: dict[str, set]) -> list[Variable]:
    """The dimensions that some facts of one person or the household make."""
    if "disability_grade" in names:
        names = names | {"disability_category"}
    found, left = [], set(names)
    for pair, possible in PAIRS.items():
        if left >= set(pair):
            left -= set(pair)
            both = product(*(values(name, limits.get(name, ())) for name in pair))
            found.append(Variable(where, pair, [two for two in both if possible(*two)]))
    return [*found, *(Variable(where, (name,), [(v,) for v in values(name, limits.get(name, ()))]) for name in sorted(left))]


def layouts(row: m.Benefit) -> list[list[Variable]]:
    """The spaces of a row. One member where nobody else is looked at, else two; where the relation matters, the person
    judged is once the first and once the second."""
    reads = reads_of(row)
    by_relation = "relation" in reads.own | reads.any
    own, anybody = reads.own - {"relation"}, reads.any - {"relation"}
    shared = variables("household", reads.household - {"members"}, reads.limits)
    if "members" in reads.household or ("per_capita_income" in reads.household and row.amount is not None):
        shared.append(Variable("household", ("members",), [(0,), (1,)]))  # how many more, of whom nothing is known
    second = [Variable(1, ("relation",), [(r,) for r in (OTHERS if by_relation else OTHERS[:1])])] if anybody or by_relation else []
    found = [[*shared, *variables(0, own | anybody, reads.limits), *second, *variables(1, anybody, reads.limits)]]
    if row.unit == "person" and by_relation:
        found.append([*shared, *variables(0, anybody, reads.limits), *second, *variables(1, own | anybody, reads.limits)])
    return found


def built(space: list[Variable], point: Iterable[tuple]) -> tuple[dict, list[dict]]:
    """Household facts and members at one point of the space."""
    facts: dict[str, Any] = {}
    members: list[dict[str, Any]] = [{"relation": "self"}, {}]
    for variable, chosen in zip(space, point, strict=True):
        known = {name: value for name, value in zip(variable.names, chosen, strict=True) if value is not None}
        (facts if variable.where == "household" else members[variable.where]).update(known)
    members = [one for one in members if "relation" in one] + [{"relation": "other"} for _ in range(facts.pop("members", 0))]
    if "per_capita_income" in facts:
        facts["monthly_income"] = exact(Fraction(facts.pop("per_capita_income")) * len(members))
    return facts, members


def compared(row: m.Benefit, facts: dict, members: list[dict]) -> str | None:
    """What the two readings say differently of one row, or None."""
    people = tuple(Person(f"p{i + 1}", one) for i, one in enumerate(members))
    house = RULES.open(Household({**facts, "members": len(people)}, people), FIGURES)
    second = judge({"household": facts, "members": [{"id": p.id, **p.facts} for p in people]}, DAY, FLAT, row.id)
    for state in house.people if row.unit == "person" else (house,):
        d = outcome(ROWS[row.id], state)
        paid = (d.annual if d.annual is not None else d.once) or (None, None)
        status, low, high = second[row.id, state.id]
        if d.status != status or (status != "ineligible" and paid != (low, high)):
            return f"{row.id} {state.id}：{d.status} {paid}，独立读本 {status} {(low, high)}；{facts} {members}"
    return None


def points(space: list[Variable], sample: int | None, seed: str) -> Iterator[tuple]:
    """All points of the space, or a seeded sample without repetition."""
    if sample is None:
        yield from product(*(v.values for v in space))
        return
    rng, seen = random.Random(seed), set()
    while len(seen) < sample:
        point = tuple(rng.randrange(len(v.values)) for v in space)
        if point not in seen:
            seen.add(point)
            yield tuple(v.values[i] for v, i in zip(space, point, strict=True))


def walk(row: m.Benefit, complete: int = COMPLETE, sample: int = SAMPLE) -> dict[str, Any]:
    """How large the row's space is, how much of it was walked, and the differences."""
    spaces = layouts(row)
    size = sum(prod(len(v.values) for v in space) for space in spaces)
    whole, found, walked = size <= complete, [], 0
    for i, space in enumerate(spaces):
        for point in points(space, None if whole else sample // len(spaces), f"{row.id} {i}"):
            walked += 1
            wrong = compared(row, *built(space, point))
            if wrong:
                found.append(wrong)
    return {"row": row.id, "facts": sorted({name for v in chain(*spaces) for name in v.names}), "space": size, "complete": whole,
            "walked": walked, "difference_count": len(found), "differences": found[:10]}


def main(words: list[str]) -> int:
    """Prints a line for each row; 1 where something differs."""
    complete = int(words[0]) if words else COMPLETE
    bad = 0
    for row in BARE.screened():
        if words[1:] and row.id not in words[1:]:
            continue
        found = walk(row, complete, min(SAMPLE, complete))
        bad += found["difference_count"]
        print(f"{row.id}: {found['space']}，{'全部' if found['complete'] else '抽样'} {found['walked']}，不同 {found['difference_count']}", flush=True)
        print("\n".join(found["differences"]), end="\n" if found["differences"] else "")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
