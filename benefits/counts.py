"""Counts of people as they may be told: of real people no number under LEAST, for it might be somebody known."""

from __future__ import annotations

LEAST = 10


def told(n: int, real: bool) -> str:
    """A count; a small one of real people only as small."""
    return f"少于 {LEAST}" if real and 0 < n < LEAST else f"{n:,}"
