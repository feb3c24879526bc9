"""Which screen comes next: only questions of which a fact can still change a row, in the order of content/questions.yaml.

There is no flow chart. What was chosen is kept as it was chosen (`Answers.records`); the facts follow from it by replaying
the records in the order of the questions (`heard`), then come the presumptions, then the household is screened, and a
question disappears when nothing hangs on it any more. An answer changed later is one record replaced: nothing else is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from . import model as m
from .content import Book
from .explain import bare
from .figures import Figures
from .household import Household, Income, Person, age_on
from .household import read as read_household
from .numbers import Interval, exact
from .rules import Key, Node, Rulebook, Source, State, _walk, missing
from .screen import Screening, determine, open_facts, rules_of, totals_of

UNSURE = "?"       # the answer 不清楚
REST = "rest"      # in a visit for one person: whoever else lives with them, as one member of whom little is asked
FAMILY = "*"       # "all of us", where it is asked who


# --- what was said ------------------------------------------------------------------------------------------------

@dataclass
class Answers:
    """One household being asked. `data`: input of the contract (roster, and facts that came from a file); `born`: by person
    what was said about the birth, {"year": 1944, "passed": True | False | None} or {"age": 82}, with the "day" it was said;
    `records`: by screen {"q": question, "of": [people or None], "shown": [options], "said": [options, people or numbers],
    "whose": {option: [people]}}; `lifted`: presumptions taken back, [presumption, person or None].

    alone: only one person is looked at; heads: then, how many live together (None = not known).
    """

    data: dict[str, Any] = field(default_factory=lambda: {"household": {}, "members": [{"id": "p1", "relation": "self"}]})
    born: dict[str, dict] = field(default_factory=dict)
    records: list[dict] = field(default_factory=list)
    lifted: list[list] = field(default_factory=list)
    alone: bool = False
    heads: int | None = None
    gathered: bool = False  # the roster is complete
    income_open: bool = False  # income is being entered item by item, and there may be more than is written
    sample: str = ""
    received: set[str] = field(default_factory=set)  # ids of benefits ticked as 已经在领

    @property
    def placed(self) -> bool:
        """Whether enough was said for results to make sense."""
        return self.gathered

    @property
    def members(self) -> list[dict]:
        return self.data["members"]

    @property
    def items(self) -> list[dict] | None:
        """Income item by item, as the input takes it; [] = there is none, None = not said."""
        return self.data["household"].get("income")

    def put_items(self, items: list[dict] | None, complete: bool = True) -> None:
        """Takes income over item by item, in place of a sum."""
        self.data["household"].pop("income", None)
        if items is not None:
            self.data["household"].pop("monthly_income", None)
            self.data["household"]["income"] = items
        self.income_open = items is not None and not complete

    @property
    def started(self) -> bool:
        return bool(self.records)

    def record(self, question: str, of: Iterable[str | None]) -> dict | None:
        wanted = set(of)
        return next((r for r in self.records if r["q"] == question and set(r["of"]) == wanted), None)

    def add_member(self, relation: str, born: dict) -> str:
        """A further member; returns the label."""
        used = {m["id"] for m in self.members}
        label = next(f"p{i}" for i in range(1, 99) if f"p{i}" not in used)
        self.members.append({"id": label, "relation": relation})
        self.born[label] = born
        self.income_open = self.items is not None  # nobody was asked what this one earns
        return label

    def drop_member(self, member: str) -> None:
        """Forgets one member; the answers about the others stay."""
        self.data["members"] = [m for m in self.members if m["id"] != member]
        self.born.pop(member, None)
        for r in self.records:
            r["of"] = [p for p in r["of"] if p != member]
            r["said"] = [s for s in r["said"] if s != member]
            for option, people in r.get("whose", {}).items():
                r["whose"][option] = [p for p in people if p != member]
        self.records = [r for r in self.records if r["of"]]
        if self.items is not None:
            self.data["household"]["income"] = [e for e in self.items if e.get("member") != member]

    def as_dict(self) -> dict:
        """Plain lists, texts and numbers, for the visitor's own device or file."""
        return {**{name: deepcopy(getattr(self, name)) for name in _KEPT}, "received": sorted(self.received)}

    @classmethod
    def from_dict(cls, kept: dict, book: Book, day: date) -> Answers:
        """What `as_dict` gave. Raises ValueError where it is not that, or no longer fits the questions."""
        if not isinstance(kept, dict) or set(kept) - {*_KEPT, "received"}:
            raise ValueError("这不是填到一半的回答")
        try:
            found = cls(**deepcopy(kept))
            found.received = set(found.received) & set(book.benefits)
            known = {m["id"] for m in found.members} | {None, REST}
            found.records = [r for r in found.records if r["q"] in book.questions and set(r["of"]) <= known
                             and set(r["shown"]) <= {o.id for o in book.questions[r["q"]].options} and isinstance(r["said"], list)]
            found.lifted = [x for x in found.lifted if x[0] in book.presumptions]
            heard(book, found, day)
        except (KeyError, TypeError, AttributeError, IndexError, ArithmeticError) as error:
            raise ValueError("这份回答读不出来") from error
        return found


