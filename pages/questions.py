"""The questionnaire: one thing a page, or for a grid worker one topic a page; 不清楚 everywhere, back, 改, results early."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from benefits import InputError, interview, load
from benefits.interview import Answers, Screen
from pages import _around, _ask, _check, _door, _draw, _hand, _income, _people, _state, _steps
from pages._state import Spot

TITLES = 3  # of more topics a page bears no names
FEW = 3     # so many questions of a topic page stand without names over them


def _field(answers: Answers, screen: Screen) -> tuple[Any, _ask.Given]:
    """What is chosen on one screen, drawn or left there: what to keep, and with it what is still to be put right."""
    if screen.kind == "birthday":
        passed, problem = _people.birthday(answers, screen)
        return passed, _ask.Given([], problem)
    given = _ask.draw(answers, screen, f"{_state.visit().at}|{screen.id}")
    return given, given


def _keep(answers: Answers, screen: Screen, given: Any) -> None:
    if screen.kind == "birthday":
        answers.born[screen.of[0]] |= {"passed": given, "day": _state.today().isoformat()}  # it has been, or not, by now
    else:
        _ask.keep(answers, screen, given)


def _heard(answers: Answers, spot: Spot) -> bool:
    """Whether the press that started this run leads to another place: then that is where the visitor is by now."""
    if spot.kind != "screen":
        return False
    if _hand.pressed("back"):
        _steps.retreat()
        return True
    if not _hand.pressed("onward"):
        return False
    with _hand.reading():
        given, found = _field(answers, spot.screen)
    if found.problem:
        return False
    _keep(answers, spot.screen, given)
    if spot.lifts and spot.screen.kind == "question":
        answers.lift(spot.lifts, back=spot.screen.stands == tuple(found.said))
    _steps.advance(answers)
    return True


def one(answers: Answers, spot: Spot) -> None:
    """One screen; to the resident whom a grid worker hands the phone in large letters, and nothing else."""
    visit, screen = _state.visit(), spot.screen
    top = _around.arrived(answers, _steps.asked(answers, screen))
    _ask.hints(answers, screen)
    with st.form(f"form|{visit.at}|{screen.id}", enter_to_submit=False, border=False):
        _, found = _field(answers, screen)
        slot = st.container()
        refused = st.form_submit_button("继续", type="primary", key="onward", width="stretch") and not visit.heard
    if refused:
        _around.complain(top, found.wrong(slot))
    if not spot.large:
        _around.ways_out(answers)
    elif _around.button("回到整页", "small"):
        _steps.go(Spot("topic", topic=spot.topic))


def _titled(screens: list[Screen], topic: str) -> str:
    """What the questions of a page are about; an earlier topic's may have come up since."""
    told = load().sections
    of = list(dict.fromkeys(told[s.question.topic].title for s in screens if s.question)) or [told[topic].title]
    last = "、" if any("和" in title for title in of) else "和"
    return last.join(filter(None, ["、".join(of[:-1]), of[-1]])) if len(of) <= TITLES else f"还要问的 {len(screens)} 题"


def _parts(answers: Answers, screens: list[Screen], topic: str) -> list[str]:
    """The names over the questions of a page, "" = none: the person's, where they are about several, else the topic's; nothing
    that the heading of the page says."""
    several = len({who for s in screens for who in s.of if who}) > 1
    names = [_steps.named(answers, s.of[0]) if several and len(s.of) == 1 and s.of[0]
             else load().sections[interview.topic_of(load(), s)].title for s in screens]
    if len(screens) <= FEW or len(set(names)) == 1:
        return [""] * len(screens)
    told = _titled(screens, topic)
    return ["" if name in (told if i == 0 else "", names[i - 1] if i else "") else name for i, name in enumerate(names)]


def topic(answers: Answers, spot: Spot) -> None:
    """All open questions of one topic, for a grid worker; one of them, or all, may be handed to the resident."""
    visit = _state.visit()
    mine = list(spot.screens) or interview.of_topic(load(), _state.to_ask(answers), spot.topic)
    if not mine:
        _steps.onward(answers)
    spot = replace(spot, screens=tuple(mine))
    _steps.stay(spot)
    if any(s.kind == "people" for s in mine):
        _people.household(answers, spot, mine)
        return
    top = _around.arrived(answers, _titled(mine, spot.topic), mine)
    fields, handed = [], None
    with st.form(f"form|{visit.at}", enter_to_submit=False, border=False):
        for screen, part in zip(mine, _parts(answers, mine, spot.topic), strict=True):
            if part:
                _draw.band(part)
            _draw.header(_steps.asked(answers, screen))
            _ask.hints(answers, screen, desk=True)
            fields.append((screen, *_field(answers, screen), st.container()))
            if screen.question and screen.question.private \
                    and st.form_submit_button("这题给老人看", key=f"hand|{screen.id}", width="stretch"):
                handed = screen, "once"
        onward = st.form_submit_button("继续", type="primary", key="onward", width="stretch") and not visit.heard
        if st.form_submit_button("给老人看，一题一题", key="large", width="stretch"):
            handed = mine[0], "topic"
    if onward or handed:  # what is answered is kept either way
        for screen, given, found, _ in fields:
            if not found.problem:
                _keep(answers, screen, given)
        wrong = [one for screen, _, found, slot in fields for one in found.wrong(slot, f"{_steps.asked(answers, screen)} ")]
        if handed:
            open_ = [s for s in interview.of_topic(load(), _state.to_ask(answers), spot.topic) if s.kind != "people"]
            first = handed[0] if handed[1] == "once" or not open_ else open_[0]  # of a page that is filled in, its first again
            _steps.go(Spot("screen", first, spot.topic, large=handed[1]))
        elif wrong:
            _around.complain(top, wrong)
        else:
            _steps.onward(answers)
    _around.ways_out(answers)


PLACES = {"screen": one, "topic": topic, "born": _people.born, "heads": _people.heads, "family": _people.family, "person": _people.person,
          "check": _check.check, "doubt": _check.doubt, "presumed": _check.presumed,
          "income": _income.items, "item": _income.item}


def show() -> None:
    visit = _state.visit()
    if visit.open is None:  # a reload, another visit: the start page asks whether to go on with what the device kept
        st.switch_page(_steps.START)
    if visit.as_of is not None:
        try:
            _state.heard(visit.open)
        except InputError:  # on the day that was chosen somebody is not born yet: what is asked goes by today
            visit.as_of = None
    visit.heard = _heard(visit.open, _steps.here())
    spot = _steps.here()
    PLACES[spot.kind](visit.open, spot)


_door.enter()
show()
