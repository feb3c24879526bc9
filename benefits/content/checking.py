"""What every check has at hand: the Book, the facts a condition may name at that place, and where to complain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .. import model as m
from .book import Book
from .messages import hint
from .reading import Reading


@dataclass(frozen=True)
class Check:
    """A Book of which pydantic has accepted every part, looked at for what pydantic cannot see; problems go to its reading."""

    book: Book
    reading: Reading
    known: Mapping[str, m.Fact]  # what a condition may name here

    def knowing(self, known: Mapping[str, m.Fact]) -> Check:
        """The same where a condition may name other facts."""
        return replace(self, known=known)

    def bad(self, name: str, path: tuple, key: str | tuple | None, what: str) -> None:
        """Something is wrong in the file `name`, at `path` and there at `key`."""
        self.reading.complain(name, path + (key if isinstance(key, tuple) else (key,) if key else ()), what)

    def citations(self, law: tuple[m.Citation, ...], name: str, path: tuple) -> None:
        """Each sentence that is cited is there."""
        for citation in law:
            if citation.sentence not in self.book.sentences:
                self.bad(name, path, None, f"出处里没有“{citation.sentence}”这一句{hint(citation.sentence, self.book.sentences)}")