_KEPT = ("data", "born", "records", "lifted", "alone", "heads", "gathered", "income_open")


@dataclass(frozen=True)
class Heard:
    """What the answers come to: the household for the engine, and which (question, member, fact) were put to the resident."""

    household: Household
    gate: State
    asked: frozenset[tuple[str, str | None, str]]
    by_presumption: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Screen:
    """One thing to ask. kind: question | who (which people, for the options chosen before) | people | birthday.

    of: the people it is about, None = the household; groups: for `who`, each option with the people it may be;
    bands: for a number, (low, high or None, label)."""

    kind: str
    question: m.Question | None = None
    of: tuple[str | None, ...] = ()
    options: tuple[m.Choice, ...] = ()
    groups: tuple[tuple[m.Choice, tuple[str, ...]], ...] = ()
    bands: tuple[tuple[Any, Any, str], ...] = ()

    @property
    def id(self) -> str:
        """An opaque name of the screen, the same whenever it is shown."""
        return "-".join([self.kind, self.question.id if self.question else "", *(p or "" for p in self.of)])


# --- ages ---------------------------------------------------------------------------------------------------------

def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def born_between(born: dict) -> tuple[date, date]:
    """The first and the last day somebody may have been born, by what was said on born["day"]."""
    said = date.fromisoformat(born["day"])
    if "age" in born:
        first = _years_before(said, born["age"] + 1)
        return date.fromordinal(first.toordinal() + 1), _years_before(said, born["age"])
    year, passed = born["year"], born.get("passed")
    turn = said.replace(year=year) if (said.month, said.day) != (2, 29) else date(year, 2, 28)
    first = date(year, 1, 1) if passed is not False else min(date.fromordinal(turn.toordinal() + 1), date(year, 12, 31))
    last = date(year, 12, 31) if passed is not True else turn
    return first, min(last, said)


@lru_cache(maxsize=4)
def _lines(rules: Rulebook) -> frozenset[int]:
    """The ages at which a condition or an amount of some row changes."""
    content = [*rules.book.benefits.values(), *rules.book.definitions.values()]
    tests = (t for part in content for t in _walk(part) if isinstance(t, m.Test) and t.fact == "age")
    return frozenset(int(t.limit.number) for t in tests if isinstance(t.limit, m.Value))


def _age(rules: Rulebook, born: dict, day: date) -> tuple[int, int] | None:
    """Least and greatest age on `day`; equal where no line lies between them (off a line the age this year's birthday brings
    says the same to every row), None before birth."""
    first, last = born_between(born)
    if day < last:
        return None
    low, high = age_on(last, day), age_on(first, day)
    return (high, high) if high - low <= 1 and high not in _lines(rules) else (low, high)


# --- what follows from the answers --------------------------------------------------------------------------------

