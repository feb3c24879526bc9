"""What was taken for granted, asked after all: the question that settles it, and which of its answers stands for now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

from ..content import Book
from ..rules import Key
from .ask import may_change, to_ask
from .record import answer
from .replay import Heard, heard, without
from .said import Answers, Screen


def reopened(book: Book, answers: Answers, day: date, name: str, people: Iterable[str | None], by_topic: bool = False) -> Screen | None:
    """The first screen that would ask these people for what is presumed, had it not been taken for granted, with the answer that stands
    for now; None = nothing does. The answers stay as they are."""
    lifted = without(answers, [(name, who) for who in people])
    facts, of = set(book.presumptions[name].facts), set(people)
    found = next((s for s in to_ask(book, lifted, day, by_topic=by_topic) if s.question and not s.waits and facts & set(s.question.facts)
                  and (of & set(s.of) or None in of | set(s.of))), None)
    if found is None or found.kind != "question":
        return found
    rows = may_change(book, lifted, found, day) if found.rows is None else found.rows
    return replace(found, stands=stands(book, answers, found, day), rows=rows)


def stands(book: Book, answers: Answers, screen: Screen, day: date) -> tuple[str, ...] | None:
    """The answer to a screen after which all that is known stays as it is; of several that come to the same the last, None where they
    do not, or there is none."""
    before, found = _known(heard(book, answers, day)), []
    for said in _one_each(screen):
        tried = deepcopy(answers)
        answer(book, tried, screen, list(said), day)
        known = _known(heard(book, tried, day))
        if all(key in known and known[key] == value for key, value in before.items()):
            found.append((said, known))
    return found[-1][0] if found and all(known == found[0][1] for _, known in found) else None


def _one_each(screen: Screen) -> Iterator[tuple[str, ...]]:
    """The simple answers to a screen: nothing, or one thing (of a page with two choices one of each)."""
    q = screen.question
    if q.form == "one":
        parts = dict.fromkeys(o.part for o in screen.options)
        yield from product(*([o.id for o in screen.options if o.part == part] for part in parts))
        return
    if q.form in ("several", "sweep", "who"):
        yield ()
    yield from ((x,) for x in screen.of if x) if q.form == "who" else ((o.id,) for o in screen.options)


def _known(said: Heard) -> dict[Key, Any]:
    """All facts that are known, as they are known: a value, or a span."""
    house = said.household
    facts = {None: house.facts, **{p.id: p.facts for p in house.people}}
    return {**house.spans, **{(who, name): value for who, known in facts.items() for name, value in known.items()}}
