"""The charts of the list: bars in plain HTML at once, more of them with Plotly where the device can carry it."""

from __future__ import annotations

from html import escape

import streamlit as st

from benefits.bars import Bar, Chart, charts
from benefits.entries import Listing
from takeaway import markup

from . import _draw

INK, COLOUR, OTHER, PAPER = "#1A1A1A", "#12436D", "#A0440A", "#FFFFFF"
LINE = 15  # characters of a label that fit above a bar on a phone
FONT = "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"


def amounts(found: Listing) -> None:
    """What each row comes to in a year as plain bars; by department, person and month with Plotly."""
    words = found.result.book.wording["bars"]
    every = charts(found.result)
    first, more = [c for c in every if c.key.endswith("benefit")], [c for c in every if not c.key.endswith("benefit")]
    _draw.header("一年多少钱")
    if not first:
        _draw.plain("现在没有能算出钱数的项目，没有图。")
        return
    for chart in first:
        _draw.subheader(words[chart.pays])
        without = words["without"].format(n=len(chart.without), names="、".join(chart.without)) if chart.without else ""
        st.html(markup.chart(chart, words["legend"], without))
    if more and (not _phone() or st.toggle("再看：按部门、按人、按月", key="more-charts")):
        for chart in more:
            _drawn(chart, words)


def _phone() -> bool:
    """Whether the charts are left until somebody asks: their library is as heavy as the whole rest of the app."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def _drawn(chart: Chart, words: dict) -> None:
    _draw.subheader(f"{chart.title}（{words[chart.pays]}）")
    _draw.plain(chart.see)
    st.plotly_chart(figure(chart.bars), config={"staticPlot": True, "displayModeBar": False}, theme=None, key=f"chart-{chart.key}",
                    alt=f"{chart.title}。{chart.see}数都在下面的表里。")
    if any(b.kind != "exact" for b in chart.bars):
        _draw.small(words["legend"])
    st.html(markup.table(chart))


def figure(bars: tuple[Bar, ...]):
    """Horizontal bars with the name and the amount above each, readable at 320 px and in black and white."""
    import plotly.graph_objects as go

    longest = max(float(b.top) for b in bars) or 1
    labels = ["<br>".join([*_lines(b.name), f"<b>{escape(b.said)}</b>"]) for b in bars]
    heights = [34 + 23 * (label.count("<br>") + 1) for label in labels]
    y, places = 0, []
    for height in heights:
        y -= height
        places.append(y + 14)
    result = go.Figure()
    colours = [OTHER if b.marked else COLOUR for b in bars]
    result.add_bar(x=[float(b.value[0]) for b in bars], y=places, orientation="h", width=18,
                   marker={"color": colours, "line": {"color": colours, "width": 1}})
    result.add_bar(x=[float(b.top - b.value[0]) for b in bars], y=places, base=[float(b.value[0]) for b in bars], orientation="h", width=18,
                   marker={"color": PAPER, "line": {"color": colours, "width": 2},
                           "pattern": {"shape": ["/" if b.kind == "range" else "" for b in bars], "fgcolor": colours,
                                       "bgcolor": PAPER, "size": 8, "solidity": 0.3}})
    endless = [(float(b.value[0]), place, colour) for b, place, colour in zip(bars, places, colours, strict=True) if b.value[1] is None]
    if endless:
        result.add_scatter(x=[x for x, _, _ in endless], y=[y for _, y, _ in endless], mode="markers",
                           marker={"symbol": "triangle-right", "size": 20, "color": [c for _, _, c in endless]})
    for label, place in zip(labels, places, strict=True):
        result.add_annotation(x=0, y=place + 10, xref="x", yref="y", text=label, showarrow=False, xanchor="left", yanchor="bottom",
                              align="left", font={"size": 17, "color": INK})
    result.update_layout(barmode="overlay", showlegend=False, height=sum(heights) + 10, margin={"l": 2, "r": 2, "t": 4, "b": 4},
                         paper_bgcolor=PAPER, plot_bgcolor=PAPER, dragmode=False, font={"family": FONT},
                         xaxis={"range": [0, longest * 1.1], "visible": False, "fixedrange": True},
                         yaxis={"range": [-sum(heights), 4], "visible": False, "fixedrange": True})
    return result


def _lines(text: str) -> list[str]:
    return [escape(text[i:i + LINE]) for i in range(0, len(text), LINE)]