@dataclass(frozen=True)
class _Gates:
    """The conditions of the questions, compiled."""

    ask_when: dict[str, Node]
    among: dict[str, Node]
    shown: dict[tuple[str, str], Node]
    presumed: dict[str, Node]


@lru_cache(maxsize=4)
def _gates(rules: Rulebook) -> _Gates:
    book = rules.book

    def node(condition: Any, of: str) -> Node:
        return rules._node(condition, of, {}, Source("assumed"), False)
    questions = book.questions.values()
    return _Gates({q.id: node(q.ask_when, "household") for q in questions if q.ask_when is not None},
                  {q.id: node(q.among, "person") for q in questions if q.among is not None},
                  {(q.id, o.id): node(o.when, "household") for q in questions for o in q.options if o.when is not None},
                  {p.id: node(p.when, p.of) for p in book.presumptions.values()})


def _nothing(fact: m.Fact) -> Any:
    """The value that says there is nothing to say; None where a fact has none."""
    if fact.type == "bool":
        return False
    if fact.type == "choices":
        return ()
    if fact.type == "choice":
        return "none" if any(o.value == "none" for o in fact.options) else None
    return 0 if fact.minimum == 0 else None


def closing(book: Book, choice: m.Choice) -> dict[str, Any]:
    """What holds for those for whom the option was not chosen."""
    if choice.closes is not None:
        return choice.closes
    found = {f: _nothing(book.facts[f]) for f in choice.sets}
    return {f: v for f, v in found.items() if v is not None}


def of_people(book: Book, choice: m.Choice) -> bool:
    """Whether the option is somebody's: then a sweep has to ask whose."""
    return not choice.whole and any(book.facts[f].of == "person" for f in choice.facts)


def interval(book: Book, fact: m.Fact, limits: dict[str, Any]) -> Interval:
    """{at_least: 1, less_than: 2} as an interval: what lies below a limit ends one step before it (a month, a fen)."""
    step = 1 if fact.type == "int" else Fraction(1, 100)
    low, high = exact(fact.minimum), None
    for word, limit in limits.items():
        value = exact(limit)
        if word in ("at_least", "more_than"):
            low = value + (step if word == "more_than" else 0)
        else:
            high = value - (step if word == "less_than" else 0)
    return low, high


