"""The check page: every answer in plain words with 改 beside it, by person; what was taken for granted and 不清楚 on top."""

from __future__ import annotations

import streamlit as st

from benefits import interview, load
from benefits.interview import UNSURE, Answers
from benefits.voice import say

from . import _ask, _draw, _frame, _income, _state, _steps
from ._state import Spot

FILE = "幸福清单-接着填.txt"


def check(answers: Answers) -> None:
    """All answers; the buttons that lead on."""
    book, visit = load(), _state.visit()
    said = interview.heard(book, answers, _state.as_of())
    taken = interview.presumptions_that_matter(book, answers, _state.as_of(), said)
    if taken:
        _draw.header("我们默认的，不对请改")
    for name, who in taken:
        text = book.presumptions[name].say
        if who and len(answers.members) > 1:
            text = f"{_steps.called(answers, who) or say(book, visit.voice, '您')}：{text}"
        if _line(text, text, f"lift|{name}|{who}"):
            answers.lifted.append([name, who])
            _steps.onward(answers)
    records = [r for r in answers.records if answers.items is None or book.questions[r["q"]].fact != _income.SUM]
    unsure = [r for r in records if UNSURE in r["said"]]
    if unsure:
        _draw.header("您选了“不清楚”的")
        for r in unsure:
            _answer(answers, r)
            tell = book.facts[book.questions[r["q"]].facts[0]].tell
            if tell:
                _draw.small(f"去问：{tell}。")
    _draw.header("家里的人" if not answers.alone else say(book, visit.voice, "您"))
    for member in answers.members:
        name = _steps.called(answers, member["id"]) or say(book, visit.voice, "您自己")
        facts = next(p.facts for p in said.household.people if p.id == member["id"])
        _draw.plain(name if "（" in name else f"{name}：{facts['age']} 岁" if "age" in facts else name)
    if st.button("改：家里的人", key="edit-people", width="stretch"):
        answers.gathered = False
        _steps.go(Spot("screen", interview.Screen("people"), editing=True))
    rest = [r for r in records if UNSURE not in r["said"]]
    order = list(book.questions)
    whole = "全家" if len(answers.members) > 1 else "回答"
    for title, of in [(whole, None), *((_steps.called(answers, m["id"]) or say(book, visit.voice, "您自己"), m["id"])
                                       for m in answers.members)]:
        mine = [r for r in rest if (r["of"] == [of] if book.questions[r["q"]].of == "person" else of is None)]
        if mine:
            _draw.header(title)
        for r in sorted(mine, key=lambda r: order.index(r["q"])):
            _answer(answers, r)

    if _income.offered(answers):
        _draw.header("收入")
        _income.written(answers)
        _income.way(answers)
    _draw.header("接下来")
    more = _steps.following(answers)
    if st.button("看结果", type="primary", key="to-results", width="stretch"):
        st.switch_page(_steps.RESULTS)
    if more and st.button("接着填", key="go-on", width="stretch"):
        _steps.go_on(answers)
    if not more and _steps.following(answers, late=True) and st.button("想知道准数，再填几个", key="more-amounts", width="stretch"):
        _steps.go_on(answers, late=True)
    if answers.alone and not answers.sample and st.button("再查查家里别的人", key="whole", width="stretch"):
        answers.alone, answers.heads, answers.gathered = False, None, False
        visit.voice = {"self": "family"}.get(visit.voice, "other_family")
        _steps.go(Spot("screen", interview.Screen("people")))
    if visit.at and st.button("上一题", key="back", width="stretch"):
        _steps.back()
    keep_file()
    clear_button()


def _line(text: str, what: str, key: str) -> bool:
    """A line with 改 beside it, read out as 改：…; whether it was pressed."""
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"line|{key}"):
        _draw.plain(text)
        return st.button(f"改:small[{_draw.bare('：' + what)}]", key=key)


def _answer(answers: Answers, record: dict) -> None:
    """One answer as a line with 改."""
    book = load()
    q = book.questions[record["q"]]
    screen = interview.Screen("question", q, tuple(record["of"]), ())
    text = _steps.asked(answers, screen)
    if _line(f"{text} {_ask.spoken(answers, record)}", text, f"edit|{screen.id}"):
        _steps.go(Spot("screen", interview.of_question(book, answers, record, _state.as_of()), editing=True))


def keep_file() -> None:
    """存成一个文件: the visitor's own answers as a file on the visitor's own device."""
    code = _state.code()
    if code is not None and not _state.visit().code:
        st.download_button("存成一个文件", code, FILE, "text/plain", key="keep-file", on_click="ignore", width="stretch")


def clear_button() -> None:
    """清除我的回答: asks once, works at once. What is on the desk is cleared there."""
    if _state.visit().code:
        return
    if st.button("清除我的回答", key="clear", width="stretch"):
        st.session_state["ask-clear"] = True
    if st.session_state.get("ask-clear"):
        _draw.plain("清除以后找不回来。")
        if st.button("确定清除", key="clear-yes", width="stretch"):
            st.session_state.pop("ask-clear")
            _state.clear()
            _frame.forget()
            st.switch_page(_steps.START)
