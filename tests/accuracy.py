"""The accuracy report: `python -m tests.accuracy` (make accuracy), with `long` make accuracy-long.

Engine and second reading over random households, every row's space and every day of the term; completions of half-known
households; refusals without the text; cases, vignettes; the share of payable rows that have a figure, by area. Writes
content/accuracy.json, which the app shows. Exit status 1 where anything differs without an explanation.

The short form leaves standing what the long one found: its fingerprint says which rules that was.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from benefits.content import FOLDER, load
from benefits.report import changed_since, fingerprints, report
from benefits.screen import outcomes
from tests import test_cases, test_vignettes
from tests.comparison import AREAS, groundless, measure, merged
from tests.days import STEPS, every_day, every_step
from tests.households import household
from tests.long_form import adopted, keep, run
from tests.test_cases import BARE, CASES
from tests.test_vignettes import EXPLAINED, STORIES
from tests.walk import ROWS, walk

PATH = Path(FOLDER) / "accuracy.json"
ADJUDICATIONS = Path(__file__).parent / "oracle" / "ADJUDICATIONS.md"
AREA_DAY = date(2025, 6, 1)
SHORT_COMPLETE, SHORT_SAMPLE = 3_000, 1_000  # of the walk, in the short form


def figures_by_area(households: int = 40) -> dict[str, dict[str, int]]:
    """With the shipped figures: of the eligible payable answers, how many have a figure, a bound, neither."""
    found = {}
    for area in AREAS:
        counts: Counter = Counter()
        for seed in range(households):
            data = household(random.Random(seed), BARE, known=0.95)
            data["household"]["residence"] = area
            for member in data["members"]:
                member["hukou"] = area
            for d in outcomes(data, AREA_DAY).outcomes:
                if d.status == "eligible" and d.benefit.basis != "in_kind":
                    pay = d.annual or d.once
                    counts["none" if pay is None else "exact" if pay[0] == pay[1] else "bound"] += 1
        found[area] = {"payable": counts.total(), **{key: counts[key] for key in ("exact", "bound", "none")}}
    return found


def decisions() -> dict[str, Any]:
    """How the differences found on the way were decided, from the table that is kept of them: counts and the table itself."""
    lines = [line for line in ADJUDICATIONS.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not line.startswith(("|---", "| 待遇 "))]
    changed = [row.pop() for row in table]
    for row in table:
        for word, told in (("引擎：", "照软件，"), ("读本：", "照独立读本，"), ("引擎", "软件"), ("目录", "规则表")):
            row[-1] = row[-1].replace(word, told)
    return {"all": len(changed), "reading": changed.count("读本"), "rules": sum("读本" not in c for c in changed),
            "both": sum("读本" in c and c != "读本" for c in changed), "table": table}


def named() -> dict[str, Any]:
    """Cases and vignettes against the engine, and their refusals against the document."""
    counts: Counter = Counter()
    bad = [f"{file} {case['name']}" for file, _, case in CASES if test_cases.problems_of(case)]
    bad += [s["name"] for s in STORIES if any((s["name"], *key) not in EXPLAINED for key in test_vignettes.differences(s))]
    answers = [*(test_cases.answered(case) for _, _, case in CASES), *map(test_vignettes.answered, STORIES)]
    without = [wrong for result in answers for wrong in groundless(result.determinations, counts)]
    return {"cases": len(CASES), "large_cases": sum(len(c["members"]) >= 5 for _, _, c in CASES),
            "vignettes": len(STORIES), "verdicts": sum(len(s["verdicts"]) for s in STORIES), "explained_verdicts": len(EXPLAINED),
            "refusals": counts["refusals"], "failed_count": len(bad), "failed": bad[:50],
            "groundless_count": len(without), "groundless": without[:50]}


def walked(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The rows' spaces in all, and row by row."""
    return {"rows": len(rows), "complete": sum(r["complete"] for r in rows), "walked": sum(r["walked"] for r in rows),
            "difference_count": sum(r["difference_count"] for r in rows), "differences": [d for r in rows for d in r["differences"]][:50],
            "by_row": {r["row"]: {key: r[key] for key in ("space", "complete", "walked")} for r in rows}}


