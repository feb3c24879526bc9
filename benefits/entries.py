"""The 幸福清单 as entries: the same elements in the same order for the screen, the print-out, the files and the message.

Everything is said in the voice of the visit. Holds no rule, knows no benefit by name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from .bars import spaced
from .explain import yuan
from .household import Person
from .interview import unlikely
from .listing import amount_text, figure_remark, grouped, lacking_text, monthly_text, who, whom, why
from .model import Benefit, Citation
from .numbers import Exact, Interval
from .screen import Determination, Reason, Screening, determine, totals_of, words_of
from .voice import SELF, say

FIRSTS = 3  # so many things to do first
WHY = 24  # characters of the one line that says why
SETTLES = 2  # an open fact that settles so many rows is worth an errand
PLACES = ("residence", "hukou")  # what nearly every row asks for says little
NAMES = 2  # so many names of rows in one errand


@dataclass(frozen=True, slots=True)
class Share:
    """What one benefit means for people with the same answer. whom is empty where there is one person only."""

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
    plain: str
    shares: tuple[Share, ...]
    lacking: tuple[str, ...]
    step: str
    ours: bool  # the desk in `step` is our guidance, not the document's
    departments: tuple[str, ...]
    clause: int
    reasons: tuple[str, ...]
    quotes: tuple[Citation, ...]
    working: tuple[str, ...]
    guide: tuple[tuple[str, str, str], ...]  # what, text, sentence ("" = the document does not say)
    notes: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.found[0].benefit.id

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the open facts."""
        return tuple(dict.fromkeys(name for d in self.found for _, name in d.missing))

    @property
    def worth(self) -> tuple[bool, Exact, Exact]:
        """For sorting by money: cash first, then the sure part, then what it may come to."""
        value = [v for d in self.found if not d.superseded_by and d.benefit.pays != "loan" for v in (d.annual, d.once) if v]
        return (self.found[0].benefit.pays == "cash", sum(v[0] for v in value), sum(v[1] or v[0] for v in value))


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; who can tell, where the heading is something to find out."""

    heading: str
    entries: tuple[Entry, ...]
    tell: str = ""


@dataclass(frozen=True, slots=True)
class Errand:
    """One of the things to do first: verb first, for what, why it stands in front."""

    step: str
    what: str
    gain: str


@dataclass(frozen=True, slots=True)
class Refusal:
    name: str
    whom: str
    because: tuple[str, ...]
    change: str
    clause: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The whole list of one household on one day, in one voice."""

    result: Screening
    voice: str
    received: frozenset[str]
    notice: str
    lead: tuple[str, ...]  # the honest sentence
    beside: tuple[str, ...]  # what else must be said about it
    errands: tuple[Errand, ...]
    eligible: tuple[Entry, ...]
    possible: tuple[Entry, ...]
    distant: tuple[tuple[str, str], ...]
    refused: tuple[Refusal, ...]

    def say(self, text: str, called: str = "") -> str:
        return say(self.result.book, self.voice, text, called)

    @property
    def labels(self) -> dict[str, str]:
        """The words before the elements of a card."""
        return self.result.book.wording["list"]["labels"]

    def heading(self, status: str) -> str:
        words = self.result.book.wording["list"]["heading"]
        return words[status if self.result.in_force or status != "eligible" else f"{status}_{self.result.term}"]


def listing(result: Screening, voice: str = SELF, received: Collection[str] = ()) -> Listing:
    """The list of `result` in `voice`. received: ids of benefits that are ticked as already received."""
    return _Writer(result, voice, frozenset(received)).listing()


