"""One household, one day, every entitlement: status, amount, reasons, what is missing, totals, next questions.

`determine` gives exact numbers and objects for the pages; `as_json` is the public contract; `outcomes` gives only
statuses, amounts and totals, for registers and for checking many households.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from . import model as m
from .content import Book, load
from .explain import Words, date_text, rate
from .figures import Figure, Figures, doubt
from .household import DAY, Household, InputError, Person, near, number, read, shown
from .income import MeansTest
from .numbers import Exact, Interval, add, plain
from .rules import Key, Leaves, Node, Row, Rulebook, Run, State, can_be, leaves, missing


class Reason:
    """One leaf of the reasons: what was asked for (`test`), what was said, and whether it holds (None = not known).

    value and limit: exact numbers, texts, or (low, high); origin: document | annex | general | assumed."""

    __slots__ = ("holds", "limit", "member", "node", "test", "turn", "value")

    def __init__(self, node: Node, member: str | None, value: Any, limit: Any, test: str, holds: bool | None, turn: str = ""):
        self.node, self.member, self.value, self.limit, self.test, self.holds = node, member, value, limit, test, holds
        self.turn = turn  # what reversed the test: "", "not", "unless_known", "unknown"

    @property
    def fact(self) -> str:
        return self.node.reads[0]

    def presumed(self, household: Household) -> bool:
        """Whether it rests on what was taken for granted from age or place, not on an answer."""
        return any((who, self.fact) in household.presumed for who in (self.member, None))

    @property
    def origin(self) -> str:
        return self.node.source.kind

    @property
    def law(self) -> tuple[m.Citation, ...]:
        return self.node.source.law

    @property
    def note(self) -> str:
        return self.node.source.note


@dataclass(slots=True)
class Outcome:
    """What one row comes to for one person (or, `member` None, for the household). Yuan, exact; None = no figure."""

    benefit: m.Benefit
    member: str | None
    status: str
    annual: Interval | None = None
    once: Interval | None = None
    basis: str = "exact"
    superseded_by: str | None = None

    @property
    def quantified(self) -> bool:
        return self.annual is not None or self.once is not None

    @property
    def pay_high(self) -> Exact | None:
        """The high end of annual + once; None = no upper end."""
        high: Exact = 0
        for part in (self.annual, self.once):
            if part is not None:
                if part[1] is None:
                    return None
                high += part[1]
        return high


@dataclass(slots=True)
class Determination(Outcome):
    """An outcome with its grounds: the reasons, what is missing, what the figures rest on."""

    reasons: list[Reason] = field(default_factory=list)
    missing: list[Key] = field(default_factory=list)
    because: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    limit_figures: list[Figure] = field(default_factory=list)
    missing_figures: list[str] = field(default_factory=list)
    open_limits: list[str] = field(default_factory=list)  # figures not known well enough to decide a row that no answer decides
    amount_unknown: list[Key] = field(default_factory=list)
    document: m.Document | None = None
    term: str = "in_force"


@dataclass(slots=True)
class Totals:
    """Sums of the eligible rows that are not superseded; loans enter nowhere. Yuan."""

    cash_annual: Interval = (0, 0)
    cash_once: Interval = (0, 0)
    in_kind_annual: Interval = (0, 0)
    in_kind_once: Interval = (0, 0)
    unquantified: int = 0


@dataclass(slots=True)
class Screening:
    """The whole answer for one household. term: of the main document; each determination has its own."""

    book: Book
    household: Household
    as_of: date
    term: str
    determinations: list[Determination]
    totals: Totals
    next_questions: list[Key]
    amount_questions: list[Key]
    means: MeansTest
    notes: list[str]
    house: State = field(repr=False, compare=False)  # the household as it was judged
    mark: str = ""  # what stands on everything made of it, such as the code of the household, or that it is invented

    @property
    def in_force(self) -> bool:
        return self.term == "in_force"

    @property
    def claim(self) -> str:
        """How the eligible rows are spoken of together: as the weakest of their documents allows."""
        return suffix(weakest({d.term for d in self.of("eligible")} or {self.term}))

    def of(self, status: str) -> list[Determination]:
        return [d for d in self.determinations if d.status == status]


@dataclass(slots=True)
class Outcomes:
    """What every row comes to for one household, without the grounds."""

    book: Book
    household: Household
    as_of: date
    term: str
    outcomes: list[Outcome]
    totals: Totals

    @property
    def in_force(self) -> bool:
        return self.term == "in_force"


@lru_cache(maxsize=4)
def rulebook(book_id: int) -> Rulebook:
    return Rulebook(_BOOKS[book_id])


_BOOKS: dict[int, Book] = {}


def rules_of(book: Book) -> Rulebook:
    """The compiled rules of a Book, compiled once."""
    _BOOKS[id(book)] = book
    return rulebook(id(book))


@lru_cache(maxsize=4)
def _words(book_id: int) -> Words:
    return Words(_BOOKS[book_id])


def words_of(book: Book) -> Words:
    _BOOKS[id(book)] = book
    return _words(id(book))


@lru_cache(maxsize=32)
def _figures(book_id: int, day: date, given: tuple[tuple[str, Exact], ...]) -> Figures:
    return Figures(_BOOKS[book_id], day, dict(given))


def read_day(as_of: date | str, name: str = "as_of") -> date:
    """A day from a date or from text such as 2025-06-01; raises InputError, which calls it `name`."""
    if isinstance(as_of, datetime):
        return as_of.date()
    if isinstance(as_of, date):
        return as_of
    if isinstance(as_of, str) and DAY.match(as_of):
        with suppress(ValueError):
            return date.fromisoformat(as_of)
    raise InputError([f"{name}：{shown(as_of)} 不行。日期要写成 2025-06-01 这样"])


def read_parameters(given: Mapping[str, Any] | None, book: Book) -> dict[str, Exact]:
    """Flat values that replace the shipped ones for every area and day; raises InputError naming each problem."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise InputError(["parameters：要写成 {\"dibao_standard\": 1100, …}"])
    allowed = [p.id for p in book.parameters.values() if p.input]
    problems, found = [], {}
    for name, value in given.items():
        amount = number(value)
        if name not in allowed:
            problems.append(f"parameters.{name}：{shown(value)} 不行。没有这个标准，允许：" + "、".join(allowed) + near(name, allowed))
        elif value is None:
            continue
        elif amount is None or not book.parameters[name].minimum <= amount <= book.parameters[name].maximum:
            of = book.parameters[name]
            problems.append(f"parameters.{name}：{shown(value)} 不行。允许 {of.minimum} 到 {of.maximum} 的数（{of.unit}）")
        else:
            found[name] = amount
    if problems:
        raise InputError(problems)
    return found


