"""The pages of the questionnaire that are not one question each: who is in the household, and income item by item."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from benefits import load
from benefits.household import MOST_MEMBERS, OF_THE_HOUSEHOLD, WITH_MONTHS
from benefits.listing import who
from benefits.schema import INCOME_LABELS

from . import _draw, _state, _steps
from ._read import Birth, Unclear, birth, number, tidy
from ._state import Answers, Step
from ._topic import buttons, complain

UNKNOWN = "不清楚"


def roster(answers: Answers, step: Step) -> None:
    """Relation and birth of everyone in the household; exactly one is 本人."""
    book = load()
    relations = {o.value: o.label for o in book.facts["relation"].options if o.value != "self"}
    _draw.arrive("people", "家里有哪些人")
    _draw.plain("第一个是您（或者您帮忙查的那个人），再加一起过日子的家里人。不用写名字。")
    top = st.container()
    drop = None
    rows = []
    with st.form("people", enter_to_submit=False, border=False):
        for i, member in enumerate(answers.members):
            ident, applicant = member["id"], member["relation"] == "self"
            _draw.header("本人" if applicant else f"第 {i + 1} 个人")
            slot = st.container()
            relation = "self"
            if not applicant:
                told = member["relation"] if (ident, "relation") in answers.asked else None
                relation = _pick("和本人的关系", relations, told, f"relation|{ident}")
            typed = st.text_input("出生日期、年份或周岁", value=answers.born.get(ident, ""), key=f"born|{ident}",
                                  placeholder="如 1944-05-01、1944 或 82 岁", max_chars=24)
            unsure = st.checkbox(UNKNOWN, value=(ident, "age") in answers.asked and not answers.born.get(ident),
                                 key=f"unsure|{ident}", width="stretch")
            if not applicant and st.form_submit_button(f"去掉第 {i + 1} 个人", key=f"drop|{ident}", width="stretch"):
                drop = ident
            rows.append((slot, member, relation, typed, unsure, f"第 {i + 1} 个人：" if not applicant else "本人："))
        more = len(answers.members) < MOST_MEMBERS and st.form_submit_button("再加一个人", key="add", width="stretch")
        _draw.small("照身份证上写的，不算虚岁。")
        onward, back, results = buttons(answers)
    if not (drop or more or onward or back or results):
        return
    wrong = []
    for slot, member, relation, typed, unsure, called in rows:
        problem = _take(answers, member, relation, typed, unsure)
        if problem and member["id"] != drop:
            wrong.append((slot, called, problem))
    if drop:
        answers.drop_member(drop)
        st.rerun()
    if more:
        answers.add_member()
        st.rerun()
    if onward and wrong:
        complain(top, wrong)
    elif back:
        _steps.back(answers)
    elif results:
        st.switch_page("pages/results.py")
    else:
        problems = _steps.keep(answers, {})
        if problems:
            complain(top, [(None, "", p) for p in problems])
        elif step.editing and any((m["id"], "age") not in answers.asked for m in answers.members):
            _steps.show(answers, Step("birthdays", editing=True))
        else:
            _steps.onward(answers)


def _take(answers: Answers, member: dict, relation: str | None, typed: str, unsure: bool) -> str:
    """Keeps what was written about one person; says what is wrong with it."""
    book, ident = load(), member["id"]
    if relation is None:
        return "请选和本人的关系"
    answers.put((ident, "relation"), relation)
    if unsure and tidy(typed):
        return "写了出生日期或岁数，就不要选“不清楚”"
    if not unsure and not tidy(typed):
        return "请写出生日期、年份或周岁，不知道就选“不清楚”"
    try:
        found = Birth() if unsure else birth(typed, _state.today(), int(book.facts["age"].maximum))
    except Unclear as error:
        return str(error)
    if typed == answers.born.get(ident) and (ident, "age") in answers.asked:
        return ""  # nothing new: a birthday answered before stays answered
    answers.born[ident] = "" if unsure else typed
    for name, value in (("age", found.age), ("birth_date", found.day)):
        answers.put((ident, name), value)
    if found.year is not None:
        answers.asked.discard((ident, "age"))
    return ""


def birthdays(answers: Answers, step: Step) -> None:
    """Whoever gave only a year: has this year's birthday been?"""
    options = {"过了": 0, "还没过": 1, UNKNOWN: None}
    year = _state.today().year
    pending = [m for m in answers.members if (m["id"], "age") not in answers.asked]
    names = {p.id: who(result, p.id) for result in [_state.screened(answers)] for p in result.household.people}
    _draw.arrive("birthdays", "今年的生日过了吗")
    top = st.container()
    rows = []
    with st.form("birthdays", enter_to_submit=False, border=False):
        for member in pending:
            born = birth(answers.born[member["id"]], _state.today(), 130).year or year
            called = f"{names[member['id']]}，{born} 年生"
            _draw.header(called)
            slot = st.container()
            label = st.radio(called, list(options), index=None, key=f"birthday|{member['id']}", label_visibility="collapsed",
                             width="stretch")
            rows.append((slot, called, member["id"], born, label))
        onward, back, results = buttons(answers)
    if back:
        _steps.back(answers)
    elif onward or results:
        wrong = [(slot, called, "请选一个，不知道就选“不清楚”") for slot, called, _, _, label in rows if label is None]
        if wrong:
            complain(top, wrong)
            return
        for _, _, ident, born, label in rows:
            late = options[label]
            answers.put((ident, "age"), None if late is None else max(0, year - born - late))
        _steps.onward(answers)


