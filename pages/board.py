"""政策看板: what the document covers and who is responsible; what a register comes to, and what a change would do."""

from __future__ import annotations

import streamlit as st

from pages import _after, _board_change, _board_needs, _board_picture, _curve, _door, _draw, _guide, _office, _tables

_door.enter()
PARTS = {"register": ("登记册", _board_picture.picture), "whatif": ("改了会怎样", _board_change.what_if),
         "income": ("收入和补助", _curve.example), "needs": ("社会力量", _board_needs.needs),
         "text": ("逐句交代", _office.text), "duties": ("责任清单", _office.responsible), "figures": ("标准", _office.figures)}

part = st.query_params.get("part", "")
part = part if part in PARTS else "register"
title, draw = PARTS[part]
_draw.arrive(f"board {part}", f"政策看板：{title}")
st.html(_after.STYLE)
st.html(_tables.STYLE)
with st.container(horizontal=True, gap="small", key="board-nav"):
    for key, (label, _) in PARTS.items():
        if key != part:
            st.page_link("pages/board.py", label=label, query_params={"part": key})
        else:
            st.html(f'<p class="here" aria-current="page">{label}</p>')
if part != "register":  # there the first answers come before it
    _guide.guide(_guide.BOARD)
draw()
