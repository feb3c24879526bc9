"""The list in a few words for the family: names, amounts, windows, as a text to paste into a chat. Nothing about anybody's health."""

from __future__ import annotations

from dataclasses import dataclass

from benefits.entries import Entry, Errand, Listing, names
from benefits.explain import date_text

MOST = 900  # characters


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told to others, part by part. hidden: how many rows are counted and not named."""

    title: str
    head: tuple[str, ...]
    lead: tuple[str, ...]
    first: tuple[str, tuple[str, ...]]  # the heading and what to do first
    groups: tuple[tuple[str, tuple[str, ...]], ...]  # a heading and its rows
    foot: tuple[str, ...]
    hidden: int

    def lines(self) -> list[str]:
        heading, things = self.first
        first = [f"【{heading}】", *(f"{i}. {thing}" for i, thing in enumerate(things, 1))] if things else []
        rows = [line for group, rows in self.groups if rows for line in (f"【{group}】", *(f"· {row}" for row in rows))]
        return [self.title, *self.head, *self.lead, *first, *rows, *self.foot]


def text(found: Listing) -> str:
    """At most MOST characters."""
    return "\n".join(told(found, MOST).lines())


def told(found: Listing, most: int) -> Told:
    """The list within `most` characters: what tells of an illness or a disability is counted, not named, and so is what finds no room."""
    book, paper, words = found.result.book, found.result.book.wording["paper"], found.result.book.wording["list"]
    private = tuple(paper["private"])
    head = (found.result.mark, paper["greeting"].format(number=book.policy.number, day=date_text(found.result.as_of)), found.notice,
            words["self_check"], paper["ours"])
    things = tuple(sorted((_thing(n, e, found, private) for n, e in enumerate(found.errands, 1)), key=paper["unnamed"].__eq__))
    out = Told(paper["title"], tuple(filter(None, head)), found.lead, (words["first" if len(things) > 1 else "first_one"], things), (),
               (paper["help"],), 0)
    room = most - sum(len(line) + 1 for line in out.lines()) - len(paper["more"]) - len(paper["counted"]) - 6
    groups, hidden, paid = [], 0, False
    for status, rows in (("eligible", found.eligible), ("possible", found.possible)):
        room -= len(found.heading(status)) + 3
        kept: list[str] = []
        for e in rows:
            line = _row(e, private, found.labels["lead"])
            if any(word in e.name for word in private) or len(line) + 3 > room:
                hidden += 1
                paid = paid or (e.status == "eligible" and e.found[0].benefit.pays == "cash" and e.worth[2] > 0)
                continue
            room -= len(line) + 3
            kept.append(line)
        groups.append((found.heading(status), tuple(kept)))
    foot = (paper["more"].format(n=hidden, counted=paper["counted"] if paid else ""), *out.foot) if hidden else out.foot
    return Told(out.title, out.head, out.lead, out.first, tuple(groups), foot, hidden)


def _thing(n: int, e: Errand, found: Listing, private: tuple[str, ...]) -> str:
    """What to do with what it is for; where that tells too much, what else is to be had at the window, or that the list has it. n: its
    number on the list, by which what may not wait is found there; what may, goes last without a name."""
    words = found.result.book.wording["paper"]
    soon = words["soon"] if e.urgent else ""
    if any(word in e.step for word in private):
        if not e.urgent:
            return words["unnamed"]
        place = next((p for p in e.desk.split("，或") if p and not any(word in p for word in private)), "")
        return words["unnamed_soon"].format(n=n, place=words["unnamed_at"].format(place=place) if place else "")
    there = [x.name for x in found.eligible if e.desk and x.desk == e.desk]
    plain = [name for name in there if not any(word in name for word in private)]
    if any(word in e.what for word in private):
        return f"{e.step}：{names(plain, len(there)) if plain else words['unnamed_here'].format(n=max(len(there), 1))}{soon}"
    return f"{e.step}：{e.what}{soon}"


def _row(e: Entry, private: tuple[str, ...], lead: str) -> str:
    money = f"：{e.shares[0].money}" if e.found[0].quantified else ""
    said = "" if any(word in e.departments[0] for word in private) else f"（{lead}：{e.departments[0]}{'等' if e.departments[1:] else ''}）"
    return f"{e.name}{money}{said}"
