"""没有这一页: where an address is none of ours, with the ways on."""

from __future__ import annotations

import streamlit as st

from pages import _after, _door, _draw, _steps

_door.enter()
_draw.arrive("nowhere", "没有这一页")
_draw.plain("网址可能写错了，或者这一页换了地方。填过的都还在。")
if _after.filled() and st.button("看我的结果", type="primary", key="to-results", width="stretch"):
    st.switch_page(_steps.RESULTS)
if st.button("从头看起", type="secondary" if _after.filled() else "primary", key="to-start", width="stretch"):
    st.switch_page(_steps.START)
if st.button("看全部政策", key="to-rules", width="stretch"):
    st.switch_page("pages/rulebook.py")
_draw.plain("找不到要的，就打 12345 问。")
