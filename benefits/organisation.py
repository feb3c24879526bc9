"""单位可享: what an employer or institution may receive, from what it says of itself. The rows carry inputs and formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Any

from . import model as m
from .content import Book, load
from .explain import bare, span
from .figures import Figure, Figures
from .household import InputError, near, number, shown
from .numbers import Exact, Interval, multiply
from .screen import read_day, read_parameters, rules_of
from .timeline import parts

WHEN = {"month": "", "year": "一年", "once": "一次", None: ""}


@dataclass(frozen=True)
class Calculation:
    """counted: how often the amount is due before rounding; whole: the whole numbers that may be meant (equal where it is
    whole already). each and total: yuan, None = no figure is known. figures: those they rest on, with how well they are known."""

    benefit: m.Benefit
    counted: Exact
    whole: tuple[int, int]
    each: Interval | None
    total: Interval | None
    missing: tuple[m.Parameter, ...]
    figures: tuple[Figure, ...]


def calculators(book: Book | None = None) -> list[m.Benefit]:
    """The rows for organisations that can be worked out."""
    return [b for b in (book or load()).organisations() if b.calculator is not None]


def calculate(benefit_id: str, inputs: Mapping[str, Any], as_of: date | str, area: str | None = None,
              parameters: Mapping[str, Any] | None = None, book: Book | None = None) -> Calculation:
    """What one row comes to. inputs: whole numbers by the ids of the row's calculator. area: where the organisation is
    (an area of policy.yaml; None = anywhere in Wenzhou). Raises InputError, one line a problem."""
    book = book or load()
    benefit = book.benefits.get(benefit_id)
    if benefit is None or benefit.calculator is None:
        allowed = [b.id for b in calculators(book)]
        raise InputError([f"benefit：{shown(benefit_id)} 不行。能算的有：" + "、".join(allowed) + near(benefit_id, allowed)])
    day, given = read_day(as_of), read_parameters(parameters, book)
    asked = _read(benefit, inputs)
    places = book.policy.groups["wenzhou"].areas
    if area is not None and area not in places:
        raise InputError([f"area：{shown(area)} 不行。允许：" + "、".join(places) + near(area, list(places))])
    rules, figures = rules_of(book), Figures(book, day, given)

    def value(expr: Any) -> Interval | None:
        return rules.number_of(expr, {**benefit.limits, **asked}, figures, area)
    counted = value(benefit.calculator.counted)[0]
    each = value(benefit.amount)
    named = {n.name: figures.get(n.name, area) for n in _named(benefit.amount, book)}
    missing = tuple(book.parameters[name] for name, figure in named.items() if figure is None)
    if missing:
        each = None
    whole = floor(counted), ceil(counted)
    total = None if each is None else multiply(whole, each)
    if total is not None and benefit.calculator.most is not None:
        most = value(benefit.calculator.most)[0]
        total = min(total[0], most), most if total[1] is None else min(total[1], most)
    if total is not None and benefit.basis == "at_most":
        total = 0, total[1]
    return Calculation(benefit, counted, whole, each, total, missing, tuple(f for f in named.values() if f is not None))


def _named(expr: Any, book: Book) -> list[m.Named]:
    return [p for p in parts(book, expr) if isinstance(p, m.Named) and p.name in book.parameters]


def _read(benefit: m.Benefit, inputs: Mapping[str, Any]) -> dict[str, int]:
    """The inputs checked; every one is asked for."""
    wanted = {i.id: i for i in benefit.calculator.inputs}
    problems = [f"{name}：没有这一问，允许：" + "、".join(wanted) + near(name, list(wanted)) for name in inputs if name not in wanted]
    found: dict[str, int] = {}
    for name, one in wanted.items():
        amount = number(inputs.get(name))
        if type(amount) is not int or not 0 <= amount <= one.maximum:
            problems.append(f"{name}（{one.label}）：{shown(inputs.get(name))} 不行。允许 0 到 {one.maximum} 的整数（{one.unit}）")
        else:
            found[name] = amount
    for name, one in wanted.items():
        if one.part_of in found and name in found and found[name] > found[one.part_of]:
            problems.append(f"{name}（{one.label}）：{found[name]} 不行。最多是{wanted[one.part_of].label}的数，{found[one.part_of]}")
    if problems:
        raise InputError(problems)
    return found


def text(one: Calculation) -> list[str]:
    """The calculation in Chinese, line by line."""
    benefit = one.benefit
    out = []
    if one.counted == 0 and benefit.calculator.inputs:
        return ["按您填的，没有够条件的人数，算出来是 0。"]
    if one.whole[0] != one.whole[1]:
        out.append(f"算出来是 {bare(one.counted)} 人，不是整数。文件没写舍掉还是进一，两种都列出：{one.whole[0]} 人或 {one.whole[1]} 人。")
    if one.missing:
        out.append("现在算不出数：" + "；".join(f"{p.label}没有查到，由{p.publisher}公布" for p in one.missing) + "。")
    if one.total is not None:
        low, high = one.total
        said = f"{WHEN[benefit.period]}最多 {span(0, high).removeprefix('最多 ')}" if benefit.basis == "at_most" else \
            f"{WHEN[benefit.period]} {span(low, high)}".strip()
        out.append(("可贷" + said + "，要还。") if benefit.pays == "loan" else said + "。")
    return out