def screen(household: Any, as_of: date | str, parameters: Mapping[str, Any] | None = None) -> dict:
    """The public answer for one household (the dict of the JSON contract).

    household: {"household": {...}, "members": [{...}, ...]}, absent or null = unknown. as_of: a date or its ISO text.
    parameters: flat values that replace the shipped ones. Amounts are yuan, to the fen.
    Raises InputError (problems: one line each) for unusable input, ContentError for broken content.
    """
    return as_json(determine(household, as_of, parameters))


def determine(household: Any, as_of: date | str, parameters: Mapping[str, Any] | None = None,
              book: Book | None = None, only: str = "") -> Screening:
    """As `screen`, with exact numbers and the objects themselves. `household` may be read already.

    only: rows of this status (empty = all); the totals and the order of questions are then theirs."""
    book, day, house = opened(household, as_of, parameters, book)
    term = book.policy.term(day)
    judge = _Judge(book, words_of(book), day, [(n, _lost(house, n)) for node, n in house.rules.notices if node.ev(house) is True])
    found = [judge.row(row, state) for row, state in _questions(house) if not only or status_of(row, state) == only]
    _stack_notes(book, found, stack(book, found))
    return Screening(book, house.household, day, term, found, totals_of(found), _order(book, house, (d.missing for d in found)),
                     _order(book, house, (d.amount_unknown for d in found if d.status == "eligible")),
                     house.rules.means_of(house), term_words(book, term), house)


