"""A lowered Program run by Polars over one range of whole households: rows that are eligible or possible, fen.

Conditions become boolean columns (one bit a row), each computed once; amounts are computed only for the rows shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import polars as pl

from ..content import Book
from .algebra import OVER_MEMBERS, Node
from .lower import DECIMALS, Program, Row
from .means import per_household

FOUND = {"row": pl.UInt8, "h": pl.UInt32, "i": pl.UInt32, "eligible": pl.Boolean, "low": pl.Int64, "high": pl.Int64,
         "basis": pl.UInt8, "pay": pl.Int64}
AS_WRITTEN = pl.QueryOptFlags(comm_subexpr_elim=False, predicate_pushdown=False)  # what is shared is a column already
AGGREGATES = {"any": lambda e: e.any(ignore_nulls=False), "count": lambda e: e.sum().cast(pl.Int64), "greatest": lambda e: e.max(),
              "least": lambda e: e.min()}


class _Spelling:
    """Spells the nodes of one entity as Polars expressions over the columns that stand already; learns new names."""

    def __init__(self, of: str):
        self.of = of
        self.names: dict[int, str] = {}

    def expr(self, node: Node, narrow: bool = False) -> pl.Expr:
        """The column of a node. Whole numbers are computed in 64 bits; `narrow`: only to be compared with a constant."""
        name = self.names.get(node.serial)
        if name is None and node.op == "col":
            name = node.value
        if name is not None:
            return pl.col(name) if narrow or node.kind == "bool" or node.op != "col" else pl.col(name).cast(pl.Int64)
        return self.operation(node, narrow)

    def operation(self, node: Node, narrow: bool) -> pl.Expr:
        op, args = node.op, node.args
        if op == "lit":
            if narrow:
                return pl.lit(node.value)
            return pl.lit(node.value, pl.Boolean if node.kind == "bool" else pl.Int64)
        if op in ("eq", "lt", "le"):
            a, b = self.sides(node)
            return a == b if op == "eq" else a < b if op == "lt" else a <= b
        if op == "isin":
            return _inside(self.expr(args[0], True), node.value)
        if op == "bits":
            return self.expr(args[0], True) & node.value != 0
        if op == "is_null":
            return self.expr(args[0], True).is_null()
        if op == "not":
            return self.negation(args[0])
        if op == "sure":
            if args[0].op == "not" and args[0].serial not in self.names:
                return ~self.expr(args[0].args[0]).fill_null(True)
            return self.expr(args[0]).fill_null(False)
        parts = [self.expr(a) for a in args]
        if op in ("and", "or"):
            return reduce(and_ if op == "and" else or_, parts)
        if op == "coalesce":
            return pl.coalesce(parts)
        if op == "pick":
            return pl.when(parts[0]).then(parts[1]).otherwise(parts[2])
        if op == "lookup":
            table = pl.Series(node.value, dtype=pl.Boolean if node.kind == "bool" else pl.Int64)
            return pl.lit(table).gather(self.expr(args[0], True))
        a, b = parts
        if op == "half_up":
            return (a * 2 + b) // (b * 2)
        return a + b if op == "add" else a - b if op == "sub" else a * b

    def sides(self, node: Node) -> list[pl.Expr]:
        near = any(a.op == "lit" for a in node.args)
        return [self.expr(a, near) for a in node.args]

    def negation(self, node: Node) -> pl.Expr:
        """One pass where the operation has an opposite: an unknown stays unknown all the same."""
        if node.serial not in self.names:
            if node.op in ("lt", "le"):
                a, b = self.sides(node)
                return a >= b if node.op == "lt" else a > b
            if node.op == "sure" and node.args[0].op == "not" and node.args[0].serial not in self.names:
                return self.expr(node.args[0].args[0]).fill_null(True)
        return ~self.expr(node)

    def levels(self, nodes: Iterable[Node]) -> list[list[pl.Expr]]:
        """These nodes as columns, each level made of those before it."""
        depth: dict[int, int] = {}
        wanted = {n.serial for n in nodes}
        found: dict[int, list[Node]] = {}

        def visit(node: Node) -> int:
            here = depth.get(node.serial)
            if here is None:
                here = max((visit(a) for a in node.args), default=0) if node.op != "down" and node.op not in OVER_MEMBERS else 0
                if node.serial in wanted and node.serial not in self.names and node.op not in ("col", "lit"):
                    found.setdefault(here, []).append(node)
                    here += 1
                depth[node.serial] = here
            return here

        for node in nodes:
            visit(node)
        levels = []
        for level in sorted(found):
            levels.append([self.expr(n).alias(f"n{n.serial}") for n in found[level]])
            self.names.update((n.serial, f"n{n.serial}") for n in found[level])
        return levels


def _inside(column: pl.Expr, values: Sequence[int]) -> pl.Expr:
    """Membership in a set of small codes, as runs: cheaper than a look-up."""
    runs: list[list[int]] = []
    for v in values:
        if runs and v == runs[-1][1] + 1:
            runs[-1][1] = v
        else:
            runs.append([v, v])
    return reduce(or_, (column == low if low == high else column.is_between(low, high) for low, high in runs))


@dataclass
class _Rank:
    """What is computed before the entities are crossed again."""

    levels: dict[str, list[list[pl.Expr]]]
    ups: list[pl.Expr]
    downs: list[tuple[str, pl.Expr]]


@dataclass
class _Shown:
    """One row of the catalogue, for those who may have it: amounts only here."""

    of: str
    shown: pl.Expr
    levels: list[list[pl.Expr]]
    told: list[pl.Expr]

    def query(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        found = frame.filter(self.shown)
        for level in self.levels:
            found = found.with_columns(level)
        return found.select(self.told)


class Plan:
    """A Program spelt out for Polars, once for all ranges: which conditions become columns, what crosses between persons
    and households, and each row. places: the rows to be computed (default: all)."""

    def __init__(self, program: Program, places: Iterable[int] | None = None):
        self.program = program
        chosen = list(range(len(program.rows)) if places is None else places)
        conditions = [n for p in chosen for n in (program.rows[p].shown, program.rows[p].eligible)] + [n for n, _ in program.notices]
        uses: dict[int, int] = {}
        nodes: dict[int, Node] = {}

        def visit(node: Node, count: bool) -> None:
            if count:
                uses[node.serial] = uses.get(node.serial, 0) + 1
            if node.serial not in nodes:
                nodes[node.serial] = node
                for a in node.args:
                    visit(a, count)
        for node in conditions:
            visit(node, True)
        shared = [n for n in nodes.values() if uses[n.serial] > 1]
        for p in chosen:
            row = program.rows[p]
            for node in (row.low, row.high, row.basis, row.pay):
                visit(node, False)
        crossing = [n for n in nodes.values() if n.op == "down" or n.op in OVER_MEMBERS]
        kept = {n.serial: n for n in [*shared, *(n.args[0] for n in crossing)] if n.op not in ("col", "lit")}.values()
        self.means = any(n.op == "col" and n.value in ("income_low", "income_high") for n in nodes.values())
        spell = {of: _Spelling(of) for of in ("person", "household")}
        factor = program.income_den // program.dibian_den
        self.dibian = [spell["household"].expr(n) * factor for n in (program.dibian_low, program.dibian_high)]
        self.ranks: list[_Rank] = []
        last = max((n.rank for n in nodes.values()), default=0)
        for r in range(last + 1):
            levels = {of: spell[of].levels([n for n in kept if n.of == of and n.rank == r]) for of in spell}
            across = [n for n in crossing if n.rank == r + 1]
            ups, downs = [n for n in across if n.op != "down"], [n for n in across if n.op == "down"]
            self.ranks.append(_Rank(levels, [AGGREGATES[n.op](spell["person"].expr(n.args[0])).alias(f"n{n.serial}") for n in ups],
                                    [(f"n{n.serial}", spell["household"].expr(n.args[0])) for n in downs]))
            spell["household"].names.update((n.serial, f"n{n.serial}") for n in ups)
            spell["person"].names.update((n.serial, f"n{n.serial}") for n in downs)
        self.notices = [spell["household"].expr(node).alias(f"notice{n}") for n, (node, _) in enumerate(program.notices)]
        self.shown = [self.row(spell[program.rows[p].benefit.unit], p, program.rows[p]) for p in chosen]

    def row(self, spell: _Spelling, place: int, row: Row) -> _Shown:
        many: dict[int, int] = {}
        nodes: list[Node] = []

        def visit(node: Node) -> None:
            many[node.serial] = many.get(node.serial, 0) + 1
            if many[node.serial] == 1 and node.serial not in spell.names:
                for a in node.args:
                    visit(a)
                nodes.append(node)
        outputs = {"low": row.low, "high": row.high, "basis": row.basis, "pay": row.pay}
        for node in outputs.values():
            visit(node)
        before = dict(spell.names)
        shown = spell.expr(row.shown)
        levels = spell.levels([n for n in nodes if many[n.serial] > 1])
        told = [pl.lit(place, pl.UInt8).alias("row"), pl.col("h"),
                pl.col("i") if spell.of == "person" else pl.lit(None, pl.UInt32).alias("i"), spell.expr(row.eligible).alias("eligible"),
                *(spell.expr(node).cast(pl.UInt8 if name == "basis" else pl.Int64).alias(name) for name, node in outputs.items())]
        spell.names = before
        return _Shown(spell.of, shown, levels, told)


def determined(plan: Plan, book: Book, persons: pl.DataFrame, households: pl.DataFrame,
               entries: pl.DataFrame | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The determinations of one range that are eligible or possible, and the notices of its households.

    persons: h (0, 1, … without gaps, ascending), facts as told in `Program`, area. households: one row for each h in
    order, facts, area, members. entries: as in `means.per_household`.
    Out: row (place in program.rows), h, i (row of persons, null for household rows), eligible, low, high (fen), basis
    (place in BASES), pay (as in lower.Row); and a boolean column for each notice of the policy, one row a household."""
    frames = {"person": persons.with_row_index("i"), "household": households.with_row_index("h")}
    if plan.means:
        low, high = plan.dibian
        ends = frames["household"].with_columns(dibian_low=low, dibian_high=high)
        frames["household"] = per_household(book, frames["person"], ends, entries, plan.program.income_den, DECIMALS)
    for rank in plan.ranks:
        for of, levels in rank.levels.items():
            query = frames[of].lazy()
            for level in levels:
                query = query.with_columns(level)
            if levels:
                frames[of] = query.collect(optimizations=AS_WRITTEN)
        up = frames["person"].lazy().group_by("h", maintain_order=True).agg(rank.ups).drop("h").collect() if rank.ups else None
        if rank.downs:
            at = pl.lit(frames["person"]["h"])
            down = frames["household"].lazy().select(e.gather(at).alias(name) for name, e in rank.downs)
            frames["person"] = frames["person"].hstack(down.collect())
        if up is not None:
            frames["household"] = frames["household"].hstack(up)
    lazy = {of: frame.lazy() for of, frame in frames.items()}
    parts = pl.collect_all([row.query(lazy[row.of]) for row in plan.shown])
    notices = frames["household"].select("h", *plan.notices).drop("h")
    return pl.concat(parts) if parts else pl.DataFrame(schema=FOUND), notices


