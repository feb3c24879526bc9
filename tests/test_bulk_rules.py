"""Rules that nobody wrote: random conditions and amounts of every node kind, through both engines, equal in every cell."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from benefits.bulk import run
from benefits.bulk.answer import program
from benefits.content import Book, load
from benefits.household import InputError
from benefits.model import Benefit, Fact
from benefits.screen import determine
from tests.test_bulk import generated, interval, tables

BOOK = load()
LAW = "5.4「80周岁」"
NUMBERS = [0, 1, 2, 3, 0.7, 15, 12, 80, 0.01, 33.33, 1500]
PARAMETERS = [p.id for p in BOOK.parameters.values()]
DAYS = (date(2025, 6, 1), date(2024, 8, 1))
BASES = ["exact", "at_least", "at_most", "local", "in_kind"]


def limit(rng: random.Random, unit: str) -> Any:
    """A number to compare with: it always has a figure and is never below 0."""
    way = rng.random()
    if way < 0.5:
        return number(rng)
    if way < 0.75:
        return rng.choice(PARAMETERS)
    if way < 0.9:
        return {"times": [number(rng), {"fact": rng.choice(numeric(unit))}]}
    return {"greatest": [0, {"minus": [rng.choice(PARAMETERS), number(rng)]}]}


def number(rng: random.Random) -> Any:
    found = rng.choice(NUMBERS)
    return found if isinstance(found, int) else Decimal(str(found))


def facts(unit: str, *types: str) -> list[Fact]:
    """Not monthly_income: an empty list of income and an income of 0 are one thing in a register, and rules read neither."""
    return [f for f in BOOK.facts.values() if f.type in types and (f.of == "household" or unit == "person") and f.id != "monthly_income"]


def numeric(unit: str) -> list[str]:
    return [f.id for f in facts(unit, "int", "number") if f.maximum is not None or f.id in ("members", "per_capita_income")]


def condition(rng: random.Random, unit: str, depth: int) -> dict:
    word = rng.choice(["test"] * 3 + ["all", "any", "not", "some_member", "meets", "unless_known", "known"]) if depth else "test"
    if word in ("all", "any"):
        return {word: [condition(rng, unit, depth - 1) for _ in range(rng.randint(1, 3))]}
    if word in ("not", "unless_known", "known"):
        return {word: condition(rng, unit, depth - 1)}
    if word == "some_member":
        return {word: condition(rng, "person", depth - 1)}
    if word == "meets":
        return {word: rng.choice([d.id for d in BOOK.definitions.values() if d.of == "household" or unit == "person"])}
    fact = rng.choice(facts(unit, "bool", "choice", "choices", "int", "number"))
    source = rng.choice([{"law": LAW}, {"law": LAW}, {"general": "一般"}, {}])
    options = [o.value for o in fact.options]
    if fact.type == "bool":
        return {"fact": fact.id, "is": rng.random() < 0.5, **source}
    if fact.id == "hukou" and rng.random() < 0.4:
        return {"fact": fact.id, "same_area_as": "residence", "districts": rng.choice(["together", "apart"]), **source}
    if fact.type == "choice":
        if rng.random() < 0.4:
            return {"fact": fact.id, "is": rng.choice(options), **source}
        return {"fact": fact.id, rng.choice(["one_of", "none_of"]): rng.sample(options, rng.randint(1, len(options))), **source}
    if fact.type == "choices":
        return {"fact": fact.id, "includes_any": rng.sample(options, rng.randint(1, 3)), **source}
    return {"fact": fact.id, rng.choice(["at_least", "more_than", "at_most", "less_than"]): limit(rng, fact.of), **source}


def amount(rng: random.Random, unit: str, depth: int) -> Any:
    word = rng.choice(["number", "parameter", "fact", "times", "plus", "over", "least", "greatest", "between", "case", "case", "count_members",
                       "best_member", "published", "minus"]) if depth else rng.choice(["number", "fact", "parameter"])
    if word == "number":
        return number(rng)
    if word == "parameter":
        return rng.choice(PARAMETERS)
    if word == "fact":
        return {"fact": rng.choice(numeric(unit))}
    if word == "between":
        return {word: [number(rng), number(rng)]}
    if word in ("times", "plus", "least", "greatest"):
        return {word: [amount(rng, unit, depth - 1 if word != "times" else 0) for _ in range(2 if word == "times" else rng.randint(2, 3))]}
    if word == "minus":
        return {"greatest": [0, {word: [amount(rng, unit, 0), amount(rng, unit, depth - 1)]}]}
    if word == "over":
        return {word: [amount(rng, unit, depth - 1), rng.choice([3, 12, Decimal("0.7")])]}
    if word == "count_members":
        return {word: condition(rng, "person", 1)}
    if word == "best_member":
        return {word: {"least": [amount(rng, "person", 0), 5000]}, "where": condition(rng, "person", 1)}
    if word == "published":
        return {word: "tekun_living_published", "otherwise": amount(rng, unit, depth - 1)}
    branches = [{"when": condition(rng, unit, 1), **({"pays": amount(rng, unit, depth - 1)} if rng.random() < 0.85 else {}),
                 **({"basis": rng.choice(BASES)} if rng.random() < 0.4 else {})} for _ in range(rng.randint(1, 3))]
    if not any("pays" in b for b in branches):
        branches[0]["pays"] = 7
    return {"case": branches, **({"otherwise": amount(rng, unit, depth - 1)} if rng.random() < 0.6 else {})}


def invented(rng: random.Random, order: int) -> Benefit:
    unit, period = rng.choice(["person", "household"]), rng.choice(["month", "year", "once"])
    raw: dict[str, Any] = {
        "id": f"rule-{order}", "order": order, "name": f"第{order}项", "plain": "", "summary": "", "gives": "", "unit": unit, "sentences": ["5.4"],
        "quote": LAW, "departments": ["市民政局"], "scope": rng.choice(["all", "city"]), "hukou": rng.choice(["wenzhou", "any"]),
        "eligible_when": condition(rng, unit, 3), "basis": rng.choice(BASES), "period": period, "pays": "cash",
        "group": rng.choice([None, "study_group", "rent_group"]) if unit == "person" else rng.choice([None, "rent_group"])}
    if rng.random() < 0.4:
        raw["possible_when"] = [{"when": condition(rng, unit, 2), "because": "x"}]
    if rng.random() < 0.85:
        raw["amount"] = amount(rng, unit, 2)
        if period == "month" and rng.random() < 0.3:
            raw["months_paid"] = {"least": [12, amount(rng, unit, 0)]}
    return Benefit.model_validate(raw)


def book(seed: int) -> Book:
    """Fifty rules; those whose amounts might not fit into 64 bits are refused, as they should be, and left out."""
    rng = random.Random(seed)
    found: dict[str, Benefit] = {}
    while len(found) < 50:
        benefit = invented(rng, len(found))
        with suppress(InputError):
            of_group = {k: b for k, b in found.items() if b.group and b.group == benefit.group}
            for day in DAYS:
                program(replace(BOOK, benefits={**of_group, benefit.id: benefit}), day, {})
            found[benefit.id] = benefit
    return replace(BOOK, benefits=found)


@pytest.mark.parametrize("seed", range(4))
def test_rules_that_nobody_wrote(seed):
    rules, houses = book(seed), generated(100 + seed, 60)
    day = DAYS[seed % 2]
    given = {"dibao_standard": 1111.11} if seed % 3 == 0 else None
    answer = run(*tables(houses), as_of=day, parameters=given, book=rules)
    assert answer.rejects.is_empty()
    found = {}
    for r in answer.rows.iter_rows(named=True):
        low, once = r["annual_low"], r["once_low"]
        found[r["household_id"], r["benefit"], r["member"]] = (
            r["status"], None if low is None else (low, r["annual_high"]), None if once is None else (once, r["once_high"]), r["basis"],
            r["superseded_by"])
    for n, one in enumerate(houses):
        for d in determine(one, day, given, rules).determinations:
            expected = None if d.status == "ineligible" else (d.status, interval(d.annual), interval(d.once), d.basis, d.superseded_by)
            assert found.pop((f"{n:05}", d.benefit.id, d.member), None) == expected, (d.benefit.model_dump_json(exclude_none=True), d.member, one)
    assert not found
