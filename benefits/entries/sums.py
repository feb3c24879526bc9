"""Names in one breath and sums in words, for the honest sentence and for what to do first."""

from __future__ import annotations

from collections.abc import Sequence

from ..bars import spaced
from ..explain import as_said
from ..numbers import Interval
from ..screen import Totals

NAMES = 3  # so many names of rows in one breath, and
BREATH = 28  # so many characters of them
NOTHING: Interval = (0, 0)


def names(rows: Sequence[str], of: int) -> str:
    """The first few of `of` names in one breath."""
    told = list(rows[:1])
    for name in rows[1:NAMES]:
        if len("、".join([*told, name])) <= BREATH:
            told.append(name)
    return "、".join(told) + (f"等 {of} 项" if of > len(told) else "")


def paid(totals: Totals) -> str:
    """What is paid out in cash, by year and once."""
    return sums(as_said(totals.cash_annual), as_said(totals.cash_once))


def sums(annual: Interval = NOTHING, once: Interval = NOTHING) -> str:
    """Yuan in words: 一年 600 元，一次性 1000 元; what is nothing is left out."""
    parts = [f"{when}{spaced(value)}" for when, value in (("一年", annual), ("一次性", once)) if value != NOTHING]
    return "，".join(parts)
