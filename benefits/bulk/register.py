"""Registers as tables: what stands in a cell, read strictly; every row that cannot be read is named with its reason.

Three tables: persons (a row a person), households (a row a household, may be left out), income (a row an entry, may be
left out). Headers and options may be the names of the vocabulary or their Chinese labels. A wrong row sets its whole
household aside: a member that is missing would change the household's means test, its size and its other rows.
Blank, 不知道 and the like mean unknown. Facts come out as lower.Program wants them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any
from unicodedata import normalize

import polars as pl

from ..content import Book
from ..household import INCOME_KINDS, LABEL, MOST_INCOMES, MOST_MEMBERS, OF_THE_HOUSEHOLD, WITH_MONTHS, InputError, near
from ..model import Fact, alike
from .lower import DECIMALS, area_codes

TABLES = {"persons": "人员表", "households": "家庭表", "income": "收入表"}
_DAY = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:[ T]00:00(?::00(?:\.0+)?)?)?\Z|(\d{4})(\d{2})(\d{2})\Z")
NOBODY = "人员表里没有这一户的人"
BAD = "不能读的原因"  # a column of our own: filled where a line has more cells than there are headers
REJECTS = {"table": pl.String, "row": pl.Int64, "household_id": pl.String, "column": pl.String, "value": pl.String, "reason": pl.String}
DTYPES = {"bool": pl.Boolean, "choice": pl.UInt8, "choices": pl.UInt32, "int": pl.Int16, "number": pl.Int64, "date": pl.Date}


@dataclass(frozen=True)
class Field:
    """A column of a table. kind: as the types of facts, or text."""

    name: str
    label: str
    kind: str
    allowed: str
    least: int = 0
    most: int | None = None
    words: Mapping[str, Any] = field(default_factory=dict)  # by `alike`: the place of an option, true or false, a number
    options: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    nothing: frozenset[str] = frozenset()  # `alike` words for none of several
    units: tuple[str, ...] = ()
    before: tuple[str, ...] = ()           # `alike` words that may stand before the one of an option


def unknown_words(book: Book) -> list[str]:
    return ["", *(normalize("NFKC", word) for word in book.roster.unknown)]


def _of_fact(fact: Fact, book: Book) -> Field:
    said = book.roster
    places = {o.value: i for i, o in enumerate(fact.options)}
    words: dict[str, Any] = dict.fromkeys(said.nothing, places["none"]) if "none" in places else {}
    if fact.type == "bool":
        words = {**dict.fromkeys(said.yes, True), **dict.fromkeys(said.no, False)}
    for place, others in said.numbers.get(fact.id, {}).items():
        words |= dict.fromkeys(others, place)
    of_place = fact.options and set(places) == set(book.policy.areas)
    for value, others in [*(said.areas.items() if of_place else ()), *said.options.get(fact.id, {}).items()]:
        words |= dict.fromkeys(others, places[value])
    for i, option in enumerate(fact.options):
        words |= dict.fromkeys((option.label.split("（")[0].split("，")[0], option.label, option.said, option.value), i)
    unit = f"（{fact.unit}）" if fact.unit else ""
    allowed = {"bool": "允许：是、否", "date": "日期要写成 1944-05-01 这样", "choice": "允许：" + "、".join(o.label for o in fact.options),
               "choices": "几样用分号隔开，允许：" + "；".join(o.label for o in fact.options),
               "int": f"允许 {fact.minimum} 到 {fact.maximum} 的整数{unit}",
               "number": f"允许 {fact.minimum} 到 {fact.maximum} 的数{unit}，最多四位小数"}[fact.type]
    return Field(fact.id, fact.label, fact.type, allowed, int(fact.minimum), None if fact.maximum is None else int(fact.maximum),
                 {alike(w): v for w, v in words.items()}, tuple(places), tuple(o.label for o in fact.options),
                 frozenset(map(alike, said.nothing)), (fact.unit, *said.units.get(fact.unit, ())) if fact.unit else (),
                 tuple(map(alike, said.area_before)) if of_place else ())


def fields(book: Book) -> dict[str, dict[str, Field]]:
    """The columns each table may have, by name."""
    household_id = Field("household_id", "户号", "text", "要写户号，同一户写一样的；合并的单元格请先拆开、填满")
    member = Field("id", "代号", "text", "要写一个代号，如 p1（不写姓名、证件号）")
    facts = {of: [_of_fact(f, book) for f in book.facts.values() if f.of == of and not f.derived and f.type not in ("label", "income")]
             for of in ("person", "household")}
    most = int(book.facts["monthly_income"].maximum)
    said = {o.value: o.label for o in book.facts["income"].options}
    labels = [said[kind] for kind in INCOME_KINDS]
    kinds = {alike(word): i for i, kind in enumerate(INCOME_KINDS) for word in (
        kind, *(w for o in book.facts["income"].options if o.value == kind for w in (o.label, o.label.split("（")[0], o.said)),
        *book.roster.options.get("income", {}).get(kind, ()))}
    money, units = "允许 0 到 {} 的数（元），最多四位小数", book.roster.units
    income = [Field("member", "代号", "text", "要写是谁的收入，写这个人的代号"),
              Field("kind", "收入种类", "choice", "允许：" + "、".join(labels), words=kinds, options=INCOME_KINDS, labels=tuple(labels)),
              Field("monthly", "每月多少", "number", money.format(most), 0, most, units=("元", *units["元/月"])),
              Field("annual", "每年多少", "number", money.format(12 * most), 0, 12 * most, units=("元", *units["元/年"])),
              Field("months_in_job", "做了几个月", "int", "允许 0 到 1200 的整数（个月）", 0, 1200,
                    units=("个月", *units["个月"]))]
    return {"persons": {f.name: f for f in [household_id, member, *facts["person"], *facts["household"]]},
            "households": {f.name: f for f in [household_id, *facts["household"]]},
            "income": {f.name: f for f in [household_id, *income]}}


@dataclass
class Table:
    """One table ready to be read by ranges.

    row: the column that holds the row number in the input, if rows were moved; bad: the column that says why a row
    cannot be read at all; synthetic: the table says that it is invented."""

    what: str
    frame: pl.LazyFrame
    headers: dict[str, str]
    unused: list[str]
    first_row: int = 1
    row: str | None = None
    bad: str | None = None
    synthetic: bool = False


REQUIRED = {"persons": ("household_id", "relation"), "households": ("household_id",), "income": ("household_id", "kind")}


def table(what: str, frame: pl.LazyFrame, book: Book, first_row: int = 1) -> Table:
    """A table with its headers understood. Raises InputError where a needed column is missing or one stands twice."""
    known = fields(book)[what]
    means = header_reader(what, book)
    headers: dict[str, str] = {}
    unused, problems, synthetic, bad = [], [], False, None
    for column in frame.collect_schema().names():
        name = means(column)
        if column == "synthetic":
            synthetic = True
        elif column == BAD:
            bad = column
        elif name is None:
            unused.append(column)
        elif name in headers:
            problems.append(f"{TABLES[what]}：“{headers[name]}”和“{column}”是同一列，只留一列")
        else:
            headers[name] = column
    problems += [f"{TABLES[what]}：少了“{known[name].label}”这一列（{name}）{near_header(name, known, unused)}"
                 for name in REQUIRED[what] if name not in headers]
    if what == "income" and not {"monthly", "annual"} & headers.keys():
        problems.append(f"{TABLES[what]}：少了“每月多少”（monthly）或“每年多少”（annual）这一列")
    dtypes = frame.collect_schema()
    problems += [f"{TABLES[what]}：“{column}”这一列的格式读不了，要存成文字、数或日期"
                 for name, column in headers.items() if not _readable(dtypes[column], known[name])]
    if problems:
        raise InputError(problems)
    return Table(what, frame, headers, unused, first_row, bad=bad, synthetic=synthetic)


def header_reader(what: str, book: Book) -> Callable[[str], str | None]:
    """The column a header of this table stands for. What is written around the word is left out: 是否, a star, a unit in brackets."""
    said, by_word = book.roster, {}
    for name in fields(book)[what]:
        fact = book.facts.get(name)
        by_word |= dict.fromkeys(map(alike, (*said.columns.get(name, ()), *((fact.daily,) if fact and fact.daily else ()))), name)
    for name, one in fields(book)[what].items():
        by_word |= {alike(one.label): name, alike(name): name}
    before = tuple(map(alike, said.before))

    def means(header: str) -> str | None:
        word = alike(header).strip("\ufeff*:")
        short = re.sub(r"\([^()]*\)$", "", word)
        tries = [word, short, *(w.removeprefix(b) for w in (word, short) for b in before)]
        return next((by_word[t] for t in tries if t in by_word), None)
    return means


def _readable(dtype: pl.DataType, of: Field) -> bool:
    """Whether a column of a typed file can hold words, numbers or days; a list only where several may be chosen."""
    if isinstance(dtype, pl.List):
        return of.kind == "choices" and (dtype.inner == pl.Null or isinstance(dtype.inner, (pl.String, pl.Categorical, pl.Enum)))
    return not dtype.is_nested() and dtype not in (pl.Binary, pl.Time, pl.Duration, pl.Object)


def near_header(name: str, known: Mapping[str, Field], unused: list[str]) -> str:
    found = [c for c in unused if near(c.strip(), [name, known[name].label])]
    return f"，是不是“{found[0]}”" if found else ""


def unused_columns(of: Table, book: Book) -> list[str]:
    """One line for each column that is not of the vocabulary."""
    known = fields(book)[of.what]
    words = [*(f.label for f in known.values()), *known]
    return [f"{TABLES[of.what]}：没有用“{c}”这一列{near(c.strip(), words)}" for c in of.unused]


# --- cells --------------------------------------------------------------------------------------------------------

def _word(kind: Field) -> Callable[[str], Any]:
    """A word to what the column holds; None where it is not understood."""
    if kind.kind in ("bool", "choice"):
        def meant(text: str) -> Any:
            word = alike(text)
            return next((kind.words[w] for w in (word, *(word.removeprefix(b) for b in kind.before)) if w in kind.words), None)
        return meant
    if kind.kind == "choices":
        def places(text: str) -> int | None:
            text = alike(text)
            if text in kind.nothing or text == "[]":
                return 0
            bits = 0
            for piece in re.split(r"[;,|]", text.strip("[]")):
                piece = piece.strip("'\"")
                parts = [piece] if piece in kind.words else piece.split("、")
                for part in parts:
                    if part not in kind.words:
                        return None
                    bits |= 1 << kind.words[part]
            return bits
        return places

    def day(text: str) -> date | None:
        match = _DAY.match(alike(text) if "00:00" not in text else text)
        if match is None:
            return None
        try:
            return date(*(int(g) for g in match.groups() if g is not None))
        except ValueError:
            return None
    return day


def _number(cell: pl.Expr, dtype: pl.DataType, of: Field) -> pl.Expr:
    """A whole number, or for `number` ten-thousandths; null where the cell is not one within the bounds."""
    scale = DECIMALS if of.kind == "number" else 1
    if dtype == pl.Boolean:
        return pl.lit(None, pl.Int64)
    if dtype.is_integer():
        value = cell.cast(pl.Int64, strict=False)
        inside = value.is_between(of.least, of.most)
        return pl.when(inside).then(value * scale if scale > 1 else value)
    if dtype.is_float():
        wide = cell.cast(pl.Float64)
        # the nearest double of k/10000 is the cell only where the cell prints with at most four decimals; by a column,
        # for a division by one constant is done as a product with its inexact inverse
        k = pl.when(wide.is_between(of.least, of.most)).then((wide * scale).round(0)).cast(pl.Int64)
        return pl.when(k.cast(pl.Float64) / (wide * 0 + scale) == wide).then(k)
    unit = "|".join(map(re.escape, sorted(map(alike, of.units), key=len, reverse=True)))
    text = cell.cast(pl.String).str.replace(rf"^[¥]?\s*([\d,.+]+)\s*(?:{unit})?$", "${1}")
    plain = pl.when(text.str.contains(r"^\d{1,3}(,\d{3})+(\.\d+)?$")).then(text.str.replace_all(",", "", literal=True)).otherwise(text)
    whole = plain.str.extract(r"^\+?(\d{1,12})(?:\.\d*)?$", 1).cast(pl.Int64, strict=False)
    part = plain.str.extract(r"^\+?\d+\.(\d*)$", 1).fill_null("")
    places = len(str(scale)) - 1
    kept = (part + "0" * places).str.slice(0, places) if places else pl.lit("0")
    exact = part.str.slice(places).str.contains(r"^0*$")
    value = whole * scale + kept.cast(pl.Int64, strict=False)
    return pl.when(exact & value.is_between(of.least * scale, of.most * scale)).then(value)


def label_of(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """A household's number or a person's code as text; a whole number that came as a float keeps no .0."""
    if dtype.is_float():
        return pl.when(cell == cell.round(0)).then(cell.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(cell.cast(pl.String))
    return cell.cast(pl.String).str.strip_chars()


def cells(data: pl.DataFrame, headers: Mapping[str, str], known: Mapping[str, Field],
          unknown: Collection[str]) -> tuple[pl.DataFrame, dict[str, pl.Series]]:
    """The columns of `data` under their names, as lower.Program holds them (dates as dates, texts trimmed), and for each
    column with cells that were not understood which ones. unknown: words that say nothing."""
    texts = [c for c in headers.values() if data.schema[c] in (pl.String, pl.Categorical)]
    data = data.with_columns(pl.col(texts).cast(pl.String).str.strip_chars(), *(
        pl.col(c).fill_nan(None) for c in headers.values() if data.schema[c].is_float()))
    wide = [c for c in texts if data.select((pl.col(c).str.len_bytes() != pl.col(c).str.len_chars()).any()).item()]
    data = data.with_columns(pl.col(wide).str.normalize("NFKC").str.strip_chars())
    data = data.with_columns(pl.when(~pl.col(c).is_in(unknown)).then(pl.col(c)) for c in texts)
    out: dict[str, pl.Expr] = {}
    for name, column in headers.items():
        of, cell, dtype = known[name], pl.col(column), data.schema[column]
        if dtype == pl.Null:
            out[name] = pl.lit(None, DTYPES.get(of.kind, pl.String))
        elif of.kind == "text":
            out[name] = label_of(cell, dtype)
        elif of.kind in ("int", "number"):
            out[name] = _number(cell, dtype, of).cast(DTYPES[of.kind], strict=False)
            if of.words and column in texts:
                told = list(of.words)
                spoken = cell.replace_strict(told, [of.words[w] for w in told], default=None, return_dtype=DTYPES[of.kind])
                out[name] = pl.coalesce(out[name], spoken)
        elif of.kind == "bool" and dtype == pl.Boolean:
            out[name] = cell
        elif of.kind == "bool" and dtype.is_numeric():
            out[name] = pl.when(cell == 1).then(True).when(cell == 0).then(False)
        elif of.kind == "date" and dtype.is_temporal():
            out[name] = cell.cast(pl.Date)
        else:
            if isinstance(dtype, pl.Enum):
                found: Iterable[Any] = dtype.categories.to_list()
            elif isinstance(dtype, pl.List):
                found = []
            else:
                if dtype.is_float():  # 19440501.0
                    cell = label_of(cell, dtype)
                found = data.select(cell.cast(pl.String).unique().drop_nulls()).to_series().to_list()
            parse = _word(of)
            if isinstance(dtype, pl.List):
                flags = {word: 1 << i for words in (of.labels, of.options) for i, word in enumerate(words)}
                bits = pl.element().cast(pl.String).replace_strict(flags, default=1 << 40, return_dtype=pl.Int64)
                total = cell.list.eval(bits).list.unique().list.sum()
                out[name] = pl.when(total < 1 << 40).then(total).cast(pl.UInt32)
            else:
                words = {w: v for w in found if (v := parse(w)) is not None}
                source = cell.cast(pl.String)
                if isinstance(dtype, pl.Enum):  # codes instead of words
                    codes = pl.Series([words.get(w) for w in found], dtype=DTYPES[of.kind])
                    out[name] = pl.lit(codes).gather(cell.to_physical())
                elif words:
                    out[name] = source.replace_strict(list(words), list(words.values()), default=None, return_dtype=DTYPES[of.kind])
                else:
                    out[name] = pl.lit(None, DTYPES[of.kind])
    both = data.select(*(e.alias("+" + n) for n, e in out.items()), *(
        pl.col(headers[n]).is_not_null().alias("?" + n) for n in out))
    wrong = both.select((pl.col("?" + n) & pl.col("+" + n).is_null()).alias(n) for n in out)
    some = wrong.select(pl.all().any()).row(0, named=True) if data.height else {}
    return both.select(pl.col("+" + n).alias(n) for n in out), {n: wrong[n] for n, yes in some.items() if yes}


def why_not(of: Field, value: str) -> str:
    """What is wrong with a cell that was not understood: the word it is near to, then what is allowed."""
    word = alike(value)
    if of.kind == "date":
        year = re.fullmatch(r"(19|20)\d\d(年|[-/.年]\d{1,2}月?)?", word)
        serial = re.fullmatch(r"\d{5}(\.0+)?", word)
        if year:
            return f"只有年月。不知道是哪一天，就空着，写年龄。{of.allowed}"
        if re.fullmatch(r"\d{1,3}(岁|年)?", word):
            return f"分不清是岁数还是年份。岁数写在“年龄”那一列。{of.allowed}"
        return f"像表格里没有设成日期的数，请把这一列设成日期。{of.allowed}" if serial else of.allowed
    if of.kind in ("choice", "choices"):
        found = dict.fromkeys(of.labels[of.words[w]].split("（")[0] for w in get_close_matches(word, list(of.words), 4, 0.5))
        return f"是不是{'或'.join(f'“{label}”' for label in list(found)[:2])}？{of.allowed}" if found else of.allowed
    return of.allowed


# --- ranges -------------------------------------------------------------------------------------------------------

@dataclass
class Range:
    """Whole households, read: columns of facts, and what had to be set aside."""

    persons: pl.DataFrame
    households: pl.DataFrame
    entries: pl.DataFrame | None
    rejects: pl.DataFrame
    households_set_aside: int
    persons_set_aside: int


class Reader:
    """Reads ranges of the tables on one day."""

    def __init__(self, book: Book, day: date):
        self.book, self.day, self.known = book, day, fields(book)
        self.unknown = unknown_words(book)
        wenzhou = book.policy.groups["wenzhou"].areas
        codes = area_codes(book)
        self.unknown_area = len(codes) - 1
        self.local = [i for i, a in enumerate(codes) if a in wenzhou]
        self.oldest = int(book.facts["age"].maximum)
        self.facts = {of: [f for f in book.facts.values() if f.of == of and not f.derived and f.type not in ("label", "income", "date")]
                      for of in ("person", "household")}

    def read(self, persons: Table, people: pl.DataFrame, households: Table | None, houses: pl.DataFrame | None,
             income: Table | None, listed: pl.DataFrame | None) -> Range:
        """One range. The frames are the slices of the tables, rows of a household together, with a column `row`."""
        rejects = _Rejects()
        data, wrong = cells(people, persons.headers, self.known["persons"], self.unknown)
        data = data.with_columns(row=people["row"], h=(pl.col("household_id") != pl.col("household_id").shift(1)).fill_null(True)
                                 .cum_sum().cast(pl.UInt32) - 1)
        self.note(rejects, persons, people, data, wrong)
        data = self.person_checks(rejects, persons, data)
        of_person = [f.id for f in self.facts["household"] if f.id in persons.headers]
        house = data.group_by("h", maintain_order=True).agg(
            pl.col("household_id").first(), pl.col("row").first(), *(pl.col(c).drop_nulls().first() for c in of_person),
            *(pl.col(c).drop_nulls().n_unique().alias("?" + c) for c in of_person), members=pl.len().cast(pl.Int64),
            selves=(pl.col("relation") == self.place("relation", "self")).sum())
        self.household_checks(rejects, persons, data, house, of_person)
        house = house.drop("selves", *("?" + c for c in of_person))
        if households is not None and houses is not None:
            house = self.with_household_rows(rejects, households, houses, house)
        entries = None
        if income is not None and listed is not None and listed.height:
            entries = self.entries(rejects, income, listed, data, house)
        house = house.with_columns(pl.lit(None, DTYPES[f.type]).alias(f.id) for f in self.facts["household"] if f.id not in house.columns)
        data = data.with_columns(pl.lit(None, DTYPES[f.type]).alias(f.id) for f in self.facts["person"] if f.id not in data.columns)
        if entries is not None:
            both = house.filter(pl.col("monthly_income").is_not_null()).join(entries.select("h").unique(), on="h", how="semi")
            rejects.add(TABLES["income"], both, "monthly_income", pl.lit(""), "monthly_income 和收入表只能写一样")
        return self.kept(rejects, data, house, entries)

    def orphans(self, of: Table, raw: pl.DataFrame) -> pl.DataFrame:
        """Rows of households of which the persons' table has nobody."""
        column = of.headers["household_id"]
        return raw.select(table=pl.lit(TABLES[of.what]), row=pl.col("row").cast(pl.Int64), household_id=pl.col(column).cast(pl.String),
                          column=pl.lit(column), value=pl.col(column).cast(pl.String).fill_null(""), reason=pl.lit(NOBODY))

    def place(self, fact: str, value: str) -> int:
        return next(i for i, o in enumerate(self.book.facts[fact].options) if o.value == value)

    def note(self, rejects: _Rejects, of: Table, raw: pl.DataFrame, data: pl.DataFrame, wrong: Mapping[str, pl.Series]) -> None:
        """The cells that were not understood, and the rows that cannot be read at all."""
        if of.bad:
            unread = data.with_columns(why=raw[of.bad]).filter(pl.col("why").is_not_null())
            rejects.add(TABLES[of.what], unread, "", pl.lit(""), pl.col("why"))
        for name, mask in wrong.items():
            column = of.headers[name]
            value = raw.filter(mask)[column]
            if isinstance(value.dtype, pl.List):
                value = value.cast(pl.List(pl.String)).list.join("；", ignore_nulls=True)
            rows = data.filter(mask).with_columns(value=value.cast(pl.String))
            told = {v: why_not(self.known[of.what][name], v) for v in rows["value"].unique() if v is not None}
            reason = pl.col("value").replace_strict(list(told), list(told.values()), default=self.known[of.what][name].allowed,
                                                    return_dtype=pl.String)
            rejects.add(TABLES[of.what], rows, column, pl.col("value"), reason)

    def person_checks(self, rejects: _Rejects, of: Table, data: pl.DataFrame) -> pl.DataFrame:
        what, h, known = TABLES[of.what], of.headers, self.known["persons"]
        rejects.add(what, data.filter(pl.col("household_id").is_null()), h["household_id"], pl.lit(""), known["household_id"].allowed)
        if "id" in h:
            label = pl.col("id")
            good = label.str.contains(f"^(?:{LABEL})$") & ~label.str.contains("[0-9]{11}") & (label != "household")
            rejects.add(what, data.filter(~good.fill_null(False)), h["id"], label, known["id"].allowed)
            twice = data.filter(pl.struct("h", "id").is_duplicated() & label.is_not_null())
            rejects.add(what, twice, h["id"], label, "同一户里写了两遍，每个人的代号要不一样")
        else:
            data = data.with_columns(id=pl.format("p{}", pl.int_range(1, pl.len() + 1).over("h")))
        rejects.add(what, data.filter(pl.col("relation").is_null()), h["relation"], pl.lit(""), known["relation"].allowed)
        if "birth_date" in h:
            born, today = pl.col("birth_date"), self.day.year * 10000 + self.day.month * 100 + self.day.day
            whole = born.dt.year().cast(pl.Int64) * 10000 + born.dt.month().cast(pl.Int64) * 100 + born.dt.day().cast(pl.Int64)
            data = data.with_columns(computed=pl.when(whole <= today).then((today - whole) // 10000).cast(pl.Int16))
            late = born.is_not_null() & (pl.col("computed").is_null() | (pl.col("computed") > self.oldest))
            rejects.add(what, data.filter(late), h["birth_date"], born, f"要在 {self.day} 以前，年龄 0 到 {self.oldest} 岁")
            if "age" in h:
                other = data.filter(pl.col("age") != pl.col("computed"))
                rejects.add(what, other, h["age"], pl.col("age"), f"和出生日期对不上（按 {self.day} 算）")
                data = data.with_columns(age=pl.coalesce("computed", "age"))
            else:
                data = data.with_columns(age="computed")
        if "disability_grade" in h:
            category = pl.col("disability_category") if "disability_category" in h else pl.lit(None, pl.UInt8)
            lost = pl.col("disability_grade").is_not_null() & (category.is_null() | (category == self.place("disability_category", "none")))
            rejects.add(what, data.filter(lost), h["disability_grade"], pl.col("disability_grade"),
                        "写了等级，就要写残疾类别（不能是没有残疾）")
        for fact in self.facts["person"]:
            if fact.part_of and fact.id in h and fact.part_of in h:
                over = data.filter(pl.col(fact.id) > pl.col(fact.part_of))
                rejects.add(what, over, h[fact.id], pl.col(fact.id) / DECIMALS,
                            f"是“{self.book.facts[fact.part_of].label}”的一部分，不能更多")
        return data

    def household_checks(self, rejects: _Rejects, of: Table, data: pl.DataFrame, house: pl.DataFrame, of_person: list[str]) -> None:
        what = TABLES[of.what]
        rejects.add(what, house.filter(pl.col("selves") != 1), of.headers["relation"], pl.format("{} 个本人", "selves"),
                    "每户要正好有一个人是本人")
        rejects.add(what, house.filter(pl.col("members") > MOST_MEMBERS), of.headers["household_id"], pl.format("{} 个人", "members"),
                    f"一户最多 {MOST_MEMBERS} 个人")
        for name in of_person:
            rejects.add(what, house.filter(pl.col("?" + name) > 1), of.headers[name], pl.lit(""), "这是全家的情况，同一户要写一样的")

    def with_household_rows(self, rejects: _Rejects, of: Table, raw: pl.DataFrame, house: pl.DataFrame) -> pl.DataFrame:
        what = TABLES[of.what]
        data, wrong = cells(raw, of.headers, self.known[of.what], self.unknown)
        data = data.with_columns(row=raw["row"])
        data = data.join(house.select("household_id", "h"), on="household_id", how="left", maintain_order="left")
        self.note(rejects, of, raw, data, wrong)
        rejects.add(what, data.filter(pl.col("household_id").is_null()), of.headers["household_id"], pl.lit(""),
                    self.known[of.what]["household_id"].allowed)
        rejects.add(what, data.filter(pl.col("h").is_null() & pl.col("household_id").is_not_null()), of.headers["household_id"],
                    pl.col("household_id"), NOBODY)
        twice = data.filter(pl.col("h").is_duplicated() & pl.col("h").is_not_null())
        rejects.add(what, twice, of.headers["household_id"], pl.col("household_id"), "写了两遍，每户只写一行")
        facts = [f.id for f in self.facts["household"] if f.id in of.headers]
        once = data.filter(pl.col("h").is_first_distinct()).select("h", *facts)
        found = house.join(once, on="h", how="left", maintain_order="left", suffix="^")
        for name in facts:
            if name + "^" in found.columns:  # told in both tables
                other = found.filter(pl.col(name) != pl.col(name + "^"))
                rejects.add(what, other, of.headers[name], pl.lit(""), "人员表和家庭表写得不一样")
                found = found.with_columns(pl.coalesce(name, name + "^").alias(name)).drop(name + "^")
        return found

    def entries(self, rejects: _Rejects, of: Table, raw: pl.DataFrame, people: pl.DataFrame, house: pl.DataFrame) -> pl.DataFrame:
        what, h = TABLES[of.what], of.headers
        data, wrong = cells(raw, h, self.known[of.what], self.unknown)
        missing = [pl.lit(None, DTYPES.get(f.kind, pl.String)).alias(f.name) for f in self.known[of.what].values() if f.name not in h]
        data = data.with_columns(*missing, row=raw["row"])
        labels = people.with_columns(i=pl.int_range(pl.len(), dtype=pl.UInt32)).filter(pl.struct("h", "id").is_first_distinct())
        data = (data.join(house.select("household_id", "h"), on="household_id", how="left", maintain_order="left")
                .join(labels.select("h", pl.col("id").alias("member"), "i"), on=["h", "member"], how="left", maintain_order="left"))
        self.note(rejects, of, raw, data, wrong)

        def bad(where: pl.Expr, column: str, value: pl.Expr, reason: str) -> None:
            rejects.add(what, data.filter(where), h.get(column, column), value, reason)
        kind, member = pl.col("kind"), pl.col("member")
        of_house, jobs = ([INCOME_KINDS.index(k) for k in kinds] for kinds in (OF_THE_HOUSEHOLD, WITH_MONTHS))
        bad(pl.col("h").is_null(), "household_id", pl.col("household_id"), NOBODY)
        bad(kind.is_null(), "kind", pl.lit(""), self.known[of.what]["kind"].allowed)
        bad(pl.col("h").is_not_null() & member.is_not_null() & pl.col("i").is_null(), "member", member, "这一户没有这个代号的人")
        bad(member.is_null() & ~kind.is_in(of_house), "member", pl.lit(""), "这一种收入要写是谁的")
        bad(pl.col("monthly").is_not_null() & pl.col("annual").is_not_null(), "annual", pl.col("annual") / DECIMALS, "每月和每年只能写一个")
        bad(pl.col("months_in_job").is_not_null() & ~kind.is_in(jobs), "months_in_job", pl.col("months_in_job"),
            "只有首次就业、首次创业才写")
        many = data.filter(pl.col("h").is_not_null()).group_by("h").agg(n=pl.len(), row=pl.col("row").first())
        many = many.filter(pl.col("n") > MOST_INCOMES)
        rejects.add(what, many, h["household_id"], pl.format("{} 项", "n"), f"一户最多 {MOST_INCOMES} 项收入")
        return data.filter(pl.col("h").is_not_null()).select("h", "i", "kind", amount=pl.coalesce(pl.col("monthly") * 12, "annual"),
                                                             months_in_job=pl.col("months_in_job").cast(pl.Int64))

    def kept(self, rejects: _Rejects, data: pl.DataFrame, house: pl.DataFrame, entries: pl.DataFrame | None) -> Range:
        aside = rejects.households()
        told = rejects.frame(house)
        members = 0
        if aside.len():
            members = int(house.filter(pl.col("h").is_in(aside.implode()))["members"].sum())
            keep = house.select(pl.col("h"), kept=~pl.col("h").is_in(aside.implode())).with_columns(
                new=(pl.col("kept").cum_sum() - 1).cast(pl.UInt32))
            moved = keep.filter("kept").select("h", "new")
            places = data.with_columns(old=pl.int_range(pl.len(), dtype=pl.UInt32)).join(moved, on="h", how="inner", maintain_order="left")
            places = places.with_columns(i=pl.int_range(pl.len(), dtype=pl.UInt32))
            if entries is not None:
                entries = (entries.join(moved, on="h").join(places.select("i", "old"), left_on="i", right_on="old", how="left")
                           .select(pl.col("new").alias("h"), pl.col("i_right").alias("i"), "kind", "amount", "months_in_job"))
            data = places.with_columns(h="new").drop("new", "old", "i")
            house = house.join(moved, on="h", how="inner", maintain_order="left").drop("new")
        house = house.drop("h")
        areas = house.select("residence").to_series().gather(data["h"])
        wenzhou = pl.col("hukou").is_in(self.local)
        lives = data.select("hukou").with_columns(r=areas).select(area=(
            pl.when(wenzhou).then("hukou").when(pl.col("hukou").is_not_null() & pl.col("r").is_in(self.local)).then("r")
            .otherwise(self.unknown_area)).cast(pl.UInt8)).to_series()
        data = data.with_columns(area=lives)
        applicants = data.filter(pl.col("relation") == self.place("relation", "self"))
        house = house.with_columns(area=applicants["area"])
        return Range(data, house, entries, told, aside.len(), members)


class _Rejects:
    """Rows that cannot be read, with the household each belongs to."""

    def __init__(self) -> None:
        self.parts: list[pl.DataFrame] = []

    def add(self, table: str, rows: pl.DataFrame, column: str, value: pl.Expr, reason: str | pl.Expr) -> None:
        if rows.height:
            self.parts.append(rows.select(
                table=pl.lit(table), row=pl.col("row").cast(pl.Int64), h=pl.col("h").cast(pl.UInt32), household_id=pl.col("household_id")
                if "household_id" in rows.columns else pl.lit(None, pl.String), column=pl.lit(column),
                value=value.cast(pl.String).fill_null(""), reason=reason if isinstance(reason, pl.Expr) else pl.lit(reason)))

    def households(self) -> pl.Series:
        if not self.parts:
            return pl.Series(dtype=pl.UInt32)
        return pl.concat([p.select("h") for p in self.parts]).to_series().drop_nulls().unique()

    def frame(self, house: pl.DataFrame) -> pl.DataFrame:
        """One line a fault, and one a household that is set aside for it."""
        if not self.parts:
            return pl.DataFrame(schema=REJECTS)
        told = pl.concat(self.parts)
        aside = told.filter(pl.col("h").is_not_null()).group_by("h").agg(pl.col("table").first(), pl.col("row").min())
        whole = house.join(aside, on="h", suffix="^").select(
            table=pl.col("table"), row=pl.lit(None, pl.Int64), household_id=pl.col("household_id"), column=pl.lit(""),
            value=pl.format("{} 个人", "members"), reason=pl.format("{}第 {} 行有问题，整户先不算", "table", "row^"))
        return pl.concat([told.select(*REJECTS).unique(maintain_order=True), whole.select(*REJECTS)])
