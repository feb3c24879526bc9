"""What a year, an age and "this year's birthday has been" say about the age on a day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from .. import model as m
from ..household import age_on
from ..rules import Rulebook


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def born_between(born: dict) -> tuple[date, date]:
    """The first and the last day somebody may have been born, by what was said on born["day"]."""
    said = date.fromisoformat(born["day"])
    if "at_least" in born:
        first = _years_before(said, born["less_than"])
        return date.fromordinal(first.toordinal() + 1), _years_before(said, born["at_least"])
    if "age" in born:
        first = _years_before(said, born["age"] + 1)
        return date.fromordinal(first.toordinal() + 1), _years_before(said, born["age"])
    year, passed = born["year"], born.get("passed")
    turn = said.replace(year=year) if (said.month, said.day) != (2, 29) else date(year, 2, 28)
    first = date(year, 1, 1) if passed is not False else min(date.fromordinal(turn.toordinal() + 1), date(year, 12, 31))
    last = date(year, 12, 31) if passed is not True else turn
    return first, min(last, said)


@lru_cache(maxsize=4)
def _lines(rules: Rulebook) -> frozenset[int]:
    """The ages at which a condition or an amount of some row changes."""
    content = [*rules.book.benefits.values(), *rules.book.definitions.values()]
    tests = (t for part in content for t in m.walk(part) if isinstance(t, m.Test) and t.fact == "age")
    return frozenset(int(t.limit.number) for t in tests if isinstance(t.limit, m.Value))


def on_a_line(rules: Rulebook, born: dict, day: date) -> bool:
    """Whether it matters if this year's birthday has been, and nobody said."""
    ages = age_of(rules, born, day) if born else None
    return ages is not None and ages[0] != ages[1] and birthday_tells(born)


def birthday_tells(born: dict) -> bool:
    """Whether this year's birthday, of which nobody said anything, would say how old somebody is; not where the year is not known."""
    return "passed" not in born and "at_least" not in born


def age_of(rules: Rulebook, born: dict, day: date) -> tuple[int, int] | None:
    """Least and greatest age on `day`; equal where no line lies between them (off a line the age this year's birthday brings
    says the same to every row), None before birth."""
    first, last = born_between(born)
    if day < last:
        return None
    low, high = age_on(last, day), age_on(first, day)
    return (high, high) if high - low <= 1 and high not in _lines(rules) else (low, high)
