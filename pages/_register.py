"""The board's parts that look at a register: its picture, what a change would do, what is left to helping hands.

A register stays in this visit and is read once. An invented one is made here, the same for every visitor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from threading import Lock
from typing import Any

import streamlit as st

from benefits import Book, ContentError, load
from benefits.adjust import Place, changed, numbers, parse, tried
from benefits.bars import Bar
from benefits.counts import LEAST, in_wan, told
from benefits.explain import bare, date_text, span
from benefits.figures import OWN
from benefits.household import InputError
from benefits.listing import heading_word, term_notice
from benefits.model import Benefit
from benefits.numbers import Exact, exact
from benefits.screen import weakest
from takeaway import report

from . import _draw, _guide, _state, _tables

SIZES = {20_000: "2 万人", 100_000: "10 万人", 1_000_000: "100 万人（要等半分钟）"}
FIRST, SEED, UNKNOWN = 20_000, 1, 0.03
HELD = "board-register"
EVERYWHERE = ""
_making = Lock()
CENT = 100  # fen in a yuan


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


def _day() -> date:
    return in_term(_state.today())


def _word() -> str:
    """What the eligible ones are called today: the register is judged inside the term, but nothing is promised after it, nor while
    one of the documents of its rows is not in force."""
    book = load()
    return heading_word(book, "eligible", weakest({book.document(b).term(_state.today()) for b in book.screened()}))


def prepared(today: date) -> None:
    """Makes the first picture before anybody asks for it."""
    invented(FIRST, in_term(today))


def _held() -> Held:
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


def _told(held: Held) -> None:
    for line in about(held):
        _draw.plain(line)


def _choose(held: Held) -> None:
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


# --- the picture --------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Part:
    """One chart of the picture, and the table below it where one follows. legend: what its patterns mean, if not the amounts';
    both: that cash and what is not paid out stand in it together."""

    key: str
    title: str
    bars: list[Bar]
    unit: str
    caption: str = ""
    cells: Sequence[tuple[str, ...]] = ()
    headers: tuple[str, ...] = ()
    heading: str = ""
    legend: str = ""
    both: bool = False


def sums(held: Held, word: str) -> list[str]:
    """The totals in words. word: what the eligible are called."""
    now, total = held.board.now, held.board.now.total()
    return [f"{word}的共 {told(total.n, held.real)} 份。至少有一样{word}的 {told(held.board.helped(), held.real)} 户。"
            f"还可能的 {told(total.possible, held.real)} 份，要问清情况。",
            *(f"{way}：{few(held, now.total(pays))}。" for pays, way in WAYS.items()),
            f"发到手的和不发钱的不相加，贷款不算在里面。另有 {told(total.none, held.real)} 份没有数，或给的是服务。"]


WAYS = {"cash": "发到手的钱", "in_kind": "代缴、减免和服务"}


def few(held: Held, line: Any) -> str:
    """What a line comes to, for reading; of few real people nothing."""
    return "人太少，不写" if held.real and 0 < line.n < LEAST else money(line, "，", in_wan)


def parts(held: Held, word: str) -> Sequence[Part]:
    """The charts and tables of the picture, for the screen and for paper; of an invented register made once for everybody."""
    if held.real or held.values:
        return tuple(_parts(held, word))
    kept = held.board.kept
    return kept.get(word) or kept.setdefault(word, tuple(_parts(held, word)))


def _parts(held: Held, word: str) -> Iterator[Part]:
    now = held.board.now
    cash, in_kind = (yuan_bars(shown(held, now.by_benefit(lambda b, pays=pays: b.pays == pays and b.period != "once"))) for pays in WAYS)
    yield Part("benefit-cash", "一年多少钱（发到手的钱）", cash, "元", heading="每一项")
    yield Part("benefit-in_kind", "一年多少钱（代缴、减免或服务）", in_kind, "元", "每一项多少份、多少钱",
               cells(held, shown(held, [x for x in now.by_benefit() if x.n or x.possible])), headers(word))
    offices, ways = shown(held, now.by_department()), apart(held, now.by_department)
    totals = [replace(now.total(pays), name=f"合计：{way}") for pays, way in WAYS.items()]
    if held.real and any(0 < x.n < LEAST for x in totals):
        totals = []
    caption, heading = "各牵头部门和合计", "各部门、各地、各样的人"
    if ways:
        sums = [(x.name, told(x.n, held.real), told(x.possible, held.real), *(money(x) if way == pays else "" for way in WAYS))
                for x, pays in zip(totals, WAYS, strict=False)]
        yield Part("department-cash", "各牵头部门，一年多少钱（发到手的钱）", yuan_bars(ways["cash"].values()), "元", heading=heading)
        yield Part("department-in_kind", "各牵头部门，一年多少钱（代缴、减免或服务）", yuan_bars(ways["in_kind"].values()), "元", caption,
                   [*cells(held, offices, ways), *sums], headers(word, True))
    else:
        yield Part("department", "各牵头部门，一年多少钱（现金和减免都在内）", yuan_bars(offices), "元", caption,
                   cells(held, [*offices, *totals]), headers(word), heading, both=True)
    for dim in now.dims:
        found, ways = shown(held, now.by(dim.key)), apart(held, partial(now.by, dim.key))
        if ways:
            paid = {key: line.n for key, line in ways["cash"].items()}
            drawn = [Bar(x.name, (paid.get(x.key, 0), x.n), f"{x.n:,} 份，发钱的 {paid.get(x.key, 0):,} 份") for x in found]
        else:
            drawn = [Bar(x.name, (x.n, x.n), f"{x.n:,} 份") for x in found]
        yield Part(dim.key, f"按{dim.label}，{word}的多少份", drawn, "份", f"按{dim.label}", cells(held, found, ways),
                   headers(word, bool(ways)), legend=PAID if ways else "", both=not ways)


PAID = "实心的一段是发钱的，斜线和空框是代缴、减免、服务和贷款。"
BOTH = "按部门、地方和人分的，现金和减免都在内：有的项人少，拆开写会认出人来。"
TWICE = "给一户的，算在本人名下。上面各样加起来，会把可能只发一份的重复算进最少的数；合计没有重复。"


def beneath(found: Sequence[Part]) -> str:
    """What must be known of the numbers above."""
    return (BOTH if any(part.both for part in found) else "") + TWICE


def apart(held: Held, by: Callable[[Callable[[Benefit], bool]], list[Any]]) -> dict[str, dict[str, Any]]:
    """The lines of one table by how they are paid and by key; of real people none where any line of the picture is of few: the
    difference between two lines would tell of them."""
    from benefits.bulk.picture import small

    found = {pays: by(_paid(pays)) for pays in WAYS}
    if held.real and any(map(small, (*held.board.now.by_benefit(), *by(lambda b: True), *found["cash"], *found["in_kind"]))):
        return {}
    return {pays: {line.key: line for line in lines} for pays, lines in found.items()}


def _paid(pays: str) -> Callable[[Benefit], bool]:
    return lambda b: b.pays == pays


def cells(held: Held, lines: Sequence[Any], ways: dict[str, dict[str, Any]] | None = None) -> list[tuple[str, ...]]:
    """The lines of a table under `headers`; the money by how it is paid where that is known (see `apart`)."""
    def paid(x: Any) -> Iterator[str]:
        return (money(ways[pays][x.key]) if x.key in ways[pays] else "没有" for pays in WAYS) if ways else iter((money(x),))
    return [(x.name, told(x.n, held.real), told(x.possible, held.real), *paid(x)) for x in lines]


def headers(word: str, ways: bool = False) -> tuple[str, ...]:
    return "项目", word, "可能", *(WAYS.values() if ways else ("钱",))


def answers(held: Held, word: str) -> list[tuple[str, str, str]]:
    """What an official asks first: how much there is to see to, for whom, for how much. Question, number, beside it."""
    book, now = held.board.book, held.board.now
    cash, in_kind = (few(held, now.total(pays)) for pays in WAYS)
    yearly, _, once = cash.partition("，")
    people = "；".join(kind.label for kind in book.policy.people.values())
    return [("管多少事", f"{len(book.screened())} 项给个人和家庭",
             f"{len(book.organisations())} 项给单位。{len(book.policy.departments)} 个部门和单位管。"),
            ("管到哪些人", f"{told(held.board.helped(), held.real)} 户至少有一样", f"登记册里共 {now.households:,} 户。文件管：{people}。"),
            ("花多少钱", yearly, f"这是{WAYS['cash']}{f'，{once}' if once else ''}。{WAYS['in_kind']}另算：{in_kind}。")]


def picture() -> None:
    """How many get what, where, of which group, for how much."""
    held, word, today = _held(), _word(), _state.today()
    said = [*about(held), *sums(held, word)]
    if held.label:
        _draw.plain(f"{held.label}。")
    _tables.answers(answers(held, word))
    for line in (*about(held), *sums(held, word)[:1], *sums(held, word)[-1:]):
        _draw.plain(line)
    _guide.guide(_guide.BOARD)
    if held.rejects is not None and held.rejects.height:
        with st.expander(f"没有算进去的行：{held.rejects.height:,} 条原因"):
            _tables.table("没有算进去的", ("哪张表", "第几行", "原因"), [
                (r["table"], str(r["row"] or ""), f"{r['column']}：{r['reason']}") for r in held.rejects.head(50).iter_rows(named=True)])
    _choose(held)
    found = parts(held, word)
    for key, some in (("benefit", found[:2]), ("groups", found[2:])):
        _draw.header(some[0].heading)
        with st.container(key=f"wide-{key}"):
            for part in some:
                with st.container():
                    _tables.bars(part.key, part.title, part.bars, part.unit, held.label, twin=False, legend=part.legend)
                    if part.caption:
                        _tables.table(part.caption, part.headers, part.cells, closed=True)
        if key == "benefit":
            _tables.rules([b for b in held.board.now.rows()], "picture")
    _draw.small(beneath(found))
    crossed(held)
    received(held)
    _tables.files("picture", f"登记册-{held.day}", lambda: sheets(held, word), held.label)
    name = f"{'' if held.real else '合成数据-'}登记册-{held.day}.pdf"
    st.download_button("存成开会用的纸（PDF）", lambda: paper(held, said, word, today), name, "application/pdf", key="picture-pdf",
                       on_click="ignore", width="stretch")


def paper(held: Held, said: Sequence[str], word: str, today: date) -> bytes:
    """The picture on paper: the same sentences (`said`), charts and tables. Made outside the visit: knows only what it is given."""
    def one(part: Part) -> dict[str, Any]:
        bars, see = _tables.largest(part.bars, part.unit)
        return {"heading": part.heading, "title": part.title, "see": see, "bars": report.drawn(bars),
                "legend": part.legend or _tables.legend(bars), "caption": part.caption, "headers": part.headers, "rows": part.cells}
    found = parts(held, word)
    return report.pdf(load(), "政策看板：登记册", held.label, today, said, [one(p) for p in found], beneath(found))


def shown(held: Held, lines: list) -> list:
    from benefits.bulk.picture import merged
    return merged(lines) if held.real else lines


def ends(line: Any, bucket: str) -> tuple[Fraction, Fraction | None]:
    """Yuan; no upper end where one of them has none."""
    return Fraction(line.low[bucket], CENT), None if line.open[bucket] else Fraction(line.high[bucket], CENT)


def money(line: Any, between: str = "\n", say: Callable[[Exact, Exact | None], str] = span) -> str:
    """What a line comes to, by year and once, in words. say: how an interval of yuan is told."""
    parts = []
    for bucket, word in (("annual", "一年"), ("once", "一次性")):
        low, high = ends(line, bucket)
        if low or high or line.open[bucket]:
            said = say(low, high)
            parts.append(f"{word}{'' if said[0] in '至最约' else ' '}{said}")
    return between.join(parts) or "没有数"


def yuan(cents: int) -> str:
    return span(Fraction(cents, CENT), Fraction(cents, CENT))


def yuan_bars(lines: Iterable[Any]) -> list[Bar]:
    return [Bar(x.name, ends(x, "annual"), in_wan(*ends(x, "annual"))) for x in lines if x.low["annual"] or x.high["annual"]]


def crossed(held: Held) -> None:
    """精准画像: two statuses against each other."""
    from benefits.bulk.picture import profile

    _draw.header("精准画像")
    _draw.plain("挑两样情况，看各有多少人。")
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


def received(held: Held) -> None:
    """Who is eligible for more than they have."""
    _draw.header("该有而没有的")
    if held.receiving is None:
        _draw.plain("这个登记册没有“正在领”这一列，看不出谁该领还没领。")
        return
    if held.odd:
        _draw.plain(f"“正在领”里没认出来的：{'、'.join(held.odd[:10])}。")
    word = _word()
    _tables.table(f"{word}的和正在领的", ("项目", f"{word}也在领", f"{word}没在领", f"在领，这次算不上{word}"), [
        (x["name"], *(told(x[c], held.real) for c in ("has", "more", "over"))) for x in held.board.unclaimed(held.receiving)])
    _draw.small(f"算不上{word}的，多半是情况没写全，先核实，不是就要停。")


def sheets(held: Held, word: str) -> list:
    """The picture as tables. Yuan to the fen; no upper end: left empty."""
    def cells(lines: Sequence[Any]) -> list[tuple]:
        def both(line: Any, end: int) -> list[Decimal | None]:
            return [None if ends(line, k)[end] is None else Decimal(int(ends(line, k)[end] * CENT)) / CENT for k in ("annual", "once")]
        out = []
        for x in lines:
            (low, once), (high, once_high) = both(x, 0), both(x, 1)
            small = [told(n, held.real) if held.real else n for n in (x.n, x.possible, x.none)]
            out.append((x.name, *small, low, high, once, once_high))
        return out
    headers = ("项目", f"{word}（份）", "可能（份）", "没有数（份）",
               "一年最少（元）", "一年最多（元）", "一次最少（元）", "一次最多（元）")
    now, values = held.board.now, [("本单位的数", OWN)] if held.values else []
    about = [("按哪一天算", held.day.isoformat()), ("户数", f"{now.households:,}"), ("人数", f"{now.persons:,}"), *values]
    return [("每一项", headers, cells(shown(held, now.by_benefit()))), ("各部门", headers, cells(shown(held, now.by_department()))),
            *([] if held.real else [("合计", headers, cells([replace(now.total(p), name=way) for p, way in WAYS.items()]))]),
            *((f"按{d.label}", headers, cells(shown(held, now.by(d.key)))) for d in now.dims), ("说明", ("是什么", "内容"), about)]


# --- what if ------------------------------------------------------------------------------------------------------

def what_if() -> None:
    """Other numbers in the rules or other figures, over the same people."""
    held = _held()
    book = held.board.book
    _told(held)
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
                   format_func=lambda k: _draw.bare(f"{by_key[k].label}：{bare(exact(by_key[k].value))} {by_key[k].unit}"))
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
    before, after, total, word = moved.before, moved.after, moved.total(), _word()
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


# --- helping hands ------------------------------------------------------------------------------------------------

def needs() -> None:
    """第 31 条: what charities and volunteers may take on, counted, nobody named."""
    held = _held()
    _told(held)
    _draw.plain("文件第 31 条请社会力量一起来。下面是登记册里文件没写数、或者要个别商量的需要，只数数，不写是谁。")
    found = held.board.needs()
    rows: dict[str, Benefit] = {b.id: b for b in held.board.now.rows()}
    lines = _need_lines(held, found)
    with st.container(key="wide-needs"):
        for kind, told_as in (("要个别商量", "文件只说“可以”“鼓励”，要一户一户看的"), ("文件没写数", f"{_word()}，但文件没写给多少的")):
            with st.container():
                _kind(held, kind, told_as, found, [x for x in lines if x[0] == kind])
    _tables.rules([rows[b] for b in dict.fromkeys(x["benefit"] for x in found)], "needs")
    headers = ("哪一类", "项目", "地方", "几份", "牵头部门", "依据的句子")
    _tables.files("needs", f"社会力量可以帮的-{held.day}", lambda: [("需要", headers, lines)], held.label)


def _kind(held: Held, kind: str, told_as: str, found: Sequence[dict[str, Any]], lines: Sequence[tuple[str, ...]]) -> None:
    """The needs of one kind: how many of each, and where."""
    _draw.header(kind)
    _draw.plain(f"{told_as}：{len({x[1] for x in lines})} 项。")
    sums: dict[str, int] = {}
    for one in found:
        if one["kind"] == kind:
            sums[one["name"]] = sums.get(one["name"], 0) + one["n"]
    _tables.bars(f"needs-{'case' if kind == '要个别商量' else 'none'}", f"{kind}的，每项多少份",
                 [Bar(n, (c, c), f"{c:,} 份") for n, c in sums.items() if not held.real or c >= LEAST], "份", held.label)
    _tables.table(f"{kind}：各地", ("项目", "地方", "几份"), [x[1:4] for x in lines], closed=True)


def _need_lines(held: Held, found: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """One line a kind, benefit and area; of real people the small ones together, and left out where they stay small."""
    rows = {b.id: b for b in held.board.now.rows()}
    small: dict[tuple[str, str], int] = {}
    lines = []

    def line(kind: str, benefit: str, area: str, n: int) -> tuple[str, ...]:
        b = rows[benefit]
        return kind, b.name, area, f"{n:,}", b.departments[0], "、".join(b.sentences)
    for one in found:
        if held.real and one["n"] < LEAST:
            key = one["kind"], one["benefit"]
            small[key] = small.get(key, 0) + one["n"]
        else:
            lines.append(line(one["kind"], one["benefit"], one["area"], one["n"]))
    return [*lines, *(line(kind, benefit, "别的地方合在一起", n) for (kind, benefit), n in small.items() if n >= LEAST)]
