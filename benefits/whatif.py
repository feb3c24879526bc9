"""What if: some answers changed, or another day, beside today. Impossible changes say why (InputError)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from . import model as m
from .coming import pays_text, totals_lines
from .compare import Comparison, compare
from .content import Book, load
from .explain import date_text
from .figures import Figures
from .household import INCOME_KINDS, Household, InputError, Person, answers_of, near, read, shown
from .interview import REST, unlikely
from .listing import whom
from .screen import Screening, determine, read_day, rules_of, words_of
from .timeline import Ahead
from .voice import say

EVERYONE = "everyone"
SAME = "能领的、可能的，都和现在一样。"
_ONE = ("bool", "choice", "int", "number")  # kinds of answers that one choice or number gives
_NAME = re.compile(r"[A-Za-z][A-Za-z_0-9]*")
_PLACE = re.compile(r"^members\[\d+\](（[^）]*）)?\.")  # where in the input a problem of one person stands
FIXED = ("id", "relation", "age", "birth_date")  # who somebody is does not change; a later day changes the age


@dataclass
class WhatIf:
    """The answers as they are and changed. unlikely: acts behind a change that, as things stand, make no sense."""

    before: Screening
    after: Screening
    change: Comparison
    unlikely: list[m.Act]


def what_if(data: Mapping[str, Any], as_of: date | str, changes: Mapping[str, Any], on: date | str | None = None,
            parameters: Mapping[str, Any] | None = None, book: Book | None = None) -> WhatIf:
    """Compares the answers `data` on `as_of` with the same answers changed, on the day `on` (None = the same day).

    changes: "household.residence", "p1.assistance", "everyone.assistance" → the new answer (None = not known), and
    "p1.income.wage" → yuan a month of that kind. On a later day ages and counts of months move on by themselves.
    Raises InputError, one line a problem, for what cannot be.
    """
    return beside(determine(data, read_day(as_of), parameters, book or load()), changes, on, parameters)


def beside(before: Screening, changes: Mapping[str, Any], on: date | str | None = None,
           parameters: Mapping[str, Any] | None = None) -> WhatIf:
    """As `what_if`, for a household that is judged already; bands and presumptions of what is not changed stay as they are.

    parameters: those `before` was made with."""
    book, day, old = before.book, before.as_of, before.household
    then = day if on is None else read_day(on, "on")
    if then < day:
        raise InputError([f"on：“{then}” 不行。要看的那一天不能早于 {day}"])
    changed = _kept(read(changed_answers(answers_of(old, book), changes, book), book, day), old, changes)
    if changed == old and then == day:
        raise InputError(["没有一样和现在不同，改一样再看"])
    _refuse_senseless(changed, changes, before, book)
    after = determine(changed, day, parameters, book)
    if then > day:
        after = determine(Ahead(after, parameters).on(then), then, parameters, book)
    sides = ([d for d in side.determinations if d.member != REST] for side in (before, after))
    return WhatIf(before, after, compare(*sides), _unlikely(changes, before, book))


def _kept(changed: Household, old: Household, changes: Mapping[str, Any]) -> Household:
    """With the bands and presumptions that no change touches, and what only the interview knows of the others."""
    places = [key.partition(".")[::2] for key in changes]

    def touched(key: tuple[str | None, str]) -> bool:
        return any(name.partition(".")[0] == key[1] and place in (EVERYONE, key[0] or "household") for place, name in places)
    heads = {"members": old.facts["members"]} if "members" in old.facts else {}
    people = tuple(Person(p.id, {k: v for k, v in p.facts.items() if k != "relation" or "relation" in was.facts})
                   for p, was in zip(changed.people, old.people, strict=True))
    facts = {**{k: v for k, v in changed.facts.items() if k != "members"}, **heads}
    return replace(changed, facts=facts, people=people, as_of=old.as_of, spans={k: v for k, v in old.spans.items() if not touched(k)},
                   presumed={k: p for k, p in old.presumed.items() if not touched(k)},
                   births={who: born for who, born in old.births.items() if not touched((who, "age"))}, crowd=old.crowd,
                   alike=frozenset(k for k in old.alike if not touched(k)) | {(who, name) for who in old.crowd for place, name in places
                                                                              if place == EVERYONE},
                   somebody=tuple(x for x in old.somebody if not any(touched((who, name)) for who in x[0] for name in x[1])))


def changeable(before: Screening) -> dict[str, list[m.Fact]]:
    """What may be changed, by place ("household" and the members): one answer each, where the question makes sense."""
    book, rules = before.book, rules_of(before.book)
    house = rules.open(before.household, Figures(book, before.as_of))
    states = {"household": house, **{p.id: p for p in house.people if p.id != REST}}
    return {place: [f for f in book.facts.values() if not f.derived and f.id not in FIXED and f.type in _ONE
                    and (f.of == "household") is (place == "household")
                    and (f.id not in rules.gates or rules.gates[f.id].ev(state) is not False)]
            for place, state in states.items()}


def in_words(problem: str, book: Book) -> str:
    """A problem of this module for somebody who sees the labels of the questions, not the names of the input."""
    facts = book.facts.values()
    labels = {o.value: o.label for f in facts if f.type != "income" for o in f.options} | {f.id: f.label for f in facts}
    said = _NAME.sub(lambda found: labels.get(found[0], ""), _PLACE.sub("", problem).replace("True", "是").replace("False", "不是")
                     .replace("true", "是").replace("false", "不是"))
    return said.lstrip("0123456789[].（）")


def changed_answers(data: Mapping[str, Any], changes: Mapping[str, Any], book: Book) -> dict[str, Any]:
    """A copy of the answers with the changes in it; raises InputError naming every change that has no place."""
    found: dict[str, Any] = {"household": dict(data.get("household") or {}), "members": deepcopy(list(data.get("members") or []))}
    people = {p["id"]: p for p in found["members"] if isinstance(p, Mapping) and "id" in p}
    places = ["household", EVERYONE, *people]
    problems = []
    for key, value in changes.items():
        place, _, name = key.partition(".")
        fact = book.facts.get(name.partition(".")[0])
        if place not in places:
            problems.append(f"{key}：没有“{place}”这个人，允许：" + "、".join(places) + near(place, places))
        elif name.startswith("income.") and place in people:
            problems += _income(found["household"], place, name.partition(".")[2], value, key)
        elif fact is None or fact.derived or (fact.of == "household") is not (place == "household"):
            names = [f.id for f in book.facts.values() if not f.derived and (f.of == "household") is (place == "household")]
            problems.append(f"{key}：没有这一项" + near(name, names))
        elif fact.id in FIXED:
            problems.append(f"{key}：{fact.label}改不了" + ("。想看往后几年，换一个日期" if fact.type in ("int", "date") else ""))
        else:
            if fact.id == "monthly_income":
                found["household"].pop("income", None)  # the sum stands in place of its parts
            target: Any
            for target in [found["household"]] if place == "household" else people.values() if place == EVERYONE else [people[place]]:
                target[name] = value
    if problems:
        raise InputError(problems)
    return found


def _income(household: dict[str, Any], member: str, kind: str, value: Any, key: str) -> list[str]:
    """One kind of income of one member, in place of what was said of it."""
    if kind not in INCOME_KINDS:
        return [f"{key}：没有这种收入，允许：" + "、".join(INCOME_KINDS) + near(kind, list(INCOME_KINDS))]
    if household.get("monthly_income") is not None:
        return [f"{key}：收入只填了总数。要么改总数 household.monthly_income，要么先一项一项填"]
    household["income"] = [e for e in household.get("income") or () if (e.get("member"), e.get("kind")) != (member, kind)]
    if value is not None:
        household["income"].append({"member": member, "kind": kind, "monthly": value, **({"months_in_job": 0} if "first" in kind else {})})
    return []


def _refuse_senseless(changed: Household, changes: Mapping[str, Any], before: Screening, book: Book) -> None:
    """A new answer to a question that nobody would ask of this person is refused, with the reason."""
    rules, words, problems = rules_of(book), words_of(book), []
    house = rules.open(changed, Figures(book, before.as_of))
    for key, value in changes.items():
        place, _, name = key.partition(".")
        gate, fact = rules.gates.get(name), book.facts.get(name)
        if gate is None or fact is None or value in (None, False, "none", 0):
            continue
        states = [house] if place == "household" else [p for p in house.people if place in (EVERYONE, p.id)]
        if states and all(gate.ev(s) is False for s in states):
            problems.append(f"{key}：{shown(value)} 说不通。“{fact.label}”只问：{words.condition(fact.ask_when, {})}")
    if problems:
        raise InputError(problems)


def _unlikely(changes: Mapping[str, Any], before: Screening, book: Book) -> list[m.Act]:
    """The acts that would bring a change about, but would not be told to anybody in this household."""
    rules = rules_of(book)
    house = rules.open(before.household, Figures(book, before.as_of))
    found = []
    for act in book.acts.values():
        for key, value in changes.items():
            place, _, name = key.partition(".")
            states = [p for p in house.people if place in (EVERYONE, p.id)] if act.of == "person" else [house]
            if any(s.fact == name and s.to == value for s in act.sets) and not any(rules.acts[act.id].ev(s) is True for s in states):
                found.append(act)
    return list(dict.fromkeys(found))


def text(one: WhatIf, voice: str = "self") -> str:
    """The comparison in Chinese, in one of the voices of wording.yaml."""
    out = ["改了以后，会怎样", f"依据：{one.before.book.policy.number}　现在：{date_text(one.before.as_of)}"
           + (f"　改到：{date_text(one.after.as_of)}" if one.after.as_of != one.before.as_of else "")]
    out += [f"【注意】{note}" for note in one.after.notes] + unlikely_lines(one)
    for title, lines in sections(one):
        out += ["", f"{title}：", *(f"· {line}" for line in lines)]
    for line in sums(one):
        out += ["", line]
    if not sections(one):
        out += ["", SAME]
    return say(one.before.book, voice, "\n".join(out))


def unlikely_lines(one: WhatIf) -> list[str]:
    return [f"按现在填的，{act.name}不一定办得成。" for act in one.unlikely]


def sections(one: WhatIf) -> list[tuple[str, list[str]]]:
    """What is different, by kind: a title, and a line for each row with whose and how much. What hardly anybody has is not told."""
    found: list[tuple[str, list[str]]] = []
    far = {"possible": unlikely(one.after), "refused": unlikely(one.before)}
    words = one.before.book.wording["plan"]["changes"]
    for kind in ("opens", "closes", "possible", "refused"):
        rows: dict[tuple[str, str], list] = {}
        for c in one.change.of(kind):
            if (c.benefit.id, c.member) not in far.get(kind, ()):
                amount = pays_text(c.after if kind == "opens" else c.before) if kind in ("opens", "closes") else ""
                rows.setdefault((c.benefit.id, amount), []).append(c)
        lines = []
        for (_, amount), same in rows.items():
            result = one.after if kind in ("opens", "possible") else one.before
            lines.append(f"{same[0].benefit.name}｜{whom(result, [c.member for c in same])}" + (f"：{amount}" if amount else ""))
        if lines:
            found.append((f"{words[kind]}（{len({row for row, _ in rows})} 项）", lines))
    changed = [c for c in one.change.of("amount") if pays_text(c.before) != pays_text(c.after)]
    if changed:
        found.append((words["amount"], [f"{c.benefit.name}｜{whom(one.after, [c.member])}：{pays_text(c.before)}，变成{pays_text(c.after)}"
                                        for c in changed]))
    return found


def sums(one: WhatIf) -> list[str]:
    """What all of it comes to, more and less."""
    late = "" if one.after.in_force else "（按文件原来的规定算）"
    return [f"一共{word}{late}：{'；'.join(lines)}。" for word, totals in (("多了", one.change.gained), ("少了", one.change.lost))
            if (lines := totals_lines(totals))]
