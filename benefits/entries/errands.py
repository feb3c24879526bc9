"""What to do first: three things at most, all there is at one place in one trip."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce

from ..desks import Window, placed, window_of_act
from ..explain import as_said
from ..household import Person
from ..keys import at_once
from ..numbers import Exact, add
from ..screen import Totals, outcomes
from .rows import Entry, recognised
from .settling import SETTLES, Settling, settling
from .soon import ending
from .sums import GIVEN, NOTHING, only_most, paid, sums
from .visit import Visit
from .windows import Place, Thing, asked, at_one, pressing

FIRSTS = 3  # so many things to do first
BESIDES = 2  # so many of what may be asked for beside them are named, where
SHORT = 7  # they have so many characters together


@dataclass(frozen=True, slots=True)
class Errand:
    """One of the things to do first: verb first, for what, why it stands in front; of several things at one place each is a line, in place
    of `what` and `gain`.

    ours: the window is our advice; the document names none. desk: the window; empty where it is nowhere to go. urgent: it may not wait;
    by: before what happens; rows: which rows of the list it asks for (ids); opens: which an act done there opens (id, name of the act);
    finds: what is to be found out, and how many rows hang on it."""

    step: str
    what: str
    gain: str
    lines: tuple[str, ...] = ()
    ours: bool = False
    desk: str = ""
    urgent: bool = False
    by: str = ""
    rows: tuple[str, ...] = ()
    opens: tuple[tuple[str, str], ...] = ()
    finds: tuple[str, int] | None = None

    @property
    def told(self) -> str:
        """For what and why in one breath."""
        return "；".join(self.lines) or f"{self.what}。{self.gain}"

    @property
    def name(self) -> str:
        """For what in a few words; of several things the first."""
        return self.what or self.lines[0].partition("：")[0]


def errands(visit: Visit, eligible: list[Entry], possible: list[Entry]) -> tuple[Errand, ...]:
    """Urgent hardship and what ends soon, then what answers a need they told of, then a recognition that opens other rows or an act
    that opens more cash than is sure today, then money per year by desk, then what settles most, last what needs no way of its own; all
    there is at one place is one trip. Where that is little, what else is not known, or somebody to help."""
    place = placed(visit.desk(e.benefit, e.status) for e in (*eligible, *possible) if not (e.received or e.spent or e.missing))
    desks: dict[str, list[Entry]] = {}
    along: dict[str, list[Entry]] = {}
    there: dict[str, list[Entry]] = {}
    may = [e for e in possible if not e.missing and e.found[0].because]
    needed: list[Thing] = []

    def urgent(e: Entry) -> bool:
        return visit.result.urgent(e.benefit)

    for e in asked(eligible):
        if not e.received and not all(d.superseded_by for d in e.found):
            at = visit.desk(e.benefit)
            there.setdefault(place(at), []).append(e)
            if _needed(visit, e) and not at.when:
                needed.append(at_one(visit, [e], eligible, place))
            else:
                (along if at.when else desks).setdefault(place(at), []).append(e)
    needed += [_asking(visit, e) for e in may if _needed(visit, e) and not urgent(e)]
    for e in possible:  # what hangs on an answer besides may be asked for as well, where one goes anyway
        if any(d.because for d in e.found) or _open(e):
            there.setdefault(place(visit.desk(e.benefit, e.status)), []).append(e)
    soon = ending(visit, asked(eligible))
    ranked = sorted(desks.values(), key=lambda rows: (
        any(map(urgent, rows)), any(e.id in soon for e in rows),
        max((e.kind != "zero", e.worth) for e in rows)), reverse=True)
    first = [rows for rows in ranked if any(e.id in soon or urgent(e) for e in rows)]
    found = [Thing(visit.words["ask"].format(desk=(at := visit.desk(e.benefit, e.status)).where), e.spoken, visit.words["may_at_once"], at,
                   (e.id,), urgent=True) for e in may if urgent(e)]  # whether it can be given is asked once
    found += [thing for rows in first for thing in _with_bare(visit, pressing(visit, rows, eligible, place, soon), rows, eligible, place)]
    found += needed
    found += _recognition(visit, eligible, possible) or _key(visit)
    found += [thing for rows in ranked if rows not in first
              for thing in _with_bare(visit, at_one(visit, rows, eligible, place), rows, eligible, place)]
    open_ = settling(visit.result, possible)
    worth = [s for s in open_ if s.tell and not s.unsaid and (s.fact.at_hand or len(s.rows) >= SETTLES)]
    found += _to_find_out(visit, worth)
    found += [at_one(visit, rows, eligible, place) for rows in along.values()]
    trips: dict[str, list[Thing]] = {}
    for thing in found:
        trips.setdefault(place(thing.at) if thing.at else thing.step, []).append(thing)
    for e in may:  # what only may be had is no reason to go elsewhere before the others
        if e.benefit.leads_to is None:
            trips.setdefault(place(visit.desk(e.benefit, e.status)), [_asking(visit, e)])
    for thing in _besides_that(visit, possible, open_, worth, FIRSTS - len(trips)) if len(trips) < FIRSTS else ():
        trips.setdefault(thing.step, [thing])
    return tuple(_trip(visit, things, there.get(to, []), to) for to, things in list(trips.items())[:FIRSTS])


def _with_bare(visit: Visit, one: Thing, rows: list[Entry], eligible: list[Entry], place: Place) -> list[Thing]:
    """What is to be done at the window of these rows, and apart from it the cash the document sets by a figure that was not found: it may
    be the most of all, as what a child lives on is, so it is never only one of those that may be asked for besides."""
    bare = [e for e in rows if e.kind == "bare" and any(d.missing_figures for d in e.found) and e.id not in {*one.rows, *one.beside}]
    return [one, at_one(visit, bare, eligible, place)] if bare else [one]


def _open(e: Entry) -> bool:
    """Whether it hangs on no answer any more, but on what an office decides or on a local line."""
    return bool(e.found[0].because) or not e.missing


def _needed(visit: Visit, e: Entry) -> bool:
    """Whether a row answers a need somebody told of."""
    house = visit.result.household
    return bool(e.benefit.need) and any(facts.get(e.benefit.need) is True for facts in (house.facts, *(p.facts for p in house.people)))


def _asking(visit: Visit, e: Entry) -> Thing:
    """Asking for a row that only may be had, and why it may."""
    return Thing(e.step, e.spoken, e.shares[0].why, visit.desk(e.benefit, e.status), (e.id,))


def _recognition(visit: Visit, eligible: list[Entry], possible: list[Entry]) -> list[Thing]:
    """The recognition that opens the most other rows, if one does."""
    opening = []
    for e in possible:
        leads = e.benefit.leads_to
        if leads is not None and _open(e):
            more = _opened(visit, leads.fact, leads.value) - len(eligible)
            if more > 0:
                at = visit.desk(e.benefit, e.status)
                opens, money = _pays(visit, e)
                gain = visit.words[opens].format(money=money, n=more)
                opening.append((more, Thing(visit.words["ask"].format(desk=at.where), recognised(visit, e.benefit), gain, at, (e.id,))))
    return [thing for _, thing in sorted(opening, key=lambda x: -x[0])[:1]]


def _pays(visit: Visit, e: Entry) -> tuple[str, str]:
    """What a row pays in cash by itself, where that is known, or on what it hangs where only the most of it is; and which words tell it."""
    if how := only_most(visit.book, [(d, value) for d in e.found for value in (d.annual, d.once) if value]) if e.cash else "":
        return "opens_most", how
    annual, once = (reduce(add, [as_said(value) for d in e.found if (value := getattr(d, when))], NOTHING) for when in ("annual", "once"))
    money = sums(annual, once, GIVEN) if e.cash else ""
    return "opens_cash" if money else "opens", money


def _opened(visit: Visit, fact: str, value: str) -> int:
    """How many rows would be eligible if everybody of the household had this recognition."""
    house = visit.result.household
    people = tuple(Person(p.id, {**p.facts, fact: value}) for p in house.people)
    after = outcomes(replace(house, people=people), visit.result.as_of, book=visit.book).outcomes
    return len({o.benefit.id for o in after if o.status == "eligible"})


def _key(visit: Visit) -> list[Thing]:
    """The one act that opens most cash for certain, where that is more than what is sure without it."""
    def cash(totals: Totals) -> Exact:
        return totals.cash_annual[0] + totals.cash_once[0]
    best = max(at_once(visit.result, cash(visit.result.totals)), key=lambda o: cash(o.change.gained), default=None)
    if best is None:
        return []
    act, gained = best.steps[0].act, best.change.gained
    at = window_of_act(visit.book, act)
    money = visit.words["gain"]["cash"].format(money=paid(gained))
    return [Thing(visit.words["apply"].format(desk=at.where), act.name, visit.words["done"].format(gain=money), at,
                  opens=tuple(dict.fromkeys(o.benefit.id for o in best.opens)))]


def _besides_that(visit: Visit, possible: list[Entry], open_: list[Settling], told: list[Settling], room: int) -> list[Thing]:
    """What rows wait for besides what is told: one or two things by name, in one where there is no `room` for two; somebody to help where
    more than that is open in all."""
    words, rest = visit.words, [s for s in open_ if s not in told and s.tell and not s.unsaid]
    every = {key[1] for e in possible for d in e.found for key in d.missing if key not in visit.result.unsaid}
    if len(every - {name for s in told for _, name in s.keys}) > BESIDES:
        helper = words["helper"]
        return [Thing(helper["step"], helper["what"], helper["gain"], Window("", ours=True))]
    if len(rest) <= room or all(s.keys <= visit.coming for s in rest):
        return _to_find_out(visit, rest)
    what = "、".join(words["clarify_some"]["what"].format(fact=s.open, tell=s.tell) for s in rest)
    return [Thing(words["clarify_some"]["step"].format(n=len(rest)), what, _settles(visit, rest), finds=_finds(rest))]


def _to_find_out(visit: Visit, worth: list[Settling]) -> list[Thing]:
    """What is open, and who can tell; what the questionnaire is still to ask together, as one way on."""
    words, out = visit.words, list[Thing]()
    ahead = [s for s in worth if s.keys <= visit.coming]
    for s in worth:
        if s not in ahead:
            out.append(Thing(words["clarify"].format(fact=s.open), s.tell, _settles(visit, [s]), finds=_finds([s])))
        elif s is ahead[0]:
            some = ahead[:BESIDES]
            told = words["go_on"]["what"].format(facts=_finds(some)[0])
            out.append(Thing(words["go_on"]["step"], told, _settles(visit, some), finds=_finds(some)))
    return out


def _finds(open_: list[Settling]) -> tuple[str, int]:
    """What is open, and how many rows hang on it."""
    return "、".join(s.open for s in open_), len({e.id for s in open_ for e in s.rows})


def _settles(visit: Visit, open_: list[Settling]) -> str:
    """How many rows hang on what is open, and whether on nothing else."""
    key = "settles" if all(s.alone for s in open_) else "hangs_some" if len(open_) > 1 else "hangs"
    return visit.words[key].format(n=_finds(open_)[1])


def _trip(visit: Visit, things: list[Thing], there: list[Entry], to: str) -> Errand:
    """What is to be done at one place: what may not wait, then cash that is sure, then the rest. there: all rows that are asked for
    at the place `to`."""
    one, at, words = things[0], things[0].at, visit.words
    named = {row for x in things for row in (*x.rows, *x.beside)}
    more = [e.spoken for e in there if e.id not in named]
    others = _besides(visit, more)
    desk, ours = ("" if at.when else at.where, any(x.at is not None and x.at.ours for x in things)) if at else ("", False)
    urgent, by = any(x.urgent for x in things), visit.say(next((x.by for x in things if x.by), ""))
    opens = tuple((row, visit.say(x.what)) for x in things for row in x.opens)
    if len(things) == 1:
        gain = "。".join(filter(None, (one.gain, others)))
        return Errand(visit.say(one.step), visit.say(one.what), visit.say(gain), (), ours, desk, urgent, by, one.rows, opens,
                      (visit.say(one.finds[0]), one.finds[1]) if one.finds else None)
    where = desk if len({x.at.where for x in things}) == 1 else to
    n, acts = len({e.id for e in there}.union(*(x.rows for x in things))), any(not x.rows for x in things)
    lines = [_in_one_breath(x) for x in sorted(things, key=lambda x: (not x.urgent, not x.pays))] + [others] * bool(others)
    rows = tuple(row for x in things for row in x.rows)
    step = words["trip_act" if acts else "trip"].format(desk=where, n=n)
    return Errand(visit.say(step), "", "", tuple(map(visit.say, lines)), ours, desk, urgent, by, rows, opens)


def _besides(visit: Visit, more: list[str]) -> str:
    """What else may be asked for at a place: one thing by its name, of several the first that are short, and how many they are."""
    named: list[str] = []
    for name in more if len(more) > 1 else ():
        if len(named) < BESIDES and len("".join([*named, name])) <= SHORT:
            named.append(name)
    key = "others" if len(more) == 1 or named == more else "others_some" if named else "others_many"
    return visit.words[key].format(names="、".join(named or more), n=len(more)) if more else ""


def _in_one_breath(thing: Thing) -> str:
    """One of several things at one place: 高龄津贴：现金一年 600 元."""
    return "：".join(filter(None, (thing.what, thing.gain.replace("；", "，").replace("。", "，").replace("：", "，"))))
