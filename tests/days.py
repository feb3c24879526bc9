"""Every day from a month before the term to a month after it, through both readings: `python -m tests.days`.

The households of days.yaml are judged on each day with the figures that ship; and each step of known_figures.yaml is
asked for on its first and last day, the day before and the day after."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benefits.content import Book, load
from benefits.figures import Figures
from benefits.numbers import exact
from benefits.screen import outcomes
from benefits.yaml_reader import read
from tests.comparison import ANSWERS, FIRST, LAST, differences, local_figures

HOUSEHOLDS = read(Path(__file__).with_name("days.yaml"))
DAYS = [FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1)]
STEPS = read(Path(__file__).with_name("known_figures.yaml"))
TERM = ("2022-05-01", "2025-12-31")  # 附3.1, read for the second time


def every_day(book: Book | None = None, days: Iterable[date] = DAYS) -> dict[str, Any]:
    """Days, answers, and what the two readings say differently, also on whether the document is in force."""
    book = book or load()
    counts: Counter = Counter()
    found: list[str] = []
    for day in days:
        for one in HOUSEHOLDS:
            data = {"household": one["household"], "members": one["members"]}
            found += [f"{day} {one['name']} {wrong}" for wrong in
                      differences(data, day, None, book, local_figures(one["area"], day), counts)]
        if outcomes(data, day, None, book).in_force is not (TERM[0] <= day.isoformat() <= TERM[1]):
            found.append(f"{day} 有效期说得不对")
    return {"days": len(DAYS), "first": str(DAYS[0]), "last": str(DAYS[-1]), "households": len(HOUSEHOLDS),
            "determinations": sum(counts[a] for a in ANSWERS), "difference_count": len(found), "differences": found[:50]}


def every_step(book: Book | None = None) -> list[str]:
    """What the content says otherwise than the figures once recorded, at both ends of each step. Newer steps are free."""
    book, found = book or load(), []
    one_day = timedelta(days=1)
    for name, steps in STEPS.items():
        for place, first, last, *value, confidence in steps:
            area = "lucheng" if place in ("city_districts", "wenzhou", "zhejiang") else place
            first = date.fromisoformat(str(first))

            def at(day: date, name=name, area=area, first=first):
                """The figure on the day, and whether it is this step that gives it."""
                figure = Figures(book, day).get(name, area)
                return figure, figure is not None and figure.step is not None and figure.step.from_ == first

            figure, mine = at(first)
            if not mine or (figure.low, figure.high) != (exact(value[0]), exact(value[-1])) or figure.confidence != confidence or figure.stale:
                found.append(f"{name} {place} {first}：应从这天起是 {value}（{confidence}）")
            if at(first - one_day)[1]:
                found.append(f"{name} {place} {first}：前一天还不该用")
            if mine and str(figure.step.known_until or "") != str(last):
                found.append(f"{name} {place} {first}：查到的依据管到 {last or '没有期限'}")
            if last:
                last = date.fromisoformat(str(last))
                if at(last)[0].stale:
                    found.append(f"{name} {place} {first}：到 {last} 都查得到依据")
                figure, mine = at(last + one_day)
                if mine and not figure.stale:
                    found.append(f"{name} {place} {first}：过了 {last} 应注明是最后查到的")
    return found


if __name__ == "__main__":
    result = every_day()
    print(f"{result['days']} 天，{result['households']} 户，{result['determinations']} 个结论，不同 {result['difference_count']} 处")
    print("\n".join(result["differences"]))
    steps = every_step()
    print("\n".join(steps) or "每一步标准的头尾都对")
    sys.exit(bool(result["difference_count"] or steps))
