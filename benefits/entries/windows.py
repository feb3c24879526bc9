"""One window: what somebody goes there for, the rows worth most by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ..bars import part_of, spaced
from ..coming import cause_text, early_line
from ..desks import Window
from ..numbers import Exact, Interval, add
from ..screen import Outcome, shares, totals_of
from ..timeline import Event
from .rows import Entry
from .sums import GIVEN, known_and_open, names, sums
from .visit import Visit

BRIEF = 10  # characters of what an amount hangs on where there is room for no more

Place = Callable[[Window], str]  # of the places that will do for a window the one to go to


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to do, as an errand of its own would say it; at: where, rows: which rows of the list it asks for (ids), beside: which it
    speaks of besides, opens: which an act opens, pays: it is cash that is sure, by: before what happens it must be asked for,
    finds: what is to be found out and how many rows hang on it."""

    step: str
    what: str
    gain: str
    at: Window | None = None
    rows: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    pays: bool = False
    urgent: bool = False
    by: str = ""
    finds: tuple[str, int] | None = None


def asked(rows: Iterable[Entry]) -> list[Entry]:
    """The rows somebody has to go for."""
    return [e for e in rows if not (e.held or e.joined or e.spent)]


def at_one(visit: Visit, entries: list[Entry], eligible: list[Entry], place: Place) -> Thing:
    """The rows (`entries`) of one window: those that are worth most by name with what they come to.
    eligible: all rows that fit, since some of them may exclude each other."""
    words, kinds = visit.words, {}
    for e in entries:
        kind = e.kind
        kinds.setdefault("worth" if kind == "service" and e.worth[2] else kind, []).append(e)
    kind, rows = next((k, kinds[k]) for k in ("cash", "bare", "worth", "service", "loan", "zero", "other") if k in kinds)
    totals = totals_of([d for e in rows for d in e.found])
    known, hangs = known_and_open(visit.book, [d for e in rows for d in e.found])
    how = "，".join(dict.fromkeys(hangs.values()))
    money = sums(**known, at_once=GIVEN) or how or sums(totals.in_kind_annual, totals.in_kind_once)
    overlaps = [e.benefit.may_overlap for e in rows if e.benefit.may_overlap]
    said = {s.money for e in rows for s in e.shares}  # of several services one word, unless all are had in the same way
    alike = len(said) == 1 and (kind in ("bare", "service") or (kind == "worth" and len(rows) == 1))
    gain = said.pop() if alike else words["gain"]["most" if hangs and not known else kind].format(money=money)
    gain += words["gain"]["and_most"].format(how=how) if hangs and known else ""
    open_ = rows[0].shares[0].hangs if kind == "cash" and len(rows) == len(rows[0].shares) == 1 and not rows[0].had else ""
    if 0 < len(open_) <= BRIEF:
        gain += words["depends"]["brief"].format(open=open_)
    off = apart_of(rows, eligible) if kind == "cash" else 0
    gain += _beyond(visit, off, add(totals.cash_annual, totals.cash_once)) if off else ""
    gain += "".join(_had(visit, e, len(rows) > 1) for e in rows if e.had)
    gain += words["higher"] if len(overlaps) > len(set(overlaps)) else ""
    excluding = _excluding(visit, rows, eligible)
    for key, others in excluding.items():
        if not off or key != "unsure":  # that it is not in the sum says as much
            gain += words[key].format(names=names([e.spoken for e in others], len(others)))
    apply = all("asking" in e.benefit.guide and d.term == "in_force" for e in rows for d in e.found)  # else first whether it goes on
    places = {at.where: at for at in (visit.desk(e.benefit) for e in (*rows, *entries))}
    at = next(iter(places.values()))
    step = words["at_use" if at.when else "apply" if apply else "ask"].format(
        when=at.when, desk=at.where if len(places) == 1 else place(at))
    return Thing(step, names([e.spoken for e in rows], len(rows)), gain, at, tuple(e.id for e in rows),
                 tuple(e.id for e in excluding.get("only_one", ())), (), kind in ("cash", "bare"))


def apart_of(rows: list[Entry], eligible: list[Entry]) -> Exact:
    """How much of the cash that is sure of these rows is not in the sum of the honest sentence, since it may not be had beside another."""
    def cash(found: Iterable[tuple[Outcome, str, Interval]]) -> Exact:
        return sum(low for d, bucket, (low, _) in found if bucket.startswith("cash") and d.benefit.id in ids)
    ids = {e.id for e in rows}
    left = [d for e in eligible if not (e.received or e.spent) for d in e.found]
    return cash(shares([d for e in rows for d in e.found])) - cash(shares(left))


def _beyond(visit: Visit, off: Exact, of: Interval) -> str:
    """That it is not in the sum, or how much of it. of: what is told."""
    words = visit.book.wording["bars"]
    return "，" + (words["beyond"] if off == of[0] else words["beyond_part"].format(said=spaced(part_of(off, of))))


def _had(visit: Visit, e: Entry, several: bool) -> str:
    """That a row was had before and for how long, so that what to ask is whether it goes on. several: it is told with others."""
    words = visit.words["had_before"]
    time = words["months"].format(n=e.had[0]) if len(e.had) == 1 else words["some"]
    return words["some_of" if several else "one"].format(name=e.spoken, time=time)


def pressing(visit: Visit, entries: list[Entry], eligible: list[Entry], place: Place, soon: dict[str, Event]) -> Thing:
    """The same with what is urgent or ends soon first. soon: the rows (ids) that end within a year."""
    rows = [e for e in entries if visit.result.urgent(e.benefit)] or [e for e in entries if e.id in soon]
    one = at_one(visit, rows, eligible, place)
    gain, by = one.gain, ""
    if rows[0].id in soon:
        event = soon[rows[0].id]
        by = cause_text(visit.result, event.causes)
        early = early_line(visit.words, by, next(iter(event.kept.values()), None), brief=True)
        gain = f"{gain}。{early}" if all(e.kind == "cash" for e in rows) else early
    elif visit.result.urgent(rows[0].benefit):
        gain = f"{gain}。{visit.words['at_once']}"
    return replace(one, gain=gain, urgent=True, by=by)


def _excluding(visit: Visit, rows: list[Entry], eligible: list[Entry]) -> dict[str, list[Entry]]:
    """Other rows that fit of which only one of the two may be had (only_one), or of which it is not written whether both (unsure)."""
    found: dict[str, dict[str, Entry]] = {}
    for e in (e for e in rows if e.benefit.may_overlap or e.benefit.group):
        one = e.benefit
        for x in (x for x in eligible if x not in rows and not all(d.superseded_by for d in x.found)):
            other, group = x.benefit, visit.book.policy.stacking.get(one.group or "")
            if one.may_overlap and one.may_overlap == other.may_overlap and (e.worth[2] or x.worth[2]):
                found.setdefault("unsure", {})[x.id] = x
            elif group and one.group == other.group and any(group.no_figure_note in d.notes for d in (*e.found, *x.found)):
                found.setdefault("only_one", {})[x.id] = x
    return {key: list(others.values()) for key, others in found.items()}
