"""The 幸福清单 as entries: the same elements in the same order for the screen, the print-out, the files and the message.

Everything is said in the voice of the visit. Holds no rule, knows no benefit by name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Any

from .bars import spaced
from .catalogue import amounts
from .coming import cause_text
from .content import Book
from .desks import Window, placed, window, window_of_act
from .explain import as_said, date_text, rate
from .household import Person
from .interview import unlikely
from .keys import openings
from .listing import (
    amount_text,
    called,
    either,
    figure_remark,
    grouped,
    held,
    lacking_text,
    left_out,
    monthly_text,
    needs,
    plain,
    short,
    sum_remark,
    term_brief,
    term_notice,
    who,
    whom,
    why,
    why_not,
)
from .model import Benefit, Citation, Fact, FactValue, Part
from .numbers import Exact, Interval, add
from .refusing import Need
from .rules import Node, State, tested, truth
from .screen import Determination, Reason, Screening, Totals, determine, missing_note, rules_of, suffix, totals_of, words_of
from .screen import shares as added
from .timeline import Event, birthday, closing, opening
from .voice import SELF, say

FIRSTS = 3  # so many things to do first
WHY = 18  # characters of the words that say why, on a phone
LINE = 13  # of them in one line
SETTLES = 2  # an open fact that settles so many rows is worth an errand
PLACES = ("residence", "hukou")  # what nearly every row asks for says little
NAMES = 3  # so many names of rows in one breath, and
BREATH = 28  # so many characters of them
STEP = 25  # characters of one step
WAITING = 6  # so many rows that wait for the same answer are told one by one
NOTHING: Interval = (0, 0)


@dataclass(frozen=True, slots=True)
class Share:
    """What one benefit means for people with the same answer (`found`). whom is empty where there is one person only, or where
    the amount says it."""

    found: tuple[Determination, ...]
    whom: str
    money: str
    working: str
    remark: str
    why: str
    chosen: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the list with its elements; `found`: its determinations."""

    found: tuple[Determination, ...]
    status: str
    received: bool
    badge: str
    name: str
    title: str  # the name, with for whom where the row stands under both headings
    plain: str
    shares: tuple[Share, ...]
    lacking: tuple[str, ...]  # with who can tell
    lacks: tuple[str, ...]  # the same by name only
    step: str
    desk: str  # the window in `step`; empty where it names none
    ours: bool  # that window is our guidance, not the document's
    also: str  # that others of the household have this row under the other heading
    departments: tuple[str, ...]
    clause: str
    reasons: tuple[str, ...]
    quotes: tuple[Citation, ...]
    working: tuple[str, ...]
    guide: tuple[tuple[str, str, tuple[str, ...]], ...]  # what, text, sentences (none: the document does not say)
    notes: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.found[0].benefit.id

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the open facts."""
        return tuple(dict.fromkeys(name for d in self.found for _, name in d.missing))

    @property
    def cash(self) -> bool:
        """Whether it is money in hand, so that it is 领, not 用."""
        return self.found[0].benefit.pays == "cash"

    @property
    def held(self) -> bool:
        """Whether it should be paid already, so that nobody has to go for it."""
        return self.status == "eligible" and self.found[0].benefit.held

    @property
    def worth(self) -> tuple[int, Exact, Exact]:
        """For sorting by money: cash first, then the sure part, then what it may come to; what is 0 yuan now comes last."""
        live = [d for d in self.found if not d.superseded_by and d.benefit.pays != "loan"]
        value = [v for d in live for v in (d.annual, d.once) if v]
        zero = bool(value) and all(v == NOTHING for v in value)
        return -1 if zero else int(self.found[0].benefit.pays == "cash"), sum(v[0] for v in value), sum(v[1] or v[0] for v in value)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; who can tell, where the heading is something to find out."""

    heading: str
    entries: tuple[Entry, ...]
    tell: str = ""

    @property
    def waits(self) -> bool:
        """Whether so many rows wait for one and the same answer that their names are enough until it is known."""
        return bool(self.tell) and len(self.entries) > WAITING

    @property
    def led(self) -> dict[str, list[str]]:
        """The names, by the department in the lead."""
        return {office.heading: [e.name for e in office.entries] for office in _split(self.entries, _leads)}


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