def stacked(book: Book, program: Program, found: pl.DataFrame) -> pl.DataFrame:
    """就高不重复: in each group the eligible row with the highest high end stays; the others have it as `winner`."""
    groups: dict[str, list[int]] = {}
    for place, row in enumerate(program.rows):
        if row.benefit.group:
            groups.setdefault(row.benefit.group, []).append(place)
    found = found.with_row_index("n")
    winners = []
    for name, places in groups.items():
        by = ["h", "i"] if book.policy.stacking[name].per == "person" else ["h"]
        counted = found.lazy().filter(pl.col("row").is_in(places) & pl.col("eligible") & pl.col("low").is_not_null())
        # an open end is above every other; of equals the first in the catalogue
        first = counted.sort(pl.col("pay").is_null(), pl.col("pay"), pl.col("row"), pl.col("i"), descending=[True, True, False, False])
        best = first.group_by(by, maintain_order=True).agg(pl.col("row").first().alias("winner"), pl.col("n").first().alias("best"))
        winners.append(counted.join(best, on=by, nulls_equal=True).filter(pl.col("n") != pl.col("best")).select("n", "winner"))
    if not winners:
        return found.drop("n", "pay").with_columns(winner=pl.lit(None, pl.UInt8))
    return found.lazy().join(pl.concat(winners), on="n", how="left", maintain_order="left").drop("n", "pay").collect()
