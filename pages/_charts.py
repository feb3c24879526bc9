"""The charts of the list: bars in plain HTML at once, more of them with Plotly where the device can carry it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import escape

import streamlit as st

from benefits.bars import Bar, Chart, charts, keys, outside
from benefits.coming import Day
from benefits.entries import Listing
from benefits.income_curve import Point
from benefits.timeline import YEARS, birthday
from takeaway import markup

from . import _draw

INK, COLOUR, OTHER, PAPER = "#1A1A1A", "#12436D", "#A0440A", "#FFFFFF"
SIZE = 20  # of the words in a picture, in pixels: as large as those of the page
FIRST = ("benefit", "once")  # open; the others behind a tap on a phone
OTHERS = ("department", "member", "month")
LINE = 14  # characters of a label that fit above a bar on a phone
FONT = "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"


def amounts(found: Listing, head: str) -> None:
    """What every row pays, in a year and once, as plain bars; then by department, person and month: with Plotly where the device can
    carry it, on a phone behind a line that says the most of it. What is not paid out stands folded below, and is all there is where
    nothing is paid out. head: the heading, as HTML."""
    words = found.result.book.wording["bars"]
    every = {c.key: c for c in charts(found.result, found.voice)}
    if not every:
        return
    pays = next(iter(every)).split("-")[0]
    first = [every[key] for key in (f"{pays}-{kind}" for kind in FIRST) if key in every]
    alone = len(found.result.household.people) == 1
    others = [every[key] for key in (f"{pays}-{kind}" for kind in OTHERS)
              if key in every and not (alone and every[key].repeats(first[0]))]
    when = "year" if f"{pays}-once" not in every else "both" if len(first) > 1 else "once"
    below, told = markup.folded(words["tables"], "".join(map(markup.table, (*first, *others)))), set[str]()
    if other := [every[key] for key in ("in_kind-benefit", "in_kind-once") if key in every and pays == "cash"]:
        below += markup.folded(words["in_kind"], "".join(_titled(c) + markup.chart(c, words) for c in other))
    if all(chart.even for chart in (*first, *others)):  # a sentence says it; there is nothing to draw
        lines = (words["of_even"][when].format(pays=words[pays]), *(chart.see for chart in (*first, *others)))
        beside = "".join(_beside(chart, words, told) for chart in first)
        st.html(head + "".join(f"<p>{escape(line)}</p>" for line in lines) + beside + below)
        return
    top = f"{head}<p>{escape(words['of'][when].format(pays=words[pays]))}</p>" + "".join(_light(chart, words, told) for chart in first)
    if phone() and not st.session_state.get("more-charts"):
        st.html(top + "".join(_other(chart, words, told) for chart in others) + below)
    else:
        st.html(top)
        for chart in others:
            _heavy(chart, words, told)
        st.html(below)
    if phone() and not all(chart.even for chart in others):
        st.toggle(words["large"], key="more-charts")


def phone() -> bool:
    """Whether the charts are left until somebody asks: their library is as heavy as the whole rest of the app."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def _light(chart: Chart, words: dict, told: set[str]) -> str:
    """What to see, bars with their numbers, the largest first."""
    return f"{_titled(chart)}<p>{escape(chart.see)}</p>{_bars(chart)}{_beside(chart, words, told)}"


def _other(chart: Chart, words: dict, told: set[str]) -> str:
    """A chart behind the line that says the most of it; nothing is drawn where that line says all."""
    line = f"<b>{escape(chart.title)}</b>：{escape(chart.most)}"
    beside = _beside(chart, words, told)
    if chart.even:
        return f"<p>{line}</p>{beside}"
    return f'<details class="folded"><summary>{line}</summary>{_bars(chart)}{beside}</details>'


def _titled(chart: Chart) -> str:
    return f'<h3 class="chart">{escape(chart.title)}</h3>'


