"""The list: what fits, what may, what does not this time, each with its reason, its amount and where to go; then the charts."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path

import streamlit as st

import takeaway
from benefits import load
from benefits.adjust import rests_on_own
from benefits.bars import charts
from benefits.entries import Listing, arranged, listing
from benefits.explain import date_text
from benefits.figures import OWN
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


PARTS = {key: f"part-{key}" for key in ("eligible", "possible", "ineligible", "money", "take", "more")}
MANY = 5  # rows from which on another order helps


def _group(found: Listing, status: str) -> None:
    """The rows of one status under their headings, in the order the visitor chose; before those that fit what is received already."""
    rows, words = found.eligible if status == "eligible" else found.possible, found.result.book.wording["list"]
    parts, view = [markup.head(PARTS[status], found.title(status))], "money"
    if not rows:
        parts.append(f"<p>{escape(found.labels['none'])}</p>")
    elif status == "eligible":
        st.html(parts.pop())
        if len(rows) > MANY:
            view = st.segmented_control("怎么看", list(words["views"]), format_func=words["views"].get, default="money", required=True,
                                        key="view", label_visibility="collapsed")
        _ticks(found)
    elif len(found.eligible) > MANY:
        view = st.session_state.get("view", "money")
    parts += [markup.group(g, words) for g in arranged(found, status, view)]
    if len(rows) > MANY:
        parts.append(markup.up(words))
    st.html("".join(parts))


def _ticks(found: Listing) -> None:
    """已经在领: kept with the answers, changes the badges and the sums."""
    words, ticked = found.result.book.wording["list"], _state.visit().open.received
    with st.expander(words["ticks"]):
        for e in sorted(found.eligible, key=lambda e: e.found[0].benefit.order):
            label = words["tick"].format(name=e.name, had=words["received"]["had"]["cash" if e.cash else "use"])
            st.checkbox(label, value=e.received, key=f"has|{e.id}|{e.received}",
                        on_change=ticked.symmetric_difference_update, args=({e.id},))


def _more(found: Listing) -> None:
    """The way to what may still be answered, before the rows: on the way, else a birthday that was not known and what was not asked."""
    answers, result = _state.visit().open, found.result
    if _steps.following(answers) is not None:
        if st.button("接着填，能定得更准", type="secondary" if found.eligible else "primary", key="go-on", width="stretch"):
            _steps.go_on(answers)
        return
    whose = [_steps.named(answers, who) if len(answers.members) > 1 else "" for who in _steps.birthdays(answers, result)]
    unasked = _steps.unasked(answers, result)
    lines = [f"还不知道：{'、'.join(whose)}今年的生日过了没有。看了身份证，就接着填。"] if whose else []
    lines += [f"这些前面没问，不算漏填：{'、'.join(unasked)}。想知道，就接着填。"] if unasked else []
    for line in lines:
        _draw.plain(say(result.book, _state.visit().voice, line))
    if lines and st.button("接着填，能定得更准", key="unasked", width="stretch"):
        _steps.go_on(answers, late=True)


def _refused(found: Listing) -> None:
    """What does not fit this time, what hardly anybody has, and how the numbers on top come about; each behind a tap."""
    words = found.result.book.wording["list"]
    parts = []
    if found.distant:
        heading, read = found.apart
        why, rows = f"<p>{markup.called(read)}</p>", markup.lines(f"{name}：{whom}" for name, whom in found.distant)
        parts += [markup.head("part-distant", heading), rows + why if len(found.distant) == 1 else  # one is not worth a tap
                  markup.folded(words["which"].format(n=len(found.distant)), why + rows)]
    if found.refused:
        parts += [markup.head(PARTS["ineligible"], found.title("ineligible")), f"<p>{escape(found.tally)}</p>",
                  markup.folded(words["refused_why"], markup.refusals(found.refused, found.labels))]
    policy = found.result.book.policy
    told = [line for line in (*found.beside, f"依据：{policy.number}《{policy.title}》。") if line]
    parts.append(markup.folded(words["sums_why"], markup.lines(told)))
    st.html("".join(parts))


def show() -> None:
    visit = _state.visit()
    answers = visit.open
    sample = answers.sample if answers else ""
    code = visit.code if not sample else ""
    heading = f"样例：{sample}" if sample else f"{code} 的清单" if code else say(load(), visit.voice, "您家的幸福清单")
    came = _draw.arrive(f"results {sample}", heading, _state.code())
    _steps.follow(came)
    if code:
        _desk_parts.strip(code)
    result = _after.judged(came, "按这一天，有人还没出生，或者填的对不上，算不了。请换一天，或者回去改。")
    if result is None:
        if _after.filled():
            choose_day()
        return
    st.html(STYLE)
    found = listing(result, visit.voice, answers.received, _steps.coming(answers))
    words, paper = result.book.wording["list"], result.book.wording["paper"]
    counts = [(PARTS[s], f"{found.marked(s, short=True)} {n}") for s in ("eligible", "possible", "ineligible")
              if (n := found.count(s)) or s != "ineligible"]
    if n := found.far():  # before what does not fit, as on the page
        counts.insert(2, ("part-distant", f"{words['jump']['distant']} {n}"))
    ways = [key for key in ("money", "take") if key != "money" or charts(result)]
    st.html(markup.top(found, ways=markup.parts([*counts, *((PARTS[key], words["parts"][key]) for key in ways)])))
    _more(found)
    as_of = "as_of_today" if result.as_of == _state.today() else "as_of"
    _draw.plain(f"{words['self_check']}{paper[as_of].format(day=date_text(result.as_of))}。{found.advice}")
    if found.glosses:
        _draw.plain("".join(found.glosses))
    if rests_on_own(result):
        _draw.plain(f"有的钱数用了{OWN}。")

    _group(found, "eligible")
    _group(found, "possible")
    _refused(found)

    _charts.amounts(found, markup.head(PARTS["money"], words["parts"]["money"]))
    _take.along(found, markup.head(PARTS["take"], words["parts"]["take"]))
    st.html(markup.head(PARTS["more"], words["parts"]["more"]))
    _after.ways()
    with st.expander("换一天算"):
        choose_day()
    if _income.offered(answers, (*result.next_questions, *result.amount_questions)):
        _income.way(answers)
    if st.button("核对、修改我的回答" if not sample else "看看样例填了什么", key="to-check", width="stretch"):
        _steps.to_check(answers)
        st.switch_page("pages/questions.py")
    _check.keep_file()
    _check.clear_button()
    st.html(f"<p class=\"help\">{markup.called(paper['help'])}</p>{markup.up(words, ring=False)}")


_door.enter()
show()
