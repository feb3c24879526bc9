"""The board's first part: how many get what in a register, where, of which group, for how much."""

from __future__ import annotations

import streamlit as st

from benefits import load
from benefits.counts import told
from takeaway import markup

from . import _board_files, _draw, _guide, _register, _state, _tables
from ._board_charts import answers, beneath, parts, sums, whom
from ._register import Held

PLACES = {"crossed": "精准画像", "received": "该有而没有的", "files": "存下来"}  # the parts below the charts, by the id of their heading


def picture() -> None:
    """How many get what, where, of which group, for how much."""
    held, word, today = _register.held_now(), _register.word_now(), _state.today()
    said = [*_register.about(held), *sums(held, word)]
    _register.tell(held)  # what the numbers are of, before the first of them
    _tables.answers(answers(held, word))
    found, said_above = parts(held, word), set[str]()
    st.html(markup.parts([("benefit", found[0].heading), ("groups", found[2].heading), *PLACES.items()]))
    for line in (sums(held, word)[0], sums(held, word)[-1], whom(held)):
        _draw.plain(line)
    _guide.guide(_guide.BOARD)
    if held.rejects is not None and held.rejects.height:
        with st.expander(f"没有算进去的行：{held.rejects.height:,} 条原因"):
            _tables.table("没有算进去的", ("哪张表", "第几行", "原因"), [
                (r["table"], str(r["row"] or ""), f"{r['column']}：{r['reason']}") for r in held.rejects.head(50).iter_rows(named=True)])
    _register.choose(held)
    for key, some in (("benefit", found[:2]), ("groups", found[2:])):
        st.html(markup.head(key, some[0].heading))
        with st.container(key=f"wide-{key}"):
            for part in some:
                with st.expander(part.title) if key == "groups" else st.container():
                    _tables.bars(part.key, part.title, part.bars, part.unit, held.label, twin=False, legend=part.legend,
                                 told=None if key == "groups" else said_above, folded=key == "groups")
                    if part.caption:
                        _tables.table(part.caption, part.headers, part.cells, closed=True)
        if key == "benefit":
            _tables.rules([b for b in held.board.now.rows()], "picture")
    _draw.small(beneath(found))
    _crossed(held)
    _received(held)
    st.html(markup.head("files", PLACES["files"]))
    _tables.files("picture", f"登记册-{held.day}", lambda: _board_files.sheets(held, word), held.label)
    name = f"{'' if held.real else '合成数据-'}登记册-{held.day}.pdf"
    st.download_button("存成开会用的纸（PDF）", lambda: _board_files.paper(held, said, word, today), name, "application/pdf",
                       key="picture-pdf", on_click="ignore", width="stretch")


def _crossed(held: Held) -> None:
    """精准画像: two statuses against each other."""
    st.html(markup.head("crossed", PLACES["crossed"]))
    with st.expander("挑两样情况，看各有多少人"):
        _two(held)


def _two(held: Held) -> None:
    """The two that are chosen, and how many people are both."""
    from benefits.bulk.picture import profile

    dims = profile(load())
    names = {key: d.label for key, d in dims.items()}
    a = st.selectbox("竖着看", list(names), format_func=names.get, index=list(names).index("assistance"), key="board-a", filter_mode=None)
    b = st.selectbox("横着看", list(names), format_func=names.get, index=list(names).index("age"), key="board-b", filter_mode=None)
    if a == b:
        _draw.plain("请挑两样不同的。")
        return
    counts = held.board.crossed(dims[a], dims[b])
    used = [j for j in range(dims[b].size) if any(row[j] for row in counts)]
    _tables.table(f"{names[a]}和{names[b]}，各有多少人", (names[a], *(dims[b].names[j] for j in used)), [
        (dims[a].names[i], *(told(row[j], held.real) for j in used)) for i, row in enumerate(counts) if any(row)])


def _received(held: Held) -> None:
    """Who is eligible for more than they have."""
    st.html(markup.head("received", PLACES["received"]))
    if held.receiving is None:
        _draw.plain("这个登记册没有“正在领”这一列，看不出谁该领还没领。")
        return
    if held.odd:
        _draw.plain(f"“正在领”里没认出来的：{'、'.join(held.odd[:10])}。")
    word = _register.word_now()
    _tables.table(f"{word}的和正在领的", ("项目", f"{word}也在领", f"{word}没在领", f"在领，这次算不上{word}"), [
        (x["name"], *(told(x[c], held.real) for c in ("has", "more", "over"))) for x in held.board.unclaimed(held.receiving)])
    _draw.small(f"算不上{word}的，多半是情况没写全，先核实，不是就要停。")
