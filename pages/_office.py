"""The board's parts that need no register: the document sentence by sentence, who is responsible, the figures that are missing."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import streamlit as st

from benefits import Book, load
from benefits.adjust import COLUMNS, own_values, template
from benefits.duties import STATES, Duty, carried, clauses, duties, places, sheets, until
from benefits.explain import bare, date_text
from benefits.figures import OWN
from benefits.gaps import ParameterState, parameters
from benefits.household import InputError
from benefits.ledger import KINDS, unaccounted
from benefits.model import Step
from benefits.numbers import exact

from . import _draw, _rules, _state, _tables

ALL = "全部"


def text() -> None:
    """Each sentence and what carries it."""
    book = load()
    found = clauses(book)
    entries = [e for part in found.values() for e in part]
    counts = {kind: sum(e.kind == kind for e in entries) for kind in KINDS}
    _draw.plain(f"文件共 {len(entries)} 句。" + "，".join(f"{KINDS[k]} {n} 句" for k, n in counts.items() if n) + "。")
    _draw.plain(f"没写落在哪里的：{len(unaccounted(book))} 句。")
    which = st.selectbox("看哪一条", list(found), key="board-clause", filter_mode=None)
    linked = {}
    for e in found[which]:
        kind, on = KINDS.get(e.kind or "", "没有交代"), carried(book, e)
        _draw.bullets([f"{e.sentence} {e.opens}……　落在：{on}{'' if on == kind else f'（{kind}）'}"
                       + (f"。{e.note}" if e.note and not e.benefits else "")])
        linked |= dict.fromkeys(e.benefits)
    if linked:
        _draw.header("看这一条里每一项的规定")
        with st.container(key="rows-clause"):
            for b in linked:
                _tables.link(book.benefits[b])
    _tables.files("text", "逐句交代", lambda: sheets(book, _state.today())[2:])


def responsible() -> None:
    """责任清单."""
    book, day = load(), _state.today()
    found = duties(book, day)
    beside = sum(d.department not in book.policy.departments for d in found)
    _draw.plain(f"文件写了 {len(found) - beside} 个部门和单位，照文件的先后排。"
                + (f"最后 {beside} 个文件没写，只是公布标准的。" if beside else "") + "写“缺”的，是还没查全各地的官方数。")
    _draw.plain(f"文件从{date_text(book.policy.starts)}起施行，到{date_text(book.policy.ends)}为止。")
    names = {d.department: d for d in found}
    with st.container(key="wide-duties"):
        with st.container():
            _tables.table("各部门", ("部门", "几项", "文件里几句", "该公布的标准"), [
                (d.department, "\n".join(f"{role} {len(some)}" for role, some in (("牵头", d.leads), ("配合", d.helps)) if some) or "没有",
                 str(len(d.sentences)) if d.sentences else "没有",
                 f"{len(d.figures)} 个" + (f"\n缺 {len(d.missing)} 个" if d.missing else "") if d.figures else "没有") for d in found])
        with st.container():
            _duty(book, names[st.selectbox("看哪个部门", list(names), key="board-office", filter_mode=None)])
    _tables.files("duties", "责任清单", lambda: sheets(book, day))


def _duty(book: Book, duty: Duty) -> None:
    """What one department leads, helps with and has to publish."""
    for title, rows in (("牵头的", duty.leads), ("配合的", duty.helps)):
        if rows:
            _draw.header(f"{duty.department}{title}")
            with st.container(key=f"rows-{'lead' if title == '牵头的' else 'help'}"):
                for b in rows:
                    _tables.link(b)
    if duty.figures:
        _draw.header("该公布的标准")
        _draw.bullets(_figure(book, f) for f in duty.figures)


def _figure(book: Book, state: ParameterState) -> str:
    ends = "、".join(map(date_text, until(state.parameter)))
    told = "；".join(_where(book, state))
    return f"{state.parameter.label}（{state.parameter.unit}）。{told}。{f'查到的数管到{ends}。' if ends else ''}"


def _where(book: Book, state: ParameterState, without: str = "") -> list[str]:
    """How well a figure is known, and where; told by the places left out where those are fewer."""
    every = [book.policy.areas[a] for a in state.by_area]

    def short(where: list[str]) -> str:
        others = [a for a in every if a not in where]
        return "各地" if not others else f"{'、'.join(others)}以外各地" if len(others) < len(where) else "、".join(where)
    return [f"{STATES[how]}：{short(where)}" for how, where in places(book, state).items() if how != without]


def figures() -> None:
    """What is published, what is missing, and an office's own values for this visit."""
    book, day = load(), _state.today()
    states = parameters(book, day)
    lacking = [s for s in states if set(s.by_area.values()) != {"official"}]
    _draw.plain(f"有 {len(states)} 个标准，文件没写数，要部门公布。到{date_text(day)}，{len(lacking)} 个还没查全各地的官方数。")
    with st.container(key="wide-figures"):
        with st.container():
            _lacking(book, states, lacking)
        with st.container():
            _values(book, states)
    _tables.files("figures", "该公布的标准", lambda: sheets(book, day)[1:2])
    _own(book)


