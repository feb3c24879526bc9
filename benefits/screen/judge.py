"""One row of one person judged, with its grounds: reasons, what is missing, the figures it rests on, notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from .. import model as m
from ..content import Book
from ..explain import Words
from ..household import Person
from ..rules import Node, Row, Run, State
from .deciding import outcome, pay, status_of
from .left import grounds, limit_of, open_keys
from .notes import figure_note, missing_note
from .results import Determination, Reason


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
    return Reason(node, s.id, value, limit_of(node, s, run), text, holds, turn)


def _open_limits(tests: Iterable[tuple[Node, State, str]]) -> list[str]:
    """The figures of which only a range is known, or nothing, that leave tests open."""
    run = Run(asks=False)
    for node, s, _ in tests:
        if node.limit is not None and node.raw(s) is None:
            node.limit(s, run)
    return [*(name for name, figure in run.figures.items() if figure.low != figure.high), *sorted(run.missing)]


def without_identity(house: State, notice: m.Notice) -> State:
    """The household as it would be without the identity the notice is about."""
    people = tuple(Person(p.id, {**p.facts, notice.fact: notice.lost} if p.facts.get(notice.fact) in notice.values else p.facts)
                   for p in house.household.people)
    somebody = tuple(x for x in house.household.somebody if x[1].get(notice.fact) not in notice.values)
    return house.rules.open(replace(house.household, people=people, somebody=somebody), house.figures)


class Judge:
    """notices: those that hold, each with the household as it would be without the identity it is about."""

    def __init__(self, book: Book, words: Words, day: date, notices: list[tuple[m.Notice, State]]):
        self.book, self.words, self.day, self.notices = book, words, day, notices
        self._said: dict[int, str] = {}

    def row(self, row: Row, s: State) -> Determination:
        """One row of one person, or of the household."""
        benefit, status = row.benefit, status_of(row, s)
        document = self.book.document(benefit)
        found = Determination(benefit, s.id, status, basis=benefit.basis, document=document, term=document.term(self.day))
        tests = grounds(row, s, status)
        if status == "possible":
            found.because = [case.because for node, case in row.possible if node.ev(s) is True]
            found.missing = open_keys(row, s)
            if not found.missing and not found.because:
                found.open_limits = _open_limits(tests.values())
        limits = Run()
        found.reasons = self._reasons(tests.values(), limits)
        found.limit_figures = list(limits.figures.values())
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

    def _reasons(self, tests: Iterable[tuple[Node, State, str]], limits: Run) -> list[Reason]:
        """Each test once. limits: takes note of the figures that limits rest on."""
        found: dict[tuple, Reason] = {}
        for node, s, turn in tests:
            reason = reason_of(self.words, node, s, turn, limits)
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

    def _figure_notes(self, found: Determination) -> list[str]:
        """Which figures are not official, and which nobody has found."""
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
