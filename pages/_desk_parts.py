"""The parts of the desk: the households and whom to see first, one more by asking, a roster, files. Holds no rule."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import streamlit as st

from benefits import load
from benefits.bars import set_apart
from benefits.desk import MOST, NOTES, Desk, Judged, areas, called, columns, dump, read, sheets, word
from benefits.explain import date_text, rough
from benefits.figures import OWN
from benefits.household import InputError
from benefits.interview import Answers
from benefits.listing import term_brief, term_notice

from . import _around, _desk_print, _draw, _frame, _guide, _state, _steps, _tables

PART, PAGE = _steps.DESK_PART, "desk-page"  # keys of st.session_state
A_PAGE = 20
SLICE, FIRST = 0.2, 0.1  # seconds of judging in one go, and before the page is drawn: what is pressed meanwhile is answered at once
PAUSE = 0.15
FRESH = "desk-fresh"
FILE_MB, DESK_MB = 20, 60
EXAMPLES = 3  # households in a roster that is filled in
FEW = 5  # codes that are named in a sentence
SHOWN = 50   # lines of a long list of faults on the screen; the file has all
WHICH: dict[str, Any] = {"全部": lambda j: True, "新{word}的": lambda j: bool(j.new), "不再{word}的": lambda j: bool(j.gone),
         "90 天内有变的": lambda j: bool(j.turning), "还没问清的": lambda j: bool(j.lacking or j.problem),
         **{note: lambda j, note=note: j.of.note == note for note in NOTES}}
ORDER = {"先该去的在前": None, "没领的钱多的在前": lambda j: -j.unclaimed, "还差得多的在前": lambda j: -j.lacking,
         "按代号": lambda j: j.of.code, "问得早的在前": lambda j: j.of.asked}
CONSENT = "我帮您看看能领什么。问到身体和收入，不想说就不说。不记名字。可以吗？"
ROSTER = "desk-roster"
TOOLS = "desk-tools"
CHANGED = f"数里有{OWN}"


def to(part: str) -> None:
    st.session_state[PART] = part
    st.rerun()


def strip(code: str) -> None:
    """On top of one household's list: what this is, its note, the way back."""
    desk = _state.desk()
    if desk.synthetic:
        _draw.plain(f"{_state.INVENTED}。")
    with st.container(horizontal=True, gap="small", key="desk-ways"):
        for label, key, part in (("回到工作台", "desk-back", ""), ("再问一户", "desk-more", "add")):
            if st.button(label, key=key, width="stretch"):
                _steps.to_desk(part)
    kept = desk.households.get(code)
    if kept is None:
        return
    day = _state.today()
    for line in changes(next((j for j in desk.judged(day) if j.of.code == code), None)):
        _draw.plain(line)
    with st.expander(f"备注：{kept.note or '没有'}"):
        labels = ["没有", *NOTES]
        note = st.radio("备注", labels, labels.index(kept.note or "没有"), key=f"note|{code}", label_visibility="collapsed",
                        width="stretch")
        if note != (kept.note or "没有"):
            desk.note(code, "" if note == "没有" else note)
            st.rerun()


def changes(j: Judged | None) -> list[str]:
    """What is different since the last file, and what will soon be."""
    if j is None:
        return []
    told = word(load(), [j])
    lines = [f"比上次存的，{change}{told}：{'、'.join(names)}。" for change, names in (("新", j.new), ("不再", j.gone)) if names]
    return lines + [f"{date_text(day)}起有变：{name}。" for day, name in j.turning[:3]]


# --- the households -----------------------------------------------------------------------------------------------

def _lost() -> None:
    """That a list stood here before the page was loaded anew, what is left of it, and how the others are had again: the household
    that was open last is kept on the device."""
    lost, desk = _frame.lost(), _state.desk()
    kept = "" if desk.households else _state.kept_code(_frame.kept()) if lost else ""
    if lost > bool(kept) and not desk.synthetic:
        now = f"只留着 {kept}。别的" if kept else f"现在有 {len(desk.households):,} 户。别的" if desk.households else "没有了。"
        st.warning(f"刚才这里有 {lost:,} 户，刷新以后{now}存过工作台文件的，点“{WAYS['files']}”，放进来。没存的，要重新问。")


