"""What follows from the answers: the facts, by replaying the records in the order of the questions; then the presumptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from .. import model as m
from ..content import Book
from ..figures import Figures
from ..household import Household, Income, Person
from ..household import read as read_household
from ..numbers import Interval, exact
from ..rules import Key, Node, Rulebook, Source, State, tested
from ..screen import Screening, Whose, determine, open_facts, opened, rules_of, totals_of
from .births import age_of, born_between
from .said import ANYBODY, FAMILY, REFUSED, REST, UNSURE, Answers, Screen


@dataclass(frozen=True)
class Heard:
    """What the answers come to: the household for the engine, and which (question, member, fact) were put to the resident."""

    household: Household
    gate: State
    asked: frozenset[tuple[str, str | None, str]]
    by_presumption: tuple[tuple[str, str | None], ...]
    whose: dict[Key, tuple[Whose, ...]]  # what hangs on who it is for whom an option was chosen


@dataclass(frozen=True)
class Gates:
    """The conditions of the questions, compiled; and which of them settle a fact."""

    ask_when: dict[str, Node]
    among: dict[str, Node]
    shown: dict[tuple[str, str], Node]
    holders: dict[tuple[str, str], Node]  # of an option, who alone can be named for it
    presumed: dict[str, Node]
    evident: dict[str, Node]
    doubts: dict[str, Node]
    singles: frozenset[str]  # the questions put to somebody not because of age and place only
    settling: dict[str, list[m.Question]]  # by fact, the questions on the way that settle it


@lru_cache(maxsize=4)
def gates_of(rules: Rulebook) -> Gates:
    book = rules.book

    def node(condition: Any, of: str) -> Node:
        return rules.condition(condition, of, {}, Source("assumed"))
    questions = book.questions.values()
    return Gates({q.id: node(q.ask_when, "household") for q in questions if q.ask_when is not None},
                  {q.id: node(q.among, "person") for q in questions if q.among is not None},
                  {(q.id, o.id): node(o.when, "household") for q in questions for o in q.options if o.when is not None},
                  {(q.id, o.id): node(o.among, "person") for q in questions for o in q.options if o.among is not None},
                  {p.id: node(p.when, p.of) for p in book.presumptions.values()},
                  {p.id: node(p.evident, p.of) for p in book.presumptions.values() if p.evident is not None},
                  {d.id: node(d.when, d.of) for d in book.doubts.values()},
                  frozenset(q.id for q in questions if q.among is not None and not ANYBODY.issuperset(tested(node(q.among, "person")))),
                  {f: [q for q in questions if not q.late and f in q.facts] for f in book.facts})


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


def among(fact: m.Fact, limits: dict[str, Any]) -> frozenset[str]:
    """{one_of: [parent, grandparent]} or {none_of: …} as the answers that can be."""
    named = frozenset(limits.get("one_of", limits.get("none_of", ())))
    return named if "one_of" in limits else frozenset(o.value for o in fact.options) - named


class _Replay:
    """Builds the facts of a household from its records."""

    def __init__(self, book: Book, answers: Answers, day: date):
        self.book, self.answers, self.day, self.rules = book, answers, day, rules_of(book)
        self.gates = gates_of(self.rules)
        base = read_household(answers.data, book, day)
        self.income = base.income
        if base.income is not None and (answers.income_open or (answers.alone and answers.heads != 1)):
            self.income = (*base.income, Income("other", base.people[0].id, None, None))  # how much more there is, nobody knows
        self.facts: dict[str | None, dict[str, Any]] = {None: dict(base.facts), **{p.id: dict(p.facts) for p in base.people}}
        self.heard: dict[str | None, dict[str, Any]] = {who: {} for who in self.facts}
        self.spans: dict[Key, Any] = {}
        self.births: dict[str, tuple[date, date]] = {}
        self.whose: dict[Key, tuple[Whose, ...]] = {}
        self.alike: set[tuple[str, str]] = set()  # of those who are not named one by one, what was said of all of them
        self.somebody: list[tuple[frozenset[str], dict[str, Any]]] = []
        self.asked = {("", who, f) for who, facts in self.facts.items() for f in facts}
        if answers.alone:
            self.facts[None].pop("members")
            if answers.heads is not None:
                self.facts[None]["members"] = answers.heads
            if answers.heads != 1:
                self.facts[REST], self.heard[REST] = {}, {}
        for who, born in answers.born.items():
            ages = age_of(self.rules, born, day) if born else None
            if ages is not None and who in self.facts and "age" not in self.facts[who]:
                if "at_least" not in born:
                    self.births[who] = born_between(born)
                if ages[0] == ages[1]:
                    self.facts[who]["age"] = ages[0]
                else:
                    self.spans[who, "age"] = ages
        self.people = [who for who in self.facts if who is not None]

    def state(self) -> State:
        """The household with what was chosen so far, for the conditions of questions."""
        alone = self.answers.alone or len(self.people) == 1
        nothing: dict[str | None, dict[str, Any]] = {None: {"alone": alone}, "": {}}
        for q in self.book.questions.values():
            empty = nothing["" if q.of == "person" or q.form == "who" else None]
            empty[q.id] = False if q.form == "who" else ()
        ages = {p: self.spans.get((p, "age"), (self.facts[p].get("age"),) * 2) for p in self.people}
        low, high = ages[self.people[0]]
        younger = {p: (low - ages[p][1], high - ages[p][0]) for p in self.people[1:] if None not in (low, *ages[p])}
        sure = {p: {"younger": by[0]} for p, by in younger.items() if by[0] == by[1]}
        people = tuple(Person(p, {**self.facts[p], **sure.get(p, {}), **nothing[""], **self.heard[p]}) for p in self.people)
        spans = self.spans | {(p, "younger"): by for p, by in younger.items() if p not in sure}  # of ages that are bands a band
        house = Household({**self.facts[None], **nothing[None], **self.heard[None]}, people, self.income, self.day, spans)
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
                if q.among is not None and not q.spreads:
                    people = {p.id for p in state.people if self.gates.among[q.id].ev(p) is not False}
            for r in records:
                self.put(q, r, [p for p in r["of"] if p is None or p in people])
        presumed, names = self.presume()
        presumed |= {(who, "age"): "" for who, born in self.answers.born.items() if "at_least" in born and who in self.facts}
        persons = tuple(Person(p, self.facts[p]) for p in self.people)
        spans = {key: s for key, s in self.spans.items() if key[1] not in self.facts[key[0]]}
        others = self.answers.heads and self.answers.heads - 1
        house = Household(self.facts[None], persons, self.income, self.day, spans, presumed, self.births,
                          {REST: others} if REST in self.facts else {}, frozenset(self.alike), tuple(self.somebody))
        return Heard(house, self.state(), frozenset(self.asked), tuple(names), self.whose)

    def keep(self, who: str | None, name: str, value: Any) -> None:
        """Takes a fact over, unless an earlier answer settled it."""
        fact = self.book.facts[name]
        who = None if fact.of == "household" else who
        if fact.type == "choices" and name in self.facts.get(who, {}):
            self.facts[who][name] = tuple(dict.fromkeys([*self.facts[who][name], *value]))
        if who not in self.facts or name in self.facts[who]:
            return
        if (value := self.meaning(fact, value)) is None:
            return
        left = self.spans.get((who, name))
        if isinstance(value, frozenset):
            if both := value & left if isinstance(left, frozenset) else value:
                self.spans[who, name] = both
        elif fact.type in ("int", "number") and isinstance(value, tuple):
            self.spans.setdefault((who, name), value)
        elif left is None or (isinstance(left, frozenset) and value in left):
            self.facts[who][name] = value

    def meaning(self, fact: m.Fact, value: Any) -> Any:
        """What is written in content as a fact takes it: a value, the answers that can be (frozenset), or an interval; None = nothing."""
        if isinstance(value, dict) and "same_as" in value:
            value = self.facts[None].get(value["same_as"])
        if isinstance(value, dict):
            return among(fact, value) - {self.facts[None].get(value.get("other_than", ""))} if fact.type == "choice" \
                else interval(self.book, fact, value)
        return tuple(value) if isinstance(value, list) else value if isinstance(value, bool | str) else \
            exact(value) if isinstance(value, int | Decimal | Fraction) else value

    def one_of(self, who: str, choices: list[m.Choice]) -> None:
        """Somebody has one of these options, nobody knows which: what they have in common holds, and a choice lies among theirs."""
        for name in set.intersection(*(set(o.sets) for o in choices)):
            fact = self.book.facts[name]
            meant = [self.meaning(fact, o.sets[name]) for o in choices]
            if fact.type == "choice" and None not in meant:
                one = frozenset().union(*(v if isinstance(v, frozenset) else {v} for v in meant))
                self.keep(who, name, next(iter(one)) if len(one) == 1 else {"one_of": one})
            elif all(v == meant[0] for v in meant):
                self.keep(who, name, choices[0].sets[name])

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
                    if FAMILY in whose and REST in of:
                        self.alike |= {(REST, f) for f in o.sets if f not in self.facts[REST]}
                    self.all([p for p in of if p in whose or FAMILY in whose], o.sets)
                    if UNSURE in whose:
                        self.meant(of, o)
                    if UNSURE in whose and (open_ := q.whose_of(o)):
                        for key in ((p, f) for p in of for f in o.facts if self.book.facts[f].of == "person"):
                            self.whose[key] = (*self.whose.get(key, ()), Whose(o.name, open_, q.whose_tell))
            if q.form == "share" and len(chosen) > 1:
                named = {p for people in r.get("whose", {}).values() for p in people}
                for who in [p for p in of if p is not None and p not in named]:
                    if may := [o for o in chosen if UNSURE in r.get("whose", {}).get(o.id, [UNSURE])]:
                        self.one_of(who, may)
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
        for who in filter(None, of) if doubtful else ():
            may = {o.id for o in asked_who if {who, UNSURE, FAMILY} & set(whose.get(o.id, [UNSURE]))}
            for name in doubtful:
                if self.book.facts[name].type == "choice" and self.book.facts[name].of == "person":
                    self.narrow(who, name, {o.sets[name] for o in shown if name in o.sets and o.id not in may}
                                - {o.sets[name] for o in shown if name in o.sets and o.id in may})

    def narrow(self, who: str | None, name: str, without: set[str]) -> None:
        """Of a choice that is not known of somebody, what it is not."""
        if without and name not in self.facts[who]:
            self.spans[who, name] = self.spans.get((who, name), frozenset(o.value for o in self.book.facts[name].options)) - without

    def meant(self, of: Iterable[str | None], choice: m.Choice) -> None:
        """An option is somebody's, and nobody could say whose."""
        sets = {f: v for f, v in choice.sets.items() if self.book.facts[f].of == "person" and isinstance(v, bool | str)}
        if sets:
            self.somebody.append((frozenset(p for p in of if p is not None), sets))

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

    def presume(self) -> tuple[dict[Key, str], list[tuple[str, str | None]]]:
        """Takes for granted what content says may be taken for granted; an answer, even 不清楚, stands before it; what cannot be
        is ruled out all the same. With it the presumptions to be shown."""
        asked = {(who, f) for _, who, f in self.asked}
        lifted = {(p, who) for p, who in self.answers.lifted}
        found: dict[Key, str] = {}
        names: list[tuple[str, str | None]] = []
        unsaid: set[tuple[str, str | None]] = set()
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
                            found[who, name] = p.id
                    if taken:
                        names.append((p.id, s.id))
                        if p.follows or (p.id in self.gates.evident and self.gates.evident[p.id].ev(s) is True):
                            unsaid.add((p.id, s.id))
            if len(names) == before:
                break
        for p in self.book.presumptions.values():
            for s in state.people if p.cannot else ():
                if self.gates.presumed[p.id].ev(s) is True:
                    for name, values in p.cannot.items():
                        if name not in self.facts[s.id]:
                            left = frozenset(o.value for o in self.book.facts[name].options) - frozenset(values)
                            self.spans[s.id, name] = self.spans.get((s.id, name), left) & left
        return found, [n for n in names if n not in unsaid]


