"""The register gives the same answer as the household: equal in every cell, to the fen.

python -m tests.test_bulk 100000 [SEED] for the longer form.
"""

from __future__ import annotations

import random
import sys
from datetime import date
from typing import Any

import polars as pl
import pytest

from benefits.bulk import run
from benefits.content import load
from benefits.numbers import fen
from benefits.screen import determine
from tests.households import household
from tests.test_cases import PARAMETERS

BOOK = load()
DAYS = [(date(2025, 6, 1), PARAMETERS), (date(2025, 6, 1), None), (date(2022, 6, 1), None), (date(2024, 8, 1), None),
        (date(2026, 3, 1), {"dibao_standard": 1100.55, "dibian_multiple": 1.75}), (date(2020, 1, 1), {"urban_consumption_prev_year": 51063.37})]
HOUSEHOLDS = 400  # of each day, in make test


def tables(houses: list[dict[str, Any]]) -> tuple[pl.DataFrame | None, ...]:
    """The three tables of a register, as somebody would write them; None for an empty one."""
    persons, households, entries = [], [], []
    for n, one in enumerate(houses):
        facts = dict(one["household"])
        listed = facts.pop("income", None)
        if listed == []:
            facts["monthly_income"] = 0
        households.append({"household_id": f"{n:05}", **facts})
        persons += [{"household_id": f"{n:05}", **m} for m in one["members"]]
        entries += [{"household_id": f"{n:05}", **e} for e in listed or ()]
    return tuple(pl.DataFrame(rows, infer_schema_length=None, strict=False) if rows else None for rows in (persons, households, entries))


def generated(seed: int, count: int) -> list[dict[str, Any]]:
    rng = random.Random(seed)
    houses = [household(rng, BOOK, known=rng.choice([0, 0.1, 0.4, 0.6, 0.8, 0.95, 1]), most=rng.choice([1, 3, 6, 12])) for _ in range(count)]
    for one in houses:
        for m in one["members"]:
            if rng.random() < 0.2:
                m.pop("age", None)
                m["birth_date"] = rng.choice(["1940-02-29", "1945-06-01", "2007-06-02", "2016-02-29", "1942-08-01", "2018-03-01"])
    return houses


def interval(value) -> tuple | None:
    return None if value is None else tuple(None if v is None else fen(v) for v in value)


def differences(houses: list[dict[str, Any]], day: date, given: dict | None) -> list[str]:
    """Every cell that the two engines fill differently."""
    answer = run(*tables(houses), as_of=day, parameters=given)
    assert answer.rejects.is_empty(), answer.rejects
    found: dict[tuple, tuple] = {}
    for row in answer.rows.iter_rows(named=True):
        key = row["household_id"], row["benefit"], row["member"]
        assert key not in found
        low, high, once_low, once_high = (row[c] for c in ("annual_low", "annual_high", "once_low", "once_high"))
        found[key] = (row["status"], None if low is None else (low, high), None if once_low is None else (once_low, once_high),
                      row["basis"], row["superseded_by"])
    problems = []
    for n, one in enumerate(houses):
        for d in determine(one, day, given).determinations:
            expected = None if d.status == "ineligible" else (d.status, interval(d.annual), interval(d.once), d.basis, d.superseded_by)
            key = f"{n:05}", d.benefit.id, d.member
            if found.pop(key, None) != expected:
                problems.append(f"{key}: {expected}: {one}")
    return problems + [f"only in bulk: {key}" for key in found]


@pytest.mark.parametrize("n", range(len(DAYS)))
def test_the_register_answers_as_the_household(n):
    day, given = DAYS[n]
    assert differences(generated(n, HOUSEHOLDS), day, given) == []


if __name__ == "__main__":
    wanted, seed, wrong = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1, 0
    for start in range(0, wanted, 3000):
        day, given = DAYS[start // 3000 % len(DAYS)]
        told = differences(generated(seed * 1_000_003 + start, min(3000, wanted - start)), day, given)
        wrong += len(told)
        print(f"{min(start + 3000, wanted)} 户，{day}，不一样的格子 {len(told)}", *told[:3], sep="\n", flush=True)
    sys.exit(wrong > 0)