class _Replay:
    """Builds the facts of a household from its records."""

    def __init__(self, book: Book, answers: Answers, day: date):
        self.book, self.answers, self.day, self.rules = book, answers, day, rules_of(book)
        self.gates = _gates(self.rules)
        base = read_household(answers.data, book, day)
        self.income = base.income
        if base.income is not None and (answers.income_open or (answers.alone and answers.heads != 1)):
            self.income = (*base.income, Income("other", base.people[0].id, None, None))  # how much more there is, nobody knows
        self.facts: dict[str | None, dict[str, Any]] = {None: dict(base.facts), **{p.id: dict(p.facts) for p in base.people}}
        self.heard: dict[str | None, dict[str, Any]] = {who: {} for who in self.facts}
        self.spans: dict[Key, Interval] = {}
        self.asked = {("", who, f) for who, facts in self.facts.items() for f in facts}
        if answers.alone:
            self.facts[None].pop("members")
            if answers.heads is not None:
                self.facts[None]["members"] = answers.heads
            if answers.heads != 1:
                self.facts[REST], self.heard[REST] = {}, {}
        for who, born in answers.born.items():
            ages = _age(self.rules, born, day) if born else None
            if ages is not None and who in self.facts:
                if ages[0] == ages[1]:
                    self.facts[who].setdefault("age", ages[0])
                elif "age" not in self.facts[who]:
                    self.spans[who, "age"] = ages
        self.people = [who for who in self.facts if who is not None]

    def state(self) -> State:
        """The household with what was chosen so far, for the conditions of questions."""
        alone = self.answers.alone or len(self.people) == 1
        nothing: dict[str | None, dict[str, Any]] = {None: {"alone": alone}, "": {}}
        for q in self.book.questions.values():
            empty = nothing["" if q.of == "person" or q.form == "who" else None]
            empty[q.id] = False if q.form == "who" else ()
        people = tuple(Person(p, {**self.facts[p], **nothing[""], **self.heard[p]}) for p in self.people)
        house = Household({**self.facts[None], **nothing[None], **self.heard[None]}, people, self.income, self.day, self.spans)
        return self.rules.open(house, Figures(self.book, self.day))

    def run(self) -> Heard:
        by_question: dict[str, list[dict]] = {}
        for r in self.answers.records:
            by_question.setdefault(r["q"], []).append(r)
        for q in self.book.questions.values():
            records = by_question.get(q.id, ())
            if not records:
                continue
            people = set(self.people)
            if q.ask_when is not None or q.among is not None:
                state = self.state()
                if q.ask_when is not None and self.gates.ask_when[q.id].ev(state) is False:
                    continue  # asked once, senseless by what was said later: kept, but it does not count
                if q.among is not None:
                    people = {p.id for p in state.people if self.gates.among[q.id].ev(p) is not False}
            for r in records:
                self.put(q, r, [p for p in r["of"] if p is None or p in people])
        presumed, names = self.presume()
        persons = tuple(Person(p, self.facts[p]) for p in self.people)
        spans = {key: s for key, s in self.spans.items() if key[1] not in self.facts[key[0]]}
        house = Household(self.facts[None], persons, self.income, self.day, spans, frozenset(presumed))
        return Heard(house, self.state(), frozenset(self.asked), tuple(names))

    def keep(self, who: str | None, name: str, value: Any) -> None:
        """Takes a fact over, unless an earlier answer settled it."""
        fact = self.book.facts[name]
        who = None if fact.of == "household" else who
        if fact.type == "choices" and name in self.facts.get(who, {}):
            self.facts[who][name] = tuple(dict.fromkeys([*self.facts[who][name], *value]))
        if who not in self.facts or name in self.facts[who] or (who, name) in self.spans:
            return
        if isinstance(value, dict) and "same_as" in value:
            value = self.facts[None].get(value["same_as"])
        if isinstance(value, dict):
            self.spans[who, name] = interval(self.book, fact, value)
        elif value is not None:
            self.facts[who][name] = tuple(value) if isinstance(value, list) else value if isinstance(value, bool | str) else \
                exact(value) if isinstance(value, int | Decimal | Fraction) else value

    def all(self, of: Iterable[str | None], values: dict[str, Any]) -> None:
        for who in of:
            for name, value in values.items():
                if who is not None or self.book.facts[name].of == "household":
                    self.keep(who, name, value)

    def put(self, q: m.Question, r: dict, of: list[str | None]) -> None:
        said = r["said"]
        chosen = [o for o in q.options if o.id in said]
        shown = [o for o in q.options if o.id in r["shown"]]
        for name in (q.fact,) if q.fact else tuple(f for o in shown for f in o.facts):
            self.asked |= {(q.id, None if self.book.facts[name].of == "household" else who, name) for who in of}
            if self.book.facts[name].of == "household":
                self.asked.add((q.id, None, name))
        if q.fact:
            self.number(q, said, of)
        elif q.form == "who":
            choice = q.options[0]
            for who in of:
                if who in said:
                    self.heard[who][q.id] = True
                    self.all([who], choice.sets)
                elif UNSURE not in said:
                    self.all([who], closing(self.book, choice))
        else:
            unit = of[0] if q.of == "person" and of else None
            if unit in self.heard:
                self.heard[unit][q.id] = (*self.heard[unit].get(q.id, ()), *(o.id for o in chosen))
            for o in chosen:
                self.all([None], {f: v for f, v in o.sets.items() if self.book.facts[f].of == "household"})
                if not q.asks_who or not of_people(self.book, o):
                    self.all(of, o.sets)
                else:
                    whose = r.get("whose", {}).get(o.id, [UNSURE])
                    self.all([p for p in of if p in whose or FAMILY in whose], o.sets)
            if q.form == "one":
                shown = [o for o in shown if o.closes is not None]
            if q.form != "share" and UNSURE not in said:
                self.close(r, shown, of)

    def close(self, r: dict, shown: list[m.Choice], of: list[str | None]) -> None:
        """The options not chosen, and the people not named, are a no; what is still to be asked who, or was answered 不清楚,
        keeps every fact it might settle open."""
        said, whose = r["said"], r.get("whose", {})
        asked_who = [o for o in shown if o.id in said and self.book.questions[r["q"]].asks_who and of_people(self.book, o)]
        doubtful = {f for o in asked_who if UNSURE in whose.get(o.id, [UNSURE]) for f in o.facts}
        for o in shown:
            values = {f: v for f, v in closing(self.book, o).items() if f not in doubtful}
            if o.id not in said:
                self.all(of, values)
            elif o in asked_who and UNSURE not in whose.get(o.id, [UNSURE]) and FAMILY not in whose[o.id]:
                self.all([p for p in of if p not in whose[o.id]],
                         {f: v for f, v in values.items() if self.book.facts[f].of == "person"})

    def number(self, q: m.Question, said: list[str], of: list[str | None]) -> None:
        if UNSURE in said:
            return
        low, *high = said
        for who in of:
            if high:
                fact = self.book.facts[q.fact]
                unit = None if fact.of == "household" else who
                if q.fact not in self.facts[unit]:
                    self.spans[unit, q.fact] = exact(Decimal(low)), None if high[0] == "" else exact(Decimal(high[0]))
            else:
                self.keep(who, q.fact, Decimal(low))

    def presume(self) -> tuple[set[Key], list[tuple[str, str | None]]]:
        """Takes for granted what content says may be taken for granted; an answer, even 不清楚, stands before it."""
        asked = {(who, f) for _, who, f in self.asked}
        lifted = {(p, who) for p, who in self.answers.lifted}
        found: set[Key] = set()
        names: list[tuple[str, str | None]] = []
        for _ in range(3):  # a presumption may rest on another one
            state, before = self.state(), len(names)
            for p in self.book.presumptions.values():
                for s in [state] if p.of == "household" else state.people:
                    if (p.id, s.id) in names or (p.id, s.id) in lifted or self.gates.presumed[p.id].ev(s) is not True:
                        continue
                    taken = False
                    for name, value in p.facts.items():
                        who = None if self.book.facts[name].of == "household" else s.id
                        if (who, name) in asked or name in self.facts[who] or (who, name) in self.spans:
                            continue
                        self.keep(who, name, value)
                        taken = True
                        if not p.follows:
                            found.add((who, name))
                    if taken:
                        names.append((p.id, s.id))
            if len(names) == before:
                break
        return found, [n for n in names if not self.book.presumptions[n[0]].follows]


