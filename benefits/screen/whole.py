"""All rows of one household on one day: with their grounds, without them, or as the public answer."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from typing import Any

from ..content import Book
from .contract import as_json
from .deciding import each_row, outcome, status_of
from .judge import Judge, without_identity
from .left import in_order
from .notes import term_words
from .prepared import opened, words_of
from .results import Outcomes, Screening
from .sums import stack, stack_notes, totals_of


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
    judge = Judge(book, words_of(book), day, [(n, without_identity(house, n)) for node, n in house.rules.notices if node.ev(house) is True])
    found = [judge.row(row, state) for row, state in each_row(house) if not only or status_of(row, state) == only]
    stack_notes(book, found, stack(book, found))
    return Screening(book, house.household, day, term, found, totals_of(found), in_order(book, house, (d.missing for d in found)),
                     in_order(book, house, (d.amount_unknown for d in found if d.status == "eligible")),
                     house.rules.means_of(house), term_words(book, term), house)


def outcomes(household: Any, as_of: date | str, parameters: Mapping[str, Any] | None = None,
             book: Book | None = None, only: Container[str] | None = None) -> Outcomes:
    """What `determine` answers without the grounds: status, amounts, basis, what supersedes, totals. Several times as fast.

    Same arguments, same errors, rows in the same order. only: the benefits to judge (None = all); the totals are then theirs."""
    book, day, house = opened(household, as_of, parameters, book)
    found = [outcome(row, state) for row, state in each_row(house) if only is None or row.benefit.id in only]
    stack(book, found)
    return Outcomes(book, house.household, day, book.policy.term(day), found, totals_of(found))
