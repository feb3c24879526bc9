"""The rows of one status under headings: by money, by person, by department; the possible ones by what is still to be found out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ..listing import who
from .rows import Entry
from .settling import Settling, settling
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
    """The entries of one status under headings. view: money (possible rows: by what is missing), person, department."""
    rows = found.eligible if status == "eligible" else found.possible
    result, words = found.result, found.result.book.wording["list"]
    if view == "person":
        return _split(rows, lambda e: [found.say(who(result, m)) for m in dict.fromkeys(d.member for d in e.found)])
    if view == "department":
        return _split(rows, _leads)
    if status == "eligible":
        return [Group("", rows)] if rows else []
    waiting = settling(result, rows)
    single = [s for s in waiting if len(s.rows) == 1 and not s.unsaid]
    if len(single) < 2:
        single = []  # one row that waits for something of its own is told under that
    groups = [Group(found.say(words["unsaid_group" if s.unsaid else "settle_group" if s.alone else "hang_group"].format(
        n=len(s.rows), fact=s.open)), _first(s), found.say(words["unsaid_tell"] if s.unsaid else s.tell))
        for s in waiting if s not in single]
    if single:
        groups.append(Group(words["single_group"].format(n=len(single)), tuple(e for s in single for e in _first(s))))
    decided = tuple(e for e in rows if not e.missing)
    return ([Group(words["decided"], decided)] if decided else []) + groups


def _first(of: Settling) -> tuple[Entry, ...]:
    """The rows that hang on a fact, each with it in front of what else is missing."""
    return tuple(replace(e, lacks=tuple(sorted(e.lacks, key=lambda lack: lack.fact != of.fact.id))) for e in of.rows)


def _leads(e: Entry) -> list[str]:
    return [e.departments[0]]


def _split(rows: Iterable[Entry], keys: Callable[[Entry], list[str]]) -> list[Group]:
    parts: dict[str, list[Entry]] = {}
    for e in rows:
        for key in keys(e):
            parts.setdefault(key, []).append(e)
    return [Group(key, tuple(entries)) for key, entries in parts.items()]
