"""Who is in the household: the roster, and whether this year's birthday has been."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from benefits import load
from benefits.interview import Answers, Screen
from benefits.voice import say

from . import _draw, _hand, _state, _steps
from ._read import Unclear, birth, tidy

MOST = 15  # members a visitor can enter by hand
HEADS = {**{f"{n} 口": n for n in range(1, 9)}, "9 口或更多": 0}
PASSED = {"过了": True, "还没过": False, "不清楚": "?"}


def _typed(label: str, before: str, key: str) -> tuple[dict | None, str]:
    """A year or an age: the birth, or what to change. What it means is shown at once."""
    text = st.text_input(label, before, key=key, max_chars=12, placeholder="比如 1944")
    if not tidy(text):
        return None, ""
    try:
        born = birth(text, _state.today(), int(load().facts["age"].maximum))
    except Unclear as error:
        return None, str(error)
    if "day" in born and len(born) == 1:
        return born, ""
    age = born["age"] if "age" in born else _state.today().year - born["year"]
    st.caption(f"今年满 {age} 周岁。" if "year" in born else f"{age} 周岁。")
    return {**born, "day": _state.today().isoformat()}, ""


def _text(born: dict) -> str:
    return str(born["year"]) if "year" in born else f"{born['age']}岁" if "age" in born else ""


def roster(answers: Answers, top) -> bool:
    """Draws the page; True once everybody is in and 继续 was pressed."""
    book, visit = load(), _state.visit()
    first = answers.members[0]["id"]
    mine, problem = _typed("出生年份，或岁数" if answers.alone else say(book, visit.voice, "您的出生年份，或岁数", "本人" if visit.voice
                           == "other_family" else ""), _text(answers.born.get(first, {})), f"born|{first}")
    slot = st.container()
    heads = None
    one_more: OneMore | None = None
    if answers.alone:
        before = next((label for label, n in HEADS.items() if n == (answers.heads or 0)), None) if answers.gathered else None
        heads = st.radio(say(book, visit.voice, "您家里一起过日子的，有几口人？"), list(HEADS), None if before is None else
                         list(HEADS).index(before), key="heads", width="stretch")
    else:
        one_more = _others(answers)
    if st.button("继续", type="primary", key="onward", width="stretch"):
        if mine is None or problem:
            _wrong(top, slot, problem or "请写出生年份。只记得岁数，就写 82岁。")
        elif answers.alone and heads is None:
            _wrong(top, slot, "请选家里有几口人。")
        elif one_more and one_more.problem:
            _wrong(top, one_more.slot, one_more.problem)
        else:
            if one_more and one_more.relation and one_more.born:  # written, and 继续 pressed in place of 加上这个人
                answers.add_member(one_more.relation, one_more.born)
            if answers.born.get(first, {}).get("year") != mine.get("year") or "age" in mine:
                answers.born[first] = mine
            answers.heads = (HEADS[heads] or None) if answers.alone else None
            answers.gathered = True
            return True
    return False


@dataclass(frozen=True)
class OneMore:
    """What stands in the form for one more person, and what is still to be put right in it; nothing of both = an empty form."""

    relation: str | None
    born: dict | None
    problem: str
    slot: DeltaGenerator


def _others(answers: Answers) -> OneMore | None:
    """The cards of the others, and the form for one more: relation, year, add. Returns what stands in the form."""
    book = load()
    for member in answers.members[1:]:
        name = _steps.called(answers, member["id"])
        st.html(f"<p><b>{name}</b></p>")
        if st.button(f"去掉：{name}", key=f"drop|{member['id']}", width="stretch"):
            answers.drop_member(member["id"])
            st.rerun()
    if len(answers.members) >= MOST:
        _draw.small(f"最多写 {MOST} 个人。")
        return None
    n = len(answers.members)
    _draw.header("再加一个人")
    relations = {o.label: o.value for o in book.facts["relation"].options if o.value != "self"}
    label = st.radio("和本人的关系", list(relations), None, key=f"relation|{n}", width="stretch")
    born, problem = _typed("这个人的出生年份，或岁数", "", f"new|{n}")
    slot = st.container()
    lacking = problem or ("请选和本人的关系。" if label is None else "" if born else "请写出生年份。只记得岁数，就写 82岁。")
    if st.button("加上这个人", key=f"add|{n}", width="stretch"):
        if label is None or born is None:
            slot.error(lacking)
        else:
            answers.add_member(relations[label], born)
            st.rerun()
    begun = label is not None or born is not None or bool(problem)
    return OneMore(relations[label] if label else None, born, lacking if begun else "", slot)


def _wrong(top, slot, problem: str) -> None:
    top.error(problem)
    slot.error(problem)


def birthday(answers: Answers, screen: Screen) -> tuple[object | None, str]:
    """Whether this year's birthday has been: True, False or "?" (不清楚), or what to change."""
    label = _hand.radio("今年的生日", list(PASSED), None, f"birthday|{screen.of[0]}")
    return (PASSED[label], "") if label else (None, "请选一个。不知道就选“不清楚”。")