def _bars(chart: Chart) -> str:
    return "" if chart.even else markup.columns(chart) if chart.key.endswith("month") else markup.bars(chart.bars)


def _heavy(chart: Chart, words: dict, told: set[str]) -> None:
    """The same with Plotly. The words in its picture do not grow: with larger text the plain bars stand in its place."""
    if chart.even:
        st.html(_other(chart, words, told))
        return
    _draw.subheader(chart.title)
    _draw.plain(chart.see)
    drawn = months(chart.bars) if chart.key.endswith("month") else figure(chart.bars)
    off = "、".join(b.name for b in chart.bars if b.apart)
    st.html(f'<div class="grown">{_bars(chart)}</div>')
    st.plotly_chart(drawn, config={"staticPlot": True, "displayModeBar": False}, theme=None, key=f"chart-{chart.key}",
                    alt=f"{chart.title}。{chart.most}{words['beyond_named'].format(names=off) if off else ''}数都在下面的表里。")
    if beside := _beside(chart, words, told):
        st.html(beside)


def _beside(chart: Chart, words: dict, told: set[str]) -> str:
    """What the patterns mean and what the chart leaves out, as far as it is not `told` yet."""
    lines = {line: markup.key(pattern, line) for pattern, line in keys(chart, words)}
    lines |= {line: f"<p>{escape(line)}</p>" for line in outside(chart, words)}
    fresh = [drawn for line, drawn in lines.items() if line not in told]
    told.update(lines)
    return "".join(fresh)


def figure(bars: tuple[Bar, ...]):
    """Horizontal bars with the name and the amount above each, readable at 320 px and in black and white."""
    import plotly.graph_objects as go

    longest = max(float(b.top) for b in bars) or 1
    labels = ["<br>".join([*_lines(b.name), *(f"<b>{line}</b>" for line in _amount(b.said))]) for b in bars]
    heights = [34 + 27 * (label.count("<br>") + 1) for label in labels]
    y, places = 0, []
    for height in heights:
        y -= height
        places.append(y + 14)
    colours = [OTHER if b.marked else COLOUR for b in bars]
    low = [float(b.value[0]) for b in bars]
    apart = [float(b.apart) for b in bars]
    sure = [x - off for x, off in zip(low, apart, strict=True)]
    more = [float(b.top) - x for b, x in zip(bars, low, strict=True)]
    dotted = {"shape": ".", "fgcolor": colours, "bgcolor": PAPER, "size": 7, "solidity": 0.35}
    pattern = {"shape": ["/" if b.kind == "range" else "" for b in bars], "fgcolor": colours, "bgcolor": PAPER, "size": 8, "solidity": 0.3}
    endless = [i for i, b in enumerate(bars) if b.value[1] is None]
    across = {"type": "bar", "y": places, "orientation": "h", "width": 18}
    data = [{**across, "x": sure, "marker": {"color": colours, "line": {"color": colours, "width": 1}}},
            {**across, "x": apart, "base": sure, "marker": {"color": PAPER, "line": {"color": colours, "width": 2}, "pattern": dotted}},
            {**across, "x": more, "base": low, "marker": {"color": PAPER, "line": {"color": colours, "width": 2}, "pattern": pattern}},
            {"type": "scatter", "mode": "markers", "x": [low[i] for i in endless], "y": [places[i] for i in endless],
             "marker": {"symbol": "triangle-right", "size": 15, "color": [colours[i] for i in endless]}},
            {"type": "scatter", "mode": "text", "x": [0] * len(bars), "y": [place + 12 for place in places], "text": labels,
             "textposition": "top right", "textfont": {"size": SIZE, "color": INK}, "cliponaxis": False}]
    layout = _layout(sum(heights) + 10)
    hidden = {"visible": False, "fixedrange": True}
    return go.Figure(data, {**layout, "xaxis": {"range": [0, longest * 1.1], **hidden}, "yaxis": {"range": [-sum(heights), 4], **hidden}})