def heard(book: Book, answers: Answers, day: date) -> Heard:
    """The household the answers describe, on `day`. Raises InputError where they do not fit together."""
    return _Replay(book, answers, day).run()


def screened(book: Book, answers: Answers, day: date, said: Heard | None = None, only: str = "") -> Screening:
    """The engine's answer for what was said so far. In a visit for one person nothing is said about the others.

    only: rows of this status (empty = all)."""
    said = said or heard(book, answers, day)
    result = determine(said.household, day, book=book, only=only)
    if REST in {p.id for p in said.household.people}:
        result.determinations = [d for d in result.determinations if d.member != REST]
        result.totals = totals_of(result.determinations)
        for name, lists in (("next_questions", (d.missing for d in result.determinations)),
                            ("amount_questions", (d.amount_unknown for d in result.of("eligible")))):
            wanted = {key for keys in lists for key in keys}
            setattr(result, name, [k for k in getattr(result, name) if k in wanted])
    return result


def presumptions_that_matter(book: Book, answers: Answers, day: date, said: Heard) -> list[tuple[str, str | None]]:
    """The presumptions without which some row would be open: those worth a look on the check page."""
    found = []
    for name, who in said.by_presumption:
        if who != REST:
            lifted = Answers(**{**vars(answers), "lifted": [*answers.lifted, [name, who]]})
            open_ = open_facts(heard(book, lifted, day).household, day, book, REST)
            if any(f in book.presumptions[name].facts and p in (who, None) for p, f in open_):
                found.append((name, who))
    return found


