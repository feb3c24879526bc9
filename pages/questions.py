"""The questionnaire: one topic a page, for the whole household, 不清楚 everywhere, back, edit, results at any time."""

from __future__ import annotations

import streamlit as st

from benefits import InputError
from pages import _door, _people, _state, _topic

_door.enter()
visit = _state.visit()
if visit.open is None:
    visit.own = _state.Answers()
answers = visit.open
step = answers.history[-1]

if answers.sample:
    st.info(f"这是样例“{answers.sample}”，您改了也不影响自己填的。")

draw = {"people": _people.roster, "birthdays": _people.birthdays, "income": _people.income,
        "topic": _topic.topic, "check": _topic.check}[step.kind]
try:
    draw(answers, step)
except InputError:
    if visit.as_of is None:
        raise
    visit.as_of = None  # a day was chosen on which not everybody was born yet: back to today
    st.rerun()
