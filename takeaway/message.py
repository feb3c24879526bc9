"""The list in a few words for the family: names, amounts, windows, as a text to paste into a chat. Nothing about anybody's health, unless
who sends it wants every name written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

from benefits.bars import spaced
from benefits.desks import OR
from benefits.entries import Entry, Errand, Listing, names
from benefits.entries.sums import GIVEN, NOTHING, known_and_open, sums
from benefits.explain import as_said, date_text
from benefits.listing import whom
from benefits.numbers import add
from benefits.voice import tells_of_body as _tells

MOST = 900  # characters
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
NAMED = 12  # characters for whose a row is; longer ones are counted


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told to others, part by part. hidden: how many rows are counted and not named; kept: whether any name, of a row or
    of what to do, was left out because it tells of an illness or a disability."""

    title: str
    head: tuple[str, ...]
    lead: tuple[str, ...]
    first: tuple[str, tuple[str, ...]]  # the heading and what to do first
    groups: tuple[tuple[str, tuple[str, ...]], ...]  # a heading and its rows
    foot: tuple[str, ...]
    hidden: int
    kept: bool

    def lines(self) -> list[str]:
        heading, things = self.first
        first = [f"【{heading}】", *(f"{i}. {thing}" for i, thing in enumerate(things, 1))] if things else []
        rows = [line for group, rows in self.groups if rows for line in (f"【{group}】", *(f"· {row}" for row in rows))]
        return [self.title, *self.head, *self.lead, *first, *rows, *self.foot]


def text(found: Listing, named: bool = False) -> str:
    """At most MOST characters. named: every name is written, also what tells of an illness."""
    return "\n".join(told(found, MOST, named).lines())


def told(found: Listing, most: int, named: bool = False) -> Told:
    """The list within `most` characters: what tells of an illness or a disability is counted, not named, unless it is to be (`named`),
    and so is what finds no room."""
    book, paper, words = found.result.book, found.result.book.wording["paper"], found.result.book.wording["list"]
    paper = {**paper, "private": (), "private_offices": ()} if named else paper
    head = (found.result.mark, paper["greeting"].format(number=book.policy.number, day=date_text(found.result.as_of)), found.notice,
            words["self_check"], paper["ours"])
    lead = (*found.lead, *(line for line in found.marks if not _tells(line, paper)))
    things = tuple(_thing(e, found, paper) for e in found.errands)
    out = Told(paper["title"], tuple(filter(None, head)), lead, (words["first" if len(things) > 1 else "first_one"], things), (),
               (paper["help"],), 0, any(_tells(line, paper) for e in found.errands for line in (e.step, e.what, *e.lines)))
    room = most - sum(len(line) + 1 for line in out.lines()) - len(paper["more"]) - len(paper["name"]["how"]) - 6
    room -= len(_counted(list(found.eligible), found, paper))
    rows = {status: [e for e in rows if _name(e, paper)] for status, rows in (("eligible", found.eligible), ("possible", found.possible))}
    called = {id(e): _called(e, found, _name(e, paper)) for some in rows.values() for e in some}
    room -= sum(map(len, called.values())) + len(called)
    room -= sum(len(found.heading(status)) + len(paper["bare"]) + 6 for status in rows)
    groups, told_, summed = [], set[str](), set[str]()
    while room < 0 and (last := rows["possible"] or rows["eligible"]):
        room += len(called[id(last.pop())]) + 1
    for status, some in rows.items():  # each has room for its name; the first have room for more
        kept, bare = list[tuple[Entry, str]](), list[str]()
        for e in some:
            name = called[id(e)]
            line = _row(e, found, paper)
            if len(line) - len(name) + 2 <= room:
                room -= len(line) - len(name) + 2
                kept.append((e, line))
                summed.add(e.id)
            else:
                bare.append(name)
            told_.add(e.id)
        rest = [paper["bare"].format(names="、".join(bare))] if bare[1:] else bare  # one alone is a row like the others
        for i, (e, line) in enumerate(kept):
            if 0 < len(long := _row(e, found, paper, why=True)) - len(line) <= room:
                room -= len(long) - len(line)
                kept[i] = e, long
        groups.append((found.heading(status), (*(line for _, line in kept), *rest)))
    unsaid = [e for e in (*found.eligible, *found.possible) if e.id not in told_]
    kept_ = out.kept or not all(_name(e, paper) for e in unsaid)
    every = {e.id for e in (*found.eligible, *found.possible)}
    hidden, counted = len(every - told_), _counted([e for e in found.eligible if e.id not in summed], found, paper)
    more = (paper["more"].format(all=len(every), n=hidden) if hidden else "") + counted
    how = paper["name"]["how"].format(tick=paper["name"]["tick"]) if kept_ else paper["name"]["room"] if hidden else ""
    return Told(out.title, out.head, out.lead, out.first, tuple(groups), (*filter(None, (more + how,)), *out.foot), hidden, kept_)