# --- what to ask next ---------------------------------------------------------------------------------------------

def to_ask(book: Book, answers: Answers, day: date, late: bool = False) -> list[Screen]:
    """The screens that make sense now, the next one first. late: also those that only make figures exact.

    The first few are always asked; every other one only while a fact it settles can still change a row."""
    said = heard(book, answers, day)
    first = [Screen("question", q, (None,), q.options) for q in book.questions.values() if q.always and q.of == "household"
             and q.form == "one" and not any(r["q"] == q.id for r in answers.records) and not _known(said, q)]
    if first and not said.household.facts.get("residence"):
        return first[:1]
    if not answers.gathered:
        return [Screen("people")]
    on_a_line = tuple(who for (who, name) in said.household.spans if name == "age" and answers.born[who].get("passed", "") == "")
    if on_a_line:
        return [Screen("birthday", of=(who,)) for who in on_a_line]
    look = _Look(book, answers, said, day, late)
    return [screen for q in book.questions.values() if q.late <= late for screen in look.at(q)
            if screen.kind == "who" or answers.record(q.id, screen.of) is None]


def next_screen(book: Book, answers: Answers, day: date, late: bool = False) -> Screen | None:
    """The next thing to ask, or None when nothing that can be asked may still change a row."""
    return next(iter(to_ask(book, answers, day, late)), None)


FEW = 5  # up to so many open questions, the number still to come can be told within two; before, most of them fall away


def left(screens: list[Screen]) -> int | None:
    """About how many questions are still to come, of the screens that make sense now; None = too early to tell."""
    return None if len(screens) > FEW or any(s.kind in ("people", "birthday") for s in screens) else len(screens)


def topic_of(book: Book, screen: Screen) -> str:
    """The page of several questions on which a screen stands."""
    return screen.question.topic if screen.question else next(iter(book.sections))


def next_topic(book: Book, screens: list[Screen], after: str = "") -> str:
    """The topic whose page comes next for somebody who fills in a topic at a time; what an earlier page brought up stands on the
    next one too (see `of_topic`), and what the last page brought up on the last one again."""
    order, open_ = list(book.sections), {topic_of(book, s) for s in screens}
    if order[0] in open_:  # where they live, then who they are: the rest hangs on it
        return order[0]
    return next((t for t in order[order.index(after) + 1 if after else 0:] if t in open_), order[-1])


def of_topic(book: Book, screens: list[Screen], topic: str) -> list[Screen]:
    """The screens on the page of a topic: its own, and what earlier pages brought up."""
    order = list(book.sections)
    return [s for s in screens if order.index(topic_of(book, s)) <= order.index(topic)]


def _known(said: Heard, q: m.Question) -> bool:
    """Whether a file brought every fact of the question already."""
    facts = {f for o in q.options for f in o.facts}
    of = {p.id: p.facts for p in said.household.people if p.id != REST}
    return all(f in said.household.facts or (of and all(f in facts_ for facts_ in of.values())) for f in facts)