class _Writer:
    def __init__(self, result: Screening, voice: str, received: frozenset[str]):
        self.result, self.book, self.voice, self.received = result, result.book, voice, received
        self.words = self.book.wording["list"]
        self.term = "" if result.in_force else f"_{result.term}"
        self.alone = len(result.household.people) == 1

    def say(self, text: str) -> str:
        return say(self.book, self.voice, text)

    def listing(self) -> Listing:
        result = self.result
        far = unlikely(result)
        eligible = [self.entry(same) for same in grouped(result.of("eligible"))]
        possible = [self.entry(same) for same in grouped([d for d in result.of("possible") if (d.benefit.id, d.member) not in far])]
        distant = grouped([d for d in result.of("possible") if (d.benefit.id, d.member) in far])
        eligible.sort(key=lambda e: e.worth, reverse=True)
        lead, beside = self.sentences(eligible, possible)
        return Listing(result, self.voice, self.received, self.notice(), lead, beside, self.errands(eligible, possible),
                       tuple(eligible), tuple(possible),
                       tuple((same[0].benefit.name, self.say(whom(result, [d.member for d in same]))) for same in distant),
                       tuple(self.refusal(same) for same in grouped(result.of("ineligible"))))

    def notice(self) -> str:
        if self.result.in_force:
            return ""
        policy = self.book.policy
        days = {"starts": policy.starts, "ends": policy.ends}
        return self.book.wording["term"]["short" + self.term].format(
            **{k: f"{d.year} 年 {d.month} 月 {d.day} 日" for k, d in days.items()})

    # --- the honest sentence ---

    def sentences(self, eligible: list[Entry], possible: list[Entry]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        words, word = self.words, self.words["heading"]["eligible" + self.term]
        pattern = "count" if eligible else "none" if possible else "nothing"
        lead = [words[pattern].format(sure=len(eligible), maybe=len(possible), word=word)]
        beside = []
        if eligible:
            totals = self.result.totals
            cash = self._sums(totals.cash_annual, totals.cash_once)
            bare = sum(1 for e in eligible if not e.worth[0] or not e.worth[2])
            whole = all(e.worth[2] for e in eligible if e.worth[0])
            lead.append(words["cash" if whole else "cash_known"].format(money=cash) if cash else words["no_cash"])
            if bare and cash:
                lead.append(words["services"].format(sure=len(eligible), n=bare))
            if any(e.received for e in eligible):
                left = totals_of([d for e in eligible if not e.received for d in e.found])
                lead.append(words["received"].format(n=sum(e.received for e in eligible)))
                money = self._sums(left.cash_annual, left.cash_once)
                if money:
                    lead.append(words["left"].format(money=money))
            kind = self._sums(totals.in_kind_annual, totals.in_kind_once)
            if kind:
                beside.append(words["kind"].format(money=kind))
            if any(d.benefit.pays == "loan" for e in eligible for d in e.found):
                beside.append(words["loans"])
            if any(s.remark for e in eligible for s in e.shares):
                beside.append(words["reported"])
        return tuple(map(self.say, lead)), tuple(map(self.say, beside))

    def _sums(self, annual: Interval, once: Interval) -> str:
        parts = [f"{when}{spaced(value)}" for when, value in (("一年", annual), ("一次性", once)) if value != (0, 0)]
        return "，".join(parts)

    # --- what to do first ---

    def errands(self, eligible: list[Entry], possible: list[Entry]) -> tuple[Errand, ...]:
        """Urgent hardship, then a recognition that opens other rows, then money per year by desk, then what settles most."""
        words = self.words
        found = [Errand(e.step, e.name, e.found[0].because[0])
                 for e in possible if e.found[0].benefit.urgent and e.found[0].because]
        sure = len(eligible)
        opening = []
        for e in possible:
            leads = e.found[0].benefit.leads_to
            if leads is not None and e.found[0].because:
                more = self._opened(leads.fact, leads.value) - sure
                if more > 0:
                    opening.append((more, Errand(e.step, e.name, words["opens"].format(n=more))))
        found += [errand for _, errand in sorted(opening, key=lambda x: -x[0])[:1]]
        clarify = [Errand(words["clarify"].format(fact=fact), tell, words["settles" if alone else "hangs"].format(n=len(entries)))
                   for fact, tell, entries, alone in settling(self.result, possible) if tell and len(entries) >= SETTLES]
        if not eligible:
            found += clarify
        desks: dict[str, list[Entry]] = {}
        for e in eligible:
            if not e.received and not all(d.superseded_by for d in e.found):
                desks.setdefault(self.desk(e.found[0].benefit)[0], []).append(e)
        by_money = sorted(desks.items(), key=lambda x: max(e.worth for e in x[1]), reverse=True)
        for desk, entries in by_money:
            totals = totals_of([d for e in entries for d in e.found])
            names = "、".join(e.name for e in entries[:NAMES]) + (f"等 {len(entries)} 项" if len(entries) > NAMES else "")
            cash = self._sums(totals.cash_annual, totals.cash_once)
            kind = self._sums(totals.in_kind_annual, totals.in_kind_once)
            pays = any(d.benefit.pays == "cash" for e in entries for d in e.found)
            gain = words["gain"]["cash" if cash else "bare" if pays else "kind" if kind else "service"].format(money=cash or kind)
            found.append(Errand(self._ask(desk), names, gain))
        if eligible:
            found += clarify
        return tuple(Errand(*map(self.say, (e.step, e.what, e.gain))) for e in found[:FIRSTS])

    def _ask(self, desk: str) -> str:
        return self.words["ask"].format(desk=desk)

    def _opened(self, fact: str, value: str) -> int:
        """How many rows would be eligible if everybody of the household had this recognition."""
        house = self.result.household
        people = tuple(Person(p.id, {**p.facts, fact: value}) for p in house.people)
        return len(grouped(determine(replace(house, people=people), self.result.as_of, book=self.book).of("eligible")))

    def desk(self, benefit: Benefit) -> tuple[str, bool]:
        """The window to go to, and whether it is our guidance only."""
        if benefit.first_stop is not None:
            return benefit.first_stop.where, False
        return self.book.policy.desks[benefit.departments[0]], True

    # --- one row ---

    def entry(self, same: list[Determination]) -> Entry:
        benefit, status = same[0].benefit, same[0].status
        received = status == "eligible" and benefit.id in self.received
        alike: dict[tuple, list[Determination]] = {}
        for d in same:
            alike.setdefault((d.annual, d.once, d.superseded_by, tuple(d.because)), []).append(d)
        shares = tuple(self.share(people) for people in alike.values())
        lacking = lacking_text(self.result, list(dict.fromkeys(k for d in same for k in d.missing)))
        if status == "possible" and not lacking and not any(d.because for d in same):  # a figure is missing, not an answer
            tests = dict.fromkeys(r.test for d in same for r in d.reasons if r.holds is None)
            lacking = [self.words["no_limit"].format(test=test) for test in tests]
        lacking = tuple(map(self.say, lacking))
        badge = ("received" if received else "superseded" if all(d.superseded_by for d in same) else status + self.term)
        step, ours = self.step(benefit, status, received, bool(lacking))
        notes = dict.fromkeys(n for d in same for n in d.notes if n not in d.because)
        return Entry(tuple(same), status, received, self.book.wording["badge"][badge], benefit.name, self.say(benefit.plain), shares,
                     lacking, self.say(step), ours, benefit.departments, benefit.clause, tuple(map(self.say, why(self.result, *same))),
                     benefit.quote, tuple(self.working(same)), tuple(self.guide(benefit)), tuple(map(self.say, notes)))

    def share(self, people: list[Determination]) -> Share:
        d = people[0]
        some = any(v not in (None, (0, 0)) for v in (d.annual, d.once))
        each = "每人" if len(people) > 1 and some else ""
        of = "" if self.alone else self.say(whom(self.result, [p.member for p in people]))
        because = "；".join(d.because) or self.why_line(people) or self.words["open"]
        called = of if d.member and "您家" not in because else ""
        return Share(of, each + self.money(d), monthly_text(d), figure_remark(self.result, d), say(self.book, self.voice, because, called),
                     self.say(self.chosen(d)))

    def money(self, d: Determination) -> str:
        text = amount_text(self.result, d).strip()
        if (0, 0) in (d.annual, d.once):
            return self.words["zero"]
        if d.benefit.pays == "in_kind" and d.quantified:
            return "相当于" + text.split("（不发")[0] + "，不发到手里"
        if not d.quantified and text != self.book.wording["basis"]["in_kind"]:
            return self.words["kind_only" if d.benefit.pays == "in_kind" else "cash_only"].format(text=text)
        return text

    def chosen(self, d: Determination) -> str:
        """Of rows that exclude each other: which was chosen, and what the other was worth."""
        if d.superseded_by:
            winner = next(x for x in self.result.of("eligible") if x.benefit.id == d.superseded_by
                          and (x.member == d.member or None in (x.member, d.member)
                               or self.book.policy.stacking[d.benefit.group].per == "household"))
            return self.words["superseded"].format(winner=winner.benefit.name, winner_money=self.money(winner), money=self.money(d))
        if d.benefit.group:
            losers = [x for x in self.result.of("eligible") if x.superseded_by == d.benefit.id and x.benefit.group == d.benefit.group
                      and (x.member == d.member or self.book.policy.stacking[d.benefit.group].per == "household")]
            return "".join(self.words["chosen"].format(loser=x.benefit.name, money=self.money(x)) for x in losers)
        return ""

    def why_line(self, people: list[Determination]) -> str:
        """The conditions that decided, in the resident's own words, in one line: what all these people share."""
        said = [[self._short(r, len(people) > 1) for r in sorted(d.reasons, key=_weight) if r.holds] for d in people]
        shared = [text for text in dict.fromkeys(said[0]) if text and all(text in other for other in said)] if said else []
        out = ""
        for text in shared:
            longer = f"{out}，{text}" if out else text
            if len(longer) > WHY and out:
                break
            out = longer
        return out

    def _short(self, reason: Reason, several: bool) -> str:
        fact, value = self.book.facts[reason.fact], reason.value
        if reason.fact == "relation" or reason.turn not in ("", "not"):
            return ""
        if fact.id == "age" and isinstance(value, int):
            return reason.test if several or not self.alone else f"{value} 岁，{reason.test}"
        if fact.id == "hukou" and isinstance(value, str):
            return f"户口在{self.book.policy.areas.get(value, value)}"
        if fact.type == "bool" and not reason.turn:
            return fact.yes if value else fact.no
        if fact.type == "choice" and isinstance(value, str) and not reason.turn:
            return f"{fact.label}：{words_of(self.book).value(fact, value).split('（')[0]}"  # who chose it has read the gloss
        return reason.test

    def step(self, benefit: Benefit, status: str, received: bool, lacking: bool) -> tuple[str, bool]:
        """What to do, verb first, and whether the window is our guidance."""
        words, (desk, ours) = self.words["step"], self.desk(benefit)
        if received:
            return words["received"], False
        if status == "possible" and lacking:
            return words["missing"], False
        if status == "possible":
            key = "recognition" if benefit.leads_to else "possible"
        else:
            key = "asking" if "asking" in benefit.guide else "unknown"
        return words[key].format(desk=desk), ours

    def working(self, same: list[Determination]) -> list[str]:
        """How the figure was computed: the formula, and each figure with its value and source."""
        benefit = same[0].benefit
        if benefit.amount is None:
            return []
        words = words_of(self.book)
        lines = [f"公式：{words.amount(benefit)}" + ("，每月" if benefit.period == "month" else "")]
        for figure in {f.name: f for d in same for f in d.figures}.values():
            parameter = self.book.parameters[figure.name]
            value = yuan(figure.low) if figure.low == figure.high else f"{yuan(figure.low)} 到 {yuan(figure.high)}"
            source = figure.step.source if figure.step else "各地不一，取最低到最高"
            lines.append(f"{parameter.label}：{value} {parameter.unit}（{source}）")
        return [self.say(line) for line in lines]

    def guide(self, benefit: Benefit) -> Iterable[tuple[str, str, str]]:
        """The elements of a service guide: as the document gives them, or where to ask."""
        labels, desk = self.book.wording["guide"], self.desk(benefit)[0]
        yield labels["what"], self.say(benefit.gives), "、".join(benefit.sentences)
        yield labels["who"], self.say(benefit.summary), "、".join(benefit.sentences)
        for element in ("asking", "steps", "place", "papers", "days", "fee"):
            told = benefit.guide.get(element)
            if told is None and element == "place" and benefit.first_stop is not None:
                yield labels[element], self.say(benefit.first_stop.where), "、".join(c.sentence for c in benefit.first_stop.law)
            elif told is None:
                yield labels[element], self.words["guide_missing"].format(desk=desk), ""
            else:
                yield labels[element], self.say(told.text), "、".join(c.sentence for c in told.law)

    def refusal(self, same: list[Determination]) -> Refusal:
        lines = tuple(map(self.say, why(self.result, *same)))
        of = "" if self.alone else self.say(whom(self.result, [d.member for d in same]))
        return Refusal(same[0].benefit.name, of, lines, self.change(same), same[0].benefit.clause)

    def change(self, same: list[Determination]) -> str:
        """When a refusal may change: at an age, or with what the refuting fact is about."""
        words = self.words["change"]
        against = [r for d in same for r in d.reasons if r.holds is False and not r.turn]
        ages = [r for r in against if r.fact == "age" and r.node.test.word in ("at_least", "more_than")
                and isinstance(r.value, int) and isinstance(r.limit, int) and r.limit > r.value]
        if ages and all(any(r.member == d.member for r in ages) for d in same[:1]) and len(against) == len(ages):
            first = min(ages, key=lambda r: r.limit - r.value)
            return words["age"].format(limit=first.limit, year=self.result.as_of.year + first.limit - first.value)
        topic = next((self.book.facts[r.fact].topic for r in against if r.fact != "age"), "")
        return self.say(words["topics"].get(topic, words["other"]))


def _weight(reason: Reason) -> tuple[bool, bool]:
    """What decided comes first: the row's own sentence, then general ones, then where people live."""
    return reason.fact in PLACES, reason.origin != "document"


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
        found.append((fact.label, fact.tell, hanging, all(e.missing == (name,) for e in hanging)))
        left = [e for e in left if name not in e.missing]
    return found


def arranged(found: Listing, status: str, view: str) -> list[Group]:
    """The entries of one status under headings. view: money (possible rows: by what is missing), person, department."""
    rows = found.eligible if status == "eligible" else found.possible
    result, words = found.result, found.result.book.wording["list"]
    if view == "person":
        return _split(rows, lambda e: [found.say(who(result, m)) for m in dict.fromkeys(d.member for d in e.found)])
    if view == "department":
        return _split(rows, lambda e: [e.departments[0]])
    if status == "eligible":
        return [Group("", rows)] if rows else []
    groups = [Group(found.say(words["settle_group" if alone else "hang_group"].format(n=len(entries), fact=fact)), entries,
                    found.say(words["tell"].format(tell=tell)) if tell else "") for fact, tell, entries, alone in settling(result, rows)]
    decided = tuple(e for e in rows if not e.missing)
    return ([Group(words["decided"], decided)] if decided else []) + groups


def _split(rows: Iterable[Entry], keys: Callable[[Entry], list[str]]) -> list[Group]:
    parts: dict[str, list[Entry]] = {}
    for e in rows:
        for key in keys(e):
            parts.setdefault(key, []).append(e)
    return [Group(key, tuple(entries)) for key, entries in parts.items()]
