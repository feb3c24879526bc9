"""Speed of one household: `python -m tests.bench` (make bench). Prints the machine, the rows, medians."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benefits.content import load
from benefits.household import read
from benefits.income_curve import income_curve
from benefits.keys import openings
from benefits.plan import plan
from benefits.screen import as_json, determine, read_day, rules_of
from benefits.timeline import ahead
from benefits.whatif import what_if

ROOT = Path(__file__).resolve().parent.parent
SIX = {
    "household": {"residence": "lucheng", "rural": False, "home_in_city": False, "in_public_rental": False,
                  "income": [{"member": "p2", "kind": "first_job", "monthly": 3000, "months_in_job": 14},
                             {"member": "p1", "kind": "public_job_subsidy", "monthly": 700}]},
    "members": [
        {"id": "p1", "relation": "self", "age": 46, "hukou": "lucheng", "assistance": "dibao", "public_welfare_job": True},
        {"id": "p2", "relation": "spouse", "age": 44, "hukou": "lucheng", "assistance": "dibao", "disability_certificate": True,
         "disability_category": "limb", "disability_grade": 2},
        {"id": "p3", "relation": "child", "age": 19, "hukou": "lucheng", "assistance": "dibao", "school_level": "bachelor_plus"},
        {"id": "p4", "relation": "child", "birth_date": "2019-03-01", "hukou": "lucheng", "assistance": "dibao", "autism": True},
        {"id": "p5", "relation": "parent", "age": 82, "hukou": "lucheng", "assistance": "dibao"},
        {"id": "p6", "relation": "parent", "age": 79, "hukou": "ouhai"},
    ]}


def median_ms(run, times: int = 300) -> tuple[float, float]:
    """Median and fastest of `times` runs, in milliseconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        found.append((time.perf_counter() - start) * 1000)
    return statistics.median(found), min(found)


def main() -> None:
    book, day = load(), read_day("2025-06-01")
    rules_of(book)
    print(f"{platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}；"
          f"{len(book.screened())} 项待遇，{len(SIX['members'])} 口人，{len(determine(SIX, day).determinations)} 个判断，全部理由")
    household = read(SIX, book, day)
    for label, run in (("判断（读入好的一户）", lambda: determine(household, day)), ("读入并判断", lambda: determine(SIX, day)),
                       ("读入、判断、写成 JSON 的内容", lambda: as_json(determine(SIX, day)))):
        middle, best = median_ms(run)
        print(f"{label}：中位 {middle:.2f} 毫秒，最快 {best:.2f} 毫秒")
    nine = json.loads((ROOT / "examples" / "nine-three-generations.json").read_text(encoding="utf-8"))
    screened = determine(nine, day)
    for label, run in (("先办哪一件（几把钥匙）", lambda: openings(screened)), ("往后三年的日子", lambda: ahead(screened)),
                       ("整份办事计划", lambda: plan(screened)), ("收入曲线", lambda: income_curve(screened)),
                       ("改一样答案，前后各判断一次", lambda: what_if(nine, day, {"everyone.assistance": "none"}))):
        middle, best = median_ms(run, 15)
        print(f"{label}：中位 {middle:.0f} 毫秒，最快 {best:.0f} 毫秒")
    print(f"　（三代九口人）钥匙 {len(openings(screened))} 把，日子 {len(ahead(screened))} 个，曲线 {len(income_curve(screened).points)} 步")
    text = json.dumps(SIX)
    cold = []
    for _ in range(7):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "benefits", "screen", "-", "--as-of", "2025-06-01", "--format", "json"],
                       input=text, text=True, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
        cold.append(time.perf_counter() - start)
    print(f"命令行冷启动：中位 {statistics.median(cold):.2f} 秒，最快 {min(cold):.2f} 秒")


if __name__ == "__main__":
    main()
