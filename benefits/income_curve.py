"""Total support against the household's monthly income, and the row behind every step down.

Only the rows that read the income are judged again at each step; the others once for each recognition. The recognition
follows the income where the family is recognised: below the standard 低保, up to the next 低边, above neither. Where a
standard is not known exactly both answers stand, as an interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from . import model as m
from .content import Book
from .explain import date_text, span, written, yuan
from .figures import Figures
from .household import Household, Income, Person
from .numbers import Exact, Interval, add, hull
from .rules import Node, Rulebook
from .screen import Outcome, Screening, Totals, outcomes, read_parameters, rules_of, totals_of
from .timeline import watched_of
from .voice import say

INCOME = "per_capita_income"
PLAIN = ("wage", "self_employment", "pension", "other")  # kinds that count in full; the curve varies their sum
BEYOND = 6, 5  # how far past the last limit it is drawn: six fifths
NOTHING: Interval = (0, 0)


@dataclass(frozen=True, slots=True)
class Fall:
    """One row that pays less than at the step before: yuan a year, before and after (high None = no upper end)."""

    benefit: m.Benefit
    before: Interval
    after: Interval


@dataclass(slots=True)
class Point:
    """One step: the household's income (yuan a month), what it then gets a year, and what fell since the step before.

    recognised: the recognitions it may then have (one where it is certain). cliff: income and support together fell."""

    income: int
    cash: Interval
    in_kind: Interval
    recognised: tuple[str, ...]
    falls: list[Fall]
    cliff: bool = False


@dataclass
class Curve:
    """here: the household's own income a month where it is known. first: what is told before any loss, with its sentences.
    fixed: yuan a month of incomes that have a rule of their own and stay as they are."""

    points: list[Point]
    here: Exact | None
    fixed: Exact
    first: tuple[m.Told, ...]
    least: Exact | None = None  # where only a band is known of it, its lower end

    def ahead(self) -> list[Point]:
        """The points from the household's own income on: all that a resident is shown."""
        start = self.least if self.here is None else self.here
        return [p for p in self.points if start is None or p.income >= start]


def income_curve(result: Screening, parameters: Mapping[str, Any] | None = None, follows: bool | None = None,
                 most: int | None = None) -> Curve:
    """The curve of a household, in the steps of content/plan.yaml.

    follows: whether recognitions follow the income (None: where somebody is recognised already). most: the last income
    (yuan a month); None = past the highest limit and the own income. parameters: those `result` was made with.
    """
    return _Maker(result, parameters, follows).curve(most)


