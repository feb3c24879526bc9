"""往后看: every day on which something begins, ends or changes, as a list first, then drawn, then as a table."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from benefits import Screening
from benefits.coming import Day, count_text, days
from benefits.plan import plan
from benefits.voice import say
from pages import _after, _charts, _door, _draw, _state, _tables


def show() -> None:
    result = _after.arrive("ahead", "往后看")
    if result is None:
        return
    one = plan(result, received=_state.visit().open.received)
    found = sorted(days(result, one.events), key=lambda d: (d.first, d.last))
    changing = [d for d in found if d.change.changes]
    _draw.plain(_said(result, count_text(result, found)))
    _draw.small(result.book.wording["plan"]["unchanged"])
    hints = [d.hint for d in found if d.hint]
    again = hints[1:] and hints[0]  # what is the same of several days is said once
    if again:
        _draw.small(_said(result, result.book.wording["plan"]["hint"].format(hint=again)))
    if found:
        st.html(f'<ol class="days">{"".join(_day(result, d, d.hint if d.hint != again else "") for d in found)}</ol>')
    if changing:
        _after.calendar(result, one)
        _drawn(result, found)
    _after.ways("ahead")


def _said(result: Screening, text: str) -> str:
    return say(result.book, _state.visit().voice, text)


def _day(result: Screening, d: Day, hint: str) -> str:
    def line(text: str, kind: str = "") -> str:
        return f'<p{f" class={kind!r}" if kind else ""}>{escape(_said(result, text))}</p>' if text else ""
    rows = "".join(f"<li>{escape(_said(result, c))}</li>" for c in d.changes)
    return (f'<li class="{d.sign}">{line(d.when, "when")}{line(d.why)}{line(hint and hint + "。", "mark")}'
            + (f"<ul>{rows}</ul>" if rows else "")
            + "".join(line(f"多了：{x}。", "more-yuan") for x in d.gained) + "".join(line(f"少了：{x}。", "less-yuan") for x in d.lost)
            + line(d.late.strip("（）") and d.late.strip("（）") + "。", "mark") + "</li>")


def _drawn(result: Screening, found: list[Day]) -> None:
    """The same days on a line, where the device can carry it, and as a table."""
    st.html(_tables.STYLE)
    if not _charts.phone() or st.toggle("看成图", key="more-charts"):
        _draw.header("看成图")
        drawn = _charts.timeline([replace(d, why=_said(result, d.why)) for d in found], result.as_of, result.book.policy.ends)
        st.plotly_chart(drawn, config={"staticPlot": True, "displayModeBar": False}, theme=None, key="chart-ahead",
                        alt=f"往后的日子，共 {len(found)} 个。每一个都在上面的单子和下面的表里。")
        _draw.small("，".join(_charts.signs(found, result.book.wording["plan"]["signs"])) + "。")
    _tables.table("往后的日子", ("哪一天", "为什么", "怎么变", "多了", "少了"), [
        tuple(_said(result, cell) for cell in (d.when, d.why, "\n".join((*d.changes, d.late.strip("（）"))),
                                               "\n".join(d.gained) or "没有", "\n".join(d.lost) or "没有")) for d in found], closed=True)


_door.enter()
show()
