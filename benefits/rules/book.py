"""All rows of a Book compiled, and a household opened to be judged by them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .. import model as m
from ..content import Book
from ..figures import Figures
from ..household import Household
from ..income import MeansTest, means_test
from ..numbers import ANYTHING, Interval
from .amounts import Amounts
from .conditions import Conditions
from .known import Known
from .nodes import Node, Row, Run, Source, State, tested

DOCUMENT = Source("document")


class Rulebook:
    """All rows of a Book, compiled."""

    def __init__(self, book: Book):
        self.book = book
        self.inside: dict[int, Node] = {}  # the conditions inside amounts, by the id of what the book holds, for whoever reads amounts
        self.known = Known({**book.facts, **book.heard()}, self.means_of)
        self.amounts = Amounts(book, self.known, self.condition)
        self.conditions = Conditions(book, self.known, self.amounts.of)
        self.of_household = frozenset(f.id for f in book.facts.values() if f.of == "household")
        self._dibian = self.amounts.of(m.Named(name="dibian_standard"), {}, "household")
        self.rows = [self._row(b) for b in book.screened()]
        self.row_of = {row.benefit.id: row for row in self.rows}
        self.asking = Counter(name for row in self.rows for name in row.reads)  # how many rows ask for a fact
        self.notices = [(self.condition(n.when, "household", {}), n) for n in book.policy.notices]
        self.gates = {f.id: self.condition(f.ask_when, f.of, {}, Source("assumed"))
                      for f in book.facts.values() if f.ask_when is not None}
        self.acts = {a.id: self.condition(a.sensible_when, "person" if a.of == "person" else "household", {}, Source("general"))
                     for a in book.acts.values()}
        self.runs = {c.fact: self.condition(c.while_, book.facts[c.fact].of, {}, Source("general"))
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

        house = State(household, household.facts, self.conditions.size, None, area(household.applicant.facts))
        house.figures, house.household, house.rules = figures, household, self
        house.people = []
        for person in household.people:
            state = State(household, person.facts, self.conditions.size, person.id, area(person.facts))
            state.house = house
            house.people.append(state)
        return house

    def condition(self, cond: Any, unit: str, limits: dict, source: Source = DOCUMENT) -> Node:
        """A condition that decides no row by itself: one inside an amount, or when something is asked or told."""
        node = self.conditions.node(cond, unit, limits, source, False)
        self.inside.setdefault(id(cond), node)
        return node

    def span(self, name: str, s: State) -> Interval:
        """The interval a numeric fact may lie in."""
        return self.known.number(name)(s)

    def means_of(self, house: State) -> MeansTest:
        """The household's means test, computed once."""
        if house.means is None:
            dibian = self._dibian(house, None) if house.household.income else None
            house.means = means_test(house.household, dibian or ANYTHING)
        return house.means

    def number_of(self, expr: Any, limits: dict, figures: Figures, area: str | None) -> Interval | None:
        """An amount over limits and figures only, in an area (None = anywhere in Wenzhou); None where no figure is given."""
        state = State(Household({}, ()), {}, self.conditions.size, None, area)
        state.figures, state.rules, state.people = figures, self, []
        return self.amounts.of(expr, limits, "household")(state, Run())

    def _row(self, benefit: m.Benefit) -> Row:
        bound = self._bound(benefit)
        own = Source("document", benefit.quote)
        inner = eligible = None
        if benefit.eligible_when is not None:
            inner = self.conditions.node(benefit.eligible_when, benefit.unit, benefit.limits, own, True)
            eligible = self._join([*bound, inner])
        possible = tuple(
            (self._join([*bound, self.conditions.node(case.when, benefit.unit, benefit.limits, own, True)]), case)
            for case in benefit.possible_when)
        amount = None if benefit.amount is None else self.amounts.of(benefit.amount, benefit.limits, benefit.unit)
        months = None if benefit.months_paid is None else self.amounts.of(benefit.months_paid, benefit.limits, benefit.unit)
        nodes = [*([eligible] if eligible else []), *(node for node, _ in possible)]
        row = Row(benefit, tuple(bound), inner, eligible, possible, amount, months, frozenset(f for node in nodes for f in tested(node)))
        paid = benefit.amount
        if isinstance(paid, m.Case) and (told := [b for b in paid.case if b.like]):
            rest = paid.model_copy(update={"case": tuple(b for b in paid.case if not b.like)})
            row.like = tuple((self.condition(b.when, benefit.unit, benefit.limits), b.like) for b in told)
            row.others = self.amounts.of(rest, benefit.limits, benefit.unit)
        return row

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
        return [self.conditions.node(condition, benefit.unit, {}, Source("annex", law), True)]

    def _join(self, nodes: list[Node]) -> Node:
        """All of them."""
        return nodes[0] if len(nodes) == 1 else self.conditions.group("all", nodes, nodes[-1].source)
