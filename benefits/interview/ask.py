"""What to ask next: only questions of which a fact can still change a row, in the order of content/questions.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from .. import model as m
from ..content import Book
from ..rules import Key, Node, State, missing
from ..screen import open_limits, open_rows, opened, rules_of
from .bands import band_said, bands_between
from .births import birthday_tells
from .record import whose_may
from .replay import Heard, gates_of, heard, of_people, screened, unsaid
from .said import REFUSED, REST, SUM, UNSURE, Answers, Screen


def to_ask(book: Book, answers: Answers, day: date, late: bool = False, said: Heard | None = None,
           by_topic: bool = False) -> list[Screen]:
    """The screens that make sense now, the next one first. late: also those that only make figures exact. said: what the answers
    come to, where it was worked out already. by_topic: several are put at once, so that each says what it waits for.

    The first few are always asked; every other one only while a fact it settles can still change a row."""
    said = said or heard(book, answers, day)
    first = [Screen("question", q, (None,), q.options) for q in book.questions.values() if q.always and q.of == "household"
             and q.form == "one" and not any(r["q"] == q.id for r in answers.records) and not _known(said, q)]
    nowhere = first[:1] if first and not said.household.facts.get("residence") else []
    if by_topic and not answers.gathered and not answers.alone:
        return _first_page(book, answers, nowhere)
    if nowhere:
        return nowhere
    on_a_line = tuple(who for (who, name) in said.household.spans if name == "age" and birthday_tells(answers.born[who]))
    if on_a_line and (answers.gathered or answers.alone):  # of one person right after the year, before how many they are
        return [Screen("birthday", of=(who,)) for who in on_a_line]
    if not answers.gathered:
        return [Screen("people")]
    look = _Look(book, answers, said, day, late, by_topic)
    found = [screen for q in book.questions.values() if q.late <= late for screen in look.at(q)
             if screen.kind == "who" or answers.record(q.id, screen.of) is None]
    if not by_topic:  # the next one is put now, what hangs on the others is looked up when they are
        return [replace(s, rows=look.changes(s)) for s in found[:1]] + found[1:]
    whose = {f for screen in found for o, _ in screen.groups for f in o.facts}  # of somebody: first it is asked who
    said_by = {s.question.id: {s.question.id, *s.question.facts} for s in found}
    return [replace(s, rows=rows, articles=look.articles(rows), waits=s.kind == "question" and bool(
        (whose and not whose.isdisjoint(s.question.facts)) or (s.hangs and any(
            s.hangs & told for q, told in said_by.items() if q != s.question.id)))) for s, rows in ((s, look.changes(s)) for s in found)]


def unasked(book: Book, answers: Answers, day: date, said: Heard, keys: Iterable[Key] | None = None) -> int:
    """How many screens make sense now, whatever else may be asked before them. keys: the unknown facts that may still change a row, where
    they were worked out already."""
    look = _Look(book, answers, said, day, False, keys=keys)
    births = sum(name == "age" and birthday_tells(answers.born[who]) for who, name in said.household.spans)
    return births + sum(screen.kind == "who" or answers.record(q.id, screen.of) is None
                        for q in book.questions.values() if not q.late for screen in look.at(q))


def unclear(book: Book, answers: Answers) -> tuple[list[str], list[dict]]:
    """What was answered 不清楚 or 不想说: the members whose birthday it is of, and the records. A sum of income is none where its items
    stand in its place."""
    births = [m["id"] for m in answers.members if answers.born.get(m["id"], {}).get("passed") == UNSURE]
    return births, [r for r in answers.records if (UNSURE in r["said"] or any(UNSURE in people for people in r.get("whose", {}).values()))
                    and (answers.items is None or book.questions[r["q"]].fact != SUM)]


def refused(record: dict) -> bool:
    """Whether all that a record leaves open was answered 不想说: then nobody is told where to find it out."""
    open_ = [said for said in (record["said"], *record.get("whose", {}).values()) if UNSURE in said]
    return bool(open_) and all(REFUSED in said for said in open_)


def _first_page(book: Book, answers: Answers, nowhere: list[Screen]) -> list[Screen]:
    """Of a topic at a time the first page: where they live, who they are, and what is always asked of them all that stands with it."""
    of, page = tuple(m["id"] for m in answers.members), next(iter(book.sections))
    rows = rules_of(book).rows

    def told(screen: Screen) -> Screen:
        facts = set(screen.question.facts)
        return replace(screen, articles=tuple(dict.fromkeys(row.benefit.article for row in rows if facts & row.reads)))
    beside = [Screen("question", q, of, q.options) for q in book.questions.values()
              if q.always and q.form == "share" and (q.page or q.topic) == page]
    return [told(s) for s in nowhere] + [Screen("people")] + [told(s) for s in beside]


def of_question(book: Book, answers: Answers, record: dict, day: date) -> Screen:
    """The screen on which a record was answered, to answer it again."""
    q = book.questions[record["q"]]
    options = tuple(o for o in q.options if o.id in record["shown"])
    screen = Screen("question", q, tuple(record["of"]), options)
    if q.form != "bands":
        return screen
    without = Answers(**{**vars(answers), "records": [r for r in answers.records if r is not record]})
    said = heard(book, without, day)
    look = _Look(book, without, said, day, False)
    return Screen("question", q, tuple(record["of"]), options, bands=look.bands(q, record["of"][0]))


def resized(book: Book, answers: Answers, day: date) -> None:
    """Forgets which band was chosen when they were more or fewer, where the limits are others now: then it is asked again."""
    for r in [r for r in answers.records if "size" in r and r["size"] != answers.size]:
        ends = [band_said(low, high) for low, high, _ in of_question(book, answers, r, day).bands]
        if ends and r["said"] not in ends:
            answers.records.remove(r)


def may_change(book: Book, answers: Answers, screen: Screen, day: date, late: bool = False) -> tuple[str, ...]:
    """The rows (ids) that a screen may change for those it is put to; of an answer to be given again, as if it were not given yet."""
    q = screen.question
    left = [r for r in answers.records if r["q"] != q.id or set(r["of"]).isdisjoint(screen.of)]
    without = Answers(**{**vars(answers), "records": left})
    return _Look(book, without, heard(book, without, day), day, late).changes(screen)


def whose_again(book: Book, answers: Answers, screen: Screen, day: date) -> Screen | None:
    """After the options of a question were changed: the screen that asks whose they are, what was said there still ticked; None where
    they are nobody's or everybody's."""
    q, record = screen.question, answers.record(screen.question.id, screen.of)
    if record is None or not q.asks_who or (q.form == "share" and len(record["said"]) < 2):
        return None
    blank = {**record, "whose": {}}
    without = Answers(**{**vars(answers), "records": [blank if r is record else r for r in answers.records]})
    found = _Look(book, without, heard(book, without, day), day, False).who(q, blank)
    groups = tuple(group for group in found.groups if len(group[1]) > 1) if found else ()
    return replace(found, groups=groups, of=tuple(dict.fromkeys(p for _, people in groups for p in people))) if groups else None


def _known(said: Heard, q: m.Question) -> bool:
    """Whether a file brought every fact of the question already."""
    facts = {f for o in q.options for f in o.facts}
    of = {p.id: p.facts for p in said.household.people if p.id != REST}
    return all(f in said.household.facts or (of and all(f in facts_ for facts_ in of.values())) for f in facts)


class _Look:
    """Looks at one question after the other: is there anybody for whom it still matters?"""

    def __init__(self, book: Book, answers: Answers, said: Heard, day: date, late: bool, by_topic: bool = False,
                 keys: Iterable[Key] | None = None):
        self.book, self.answers, self.said, self.day, self.by_topic = book, answers, said, day, by_topic
        self.gates = gates_of(rules_of(book))
        self.rows = list(open_rows(self.house, REST)) if keys is None else []
        self.open = {key for _, keys in self.rows for key in keys} if keys is None else set(keys)
        if late:
            figures = screened(book, answers, day, said)
            self.open |= set(figures.amount_questions)
            self.rows += [(d.benefit, d.amount_unknown) for d in figures.of("eligible")]
        self.lacking = {fact for _, fact in self.open}
        self.put = {key[1:] for key in said.asked}
        self.coming: dict[str, bool] = {}
        self.unsaid = unsaid(book, answers)
        self.unsure = {(r["q"], who) for r in answers.records if UNSURE in r["said"] for who in r["of"]}
        self.known = {None: said.household.facts, **{p.id: p.facts for p in said.household.people}}

    @cached_property
    def house(self) -> State:
        return opened(self.said.household, self.day, None, self.book)[2]

    @cached_property
    def hanging(self) -> dict[Key, list[str]]:
        """By what is open, the rows (ids) that hang on it."""
        found: dict[Key, list[str]] = {}
        for benefit, keys in self.rows:
            for key in keys:
                found.setdefault(key, []).append(benefit.id)
        return found

    def changes(self, screen: Screen) -> tuple[str, ...]:
        """The rows (ids) that a screen may still change for those it is put to."""
        return tuple(dict.fromkeys(row for people, facts in screen.told for who in people for f in facts
                                   for row in self.hanging.get(self.key(who, f), ())
                                   if screen.kind == "who" or (screen.question.id, *self.key(who, f)) not in self.said.asked))

    def articles(self, rows: Iterable[str]) -> tuple[str, ...]:
        """The articles of these rows, in the order of the rows."""
        return tuple(dict.fromkeys(b.article for b in sorted((self.book.benefits[row] for row in rows), key=lambda b: (b.order, b.id))))

    def key(self, who: str | None, fact: str) -> Key:
        return (None if self.book.facts[fact].of == "household" else who), fact

    def matters(self, q: m.Question, who: str | None, facts: Iterable[str]) -> bool:
        return any(k in self.open and (q.id, *k) not in self.said.asked for k in (self.key(who, f) for f in facts))

    def free(self, q: m.Question, who: str, facts: Iterable[str]) -> bool:
        """Whether something about this person is neither known nor asked."""
        keys = [self.key(who, f) for f in facts if self.book.facts[f].of == "person"]
        return any(k[1] not in self.known[who] and (q.id, *k) not in self.said.asked for k in keys) \
            and (who != REST or self.matters(q, who, facts))

    def at(self, q: m.Question) -> list[Screen]:
        if not self.makes_sense(self.gates.ask_when.get(q.id), self.said.gate):
            return []
        if q.late and all((None, f) in self.unsaid for f in q.facts):  # who would not say about how much is not asked how much
            return []
        pending = [self.who(q, r) for r in self.answers.records if r["q"] == q.id and q.asks_who]
        found = [screen for screen in pending if screen is not None]
        if not q.always and self.lacking.isdisjoint(q.facts):
            return found
        among = self.gates.among.get(q.id)
        people = [s.id for s in self.said.gate.people if self.makes_sense(among, s)
                  and (s.id != REST or not q.asks_who or among is None or among.ev(s))]  # of people nobody knows, no one has a kind
        if q.of == "person":
            return found + [Screen("question", q, (p,), self.open_options(q, (p,)), bands=self.bands(q, p), hangs=self.hangs(q, p))
                            for p in people if p != REST and self.matters(q, p, q.facts)]
        options = self.open_options(q, (None, *people))
        facts = (q.fact,) if q.fact else tuple(f for o in options for f in o.facts)
        if q.always:
            of = [p for p in people if not self.seen(q, p)]
            return found + ([Screen("question", q, tuple(of), options)] if of else [])
        if not any(self.matters(q, p, facts) for p in (None, *people)):
            return found
        personal = any(self.book.facts[f].of == "person" for f in facts)
        of = [p for p in people if self.free(q, p, facts) and (q.id, p) not in self.unsure]  # 不清楚 is not asked once more
        if personal and not of and not any(self.matters(q, None, (f,)) for f in facts):
            return found
        if q.spreads and len(of) > 1:
            of = [s.id for s in self.said.gate.people if s.id in of or (s.id != REST and self.free(q, s.id, facts)
                                                                      and (q.id, s.id) not in self.unsure)]
        if q.form == "who":
            return found + ([Screen("question", q, tuple(of), q.options, hangs=self.hangs(q, *of))] if of else [])
        of = of if personal else []
        return [*found, Screen("question", q, (*of,) or (None,), options, bands=self.bands(q, None),
                               hangs=self.hangs(q, *of))]

    def open_options(self, q: m.Question, people: Iterable[str | None]) -> tuple[m.Choice, ...]:
        """The options worth showing: in a list those that can still settle something, of a page with two choices the parts."""
        shown = self.shown(q)
        if q.always or q.form not in ("sweep", "several", "one"):
            return shown
        telling = [o for o in shown if any(self.matters(q, p, o.facts) for p in people)]
        if q.form == "one":
            return shown if q.together and telling else tuple(o for o in shown if o.part in {t.part for t in telling})
        if q.exclusive and len(telling) > 1:  # everybody is one of them: who finds his own can say so
            return shown
        return tuple(o for o in shown if o in telling or not o.facts)

    def hangs(self, q: m.Question, *of: str) -> frozenset[str]:
        """What decides whether a question makes sense, where it is not known that it does for one of these people."""
        if not self.by_topic:
            return frozenset()
        when, among, house = self.gates.ask_when.get(q.id), self.gates.among.get(q.id), self.said.gate
        found = set(missing(when, house)) if when is not None and not when.ev(house) else set()
        if among is not None and of:
            unknown = [missing(among, s) for s in house.people if s.id in of and not among.ev(s)]
            found = found.union(*unknown) if len(unknown) == len(of) else found
        return frozenset(fact for _, fact in found)

    def makes_sense(self, gate: Node | None, s: State) -> bool:
        """Whether the condition holds, or hangs on something that may still be asked; after a 不清楚 nothing more is asked about it."""
        truth = True if gate is None else gate.ev(s)
        return self.askable(missing(gate, s)) if truth is None else truth

    def askable(self, keys: Iterable[Key]) -> bool:
        """Whether none of these was asked, and each that questions settle is still settled by one that makes sense."""
        return not any(key in self.put for key in keys) and all(self.may_come(key[1]) for key in keys)

    def may_come(self, fact: str) -> bool:
        if fact not in self.coming:
            self.coming[fact] = True  # of questions that wait for each other
            ways = self.gates.settling.get(fact)
            self.coming[fact] = not ways or any(
                self.makes_sense(self.gates.ask_when.get(q.id), self.said.gate)
                and any(self.makes_sense(self.gates.among.get(q.id), p) for p in self.said.gate.people) for q in ways)
        return self.coming[fact]

    def seen(self, q: m.Question, who: str | None) -> bool:
        return any(r["q"] == q.id and (who in r["of"] or None in r["of"]) for r in self.answers.records) or (who == REST and \
            any(r["q"] == q.id for r in self.answers.records)) or all(
                f in self.known[who if self.book.facts[f].of == "person" else None] for f in q.facts)

    def shown(self, q: m.Question) -> tuple[m.Choice, ...]:
        when = self.gates.shown
        return tuple(o for o in q.options if (q.id, o.id) not in when or when[q.id, o.id].ev(self.said.gate) is not False)

    def who(self, q: m.Question, r: dict) -> Screen | None:
        """The screen that asks who, for the options chosen that may be several people's."""
        groups = []
        for o in q.options:
            if o.id in r["said"] and of_people(self.book, o) and o.id not in r.get("whose", {}) \
                    and (people := whose_may(self.book, self.answers, self.said, r, o, self.day)):
                groups.append((o, tuple(people)))
        of = tuple(dict.fromkeys(p for _, people in groups for p in people))
        return Screen("who", q, of, groups=tuple(groups)) if groups else None

    def bands(self, q: m.Question, who: str | None) -> tuple[tuple[Any, Any, str], ...]:
        if q.form != "bands":
            return ()
        fact = self.book.facts[q.fact]
        read, times = (fact.id, 1) if fact.id != SUM else \
            ("per_capita_income", self.said.household.facts.get("members", 1))
        limits: dict[Any, bool] = {}
        for member, test, told in open_limits(self.house, read, REST):
            if member in (None, who) and told is not None:
                for limit in told if isinstance(told, tuple) else (told,):
                    if limit:
                        limits[limit * times] = limits.get(limit * times, False) or test.word in ("at_most", "more_than")
        return bands_between(fact, limits)
