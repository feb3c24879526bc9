"""The list: what fits, what may, what does not this time, each with its reason, its amount and where to go; then the charts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import streamlit as st

import takeaway
from benefits import InputError, load
from benefits.entries import Entry, Listing, arranged, listing
from benefits.voice import say
from pages import _after, _charts, _check, _desk_parts, _door, _draw, _income, _state, _steps, _take
from takeaway import markup

TODAY, INSIDE = "今天", "期限内的某一天"
STYLE = Path(takeaway.__file__).with_name("list.css")


def choose_day() -> None:
    """As of today, or of a day inside the term of the document."""
    policy, visit = load().policy, _state.visit()
    picked = st.radio("按哪一天算", [TODAY, INSIDE], index=0 if visit.as_of is None else 1, key="which-day", horizontal=True)
    day: date | None = None
    if picked == INSIDE:
        day = st.date_input("选一天", visit.as_of or min(policy.ends, _state.today()), policy.starts, policy.ends,
                            format="YYYY-MM-DD", key="day")
    if day != visit.as_of:
        visit.as_of = day
        st.rerun()


def _rows(found: Listing, status: str, view: str, ticked: set[str]) -> None:
    """The cards of one status under their headings; a row that several headings share is ticked under the first."""
    rows, words = found.eligible if status == "eligible" else found.possible, found.result.book.wording["list"]
    _draw.header(f"{found.heading(status)}（{len(rows)} 项）")
    if not rows:
        _draw.plain(found.labels["none"])
    seen: set[str] = set()
    for group in arranged(found, status, view):
        if group.heading:
            _draw.subheader(group.heading)
        if group.tell:
            _draw.plain(group.tell)
        if status == "possible":
            st.html("".join(markup.card(e, words, 4 if group.heading else 3) for e in group.entries))
            continue
        for entry in group.entries:
            st.html(markup.card(entry, words, 4 if group.heading else 3))
            if entry.id not in seen:
                seen.add(entry.id)
                _tick(entry, ticked, words["tick"])


def _tick(entry: Entry, ticked: set[str], label: str) -> None:
    """已经在领: kept with the answers, changes the badge and the sums."""
    def turn() -> None:
        ticked.symmetric_difference_update({entry.id})

    st.checkbox(label.format(name=entry.name), value=entry.id in ticked, key=f"has|{entry.id}|{entry.received}", on_change=turn)


def show() -> None:
    visit = _state.visit()
    answers = visit.open
    sample = answers.sample if answers else ""
    code = visit.code if not sample else ""
    heading = f"样例：{sample}" if sample else f"{code} 的清单" if code else say(load(), visit.voice, "您家的幸福清单")
    _steps.follow(_draw.arrive(f"results {sample}", heading, _state.code()))
    if code:
        _desk_parts.strip(code)
    if answers is None or not answers.placed:
        _draw.plain("还没有填。先答几页问题，或者打开一个样例。")
        if st.button("去填", type="primary", key="to-questions", width="stretch"):
            st.switch_page("pages/questions.py")
        return
    try:
        result = _state.screened(answers)
    except InputError:
        st.warning("按这一天，有人还没出生，或者填的对不上，算不了。请换一天，或者回去改。")
        choose_day()
        return
    st.html(STYLE)
    found = listing(result, visit.voice, answers.received)
    words, policy = result.book.wording["list"], result.book.policy
    st.html(markup.top(found))
    for line in found.beside:
        _draw.plain(line)
    _draw.small(f"依据：{policy.number}。按 {result.as_of.isoformat()} 算。{words['self_check']}{found.advice}"
                + (words["ticks"] if found.eligible else ""))
    _after.ways()
    more = _steps.following(answers)
    if more is not None and st.button("接着填，能定得更准", key="go-on", width="stretch"):
        _steps.go_on(answers)

    views = words["views"]
    view = st.segmented_control("怎么看", list(views), format_func=views.get, default="money", required=True, key="view")
    _rows(found, "eligible", view, answers.received)
    _rows(found, "possible", view, answers.received)
    if found.distant:
        _draw.header(f"{words['distant']}（{len(found.distant)} 项）")
        _draw.plain(words["distant_why"])
        st.html(markup.folded("看是哪些", markup.lines(f"{name}：{whom}" for name, whom in found.distant)))
    _draw.header(f"{found.heading('ineligible')}（{len(found.refused)} 项）")
    if found.refused:
        st.html(markup.folded("看每一项的原因，什么时候会变", markup.refusals(found.refused)))

    _charts.amounts(found)
    _take.along(found)

    _draw.header("还可以")
    choose_day()
    if _income.offered(answers, (*result.next_questions, *result.amount_questions)):
        _income.way(answers)
    if st.button("核对、修改我的回答" if not sample else "看看样例填了什么", key="to-check", width="stretch"):
        _steps.to_check(answers)
        st.switch_page("pages/questions.py")
    if sample and st.button("关掉样例", key="close-sample", width="stretch"):
        visit.sample = None
        st.switch_page("pages/start.py")
    if visit.own is not None:
        _check.keep_file()
        _check.clear_button()
    _draw.plain(result.book.wording["paper"]["help"])


_door.enter()
show()
