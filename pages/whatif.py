"""换一换: one answer changed, beside today; and what a higher income would change. Holds no rule."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import Any

import streamlit as st

from benefits import InputError, Screening
from benefits.interview import SUM
from benefits.listing import who
from benefits.model import Fact
from benefits.screen import words_of
from benefits.timeline import YEARS, birthday
from benefits.voice import say
from benefits.whatif import SAME, WhatIf, beside, changeable, in_words, sections, sums, unlikely_lines
from pages import _after, _curve, _door, _draw, _income, _state
from pages._read import Unclear, number

DAY, NOW = "换一天看", "不清楚"
FEW = 6  # so many options stand open


def show() -> None:
    before = _after.arrive("whatif", "换一换")
    if before is None:
        return
    _draw.plain("改一样，看看多了什么、少了什么。")
    _draw.small("只是看看。原来填的不会变。")
    places = {say(before.book, _state.visit().voice, who(before, None if p == "household" else p)): p for p in changeable(before)}
    chosen = st.radio("改谁的", [*places, DAY], None, key="whatif-place", width="stretch")
    slot, change = _change(before, places[chosen]) if chosen in places else (None if chosen else "请先选改谁的。", {})
    last = birthday(before.as_of, YEARS)
    on = st.date_input("看哪一天", before.as_of + timedelta(days=365), before.as_of, last, format="YYYY-MM-DD",
                       key="whatif-day") if chosen == DAY else None
    visit, now = _state.visit(), (chosen, slot, tuple(change.items()), on)
    if st.button("看会怎样", type="primary", key="whatif-go", width="stretch"):
        visit.looked = now
    if visit.looked == now:  # the outcome stays until something else is chosen
        try:
            if slot:
                raise Unclear(slot)
            _answer(beside(before, change, on))
        except Unclear as problem:
            st.error(str(problem))
        except InputError as error:
            for line in error.problems:
                st.error(_draw.bare(in_words(line, before.book) + "。"))
    _more(before)
    _after.ways("whatif")


def _change(before: Screening, place: str) -> tuple[str | None, dict[str, Any]]:
    """The fact and its new answer, or what is wrong with what was typed."""
    words = words_of(before.book)
    found, topics = changeable(before)[place], before.book.topics
    labels = {topics[t].title: t for t in dict.fromkeys(f.topic for f in found)}
    topic = labels[st.selectbox("哪方面", list(labels), key=f"whatif-topic|{place}", filter_mode=None)]
    of_topic = {f.said: f for f in found if f.topic == topic}
    chosen = st.radio("改哪一样", list(of_topic), None, key=f"whatif-fact|{place}|{topic}", width="stretch")
    if chosen is None:
        return "请选改哪一样。", {}
    fact = of_topic[chosen]
    household = before.household
    held = household.facts if place == "household" else next(p.facts for p in household.people if p.id == place)
    value = held.get(fact.id, household.spans.get((None if place == "household" else place, fact.id)))
    _draw.plain(f"现在：{words.value(fact, value)}")
    key = f"whatif|{place}|{fact.id}"
    if fact.type in ("int", "number"):
        try:
            return None, {f"{place}.{fact.id}": number(st.text_input(f"改成（{fact.unit.split('/')[0]}）", key=key, max_chars=12), fact)}
        except Unclear as problem:
            return str(problem), {}
    options = _options(before, fact)
    draw: Any = st.radio if len(options) <= FEW else st.selectbox
    more = {"width": "stretch"} if len(options) <= FEW else {"filter_mode": None, "placeholder": "点这里选"}
    picked = draw("改成", list(options), None, key=key, **more)
    return (None, {f"{place}.{fact.id}": options[picked]}) if picked else ("请选改成什么。", {})


def _options(before: Screening, fact: Fact) -> dict[str, Any]:
    words = words_of(before.book)
    if fact.type == "bool":
        return {fact.yes: True, fact.no: False, NOW: None}
    return {words.label(fact, o.value): o.value for o in fact.options} | {NOW: None}


def _answer(one: WhatIf) -> None:
    """Rows and yuan beside today."""
    def said(text: str) -> str:
        return say(one.before.book, _state.visit().voice, text)
    _draw.header("会这样变")
    for note in one.after.notes if one.after.term != one.before.term else []:
        st.warning(note)
    for line in unlikely_lines(one):
        st.warning(said(line))
    told = sections(one)
    totals = sums(one) or ([] if told else [SAME])
    st.html('<div class="lead" role="status">' + "".join(f"<p>{escape(said(line))}</p>" for line in totals) + "</div>")
    for title, lines in told:
        _draw.subheader(title)
        _draw.bullets(said(line.replace("｜", "，给")) for line in lines)


# --- more income ---------------------------------------------------------------------------------------------------

def _more(result: Screening) -> None:
    """The steps ahead of the own income; the whole curve for whoever works on it for others."""
    _draw.header("收入多了会怎样")
    visit = _state.visit()
    if st.toggle("看一看", key="whatif-income"):
        told = _curve.section(result, visit.voice, whole=bool(visit.worker or visit.code or visit.open.sample))
        if not told and _income.offered(visit.open, ((None, SUM),)):
            _income.way(visit.open)


_door.enter()
show()