def outcomes(household: Any, as_of: date | str, parameters: Mapping[str, Any] | None = None,
             book: Book | None = None, only: Container[str] | None = None) -> Outcomes:
    """What `determine` answers without the grounds: status, amounts, basis, what supersedes, totals. Several times as fast.

    Same arguments, same errors, rows in the same order. only: the benefits to judge (None = all); the totals are then theirs."""
    book, day, house = opened(household, as_of, parameters, book)
    found = [outcome(row, state) for row, state in _questions(house) if only is None or row.benefit.id in only]
    stack(book, found)
    return Outcomes(book, house.household, day, book.policy.term(day), found, totals_of(found))


def _lost(house: State, notice: m.Notice) -> State:
    """The household as it would be without the identity the notice is about."""
    people = tuple(Person(p.id, {**p.facts, notice.fact: notice.lost} if p.facts.get(notice.fact) in notice.values else p.facts)
                   for p in house.household.people)
    return house.rules.open(replace(house.household, people=people), house.figures)


def outcome(row: Row, state: State) -> Outcome:
    """What one row alone comes to, before it is seen beside the others."""
    found = Outcome(row.benefit, state.id, status_of(row, state), basis=row.benefit.basis)
    if found.status != "ineligible":
        pay(found, row, state, Run(asks=False))
    return found


def opened(household: Any, as_of: date | str, parameters: Mapping[str, Any] | None, book: Book | None) -> tuple[Book, date, State]:
    """The household, read where it is not yet, ready to be judged on the day."""
    book = book or load()
    day = read_day(as_of)
    given = read_parameters(parameters, book)
    if not isinstance(household, Household):
        household = read(household, book, day)
    return book, day, rules_of(book).open(household, _figures(id(book), day, tuple(given.items())))


def _questions(house: State) -> Iterator[tuple[Row, State]]:
    """Every row with everybody it is asked of."""
    for row in house.rules.rows:
        for state in house.people if row.benefit.unit == "person" else (house,):
            yield row, state


def term_note(book: Book, day: date) -> list[str]:
    """What must be said first on a day outside the term of the document."""
    return term_words(book, book.policy.term(day))


def term_words(book: Book, term: str) -> list[str]:
    """What must be said first while the document is early or expired."""
    if term == "in_force":
        return []
    return [book.wording["term"][term].format(starts=date_text(book.policy.starts), ends=date_text(book.policy.ends))]


def weakest(terms: Collection[str]) -> str:
    """Of the terms of several documents the one that allows least to be said of them together."""
    return next(t for t in ("expired", "early", "in_force") if t in terms)


def suffix(term: str) -> str:
    """What the keys of words carry outside the term: _expired, _early; nothing in force."""
    return "" if term == "in_force" else f"_{term}"


def status_of(row: Row, s: State) -> str:
    """eligible, possible or ineligible: the one place where it is decided."""
    yes = False if row.eligible is None else row.eligible.ev(s)
    if yes is True:
        return "eligible"
    return "possible" if yes is None or any(node.ev(s) is not False for node, _ in row.possible) else "ineligible"


def pay(found: Outcome, row: Row, s: State, run: Run) -> None:
    """Fills in what the row pays: annual or once, and the basis."""
    benefit = row.benefit
    if row.amount is None:
        return
    value = row.amount(s, run)
    bases = {b or benefit.basis for b in run.bases}
    if bases:
        found.basis = next(b for b in ("local", "at_least", "at_most", "in_kind", "exact") if b in bases)
    if value is None:
        return
    if benefit.period == "month":
        months = (12, 12) if row.months is None else row.months(s, run)
        if months is None:
            return
        value = value[0] * months[0], None if value[1] is None or months[1] is None else value[1] * months[1]
    low, high = value
    if found.basis == "at_least":
        high = None
    elif found.basis == "at_most":
        low = 0
    if low == 0 and high is None:
        return  # "0 or more" says nothing
    if benefit.period == "once":
        found.once = low, high
    else:
        found.annual = low, high