def short(households: int, jobs: int) -> dict[str, Any]:
    """What the short form measures, on several cores."""
    with ProcessPoolExecutor(jobs) as pool:
        days = pool.submit(every_day)
        ranges = pool.map(measure, range(0, households, 500), range(500, households + 500, 500))
        rows = pool.map(short_walk, ROWS)
        return {**merged(ranges), "named": pool.submit(named).result(), "walk": walked(list(rows)),
                "days": with_steps(days.result(), every_step())}


def short_walk(row: str) -> dict[str, Any]:
    return walk(ROWS[row].benefit, SHORT_COMPLETE, SHORT_SAMPLE)


def with_steps(days: dict[str, Any], steps: list[str]) -> dict[str, Any]:
    """The days, with what is wrong with the steps of the figures."""
    return {**days, "steps": sum(map(len, STEPS.values())), "difference_count": days["difference_count"] + len(steps),
            "differences": [*days["differences"], *steps][:50]}


def findings(part: dict[str, Any]) -> list[str]:
    """Every finding in a report, its parts with it."""
    found = []
    for key, value in part.items():
        if isinstance(value, dict):
            found += findings(value)
        elif key in ("differences", "flips", "groundless", "failed"):
            found += [f"{key}: {line}" for line in value]
    return found


def said(name: str, part: dict[str, Any]) -> str:
    """The counts of one form on a line or two."""
    lines = [f"{name}：{part['households']} 户，{part['determinations']} 个结论，不同 {part['difference_count']} 处；"
             f"补齐 {part['completions']} 次，翻转 {part['flip_count']} 次；不符合 {part['refusals']} 次，没有原文的 {part['groundless_count']} 次"]
    if "walk" in part:
        w = part["walk"]
        lines.append(f"  逐格：{w['rows']} 项里 {w['complete']} 项走完，共 {w['walked']} 格，不同 {w['difference_count']} 处")
    if "days" in part:
        n, d = part["named"], part["days"]
        lines.append(f"  每一天：{d['days']} 天，{d['households']} 户，{d['determinations']} 个结论，不同 {d['difference_count']} 处")
        lines.append(f"  用例 {n['cases']} 户，小故事 {n['vignettes']} 个，不对的 {n['failed_count']} 个；"
                     f"其中不符合 {n['refusals']} 次，没有原文的 {n['groundless_count']} 次")
    return "\n".join(lines)


def main(words: list[str]) -> int:
    """Measures, writes the report, prints the counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("form", choices=("short", "long"), nargs="?", default="short")
    parser.add_argument("--households", type=int, help="a multiple of 500")
    parser.add_argument("--adopt", type=Path, help="long: take what another copy has measured in this folder of its build/accuracy/")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--check", action="store_true", help="measure without writing the report")
    asked = parser.parse_args(words)
    found, start = report() or {}, time.perf_counter()
    if asked.form == "long":
        total, rows = adopted(asked.adopt) if asked.adopt else run(1_000_000 if asked.households is None else asked.households, asked.jobs)
        when = {"measured_on": date.today().isoformat(), "rules": fingerprints(load())}
        if total["households"]:
            found["long"] = {**total, **when}
        if len(rows) == len(ROWS):
            found["walk"] = {**walked(rows), **when}
        print(said("长的一次", {**total, "walk": walked(rows)}))
        wrong = [*findings(total), *(d for row in rows for d in row["differences"])]
    else:
        found["short"] = {**short(asked.households or 10_000, asked.jobs), "seconds": round(time.perf_counter() - start)}
        found["areas"], found["decisions"] = figures_by_area(), decisions()
        print(said("短的一次", found["short"]))
        wrong = findings(found["short"])
    for key, what in (("long", "长的一次"), ("walk", "逐格的一次")):
        if key in found:
            changed = changed_since(load(), found[key]["rules"])
            print(f"{what}是 {found[key]['measured_on']} 比的，"
                  + (f"那以后改过规则，这些还没有重比：{'、'.join(changed)}" if changed else "比的就是现在的规则"))
    if not asked.check:
        keep(PATH, found)
    print("\n".join(wrong[:50]), end="\n" if wrong else "")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
