"""The door of 幸福清单: sets up the page, the way around, and today's date; knows no policy.

One file, two uses: `python -m uvicorn app:app` imports it as the server; Streamlit runs it as the script of each visit.
`streamlit run app.py` works too and loses only speed.
"""

from __future__ import annotations

import logging
import os
from datetime import date
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.scriptrunner import get_script_run_ctx

from benefits import ContentError, load
from pages import _broken, _door, _draw, _register, _state
from serving.shell import Shell
from serving.start import warmed


def visit() -> None:
    """One run for one visitor."""
    st.set_page_config(page_icon=str(_door.PAGES / "favicon.png"), layout="centered", initial_sidebar_state="collapsed")
    _draw.dress()
    _state.begin(date.today())

    links = _door.ways()
    pages = [*links.values(), *_door.aside()]
    _door.asked(pages)
    page = st.navigation(pages, position="hidden")

    with st.container(horizontal=True, gap="small", key="nav"):
        for label, link in links.items():
            st.page_link(link, label=label)

    try:
        load()
        page.run()
    except ContentError:
        logging.getLogger("app").error("content/ does not load: run python -m benefits check")
        _broken.ways("政策内容没有装好，现在查不了。您填的还在，请稍后再来。", page.url_path)
    except Exception as error:  # what was filled in must not reach a log: only the kind and the place of the error
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "?"
        logging.getLogger("app").error("%s at %s", type(error).__name__, where)
        _broken.ways("这一页出了错，没有算出结果。这不是说您不符合。您填的还在。", page.url_path)
    finally:
        _state.end()


def beside() -> None:
    """For a demonstration (make demo), the first picture of the board."""
    if os.environ.get("DEMO"):
        _register.prepared(date.today())


if get_script_run_ctx(suppress_warning=True) is None:
    app = st.App(__file__, middleware=[Middleware(Shell)], lifespan=warmed("pages", ready=load, beside=beside))
else:
    visit()
