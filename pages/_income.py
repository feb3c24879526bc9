"""收入，一笔一笔填: what the household earns item by item, so that what the law leaves out is left out. Holds no rule."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from benefits import load
from benefits.household import MOST_INCOMES, OF_THE_HOUSEHOLD, WITH_MONTHS
from benefits.interview import SUM, Answers
from benefits.model import Fact
from benefits.rules import Key
from benefits.voice import say

from . import _around, _draw, _state, _steps
from ._read import Unclear, number
from ._state import Spot

TITLE = "收入，一笔一笔填"
HOW = {"按月算": "monthly", "按年算": "annual", "不清楚多少": ""}


def offered(answers: Answers, wanted: Iterable[Key] = ()) -> bool:
    """Whether there is a way here: something was said about income, or it is among the facts wanted. Not where only one of
    several people is asked about."""
    return (not answers.alone or answers.heads == 1) and (
        answers.items is not None or SUM in answers.data["household"] or any(name == SUM for _, name in wanted)
        or any(load().questions[r["q"]].fact == SUM for r in answers.records))


def way(answers: Answers) -> None:
    """The button that leads here."""
    if answers.income_open:
        _draw.plain("收入还没填完，先不当全部算。")
    if st.button(TITLE if answers.items is None else f"改：{TITLE}", key="to-income", width="stretch"):
        if not _state.visit().spots:
            _steps.to_check(answers)
        _steps.go(Spot("income"))


def written(answers: Answers) -> None:
    """What is written so far, to be read over."""
    for entry in answers.items or ():
        _draw.plain(_line(answers, entry))
    if answers.items == [] and not answers.income_open:
        _draw.plain("填的是：没有收入。")


def _name(answers: Answers, member: str) -> str:
    return _steps.called(answers, member) or say(load(), _state.voice(), "您本人")


def _line(answers: Answers, entry: dict) -> str:
    """One item in words."""
    kind = next(o.said for o in load().facts["income"].options if o.value == entry["kind"])
    amounts = [f"{when} {entry[key]:,} 元" for when, key in (("每月", "monthly"), ("每年", "annual")) if entry.get(key) is not None]
    months = entry.get("months_in_job")
    return "，".join([*([_name(answers, entry["member"])] if entry.get("member") else []), kind, *(amounts or ["不清楚多少"]),
                     *([f"做了 {months} 个月"] if months is not None else [])])


def items(answers: Answers, spot: Spot) -> None:
    """What is written so far; one more, one less, none at all, or nothing said."""
    visit, given = _state.visit(), answers.items
    _steps.follow(_draw.arrive(f"s{visit.at}", TITLE, _state.code()))
    _draw.plain("有的钱按规定不算收入。一笔一笔填，才分得清。")
    _draw.plain("家里每个人的都要写。写全了，点“就这些”。")
    if given is None:
        _draw.small("填了这里，别处填的总数就不用了。")
    elif not given and not answers.income_open:
        _draw.plain("填的是：没有收入。")
    for i, entry in enumerate(given or ()):
        _draw.plain(f"{i + 1}. {_line(answers, entry)}")
        if st.button(f"去掉第 {i + 1} 笔", key=f"drop-item|{i}", width="stretch"):
            answers.put_items(given[:i] + given[i + 1:] or None, complete=not answers.income_open)
            st.rerun()
    if len(given or ()) < MOST_INCOMES and st.button("加一笔", key="add-item", type="secondary" if given else "primary", width="stretch"):
        _steps.go(Spot("item"))
    if given and st.button("就这些，看结果", key="items-done", type="primary", width="stretch"):
        _leave(answers, given)
    if not given and st.button("没有收入", key="no-income", width="stretch"):
        _leave(answers, [])
    if st.button("不想填", key="not-said", width="stretch"):
        _leave(answers, None)


def _leave(answers: Answers, given: list[dict] | None) -> None:
    answers.put_items(given)
    st.switch_page(_steps.RESULTS)


def item(answers: Answers, spot: Spot) -> None:
    """One more item: which, whose, how much, for work how long."""
    visit, fact = _state.visit(), load().facts["income"]
    place = f"{visit.at}|{len(answers.items or ())}"
    _steps.follow(_draw.arrive(f"s{visit.at}", "加一笔收入", _state.code()))
    top = st.container()
    kinds = {o.value: o for o in fact.options}
    kind = _radio("是什么钱？", {o.said: o.value for o in fact.options}, f"kind|{place}", [o.help for o in fact.options])
    member = answers.members[0]["id"] if kind else None
    if kind and len(answers.members) > 1 and kind not in OF_THE_HOUSEHOLD:
        member = _radio("是谁的？", {_name(answers, m["id"]): m["id"] for m in answers.members}, f"of|{place}")
    how = _radio("怎么算？", HOW, f"how|{place}|apart") if member else None
    typed = st.text_input("多少元", key=f"sum|{place}", max_chars=20) if how else ""
    months = st.text_input("做了几个月？不知道就空着", key=f"months|{place}", max_chars=8) if kind in WITH_MONTHS else ""
    slot = st.container()
    if _around.primary("加上这一笔"):
        try:
            if kind is None or member is None or how is None:
                raise Unclear("请选是什么钱。" if kind is None else "请选是谁的。" if member is None else
                              "请选怎么算。不知道就选“不清楚多少”。")
            entry = {"kind": kinds[kind].value, **({} if kind in OF_THE_HOUSEHOLD else {"member": member})}
            most = load().facts[SUM].maximum
            if how:
                entry[how] = _number(typed, most if how == "monthly" else most * 12, "元")
            if months.strip():
                entry["months_in_job"] = _number(months, 1200, "个月", "int")
        except Unclear as error:
            for where in (top, slot):
                where.error(_draw.bare(str(error)))
        else:
            answers.put_items([*(answers.items or ()), entry], complete=False)
            _steps.back()
    if _around.button("不加了", "back"):
        _steps.back()


def _radio(label: str, options: dict[str, str], key: str, captions: list[str] | None = None) -> str | None:
    """The value of what is chosen; None = nothing yet."""
    chosen = st.radio(label, list(options), None, key=key, captions=captions, width="stretch", format_func=_draw.bare)
    return None if chosen is None else options[chosen]


def _number(typed: str, most, unit: str, kind: str = "number") -> int | float:
    """The number typed, as the answers keep it: in JSON, where a float stands for the decimals that were written."""
    bounds: Fact = load().facts[SUM].model_copy(update={"maximum": most, "unit": unit, "type": kind})
    found = number(typed, bounds)
    return found if isinstance(found, int) else float(found)
