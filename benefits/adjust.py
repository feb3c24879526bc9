"""What if: a Book with other numbers in its rules, or with values of parameters that an office brings. Nothing is written to content/.

A number stands where it stands in content/: `numbers` lists them with their place, `changed` puts others there and has the
whole checked as content/ is checked when loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from . import model as m
from .content import Book, altered
from .explain import Words, bare
from .figures import OWN
from .household import InputError, near, shown
from .numbers import exact
from .screen import Screening, read_day, read_parameters

UNITS = {"month": "元/月", "year": "元/年", "once": "元，一次"}
MOST, PLACES = 100_000_000, 4
TRIED = "试算的数"
WHOLE = "每份"
COLUMNS = ("标准", "地方", "从哪天起", "数")


@dataclass(frozen=True)
class Place:
    """One number of a rule. of: ("benefit" | "definition", id); path: where it stands in its part of the file; label: what it is of;
    pays: it is what is given, or enters it, and not a condition."""

    of: tuple[str, str]
    path: tuple[str | int, ...]
    value: int | Decimal
    label: str
    unit: str = ""
    pays: bool = False

    @property
    def told(self) -> str:
        """What the number is of and what it is now, as one says it; what the label says already is not said again."""
        number = bare(exact(self.value))
        if not self.pays:
            there = re.search(rf"(?<![\d,.]){re.escape(number)}(?![\d,.]*\d)", self.label)
            return self.label if there else f"{self.label}（{f'{number} {self.unit}'.strip()}）"
        if self.label.endswith(f"里的 {number}"):
            return self.label
        said = f"给 {number} {self.unit}" if self.unit else f"按 {number} 算"
        return self.label + ("" if self.label == WHOLE else "，") + said

    @property
    def key(self) -> str:
        return ".".join(map(str, (*self.of, *self.path)))


def numbers(book: Book, benefit: m.Benefit) -> list[Place]:
    """The numbers that may be changed to ask what then: amounts first, then limits, then those of the definitions it rests on."""
    words, own = Words(book), ("benefit", benefit.id)
    found: list[Place] = []
    for key in ("amount", "months_paid"):
        expr = getattr(benefit, key)
        if expr is not None:
            unit = UNITS.get(benefit.period or "", "元") if key == "amount" else "个月"
            found += _amounts(words, benefit, expr, own, (key,), WHOLE if key == "amount" else "付几个月", unit)
    conditions: list[tuple[tuple, m.Condition]] = [(("eligible_when",), benefit.eligible_when)] if benefit.eligible_when is not None else []
    conditions += [(("possible_when", i, "when"), case.when) for i, case in enumerate(benefit.possible_when)]
    tests = [(path, test) for path, cond in conditions for path, test in _tests(cond, path)]
    for name, value in benefit.limits.items():
        using = [t for _, t in tests if name in _names(t.limit)]
        if using:
            said, unit = words.test(using[0], benefit.limits), book.facts[using[0].fact].unit
            found.append(Place(own, ("limits", name), value, f"条件：{said}", unit))
    found += [_limit(words, own, path, test, benefit.limits) for path, test in tests if isinstance(test.limit, m.Value)]
    for definition in _definitions(book, [cond for _, cond in conditions]):
        of = ("definition", definition.id)
        found += [_limit(words, of, path, test, {}, definition.label) for path, test in _tests(definition.when, ("when",))
                  if isinstance(test.limit, m.Value)]
    return list({p.key: p for p in reversed(found) if p.value != 0}.values())[::-1]  # 超过 0 is no figure of the document


def changed(book: Book, changes: Iterable[tuple[Place, int | Decimal]], values: Sequence[tuple[str, m.Step]] = ()) -> Book:
    """The Book with these numbers in their places, and with `values` (of `own_values`). Raises InputError or ContentError."""
    edits: dict[tuple[str, str], dict[tuple, Any]] = {}
    for place, number in changes:
        if not 0 <= number <= MOST or number != round(number, PLACES):
            raise InputError([f"{place.label}：{shown(number)} 不行。允许 0 到 {MOST} 的数，最多 {PLACES} 位小数"])
        edits.setdefault(place.of, {})[place.path] = number
    steps: dict[str, tuple[m.Step, ...]] = {}
    for name, step in values:
        kept = [s for s in steps.get(name, book.parameters[name].values) if (s.area, s.from_) != (step.area, step.from_)]
        steps[name] = (*kept, step)
    return altered(book, edits, steps)


def parse(text: str) -> int | Decimal:
    """A number as it is typed; raises InputError."""
    try:
        found = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise InputError([f"{shown(text)} 不是一个数，比如 80 或 0.8"])
    return int(found) if found == found.to_integral_value() else found


# --- the values an office brings ----------------------------------------------------------------------------------

def template(book: Book) -> list[tuple[str, str, str, str]]:
    """The lines of an empty sheet: each parameter that somebody outside the document publishes."""
    return [(p.label, "", "", "") for p in book.parameters.values() if p.input]


def own_values(lines: Iterable[Mapping[str, Any]], book: Book) -> list[tuple[str, m.Step]]:
    """An office's sheet (COLUMNS, all text) as values of parameters, each from its day on in its area. Lines without a
    number are left out. Raises InputError with one line a problem, naming row, value, what is allowed."""
    policy = book.policy
    names = {word: p.id for p in book.parameters.values() if p.input for word in (p.label, p.id)}
    labels = {**policy.areas, **{key: group.label for key, group in policy.groups.items()}}
    places = {word: key for key, label in labels.items() for word in (label, key)}
    allowed = [policy.groups["wenzhou"].label, policy.groups["city_districts"].label,
               *(policy.areas[a] for a in policy.groups["wenzhou"].areas)]
    found: list[tuple[str, m.Step]] = []
    problems: list[str] = []
    seen: set[tuple[str, str, Any]] = set()
    for n, line in enumerate(lines, 2):
        told = {c: str(line.get(c) or "").strip() for c in COLUMNS}
        if not told["数"]:
            continue
        name, area = names.get(told["标准"]), places.get(told["地方"] or policy.groups["wenzhou"].label)
        wrong = []
        if name is None:
            wrong.append(f"没有“{told['标准']}”这个标准{near(told['标准'], list(names))}")
        if area is None or area in policy.groups["elsewhere"].areas:
            wrong.append(f"没有“{told['地方']}”这个地方，允许：{'、'.join(allowed)}")
        try:
            day = read_day(told["从哪天起"][:10].replace("/", "-"))
        except InputError:
            wrong.append(f"“{told['从哪天起']}”不是日期，要写成 2025-01-01 这样")
        try:
            number = parse(told["数"])
            if name is not None:
                read_parameters({name: number}, book)
        except InputError as error:
            wrong += [p.removeprefix(f"parameters.{name}：") for p in error.problems]
        if not wrong and (name, area, day) in seen:
            wrong.append("同一个标准、地方和日期写了两遍")
        if wrong:
            problems.append(f"第 {n} 行：{'；'.join(wrong)}")
            continue
        seen.add((name, area, day))
        found.append((name, m.Step.model_validate({"area": area, "from": day, "value": number, "confidence": "reported", "source": OWN})))
    if problems:
        raise InputError(problems)
    return found


def tried(book: Book, name: str, number: int | Decimal, area: str, day: date) -> list[tuple[str, m.Step]]:
    """A parameter's value from that day on in one area, or everywhere in Wenzhou (""), to be put into `changed`; what the parameter
    stands in for takes it too. Raises InputError."""
    read_parameters({name: number}, book)
    areas = [area] if area else book.policy.groups["wenzhou"].areas
    return [(p.id, m.Step.model_validate({"area": one, "from": day, "value": number, "confidence": "reported", "source": TRIED}))
            for p in book.parameters.values() if name in (p.id, p.stands_in) for one in areas]


def rests_on_own(result: Screening) -> bool:
    """Whether a value that an office brought enters what the household comes to, or decides a row."""
    return any(f.own for d in result.determinations for f in (*d.figures, *d.limit_figures))


# --- where numbers stand ------------------------------------------------------------------------------------------

def _limit(words: Words, of: tuple[str, str], path: tuple, test: m.Test, limits: Mapping[str, Any], inside: str = "") -> Place:
    unit = words.book.facts[test.fact].unit
    head = f"怎样算“{inside}”" if inside else "条件"
    return Place(of, (*path, test.word), test.limit.number, f"{head}：{words.test(test, dict(limits))}", unit)


def _tests(cond: Any, path: tuple) -> Iterator[tuple[tuple, m.Test]]:
    """The comparisons of a condition with their places; definitions are not entered."""
    if isinstance(cond, m.Test):
        if cond.word in m.COMPARISONS:
            yield path, cond
        return
    for name in type(cond).model_fields:
        key = type(cond).model_fields[name].alias or name
        part = getattr(cond, name)
        if isinstance(part, tuple) and name in ("all", "any"):
            for i, one in enumerate(part):
                yield from _tests(one, (*path, key, i))
        elif isinstance(part, m.Sourced):
            yield from _tests(part, (*path, key))


def _definitions(book: Book, conditions: Iterable[Any]) -> list[m.Definition]:
    found: dict[str, m.Definition] = {}

    def visit(cond: Any) -> None:
        if isinstance(cond, m.Meets) and cond.meets not in found:
            found[cond.meets] = book.definitions[cond.meets]
            visit(found[cond.meets].when)
        for name in type(cond).model_fields:
            part = getattr(cond, name)
            for one in part if isinstance(part, tuple) else (part,):
                if isinstance(one, m.Sourced):
                    visit(one)
    for cond in conditions:
        visit(cond)
    return list(found.values())


def _names(expr: Any) -> set[str]:
    """The limits and parameters an amount names."""
    if isinstance(expr, m.Named):
        return {expr.name}
    parts = (getattr(expr, name) for name in type(expr).model_fields) if isinstance(expr, m.Part) else expr
    return {name for part in parts for name in _names(part)} if isinstance(expr, (m.Part, tuple)) else set()


def _amounts(words: Words, b: m.Benefit, expr: Any, of: tuple, path: tuple, label: str, unit: str, formula: Any = None) -> Iterator[Place]:
    """Numbers of an amount: alone they are money; in a `formula` they are told with it, and 0 and 1 are no figures of the document."""
    fixed = expr.number if isinstance(expr, m.Value) else b.limits.get(expr.name) if isinstance(expr, m.Named) else None
    again = (words, b)

    def at(more: str) -> str:
        return more if label == WHOLE else f"{label}，{more}"
    if fixed is not None:
        where = path if isinstance(expr, m.Value) else ("limits", expr.name)
        if formula is None:
            yield Place(of, where, fixed, label, unit, pays=True)
        elif fixed not in (0, 1):
            yield Place(of, where, fixed, at(f"算法“{words.formula(formula, b.limits)}”里的 {bare(exact(fixed))}"), pays=True)
    elif isinstance(expr, m.Case):
        inside = None if formula is None else expr  # a share in a formula is told by its own case
        for i, branch in enumerate(expr.case):
            if branch.pays is not None and not (inside and isinstance(branch.pays, m.Value) and branch.pays.number in (0, 1)):
                when = words.condition(branch.when, b.limits)
                when = when[1:-1] if isinstance(branch.when, m.AnyOf) else when  # nothing stands beside it
                yield from _amounts(*again, branch.pays, of, (*path, "case", i, "pays"), at(when), unit)
        if expr.otherwise is not None and not (inside and isinstance(expr.otherwise, m.Value) and expr.otherwise.number in (0, 1)):
            yield from _amounts(*again, expr.otherwise, of, (*path, "otherwise"), at("别的情况"), unit)
    elif isinstance(expr, m.Published):
        yield from _amounts(*again, expr.otherwise, of, (*path, "otherwise"), label, unit)
    elif isinstance(expr, m.Between):
        for i, number in enumerate(expr.between):
            yield Place(of, (*path, "between", i), number, at(f"按{'少的' if i == 0 else '多的'}读法"), unit, pays=True)
    else:
        for key in ("times", "plus", "minus", "least", "greatest", "over"):
            for i, part in enumerate(getattr(expr, key, ())):
                yield from _amounts(*again, part, of, (*path, key, i), label, "" if key in ("times", "over") else unit, expr)
