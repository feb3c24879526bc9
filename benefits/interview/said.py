"""What was chosen, kept as it was chosen, and what one screen asks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .. import model as m
from ..content import Book
from ..rules import Key

UNSURE = "?"       # the answer 不清楚
REFUSED = "-"      # beside it: the answer was 不想说
REST = "rest"      # in a visit for one person: whoever else lives with them, as one member of whom little is asked
SUM = "monthly_income"  # the one number that items of income stand in place of
FAMILY = "*"       # "all of us", where it is asked who
ANYBODY = frozenset({"age", "hukou", "residence"})  # what is asked of everybody singles nobody out


@dataclass
class Answers:
    """One household being asked. `data`: input of the contract (roster, and facts that came from a file); `born`: by person
    what was said about the birth, {"year": 1944, "passed": True | False | None} or {"age": 82}, with the "day" it was said, or {} for
    不清楚, or then by who is helped {"at_least": 60, "less_than": 131};
    `records`: by screen {"q": question, "of": [people or None], "shown": [options], "said": [options, people or numbers],
    "whose": {option: [people]}, "words": of a band, as it was chosen}; `lifted`: presumptions taken back, [presumption, person or None].

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
    sure: list[list] = field(default_factory=list)  # doubts answered by 是这样, [doubt, person or None]
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

    def lift(self, presumed: Iterable[Key], back: bool = False) -> None:
        """Takes presumptions back; back: lets them hold again."""
        those = [list(x) for x in presumed]
        self.lifted = [x for x in self.lifted if x not in those] + ([] if back else those)

    def record(self, question: str, of: Iterable[str | None]) -> dict | None:
        wanted = set(of)
        return next((r for r in self.records if r["q"] == question and set(r["of"]) == wanted), None)

    @property
    def size(self) -> int | None:
        """How many they are, those who are not named among them; None = not said."""
        return self.heads if self.alone else len(self.members)

    def put_heads(self, heads: int | None) -> None:
        """In a visit for one person takes over how many live together; of one who lives alone nobody else was asked anything."""
        self.heads, self.gathered = heads, True
        if heads == 1:
            self.drop_member(REST)

    def widen(self) -> None:
        """From a visit for one person to one for everybody, who are named next. What was answered of them all, and is not that of some of
        the others, or not known, is answered of those who are named now."""
        self.alone, self.heads, self.gathered = False, None, False
        self.records = [r for r in self.records
                        if REST not in r["of"] or (len(r["of"]) > 1 and [UNSURE] not in r.get("whose", {}).values())]
        for r in self.records:
            if any(UNSURE in people or REST in people for people in (r["said"], *r.get("whose", {}).values())):
                _forget(r, REST)

    def gather(self) -> None:
        """Takes the roster for complete: there is nobody who is not named."""
        self.gathered = True
        if not self.alone:
            self.drop_member(REST)

    def add_member(self, relation: str, born: dict | None = None) -> str:
        """A further member, by and by also when born; returns the label."""
        used = {m["id"] for m in self.members}
        label = next(f"p{i}" for i in range(1, 99) if f"p{i}" not in used)
        self.members.append({"id": label, "relation": relation})
        if born is not None:
            self.born[label] = born
        for r in self.records:
            if REST in r["of"] and not self.alone:
                r["of"].insert(r["of"].index(REST), label)
        self.income_open = self.items is not None  # nobody was asked what this one earns
        return label

    def drop_member(self, member: str) -> None:
        """Forgets one member; the answers about the others stay."""
        self.data["members"] = [m for m in self.members if m["id"] != member]
        self.born.pop(member, None)
        self.lifted, self.sure = ([x for x in some if x[1] != member] for some in (self.lifted, self.sure))  # the label may be given again
        self.records = [r for r in self.records if member not in r["of"] or [UNSURE] not in r.get("whose", {}).values()]  # whose it was
        for r in self.records:
            _forget(r, member)
        self.records = [r for r in self.records if r["of"]]
        if self.items is not None:
            self.data["household"]["income"] = [e for e in self.items if e.get("member") != member]

    def text(self) -> str:
        """All that was said as one text; the same for the same answers."""
        return json.dumps({name: getattr(self, name) for name in _KEPT}, sort_keys=True, default=str)

    def as_dict(self) -> dict:
        """Plain lists, texts and numbers, for the visitor's own device or file."""
        return {**{name: deepcopy(getattr(self, name)) for name in _KEPT}, "received": sorted(self.received)}

    @classmethod
    def from_dict(cls, kept: dict, book: Book, day: date) -> Answers:
        """What `as_dict` gave. Raises ValueError where it is not that, or no longer fits the questions."""
        from .replay import heard  # which reads Answers; only whether what was kept still fits the questions is looked up there

        if not isinstance(kept, dict) or set(kept) - {*_KEPT, "received"}:
            raise ValueError("这不是填到一半的回答")
        try:
            found = cls(**deepcopy(kept))
            found.received = set(found.received) & set(book.benefits)
            known = {m["id"] for m in found.members} | {None, REST}
            found.records = [r for r in found.records if r["q"] in book.questions and set(r["of"]) <= known
                             and set(r["shown"]) <= {o.id for o in book.questions[r["q"]].options} and isinstance(r["said"], list)
                             and isinstance(r.get("words", ""), str)]
            found.sure = [x for x in found.sure if x[0] in book.doubts]
            found.lifted = [x for x in found.lifted if x[0] in book.presumptions]
            heard(book, found, day)
        except (KeyError, TypeError, AttributeError, IndexError, ArithmeticError) as error:
            raise ValueError("这份回答读不出来") from error
        return found


