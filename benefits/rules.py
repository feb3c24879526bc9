"""The tree of content/ turned once into closures, so that a whole household is judged in a millisecond or two.

Truth is three-valued (Kleene): True, False, None = not known. Each distinct condition is evaluated at most once a
person. A condition that is not in the document (general, assumed) is never False: where it does not hold, only a
department can tell, so it is None. The same nodes are walked afterwards for reasons and for what is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf
from typing import Any

from . import model as m
from .content import Book
from .figures import Figure, Figures
from .household import Household
from .income import MeansTest, means_test
from .numbers import ANYTHING, Exact, Interval, add, divide, exact, hull, multiply, subtract

Truth = bool | None
_UNSET = object()


class State:
    """One person (or the household itself, `id` None) while being judged. Facts: known values only."""

    __slots__ = ("area", "facts", "figures", "house", "household", "id", "means", "memo", "people", "rules", "spans")

    facts: dict[str, Any]
    memo: list[Any]
    house: State
    id: str | None
    area: str | None
    people: list[State]
    figures: Figures
    household: Household
    rules: Rulebook
    means: MeansTest | None
    spans: dict[str, Any]  # numbers of which only a band is known, choices of which only some answers can be

    def __init__(self, household: Household, facts: dict[str, Any], size: int, ident: str | None, area: str | None):
        self.facts, self.memo, self.id, self.area = facts, [_UNSET] * size, ident, area
        self.house, self.means = self, None
        self.spans = {name: s for (who, name), s in household.spans.items() if who == ident} if household.spans else {}


@dataclass
class Source:
    """Where a condition comes from. kind: document | annex | general | assumed."""

    kind: str
    law: tuple[m.Citation, ...] = ()
    note: str = ""
    read: bool = False  # how we read the words of `law`, which do not say it


@dataclass
class Node:
    """A compiled condition: `ev(state)` is its truth; the rest is for reasons."""

    kind: str
    ev: Callable[[State], Truth]
    household: bool
    source: Source
    slot: int = 0
    parts: tuple[Node, ...] = ()
    test: m.Test | None = None
    weak: bool = False
    raw: Callable[[State], Truth] | None = None
    limit: Callable | None = None
    reads: tuple[str, ...] = ()
    named: str = ""  # the definition it stands for
    simple: bool = False  # one plain fact against one plain limit from the document: any answer settles it
    limits: dict = field(default_factory=dict)
    shown_limit: Any = None  # the limit as it is told, where it does not hang on a parameter or a fact
    texts: dict[str, str] = field(default_factory=dict)  # the test in words, by what is around it; filled when first told


@dataclass
class Run:
    """What computing one amount touched. `asks`: also look for the facts that would make it narrower."""

    asks: bool = True
    figures: dict[str, Figure] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    bases: set[str] = field(default_factory=set)
    unknown: dict[tuple[str | None, str], None] = field(default_factory=dict)


Amount = Callable[[State, Run | None], Interval | None]


@dataclass
class Row:
    """One benefit, compiled."""

    benefit: m.Benefit
    bound: tuple[Node, ...]
    inner: Node | None
    eligible: Node | None
    possible: tuple[tuple[Node, m.PossibleCase], ...]
    amount: Amount | None
    months: Amount | None
    reads: frozenset[str]  # the facts its conditions test


class Rulebook:
    """All rows of a Book, compiled."""

    def __init__(self, book: Book):
        self.book = book
        self.facts = {**book.facts, **book.heard()}
        self.size = 0
        self._known: dict[Any, tuple[Callable[[State], Truth], int]] = {}
        self.of_household = frozenset(f.id for f in book.facts.values() if f.of == "household")
        self.parts_of = {f.part_of: f.id for f in book.facts.values() if f.part_of}
        self.dibian = self._expr(m.Named(name="dibian_standard"), {}, "household")
        self.rows = [self._row(b) for b in book.screened()]
        self.row_of = {row.benefit.id: row for row in self.rows}
        self.asking = Counter(name for row in self.rows for name in row.reads)  # how many rows ask for a fact
        self.notices = [(self._node(n.when, "household", {}, Source("document"), False), n) for n in book.policy.notices]
        self.gates = {f.id: self._node(f.ask_when, f.of, {}, Source("assumed"), False)
                      for f in book.facts.values() if f.ask_when is not None}
        self.acts = {a.id: self._node(a.sensible_when, "person" if a.of == "person" else "household", {}, Source("general"), False)
                     for a in book.acts.values()}
        self.runs = {c.fact: self._node(c.while_, book.facts[c.fact].of, {}, Source("general"), False)
                     for c in book.time.counters if c.while_ is not None}

    def open(self, household: Household, figures: Figures) -> State:
        """The state of the household, with one state a person. Local figures go by hukou, for others by residence."""
        wenzhou = self.book.policy.groups["wenzhou"].areas
        residence = household.facts.get("residence")

        def area(facts: dict) -> str | None:
            hukou = facts.get("hukou")
            if hukou in wenzhou:
                return hukou
            return residence if hukou is not None and residence in wenzhou else None

        house = State(household, household.facts, self.size, None, area(household.applicant.facts))
        house.figures, house.household, house.rules = figures, household, self
        house.people = []
        for person in household.people:
            state = State(household, person.facts, self.size, person.id, area(person.facts))
            state.house = house
            house.people.append(state)
        return house

    def condition(self, cond: Any, unit: str, limits: dict) -> Node:
        """A condition that stands inside an amount."""
        return self._node(cond, unit, limits, Source("document"), False)

    # --- rows ---

    def _row(self, benefit: m.Benefit) -> Row:
        bound = self._bound(benefit)
        own = Source("document", benefit.quote)
        inner = eligible = None
        if benefit.eligible_when is not None:
            inner = self._node(benefit.eligible_when, benefit.unit, benefit.limits, own, True)
            eligible = self._join([*bound, inner])
        possible = tuple(
            (self._join([*bound, self._node(case.when, benefit.unit, benefit.limits, own, True)]), case)
            for case in benefit.possible_when)
        amount = None if benefit.amount is None else self._expr(benefit.amount, benefit.limits, benefit.unit)
        months = None if benefit.months_paid is None else self._expr(benefit.months_paid, benefit.limits, benefit.unit)
        nodes = [*([eligible] if eligible else []), *(node for node, _ in possible)]
        return Row(benefit, tuple(bound), inner, eligible, possible, amount, months, frozenset(f for node in nodes for f in tested(node)))

    def _bound(self, benefit: m.Benefit) -> list[Node]:
        """The hukou the row asks for: 附1.2, or 附1.1 where the sentence limits it to 市区."""
        policy = self.book.policy
        if benefit.scope == "city":
            wanted, law = "city_hukou", policy.city_law
        elif benefit.hukou == "wenzhou":
            wanted, law = "wenzhou_hukou", policy.hukou_law
        else:
            return []
        condition: Any = m.Meets(meets=wanted)
        if benefit.unit == "household":
            condition = m.SomeMember(some_member=condition)
        return [self._node(condition, benefit.unit, {}, Source("annex", law), True)]

    def _join(self, nodes: list[Node]) -> Node:
        if len(nodes) == 1:
            return nodes[0]
        return self._group("all", nodes, nodes[-1].source)

    # --- conditions ---

    def _source(self, cond: m.Sourced, outer: Source) -> Source:
        if cond.law:
            return Source("annex" if cond.law[0].sentence.startswith("附") else "document", cond.law, read=cond.read)
        if cond.general:
            return Source("general", (), cond.general)
        if cond.assumed:
            return Source("assumed", (), cond.assumed)
        return outer

    def _node(self, cond: Any, unit: str, limits: dict, outer: Source, binding: bool) -> Node:
        """`binding`: here a condition from outside the document must not refute."""
        source = self._source(cond, outer)
        again = (unit, limits, source, binding)
        if isinstance(cond, m.Test):
            return self._test(cond, limits, source, binding)
        if isinstance(cond, m.Meets):
            definition = self.book.definitions[cond.meets]
            node = self._node(definition.when, definition.of, {}, source, binding)
            node.named = cond.meets
            return node
        if isinstance(cond, m.All):
            return self._group("all", [self._node(p, *again) for p in cond.all], source)
        if isinstance(cond, m.AnyOf):
            return self._group("any", [self._node(p, *again) for p in cond.any], source)
        if isinstance(cond, m.SomeMember):
            return self._some(self._node(cond.some_member, "person", limits, source, binding), source)
        kind, inner = ("not", cond.not_) if isinstance(cond, m.Not) else \
            ("unless_known", cond.unless_known) if isinstance(cond, m.UnlessKnown) else ("known", cond.known)
        part = self._node(inner, *again)
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
        found = self._known.get(key)
        if found is None:
            slot = self.size
            self.size += 1
            found = self._known[key] = (_remember(fn, slot, household), slot)
        return Node(kind, found[0], household, source, found[1], parts, **more)

    def _group(self, kind: str, parts: list[Node], source: Source) -> Node:
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
            return out
        return self._made("some", fn, True, source, (part,), key=("some", id(ev)))

    def _test(self, cond: m.Test, limits: dict, source: Source, binding: bool) -> Node:
        fact = self.facts[cond.fact]
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
        fixed = None if limit is None else self._fixed(cond.limit, limits)
        shown = fixed if limit is not None else None if cond.word == "same_area_as" else cond.limit
        return self._made("test", fn, household, source, (), key=(weak, household, key), test=cond, weak=weak, raw=raw,
                          limit=None if fixed is not None else limit, reads=reads, limits=limits, shown_limit=shown,
                          simple=not weak and len(reads) == 1 and (limit is None or fixed is not None) and self._reader_is_plain(cond.fact))

    def _plain_test(self, cond: m.Test, fact: m.Fact, limits: dict):
        name, word = cond.fact, cond.word
        if word == "is":
            wanted = cond.is_

            def fn(s):
                v = s.facts.get(name)
                if v is None:
                    return False if name in s.spans and wanted not in s.spans[name] else None
                return v == wanted
            return fn, None, (name,), (name, word, wanted)
        if word in ("one_of", "none_of"):
            values = frozenset(self.book.areas(cond.limit))
            inside = word == "one_of"

            def fn(s):
                v = s.facts.get(name)
                if v is None:
                    return not inside if name in s.spans and values.isdisjoint(s.spans[name]) else None
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
        limit = self._expr(cond.limit, limits, fact.of)
        fixed = self._fixed(cond.limit, limits)
        if fixed is not None and self._reader_is_plain(name):
            return _number_test(name, word, fixed), limit, (name,), (name, word, fixed)
        get = self._number(name)
        compare = _COMPARE[word]

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
            if a is None or b is None:
                return None
            if a in city and b in city:
                return True
            return a == b and a not in elsewhere  # two places outside Wenzhou need not be the same one
        return fn, None, (name, other), (name, "same", other, cond.districts)

    # --- numbers ---

    def _fixed(self, expr: Any, limits: dict) -> Exact | None:
        if isinstance(expr, m.Value):
            return exact(expr.number)
        if isinstance(expr, m.Named) and expr.name in limits:
            return exact(limits[expr.name])
        return None

    def _reader_is_plain(self, name: str) -> bool:
        fact = self.facts[name]
        return name != "per_capita_income" and not fact.part_of and name not in self.parts_of

    def _number(self, name: str) -> Callable[[State], Interval]:
        """The interval a numeric fact may lie in. Household facts may be asked of a person's state too."""
        fact = self.facts[name]
        if name == "per_capita_income":
            return lambda s: self.means_of(s.house).per_head
        household = fact.of == "household"
        least = exact(fact.minimum)
        whole, part = fact.part_of, self.parts_of.get(name)

        def get(s):
            if household:
                s = s.house
            facts = s.facts
            v = facts.get(name)
            if v is not None:
                return v, v
            if name in s.spans:
                return s.spans[name]
            low, high = least, None
            if whole is not None:
                high = facts.get(whole)
            if part is not None and facts.get(part) is not None:
                low = facts[part]
            return low, high
        return get

    def span(self, name: str, s: State) -> Interval:
        """The interval a numeric fact may lie in."""
        return self._number(name)(s)

    def means_of(self, house: State) -> MeansTest:
        """The household's means test, computed once."""
        if house.means is None:
            dibian = self.dibian(house, None) if house.household.income else None
            house.means = means_test(house.household, dibian or ANYTHING)
        return house.means

    # --- amounts ---

    def number_of(self, expr: Any, limits: dict, figures: Figures, area: str | None) -> Interval | None:
        """An amount over limits and figures only, in an area (None = anywhere in Wenzhou); None where no figure is given."""
        state = State(Household({}, ()), {}, self.size, None, area)
        state.figures, state.rules, state.people = figures, self, []
        return self._expr(expr, limits, "household")(state, Run())

    def _expr(self, expr: Any, limits: dict, unit: str) -> Amount:
        if isinstance(expr, m.Value):
            return _constant(exact(expr.number))
        if isinstance(expr, m.Named):
            if expr.name in limits:
                return _constant(exact(limits[expr.name]))
            return self._parameter(expr.name)
        if isinstance(expr, m.FactValue):
            return self._fact(expr.fact)
        if isinstance(expr, m.Between):
            low, high = sorted(exact(n) for n in expr.between)
            return lambda s, run: (low, high)
        if isinstance(expr, m.Case):
            return self._case(expr, limits, unit)
        if isinstance(expr, m.CountMembers):
            return self._count(expr, limits)
        if isinstance(expr, m.BestMember):
            return self._best(expr, limits)
        if isinstance(expr, m.Published):
            return self._published(expr, limits, unit)
        if isinstance(expr, m.Over):
            part = self._expr(expr.over[0], limits, unit)
            by = self._fixed(expr.over[1], limits)

            def over(s, run):
                v = part(s, run)
                return None if v is None else divide(v, by)
            return over
        for word, combine in (("times", multiply), ("plus", add), ("minus", subtract),
                              ("least", _least), ("greatest", _greatest)):
            if hasattr(expr, word):
                return _folded([self._expr(p, limits, unit) for p in getattr(expr, word)], combine)
        raise TypeError(type(expr))  # a new node kind that nobody taught the compiler

    def _parameter(self, name: str) -> Amount:
        parameter = self.book.parameters[name]
        formula = None if parameter.formula is None else self._expr(parameter.formula, {}, "household")

        def get(s, run):
            if formula is not None and name not in s.house.figures.given:
                return formula(s, run)
            figure = s.house.figures.get(name, s.area)
            if run is not None:
                if figure is None:
                    run.missing.add(name)
                else:
                    run.figures[name] = figure
            return ANYTHING if figure is None else (figure.low, figure.high)
        return get

    def _fact(self, name: str) -> Amount:
        get = self._number(name)
        household = self.book.facts[name].of == "household"

        def fn(s, run):
            found = get(s)
            if run is not None and run.asks and found[0] != found[1]:
                if name == "per_capita_income":
                    run.unknown.update(dict.fromkeys(self.means_of(s.house).unknown))
                else:
                    run.unknown[(None if household else s.id, name)] = None
            return found
        return fn

    def _case(self, expr: m.Case, limits: dict, unit: str) -> Amount:
        branches = [(self.condition(b.when, unit, limits),
                     None if b.pays is None else self._expr(b.pays, limits, unit), b.basis) for b in expr.case]
        otherwise = None if expr.otherwise is None else self._expr(expr.otherwise, limits, unit)

        def fn(s, run):
            parts: list[Interval | None] = []
            for node, pays, basis in branches:
                v = node.ev(s)
                if v is False:
                    continue
                if v is None and run is not None and run.asks:
                    run.unknown.update(dict.fromkeys(missing(node, s)))
                if run is not None:
                    run.bases.add(basis or "")
                parts.append(None if pays is None else pays(s, run))
                if v is True:
                    break
            else:
                if otherwise is not None:
                    parts.append(otherwise(s, run))
            return None if not parts or None in parts else hull(parts)
        return fn

    def _count(self, expr: m.CountMembers, limits: dict) -> Amount:
        ev = self.condition(expr.count_members, "person", limits).ev

        def fn(s, run):
            truths = [ev(p) for p in s.house.people]
            sure = truths.count(True)
            return sure, sure + truths.count(None)
        return fn

    def _best(self, expr: m.BestMember, limits: dict) -> Amount:
        where = self.condition(expr.where, "person", limits)
        value = self._expr(expr.best_member, limits, "person")

        def fn(s, run):
            sure, open_ = [], []
            for person in s.house.people:
                v = where.ev(person)
                if v is False:
                    continue
                found = value(person, run)
                if found is None:
                    return None
                (sure if v is True else open_).append(found)
            if not sure and not open_:
                return None
            highs = [f[1] for f in (*sure, *open_)]
            # nobody is certain: whoever it is gets at least the least of them
            low = max(f[0] for f in sure) if sure else min(f[0] for f in open_)
            return low, None if None in highs else max(highs)
        return fn

    def _published(self, expr: m.Published, limits: dict, unit: str) -> Amount:
        formula = self._expr(expr.otherwise, limits, unit)
        names = frozenset(_names_in(expr.otherwise))

        def fn(s, run):
            figures = s.house.figures
            # values brought by the caller replace the shipped ones, and the published amount is a shipped one
            if expr.published in figures.given or not names & figures.given.keys():
                figure = figures.get(expr.published, s.area)
                if figure is not None:
                    if run is not None:
                        run.figures[expr.published] = figure
                        run.bases.add("exact")
                    return figure.low, figure.high
            return formula(s, run)
        return fn