@dataclass(frozen=True, slots=True)
class _Thing:
    """One thing to do, as an errand of its own would say it; at: where, rows: how many rows of the list it is."""

    step: str
    what: str
    gain: str
    at: Window | None = None
    rows: int = 1
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    name: str
    whom: str
    because: tuple[str, ...]
    change: str
    clause: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The whole list of one household on one day, in one voice."""

    result: Screening
    voice: str
    received: frozenset[str]
    notice: str
    lead: tuple[str, ...]  # the honest sentence
    beside: tuple[str, ...]  # how its numbers come about
    errands: tuple[Errand, ...]
    marks: tuple[str, ...]  # what must be known with the sentence and the errands: what begins soon, how sure a sum is, what excludes what
    eligible: tuple[Entry, ...]
    possible: tuple[Entry, ...]
    distant: tuple[tuple[str, str], ...]  # name, for whom and on what it hangs
    refused: tuple[Refusal, ...]
    glosses: tuple[str, ...]  # what the office words on the closed cards mean
    twice: dict[str, int]  # how many rows of a status stand under an earlier one for others of the household
    tally: str  # every row counted once

    def say(self, text: str, called: str = "") -> str:
        return say(self.result.book, self.voice, text, called)

    @property
    def labels(self) -> dict[str, str]:
        """The words before the elements of a card."""
        return self.result.book.wording["list"]["labels"]

    @property
    def advice(self) -> str:
        """That windows with the mark are our advice, where there is one."""
        ours = any(e.ours for e in self.errands) or any(e.ours for e in (*self.eligible, *self.possible))
        return self.result.book.wording["list"]["ours_note"] if ours else ""

    @property
    def brief(self) -> str:
        """The notice in one short line."""
        return term_brief(self.result.book, self.result.term)

    def heading(self, status: str) -> str:
        words = self.result.book.wording["list"]["heading"]
        return words.get(status + self.result.claim, words[status])

    def marked(self, status: str, short: bool = False) -> str:
        """The heading with the shape its rows carry. short: as it is called where it is a way to that part of the page."""
        words = self.result.book.wording
        return f"{words['badge'][status][0]} {(short and words['list']['jump'].get(status)) or self.heading(status)}"

    def title(self, status: str) -> str:
        """The heading with the number of rows, and how many of them were counted already; of refusals those nobody gets."""
        of = self.result.book.wording["list"]["twice"] if self.twice.get(status) and status != "ineligible" else "{rows} 项"
        return f"{self.marked(status)}（{of.format(rows=self.count(status), n=self.twice.get(status))}）"

    def count(self, status: str) -> int:
        """How many rows have this status, each counted once: under the best it has for anybody of the household."""
        rows = {"eligible": self.eligible, "possible": self.possible, "ineligible": self.refused}[status]
        return len(rows) - self.twice.get(status, 0)


def listing(result: Screening, voice: str = SELF, received: Collection[str] = ()) -> Listing:
    """The list of `result` in `voice`. received: ids of benefits that are ticked as already received."""
    return _Writer(result, voice, frozenset(received)).listing()


class _Writer:
    def __init__(self, result: Screening, voice: str, received: frozenset[str]):
        self.result, self.book, self.voice, self.received = result, result.book, voice, received
        self.words = self.book.wording["list"]
        self.term = result.claim
        self.alone = len(result.household.people) == 1
        self.far = unlikely(result)
        self.asking = rules_of(self.book).asking
        self.glosses: dict[str, str] = {}
        self.waiting: list[tuple[str, str | None]] = []  # the rows (benefit, member) that an age refuses which is reached within a year

    def say(self, text: str) -> str:
        return say(self.book, self.voice, text)

    def listing(self) -> Listing:
        result = self.result
        far = self.far
        eligible = [self.entry(same) for same in grouped(result.of("eligible"))]
        possible = [self.entry(same) for same in grouped([d for d in result.of("possible") if (d.benefit.id, d.member) not in far])]
        distant = grouped([d for d in result.of("possible") if (d.benefit.id, d.member) in far])
        eligible.sort(key=lambda e: e.worth, reverse=True)
        self.sure = eligible
        against = grouped(result.of("ineligible"))
        refused = self.refusals(against)
        ids = {"eligible": [e.id for e in eligible], "possible": [e.id for e in possible],
               **{key: [same[0].benefit.id for same in rows] for key, rows in (("distant", distant), ("ineligible", against))}}
        twice, tally = self.counted_once(ids)
        lead, beside = self.sentences(eligible, possible, len(possible) - twice["possible"])
        errands = self.errands(eligible, possible)
        return Listing(result, self.voice, self.received, term_notice(self.book, result.term), lead, beside,
                       errands, self.marks(eligible, errands), tuple(eligible), tuple(possible),
                       tuple(map(self.unexpected, distant)), refused,
                       tuple(self.say(self.words["gloss"].format(name=name, meaning=meaning)) for name, meaning in self.glosses.items()),
                       twice, tally)

    def unexpected(self, same: list[Determination]) -> tuple[str, str]:
        """A row of what hardly anybody has: its name, for whom and in what circumstances: those that are rare, else what a general rule
        asks for, else what is open and asked for the least."""
        facts = {f.yes or f.said: None for d in same for _, name in d.missing if (f := self.book.facts[name]).usual is not None}
        if not facts:
            if lines := self._by_rule(same):
                return same[0].benefit.name, self.say("；".join(lines))
            open_ = sorted((r for d in same for r in d.reasons if r.holds is None), key=lambda r: self.asking[r.fact])
            facts = dict.fromkeys(short(self.book, r.test) for r in open_[:1])
        of = "" if self.alone or same[0].member is None else whom(self.result, [d.member for d in same])
        return same[0].benefit.name, self.say("，".join(filter(None, [of, "；".join(facts)])))

    def _by_rule(self, same: list[Determination]) -> list[str]:
        """What a general rule asks for, of those to whom it speaks: with the age, where that decides and is not in what they are called."""
        words, of = self.words, {}
        for d in same:
            against = [r for r in d.reasons if r.holds is False and r.origin in ("general", "assumed")]
            if against:
                of.setdefault(tuple(dict.fromkeys(r.test for r in against)), []).append((d.member, {r.fact for r in against}))
        found = []
        for tests, people in of.items():
            rule = words["distant_rule"].format(tests="、".join(tests))
            member, facts = people[0]
            if self.alone or member is None:
                age = self.result.household.people[0].facts.get("age") if self.alone and facts == {"age"} else None
                found.append(rule if age is None else words["distant_aged"].format(age=age, rule=rule))
            else:
                found.append(f"{whom(self.result, [m for m, _ in people])}，{rule}")
        return found

    def counted_once(self, ids: dict[str, list[str]]) -> tuple[dict[str, int], str]:
        """How many rows of each heading stand under an earlier one, and the sentence that counts each row once. ids: by heading."""
        words, word, seen = self.words, self.words["heading"]["eligible" + self.term], set()
        twice, parts = {}, []
        for key, rows in ids.items():
            new = set(rows) - seen
            seen |= new
            twice[key] = len(rows) - len(new)
            if new:
                parts.append(words["tally"][key].format(n=len(new), word=word))
        split = words["split"].format(n=twice["ineligible"]) if twice["ineligible"] else ""
        return twice, "".join((words["counted"].format(all=len(seen)), "，".join(parts), "。", split,
                               words["units"].format(n=len(self.book.organisations()))))

    # --- the honest sentence ---

    def sentences(self, eligible: list[Entry], possible: list[Entry], maybe: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """How many rows there are and what they pay, what is had already apart; then how that adds up, each row counted once by what it
        pays. maybe: so many rows are only possible."""
        words, word = self.words, self.words["heading"]["eligible" + self.term]
        beside: list[str] = []
        if eligible:
            got, left = [e for e in eligible if e.received], [e for e in eligible if not e.received]
            lead = words["count"].format(sure=len(eligible), word=word)
            if got:
                money = self._cash(got)
                beside.append(words["with_received"])
                kinds = {e.cash for e in got}
                had = words["received"]["had"]["both" if len(kinds) > 1 else "cash" if True in kinds else "use"]
                lead += words["received"]["some" if left else "all"].format(
                    n=len(got), had=had, money=words["received"]["money"].format(money=money) if money else "")
                lead += words["received"]["left"].format(n=len(left)) if left else ""
            lead += self._of_which(left) if left else ""
            lead += words["maybe"].format(maybe=maybe) if maybe else ""
            beside += [*self._counted(eligible), *self._besides(eligible, possible)]
        elif possible:
            settled = len({d.benefit.id for d in self.result.of("ineligible")})
            lead = words["none" if settled >= maybe else "unknown"].format(maybe=maybe, word=word)
        else:
            lead = words["nothing"].format(word=word)
        beside += left_out(self.result)
        return (self.say(lead),), tuple(map(self.say, beside))

    def _cash(self, rows: list[Entry]) -> str:
        """What these rows pay in cash."""
        totals = totals_of([d for e in rows for d in e.found])
        return self._paid(totals)

    def _of_which(self, rows: list[Entry]) -> str:
        """What of these rows is cash, and what of it is paid already."""
        money, kinds = self._cash(rows), [_kind(e) for e in rows]
        return self.words["of_which"]["cash" if money else "bare" if "bare" in kinds else "no_cash"].format(
            join="，" if any(e.received for e in self.sure) else "。", money=money.replace("，", "；"), held=self._held_of(rows),
            n=kinds.count("bare"))

    def _held_of(self, rows: list[Entry]) -> str:
        """How much of the cash of these rows should be paid already."""
        cash = [(d, value) for d, bucket, value in added([d for e in rows for d in e.found]) if bucket.startswith("cash")]
        had, all_ = (reduce(add, values, NOTHING) for values in ([v for d, v in cash if d.benefit.held], [v for _, v in cash]))
        said = self.words["of_which"]
        if had in (NOTHING, all_):
            return "" if had == NOTHING else said["all_held"]
        return said["held"].format(money=spaced(as_said(had))) if had[0] else said["some_held"]  # at most so much is no news here

    def _counted(self, eligible: list[Entry]) -> list[str]:
        """The rows that pay cash, then those that do not."""
        words, totals = self.words, self.result.totals
        kinds: dict[str, list[Entry]] = {}
        for e in eligible:
            kinds.setdefault(_kind(e), []).append(e)
        cash, rest = [kinds.get(k, []) for k in ("cash", "bare", "zero")], {k: kinds[k] for k in ("service", "loan", "other") if k in kinds}
        known, bare, zero = cash
        paying, money = sum(map(len, cash)), self._paid(totals)
        parts = []
        if known:
            parts.append(words["paid"]["known" if len(known) < paying else "all"].format(n=len(known), money=money))
        parts += [words["paid"][k].format(n=len(rows), names="" if known else f"（{_names(rows)}）")
                  for k, rows in (("bare", bare), ("zero", zero)) if rows]
        out = [words["paying"].format(n=paying, parts="；".join(parts)) if paying else words["no_cash"]]
        if rest:
            said = "，".join(words["rest"][k].format(n=len(rows)) for k, rows in rest.items())
            out.append((words["others_are"] if paying else "") + said + "。")
        return out

    def _choices(self, eligible: list[Entry]) -> Iterable[tuple[str, list[str]]]:
        """Of which rows of what kind only one may be had, where it is not plain which."""
        groups: dict[str, dict[str, bool]] = {}
        for d in (d for e in eligible for d in e.found if d.benefit.group and not d.superseded_by):
            rows, note = groups.setdefault(d.benefit.group, {}), self.book.policy.stacking[d.benefit.group].no_figure_note
            rows[d.benefit.name] = rows.get(d.benefit.name, False) or note in d.notes
        return ((self.book.policy.stacking[group].name, list(rows)) for group, rows in groups.items()
                if len(rows) > 1 and any(rows.values()))

    def _besides(self, eligible: list[Entry], possible: list[Entry]) -> Iterable[str]:
        words, totals = self.words, self.result.totals
        both = [e.name for e in eligible if e.id in {e.id for e in possible}]
        if both:
            yield words["both"].format(names=names(both, len(both)), word=words["heading"]["eligible" + self.term])
        counted = [d for e in eligible for d in e.found if not d.superseded_by and d.benefit.pays != "loan"]
        yield from either(self.book, counted)
        kind = self._sums(totals.in_kind_annual, totals.in_kind_once)
        if kind:
            yield words["kind"].format(money=kind)
        ends = [(value, getattr(totals, f"{d.benefit.pays}_{when}")) for d in counted
                for when, value in (("annual", d.annual), ("once", d.once)) if value and value != NOTHING]
        if any(value[0] == 0 and total[1] is None for value, total in ends):
            yield words["most"]
        if any(_kind(e) == "loan" for e in eligible):
            yield words["loans"]
        remarks = dict.fromkeys(s.remark for e in eligible for s in e.shares if s.remark)
        yield from (words["reported"].format(remark=remark) for remark in remarks)

    def _paid(self, totals: Totals) -> str:
        return self._sums(as_said(totals.cash_annual), as_said(totals.cash_once))

    def _sums(self, annual: Interval, once: Interval) -> str:
        parts = [f"{when}{spaced(value)}" for when, value in (("一年", annual), ("一次性", once)) if value != NOTHING]
        return "，".join(parts)

    def marks(self, eligible: list[Entry], errands: tuple[Errand, ...]) -> tuple[str, ...]:
        """What begins soon for certain; then how well the sum in the sentence is known, and of which rows only one may be had, unless
        an errand says so."""
        cash = (d for e in eligible if not e.received for d in e.found if d.benefit.pays == "cash" and not d.superseded_by)
        doubt = sum_remark(self.book, cash) + "".join(
            self.words["choose"].format(of=of, n=len(rows)) for of, rows in self._choices(eligible)
            if not any(all(name in e.what + e.gain for name in rows) for e in errands))
        return tuple(map(self.say, filter(None, (*self._beginning(), doubt))))

    def _beginning(self) -> Iterable[str]:
        """The rows that begin within a year with nothing but an age, each day in one line."""
        if not self.waiting:
            return
        begin: dict[tuple[date, date, str], dict[str, None]] = {}
        for (row, _), event in opening(self.result, self.waiting, birthday(self.result.as_of, 1)).items():
            key = event.day, event.earliest, cause_text(self.result, event.causes)
            begin.setdefault(key, {})[self.book.benefits[row].name] = None
        for (day, earliest, cause), rows in sorted(begin.items()):
            told = self.words["begins"]["day" if day == earliest else "year"]
            yield told.format(day=date_text(day), cause=cause, names=names(list(rows), len(rows)))

    # --- what to do first ---

    def errands(self, eligible: list[Entry], possible: list[Entry]) -> tuple[Errand, ...]:
        """Urgent hardship and what ends soon, then a recognition that opens other rows or an act that opens more cash than is sure
        today, then money per year by desk, then what settles most, last what needs no way of its own; all there is at one place is
        one trip."""
        words = self.words
        self.place = placed(self.desk(e.found[0].benefit, e.status) for e in (*eligible, *possible) if not e.received and not e.missing)
        urgent = [e for e in possible if e.found[0].benefit.urgent and e.found[0].because]
        found = [_Thing(e.step, e.name, e.found[0].because[0], self.desk(e.found[0].benefit, e.status), urgent=True) for e in urgent]
        desks: dict[str, list[Entry]] = {}
        along: dict[str, list[Entry]] = {}
        for e in eligible:
            if not e.received and not all(d.superseded_by for d in e.found):
                at = self.desk(e.found[0].benefit)
                (along if at.when else desks).setdefault(self.place(at), []).append(e)
        soon = self.soon(e for e in eligible if not e.held)
        ranked = sorted(filter(_asked, desks.values()), key=lambda rows: (
            any(e.found[0].benefit.urgent for e in _asked(rows)), any(e.id in soon for e in rows),
            max((_kind(e) != "zero", e.worth) for e in _asked(rows))), reverse=True)
        pressing = [rows for rows in ranked if any(e.id in soon or e.found[0].benefit.urgent for e in _asked(rows))]
        found += [self._pressing(rows, soon) for rows in pressing]
        opening = []
        for e in possible:
            leads = e.found[0].benefit.leads_to
            if leads is not None and e.found[0].because:
                more = self._opened(leads.fact, leads.value) - len(eligible)
                if more > 0:
                    at = self.desk(e.found[0].benefit, e.status)
                    opening.append((more, _Thing(words["ask"].format(desk=at.where), self._recognised(e.found[0].benefit),
                                                 words["opens"].format(n=more), at)))
        found += [thing for _, thing in sorted(opening, key=lambda x: -x[0])[:1]] or self.key()
        clarify = [_Thing(words["clarify"].format(fact=fact), tell, words["settles" if alone else "hangs"].format(n=len(entries)))
                   for fact, tell, entries, alone in settling(self.result, possible) if tell and len(entries) >= SETTLES]
        sure = [self._at(rows) for rows in ranked if rows not in pressing]
        found += [*sure, *clarify, *map(self._at, filter(_asked, along.values()))] if eligible else clarify
        trips: dict[str, list[_Thing]] = {}
        for thing in found:
            trips.setdefault(self.place(thing.at) if thing.at else thing.step, []).append(thing)
        for e in possible:  # what only may be had is no reason to ask for more at a window
            if not e.missing and e.found[0].because and e.found[0].benefit.leads_to is None:
                at = self.desk(e.found[0].benefit, e.status)
                trips.setdefault(self.place(at), [_Thing(e.step, e.name, e.shares[0].why, at)])
        return tuple(map(self._trip, list(trips.values())[:FIRSTS]))

    def _trip(self, things: list[_Thing]) -> Errand:
        """What is to be done at one place."""
        one, at = things[0], things[0].at
        desk, ours = ("" if at.when else at.where, any(x.at is not None and x.at.ours for x in things)) if at else ("", False)
        if len(things) == 1:
            return Errand(self.say(one.step), self.say(one.what), self.say(one.gain), ours, desk, one.urgent)
        where = desk if len({x.at.where for x in things}) == 1 else self.place(at)
        what = self.words["parted"].join(map(_in_one_breath, things))
        return Errand(self.say(self.words["trip"].format(desk=where, n=sum(x.rows for x in things))), self.say(what), "", ours, desk,
                      any(x.urgent for x in things))

    def _recognised(self, benefit: Benefit, glossed: bool = True) -> str:
        """What to ask for a recognition: whether they get it, in plain words."""
        words, fact = words_of(self.book), self.book.facts[benefit.leads_to.fact]
        value = words.label(fact, benefit.leads_to.value)
        return self.words["recognised"].format(value=value if glossed else short(self.book, value))

    def key(self) -> list[_Thing]:
        """The one act that opens most cash for certain, where that is more than what is sure without it."""
        def cash(totals: Totals) -> Exact:
            return totals.cash_annual[0] + totals.cash_once[0]
        ready = [o for o in openings(self.result) if len(o.steps) == 1 and not o.ask]
        best = max(ready, key=lambda o: cash(o.change.gained), default=None)
        if best is None or cash(best.change.gained) <= cash(self.result.totals):
            return []
        act, gained = best.steps[0].act, best.change.gained
        at = window_of_act(self.book, act)
        money = self.words["gain"]["cash"].format(money=self._paid(gained))
        return [_Thing(self.words["apply"].format(desk=at.where), act.name, self.words["done"].format(gain=money), at)]

    def soon(self, rows: Iterable[Entry]) -> dict[str, Event]:
        """The rows (ids) that end within a year though nothing else changes, with the day. Only those that ask for no more
        of what grows by itself are looked at."""
        passing = {"age", *(c.fact for c in self.book.time.counters), *(x.fact for x in self.book.time.lapses)}
        held_ = [(e.id, d.member) for e in rows if not e.received for d in e.found if not d.superseded_by
                 and any(r.fact in passing and r.holds and not r.turn and r.node.test.word in ("at_most", "less_than", "is")
                         for r in d.reasons)]
        ends = closing(self.result, held_, birthday(self.result.as_of, 1)) if held_ else {}
        return {row: event for (row, _), event in ends.items()}

    def _pressing(self, entries: list[Entry], soon: dict[str, Event]) -> _Thing:
        """One window: what is urgent or ends soon first."""
        rows = [e for e in _asked(entries) if e.found[0].benefit.urgent] or [e for e in entries if e.id in soon]
        one, left = self._at(rows), [e.name for e in entries if e not in rows]
        gain = one.gain
        if rows[0].id in soon:
            event = soon[rows[0].id]
            act = next(iter(event.kept.values())).name if event.kept else ""
            early = self.words["early_kept" if act else "early"].format(cause=cause_text(self.result, event.causes), act=act)
            gain = f"{gain}。{early}" if all(_kind(e) == "cash" for e in rows) else early
        return replace(one, gain=gain + self._others(left), rows=len(entries), urgent=True)

    def _others(self, names_: list[str]) -> str:
        words = self.words["others" if len(names_) == 1 else "others_many"]
        return words.format(names="".join(names_), n=len(names_)) if names_ else ""

    def _at(self, entries: list[Entry]) -> _Thing:
        """One window: the rows that are worth most by name with what they come to, the others by their number."""
        words, kinds = self.words, {}
        for e in _asked(entries):
            kind = _kind(e)
            kinds.setdefault("worth" if kind == "service" and e.worth[2] else kind, []).append(e)
        kind, rows = next((k, kinds[k]) for k in ("cash", "bare", "worth", "service", "loan", "zero", "other") if k in kinds)
        totals = totals_of([d for e in rows for d in e.found])
        money = self._paid(totals) or self._sums(totals.in_kind_annual, totals.in_kind_once)
        overlaps = [e.found[0].benefit.may_overlap for e in rows if e.found[0].benefit.may_overlap]
        said = {s.money for e in rows for s in e.shares}  # of several services one word, unless all are had in the same way
        alike = len(said) == 1 and (kind == "service" or (kind == "worth" and len(rows) == 1))
        gain = said.pop() if alike else words["gain"][kind].format(money=money)
        gain += words["higher"] if len(overlaps) > len(set(overlaps)) else ""
        excluding = self._excluding(rows)
        for key, others in excluding.items():
            gain += words[key].format(names=names(others, len(others)))
        more = [e.name for e in entries if e not in rows and e.name not in excluding.get("only_one", ())]
        apply = all("asking" in e.found[0].benefit.guide for e in rows)
        places = {at.where: at for at in (self.desk(e.found[0].benefit) for e in (*rows, *entries))}
        at = next(iter(places.values()))
        step = words["at_use" if at.when else "apply" if apply else "ask"].format(
            when=at.when, desk=at.where if len(places) == 1 else self.place(at))
        return _Thing(step, _names(rows), gain + self._others(more), at, len(entries))

    def _excluding(self, rows: list[Entry]) -> dict[str, list[str]]:
        """Other rows that fit of which only one of the two may be had (only_one), or of which it is not written whether both (unsure)."""
        found: dict[str, dict[str, None]] = {}
        for e in (e for e in rows if e.found[0].benefit.may_overlap or e.found[0].benefit.group):
            one = e.found[0].benefit
            for x in (x for x in self.sure if x not in rows and not all(d.superseded_by for d in x.found)):
                other, group = x.found[0].benefit, self.book.policy.stacking.get(one.group or "")
                if one.may_overlap and one.may_overlap == other.may_overlap and (e.worth[2] or x.worth[2]):
                    found.setdefault("unsure", {})[x.name] = None
                elif group and one.group == other.group and any(group.no_figure_note in d.notes for d in (*e.found, *x.found)):
                    found.setdefault("only_one", {})[x.name] = None
        return {key: list(others) for key, others in found.items()}

    def _opened(self, fact: str, value: str) -> int:
        """How many rows would be eligible if everybody of the household had this recognition."""
        house = self.result.household
        people = tuple(Person(p.id, {**p.facts, fact: value}) for p in house.people)
        return len(grouped(determine(replace(house, people=people), self.result.as_of, book=self.book).of("eligible")))

    def desk(self, benefit: Benefit, status: str = "eligible") -> Window:
        """The window to go to."""
        return window(self.book, benefit, status)

    # --- one row ---

    def entry(self, same: list[Determination]) -> Entry:
        benefit, status = same[0].benefit, same[0].status
        received = status == "eligible" and benefit.id in self.received
        alike: dict[tuple, list[Determination]] = {}
        for d in same:
            alike.setdefault((d.annual, d.once, d.superseded_by, tuple(d.because)), []).append(d)
        ordered = sorted(alike.values(), key=lambda people: NOTHING in (people[0].annual, people[0].once))
        shares = self.shares(ordered)
        missing = list(dict.fromkeys(k for d in same for k in d.missing))
        lacking, lacks = lacking_text(self.result, missing), lacking_text(self.result, missing, told=False)
        if limits := list(dict.fromkeys(name for d in same for name in d.open_limits)):  # a figure is missing, not an answer
            words, of = self.words["no_limit"], [self.book.parameters[name] for name in limits]
            asked = "、".join(p.asked or words["figure"].format(label=p.label) for p in of)
            lacking = lacks = [*lacking, words["one"].format(asked=asked, desk=self.desk(benefit, status).where)]
        had = "received" if benefit.pays == "cash" else "in_use"
        badge = had if received else "superseded" if all(d.superseded_by for d in same) else status + suffix(same[0].term)
        step, desk, ours = self.step(same[0], received, bool(missing))
        reasons = tuple(map(self.say, plain(self.book, why(self.result, *same))))
        words = words_of(self.book)  # the formula is told where it says how the figure was computed
        brief = {missing_note(words, d): missing_note(words, d, formula=False) for d in same if d.missing_figures}
        notes = dict.fromkeys(brief.get(n, n) for d in same for n in d.notes if n not in d.because and n not in self._shared(d))
        also = self.also(benefit, status)
        whom_ = "" if self.alone or not also else self.say(whom(self.result, [d.member for d in same]))
        title = self.words["of_whom"].format(name=benefit.name, whom=whom_) if whom_ else benefit.name
        return Entry(tuple(same), status, received, self.book.wording["badge"][badge], benefit.name, title, self.say(benefit.plain), shares,
                     tuple(map(self.say, lacking)), tuple(map(self.say, lacks)), self.say(step), self.say(desk), ours,
                     also, benefit.departments, benefit.article, reasons,
                     benefit.quote, tuple(self.working(same)), tuple(self.guide(benefit)), tuple(map(self.say, notes)))

    def also(self, benefit: Benefit, status: str) -> str:
        """That the same row stands under the other heading for others of the household."""
        other = "possible" if status == "eligible" else "eligible"
        others = [d for d in self.result.of(other) if d.benefit.id == benefit.id and (d.benefit.id, d.member) not in self.far]
        return self.words["also"][other].format(n=len(others), word=self.words["heading"]["eligible" + self.term]) if others else ""

    def shares(self, alike: list[list[Determination]]) -> tuple[Share, ...]:
        """One share for all to whom the same comes; who is left beside those named is 家里别的人."""
        found = [self.share(people) for people in alike]
        everybody = sum(map(len, alike)) == len(self.result.household.people) > 1 < len(found)
        rest = max(range(len(found)), key=lambda i: len(alike[i]))
        if everybody and found[rest].whom and sum(len(a) == len(alike[rest]) for a in alike) == 1:
            found[rest] = replace(found[rest], whom=self.words["others_of"])
            found.append(found.pop(rest))
        return tuple(found)

    def share(self, people: list[Determination]) -> Share:
        d = people[0]
        some = any(v not in (None, (0, 0)) for v in (d.annual, d.once))
        each = "每人" if len(people) > 1 and some else ""
        of = "" if self.alone else self.say(whom(self.result, [p.member for p in people]))
        because = _because(d.because) or self.why_line(people) or self.words["open"]
        called = of if d.member and "您家" not in because else ""
        money = each + self.money(d)
        return Share(tuple(people), "" if of and money.startswith(of) else of, money, monthly_text(d), figure_remark(self.result, d),
                     say(self.book, self.voice, because, called), self.say(self.chosen(d)))

    def money(self, d: Determination) -> str:
        if d.benefit.leads_to and d.benefit.pays == "in_kind" and not d.quantified:
            return self.words["leads"]
        text = amount_text(self.result, d).strip()
        if NOTHING in (d.annual, d.once):
            said = {**self.result.household.facts, **next((p.facts for p in self.result.household.people if p.id == d.member), {})}
            empty = [no for name in _counts(d.benefit.amount) if said.get(name) in (0, NOTHING) and (no := self.book.facts[name].no)]
            return self.words["zero_of"].format(none=empty[0]) if empty else self.words["zero"]
        if d.benefit.pays == "in_kind" and d.quantified:
            text = text.removesuffix(f"（{self.book.wording['basis']['in_kind']}）")
            text = self.say(self.words["ways"].get(d.benefit.way, self.words["gain"]["worth"]).format(money=text))
        if d.quantified and d.member is None and not self.alone:
            return self.words["household"] + text
        if d.quantified or d.benefit.pays == "loan":
            return text
        if d.benefit.pays == "cash":
            return self.words["cash_only"].format(text=text)
        kinds, way = self.words["kinds"], d.benefit.way
        had = kinds.get(f"{way}_had") if d.status == "eligible" else None
        kind = self.say(had or kinds.get(way, self.words["kind_only"]))
        local = d.basis == "local" and d.benefit.way not in ("decided", "rule", "thing")
        tail = "no_number" if d.benefit.amount is not None else "local" if local else ""
        return kind + (self.words["tails"][tail] if tail else "")

    def chosen(self, d: Determination) -> str:
        """Of rows that exclude each other: which was chosen, and what the other was worth."""
        if d.superseded_by:
            winner = next(x for x in self.result.of("eligible") if x.benefit.id == d.superseded_by
                          and (x.member == d.member or None in (x.member, d.member)
                               or self.book.policy.stacking[d.benefit.group].per == "household"))
            return self.words["superseded"].format(winner=winner.benefit.name, winner_money=self.money(winner), money=self.money(d))
        told = ""
        if d.benefit.group:
            losers = [x for x in self.result.of("eligible") if x.superseded_by == d.benefit.id and x.benefit.group == d.benefit.group
                      and (x.member == d.member or self.book.policy.stacking[d.benefit.group].per == "household")]
            told = "".join(self.words["chosen"].format(loser=x.benefit.name, money=self.money(x)) for x in losers)
        return told + "".join(self._shared(d))

    def _shared(self, d: Determination) -> Iterable[str]:
        """What the document leaves open about having two rows at once: stands on the card, not behind the tap."""
        benefit, policy = d.benefit, self.book.policy
        known = [policy.overlap[benefit.may_overlap]] if benefit.may_overlap else []
        told = [note for note in known if note in d.notes]
        if benefit.group and policy.stacking[benefit.group].no_figure_note in d.notes:
            alike = [x for x in self.result.of("eligible") if x.benefit.group == benefit.group and x.benefit.id != benefit.id
                     and (x.member == d.member or policy.stacking[benefit.group].per == "household")]
            told.append(self.words["one_of"].format(names="”、“".join(dict.fromkeys(x.benefit.name for x in alike))))
        return told

    def why_line(self, people: list[Determination]) -> str:
        """The conditions that decided, in the resident's own words, in one line, and how many there are: what all these people share."""
        said = [{self._short(r, d, people): r.fact in PLACES for r in sorted(d.reasons, key=self._weight) if r.holds} for d in people]
        shared = {text: place for text, place in said[0].items() if text and all(text in other for other in said)} if said else {}
        out, texts = "", list(shared)
        for n in range(len(texts), 0, -1):
            left = not all(shared[text] for text in texts[n:])  # where they live goes without saying, and takes no line of its own
            out = "，".join(texts[:n]) + (self.words["and_more"].format(n=len(texts) - n) if left else "")
            if len(out) <= (LINE if shared[texts[n - 1]] else WHY):
                break
        return out

    def _weight(self, reason: Reason) -> tuple[bool, bool, bool, int]:
        """What decided comes first: what is so before what is not so and ages, the row's own sentence before general ones, last where
        people live; of these what the fewest rows ask for."""
        return reason.fact in PLACES, reason.fact == "age" or self._lacks(reason), reason.origin != "document", self.asking[reason.fact]

    def _lacks(self, reason: Reason) -> bool:
        """Whether it asks that something is not so."""
        fact = self.book.facts[reason.fact]
        return (bool(reason.turn) or reason.value is False or reason.node.test.word == "none_of"
                or (fact.nothing is not None and reason.value == fact.nothing.value))

    def _short(self, reason: Reason, d: Determination, people: list[Determination]) -> str:
        """One condition that held in a few words: whose it is where it is somebody else's, several answers of several people together."""
        text = self._held(reason, len(people) > 1, [r.value for p in people for r in p.reasons
                                                    if r.holds and r.node is reason.node and isinstance(r.value, str | int)])
        if not text or reason.member in (None, d.member):
            return text
        same = [p.id for p in self.result.household.people if p.facts.get(reason.fact) == reason.value]
        return text if len(same) == len(self.result.household.people) else self._whose(reason.member) + text

    def _whose(self, member: str) -> str:
        """Who it is, where a reason is about somebody else than the one who gets the row."""
        return self.words["applicant"] if member == self.result.household.applicant.id else called(self.result, member)

    def _held(self, reason: Reason, several: bool, values: list[Any]) -> str:
        fact, value = self.book.facts[reason.fact], reason.value
        if reason.fact == "relation" or reason.turn not in ("", "not"):
            return ""
        if fact.id == "age" and isinstance(value, int):
            return reason.test if several or not self.alone else f"{value} 岁，{reason.test}"
        if fact.type == "bool" and not reason.turn:
            return fact.yes if value else fact.no
        if fact.type == "choice" and isinstance(value, str) and not reason.turn:
            given = list(dict.fromkeys(values)) or [value]
            self._gloss(fact, given)
            return short(self.book, held(words_of(self.book), fact, given))
        if fact.steps and isinstance(value, int) and not reason.turn:
            return words_of(self.book).step(fact, list(dict.fromkeys(values)) or [value])
        if fact.type == "choices" and reason.node.test.word == "includes_any" and not reason.turn:  # which it is, not all that would do
            there = (words_of(self.book).called(fact, v) for v in reason.node.test.limit if v in value)
            return self.book.wording["tests"]["choice"]["is"].format(label=fact.said, options="、".join(there))
        return reason.test

    def _gloss(self, fact: Fact, values: Iterable[str]) -> None:
        """Notes the glosses of answers that are named, to tell them once beside the sums."""
        for value in values:
            name, _, gloss = words_of(self.book).value(fact, value).partition("（")
            if gloss:
                self.glosses[name] = gloss.rstrip("）")

    def step(self, d: Determination, received: bool, lacking: bool) -> tuple[str, str, bool]:
        """What to do, verb first, the window, and whether that is our guidance."""
        benefit, status = d.benefit, d.status
        words, at = self.words["step"], self.desk(benefit, status)
        desk, ours = at.where, at.ours
        if received:
            return words["received" if benefit.pays == "cash" else "in_use"], "", False
        if status == "eligible" and benefit.held:
            return words["held"], "", False
        if status == "possible" and lacking:
            return words["missing"], "", False
        if at.when:
            return words["at_use"].format(when=at.when, desk=desk), desk, ours
        if status == "possible":
            if benefit.leads_to:
                return words["recognition"].format(desk=desk, ask=self._recognised(benefit, glossed=False)), desk, ours
            key = "possible"
        else:
            key = "asking" if "asking" in benefit.guide else "unknown"
        if key == "unknown" and benefit.pays == "cash" and len(words["running"].format(desk=desk)) <= STEP:
            key = "running"
        ask = next((c.ask for c in benefit.possible_when if c.ask and c.because in d.because), words["may"])
        return words[key].format(desk=desk, ask=ask), desk, ours

    def working(self, same: list[Determination]) -> list[str]:
        """How the figure was computed: the formula case by case, and each figure with its value and source."""
        benefit, words = same[0].benefit, self.words["working"]
        if benefit.amount is None:
            return []
        cases = amounts(self.book, benefit)
        lines = [words["cases" if len(cases) > 1 else "formula"].format(period=words.get(benefit.period, ""), said=cases[0][1])]
        lines += [f"{when}：{said}" for when, said in cases] if len(cases) > 1 else []
        for figure in {f.name: f for d in same for f in d.figures}.values():
            parameter = self.book.parameters[figure.name]
            value = rate(figure.low, figure.high, parameter.unit)
            source = figure.step.source if figure.step else "各地不一，取最低到最高"
            lines.append(words["figure"].format(label=parameter.label, value=value, source=source))
        return [self.say(line) for line in plain(self.book, lines)]

    def guide(self, benefit: Benefit) -> Iterable[tuple[str, str, tuple[str, ...]]]:
        """The elements of a service guide: as the document gives them, or where to ask."""
        labels, desk = self.book.wording["guide"], self.desk(benefit).where
        yield labels["what"], self.say(benefit.gives), benefit.sentences
        yield labels["who"], self.say(benefit.summary), benefit.sentences
        for element in ("asking", "steps", "place", "papers", "days", "fee"):
            told = benefit.guide.get(element)
            if told is None and element == "place" and benefit.first_stop is not None:
                yield labels[element], self.say(benefit.first_stop.where), tuple(c.sentence for c in benefit.first_stop.law)
            elif told is None:
                yield labels[element], self.words["guide_missing"].format(desk=desk), ()
            else:
                yield labels[element], self.say(told.text), tuple(c.sentence for c in told.law)

    def refusals(self, rows: list[list[Determination]]) -> tuple[Refusal, ...]:
        """In the order they are read: what an answer means stands where it is named first."""
        told = [self.refusal(same) for same in rows]
        lines = iter(plain(self.book, (line for r in told for line in r.because)))
        return tuple(replace(r, because=tuple(next(lines) for _ in r.because)) for r in told)

    def refusal(self, same: list[Determination]) -> Refusal:
        found = [needs(self.result, d) for d in same]
        self.waiting += [(d.benefit.id, d.member) for d, asked in zip(same, found, strict=True)
                         if asked and all(_waits(n) and n.node.shown_limit - n.of[0].facts["age"] <= 1 for n in asked)]
        lines = tuple(map(self.say, why_not(self.result, zip(same, found, strict=True))))
        of = "" if self.alone else self.say(whom(self.result, [d.member for d in same]))
        return Refusal(same[0].benefit.name, of, lines, self.change(found), same[0].benefit.article)

    def change(self, asked: list[list[Need]]) -> str:
        """When a refusal may change: at an age, or with what it asks for; of those only whose age has not passed."""
        words = self.words["change"]
        live = [found for found in asked if not any(map(_over, found))]
        if not live:
            return self.say(words["over"])
        grown = [(n.node.shown_limit, n.of[0].facts["age"]) for found in live for n in found if _waits(n)]
        if len(grown) == sum(map(len, live)):
            limit, age = min(grown, key=lambda x: x[0] - x[1])
            return words["age"].format(limit=limit, year=self.result.as_of.year + limit - age)
        facts = next((f for found in live for n in found if (f := _facts(n, self.book))), [])
        pattern = words["topics"].get(facts[0].topic, words["other"]) if len({f.topic for f in facts}) == 1 else words["other"]
        return self.say(pattern.format(fact=facts[0].said if facts else ""))


