"""The board's picture of a register on paper, for a meeting: sentences, charts as bars, tables. Made in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from benefits import Book
from benefits.bars import Bar
from benefits.explain import date_text
from benefits.version import content_version

from .letter import compiled


def pdf(book: Book, title: str, label: str, made: date, lines: Sequence[str], parts: Sequence[dict[str, Any]], foot: str) -> bytes:
    """lines: what the numbers are of, and the totals. parts: heading, title, see, bars (of `drawn`), legend, caption, headers, rows."""
    paper = book.wording["paper"]
    return compiled("report.typ", {
        "title": title, "label": label, "number": book.policy.number, "made": paper["made"].format(day=date_text(made)),
        "versions": paper["versions"].format(number=book.policy.number, version=content_version()),
        "page": paper["page"], "lines": lines, "parts": parts, "beneath": foot})


def drawn(bars: Sequence[Bar]) -> list[dict[str, Any]]:
    """Bars as shares of the longest: solid to the lower end, hatched to the upper one, an arrow where there is none."""
    longest = max((float(b.top) for b in bars), default=0) or 1
    return [{"name": b.name, "said": b.said, "low": float(b.value[0]) / longest, "more": float(b.top - b.value[0]) / longest,
             "endless": b.value[1] is None} for b in bars]
