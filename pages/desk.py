"""网格员工作台: many households under codes, in this session and in the worker's own files only."""

from __future__ import annotations

import streamlit as st

from benefits.keep import KeepError
from pages import _desk_parts, _door, _draw, _state, _steps, _tables

_door.enter()
PARTS = {"": ("网格员工作台", _desk_parts.households), "add": ("问一户", _desk_parts.add), "import": ("把名册放进来", _desk_parts.roster),
         "files": ("存下来，或接着上次的", _desk_parts.files)}
_state.put_back()
part = st.session_state.get(_desk_parts.PART, "")
part = part if part in PARTS else ""
title, draw = PARTS[part]
full = not part and bool(_state.desk().households)
came = _draw.arrive(f"desk {part}", title, part="" if part else "desk-said" if full else "desk-none")
if came.step is not None and came.step.strip() != f"desk {part}".strip():
    _steps.follow(came)
st.html(_tables.STYLE)
code = "" if part or full else _state.kept_code(came.kept)
if code and st.button(f"接着问 {code}", type="primary", key="resume", width="stretch"):  # a reload lost the desk, not the household
    try:
        _state.resume(came.kept or "")
    except KeepError as error:
        st.error(f"{error}。请重新问。")
    else:
        st.switch_page(_steps.QUESTIONS)
draw()
