"""The picture of a register to take along: as tables, and on paper for a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from benefits import load
from benefits.counts import told
from benefits.figures import OWN
from takeaway import report

from . import _tables
from ._board_charts import Part, beneath, parts
from ._board_lines import CENT, WAYS, ends, shown
from ._register import Held


def paper(held: Held, said: Sequence[str], word: str, today: date) -> bytes:
    """The picture on paper: the same sentences (`said`), charts and tables. Made outside the visit: knows only what it is given."""
    def one(part: Part) -> dict[str, Any]:
        bars, see = _tables.largest(part.bars, part.unit)
        return {"heading": part.heading, "title": part.title, "see": see, "bars": report.drawn(bars),
                "legend": part.legend or _tables.legend(bars), "caption": part.caption, "headers": part.headers, "rows": part.cells}
    found = parts(held, word)
    return report.pdf(load(), "政策看板：登记册", held.label, today, said, [one(p) for p in found], beneath(found))


def sheets(held: Held, word: str) -> list:
    """The picture as tables. Yuan to the fen; no upper end: left empty."""
    def cells(lines: Sequence[Any]) -> list[tuple]:
        def both(line: Any, end: int) -> list[Decimal | None]:
            return [None if ends(line, k)[end] is None else Decimal(int(ends(line, k)[end] * CENT)) / CENT for k in ("annual", "once")]
        out = []
        for x in lines:
            (low, once), (high, once_high) = both(x, 0), both(x, 1)
            small = [told(n, held.real) if held.real else n for n in (x.n, x.possible, x.none)]
            out.append((x.name, *small, low, high, once, once_high))
        return out
    headers = ("项目", f"{word}（份）", "可能（份）", "没有数（份）",
               "一年最少（元）", "一年最多（元）", "一次最少（元）", "一次最多（元）")
    now, values = held.board.now, [("本单位的数", OWN)] if held.values else []
    about = [("按哪一天算", held.day.isoformat()), ("户数", f"{now.households:,}"), ("人数", f"{now.persons:,}"), *values]
    return [("每一项", headers, cells(shown(held, now.by_benefit()))), ("各部门", headers, cells(shown(held, now.by_department()))),
            *([] if held.real else [("合计", headers, cells([replace(now.total(p), name=way) for p, way in WAYS.items()]))]),
            *((f"按{d.label}", headers, cells(shown(held, now.by(d.key)))) for d in now.dims), ("说明", ("是什么", "内容"), about)]
