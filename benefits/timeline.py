"""The year ahead and beyond: every day on which a row opens, closes or changes its amount, if nothing else changes.

The days are found in the rules themselves: ages and months that some condition names, dates of figures, the term. On
each the household is judged the day before and on the day; only what differs is an event. Where an age or a count of
months is known without its date, the event has a window: `earliest` to `day`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from . import model as m
from .acts import Step, applied, changes
from .compare import Comparison, compare
from .content import Book
from .figures import Figures
from .household import Household, Person, age_on
from .income import COST_MONTHS, FREE_MONTHS, FREE_MONTHS_DISABLED
from .numbers import Exact, exact
from .refusing import against
from .screen import Outcome, Outcomes, Screening, outcomes, read_parameters, rules_of, status_of

YEARS = 3  # how far ahead, unless asked otherwise
JOB_MONTHS = (FREE_MONTHS, FREE_MONTHS_DISABLED, FREE_MONTHS + COST_MONTHS, FREE_MONTHS_DISABLED + COST_MONTHS)
TERM = "starts", "ends"  # causes that are told even where no row changes: the first day of a document, the first after its last
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cause:
    """What happens on a day. kind: age | months | job | lapse | figure | starts | ends.

    name: the fact, the parameter, or the number of the document that starts or ends; number: the age or count reached.
    earliest: first day it may be; the day the events are looked for from where it may have been already."""

    kind: str
    member: str | None
    name: str
    number: Exact | None
    earliest: date


@dataclass
class Event:
    """What is different on `day` from the day before, and why. exact: the day is certain. kept: rows (benefit, member) that end with
    the day but for one act that makes sense then, and keeps them (those that were only possible: possible)."""

    day: date
    earliest: date
    causes: tuple[Cause, ...]
    change: Comparison
    kept: dict[tuple[str, str | None], m.Act] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        return self.earliest == self.day

    def by(self, until: date) -> bool:
        """Whether it comes up to then, or may: of an age that is reached some day of a window."""
        return self.day <= until or any(_may_come(c, until) for c in self.causes)


def _may_come(cause: Cause, until: date) -> bool:
    return cause.kind == "age" and cause.earliest <= until


# --- what the rules look at ----------------------------------------------------------------------------------------

def parts(book: Book, part: Any) -> Iterator[m.Part]:
    """Every part of a condition or amount, through the definitions and formulas it names."""
    if not isinstance(part, m.Part):
        return
    yield part
    if isinstance(part, m.Meets):
        yield from parts(book, book.definitions[part.meets].when)
    if isinstance(part, m.Named) and part.name in book.parameters:
        yield from parts(book, book.parameters[part.name].formula)
    for name in type(part).model_fields:
        value = getattr(part, name)
        for one in value if isinstance(value, tuple) else (value,):
            yield from parts(book, one)


@dataclass(frozen=True)
class Watched:
    """What one row reads: facts with the numbers at which they matter (None = at any), figures, whether it looks at everybody, and
    whether a general rule may speak against somebody whom the document does not refuse."""

    facts: Mapping[str, frozenset[Exact] | None]
    figures: frozenset[str]
    wide: bool
    ruled: bool


@lru_cache(maxsize=4)
def watched(book_id: int) -> dict[str, Watched]:
    return {benefit.id: _watched(_BOOKS[book_id], benefit) for benefit in _BOOKS[book_id].screened()}


_BOOKS: dict[int, Book] = {}


def watched_of(book: Book) -> dict[str, Watched]:
    """What every row of a book reads, found once."""
    _BOOKS[id(book)] = book
    return watched(id(book))


def _watched(book: Book, benefit: m.Benefit) -> Watched:
    facts: dict[str, set[Exact] | None] = {}
    figures, wide, ruled = set(), benefit.unit == "household", False
    for part in parts(book, benefit):
        ruled = ruled or bool(getattr(part, "general", None) or getattr(part, "assumed", None))
        wide = wide or isinstance(part, (m.SomeMember, m.CountMembers, m.BestMember))
        if isinstance(part, m.Test):
            at = facts.setdefault(part.fact, set())
            number = _turning_point(part, benefit.limits) if part.word in m.COMPARISONS else 0
            if number is None:
                facts[part.fact] = None
            elif at is not None:
                at.add(number)
        elif isinstance(part, m.FactValue):
            facts[part.fact] = None
        elif isinstance(part, m.Named):
            figures.add(part.name)
        elif isinstance(part, m.Published):
            figures.add(part.published)
    if "per_capita_income" in facts:  # the means test takes the 低边 standard off what a new job brings
        figures |= {p.name for p in parts(book, m.Named(name="dibian_standard")) if isinstance(p, m.Named)}
    return Watched({k: None if v is None else frozenset(v) for k, v in facts.items()}, frozenset(figures), wide, ruled)


def _turning_point(test: m.Test, limits: Mapping[str, Any]) -> Exact | None:
    """The whole number from which on the test says something else; None where its limit is not a plain number."""
    limit = test.limit
    number = limit.number if isinstance(limit, m.Value) else limits.get(limit.name) if isinstance(limit, m.Named) else None
    if number is None:
        return None
    return exact(number) if test.word in ("at_least", "less_than") else exact(number) + 1


# --- the household on another day ----------------------------------------------------------------------------------

def birthday(birth: date, years: int) -> date:
    """The day on which so many years are complete (29 February: 1 March)."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def month_on(start: date, months: int) -> date:
    """The day on which so many months are complete; where the month is too short, the first of the next."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        return date(year, month + 1, start.day)
    except ValueError:
        return date(year + (month == 11), (month + 1) % 12 + 1, 1)


def months_between(start: date, day: date) -> int:
    return (day.year - start.year) * 12 + day.month - start.month - (day.day < start.day)


class Ahead:
    """One household, moved through time; everything that time does not move stays as it was said."""

    def __init__(self, result: Screening | Outcomes, parameters: Mapping[str, Any] | None = None):
        self.result, self.book, self.start, self.given = result, result.book, result.as_of, parameters
        rules = rules_of(self.book)
        house = rules.open(result.household, Figures(self.book, self.start))
        states = {None: house, **{p.id: p for p in house.people}}
        self.running = [(c, member) for c in self.book.time.counters for member, s in states.items()
                        if (member is None) is (self.book.facts[c.fact].of == "household") and c.fact in s.facts
                        and (c.fact not in rules.runs or rules.runs[c.fact].ev(s) is True)]

    def on(self, day: date) -> Household:
        """The household as it will be on a day not before the start. A count that is only known in whole months moves on
        the latest day it can."""
        old = self.result.household
        months, new_year = months_between(self.start, day), day.year > self.start.year
        facts, people, spans = dict(old.facts), {p.id: dict(p.facts) for p in old.people}, dict(old.spans)
        for who, one in people.items():
            born, between = one.get("birth_date"), old.births.get(who)
            if "age" in one:
                one["age"] = age_on(born, day) if born else max(one["age"], age_on(between[1], day)) if between else \
                    one["age"] + age_on(self.start, day)
            elif between and (who, "age") in spans:
                spans[who, "age"] = low, high = age_on(between[1], day), age_on(between[0], day)
                if low == high:
                    one["age"] = low
                    del spans[who, "age"]
        for counter, member in self.running:
            target = facts if member is None else people[member]
            target[counter.fact] += exact(Fraction(months, 12)) if counter.unit == "year" else months
        for lapse in self.book.time.lapses if new_year else ():
            for target in (facts, *people.values()):
                if target.get(lapse.fact) == lapse.from_:
                    target[lapse.fact] = lapse.to
        income = None if old.income is None else tuple(
            e if e.months_in_job is None else replace(e, months_in_job=e.months_in_job + months) for e in old.income)
        return replace(old, facts=facts, people=tuple(Person(p.id, people[p.id]) for p in old.people), income=income, as_of=day,
                       spans=spans)

    def outcomes(self, day: date, only: Container[str]) -> list[Outcome]:
        """The rows `only` as they are on a day."""
        return outcomes(self.on(day), day, self.given, self.book, only).outcomes

    def freed(self, day: date, before: Iterable[Outcome], after: Iterable[Outcome]) -> set[tuple[str, str | None]]:
        """The rows, possible both the day before and on a day, against which a general rule speaks only until then: the document refused
        nobody, but it was not yet time to ask. before and after: the rows as they are on both days."""
        watch, were = watched_of(self.book), {(o.benefit.id, o.member) for o in before if o.status == "possible"}
        rows = {(o.benefit.id, o.member) for o in after if o.status == "possible" and watch[o.benefit.id].ruled} & were
        if not rows:
            return set()
        rules = rules_of(self.book)
        houses = [rules.open(self.on(d), Figures(self.book, d, read_parameters(self.given, self.book))) for d in (day - _DAY, day)]
        was, now = ({s.id: s for s in (house, *house.people)} for house in houses)
        return {(benefit, who) for benefit, who in rows
                if against(row := rules.row_of[benefit], was[who]) and not against(row, now[who])}

    def kept(self, day: date, rows: Iterable[tuple[str, str | None]], sure: bool) -> dict[tuple[str, str | None], m.Act]:
        """For rows that end on a day the act, of those that set what the row asks for, that makes it eligible (sure) or at least
        possible all the same."""
        rules, found, house = rules_of(self.book), {}, None
        for benefit, member in rows:
            row = rules.row_of[benefit]
            acts = [a for a in self.book.acts.values() if any(s.fact in row.reads for s in a.sets)]
            if not acts:
                continue
            if house is None:
                figures = Figures(self.book, day, read_parameters(self.given, self.book))
                house = rules.open(self.on(day), figures)
            for act in acts:
                doing = (house,) if act.of != "person" else [p for p in house.people if member in (None, p.id)]
                steps = [Step(act, s.id) for s in doing if changes(act, house.household, s.id) and rules.acts[act.id].ev(s) is True]
                after = (rules.open(applied(house.household, (step,)), figures) for step in steps)
                then = (status_of(row, next(s for s in (x, *x.people) if s.id == member)) for x in after)
                if any(status == "eligible" or (status == "possible" and not sure) for status in then):
                    found[benefit, member] = act
                    break
        return found

    def causes(self, until: date) -> dict[date, list[Cause]]:
        """Every day on which a number reaches one that some row names."""
        found: dict[date, list[Cause]] = {}

        def at(day: date, kind: str, member: str | None, name: str, number: Exact | None = None, earliest: date | None = None):
            if self.start < day <= until:
                found.setdefault(day, []).append(Cause(kind, member, name, number, earliest or day))
        watch = watched_of(self.book).values()
        numbers = {name: (None if any(w.facts.get(name, ()) is None for w in watch) else
                          {n for w in watch for n in w.facts.get(name) or ()})
                   for name in ("age", *(c.fact for c, _ in self.running))}
        for person in self.result.household.people:
            born, age = person.facts.get("birth_date"), person.facts.get("age")
            between = self.result.household.births.get(person.id)
            if age is None and between and (person.id, "age") in self.result.household.spans:
                age = age_on(between[1], self.start)
            for n in sorted(numbers["age"] or ()) if age is not None else ():
                if n > age:
                    if born:
                        at(birthday(born, int(n)), "age", person.id, "age", n)
                    elif between:
                        first, last = (birthday(b, int(n)) for b in between)
                        known = "age" in person.facts
                        at(last, "age", person.id, "age", n, max(first, self.start + _DAY if known else self.start))
                    else:
                        at(birthday(self.start, n - age), "age", person.id, "age", n, birthday(self.start, n - age - 1) + _DAY)
        for counter, member in self.running:
            facts = self.result.household.facts if member is None else next(
                p.facts for p in self.result.household.people if p.id == member)
            value, limits = facts[counter.fact], numbers[counter.fact]
            for k in range(1, months_between(self.start, until) + 1):
                reached = value + (exact(Fraction(k, 12)) if counter.unit == "year" else k)
                if limits is None or reached in limits:
                    at(month_on(self.start, k), "months", member, counter.fact, reached, month_on(self.start, k - 1) + _DAY)
        for entry in self.result.household.income or ():
            for n in JOB_MONTHS if entry.months_in_job is not None else ():
                k = n - entry.months_in_job
                if k > 0:
                    at(month_on(self.start, k), "job", entry.member, entry.kind, n, month_on(self.start, k - 1) + _DAY)
        for lapse in self.book.time.lapses:
            at(date(self.start.year + 1, 1, 1), "lapse", None, lapse.fact)
        for parameter in self.book.parameters.values():
            for day in {s.from_ for s in parameter.values}:
                at(day, "figure", None, parameter.id)
        for document in (self.book.policy, *self.book.documents):
            at(document.starts, "starts", None, document.number)
            at(document.ends + _DAY, "ends", None, document.number)
        return found


def ahead(result: Screening | Outcomes, until: date | None = None, parameters: Mapping[str, Any] | None = None) -> list[Event]:
    """Every event after the as-of date up to `until` (YEARS years, or the day after the term, whichever is later), by day.

    parameters: those `result` was made with. The end of the term is an event even though no status changes with it.
    """
    one = Ahead(result, parameters)
    until = until or max(birthday(result.as_of, YEARS), result.book.policy.ends + _DAY)
    watch, found = watched_of(result.book), []
    for day, causes in sorted(one.causes(until).items()):
        only = _touched(result.book, causes)
        before, after = (one.outcomes(d, only) if only else [] for d in (day - _DAY, day))
        freed = one.freed(day, before, after) if any(c.kind == "age" for c in causes) else ()
        before = [o for o in before if (o.benefit.id, o.member) not in freed] if freed else before
        together: dict[tuple[Cause, ...], set] = {(c,): set() for c in causes if c.kind in TERM}
        for change in compare(before, after).changes:
            row = watch[change.benefit.id]
            # a row may change only because another of its group does: then all that happens on the day stands behind it
            said = tuple(c for c in causes if _matters(c, row, change.member)) or tuple(causes)
            together.setdefault(said, set()).add((change.benefit.id, change.member))
        for said, keys in together.items():
            sides = ([o for o in side if (o.benefit.id, o.member) in keys] for side in (before, after))
            event = Event(day, min(c.earliest for c in said), said, compare(*sides))
            for kind in ("closes", "refused"):
                event.kept |= one.kept(day, [(c.benefit.id, c.member) for c in event.change.of(kind)], kind == "closes")
            found.append(event)
    return found


def _touched(book: Book, causes: list[Cause]) -> set[str]:
    """The rows that read what moves on a day, and those that share a group or a sum with them."""
    rows = {b.id for b in book.screened() if any(_matters(c, watched_of(book)[b.id], c.member) for c in causes)}
    groups = {g for b in book.screened() if b.id in rows for g in (b.group, b.may_overlap) if g}
    return rows | {b.id for b in book.screened() if {b.group, b.may_overlap} & groups}


def closing(result: Screening, rows: Iterable[tuple[str, str | None]], until: date,
            parameters: Mapping[str, Any] | None = None) -> dict[tuple[str, str | None], Event]:
    """When rows (benefit, member) that are eligible in `result` stop being so, up to `until`; only they are judged."""
    one = Ahead(result, parameters)
    return {row: replace(event, kept=one.kept(event.day, [row], True)) for row, event in _turning(one, rows, until, False).items()}


def opening(result: Screening, rows: Iterable[tuple[str, str | None]], until: date) -> dict[tuple[str, str | None], Event]:
    """When rows (benefit, member) that are refused in `result` become eligible, up to `until`; only they are judged."""
    return _turning(Ahead(result), rows, until, True)


def _turning(one: Ahead, rows: Iterable[tuple[str, str | None]], until: date, begins: bool) -> dict[tuple[str, str | None], Event]:
    """The first day on which each of the rows is eligible (begins) or no longer is."""
    rules, watch = rules_of(one.book), watched_of(one.book)
    nodes = {row.benefit.id: row.eligible for row in rules.rows}
    left, found = list(rows), {}
    for day, causes in sorted(one.causes(birthday(until, 1)).items()):
        causes = [c for c in causes if day <= until or _may_come(c, until)]
        if not any(_matters(c, watch[benefit], member) for benefit, member in left for c in causes):
            continue
        house = rules.open(one.on(day), Figures(one.book, day, read_parameters(one.given, one.book)))
        states = {None: house, **{p.id: p for p in house.people}}
        for benefit, member in list(left):
            if (nodes[benefit] is not None and nodes[benefit].ev(states[member]) is True) is begins:
                said = tuple(c for c in causes if _matters(c, watch[benefit], member))
                found[benefit, member] = Event(day, min(c.earliest for c in said), said, Comparison([]))
                left.remove((benefit, member))
    return found


def _matters(cause: Cause, row: Watched, member: str | None) -> bool:
    """Whether a row of a member reads what the cause moves. (A household row, or one that looks at others, reads everybody's.)"""
    if cause.kind == "figure":
        return cause.name in row.figures
    if cause.kind == "job":
        return "per_capita_income" in row.facts
    if member is not None and cause.member not in (None, member) and not row.wide:
        return False
    return cause.name in row.facts and (row.facts[cause.name] is None or cause.number is None or cause.number in row.facts[cause.name])