def _lacking(book: Book, states: list[ParameterState], lacking: list[ParameterState]) -> None:
    _draw.header("还没查全的")
    _tables.table("还缺官方数的标准", ("标准", "谁公布", "缺在哪里"), [
        (s.parameter.label, s.parameter.publisher, "\n".join(_where(book, s, "official"))) for s in lacking])
    none = {book.policy.areas[a]: [s.parameter.label for s in states if s.by_area[a] == "none"] for a in states[0].by_area}
    _tables.table("各地一个数也没查到的", ("地方", "几个", "哪几个"), [(a, str(len(n)), "、".join(n)) for a, n in none.items()],
                  closed=True)


def _values(book: Book, states: list[ParameterState]) -> None:
    """One figure, with every value found and where."""
    _draw.header("每个标准的数和出处")
    chosen = st.selectbox("看哪个标准", [s.parameter.id for s in states], format_func=lambda p: book.parameters[p].label,
                          key="board-parameter", filter_mode=None)
    steps = _rules.steps(book, book.parameters[chosen])
    if steps:
        _tables.table(book.parameters[chosen].label, tuple(steps[0]), [tuple(s.values()) for s in steps])
    else:
        _draw.plain(f"没有查到，由{book.parameters[chosen].publisher}公布。")


def _own(book: Book) -> None:
    _draw.header("用本单位的数算")
    _draw.plain(f"填好表放进来，只在这次打开的页面里用：看板、工作台、每户的清单都用。凡是用到的地方，都写“{OWN}”。")
    told = [(p.label, p.unit, f"{bare(exact(p.minimum))} 到 {bare(exact(p.maximum))}", p.publisher)
            for p in book.parameters.values() if p.input]
    _tables.files("values", "本单位的数", lambda: [("填这张", COLUMNS, template(book)), ("说明", ("标准", "单位", "允许", "谁公布"), told)])
    file = st.file_uploader("放进填好的表", type=["xlsx", "csv"], key="board-own", max_upload_size=1)
    if st.button("读这张表", key="board-own-read", width="stretch"):
        try:
            if file is None:
                raise InputError(["先放进一张表"])
            st.session_state[_state.VALUES] = own_values(_rows(file.name, file.getvalue()), book)
            _state.desk().judge_anew()
        except InputError as error:
            st.error(_draw.bare("这张表没有用上，原来的数没动。" + "　".join(error.problems)))
    held: list[tuple[str, Step]] = st.session_state.get(_state.VALUES, [])
    if held:
        _tables.table("正在用的本单位的数", ("标准", "地方", "数"), [
            (book.parameters[name].label, {**book.policy.areas, **{k: g.label for k, g in book.policy.groups.items()}}[s.area],
             f"{bare(exact(s.value))} {book.parameters[name].unit}\n{date_text(s.from_)}起\n{OWN}") for name, s in held])
        if st.button("不用了", key="board-own-clear", width="stretch"):
            del st.session_state[_state.VALUES]
            _state.desk().judge_anew()
            st.rerun()


def _rows(name: str, data: bytes) -> list[dict[str, Any]]:
    """The lines of a small sheet, as text."""
    import polars as pl

    try:
        if name.lower().endswith(".xlsx"):
            import fastexcel
            frame = fastexcel.read_excel(data).load_sheet(0, dtypes="string").to_polars()
        else:
            try:
                data = data.decode("utf-8-sig").encode()
            except UnicodeDecodeError:
                data = data.decode("gb18030").encode()
            frame = pl.read_csv(BytesIO(data), infer_schema=False)
    except Exception:  # a broken file: whatever the reader says, the person needs one sentence
        raise InputError([f"“{name}”读不了，请用上面的模板填"]) from None
    if missing := [c for c in COLUMNS if c not in frame.columns]:
        raise InputError([f"“{name}”少了这几列：{'、'.join(missing)}"])
    return frame.to_dicts()
