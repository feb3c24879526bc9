"""Where to go for what: one answer for the list, the plan, the rule pages, paper and the desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .content import Book
from .model import Act, Benefit

OR = "，或"  # between a place and another one that will do


@dataclass(frozen=True, slots=True)
class Window:
    """where: as it is told. ours: our guidance only; the document names none. when: nobody goes there for it; it is asked for
    when one is there anyway."""

    where: str
    ours: bool
    when: str = ""

    @property
    def place(self) -> str:
        """The first of the places named: what is done there is one trip."""
        return self.where.partition(OR)[0]


def placed(windows: Iterable[Window]) -> Callable[[Window], str]:
    """The place to go to for each window: of those that will do the one where most of the others can be seen to, else the first."""
    votes = Counter(place for where in {w.where for w in windows} for place in where.split(OR))
    return lambda w: max(w.where.split(OR), key=lambda place: votes[place])


def window(book: Book, benefit: Benefit, status: str = "eligible") -> Window:
    """For a row: what the document names, else the window of the department in the lead. Who leads a row also decides whether it is
    given at all, so what is only possible is asked there; a recognition is asked for where it is made. What is had when something
    else is done anyway is asked for then, once it is had."""
    if benefit.ask_at is not None and (status == "eligible" or not benefit.ask_at.when):
        return Window(benefit.ask_at.where, True, benefit.ask_at.when)
    lead = book.policy.desks.get(benefit.departments[0], book.policy.guidance)
    if benefit.first_stop is None or (status == "possible" and benefit.leads_to is None):
        return Window(lead, True)
    return Window(benefit.first_stop.where, False)


def window_of_act(book: Book, act: Act) -> Window:
    """For something that is to be done: as the act says, else the window of its department."""
    return Window(act.where or book.policy.desks.get(act.department, act.department), True)
