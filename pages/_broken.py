"""What stands where a page could not be drawn: what was filled in is still there, and so are the ways on."""

from __future__ import annotations

import streamlit as st

from . import _draw, _state, _steps

OF_ANSWERS = ("questions", "results", "plan", "ahead", "whatif", "kept")  # pages (their addresses) that draw what was filled in


def ways(said: str, page: str) -> None:
    """What went wrong (`said`) on a page (its address), then: the same again, back to what was filled in, somebody to call."""
    st.error(said)
    st.button("再试一次", type="primary", key="broken-again", width="stretch")  # the press alone draws the page anew
    answers = _state.visit().open
    if answers is not None and page in OF_ANSWERS:
        if st.button("回去改", key="broken-back", width="stretch"):
            if page == "questions":
                _steps.back()
            _steps.to_check(answers)
            st.switch_page(_steps.QUESTIONS)
    elif st.button("回首页", key="broken-start", width="stretch"):
        st.switch_page(_steps.START)
    _draw.plain("还是不行，就打 12345 问。")
