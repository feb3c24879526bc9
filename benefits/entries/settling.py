"""What is still to be found out, by how many rows hang on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from ..listing import called, to_find_out
from ..model import Fact
from ..rules import Key, key_facts
from ..screen import Determination, Screening, rules_of
from .rows import Entry

SETTLES = 2  # an open fact that settles so many rows is worth an errand


class Settling(NamedTuple):
    """An open fact with the rows that hang on it. open: what to find out, with whose it is where it is one person's of several, or who it
    is for whom something was chosen; tell: who can tell. alone: nothing else is open in them. unsaid: it was answered
    不想说, so nobody is told to find it out. keys: whose it is."""

    fact: Fact
    open: str
    tell: str
    rows: tuple[Entry, ...]
    alone: bool
    unsaid: bool
    keys: frozenset[Key] = frozenset()


def settling(result: Screening, rows: Iterable[Entry]) -> list[Settling]:
    """The open facts by how many rows hang on them, each row once; of those on which as many hang, first what fewest rows ask for. Rows
    that fit for others of the household were counted with those: they are told only where nothing else hangs on the fact."""
    fit = {d.benefit.id for d in result.of("eligible")}
    hung = {e.id: hangs_on(result, e.found) for e in rows if e.missing}
    left = [e for e in rows if e.missing]
    place = {name: i for i, name in enumerate(result.book.facts)}
    asking = rules_of(result.book).asking
    found = []
    while left:
        votes: dict[str, int] = {}
        for e in left:
            for name in hung[e.id]:
                votes[name] = votes.get(name, 0) + 1
        name = max(votes, key=lambda n: (votes[n], -asking[n], -place[n]))
        hanging = tuple(e for e in left if name in hung[e.id])
        keys = {key for e in hanging for d in e.found for key in d.missing if key[1] == name}
        fact, alone = result.book.facts[name], all(e.missing == (name,) for e in hanging)
        asked = to_find_out(result, name, [who for who, _ in sorted(keys, key=str)])
        open_ = "、".join(lack.what for lack in asked) if result.whose.keys() & keys else _whose(result, keys) + asked[0].what
        new = tuple(e for e in hanging if e.id not in fit)
        found.append(Settling(fact, open_, asked[0].tell, new or hanging, alone, keys <= result.unsaid, frozenset(keys)))
        left = [e for e in left if name not in hung[e.id]]
    return _once(found)


def _once(found: list[Settling]) -> list[Settling]:
    """Facts that are found out with one and the same question, whose it is for whom something was chosen, as one thing."""
    one: dict[str, Settling] = {}
    for s in found:
        if first := one.get(s.open):
            s = first._replace(rows=first.rows + s.rows, alone=first.alone and s.alone, unsaid=first.unsaid and s.unsaid,
                               keys=first.keys | s.keys)
        one[s.open] = s
    return found if len(one) == len(found) else sorted(one.values(), key=lambda s: -len(s.rows))


def _whose(result: Screening, keys: Collection[Key]) -> str:
    """Whose an open fact is, where it is that of one person of several."""
    members = {member for member, _ in keys}
    return called(result, members.pop()) if len(members) == 1 and None not in members and len(result.household.people) > 1 else ""


def hangs_on(result: Screening, same: Sequence[Determination]) -> frozenset[str]:
    """The open facts that are the main thing of one row: without them nobody of those it is for could have it."""
    missing = frozenset(name for d in same for _, name in d.missing)
    if len(missing) == 1:
        return missing
    states = {s.id: s for s in (result.house, *result.house.people)}
    row = rules_of(result.book).row_of[same[0].benefit.id]
    ways = [*([row.eligible] if row.eligible is not None else []), *(node for node, _ in row.possible)]
    return missing & frozenset().union(*(key_facts(ways, states[d.member]) for d in same)) or missing
