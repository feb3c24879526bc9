"""The questionnaire: one thing a page, or for a grid worker one topic a page; 不清楚 everywhere, back, 改, results early."""

from __future__ import annotations

from typing import Any

import streamlit as st

from benefits import interview, load
from pages import _ask, _check, _door, _draw, _hand, _income, _people, _state, _steps

HELPER = "这题可以让本人自己点。"


def _complain(top, fields: list[tuple]) -> None:
    """The same words on top and at the field; what was chosen stays."""
    with top:
        st.error("有一处要改：" + "\n".join(f"\n- {_draw.bare(text)}" for text in dict.fromkeys(text for _, text in fields)))
    for slot, text in fields:
        slot.error(_draw.bare(text))


def _left(screens: list) -> str:
    n = interview.left(screens)
    return "快好了" if not screens else "还有一些题" if n is None else f"大约还有 {n} 题"


def _read(answers, spot) -> tuple[Any, str]:
    """What is chosen on one screen, drawn or left there: what to keep, or what to change."""
    if spot.screen.kind == "birthday":
        return _people.birthday(answers, spot.screen)
    given = _ask.draw(answers, spot.screen, f"{_state.visit().at}|{spot.screen.id}")
    return given, given.problem


def _keep(answers, screen, given) -> None:
    if screen.kind == "birthday":
        answers.born[screen.of[0]]["passed"] = given
    else:
        _ask.keep(answers, screen, given)


def _heard(answers, spot) -> bool:
    """Whether the press that started this run leads to another place: then that is where the visitor is by now."""
    if spot.kind != "screen" or spot.screen.kind == "people":
        return False
    if _hand.pressed("back"):
        _steps.retreat()
        return True
    if not _hand.pressed("onward"):
        return False
    with _hand.reading():
        given, problem = _read(answers, spot)
    if problem:
        return False
    _keep(answers, spot.screen, given)
    _steps.advance(answers)
    return True


def one(answers, spot, refused: bool) -> None:
    """One screen. refused: 继续 was pressed on it, and something has to be changed first."""
    visit, screen = _state.visit(), spot.screen
    heading = _steps.asked(answers, screen)
    screens = _state.to_ask(answers)
    left = _left(screens) if not spot.editing and answers.gathered else ""
    _steps.follow(_draw.arrive(f"s{visit.at}", heading, _state.code(), left))
    top = st.container()
    if screen.question and screen.question.why and screen.kind != "who":
        _draw.plain(f"为什么问：{screen.question.why}。")
    if screen.kind == "people":
        _draw.small("照身份证写，不算虚岁。不写名字。")
        if _people.roster(answers, top):
            _steps.onward(answers)
    else:
        if help_line := _ask.help_line(screen):
            _draw.small(help_line + ("" if help_line[-1] in "。？" else "。"))
        with st.form(f"form|{visit.at}|{screen.id}", enter_to_submit=False, border=False):
            _, problem = _read(answers, spot)
            slot = st.container()
            st.form_submit_button("继续", type="primary", key="onward", width="stretch")
        if refused:
            _complain(top, [(slot, problem)])
    if visit.at:
        st.button("上一题", key="back", width="stretch")
    if left:
        _draw.plain(left + "。")
    _early(answers)
    if visit.worker and st.button("回到整页", key="small", width="stretch"):
        visit.large = False
        _steps.onward(answers)


def topic(answers, spot) -> None:
    """All open questions of one topic, for a grid worker."""
    visit, book = _state.visit(), load()
    screens = _state.to_ask(answers)
    mine = interview.of_topic(book, screens, spot.topic)
    if not mine:
        _steps.onward(answers)
    _steps.follow(_draw.arrive(f"s{visit.at}", book.sections[spot.topic].title, _state.code(),
                               _left(screens) if answers.gathered else ""))
    top = st.container()
    if mine[0].kind == "people":
        _draw.small("照身份证写，不算虚岁。不写名字。")
        if _people.roster(answers, top):
            _steps.onward(answers)
    else:
        fields = []
        with st.form(f"form|{visit.at}|{len(answers.records)}", enter_to_submit=False, border=False):
            for screen in mine:
                _draw.header(_steps.asked(answers, screen))
                if help_line := _ask.help_line(screen):
                    _draw.small(help_line + ("" if help_line[-1] in "。？" else "。"))
                if screen.question and screen.question.private:
                    _draw.small(HELPER)
                if screen.kind == "birthday":
                    passed, problem = _people.birthday(answers, screen)
                    fields.append((screen, passed, problem, st.container()))
                else:
                    drawn = _ask.draw(answers, screen, f"{visit.at}|{screen.id}")
                    fields.append((screen, drawn, drawn.problem, st.container()))
            onward = st.form_submit_button("继续", type="primary", key="onward", width="stretch")
        if onward:
            given: Any
            for screen, given, problem, _ in fields:
                if not problem and screen.kind == "birthday":
                    answers.born[screen.of[0]]["passed"] = given
                elif not problem:
                    _ask.keep(answers, screen, given)
            wrong = [(slot, f"{_steps.asked(answers, screen)} {problem}") for screen, _, problem, slot in fields if problem]
            if wrong:
                _complain(top, wrong)
            else:
                _steps.onward(answers)
    if st.button("给老人看", key="large", width="stretch"):
        visit.large = True
        _steps.onward(answers)
    if visit.at and st.button("上一题", key="back", width="stretch"):
        _steps.back()
    _draw.plain(_left(screens) + "。")
    _early(answers)


def _early(answers) -> None:
    """Ways out before the end."""
    code = _state.visit().code
    if code and st.button(f"先放下 {code}，回到工作台", key="desk-back", width="stretch"):
        st.switch_page(_steps.DESK)
    if _steps.early(answers) and st.button("先看结果", key="results", width="stretch"):
        st.switch_page(_steps.RESULTS)


def check(answers) -> None:
    visit = _state.visit()
    _steps.follow(_draw.arrive(f"s{visit.at}", "对一对，再看结果", _state.code()))
    if answers.sample:
        _draw.plain(f"这是样例“{answers.sample}”，改了也不影响自己填的。")
    _check.check(answers)


def show() -> None:
    visit = _state.visit()
    if visit.open is None:  # a reload, another visit: the start page asks whether to go on with what the device kept
        st.switch_page(_steps.START)
    heard = _heard(visit.open, _steps.here())
    spot = _steps.here()
    if spot.kind == "check":
        check(visit.open)
    elif spot.kind in ("income", "item"):
        (_income.items if spot.kind == "income" else _income.item)(visit.open)
    elif spot.kind == "topic":
        topic(visit.open, spot)
    else:
        one(visit.open, spot, not heard and _hand.pressed("onward"))


_door.enter()
show()
