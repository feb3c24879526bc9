"""The pages of the questionnaire drawn from content: one topic with its questions, and the page to check everything."""

from __future__ import annotations

from html import escape

import streamlit as st

from benefits import load
from benefits.screen import words_of

from . import _draw, _frame, _state, _steps
from ._ask import Field, ask
from ._state import Answers, Key, Step

TELL = "请看看：有 {n} 处要改"
PEOPLE = ("relation", "age", "birth_date")


def complain(top, fields: list[tuple[object, str, str]]) -> None:
    """Problems on top, and each beside its question, in the same words. fields: (slot, question, problem)."""
    with top:
        listed = "".join(f"\n- {_draw.bare(question)} {_draw.bare(problem)}" for _, question, problem in fields)
        st.error(TELL.format(n=len(fields)) + "\n" + listed)
    for slot, _, problem in fields:
        if slot is not None:
            slot.error(_draw.bare(problem))


def buttons(answers: Answers) -> tuple[bool, bool, bool]:
    """继续, 上一页 and 先看结果: the same on every page."""
    onward = st.form_submit_button("继续", type="primary", key="onward", width="stretch")
    back = len(answers.history) > 1 and st.form_submit_button("上一页", key="back", width="stretch")
    results = answers.placed and st.form_submit_button("先看结果", key="results", width="stretch")
    return onward, back, results


def topic(answers: Answers, step: Step) -> None:
    """Some questions of one topic."""
    book = load()
    about = book.topics[step.topic]
    place = f"{len(answers.history)}|{step.topic}|{step.keys[0]}"
    _draw.arrive(place, about.title)
    if about.why:
        _draw.plain(f"为什么问：{about.why}。")
    top = st.container()
    names = _steps.called(answers)
    fields: list[Field] = []
    with st.form(f"form|{place}", enter_to_submit=False, border=False):
        for name in dict.fromkeys(key[1] for key in step.keys):
            fact = book.facts[name]
            people = [(key[0], names.get(key[0]) if key[0] else None) for key in step.keys if key[1] == name]
            fields.append(ask(answers, fact, people, place))
        itemised = any(k[1] == "monthly_income" for k in step.keys) and st.form_submit_button(
            "一项一项填收入（更准）", key="itemise", width="stretch")
        onward, back, results = buttons(answers)
    if itemised:
        _steps.show(answers, Step("income", step.topic, editing=step.editing))
    if not (onward or back or results):
        return
    given = {key: value for f in fields if not f.problem for key, value in f.values.items()}
    wrong = [(f.slot, f.question, f.problem) for f in fields if f.problem]
    if onward and wrong:
        complain(top, wrong)
        return
    if (None, "monthly_income") in given and given[None, "monthly_income"] is not None:
        answers.forget((None, "income"))
    problems = _steps.keep(answers, given)
    if problems and onward:
        complain(top, [(None, "", problem) for problem in problems])
    elif back:
        _steps.back(answers)
    elif results:
        st.switch_page("pages/results.py")
    else:
        _steps.onward(answers)


def check(answers: Answers, step: Step) -> None:
    """All answers by topic and person, each with 改."""
    book = load()
    words = words_of(book)
    _draw.arrive("check", "核对一下")
    result = _state.screened(answers)
    names = {p: n or "您" for p, n in _steps.called(answers).items()}
    facts = {None: result.household.facts, **{p.id: p.facts for p in result.household.people}}

    _draw.header("家里的人")
    _draw.bullets(f"{names[p.id]}：{words.value(book.facts['relation'], p.facts['relation'])}，"
                  + words.value(book.facts["age"], p.facts.get("age")) for p in result.household.people)
    if st.button("改：家里的人", key="edit-roster", width="stretch"):
        _steps.show(answers, Step("people", editing=True))

    order, senseless = list(book.facts), set(_state.senseless(answers))
    for about in book.topics.values():
        keys: list[Key] = sorted((k for k in answers.asked if k[1] in book.facts and book.facts[k[1]].topic == about.id
                                  and k[1] not in PEOPLE and k[1] != "income" and k not in senseless),
                                 key=lambda k: (list(facts).index(k[0]), order.index(k[1])))
        income = about.id == "income" and answers.data["household"].get("income") is not None
        if income:
            keys = []
        if not keys and not income:
            continue
        _draw.header(about.title)
        out = []
        for who in dict.fromkeys(k[0] for k in keys):
            lines = [_said(words, book.facts[name], facts[who].get(name)) for w, name in keys if w == who]
            head = f"<h3>{escape(names[who])}</h3>" if who and len(names) > 1 else ""
            out.append(head + '<ul class="plain">' + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>")
        if income:
            out.append(f"<p>一项一项填了 {len(answers.data['household']['income'])} 项收入。</p>")
        st.html("".join(out))
        if st.button(f"改：{about.title}", key=f"edit-{about.id}", width="stretch"):
            if income:
                _steps.show(answers, Step("income", about.id, editing=True))
            keys.sort(key=lambda k: (order.index(k[1]), list(facts).index(k[0])))
            _steps.show(answers, Step("topic", about.id, tuple(keys), editing=True))

    _draw.header("接下来")
    more = _steps.following(answers)
    amounts = None if more else _steps.following(answers, amounts=True)
    if st.button("看结果", type="primary", key="to-results", width="stretch"):
        st.switch_page("pages/results.py")
    if more and st.button("接着填", key="go-on", width="stretch"):
        _steps.show(answers, more)
    if amounts and st.button("想知道准数，再填几个（可以不填）", key="more-amounts", width="stretch"):
        _steps.show(answers, amounts)
    if len(answers.history) > 1 and st.button("上一页", key="check-back", width="stretch"):
        _steps.back(answers)
    clear_button()


def _said(words, fact, value) -> str:
    """One answer as a line."""
    if fact.type == "bool" and value is not None:
        return words.value(fact, value)
    return f"{fact.label}：{'不清楚' if value is None else words.value(fact, value)}"


def clear_button() -> None:
    """清除我的回答: asks once, works at once."""
    if st.button("清除我的回答", key="clear", width="stretch"):
        st.session_state["ask-clear"] = True
    if st.session_state.get("ask-clear"):
        _draw.plain("清除以后找不回来。")
        if st.button("确定清除", key="clear-yes", width="stretch"):
            st.session_state.pop("ask-clear")
            _state.clear()
            _frame.forget()
            st.switch_page("pages/start.py")
