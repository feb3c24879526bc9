"""The questionnaire: one topic a page, for the whole household, 不清楚 everywhere, back, edit, results at any time."""

from __future__ import annotations

import streamlit as st

from pages import _people, _state, _topic

visit = _state.visit()
if visit.open is None:
    visit.own = _state.Answers()
answers = visit.open
step = answers.history[-1]

if answers.sample:
    st.info(f"这是样例“{answers.sample}”，您改了也不影响自己填的。")

{"people": _people.roster, "birthdays": _people.birthdays, "income": _people.income,
 "topic": _topic.topic, "check": _topic.check}[step.kind](answers, step)
