"""Taking the list along: a sheet to print, a page, a workbook, a picture, a message. Each is made when it is asked for, nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import streamlit as st

from benefits.entries import Listing
from takeaway import code, letter, message, picture, sheet, workbook

from . import _draw, _state, _tables

COPY_HTML = """<button type="button" class="copy"></button><p class="copied" role="status"></p>
<details class="folded"><summary></summary><textarea readonly rows="12"></textarea></details>"""
_copy = st.components.v2.component("qingdan_copy", html=COPY_HTML, js=Path(__file__).with_name("_copy.js").read_text("utf-8"),
                                   isolate_styles=False)


def along(found: Listing, head: str) -> None:
    """The buttons; what they give is made when one is pressed. head: the heading, as HTML."""
    day, words = _state.today(), found.result.book.wording["paper"]
    name = _state.file_name(found.result, "幸福清单", day.isoformat())
    st.html(f"{head}<p>{escape(words['take'])}</p>")
    _save(words["picture"], f"{name}.png", "image/png", lambda: picture.png(found, day))
    _copy(key="take-copy", data={"text": message.text(found), "words": words["message"]})
    _save("存成大字纸（可打印）", f"{name}.pdf", "application/pdf", lambda: letter.pdf(found, day))
    with st.expander(words["others"]):
        _save("存成网页（可打印）", f"{name}.html", "text/html", lambda: sheet.html(found, day).encode())
        _save("存成表格", f"{name}.xlsx", _tables.BOOK, lambda: workbook.xlsx(found, day))
    _scan(found)


def _save(label: str, name: str, mime: str, make: Callable[[], bytes]) -> None:
    kind = name.rpartition(".")[2]
    st.download_button(label, data=make, file_name=name, mime=mime, key=f"take-{kind}", on_click="ignore", width="stretch")


def _scan(found: Listing) -> None:
    """The visitor's own answers as a picture for another phone; only while somebody looks at it."""
    kept, words = _state.code(), found.result.book.wording["paper"]
    if kept is None or not st.toggle(words["resume"], key="take-code"):
        return
    drawn = code.picture(code.address(st.context.url or "", kept))
    if drawn is None:
        _draw.plain(words["resume_dense"])
    else:
        st.html(f'<p class="code"><img src="{escape(drawn)}" alt="{words["resume"]}"></p>')
        _draw.plain(words["resume_note"])
