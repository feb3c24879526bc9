"""A number is asked as bands between the limits that still matter, so that each band decides exactly what hangs on them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .. import model as m
from ..explain import bare
from ..numbers import exact

NARROW = 10  # nobody can tell a band of less than a tenth of its end: limits so near, of different places, are asked as the upper one


def bands_between(fact: m.Fact, limits: dict[Any, bool]) -> tuple[tuple[Any, Any, str], ...]:
    """Bands between the limits, in steps of a yuan, a month or 0.01; `limits` says of each whether it belongs below."""
    if not limits:
        return ()
    unit = fact.unit.split("/")[0]
    step = 1 if fact.type == "int" or unit == "元" else Fraction(1, 100)
    ends = []
    for limit in sorted(limits):
        whole = limit / step
        below = whole // 1 * step if limits[limit] else -(-whole // 1) * step - step
        if unit == "元" and ends and (below - ends[-1][0]) * NARROW < below:
            ends.pop()
        ends.append((exact(below), exact(below + step), limit))
    found, low = [], exact(fact.minimum)
    for below, above, _ in ends:
        found.append((low, below))
        low = above
    found.append((low, None))
    if len(ends) == 1 and unit != "元":
        said = bare(exact(ends[0][2]))
        words = ("没超过 {}", "超过了 {}") if limits[ends[0][2]] else ("不到 {}", "有 {}")
        return tuple((a, b, f"{w.format(said)} {unit}") for (a, b), w in zip(found, words, strict=True))
    labels = []
    for i, ((a, b), inclusive) in enumerate(zip(found, [*(limits[limit] for *_, limit in ends), False], strict=True)):
        over = i > 0 and limits[ends[i - 1][2]]  # the limit itself belongs to the band below
        start = f"超过 {ends[i - 1][0]:,} {unit}" if over else f"{a:,} {unit}"
        if b is None:
            labels.append(start if over else f"{start}或更多")
        elif a == 0:
            labels.append(f"{b:,} {unit}以内" if inclusive else f"不到 {b + step:,} {unit}")
        elif inclusive:
            labels.append(f"{start}，到 {b:,} {unit}" if over else f"{a:,} 到 {b:,} {unit}")
        else:
            labels.append(f"{start}，不到 {b + step:,} {unit}")
    return tuple((a, b, label) for (a, b), label in zip(found, labels, strict=True))


def band_said(low: Any, high: Any) -> list[str]:
    """How the answer that a number lies in a band is kept."""
    return ["" if end is None else str(end) if isinstance(end, int) else str(float(end)) for end in (low, high)]
