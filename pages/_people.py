"""Who is in the household: one's own year, then the list of the others, each added on a page of its own; whether this year's
birthday has been. What is half entered stands in the list and is not lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from benefits import interview, load
from benefits.household import age_on
from benefits.interview import Answers, Screen
from benefits.screen import rules_of
from benefits.voice import say

from . import _around, _ask, _draw, _hand, _state, _steps
from ._read import Either, Unclear, birth, tidy, year_on_card
from ._state import Spot

MOST = 15  # members a visitor can enter by hand
HEADS = {**{f"{n} 口": n for n in range(1, 9)}, "9 口或更多": None, _ask.UNKNOWN: None}
PASSED = {"过了": True, "还没过": False, _ask.UNKNOWN: "?"}
HINT = "照身份证写，不算虚岁。不写名字。"
CARD = "不用写证号，只留了年份。"
CARD_AT = "card-at"  # key of st.session_state, until the page is drawn: where the number of an identity card was written
MORE = "more"  # instead of a member: the one about to be added
LONGEST = 24  # such a number with gaps between: cut off by the browser it would vanish unsaid
ALOUD = "照着念。“您”，就是坐在对面的这位。"
YEAR = "请写出生年份。只记得岁数，就写 82 岁。"


def _said(text: str, called: str = "") -> str:
    return say(load(), _state.voice(), text, called)


def _year(label: str, before: dict | None, key: str) -> tuple[dict | None, str]:
    """The birth as it is kept ({} = 不清楚), or what to change. What a year means is shown at once."""
    place = f"year|{key}"
    text = st.text_input(label, _text(before or {}), key=place, max_chars=LONGEST, placeholder="比如 1944", on_change=_only_year,
                         args=(place,))
    card = st.session_state.pop(CARD_AT, "") == place
    if card:
        _draw.plain(CARD)
    born: dict | None = None
    problem = ""
    if tidy(text):
        try:
            born = birth(text, _state.today(), int(load().facts["age"].maximum))
        except Either as error:
            problem = str(error)
            _draw.plain(f"您写的是 {error.typed}。是哪一个？")
            for reading in error.readings:
                st.button(reading, key=f"{place}|{reading}", width="stretch", on_click=_meant, args=(place, reading))
            _draw.small("都不是，就写四个数的年份。")
        except Unclear as error:
            problem = str(error)
        else:
            turning = f"{born['year']} 年生，今年满 {_state.today().year - born['year']} 周岁。" if "year" in born else ""
            st.caption(turning or f"{born['age']} 周岁。")
            born["day"] = _state.today().isoformat()
    if _hand.checkbox(_ask.UNKNOWN, before is not None and not {"year", "age"} & set(before), f"year|{key}|apart-0"):
        return (None, "写了年份，就不要选“不清楚”。") if tidy(text) else ({}, "")
    if born and not problem and _state.visit().worker:
        problem = _passed(born, before or {}, key)
    return born, problem or (CARD if card else "" if born else f"{YEAR}都不知道，就选“不清楚”。")


def _passed(born: dict, before: dict, key: str) -> str:
    """Under the year a grid worker wrote, where it matters: whether this year's birthday has been. What is still to be put right."""
    day = date.fromisoformat(born["day"])
    if not interview.on_a_line(rules_of(load()), born, day):
        return ""
    index = list(PASSED.values()).index(before["passed"]) if "passed" in before and before.get("year") == born.get("year") else None
    _draw.header("今年的生日过了吗？")
    _draw.small(_ask.BIRTHDAY)
    label = _hand.radio("今年的生日", list(PASSED), index, f"passed|{key}|{born['year']}|apart")
    if label:
        born["passed"] = PASSED[label]
    return "" if label else f"今年的生日过了吗？{_ask.CHOOSE}"


def _only_year(place: str) -> None:
    """Of the number of an identity card only the year stays, before anything is drawn or kept."""
    if year := year_on_card(st.session_state[place]):
        st.session_state[place] = year
        st.session_state[CARD_AT] = place


def _meant(place: str, reading: str) -> None:
    """One of the readings of what was typed takes its place."""
    st.session_state[place] = reading


def _text(born: dict) -> str:
    return str(born["year"]) if "year" in born else f"{born['age']}岁" if "age" in born else ""


def _keep(answers: Answers, member: str, born: dict) -> None:
    """The same again stays as it was said, with its day, and with what was said about the birthday."""
    old = answers.born.get(member)
    if not born and member == answers.members[0]["id"]:
        born = _by_voice()
    if old is None or not born or any(old.get(name) != said for name, said in born.items() if name != "day"):
        answers.born[member] = born


def _by_voice() -> dict:
    """What is said of the age of somebody helped whose year nobody knows by whom the visit is for; {} where that says nothing."""
    aged, most = load().wording["voices"][_state.voice()].get("aged"), int(load().facts["age"].maximum)
    return {"at_least": 0, "less_than": most + 1, **aged, "day": _state.today().isoformat()} if aged else {}


