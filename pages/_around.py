"""What stands around every question: where one is and about how many are left, 继续, and the ways out. Holds no rule."""

from __future__ import annotations

from typing import Any

import streamlit as st

from benefits import interview, load

from . import _draw, _state, _steps


def arrived(answers: interview.Answers, heading: str, page: list[interview.Screen] | None = None,
            part: str = "") -> Any:
    """Opens a page of the questionnaire: above the heading the code of the household, the topic and what is left. page: what all
    stands on it, where that is a topic; part: see _frame.frame. Returns the place under the heading where a problem is said."""
    visit, spot = _state.visit(), _steps.here()
    left = "" if spot.large or changing(answers) else remaining(answers, page or [])
    nameless = spot.kind in ("check", "doubt", "topic", "income", "item")
    topic = "改一处" if changing(answers) else "" if nameless else load().sections[_topic(spot)].title
    house = f"代号 {visit.code}" if visit.code and not answers.sample and not spot.large else ""
    behind = [f"s{n}" for n in range(visit.at)] if visit.resumed else []
    line = "" if spot.large else " · ".join(filter(None, (topic, left)))
    _steps.follow(_draw.arrive(f"s{visit.at}", heading, _state.code(), left, line, bool(spot.large), behind, part, house))
    if spot.large:
        st.html("<style>.st-key-nav {display: none} h1 {padding-top: 0 !important}</style>")
    return st.container()


def changing(answers: interview.Answers) -> bool:
    """Whether what is shown was answered before and is open to be changed; what only comes of the change is a question like others."""
    spot = _steps.here()
    return spot.editing and (bool(spot.lifts) or spot.screen is None or spot.screen.kind != "question"
                             or answers.record(spot.screen.question.id, spot.screen.of) is not None)


def _topic(spot: _state.Spot) -> str:
    return interview.topic_of(load(), spot.screen) if spot.screen else next(iter(load().sections))


def remaining(answers: interview.Answers, page: list[interview.Screen]) -> str:
    """About how many questions are left, in words, of a page of a topic how many are on it and how many come after; hardly ever
    more than were said to be left on the page before. A place that is come back to says what it said; 是这样吗？ asks nothing, so
    the place after it goes by the one before."""
    visit = _state.visit()
    if _steps.here().late:
        return f"再填几个 · 还有 {_steps.late_left(answers)} 题"
    last = next((n for n in range(visit.at - 1, -1, -1) if visit.spots[n].kind != "doubt"), -1)
    screens, before = _state.to_ask(answers), visit.told.get(last)
    if page:
        if visit.at not in visit.told or any(s.id == other.id for s in screens for other in page):  # else as it was said before
            visit.told[visit.at] = interview.beyond(load(), answers, screens, page, before)
        after = f" · 后面{_about(visit.told[visit.at], 'after')}" if visit.told[visit.at][1] else ""
        return f"这页 {interview.standing(page)} 题{after}"
    if visit.at not in visit.told or _steps.here().kind == "check":
        visit.told[visit.at] = interview.left(load(), answers, screens, before)
    return _about(visit.told[visit.at], "left") if visit.told[visit.at][1] else "填完了"


def _about(told: tuple[int, int], words: str) -> str:
    """About how many questions, in words: numbers too far apart say nothing, so that the usual ones are told, and what it hangs on."""
    low, high = told
    how = "none" if not low else "one" if low == high else "two" if high - low <= interview.NARROW else "usual"
    return load().wording[words][how].format(low=low, high=high, usual=low + interview.NARROW)


def complain(top: Any, wrong: list[tuple[Any, str]]) -> None:
    """What is to be put right, each (place, words): the same words at its place and on top, where each leads to its place (see
    _frame.js); what was chosen stays."""
    said = [f"[{_draw.bare(text)}](#wrong)" for text in dict.fromkeys(text for _, text in wrong)]
    top.error("有一处要改：" + said[0] if len(said) == 1 else f"有 {len(said)} 处要改：" + "".join(f"\n- {line}" for line in said))
    for place, text in wrong:
        place.error(_draw.bare(text))


def button(label: str, key: str, **how: Any) -> bool:
    """A button of this place; not the one of the same key that led here in this very run (see questions.py)."""
    return st.button(label, key=key, width="stretch", **how) and not _state.visit().heard


def primary(label: str = "继续") -> bool:
    return button(label, "onward", type="primary")


def back(answers: interview.Answers) -> None:
    """One place back; of a place that keeps what is written at once nobody is told that it stays as it was."""
    at_once = not undone(answers)
    visit = _state.visit()
    pages = "topic" in {spot.kind for spot in visit.spots[max(visit.at - 1, 0):visit.at + 1]}  # here, or where it leads to
    if button(("上一页" if pages else "上一题") if not changing(answers) else "回去" if at_once else "不改了，回去", "back"):
        _steps.back()


def undone(answers: interview.Answers) -> bool:
    """Whether what is written here counts only with 继续: the list of people is written as it comes until it is complete."""
    spot = _steps.here()
    return spot.kind != "family" and (spot.kind != "person" or (spot.editing and answers.gathered))


def desk() -> None:
    """Back to the desk, for a household that is on it."""
    code = _state.visit().code
    if code and button(f"先放下 {code}，回到工作台", "desk-back"):
        st.switch_page(_steps.DESK)


def ways_out(answers: interview.Answers) -> None:
    """上一题; before the end: the desk, and the results as far as they are known."""
    back(answers)
    desk()
    if _steps.early(answers) and button("先看结果", "results"):
        st.switch_page(_steps.RESULTS)
