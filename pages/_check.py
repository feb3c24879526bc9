"""The check page: every answer in plain words with 改 beside it, by person; apart from them 不清楚, and what was not asked. And
是这样吗？ for an answer that is hardly ever right."""

from __future__ import annotations

import streamlit as st

from benefits import interview, load
from benefits.interview import UNSURE, Answers
from benefits.voice import say

from . import _around, _ask, _draw, _frame, _income, _state, _steps
from ._state import Spot

TITLE = "对一对，再看结果"
FILE = "幸福清单-接着填.txt"


def check(answers: Answers, spot: Spot) -> None:
    """All answers, by person; then what was 不清楚, then what was taken for granted; the buttons that lead on."""
    book, visit = load(), _state.visit()
    _around.arrived(answers, TITLE)
    if answers.sample:
        _draw.plain(f"这是样例“{answers.sample}”，改了也不影响自己填的。")
    _draw.plain("看一遍。不对的，点旁边的“改”。")
    said = _state.heard(answers)
    _people(answers)
    records = [r for r in answers.records if answers.items is None or book.questions[r["q"]].fact != _income.SUM]
    order, sure = list(book.questions), [r for r in records if UNSURE not in r["said"]]
    for title, of in [("全家" if len(answers.members) > 1 else "回答", None),
                      *((_steps.named(answers, m["id"]), m["id"]) for m in answers.members)]:
        mine = [r for r in sure if (r["of"] == [of] if book.questions[r["q"]].of == "person" else of is None)]
        if mine:
            _draw.header(title)
        for r in sorted(mine, key=lambda r: order.index(r["q"])):
            _answer(answers, r)
    if len(sure) < len(records):
        _draw.header("选了“不清楚”“不想说”的")
    for r in records:
        if UNSURE in r["said"]:
            _answer(answers, r)
            tell = book.facts[book.questions[r["q"]].facts[0]].tell
            if tell and r["said"] != _ask.NOT_SAID:
                _draw.small(f"可以{tell}。")
    if _income.offered(answers):
        _draw.header("收入")
        _income.written(answers)
        _income.way(answers)
    taken = interview.presumptions_that_matter(book, answers, _state.as_of(), said)
    if taken:
        _draw.header("没有问，先这样算的")
        _draw.small("点“改”，就会再问。")
    for name, who in taken:
        text = book.presumptions[name].say
        if who and len(answers.members) > 1:
            text = f"{_steps.named(answers, who)}：{text}"
        if _draw.line(text, text, f"lift|{name}|{who}", "默认"):
            answers.lifted.append([name, who])
            _steps.onward(answers)
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
        _steps.go(Spot("family"))
    _around.back()
    keep_file()
    clear_button()


def _people(answers: Answers) -> None:
    """Who there is, each with 改."""
    _draw.header("家里的人")
    for i, member in enumerate(answers.members):
        name = _steps.named(answers, member["id"])
        if _draw.line(name, name, f"edit-member|{member['id']}"):
            _steps.go(Spot("person" if i else "born", member=member["id"], editing=True))
    if answers.alone:
        heads = f"一起过日子的：{answers.heads} 口人" if answers.heads else "一起过日子的：不清楚几口人"
        if _draw.line(heads, "几口人", "edit-heads"):
            _steps.go(Spot("heads", editing=True))
    elif st.button("加一个人，或去掉", key="edit-people", width="stretch"):
        _steps.go(Spot("family", editing=True))


def doubt(answers: Answers, spot: Spot) -> None:
    """是这样吗？: one tap, and nothing is held up."""
    book = load()
    odd = book.doubts[spot.doubt]
    _around.arrived(answers, "是这样吗？")
    text = say(book, _state.voice(), odd.say)
    _draw.plain(f"{_steps.named(answers, spot.member)}：{text}。" if spot.member else f"{text}。")
    _draw.small("少见，也可能是真的。写错了，就去改。")
    if _around.primary("是这样"):
        answers.sure.append([odd.id, spot.member or None])
        _steps.onward(answers)
    if st.button("写错了，去改", key="change", width="stretch"):
        record = next((r for r in answers.records if r["q"] == odd.change and (not spot.member or spot.member in r["of"])), None)
        if record:
            _steps.go(Spot("screen", interview.of_question(book, answers, record, _state.as_of()), editing=True))
        first = spot.member == answers.members[0]["id"]
        _steps.go(Spot("born" if first else "person", member=spot.member, editing=True) if spot.member else Spot("check"))
    _around.ways_out(answers)


def _answer(answers: Answers, record: dict) -> None:
    """One answer as a line with 改."""
    book = load()
    q = book.questions[record["q"]]
    screen = interview.Screen("question", q, tuple(record["of"]), tuple(o for o in q.options if o.id in record["shown"]))
    text = _steps.asked(answers, screen)
    if _draw.line(text, text, f"edit|{screen.id}", _ask.spoken(answers, record)):
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