def households() -> None:
    book, desk, day = load(), _state.desk(), _state.today()
    notice, brief = (said(book, book.policy.term(day)) for said in (term_notice, term_brief))
    if not desk.households:
        if notice:
            _draw.plain(notice)
        with st.container(key="desk-none"):
            _draw.plain("这里还没有住户。一户一户问，或者把名册放进来。")
        _lost()
        _draw.plain("不收姓名、证件号、电话。每户一个代号，您自己在纸上记好。")
        _adopt(desk)
        _ways("add", "import", "files")
        _draw.plain("第一次用？先看几户编的，不是真人。")
        if st.button("放几户样例看看", key="desk-samples", width="stretch"):
            _samples(desk, day)
            st.rerun()
        _guide.guide(_guide.DESK)
        return
    own = f"{line}变了的户，都写着。" if (line := _state.own_line()) else ""
    goes = "。" if desk.synthetic else "，用存好的文件接着。" if desk.saved else "，先存成文件。"
    with st.container(key="desk-said"):
        _draw.plain("".join((f"{brief}。" if brief else "", f"{_state.INVENTED}。" if desk.synthetic else "",
                             f"共 {len(desk.households):,} 户。刷新或关掉页面就没有了{goes}", own)))
    _lost()
    _adopt(desk)
    _judge(desk, day, FIRST)
    found = desk.judged(day)
    with st.container(horizontal=True, key="desk-first"):
        _ways("add")
        if not desk.saved and st.button("有改动没存，去存", key="desk-save"):
            to("files")
        st.html(f'<p class="go"><a href="#{TOOLS}">工具</a></p>')
        which, order = _found(desk, word(book, found))
    with st.container(key="desk-two"):
        with st.container():
            if desk.waiting(day):
                st.session_state[FRESH] = True
                _going_on(len(found))
            shown, here = _listed(desk, found, which, order)
        with st.container():
            st.html(f'<h2 id="{TOOLS}">工具</h2>')
            _ways("import", "files")
            _guide.guide(_guide.DESK)
            if notice:
                _draw.plain(notice)
            if here:
                _desk_print.section(desk, here, shown)
            _invented(desk)


def _found(desk: Desk, told: str) -> tuple[str, str]:
    """The way to one household; which of them are wanted, in which order. told: what their eligible rows are called."""
    with st.expander("找一户，换个排法"), st.container(key="desk-find"):
        picked = st.selectbox("按代号打开一户", sorted(desk.households), index=None, placeholder="选代号", key="desk-code")
        which = st.selectbox("看哪些", list(WHICH), format_func=lambda name: name.format(word=told), key="desk-which", filter_mode=None)
        order = st.selectbox("怎么排", list(ORDER), key="desk-order", filter_mode=None)
    if picked:
        if st.button(f"打开 {picked}", key="desk-open", type="primary", width="stretch"):
            _open(picked)
        _dropped(desk, picked)
    return which, order


def _listed(desk: Desk, found: Sequence[Judged], which: str, order: str) -> tuple[Sequence[Judged], Sequence[Judged]]:
    """The households, whom to see first before the others. What the filter leaves, and of that this page."""
    told = word(load(), found)
    shown = [j for j in found if WHICH[which](j)]
    shown = shown if ORDER[order] is None else sorted(shown, key=ORDER[order])
    here: list[Judged] = []
    for j in _paged(shown, f"{which}|{order}", f"{which.format(word=told)}（{len(shown):,} 户），{order}"):
        here.append(desk.with_first(_state.book(), j, _state.NEIGHBOUR))
        with st.container(key=f"house|{j.of.code}"):
            _row(here[-1])
    if here:
        _draw.small(load().wording["paper"]["ours"])
        _tables.table("这一页的住户", ("代号", "几口人", told, "可能", "一年", "没领的", "还差", "为什么先看", "先问什么"), [
            (j.of.code, str(j.persons), str(j.count("eligible")), str(j.count("possible")), rough(*j.sums[0]), rough(*j.left),
             f"{j.lacking} 样", "；".join(filter(None, (_why(j), CHANGED if j.own else ""))), j.first or "") for j in here], closed=True)
    return shown, here