def heard(book: Book, answers: Answers, day: date) -> Heard:
    """The household the answers describe, on `day`. Raises InputError where they do not fit together."""
    return _Replay(book, answers, day).run()


def screened(book: Book, answers: Answers, day: date, said: Heard | None = None, only: str = "") -> Screening:
    """The engine's answer for what was said so far. In a visit for one person nothing is said about the others.

    only: rows of this status (empty = all)."""
    said = said or heard(book, answers, day)
    result = determine(said.household, day, book=book, only=only)
    result.unsaid, result.whose, result.singled = unsaid(book, answers), said.whose, singled(book, said)
    if REST in {p.id for p in said.household.people}:
        result.determinations = [d for d in result.determinations if d.member != REST]
        for d in result.determinations:
            if d.because and not any(r.holds for r in d.reasons if r.member == REST):  # it is so by what was said of those who are named
                d.missing = [key for key in d.missing if key[0] != REST]
                d.reasons = [r for r in d.reasons if r.member != REST]
        result.totals = totals_of(result.determinations)
        for name, lists in (("next_questions", (d.missing for d in result.determinations)),
                            ("amount_questions", (d.amount_unknown for d in result.of("eligible")))):
            wanted = {key for keys in lists for key in keys}
            setattr(result, name, [k for k in getattr(result, name) if k in wanted])
    return result


