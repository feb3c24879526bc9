"""One household through the engine and the second reading, and what else must hold for any household.

Everything is drawn from a seed, so that a difference can be looked at again: `python -m tests.comparison SEED`.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from benefits.content import FOLDER, Book, load
from benefits.numbers import exact
from benefits.screen import determine, outcomes
from benefits.yaml_reader import read
from tests.households import complete, household, of_one_area
from tests.oracle import judge
from tests.test_cases import BARE, PARAMETERS
from tests.test_properties import EXCEPTION, carries, inside

FLAT = {name: Fraction(exact(value)) for name, value in PARAMETERS.items()}
FIRST, LAST = date(2022, 4, 1), date(2026, 1, 31)  # the term and a month either side
AREAS = load().policy.groups["wenzhou"].areas
ANSWERS = ("eligible", "possible", "ineligible")


def any_day(rng: random.Random) -> date:
    """A day of the term, or up to a month either side."""
    return FIRST + timedelta(days=rng.randrange((LAST - FIRST).days + 1))


@lru_cache(maxsize=1)
def _steps() -> dict[str, list[tuple[str, str, Any]]]:
    """Each figure's steps as they are written: area, first day, value (None where only bounds are known)."""
    return {p["id"]: [(s["area"], str(s["from"]), s.get("value")) for s in p["values"]] for p in read(FOLDER / "parameters.yaml")}


@lru_cache(maxsize=65536)
def local_figures(area: str, day: date) -> Mapping[str, Any]:
    """The shipped figures of one area on one day, looked up anew for the second reading: the nearest place that has one,
    there the last step that has begun. Not to be changed by whoever gets it."""
    districts = area in ("lucheng", "longwan", "ouhai", "dongtou", "functional_zone")
    found = {}
    for name, steps in _steps().items():
        for place in (area, "city_districts" if districts else "counties", "wenzhou", "zhejiang"):
            begun = sorted((first, value) for where, first, value in steps if where == place and first <= day.isoformat())
            if begun:
                found[name] = begun[-1][1]
                break
    return found


def drawn(seed: int) -> tuple[dict, date, Mapping | None, Book, Mapping]:
    """Household, day, parameters and Book for the engine, parameters for the second reading. A third lives in one area and
    is judged with the figures that ship; a third with round figures; a third with round figures some of which are not known."""
    rng = random.Random(seed)
    data, day = household(rng, BARE, known=rng.choice([0.3, 0.6, 0.9, 1.0]), most=rng.choice([1, 3, 6, 12])), any_day(rng)
    if seed % 3 == 1:
        return data, day, PARAMETERS, BARE, FLAT
    if seed % 3 == 2:
        # how far the multiple goes where nothing is known of it is read in two ways, see ADJUDICATIONS.md
        known = [name for name in FLAT if name == "dibian_multiple" or rng.random() < 0.67]
        return data, day, {name: PARAMETERS[name] for name in known}, BARE, {name: FLAT[name] for name in known}
    area = rng.choice(AREAS)
    of_one_area(rng, data, area)
    return data, day, None, load(), local_figures(area, day)


def differences(data: Any, day: date, given: Mapping | None, book: Book, figures: Mapping, counts: Counter) -> Iterator[str]:
    """What the engine and the second reading say differently of one household; the answers are counted by status."""
    second = judge(data, day, figures)
    for d in outcomes(data, day, given, book).outcomes:
        counts[d.status] += 1
        said = second.pop((d.benefit.id, d.member), None)
        if said is None:
            yield f"{d.benefit.id} {d.member}：独立读本没有"
            continue
        status, low, high = said
        paid = d.annual if d.annual is not None else d.once
        if d.status != status:
            yield f"{d.benefit.id} {d.member}：{d.status}，独立读本 {status}"
        elif status != "ineligible" and (paid or (None, None)) != (low, high):
            yield f"{d.benefit.id} {d.member}：{paid}，独立读本 {(low, high)}"
    yield from (f"{row} {member}：规则里没有" for row, member in second)


def keyed(result) -> dict:
    return {(d.benefit.id, d.member): d for d in result.outcomes}