def _facts(need: Need, book: Book) -> list[Fact]:
    """What would have to come about for it; who somebody is does not."""
    names = [name for leaf in need.leaves() if not leaf.turned for name in tested(leaf.node)]
    return [book.facts[name] for name in dict.fromkeys(names) if name not in ("age", "relation")]


def _waits(need: Need) -> bool:
    """Whether it comes with age."""
    return need.kind == "test" and need.node.test.fact == "age" and not need.turned and need.node.test.word in ("at_least", "more_than")


def _over(need: Need) -> bool:
    """Whether it can never come any more: an age that has passed, whatever else is asked for beside it."""
    if need.parts:
        return (all if need.kind == "any" else any)(map(_over, need.parts))
    return all(_passed(need.node, s, need.turned) for s in need.of)


def _passed(node: Node, s: State, turned: bool) -> bool:
    """The same of a condition: of a definition too, an age may be a part."""
    if node.kind in ("all", "any"):
        return (any if (node.kind == "all") is not turned else all)(_passed(part, s, turned) for part in node.parts)
    test = node.test
    return (test is not None and test.fact == "age" and (test.word in ("at_most", "less_than")) is not turned
            and truth(node, s) is turned)


def _asked(rows: Iterable[Entry]) -> list[Entry]:
    """The rows somebody has to go for."""
    return [e for e in rows if not e.held]


