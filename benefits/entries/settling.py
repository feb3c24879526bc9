"""What is still to be found out, by how many rows hang on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..model import Fact
from ..screen import Screening
from .rows import Entry

SETTLES = 2  # an open fact that settles so many rows is worth an errand


class Settling(NamedTuple):
    """An open fact with the rows that hang on it. alone: nothing else is open in them. unsaid: it was answered 不想说, so nobody is told
    to find it out."""

    fact: Fact
    rows: tuple[Entry, ...]
    alone: bool
    unsaid: bool


def settling(result: Screening, rows: Iterable[Entry]) -> list[Settling]:
    """The open facts by how many rows hang on them, each row once."""
    left = [e for e in rows if e.missing]
    found = []
    while left:
        votes: dict[str, int] = {}
        for e in left:
            for name in e.missing:
                votes[name] = votes.get(name, 0) + 1
        place = {name: i for i, name in enumerate(result.book.facts)}
        name = max(votes, key=lambda n: (votes[n], -place[n]))
        hanging = tuple(e for e in left if name in e.missing)
        keys = {key for e in hanging for d in e.found for key in d.missing if key[1] == name}
        found.append(Settling(result.book.facts[name], hanging, all(e.missing == (name,) for e in hanging), keys <= result.unsaid))
        left = [e for e in left if name not in e.missing]
    return found
