"""The widgets of a question: drawn to be answered, or, inside `reading`, only read as they were left when 继续 was pressed.

A press reaches a page before anything of the page is drawn. Heard at once, the page it was made on need not be drawn again only
to find out what was chosen on it: half of all work of a press.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import streamlit as st

from . import _draw

_reading: ContextVar[bool] = ContextVar("reading", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Inside, nothing is drawn."""
    before = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(before)


def pressed(key: str) -> bool:
    """Whether a button of the page last drawn was pressed."""
    return bool(st.session_state.get(key))


def radio(label: str, options: Sequence[str], index: int | None, key: str, hidden: bool = True,
          format_func: Callable[[Any], Any] = str) -> str | None:
    if _reading.get():
        return st.session_state.get(key)
    return st.radio(label, options, index, key=key, label_visibility="collapsed" if hidden else "visible", width="stretch",
                    format_func=format_func)


def checkbox(label: str, chosen: bool, key: str) -> bool:
    return bool(st.session_state.get(key)) if _reading.get() else st.checkbox(_draw.bare(label), chosen, key=key, width="stretch")


def text(label: str, before: str, key: str, most: int) -> str:
    return st.session_state.get(key) or "" if _reading.get() else st.text_input(label, before, key=key, max_chars=most)


def style(rules: str) -> None:
    if not _reading.get():
        st.html(f"<style>{rules}</style>")


@contextmanager
def part(key: str, heading: str) -> Iterator[Any]:
    """One part of a page in several, under its heading ("" = a page that has no parts); yields the place under it where a problem is
    said: from the line on top one gets to this part (see _frame.js)."""
    if _reading.get() or not heading:
        yield None
        return
    with st.container(key=f"part|{key}"):
        subheader(heading)
        body, under = st.container(), st.container()
    with body:
        yield under


def subheader(words: str) -> None:
    if not _reading.get():
        _draw.subheader(words)