def _open(row: Row, s: State) -> list[Key]:
    """The unknown facts that could still decide a row that is possible."""
    yes = False if row.eligible is None else row.eligible.ev(s)
    may = [(node, node.ev(s)) for node, _ in row.possible]
    certain = any(v is True for _, v in may)
    refutable = not certain and all(v is False or can_be(n, s, False) for n, v in may)
    settled = row.inner is not None and row.inner.ev(s) is True  # only the hukou is open
    found: list[Key] = []
    if yes is None and settled:
        found += [key for node in row.bound for key in missing(node, s)]
    elif yes is None:
        found += missing(row.eligible, s, True, refutable)
    if not certain and not settled:
        for node, v in may:
            if v is None and refutable and (yes is False or can_be(row.eligible, s, False)):
                found += missing(node, s, False, True)
    return list(dict.fromkeys(found))


def open_facts(house: State, without: str | None = None) -> list[Key]:
    """The unknown facts that may still change a row, in editorial order: what `determine` gives as next_questions, without
    reasons and amounts. without: a member whose own rows do not count."""
    open_ = (_open(row, s) for row, s in _questions(house)
             if (s is house or s.id != without) and (row.eligible is None or row.eligible.ev(s) is not True))
    return _order(house.rules.book, house, open_)


def open_limits(house: State, fact: str, without: str | None = None) -> Iterator[tuple[str | None, m.Test, Any]]:
    """What a number not yet known is measured by in the rows that are possible: the member it is asked of, the test, the limit
    (exact, or low and high). The same as the open reasons of `determine` about that fact, without judging any other row."""
    for row, s in _questions(house):
        if fact in row.reads and (s is house or s.id != without) and status_of(row, s) == "possible":
            for node, at, turn in _grounds(row, s, "possible").values():
                if node.reads[0] == fact and turn != "unless_known" and node.raw(at) is None:
                    yield at.id, node.test, _limit(node, at, None)


def _grounds(row: Row, s: State, status: str) -> Leaves:
    """The tests that make the row what it is."""
    tests: Leaves = {}
    if status == "eligible":
        leaves(row.eligible, s, True, tests)
    elif status == "ineligible":
        if row.eligible is not None:
            leaves(row.eligible, s, False, tests)
        for node, _ in row.possible:
            further: Leaves = {}
            leaves(node, s, False, further)
            if not further.keys() & tests.keys():  # what refuses the row itself refuses this further case too
                tests.update(further)
    else:
        if row.eligible is not None and row.eligible.ev(s) is None:
            leaves(row.eligible, s, None, tests)
        may = [(node, node.ev(s)) for node, _ in row.possible]
        certain = [node for node, v in may if v is True]
        settled = row.inner is not None and row.inner.ev(s) is True  # only the hukou is open
        for node in certain:
            leaves(node, s, True, tests)
        if not certain and not settled:
            for node, v in may:
                if v is None:
                    leaves(node, s, None, tests)
    return tests


def _limit(node: Node, s: State, run: Run | None) -> Any:
    """The limit of a test as it is told: exact, text, or (low, high)."""
    if node.limit is None:
        return node.shown_limit
    low, high = node.limit(s, run)
    return low if low == high else (low, high)


def reason_of(words: Words, node: Node, s: State, turn: str, run: Run | None = None) -> Reason:
    """One test of one person as a reason. turn: what reverses it; run: takes note of the figures its limit rests on."""
    name, holds = node.reads[0], node.raw(s)
    if turn:
        if holds is not None:
            holds = not holds
        elif turn == "unless_known":
            turn, holds = "unknown", True
    text = node.texts.get(turn)
    if text is None:
        text = node.texts[turn] = words.test(node.test, node.limits, turn)
    value = s.facts.get(name, s.spans.get(name))
    if name == "per_capita_income":
        low, high = s.house.rules.means_of(s.house).per_head
        value = low if low == high else (low, high)
    return Reason(node, s.id, value, _limit(node, s, run), text, holds, turn)


