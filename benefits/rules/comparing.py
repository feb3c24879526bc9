"""Intervals against each other: true or false where both ends agree, else not known."""

from __future__ import annotations

from collections.abc import Callable

from ..numbers import Exact, Interval
from .nodes import State, Truth


def _below(a: Interval, b: Interval) -> Truth:
    """a < b: True or False where both ends agree."""
    if a[1] is not None and a[1] < b[0]:
        return True
    if b[1] is not None and a[0] >= b[1]:
        return False
    return None


def _turn(v: Truth) -> Truth:
    return None if v is None else not v


COMPARE: dict[str, Callable[[Interval, Interval], Truth]] = {
    "less_than": _below,
    "at_least": lambda a, b: _turn(_below(a, b)),
    "more_than": lambda a, b: _below(b, a),
    "at_most": lambda a, b: _turn(_below(b, a)),
}


def number_test(name: str, word: str, limit: Exact) -> Callable[[State], Truth]:
    """A plain number against a plain limit: unknown stays unknown, a band decides where it lies on one side."""
    compare, sharp = COMPARE[word], (limit, limit)

    def banded(s: State) -> Truth:
        return compare(s.spans[name], sharp) if name in s.spans else None
    if word == "at_least":
        return lambda s: banded(s) if (v := s.facts.get(name)) is None else v >= limit
    if word == "more_than":
        return lambda s: banded(s) if (v := s.facts.get(name)) is None else v > limit
    if word == "at_most":
        return lambda s: banded(s) if (v := s.facts.get(name)) is None else v <= limit
    return lambda s: banded(s) if (v := s.facts.get(name)) is None else v < limit


def least(a: Interval, b: Interval) -> Interval:
    """The lower of two amounts."""
    highs = [h for h in (a[1], b[1]) if h is not None]
    return min(a[0], b[0]), min(highs) if highs else None


def greatest(a: Interval, b: Interval) -> Interval:
    """The higher of two amounts."""
    lows = [low for low in (a[0], b[0]) if low is not None]  # a difference may have no lower end
    return max(lows), None if a[1] is None or b[1] is None else max(a[1], b[1])
