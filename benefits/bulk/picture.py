"""A register's picture for officials: how many get what, where, of which group, for how much; and what a change would do.

Everything is counted from whole fen of the engine's rows. A row that 就高不重复 sets aside is not counted as received.
What goes to a household stands under its applicant. Sums: low ends, high ends where there is one, how many have none.
Of real people no number under LEAST is told: small lines are merged, small cells are said to be small.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

import polars as pl

from ..content import Book
from ..counts import LEAST
from ..model import Benefit, Case, alike
from ..numbers import Exact
from .answer import Register, program
from .engine import Plan, determined, stacked
from .lower import Program, area_codes
from .register import Range

BANDS = (0, 18, 60, 80)  # ages from which a group begins
STATUS, CARD = "assistance", "disability_certificate"
NOT_KNOWN = "不知道"
SUMS = ("n", "possible", "low", "high", "open", "none")
BUCKETS = ("annual", "once")
PAYS = ("cash", "in_kind")  # a loan is never added up
PAID = pl.col("eligible") & pl.col("winner").is_null()


@dataclass(frozen=True)
class Dimension:
    """One way to tell people apart. names: in order, the last for what is not known."""

    key: str
    label: str
    names: tuple[str, ...]
    expr: pl.Expr

    @property
    def size(self) -> int:
        return len(self.names)


def age(book: Book) -> Dimension:
    unit = book.facts["age"].unit
    ends = [*BANDS[1:], None]
    names = [f"{a} {unit}以上" if b is None else f"{a} 到 {b - 1} {unit}" for a, b in zip(BANDS, ends)]
    column = pl.col("age")
    code = reduce(lambda found, start: found + (column >= start).cast(pl.UInt8), BANDS[1:], pl.lit(0, pl.UInt8))
    return Dimension("age", "年龄", (*names, NOT_KNOWN), code.fill_null(len(names)))


def of_fact(book: Book, name: str) -> Dimension:
    """By the options of a choice, or by yes and no."""
    fact = book.facts[name]
    # "都没有" says something beside its question only
    names = (fact.no, fact.yes) if fact.type == "bool" else tuple(
        f"没有{fact.said}" if o.value == "none" and o.label.startswith("都") else o.label for o in fact.options)
    return Dimension(name, fact.label, (*names, NOT_KNOWN), pl.col(name).cast(pl.UInt8).fill_null(len(names)))


def areas(book: Book) -> Dimension:
    names = [book.policy.areas[a] if a else "温州以外，或不知道" for a in area_codes(book)]
    return Dimension("area", "地区", tuple(names), pl.col("area"))


def standing(book: Book) -> tuple[Dimension, ...]:
    """The dimensions that every row is counted by."""
    return areas(book), age(book), of_fact(book, STATUS), of_fact(book, CARD)


def profile(book: Book) -> dict[str, Dimension]:
    """Everything persons can be told apart by, for a table of two."""
    facts = [f.id for f in book.facts.values() if f.of == "person" and f.type in ("bool", "choice") and not f.derived
             and f.id not in ("relation", "hukou")]
    return {d.key: d for d in (areas(book), age(book), *(of_fact(book, name) for name in facts))}


@dataclass
class Place:
    """Where each person of a range stands: `cell` = the dimensions in one number; `applicant` by household."""

    cell: pl.Series
    applicant: pl.Series


def _places(book: Book, part: Range, dims: Sequence[Dimension]) -> Place:
    code = reduce(lambda found, d: found * d.size + d.expr.cast(pl.UInt32), dims, pl.lit(0, pl.UInt32))
    itself = next(i for i, o in enumerate(book.facts["relation"].options) if o.value == "self")
    persons = part.persons.with_row_index("i")
    first = persons.filter(pl.col("relation") == itself).sort("h")["i"]
    return Place(part.persons.select(code.alias("cell")).to_series(), first)


@dataclass
class Judged:
    """A register's rows after 就高不重复, range by range: row, h, i, eligible, low, high (fen), winner."""

    book: Book
    program: Program
    found: list[pl.DataFrame]


