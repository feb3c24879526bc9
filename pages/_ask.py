"""One question on the screen: draws a fact for the people it is asked of, and reads the answer back. Holds no rule.

Nothing is chosen beforehand; 不清楚 stands last and leaves the fact unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from benefits.model import Fact

from . import _draw
from ._read import Unclear, number
from ._state import Answers, Key

UNKNOWN, NOBODY, EMPTY = "不清楚", "都没有", None
FEW_GRADES = 6  # a whole number with so few values is a choice


@dataclass
class Field:
    """What one question brought: values by key (None = 不清楚), or what to change."""

    fact: Fact
    question: str
    slot: Any
    values: dict[Key, Any] = field(default_factory=dict)
    problem: str = ""


def question_for(fact: Fact, whom: str | None) -> str:
    """The question about one person: 您 becomes that person, except for the resident."""
    if whom is None:
        return fact.question
    return fact.question.replace("您", whom) if "您" in fact.question else f"{whom}：{fact.question}"


def question_about(fact: Fact) -> str:
    """The question put once for several people."""
    if fact.type == "bool":
        return f"谁{fact.yes}？" if fact.question.startswith(("您", "孩子")) else fact.question
    return fact.question.replace("您", "家里人")


def ask(answers: Answers, fact: Fact, people: list[tuple[str | None, str | None]], place: str) -> Field:
    """Draws a fact for `people` (id and how they are called; called None = the resident, or the household).

    place: makes the widgets of this page different from those of any other.
    """
    single = len(people) == 1
    question = question_for(fact, people[0][1]) if single else question_about(fact)
    _draw.header(question)
    if fact.help:
        _draw.small(fact.help + ("" if fact.help[-1] in "。？" else "。"))
    if not single and len(people) < len(answers.members):
        _draw.small("只问：" + "、".join(called or "您" for _, called in people) + "。")
    found = Field(fact, question, st.container())
    draw = _one if single else _several
    if fact.type == "bool" and not single:
        draw = _who
    elif fact.type == "choices":
        draw = _tick
    elif fact.type in ("int", "number") and not _graded(fact):
        draw = _numbers
    draw(answers, found, people, place)
    return found


def _graded(fact: Fact) -> bool:
    return fact.type == "int" and fact.maximum is not None and fact.maximum - fact.minimum < FEW_GRADES


def _options(fact: Fact) -> dict[str, Any]:
    """Label to value, 不清楚 last."""
    if fact.type == "bool":
        found: dict[str, Any] = {fact.yes: True, fact.no: False}
    elif fact.type == "choice":
        found = {o.label: o.value for o in fact.options}
    else:
        found = {f"{n} {fact.unit}": n for n in range(int(fact.minimum), int(fact.maximum or 0) + 1)}
    return {**found, UNKNOWN: None}


def _chosen(answers: Answers, key: Key, options: dict[str, Any]) -> int | None:
    """The place of the answer given before, or None."""
    if key not in answers.asked:
        return None
    return list(options.values()).index(answers.get(key))


def _box(label: str, chosen: bool, key: str) -> bool:
    return st.checkbox(_draw.bare(label), chosen, key=key, width="stretch")


def _one(answers: Answers, found: Field, people, place: str) -> None:
    key = people[0][0], found.fact.id
    options = _options(found.fact)
    label = st.radio(found.question, list(options), index=_chosen(answers, key, options), key=f"{place}|{key}",
                     label_visibility="collapsed", width="stretch")
    if label is None:
        found.problem = "请选一个，不知道就选“不清楚”"
    else:
        found.values[key] = options[label]


def _several(answers: Answers, found: Field, people, place: str) -> None:
    """The same choice for several people: once for all, and apart for those who differ."""
    options = _options(found.fact)
    before = {who: _chosen(answers, (who, found.fact.id), options) for who, _ in people}
    same = set(before.values())
    common = same.pop() if len(same) == 1 else None
    st.caption("大家一样，选一次就行。有人不一样，再到下面单独选。")
    for_all = st.radio(found.question, list(options), index=common, key=f"{place}|all|{found.fact.id}",
                       label_visibility="collapsed", width="stretch")
    own = {}
    with st.expander("有人不一样，单独选", expanded=common is None and any(v is not None for v in before.values())):
        for who, called in people:
            own[who] = st.selectbox(called or "您", list(options), index=before[who] if common is None else None,
                                    key=f"{place}|{who}|{found.fact.id}", placeholder="和上面一样", filter_mode=None)
    left = [called or "您" for who, called in people if own[who] is None and for_all is None]
    if left:
        found.problem = "请选一个，不知道就选“不清楚”" if len(left) == len(people) else "这几个人还没选：" + "、".join(left)
    for who, _ in people:
        label = own[who] if own[who] is not None else for_all
        if label is not None:
            found.values[who, found.fact.id] = options[label]


def _who(answers: Answers, found: Field, people, place: str) -> None:
    """A yes-or-no question put once: who is it? Those not chosen are a no, or unknown with 不清楚."""
    name = found.fact.id
    if found.question == found.fact.question:
        st.caption("选“是”的人。")
    keys = [(who, name) for who, _ in people]
    seen = all(k in answers.asked for k in keys)
    before = {k: answers.get(k) for k in keys}
    chosen = [k for (_, called), k in zip(people, keys, strict=True) if _box(called or "您", before[k] is True, f"{place}|{k}")]
    nobody = _box(NOBODY, seen and all(v is False for v in before.values()), f"{place}|none|{name}")
    unsure = _box(UNKNOWN, seen and None in before.values(), f"{place}|unknown|{name}")
    if not chosen and not nobody and not unsure:
        found.problem = "请选人，或者选“都没有”“不清楚”"
    elif nobody and (chosen or unsure):
        found.problem = "选了“都没有”，就不要再选别的"
    found.values = {k: True if k in chosen else None if unsure else False for k in keys}


def _tick(answers: Answers, found: Field, people, place: str) -> None:
    """Several things may hold at once."""
    for who, called in people:
        key = who, found.fact.id
        before = answers.get(key)
        if len(people) > 1:
            _draw.small(called or "您")
        chosen = [o.value for o in found.fact.options if _box(o.label, o.value in (before or ()), f"{place}|{key}|{o.value}")]
        nothing = _box(NOBODY, before == [], f"{place}|{key}|none")
        unsure = _box(UNKNOWN, key in answers.asked and before is None, f"{place}|{key}|unknown")
        if not chosen and not nothing and not unsure:
            found.problem = "请选一样，或者选“都没有”“不清楚”"
        elif (nothing and (chosen or unsure)) or (unsure and chosen):
            found.problem = "选了“都没有”或“不清楚”，就不要再选别的"
        found.values[key] = None if unsure else chosen


def _numbers(answers: Answers, found: Field, people, place: str) -> None:
    fact = found.fact
    for who, called in people:
        key = who, fact.id
        before = answers.get(key)
        label = fact.unit if len(people) == 1 else f"{called or '您'}（{fact.unit}）"
        typed = st.text_input(label or fact.label, "" if before is None else str(before), key=f"{place}|{key}", max_chars=20)
        unsure = _box("不清楚，或不想说" if fact.topic == "income" else UNKNOWN, key in answers.asked and before is None,
                      f"{place}|{key}|unknown")
        lead = f"{called or '您'}：" if len(people) > 1 else ""
        if unsure and typed.strip():
            found.problem = lead + "填了数，就不要选“不清楚”"
        elif unsure:
            found.values[key] = None
        elif not typed.strip():
            found.problem = lead + "请填一个数，不知道就选“不清楚”"
        else:
            try:
                found.values[key] = number(typed, fact)
            except Unclear as error:
                found.problem = lead + str(error)
