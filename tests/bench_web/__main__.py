"""`python -m tests.bench_web [--quick] [--visits N] [--residents N]`: measures, prints a small table, writes build/bench_web.json
(or bench_web_quick.json).

Seconds depend on the machine and on what else runs there: the load average stands beside them, and the visits of our app and of
Streamlit's own three elements alternate in one run, so that their ratio says more than either. Chromium slows the files down, but
not the websocket: each step over the network takes one round trip (0.15 seconds) more than is measured here, on both sides.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
from datetime import date

from playwright.sync_api import sync_playwright

from tests.conftest import find_chromium
from tests.servers import ROOT, free_port, serving, streamlit, uvicorn

from . import cold, load, proxy

BUILD = ROOT / "build"
TARGETS = {"bytes": 1_200_000, "first_paint": 1.5, "first_question": 6.0, "ratio": 0.45, "next_question": 1.0, "p95_ms": 300,
           "memory_per_session_mb": 0.2}


def visits(times: int, throttled: bool) -> dict:
    """Medians of cold visits, ours and hello in turn."""
    ours, hello = free_port(), free_port()
    chromium = find_chromium()
    found: dict[str, list[dict]] = {"ours": [], "hello": []}
    with serving(uvicorn(ours), ours) as (here, _), \
            serving(streamlit("hello.py", hello), hello, cwd=ROOT / "tests" / "bench_web") as (there, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(times):
            found["ours"].append(cold.visit(browser, here, throttled))
            found["hello"].append(cold.visit(browser, there, throttled))
        browser.close()
    medians = {who: {key: round(statistics.median(v[key] for v in all_), 3) for key in all_[0]} for who, all_ in found.items()}
    ratios = [o["first_question"] / h["first_question"] for o, h in zip(found["ours"], found["hello"], strict=True)]
    return {**medians, "ratio": round(statistics.median(ratios), 3), "visits": found}


def one(residents: int, arriving: float, seconds: float, think: float = load.THINK) -> dict:
    port = free_port()
    with serving(uvicorn(port), port) as (address, process):
        return load.press(address, [process], residents, arriving, seconds, think).figures()


def two(residents: int, arriving: float, seconds: float) -> dict:
    with proxy.two_processes() as (address, processes):
        return load.press(address, processes, residents, arriving, seconds).figures()


def tell(result: dict) -> None:
    """The table, in plain words."""
    ours, hello = result["cold"]["ours"], result["cold"]["hello"]
    how = "1.6 Mbit/s，150 毫秒，处理器慢 4 倍" if result["throttled"] else "不减速"
    print(f"第一次打开，手机（{how}）：中位数，幸福清单 / Streamlit 三个元素 / 目标")
    for label, key, unit, scale in (("到第一题的字节", "bytes", "KB", 1000), ("第一眼有字", "first_paint", "秒", 1),
                                    ("第一个能按的", "first_press", "秒", 1), ("第一题", "first_question", "秒", 1),
                                    ("答完到下一题", "next_question", "秒", 1)):
        goal = f"≤ {TARGETS[key] / scale:g}" if key in TARGETS else "—"
        print(f"  {label}：{ours[key] / scale:.2f} / {hello[key] / scale:.2f} / {goal} {unit}")
    print(f"  第一题和三个元素之比：{result['cold']['ratio']:.2f}（目标 ≤ {TARGETS['ratio']}）")
    for label, key in (("一个进程", "one_process"), ("两个进程，前面 nginx", "two_processes")):
        if key not in result:
            continue
        found = result[key]
        if found is None:
            print(f"{label}：没有 nginx，没量。")
            continue
        print(f"{label}，{found['residents']} 人，每题想 {found['think']:g} 秒：每秒 {found['per_second']} 次，"
              f"p50 {found['p50_ms']:.0f} 毫秒，p95 {found['p95_ms']:.0f} 毫秒（目标 ≤ {TARGETS['p95_ms']}），出错 {found['errors']} 次，"
              f"每按一次用处理器 {found['cpu_ms_per_interaction']:.1f} 毫秒，每人内存 {found['memory_per_session_mb']:.2f} MB（目标 ≤ {TARGETS['memory_per_session_mb']}）")
    print(f"机器：{result['cores']} 核，量的时候平均负载 {result['load_before']:.1f} 到 {result['load_after']:.1f}。")


def main(arguments: list[str] | None = None) -> dict:
    read = argparse.ArgumentParser(prog="python -m tests.bench_web", description=__doc__.splitlines()[0])
    read.add_argument("--quick", action="store_true", help="one visit at full speed and a few residents: tries the script itself")
    read.add_argument("--visits", type=int, default=5)
    read.add_argument("--residents", type=int, default=200)
    asked = read.parse_args(arguments)
    crowd = {"residents": 5, "arriving": 1.0, "seconds": 3.0} if asked.quick else \
        {"residents": asked.residents, "arriving": 20.0, "seconds": 45.0}
    think = 0.5 if asked.quick else load.THINK
    result = {"date": date.today().isoformat(), "python": platform.python_version(), "cores": os.cpu_count(),
              "throttled": not asked.quick, "load_before": os.getloadavg()[0],
              "cold": visits(1 if asked.quick else asked.visits, throttled=not asked.quick),
              "one_process": {**crowd, "think": think, **one(**crowd, think=think)}}
    if not asked.quick:
        result["two_processes"] = {**crowd, "think": think, **two(**crowd)} if proxy.nginx() else None
    result["load_after"], result["targets"] = os.getloadavg()[0], TARGETS
    BUILD.mkdir(exist_ok=True)
    (BUILD / f"bench_web{'_quick' if asked.quick else ''}.json").write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    tell(result)
    return result


if __name__ == "__main__":
    main(sys.argv[1:])
