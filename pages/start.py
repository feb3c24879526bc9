"""The first page: what this is, how long it takes, what becomes of the answers; a start, a resume, eight samples."""

from __future__ import annotations

import streamlit as st

from pages import _door, _draw, _state

_door.enter()
visit = _state.visit()

_draw.arrive("start", "幸福清单")
_draw.plain("查一查您家能享受哪些帮扶政策。答几页问题，就有一张清单：有哪些项目、先找谁、一年大约多少钱。")
_draw.plain("这是自查，不是审批。能不能领，以部门认定为准。一页一页填，随时可以先看结果。不清楚的都可以选“不清楚”。")
_draw.plain("不问姓名、证件号、电话。您填的只在这次打开的页面里用，不存、不传给别人。点“清除”、刷新或关掉页面就没了。")

own = visit.own
if own is not None and own.started:
    if st.button("接着填", type="primary", key="resume", width="stretch"):
        visit.sample = None
        st.switch_page("pages/questions.py")
    if st.button("重新开始", key="again", width="stretch"):
        st.session_state["ask-again"] = True
    if st.session_state.get("ask-again"):
        _draw.plain("重新开始会清掉已经填的。")
        if st.button("清掉，重新开始", key="again-yes", width="stretch"):
            st.session_state.pop("ask-again")
            _state.clear()
            _state.visit().own = _state.Answers()
            st.switch_page("pages/questions.py")
elif st.button("开始填", type="primary", key="begin", width="stretch"):
    visit.sample, visit.own = None, _state.Answers()
    st.switch_page("pages/questions.py")

_draw.header("先看看样例")
_draw.plain("下面八户都是编的。点一下，直接看清单。")
for entry in _state.samples():
    if st.button(entry["title"], key=f"sample-{entry['file']}", width="stretch"):
        _state.open_sample(entry["file"])
        st.switch_page("pages/results.py")
    st.caption(entry["note"])
