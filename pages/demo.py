"""A round for a visitor: a household's list, the desk, the board, a change tried out; every person in it is invented."""

from __future__ import annotations

import streamlit as st

from pages import _door, _draw, _state

_door.enter()
_draw.arrive("demo", "演示")
_draw.plain("下面的人家和登记册都是编的（合成数据，不是真人）。不用上网，随便点。")

_draw.header("给居民：一户人家的清单")
for entry in _state.samples()[:3]:
    if st.button(entry["title"], key=f"demo-{entry['file']}", width="stretch"):
        _state.open_sample(entry["file"])
        st.switch_page("pages/results.py")
st.page_link("pages/start.py", label="看全部样例，或者自己填一户")

_draw.header("给网格员：很多户一起管")
st.page_link("pages/desk.py", label="网格员工作台：把名册放进来，先去哪一户")

_draw.header("给部门：政策看板")
for part, label in (("register", "登记册：多少人能领什么，一年多少钱"), ("whatif", "改了会怎样：改一个数，看差多少人、多少钱"),
                    ("needs", "社会力量：要一户一户商量的，没有准数的"), ("text", "逐句交代：文件每一句落在哪里"),
                    ("duties", "责任清单：哪个部门管什么"), ("figures", "标准：哪些数还没公布")):
    st.page_link("pages/board.py", label=label, query_params={"part": part})

_draw.header("规定本身")
st.page_link("pages/rulebook.py", label="政策逐项看：每一项的条件、钱数和原文")
st.page_link("pages/accuracy.py", label="准不准，怎么查的")