def income(answers: Answers, step: Step) -> None:
    """Income item by item; stands in place of the one monthly sum."""
    book = load()
    names = {ident: called or "您" for ident, called in _steps.called(answers).items()}
    if not answers.drafts:
        answers.drafts = [_draft(e) for e in answers.data["household"].get("income") or []] or [{}]
    _draw.arrive("income", "一项一项填收入")
    _draw.plain("每月多少写每月的；一年给一次的，除以 12 再写。有的收入按规定可以不算，填了会自动不算。")
    top = st.container()
    rows, drop = [], None
    with st.form("income", enter_to_submit=False, border=False):
        for i, draft in enumerate(answers.drafts):
            _draw.header(f"第 {i + 1} 项")
            slot = st.container()
            place = f"{i}|{len(answers.drafts)}"
            kind = _pick("哪种收入", INCOME_LABELS, draft.get("kind"), f"kind|{place}")
            member = _pick("谁的", names, draft.get("member"), f"of|{place}")
            monthly = st.text_input("每月多少元（不清楚就空着）", draft.get("monthly", ""), key=f"monthly|{place}", max_chars=12)
            months = st.text_input("干了几个月（只有首次就业、自主创业要写）", draft.get("months", ""), key=f"months|{place}",
                                   max_chars=5)
            rows.append((slot, {"kind": kind, "member": member, "monthly": monthly, "months": months}))
            if st.form_submit_button(f"去掉第 {i + 1} 项", key=f"drop-income|{i}", width="stretch"):
                drop = i
        more = st.form_submit_button("再加一项", key="add-income", width="stretch")
        nothing = st.form_submit_button("家里没有任何收入", key="no-income", width="stretch")
        onward, back, results = buttons(answers)
    if not (more or nothing or onward or back or results or drop is not None):
        return
    drafts = [draft for _, draft in rows]
    if drop is not None:
        answers.drafts = drafts[:drop] + drafts[drop + 1:] or [{}]
        st.rerun()
    if more:
        answers.drafts = [*drafts, {}]
        st.rerun()
    entries, wrong = [], []
    for i, (slot, draft) in enumerate(rows):
        try:
            entries.append(_entry(draft, book))
        except Unclear as error:
            wrong.append((slot, f"第 {i + 1} 项：", str(error)))
    if wrong and onward and not nothing:
        complain(top, wrong)
        return
    if onward or nothing:
        before = answers.data["household"].pop("monthly_income", None)
        problems = _steps.keep(answers, {(None, "income"): [] if nothing else entries, (None, "monthly_income"): None})
        if problems:
            answers.put((None, "monthly_income"), before)
            complain(top, [(None, "", p) for p in problems])
            return
        answers.drafts = []
        _steps.onward(answers)
    answers.drafts = drafts
    if back:
        _steps.back(answers)
    st.switch_page("pages/results.py")


def _pick(label: str, options: dict[str, str], chosen: str | None, key: str) -> str | None:
    place = list(options).index(chosen) if chosen in options else None
    return st.selectbox(label, list(options), place, options.get, key, placeholder="点这里选", filter_mode=None)


def _draft(entry: dict) -> dict:
    yearly = entry.get("annual")
    monthly = entry.get("monthly") if yearly is None else round(Decimal(str(yearly)) / 12, 2)
    return {"kind": entry["kind"], "member": entry.get("member"), "monthly": "" if monthly is None else str(monthly),
            "months": "" if entry.get("months_in_job") is None else str(entry["months_in_job"])}


def _entry(draft: dict, book) -> dict:
    kind, member = draft["kind"], draft["member"]
    if kind is None:
        raise Unclear("请选哪种收入")
    if member is None and kind not in OF_THE_HOUSEHOLD:
        raise Unclear("请选是谁的")
    found = {"kind": kind}
    if member is not None:
        found["member"] = member
    if draft["monthly"].strip():
        found["monthly"] = number(draft["monthly"], book.facts["monthly_income"])
    if draft["months"].strip() and kind in WITH_MONTHS:
        found["months_in_job"] = number(draft["months"], book.facts["registered_unemployed_months"])
    return found
