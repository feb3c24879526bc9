"""The whole Book looked through for what pydantic cannot see: names that point nowhere, types of limits, sources of conditions."""

from __future__ import annotations

from . import ahead, policy, questions, roster, rows, shared
from .book import Book
from .checking import Check
from .reading import Reading


def examine(book: Book, reading: Reading) -> None:
    """Notes in `reading` whatever does not hold together, file after file."""
    for part in (policy, roster, questions, shared, ahead, rows):
        part.examine(Check(book, reading, book.facts))
