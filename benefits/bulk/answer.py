"""A register held in memory and its answers, for pages and programs; the command line works range by range instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from ..content import Book, load
from ..figures import Figures
from ..household import InputError
from ..numbers import Exact
from ..screen import read_day, read_parameters
from .algebra import TooLarge
from .engine import Plan, determined, stacked
from .layout import Layout, layout, rows_of
from .lower import BASES, Program, area_codes, lower
from .register import REJECTS, Range, Reader, table

STATUS = pl.Enum(["eligible", "possible"])
MONEY = pl.Decimal(18, 2)


def program(book: Book, day: date, given: Mapping[str, Exact]) -> Program:
    """The lowered rows. Raises InputError where an amount might not fit into 64 bits."""
    try:
        return lower(book, Figures(book, day, given))
    except TooLarge:
        raise InputError(["parameters：有的数太大，或者小数位太多，算不准。每个数最多写四位小数"]) from None


def schema(book: Book) -> dict[str, Any]:
    """The columns of an answer. Money: yuan, exact; a low end left empty = no figure, a high end alone = no upper limit."""
    ids = pl.Enum([b.id for b in book.screened()])
    return {"household_id": pl.String, "member": pl.String, "area": pl.Enum(list(book.policy.areas)), "benefit": ids, "status": STATUS,
            "annual_low": MONEY, "annual_high": MONEY, "once_low": MONEY, "once_high": MONEY, "basis": pl.Enum(BASES), "superseded_by": ids}


def told(found: pl.DataFrame, book: Book, part: Range) -> pl.DataFrame:
    """Rows of the engine as they are told (columns of `schema`)."""
    dtypes = schema(book)
    once = pl.lit(pl.Series([b.period == "once" for b in book.screened()])).gather(pl.col("row"))

    def money(name: str, which: pl.Expr) -> pl.Expr:
        return pl.when(which).then(pl.col(name)).cast(pl.Int128).reinterpret(dtype=MONEY)

    def named(code: pl.Expr, names: Any, dtype: pl.Enum) -> pl.Expr:
        return pl.lit(pl.Series(names, dtype=dtype)).gather(code)
    persons, houses = part.persons, part.households
    area = pl.coalesce(pl.lit(persons["area"]).gather(pl.col("i")), pl.lit(houses["area"]).gather(pl.col("h")))
    ids = dtypes["benefit"]
    return found.lazy().select(
        household_id=pl.lit(houses["household_id"]).gather(pl.col("h")), member=pl.lit(persons["id"]).gather(pl.col("i")),
        area=named(area, area_codes(book), dtypes["area"]), benefit=named(pl.col("row"), ids.categories, ids),
        status=pl.when("eligible").then(pl.lit("eligible", STATUS)).otherwise(pl.lit("possible", STATUS)),
        annual_low=money("low", ~once), annual_high=money("high", ~once), once_low=money("low", once), once_high=money("high", once),
        basis=named(pl.col("basis"), BASES, dtypes["basis"]), superseded_by=named(pl.col("winner"), ids.categories, ids)).collect()


def households_told(book: Book, part: Range, notices: pl.DataFrame) -> pl.DataFrame:
    """One row a household: household_id, area, members, and a column for each notice of the policy (true = it holds)."""
    areas = pl.Series(area_codes(book), dtype=pl.Enum(list(book.policy.areas)))
    return part.households.select("household_id", area=pl.lit(areas).gather(pl.col("area")), members="members").hstack(notices)


def read_slice(reader: Reader, of: Layout, n: int) -> Range:
    """The n-th range of a layout, read."""
    people, houses, listed = of.frames(of.slices[n])
    return reader.read(of.persons, people, of.households, houses, of.income, listed)


def orphans(reader: Reader, of: Layout) -> pl.DataFrame:
    """Rejected rows of households nobody belongs to."""
    return pl.concat([pl.DataFrame(schema=REJECTS), *(reader.orphans(t, rows_of(t, *of.orphans[t.what]))
                                                      for t in (of.households, of.income) if t is not None and t.what in of.orphans)])


@dataclass(frozen=True)
class Answer:
    """What a register gets: rows (columns of `schema`), households, and what was rejected."""

    rows: pl.DataFrame
    households: pl.DataFrame
    rejects: pl.DataFrame
    program: Program
    found: list[pl.DataFrame]


class Register:
    """Persons, households and income entries read once on a day, to be answered under one or several sets of parameters.

    persons, households, income: frames with the columns of the vocabulary (see register.py). Raises InputError where a
    table cannot be used; single rows that cannot be read are in `rejects`, and their households are set aside."""

    def __init__(self, persons: pl.LazyFrame | pl.DataFrame, households: pl.LazyFrame | pl.DataFrame | None = None,
                 income: pl.LazyFrame | pl.DataFrame | None = None, *, as_of: date | str, book: Book | None = None):
        self.book, self.day = book or load(), read_day(as_of)
        reader = Reader(self.book, self.day)
        tables = [None if f is None else table(what, f.lazy().collect().lazy(), self.book)
                  for what, f in (("persons", persons), ("households", households), ("income", income))]
        order = layout(tables[0], tables[1], tables[2], lambda what, frame: frame.collect().lazy())
        self.ranges = [read_slice(reader, order, n) for n in range(len(order.slices))]
        self.rejects = pl.concat([orphans(reader, order), *(r.rejects for r in self.ranges)])

    def answer(self, parameters: Mapping[str, Any] | None = None, book: Book | None = None, before: Answer | None = None) -> Answer:
        """The determinations that are eligible or possible. `book`: other rules over the same facts (an amount changed);
        `before`: an answer of this register, of which rows that nothing has changed are taken over."""
        book = book or self.book
        of = program(book, self.day, read_parameters(parameters, book))
        places = None
        if before is not None:
            old = before.program.signatures()
            places = [p for p, now in enumerate(of.signatures()) if now != old[p]]
        plan = Plan(of, places)
        found, rows, houses = [], [pl.DataFrame(schema=schema(book))], []
        for n, part in enumerate(self.ranges):
            fresh, notices = determined(plan, book, part.persons, part.households, part.entries)
            if before is not None:
                kept = before.found[n].filter(~pl.col("row").is_in(places))
                fresh = pl.concat([kept, fresh])
            found.append(fresh)
            rows.append(told(stacked(book, of, fresh), book, part))
            houses.append(households_told(book, part, notices))
        return Answer(pl.concat(rows), pl.concat(houses), self.rejects, of, found)


def run(persons: pl.LazyFrame | pl.DataFrame, households: pl.LazyFrame | pl.DataFrame | None = None,
        income: pl.LazyFrame | pl.DataFrame | None = None, *, as_of: date | str, parameters: Mapping[str, Any] | None = None,
        book: Book | None = None) -> Answer:
    """The answer for a whole register at once; see Register and Answer."""
    return Register(persons, households, income, as_of=as_of, book=book).answer(parameters)