def born(answers: Answers, spot: Spot) -> None:
    """One's own year."""
    top = _around.arrived(answers, _said("您本人是哪年出生的？"))
    _draw.small(HINT)
    mine, problem = _year("出生年份，或岁数", answers.born.get(spot.member), spot.member)
    slot = st.container()
    if _around.primary():
        if mine is None or problem:
            _around.complain(top, [(slot, problem)])
        else:
            _keep(answers, spot.member, mine)
            _steps.onward(answers)
    _around.ways_out(answers)


def heads(answers: Answers, spot: Spot) -> None:
    """In a visit for one person, how many live together."""
    asked = _said("您家里一起过日子的，有几口人？")
    top = _around.arrived(answers, asked)
    before = next((label for label, n in HEADS.items() if n == answers.heads), None) if answers.heads or answers.gathered else None
    chosen = st.radio(asked, list(HEADS), None if before is None else list(HEADS).index(before), key=f"heads|{_state.visit().at}|apart",
                      label_visibility="collapsed", width="stretch")
    slot = st.container()
    if _around.primary():
        if chosen is None:
            _around.complain(top, [(slot, _ask.CHOOSE)])
        else:
            answers.put_heads(HEADS[chosen])
            _steps.onward(answers)
    _around.ways_out(answers)


def family(answers: Answers, spot: Spot) -> None:
    """The list of the household, and the way to one more."""
    top = _around.arrived(answers, _said("您家里还有谁？"))
    _draw.small("一起过日子的都写上。不写名字。")
    lacking = []
    for member in answers.members:
        name = _steps.named(answers, member["id"])
        known = member["id"] in answers.born or "age" in member
        if not known:
            lacking.append(name)
        if _draw.line(name if known else f"{name}：还没写年份", name, f"member|{member['id']}"):
            _steps.go(Spot("born" if member is answers.members[0] else "person", member=member["id"], editing=True))
    slot = st.container()
    if len(answers.members) >= MOST:
        _draw.small(f"最多写 {MOST} 个人。")
    elif st.button("加一个人", key="add", width="stretch"):
        _steps.go(Spot("person"))
    _draw.plain("都写上了，就点“继续”。" if len(answers.members) > 1 else "没有别人，就点“继续”。")
    if _around.primary():
        if lacking:
            _around.complain(top, [(slot, f"{lacking[0]}还没写年份。请点旁边的“改”。")])
        else:
            answers.gather()
            _steps.onward(answers)
    _around.ways_out(answers)


def person(answers: Answers, spot: Spot) -> None:
    """One of the others: who it is, then the year. Whoever was chosen stands in the list from then on."""
    member = next((m for m in answers.members if m["id"] == spot.member), None)
    top = _around.arrived(answers, f"改：{_steps.named(answers, spot.member)}" if spot.editing and member else "加一个人")
    member, problem, keep = _other(answers, spot, f"{_state.visit().at}")
    slot = st.container()
    pressed = _around.primary()
    if not _around.undone(answers) or (pressed and not problem):
        keep()
    if pressed and problem:
        _around.complain(top, [(slot, problem)])
    elif pressed:
        if spot.editing and answers.gathered:
            _steps.onward(answers)
        _steps.go(Spot("family"))
    _around.ways_out(answers)
    if member and _dropped(answers, member):
        _steps.go(Spot("family"))


def _other(answers: Answers, spot: Spot, place: str) -> tuple[dict | None, str, Callable[[], None]]:
    """Who one of the others is, and the year: that member, what is still to be put right, and what keeps it. Whoever was chosen is in the
    household from then on."""
    member = next((m for m in answers.members if m["id"] == spot.member), None)
    relations = _relations(answers, member)
    asked = _said("这个人是您本人的什么人？")
    _draw.header(asked)
    before = list(relations.values()).index(member["relation"]) if member else None
    label = st.radio(asked, list(relations), before, key=f"relation|{place}", label_visibility="collapsed", width="stretch")
    if label and member is None:
        answers.add_member(relations[label])
        member = answers.members[-1]
        _steps.stay(replace(spot, member=member["id"]))
    if not label or member is None:
        return None, "请先选是什么人。", lambda: None
    _draw.header("这个人是哪年出生的？")  # one thing after the other
    _draw.small(HINT)
    found, problem = _year("出生年份，或岁数", answers.born.get(member["id"]), place)

    def keep() -> None:
        member["relation"] = relations[label]
        if found is not None:
            _keep(answers, member["id"], found)
    return member, problem, keep


def _relations(answers: Answers, member: dict | None) -> dict[str, str]:
    """Who somebody may be to the first, as it is said: not what that one is too young for, as far as the year is known; what was
    chosen stays."""
    first = answers.members[0]
    born = answers.born.get(first["id"], {})
    oldest = age_on(interview.born_between(born)[0], _state.today()) if born else first.get("age")
    return {o.said: o.value for o in load().facts["relation"].options if o.value != "self"
            and (oldest is None or o.from_age <= oldest or (member and member["relation"] == o.value))}


