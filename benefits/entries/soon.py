"""The rows that begin or end within a year, though nothing happens but that time goes by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ..coming import cause_text
from ..explain import date_text
from ..timeline import Event, birthday, closing, opening
from .rows import Entry
from .sums import names, spoken
from .visit import Visit


def beginning(visit: Visit, waiting: Sequence[tuple[str, str | None]]) -> Iterable[str]:
    """The rows that begin within a year with nothing but an age, each day in one line. waiting: (benefit, member)."""
    if not waiting:
        return
    begin: dict[tuple[date, date, str], dict[str, None]] = {}
    for (row, _), event in opening(visit.result, waiting, birthday(visit.result.as_of, 1)).items():
        key = event.day, event.earliest, cause_text(visit.result, event.causes)
        begin.setdefault(key, {})[spoken(visit.book.benefits[row])] = None
    for (day, earliest, cause), rows in sorted(begin.items()):
        told = visit.words["begins"]["day" if day == earliest else "year" if day == birthday(visit.result.as_of, 1) else "window"]
        yield told.format(day=date_text(day), first=date_text(earliest), cause=cause, names=names(list(rows), len(rows)))


def ending(visit: Visit, rows: Iterable[Entry]) -> dict[str, Event]:
    """The rows (ids) that end within a year though nothing else changes, with the day. Only those that ask for no more
    of what grows by itself are looked at."""
    passing = {"age", *(c.fact for c in visit.book.time.counters), *(x.fact for x in visit.book.time.lapses)}
    holding = [(e.id, d.member) for e in rows if not e.received for d in e.found if not d.superseded_by
               and any(r.fact in passing and r.holds and not r.turn and r.node.test.word in ("at_most", "less_than", "is")
                       for r in d.reasons)]
    ends = closing(visit.result, holding, birthday(visit.result.as_of, 1)) if holding else {}
    return {row: event for (row, _), event in ends.items()}