class _Maker:
    def __init__(self, result: Screening, parameters: Mapping[str, Any] | None, follows: bool | None):
        self.result, self.book, self.given = result, result.book, parameters
        self.rules: Rulebook = rules_of(self.book)
        self.figures = Figures(self.book, result.as_of, read_parameters(parameters, self.book))
        self.ladder = [(act, sets, list(_income_tests(self.rules.acts[act.id]))) for act in self.book.acts.values() if act.of == "family"
                       for sets in act.sets]
        self.ladder = [step for step in self.ladder if step[2]]
        values = {s.to for _, s, _ in self.ladder}
        people = result.household.people
        self.follows = follows if follows is not None else any(p.facts.get(s.fact) in values for p in people for _, s, _ in self.ladder)
        watch = watched_of(self.book)
        self.moving = _with_mates(self.book, {b for b, w in watch.items() if INCOME in w.facts})
        entries = result.household.income
        self.kept = () if entries is None else tuple(e for e in entries if e.kind not in PLAIN)
        self.fixed = sum((e.monthly or 0) for e in self.kept)
        plain = [e.monthly for e in entries or () if e.kind in PLAIN]
        self.here = result.household.facts.get("monthly_income") if entries is None else \
            None if None in plain or any(e.monthly is None for e in self.kept) else self.fixed + sum(plain)
        self._still: dict[str | None, tuple[Totals, dict[str, Interval]]] = {}

    def curve(self, most: int | None) -> Curve:
        step = self.book.plan.rising_income.step
        points: list[Point] = []
        before: tuple[dict[str, Interval], Interval] | None = None
        for income in range(ceil(self.fixed / step) * step, (most or self._last()) + 1, step):
            ranks = self._ranks(income)
            totals, rows = zip(*(self._support(income, rank) for rank in ranks))
            cash, in_kind = hull([t.cash_annual for t in totals]), hull([t.in_kind_annual for t in totals])
            paid = {name: hull([r.get(name, NOTHING) for r in rows]) for r in rows for name in r}
            point = Point(income, cash, in_kind, tuple(r or "" for r in ranks), [])
            if before is not None:
                point.falls = [Fall(self.book.benefits[name], was, paid.get(name, NOTHING)) for name, was in before[0].items()
                               if _falls(was, paid.get(name, NOTHING))]
                point.cliff = before[1][0] - add(cash, in_kind)[0] > 12 * step
            points.append(point)
            before = paid, add(cash, in_kind)
        band = self.result.household.spans.get((None, "monthly_income"))
        return Curve(points, self.here, self.fixed, self.book.plan.rising_income.first, band[0] if band else None)

    # --- recognitions ---

    def _ranks(self, income: int) -> list[str | None]:
        """The recognitions the household may have at this income: None = as it is, "" = neither."""
        if not self.follows:
            return [None]
        house = self.rules.open(self._household(income, None), self.figures)
        found: list[str | None] = []
        for _, sets, tests in self.ladder:
            truths = [test.ev(house) for test in tests]
            if True in truths:
                continue
            found.append(str(sets.to))
            if None not in truths:
                return found
        return [*found, ""]

    def _last(self) -> int:
        """Past the highest limit of the recognitions, and past the own income."""
        house = self.rules.open(self._household(0, None), self.figures)
        heads = house.facts.get("members", len(house.people))
        limits = [test.limit(house, None)[1] for _, _, tests in self.ladder for test in tests if test.limit]
        last = max(heads * max((high for high in limits if high), default=0), self.here or 0, self.fixed, 1000)
        return ceil(last * BEYOND[0] / BEYOND[1] / 100) * 100

    def _household(self, income: int, rank: str | None) -> Household:
        """The household with this income and recognition; what is not known of a member's recognition stays so."""
        old = self.result.household
        facts, people = dict(old.facts), old.people
        entries = None
        if old.income is None:
            facts["monthly_income"] = income
        else:
            entries = (*self.kept, Income("wage", old.applicant.id, income - self.fixed, None))
        if rank is not None:
            name = self.ladder[0][1].fact
            among = {v for _, s, _ in self.ladder for v in (s.to, *s.from_)}
            people = tuple(Person(p.id, {**p.facts, name: rank or "none"}) if p.facts.get(name) in among else p for p in people)
        spans = {key: span for key, span in old.spans.items() if key != (None, "monthly_income")}
        return replace(old, facts=facts, people=people, income=entries, spans=spans)

    # --- amounts ---

    def _support(self, income: int, rank: str | None) -> tuple[Totals, dict[str, Interval]]:
        """Totals and what each row pays a year."""
        if rank not in self._still:
            found = outcomes(self._household(income, rank), self.result.as_of, self.given, self.book).outcomes
            still = [o for o in found if o.benefit.id not in self.moving]
            self._still[rank] = totals_of(still), _paid(still)
        totals, paid = self._still[rank]
        moving = outcomes(self._household(income, rank), self.result.as_of, self.given, self.book, self.moving)
        return _sum(totals, moving.totals), {**paid, **_paid(moving.outcomes)}


def _income_tests(node: Node) -> Iterable[Node]:
    """The tests of the income that an act's condition turns down."""
    if node.kind == "unless_known" and INCOME in node.parts[0].reads:
        yield node.parts[0]
    for part in node.parts:
        yield from _income_tests(part)


