"""Taking the list along: a sheet to print, a page, a workbook, a message. Each is made when it is asked for, nothing is kept."""

from __future__ import annotations

from html import escape

import streamlit as st

from benefits.entries import Listing
from takeaway import code, letter, message, sheet, workbook

from . import _draw, _state


def along(found: Listing, head: str) -> None:
    """The buttons; what they give is made when one is pressed. head: the heading, as HTML."""
    day = _state.today()
    name = _state.file_name(found.result, "幸福清单", day.isoformat())
    files = (("存成大字纸（可打印）", "pdf", "application/pdf", lambda: letter.pdf(found, day)),
             ("存成网页（可打印）", "html", "text/html", lambda: sheet.html(found, day).encode()),
             ("存成表格", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", lambda: workbook.xlsx(found, day)))
    st.html(f"{head}<p>做好就存在这台设备上，网站不留。</p>")
    for label, kind, mime, make in files:
        st.download_button(label, data=make, file_name=f"{name}.{kind}", mime=mime, key=f"take-{kind}", on_click="ignore", width="stretch")
    if st.toggle("发给家人的几句话", key="take-message"):
        _draw.plain("不写身体的情况。长按，全选，复制。")
        st.text_area("要发的话", message.text(found), height=360, key="take-text", label_visibility="collapsed")
    _scan(found)


def _scan(found: Listing) -> None:
    """The visitor's own answers as a picture for another phone; only while somebody looks at it."""
    kept, words = _state.code(), found.result.book.wording["paper"]
    if kept is None or not st.toggle(words["resume"], key="take-code"):
        return
    picture = code.picture(code.address(st.context.url or "", kept))
    if picture is None:
        _draw.plain(words["resume_dense"])
    else:
        st.html(f'<p class="code"><img src="{escape(picture)}" alt="{words["resume"]}"></p>')
        _draw.plain(words["resume_note"])
