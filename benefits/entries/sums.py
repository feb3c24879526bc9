"""Names in one breath and sums in words, for the honest sentence and for what to do first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce

from ..bars import spaced
from ..content import Book
from ..explain import as_said
from ..model import Benefit
from ..numbers import Interval, add
from ..screen import Outcome, Totals, shares

NAMES = 3  # so many names of rows in one breath, and
BREATH = 28  # so many characters of them
BRIEF = 12  # characters of an official name that can be said in one breath
LONGER = 3  # characters that plain words may have more than the official name they stand for
SAYS = re.compile("[，、]|不|可以")  # what is said in a sentence or listed, and is no name
NOTHING: Interval = (0, 0)
GIVEN = "一次给"  # of cash


def names(rows: Sequence[str], of: int) -> str:
    """The first few of `of` names in one breath."""
    told = list(rows[:1])
    for name in rows[1:NAMES]:
        if len("、".join([*told, name])) <= BREATH:
            told.append(name)
    return "、".join(told) + (f"等 {of} 项" if of > len(told) else "")


def spoken(benefit: Benefit) -> str:
    """What a row is called where something is to be done: by what the card says of it in plain words, where that is a name and about
    as short as its own; else by its name where that can be read aloud, by any plain phrase where it cannot, and where there is none
    by the name without what stands in brackets."""
    plain = benefit.plain.partition("：")[0]
    if len(plain) <= len(benefit.name) + LONGER and not SAYS.search(plain):
        return plain
    if len(benefit.name) <= BRIEF and "（" not in benefit.name:
        return benefit.name
    return benefit.name.partition("（")[0] if re.search("[，、：]", benefit.plain) else benefit.plain


def lowered(found: Sequence[Outcome]) -> set[str]:
    """The rows (ids) that add nothing for certain to a sum, since they may not be had beside another that counts."""
    ways: dict[str, list[bool]] = {}
    for d, bucket, (low, _) in shares(found):
        ways.setdefault(d.benefit.id, []).append(not low and bool((getattr(d, bucket.rpartition("_")[2]) or NOTHING)[0]))
    return {row for row, off in ways.items() if all(off)}


def paid(totals: Totals) -> str:
    """What is paid out in cash, by year and once."""
    return sums(as_said(totals.cash_annual), as_said(totals.cash_once), GIVEN)


def cash_of(found: Sequence[Outcome], when: str) -> list[tuple[Outcome, Interval]]:
    """What each row adds to the cash of a year (annual), or to that had once (once)."""
    return [(d, value) for d, bucket, value in shares(found) if bucket == f"cash_{when}"]


def cash_sum(found: Sequence[Outcome], when: str) -> Interval:
    """The cash of a year (annual), or that had once (once), as it is said: at least so much where a row is known of some of its people
    only."""
    of = cash_of(found, when)
    low, high = as_said(reduce(add, [value for _, value in of], NOTHING))
    open_ = {d.benefit.id for d in found if not d.quantified and not d.superseded_by}
    return low, None if any(d.benefit.id in open_ and value != NOTHING for d, value in of) else high


def known_and_open(book: Book, found: Sequence[Outcome]) -> tuple[dict[str, Interval], dict[str, str]]:
    """The cash of these rows, of a year and had once: the sums, as they are said; and those of which only the most is known, by what they
    hang on."""
    parts = {when: cash_of(found, when) for when in ("annual", "once")}
    hangs = {when: how for when, of in parts.items() if (how := only_most(book, of))}
    totals = {when: cash_sum(found, when) for when in parts if when not in hangs}
    return {when: total for when, total in totals.items() if total != NOTHING}, hangs


def only_most(book: Book, parts: Iterable[tuple[Outcome, Interval]]) -> str:
    """How a sum made of these amounts is spoken of where only the most of it is known, so that it may be nothing: on what it hangs, and
    no number; empty where some of it is sure."""
    told = [(d.benefit.hangs_on, value) for d, value in parts if value != NOTHING]
    if not told or as_said(reduce(add, [value for _, value in told]))[0]:
        return ""
    hangs = {of for of, _ in told}
    return book.wording["list"]["only_most"][hangs.pop() if len(hangs) == 1 else "many"]


def sums(annual: Interval = NOTHING, once: Interval = NOTHING, at_once: str = "一次性") -> str:
    """Yuan in words: 一年 600 元，一次性 1000 元; what is nothing is left out. at_once: how what is had once is called."""
    parts = [f"{when}{spaced(value)}" for when, value in (("一年", annual), (at_once, once)) if value != NOTHING]
    return "，".join(parts)
