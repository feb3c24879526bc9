"""What one visitor has said. It lives in this session only: no disk, no log, no address bar ever sees it."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from benefits import Screening, determine, load
from benefits.figures import Figures
from benefits.household import age_on
from benefits.household import read as read_household
from benefits.interview import sensible
from benefits.model import Fact
from benefits.screen import rules_of
from benefits.yaml_reader import read as read_yaml

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
KEY = "answers"  # the one key of st.session_state that holds anything personal

Key = tuple[str | None, str]


@dataclass(frozen=True)
class Step:
    """One page of the questionnaire. kind: people | birthdays | places | hukou | income | topic | check."""

    kind: str
    topic: str = ""
    keys: tuple[Key, ...] = ()
    editing: bool = False  # opened from the check page, returns to it


@dataclass
class Answers:
    """One household being filled in: the input of the engine, what was put to the resident, and the pages gone through.

    A fact that is in `asked` but not in `data` was answered 不清楚. `born`: what was typed for the birth, by person.
    """

    data: dict[str, Any] = field(default_factory=lambda: {"household": {}, "members": [{"id": "p1", "relation": "self"}]})
    asked: set[Key] = field(default_factory=set)
    born: dict[str, str] = field(default_factory=dict)
    history: list[Step] = field(default_factory=lambda: [Step("people")])
    sample: str = ""
    drafts: list[dict] = field(default_factory=list)
    received: set[str] = field(default_factory=set)  # ids of benefits ticked as 已经在领

    @property
    def members(self) -> list[dict]:
        return self.data["members"]

    @property
    def started(self) -> bool:
        return bool(self.asked)

    @property
    def placed(self) -> bool:
        """Whether the people page and the places are behind us: results make sense from here on."""
        return (None, "residence") in self.asked

    def get(self, key: Key) -> Any:
        return self._part(key[0]).get(key[1])

    def put(self, key: Key, value: Any) -> None:
        """Keeps an answer; None is 不清楚."""
        self.asked.add(key)
        part = self._part(key[0])
        if value is None:
            part.pop(key[1], None)
        else:
            part[key[1]] = value

    def forget(self, key: Key) -> None:
        self.put(key, None)
        self.asked.discard(key)

    def _part(self, member: str | None) -> dict:
        return self.data["household"] if member is None else next(m for m in self.members if m["id"] == member)

    def add_member(self) -> None:
        used = {m["id"] for m in self.members}
        self.members.append({"id": next(f"p{i}" for i in range(1, 99) if f"p{i}" not in used), "relation": "other"})

    def drop_member(self, member: str) -> None:
        self.data["members"] = [m for m in self.members if m["id"] != member]
        self.asked = {key for key in self.asked if key[0] != member}
        self.born.pop(member, None)
        if self.data["household"].get("income") is not None:
            self.data["household"]["income"] = [e for e in self.data["household"]["income"] if e.get("member") != member]


@dataclass
class Visit:
    """The visitor's own answers and, apart from them, the sample being looked at."""

    own: Answers | None = None
    sample: Answers | None = None
    as_of: date | None = None  # None = today
    voice: str = "self"  # who is spoken of, see benefits/voice.py

    @property
    def open(self) -> Answers | None:
        return self.sample or self.own


def visit() -> Visit:
    return st.session_state.setdefault(KEY, Visit())


def begin(day: date) -> None:
    """Called by the door: today's date enters the pages here and nowhere else."""
    st.session_state["today"] = day
    visit()


def today() -> date:
    return st.session_state["today"]


def as_of() -> date:
    return visit().as_of or today()


def clear() -> None:
    st.session_state[KEY] = Visit()


def screened(answers: Answers, day: date | None = None) -> Screening:
    """The engine's answer for what is filled in so far. Raises InputError."""
    day = day or as_of()
    if day == today():
        return determine(answers.data, day)
    members = [_on(member, answers.born.get(member["id"], ""), day) for member in answers.members]
    return determine({**answers.data, "members": members}, day)


def _on(member: dict, typed: str, day: date) -> dict:
    """A member as of another day than today: an age that was typed is an age of today, and counts on that day only
    where it is certain."""
    if "birth_date" in member or member.get("age") is None:
        return member
    found = dict(member)
    year = int(typed) if typed.isdigit() and len(typed) == 4 else None
    first, last = _years_before(today(), member["age"] + 1) + timedelta(days=1), _years_before(today(), member["age"])
    if year is not None:
        first, last = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
    ages = {age_on(born, day) for born in (first, last)}
    if len(ages) == 1 and min(ages) >= 0:
        found["age"] = ages.pop()
    else:
        del found["age"]
    return found


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def prune(answers: Answers) -> None:
    """After a change: forgets answers to questions that no longer make sense (a grade without a certificate)."""
    for key in senseless(answers):
        value = answers.get(key)
        if value is None or value != _nothing(load().facts[key[1]]):
            answers.forget(key)


def _nothing(fact: Fact) -> Any:
    """The answer that says there is nothing to say; None where a fact has none."""
    if fact.type == "bool":
        return False
    if fact.type == "choices":
        return []
    if fact.type == "choice":
        return "none" if any(o.value == "none" for o in fact.options) else None
    return 0 if fact.type in ("int", "number") and fact.minimum == 0 else None


def senseless(answers: Answers) -> list[Key]:
    """The answered questions that make no sense by the answers, judged in the editorial order, each by the ones before it."""
    data = answers.data
    book = load()
    rules = rules_of(book)
    people = [m["id"] for m in data["members"]]
    everything = {(m, name) for name in book.facts for m in (None, *people)}
    gated = [name for name in book.facts if name in rules.gates]
    seen = Answers(deepcopy(data))
    for part in (seen.data["household"], *seen.members):
        for name in gated:
            part.pop(name, None)
    found: list[Key] = []
    for name in gated:
        fact = book.facts[name]
        keys = [(None, name)] if fact.of == "household" else [(p, name) for p in people]
        keys = [key for key in keys if key in answers.asked]
        if not keys:
            continue
        house = rules.open(read_household(seen.data, book, as_of()), Figures(book, as_of()))
        for key in keys:
            if sensible(rules, house, key, everything):
                seen.put(key, answers.get(key))
            else:
                found.append(key)
    return found


# --- samples ------------------------------------------------------------------------------------------------------

@lru_cache(maxsize=1)
def samples() -> list[dict]:
    """The sample households: file, title, note, in order."""
    return read_yaml(EXAMPLES / "samples.yaml", "examples/samples.yaml")


def open_sample(file: str) -> None:
    """Opens a sample beside the visitor's own answers, which stay as they are."""
    entry = next(s for s in samples() if s["file"] == file)
    data = json.loads((EXAMPLES / file).read_text(encoding="utf-8"))
    visit().sample = from_data(data, entry["title"])


def from_data(data: dict, title: str) -> Answers:
    data = deepcopy(data)
    data.setdefault("household", {})
    answers = Answers(data, sample=title, history=[Step("check")])
    for member in data["members"]:
        answers.asked |= {(member["id"], name) for name in member if name != "id"}
        answers.born[member["id"]] = member.get("birth_date") or (f"{member['age']} 岁" if "age" in member else "")
    answers.asked |= {(None, name) for name in data["household"]} | {(None, "residence")}
    return answers