def singled(book: Book, said: Heard) -> frozenset[Key]:
    """What was put to somebody only because of what was answered before, not of age and place: of such a person it is not rare."""
    gates, people = gates_of(rules_of(book)), {p.id: p for p in said.gate.people}
    return frozenset((who, fact) for q, who, fact in said.asked
                     if q in gates.singles and who in people and gates.among[q].ev(people[who]) is True)


def unsaid(book: Book, answers: Answers) -> frozenset[Key]:
    """The facts somebody would not speak of, or not say whose they are: nobody is told to go and find them out."""
    return _answered(book, answers, REFUSED)


def coming(book: Book, answers: Answers, said: Heard, screens: Iterable[Screen]) -> frozenset[Key]:
    """What these screens would bring, and of whom: nothing that was asked already and answered 不清楚 or 不想说, in whatever form, since
    the same asked once more brings nothing."""
    unsure = _answered(book, answers, UNSURE) & {(who, fact) for _, who, fact in said.asked}
    return frozenset(key for screen in screens for key in screen.keys) - unsure


def _answered(book: Book, answers: Answers, by: str) -> frozenset[Key]:
    return frozenset((None if book.facts[f].of == "household" else who, f) for r in answers.records
                     for f in _open(book.questions[r["q"]], r, by) for who in r["of"])


