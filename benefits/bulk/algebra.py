"""The few column operations that every rule is lowered to, and intervals of exact numbers built from them.

A Node is a column of one entity, shared wherever it is the same, so that a back end only has to spell out these
operations: Polars does (engine.py), SQL can be added beside it.

    col, lit                      a column, a constant
    and, or, not                  Kleene: an unknown stays unknown unless the other side decides
    sure                          true where true, false where false or unknown
    is_null, coalesce
    eq, lt, le, isin, bits        comparisons; unknown where a side is unknown. bits: any bit of the mask is set
    add, sub, mul                 whole numbers; unknown where a side is unknown
    pick                          condition, then, else; an unknown condition takes the else branch
    half_up                       (a, b): a / b to the nearest whole number, half up, for a >= 0 and b > 0
    lookup                        a value by area code
    any, count, least, greatest   over the members of a household
    down                          a household's value on each member

Amounts are whole numbers over a fixed denominator: value = column / (den * members ** heads), so sums, products, /12 and
per head are exact in 64 bits and rounding happens once. Bounds are proved while lowering.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from ..household import MOST_MEMBERS
from ..numbers import Exact, Interval

LARGEST = 2**62
OVER_MEMBERS = ("any", "count", "least", "greatest")


class TooLarge(ValueError):
    """An amount might not fit into 64 bits: a parameter is too large or has too many decimals."""


class Node:
    """One column. of: person | household | None for constants; rank: how many times the two entities must be crossed
    before it can be computed; nullable: may be unknown."""

    __slots__ = ("args", "kind", "nullable", "of", "op", "rank", "serial", "value")

    def __init__(self, op: str, kind: str, of: str | None, args: tuple[Node, ...], value: Any, nullable: bool, rank: int, serial: int):
        self.op, self.kind, self.of, self.args, self.value = op, kind, of, args, value
        self.nullable, self.rank, self.serial = nullable, rank, serial

    def __repr__(self) -> str:
        inside = ", ".join([*map(repr, self.args), *([] if self.value is None else [repr(self.value)])])
        return f"{self.op}({inside})"


class Algebra:
    """Makes nodes; the same operation on the same nodes is the same node. Constants are folded."""

    def __init__(self) -> None:
        self._made: dict[Any, Node] = {}
        self.true, self.false = self.lit(True), self.lit(False)
        self.unknown = self._node("lit", "bool", None, (), None, True)
        self.nothing = self._node("lit", "int", None, (), None, True)

    def _node(self, op: str, kind: str, of: str | None, args: tuple[Node, ...], value: Any, nullable: bool) -> Node:
        key = op, kind, of, tuple(a.serial for a in args), type(value), value
        found = self._made.get(key)
        if found is None:
            rank = max((a.rank for a in args), default=0) + (op == "down" or op in OVER_MEMBERS)
            found = self._made[key] = Node(op, kind, of, args, value, nullable, rank, len(self._made))
        return found

    def lit(self, value: int | bool) -> Node:
        return self._node("lit", "bool" if isinstance(value, bool) else "int", None, (), value, False)

    def col(self, name: str, of: str, kind: str = "int", nullable: bool = True) -> Node:
        return self._node("col", kind, of, (), name, nullable)

    def down(self, node: Node) -> Node:
        return node if node.of != "household" else self._node("down", node.kind, "person", (node,), None, node.nullable)

    def _together(self, args: Iterable[Node]) -> tuple[tuple[Node, ...], str | None]:
        args = tuple(args)
        if any(a.of == "person" for a in args):
            return tuple(self.down(a) for a in args), "person"
        return args, "household" if any(a.of for a in args) else None

    def _op(self, op: str, kind: str, args: Iterable[Node], value: Any = None, nullable: bool | None = None) -> Node:
        args, of = self._together(args)
        return self._node(op, kind, of, args, value, any(a.nullable for a in args) if nullable is None else nullable)

    # --- truth ---

    def all(self, parts: Iterable[Node]) -> Node:
        return self._join("and", parts, self.true, self.false)

    def any(self, parts: Iterable[Node]) -> Node:
        return self._join("or", parts, self.false, self.true)

    def _units(self, op: str) -> tuple[Node, Node]:
        return (self.true, self.false) if op == "and" else (self.false, self.true)

    def _join(self, op: str, parts: Iterable[Node], empty: Node, stop: Node) -> Node:
        """Parts of the household first, among themselves: they are computed once a household, not once a member."""
        kept = list(dict.fromkeys(p for p in parts if p is not empty))
        if stop in kept:
            return stop
        house = [p for p in kept if p.of == "household"]
        if house and len(house) < len(kept):
            kept = [p for p in kept if p.of != "household"] + [self._join(op, house, empty, stop)]
        if not kept:
            return empty
        return kept[0] if len(kept) == 1 else self._op(op, "bool", sorted(kept, key=lambda n: n.serial))

    def negate(self, a: Node) -> Node:
        if a.op == "lit":
            return self.unknown if a.value is None else self.lit(not a.value)
        return a.args[0] if a.op == "not" else self._op("not", "bool", (a,))

    def sure(self, a: Node) -> Node:
        """True only where `a` is."""
        if a is self.unknown:
            return self.false
        return self._op("sure", "bool", (a,), nullable=False) if a.nullable else a

    def may(self, a: Node) -> Node:
        """True where `a` is not refuted."""
        return self.negate(self.sure(self.negate(a)))

    def is_null(self, a: Node) -> Node:
        if not a.nullable:
            return self.false
        return self.true if a.op == "lit" else self._op("is_null", "bool", (a,), nullable=False)

    # --- values ---

    def compare(self, op: str, a: Node, b: Node) -> Node:
        """op: eq | lt | le."""
        if a.op == "lit" and b.op == "lit" and a.value is not None and b.value is not None:
            return self.lit({"eq": a.value == b.value, "lt": a.value < b.value, "le": a.value <= b.value}[op])
        if self.nothing in (a, b):
            return self.unknown
        return self._op(op, "bool", (a, b))

    def isin(self, a: Node, values: Iterable[int]) -> Node:
        return self._op("isin", "bool", (a,), tuple(sorted(set(values))))

    def bits(self, a: Node, mask: int) -> Node:
        return self._op("bits", "bool", (a,), mask)

    def arithmetic(self, op: str, a: Node, b: Node) -> Node:
        """op: add | sub | mul."""
        if a is self.nothing or b is self.nothing:
            return self.nothing
        if a.op == "lit" and b.op == "lit":
            return self.lit({"add": a.value + b.value, "sub": a.value - b.value, "mul": a.value * b.value}[op])
        zero, one = (0, 1)
        if b.op == "lit" and b.value == (one if op == "mul" else zero):
            return a
        if a.op == "lit" and a.value == (one if op == "mul" else zero) and op != "sub":
            return b
        return self._op(op, "int", (a, b))

    def half_up(self, a: Node, b: Node) -> Node:
        if a is self.nothing:
            return a
        if a.op == "lit" and b.op == "lit":
            return self.lit((2 * a.value + b.value) // (2 * b.value))
        return self._op("half_up", "int", (a, b))

    def pick(self, condition: Node, then: Node, other: Node) -> Node:
        if then is other or condition is self.false or condition is self.unknown:
            return other
        if condition is self.true:
            return then
        return self._op("pick", then.kind, (condition, then, other), nullable=then.nullable or other.nullable)

    def coalesce(self, a: Node, b: Node) -> Node:
        if a is self.nothing:
            return b
        return a if not a.nullable else self._op("coalesce", a.kind, (a, b), nullable=b.nullable)

    def lookup(self, code: Node, table: Sequence[int | bool | None], kind: str = "int") -> Node:
        if len(set(table)) == 1:
            return (self.unknown if kind == "bool" else self.nothing) if table[0] is None else self.lit(table[0])
        return self._op("lookup", kind, (code,), tuple(table), nullable=None in table)

    def least(self, a: Node, b: Node) -> Node:
        """The smaller; unknown where one is."""
        return self._extreme(a, b, self.compare("le", a, b))

    def greatest(self, a: Node, b: Node) -> Node:
        return self._extreme(a, b, self.compare("le", b, a))

    def _extreme(self, a: Node, b: Node, takes_a: Node) -> Node:
        if self.nothing in (a, b):
            return self.nothing
        return self.pick(takes_a, a, self.pick(self.is_null(a), self.nothing, b))

    def of_known(self, extreme: Any, a: Node, b: Node) -> Node:
        """least or greatest of what is known; unknown where neither is."""
        return extreme(self.coalesce(a, b), self.coalesce(b, a))

    def over_members(self, op: str, a: Node) -> Node:
        """op: any (Kleene) | count (of true) | least, greatest (of the known)."""
        if a.of != "person":  # the same for each of the members
            return self.pick(self.sure(a), self.col("members", "household", nullable=False), self.lit(0)) if op == "count" else a
        if op == "any" and a.op in ("and", "or") and a.rank:
            # what holds for the whole household stands outside (true in three-valued logic too): one crossing less
            house = [p.args[0] for p in a.args if p.op == "down"]
            own = [p for p in a.args if p.op != "down"]
            if house:
                return self._join(a.op, [self.over_members(op, self._join(a.op, own, *self._units(a.op))), *house], *self._units(a.op))
            if a.op == "or":
                return self.any(self.over_members(op, p) for p in own)
        return self._node(op, "bool" if op == "any" else "int", "household", (a,), None, a.nullable if op == "any" else op != "count")


@dataclass(frozen=True)
class Num:
    """An interval in columns. low, high: whole numbers over den * members ** heads; high unknown = no upper end.

    least, most: proved bounds of the finite values. none: where there is no figure at all."""

    low: Node
    high: Node
    den: int
    heads: int
    least: Fraction
    most: Fraction
    none: Node

    @property
    def point(self) -> bool:
        return self.low is self.high and not self.low.nullable


class Numbers:
    """Arithmetic of intervals, as in benefits.numbers, on columns."""

    def __init__(self, algebra: Algebra):
        self.a = algebra
        self.members = algebra.col("members", "household", nullable=False)

    def fitting(self, found: Num) -> Num:
        if max(abs(found.least), abs(found.most)) * found.den * MOST_MEMBERS**found.heads >= LARGEST:
            raise TooLarge
        return found

    def constant(self, value: Exact) -> Num:
        exact = Fraction(value)
        both = self.a.lit(exact.numerator)
        return self.fitting(Num(both, both, exact.denominator, 0, exact, exact, self.a.false))

    def by_area(self, intervals: Sequence[Interval], code: Node) -> Num:
        """A figure that hangs on the area alone."""
        ends = [Fraction(v) for pair in intervals for v in pair if v is not None]
        den = math.lcm(*(v.denominator for v in ends))
        low, high = (self.a.lookup(code, [None if pair[i] is None else int(pair[i] * den) for pair in intervals]) for i in (0, 1))
        return self.fitting(Num(low, high, den, 0, min(ends), max(ends), self.a.false))

    def at(self, num: Num, den: int, heads: int) -> Num:
        """The same numbers over den * members ** heads."""
        factor, more = den // num.den, heads - num.heads

        def wider(node: Node) -> Node:
            node = self.a.arithmetic("mul", node, self.a.lit(factor))
            for _ in range(more):
                node = self.a.arithmetic("mul", node, self.members)
            return node
        low = wider(num.low)
        return self.fitting(replace(num, low=low, high=low if num.high is num.low else wider(num.high), den=den, heads=heads))

    def level(self, nums: Sequence[Num]) -> list[Num]:
        """All over one denominator."""
        den, heads = math.lcm(*(n.den for n in nums)), max(n.heads for n in nums)
        return [self.at(n, den, heads) for n in nums]

    def _made(self, low: Node, high: Node, like: Num, least: Fraction, most: Fraction, *parts: Num) -> Num:
        return self.fitting(Num(low, high, like.den, like.heads, least, most, self.a.any(p.none for p in parts)))

    def add(self, x: Num, y: Num) -> Num:
        x, y = self.level([x, y])
        low = self.a.arithmetic("add", x.low, y.low)
        high = low if x.point and y.point else self.a.arithmetic("add", x.high, y.high)
        return self._made(low, high, x, x.least + y.least, x.most + y.most, x, y)

    def subtract(self, x: Num, y: Num) -> Num:
        """An unknown low end = no lower end."""
        x, y = self.level([x, y])
        low = self.a.arithmetic("sub", x.low, y.high)
        high = low if x.point and y.point else self.a.arithmetic("sub", x.high, y.low)
        return self._made(low, high, x, x.least - y.most, x.most - y.least, x, y)

    def multiply(self, x: Num, y: Num, nothing_times_anything: bool = True) -> Num:
        """Of intervals that are not negative; 0 times anything is 0 (unless told otherwise)."""
        if x.least < 0 or y.least < 0:
            raise ValueError("a product of an amount that may be negative")
        a = self.a
        low = a.arithmetic("mul", x.low, y.low)
        if x.point and y.point:
            high = low
        else:
            high = a.arithmetic("mul", x.high, y.high)
            if nothing_times_anything and high.nullable:
                zero = a.lit(0)
                high = a.pick(a.any([a.compare("eq", x.high, zero), a.compare("eq", y.high, zero)]), zero, high)
        shape = replace(x, den=x.den * y.den, heads=x.heads + y.heads)
        return self._made(low, high, shape, x.least * y.least, x.most * y.most, x, y)

    def divide(self, x: Num, by: Fraction) -> Num:
        """By a number above 0."""
        times = self.a.lit(by.denominator)
        low = self.a.arithmetic("mul", x.low, times)
        high = low if x.high is x.low else self.a.arithmetic("mul", x.high, times)
        return self.fitting(replace(x, low=low, high=high, den=x.den * by.numerator, least=x.least / by, most=x.most / by))

    def least(self, x: Num, y: Num) -> Num:
        x, y = self.level([x, y])
        low = self.a.least(x.low, y.low)
        high = low if x.point and y.point else self.a.of_known(self.a.least, x.high, y.high)
        most = min((n.most for n in (x, y) if not n.high.nullable), default=max(x.most, y.most))
        return self._made(low, high, x, min(x.least, y.least), most, x, y)

    def greatest(self, x: Num, y: Num) -> Num:
        """A difference may have no lower end: then the other's stands."""
        x, y = self.level([x, y])
        low = self.a.of_known(self.a.greatest, x.low, y.low)
        high = low if x.point and y.point else self.a.greatest(x.high, y.high)
        floor = max((n.least for n in (x, y) if not n.low.nullable), default=min(x.least, y.least))
        return self._made(low, high, x, max(floor, min(x.least, y.least)), max(x.most, y.most), x, y)

    def below(self, x: Num, y: Num) -> Node:
        """x < y: true or false where both ends agree, else unknown."""
        if x.none is not self.a.false or y.none is not self.a.false:
            raise TypeError("a limit without a figure")
        a = self.a
        x, y = self.level([x, y])
        if x.point and y.point:
            return a.compare("lt", x.low, y.low)
        true, false = a.sure(a.compare("lt", x.high, y.low)), a.sure(a.compare("le", y.high, x.low))
        return a.pick(true, a.true, a.pick(false, a.false, a.unknown))
