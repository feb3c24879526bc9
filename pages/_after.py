"""What the pages after the list share: the plan, the days ahead, what if, what is kept. Holds no rule."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import takeaway
from benefits import InputError, Screening, load
from benefits.calendar_file import ics
from benefits.explain import date_text
from benefits.keep import KeepError
from benefits.plan import Plan

from . import _draw, _frame, _state, _steps

STYLE = Path(takeaway.__file__).with_name("list.css")
WAYS = {"plan": ("先办哪一件", "pages/plan.py"), "ahead": ("往后看：哪天会变", "pages/ahead.py"),
        "whatif": ("换一换：改一样、收入多了会怎样", "pages/whatif.py"), "kept": ("存下结果，以后再看", "pages/kept.py")}


def unfilled(came: _frame.Came) -> None:
    """Where nothing is filled in: what this device still keeps is one tap away, as after a reload; else the way to the questions."""
    visit = _state.visit()
    if visit.open is None and _state.reopen(came.again):
        st.rerun()
    if came.kept and visit.open is None:
        _draw.header("接着上次的？")
        _draw.plain("上次填的，还在这台设备上。")
        if st.button("接着看", type="primary", key="resume", width="stretch"):
            try:
                _state.resume(came.kept)
            except KeepError as error:
                st.error(f"{error}。请重新填。")
            else:
                st.rerun()
    else:
        _draw.plain("还没填完，先答完前面几题。" if visit.open else "还没有填。先答几页问题，或者打开一个样例。")
    label = "接着填" if visit.open else "重新填" if came.kept else "去填"
    if st.button(label, type="secondary" if label == "重新填" else "primary", key="to-questions", width="stretch"):
        st.switch_page(_steps.QUESTIONS)
    if visit.open is None and st.button("看样例", key="to-samples", width="stretch"):
        st.session_state["samples-open"] = True
        st.switch_page(_steps.START)


def judged(came: _frame.Came, wrong: str = "按这一天，填的对不上，算不了。请到结果那一页换一天。") -> Screening | None:
    """The answer to what is filled in; None where nothing is, or where it cannot be on that day, and that is said (`wrong`)."""
    answers = _state.visit().open
    if not filled():
        unfilled(came)
        return None
    try:
        return _state.screened(answers)
    except InputError:
        st.warning(wrong)
        return None


def filled() -> bool:
    """Whether enough is filled in to be judged."""
    answers = _state.visit().open
    return answers is not None and answers.placed


def arrive(step: str, heading: str) -> Screening | None:
    """The first words of the page and the answer it speaks of; None where nothing is filled in, and that is said."""
    answers = _state.visit().open
    sample = answers.sample if answers else ""
    came = _draw.arrive(f"{step} {sample}", heading, _state.code())
    st.html(STYLE)
    result = judged(came)
    if result is None:
        if filled():
            ways(step)
        return None
    words = load().wording["list"]
    if told := [line for line in (sample, result.mark) if line]:
        _draw.plain("".join(f"{line}。" for line in told))
    if not result.in_force:
        _draw.term(result.book, result.term)
    _draw.small(f"依据：{result.book.policy.number}。按{date_text(result.as_of)}算。{words['self_check']}")
    return result


def calendar(found: Screening, one: Plan) -> None:
    """The dated events as a file for the phone's calendar."""
    st.download_button("存进手机日历", ics(one), f"{_state.file_name(found, '幸福清单-日子')}.ics", "text/calendar", key="take-ics",
                       on_click="ignore", width="stretch")
    _draw.plain("日历里只写项目的名字，不写是谁。")


def ways(here: str = "") -> None:
    """The pages beside this one."""
    if here:
        _draw.header("还可以看")
    with st.container(key=f"rows-ways-{here}"):
        for step, (label, page) in WAYS.items():
            if step != here:
                st.page_link(page, label=label)
        if here:
            st.page_link(_steps.RESULTS, label="回到结果")