def _remember(fn: Callable, slot: int, household: bool) -> Callable[[State], Truth]:
    if household:
        def ev(s):
            s = s.house
            v = s.memo[slot]
            if v is _UNSET:
                v = s.memo[slot] = fn(s)
            return v
    else:
        def ev(s):
            v = s.memo[slot]
            if v is _UNSET:
                v = s.memo[slot] = fn(s)
            return v
    return ev


def _number_test(name: str, word: str, limit: Exact) -> Callable[[State], Truth]:
    """A plain number against a plain limit: unknown stays unknown, a band decides where it lies on one side."""
    compare, sharp = _COMPARE[word], (limit, limit)

    def banded(s: State) -> Truth:
        return compare(s.spans[name], sharp) if name in s.spans else None
    if word == "at_least":
        return lambda s: banded(s) if (v := s.facts.get(name)) is None else v >= limit
    if word == "more_than":
        return lambda s: banded(s) if (v := s.facts.get(name)) is None else v > limit
    if word == "at_most":
        return lambda s: banded(s) if (v := s.facts.get(name)) is None else v <= limit
    return lambda s: banded(s) if (v := s.facts.get(name)) is None else v < limit


def _below(a: Interval, b: Interval) -> Truth:
    """a < b: True or False where both ends agree."""
    if a[1] is not None and a[1] < b[0]:
        return True
    if b[1] is not None and a[0] >= b[1]:
        return False
    return None


