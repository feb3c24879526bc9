"""The list: what fits, what may, what does not this time, each with its reason, its amount and where to go; then the charts."""

from __future__ import annotations

from datetime import date

import streamlit as st

from benefits import Determination, InputError, Screening, load
from benefits.interview import unlikely
from benefits.listing import grouped, lacking_text, status_word, summary, whom
from pages import _charts, _door, _draw, _state, _steps, _topic

TODAY, INSIDE = "今天", "期限内的某一天"
FIRST = 5  # so many open questions are named


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


def _open_questions(result: Screening, answers: _state.Answers, likely: list[Determination]) -> None:
    """What would settle the rows that may fit, and the way back to the questions."""
    hanging = {key for d in likely for key in d.missing}
    open_ = [key for key in result.next_questions if key in hanging]
    if not open_:
        return
    _draw.header("弄清这些，就能定下来")
    lines = lacking_text(result, open_)
    _draw.bullets(lines[:FIRST])
    if len(lines) > FIRST:
        _draw.plain(f"还有 {len(lines) - FIRST} 样。")
    more = _steps.following(answers)
    if more is not None and st.button("接着填", key="go-on", width="stretch"):
        answers.history.append(more)
        st.switch_page("pages/questions.py")


def show() -> None:
    visit = _state.visit()
    answers = visit.open
    sample = answers.sample if answers else ""
    _draw.arrive(f"results {sample}", f"样例：{sample}" if sample else "您家的幸福清单")
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
    for note in result.notes:
        st.warning(_draw.bare(note))
    policy = result.book.policy
    _draw.small(f"依据：{policy.number}。按 {result.as_of.isoformat()} 算。这是自查，不是审批，能不能领以部门认定为准。")
    for line in summary(result):
        _draw.plain(line)

    apart = unlikely(result)
    likely = [d for d in result.of("possible") if (d.benefit.id, d.member) not in apart]
    distant = [d for d in result.of("possible") if (d.benefit.id, d.member) in apart]
    _open_questions(result, answers, likely)

    for status, rows in (("eligible", result.of("eligible")), ("possible", likely)):
        _draw.header(f"{status_word(result, status)}（{len(grouped(rows))} 项）")
        if rows:
            _draw.cards(result, rows)
        else:
            _draw.plain("这一类没有。")
    if distant:
        _draw.header(f"按一般情况多半没有的（{len(grouped(distant))} 项）")
        _draw.plain("这样的人一般没有这些情况，或者按一般规定轮不到。文件没写不给，所以没判成不符合，单独放在这里。")
        with st.expander("看是哪些"):
            _draw.bullets(f"{same[0].benefit.name}：{whom(result, [d.member for d in same])}" for same in grouped(distant))
    refused = result.of("ineligible")
    _draw.header(f"{status_word(result, 'ineligible')}（{len(grouped(refused))} 项）")
    if refused:
        with st.expander("看每一项的原因"):
            _draw.refusals(result)

    _charts.amounts(result)

    _draw.header("还可以")
    choose_day()
    if st.button("核对、修改我的回答" if not answers.sample else "看看样例填了什么", key="to-check", width="stretch"):
        _steps.to_check(answers)
        st.switch_page("pages/questions.py")
    if answers.sample and st.button("关掉样例", key="close-sample", width="stretch"):
        visit.sample = None
        st.switch_page("pages/start.py")
    if visit.own is not None:
        _topic.clear_button()
    _draw.plain("不清楚的，打 12345 问。")


_door.enter()
show()
