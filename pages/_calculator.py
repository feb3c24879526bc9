"""The calculator of a row for employers and institutions: what it asks, what it comes to, what it rests on. Holds no rule."""

from __future__ import annotations

import streamlit as st

from benefits import InputError, load
from benefits.explain import date_text
from benefits.model import Benefit
from benefits.organisation import calculate, text
from benefits.screen import figure_note, term_note

from . import _draw, _rules, _state
from ._read import tidy


def calculator(b: Benefit) -> None:
    """Draws the form and, once asked, the answer."""
    book = load()
    _draw.header("算一算")
    typed: dict[str, str] = {}
    area = ""
    with st.form(f"calculate-{b.id}"):
        for one in b.calculator.inputs:
            typed[one.id] = st.text_input(f"{one.label}（{one.unit}）", key=f"calc|{b.id}|{one.id}", help=None, max_chars=9)
            if one.help:
                _draw.small(one.help + "。")
        if _rules.parameters(b, book):
            areas = book.policy.groups["wenzhou"].areas
            area = st.selectbox("单位在哪里", ["", *areas], format_func=lambda a: book.policy.areas.get(a, "温州，不选地方"),
                                key=f"calc|{b.id}|area", filter_mode=None)
            _draw.small("各地的标准可能不同。")
        pressed = st.form_submit_button("算", type="primary", width="stretch")
    if not pressed:
        return
    day = _state.as_of()
    try:
        found = calculate(b.id, {name: _whole(said) for name, said in typed.items()}, day, area or None)
    except InputError as error:
        for problem in error.problems:
            st.error(_draw.bare(_plainly(problem, b)))
        return
    for note in term_note(book, day):
        st.warning(note)
    _draw.subheader("算出来")
    st.html('<div class="lead" role="status">' + "".join(f"<p>{line}</p>" for line in text(found)) + "</div>")
    _draw.bullets(figure_note(book, figure) for figure in found.figures)
    _draw.small(f"按{date_text(day)}算。能不能领，以部门认定为准。")


def _whole(said: str) -> int | str | None:
    """A whole number where it is one; else as it was typed, for the message."""
    found = tidy(said)
    return int(found) if found.isdecimal() else found or None


def _plainly(problem: str, b: Benefit) -> str:
    """A message without the id of the field."""
    for one in b.calculator.inputs:
        if problem.startswith(f"{one.id}（"):
            return problem.removeprefix(f"{one.id}（").replace("）：", "：", 1) + "。"
    return problem + "。"
