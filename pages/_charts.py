"""Yearly amounts as bars, each with the same numbers as a table. Cash and what is not paid out stand apart, loans in words."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from benefits import Determination, Screening
from benefits.explain import span
from benefits.listing import amount_text, grouped, status_word, who, whom
from benefits.numbers import Interval
from benefits.screen import totals_of

from . import _draw

CASH, KIND, INK = "#12436D", "#A0440A", "#1A1A1A"
TITLES = {"cash": "发到手的钱", "in_kind": "代缴、减免和服务（不发到手里）"}
LINE = 20  # characters of a label that fit above a bar on a phone


@dataclass(frozen=True)
class Bar:
    """One amount: yuan, high None = no upper end. `said`: the amount in words; `beside`: what belongs next to the number;
    `of`: whose it is, of so many `heads`."""

    name: str
    value: Interval
    said: str
    beside: str = ""
    of: str = ""
    heads: int = 0


def amounts(result: Screening) -> None:
    """The charts and tables of everything that has a figure, and in words what has none."""
    counted = [d for d in result.of("eligible") if not d.superseded_by and d.benefit.pays != "loan"]
    word = status_word(result, "eligible")
    drawn = False
    for pays, title in TITLES.items():
        bars = _bars(result, [d for d in counted if d.benefit.pays == pays and d.annual], "annual")
        if not bars:
            continue
        drawn = True
        _draw.header(f"一年多少：{title}")
        _draw.plain(f"只算“{word}”的项目。" if result.in_force else f"都按文件原来的规定算：{word}。")
        colour = CASH if pays == "cash" else KIND
        _pair(f"{pays}-benefit", "每一项", sorted(bars, key=lambda b: -max(b.value[0], b.value[1] or 0)), colour)
        people = _by_member(result, pays)
        if len(people) > 1:
            _pair(f"{pays}-member", "每个人", people, colour)
    once = _bars(result, [d for d in counted if d.once], "once")
    if once:
        drawn = True
        _draw.header("一次性的")
        _table("一次性的金额", once, "一次")
    if not drawn:
        _draw.header("一年多少")
        _draw.plain("现在没有能算出钱数的项目，没有图。")
    without = dict.fromkeys(d.benefit.name for d in counted if not d.quantified)
    if without:
        _draw.plain(f"没有数的还有 {len(without)} 项：" + "、".join(without) + "。")
    for d in result.of("eligible"):
        if d.benefit.pays == "loan":
            _draw.plain(f"贷款要还，不算在图里：{d.benefit.name}，{amount_text(result, d).strip()}。")


def _bars(result: Screening, found: list[Determination], when: str) -> list[Bar]:
    bars = (_bar(result, same, when) for same in grouped(found))
    return [bar for bar in bars if bar is not None]


def _bar(result: Screening, same: list[Determination], when: str) -> Bar | None:
    """One benefit, all its people together; None where it comes to nothing."""
    first = same[0]
    value = getattr(totals_of(same), f"{first.benefit.pays}_{when}")
    if value == (0, 0):
        return None
    people = [d.member for d in same if d.member]
    of = whom(result, people) if people and len(result.household.people) > 1 else ""
    together = "合计 " if len(people) > 1 else ""
    actual = "，按实际发生算" if first.basis == "at_most" else ""
    return Bar(first.benefit.name, value, f"{together}{span(*value)}{actual}", f"第 {first.benefit.clause} 条{_known(same)}", of,
               len(people))


def _known(same: list[Determination]) -> str:
    """What the figure rests on, where it does not stand in the document."""
    figures = [f for d in same for f in d.figures]
    if any(f.stale for f in figures):
        return "；用了最后查到的数，可能已调整"
    return "；用的数不是官方公布的原件" if any(f.confidence == "reported" for f in figures) else ""


def _by_member(result: Screening, pays: str) -> list[Bar]:
    bars = []
    for member in [p.id for p in result.household.people] + [None]:
        value = getattr(totals_of([d for d in result.determinations if d.member == member]), f"{pays}_annual")
        if value != (0, 0):
            bars.append(Bar(who(result, member) if member else "按户给的", value, span(*value)))
    return bars


def _pair(key: str, title: str, bars: list[Bar], colour: str) -> None:
    """A chart and its table: the same names, the same numbers."""
    _draw.subheader(title)
    top = max(bars, key=lambda b: max(b.value[0], b.value[1] or 0))
    st.plotly_chart(_figure(bars, colour), config={"staticPlot": True, "displayModeBar": False}, theme=None, key=f"chart-{key}",
                    alt=f"{title}一年多少，最高的是{top.name}，{top.said}。数都在下面的表里。")
    if any(b.value[0] != b.value[1] for b in bars):
        st.caption("实心是至少有的，斜线是最多到的；带箭头的没有上限。")
    _table(f"{title}一年多少", bars, "一年")


def _table(alt: str, bars: list[Bar], when: str) -> None:
    rows = [{"项目": b.name + (f"，{b.of}" if b.of else ""), when: b.said + (f"（{b.beside}）" if b.beside else "")}
            for b in bars]
    st.table(pd.DataFrame(rows).map(_draw.bare), hide_index=True, border="horizontal", alt=alt)


def _figure(bars: list[Bar], colour: str):
    """Horizontal bars with the name and the amount above each, readable at 320 px."""
    import plotly.graph_objects as go

    longest = max(max(float(b.value[1] or 0), float(b.value[0])) for b in bars) or 1
    labels = ["<br>".join([*_lines(b.name), *_lines(_of(b)), f"<b>{escape(b.said)}</b>"]) for b in bars]
    heights = [34 + 23 * (label.count("<br>") + 1) for label in labels]
    figure = go.Figure()
    y, places = 0, []
    for height in heights:
        y -= height
        places.append(y + 14)
    solid = [float(b.value[0]) for b in bars]
    more = [float((b.value[1] if b.value[1] is not None else b.value[0]) - b.value[0]) for b in bars]
    figure.add_bar(x=solid, y=places, orientation="h", width=18, marker={"color": colour, "line": {"color": colour, "width": 1}})
    figure.add_bar(x=more, y=places, base=solid, orientation="h", width=18,
                   marker={"color": "#FFFFFF", "line": {"color": colour, "width": 2},
                           "pattern": {"shape": "/", "fgcolor": colour, "bgcolor": "#FFFFFF", "size": 8, "solidity": 0.3}})
    endless = [(float(b.value[0]), place) for b, place in zip(bars, places, strict=True) if b.value[1] is None]
    if endless:
        figure.add_scatter(x=[x for x, _ in endless], y=[y for _, y in endless], mode="markers",
                           marker={"symbol": "triangle-right", "size": 20, "color": colour})
    for label, place in zip(labels, places, strict=True):
        figure.add_annotation(x=0, y=place + 10, xref="x", yref="y", text=label, showarrow=False, xanchor="left",
                              yanchor="bottom", align="left", font={"size": 17, "color": INK})
    figure.update_layout(barmode="overlay", showlegend=False, height=sum(heights) + 10, margin={"l": 2, "r": 2, "t": 4, "b": 4},
                         paper_bgcolor="#FFFFFF", plot_bgcolor="#FFFFFF", dragmode=False,
                         font={"family": "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"},
                         xaxis={"range": [0, longest * 1.08], "visible": False, "fixedrange": True},
                         yaxis={"range": [-sum(heights), 4], "visible": False, "fixedrange": True})
    return figure


def _of(bar: Bar) -> str:
    return bar.of if len(bar.of) <= LINE else f"{bar.heads} 个人"


def _lines(text: str) -> list[str]:
    return [escape(text[i:i + LINE]) for i in range(0, len(text), LINE)]
