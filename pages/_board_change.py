"""The board's part that tries a change out: other numbers in the rules or other figures, over the people of a register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from benefits import Book, ContentError
from benefits.adjust import Place, changed, numbers, parse, tried
from benefits.bars import Bar
from benefits.counts import LEAST, told
from benefits.explain import bare
from benefits.household import InputError
from benefits.numbers import exact

from . import _draw, _register, _tables
from ._board_lines import WAYS, few, money, yuan
from ._register import Held

EVERYWHERE = ""


def what_if() -> None:
    """Other numbers in the rules or other figures, over the same people."""
    held = _register.held_now()
    book = held.board.book
    _register.tell(held)
    _draw.plain("改一个数，看多少人多了、少了，一共差多少钱。只在这里试算，规定没有变。")
    kind = st.radio("改什么", ["规定里的数", "公布的标准"], key="board-kind")
    _rule(held, book) if kind == "规定里的数" else _parameter(held, book)
    if not held.edits and not held.given:
        return
    _tables.table("正在试的改动", ("哪里", "原来", "改成"), [
        *((_where(book, p), f"{bare(exact(p.value))} {p.unit}", f"{bare(exact(n))} {p.unit}") for p, n in held.edits.values()),
        *((book.parameters[p].label, "公布的数", f"{bare(n)} {book.parameters[p].unit}，{_in(book, area)}")
          for (p, area), n in held.given.items())])
    if st.button("都还原", key="board-undo", width="stretch"):
        held.edits, held.given = {}, {}
        st.rerun()
    try:
        asked = tuple(held.edits.values()), tuple(held.given.items())
        if held.tried[0] != asked:
            steps = [step for (p, area), n in held.given.items() for step in tried(book, p, n, area, held.day)]
            held.tried = asked, held.board.what_if(changed(book, held.edits.values(), steps))
        moved = held.tried[1]
    except (InputError, ContentError) as error:
        st.error(_draw.bare("这样改不行：" + "　".join(error.problems)))
        return
    _moved(held, moved)


def _rule(held: Held, book: Book) -> None:
    found = [(b, numbers(book, b)) for b in book.screened()]
    found = sorted(((b, places) for b, places in found if places), key=lambda one: "元" not in one[1][0].unit)  # amounts first
    rows = {b.id: (b, places) for b, places in found}
    row = st.selectbox("哪一项", list(rows), format_func=lambda r: rows[r][0].name, key="board-row", filter_mode=None)
    benefit, places = rows[row]
    by_key = {p.key: p for p in places}
    key = st.radio("哪个数", list(by_key), key=f"board-place-{row}",
                   format_func=lambda k: _draw.bare(by_key[k].told))
    _tables.link(benefit)
    _change(lambda number: held.edits.update({key: (by_key[key], number)}))


def _parameter(held: Held, book: Book) -> None:
    name = st.selectbox("哪个标准", [p.id for p in book.parameters.values() if p.input], format_func=lambda p: book.parameters[p].label,
                        key="board-given", filter_mode=None)
    area = st.selectbox("在哪里改", [EVERYWHERE, *book.policy.groups["wenzhou"].areas], format_func=lambda a: _in(book, a),
                        key="board-where", filter_mode=None)

    def put(number: Any) -> None:
        tried(book, name, number, area, held.day)  # refused here, beside the number
        for old in [key for key in held.given if key[0] == name and (not area or key[1] == area)]:
            del held.given[old]
        held.given[name, area] = number
    _change(put)


def _in(book: Book, area: str) -> str:
    return f"只在{book.policy.areas[area]}" if area else "各地一样"


def _where(book: Book, place: Place) -> str:
    """Where a number stands, with the row it is of."""
    return f"{book.benefits[place.of[1]].name}，{place.label}" if place.of[0] == "benefit" else place.label


def _change(apply: Callable[[Any], None]) -> None:
    with st.form("board-change", border=False):
        typed = st.text_input("改成多少", key="board-number", placeholder="如 80")
        if st.form_submit_button("改了算一算", type="primary", width="stretch"):
            try:
                apply(parse(typed))
            except InputError as error:
                st.error(_draw.bare("　".join(p.split("：", 1)[-1] for p in error.problems)))


def _moved(held: Held, moved: Any) -> None:
    _draw.header("改前和改后")
    if not moved.places:
        _draw.plain("没有一项因此变。")
        return
    before, after, total, word = moved.before, moved.after, moved.total(), _register.word_now()
    _draw.plain(f"多了钱的 {told(total['gains'], held.real)} 人，少了的 {told(total['loses'], held.real)} 人。"
                f"新{word}的 {told(total['new'], held.real)} 份，不再{word}的 {told(total['gone'], held.real)} 份。")
    hidden = held.real and any(0 < total[c] < LEAST for c in ("gains", "loses", "new", "gone"))  # a difference would tell of them
    if hidden:
        _draw.plain("有一边的人太少，钱数都不写。")
    else:
        for pays, way in WAYS.items():
            was, now = (few(held, p.total(pays)) for p in (before, after))
            _draw.plain(f"{way}：{f'改前{was}；改后{now}' if was != now else f'没有变，{now}'}。")
        _draw.plain(f"现金和减免都在内，按最少算，多出 {yuan(total['gained'])}，少掉 {yuan(total['lost'])}。")
    rows = {b.id: b for b in before.rows()}
    touched = {before.rows()[n].id for n in moved.places}
    pairs = [{x.key: x for x in p.by_benefit(lambda one: one.id in touched)} for p in (before, after)]

    def cell(x: Any) -> str:
        if x is None:
            return "没有"
        amount = f"\n{money(x)}" if x.n and not hidden and not (held.real and x.n < LEAST) else ""
        return f"{word} {told(x.n, held.real)} 份\n可能 {told(x.possible, held.real)} 份{amount}"
    lines = [(rows[key].name, *(cell(found.get(key)) for found in pairs)) for key in dict.fromkeys([*pairs[0], *pairs[1]])]
    _tables.table("变了的项目", ("项目", "改前", "改后"), lines)
    for dim in before.dims:
        groups = [g for g in moved.by(dim.key) if g["gains"] or g["loses"] or g["new"] or g["gone"]]
        if dim.key in ("age", "area"):
            counts = [Bar(g["name"], (g["gains"], g["gains"]), f"{g['gains']:,} 人") for g in groups
                  if not held.real or g["gains"] >= LEAST]
            _tables.bars(f"gains-{dim.key}", f"多了钱的人，按{dim.label}", counts, "人", held.label, twin=False)
        _tables.table(f"按{dim.label}", (dim.label, "多了", "少了", "按最少算，差多少"), [
            (g["name"], f"{told(g['gains'], held.real)} 人", f"{told(g['loses'], held.real)} 人", _difference(held, g)) for g in groups])
    _tables.rules([before.rows()[n] for n in moved.places], "moved")
    _tables.files("moved", f"改了会怎样-{held.day}", lambda: _moved_sheets(held, moved, lines), held.label)


def _difference(held: Held, group: dict[str, Any]) -> str:
    if held.real and any(0 < group[c] < LEAST for c in ("gains", "loses")):
        return "人太少，不写"
    net = group["gained"] - group["lost"]
    return f"{'多' if net >= 0 else '少'} {yuan(abs(net))}"


def _moved_sheets(held: Held, moved: Any, lines: Sequence[Sequence[str]]) -> list:
    edits = [(_where(held.board.book, p), bare(exact(p.value)), bare(exact(n))) for p, n in held.edits.values()]
    edits += [(f"{held.board.book.parameters[name].label}，{_in(held.board.book, area)}", "公布的数", bare(n))
              for (name, area), n in held.given.items()]
    groups = [(d.label, g["name"], told(g["gains"], held.real), told(g["loses"], held.real), _difference(held, g))
              for d in moved.before.dims for g in moved.by(d.key)]
    return [("变了的项目", ("项目", "改前", "改后"), [[c.replace("\n", "，") for c in line] for line in lines]),
            ("各样的人", ("按什么", "哪些人", "多了（人）", "少了（人）", "按最少算，差多少"), groups),
            ("改动", ("哪里", "原来", "改成"), edits)]
