"""The accuracy report as `make accuracy` last wrote it, and whether the rules it measured are the rules of today."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from . import content, income
from . import model as m
from .content import Book

# What decides an answer; names, sentences, questions and notes do not.
_DECIDES = {
    m.Benefit: ("id", "order", "unit", "scope", "hukou", "limits", "eligible_when", "possible_when", "amount", "months_paid", "basis",
                "period", "pays", "group", "may_overlap"),
    m.Definition: ("when",),
    m.PossibleCase: ("when",),
    m.Fact: ("id", "of", "type", "options", "minimum", "maximum", "derived", "part_of"),
    m.Option: ("value",),
    m.Parameter: ("id", "formula", "stands_in", "input", "minimum", "maximum", "values"),
    m.Step: ("area", "from_", "known_until", "value", "low", "high", "confidence"),
    m.Policy: ("starts", "ends", "groups", "parameter_areas", "stacking"),
    m.AreaGroup: ("areas",),
    m.StackingGroup: ("per",),
}
_PARTS = {"policy": "期限、地区、就高", "parameters": "各地的标准", "facts": "问的情况", "income": "收入免计"}
_ID = re.compile(r"[a-z]+(-[a-z0-9]+)*")
_LABEL = re.compile(r"^[0-9]+ `[a-z-]+`：")  # number and working name of a point taken up again
_SOURCES = ("law", "general", "assumed")
_TOLD = (*_SOURCES, "read", "like", "whose")  # of a condition or a branch, what is only told


def report() -> dict[str, Any] | None:
    """The measured counts, or None where nothing was measured yet."""
    path = content.FOLDER / "accuracy.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def fingerprints(book: Book) -> dict[str, str]:
    """sha256 of what decides, one a row (its definitions with it), and one each of policy, parameters, facts and income."""
    parts: dict[str, Any] = {b.id: b for b in book.screened()}
    parts |= {"policy": book.policy, "parameters": tuple(book.parameters.values()), "facts": tuple(book.facts.values()),
              "income": {name: value for name, value in vars(income).items() if name.isupper() and isinstance(value, int)}}
    return {name: _digest(_bare(part, book)) for name, part in parts.items()}


def fingerprint(book: Book) -> str:
    """One sha256 of all the rules: conditions, limits, amounts, parameters, areas, term, stacking; not the wording."""
    return _digest(fingerprints(book))


def changed_since(book: Book, measured: dict[str, str]) -> list[str]:
    """The parts of the rules that are not the ones measured, by the names of `fingerprints`."""
    today = fingerprints(book)
    return [name for name in dict.fromkeys([*today, *measured]) if today.get(name) != measured.get(name)]


def named(book: Book, text: str) -> str:
    """A text in which rows and parts of the rules stand by their ids, with their names."""
    names = {**{b.id: b.name for b in book.benefits.values()}, **_PARTS}
    return _ID.sub(lambda found: names.get(found[0], found[0]), _LABEL.sub("", text))


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def _bare(part: Any, book: Book) -> Any:
    """A part of content as plain data, without its words."""
    if isinstance(part, m.Meets):
        return {"meets": _bare(book.definitions[part.meets], book), "source": _source(part)}
    if isinstance(part, m.Part):
        names = _DECIDES.get(type(part)) or [name for name in type(part).model_fields if name not in _TOLD]
        found = {name: _bare(getattr(part, name), book) for name in names}
        return {**found, "source": _source(part)} if isinstance(part, m.Sourced) else found
    if isinstance(part, tuple):
        return [_bare(one, book) for one in part]
    if isinstance(part, dict):
        return {name: _bare(one, book) for name, one in part.items()}
    return part


def _source(part: m.Sourced) -> str:
    """Whether a condition may refute hangs on where it comes from."""
    return next((name for name in _SOURCES if getattr(part, name)), "")