@dataclass(frozen=True)
class Line:
    """One line of a table. n: determinations that are eligible and paid; yuan sums in fen, by year and once."""

    name: str
    key: str = ""
    n: int = 0
    possible: int = 0
    none: int = 0
    low: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(BUCKETS, 0))
    high: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(BUCKETS, 0))
    open: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(BUCKETS, 0))

    def plus(self, other: Line, name: str = "", key: str = "") -> Line:
        def both(a: Mapping[str, int], b: Mapping[str, int]) -> dict[str, int]:
            return {k: a[k] + b[k] for k in BUCKETS}
        return Line(name or self.name, key, self.n + other.n, self.possible + other.possible, self.none + other.none,
                    both(self.low, other.low), both(self.high, other.high), both(self.open, other.open))


@dataclass
class Picture:
    """The counts of a register under one set of rules. cube: row, cell and SUMS; overlap: fen that may be paid once only,
    in the sum of all low ends, by how it is paid and by bucket."""

    judged: Judged
    cube: pl.DataFrame
    dims: tuple[Dimension, ...]
    persons: int
    households: int
    overlap: dict[str, dict[str, int]]

    def rows(self) -> list[Benefit]:
        return [r.benefit for r in self.judged.program.rows]

    def by_benefit(self, chosen: Callable[[Benefit], bool] = lambda b: True) -> list[Line]:
        return self._lines(pl.col("row"), {n: (b.name, b.id) for n, b in enumerate(self.rows())}, chosen)

    def by_department(self, chosen: Callable[[Benefit], bool] = lambda b: True) -> list[Line]:
        lead = {n: b.departments[0] for n, b in enumerate(self.rows())}
        names = list(dict.fromkeys(lead.values()))
        code = pl.col("row").replace_strict({n: names.index(d) for n, d in lead.items()}, return_dtype=pl.UInt32)
        return self._lines(code, {i: (name, name) for i, name in enumerate(names)}, chosen)

    def by(self, key: str, chosen: Callable[[Benefit], bool] = lambda b: True) -> list[Line]:
        """By one of the standing dimensions."""
        at = next(i for i, d in enumerate(self.dims) if d.key == key)
        below = reduce(lambda n, d: n * d.size, self.dims[at + 1:], 1)
        dim = self.dims[at]
        return self._lines(pl.col("cell") // below % dim.size, {i: (name, str(i)) for i, name in enumerate(dim.names)}, chosen)

    def total(self, *pays: str) -> Line:
        """All of it, or only what is paid in one of these ways; of rows that may overlap the low end counts once in a household."""
        found = reduce(Line.plus, self.by_benefit(lambda b: not pays or b.pays in pays), Line("合计"))
        twice = {k: sum(fen[k] for way, fen in self.overlap.items() if not pays or way in pays) for k in BUCKETS}
        return replace(found, name="合计", key="", low={k: found.low[k] - twice[k] for k in BUCKETS})

    def _lines(self, code: pl.Expr, names: Mapping[int, tuple[str, str]], chosen: Callable[[Benefit], bool] = lambda b: True) -> list[Line]:
        rows = self.rows()
        once = [n for n, b in enumerate(rows) if b.period == "once"]
        loans = [n for n, b in enumerate(rows) if b.pays == "loan"]
        kept = [n for n, b in enumerate(rows) if chosen(b)]
        paid = ~pl.col("row").is_in(loans)
        sums = self.cube.lazy().filter(pl.col("row").is_in(kept)).with_columns(code=code.cast(pl.UInt32), once=pl.col("row").is_in(once))
        sums = sums.group_by("code", "once").agg(pl.col("n", "possible").sum(), *(
            pl.when(paid).then(pl.col(c)).otherwise(0).sum().alias(c) for c in ("low", "high", "open", "none")))
        lines: dict[int, Line] = {}
        for one in sums.collect().iter_rows(named=True):
            bucket = "once" if one["once"] else "annual"
            parts = {c: {k: one[c] if k == bucket else 0 for k in BUCKETS} for c in ("low", "high", "open")}
            name, key = names[one["code"]]
            line = Line(name, key, one["n"], one["possible"], one["none"], **parts)
            lines[one["code"]] = lines[one["code"]].plus(line, name, key) if one["code"] in lines else line
        return [lines[code] for code in sorted(lines)]


@dataclass
class Moved:
    """What a change does. cells: cell and gains, loses (persons whose sum of low ends goes up or down; households under
    their applicant), gained, lost (fen), new, gone (determinations that become or cease to be eligible)."""

    before: Picture
    after: Picture
    places: list[int]
    cells: pl.DataFrame

    def by(self, key: str) -> list[dict[str, int | str]]:
        at = next(i for i, d in enumerate(self.before.dims) if d.key == key)
        below = reduce(lambda n, d: n * d.size, self.before.dims[at + 1:], 1)
        dim = self.before.dims[at]
        sums = self.cells.group_by((pl.col("cell") // below % dim.size).alias("code")).agg(pl.exclude("cell").sum()).sort("code")
        return [{"name": dim.names[one.pop("code")], **one} for one in sums.iter_rows(named=True)]

    def total(self) -> dict[str, int]:
        return self.cells.select(pl.exclude("cell").sum()).row(0, named=True)


class Board:
    """A register read once, its picture, and the pictures under other rules or figures."""

    def __init__(self, register: Register, book: Book | None = None):
        self.register, self.book = register, book or register.book
        self.kept: dict[str, Any] = {}  # what was made of the picture, for whoever looks at the same one next
        self.dims = standing(self.book)
        self.places = [_places(self.book, part, self.dims) for part in register.ranges]
        self.now = self._picture(self._judged(self.book, program(self.book, register.day, {})))

    def what_if(self, book: Book, given: Mapping[str, Exact] | None = None) -> Moved:
        """The same people under the rules of another Book, with `given` values of parameters everywhere. Only rows that read
        what changed, and their rivals, are computed anew. Raises InputError where an amount is too large."""
        before = self.now
        of = program(book, self.register.day, given or {})
        old = before.judged.program.signatures()
        changed = {n for n, now in enumerate(of.signatures()) if now != old[n]}
        groups = {of.rows[n].benefit.group for n in changed} - {None}
        places = sorted(changed | {n for n, r in enumerate(of.rows) if r.benefit.group in groups})
        after = self._judged(book, of, places)
        # what is kept is counted already: only the rows that may differ are counted anew
        cube = pl.concat([before.cube.filter(~pl.col("row").is_in(places)), self._cube(after.found)])
        moved = pl.concat([self._moved(n, before.judged.found[n].filter(pl.col("row").is_in(places)), fresh, of)
                           for n, fresh in enumerate(after.found)])
        moved = moved.group_by("cell").agg(pl.all().sum())
        overlap = before.overlap
        if any(of.rows[n].benefit.may_overlap for n in places):
            whole = [pl.concat([b.filter(~pl.col("row").is_in(places)), a]) for b, a in zip(before.judged.found, after.found)]
            overlap = _overlap(of, whole)
        return Moved(before, replace(before, judged=after, cube=cube, overlap=overlap), places, moved)

    def _judged(self, book: Book, of: Program, places: Iterable[int] | None = None) -> Judged:
        plan = Plan(of, places)
        found = [stacked(book, of, determined(plan, book, r.persons, r.households, r.entries)[0]) for r in self.register.ranges]
        return Judged(book, of, found)

    def _picture(self, judged: Judged) -> Picture:
        persons, houses = (sum(getattr(r, name).height for r in self.register.ranges) for name in ("persons", "households"))
        return Picture(judged, self._cube(judged.found), self.dims, persons, houses, _overlap(judged.program, judged.found))

    def _cube(self, found: Sequence[pl.DataFrame]) -> pl.DataFrame:
        got, low, high = PAID, pl.col("low"), pl.col("high")
        parts = [pl.DataFrame(schema={"row": pl.UInt8, "cell": pl.UInt32, **dict.fromkeys(SUMS, pl.Int64)})]
        for rows, place in zip(found, self.places):
            each = rows.lazy().select("row", cell=_cell(place), n=got, possible=~pl.col("eligible"), low=pl.when(got).then(low),
                                      high=pl.when(got).then(high), open=got & low.is_not_null() & high.is_null(), none=got & low.is_null())
            parts.append(each.group_by("row", "cell").agg(pl.col(SUMS).sum().cast(pl.Int64)).collect())
        return pl.concat(parts).group_by("row", "cell").agg(pl.all().sum())

    def _moved(self, n: int, old: pl.DataFrame, new: pl.DataFrame, of: Program) -> pl.DataFrame:
        loans = [i for i, r in enumerate(of.rows) if r.benefit.pays == "loan"]
        paid = pl.when(PAID & ~pl.col("row").is_in(loans)).then("low").fill_null(0)
        both = pl.concat([f.lazy().select("row", who=_who(self.places[n]), sum=paid * sign, is_=pl.col("eligible").cast(pl.Int64) * sign)
                          for f, sign in ((old, -1), (new, 1))])
        each = both.group_by("row", "who").agg(pl.col("sum", "is_").sum())
        persons = each.group_by("who").agg(pl.col("sum").sum(), new=(pl.col("is_") > 0).sum().cast(pl.Int64),
                                           gone=(pl.col("is_") < 0).sum().cast(pl.Int64))
        up, down = pl.col("sum") > 0, pl.col("sum") < 0
        return persons.filter(up | down | (pl.col("new") > 0) | (pl.col("gone") > 0)).select(
            cell=pl.lit(self.places[n].cell).gather(pl.col("who")), gains=up.cast(pl.Int64), loses=down.cast(pl.Int64),
            gained=pl.when(up).then("sum").otherwise(0), lost=pl.when(down).then(-pl.col("sum")).otherwise(0),
            new="new", gone="gone").collect()

    def helped(self, pays: str = "") -> int:
        """How many households have at least one thing for certain; pays: at least one that is paid so, and not nothing. Counted once."""
        key = f"helped {pays}"
        if key not in self.kept:
            places = [n for n, b in enumerate(self.now.rows()) if b.pays == pays]
            had = PAID & pl.col("row").is_in(places) & (pl.col("high").is_null() | (pl.col("high") > 0)) if pays else pl.col("eligible")
            self.kept[key] = sum(rows.filter(had)["h"].n_unique() for rows in self.now.judged.found)
        return self.kept[key]

    def crossed(self, a: Dimension, b: Dimension) -> list[list[int]]:
        """Persons by two dimensions: a row for each name of `a`, a column for each of `b`."""
        table = [[0] * b.size for _ in range(a.size)]
        for part in self.register.ranges:
            both = part.persons.lazy().select(a=a.expr.cast(pl.UInt32), b=b.expr.cast(pl.UInt32))
            for x, y, n in both.group_by("a", "b").len().collect().iter_rows():
                table[x][y] += n
        return table

    def unclaimed(self, receiving: pl.DataFrame) -> list[dict[str, int | str]]:
        """By benefit: has, may have more (eligible, not yet received), has though it does not fit.

        receiving: household_id, id, benefit, a row for what a person of the register receives already."""
        rows = self.now.rows()
        place = {b.id: n for n, b in enumerate(rows)}
        of_house = [n for n, b in enumerate(rows) if b.unit == "household"]
        told = receiving.with_columns(row=pl.col("benefit").replace_strict(place, default=None, return_dtype=pl.UInt8)).drop_nulls("row")
        parts = []
        for part, found in zip(self.register.ranges, self.now.judged.found):
            who = part.persons.select("h", "household_id", "id").with_row_index("i")
            has = told.join(who, on=["household_id", "id"], how="inner").with_columns(
                i=pl.when(~pl.col("row").is_in(of_house)).then("i")).select("row", "h", "i").unique().with_columns(has=pl.lit(True))
            due = found.filter(PAID).select("row", "h", "i", due=pl.lit(True))
            parts.append(has.join(due, on=["row", "h", "i"], how="full", coalesce=True, nulls_equal=True).group_by("row").agg(
                has=(pl.col("has") & pl.col("due")).sum(), more=(pl.col("due") & pl.col("has").is_null()).sum(),
                over=(pl.col("has") & pl.col("due").is_null()).sum()))
        sums = pl.concat(parts).group_by("row").agg(pl.all().sum()).sort("row")
        return [{"name": rows[one.pop("row")].name, **one} for one in sums.iter_rows(named=True)]

    def needs(self) -> list[dict[str, int | str]]:
        """What the document leaves to case-by-case help, or promises without a figure of its own for them: benefit, area, count; nobody
        is named. Where only one case of a row has no figure, its name says whose that is."""
        rows = self.now.rows()
        case = [n for n, b in enumerate(rows) if b.eligible_when is None]
        size = reduce(lambda n, d: n * d.size, self.dims[1:], 1)
        counts = self.now.cube.lazy().with_columns(area=pl.col("cell") // size).group_by("row", "area").agg(
            case=pl.when(pl.col("row").is_in(case)).then("possible").otherwise(0).sum(), none="none").with_columns(
            none=pl.col("none").list.sum()).sort("row", "area").collect()
        found = []
        for row, area, by_case, none in counts.iter_rows():
            b = rows[row]
            for kind, n, name in (("要个别商量", by_case, b.name), ("没有准数", none if b.pays == "cash" else 0, _unfigured(b))):
                if n:
                    found.append({"benefit": b.id, "name": name, "area": self.dims[0].names[area], "kind": kind, "n": n})
        return found


def _unfigured(b: Benefit) -> str:
    """The name of a row where it has no figure: with whom the case is of, if it has one for others."""
    whose = [case.whose for case in b.amount.case if case.whose] if isinstance(b.amount, Case) else []
    return f"{b.name}（{'、'.join(whose)}）" if whose else b.name


def _who(place: Place) -> pl.Expr:
    """The person of a row; of a household's row its applicant."""
    return pl.coalesce("i", pl.lit(place.applicant).gather(pl.col("h")))


def _cell(place: Place) -> pl.Expr:
    return pl.lit(place.cell).gather(_who(place))


def _overlap(of: Program, found: Sequence[pl.DataFrame]) -> dict[str, dict[str, int]]:
    """Fen of low ends that stand twice in the sum because rows may overlap: all but the greatest benefit's of a household. By how it
    is paid and by bucket."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for n, r in enumerate(of.rows):
        if r.benefit.may_overlap and r.benefit.pays != "loan":
            groups.setdefault((r.benefit.may_overlap, r.benefit.pays, "once" if r.benefit.period == "once" else "annual"), []).append(n)
    sums = {pays: dict.fromkeys(BUCKETS, 0) for pays in PAYS}
    for (_, pays, bucket), places in groups.items():
        for rows in found:
            each = rows.lazy().filter(PAID & pl.col("row").is_in(places) & pl.col("low").is_not_null())
            house = each.group_by("h", "row").agg(pl.col("low").sum()).group_by("h").agg(twice=pl.col("low").sum() - pl.col("low").max())
            sums[pays][bucket] += house.select(pl.col("twice").sum()).collect().item()
    return sums


# --- of real people nothing small ---------------------------------------------------------------------------------

def small(line: Line) -> bool:
    """Whether a line tells of few."""
    return any(0 < n < LEAST for n in (line.n, line.none, *line.open.values()))


def merged(lines: Sequence[Line], name: str = f"其他（少于 {LEAST} 的合在一起）") -> list[Line]:
    """The lines with nobody small among them: those of fewer than LEAST are one line; if that is small too, the next joins it."""
    kept, rest = [x for x in lines if not small(x)], [x for x in lines if small(x)]
    while rest and small(reduce(Line.plus, rest)) and any(x.n for x in kept):
        least = min((x for x in kept if x.n), key=lambda x: x.n)
        kept.remove(least)
        rest.append(least)
    return [*kept, *([reduce(Line.plus, rest[1:], rest[0]).plus(Line(""), name)] if rest and not small(reduce(Line.plus, rest)) else [])]


# --- what the register says besides -------------------------------------------------------------------------------

RECEIVING = "正在领"  # the column of what each person receives already


def receiving(persons: pl.DataFrame, register: Register, book: Book) -> tuple[pl.DataFrame, Collection[str]] | None:
    """What each person receives already: household_id, id, benefit; and words that were not understood.

    Of a column `receiving` (正在领) with names or ids of benefits, by semicolons. None where the table has no such column."""
    named = set(map(alike, ("receiving", RECEIVING, *book.roster.columns["receiving"])))
    column = next((c for c in persons.columns if alike(c) in named), None)
    if column is None:
        return None
    words = {w: b.id for b in book.screened() for w in (b.id, b.name)}
    who = pl.concat([r.persons.select("household_id", "id", "row") for r in register.ranges])
    told = persons.with_row_index("row", 1).select(pl.col("row").cast(who["row"].dtype),
        word=pl.col(column).cast(pl.String).str.replace_all("；", ";", literal=True).str.split(";"))
    told = told.explode("word").with_columns(pl.col("word").str.strip_chars()).filter(pl.col("word").str.len_chars() > 0)
    told = told.with_columns(benefit=pl.col("word").replace_strict(words, default=None, return_dtype=pl.String))
    odd = told.filter(pl.col("benefit").is_null())["word"].unique().sort().to_list()
    return told.join(who, on="row", how="inner").select("household_id", "id", "benefit").drop_nulls().unique(), odd