def _dropped(desk: Desk, code: str) -> None:
    """Takes a household off the desk; asks once."""
    asks = f"ask-drop-{code}"
    if st.button(f"拿掉 {code}", key="desk-drop", width="stretch"):
        st.session_state[asks] = True
    if st.session_state.get(asks):
        _draw.plain("拿掉以后找不回来，除非存过文件。")
        if st.button(f"确定拿掉 {code}", key="desk-drop-yes", width="stretch"):
            del st.session_state[asks]
            if _state.visit().code == code:
                _state.leave()
            desk.drop(code)
            st.rerun()


def _adopt(desk: Desk) -> None:
    """A household asked before a reload, or without the desk, may be put on it."""
    visit = _state.visit()
    if visit.own is None or not visit.own.started or not visit.worker or visit.code in desk.households:
        return
    if st.button(f"把刚问的这户放进来{f'（{visit.code}）' if visit.code else ''}", key="desk-adopt", width="stretch"):
        book = load()
        if visit.code:
            desk.put(visit.code, visit.own.as_dict(), _state.today())
        else:
            local = book.policy.groups["wenzhou"].areas
            visit.code = desk.add(areas(book)[st.session_state.get("desk-area", local[0])], visit.own.as_dict(), _state.today())
        st.rerun()


def _samples(desk: Desk, day: date) -> None:
    """The sample households under codes; there is nothing in them to be saved."""
    book = load()
    shorts = areas(book)
    for one in _state.samples():
        data = _state.sample(one["file"]).data
        if area := data["household"].get("residence"):
            desk.take([(one["title"], data, ())], shorts[area], day, book)
    desk.synthetic = desk.saved = True


def _invented(desk: Desk) -> None:
    """That nobody here is real, and the way to one's own households."""
    if not desk.synthetic:
        return
    _draw.plain(f"这里都是{_state.INVENTED}。真的住户不要放在一起，先清掉这些。")
    if st.button("清掉这些，放自己的住户", key="desk-own", width="stretch"):
        _emptied()


def _emptied() -> None:
    """An empty desk to start on."""
    _state.leave()
    _desk_print.forget()
    _frame.regained()
    st.session_state[_state.DESK] = Desk()
    to("")


WAYS = {"add": "问一户", "import": "把名册放进来", "files": "存下来，或接着上次的"}


def _ways(*parts: str) -> None:
    for part in parts:
        if st.button(WAYS[part], key=f"desk-to-{part}", width="stretch", type="primary" if part == "add" else "secondary"):
            to(part)


def _judge(desk: Desk, day: date, seconds: float) -> None:
    """Judges for a moment; the rest waits for the next one."""
    until, book = time.monotonic() + seconds, _state.book()
    for code in desk.waiting(day):
        desk.judge(book, code, day, load() if book is not load() else None)
        if time.monotonic() > until:
            return


@st.fragment(run_every=timedelta(seconds=SLICE + PAUSE))
def _going_on(drawn: int) -> None:
    """Goes on judging while the page can be used; the whole page is drawn again whenever twice as many are judged, and at the end.
    With the whole page it is only drawn: the table below does not wait for it."""
    desk, day = _state.desk(), _state.today()
    if not st.session_state.pop(FRESH, False):
        _judge(desk, day, SLICE)
    left = len(desk.waiting(day))
    if not left or len(desk.households) - left >= 2 * drawn:
        st.rerun()
    _draw.plain(f"正在算，算好了 {len(desk.households) - left:,} 户，还有 {left:,} 户。先算好的已经在下面。")


