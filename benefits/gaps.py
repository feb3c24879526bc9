"""What nobody can know from the document alone: figures not published, rows left to departments, doubtful readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from . import model as m
from .content import Book
from .figures import Figures


@dataclass(frozen=True)
class ParameterState:
    """How well one figure is known in each area on a day: official | reported | stale | none."""

    parameter: m.Parameter
    by_area: dict[str, str]


def parameters(book: Book, as_of: date) -> list[ParameterState]:
    """Every figure that somebody outside the document publishes, area by area."""
    figures = Figures(book, as_of)
    found = []
    for parameter in book.parameters.values():
        if not parameter.input:
            continue
        states = {}
        for area in book.policy.groups["wenzhou"].areas:
            figure = figures.get(parameter.id, area)
            states[area] = "none" if figure is None else "stale" if figure.stale else figure.confidence
        found.append(ParameterState(parameter, states))
    return found


def left_to_departments(book: Book) -> list[m.Benefit]:
    """Rows that are never more than possible: the document leaves them to places or departments."""
    return [b for b in book.screened() if b.eligible_when is None]


def without_figure(book: Book) -> list[m.Benefit]:
    """Rows that pay money but for which the document gives neither a figure nor a formula."""
    return [b for b in book.screened() if b.amount is None and b.basis == "local"]


def doubtful(book: Book) -> list[tuple[m.Benefit, list[str]]]:
    """Rows that may be read in two ways: the further cases told as possible, and amounts with two readings."""
    found = []
    for benefit in book.screened():
        if benefit.eligible_when is None:
            continue
        said = [case.because for case in benefit.possible_when]
        if isinstance(benefit.amount, m.Between):
            low, high = sorted(benefit.amount.between)
            said.append(f"金额有两种读法：{low} 元或 {high} 元")
        if said:
            found.append((benefit, said))
    return found
