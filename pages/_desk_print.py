"""Large print sheets of many households: one file to print at once, or one file each; made a moment at a time, so that the page
can be used meanwhile. What was made stays in this visit until other sheets are made or it is put away."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import streamlit as st

from benefits import load
from benefits.desk import Desk, Judged
from benefits.entries import Listing, listing
from benefits.interview import Answers
from takeaway import letter

from . import _draw, _state

JOB = "desk-print-job"
MOST = 200   # households in one go
SLICE = 0.2  # seconds of work before what was pressed meanwhile is answered


@dataclass
class Job:
    """Sheets in the making. letters: the words of those that are done; singles: file name and PDF of each; joined: all in one PDF,
    made at the end."""

    of: tuple[Judged, ...]
    day: date
    synthetic: bool
    letters: list[dict[str, Any]] = field(default_factory=list)
    singles: list[tuple[str, bytes]] = field(default_factory=list)
    joined: bytes = b""

    def work(self, until: float) -> None:
        """Makes sheets until the clock (monotonic, seconds) says `until`."""
        while time.monotonic() < until and not self.joined:
            if len(self.letters) == len(self.of):
                self.joined = letter.joined(self.letters)
                return
            j = self.of[len(self.letters)]
            words = letter.words(listed(j), self.day)
            self.singles.append((f"{_state.marked(j.of.code)}.pdf", letter.joined([words])))
            self.letters.append(words)

    def packed(self) -> bytes:
        """The single sheets in one archive; a PDF is packed already."""
        out = BytesIO()
        with ZipFile(out, "w", ZIP_STORED) as packed:
            for name, data in self.singles:
                packed.writestr(name, data)
        return out.getvalue()


def listed(j: Judged) -> Listing:
    """The list of one household, in the words for somebody else's family."""
    answers = Answers.from_dict(dict(j.of.answers), load(), j.day)
    return listing(_state.screened(answers, j.day, j.of.code), _state.NEIGHBOUR, answers.received)


def section(desk: Desk, here: Sequence[Judged], shown: Sequence[Judged]) -> None:
    """here: this page of the table; shown: all that the filter leaves, in their order."""
    _draw.header("打印")
    here, shown = ([j for j in some if not j.problem] for some in (here, shown))
    ways = {f"这一页的 {len(here)} 户": here} | {
        f"第 {n + 1} 到 {min(n + MOST, len(shown))} 户": shown[n:n + MOST] for n in range(0, len(shown), MOST)}
    which = st.selectbox("打哪些", list(ways), key="desk-print-which", filter_mode=None)
    _draw.plain(f"一户一份大字纸，每户从新的一页开始。一次最多 {MOST} 户，做的时候可以接着看。")
    if ways[which] and st.button("做大字纸", key="desk-print", width="stretch"):
        st.session_state[JOB] = Job(tuple(ways[which]), _state.today(), desk.synthetic)
    job: Job | None = st.session_state.get(JOB)
    if job is None:
        return
    if not job.joined:
        _making()
        return
    name = f"{'合成数据-' if job.synthetic else ''}大字纸-{job.day.isoformat()}"
    _draw.plain(f"做好了 {len(job.of)} 户。")
    st.download_button("存成一个文件（一起打印）", job.joined, f"{name}.pdf", "application/pdf", key="desk-printed", type="primary",
                       on_click="ignore", width="stretch")
    st.download_button("存成一户一个文件（压缩包）", job.packed, f"{name}.zip", "application/zip", key="desk-printed-zip",
                       on_click="ignore", width="stretch")
    if st.button("收起来", key="desk-print-away", width="stretch"):
        forget()
        st.rerun()


@st.fragment(run_every=timedelta(seconds=0.35))
def _making() -> None:
    job: Job | None = st.session_state.get(JOB)
    if job is None:
        return
    job.work(time.monotonic() + SLICE)
    if job.joined:
        st.rerun()
    done, of = len(job.letters), len(job.of)
    st.progress(done / of, f"做好 {done} 户，共 {of} 户")


def forget() -> None:
    st.session_state.pop(JOB, None)
