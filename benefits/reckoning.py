"""How an amount comes about for one household: its formula with the household's own numbers, as people write sums. Walks the same
tree that pays and says only the branch that applies; each end of an interval is a sum of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from . import model as m
from .explain import as_said, bare, factor, span, yuan
from .numbers import Exact, Interval, divide, exact
from .rules import State, counted, names_in, published
from .screen import Determination, Screening

TIMES = ("月", "年")  # a sum of so much a month is no price
LONGEST = 60  # a number that is no whole fen is told as a division by at most this


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a sum. text: what it says with the names of its numbers; brief: without; money: yuan; own: so many numbers that were
    said or looked up; said: some of them were said; per: the unit it is the price of."""

    value: Exact
    text: str
    brief: str
    money: bool = False
    kind: str = "number"  # number | product | sum
    own: int = 0
    said: bool = False
    per: str = ""

    def inside(self, kinds: Iterable[str]) -> Term:
        """In brackets where it stands among others, with what they are."""
        return replace(self, text=f"（{self.text}）", brief=f"（{self.brief}）") if self.kind in kinds else self


@dataclass(frozen=True, slots=True)
class Sum:
    """One end of an amount as a sum. end: "" exact, "least", "most"; text: with the names of its numbers and what it comes to; brief:
    without, of a month where it is paid by month, empty where it is one number; named: the same with names; own: it has a number of
    the household's."""

    end: str
    text: str
    brief: str
    named: str
    own: bool


def sums(result: Screening, d: Determination) -> list[Sum]:
    """The sums of one determination: one where the amount is known, else one for each end that says something; none where there is
    nothing to reckon. They come to the amount to the fen."""
    value = d.annual or d.once
    if value is None or d.benefit.pays == "loan" or isinstance(d.benefit.amount, (m.Value, m.Between)):
        return []
    state = next((s for s in result.house.people if s.id == d.member), result.house)
    if value[0] == value[1]:
        ends = [("", False)]
    else:
        low, high = as_said(value)
        ends = [*([("least", False)] if low else []), *([("most", True)] if high is not None else [])]
    return [told for end, high in ends if (told := _sum(d.benefit, state, value, end, high)) is not None]


def by_month(result: Screening, d: Determination) -> str:
    """每月 50 元 × 12, where the row pays by month: so many months as it is had; empty where the year is no such sum."""
    if d.benefit.period != "month" or d.annual is None or not d.annual[1]:
        return ""
    months: Exact | None = 12
    if d.benefit.months_paid is not None:
        state = next((s for s in result.house.people if s.id == d.member), result.house)
        ends = [_Reader(d.benefit.limits).term(d.benefit.months_paid, state, high) for high in (False, True)]
        months = ends[0].value if None not in ends and ends[0].value == ends[1].value else None
    if not months:
        return ""
    low, high = divide(d.annual, months)
    if low == high and low * 100 % 1:
        return ""  # no whole fen: twelve times what is paid is not the year
    if high is None and low % 1:
        return ""  # told in whole yuan, it would not be either
    low, high = as_said((low, high)) if d.benefit.pays == "cash" else (low, high)
    text = span(low, high)
    return f"每月{'' if text[0] in '至最' else ' '}{text} × {bare(months)}"


def _sum(benefit: m.Benefit, state: State, value: Interval, end: str, high: bool) -> Sum | None:
    reader = _Reader(benefit.limits)
    amount = reader.factors(benefit.amount, state, high)
    if amount is None:
        return None
    factors, brief = amount, _product(amount)
    if benefit.period == "month":
        year = [("×", Term(12, "12 个月", "12"))] if benefit.months_paid is None else reader.factors(benefit.months_paid, state, high)
        if year is None:
            return None
        factors = [*amount, *year]
    whole = _product(factors)
    if not whole.value or not brief.own or (brief.own == 1 and whole.kind == "number" and not whole.said):
        return None
    comes = "" if whole.kind == "number" else f" = {yuan(whole.value)} 元"
    one = brief.kind == "number"
    return Sum(end, whole.text + comes, "" if one else brief.brief, "" if one else brief.text, whole.said)


