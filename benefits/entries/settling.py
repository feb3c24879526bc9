"""What is still to be found out, by how many rows hang on it."""

from __future__ import annotations

from collections.abc import Iterable

from ..screen import Screening
from .rows import Entry

SETTLES = 2  # an open fact that settles so many rows is worth an errand


def settling(result: Screening, rows: Iterable[Entry]) -> list[tuple[str, str, tuple[Entry, ...], bool]]:
    """(fact, who can tell, rows, whether nothing else is open in them): the open facts by how many rows hang on them, each row once."""
    left = [e for e in rows if e.missing]
    found = []
    while left:
        votes: dict[str, int] = {}
        for e in left:
            for name in e.missing:
                votes[name] = votes.get(name, 0) + 1
        place = {name: i for i, name in enumerate(result.book.facts)}
        name = max(votes, key=lambda n: (votes[n], -place[n]))
        fact = result.book.facts[name]
        hanging = tuple(e for e in left if name in e.missing)
        found.append((fact.open, fact.tell, hanging, all(e.missing == (name,) for e in hanging)))
        left = [e for e in left if name not in e.missing]
    return found
