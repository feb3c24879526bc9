"""Exact numbers and intervals. An interval is (low, high); high None = no upper end. No float ever enters.

Whole numbers stay int, others become Fraction: sums, products and the few divisions are exact, and rounding to the
fen happens once, at output.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Union

Exact = Union[int, Fraction]
Interval = tuple[Exact, Union[Exact, None]]

ANYTHING: Interval = (0, None)
TOLD = 1  # yuan; what is at least less than that, without an upper end, says nothing


def exact(value: int | float | Decimal | Fraction) -> Exact:
    """`value` as int where whole, else Fraction. A float counts as the decimal it prints as."""
    if type(value) is int:
        return value
    found = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    return found.numerator if found.denominator == 1 else found


def add(a: Interval, b: Interval) -> Interval:
    return a[0] + b[0], None if a[1] is None or b[1] is None else a[1] + b[1]


def subtract(a: Interval, b: Interval) -> tuple[Exact | None, Exact | None]:
    """a - b; a None low end = no lower end (only inside greatest(0, ...))."""
    low = None if b[1] is None else a[0] - b[1]
    high = None if a[1] is None else a[1] - b[0]
    return low, high


def multiply(a: Interval, b: Interval) -> Interval:
    """Product of two intervals that are not negative."""
    if a[1] == 0 or b[1] == 0:
        return 0, 0
    return a[0] * b[0], None if a[1] is None or b[1] is None else a[1] * b[1]


def divide(a: Interval, by: Exact) -> Interval:
    """Exact division by a number above 0."""
    by = Fraction(by)
    return exact(a[0] / by), None if a[1] is None else exact(a[1] / by)


def hull(parts: list[Interval]) -> Interval:
    """The smallest interval that holds all parts."""
    highs = [part[1] for part in parts]
    return min(part[0] for part in parts), None if None in highs else max(highs)


def fen(value: Exact) -> Decimal:
    """`value` yuan rounded half up to the fen: the only rounding there is."""
    scaled = value * 100
    whole = int((2 * scaled + 1) // 2) if scaled >= 0 else -int((-2 * scaled + 1) // 2)
    return Decimal(whole).scaleb(-2)


def plain(value: Exact) -> int | float:
    """`value` for JSON: whole yuan as int, else the fen-rounded decimal (two digits survive JSON exactly)."""
    if type(value) is int:
        return value
    rounded = fen(value)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)
