"""What is known of the numbers: the interval in which a numeric fact lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .. import model as m
from ..income import MeansTest
from ..numbers import Interval, exact
from .nodes import State


class Known:
    """Reads numeric facts of a state. facts: all that may be read; means_of: the means test of a household."""

    def __init__(self, facts: Mapping[str, m.Fact], means_of: Callable[[State], MeansTest]):
        self.facts, self.means_of = facts, means_of
        self.parts_of = {f.part_of: f.id for f in facts.values() if f.part_of}

    def plain(self, name: str) -> bool:
        """Whether the fact alone says what its number is."""
        fact = self.facts[name]
        return name != "per_capita_income" and not fact.part_of and name not in self.parts_of

    def number(self, name: str) -> Callable[[State], Interval]:
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