def _forget(record: dict, member: str) -> None:
    """Takes somebody out of one answer."""
    record["of"] = [p for p in record["of"] if p != member]
    record["said"] = [s for s in record["said"] if s != member]
    for option, people in record.get("whose", {}).items():
        record["whose"][option] = [p for p in people if p != member]


_KEPT = ("data", "born", "records", "lifted", "alone", "heads", "gathered", "income_open", "sure")


@dataclass(frozen=True)
class Screen:
    """One thing to ask. kind: question | who (which people, for the options chosen before) | people | birthday.

    of: the people it is about, None = the household; groups: for `who`, each option with the people it may be;
    bands: for a number, (low, high or None, label). hangs: the facts and questions that decide whether it makes
    sense, where that is not known; waits: one of these is still to be asked. articles: of a topic filled in at once, those of the
    document with a row that is undecided and hangs on it. stands: the answer that is taken for granted until it is asked. rows: the
    rows (ids) that it may still change for these people; None = not looked up."""

    kind: str
    question: m.Question | None = None
    of: tuple[str | None, ...] = ()
    options: tuple[m.Choice, ...] = ()
    groups: tuple[tuple[m.Choice, tuple[str, ...]], ...] = ()
    bands: tuple[tuple[Any, Any, str], ...] = ()
    hangs: frozenset[str] = frozenset()
    waits: bool = False
    articles: tuple[str, ...] = ()
    stands: tuple[str, ...] | None = None
    rows: tuple[str, ...] | None = None

    @property
    def single(self) -> m.Choice | None:
        """The one option that is left of a list: then it is asked whether it is so."""
        a_list = self.kind == "question" and self.question.form in ("several", "sweep") and len(self.options) == 1
        return self.options[0] if a_list and self.options[0].does else None

    @property
    def told(self) -> list[tuple[tuple[str | None, ...], tuple[str, ...]]]:
        """Of whom it asks for what: people (None = the household) and facts; of a list what it shows."""
        if self.groups:
            return [(people, o.facts) for o, people in self.groups]
        q = self.question
        return [] if q is None else [(self.of, (q.fact,) if q.fact else tuple(f for o in self.options for f in o.facts))]

    @property
    def keys(self) -> Iterator[Key]:
        """Whose facts it asks for: (person or None = the household, fact)."""
        if self.kind == "birthday":
            yield self.of[0], "age"
        asked = [(f, self.of) for f in self.question.facts] if self.question and not self.groups else []
        for fact, of in [*asked, *((f, people) for o, people in self.groups for f in o.facts)]:
            yield from ((who, fact) for who in {None, *of})

    @property
    def id(self) -> str:
        """An opaque name of the screen, the same whenever it is shown."""
        return "-".join([self.kind, self.question.id if self.question else "", *(p or "" for p in self.of)])
