"""The first page: what this is, for whom, how long it takes, what becomes of the answers; a start, a resume, samples."""

from __future__ import annotations

import streamlit as st

from benefits import load
from benefits.keep import KeepError
from pages import _check, _door, _draw, _frame, _hand, _state, _steps

VOICES = {"elder": ("帮一位老人查", True), "adult": ("帮一个大人查", True), "child": ("帮一个孩子查", True),
          "other_family": ("帮别人家查", False)}
BEGIN = {"begin-self": ("self", True), "begin-family": ("family", False),  # button to visit
         **{f"begin-{voice}": (voice, alone) for voice, (_, alone) in VOICES.items()}}


def _held() -> bool:
    """Whether this visit, or this device, has something half filled in that a new start would clear."""
    kept = _frame.kept()
    return bool(kept) or (visit.own is not None and visit.own.started and visit.code not in _state.desk().households)


def _begin(voice: str, alone: bool, worker: bool = False) -> None:
    """A new household; where one half filled in would be lost, it is asked first."""
    if _held():
        st.session_state["ask-begin"] = voice, alone, worker
    else:
        _start(voice, alone, worker)


def _start(voice: str, alone: bool, worker: bool = False) -> None:
    for key in ("ask-begin", "others", "worker-open"):
        st.session_state.pop(key, None)
    _frame.forget()
    if worker:  # on the desk the household is asked for its consent and gets its code
        _state.put_back()
        _state.clear()
        _steps.to_desk("add")
    _state.start(voice, alone)
    st.switch_page(_steps.QUESTIONS)


def _sample(file: str) -> None:
    _state.open_sample(file)
    visit.spots, visit.at = [], 0
    st.switch_page(_steps.RESULTS)


def _resume(kept: str, desk: bool = False) -> None:
    try:
        _state.resume(kept)
    except KeepError as error:
        st.error(f"{error}。请重新开始。")
    else:
        if desk:
            _steps.to_desk("")
        st.switch_page(_steps.QUESTIONS)


_door.enter()
visit = _state.visit()
for button, how in BEGIN.items():  # heard first: this page need not be drawn again on the way to the next
    if _hand.pressed(button):
        _begin(*how)
if _hand.pressed("begin-worker"):
    _begin("other_family", alone=False, worker=True)
for entry in _state.samples():
    if _hand.pressed(f"sample-{entry['file']}"):
        _sample(entry["file"])
came = _draw.arrive("start", "您家能领哪些补助")
_steps.follow(came)
book = load()
policy, words = book.policy, book.wording
if (term := policy.term(_state.today())) != "in_force":
    _draw.term(book, term, named=True)
asked = st.session_state.get("ask-begin")

if asked or came.kept or (visit.own is not None and visit.own.started):
    code = visit.code or _state.kept_code(came.kept)
    _draw.header(f"接着问 {code} 这户？" if code else "接着上次的填？")
    if asked:
        _draw.plain("上次填的还在。重新开始会清掉。")
    if st.button("接着填", type="primary", key="resume", width="stretch"):
        st.session_state.pop("ask-begin", None)
        _state.close_sample()
        if visit.own is not None and visit.own.started:
            st.switch_page(_steps.QUESTIONS)
        _resume(came.kept or "")
    if code and not asked:
        if st.button("回网格员工作台", key="resume-desk", width="stretch"):
            if visit.own is not None:
                _steps.to_desk("")
            _resume(came.kept or "", desk=True)
        if visit.own is None and len(_state.desk().households) == 0:
            _draw.small("这一户还在。别的户，从工作台文件里打开。")
    if not asked:
        _check.clear_button("清除上次填的")
if asked:
    if st.button("清掉，重新开始", key="again-yes", width="stretch"):
        _start(*asked)
    if st.button("先不开始", key="again-no", width="stretch"):
        st.session_state.pop("ask-begin")
        st.rerun()
    st.stop()

st.button("查自己", type="primary", key="begin-self", width="stretch")
st.button("查全家", type="primary", key="begin-family", width="stretch")
if st.button("帮别人查", type="primary", key="begin-others", width="stretch"):
    st.session_state["others"] = True
if st.session_state.get("others"):
    for voice, (label, _) in VOICES.items():
        st.button(label, key=f"begin-{voice}", width="stretch")
shortest, longest = words["length"]["alone"]["least"], words["length"]["family"]["most"]
what, department = words["list"]["self_check"].split("。", 1)
_draw.plain(f"{what}。约 {shortest} 到 {longest} 题，5 到 9 分钟。{department}")
_draw.plain(f"查的是温州 {policy.starts.year} 年的 {book.articles} 条帮扶政策。手边放户口簿、残疾人证，会快一点。")
_draw.plain(f"不用写姓名和身份证。{words['privacy']['kept']}{words['privacy']['cleared']}")
if st.button("我是网格员", key="worker", width="stretch"):
    st.session_state["worker-open"] = True
if st.session_state.get("worker-open"):
    st.button("问一户", key="begin-worker", width="stretch")
    if st.button("很多户一起管", key="to-desk", width="stretch"):
        st.switch_page(_steps.DESK)

if st.button("从文件接着填", key="from-file", width="stretch"):  # what takes a file is 20 KB more to load
    st.session_state["from-file-open"] = True
if st.session_state.get("from-file-open"):
    found = st.file_uploader("选上次存的文件", type="txt", key="file", max_upload_size=1)
    if found is not None:
        _resume(found.getvalue()[:40_000].decode("ascii", "replace"))

if st.button("先看看样例", key="samples", width="stretch"):
    st.session_state["samples-open"] = True
if st.session_state.get("samples-open"):
    _draw.plain(f"下面 {len(_state.samples())} 户都是编的。点一下，直接看清单。")
    for entry in _state.samples():
        st.button(entry["title"], key=f"sample-{entry['file']}", width="stretch")
        st.caption(entry["note"])
