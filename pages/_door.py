"""The pages there are, and the way in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

PAGES = Path(__file__).resolve().parent
NOWHERE = "nowhere"


def ways() -> dict:
    """Label in the row on top to page."""
    return {
        "首页": st.Page(PAGES / "start.py", title="幸福清单", url_path="start", default=True),
        "填写": st.Page(PAGES / "questions.py", title="填写｜幸福清单", url_path="questions"),
        "结果": st.Page(PAGES / "results.py", title="结果｜幸福清单", url_path="results"),
        "政策": st.Page(PAGES / "rulebook.py", title="政策逐项看｜幸福清单", url_path="rulebook"),
        "说明": st.Page(PAGES / "about.py", title="说明和隐私｜幸福清单", url_path="about"),
    }


def aside() -> list:
    """Pages that are reached from others, not from the row on top."""
    return [*after(),
            st.Page(PAGES / "accuracy.py", title="准不准｜幸福清单", url_path="accuracy"),
            st.Page(PAGES / "board.py", title="政策看板｜幸福清单", url_path="board"),
            st.Page(PAGES / "demo.py", title="演示｜幸福清单", url_path="demo"),
            st.Page(PAGES / "desk.py", title="工作台｜幸福清单", url_path="desk"),
            st.Page(PAGES / "nowhere.py", title="没有这一页｜幸福清单", url_path=NOWHERE)]


def after() -> list:
    """Pages that go on from the list."""
    return [st.Page(PAGES / f"{name}.py", title=f"{title}｜幸福清单", url_path=name) for name, title in (
        ("plan", "先办哪一件"), ("ahead", "往后看"), ("whatif", "换一换"), ("kept", "存下的结果"))]


def asked(pages: Sequence) -> None:
    """Leads an address that is none of the pages to the page that says so; Streamlit would draw the first page under a box."""
    ctx = get_script_run_ctx()
    if ctx is not None and not ctx.pages_manager.intended_page_script_hash \
            and ctx.pages_manager.intended_page_name not in ("", None, *(page.url_path for page in pages)):
        ctx.pages_manager.set_script_intent("", NOWHERE)


def enter() -> None:
    """First line of every page. On a server just started, an address such as /rulebook makes Streamlit run the page
    without app.py; then the way in is taken again, through the door."""
    if "today" not in st.session_state:
        st.navigation([*ways().values(), *aside()], position="hidden")
        st.rerun()
