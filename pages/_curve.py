"""What a higher income would change: for a resident the steps ahead, for grid workers and officials the whole curve. Holds no rule."""

from __future__ import annotations

from html import escape
from itertools import pairwise

import streamlit as st

from benefits import Screening
from benefits.explain import span, written, yuan
from benefits.income_curve import Point, falls, income_curve
from benefits.voice import say

from . import _charts, _draw, _state, _tables


def section(result: Screening, voice: str, whole: bool) -> bool:
    """First what softens a higher income, then each step down with its rows; False where it cannot be told while no income is said.
    whole: the curve from no income on, drawn."""
    curve = income_curve(result)
    _draw.plain("先看这几样，不用怕去上班：")
    _draw.bullets(f"{told.text}〔{written([told.law[0].sentence])}〕" for told in curve.first)
    if curve.here is not None:
        _draw.plain(say(result.book, voice, f"您家现在一个月 {yuan(curve.here)} 元。"))
    elif curve.least is None and not whole:
        _draw.plain("还没填收入。填了才看得出往上会怎样。")
        return False
    points = curve.points if whole else curve.ahead()
    steps = falls(points)
    _draw.plain("收入往上走，这些会少。一年算，照文件写的规定。" if steps else "收入往上走，没有会少的。")
    if whole:
        here = None if curve.here is None else float(curve.here)
        _draw.plain(seen(points))
        st.plotly_chart(_charts.curve(points, here), config={"staticPlot": True, "displayModeBar": False}, theme=None, key="chart-curve",
                        alt=f"{seen(points)}往下走的有 {len(steps)} 处，都在下面。")
        _draw.plain("横着是一家一个月的收入，竖着是一年发到手的钱。")
        _draw.plain(f"实线是至少的，点线是最多的。尖朝下的地方，有一样开始少。{'' if here is None else '虚的竖线是现在的收入。'}")
    st.html('<div class="plain">' + "".join(
        f"<p><b>{escape(at)}</b></p><ul>{''.join(f'<li>{escape(row)}</li>' for row in rows)}</ul>" for at, rows in steps) + "</div>")
    if whole:
        st.html(_tables.STYLE)
        _tables.table("收入和补助", ("一个月收入", "一年发到手", "一年服务和减免"), [
            (f"{p.income:,} 元", span(*p.cash), span(*p.in_kind)) for i, p in enumerate(points) if p.falls or i % 5 == 0], closed=True)
    return True


def seen(points: list[Point]) -> str:
    """What to see in the curve: the least at no income, and where nothing is sure any more."""
    first, last = points[0], points[-1]
    gone = next((p for p in points if not p.cash[0]), None)
    before = next((p for p, after in pairwise(points) if after is gone), first)
    if not first.cash[0]:
        return f"一分收入也没有，{_unsure(first, '也')}。"
    start = f"一分收入也没有，一年发到手 {yuan(first.cash[0])} 元以上；"
    return start + (f"一个月到 {last.income:,} 元，还有 {yuan(last.cash[0])} 元。" if gone is None else
                    f"一个月 {before.income:,} 元还有，到 {gone.income:,} 元，{_unsure(gone, '就')}了。")


def _unsure(p: Point, then: str) -> str:
    """Where no cash is sure: that there is none, or that nobody can say."""
    return f"{then}没有现金" if p.cash == (0, 0) else f"有没有现金{then}说不准"


def example() -> None:
    """The whole curve of a sample household, for an official who has nobody's answers."""
    _draw.plain("挑一户样例，看收入从没有到超过标准，补助怎样变。样例都是编的。")
    _draw.plain("要看真的一户：在网格员工作台打开那一户，点“换一换”。")
    titles = {s["file"]: s["title"] for s in _state.samples() if s["file"] != "all-unknown.json"}
    chosen = st.selectbox("哪一户", list(titles), list(titles).index("graduate.json"), format_func=lambda f: titles[f], key="curve-sample",
                          filter_mode=None)
    result = _state.screened(_state.sample(chosen), _state.today())
    for note in result.notes:
        _draw.notice(note)
    if line := _state.own_line():
        _draw.plain(line)
    section(result, "other_family", whole=True)
