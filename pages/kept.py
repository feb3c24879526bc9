"""存下的结果: today's result as a file on the visitor's own device; a file of before, beside what the same answers come to now."""

from __future__ import annotations

import streamlit as st

from benefits import InputError, load
from benefits.adjust import rests_on_own
from benefits.explain import date_text
from benefits.figures import OWN
from benefits.frozen import ALIKE, CHANGED, SAME, Reopened, code, freeze, from_code, reopen, row_lines
from benefits.keep import MOST_CODE
from benefits.voice import say
from benefits.whatif import in_words
from pages import _after, _door, _draw, _frame, _state

KINDS = ["txt"]


def show() -> None:
    came = _draw.arrive("kept", "存下结果，以后再看", _state.code())
    st.html(_after.STYLE)
    _keep(came)
    _draw.header("打开存下的")
    _draw.plain("放进当时存的文件。看看现在和当时哪里不同。")
    visit = _state.visit()
    file = st.file_uploader("当时存的文件", type=KINDS, key=f"kept-file-{len(visit.read)}", max_upload_size=1)
    if file is not None:
        visit.read.append(file.getvalue()[:MOST_CODE + 1])  # and a new field: the one that was read is put away
        st.rerun()
    if visit.read:
        try:
            _changed(reopen(from_code(_text(visit.read[-1]))))
        except InputError as error:
            for problem in error.problems:
                st.error(_draw.bare(in_words(problem, load()) + "。"))
    _after.ways("kept")


def _keep(came: _frame.Came) -> None:
    """The file of today's result, where there is one."""
    answers, result = _state.visit().open, _after.judged(came)
    if result is None:
        return
    _draw.plain("存成一个文件，放在这台设备上。")
    _draw.plain("里面有填过的情况，不要给外人。")
    if rests_on_own(result):
        _draw.plain(f"有的钱数用了{OWN}。下次打开，按公布的数比。")
    st.download_button("存下这次的结果", lambda: code(freeze(answers.as_dict(), result)), f"幸福清单-结果-{result.as_of.isoformat()}.txt",
                       "text/plain", key="keep-result", on_click="ignore", width="stretch")


def _text(data: bytes) -> str:
    try:
        return data.decode("ascii")
    except UnicodeDecodeError:
        raise InputError(["这不是本站存的结果"]) from None


def _changed(one: Reopened) -> None:
    """What is not as it was, row by row."""
    def said(text: str) -> str:
        return say(one.result.book, _state.visit().voice, text)
    _draw.subheader("现在再看")
    _draw.small(f"当时按{date_text(one.as_of)}算。现在还按那一天算。")
    for note in one.result.notes:
        _draw.notice(note)
    lead = [SAME if one.same else CHANGED, f"有 {len(one.rows)} 处和当时不同。" if one.rows else ALIKE]
    st.html('<div class="lead" role="status">' + "".join(f"<p>{line}</p>" for line in lead) + "</div>")
    _draw.bullets(in_words(note, one.result.book) for note in one.notes)
    _draw.bullets(said(line.replace("｜", "，")) for line in row_lines(one))


_door.enter()
show()
