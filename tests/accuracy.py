"""The accuracy report: `python -m tests.accuracy [households]` (make accuracy; make accuracy-long).

Engine and independent reading over random households, completions of half-known ones, refusals without the text,
cases, vignettes, and the share of payable rows that have a figure, by area. Writes content/accuracy.json, which the
app shows. Exit status 1 where anything differs without an explanation.
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from benefits.content import FOLDER, load
from benefits.numbers import exact
from benefits.screen import determine
from tests.households import complete, household
from tests.oracle import judge
from tests.test_cases import BARE, CASES, PARAMETERS, problems_of
from tests.test_properties import EXCEPTION, carries, inside, keyed
from tests.test_vignettes import EXPLAINED, STORIES

FLAT = {name: Fraction(exact(value)) for name, value in PARAMETERS.items()}
SHORT = 3000
AREA_DAY = date(2025, 6, 1)


def any_day(rng: random.Random) -> date:
    """A day of the term, or up to a month either side."""
    return date(2022, 4, 1) + timedelta(days=rng.randrange((date(2026, 1, 31) - date(2022, 4, 1)).days + 1))


def compare(seed: int) -> tuple[int, list[str]]:
    """One random household through both: how many determinations, and the differences."""
    rng = random.Random(seed)
    data, day = household(rng, BARE, known=rng.choice([0.3, 0.6, 0.9, 1.0]), most=rng.choice([1, 3, 6, 12])), any_day(rng)
    engine = {(d.benefit.id, d.member): d for d in determine(data, day, PARAMETERS, BARE).determinations}
    second = judge(data, day, FLAT)
    wrong = [f"{seed} {key}" for key in engine.keys() ^ second.keys()]
    for key, d in engine.items():
        status, low, high = second[key]
        said = d.annual if d.annual is not None else d.once
        if d.status != status:
            wrong.append(f"{seed} {key}: {d.status}，独立读本 {status}")
        elif status != "ineligible" and (said or (None, None)) != (low, high):
            wrong.append(f"{seed} {key}: {said}，独立读本 {(low, high)}")
    return len(engine), wrong


def learn(seed: int) -> tuple[int, list[str]]:
    """A half-known household and three completions: nothing flips, every interval holds the truth."""
    rng = random.Random(1_000_000 + seed)
    data, day = household(rng, BARE, known=rng.choice([0.1, 0.5, 0.8])), any_day(rng)
    before, tried, wrong = keyed(determine(data, day, PARAMETERS, BARE)), 0, []
    for _ in range(3):
        after = keyed(determine(complete(rng, data, BARE), day, PARAMETERS, BARE))
        for key, old in before.items():
            new, tried = after[key], tried + 1
            flipped = {old.status, new.status} == {"eligible", "ineligible"} or (
                old.status == "ineligible" != new.status) or (old.status == "eligible" != new.status and key[0] != EXCEPTION)
            outside = carries(key, old, new) and not (inside(new.annual, old.annual) and inside(new.once, old.once))
            if flipped or outside:
                wrong.append(f"{seed} {key}: {old.status} {old.annual} → {new.status} {new.annual}")
    return tried, wrong


def refusals(seed: int) -> tuple[int, list[str]]:
    """Every refusal rests on the document."""
    result = determine(household(random.Random(2_000_000 + seed), BARE, known=0.95), AREA_DAY, PARAMETERS, BARE)
    refused = result.of("ineligible")
    return len(refused), [f"{seed} {d.benefit.id}" for d in refused
                          if not d.reasons or any(r.origin not in ("document", "annex") or r.holds is not False for r in d.reasons)]


def figures_by_area(households: int = 40) -> dict[str, dict[str, int]]:
    """With the shipped figures: of the eligible payable determinations, how many have a figure or a bound."""
    book = load()
    found = {}
    for area in book.policy.groups["wenzhou"].areas:
        payable = known = 0
        for seed in range(households):
            data = household(random.Random(seed), book, known=0.95)
            data["household"]["residence"] = area
            for member in data["members"]:
                member["hukou"] = area
            for d in determine(data, AREA_DAY).of("eligible"):
                if d.benefit.basis != "in_kind":
                    payable += 1
                    known += d.quantified
        found[area] = {"payable": payable, "known": known}
    return found


def measure(households: int) -> dict:
    """The whole report as data."""
    start = time.perf_counter()
    determinations, differences = 0, []
    for seed in range(households):
        n, wrong = compare(seed)
        determinations, differences = determinations + n, differences + wrong
    completions, flips = 0, []
    for seed in range(max(100, households // 10)):
        n, wrong = learn(seed)
        completions, flips = completions + n, flips + wrong
    refused, groundless = 0, []
    for seed in range(max(100, households // 10)):
        n, wrong = refusals(seed)
        refused, groundless = refused + n, groundless + wrong
    bad_cases = [case["name"] for _, _, case in CASES if problems_of(case)]
    return {
        "households": households, "determinations": determinations, "differences": differences[:50], "difference_count": len(differences),
        "completions": completions, "flips": flips[:50], "flip_count": len(flips),
        "refusals": refused, "groundless": groundless[:50], "groundless_count": len(groundless),
        "cases": len(CASES), "large_cases": sum(len(c["members"]) >= 5 for _, _, c in CASES), "failed_cases": bad_cases,
        "vignettes": len(STORIES), "verdicts": sum(len(s["verdicts"]) for s in STORIES), "explained_verdicts": len(EXPLAINED),
        "areas": figures_by_area(), "seconds": round(time.perf_counter() - start),
    }


def main(arguments: list[str]) -> int:
    """Measures, writes the report, prints the counts."""
    report = measure(int(arguments[0]) if arguments else SHORT)
    path = Path(FOLDER) / "accuracy.json"
    if "--check" not in arguments:
        path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for key, value in report.items():
        if not isinstance(value, list | dict):
            print(f"{key}: {value}")
    for key in ("differences", "flips", "groundless", "failed_cases"):
        print("\n".join(f"  {key}: {line}" for line in report[key][:20]), end="\n" if report[key] else "")
    return 1 if any(report[k] for k in ("difference_count", "flip_count", "groundless_count", "failed_cases")) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