def months(bars: tuple[Bar, ...]):
    """Twelve columns with the month under each; after the last day of the document only outlines."""
    import plotly.graph_objects as go

    colours = [OTHER if b.marked else COLOUR for b in bars]
    fills = [PAPER if b.marked or not b.value[0] else COLOUR for b in bars]
    names = [re.findall(r"\d+", b.name)[:2] for b in bars]
    under = [f"{month}<br>{year}" if month == "1" else month for year, month in names]
    data = [{"type": "bar", "x": list(range(len(bars))), "y": [float(b.top) for b in bars], "width": 0.7,
             "marker": {"color": fills, "line": {"color": colours, "width": 2}}}]
    axis = {"tickmode": "array", "tickvals": list(range(len(bars))), "ticktext": under, "tickfont": {"size": SIZE, "color": INK},
            "tickangle": 0, "fixedrange": True, "showgrid": False, "range": [-0.6, len(bars) - 0.2]}
    return go.Figure(data, {**_layout(220), "margin": {"l": 2, "r": 2, "t": 8, "b": 62}, "xaxis": axis,
                            "yaxis": {"visible": False, "fixedrange": True, "rangemode": "tozero"}})


LETTER = 17  # of the words over the line of days, in pixels
SIGNS = {"more": ("triangle-up", COLOUR), "less": ("triangle-down", OTHER), "steady": ("circle", INK), "other": ("square", INK)}


def _sign(day: Day) -> str:
    return "steady" if day.steady else day.sign or "other"


def signs(days: list[Day], words: dict) -> list[str]:
    """What the signs on the line of days mean, only of those that are drawn."""
    drawn = {_sign(d) for d in days}
    return [words[sign] for sign in SIGNS if sign in drawn] + [words["line"]] * any(d.first < d.last for d in days)


def timeline(days: list[Day], start: date, ends: date):
    """One line a day that changes something, from the first to the last day it may be; ▲ more, ▼ less, ● paid until then, ■ otherwise.
    What it is stands over its line, from its left end on or up to its right end, whichever has the room. The end of the document is an
    upright line."""
    import plotly.graph_objects as go

    labels = ["<br>".join([*(f"<b>{line}</b>" for part in d.when.replace("到", "\n到", 1).split("\n") for line in _fitted(part)),
                           *_fitted(d.why)]) for d in days]
    heights = [36 + 23 * (label.count("<br>") + 1) for label in labels]
    places = [-sum(heights[:i + 1]) + 14 for i in range(len(days))]
    last = max(*(d.last for d in days), ends, birthday(start, YEARS))
    left, right = start - timedelta(days=80), last + timedelta(days=60)
    longest = [max(_wide(re.sub("<.*?>", "", line)) for line in label.split("<br>")) for label in labels]
    rooms = [(right - left) * min(LETTER * wide / (270 if phone() else 700), 1) for wide in longest]  # so much of a narrow screen it takes
    at = [("left", d.first) if d.first + room <= right else ("right", d.last) if d.last - room >= left else ("left", start)
          for d, room in zip(days, rooms, strict=True)]
    data: list[dict] = [
        {"type": "scatter", "mode": "lines", "x": [d.first, d.last], "y": [y, y], "line": {"color": SIGNS[_sign(d)][1], "width": 6}}
        for d, y in zip(days, places, strict=True)]
    data.append({"type": "scatter", "mode": "markers", "x": [d.last for d in days], "y": places, "marker": {
        "symbol": [SIGNS[_sign(d)][0] for d in days], "color": [SIGNS[_sign(d)][1] for d in days], "size": 18}})
    data.append({"type": "scatter", "mode": "text", "x": [x for _, x in at], "y": [y + 12 for y in places], "text": labels,
                 "textposition": [f"top {'right' if side == 'left' else 'left'}" for side, _ in at],
                 "textfont": {"size": LETTER, "color": INK}, "cliponaxis": False})
    ticks = {start: "今天", **{date(y, 1, 1): f"{y} 年" for y in range(start.year + 1, last.year + 1)
                            if date(y, 1, 1) - start > timedelta(days=200)}}  # nearer, the words would lie on each other
    drawn = go.Figure(data, {**_layout(sum(heights) + 60), "margin": {"l": 8, "r": 16, "t": 4, "b": 40}, "yaxis": {
        "visible": False, "fixedrange": True, "range": [-sum(heights) - 6, 4]}, "xaxis": {
            "range": [left, right], "fixedrange": True, "tickvals": list(ticks),
            "ticktext": list(ticks.values()), "tickfont": {"size": 16, "color": INK}, "gridcolor": "#ccd3db", "tickangle": 0}})
    if start <= ends:
        drawn.add_vline(ends.isoformat(), line={"color": INK, "width": 2, "dash": "dash"})
    return drawn


