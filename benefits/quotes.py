"""Quotations are exact: they are compared with the official text, and a fingerprint of what was compared is kept.

The official text itself is not part of the project. `python -m benefits quotes TEXT` compares every quotation with it
and writes content/quotes.lock; a test fails when a quotation is not the one that was compared.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from . import content
from . import model as m
from .content import Book

LOCK = "quotes.lock"


def citations(book: Book) -> Iterator[m.Citation]:
    """Every quotation of content/, with the sentence it claims; the openings of the ledger count too."""
    def walk(part: Any) -> Iterator[m.Citation]:
        if isinstance(part, m.Citation):
            yield part
        elif isinstance(part, m.Part):
            for name in type(part).model_fields:
                yield from walk(getattr(part, name))
        elif isinstance(part, tuple):
            for one in part:
                yield from walk(one)
        elif isinstance(part, dict):
            for one in part.values():
                yield from walk(one)
    yield from walk(tuple(book.benefits.values()))
    yield from walk(tuple(book.definitions.values()))
    yield from walk(tuple(book.facts.values()))
    yield from walk(tuple(book.acts.values()))
    yield from walk(book.plan)
    yield from walk(book.policy)
    for sentence in book.sentences.values():
        yield m.Citation(sentence=sentence.id, words=sentence.opens)


def fingerprint(citation: m.Citation) -> str:
    return hashlib.sha256(f"{citation.sentence}|{citation.words}".encode()).hexdigest()[:16]


def sentences_in(text: str) -> dict[str, str]:
    """The numbered sentences of a text of lines like `5.4: …` (quotes around the number allowed)."""
    found = {}
    for line in text.splitlines():
        match = re.match(rf"\s*['\"]?({m.NUMBERED})['\"]?\s*[:：]\s*(.+)$", line)
        if match:
            found[match[1]] = match[2]
    return found


def verify(book: Book, text: str) -> tuple[list[str], int]:
    """Problems (a quotation that is not in its sentence), and how many distinct quotations were compared.

    Where the text lacks a sentence, as the text of another document does, the quotations compared before stand."""
    sentences, known = sentences_in(text), _known()
    all_ = {(c.sentence, c.words): c for c in citations(book)}
    to_compare = [key for key, c in all_.items() if key[0] in sentences or fingerprint(c) not in known]
    problems = [f"{s}「{w}」：原文这一句里没有这几个字" for s, w in sorted(to_compare) if w not in sentences.get(s, "")]
    return problems, len(to_compare)


def _known() -> set[str]:
    path = content.FOLDER / LOCK
    return set(path.read_text(encoding="utf-8").split()) if path.exists() else set()


def write_lock(book: Book) -> None:
    marks = sorted({fingerprint(c) for c in citations(book)})
    (content.FOLDER / LOCK).write_text("\n".join(marks) + "\n", encoding="utf-8")


def unverified(book: Book) -> list[str]:
    """Quotations that were never compared with the official text."""
    known = _known()
    return [f"{c.sentence}「{c.words}」" for c in citations(book) if fingerprint(c) not in known]
