"""What every part of the list is told from: the result, the voice of the visit, what is received already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..content import Book
from ..desks import Window, window
from ..interview import unlikely
from ..model import Benefit
from ..rules import Key
from ..screen import Screening, rules_of
from ..voice import say


@dataclass(frozen=True, slots=True)
class Visit:
    """received: ids of the benefits ticked as already received. words: those of the list. term: how what is sure is spoken of.
    alone: one person only. far: the possible rows (benefit, member) of what hardly anybody has. asking: how many rows
    ask for a fact. coming: what the questionnaire is still to ask."""

    result: Screening
    book: Book
    voice: str
    received: frozenset[str]
    words: Mapping[str, Any]
    term: str
    alone: bool
    far: frozenset[tuple[str, str | None]]
    asking: Mapping[str, int]
    coming: frozenset[Key] = frozenset()

    def say(self, text: str) -> str:
        """The text in the voice of the visit."""
        return say(self.book, self.voice, text)

    def desk(self, benefit: Benefit, status: str = "eligible") -> Window:
        """The window to go to for a row of this status."""
        return window(self.book, benefit, status)


def visit_of(result: Screening, voice: str, received: frozenset[str], coming: frozenset[Key] = frozenset()) -> Visit:
    """The same for one result, reckoned once."""
    book = result.book
    return Visit(result, book, voice, received, book.wording["list"], result.claim, len(result.household.people) == 1,
                 frozenset(unlikely(result)), rules_of(book).asking, coming)
