"""Values of parameters by area and day, with how well they are known. Nothing is borrowed from before its first day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .content import Book
from .model import Step
from .numbers import Exact, exact, hull

OWN = "本单位填的数，没有核对"  # the source of an office's value: it stands wherever the value enters an amount


@dataclass(frozen=True)
class Figure:
    """One parameter's value: yuan (or the parameter's unit); high None = no upper end.

    confidence: official | reported | given (brought by the caller). stale: the last value found, for an earlier time.
    original: whether it was read in an official original, of whatever day.
    """

    name: str
    low: Exact
    high: Exact | None
    confidence: str
    stale: bool = False
    step: Step | None = None
    original: bool = True

    @property
    def own(self) -> bool:
        """Whether an office brought it for the visit."""
        return self.step is not None and self.step.source == OWN


def doubt(figures: Iterable[Figure]) -> str:
    """own | stale_reported | stale | reported: what is to be said of figures; nothing of official ones that still stand.

    By the kind of source alone: that the value may have changed since does not make a second-hand one any better."""
    found = list(figures)
    if any(f.own for f in found):
        return "own"
    return "_".join(key for key, so in (("stale", any(f.stale for f in found)), ("reported", any(not f.original for f in found))) if so)


class Figures:
    """The parameters as they stand on one day; `given` values replace the shipped ones for every area and day."""

    def __init__(self, book: Book, as_of: date, given: Mapping[str, Exact] | None = None):
        self.book, self.as_of, self.given = book, as_of, dict(given or {})
        self._found: dict[tuple[str, str | None], Figure | None] = {}
        self._areas = book.policy.groups["wenzhou"].areas

    def get(self, name: str, area: str | None) -> Figure | None:
        """The value in `area` (None = anywhere in Wenzhou: the interval over all areas), or None where none is known."""
        key = name, area
        if key not in self._found:
            self._found[key] = self._given(name) or (self._anywhere(name) if area is None else self._shipped(name, area))
        return self._found[key]

    def _given(self, name: str) -> Figure | None:
        for source in (name, self.book.parameters[name].stands_in):
            if source in self.given:
                return Figure(name, self.given[source], self.given[source], "given")
        return None

    def _anywhere(self, name: str) -> Figure | None:
        found = [self._shipped(name, area) for area in self._areas]
        if not found or None in found:
            return None
        if len({(f.low, f.high) for f in found}) == 1:
            return max(found, key=lambda f: (f.stale, not f.original))
        low, high = hull([(f.low, f.high) for f in found])
        worst = "reported" if any(f.confidence == "reported" for f in found) else "official"
        return Figure(name, low, high, worst, any(f.stale for f in found), next((f.step for f in found if f.own), None),
                      all(f.original for f in found))

    def _shipped(self, name: str, area: str) -> Figure | None:
        groups = self.book.policy.groups
        places = [area, *(g for g in self.book.policy.parameter_areas if area in groups[g].areas)]
        for place in places:
            steps = [s for s in self.book.parameters[name].values if s.area == place and s.from_ <= self.as_of]
            if steps:
                step = max(steps, key=lambda s: s.from_)
                stale = step.known_until is not None and self.as_of > step.known_until
                low = exact(step.value if step.value is not None else step.low)
                high = exact(step.value if step.value is not None else step.high)
                return Figure(name, low, high, "reported" if stale else step.confidence, stale, step, step.confidence == "official")
        return None