def _kind(e: Entry) -> str:
    """One word for what a row pays out, so that every row is counted once: cash | bare (cash without a figure) | zero | service |
    loan | other (only the higher of two rows is had)."""
    benefit, live = e.found[0].benefit, [d for d in e.found if not d.superseded_by]
    if benefit.pays == "loan":
        return "loan"
    if not live:
        return "other"
    if benefit.pays != "cash":
        return "service"
    return "cash" if e.worth[2] else "zero" if all(NOTHING in (d.annual, d.once) for d in live) else "bare"


def names(rows: Sequence[str], of: int) -> str:
    """The first few of `of` names in one breath."""
    told = list(rows[:1])
    for name in rows[1:NAMES]:
        if len("、".join([*told, name])) <= BREATH:
            told.append(name)
    return "、".join(told) + (f"等 {of} 项" if of > len(told) else "")


def _because(told: Sequence[str]) -> str:
    """Several reasons as one; what they end in alike is said once."""
    ends = {line.partition("，")[2] for line in told}
    if len(told) < 2 or len(ends) > 1 or "" in ends:
        return "；".join(told)
    return "、".join(line.partition("，")[0] for line in told) + f"，{ends.pop()}"


def _in_one_breath(thing: _Thing) -> str:
    """One of several things at one place: 高龄津贴（现金一年 600 元），这里还有 3 项."""
    first, stop, rest = thing.gain.replace("；", "，").partition("。")
    said = f"，{first}" if "（" in thing.what + first or "，" in first else f"（{first}）"
    return thing.what + said + (f"，{rest.replace('。', '，')}" if stop else "")


