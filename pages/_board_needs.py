"""The board's part for helping hands: what charities and volunteers may take on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from benefits.bars import Bar
from benefits.counts import LEAST
from benefits.model import Benefit

from . import _draw, _register, _tables
from ._register import Held


def needs() -> None:
    """第 31 条: what charities and volunteers may take on, counted, nobody named."""
    held = _register.held_now()
    _register.tell(held)
    _draw.plain("文件第 31 条请社会力量一起来。下面是登记册里要一户一户商量的，和没有准数的。只写多少份，不写是谁。")
    found = held.board.needs()
    rows: dict[str, Benefit] = {b.id: b for b in held.board.now.rows()}
    lines = _need_lines(held, found)
    with st.container(key="wide-needs"):
        for kind, told_as in (("要个别商量", "文件只说“可以”“鼓励”，给不给要一户一户看"),
                              ("没有准数", f"{_register.word_now()}，但给多少，文件没写，或者要看各地公布的数")):
            with st.container():
                _kind(held, kind, told_as, found, [x for x in lines if x[0] == kind])
    _tables.rules([rows[b] for b in dict.fromkeys(x["benefit"] for x in found)], "needs")
    headers = ("哪一类", "项目", "地方", "几份", "牵头部门", "依据的句子")
    _tables.files("needs", f"社会力量可以帮的-{held.day}", lambda: [("需要", headers, lines)], held.label)


def _kind(held: Held, kind: str, told_as: str, found: Sequence[dict[str, Any]], lines: Sequence[tuple[str, ...]]) -> None:
    """The needs of one kind: how many of each, and where."""
    _draw.header(kind)
    _draw.plain(f"{told_as}。共 {len({x[1] for x in lines})} 项。")
    sums: dict[str, int] = {}
    for one in found:
        if one["kind"] == kind:
            sums[one["name"]] = sums.get(one["name"], 0) + one["n"]
    _tables.bars(f"needs-{'case' if kind == '要个别商量' else 'none'}", f"{kind}的，每项多少份",
                 [Bar(n, (c, c), f"{c:,} 份") for n, c in sums.items() if not held.real or c >= LEAST], "份", held.label)
    _tables.table(f"{kind}：各地", ("项目", "地方", "几份"), [x[1:4] for x in lines], closed=True)


def _need_lines(held: Held, found: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """One line a kind, benefit and area; of real people the small ones together, and left out where they stay small."""
    rows = {b.id: b for b in held.board.now.rows()}
    small: dict[tuple[str, str, str], int] = {}
    lines = []

    def line(kind: str, benefit: str, name: str, area: str, n: int) -> tuple[str, ...]:
        b = rows[benefit]
        return kind, name, area, f"{n:,}", b.departments[0], "、".join(b.sentences)
    for one in found:
        if held.real and one["n"] < LEAST:
            key = one["kind"], one["benefit"], one["name"]
            small[key] = small.get(key, 0) + one["n"]
        else:
            lines.append(line(one["kind"], one["benefit"], one["name"], one["area"], one["n"]))
    return [*lines, *(line(*key, "别的地方合在一起", n) for key, n in small.items() if n >= LEAST)]