class _Look:
    """Looks at one question after the other: is there anybody for whom it still matters?"""

    def __init__(self, book: Book, answers: Answers, said: Heard, day: date, late: bool):
        self.book, self.answers, self.said, self.day = book, answers, said, day
        self.gates = _gates(rules_of(book))
        self.open = set(open_facts(said.household, day, book, REST))
        if late:
            self.open |= set(self.result.amount_questions)
        self.known = {None: said.household.facts, **{p.id: p.facts for p in said.household.people}}

    @cached_property
    def result(self) -> Screening:
        return screened(self.book, self.answers, self.day, self.said)

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
        pending = [self.who(q, r) for r in self.answers.records if r["q"] == q.id and q.asks_who]
        found = [screen for screen in pending if screen is not None]
        among = self.gates.among.get(q.id)
        people = [s.id for s in self.said.gate.people if self.makes_sense(among, s)
                  and (s.id != REST or not q.asks_who or among is None or among.ev(s))]  # of people nobody knows, no one has a kind
        if q.of == "person":
            return found + [Screen("question", q, (p,), self.open_options(q, (p,)), bands=self.bands(q, p)) for p in people
                            if p != REST and self.matters(q, p, q.facts)]
        options = self.open_options(q, (None, *people))
        facts = (q.fact,) if q.fact else tuple(f for o in options for f in o.facts)
        if q.always:
            of = [p for p in people if not self.seen(q, p)]
            return found + ([Screen("question", q, tuple(of), tuple(o for o in options if len(of) > 1 or not o.apart))] if of else [])
        if not any(self.matters(q, p, facts) for p in (None, *people)):
            return found
        of = [p for p in people if self.free(q, p, facts)]
        personal = any(self.book.facts[f].of == "person" for f in facts)
        if q.form == "who":
            return found + ([Screen("question", q, tuple(of), q.options)] if of else [])
        if personal and len(of) == 1:
            options = tuple(o for o in options if not o.apart)
        return [*found, Screen("question", q, (*of,) if personal and of else (None,), options, bands=self.bands(q, None))]

    def open_options(self, q: m.Question, people: Iterable[str | None]) -> tuple[m.Choice, ...]:
        """The options worth showing: in a list those that can still settle something, of a page with two choices the parts."""
        shown = self.shown(q)
        if q.always or q.form not in ("sweep", "several", "one"):
            return shown
        telling = [o for o in shown if any(self.matters(q, p, o.facts) for p in people)]
        return tuple(telling) if q.form != "one" else tuple(o for o in shown if o.part in {t.part for t in telling})

    def makes_sense(self, gate: Node | None, s: State) -> bool:
        """Whether the condition holds, or hangs on something nobody was asked; after a 不清楚 nothing more is asked about it."""
        truth = True if gate is None else gate.ev(s)
        if truth is None:
            asked = {key[1:] for key in self.said.asked}
            return not any(key in asked for key in missing(gate, s))
        return truth

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
            if o.id in r["said"] and of_people(self.book, o) and o.id not in r.get("whose", {}):
                groups.append((o, tuple(whose_may(self.book, self.said, r, o))))
        of = tuple(dict.fromkeys(p for _, people in groups for p in people))
        return Screen("who", q, of, groups=tuple(groups)) if groups else None

    def bands(self, q: m.Question, who: str | None) -> tuple[tuple[Any, Any, str], ...]:
        if q.form != "bands":
            return ()
        fact = self.book.facts[q.fact]
        read, times = (fact.id, 1) if fact.id != "monthly_income" else \
            ("per_capita_income", self.said.household.facts.get("members", 1))
        limits: dict[Any, bool] = {}
        for d in self.result.of("possible"):
            for r in d.reasons:
                if r.fact == read and r.holds is None and r.member in (None, who) and r.limit is not None:
                    for limit in r.limit if isinstance(r.limit, tuple) else (r.limit,):
                        if limit:
                            limits[limit * times] = limits.get(limit * times, False) or r.node.test.word in ("at_most", "more_than")
        return _bands(fact, limits)


def whose_may(book: Book, said: Heard, r: dict, choice: m.Choice) -> list[str]:
    """The people of a sweep for whom the option chosen may hold: those of whom it is not known otherwise."""
    facts = {p.id: p.facts for p in said.household.people}
    personal = [f for f in choice.facts if book.facts[f].of == "person"]
    return [p for p in r["of"] if p in facts and (any(f not in facts[p] for f in personal))]