def _thing(e: Errand, found: Listing, words: Mapping[str, Any]) -> str:
    """What to do with what it is for; where that tells too much, what else is to be had at the window, or whose it is and of what kind:
    who sends it can say its name."""
    listed = found.result.book.wording["list"]
    soon = _soon(e, words, e.by)
    if _tells(e.step, words):  # the place is told all the same, where one of those that will do tells nothing
        book = found.result.book
        tells = (*(f.tell for f in book.facts.values()), *(q.whose_tell for q in book.questions.values()))
        asked = e.what in {found.say(of) for of in tells}  # who can tell is a sentence of its own
        place = next((p for p in (e.what if asked else e.desk).split(OR) if p and not _tells(p, words)), "")
        step = place if asked or not place else listed["ask"].format(desk=place)
        return _unnamed(step, e, found) if step else words["unplaced"] + soon
    if plain := [line for line in e.lines if not _tells(line, words)]:
        hidden = soon if _tells(e.lines[0], words) else ""  # what may not wait is the first of them, and says so itself
        more = [words["besides"] + hidden] if len(plain) < len(e.lines) else []
        return f"{e.step}：" + "".join(f"\n　{line}" for line in (*plain, *more))
    if e.lines or _tells(e.what, words):
        there = [x.spoken for x in found.eligible if e.desk and x.desk == e.desk]
        plain = [name for name in there if not _tells(name, words)]
        return f"{e.step}：{names(plain, len(there))}{soon}" if plain else _unnamed(e.step, e, found)
    return f"{e.step}：{e.what}{soon}"


def _soon(e: Errand, words: Mapping[str, Any], by: str) -> str:
    """That it may not wait, and `by` when, where that tells nothing."""
    if not e.urgent:
        return ""
    return words["soon"]["at_once" if not by else "plain" if _tells(by, words) else "by"].format(by=by)


def _unnamed(place: str, e: Errand, found: Listing) -> str:
    """What is asked for at a place without its name: whose it is, of what kind, by when, and who can tell the name. Of one that is
    nobody's by name it is said why it has none."""
    words = found.result.book.wording["paper"]
    row = next((x for x in (*found.eligible, *found.possible) if x.id in e.rows), None)
    pays = row.benefit.pays if row else "other"
    of = whom(found.result, [d.member for d in row.found]).split("（")[0] if row and len(found.result.household.people) > 1 else ""
    of = "" if "，" in of else of  # who is left out makes no 的
    soon = _soon(e, words, e.by.removeprefix(of).strip())
    soon = f"。{soon.strip('（）')}" if soon else ""
    kind = words["unnamed_row"]
    what = found.say(kind["of"].format(whom=f" {of}" if of[:1].isdigit() else of, row=kind[pays])) if of else words["unnamed_alone"][pays]
    return words["unnamed"].format(place=place, what=what, soon=soon)


def _name(e: Entry, words: Mapping[str, Any]) -> str:
    """What a row is called where others read it: by its name, or where only that tells of an illness by its plain words, as it is where
    something is to be done; empty where both tell."""
    return next((name for name in (e.name, e.spoken) if not _tells(name, words)), "")


