"""What must be said beside a row or before all of them: a document out of its term, a figure that is not official or missing."""

from __future__ import annotations

from datetime import date

from ..content import Book
from ..explain import Words, date_text, rate
from ..figures import Figure, doubt
from .results import Determination


def term_note(book: Book, day: date) -> list[str]:
    """What must be said first on a day outside the term of the document."""
    return term_words(book, book.policy.term(day))


def term_words(book: Book, term: str) -> list[str]:
    """What must be said first while the document is early or expired."""
    if term == "in_force":
        return []
    return [book.wording["term"][term].format(starts=date_text(book.policy.starts), ends=date_text(book.policy.ends))]


def missing_note(words: Words, d: Determination, formula: bool = True) -> str:
    """Which figures nobody has found, and who publishes them; with the formula they are for."""
    patterns, lost = words.patterns["figure"], [words.book.parameters[name] for name in d.missing_figures]
    return patterns["missing"].format(
        formula=patterns["formula"].format(formula=words.amount(d.benefit)) if formula else "", label="、".join(p.label for p in lost),
        publisher="、".join(dict.fromkeys(p.publisher for p in lost)))


def figure_note(book: Book, figure: Figure) -> str:
    """How much a figure is taken as, from where, and that it is not official where it is not."""
    patterns, parameter = book.wording["figure"], book.parameters[figure.name]
    source = figure.step.source if figure.step else "各地不一"
    said = patterns["used"].format(label=parameter.label, value=rate(figure.low, figure.high, parameter.unit), source=source)
    key = doubt([figure])
    remark = patterns.get("reported" if key == "own" else key, "")
    return f"{said}。{remark}。" if remark else f"{said}。"