def _bands(fact: m.Fact, limits: dict[Any, bool]) -> tuple[tuple[Any, Any, str], ...]:
    """Bands between the limits, in steps of a yuan, a month or 0.01; `limits` says of each whether it belongs below."""
    if not limits:
        return ()
    unit = fact.unit.split("/")[0]
    step = 1 if fact.type == "int" or unit == "元" else Fraction(1, 100)
    ends = []
    for limit in sorted(limits):
        whole = limit / step
        below = whole // 1 * step if limits[limit] else -(-whole // 1) * step - step
        ends.append((exact(below), exact(below + step), limit))
    found, low = [], exact(fact.minimum)
    for below, above, _ in ends:
        found.append((low, below))
        low = above
    found.append((low, None))
    if len(ends) == 1 and unit != "元":
        said = bare(exact(ends[0][2]))
        words = ("没超过 {}", "超过了 {}") if limits[ends[0][2]] else ("不到 {}", "有 {}")
        return tuple((a, b, f"{w.format(said)} {unit}") for (a, b), w in zip(found, words, strict=True))
    labels = []
    for (a, b), inclusive in zip(found, [*(limits[limit] for *_, limit in ends), False], strict=True):
        if a == 0 and b is not None:
            labels.append(f"{b:,} {unit}以内" if inclusive else f"不到 {b + step:,} {unit}")
        else:
            labels.append(f"{a:,} {unit}或更多" if b is None else f"{a:,} 到 {b:,} {unit}")
    return tuple((a, b, label) for (a, b), label in zip(found, labels, strict=True))


def answer(book: Book, answers: Answers, screen: Screen, said: list[str], day: date) -> None:
    """Keeps what was chosen on a screen of a question: option ids, people (form who), a number, or UNSURE; for `who`,
    "option:person" pairs, "option:*" for all, "option:?" for not known. It replaces the earlier answer to the same screen."""
    q = screen.question
    if screen.kind == "who":
        record = next(r for r in answers.records if r["q"] == q.id and {o.id for o, _ in screen.groups} <= set(r["said"])
                      and set(screen.of) <= set(r["of"]))
        pairs = [text.split(":", 1) for text in said]
        for o, _ in screen.groups:
            record.setdefault("whose", {})[o.id] = [who for option, who in pairs if option == o.id]
        return
    record = {"q": q.id, "of": list(screen.of), "shown": [o.id for o in screen.options], "said": list(said)}
    old = answers.record(q.id, screen.of)
    if old is None:
        answers.records.append(record)
    else:
        answers.records[answers.records.index(old)] = record
    if q.asks_who:
        kept = (old or {}).get("whose", {})
        record["whose"] = {o: people for o, people in kept.items() if o in said} if q.form == "sweep" else {}
        if q.form == "share" and len(said) == 1 and said != [UNSURE]:
            record["whose"] = {said[0]: [FAMILY]}
        now = heard(book, answers, day)
        for o in screen.options:
            if o.id in said and of_people(book, o) and o.id not in record["whose"]:
                people = whose_may(book, now, record, o)
                if len(people) <= 1:
                    record["whose"][o.id] = people


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


# --- what nobody would expect -------------------------------------------------------------------------------------

def sensible(rules: Rulebook, house: State, key: Key, asked: Collection[Key]) -> bool:
    """Whether a fact makes sense of this person: its gate is not refuted, and what the gate reads was asked before."""
    gate: Node | None = rules.gates.get(key[1])
    if gate is None:
        return True
    state = next((p for p in house.people if p.id == key[0]), house)
    truth = gate.ev(state)
    if truth is None:
        return all(k in asked for k in missing(gate, state))
    return truth


def unlikely(result: Screening) -> set[tuple[str, str | None]]:
    """The possible determinations (benefit, member) that nobody would expect: their open facts make no sense of such a
    person (a child is no veteran), or a general rule outside the document speaks against them (a pension premium at 74).
    They stay possible, since the document does not say no; a list may tell them apart."""
    rules = rules_of(result.book)
    house = rules.open(result.household, Figures(result.book, result.as_of))
    everything = set(result.next_questions)
    return {(d.benefit.id, d.member) for d in result.of("possible")
            if any(r.holds is False and r.origin in ("general", "assumed") for r in d.reasons)
            or (d.missing and not d.because and not any(sensible(rules, house, key, everything) for key in d.missing))}
