"""The one tree lowered to columns: for each row its truth, its amount in fen, and what decides 就高不重复.

A visitor over benefits.model and the compiled conditions of benefits.rules; it knows no benefit by name and mirrors the
interpreter node by node. What a column holds is said in `Program`.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from .. import model as m
from ..content import Book
from ..figures import Figures
from ..household import MOST_INCOMES, MOST_MEMBERS
from ..numbers import ANYTHING, exact
from ..rules import Node as Condition
from ..rules import Rulebook
from .algebra import Algebra, Node, Num, Numbers

DECIMALS = 10_000  # a fact that is a number is held in ten-thousandths
BASES = ("local", "at_least", "at_most", "in_kind", "exact")  # the first that was touched is told
MEANS = "per_capita_income"
Bases = dict[str, Node]
Lowered = tuple[Num, Bases]


@dataclass(frozen=True)
class Row:
    """One benefit as columns of its entity. low, high: fen, high unknown = no upper end, low unknown = no figure.

    pay: low and high ends together as 就高不重复 compares them, over one denominator within a group."""

    benefit: m.Benefit
    shown: Node
    eligible: Node
    low: Node
    high: Node
    basis: Node
    pay: Node


@dataclass(frozen=True)
class Program:
    """Everything to be computed. Columns it reads: each fact by its name (bool; choice as the place of the option; choices
    as bits; int; number in ten-thousandths), members, area (the place of the hukou's area, or of the residence for others;
    the number of areas where neither is known), income_low and income_high (all members', over `income_den` yuan)."""

    rows: tuple[Row, ...]
    dibian_low: Node
    dibian_high: Node
    dibian_den: int
    income_den: int
    notices: tuple[tuple[Node, m.Notice], ...]

    def signatures(self) -> list[bytes]:
        """A digest of what each row computes: rows of two programs with the same digest have the same answers."""
        known: dict[int, bytes] = {}

        def digest(node: Node) -> bytes:
            found = known.get(node.serial)
            if found is None:
                made = hashlib.blake2b(repr((node.op, node.kind, node.of, node.value)).encode(), digest_size=16)
                for a in node.args:
                    made.update(digest(a))
                if node.value in ("income_low", "income_high"):  # the means test takes the dibian standard off
                    made.update(repr(self.income_den).encode() + digest(self.dibian_low) + digest(self.dibian_high))
                found = known[node.serial] = made.digest()
            return found
        return [b"".join(digest(n) for n in (r.shown, r.eligible, r.low, r.high, r.basis, r.pay)) for r in self.rows]


def lower(book: Book, figures: Figures) -> Program:
    """The rows of `book` on the day and with the parameters of `figures`. Raises TooLarge where 64 bits may not hold an amount."""
    return _Lowering(book, figures).program()


def area_codes(book: Book) -> list[str | None]:
    """The areas by code; the last code is 'not known'."""
    return [*(o.value for o in book.facts["hukou"].options), None]


class _Lowering:
    def __init__(self, book: Book, figures: Figures):
        self.book, self.figures, self.rules = book, figures, Rulebook(book)
        self.a = Algebra()
        self.n = Numbers(self.a)
        self.areas = area_codes(book)
        self.parts_of = {f.part_of: f.id for f in book.facts.values() if f.part_of}
        self._truths: dict[int, Node] = {}
        dibian, _ = self.number(m.Named(name="dibian_standard"), {}, "household")
        self.dibian = dibian
        # 12ths of ten-thousandths hold every entry, monthly or annual; the dibian standard is taken off them
        self.income_den = math.lcm(12 * DECIMALS, dibian.den)
        most = Fraction(book.facts["monthly_income"].maximum) * MOST_INCOMES
        self.income = self.n.fitting(Num(self.a.col("income_low", "household", nullable=False), self.a.col("income_high", "household"),
                                         self.income_den, 1, Fraction(0), most, self.a.false))

    def program(self) -> Program:
        rows = [self.row(row.benefit, row.eligible, [node for node, _ in row.possible]) for row in self.rules.rows]
        notices = tuple((self.a.sure(self.truth(node)), notice) for node, notice in self.rules.notices)
        return Program(tuple(self.ranked(rows)), self.dibian.low, self.dibian.high, self.dibian.den, self.income_den, notices)

    # --- rows ---

    def row(self, benefit: m.Benefit, eligible: Condition | None, possible: list[Condition]) -> tuple[Row, Num | None]:
        a = self.a
        yes = a.false if eligible is None else self.truth(eligible)
        shown = a.any([a.may(yes), *(a.may(self.truth(node)) for node in possible)])
        num, bases = self.paid(benefit)
        basis = a.lit(BASES.index(benefit.basis))
        for name in reversed(BASES):
            touched = [bases[b] for b in bases if (b or benefit.basis) == name]
            basis = a.pick(a.any(touched), a.lit(BASES.index(name)), basis)
        row = Row(benefit, shown, a.sure(yes), a.nothing, a.nothing, basis, a.nothing)
        if num is None:
            return row, None
        is_basis = {name: a.compare("eq", basis, a.lit(BASES.index(name))) for name in ("at_least", "at_most")}
        low = a.pick(is_basis["at_most"], a.lit(0), num.low)
        high = a.pick(is_basis["at_least"], a.nothing, num.high)
        says_nothing = a.any([num.none, a.all([a.is_null(high), a.compare("eq", low, a.lit(0))])])  # "0 or more"
        num = replace(num, low=a.pick(says_nothing, a.nothing, low), high=a.pick(says_nothing, a.nothing, high))
        if num.least < 0:
            raise ValueError(f"{benefit.id}: an amount that may be negative")
        return replace(row, low=self.fen(num.low, num), high=self.fen(num.high, num)), num

    def fen(self, node: Node, num: Num) -> Node:
        """Half up to the fen: the only rounding there is."""
        a, common = self.a, math.gcd(100, num.den)
        node, den = a.arithmetic("mul", node, a.lit(100 // common)), a.lit(num.den // common)
        for _ in range(num.heads):
            den = a.arithmetic("mul", den, self.n.members)
        # numerator, twice, plus the denominator: what half_up computes must fit too
        self.n.fitting(replace(num, den=num.den * 200, most=num.most + 1))
        return node if den is a.lit(1) else a.half_up(node, den)

    def ranked(self, rows: list[tuple[Row, Num | None]]) -> list[Row]:
        """Within a group the exact high ends are compared, not the rounded ones."""
        found = []
        groups: dict[str, list[Num]] = {}
        for row, num in rows:
            if row.benefit.group and num is not None:
                groups.setdefault(row.benefit.group, []).append(num)
        for row, num in rows:
            if row.benefit.group and num is not None:
                of_group = groups[row.benefit.group]
                num = self.n.at(num, math.lcm(*(n.den for n in of_group)), max(n.heads for n in of_group))
                row = replace(row, pay=num.high)
            if row.benefit.unit == "person":  # an amount of the household's facts alone is each member's too
                row = Row(row.benefit, *map(self.a.down, (row.shown, row.eligible, row.low, row.high, row.basis, row.pay)))
            found.append(row)
        return found

    def paid(self, benefit: m.Benefit) -> tuple[Num | None, Bases]:
        """What the row pays in its period, over 12 months where by the month; what its basis rests on."""
        if benefit.amount is None:
            return None, {}
        num, bases = self.number(benefit.amount, benefit.limits, benefit.unit)
        if benefit.period == "month":
            months = self.n.constant(12)
            if benefit.months_paid is not None:
                months, _ = self.number(benefit.months_paid, benefit.limits, benefit.unit)
            num = self.n.multiply(num, months, nothing_times_anything=False)
        return num, bases

    # --- conditions ---

    def truth(self, node: Condition) -> Node:
        found = self._truths.get(node.slot)
        if found is None:
            found = self._truths[node.slot] = self._truth(node)
        return found

    def _truth(self, node: Condition) -> Node:
        a = self.a
        if node.kind == "test":
            found = self.test(node)
            return a.pick(a.sure(found), a.true, a.unknown) if node.weak else found
        parts = [self.truth(p) for p in node.parts]
        if node.kind in ("all", "any"):
            return getattr(a, node.kind)(parts)
        if node.kind == "some":
            return a.over_members("any", parts[0])
        if node.kind == "not":
            return a.negate(parts[0])
        if node.kind in ("known", "unless_known"):
            sure = a.sure(parts[0])
            return sure if node.kind == "known" else a.negate(sure)
        raise TypeError(node.kind)  # a new kind that nobody taught the lowering

    def test(self, node: Condition) -> Node:
        a, cond = self.a, node.test
        fact, word = self.book.facts[cond.fact], cond.word
        if word in m.COMPARISONS:
            return self.comparison(cond, fact, node.limits)
        column = self.column(fact)
        if fact.type == "bool":
            return column if cond.is_ else a.negate(column)
        places = {o.value: i for i, o in enumerate(fact.options)}
        if word == "same_area_as":
            return self.same_area(cond, column, places)
        if word == "is":
            return a.compare("eq", column, a.lit(places[str(cond.is_)]))
        if word == "includes_any":
            return a.bits(column, sum(1 << places[v] for v in set(cond.limit)))
        inside = a.isin(column, [places[v] for v in self.book.areas(cond.limit)])
        return inside if word == "one_of" else a.negate(inside)

    def same_area(self, cond: m.Test, column: Node, places: dict[str, int]) -> Node:
        """Two places outside Wenzhou need not be the same one."""
        a, groups = self.a, self.book.policy.groups
        other_fact = self.book.facts[cond.same_area_as]
        if [o.value for o in other_fact.options] != list(places):
            raise TypeError(f"{cond.fact} and {other_fact.id} have other areas")
        other = self.column(other_fact)
        elsewhere = a.isin(column, [places[v] for v in groups["elsewhere"].areas])
        same = a.all([a.compare("eq", column, other), a.negate(elsewhere)])
        if cond.districts == "together":
            city = [places[v] for v in groups["city_districts"].areas]
            same = a.any([same, a.all([a.isin(column, city), a.isin(other, city)])])
        # unknown as soon as one side is
        return a.pick(a.any([a.is_null(column), a.is_null(other)]), a.unknown, same)

    def comparison(self, cond: m.Test, fact: m.Fact, limits: dict) -> Node:
        a, word = self.a, cond.word
        fixed = self.fixed(cond.limit, limits)
        turned = word in ("at_least", "at_most")
        if fixed is not None and fact.id != MEANS and not fact.part_of and fact.id not in self.parts_of:
            column = self.column(fact)
            scaled = fixed * (DECIMALS if fact.type == "number" else 1)
            if word in ("at_least", "less_than"):  # only whole numbers of the column can lie on either side
                below = a.compare("lt", column, a.lit(math.ceil(scaled)))
            else:
                below = a.compare("lt", a.lit(math.floor(scaled)), column)
        else:
            value, (limit, _) = self.fact(fact.id), self.number(cond.limit, limits, fact.of)
            below = self.n.below(value, limit) if word in ("at_least", "less_than") else self.n.below(limit, value)
        return a.negate(below) if turned else below

    def fixed(self, expr: Any, limits: dict) -> Fraction | None:
        number = expr.number if isinstance(expr, m.Value) else limits.get(expr.name) if isinstance(expr, m.Named) else None
        return None if number is None else Fraction(number)

    def column(self, fact: m.Fact) -> Node:
        return self.a.col(fact.id, fact.of, "bool" if fact.type == "bool" else "int")

    # --- amounts ---

    def fact(self, name: str) -> Num:
        """The interval a numeric fact may lie in."""
        a, fact = self.a, self.book.facts[name]
        if name == MEANS:
            return self.income
        if name == "members":
            return Num(self.n.members, self.n.members, 1, 0, Fraction(1), Fraction(MOST_MEMBERS), a.false)
        den = DECIMALS if fact.type == "number" else 1
        column, least = self.column(fact), exact(fact.minimum)
        low, high = a.lit(int(least * den)), a.nothing
        if name in self.parts_of:
            low = a.coalesce(self.column(self.book.facts[self.parts_of[name]]), low)
        if fact.part_of:
            high = self.column(self.book.facts[fact.part_of])
        return self.n.fitting(Num(a.coalesce(column, low), a.coalesce(column, high), den, 0, Fraction(least), Fraction(fact.maximum),
                                  a.false))

    def number(self, expr: Any, limits: dict, of: str) -> Lowered:
        """`of`: whose area counts."""
        n = self.n
        fixed = self.fixed(expr, limits)
        if fixed is not None:
            return n.constant(fixed), {}
        if isinstance(expr, m.Named):
            return self.parameter(expr.name, of)
        if isinstance(expr, m.FactValue):
            return self.fact(expr.fact), {}
        if isinstance(expr, m.Between):
            low, high = (n.constant(v) for v in sorted(exact(v) for v in expr.between))
            low, high = n.level([low, high])
            return replace(low, high=high.low, most=high.most), {}
        if isinstance(expr, m.Case):
            return self.case(expr, limits, of)
        if isinstance(expr, m.CountMembers):
            return self.count(expr, limits), {}
        if isinstance(expr, m.BestMember):
            return self.best(expr, limits), {}
        if isinstance(expr, m.Published):
            return self.published(expr, limits, of)
        if isinstance(expr, m.Over):
            num, bases = self.number(expr.over[0], limits, of)
            return n.divide(num, self.fixed(expr.over[1], limits)), bases
        for word, combine in (("times", n.multiply), ("plus", n.add), ("minus", n.subtract), ("least", n.least), ("greatest", n.greatest)):
            if hasattr(expr, word):
                return self.folded([self.number(p, limits, of) for p in getattr(expr, word)], combine)
        raise TypeError(type(expr))

    def folded(self, parts: Sequence[Lowered], combine: Any) -> Lowered:
        a = self.a
        bases: Bases = {}
        out = parts[0][0]
        self.touch(bases, a.true, parts[0][1])
        for i, (num, touched) in enumerate(parts[1:]):
            # the interpreter goes on to the part after the one that has no figure, and stops there
            self.touch(bases, a.negate(out.none) if i else a.true, touched)
            out = combine(out, num)
        return out, bases

    def touch(self, bases: Bases, when: Node, more: Bases) -> None:
        for name, node in more.items():
            bases[name] = self.a.any([bases.get(name, self.a.false), self.a.all([when, node])])

    def parameter(self, name: str, of: str) -> Lowered:
        formula = self.book.parameters[name].formula
        if formula is not None and name not in self.figures.given:
            return self.number(formula, {}, of)
        found = [self.figures.get(name, area) if area is None or area in self.wenzhou else None for area in self.areas]
        return self.n.by_area([ANYTHING if f is None else (f.low, f.high) for f in found], self.area(of)), {}

    @property
    def wenzhou(self) -> tuple[str, ...]:
        return self.book.policy.groups["wenzhou"].areas

    def area(self, of: str) -> Node:
        return self.a.col("area", of, nullable=False)

    def case(self, expr: m.Case, limits: dict, of: str) -> Lowered:
        a = self.a
        bases: Bases = {}
        reached = a.true
        branches: list[tuple[Node, Num | None]] = []
        for branch in expr.case:
            truth = self.truth(self.rules.condition(branch.when, of, limits))
            num, inner = (None, {}) if branch.pays is None else self.number(branch.pays, limits, of)
            self.touch(bases, a.all([reached, a.may(truth)]), {branch.basis or "": a.true})
            self.touch(bases, a.all([reached, a.may(truth)]), inner)
            branches.append((truth, num))
            reached = a.all([reached, a.negate(a.sure(truth))])
        otherwise = None
        if expr.otherwise is not None:
            otherwise, inner = self.number(expr.otherwise, limits, of)
            self.touch(bases, reached, inner)
        figures = [num for num in (*(num for _, num in branches), otherwise) if num is not None]
        level = dict(zip(map(id, figures), self.n.level(figures)))
        # from the last branch to the first; `empty`: no branch was entered, `none`: one without a figure was
        low = high = a.nothing
        none, empty = a.false, a.true
        if otherwise is not None:
            rest = level[id(otherwise)]
            low, high, none, empty = rest.low, rest.high, rest.none, a.false
        for truth, num in reversed(branches):
            this_low, this_high, this_none = a.nothing, a.nothing, a.true
            if num is not None:
                this = level[id(num)]
                this_low, this_high, this_none = this.low, this.high, this.none
            sure, open_ = a.sure(truth), a.is_null(truth)
            both_low = a.of_known(a.least, this_low, low)
            both_high = a.pick(empty, this_high, a.greatest(this_high, high))
            low = a.pick(sure, this_low, a.pick(open_, both_low, low))
            high = a.pick(sure, this_high, a.pick(open_, both_high, high))
            none = a.any([a.all([a.may(truth), this_none]), a.all([a.negate(sure), none])])
            empty = a.all([a.negate(a.may(truth)), empty])
        like = next(iter(level.values()))
        return self.n.fitting(Num(low, high, like.den, like.heads, min(f.least for f in figures), max(f.most for f in figures),
                                  a.any([none, empty]))), bases

    def count(self, expr: m.CountMembers, limits: dict) -> Num:
        a = self.a
        truth = a.down(self.truth(self.rules.condition(expr.count_members, "person", limits)))
        sure, open_ = (a.over_members("count", node) for node in (a.sure(truth), a.may(truth)))
        return Num(sure, open_, 1, 0, Fraction(0), Fraction(MOST_MEMBERS), a.false)

    def best(self, expr: m.BestMember, limits: dict) -> Num:
        a = self.a
        where = a.down(self.truth(self.rules.condition(expr.where, "person", limits)))
        value, bases = self.number(expr.best_member, limits, "person")
        if bases or value.none is not a.false or value.low.nullable:
            raise TypeError("best_member of an amount that may have no figure")

        def of(op: str, when: Node, node: Node) -> Node:
            return a.over_members(op, a.pick(when, a.down(node), a.nothing))
        # nobody is certain: whoever it is gets at least the least of them
        low = a.coalesce(of("greatest", a.sure(where), value.low), of("least", a.is_null(where), value.low))
        high = of("greatest", a.may(where), value.high)
        if value.high.nullable:
            endless = a.over_members("any", a.all([a.may(where), a.is_null(value.high)]))
            high = a.pick(endless, a.nothing, high)
        return replace(value, low=low, high=high, none=a.is_null(low))

    def published(self, expr: m.Published, limits: dict, of: str) -> Lowered:
        a, figures = self.a, self.figures
        num, bases = self.number(expr.otherwise, limits, of)
        names = {e.name for e in _walk(expr.otherwise) if isinstance(e, m.Named)}
        if expr.published not in figures.given and names & figures.given.keys():
            return num, bases  # values brought by the caller replace the shipped ones, and the published amount is a shipped one
        found = [figures.get(expr.published, area) if area is None or area in self.wenzhou else None for area in self.areas]
        has = a.lookup(self.area(of), [f is not None for f in found], "bool")
        if has is a.false:
            return num, bases
        own, num = self.n.level([self.n.by_area([(0, 0) if f is None else (f.low, f.high) for f in found], self.area(of)), num])
        out: Bases = {}
        self.touch(out, has, {"exact": a.true})
        self.touch(out, a.negate(has), bases)
        return replace(num, low=a.pick(has, own.low, num.low), high=a.pick(has, own.high, num.high), least=min(own.least, num.least),
                       most=max(own.most, num.most), none=a.all([a.negate(has), num.none])), out


def _walk(expr: Any):
    """The parts of an amount, itself included."""
    yield expr
    for name in type(expr).model_fields if isinstance(expr, m.Part) else ():
        value = getattr(expr, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, m.Part):
                yield from _walk(part)
