"""A lowered Program run by Polars over one range of whole households: rows that are eligible or possible, fen.

Conditions become boolean columns (one bit a row), each computed once; amounts are computed only for the rows shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_

import polars as pl

from ..content import Book
from .algebra import OVER_MEMBERS, Node
from .lower import DECIMALS, Program, Row
from .means import per_household

FOUND = {"row": pl.UInt8, "h": pl.UInt32, "i": pl.UInt32, "eligible": pl.Boolean, "low": pl.Int64, "high": pl.Int64,
         "basis": pl.UInt8, "pay": pl.Int64}
AGGREGATES = {"any": lambda e: e.any(ignore_nulls=False), "count": lambda e: e.sum().cast(pl.Int64), "greatest": lambda e: e.max(),
              "least": lambda e: e.min()}


class _Frame:
    """The columns of one entity, growing rank by rank."""

    def __init__(self, of: str, data: pl.DataFrame):
        self.of, self.data = of, data
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
            near = any(a.op == "lit" for a in args)
            a, b = (self.expr(x, near) for x in args)
            return a == b if op == "eq" else a < b if op == "lt" else a <= b
        if op == "isin":
            return _inside(self.expr(args[0], True), node.value)
        if op == "bits":
            return self.expr(args[0], True) & node.value != 0
        if op == "is_null":
            return self.expr(args[0], True).is_null()
        parts = [self.expr(a) for a in args]
        if op == "and":
            return reduce(and_, parts)
        if op == "or":
            return reduce(or_, parts)
        if op == "not":
            return ~parts[0]
        if op == "sure":
            return parts[0].fill_null(False)
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

    def let(self, frame: pl.LazyFrame, nodes: Iterable[Node]) -> pl.LazyFrame:
        """`frame` with these nodes as columns, each after those it is made of."""
        depth: dict[int, int] = {}
        wanted = {n.serial for n in nodes}
        levels: dict[int, list[Node]] = {}

        def visit(node: Node) -> int:
            found = depth.get(node.serial)
            if found is None:
                found = max((visit(a) for a in node.args), default=0) if node.op != "down" and node.op not in OVER_MEMBERS else 0
                if node.serial in wanted and node.serial not in self.names and node.op not in ("col", "lit"):
                    levels.setdefault(found, []).append(node)
                    found += 1
                depth[node.serial] = found
            return found

        for node in nodes:
            visit(node)
        for level in sorted(levels):
            frame = frame.with_columns(self.expr(n).alias(f"n{n.serial}") for n in levels[level])
            self.names.update((n.serial, f"n{n.serial}") for n in levels[level])
        return frame


def _inside(column: pl.Expr, values: Sequence[int]) -> pl.Expr:
    """Membership in a set of small codes, as runs: cheaper than a look-up."""
    runs: list[list[int]] = []
    for v in values:
        if runs and v == runs[-1][1] + 1:
            runs[-1][1] = v
        else:
            runs.append([v, v])
    return reduce(or_, (column == low if low == high else column.is_between(low, high) for low, high in runs))


class Plan:
    """What of a Program is kept as columns and what must cross between persons and households; made once.

    places: the rows to be computed (default: all)."""

    def __init__(self, program: Program, places: Iterable[int] | None = None):
        self.program = program
        self.places = list(range(len(program.rows)) if places is None else places)
        chosen = [program.rows[p] for p in self.places]
        conditions = [n for r in chosen for n in (r.shown, r.eligible)] + [n for n, _ in program.notices]
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
        for row in chosen:
            for node in (row.low, row.high, row.basis, row.pay):
                visit(node, False)
        crossing = [n for n in nodes.values() if n.op == "down" or n.op in OVER_MEMBERS]
        self.last = max((n.rank for n in nodes.values()), default=0)
        self.ups = [[n for n in crossing if n.op != "down" and n.rank == r + 1] for r in range(self.last)]
        self.downs = [[n for n in crossing if n.op == "down" and n.rank == r + 1] for r in range(self.last)]
        # flags of the rows are kept too: they are read by the filter and beside it
        kept = {n.serial: n for n in [*shared, *conditions, *(n.args[0] for n in crossing)] if n.op not in ("col", "lit")}
        self.kept = {(of, r): [n for n in kept.values() if n.of == of and n.rank == r]
                     for of in ("person", "household") for r in range(self.last + 1)}


def determined(plan: Plan, book: Book, persons: pl.DataFrame, households: pl.DataFrame,
               entries: pl.DataFrame | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The determinations of one range that are eligible or possible, and the notices of its households.

    persons: h (0, 1, … without gaps, ascending), facts as told in `Program`, area. households: one row for each h in
    order, facts, area, members. entries: as in `means.per_household`.
    Out: row (place in program.rows), h, i (row of persons, null for household rows), eligible, low, high (fen), basis
    (place in BASES), pay (as in lower.Row); and a boolean column for each notice of the policy, one row a household."""
    program = plan.program
    person, house = _Frame("person", persons.with_row_index("i")), _Frame("household", households.with_row_index("h"))
    house.data = _with_income(program, book, person.data, house, entries)
    for r in range(plan.last + 1):
        for frame in (person, house):
            kept = plan.kept[frame.of, r]
            if kept:
                frame.data = frame.let(frame.data.lazy(), kept).collect()
        if r == plan.last:
            break
        ups, downs = plan.ups[r], plan.downs[r]
        more = []
        if ups:
            flags = [AGGREGATES[n.op](person.expr(n.args[0])).alias(f"n{n.serial}") for n in ups]
            more.append(person.data.lazy().group_by("h", maintain_order=True).agg(flags).drop("h").collect())
        if downs:
            values = house.data.lazy().select(house.expr(n.args[0]).gather(pl.lit(person.data["h"])).alias(f"n{n.serial}") for n in downs)
            person.data = person.data.hstack(values.collect())
            person.names.update((n.serial, f"n{n.serial}") for n in downs)
        for frame in more:
            house.data = house.data.hstack(frame)
            house.names.update((n.serial, f"n{n.serial}") for n in ups)
    frames = {"person": person, "household": house}
    parts = pl.collect_all([_shown(frames[program.rows[p].benefit.unit], p, program.rows[p]) for p in plan.places])
    notices = house.data.select("h", *(house.expr(node).alias(f"notice{n}") for n, (node, _) in enumerate(program.notices)))
    return pl.concat(parts) if parts else pl.DataFrame(schema=FOUND), notices.drop("h")


