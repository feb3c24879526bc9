"""The rows beside each other: of which only one is paid, and what all of them come to."""

from __future__ import annotations

from collections.abc import Sequence

from .. import model as m
from ..content import Book
from ..numbers import Exact, Interval, add
from .results import Determination, Outcome, Totals


def stack(book: Book, found: Sequence[Outcome]) -> list[tuple[m.StackingGroup, list, Outcome | None]]:
    """就高不重复: in each group the eligible row with the highest high end stays; the others name it. Returns the groups."""
    groups: dict[tuple[str, str | None], list] = {}
    for d in found:
        if d.benefit.group and d.status == "eligible":
            per = book.policy.stacking[d.benefit.group].per
            groups.setdefault((d.benefit.group, d.member if per == "person" else None), []).append(d)
    stacked = []
    for (name, _), rows in groups.items():
        if len(rows) < 2:
            continue
        counted = [d for d in rows if d.quantified]
        winner = max(counted, key=lambda d: (d.pay_high is None, d.pay_high or 0, -d.benefit.order), default=None)
        for d in counted:
            if d is not winner:
                d.superseded_by = winner.benefit.id
        stacked.append((book.policy.stacking[name], rows, winner))
    return stacked


def stack_notes(book: Book, found: list[Determination], stacked: list[tuple[m.StackingGroup, list, Outcome | None]]) -> None:
    """What the rows of one group, and rows that may overlap, say about each other."""
    for stacking, rows, winner in stacked:
        for d in rows:
            if d.superseded_by:
                d.notes.append(stacking.note.format(winner=winner.benefit.name))
            elif not d.quantified:
                d.notes.append(stacking.no_figure_note)
    overlaps: dict[str, list[Determination]] = {}
    for d in found:
        if d.benefit.may_overlap and d.status == "eligible":
            overlaps.setdefault(d.benefit.may_overlap, []).append(d)
    for name, same in overlaps.items():
        if len({d.benefit.id for d in same}) > 1:
            for d in same:
                d.notes.append(book.policy.overlap[name])


def totals_of(found: Sequence[Outcome]) -> Totals:
    """Sums of the eligible rows among `found` that are not superseded; rows that may overlap count once in the low end."""
    totals = Totals(unquantified=sum(1 for d in found if _sums(d) and not d.quantified))
    for _, bucket, value in shares(found):
        setattr(totals, bucket, add(getattr(totals, bucket), value))
    return totals


def _sums(d: Outcome) -> bool:
    return d.status == "eligible" and not d.superseded_by and d.benefit.pays != "loan"


def shares(found: Sequence[Outcome]) -> list[tuple[Outcome, str, Interval]]:
    """What each row adds to which of the totals. Of rows that may overlap only the benefit with the highest low end is sure:
    the low end of the others is 0 here."""
    parts: list[tuple[Outcome, str, Interval]] = []
    lows: dict[tuple[str, str], dict[str, Exact]] = {}
    for d in filter(_sums, found):
        for when, value in (("annual", d.annual), ("once", d.once)):
            if value is None:
                continue
            bucket = f"{d.benefit.pays}_{when}"
            parts.append((d, bucket, value))
            if d.benefit.may_overlap:
                rows = lows.setdefault((bucket, d.benefit.may_overlap), {})
                rows[d.benefit.id] = rows.get(d.benefit.id, 0) + value[0]  # two children are two sums, never in doubt
    sure = {of: max(rows, key=lambda b: rows[b]) for of, rows in lows.items()}
    return [(d, bucket, value if not d.benefit.may_overlap or sure[bucket, d.benefit.may_overlap] == d.benefit.id else (0, value[1]))
            for d, bucket, value in parts]
