"""What stands between Streamlit and the visitor's browser: where the focus goes, Back and Forward, what the device keeps, the
help bar, the words of the frame in Chinese. The browser's side is in _frame.js. Draws no question and no result.

`bar` is mounted once for all pages and never changes, so its script travels once. `frame` sends a few words with every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from secrets import token_hex

import streamlit as st

HERE = Path(__file__).resolve()
STATE, STEP = "frame", "frame-step"  # keys of st.session_state

BAR_HTML = """
<div class="bar" role="group" aria-label="帮助">
  <button type="button" class="bigger">大字</button>
  <button type="button" class="reader">读给我听</button>
  <p class="mute" hidden>这台设备不会读。请旁边的人念一念。</p>
  <a class="call" href="tel:12345">打 12345</a>
</div>
<p class="unseen" role="status" aria-live="polite"></p>
<p class="cut" role="alert"></p>
"""
STEP_JS = """export default ({data, setTriggerValue}) => {
  const frame = window.qingdan ??= {waiting: []};
  frame.waiting.push([data, setTriggerValue]);
  frame.drain?.();
}"""

_bar = st.components.v2.component("qingdan_bar", html=BAR_HTML, css=HERE.with_suffix(".css").read_text("utf-8"),
                                  js=HERE.with_suffix(".js").read_text("utf-8"), isolate_styles=False)
_step = st.components.v2.component("qingdan_step", js=STEP_JS, isolate_styles=False)


@dataclass(frozen=True)
class Came:
    """What the browser told. step: where its Back or Forward led to, None = nothing happened. kept: the code found on this device
    or in the fragment of the address, to be offered, never to be applied unasked. day: when the device kept it, if it did. again: in the
    one run after the window was loaded anew, the step it showed before."""

    step: str | None = None
    kept: str | None = None
    day: date | None = None
    again: str = ""


@dataclass
class _Visit:
    """One session's side of the talk with the browser."""

    session: str = field(default_factory=lambda: token_hex(8))  # another one after a reload, a restart, a long cut
    came: Came = Came()
    forgotten: int = 0
    lost: int = 0  # so many households stood on the desk of this window before it was loaded anew
    runs: int = 0


def bar() -> None:
    """The help bar, first on every page: larger text, read aloud, a call to 12345. Called by the door."""
    _bar(key="frame-bar")


def frame(step: str, heading: str, code: str | None = None, announce: str = "", large: bool = False, behind: Sequence[str] = (),
          part: str = "", held: int = 0, unsaved: bool = False) -> Came:
    """Once in every run of every page, before its heading.

    step: an opaque id of what is shown; a new one makes an entry in the history of the browser, puts the focus on the h1 and the
    page at its top. heading: what the h1 will say; the title of the window is made of it. code: what this device shall keep from
    now on (None: as it is, so also while nothing is answered). announce: what a screen reader hears after the heading, such as
    how much is left. large: the largest text while this is shown, whatever was chosen. behind: the steps that Back shall lead to, where
    this window has not seen them. part: the key of a part of this step that stands open: its first field gets the focus when it
    opens; where it has none, the heading gets it, and the page is at its top. held: so many real households are
    on the desk; the window keeps the number, to say after a reload that they are gone. unsaved: no file has all of them: the
    browser asks before it leaves them.
    """
    visit = _visit()
    visit.runs += 1
    told = st.session_state.get(STEP) or {}
    led, found, again = told.get("led"), told.get("found"), ""
    if isinstance(found, dict):
        if isinstance(found.get("code"), str):
            visit.came = Came(kept=found["code"], day=_day(found.get("day")))
        if isinstance(lost := found.get("lost"), int) and lost > 0:
            visit.lost = lost
        again = found["again"] if isinstance(found.get("again"), str) else ""
    if code is not None:
        visit.came = Came()
    if held >= visit.lost:
        visit.lost = 0
    _step(key=STEP, data={"session": visit.session, "run": visit.runs, "step": step, "heading": heading, "code": code,
                          "announce": announce, "large": large, "behind": list(behind), "part": part,
                          "forgotten": visit.forgotten, "led": led, "held": held, "unsaved": unsaved},
          on_led_change=_nothing, on_found_change=_nothing)
    return Came(led if isinstance(led, str) else None, visit.came.kept, visit.came.day, again)


def kept() -> str | None:
    """The code this device was found to keep, as `frame` last told."""
    return _visit().came.kept


def lost() -> int:
    """How many households stood on the desk of this window before it was loaded anew, while they are not there again."""
    return _visit().lost


def regained() -> None:
    """Another list of households stands on the desk, or an empty one was wanted: nothing more is said of the one that is gone."""
    _visit().lost = 0


def forget() -> None:
    """The device forgets everything with the next `frame`, and other open windows of this site start anew."""
    visit = _visit()
    visit.forgotten += 1
    visit.came = Came()


def _visit() -> _Visit:
    return st.session_state.setdefault(STATE, _Visit())


def _nothing() -> None:
    """The names of what the browser may tell are given by callbacks; what it told is read in `frame`."""


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