def learn(seed: int, counts: Counter) -> Iterator[str]:
    """A half-known household and three completions: nothing flips, every interval holds the truth."""
    rng = random.Random(10_000_000 + seed)
    data, day = household(rng, BARE, known=rng.choice([0.1, 0.5, 0.8])), any_day(rng)
    before = keyed(outcomes(data, day, PARAMETERS, BARE))
    for _ in range(3):
        for key, new in keyed(outcomes(complete(rng, data, BARE), day, PARAMETERS, BARE)).items():
            old = before[key]
            counts["completions"] += 1
            flipped = (old.status == "ineligible" != new.status) or (
                old.status == "eligible" != new.status and (key[0] != EXCEPTION or new.status == "ineligible"))
            outside = carries(key, old, new) and not (inside(new.annual, old.annual) and inside(new.once, old.once))
            if flipped or outside:
                yield f"{seed} {key}: {old.status} {old.annual} → {new.status} {new.annual}"


def groundless(determinations: Iterable, counts: Counter) -> Iterator[str]:
    """Refusals that do not rest on the document alone: none is wanted."""
    for d in determinations:
        if d.status == "ineligible":
            counts["refusals"] += 1
            if not d.reasons or any(r.origin not in ("document", "annex") or r.holds is not False for r in d.reasons):
                yield f"{d.benefit.id} {d.member}"


def refusals(seed: int, counts: Counter) -> Iterator[str]:
    """The refusals of one well-known household that rest on anything but the document."""
    rng = random.Random(20_000_000 + seed)
    for wrong in groundless(determine(household(rng, BARE, known=0.95), any_day(rng), PARAMETERS, BARE).determinations, counts):
        yield f"{seed} {wrong}"


def measure(first: int, last: int) -> dict[str, Any]:
    """The seeds from `first` up to, without, `last`: counts and every finding. A tenth is completed, a fiftieth looked at
    for refusals."""
    start = time.perf_counter()
    counts: Counter = Counter()
    found: dict[str, list[str]] = {"differences": [], "flips": [], "groundless": []}
    for seed in range(first, last):
        data, day, given, book, figures = drawn(seed)
        counts["households"] += 1
        counts[f"size {len(data['members'])}"] += 1
        counts["term" if book.policy.starts <= day <= book.policy.ends else "outside the term"] += 1
        counts["shipped" if given is None else "all" if len(given) == len(FLAT) else "some"] += 1
        for area in {m.get("hukou") for m in data["members"]} - {None}:
            counts[f"area {area}"] += 1
        found["differences"] += [f"{seed} {wrong}" for wrong in differences(data, day, given, book, figures, counts)]
        if seed % 10 == 0:
            found["flips"] += learn(seed, counts)
        if seed % 50 == 0:
            found["groundless"] += refusals(seed, counts)
    return {"counts": counts, **found, "seconds": time.perf_counter() - start}


def merged(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The sum of several measures, as it stands in the report: counts, numbers of findings, the first fifty of each."""
    counts: Counter = Counter()
    found: dict[str, list[str]] = {"differences": [], "flips": [], "groundless": []}
    seconds = 0.0
    for part in parts:
        counts.update(part["counts"])
        seconds += part["seconds"]
        for kind, lines in found.items():
            lines += part[kind]

    def under(prefix: str) -> dict[str, int]:
        return {key.removeprefix(prefix): n for key, n in sorted(counts.items()) if key.startswith(prefix)}

    return {
        "households": counts["households"], "determinations": sum(counts[a] for a in ANSWERS), **{a: counts[a] for a in ANSWERS},
        "sizes": dict(sorted(under("size ").items(), key=lambda one: int(one[0]))), "areas": under("area "),
        "in_term": counts["term"], "outside_term": counts["outside the term"], "with_shipped_figures": counts["shipped"],
        "with_figures_missing": counts["some"],
        "completions": counts["completions"], "refusals": counts["refusals"],
        "difference_count": len(found["differences"]), "flip_count": len(found["flips"]), "groundless_count": len(found["groundless"]),
        **{kind: lines[:50] for kind, lines in found.items()}, "seconds": round(seconds),
    }


if __name__ == "__main__":
    for seed in map(int, sys.argv[1:]):
        data, day, given, book, figures = drawn(seed)
        print(f"{seed} {day} {'随带的标准' if given is None else '整数标准'}\n{data}")
        print("\n".join(differences(data, day, given, book, figures, Counter())) or "没有不同")