def _open_limits(tests: Iterable[tuple[Node, State, str]]) -> list[str]:
    """The figures of which only a range is known, or nothing, that leave tests open."""
    run = Run(asks=False)
    for node, s, _ in tests:
        if node.limit is not None and node.raw(s) is None:
            node.limit(s, run)
    return [*(name for name, figure in run.figures.items() if figure.low != figure.high), *sorted(run.missing)]


class _Judge:
    def __init__(self, book: Book, words: Words, day: date, notices: list[tuple[m.Notice, State]]):
        self.book, self.words, self.day, self.notices = book, words, day, notices
        self._said: dict[int, str] = {}

    def row(self, row: Row, s: State) -> Determination:
        benefit, status = row.benefit, status_of(row, s)
        document = self.book.document(benefit)
        found = Determination(benefit, s.id, status, basis=benefit.basis, document=document, term=document.term(self.day))
        tests = _grounds(row, s, status)
        if status == "possible":
            found.because = [case.because for node, case in row.possible if node.ev(s) is True]
            found.missing = _open(row, s)
            if not found.missing and not found.because:
                found.open_limits = _open_limits(tests.values())
        self.limits_run = Run()
        found.reasons = self._reasons(tests.values())
        found.limit_figures = list(self.limits_run.figures.values())
        if status != "ineligible":
            run = Run()
            pay(found, row, s, run)
            found.figures, found.missing_figures = list(run.figures.values()), sorted(run.missing)
            found.amount_unknown = list(run.unknown)
            found.notes = [*found.because, *benefit.notes, *self._figure_notes(found), *self._notices(found, row, s),
                           *self._beside(document, found.term)]
        elif found.limit_figures:
            found.notes = self._figure_notes(found)
        return found

    # --- reasons ---

    def _reasons(self, tests) -> list[Reason]:
        found: dict[tuple, Reason] = {}
        for node, s, turn in tests:
            reason = reason_of(self.words, node, s, turn, self.limits_run)
            found.setdefault((reason.member, reason.fact, reason.test), reason)
        return list(found.values())

    def _notices(self, found: Determination, row: Row, s: State) -> list[str]:
        """What stands beside a row that is had, or comes to as much, only by the identity in doubt; age alone opens some."""
        if found.status != "eligible":
            return []
        told = []
        for notice, without in self.notices:
            lost = outcome(row, next((p for p in without.people if p.id == s.id), without))
            if (lost.status, lost.annual, lost.once) != (found.status, found.annual, found.once):
                told.append(notice.text)
        return told

    def _beside(self, document: m.Document, term: str) -> list[str]:
        """What stands beside a row of another document than the main one, and beside every row while its document is not in force."""
        words = self.book.wording["term"]
        other = [] if document is self.book.policy else [words["other"].format(number=document.number, title=document.title)]
        return other + [words[key] for key in [{"expired": "beside", "early": "beside_early"}.get(term)] if key]

    # --- figures ---

    def _figure_notes(self, found: Determination) -> list[str]:
        notes = []
        for figure in {id(f): f for f in (*found.figures, *found.limit_figures)}.values():
            if figure.confidence == "reported":
                note = self._said.get(id(figure))
                if note is None:
                    note = self._said[id(figure)] = figure_note(self.book, figure)
                notes.append(note)
        if found.missing_figures:
            notes.append(missing_note(self.words, found))
        return notes


def missing_note(words: Words, d: Determination, formula: bool = True) -> str:
    """Which figures nobody has found, and who publishes them; with the formula they are for."""
    patterns, lost = words.patterns["figure"], [words.book.parameters[name] for name in d.missing_figures]
    return patterns["missing"].format(
        formula=patterns["formula"].format(formula=words.amount(d.benefit)) if formula else "", label="、".join(p.label for p in lost),
        publisher="、".join(dict.fromkeys(p.publisher for p in lost)))


