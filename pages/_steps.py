"""The order of the pages of the questionnaire: who, where, hukou, then whatever can still change the list."""

from __future__ import annotations

import streamlit as st

from benefits import InputError, load
from benefits.interview import next_round
from benefits.listing import who

from . import _state
from ._state import Answers, Key, Step

FACTS_A_PAGE = 3
AGES = ("age", "birth_date")


def called(answers: Answers) -> dict[str, str | None]:
    """How each person is called on the screen: None = 您, others by relation and age. Needs usable answers."""
    result = _state.screened(answers)
    return {p.id: None if p.facts["relation"] == "self" else who(result, p.id) for p in result.household.people}


def following(answers: Answers, amounts: bool = False) -> Step | None:
    """The page to show next, or None when nothing more can change the list (or, with `amounts`, an amount)."""
    members = [m["id"] for m in answers.members]
    if any((m, "age") not in answers.asked for m in members):
        half = [m for m in members if (m, "age") not in answers.asked]
        return Step("birthdays") if all(answers.born.get(m) for m in half) else Step("people")
    if (None, "residence") not in answers.asked:
        return Step("topic", "people", ((None, "residence"),))
    hukou = tuple((m, "hukou") for m in members if (m, "hukou") not in answers.asked)
    if hukou:
        return Step("topic", "hukou", hukou)
    found = next_round(_state.screened(answers), answers.asked, amounts)
    if found is None:
        return None
    names = list(dict.fromkeys(name for _, name in found.keys))[:FACTS_A_PAGE]
    if names[0] == "income":
        return Step("income", found.topic)
    return Step("topic", found.topic, tuple(k for k in found.keys if k[1] in names and k[1] != "income"))


def onward(answers: Answers) -> None:
    """Leaves the page just answered: back to the check page it was opened from, or to the next one."""
    done = answers.history[-1]
    step = Step("check") if done.editing else following(answers) or Step("check")
    show(answers, step)


def show(answers: Answers, step: Step) -> None:
    if step.kind == "check":
        to_check(answers)
    else:
        answers.history.append(step)
    st.rerun()


def to_check(answers: Answers) -> None:
    """Puts the check page last: 上一页 from there leads to the page gone through before."""
    answers.history = [s for s in answers.history if s.kind != "check" and not s.editing] + [Step("check")]


def back(answers: Answers) -> None:
    left = answers.history.pop()
    if left.editing:
        to_check(answers)
    st.rerun()


def keep(answers: Answers, values: dict[Key, object]) -> list[str]:
    """Takes the answers over, if the household stays sound; otherwise says what does not fit and keeps the old ones."""
    before = {key: (answers.get(key), key in answers.asked) for key in values}
    for key, value in values.items():
        answers.put(key, value)
    try:
        _state.prune(answers)
        _state.screened(answers)
    except InputError as error:
        for key, (value, asked) in before.items():
            answers.put(key, value)
            if not asked:
                answers.asked.discard(key)
        return [_friendly(problem) for problem in error.problems]
    return []


def _friendly(problem: str) -> str:
    """The engine's line without its field names, with the Chinese name of the fact."""
    where, _, rest = problem.partition("：")
    book = load()
    name = where.rpartition(".")[2]
    for other in book.facts.values():
        rest = rest.replace(f"{other.id} ", f"“{other.label}”").replace(f"{other.id}（", f"“{other.label}”（")
    return f"{book.facts[name].label if name in book.facts else '这一页'}：{rest}"
