"""Tables cut into ranges of whole households, in the order in which the persons' table names them.

Only a 64-bit hash of each household number is held for the whole register (8 bytes a person); everything else is read
range by range. Tables that are not in that order are sorted once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import polars as pl

from ..household import InputError
from .register import TABLES, Table, label_of

PERSONS_A_RANGE = 250_000
Sorted = Callable[[str, pl.LazyFrame], pl.LazyFrame]


@dataclass(frozen=True)
class Slice:
    """Rows of each table that make up one range: (offset, length)."""

    persons: tuple[int, int]
    households: tuple[int, int] | None
    income: tuple[int, int] | None


def _keys(of: Table) -> pl.Series:
    """A hash of the household number of each row."""
    column = pl.col(of.headers["household_id"])
    text = label_of(column, of.frame.collect_schema()[of.headers["household_id"]])
    return of.frame.select(text.hash()).collect(engine="streaming").to_series()


def _sorted(of: Table, keys: pl.Series, keep: Sorted) -> Table:
    """The table in the order of `keys`, with the row numbers it had."""
    order = keys.arg_sort(nulls_last=True)
    frame = of.frame.with_row_index("row", of.first_row).select(pl.all().gather(pl.lit(order)))
    return replace(of, frame=keep(of.what, frame), row="row")


@dataclass(frozen=True)
class Layout:
    persons: Table
    households: Table | None
    income: Table | None
    slices: list[Slice]
    orphans: dict[str, tuple[int, int]]

    def frames(self, part: Slice) -> Iterator[pl.DataFrame | None]:
        """The rows of one range, with their row numbers in `row`."""
        for of, where in ((self.persons, part.persons), (self.households, part.households), (self.income, part.income)):
            yield None if of is None or where is None else rows_of(of, *where)


def rows_of(of: Table, offset: int, length: int) -> pl.DataFrame:
    """Rows of a table with their numbers in the input; lines without anything in them are left out. Raises InputError."""
    try:
        found = of.frame.slice(offset, length).collect()
    except pl.exceptions.PolarsError:
        raise InputError([f"{TABLES[of.what]}：第 {offset + of.first_row} 行以后读不了，文件坏了"]) from None
    found = found if of.row else found.with_row_index("row", of.first_row + offset)
    number = pl.col(of.headers["household_id"])
    without = number.is_null() | (number.cast(pl.String).str.strip_chars() == "")
    if not found.select(without.any()).item():
        return found
    empty = pl.all_horizontal((pl.col(c).is_null() | (pl.col(c).cast(pl.String).str.strip_chars() == "")) for c in found.columns
                              if c != "row" and not isinstance(found.schema[c], pl.List))
    return found.filter(~(without & empty))


def layout(persons: Table, households: Table | None, income: Table | None, keep: Sorted, size: int = PERSONS_A_RANGE) -> Layout:
    """The ranges. `keep(name, frame)` stores a sorted table and gives it back to be read by slices."""
    keys = _keys(persons)
    starts = (keys != keys.shift(1)).fill_null(True).arg_true()
    runs = keys.gather(starts)
    if runs.n_unique() < runs.len():
        persons = _sorted(persons, keys, keep)
        keys = keys.sort(nulls_last=True)
        starts = (keys != keys.shift(1)).fill_null(True).arg_true()
        runs = keys.gather(starts)
    count = keys.len()
    del keys
    first = starts.extend(pl.Series([count], dtype=starts.dtype))  # where each household starts; the end of the last
    cuts = [0]
    while cuts[-1] < runs.len():
        here = first[cuts[-1]]
        cut = first.search_sorted(here + size, side="right") - 1
        cuts.append(min(max(cut, cuts[-1] + 1), runs.len()))
    tables: list[Table | None] = [households, income]
    bounds: list[list[int] | None] = [None, None]
    orphans: dict[str, tuple[int, int]] = {}
    places: pl.DataFrame | None = None
    for n, of in enumerate(tables):
        if of is None:
            continue
        own = _keys(of)
        if own.len() == runs.len() and (own == runs).all():
            bounds[n] = cuts
            continue
        if places is None:
            places = pl.DataFrame({"key": runs, "k": pl.int_range(runs.len(), eager=True, dtype=pl.UInt32)})
        at = own.to_frame("key").join(places, on="key", how="left", maintain_order="left")["k"].fill_null(runs.len())
        if not at.is_sorted():
            tables[n] = _sorted(of, at, keep)
            at = at.sort()
        bounds[n] = [at.search_sorted(c) for c in cuts]
        if bounds[n][-1] < at.len():
            orphans[of.what] = bounds[n][-1], at.len() - bounds[n][-1]

    def part(n: int, i: int) -> tuple[int, int] | None:
        found = bounds[n]
        return None if found is None else (found[i], found[i + 1] - found[i])
    slices = [Slice((first[cuts[i]], first[cuts[i + 1]] - first[cuts[i]]), part(0, i), part(1, i)) for i in range(len(cuts) - 1)]
    return Layout(persons, tables[0], tables[1], slices, orphans)