def figure_note(book: Book, figure: Figure) -> str:
    """How much a figure is taken as, from where, and that it is not official where it is not."""
    patterns, parameter = book.wording["figure"], book.parameters[figure.name]
    source = figure.step.source if figure.step else "各地不一"
    said = patterns["used"].format(label=parameter.label, value=rate(figure.low, figure.high, parameter.unit), source=source)
    key = doubt([figure])
    remark = patterns.get("reported" if key == "own" else key, "")
    return f"{said}。{remark}。" if remark else f"{said}。"


def stack(book: Book, found: Sequence[Outcome]) -> list[tuple[m.StackingGroup, list, Outcome | None]]:
    """就高不重复: in each group the eligible row with the highest high end stays; the others name it. Returns the groups."""
    groups: dict[tuple[str, str | None], list] = {}
    for d in found:
        if d.benefit.group and d.status == "eligible":
            per = book.policy.stacking[d.benefit.group].per
            groups.setdefault((d.benefit.group, d.member if per == "person" else None), []).append(d)
    stacked = []
    for (name, _), rows in groups.items():
        if len(rows) < 2:
            continue
        counted = [d for d in rows if d.quantified]
        winner = max(counted, key=lambda d: (d.pay_high is None, d.pay_high or 0, -d.benefit.order), default=None)
        for d in counted:
            if d is not winner:
                d.superseded_by = winner.benefit.id
        stacked.append((book.policy.stacking[name], rows, winner))
    return stacked


def _stack_notes(book: Book, found: list[Determination], stacked: list[tuple[m.StackingGroup, list, Outcome | None]]) -> None:
    """What the rows of one group, and rows that may overlap, say about each other."""
    for stacking, rows, winner in stacked:
        for d in rows:
            if d.superseded_by:
                d.notes.append(stacking.note.format(winner=winner.benefit.name))
            elif not d.quantified:
                d.notes.append(stacking.no_figure_note)
    overlaps: dict[str, list[Determination]] = {}
    for d in found:
        if d.benefit.may_overlap and d.status == "eligible":
            overlaps.setdefault(d.benefit.may_overlap, []).append(d)
    for name, same in overlaps.items():
        if len({d.benefit.id for d in same}) > 1:
            for d in same:
                d.notes.append(book.policy.overlap[name])


def totals_of(found: Sequence[Outcome]) -> Totals:
    """Sums of the eligible rows among `found` that are not superseded; rows that may overlap count once in the low end."""
    totals = Totals(unquantified=sum(1 for d in found if _sums(d) and not d.quantified))
    for _, bucket, value in shares(found):
        setattr(totals, bucket, add(getattr(totals, bucket), value))
    return totals


def _sums(d: Outcome) -> bool:
    return d.status == "eligible" and not d.superseded_by and d.benefit.pays != "loan"


def shares(found: Sequence[Outcome]) -> list[tuple[Outcome, str, Interval]]:
    """What each row adds to which of the totals. Of rows that may overlap only the benefit with the highest low end is sure:
    the low end of the others is 0 here."""
    parts: list[tuple[Outcome, str, Interval]] = []
    lows: dict[tuple[str, str], dict[str, Exact]] = {}
    for d in filter(_sums, found):
        for when, value in (("annual", d.annual), ("once", d.once)):
            if value is None:
                continue
            bucket = f"{d.benefit.pays}_{when}"
            parts.append((d, bucket, value))
            if d.benefit.may_overlap:
                rows = lows.setdefault((bucket, d.benefit.may_overlap), {})
                rows[d.benefit.id] = rows.get(d.benefit.id, 0) + value[0]  # two children are two sums, never in doubt
    sure = {of: max(rows, key=lambda b: rows[b]) for of, rows in lows.items()}
    return [(d, bucket, value if not d.benefit.may_overlap or sure[bucket, d.benefit.may_overlap] == d.benefit.id else (0, value[1]))
            for d, bucket, value in parts]


