"""Random but valid households, seeded: every fact of the vocabulary, any part of it unknown, edge values favoured."""

from __future__ import annotations

import random
from typing import Any

from benefits.content import Book
from benefits.household import INCOME_KINDS, OF_THE_HOUSEHOLD, WITH_MONTHS
from benefits.model import Fact

# values on and beside the limits of the document
EDGES = {"age": [0, 5, 6, 7, 8, 9, 15, 16, 17, 18, 34, 59, 60, 64, 65, 79, 80, 89, 90, 99, 100, 105],
         "months": [0, 1, 2, 3, 5, 6, 11, 12, 13, 23, 24, 25, 35, 36, 37, 119, 120, 121],
         "area": [0, 14.99, 15, 15.01, 30, 45, 45.01, 60, 99.99, 100, 100.01],
         "money": [0, 0.01, 500, 9999.99, 10000, 10000.01, 19999, 50000],
         "capital": [0, 199999, 199999.99, 200000, 200000.01]}
SKIP = {"id", "relation", "birth_date", "income", "monthly_income", "disability_category", "disability_grade"}


def value(rng: random.Random, fact: Fact) -> Any:
    """A random value of one fact, often on a limit."""
    if fact.type == "bool":
        return rng.random() < 0.5
    if fact.type == "choice":
        return rng.choice(fact.options).value
    if fact.type == "choices":
        return [] if rng.random() < 0.4 else rng.sample([o.value for o in fact.options], rng.randint(1, 2))
    if fact.id == "age":
        found = rng.choice(EDGES["age"])
    elif fact.id == "years_to_retirement":
        found = rng.choice([0, 4, 4.99, 5, 5.01, 20])
    elif fact.id == "residence_permit_years":
        found = rng.choice([0, 0.5, 1, 2, 2.99, 3, 5])
    elif "month" in fact.id:
        found = rng.choice(EDGES["months"])
    elif "area" in fact.id:
        found = rng.choice(EDGES["area"])
    elif fact.id == "enterprise_capital":
        found = rng.choice(EDGES["capital"])
    else:
        found = rng.choice(EDGES["money"])
    return max(found, fact.minimum) if fact.maximum is None else min(max(found, fact.minimum), fact.maximum)


def person(rng: random.Random, book: Book, label: str, relation: str, known: float) -> dict[str, Any]:
    """One member with about the share `known` of the facts said."""
    found: dict[str, Any] = {"id": label, "relation": relation}
    for fact in book.facts.values():
        if fact.of == "person" and not fact.derived and fact.id not in SKIP and rng.random() < known:
            found[fact.id] = value(rng, fact)
    if rng.random() < known:
        found["disability_category"] = value(rng, book.facts["disability_category"])
        if found["disability_category"] != "none" and rng.random() < known:
            found["disability_grade"] = rng.randint(1, 4)
    if {"inpatient_special_cost", "medical_cost_after_insurance"} <= found.keys():
        found["inpatient_special_cost"] = min(found["inpatient_special_cost"], found["medical_cost_after_insurance"])
    return found


def income(rng: random.Random, labels: list[str]) -> list[dict[str, Any]]:
    """A few entries of any kind, some without a figure or months."""
    found = []
    for _ in range(rng.randint(0, 3)):
        kind = rng.choice(INCOME_KINDS)
        entry: dict[str, Any] = {"kind": kind}
        if kind not in OF_THE_HOUSEHOLD or rng.random() < 0.5:
            entry["member"] = rng.choice(labels)
        if rng.random() < 0.85:
            entry[rng.choice(["monthly", "annual"])] = rng.choice([0, 500, 1499.99, 1500, 1500.01, 3000, 24000, 60000])
        if kind in WITH_MONTHS and rng.random() < 0.8:
            entry["months_in_job"] = rng.choice(EDGES["months"][:17])
        found.append(entry)
    return found


def household(rng: random.Random, book: Book, known: float = 0.6, most: int = 6) -> dict[str, Any]:
    """A household in the contract's input form."""
    size = rng.randint(1, most)
    relations = ["self"] + [rng.choice(["spouse", "child", "child", "parent", "grandparent", "grandchild", "sibling", "other"])
                            for _ in range(size - 1)]
    members = [person(rng, book, f"p{i + 1}", r, known) for i, r in enumerate(relations)]
    facts: dict[str, Any] = {}
    for fact in book.facts.values():
        if fact.of == "household" and not fact.derived and fact.id not in SKIP and rng.random() < known:
            facts[fact.id] = value(rng, fact)
    way = rng.random()
    if way < known * 0.5:
        facts["income"] = income(rng, [m["id"] for m in members])
    elif way < known:
        facts["monthly_income"] = rng.choice([0, 999.99, 1000, 1000 * size, 1500 * size, 1500 * size + 0.01, 5000 * size])
    return {"household": facts, "members": members}


def of_one_area(rng: random.Random, data: dict[str, Any], area: str) -> None:
    """Makes `area` the one whose local figures hold for everybody: who has the hukou elsewhere lives there."""
    data["household"]["residence"] = area
    for member in data["members"]:
        member["hukou"] = area if rng.random() < 0.8 else rng.choice(["zhejiang_other", "other_province"])


def unknown(data: dict[str, Any], book: Book) -> list[tuple[int | None, str]]:
    """The facts not yet said: (index of the member or None, name)."""
    found: list[tuple[int | None, str]] = []
    for fact in book.facts.values():
        if fact.derived or fact.id in SKIP - {"disability_category"}:
            continue
        if fact.of == "household":
            if fact.id not in data["household"]:
                found.append((None, fact.id))
        else:
            found += [(i, fact.id) for i, m in enumerate(data["members"]) if fact.id not in m]
    return found


def complete(rng: random.Random, data: dict[str, Any], book: Book, how_many: int | None = None) -> dict[str, Any]:
    """A copy in which `how_many` (None = all) unknown facts have been learned."""
    found = {"household": dict(data["household"]), "members": [dict(m) for m in data["members"]]}
    gaps = unknown(data, book)
    rng.shuffle(gaps)
    for i, name in gaps if how_many is None else gaps[:how_many]:
        target = found["household"] if i is None else found["members"][i]
        target[name] = value(rng, book.facts[name])
    for m in found["members"]:
        cost, part = m.get("medical_cost_after_insurance"), m.get("inpatient_special_cost")
        if cost is not None and part is not None and part > cost:
            known = data["members"][found["members"].index(m)]
            if "medical_cost_after_insurance" in known:
                m["inpatient_special_cost"] = cost
            else:
                m["medical_cost_after_insurance"] = part
    if how_many is None:
        for m in found["members"]:
            if m.get("disability_category") not in (None, "none") and "disability_grade" not in m:
                m["disability_grade"] = rng.randint(1, 4)
        if "income" not in found["household"] and "monthly_income" not in found["household"]:
            found["household"]["monthly_income"] = rng.choice([0, 1000, 3000, 6000, 30000])
    return found
