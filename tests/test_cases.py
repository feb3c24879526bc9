"""Every case of tests/cases/: what a policy officer expects of a household, against the engine."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from benefits.content import Book, load
from benefits.screen import Screening, as_json, determine
from benefits.yaml_reader import read

FOLDER = Path(__file__).parent / "cases"
PARAMETERS = read(FOLDER / "parameters.yaml")


def bare(book: Book) -> Book:
    """Without the shipped local values: a case says itself what is known, and does not change when a city publishes a figure."""
    return replace(book, parameters={p.id: p.model_copy(update={"values": ()}) if p.input else p for p in book.parameters.values()})


BARE = bare(load())
CASES = [(path.stem, i, case) for path in sorted(FOLDER.glob("*.yaml")) if path.stem != "parameters"
         for i, case in enumerate(read(path) or [])]


def expected_interval(value):
    if value in (None, "none"):
        return None
    if isinstance(value, dict):
        return (value["low"], value["high"])
    return (value, value)


def same(found: dict | None, wanted) -> bool:
    if found is None or wanted is None:
        return found is None and wanted is None
    return all((a is None and b is None) or (a is not None and b is not None and Decimal(str(a)) == Decimal(str(b)))
               for a, b in zip((found["low"], found["high"]), wanted, strict=True))


def answered(case, book=BARE) -> Screening:
    parameters = {k: v for k, v in {**PARAMETERS, **(case.get("parameters") or {})}.items() if v is not None}
    household = {"household": case.get("household") or {}, "members": case["members"]}
    return determine(household, str(case.get("as_of", "2025-06-01")), parameters, book)


@pytest.mark.parametrize(("file", "i", "case"), CASES, ids=[f"{f}-{i}-{c['name']}" for f, i, c in CASES])
def test_case(file, i, case):
    problems = problems_of(case)
    assert not problems, "\n".join(problems)


def problems_of(case, book=BARE) -> list[str]:
    """What the engine says otherwise than the case expects."""
    result = as_json(answered(case, book))
    found = {d["benefit"] + (f" {d['member']}" if d["member"] else ""): d for d in result["determinations"]}
    problems = []
    for key, wanted in case["expect"].items():
        if key == "totals":
            for pays, by in wanted.items():
                if pays == "unquantified":
                    if result["totals"][pays] != by:
                        problems.append(f"unquantified: {result['totals'][pays]}，应为 {by}")
                    continue
                for when, value in by.items():
                    if not same(result["totals"][pays][when], expected_interval(value)):
                        problems.append(f"totals.{pays}.{when}: {result['totals'][pays][when]}，应为 {value}")
            continue
        d = found[key]
        for name, value in wanted.items():
            if name in ("annual", "once"):
                ok = same(d[name], expected_interval(value))
                got = d[name]
            elif name == "missing_has":
                ok, got = set(value) <= set(d["missing"]), d["missing"]
            elif name == "missing":
                ok, got = set(value) == set(d["missing"]), d["missing"]
            elif name == "notes_have":
                ok, got = any(value in note for note in d["notes"]), d["notes"]
            elif name == "notes_lack":
                ok, got = not any(value in note for note in d["notes"]), d["notes"]
            elif name == "because":
                ok, got = any(r["fact"] == value for r in d["reasons"]), d["reasons"]
            else:
                wanted_value = None if value == "none" and name == "superseded_by" else value
                ok, got = d[name] == wanted_value, d[name]
            if not ok:
                problems.append(f"{key} {name}: {got}，应为 {value}")
    return problems


def test_there_are_enough_cases():
    assert len(CASES) >= 300
    assert sum(len(c["members"]) >= 5 for _, _, c in CASES) * 5 >= len(CASES)


def test_every_row_has_a_case_of_each_kind():
    """One that passes, one that fails, one with the deciding fact unknown; a further case for rows that have one."""
    seen: dict[str, set[str]] = {}
    for _, _, case in CASES:
        for key, wanted in case["expect"].items():
            if key == "totals" or "status" not in wanted:
                continue
            open_fact = wanted["status"] == "possible" and bool(wanted.get("missing") or wanted.get("missing_has"))
            seen.setdefault(key.split()[0], set()).add("unknown" if open_fact else wanted["status"])
    lacking = []
    for row in BARE.screened():
        kinds = {"ineligible", "unknown"} | ({"eligible"} if row.eligible_when else {"possible"})
        lacking += [f"{row.id}: {kind}" for kind in sorted(kinds - seen.get(row.id, set()))]
    assert not lacking, lacking