def _with_mates(book: Book, rows: set[str]) -> frozenset[str]:
    """The rows and those that share a group or a sum with them."""
    groups = {g for b in book.screened() if b.id in rows for g in (b.group, b.may_overlap) if g}
    return frozenset(rows | {b.id for b in book.screened() if {b.group, b.may_overlap} & groups})


def _paid(found: Iterable[Outcome]) -> dict[str, Interval]:
    """What each row pays a year, all members together."""
    paid: dict[str, Interval] = {}
    for o in found:
        if o.status == "eligible" and not o.superseded_by and o.benefit.pays != "loan" and o.annual is not None:
            paid[o.benefit.id] = add(paid.get(o.benefit.id, NOTHING), o.annual)
    return paid


def _sum(a: Totals, b: Totals) -> Totals:
    return Totals(add(a.cash_annual, b.cash_annual), add(a.cash_once, b.cash_once), add(a.in_kind_annual, b.in_kind_annual),
                  add(a.in_kind_once, b.in_kind_once), a.unquantified + b.unquantified)


def _falls(was: Interval, now: Interval) -> bool:
    """Whether either end is lower than it was."""
    return now[0] < was[0] or (now[1] is not None and (was[1] is None or now[1] < was[1]))


# --- in words ------------------------------------------------------------------------------------------------------

def text(result: Screening, curve: Curve, whole: bool = True, voice: str = "self") -> str:
    """The steps down in Chinese; first what softens them. whole: the whole curve (grid workers), else only from here on."""
    book = result.book
    out = ["收入多了，补助会怎样", f"依据：{book.policy.number}　按{date_text(result.as_of)}算"]
    out += [f"【注意】{note}" for note in result.notes]
    out += ["", "先看这几样，不用怕去上班："] + [f"· {t.text}〔{written([t.law[0].sentence])}〕" for t in curve.first]
    if curve.here is not None:
        out.append(f"您家现在一个月 {yuan(curve.here)} 元。")
    points = curve.points if whole else curve.ahead()
    late = "" if result.in_force else "，照文件原来的规定"
    out += ["", f"收入往上走，这些会少（一年算{late}）："]
    lines = [line for at, rows in falls(points) for line in (f"· {at}：", *(f"　　{row}" for row in rows))]
    return say(book, voice, "\n".join([*out, *(lines or ["· 没有会少的。"])]))


def falls(points: list[Point]) -> list[tuple[str, list[str]]]:
    """At which income which rows pay less. The rows that fall, by income; where a row falls step after step, only the stretch is told."""
    runs: dict[str, list[list[tuple[int, Fall]]]] = {}
    for i, point in enumerate(points):
        for fall in point.falls:
            own = runs.setdefault(fall.benefit.id, [])
            if own and own[-1][-1][0] == i - 1:
                own[-1].append((i, fall))
            else:
                own.append([(i, fall)])
    told: dict[str, list[str]] = {}
    for run in sorted((r for own in runs.values() for r in own), key=lambda r: r[0][0]):
        first, last = points[run[0][0]].income, points[run[-1][0]].income
        at = f"一个月到 {first:,} 元" if first == last else f"一个月从 {first:,} 元到 {last:,} 元，一步步"
        after = _yearly(run[-1][1].after)
        turns = f"变成{_spaced(after)}" if run[-1][1].after != NOTHING else after
        told.setdefault(at, []).append(f"{run[0][1].benefit.name}：原来{_spaced(_yearly(run[0][1].before))}，{turns}")
    return list(told.items())


def _spaced(said: str) -> str:
    return f" {said}" if said[0].isdigit() else said


def _yearly(value: Interval) -> str:
    if value == NOTHING:
        return "没有了"
    return "不一定有" if value == (0, None) else span(*value)


__all__ = ["Curve", "Fall", "Point", "falls", "income_curve", "text"]
