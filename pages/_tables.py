"""What the parts of the board draw alike: tables, bars with their numbers, files to take along. Holds no rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import streamlit as st

from benefits import load
from benefits.bars import MOST, Bar, patterns
from benefits.counts import in_wan
from benefits.explain import span
from benefits.model import Benefit
from takeaway import markup, tables

from . import _charts, _draw

BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STYLE = Path(__file__).with_name("_tables.css")
SHORT = 7
SYNTHETIC = "合成数据，不是真人"


def table(caption: str, headers: Sequence[str], lines: Sequence[Sequence[str]], closed: bool = False) -> None:
    """Cells as they are told; the first of a line names it. On a phone a line is its name with the cells beneath, each with its header;
    the roles keep it a table for a screen reader."""
    head = "".join(f'<th scope="col" role="columnheader">{escape(h)}</th>' for h in headers)
    body = "".join(f'<tr role="row"><th scope="row" role="rowheader">{_of(headers[0]) if line[0][:1].isdigit() else ""}'
                   f'{escape(line[0])}</th>{"".join(map(_cell, headers[1:], line[1:]))}</tr>' for line in lines)
    found = (f'<div class="sheet" role="region" tabindex="0" aria-label="{escape(caption)}"><table class="board" role="table">'
             f'<caption>{escape(caption)}</caption><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
             f'<tbody role="rowgroup">{body}</tbody></table></div>')
    st.html(f'<details class="closed"><summary>看成表格：{escape(caption)}</summary>{found}</details>' if closed else found)


def _of(header: str) -> str:
    """What a cell tells, where its header is not above it."""
    return f'<span class="of">{escape(header)}：</span>'


def _cell(header: str, text: str) -> str:
    """Its lines; numbers stay in one piece, on a phone in one line."""
    lines = text.split("\n")
    short = max(map(len, lines)) <= SHORT and any(c.isdigit() for c in text)
    kind, between = (' class="number"', '<span class="of">，</span><br>') if short else ("", "<br>")
    return f'<td role="cell"{kind}>{_of(header) if text else ""}{between.join(map(escape, lines))}</td>'


def answers(lines: Sequence[tuple[str, str, str]]) -> None:
    """What is asked first, each with its number in large and what belongs beside it."""
    st.html('<dl class="answers">' + "".join(f"<div><dt>{escape(ask)}</dt><dd><b>{escape(number)}</b></dd><dd>{escape(beside)}</dd></div>"
                                             for ask, number, beside in lines) + "</dl>")


def legend(found: Sequence[Bar]) -> str:
    """What the patterns of these bars mean."""
    return patterns(found, load().wording["bars"])


def bars(key: str, title: str, found: Sequence[Bar], unit: str, label: str = "", twin: bool = True, legend: str = "",
         told: set[str] | None = None, folded: bool = False) -> None:
    """The largest bars with Plotly, the sentence above with what the rest comes to, the same as a table (unless one follows);
    `label` is written into the picture. legend: what the patterns mean where it is not how sure an amount is. told: the
    sentences of legends said above on the page, which are not said again. folded: the title is on the line that opens them."""
    found, see = largest(found, unit)
    if not folded:
        _draw.subheader(title)
    _draw.plain(see)
    if not found:
        return
    drawn = _charts.figure(tuple(found))
    if label:
        drawn.update_layout(margin={"b": 34}, height=drawn.layout.height + 30)
        drawn.add_annotation(x=1, y=0, xref="paper", yref="paper", yanchor="top", yshift=-4, xanchor="right", text=label, showarrow=False,
                             font={"size": 16, "color": _charts.INK})
    st.html(f'<div class="grown">{markup.bars(found)}</div>')
    st.plotly_chart(drawn, config={"staticPlot": True, "displayModeBar": False}, theme=None, key=f"board-{key}",
                    alt=f"{label + '。' if label else ''}{title}。{see}数都在下面的表里。")
    told = set() if told is None else told
    fresh = [s for s in re.findall(r"[^。]+。", legend or patterns(found, load().wording["bars"])) if s not in told]
    told |= set(fresh)
    if fresh:
        _draw.plain("".join(fresh))
    if twin:
        table(title, ("项目", "数"), [(b.name, b.said) for b in found], closed=True)


def largest(found: Sequence[Bar], unit: str) -> tuple[list[Bar], str]:
    """The largest bars, and the sentence to see in them, with what is not drawn: a bar of the rest would be the longest."""
    found = sorted((b for b in found if b.top), key=lambda b: -b.top)
    if not found:
        return [], "没有数，不画图。"
    shown, rest = (found, []) if len(found) <= MOST else (found[:MOST - 1], found[MOST - 1:])
    see = f"从多到少，最多的是“{shown[0].name}”，{shown[0].said}。"
    if rest:
        high = None if any(b.value[1] is None for b in rest) else sum(b.top for b in rest)
        low = sum(b.value[0] for b in rest) if unit == "元" else high  # a count has one end, whatever is set apart in its bar
        said = in_wan(low, high) if unit == "元" else span(low, high, unit)
        see += f"图里画了 {len(shown)} 样，其余 {len(rest)} 样合起来{' ' if said[0].isdigit() else ''}{said}。"
    return shown, see


def files(key: str, name: str, make: Callable[[], Sequence[tables.Sheet]], label: str = "") -> None:
    """The same tables to take along; made when a button is pressed."""
    name = f"合成数据-{name}" if label.startswith(SYNTHETIC) else name
    st.download_button("存成表格（Excel）", data=lambda: tables.xlsx(make(), label), file_name=f"{name}.xlsx", mime=BOOK, key=f"{key}-xlsx",
                       on_click="ignore", width="stretch")
    st.download_button("存成文本表（CSV）", data=lambda: tables.text(make()[0], label), file_name=f"{name}.csv", mime="text/csv",
                       key=f"{key}-csv", on_click="ignore", width="stretch")


def rules(benefits: Sequence[Benefit], key: str) -> None:
    """Ways to the rule, the words and the sentence behind each number."""
    with st.expander("每个数出自哪一句：看规定和原文"), st.container(key=f"rows-{key}"):
        for b in benefits:
            link(b)


def link(b: Benefit) -> None:
    st.page_link("pages/rulebook.py", label=_draw.bare(f"{'、'.join(b.sentences)}　{b.name}"), query_params={"row": b.id})


