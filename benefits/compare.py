"""Two answers side by side: which rows open, close or change, and the yuan gained and lost. Used by keys, plan, year, what-if."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from . import model as m
from .numbers import Exact, Interval, add
from .screen import Outcome, Totals, totals_of

BUCKETS = ("cash_annual", "cash_once", "in_kind_annual", "in_kind_once")


@dataclass(frozen=True, slots=True)
class Change:
    """One row of one person (member None = the household) before and after; None = it was not asked (a member came or went)."""

    benefit: m.Benefit
    member: str | None
    before: Outcome | None
    after: Outcome | None

    @property
    def kind(self) -> str:
        """opens | closes | possible (was a no) | refused (was possible) | amount (also: superseded or no longer)."""
        was, now = (o.status if o else "ineligible" for o in (self.before, self.after))
        if was == now:
            return "amount"
        if now == "eligible":
            return "opens"
        if was == "eligible":
            return "closes"
        return "possible" if now == "possible" else "refused"


@dataclass(slots=True)
class Comparison:
    """Every row that is not as it was. gained and lost: yuan of the eligible rows that count, never negative, high None = open."""

    changes: list[Change]
    gained: Totals = field(default_factory=Totals)
    lost: Totals = field(default_factory=Totals)

    def of(self, kind: str) -> list[Change]:
        return [c for c in self.changes if c.kind == kind]


def compare(before: Sequence[Outcome], after: Sequence[Outcome]) -> Comparison:
    """What changed between two answers for one household (lists of Outcome or Determination)."""
    old = {(o.benefit.id, o.member): o for o in before}
    new = {(o.benefit.id, o.member): o for o in after}
    changes = [Change((old.get(k) or new[k]).benefit, k[1], old.get(k), new.get(k)) for k in {**old, **new}
               if _said(old.get(k)) != _said(new.get(k))]
    found = Comparison(changes)
    for change in changes:
        if change.benefit.may_overlap is None:
            _count(found, _paid(change.before), _paid(change.after))
    for name in dict.fromkeys(c.benefit.may_overlap for c in changes if c.benefit.may_overlap):
        _count(found, *({b: getattr(totals_of([o for o in side if o.benefit.may_overlap == name]), b) for b in BUCKETS}
                        for side in (before, after)))
    found.gained.unquantified = sum(c.kind == "opens" and not c.after.quantified for c in changes if c.after)
    found.lost.unquantified = sum(c.kind == "closes" and not c.before.quantified for c in changes if c.before)
    return found


def _said(o: Outcome | None) -> Any:
    return ("ineligible", None, None, None) if o is None else (o.status, o.annual if o.status == "eligible" else None,
                                                               o.once if o.status == "eligible" else None, o.superseded_by)


def _paid(o: Outcome | None) -> dict[str, Interval]:
    """What one row adds to the totals."""
    if o is None or o.status != "eligible" or o.superseded_by or o.benefit.pays == "loan":
        return {}
    return {f"{o.benefit.pays}_{when}": value for when, value in (("annual", o.annual), ("once", o.once)) if value is not None}


def _count(found: Comparison, before: dict[str, Interval], after: dict[str, Interval]) -> None:
    """Adds the difference, end by end: a row that pays less is a loss, more is a gain."""
    for bucket in BUCKETS:
        was, now = before.get(bucket, (0, 0)), after.get(bucket, (0, 0))
        if was == now:
            continue
        for side, less, more in ((found.gained, was, now), (found.lost, now, was)):
            setattr(side, bucket, add(getattr(side, bucket), difference(more, less)))


def difference(more: Interval, less: Interval) -> Interval:
    """By how much `more` lies above `less`, end by end, never below 0; an open end stays open only where it opened."""
    low: Exact = max(0, more[0] - less[0])
    if more[1] is None:
        return low, None if less[1] is not None else low
    return tuple(sorted((low, 0 if less[1] is None else max(0, more[1] - less[1]))))  # type: ignore[return-value]
