"""The compiled tree read afterwards: what is missing, what could still change, and the tests that made a node what it is."""

from __future__ import annotations

from math import inf
from typing import Any

from ..numbers import ANYTHING
from .comparing import COMPARE
from .nodes import UNSET, Key, Node, State, Truth, if_somebody, truth


def reach(node: Node, s: State) -> tuple[bool, bool]:
    """Whether some answer could still make an open test True, and whether one could make it False; neither where only a department
    can tell. A number is tried at both ends of what is known of it against a limit that no answer makes sharper."""
    if node.weak and node.raw is not None and node.raw(s) is False:
        return False, False
    if node.limit is None or any(name not in s.facts and name not in s.house.facts for name in node.reads[1:]):
        return True, not node.weak
    limit = node.limit(s, None)
    if limit == ANYTHING:
        return False, False  # the limit itself is not known anywhere
    low, high = s.house.rules.span(node.reads[0], s)
    both: tuple[Any, Any] = low, inf if high is None else high
    ends = {COMPARE[node.test.word]((end, end), limit) for end in both}
    return True in ends, False in ends and not node.weak


def unknown_facts(node: Node, s: State) -> list[Key]:
    """The unknown facts of one open test."""
    house = s.house
    found: list[Key] = []
    for name in node.reads:
        if name == "per_capita_income":
            found.extend(house.rules.means_of(house).unknown)
        elif name not in s.facts and name not in house.facts:
            found.append((None if name in house.rules.of_household else s.id, name))
    return found


def missing(node: Node, s: State, true: bool = True, false: bool = True) -> list[Key]:
    """The unknown facts that could still make an open node True (where `true` matters) or False (where `false` does)."""
    found: list[Key] = []
    if truth(node, s) is None:
        _missing(node, s, true, false, found)
    return found


def _missing(node: Node, s: State, true: bool, false: bool, found: list[Key]) -> None:
    if node.household:
        s = s.house
    kind = node.kind
    if kind == "test":
        if node.simple:
            found.append((s.id, node.reads[0]))
        else:
            yes, no = reach(node, s)
            if (true and yes) or (false and no):
                found += unknown_facts(node, s)
        return
    if kind == "not":
        _missing(node.parts[0], s, false, true, found)
        return
    if kind == "some":
        part = node.parts[0]
        open_ = [(part, p) for p in s.people if truth(part, p) is None]
    else:
        open_ = [(part, s) for part in node.parts if truth(part, s) is None]
    if len(open_) == 1:
        _missing(*open_[0], true, false, found)
        return
    # an "all" only turns True if every open part can; an "any" only turns False if every open part can
    wanted = kind == "all"
    stuck = [i for i, (part, p) in enumerate(open_) if not can_be(part, p, wanted)]
    for i, (part, p) in enumerate(open_):
        free = not stuck or stuck == [i]
        _missing(part, p, true and (free or not wanted), false and (free or wanted), found)


def can_be(node: Node, s: State, wanted: bool) -> bool:
    """Whether learning facts could still make the node `wanted`."""
    v = truth(node, s)
    if v is not None:
        return v is wanted
    if node.household:
        s = s.house
    if node.kind == "test":
        return node.simple or (reach(node, s)[0 if wanted else 1] and bool(unknown_facts(node, s)))
    if node.kind == "not":
        return can_be(node.parts[0], s, not wanted)
    if node.kind == "some":
        answers = [can_be(node.parts[0], p, wanted) for p in s.people]
        return any(answers) if wanted else all(answers)
    if node.kind in ("all", "any"):
        answers = [can_be(p, s, wanted) for p in node.parts]
        return all(answers) if wanted is (node.kind == "all") else any(answers)
    return True


def asked(node: Node, s: State, wanted: bool = True) -> list[frozenset[str]]:
    """What an open node still asks for to be `wanted`, condition by condition: of each the facts that could meet it. A fact without
    which no way is open stands alone."""
    if truth(node, s) is not None:
        return []
    if node.household:
        s = s.house
    if node.kind == "test":
        return [frozenset((name,)) for _, name in unknown_facts(node, s)]
    if node.kind == "not":
        return asked(node.parts[0], s, not wanted)
    people = s.people if node.kind == "some" else (s,)
    parts = [asked(p, at, wanted) for p in node.parts for at in people if truth(p, at) is None]
    return [facts for part in parts for facts in part] if (node.kind == "all") is wanted else _either(parts)


def key_facts(ways: list[Node], s: State) -> frozenset[str]:
    """On what a row hangs that may be had in these ways: what decides alone; where nothing does, the narrowest of its conditions."""
    conditions = _either([asked(node, s) for node in ways if truth(node, s) is None])
    alone = frozenset(name for facts in conditions if len(facts) == 1 for name in facts)
    return alone or min(conditions, key=len, default=alone)


def _either(parts: list[list[frozenset[str]]]) -> list[frozenset[str]]:
    """The conditions of several parts of which one will do: what each of them asks for; where there is no such thing, all of it as one."""
    if len(parts) < 2:
        return parts[0] if parts else []
    shared = set.intersection(*({facts for facts in part if len(facts) == 1} for part in parts))
    several = frozenset(name for part in parts for facts in part for name in facts)
    return list(shared) or ([several] if several else [])


def holders(node: Node, house: State) -> list[State]:
    """Of whom a condition holds; where that is known of nobody, as those of whom one must be meant (`if_somebody`)."""
    known = [p for p in house.people if truth(node, p) is True]
    return known or next((those for those in if_somebody(house) if all(node.ev(one) for one in those)), [])


Leaves = dict[tuple[int, str | None, str], tuple["Node", State, str]]


def leaves(node: Node, s: State, wanted: Truth, out: Leaves, turn: str = "") -> None:
    """Collects the tests that make the node what it is: all that hold for True, only what refutes for False,
    the open ones and those that hold beside them for None. `turn` is the part around that reverses a test."""
    if node.household:
        s = s.house
    kind = node.kind
    if kind == "test":
        out.setdefault((node.slot, s.id, turn), (node, s, turn))
    elif kind == "some":
        part = node.parts[0]
        fitting = holders(part, s) if wanted is True else [p for p in s.people if truth(part, p) is wanted]
        for person in fitting[:1] if wanted is True else fitting:
            leaves(part, person, wanted, out, turn)
    elif kind == "all" or kind == "any":
        beside = wanted is None and kind == "all"
        house = s.house
        for part in node.parts:
            v = (house if part.household else s).memo[part.slot]
            if v is UNSET:
                v = part.ev(s)
            if v is wanted or (beside and v is True):
                if part.kind == "test":
                    at = house if part.household else s
                    out.setdefault((part.slot, at.id, turn), (part, at, turn))
                else:
                    leaves(part, s, v, out, turn)
    elif kind == "not":
        leaves(node.parts[0], s, None if wanted is None else not wanted, out, "" if turn else "not")
    else:
        part = node.parts[0]
        leaves(part, s, truth(part, s), out, kind)