Factors = list[tuple[str, Term]]


class _Reader:
    """Reads one end of an expression (high or low). limits: those of the row by name."""

    def __init__(self, limits: dict[str, Any]):
        self.limits = limits

    def term(self, expr: Any, s: State, high: bool) -> Term | None:
        """The expression as one term; None where this end has no number."""
        found = self.factors(expr, s, high)
        return None if found is None else _product(found)

    def factors(self, expr: Any, s: State, high: bool) -> Factors | None:
        """The expression as factors and what divides them."""
        if isinstance(expr, m.Times):
            parts = [self.factors(e, s, high) for e in expr.times]
            return None if None in parts else [f for part in parts for f in part]
        if isinstance(expr, m.Over):
            over, by = self.factors(expr.over[0], s, high), self.term(expr.over[1], s, high)
            return None if over is None or by is None else [*over, ("÷", by)]
        if isinstance(expr, m.Case):
            return self._best([None if pays is None else self.factors(pays, s, high) for pays in _open(expr, s)], high)
        if isinstance(expr, m.Published):
            stands = published(expr, names_in(expr.otherwise), s) is not None
            return self._parameter(expr.published, s, high) if stands else self.factors(expr.otherwise, s, high)
        if isinstance(expr, m.Named) and expr.name not in self.limits:
            return self._parameter(expr.name, s, high)
        if isinstance(expr, (m.Least, m.Greatest)):
            return self._end(expr, s, high)
        if isinstance(expr, m.BestMember):
            return self._member(expr, s, high)
        found = self._plain(expr, s, high)
        return None if found is None else [("×", found)]

    def _plain(self, expr: Any, s: State, high: bool) -> Term | None:
        if isinstance(expr, (m.Value, m.Named)):
            return _constant(exact(expr.number if isinstance(expr, m.Value) else self.limits[expr.name]))
        if isinstance(expr, m.Between):
            return _constant(sorted(map(exact, expr.between))[high])
        if isinstance(expr, m.FactValue):
            return self._fact(expr.fact, s, high)
        if isinstance(expr, m.CountMembers):
            n = counted(s.house.rules.inside[id(expr.count_members)], s)[high]
            return None if n is None else Term(n, f"{n} 人", f"{n} 人", own=1, said=True)
        if isinstance(expr, m.Plus):
            parts = [self.term(e, s, high) for e in expr.plus]
            return None if None in parts else _chain([p for p in parts if p.value] or parts[:1], "+")
        if isinstance(expr, m.Minus):
            whole, off = self.term(expr.minus[0], s, high), self.term(expr.minus[1], s, not high)
            if whole is None or off is None:
                return None
            return whole if not off.value and not off.own else _chain([whole, off], "−")
        raise TypeError(type(expr))  # a new node kind that nobody taught to be read

    def _best(self, found: list[Factors | None], high: bool) -> Factors | None:
        if not found or None in found:
            return None
        return (max if high else min)(found, key=lambda f: _product(f).value)

    def _end(self, expr: m.Least | m.Greatest, s: State, high: bool) -> Factors | None:
        """The part that binds; an end that is open never binds where another does."""
        most = isinstance(expr, m.Greatest)
        parts = [self.factors(e, s, high) for e in (expr.greatest if isinstance(expr, m.Greatest) else expr.least)]
        known = [p for p in parts if p is not None]
        if not known or (most is high and len(known) < len(parts)):
            return None
        return self._best(known, most)

    def _member(self, expr: m.BestMember, s: State, high: bool) -> Factors | None:
        """Of the people for whom it is, the one who comes off best; nobody is certain: at least the least of them."""
        judged = [(s.house.rules.inside[id(expr.where)].ev(p), p) for p in s.house.people]
        sure = [self.factors(expr.best_member, p, high) for v, p in judged if v is True]
        maybe = [self.factors(expr.best_member, p, high) for v, p in judged if v is None]
        return self._best([*sure, *maybe] if high else sure or maybe, high or bool(sure))

    def _fact(self, name: str, s: State, high: bool) -> Term | None:
        fact, (low, top) = s.house.rules.known.facts[name], s.house.rules.span(name, s)
        value = top if high else low
        if value is None:
            return None
        unit = fact.unit.split("/")[0]
        if low != top and not value:
            return Term(value, "0", "0", unit == "元")  # not known: it is left out where it is taken off
        return replace(_named("" if unit == "人" else fact.said, value, unit), said=True)

    def _parameter(self, name: str, s: State, high: bool) -> Factors | None:
        parameter = s.house.rules.book.parameters[name]
        if parameter.formula is not None and name not in s.house.figures.given:
            return _Reader({}).factors(parameter.formula, s, high)
        figure = s.house.figures.get(name, s.area)
        value = None if figure is None else figure.high if high else figure.low
        if value is None:
            return None if figure is not None or high else [("×", _constant(0))]
        unit, _, per = parameter.unit.partition("/")
        return [("×", replace(_named(parameter.label, value, unit), per="" if "·" in per or per in TIMES else per))]


