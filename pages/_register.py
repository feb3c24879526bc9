"""The register the board looks at: an invented one, or one handed over. Holds no rule.

A register stays in this visit and is read once. An invented one is made here, the same for every visitor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import Any

import streamlit as st

from benefits import load
from benefits.adjust import Place
from benefits.counts import LEAST
from benefits.explain import date_text
from benefits.figures import OWN
from benefits.household import InputError
from benefits.listing import heading_word, term_notice
from benefits.screen import weakest

from . import _draw, _state, _tables

SIZES = {20_000: "2 万人", 100_000: "10 万人", 1_000_000: "100 万人（要等半分钟）"}
FIRST, SEED, UNKNOWN = 20_000, 1, 0.03
HELD = "board-register"
_making = Lock()


@dataclass
class Held:
    """A register in this visit. real: of real people, so nothing small is told."""

    board: Any
    day: date
    real: bool
    people: str
    receiving: Any = None
    odd: Sequence[str] = ()
    rejects: Any = None
    values: tuple = ()
    edits: dict[str, tuple[Place, Any]] = field(default_factory=dict)
    given: dict[tuple[str, str], Any] = field(default_factory=dict)  # by parameter and area ("" = everywhere)

    tried: tuple[Any, Any] = (None, None)  # the last changes and what they came to

    @property
    def label(self) -> str:
        """What stands in every picture and file."""
        return "；".join([*([] if self.real else [_tables.SYNTHETIC]), *([f"用了{OWN}"] if self.values else [])])


def invented(persons: int, day: date) -> Any:
    """An invented register and its picture; made once, whoever asks first."""
    with _making:
        return _invented(persons, day)


@lru_cache(maxsize=2)
def _invented(persons: int, day: date) -> Any:
    import polars as pl

    from benefits.bulk import Register
    from benefits.bulk.picture import Board
    from benefits.bulk.synth import chunks

    book = load()
    parts = list(chunks(book, persons, SEED, UNKNOWN))
    tables = {what: pl.concat([part[what] for part in parts]) for what in parts[0]}
    return Board(Register(tables["persons"], tables["households"], tables["income"], as_of=day, book=book))


def in_term(day: date) -> date:
    """The day; after the document's last day, that one."""
    policy = load().policy
    return min(max(day, policy.starts), policy.ends)


def prepared(today: date) -> None:
    """Makes the first picture before anybody asks for it."""
    invented(FIRST, in_term(today))


def _day() -> date:
    return in_term(_state.today())


def word_now() -> str:
    """What the eligible ones are called today: the register is judged inside the term, but nothing is promised after it, nor while
    one of the documents of its rows is not in force."""
    book = load()
    return heading_word(book, "eligible", weakest({book.document(b).term(_state.today()) for b in book.screened()}))


def held_now() -> Held:
    """The register of this visit, under the values an office brought."""
    held = st.session_state.get(HELD)
    if held is None:
        held = st.session_state[HELD] = Held(invented(FIRST, _day()), _day(), False, SIZES[FIRST])
    values = tuple(st.session_state.get(_state.VALUES, ()))
    if values != held.values:
        from benefits.bulk.picture import Board
        held = st.session_state[HELD] = replace(held, board=Board(held.board.register, _state.book()), values=values)
    return held


def about(held: Held) -> list[str]:
    """What the numbers are of."""
    now = held.board.now
    what = "编出来的登记册（合成数据，不是真人，不能当统计用）" if not held.real else "您放进来的登记册"
    return [line for line in (
        f"{what}：{now.households:,} 户，{now.persons:,} 人，按{date_text(held.day)}算。",
        term_notice(load(), load().policy.term(_state.today())),
        f"真实的登记册，少于 {LEAST} 的数都合在一起或者不写，免得认出人来。" if held.real else "",
        _state.own_line() if held.values else "") if line]


def tell(held: Held) -> None:
    """Says what the numbers of a part are of."""
    for line in about(held):
        _draw.plain(line)


def choose(held: Held) -> None:
    """Another register instead: an invented one of some size, or one of one's own."""
    if held.real and st.button("清掉这个登记册", key="board-forget", width="stretch"):
        del st.session_state[HELD]
        st.rerun()
    with st.expander("换一个登记册"):
        size = st.radio("编一个多大的", list(SIZES), format_func=SIZES.get, index=None, key="board-size")
        if st.button("编一个", key="board-synth", width="stretch") and size:
            st.session_state[HELD] = Held(invented(size, _day()), _day(), False, SIZES[size])
            st.rerun()
        _draw.plain("也可以用自己的：户号、关系和情况，写成表。不收姓名、证件号、电话。只在这次打开的页面里用。")
        _draw.plain("人员表里可以有“正在领”一列，写项目名，几项用分号隔开。")
        kinds = {"persons": "人员表（要有）", "households": "家庭表（可以没有）", "income": "收入表（可以没有）"}
        files = {what: st.file_uploader(label, type=["xlsx", "csv", "parquet"], key=f"board-file-{what}", max_upload_size=60)
                 for what, label in kinds.items()}
        if st.button("读这些表", key="board-read", width="stretch"):
            if files["persons"] is None:
                st.error("先放进人员表。")
            else:
                _read({what: (f.name, f.getvalue()) for what, f in files.items() if f is not None})


def _read(files: dict[str, tuple[str, bytes]]) -> None:
    """Takes a register in; where it cannot be used, the one before stays."""
    from benefits.bulk import Register
    from benefits.bulk.picture import Board, receiving
    from benefits.bulk.upload import opened

    book = load()
    try:
        handed = opened(files, book)
        tables = handed.tables
        register = Register(tables["persons"], tables.get("households"), tables.get("income"), as_of=_day(), book=book)
        if not sum(r.persons.height for r in register.ranges):
            raise InputError(["没有一户能读。请看看表头和内容"])
        has = receiving(tables["persons"], register, book)
        st.session_state[HELD] = Held(Board(register), _day(), not handed.synthetic, "", *(has or (None, ())), rejects=register.rejects)  # type: ignore[arg-type]
    except InputError as error:
        st.error(_draw.bare("这些表没有用上，原来的没动。" + "　".join(error.problems)))
        return
    st.rerun()
