"""What one row comes to for one person: its status and what it pays."""

from __future__ import annotations

from collections.abc import Iterator

from ..numbers import TOLD
from ..rules import Row, Run, State
from .results import Outcome


def each_row(house: State) -> Iterator[tuple[Row, State]]:
    """Every row with everybody it is asked of."""
    for row in house.rules.rows:
        for state in house.people if row.benefit.unit == "person" else (house,):
            yield row, state


def status_of(row: Row, s: State) -> str:
    """eligible, possible or ineligible: the one place where it is decided."""
    yes = False if row.eligible is None else row.eligible.ev(s)
    if yes is True:
        return "eligible"
    return "possible" if yes is None or any(node.ev(s) is not False for node, _ in row.possible) else "ineligible"


def pay(found: Outcome, row: Row, s: State, run: Run) -> None:
    """Fills in what the row pays: annual or once, and the basis."""
    benefit = row.benefit
    if row.amount is None:
        return
    value = row.amount(s, run)
    bases = {b or benefit.basis for b in run.bases}
    if bases:
        found.basis = next(b for b in ("local", "at_least", "at_most", "in_kind", "exact") if b in bases)
    if value is None:
        return
    if benefit.period == "month":
        months = (12, 12) if row.months is None else row.months(s, run)
        if months is None:
            return
        value = value[0] * months[0], None if value[1] is None or months[1] is None else value[1] * months[1]
    low, high = value
    if found.basis == "at_least":
        high = None
    elif found.basis == "at_most":
        low = 0
    if high is None and (low == 0 or (s.spans and low < TOLD)):
        return  # "0 or more" says nothing; nor does the fen that is left of a number of which it was only said that it is more than 0
    if benefit.period == "once":
        found.once = low, high
    else:
        found.annual = low, high


def outcome(row: Row, state: State) -> Outcome:
    """What one row alone comes to, before it is seen beside the others."""
    found = Outcome(row.benefit, state.id, status_of(row, state), basis=row.benefit.basis)
    if found.status != "ineligible":
        pay(found, row, state, Run(asks=False))
    return found