def _dropped(answers: Answers, member: dict) -> bool:
    """The way to take somebody off the list, which asks once; whether it was gone."""
    if st.button("去掉这个人", key="drop", width="stretch"):
        st.session_state["ask-drop"] = member["id"]
    if st.session_state.get("ask-drop") != member["id"]:
        return False
    _draw.plain("这个人的回答也会去掉。")
    if not st.button("确定去掉", key="drop-yes", width="stretch"):
        return False
    st.session_state.pop("ask-drop")
    answers.drop_member(member["id"])
    interview.resized(load(), answers, _state.as_of())
    _steps.without(member["id"])
    return True


def household(answers: Answers, spot: Spot, screens: list[Screen]) -> None:
    """For a grid worker one page: where they live, who they are, what is always asked of them all. Of the others each is a line, the
    one being written stands open."""
    at, first = _state.visit().at, answers.members[0]["id"]
    top = _around.arrived(answers, load().sections[spot.topic].title, screens, _open(answers, spot))
    if not spot.large:
        _draw.small(ALOUD)
    wrong: list[tuple[Any, str]] = []
    given: list[tuple[Screen, _ask.Given]] = []
    for screen in screens:
        if screen.kind == "people":
            wrong += _people(answers, spot, first, at)
            continue
        asked = screen if screen.of == (None,) else replace(screen, of=tuple(m["id"] for m in answers.members))
        _draw.header(_steps.asked(answers, asked))
        _ask.hints(answers, asked, desk=not spot.large)
        with st.container(key=f"household-{screen.question.id}"):
            found = _ask.draw(answers, asked, f"{at}|{screen.question.id}")
        slot = st.container()
        if found.problem:
            wrong += found.wrong(slot, f"{_steps.asked(answers, asked)} ")
        else:
            given.append((asked, found))
    for screen, found in given:  # at once: nothing is lost on the way to the desk
        _ask.keep_of_all(answers, screen, found)
    if _around.primary():
        if wrong:
            _around.complain(top, wrong)
        else:
            answers.gather()
            _steps.stay(replace(_steps.here(), member="", large=""))
            _steps.onward(answers)
    if _around.button(*(("回到原来的大小", "small") if spot.large else ("给老人看，字大一点", "large-page"))):
        _steps.stay(replace(_steps.here(), large="" if spot.large else "page"))
        st.rerun()
    if not spot.large:
        _around.ways_out(answers)


def _open(answers: Answers, spot: Spot) -> str:
    """The key of the one being written, the same before and after it is said who it is; "" = nobody."""
    ids = [m["id"] for m in answers.members]
    return f"household-one-{ids.index(spot.member) if spot.member in ids else len(ids)}" if spot.member else ""


def _people(answers: Answers, spot: Spot, first: str, at: int) -> list[tuple[Any, str]]:
    """The people on the page of a household; what is still to be put right, each with its place."""
    wrong: list[tuple[Any, str]] = []
    asked = _said("您本人是哪年出生的？")
    _draw.header(asked)
    _draw.small(HINT)
    mine, problem = _year("出生年份，或岁数", answers.born.get(first), f"{at}|{first}")
    if mine is not None:
        _keep(answers, first, mine)
    slot = st.container()
    if problem:
        wrong.append((slot, f"{asked} {problem}"))
    _draw.header(_said("您家里还有谁？"))
    _draw.small("一起过日子的都写上。不写名字。")
    writing = spot.member
    for member in answers.members[1:]:
        if member["id"] == writing:
            continue
        name = _steps.named(answers, member["id"])
        known = member["id"] in answers.born or "age" in member
        if _draw.line(name if known else f"{name}：还没写年份", name, f"member|{member['id']}"):
            _steps.stay(replace(spot, member=member["id"]))
            st.rerun()
        if not known:
            wrong.append((st.container(), f"{name}还没写年份。请点旁边的“改”。"))
    problem = ""
    if writing:
        with st.container(border=True, key=_open(answers, spot)):
            member, problem, keep = _other(answers, spot, f"{at}|{_open(answers, spot)}")
            keep()  # at once: nothing is lost on the way to the desk
            slot = st.container()
            if problem:
                wrong.append((slot, problem))
            if member and _dropped(answers, member):
                _steps.stay(replace(_steps.here(), member=""))
                st.rerun()
    if len(answers.members) >= MOST:
        _draw.small(f"最多写 {MOST} 个人。")
    elif st.button("写好了，再加一个" if writing else "加一个人", key="add", width="stretch"):
        if writing and problem:
            slot.error(_draw.bare(problem))
        else:
            _steps.stay(replace(_steps.here(), member=MORE))
            st.rerun()
    return wrong


def birthday(answers: Answers, screen: Screen) -> tuple[object | None, str]:
    """Whether this year's birthday has been: True, False or "?" (不清楚), or what to change."""
    before = answers.born[screen.of[0]].get("passed")
    index = None if before is None else list(PASSED.values()).index(before)
    label = _hand.radio("今年的生日", list(PASSED), index, f"birthday|{_state.visit().at}|{screen.of[0]}|apart")
    return (PASSED[label], "") if label else (None, _ask.CHOOSE)