def _paged(shown: Sequence[Judged], of: str, heading: str) -> Sequence[Judged]:
    """One page of the list under its heading; another filter or order (`of`) starts at its first page."""
    asked, n = st.session_state.get(PAGE, (of, 0))
    last = max(0, (len(shown) - 1) // A_PAGE)
    n = min(n, last) if asked == of else 0
    with st.container(horizontal=True, vertical_alignment="center", key="desk-turn"):
        _draw.header(heading)
        if last:
            _draw.plain(f"第 {n + 1}／{last + 1} 页")
            for label, target in (("上一页", n - 1), ("下一页", n + 1)):
                if 0 <= target <= last and st.button(label, key=f"desk-page-{target > n}"):
                    st.session_state[PAGE] = of, target
                    st.rerun()
    return shown[n * A_PAGE:(n + 1) * A_PAGE]


def _row(j: Judged) -> None:
    """One household: a button with its code, then what it has."""
    if st.button(f"{j.of.code}　{j.persons}\u00a0口人" if not j.problem else j.of.code, key=f"open|{j.of.code}", width="stretch"):
        _open(j.of.code)
    if j.problem:
        _draw.plain(f"{j.problem}。请重新问。")
        return
    money = [f"{when}{set_apart(rough(*value))}" for when, value in zip(("一年", "一次性"), j.sums, strict=True) if value != (0, 0)]
    sure, told = j.count("eligible"), word(load(), [j])
    lines = [f"{f'{told} {sure} 项' if sure else f'没有{told}的'}，可能 {j.count('possible')} 项。",
             f"现金{'，'.join(money)}。" if money else "",
             f"{CHANGED}。" if j.own else "",
             _left(j), f"备注：{j.of.note}。" if j.of.note else ""]
    _draw.plain("".join(lines))
    why = _why(j)
    if why or j.first:
        _draw.plain("".join(f"{part}。" for part in (why and f"先看这户：{why}", j.first) if part))


def _left(j: Judged) -> str:
    """What is still to be found out."""
    parts = [f"{n} 样{what}" for n, what in ((j.open, "没问"), (j.unsure, "不清楚或不想说")) if n]
    return f"还有 {'，'.join(parts)}。" if parts else "问完了。"


def _why(j: Judged) -> str:
    """Why to see this household before others."""
    found = [f"新{word(load(), [j])} {len(j.new)} 项"] if j.new else []
    days: dict[date, list[str]] = {}
    for day, name in j.turning[:2]:
        days.setdefault(day, []).append(called(load(), name))
    found += [f"{date_text(day)}起有变（{'、'.join(dict.fromkeys(names))}）" for day, names in days.items()]
    return "；".join(found)


def _open(code: str) -> None:
    if not _state.take_up(code):
        st.error("这户的回答读不出来。在“找一户”里选它，可以拿掉，再重新问。")
    elif _state.visit().own.placed:
        st.switch_page(_steps.RESULTS)
    else:
        st.switch_page(_steps.QUESTIONS)


# --- one more by asking -------------------------------------------------------------------------------------------

def add() -> None:
    top = st.container()
    _invented(_state.desk())
    short = _area()
    _draw.header("先念给对方听")
    _draw.plain(CONSENT)
    _draw.small("14 岁以下孩子的事，问监护人。")
    agreed = st.checkbox("对方说可以", key="desk-agreed", width="stretch")
    slot = st.container()
    if st.button("开始问", type="primary", key="desk-begin", width="stretch") and (code := _begun(short, agreed, top, slot)):
        _state.take_up(code)
        st.session_state[PART] = ""
        st.switch_page(_steps.QUESTIONS)
    _back()


def _begun(short: str, agreed: bool, top: Any, slot: Any) -> str:
    """The code of a household that was begun; empty where it was not, which is said on top and at its place."""
    if not agreed:
        _around.complain(top, [(slot, "先问一声。对方说可以，再打勾。")])
        return ""
    try:
        return _state.desk().add(short, Answers().as_dict(), _state.today())
    except InputError as error:
        _around.complain(top, [(slot, "　".join(error.problems))])
        return ""


def _area() -> str:
    """Which place the codes are of; the last choice is offered again."""
    book = load()
    local = book.policy.groups["wenzhou"].areas
    return areas(book)[st.selectbox("代号用哪个地方", local, format_func=book.policy.areas.get, key="desk-area", filter_mode=None)]


def _back() -> None:
    if st.button("回到住户表", key="desk-home", width="stretch"):
        to("")


# --- a roster -----------------------------------------------------------------------------------------------------

def roster() -> None:
    book, desk = load(), _state.desk()
    if told := st.session_state.pop(ROSTER, None):
        _took(told)
        _back()
        return
    from takeaway import template
    _draw.plain("先存一张空表，照着填。表里有下拉的词，还有一页说明每一列。")
    _draw.plain("想先试试，就存填好的例子，原样放进来。例子都是编的。")
    st.download_button("存填好的例子（Excel）", _example, f"{_state.INVENTED}-名册例子.xlsx", _tables.BOOK, key="desk-example-xlsx",
                       on_click="ignore", width="stretch")
    st.download_button("存空表（Excel）", lambda: template.xlsx(book), "名册空表.xlsx", _tables.BOOK, key="desk-template-xlsx",
                       on_click="ignore", width="stretch")
    st.download_button("存空表（CSV）", lambda: template.csv(book), "名册空表.csv", "text/csv", key="desk-template-csv",
                       on_click="ignore", width="stretch")
    _draw.header("放进来")
    _draw.plain("不收姓名、证件号、电话。有的话，整张表都不收，会告诉您在哪一列哪一行。")
    _draw.plain(f"一个工作台最多 {MOST:,} 户。写错的行会一条一条列出来，别的照收。")
    short = _area()
    kinds = {"persons": "名册（一人一行）", "households": "家庭表（可以没有）", "income": "收入表（可以没有）"}
    files = {what: st.file_uploader(label, type=["xlsx", "csv", "parquet"], key=f"desk-file-{what}", max_upload_size=FILE_MB)
             for what, label in kinds.items()}
    if st.button("读进来", type="primary", key="desk-read", width="stretch"):
        if files["persons"] is None:
            st.error("先放进名册。")
        else:
            _take({what: (f.name, f.getvalue()) for what, f in files.items() if f is not None}, short, desk)
    _back()


def _example() -> bytes:
    from takeaway import template
    return template.xlsx(load(), [_state.sample(one["file"]).data for one in _state.samples()[:EXAMPLES]], _state.INVENTED)


def _take(files: dict[str, tuple[str, bytes]], short: str, desk: Desk) -> None:
    """Takes a roster in; where it cannot be used, the desk stays as it is."""
    from benefits.bulk.households import roster as opened

    try:
        found = opened(files, load(), _state.today())
        if desk.households and found.synthetic != desk.synthetic:
            raise InputError(["合成数据和真的住户不能放在一个工作台。请先存下来，清空，再放"])
        if not found.found and not found.rejects:
            raise InputError(["表里一户也没有"])
        codes = desk.take(found.found, short, _state.today(), load())
    except InputError as error:
        st.error(_draw.bare("没有放进来，工作台没动。" + "　".join(error.problems)))
        return
    desk.synthetic = desk.synthetic or (found.synthetic and bool(codes))
    st.session_state[ROSTER] = codes, found.rejects, desk.alike([code for _, code in codes]), desk.synthetic
    st.rerun()


def _took(told: tuple[list, list, list[str], bool]) -> None:
    """What came of a roster: the codes, for the worker's own paper, which households stand there already, and every fault."""
    from benefits.bulk.households import HOUSE

    codes, rejects, alike, synthetic = told
    _draw.header(f"放进来 {len(codes):,} 户")
    label = _state.INVENTED if synthetic else ""
    if codes:
        _draw.plain("这是户号和代号的对照。离开这一页就没有了，现在就存好。")
        _tables.files("desk-codes", "户号和代号对照", lambda: [("对照", ("表里的户号", "代号"), codes)], label)
    if alike:
        some = "、".join(alike[:FEW]) + ("等" if len(alike) > FEW else "")
        _draw.plain(f"有 {len(alike):,} 户和原来就有的写得一样：{some}。可能放了两遍。多的，在“找一户”里拿掉。")
    if rejects:
        houses = sum(where.startswith(HOUSE) for where, _, _ in rejects)
        _draw.header(f"没有放进来的：{houses:,} 户，{len(rejects) - houses:,} 处要改" if houses else f"要看一看的：{len(rejects):,} 处")
        if houses and codes:
            _draw.plain("改好以后，只放没有放进来的这几户。已经放进来的再放一次，会变成两户。")
        lines = [(where, f"{column}：{reason}" if column else reason) for where, column, reason in rejects]
        _tables.table("没有放进来的", ("哪里", "原因"), lines[:SHOWN])
        if len(lines) > SHOWN:
            _draw.plain(f"这里只写前 {SHOWN} 条，全部的在文件里。")
        _tables.files("desk-rejects", "没有放进来的", lambda: [("没有放进来的", ("哪里", "原因"), lines)], label)


# --- files --------------------------------------------------------------------------------------------------------

def files() -> None:
    desk, day = _state.desk(), _state.today()
    if desk.households:
        _keep(desk, day)
    _draw.header("接着上次的")
    _draw.plain("放进上次存的工作台文件。现在的工作台会换掉。")
    file = st.file_uploader("工作台文件", type="json", key="desk-file", max_upload_size=DESK_MB)
    if file is not None and st.button("打开它", key="desk-reopen", type="primary", width="stretch"):
        try:
            found, problems = read(file.getvalue(), load())
        except InputError as error:
            st.error(_draw.bare("没有打开，工作台没动。" + "　".join(error.problems)))
        else:
            _state.leave()
            _desk_print.forget()
            _frame.regained()
            st.session_state[_state.DESK] = found
            if not problems:
                to("")
            _draw.plain(f"打开了 {len(found.households):,} 户。")
            _draw.bullets(problems[:SHOWN])
    if desk.households:
        _clear()
    _back()


def _keep(desk: Desk, day: date) -> None:
    """Everything as files, made when asked."""
    left = len(desk.waiting(day))
    found = desk.judged(day)
    label = "；".join([*([_state.INVENTED] if desk.synthetic else []), *([f"用了{OWN}"] if any(j.own for j in found) else [])])
    plain = f"工作台-{day.isoformat()}"
    name = f"{'合成数据-' if desk.synthetic else ''}{plain}"

    def whole() -> bytes:
        desk.saved = True
        return dump(desk, day)
    _draw.header("存下来")
    _draw.plain("下次要接着用，存工作台文件。里面有住户的情况，不要给外人，用完删掉。")
    st.download_button("存工作台文件", whole, f"{name}.json", "application/json", key="desk-json", type="primary",
                       on_click="ignore", width="stretch")
    if left:
        _draw.plain(f"还有 {left:,} 户没算好，下面的表先没有它们。回到住户表等一会儿。")
    _tables.files("desk-table", plain, lambda: sheets(load(), found), label)
    st.download_button("存数据表（给数据办）", lambda: parquet(found, desk.synthetic), f"{name}.parquet", "application/octet-stream",
                       key="desk-parquet", on_click="ignore", width="stretch")


def parquet(found: Sequence[Judged], synthetic: bool) -> bytes:
    """The rows under the names of the JSON interface; invented ones, and those an office's values make a difference to, say so in a
    column."""
    import polars as pl

    out = BytesIO()
    frame = pl.DataFrame(columns(found), strict=False, infer_schema_length=None)
    frame = frame.with_columns(pl.col("^(annual|once)_.*$").cast(pl.Float64))
    if own := {j.of.code: OWN for j in found if j.own}:
        frame = frame.with_columns(own_values=pl.col("household_id").replace_strict(own, default=None))
    (frame.with_columns(synthetic=pl.lit(_state.INVENTED)) if synthetic else frame).write_parquet(out)
    return out.getvalue()


def _clear() -> None:
    _draw.header("全部清除")
    if st.button("清空工作台", key="desk-clear", width="stretch"):
        st.session_state["ask-desk-clear"] = True
    if st.session_state.get("ask-desk-clear"):
        _draw.plain("清空以后找不回来，除非存过文件。")
        if st.button("确定清空", key="desk-clear-yes", width="stretch"):
            st.session_state.pop("ask-desk-clear")
            _emptied()