def curve(points: list[Point], here: float | None):
    """What the household gets a year against its income a month: a line for the least, a second where the most is known and
    more; ▼ where something begins to fall. The own income is an upright line."""
    import plotly.graph_objects as go

    x = [p.income for p in points]
    falling: list[set[str]] = [set(), *({fall.benefit.id for fall in p.falls} for p in points)]
    turns = [p for p, before, now in zip(points, falling, falling[1:], strict=False) if now - before]
    least, most = [float(p.cash[0]) for p in points], [float(p.cash[0] if p.cash[1] is None else p.cash[1]) for p in points]
    stair = {"type": "scatter", "mode": "lines", "x": x}
    data = [{**stair, "y": least, "line": {"color": COLOUR, "width": 4, "shape": "hv"}},
            {**stair, "y": most, "line": {"color": COLOUR, "width": 2, "shape": "hv", "dash": "dot"}, "fill": "tonexty",
             "fillcolor": "rgba(18,67,109,.18)"},
            {"type": "scatter", "mode": "markers", "x": [p.income for p in turns], "y": [float(p.cash[0]) for p in turns],
             "marker": {"symbol": "triangle-down", "size": 16, "color": OTHER}, "cliponaxis": False}]
    axis = {"tickfont": {"size": SIZE, "color": INK}, "fixedrange": True, "gridcolor": "#ccd3db", "nticks": 4, "tickformat": ",d",
            "tickangle": 0}
    drawn = go.Figure(data, {**_layout(320), "margin": {"l": 80, "r": 12, "t": 10, "b": 44}, "xaxis": axis, "yaxis": {
        **axis, "rangemode": "tozero"}})
    if here is not None:
        drawn.add_vline(here, line={"color": INK, "width": 2, "dash": "dash"})
    return drawn


def _layout(height: int) -> dict:
    return {"barmode": "overlay", "showlegend": False, "height": height, "margin": {"l": 2, "r": 2, "t": 4, "b": 4}, "paper_bgcolor": PAPER,
            "plot_bgcolor": PAPER, "dragmode": False, "font": {"family": FONT}}


def _wide(text: str) -> float:
    """How many characters wide it is; a digit takes half of one."""
    return sum(0.55 if c.isascii() else 1 for c in text)


def _amount(text: str) -> list[str]:
    """An amount in one line where it fits, else what stands after it by itself."""
    if _wide(text) <= LINE + 2:
        return [escape(text)]
    return [line for part in re.split("(?<=，)|(?=（)", text, maxsplit=1) if part
            for line in ([escape(part)] if _wide(part) <= LINE + 2 else _fitted(part))]


def _fitted(text: str) -> list[str]:
    """Lines as wide as LINE characters."""
    lines, width = [""], 0.0
    for c in text.replace(" ", ""):
        width += _wide(c)
        if width > LINE + 2:
            lines.append("")
            width = 1
        lines[-1] += c
    return [escape(line) for line in lines]


def _lines(text: str) -> list[str]:
    return [escape(text[i:i + LINE]) for i in range(0, len(text), LINE)]