def _with_income(program: Program, book: Book, persons: pl.DataFrame, house: _Frame, entries: pl.DataFrame | None) -> pl.DataFrame:
    factor = program.income_den // program.dibian_den
    ends = house.data.lazy().with_columns(dibian_low=house.expr(program.dibian_low) * factor,
                                          dibian_high=house.expr(program.dibian_high) * factor).collect()
    return per_household(book, persons, ends, entries, program.income_den, DECIMALS)


def _shown(frame: _Frame, place: int, row: Row) -> pl.LazyFrame:
    """One row of the catalogue, for those who may have it: amounts only here."""
    many: dict[int, int] = {}
    nodes: list[Node] = []

    def visit(node: Node) -> None:
        many[node.serial] = many.get(node.serial, 0) + 1
        if many[node.serial] == 1 and node.serial not in frame.names:
            for a in node.args:
                visit(a)
            nodes.append(node)
    outputs = {"low": row.low, "high": row.high, "basis": row.basis, "pay": row.pay}
    for node in outputs.values():
        visit(node)
    before = dict(frame.names)
    found = frame.let(frame.data.lazy().filter(frame.expr(row.shown)), [n for n in nodes if many[n.serial] > 1])
    found = found.select(
        pl.lit(place, pl.UInt8).alias("row"), pl.col("h"),
        pl.col("i") if frame.of == "person" else pl.lit(None, pl.UInt32).alias("i"),
        frame.expr(row.eligible).alias("eligible"),
        *(frame.expr(node).cast(pl.UInt8 if name == "basis" else pl.Int64).alias(name) for name, node in outputs.items()))
    frame.names = before
    return found


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
