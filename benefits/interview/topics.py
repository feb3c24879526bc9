"""How many questions are still to come, and which of them stand on a grid worker's page of one topic."""

from __future__ import annotations

from ..content import Book
from .said import Screen

FEW = 5  # up to so many open questions, the number still to come can be told within two; before, most of them fall away


def left(screens: list[Screen]) -> int | None:
    """About how many questions are still to come, of the screens that make sense now; None = too early to tell."""
    return None if len(screens) > FEW or any(s.kind in ("people", "birthday") for s in screens) else len(screens)


def topic_of(book: Book, screen: Screen) -> str:
    """The page of several questions on which a screen stands."""
    return screen.question.topic if screen.question else next(iter(book.sections))


def next_topic(book: Book, screens: list[Screen], after: str = "") -> str:
    """The topic whose page comes next for somebody who fills in a topic at a time; what an earlier page brought up stands on the
    next one too (see `of_topic`), and what the last page brought up on the last one again."""
    order, open_ = list(book.sections), {topic_of(book, s) for s in screens}
    if order[0] in open_:  # where they live, then who they are: the rest hangs on it
        return order[0]
    return next((t for t in order[order.index(after) + 1 if after else 0:] if t in open_), order[-1])


def of_topic(book: Book, screens: list[Screen], topic: str) -> list[Screen]:
    """The screens on the page of a topic: its own, and what earlier pages brought up."""
    order = list(book.sections)
    return [s for s in screens if order.index(topic_of(book, s)) <= order.index(topic)]