def _names(rows: list[Entry]) -> str:
    return names([e.name for e in rows], len(rows))


def _counts(part: object) -> Iterator[str]:
    """The facts whose numbers an amount is made of."""
    if isinstance(part, FactValue):
        yield part.fact
    elif isinstance(part, Part):
        for name in type(part).model_fields:
            yield from _counts(getattr(part, name))
    elif isinstance(part, tuple):
        for each in part:
            yield from _counts(each)


def settling(result: Screening, rows: Iterable[Entry]) -> list[tuple[str, str, tuple[Entry, ...], bool]]:
    """(fact, who can tell, rows, whether nothing else is open in them): the open facts by how many rows hang on them, each row once."""
    left = [e for e in rows if e.missing]
    found = []
    while left:
        votes: dict[str, int] = {}
        for e in left:
            for name in e.missing:
                votes[name] = votes.get(name, 0) + 1
        place = {name: i for i, name in enumerate(result.book.facts)}
        name = max(votes, key=lambda n: (votes[n], -place[n]))
        fact = result.book.facts[name]
        hanging = tuple(e for e in left if name in e.missing)
        found.append((fact.open, fact.tell, hanging, all(e.missing == (name,) for e in hanging)))
        left = [e for e in left if name not in e.missing]
    return found


def arranged(found: Listing, status: str, view: str) -> list[Group]:
    """The entries of one status under headings. view: money (possible rows: by what is missing), person, department."""
    rows = found.eligible if status == "eligible" else found.possible
    result, words = found.result, found.result.book.wording["list"]
    if view == "person":
        return _split(rows, lambda e: [found.say(who(result, m)) for m in dict.fromkeys(d.member for d in e.found)])
    if view == "department":
        return _split(rows, _leads)
    if status == "eligible":
        return [Group("", rows)] if rows else []
    groups = [Group(found.say(words["settle_group" if alone else "hang_group"].format(n=len(entries), fact=fact)),
                    tuple(_first(e, fact) for e in entries), found.say(tell) if tell else "")
              for fact, tell, entries, alone in settling(result, rows)]
    decided = tuple(e for e in rows if not e.missing)
    return ([Group(words["decided"], decided)] if decided else []) + groups


def _first(e: Entry, fact: str) -> Entry:
    """The row with the fact it is grouped by in front of what else is missing."""
    order = sorted(range(len(e.lacks)), key=lambda i: e.lacks[i].rpartition("：")[2] != fact)
    return replace(e, lacking=tuple(e.lacking[i] for i in order), lacks=tuple(e.lacks[i] for i in order))


def _leads(e: Entry) -> list[str]:
    return [e.departments[0]]


def _split(rows: Iterable[Entry], keys: Callable[[Entry], list[str]]) -> list[Group]:
    parts: dict[str, list[Entry]] = {}
    for e in rows:
        for key in keys(e):
            parts.setdefault(key, []).append(e)
    return [Group(key, tuple(entries)) for key, entries in parts.items()]
