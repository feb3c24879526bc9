"""Why a row is what it is, and what could still change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .. import model as m
from ..content import Book
from ..rules import Key, Leaves, Node, Row, Run, State, can_be, leaves, missing
from .deciding import each_row, status_of


def grounds(row: Row, s: State, status: str) -> Leaves:
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


def open_keys(row: Row, s: State) -> list[Key]:
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


def limit_of(node: Node, s: State, run: Run | None) -> Any:
    """The limit of a test as it is told: exact, text, or (low, high)."""
    if node.limit is None:
        return node.shown_limit
    low, high = node.limit(s, run)
    return low if low == high else (low, high)


def in_order(book: Book, house: State, lists: Iterable[Iterable[Key]]) -> list[Key]:
    """Distinct unknown facts in the editorial order of content/facts.yaml, then by person."""
    people = {p.id: i for i, p in enumerate(house.people)}
    place = {name: i for i, name in enumerate(book.facts)}
    return sorted({key for keys in lists for key in keys}, key=lambda k: (place[k[1]], people.get(k[0], -1)))


def open_facts(house: State, without: str | None = None) -> list[Key]:
    """The unknown facts that may still change a row, in editorial order: what `determine` gives as next_questions, without
    reasons and amounts. without: a member whose own rows do not count."""
    return in_order(house.rules.book, house, (keys for _, keys in open_rows(house, without)))


def open_rows(house: State, without: str | None = None) -> Iterator[tuple[m.Benefit, list[Key]]]:
    """Every row with the unknown facts that may still change it, for everybody it is asked of; see `open_facts`."""
    for row, s in each_row(house):
        if (s is house or s.id != without) and (row.eligible is None or row.eligible.ev(s) is not True):
            yield row.benefit, open_keys(row, s)


def open_limits(house: State, fact: str, without: str | None = None) -> Iterator[tuple[str | None, m.Test, Any]]:
    """What a number not yet known is measured by in the rows that are possible: the member it is asked of, the test, the limit
    (exact, or low and high). The same as the open reasons of `determine` about that fact, without judging any other row."""
    for row, s in each_row(house):
        if fact in row.reads and (s is house or s.id != without) and status_of(row, s) == "possible":
            for node, at, turn in grounds(row, s, "possible").values():
                if node.reads[0] == fact and turn != "unless_known" and node.raw(at) is None:
                    yield at.id, node.test, limit_of(node, at, None)
