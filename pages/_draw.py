"""What several pages draw: the dress of the page, plain HTML from content. Holds no rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import streamlit as st

from benefits.content import Book
from benefits.listing import term_brief, term_named, term_notice
from benefits.model import Benefit, Citation
from takeaway import markup

from . import _frame, _state

STYLE = Path(__file__).with_name("_style.css")


def dress() -> None:
    st.html(STYLE)
    _frame.bar()


def arrive(step: str, heading: str, code: str | None = None, announce: str = "", above: str = "", large: bool = False,
           behind: Sequence[str] = (), part: str = "", house: str = "") -> _frame.Came:
    """The first words of every page: tells the browser what is shown now (see _frame.frame), then, under the words above it, the
    heading. house: whose page it is, on top of all, as large as it is read out."""
    came = _frame.frame(step, heading, code, announce, large, behind, part, *_state.held())
    if house or above:
        st.html(f'<p class="above">{f"<b>{escape(house)}</b>" if house else ""}{escape(above)}</p>')
    title(heading)
    return came


def title(text: str) -> None:
    st.title(bare(text), anchor=False)


def header(text: str) -> None:
    st.header(bare(text), anchor=False)


def subheader(text: str) -> None:
    st.subheader(bare(text), anchor=False)


def band(text: str) -> None:
    """The name of a part of a long page, over its headings."""
    st.html(f'<h2 class="band">{escape(text)}</h2>')


def small(text: str) -> None:
    st.caption(bare(text))


def plain(text: str) -> None:
    """A paragraph, shown as it is written; a number to call is one tap away."""
    st.html(f"<p>{markup.called(text)}</p>")


def notice(text: str) -> None:
    """What must be seen first."""
    st.html(markup.notice(text))


def term(book: Book, term_: str, named: bool = False) -> None:
    """That the document is not in force, where it is not; one line that opens. named: and which it is."""
    told = (term_named if named else term_notice)(book, term_)
    st.html(markup.term(told, term_brief(book, term_), book.wording["term"]["why"]))


def line(text: str, what: str, key: str, said: str = "", hint: str = "", way: str = "改") -> bool:
    """A line, with what was said under it and a hint, and 改 (or another way) beside it, read out as 改：…; whether it was pressed."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"line|{key}"):
        st.html(f"<p>{escape(text)}" + (f' <b class="said">{escape(said)}</b></p>' if said else "</p>")
                + (f'<p class="hint">{escape(hint)}</p>' if hint else ""))
        return st.button(f"{way}:small[{bare('：' + what)}]", key=key)


def bare(text: str) -> str:
    """For what Streamlit reads as Markdown: signs that mean something there are shown as they are."""
    return "".join("\\" + c if c in "\\`*_[]#~$:<>|" else c for c in text)


def bullets(lines: Iterable[str]) -> None:
    st.html('<ul class="plain">' + "".join(f"<li>{markup.marked(line)}</li>" for line in lines) + "</ul>")


def cited(law: Iterable[Citation]) -> str:
    """5.4「80周岁至89周岁」、…"""
    return "、".join(f"{c.sentence}「{c.words}」" for c in law)


def quotes(benefit: Benefit) -> str:
    return "".join(f'<blockquote class="law">第 {escape(c.sentence)} 句：「{escape(c.words)}」</blockquote>'
                   for c in benefit.quote)
