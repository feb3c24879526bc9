"""What to do first: three things at most, all there is at one place in one trip."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..desks import placed, window_of_act
from ..household import Person
from ..keys import openings
from ..listing import grouped
from ..numbers import Exact
from ..screen import Totals, determine
from .rows import Entry, recognised
from .settling import SETTLES, settling
from .soon import ending
from .sums import paid
from .visit import Visit
from .windows import Place, Thing, asked, at_one, pressing

FIRSTS = 3  # so many things to do first


@dataclass(frozen=True, slots=True)
class Errand:
    """One of the things to do first: verb first, for what, why it stands in front; of several things at one place all stand in `what`.

    ours: the window is our advice; the document names none. desk: the window; empty where it is nowhere to go. urgent: it may not wait."""

    step: str
    what: str
    gain: str
    ours: bool = False
    desk: str = ""
    urgent: bool = False


def errands(visit: Visit, eligible: list[Entry], possible: list[Entry]) -> tuple[Errand, ...]:
    """Urgent hardship and what ends soon, then a recognition that opens other rows or an act that opens more cash than is sure
    today, then money per year by desk, then what settles most, last what needs no way of its own; all there is at one place is
    one trip."""
    place = placed(visit.desk(e.benefit, e.status) for e in (*eligible, *possible) if not e.received and not e.missing)
    desks: dict[str, list[Entry]] = {}
    along: dict[str, list[Entry]] = {}
    for e in eligible:
        if not e.received and not all(d.superseded_by for d in e.found):
            at = visit.desk(e.benefit)
            (along if at.when else desks).setdefault(place(at), []).append(e)
    soon = ending(visit, (e for e in eligible if not e.held))
    ranked = sorted(filter(asked, desks.values()), key=lambda rows: (
        any(e.benefit.urgent for e in asked(rows)), any(e.id in soon for e in rows),
        max((e.kind != "zero", e.worth) for e in asked(rows))), reverse=True)
    first = [rows for rows in ranked if any(e.id in soon or e.benefit.urgent for e in asked(rows))]
    found = [Thing(e.step, e.name, e.found[0].because[0], visit.desk(e.benefit, e.status), urgent=True)
             for e in possible if e.benefit.urgent and e.found[0].because]
    found += [pressing(visit, rows, eligible, place, soon) for rows in first]
    found += _recognition(visit, eligible, possible) or _key(visit)
    found += [at_one(visit, rows, eligible, place) for rows in ranked if rows not in first]
    found += _to_find_out(visit, possible)
    found += [at_one(visit, rows, eligible, place) for rows in along.values() if asked(rows)]
    trips: dict[str, list[Thing]] = {}
    for thing in found:
        trips.setdefault(place(thing.at) if thing.at else thing.step, []).append(thing)
    for e in possible:  # what only may be had is no reason to ask for more at a window
        if not e.missing and e.found[0].because and e.benefit.leads_to is None:
            at = visit.desk(e.benefit, e.status)
            trips.setdefault(place(at), [Thing(e.step, e.name, e.shares[0].why, at)])
    return tuple(_trip(visit, things, place) for things in list(trips.values())[:FIRSTS])


def _recognition(visit: Visit, eligible: list[Entry], possible: list[Entry]) -> list[Thing]:
    """The recognition that opens the most other rows, if one does."""
    opening = []
    for e in possible:
        leads = e.benefit.leads_to
        if leads is not None and e.found[0].because:
            more = _opened(visit, leads.fact, leads.value) - len(eligible)
            if more > 0:
                at = visit.desk(e.benefit, e.status)
                opening.append((more, Thing(visit.words["ask"].format(desk=at.where), recognised(visit, e.benefit),
                                            visit.words["opens"].format(n=more), at)))
    return [thing for _, thing in sorted(opening, key=lambda x: -x[0])[:1]]


def _opened(visit: Visit, fact: str, value: str) -> int:
    """How many rows would be eligible if everybody of the household had this recognition."""
    house = visit.result.household
    people = tuple(Person(p.id, {**p.facts, fact: value}) for p in house.people)
    return len(grouped(determine(replace(house, people=people), visit.result.as_of, book=visit.book).of("eligible")))


def _key(visit: Visit) -> list[Thing]:
    """The one act that opens most cash for certain, where that is more than what is sure without it."""
    def cash(totals: Totals) -> Exact:
        return totals.cash_annual[0] + totals.cash_once[0]
    ready = [o for o in openings(visit.result) if len(o.steps) == 1 and not o.ask]
    best = max(ready, key=lambda o: cash(o.change.gained), default=None)
    if best is None or cash(best.change.gained) <= cash(visit.result.totals):
        return []
    act, gained = best.steps[0].act, best.change.gained
    at = window_of_act(visit.book, act)
    money = visit.words["gain"]["cash"].format(money=paid(gained))
    return [Thing(visit.words["apply"].format(desk=at.where), act.name, visit.words["done"].format(gain=money), at)]


def _to_find_out(visit: Visit, possible: list[Entry]) -> list[Thing]:
    """What settles several rows at once, and who can tell."""
    words = visit.words
    return [Thing(words["clarify"].format(fact=fact), tell, words["settles" if alone else "hangs"].format(n=len(entries)))
            for fact, tell, entries, alone in settling(visit.result, possible) if tell and len(entries) >= SETTLES]


def _trip(visit: Visit, things: list[Thing], place: Place) -> Errand:
    """What is to be done at one place."""
    one, at = things[0], things[0].at
    desk, ours = ("" if at.when else at.where, any(x.at is not None and x.at.ours for x in things)) if at else ("", False)
    if len(things) == 1:
        return Errand(visit.say(one.step), visit.say(one.what), visit.say(one.gain), ours, desk, one.urgent)
    where = desk if len({x.at.where for x in things}) == 1 else place(at)
    what = visit.words["parted"].join(map(_in_one_breath, things))
    return Errand(visit.say(visit.words["trip"].format(desk=where, n=sum(x.rows for x in things))), visit.say(what), "", ours, desk,
                  any(x.urgent for x in things))


def _in_one_breath(thing: Thing) -> str:
    """One of several things at one place: 高龄津贴（现金一年 600 元），这里还有 3 项."""
    first, stop, rest = thing.gain.replace("；", "，").partition("。")
    said = f"，{first}" if "（" in thing.what + first or "，" in first else f"（{first}）"
    return thing.what + said + (f"，{rest.replace('。', '，')}" if stop else "")
