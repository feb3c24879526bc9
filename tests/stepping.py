"""Five steps, a page aside and a page of widgets: a small app to try pages/_frame.py on, apart from questions and results."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benefits.keep import pack
from pages import _draw, _frame

LAST = 5


def steps() -> None:
    here = st.session_state.setdefault("here", 1)
    came = _draw.arrive(f"step {here}", f"第 {here} 步", code=pack({"here": here}) if here > 1 else None,
                        announce=f"大约还有 {LAST - here} 步")
    kind, _, number = (came.step or "").partition(" ")
    if kind == "step" and 1 <= int(number) <= LAST and int(number) != here:
        st.session_state["here"] = int(number)
        st.rerun()
    if came.kept:
        _draw.plain(f"留着：{came.kept}，{came.day}")
    st.radio("选哪个", ["甲", "乙"], index=None, key=f"radio {here}")
    st.html("<p>一行字。</p>" * 40 + "<details><summary>看原文</summary><p>收着的字</p></details>")
    if st.button("继续"):
        st.session_state["here"] = here + 1
        st.rerun()
    if st.button("出错"):
        st.error("请选一个，不知道就选“不清楚”")
    st.button("再来一次")
    if st.button("清除"):
        st.session_state["here"] = 1
        _frame.forget()
        st.rerun()


def aside() -> None:
    _draw.arrive("aside", "旁边")
    _draw.plain("旁边的一页。")


def widgets() -> None:
    """What Streamlit says of its own accord, all together."""
    _draw.arrive("widgets", "部件")
    st.file_uploader("存过的文件", type=["txt"])
    st.date_input("哪一天", date(2025, 3, 9), format="YYYY-MM-DD")
    st.date_input("没有选的一天", None)
    st.selectbox("选一项", ["甲", "乙"], index=None)
    st.multiselect("选几项", ["甲", "乙"])
    st.number_input("多少", 0, 9, 3)
    st.text_input("写字", max_chars=9)
    st.text_area("写几行")
    st.progress(30, "第三步")
    st.table(pd.DataFrame({"甲": [1]}))
    st.dataframe(pd.DataFrame({"甲": [1]}))
    st.image(np.zeros((40, 40, 3), np.uint8))
    st.download_button("存下来", "1")
    st.code("1")
    if st.button("打开对话框"):
        st.dialog("说一句")(lambda: st.write("话"))()


_draw.dress()
pages = {"步子": st.Page(steps, url_path="steps", default=True), "旁边": st.Page(aside, url_path="aside"), "部件": st.Page(widgets, url_path="widgets")}
shown = st.navigation(list(pages.values()), position="hidden")
with st.container(horizontal=True, key="nav"):
    for label, page in pages.items():
        st.page_link(page, label=label)
shown.run()