def _open(expr: m.Case, s: State) -> list[Any]:
    """What the branches pay that apply or may apply."""
    found = []
    for branch in expr.case:
        v = s.house.rules.inside[id(branch.when)].ev(s)
        if v is not False:
            found.append(branch.pays)
        if v is True:
            return found
    return [*found, expr.otherwise] if expr.otherwise is not None else found


def _constant(value: Exact) -> Term:
    return Term(value, factor(value), factor(value))


def _named(label: str, value: Exact, unit: str) -> Term:
    """A number with its name and unit; one that is no whole fen as the division it comes from."""
    k = next((k for k in range(1, LONGEST + 1) if (value * k * 100) % 1 == 0), 0)
    if not k or (k > 1 and (value * 10**4) % 1 == 0):
        k = 1  # a price of a tenth of a fen
    text = yuan(value * k) if unit == "元" and (value * k * 100) % 1 == 0 else bare(value * k)
    shared = f" ÷ {k}" if k > 1 else ""
    counted = f"{text} {unit}".strip()
    return Term(value, f"{label} {text} {unit}{shared}".strip(), counted + shared, unit == "元", "product" if shared else "number", 1)


def _chain(parts: list[Term], sign: str) -> Term:
    """Parts added, or one taken off another."""
    first, *rest = parts
    value = sum((p.value for p in rest), start=first.value) if sign == "+" else first.value - rest[0].value
    told = [first, *(p.inside(("sum",)) if sign == "−" else p for p in rest)]
    return Term(value, f" {sign} ".join(p.text for p in told), f" {sign} ".join(p.brief for p in told),
                any(p.money for p in parts), "sum", sum(p.own for p in parts), any(p.said for p in parts))


def _product(factors: Factors) -> Term:
    """Factors as one term: money first, what divides last; times one, and times and by the same number, are not told."""
    up, down = [f for sign, f in factors if sign == "×"], [f for sign, f in factors if sign == "÷"]
    for by in list(down):
        same = next((f for f in up if not f.own and f.value == by.value and f.kind == "number"), None)
        if same is not None and not by.own:
            up.remove(same)
            down.remove(by)
    value: Exact = 1
    for f in up:
        value = value * f.value
    for f in down:
        value = exact(Fraction(value) / f.value)
    up = sorted((f for f in up if f.own or f.value != 1 or f.kind != "number"), key=lambda f: (not f.money, not f.own)) or [_constant(1)]
    if len(up) == 1 and not down:
        return up[0] if up[0].value == value else _constant(value)
    told = [f.inside(("sum",)) for f in up]
    if up[0].per and len(up) == 2 and not up[1].own:
        told[1] = replace(told[1], text=f"{told[1].text} {up[0].per}")
    below = [f.inside(("sum", "product")) for f in down]

    def said(texts: list[str], divisors: list[str]) -> str:
        return "".join([" × ".join(texts), *(f" ÷ {by}" for by in divisors)]).replace("） ", "）").replace(" （", "（")
    text, brief = said([f.text for f in told], [f.text for f in below]), said([f.brief for f in told], [f.brief for f in below])
    return Term(value, text, brief, any(f.money for f in up), "product", sum(f.own for f in (*up, *down)),
                any(f.said for f in (*up, *down)))
