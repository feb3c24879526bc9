"""Taking the list along: a sheet to print, a page, a workbook, a picture, a message. Each is made when it is asked for, nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import streamlit as st

from benefits import interview
from benefits.entries import Listing, listing
from benefits.interview import Answers
from benefits.keep import pack, unpack
from takeaway import code, letter, message, picture, sheet, workbook

from . import _draw, _state, _tables

COPY_HTML = """<button type="button" class="copy"></button><p class="copied" role="status"></p>
<details class="folded"><summary></summary><textarea readonly rows="12"></textarea></details>
<button type="button" class="copy aloud"></button><p class="silent"></p>"""
_copy = st.components.v2.component("qingdan_copy", html=COPY_HTML, js=Path(__file__).with_name("_copy.js").read_text("utf-8"),
                                   isolate_styles=False)


def along(found: Listing, head: str) -> None:
    """The buttons; what they give is made when one is pressed. head: the heading, as HTML."""
    day, words = _state.today(), found.result.book.wording["paper"]
    name, again = _state.file_name(found.result, "幸福清单", day.isoformat()), _again(found)
    st.html(f"{head}<p>{escape(words['take'])}</p>")
    _save("存成大字纸（可打印）", f"{name}.pdf", "application/pdf", lambda: letter.pdf(again(), day))
    plain = message.told(found, message.MOST)
    named = plain.kept and st.checkbox(words["name"]["tick"], key="take-names", width="stretch")  # for this page and these answers only
    text = message.text(found, named=True) if named else "\n".join(plain.lines())
    _save(words["picture"], f"{name}.png", "image/png", lambda: picture.png(again(), day, named))
    _copy(key="take-copy", data={"text": text, "words": words["message"]})
    with st.expander(words["others"]):
        _save("存成网页（可打印）", f"{name}.html", "text/html", lambda: sheet.html(again(), day).encode())
        _save("存成表格", f"{name}.xlsx", _tables.BOOK, lambda: workbook.xlsx(again(), day))
    _scan(found)


def _save(label: str, name: str, mime: str, make: Callable[[], bytes]) -> None:
    kind = name.rpartition(".")[2]
    st.download_button(label, data=make, file_name=name, mime=mime, key=f"take-{kind}", on_click="ignore", width="stretch")


def _again(found: Listing) -> Callable[[], Listing]:
    """Makes the same list anew. A button holds on to what makes its file for as long as the visit lasts: to the packed answers, some
    hundred bytes, where the list itself takes 300 KB."""
    result, voice, received, answers = found.result, found.voice, found.received, _state.visit().open
    book, day, mark, kept = result.book, result.as_of, result.mark, pack(answers.as_dict())

    def make() -> Listing:
        again = interview.screened(book, Answers.from_dict(unpack(kept), book, day), day)
        again.mark = mark
        return listing(again, voice, received)
    return make


def _scan(found: Listing) -> None:
    """The visitor's own answers as a picture for another phone; only while somebody looks at it."""
    kept, words = _state.code(), found.result.book.wording["paper"]
    if kept is None or not st.toggle(words["resume"], key="take-code"):
        return
    drawn = code.picture(code.address(st.context.url or "", kept))
    if drawn is None:
        _draw.plain(words["resume_dense"])
    else:
        _draw.plain(words["resume_note"])
        st.html(f'<p class="code"><img src="{escape(drawn)}" alt="{words["resume"]}"></p>')