def _open(q: m.Question, r: dict, by: str) -> tuple[str, ...]:
    """The facts of a question that one record leaves open by an answer: all it asked, or those of the options of which it is not said
    whose they are."""
    if by in r["said"]:
        return q.facts
    return tuple(f for o in q.options if by in r.get("whose", {}).get(o.id, ()) for f in o.facts)


def comes_of_answers(book: Book, said: Heard, name: str, who: str | None) -> bool:
    """Whether a presumption rests on what was answered of this person or the household, not on the age alone."""
    rests = set(tested(gates_of(rules_of(book)).presumed[name])) - {"age", "relation"}
    answered = {fact for _, of, fact in said.asked if of in (who, None)}
    return bool(rests & set(book.facts)) and rests & set(book.facts) <= answered


def without(answers: Answers, lifts: Iterable[Key]) -> Answers:
    """The same answers with some presumptions taken back."""
    return Answers(**{**vars(answers), "lifted": [*answers.lifted, *(list(x) for x in lifts)]})


def presumptions_that_matter(book: Book, answers: Answers, day: date, said: Heard) -> list[tuple[str, str | None]]:
    """The presumptions without which some row would be open: those worth a look on the check page."""
    found = []
    for name, who in said.by_presumption:
        if who != REST:
            open_ = open_facts(opened(heard(book, without(answers, [(name, who)]), day).household, day, None, book)[2], REST)
            if any(f in book.presumptions[name].facts and p in (who, None) for p, f in open_):
                found.append((name, who))
    return found


def taken_back(book: Book, answers: Answers, day: date, said: Heard) -> list[tuple[str, str | None]]:
    """The presumptions that were taken back, of which nothing was asked since: without that they would hold, and a row is open now."""
    if not answers.lifted:
        return []
    asked = {(who, fact) for _, who, fact in said.asked}
    open_ = [(who, fact) for who, fact in open_facts(opened(said.household, day, None, book)[2], REST) if (who, fact) not in asked]
    found = []
    for name, who in dict.fromkeys((name, who) for name, who in answers.lifted):
        held = Answers(**{**vars(answers), "lifted": [x for x in answers.lifted if x != [name, who]]})
        if any(f in book.presumptions[name].facts and p in (who, None) for p, f in open_) \
                and (name, who) in heard(book, held, day).by_presumption:
            found.append((name, who))
    return found
