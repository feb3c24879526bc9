"""Keeping one answer: the earlier answer to the same screen is replaced, nothing else is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

from .. import model as m
from ..content import Book
from ..screen import rules_of
from .bands import band_said
from .replay import Heard, gates_of, heard, of_people
from .said import FAMILY, REFUSED, UNSURE, Answers, Screen


def holders(book: Book, said: Heard, question: str, choice: m.Choice) -> set[str]:
    """Those for whom an option can hold, as far as is known."""
    gate = gates_of(rules_of(book)).holders.get((question, choice.id))
    return {p.id for p in said.gate.people if gate is None or gate.ev(p) is not False}


def whose_may(book: Book, answers: Answers, said: Heard, r: dict, choice: m.Choice, day: date) -> list[str]:
    """The people of a sweep for whom the option chosen may hold: those of whom it is not known otherwise, and those of whom another
    question has said just that, or nobody could be named who is meant. Where a later question says so
    of all of them, this one stands before it: then those of whom the earlier ones do not."""
    personal = [f for f in choice.facts if book.facts[f].of == "person"]
    sets = {f: v for f, v in choice.sets.items() if f in personal}

    def left(now: Heard) -> list[str]:
        who = holders(book, now, r["q"], choice)
        facts = {p.id: p.facts for p in now.household.people if p.id in who}
        return [p for p in r["of"] if p in facts and (any(f not in facts[p] for f in personal)
                                                      or (sets and all(facts[p][f] == v for f, v in sets.items())))]
    if found := left(said):
        return found
    order = list(book.questions)
    earlier = [x for x in answers.records if order.index(x["q"]) <= order.index(r["q"])]
    return left(heard(book, Answers(**{**vars(answers), "records": earlier}), day)) if len(earlier) < len(answers.records) else []


def answer(book: Book, answers: Answers, screen: Screen, said: list[str], day: date) -> None:
    """Keeps what was chosen on a screen of a question: option ids, people (form who), a number, or UNSURE; for `who`,
    "option:person" pairs, "option:*" for all, "option:?" for not known, "option:-" beside it for 不想说.
    It replaces the earlier answer to the same screen."""
    q = screen.question
    if screen.kind == "who":
        pairs = [text.split(":", 1) for text in said]
        of_it = [r for r in answers.records if r["q"] == q.id]
        options = {o.id for o, _ in screen.groups}
        asked = max(of_it, key=lambda r: (len(options & set(r["said"])), len(set(screen.of) & set(r["of"])), -len(r.get("whose", {})))) \
            if of_it else {"said": [], "of": []}
        for o, _ in screen.groups:  # other options may have been chosen since, and people be gone: what still stands is kept
            people = [who for option, who in pairs if option == o.id and who in (UNSURE, REFUSED, FAMILY, *asked["of"])]
            if people and o.id in asked["said"]:
                asked.setdefault("whose", {})[o.id] = people
        return
    record: dict[str, Any] = {"q": q.id, "of": list(screen.of), "shown": [o.id for o in screen.options], "said": list(said)}
    if told := next((label for low, high, label in screen.bands if said == band_said(low, high)), ""):
        record["words"] = told  # other answers may move the limits: what was chosen is read over as it was chosen
        record["size"] = answers.size  # with other people it is chosen again, where their number moves them
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
            if o.among is not None and FAMILY in record["whose"].get(o.id, ()):  # said of all of them, it is so of those of whom it can be
                can = [p for p in screen.of if p in holders(book, now, q.id, o)]
                record["whose"][o.id] = can if 0 < len(can) < len(screen.of) else [FAMILY]
            if o.id in said and of_people(book, o) and o.id not in record["whose"]:
                people = whose_may(book, answers, now, record, o, day)
                if len(people) <= 1:
                    record["whose"][o.id] = people
