"""The whole list of one household, on one day, in one voice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from ..listing import grouped, term_brief, term_named, term_notice
from ..numbers import Exact, Interval, add
from ..rules import Key
from ..screen import Determination, Screening, shares, totals_of
from ..voice import SELF, say
from .deciding import glosses
from .distant import distant_row, drawn, over
from .errands import Errand, errands
from .headline import counted_once, marks, sentences
from .refused import Refusal, asked_of, refusals, waiting
from .rows import Entry, entry
from .shares import alike
from .soon import beginning
from .sums import NOTHING
from .visit import Visit, visit_of


@dataclass(frozen=True, slots=True)
class Listing:
    """The whole list of one household on one day, in one voice."""

    result: Screening
    voice: str
    received: frozenset[str]
    notice: str
    lead: tuple[str, ...]  # the honest sentence
    beside: tuple[str, ...]  # how its numbers come about
    errands: tuple[Errand, ...]
    marks: tuple[str, ...]  # what must be known with the sentence and the errands: what begins soon, how sure a sum is, what excludes what
    eligible: tuple[Entry, ...]
    possible: tuple[Entry, ...]
    distant: tuple[tuple[str, str], ...]  # name, for whom and on what it hangs
    apart: tuple[str, str]  # the heading of those, and how they are to be read
    refused: tuple[Refusal, ...]
    glosses: tuple[str, ...]  # what the office words on the closed cards mean
    twice: dict[str, int]  # how many rows of a status stand under an earlier one for others of the household
    tally: str  # every row counted once

    def say(self, text: str, called: str = "") -> str:
        return say(self.result.book, self.voice, text, called)

    @property
    def labels(self) -> dict[str, str]:
        """The words before the elements of a card."""
        return self.result.book.wording["list"]["labels"]

    @property
    def advice(self) -> str:
        """That windows with the mark are our advice, where there is one."""
        ours = any(e.ours for e in self.errands) or any(e.ours for e in (*self.eligible, *self.possible))
        return self.result.book.wording["list"]["ours_note"] if ours else ""

    @property
    def named(self) -> str:
        """The notice with which document it is of."""
        return term_named(self.result.book, self.result.term)

    @property
    def brief(self) -> str:
        """The notice in one short line."""
        return term_brief(self.result.book, self.result.term)

    def also_said(self, e: Entry) -> str:
        """Where what is to be done calls a row by its plain words: those, to be put beside the name where the card is not at hand. Words
        that are the name with something left out explain nothing."""
        letters = iter(e.name)
        named = not all(c in letters for c in e.spoken) and any(self.say(e.spoken) in f"{x.what}{x.told}" for x in self.errands)
        return self.result.book.wording["list"]["also_said"].format(name=e.spoken) if named else ""

    def counted(self, e: Entry) -> dict[str, Interval]:
        """What the cash of a row that fits adds to the sum of the honest sentence, of a year (annual) and had once (once): what is had
        already is a sum of its own."""
        found: dict[str, Interval] = {}
        for d, bucket, value in shares([d for x in self.eligible if x.received is e.received for d in x.found]):
            if d.benefit.id == e.id and e.cash and e.status == "eligible":
                when = bucket.rpartition("_")[2]
                found[when] = add(found.get(when, NOTHING), value)
        return found

    def uncounted(self, e: Entry) -> tuple[Exact, Exact]:
        """How much of the cash that is sure of a row that fits is not in that sum, and of how much: of two that exclude each other only the
        higher is."""
        live = [d for d in e.found if not d.superseded_by] or e.found
        sure = sum(value[0] for d in live for value in (d.annual, d.once) if value) if e.cash and e.status == "eligible" else 0
        return sure - sum(low for low, _ in self.counted(e).values()), sure

    def heading(self, status: str) -> str:
        words = self.result.book.wording["list"]["heading"]
        return words.get(status + self.result.claim, words[status])

    def marked(self, status: str, short: bool = False) -> str:
        """The heading with the shape its rows carry. short: as it is called where it is a way to that part of the page."""
        words = self.result.book.wording
        return f"{words['badge'][status][0]} {(short and words['list']['jump'].get(status)) or self.heading(status)}"

    def title(self, status: str) -> str:
        """The heading with the number of rows, each counted once; of refusals those nobody gets."""
        return f"{self.marked(status)}（{self.count(status)} 项）"

    def far(self) -> int:
        """How many rows hardly anybody has stand nowhere above."""
        return len({name for name, _ in self.distant} - {e.name for e in (*self.eligible, *self.possible)})

    def count(self, status: str) -> int:
        """How many rows have this status, each counted once: under the best it has for anybody of the household."""
        rows = {"eligible": self.eligible, "possible": self.possible, "ineligible": self.refused}[status]
        return len(rows) - self.twice.get(status, 0)


def listing(result: Screening, voice: str = SELF, received: Collection[str] = (), coming: Collection[Key] = ()) -> Listing:
    """The list of `result` in `voice`. received: ids of benefits that are ticked as already received. coming: facts that the
    questionnaire is still to ask, where it can be gone on with."""
    result = _both_had(result, frozenset(received))
    visit = visit_of(result, voice, frozenset(received), frozenset(coming))
    words, against, distant = visit.words, grouped(result.of("ineligible")), _possible(visit, far=True)
    sure, near = grouped(result.of("eligible")), _possible(visit, far=False)
    eligible, possible = _entries(visit, sure, near)
    meanings = dict(pair for same in (*sure, *near) for people in alike(same) if not people[0].because for pair in glosses(visit, people))
    asked = asked_of(visit, against)
    twice, tally = counted_once(visit, {
        "eligible": [e.id for e in eligible], "possible": [e.id for e in possible],
        **{key: [same[0].benefit.id for same in rows] for key, rows in (("distant", distant), ("ineligible", against))}})
    shown = {same[0].benefit.id for same in (*sure, *near)}
    told, left = drawn(visit, distant, shown)
    first = errands(visit, eligible, possible)
    lead, beside = sentences(visit, eligible, possible, len(possible) - twice["possible"], first)
    opened = {row: act for e in first for row, act in e.opens}
    return Listing(result, voice, visit.received, term_notice(visit.book, result.term), lead, beside, first,
                   marks(visit, eligible, possible, first, beginning(visit, waiting(asked))), tuple(eligible), tuple(possible),
                   tuple(distant_row(visit, same) for same in told),
                   over(visit, told, len(possible) - twice["possible"], shown, left), refusals(visit, asked, opened),
                   tuple(visit.say(words["gloss"].format(name=name, meaning=meaning)) for name, meaning in meanings.items()),
                   twice, tally)


def _both_had(result: Screening, received: frozenset[str]) -> Screening:
    """The same, where rows of which it is not written whether they may be had together are had together (`received`): then they may, and
    each of them counts."""
    had: dict[str, set[str]] = {}
    for d in result.of("eligible"):
        if d.benefit.may_overlap and d.benefit.id in received:
            had.setdefault(d.benefit.may_overlap, set()).add(d.benefit.id)
    both = {row for rows in had.values() if len(rows) > 1 for row in rows}
    if not both:
        return result
    note = {row: result.book.policy.overlap[of] for of, rows in had.items() for row in rows}
    found = [d if d.benefit.id not in both or d.status != "eligible" else replace(
        d, benefit=d.benefit.model_copy(update={"may_overlap": None}), notes=[n for n in d.notes if n != note[d.benefit.id]])
        for d in result.determinations]
    return replace(result, determinations=found, totals=totals_of(found))


def first_errand(result: Screening, voice: str = SELF, received: Collection[str] = ()) -> Errand | None:
    """What stands first on the list of `result`, without the rest of it. Several times as fast as the list."""
    visit = visit_of(result, voice, frozenset(received))
    return next(iter(errands(visit, *_entries(visit, grouped(result.of("eligible")), _possible(visit, far=False)))), None)


def _possible(visit: Visit, far: bool) -> list[list[Determination]]:
    """The possible rows; far: those of what hardly anybody has, else the others."""
    return grouped([d for d in visit.result.of("possible") if ((d.benefit.id, d.member) in visit.far) is far])


def _entries(visit: Visit, sure: list[list[Determination]], near: list[list[Determination]]) -> tuple[list[Entry], list[Entry]]:
    """What fits, what is worth most in front, and what may."""
    return sorted((entry(visit, same) for same in sure), key=lambda e: e.worth, reverse=True), [entry(visit, same) for same in near]
