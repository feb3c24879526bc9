"""What judging starts from: the rules of a Book compiled once, the day, the figures, the household read and opened."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from ..content import Book, load
from ..explain import Words
from ..figures import Figures
from ..household import DAY, Household, InputError, near, number, read, shown
from ..numbers import Exact
from ..rules import Rulebook, State

_BOOKS: dict[int, Book] = {}


@lru_cache(maxsize=4)
def rulebook(book_id: int) -> Rulebook:
    """The compiled rules by the identity of their Book."""
    return Rulebook(_BOOKS[book_id])


def rules_of(book: Book) -> Rulebook:
    """The compiled rules of a Book, compiled once."""
    _BOOKS[id(book)] = book
    return rulebook(id(book))


@lru_cache(maxsize=4)
def _words(book_id: int) -> Words:
    return Words(_BOOKS[book_id])


def words_of(book: Book) -> Words:
    """The words of a Book, made ready once."""
    _BOOKS[id(book)] = book
    return _words(id(book))


@lru_cache(maxsize=32)
def _figures_on(book_id: int, day: date, given: tuple[tuple[str, Exact], ...]) -> Figures:
    return Figures(_BOOKS[book_id], day, dict(given))


def read_day(as_of: date | str, name: str = "as_of") -> date:
    """A day from a date or from text such as 2025-06-01; raises InputError, which calls it `name`."""
    if isinstance(as_of, datetime):
        return as_of.date()
    if isinstance(as_of, date):
        return as_of
    if isinstance(as_of, str) and DAY.match(as_of):
        with suppress(ValueError):
            return date.fromisoformat(as_of)
    raise InputError([f"{name}：{shown(as_of)} 不行。日期要写成 2025-06-01 这样"])


def read_parameters(given: Mapping[str, Any] | None, book: Book) -> dict[str, Exact]:
    """Flat values that replace the shipped ones for every area and day; raises InputError naming each problem."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise InputError(["parameters：要写成 {\"dibao_standard\": 1100, …}"])
    allowed = [p.id for p in book.parameters.values() if p.input]
    problems, found = [], {}
    for name, value in given.items():
        amount = number(value)
        if name not in allowed:
            problems.append(f"parameters.{name}：{shown(value)} 不行。没有这个标准，允许：" + "、".join(allowed) + near(name, allowed))
        elif value is None:
            continue
        elif amount is None or not book.parameters[name].minimum <= amount <= book.parameters[name].maximum:
            of = book.parameters[name]
            problems.append(f"parameters.{name}：{shown(value)} 不行。允许 {of.minimum} 到 {of.maximum} 的数（{of.unit}）")
        else:
            found[name] = amount
    if problems:
        raise InputError(problems)
    return found


def opened(household: Any, as_of: date | str, parameters: Mapping[str, Any] | None, book: Book | None) -> tuple[Book, date, State]:
    """The household, read where it is not yet, ready to be judged on the day."""
    book = book or load()
    day = read_day(as_of)
    given = read_parameters(parameters, book)
    if not isinstance(household, Household):
        household = read(household, book, day)
    return book, day, rules_of(book).open(household, _figures_on(id(book), day, tuple(given.items())))
