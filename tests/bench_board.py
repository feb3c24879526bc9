"""Speed of the board: `make bench-board`. What a change costs on an invented register of a million persons, from the number
typed to the tables told, beside computing everything anew; and from `make demo` to the first picture in a browser.
Writes build/bench-board.json. `--persons N` for another size, `--no-browser` without the demo.

Others may load the machine: read the ratios first.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from benefits.adjust import changed, numbers
from benefits.bulk import Register
from benefits.bulk.picture import Board
from benefits.bulk.synth import chunks
from benefits.content import load
from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent
BOOK, DAY = load(), date(2025, 6, 1)
TARGETS = {"what_if_seconds": 2, "first_picture_seconds": 5}
PERSONS, TIMES = 1_000_000, 5


def what_if(board: Board, row: str | None, where: str, number: Any, given: dict[str, Any]) -> dict[str, int]:
    """As the page does it: the number put into the rules and checked, the register counted, every table added up."""
    edits = [(next(p for p in numbers(BOOK, BOOK.benefits[row]) if p.key.endswith(where)), number)] if row else []
    moved = board.what_if(changed(BOOK, edits), given)
    for dim in moved.before.dims:
        moved.by(dim.key)
    for picture in (moved.before, moved.after):
        picture.total()
        picture.by_benefit()
    return {"rows": len(moved.places), **moved.total()}


CHANGES = {"一笔津贴的钱数": ("old-age-allowance", "amount.case.3.pays", 80, {}),
           "一个年龄（几项都用到）": ("old-age-allowance", "definition.advanced_age.when.at_least", 75, {}),
           "医保缴费标准": (None, "", None, {"medical_premium": 700}), "低保标准": (None, "", None, {"dibao_standard": 1300}),
           "低边倍数（最多项用到）": (None, "", None, {"dibian_multiple": 2})}


def timed(run: Callable[[], Any], times: int = TIMES) -> tuple[dict[str, float], Any]:
    found, value = [], None
    for _ in range(times):
        start = time.perf_counter()
        value = run()
        found.append(time.perf_counter() - start)
    return {"median": round(statistics.median(found), 3), "best": round(min(found), 3)}, value


def on_a_register(persons: int) -> dict[str, Any]:
    parts = list(chunks(BOOK, persons, 1, 0.03))
    tables = {what: pl.concat([part[what] for part in parts]) for what in parts[0]}
    del parts
    reading, register = timed(lambda: Register(tables["persons"], tables["households"], tables["income"], as_of=DAY, book=BOOK), 1)
    whole, board = timed(lambda: Board(register), 3)
    found: dict[str, Any] = {"persons": board.now.persons, "read": reading, "whole": whole, "changes": {}}
    for name, change in CHANGES.items():
        seconds, told = timed(lambda change=change: what_if(board, *change))
        found["changes"][name] = {**seconds, **told, "to_whole": round(seconds["median"] / whole["median"], 2)}
    return {**found, "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def cpu(group: int) -> float:
    """CPU seconds so far of the processes of a group: what the wall time would be on cores of one's own."""
    found = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            found += sum(map(int, fields[11:15]))
    return found / os.sysconf("SC_CLK_TCK")


def demo() -> dict[str, float]:
    """Seconds from `make demo` to the server's answer and to the first bars of the board, in a browser that holds nothing yet."""
    from playwright.sync_api import sync_playwright

    from tests.conftest import find_chromium

    port = free_port()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if request.url.startswith("http") else None)
        start = time.perf_counter()
        process = subprocess.Popen(["make", "-s", "demo", f"PORT={port}", "HOST=127.0.0.1"], cwd=ROOT, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True, start_new_session=True)
        try:
            process.stdout.readline()  # "… 开好了"
            served = time.perf_counter() - start
            page.goto(f"http://127.0.0.1:{port}/board")
            page.wait_for_selector("[data-testid=stPlotlyChart] .bars .point", timeout=60_000)
            seconds = {"served": round(served, 2), "first_picture": round(time.perf_counter() - start, 2),
                       "server_cpu": round(cpu(process.pid), 2)}
            again = time.perf_counter()
            page.reload()
            page.wait_for_selector("[data-testid=stPlotlyChart] .bars .point", timeout=60_000)
            seconds["opened_again"] = round(time.perf_counter() - again, 2)
            if hosts != {f"127.0.0.1:{port}"}:
                raise RuntimeError(f"the demo asked {hosts}")
        finally:
            os.killpg(process.pid, 15)
            process.wait(timeout=20)
        browser.close()
    return seconds


def main(persons: int, browser: bool) -> None:
    report: dict[str, Any] = {"machine": f"{platform.machine()}，{os.cpu_count()} 核", "load_before": os.getloadavg()[0]}
    if browser:
        report["demo"] = demo()
        print(f"make demo：{report['demo']['served']} 秒能打开，{report['demo']['first_picture']} 秒看到第一张图（目标 "
              f"{TARGETS['first_picture_seconds']}，服务器用了 CPU {report['demo']['server_cpu']} 秒）；再打开 {report['demo']['opened_again']} 秒", flush=True)
    report["what_if"] = w = on_a_register(persons)
    report |= {"load_after": os.getloadavg()[0], "targets": TARGETS}
    path = ROOT / "build" / "bench-board.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{report['machine']}，负载 {report['load_before']:.1f} 到 {report['load_after']:.1f}；编出来的登记册 {w['persons']:,} 人")
    print(f"读进来 {w['read']['median']:.1f} 秒；全部项目算一遍 {w['whole']['median']:.2f} 秒；内存最多 {w['mib']} MiB")
    for name, c in w["changes"].items():
        print(f"改{name}：中位 {c['median']:.2f} 秒，最快 {c['best']:.2f} 秒（目标 {TARGETS['what_if_seconds']}），是全部重算的 {c['to_whole']:.2f}；"
              f"重算 {c['rows']} 项，多了的 {c['gains']:,} 人，少了的 {c['loses']:,} 人")


if __name__ == "__main__":
    size = int(sys.argv[sys.argv.index("--persons") + 1]) if "--persons" in sys.argv else PERSONS
    main(size, "--no-browser" not in sys.argv)
