"""The rows as a catalogue for everybody: for which people each is, both sides of its limits, what it stands beside."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from . import model as m
from .content import Book
from .explain import Words, bare, span, yuan
from .numbers import exact
from .screen import words_of
from .timeline import parts


def conditions(benefit: m.Benefit) -> Iterator[Any]:
    """The conditions of a row: of 能领, then each of 可能."""
    if benefit.eligible_when is not None:
        yield benefit.eligible_when
    yield from (case.when for case in benefit.possible_when)


def reads(book: Book, benefit: m.Benefit) -> set[str]:
    """The facts and definitions that the conditions of a row name."""
    found = [p for c in conditions(benefit) for p in parts(book, c)]
    return {p.meets for p in found if isinstance(p, m.Meets)} | {p.fact for p in found if isinstance(p, m.Test)}


def audiences(book: Book) -> dict[str, set[str]]:
    """The groups of people of policy.yaml with the rows (ids) that look at one of the facts that mark the group."""
    read = {b.id: reads(book, b) for b in book.screened()}
    return {group.label: {b for b, names in read.items() if names & set(group.marks)} for group in book.policy.people.values()}


def both_sides(book: Book, benefit: m.Benefit) -> list[str]:
    """Each limit of the conditions and the amount that is a number, with what lies on it and just beside it:
    年满80周岁：80 岁算，79 岁不算. Those that only a case of 可能 has say so."""
    sure, may = (dict.fromkeys(line for c in given for test, turned in _tests(book, c)
                               if test.word in m.COMPARISONS and (line := _sides(book, test, benefit.limits, turned)))
                 for given in ((benefit.eligible_when, benefit.amount), [case.when for case in benefit.possible_when]))
    return [*sure, *(f"{line}（只到“可能”）" if sure else line for line in may if line not in sure)]


def _tests(book: Book, part: Any, turned: bool = False) -> Iterator[tuple[m.Test, bool]]:
    """Every test of a condition or amount, and whether it stands under a 不 (so that its opposite is asked for)."""
    if isinstance(part, m.Test):
        yield part, turned
    if isinstance(part, m.Meets):
        yield from _tests(book, book.definitions[part.meets].when, turned)
    elif isinstance(part, m.Part):
        for name in type(part).model_fields:
            yield from _tests(book, getattr(part, name), turned is not isinstance(part, (m.Not, m.UnlessKnown)))
    elif isinstance(part, (tuple, list)):
        for one in part:
            yield from _tests(book, one, turned)


def _sides(book: Book, test: m.Test, limits: dict[str, Any], turned: bool) -> str:
    limit, fact = test.limit, book.facts[test.fact]
    number = limit.number if isinstance(limit, m.Value) else limits.get(limit.name) if isinstance(limit, m.Named) else None
    said = words_of(book).test(test, limits, "not" if turned else "")
    up, on = (test.word in side for side in (("at_least", "more_than"), ("at_least", "at_most")))
    up, on = up is not turned, on is not turned
    beside = "多" if up is not on else "少"  # what lies next to the line on its other side
    yes, no = ("算", "不算") if on else ("不算", "算")
    if number is None:
        return f"{said}：正好一样{yes}，{beside}一点{no}"
    at, unit = exact(number), f" {fact.unit.split('/')[0]}"
    if fact.type != "int":
        return f"{said}：正好 {bare(at)}{unit}{yes}，{beside}一点{no}"
    return f"{said}：{bare(at)}{unit}{yes}，{bare(at + (1 if beside == '多' else -1))}{unit}{no}"


_PARTS: dict[type, str] = {m.Times: "times", m.Plus: "plus", m.Minus: "minus", m.Over: "over", m.Least: "least", m.Greatest: "greatest"}
LIKE = "like"  # the basis of a case without a figure of its own, which goes by the other cases
MOST_LINES = 16  # a formula with more cases stays in one line


def amounts(book: Book, benefit: m.Benefit) -> list[tuple[str, str]]:
    """The amount case by case, the first that fits is paid: when (empty = always) and how many yuan, as a number or a formula."""
    words = words_of(book)
    if benefit.id in words.cases:
        return words.cases[benefit.id]

    def said(expr: Any, basis: str | None) -> str:
        if expr is None:
            return "参照别的档，准数当地定" if basis == LIKE else "文件没写数"
        bound = {"at_least": "至少", "at_most": "最多"}.get(basis or benefit.basis, "")
        if isinstance(expr, m.Value):
            return f"{bound} {yuan(exact(expr.number))} 元".strip()
        if isinstance(expr, m.Between):
            return span(exact(expr.between[0]), exact(expr.between[1]))
        return bound + words.whole(expr, benefit.limits)
    told = dict.fromkeys(("，".join(when), said(expr, basis)) for when, expr, basis in _cases(words, benefit.amount, benefit.limits))
    words.cases[benefit.id] = list(told)
    return words.cases[benefit.id]


def _cases(words: Words, expr: Any, limits: dict[str, Any]) -> list[tuple[tuple[str, ...], Any, str | None]]:
    """An expression without its cases, once for each of them, with the basis of that case; None where it has no figure."""
    if isinstance(expr, m.Published):
        return _cases(words, expr.otherwise, limits)
    if isinstance(expr, m.Case):
        branches = [(_when(words, b.when, limits), b.pays, LIKE if b.like else b.basis) for b in expr.case]
        branches += [("其他", expr.otherwise, None)] if expr.otherwise is not None else []
        return [((when, *more), part, inner or basis) for when, pays, basis in branches
                for more, part, inner in _cases(words, pays, limits)]
    name = _PARTS.get(type(expr))
    if name is None:
        return [((), expr, None)]
    found = []
    for one in product(*(_cases(words, e, limits) for e in getattr(expr, name))):
        lacking = [part for part in one if part[1] is None]  # then the other parts do not matter
        found.append((tuple(w for when, _, _ in lacking or one for w in when),
                      None if lacking else _joined(expr, name, [e for _, e, _ in one]),
                      next((basis for _, _, basis in one if basis), None)))
    return found if len(found) <= MOST_LINES else [((), expr, None)]


def _when(words: Words, cond: Any, limits: dict[str, Any]) -> str:
    said = words.condition(cond, limits)
    return said[1:-1] if isinstance(cond, m.AnyOf) else said


def _joined(expr: Any, name: str, given: list[Any]) -> Any:
    """The expression with these parts; times one, minus nothing, twelve months of twelve, no less than nothing
    are not told."""
    if isinstance(expr, m.Over) and isinstance(given[0], m.Times) and given[1] in given[0].times:
        return _joined(given[0], "times", [e for e in given[0].times if e != given[1]])
    if isinstance(expr, m.Times):
        given = [e for e in given if e != m.Value(number=1)] or given[:1]
    if isinstance(expr, m.Minus) and given[1] == m.Value(number=0):
        given = given[:1]
    if isinstance(expr, m.Greatest) and not any(isinstance(e, m.Minus) for e in given):
        given = [e for e in given if e != m.Value(number=0)] or given[:1]  # what nothing is taken off is no less than nothing
    return given[0] if len(given) == 1 else expr.model_copy(update={name: tuple(given)})


def mates(book: Book, benefit: m.Benefit) -> list[m.Benefit]:
    """The other rows of which only the highest is given beside this one, or of which it is not written whether they add up."""
    own = {g for g in (benefit.group, benefit.may_overlap) if g}
    return [b for b in book.benefits.values() if b.id != benefit.id and own & {b.group, b.may_overlap}]
