"""Conditions turned into closures of three-valued truth; those that say the same share one evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .. import model as m
from ..content import Book
from .amounts import fixed_number
from .comparing import COMPARE, number_test
from .known import Known
from .nodes import UNSET, Amount, Node, Source, State, Truth, if_somebody


class Conditions:
    """size: how many truths a state remembers. amount: compiles the limit of a test (the amount, the limits of the row, of whom it is)."""

    def __init__(self, book: Book, known: Known, amount: Callable[[Any, dict, str], Amount]):
        self.book, self.known, self.amount = book, known, amount
        self.size = 0
        self._found: dict[Any, tuple[Callable[[State], Truth], int]] = {}

    def _source(self, cond: m.Sourced, outer: Source) -> Source:
        """Where it comes from: what it says itself, else as the part around it."""
        if cond.law:
            return Source("annex" if cond.law[0].sentence.startswith("附") else "document", cond.law, read=cond.read)
        if cond.general:
            return Source("general", (), cond.general)
        if cond.assumed:
            return Source("assumed", (), cond.assumed)
        return outer

    def node(self, cond: Any, unit: str, limits: dict, outer: Source, binding: bool) -> Node:
        """One condition. unit: of whom it is; outer: where the part around it comes from; binding: here a condition
        from outside the document must not refute."""
        source = self._source(cond, outer)
        again = (unit, limits, source, binding)
        if isinstance(cond, m.Test):
            return self._test(cond, limits, source, binding)
        if isinstance(cond, m.Meets):
            definition = self.book.definitions[cond.meets]
            node = self.node(definition.when, definition.of, {}, source, binding)
            node.named = cond.meets
            return node
        if isinstance(cond, m.All):
            return self.group("all", [self.node(p, *again) for p in cond.all], source)
        if isinstance(cond, m.AnyOf):
            return self.group("any", [self.node(p, *again) for p in cond.any], source)
        if isinstance(cond, m.SomeMember):
            return self._some(self.node(cond.some_member, "person", limits, source, binding), source)
        kind, inner = ("not", cond.not_) if isinstance(cond, m.Not) else \
            ("unless_known", cond.unless_known) if isinstance(cond, m.UnlessKnown) else ("known", cond.known)
        part = self.node(inner, *again)
        ev = part.ev
        if kind == "not":
            def turned(s):
                v = ev(s)
                return None if v is None else not v
            fn = turned
        elif kind == "unless_known":
            def fn(s):
                return ev(s) is not True
        else:
            def fn(s):
                return ev(s) is True
        return self._made(kind, fn, part.household, source, (part,), key=(kind, id(part.ev)))

    def _made(self, kind: str, fn: Callable, household: bool, source: Source, parts: tuple[Node, ...] = (), *,
              key: Any, **more: Any) -> Node:
        """A node whose truth is remembered per person; conditions that say the same share one evaluation."""
        found = self._found.get(key)
        if found is None:
            slot = self.size
            self.size += 1
            found = self._found[key] = (_remember(fn, slot, household), slot)
        return Node(kind, found[0], household, source, found[1], parts, **more)

    def group(self, kind: str, parts: list[Node], source: Source) -> Node:
        """All or any of the parts."""
        household = all(p.household for p in parts)
        evs = tuple(p.ev for p in parts)
        stop = kind == "any"

        def fn(s):
            out: Truth = not stop
            for ev in evs:
                v = ev(s)
                if v is stop:
                    return stop
                if v is None:
                    out = None
            return out
        return self._made(kind, fn, household, source, tuple(parts), key=(kind, *(id(p.ev) for p in parts)))

    def _some(self, part: Node, source: Source) -> Node:
        ev = part.ev

        def fn(s):
            out: Truth = False
            for person in s.people:
                v = ev(person)
                if v is True:
                    return True
                if v is None:
                    out = None
            if out is None and s.household.somebody and any(all(ev(one) for one in those) for those in if_somebody(s)):
                return True
            return out
        return self._made("some", fn, True, source, (part,), key=("some", id(ev)))

    def _test(self, cond: m.Test, limits: dict, source: Source, binding: bool) -> Node:
        fact = self.known.facts[cond.fact]
        weak = binding and source.kind in ("general", "assumed")
        household = fact.of == "household"
        raw, limit, reads, key = self._plain_test(cond, fact, limits)
        if key is None:
            key = ("limit", cond.fact, cond.word, id(limit))
        if weak:
            plain = raw

            def raw_weak(s):
                return True if plain(s) is True else None
            fn = raw_weak
        else:
            fn = raw
        if cond.word == "same_area_as":
            household = False
        fixed = None if limit is None else fixed_number(cond.limit, limits)
        shown = fixed if limit is not None else None if cond.word == "same_area_as" else cond.limit
        return self._made("test", fn, household, source, (), key=(weak, household, key), test=cond, weak=weak, raw=raw,
                          limit=None if fixed is not None else limit, reads=reads, limits=limits, shown_limit=shown,
                          simple=not weak and len(reads) == 1 and (limit is None or fixed is not None) and self.known.plain(cond.fact))

    def _plain_test(self, cond: m.Test, fact: m.Fact, limits: dict):
        name, word = cond.fact, cond.word
        if word == "is":
            wanted = cond.is_

            def fn(s):
                v = s.facts.get(name)
                if v is None:
                    left = s.spans.get(name)
                    return None if left is None else False if wanted not in left else True if len(left) == 1 else None
                return v == wanted
            return fn, None, (name,), (name, word, wanted)
        if word in ("one_of", "none_of"):
            values = frozenset(self.book.areas(cond.limit))
            inside = word == "one_of"

            def fn(s):
                v = s.facts.get(name)
                if v is None:
                    left = s.spans.get(name)
                    return None if left is None else not inside if values.isdisjoint(left) else inside if values.issuperset(left) else None
                return (v in values) is inside
            return fn, None, (name,), (name, word, values)
        if word == "includes_any":
            values = frozenset(cond.limit)

            def fn(s):
                v = s.facts.get(name)
                return None if v is None else not values.isdisjoint(v)
            return fn, None, (name,), (name, word, values)
        if word == "same_area_as":
            return self._same_area(cond)
        limit = self.amount(cond.limit, limits, fact.of)
        fixed = fixed_number(cond.limit, limits)
        if fixed is not None and self.known.plain(name):
            return number_test(name, word, fixed), limit, (name,), (name, word, fixed)
        get = self.known.number(name)
        compare = COMPARE[word]

        def compared(s):
            return compare(get(s), limit(s, None))
        if isinstance(cond.limit, m.Named):
            key = (name, word, fixed if fixed is not None else cond.limit.name)
        else:
            key = None
        return compared, limit, (name, *_facts_in(cond.limit)), key

    def _same_area(self, cond: m.Test):
        policy = self.book.policy
        city = frozenset(policy.groups["city_districts"].areas) if cond.districts == "together" else frozenset()
        elsewhere = frozenset(policy.groups["elsewhere"].areas)
        name, other = cond.fact, cond.same_area_as

        def fn(s):
            a, b = s.facts.get(name), s.house.facts.get(other)
            if b is not None and a is None and (left := s.spans.get(name)):
                same = {(v in city and b in city) or (v == b and v not in elsewhere) for v in left}
                return same.pop() if len(same) == 1 else None
            if a is None or b is None:
                return None
            if a in city and b in city:
                return True
            return a == b and a not in elsewhere  # two places outside Wenzhou need not be the same one
        return fn, None, (name, other), (name, "same", other, cond.districts)


def _remember(fn: Callable, slot: int, household: bool) -> Callable[[State], Truth]:
    if household:
        def ev(s):
            s = s.house
            v = s.memo[slot]
            if v is UNSET:
                v = s.memo[slot] = fn(s)
            return v
    else:
        def ev(s):
            v = s.memo[slot]
            if v is UNSET:
                v = s.memo[slot] = fn(s)
            return v
    return ev


def _facts_in(expr: Any) -> Iterator[str]:
    return (e.fact for e in m.walk(expr) if isinstance(e, (m.FactValue, m.Test)))
