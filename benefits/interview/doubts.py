"""What was answered and is hardly ever so: asked once 是这样吗？, never a hindrance."""

from __future__ import annotations

from datetime import date

from .. import model as m
from ..content import Book
from ..screen import rules_of
from .replay import Heard, gates_of, heard
from .said import Answers


def doubts(book: Book, answers: Answers, day: date, said: Heard | None = None) -> list[tuple[m.Doubt, str | None]]:
    """The doubts that hold and were not yet answered by 是这样, each with the person it is about (None = the household). said: what the
    answers come to, where it was worked out already."""
    state, gates = (said or heard(book, answers, day)).gate, gates_of(rules_of(book)).doubts
    return [(d, s.id) for d in book.doubts.values() for s in ([state] if d.of == "household" else state.people)
            if [d.id, s.id] not in answers.sure and gates[d.id].ev(s) is True]
