"""The rows of one status under headings: by money, by person, by department; the possible ones by what is still to be found out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from ..listing import who
from ..screen import Determination
from .rows import Entry, entry
from .settling import Settling, settling
from .visit import visit_of
from .whole import Listing

WAITING = 6  # so many rows that wait for the same answer are told one by one


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; who can tell, where the heading is something to find out."""

    heading: str
    entries: tuple[Entry, ...]
    tell: str = ""

    @property
    def waits(self) -> bool:
        """Whether so many rows wait for one and the same answer that their names are enough until it is known."""
        return bool(self.tell) and len(self.entries) > WAITING

    @property
    def led(self) -> dict[str, list[str]]:
        """The names, by the department in the lead."""
        return {office.heading: [e.name for e in office.entries] for office in _split(self.entries, _leads)}


def arranged(found: Listing, status: str, view: str) -> list[Group]:
    """The entries of one status under headings. view: money (possible rows: by what is missing), person, department. Possible rows that
    stand among those that fit, for others of the household, are not counted again and stand last, under a heading of their own."""
    if view == "person":
        return _by_person(found, found.eligible if status == "eligible" else found.possible)
    if status == "eligible":
        return _split(found.eligible, _leads) if view == "department" else [Group("", found.eligible)] if found.eligible else []
    fit = {e.id for e in found.eligible}
    rows, again = (tuple(e for e in found.possible if (e.id in fit) is there) for there in (False, True))
    groups = _split(rows, _leads) if view == "department" else _by_missing(found, fit)
    return groups + ([Group(found.result.book.wording["list"]["again_group"].format(n=len(again)), again)] if again else [])


def _by_person(found: Listing, rows: Iterable[Entry]) -> list[Group]:
    """Under each person only what the rows are to that one."""
    visit, parts = visit_of(found.result, found.voice, found.received), dict[str, list[Entry]]()
    for e in rows:
        whose: dict[str, list[Determination]] = {}
        for d in e.found:
            whose.setdefault(found.say(who(found.result, d.member)), []).append(d)
        for key, same in whose.items():
            own = e if len(whose) == 1 else entry(visit, same)
            shares = own.shares if None in {d.member for d in same} else tuple(replace(s, whom="") for s in own.shares)
            parts.setdefault(key, []).append(replace(own, title=own.name, shares=shares))
    return [Group(key, tuple(entries)) for key, entries in parts.items()]


def _by_missing(found: Listing, fit: Collection[str]) -> list[Group]:
    """Possible rows by what is still to be found out, without those (ids) that fit for others."""
    result, words = found.result, found.result.book.wording["list"]
    waiting = [s for s in settling(result, found.possible) if s.rows[0].id not in fit]
    single = [s for s in waiting if len(s.rows) == 1 and not s.unsaid]
    if len(single) < 2:
        single = []  # one row that waits for something of its own is told under that
    groups = [Group(found.say(words["unsaid_group" if s.unsaid else "settle_group" if s.alone else "hang_group"].format(
        n=len(s.rows), fact=s.open)), _first(s), found.say(words["unsaid_tell"] if s.unsaid else s.tell))
        for s in waiting if s not in single]
    if single:
        groups.append(Group(words["single_group"].format(n=len(single)), tuple(e for s in single for e in _first(s))))
    decided = tuple(e for e in found.possible if not e.missing and e.id not in fit)
    return ([Group(words["decided"], decided)] if decided else []) + groups


def _first(of: Settling) -> tuple[Entry, ...]:
    """The rows that hang on a fact, each with it in front of what else is missing."""
    facts = {name for _, name in of.keys}
    return tuple(replace(e, lacks=tuple(sorted(e.lacks, key=lambda lack: lack.fact not in facts))) for e in of.rows)


def _leads(e: Entry) -> list[str]:
    return [e.departments[0]]


def _split(rows: Iterable[Entry], keys: Callable[[Entry], list[str]]) -> list[Group]:
    parts: dict[str, list[Entry]] = {}
    for e in rows:
        for key in keys(e):
            parts.setdefault(key, []).append(e)
    return [Group(key, tuple(entries)) for key, entries in parts.items()]