def _order(book: Book, house: State, lists) -> list[Key]:
    """Distinct unknown facts in the editorial order of content/facts.yaml, then by person."""
    people = {p.id: i for i, p in enumerate(house.people)}
    place = {name: i for i, name in enumerate(book.facts)}
    return sorted({key for keys in lists for key in keys}, key=lambda k: (place[k[1]], people.get(k[0], -1)))


# --- the contract -------------------------------------------------------------------------------------------------

def key_text(key: Key) -> str:
    """p1.self_care, or household.rural."""
    return f"{key[0] or 'household'}.{key[1]}"


def _interval(value: Interval | None) -> dict | None:
    return None if value is None else {"low": plain(value[0]), "high": None if value[1] is None else plain(value[1])}


def _unrounded(value: Exact | None) -> int | float | None:
    """A figure that is not an amount (a price, a limit): not rounded to the fen."""
    return value if value is None or type(value) is int else float(value)


def _json_value(value: Any) -> Any:
    if isinstance(value, tuple) and len(value) == 2 and not any(isinstance(v, str) for v in value):
        return {"low": _unrounded(value[0]), "high": _unrounded(value[1])}
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, frozenset):  # of the answers left none is known
        return None
    if isinstance(value, (bool, str)) or value is None:
        return value
    return str(value) if isinstance(value, date) else _unrounded(value)


def as_json(result: Screening) -> dict:
    """The JSON of the public contract."""
    book = result.book
    determinations = []
    for d in result.determinations:
        entry = {
            "benefit": d.benefit.id, "name": d.benefit.name, "clause": d.benefit.clause, "member": d.member,
            "status": d.status, "annual": _interval(d.annual), "once": _interval(d.once), "basis": d.basis,
            "departments": list(d.benefit.departments),
            "reasons": [{
                "fact": r.fact, "member": r.member, "value": _json_value(r.value), "test": r.test,
                "limit": _json_value(r.limit), "holds": r.holds, "origin": r.origin,
                "law": [{"sentence": c.sentence, "words": c.words} for c in r.law] if r.law else [],
                **({"note": r.note} if r.note else {})} for r in d.reasons],
            "missing": [key_text(k) for k in d.missing], "superseded_by": d.superseded_by, "notes": d.notes,
            "pays": d.benefit.pays, "sentences": list(d.benefit.sentences),
        }
        if d.document is not book.policy:
            entry |= {"document": d.document.number, "in_force": d.term == "in_force"}
        if d.missing:
            entry["who_can_tell"] = {key_text(k): book.facts[k[1]].tell for k in d.missing}
        if d.missing_figures:
            entry["missing_parameters"] = d.missing_figures
        if d.figures:
            entry["figures"] = [{"parameter": f.name, "low": _unrounded(f.low), "high": _unrounded(f.high),
                                 "confidence": f.confidence, "last_known": f.stale} for f in d.figures]
        determinations.append(entry)
    t = result.totals
    return {
        "policy": book.policy.number, "as_of": result.as_of.isoformat(), "in_force": result.in_force,
        "notes": result.notes, "determinations": determinations,
        "totals": {"cash": {"annual": _interval(t.cash_annual), "once": _interval(t.cash_once)},
                   "in_kind": {"annual": _interval(t.in_kind_annual), "once": _interval(t.in_kind_once)},
                   "unquantified": t.unquantified},
        "next_questions": [key_text(k) for k in result.next_questions],
        "amount_questions": [key_text(k) for k in result.amount_questions],
        "income": {"per_capita": {"low": plain(result.means.low),
                                  "high": None if result.means.high is None else plain(result.means.high)},
                   "left_out": [{"kind": x.kind, "member": x.member, "before": _interval(x.total),
                                 "counted": _interval(x.counted), "sentence": x.sentence, "certain": x.certain}
                                for x in result.means.disregards]},
    }
