"""Amounts turned into closures: the interval in yuan for a state, and what computing it touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import model as m
from ..content import Book
from ..figures import Figure
from ..numbers import ANYTHING, Exact, Interval, add, divide, exact, hull, multiply, subtract
from .comparing import greatest, least
from .known import Known
from .nodes import Amount, Node, State, tested
from .reading import missing


class Amounts:
    """condition: compiles a condition that stands inside an amount (the condition, of whom it is, the limits of the row)."""

    def __init__(self, book: Book, known: Known, condition: Callable[[Any, str, dict], Node]):
        self.book, self.known, self.condition = book, known, condition

    def of(self, expr: Any, limits: dict, unit: str) -> Amount:
        """One amount. limits: those of the row by name; unit: person or household."""
        if isinstance(expr, m.Value):
            return _constant(exact(expr.number))
        if isinstance(expr, m.Named):
            if expr.name in limits:
                return _constant(exact(limits[expr.name]))
            return self._parameter(expr.name)
        if isinstance(expr, m.FactValue):
            return self._fact(expr.fact)
        if isinstance(expr, m.Between):
            low, high = sorted(exact(n) for n in expr.between)
            return lambda s, run: (low, high)
        if isinstance(expr, m.Case):
            return self._case(expr, limits, unit)
        if isinstance(expr, m.CountMembers):
            return self._count(expr, limits)
        if isinstance(expr, m.BestMember):
            return self._best(expr, limits)
        if isinstance(expr, m.Published):
            return self._published(expr, limits, unit)
        if isinstance(expr, m.Over):
            part = self.of(expr.over[0], limits, unit)
            by = fixed_number(expr.over[1], limits)

            def over(s, run):
                v = part(s, run)
                return None if v is None else divide(v, by)
            return over
        for word, combine in (("times", multiply), ("plus", add), ("minus", subtract),
                              ("least", least), ("greatest", greatest)):
            if hasattr(expr, word):
                return _folded([self.of(p, limits, unit) for p in getattr(expr, word)], combine)
        raise TypeError(type(expr))  # a new node kind that nobody taught the compiler

    def _parameter(self, name: str) -> Amount:
        parameter = self.book.parameters[name]
        formula = None if parameter.formula is None else self.of(parameter.formula, {}, "household")

        def get(s, run):
            if formula is not None and name not in s.house.figures.given:
                return formula(s, run)
            figure = s.house.figures.get(name, s.area)
            if run is not None:
                if figure is None:
                    run.missing.add(name)
                else:
                    run.figures[name] = figure
            return ANYTHING if figure is None else (figure.low, figure.high)
        return get

    def _fact(self, name: str) -> Amount:
        get = self.known.number(name)
        household = self.book.facts[name].of == "household"

        def fn(s, run):
            found = get(s)
            if run is not None and run.asks and found[0] != found[1]:
                if name == "per_capita_income":
                    run.unknown.update(dict.fromkeys(self.known.means_of(s.house).unknown))
                else:
                    run.unknown[(None if household else s.id, name)] = None
            return found
        return fn

    def _case(self, expr: m.Case, limits: dict, unit: str) -> Amount:
        branches = [(self.condition(b.when, unit, limits),
                     None if b.pays is None else self.of(b.pays, limits, unit), b.basis) for b in expr.case]
        otherwise = None if expr.otherwise is None else self.of(expr.otherwise, limits, unit)

        def fn(s, run):
            parts: list[Interval | None] = []
            for node, pays, basis in branches:
                v = node.ev(s)
                if v is False:
                    continue
                if v is None and run is not None and run.asks:
                    run.unknown.update(dict.fromkeys(missing(node, s)))
                if run is not None:
                    run.bases.add(basis or "")
                parts.append(None if pays is None else pays(s, run))
                if v is True:
                    break
            else:
                if otherwise is not None:
                    parts.append(otherwise(s, run))
            return None if not parts or None in parts else hull(parts)
        return fn

    def _count(self, expr: m.CountMembers, limits: dict) -> Amount:
        node = self.condition(expr.count_members, "person", limits)
        return lambda s, run: counted(node, s)

    def _best(self, expr: m.BestMember, limits: dict) -> Amount:
        where = self.condition(expr.where, "person", limits)
        value = self.of(expr.best_member, limits, "person")

        def fn(s, run):
            sure, open_ = [], []
            for person in s.house.people:
                v = where.ev(person)
                if v is False:
                    continue
                found = value(person, run)
                if found is None:
                    return None
                (sure if v is True else open_).append(found)
            if not sure and not open_:
                return None
            highs = [f[1] for f in (*sure, *open_)]
            # nobody is certain: whoever it is gets at least the least of them
            low = max(f[0] for f in sure) if sure else min(f[0] for f in open_)
            return low, None if None in highs else max(highs)
        return fn

    def _published(self, expr: m.Published, limits: dict, unit: str) -> Amount:
        formula = self.of(expr.otherwise, limits, unit)
        names = names_in(expr.otherwise)

        def fn(s, run):
            figure = published(expr, names, s)
            if figure is None:
                return formula(s, run)
            if run is not None:
                run.figures[expr.published] = figure
                run.bases.add("exact")
            return figure.low, figure.high
        return fn


def counted(node: Node, s: State) -> Interval:
    """How many people of the household meet a condition, those among them who are not named one by one."""
    house = s.house.household
    truths = [(node.ev(p), p.id) for p in s.house.people]
    if not house.crowd:
        sure = sum(v is True for v, _ in truths)
        return sure, sure + sum(v is None for v, _ in truths)
    facts = set(tested(node))
    found: Interval = (0, 0)
    for v, who in truths:
        if v is not False:
            least, most = house.heads(who, facts)
            found = add(found, (least if v else 0, most))
    return found


def published(expr: m.Published, names: frozenset[str], s: State) -> Figure | None:
    """The published amount where it stands for the formula, which is made of the parameters `names`: values brought by the
    caller replace the shipped ones, and the published amount is a shipped one."""
    figures = s.house.figures
    return figures.get(expr.published, s.area) if expr.published in figures.given or not names & figures.given.keys() else None


def fixed_number(expr: Any, limits: dict) -> Exact | None:
    """The number of an amount that is one, or a limit of the row."""
    if isinstance(expr, m.Value):
        return exact(expr.number)
    if isinstance(expr, m.Named) and expr.name in limits:
        return exact(limits[expr.name])
    return None


def _constant(number: Exact) -> Amount:
    both = number, number
    return lambda s, run: both


def _folded(parts: list[Amount], combine: Callable) -> Amount:
    def fn(s, run):
        out = parts[0](s, run)
        for part in parts[1:]:
            v = part(s, run)
            if out is None or v is None:
                return None
            out = combine(out, v)
        return out
    return fn


def names_in(expr: Any) -> frozenset[str]:
    """The parameters and limits an amount is made of."""
    return frozenset(e.name for e in m.walk(expr) if isinstance(e, m.Named))
