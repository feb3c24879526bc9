"""Counts of people as they may be told: of real people no number under LEAST, for it might be somebody known. And large sums
as they are read: in 万元."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor

from .explain import span
from .numbers import Exact

LEAST = 10
WAN, WHOLE = 10_000, 100  # yuan in one 万元; from so many 万元 on without a decimal


def told(n: int, real: bool) -> str:
    """A count; a small one of real people only as small."""
    return f"少于 {LEAST}" if real and 0 < n < LEAST else f"{n:,}"


def in_wan(low: Exact, high: Exact | None) -> str:
    """An interval of yuan for reading: low ends are rounded down and high ends up, so that what is said stays true; what is known
    exactly is rounded and said to be about so much. Under one 万元 it is told to the fen."""
    if max(low, high or 0) < WAN:
        return span(low, high)

    def wan(value: Exact, way: Callable[[Fraction], int]) -> str:
        scale = 1 if value >= WHOLE * WAN else 10
        whole, tenths = divmod(way(Fraction(value) * scale / WAN), scale)
        return f"{whole:,}" + (f".{tenths}" if tenths else "")
    if high is None:
        return f"至少 {wan(low, floor)} 万元"
    if low == high:
        return f"约 {wan(low, round)} 万元"
    return f"最多 {wan(high, ceil)} 万元" if low == 0 else f"{wan(low, floor)} 到 {wan(high, ceil)} 万元"
