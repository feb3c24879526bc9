"""The long form: a million households through the engine and the second reading, and every row over its whole space.

On all cores. Ranges of seeds and rows are measured one by one and kept under build/accuracy/ as they finish, each written
whole or not at all; a run that was stopped goes on where it was. What was measured under other rules or other code is never
mixed in: the folder is named after both.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from benefits.content import load
from benefits.report import fingerprint
from tests.comparison import measure, merged
from tests.walk import ROWS, walk

ROOT = Path(__file__).resolve().parent.parent
RANGE = 1000
# what is measured besides the rules of content/
CODE = ("benefits/rules", "benefits/screen", "benefits/income.py", "benefits/numbers.py", "benefits/figures.py",
        "benefits/household.py", "tests/oracle", "tests/comparison.py", "tests/walk.py", "tests/households.py", "tests/cases/parameters.yaml")


def code() -> str:
    """sha256 of the code that judges and compares."""
    found = hashlib.sha256()
    for name in CODE:
        for path in sorted((ROOT / name).glob("*.py")) or [ROOT / name]:
            found.update(path.read_bytes())
    return found.hexdigest()


def folder() -> Path:
    """Where the ranges of today's rules and code are kept."""
    return ROOT / "build" / "accuracy" / f"{fingerprint(load())[:12]}-{code()[:12]}"


def keep(path: Path, found: dict[str, Any]) -> None:
    """Writes a file whole or not at all."""
    draft = path.with_suffix(f".{os.getpid()}.draft")
    draft.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(draft, path)


def one_range(path: Path, first: int, last: int) -> tuple[int, int]:
    """Measures one range of seeds and keeps it: households, findings."""
    found = measure(first, last)
    keep(path, found)
    return last - first, sum(len(found[kind]) for kind in ("differences", "flips", "groundless"))


def one_row(path: Path, row: str) -> tuple[int, int]:
    """Walks one row and keeps it: no households, findings."""
    found = walk(ROWS[row].benefit)
    keep(path, found)
    return 0, found["difference_count"]


def run(households: int, jobs: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """All ranges and rows that are not there yet; then the sum of all ranges, and the rows. Prints the rate and the time left.

    Ctrl-C keeps what is done."""
    here = folder()
    here.mkdir(parents=True, exist_ok=True)
    ranges = [(first, min(first + RANGE, households)) for first in range(0, households, RANGE)]
    tasks: dict[Path, tuple] = {here / f"walk-{row}.json": (one_row, row) for row in ROWS}
    tasks |= {here / f"{first:07}-{last:07}.json": (one_range, first, last) for first, last in ranges}
    left = {path: task for path, task in tasks.items() if not path.exists()}
    total = sum(task[2] - task[1] for task in left.values() if task[0] is one_range)
    done, findings, start, told = 0, 0, time.perf_counter(), 0.0
    print(f"{households} 户，已经比完 {households - total} 户；{len(ROWS)} 项逐格比，还有 "
          f"{sum(task[0] is one_row for task in left.values())} 项；{jobs} 个进程，放在 {here.relative_to(ROOT)}", flush=True)
    with ProcessPoolExecutor(jobs) as pool:
        try:
            waiting = [pool.submit(task[0], path, *task[1:]) for path, task in left.items()]
            for n, job in enumerate(as_completed(waiting), 1):
                more, wrong = job.result()
                done, findings, spent = done + more, findings + wrong, time.perf_counter() - start
                if wrong or spent - told > 10 or n == len(waiting):
                    told = spent
                    print(f"{n}/{len(waiting)} 份，{households - total + done}/{households} 户，不同 {findings} 处，"
                          f"每秒 {done / spent:.0f} 户，大约还要 {(len(waiting) - n) * spent / n / 60:.0f} 分钟", flush=True)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            print("停下了。比完的留着，再跑一次会接着比。", flush=True)
            raise
    return measured([path for path, task in tasks.items() if task[0] is one_range], [path for path, task in tasks.items() if task[0] is one_row])


def adopted(where: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What another copy has measured so far in its folder under build/accuracy/; ValueError where that was of other rules."""
    if where.name.split("-")[0] != fingerprint(load())[:12]:
        raise ValueError(f"{where.name}：量的不是现在的规则（{fingerprint(load())[:12]}）")
    return measured(sorted(where.glob("[0-9]*.json")), sorted(where.glob("walk-*.json")))


def measured(ranges: list[Path], rows: list[Path]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The sum of the ranges, and the rows in the order of the catalogue."""
    ranges_found, rows_found = ([json.loads(path.read_text(encoding="utf-8")) for path in paths] for paths in (ranges, rows))
    order = list(ROWS)
    return merged(ranges_found), sorted(rows_found, key=lambda one: order.index(one["row"]))