def _turn(v: Truth) -> Truth:
    return None if v is None else not v


_COMPARE: dict[str, Callable[[Interval, Interval], Truth]] = {
    "less_than": _below,
    "at_least": lambda a, b: _turn(_below(a, b)),
    "more_than": lambda a, b: _below(b, a),
    "at_most": lambda a, b: _turn(_below(b, a)),
}


def _least(a: Interval, b: Interval) -> Interval:
    highs = [h for h in (a[1], b[1]) if h is not None]
    return min(a[0], b[0]), min(highs) if highs else None


def _greatest(a: Interval, b: Interval) -> Interval:
    lows = [low for low in (a[0], b[0]) if low is not None]  # a difference may have no lower end
    return max(lows), None if a[1] is None or b[1] is None else max(a[1], b[1])


def _constant(number: Exact) -> Amount:
    both = number, number
    return lambda s, run: both


def _folded(parts: list[Amount], combine: Callable) -> Amount:
    def fn(s, run):
        out = parts[0](s, run)
        for part in parts[1:]:
            v = part(s, run)
            if out is None or v is None:
                return None
            out = combine(out, v)
        return out
    return fn


def _walk(expr: Any) -> Iterator[Any]:
    yield expr
    for name in type(expr).model_fields if isinstance(expr, m.Part) else ():
        value = getattr(expr, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, m.Part):
                yield from _walk(part)


def _names_in(expr: Any) -> Iterator[str]:
    return (e.name for e in _walk(expr) if isinstance(e, m.Named))


def tested(node: Node) -> Iterator[str]:
    """The facts a condition looks at."""
    if node.test is not None:
        yield node.reads[0]
    for part in node.parts:
        yield from tested(part)


def _facts_in(expr: Any) -> Iterator[str]:
    return (e.fact for e in _walk(expr) if isinstance(e, (m.FactValue, m.Test)))


# --- reading the tree afterwards ----------------------------------------------------------------------------------

Key = tuple[str | None, str]


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
    ends = {_COMPARE[node.test.word]((end, end), limit) for end in both}
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


def truth(node: Node, s: State) -> Truth:
    """The node's truth, from memory where it was judged before."""
    v = (s.house if node.household else s).memo[node.slot]
    return node.ev(s) if v is _UNSET else v


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
        fitting = [p for p in s.people if truth(part, p) is wanted]
        for person in fitting[:1] if wanted is True else fitting:
            leaves(part, person, wanted, out, turn)
    elif kind == "all" or kind == "any":
        beside = wanted is None and kind == "all"
        house = s.house
        for part in node.parts:
            v = (house if part.household else s).memo[part.slot]
            if v is _UNSET:
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