def _counted(rows: list[Entry], found: Listing, words: Mapping[str, Any]) -> str:
    """How many of these rows, whose amounts do not stand here, are in the sum on top, and with how much."""
    sure = [(e, added) for e, added in ((e, found.counted(e)) for e in rows) if any(low for low, _ in added.values())]
    annual, once = (as_said(reduce(add, (added.get(when, NOTHING) for _, added in sure), NOTHING)) for when in ("annual", "once"))
    return words["counted"].format(n=len(sure), money=sums(annual, once, GIVEN)) if sure else ""


def _money(e: Entry, found: Listing, words: Mapping[str, Any]) -> str:
    """What a row comes to: of cash for several people so that it can be added up."""
    money, people = e.shares[0].money, [d for d in e.found if not d.superseded_by] or e.found
    if e.status != "eligible" or not e.cash or len(people) < 2:
        return _range([s.money for s in e.shares if s.found[0] in people and s.found[0].quantified] or [money], words)
    if len(e.shares) == 1:
        return words["people"].format(n=len(people), money=money)
    known, _ = known_and_open(found.result.book, people)
    return words["together"].format(money=sums(**known, at_once=GIVEN)) if known else money


def _range(said: list[str], words: Mapping[str, Any]) -> str:
    """What several people have each as one: both numbers, or the two ends; where they have it in different ways the most of it, and that
    not everybody has so much."""
    if len(said) == 1:
        return said[0]
    said = list(dict.fromkeys(text.removeprefix(words["each"]) for text in said))
    if len(said) == 1:
        return words["each"] + said[0]
    numbers = [[Fraction(n.replace(",", "")) for n in _NUMBER.findall(text)] for text in said]
    ways = {tuple(_NUMBER.split(text)) for text in said}
    ordered = [text for _, text in sorted(zip(numbers, said, strict=True))]
    if len(ways) == 1 and all(len(of) == 1 for of in numbers):
        joined = words["one_or_other" if len(ordered) == 2 else "one_to_other"].format(
            low=_NUMBER.search(ordered[0])[0], high=_NUMBER.search(ordered[-1])[0])
        return words["each"] + _NUMBER.sub(joined, ordered[0], count=1)
    most = max(zip((max(of, default=0) for of in numbers), said, strict=True))[1]
    return words["some_less"].format(money=most)


def _apart(e: Entry, found: Listing, words: Mapping[str, Any], why: bool) -> str:
    """That an amount is not in the sum on top, or how much of it, and why, where there is room for that."""
    off, of = found.uncounted(e)
    if not off:
        return ""
    said = words["uncounted"]["all"] if off == of else words["uncounted"]["part"].format(said=spaced((off, off)))
    policy = found.result.book.policy
    of_two = words["uncounted"]["higher"] if all(d.superseded_by for d in e.found) else policy.overlap.get(e.benefit.may_overlap or "", "")
    return f"{said.removesuffix('）')}：{of_two.rstrip('。')}）" if why and of_two and not _tells(of_two, words) else said


def _row(e: Entry, found: Listing, words: Mapping[str, Any], why: bool = False) -> str:
    """private_offices: the words of those offices that are for the ill or the disabled alone."""
    name, offices = _name(e, words), words["private_offices"]
    lead = found.labels["lead"]
    money = f"：{_money(e, found, words)}" if any(d.quantified for d in e.found) else ""
    said = "" if any(word in e.departments[0] for word in offices) else f"（{lead}：{e.departments[0]}{'等' if e.departments[1:] else ''}）"
    called = _called(e, found, name, found.also_said(e) if name == e.name else "")
    return f"{called}{money}{_apart(e, found, words, why)}{said}".replace("）（", "；")


def _called(e: Entry, found: Listing, name: str, also: str = "") -> str:
    """The `name` of a row (also: what else it is called); where it stands in both groups, with whose it is in this one."""
    of = whom(found.result, [d.member for d in e.found]) if e.title != e.name else ""
    of = found.say(of).replace("（", "，").removesuffix("）")  # it stands in brackets itself
    of = of if len(of) <= NAMED else f"{len(e.found)} 个人"
    named = found.result.book.wording["paper"]["of"].format(whom=f" {of}" if of[:1].isdigit() else of) if of else ""
    return f"{name}{also}{named}".replace("）（", "；")
