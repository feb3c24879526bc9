"""先办哪一件: the plan trip by trip; what comes after leads to the days ahead. The words are those of the paper."""

from __future__ import annotations

import streamlit as st

from benefits.coming import count_text, days
from benefits.plan import plan
from benefits.voice import say
from pages import _after, _door, _draw, _state
from takeaway import steps


def show() -> None:
    found = _after.arrive("plan", "先办哪一件")
    if found is None:
        return
    visit = _state.visit()
    one = plan(found, received=visit.open.received)
    st.html(steps.html(one, visit.voice, folded=True))
    _draw.header("带走")
    day = _state.today()
    for label, kind, mime, make in (("存成大字纸（可打印）", "pdf", "application/pdf", lambda: steps.pdf(one, visit.voice, day)),
                                    ("存成网页（可打印）", "html", "text/html", lambda: steps.page(one, visit.voice, day).encode())):
        name = _state.file_name(found, "先办哪一件", day.isoformat())
        st.download_button(label, make, f"{name}.{kind}", mime, key=f"take-plan-{kind}", on_click="ignore",
                           width="stretch")
    if one.events:
        _draw.plain(say(found.book, visit.voice, count_text(found, days(found, one.events))))
        _after.calendar(found, one)
    _after.ways("plan")


_door.enter()
show()
