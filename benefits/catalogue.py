"""The rows as a catalogue for everybody: for which people each is, both sides of its limits, what it stands beside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import model as m
from .content import Book
from .explain import bare
from .numbers import exact
from .screen import words_of
from .timeline import parts


def conditions(benefit: m.Benefit) -> Iterator[Any]:
    """The conditions of a row: of 能领, then each of 可能."""
    if benefit.eligible_when is not None:
        yield benefit.eligible_when
    yield from (case.when for case in benefit.possible_when)


def reads(book: Book, benefit: m.Benefit) -> set[str]:
    """The facts and definitions that the conditions of a row name."""
    found = [p for c in conditions(benefit) for p in parts(book, c)]
    return {p.meets for p in found if isinstance(p, m.Meets)} | {p.fact for p in found if isinstance(p, m.Test)}


def audiences(book: Book) -> dict[str, set[str]]:
    """The groups of people of policy.yaml with the rows (ids) that look at one of the facts that mark the group."""
    read = {b.id: reads(book, b) for b in book.screened()}
    return {group.label: {b for b, names in read.items() if names & set(group.marks)} for group in book.policy.people.values()}


def both_sides(book: Book, benefit: m.Benefit) -> list[str]:
    """Each limit that is a number, with what lies on it and just beside it: 年满80周岁：80 周岁算，79 周岁不算."""
    found = dict.fromkeys(line for c in conditions(benefit) for p in parts(book, c)
                          if isinstance(p, m.Test) and p.word in m.COMPARISONS and (line := _sides(book, p, benefit.limits)))
    return list(found)


def _sides(book: Book, test: m.Test, limits: dict[str, Any]) -> str:
    limit, fact = test.limit, book.facts[test.fact]
    number = limit.number if isinstance(limit, m.Value) else limits.get(limit.name) if isinstance(limit, m.Named) else None
    said = words_of(book).test(test, limits)
    on = "算" if test.word in ("at_least", "at_most") else "不算"
    more = "不算" if test.word in ("at_most", "less_than") else "算"
    less = "算" if test.word in ("at_most", "less_than") else "不算"
    beside, word = ("多", more) if on != more else ("少", less)
    if number is None:
        return f"{said}：正好一样{on}，{beside}一点{word}"
    at, unit = exact(number), f" {fact.unit.split('/')[0]}"
    if fact.type != "int":
        return f"{said}：正好 {bare(at)}{unit}{on}，{beside}一点{word}"
    return f"{said}：{bare(at)}{unit}{on}，{bare(at + (1 if beside == '多' else -1))}{unit}{word}"


def mates(book: Book, benefit: m.Benefit) -> list[m.Benefit]:
    """The other rows of which only the highest is given beside this one, or of which it is not written whether they add up."""
    own = {g for g in (benefit.group, benefit.may_overlap) if g}
    return [b for b in book.benefits.values() if b.id != benefit.id and own & {b.group, b.may_overlap}]
