"""Reads what was typed: numbers and births, the way people write them. Says in one short sentence what to change."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from benefits.model import Fact

_DAY = re.compile(r"(\d{4})(?:[-./年]?(\d{2})[-./月]?(\d{2})|[-./年](\d{1,2})[-./月](\d{1,2}))日?\Z")
_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?\Z")
_YEAR = re.compile(r"(\d{4})年?(?:生|出生)?\Z")
_AGE = re.compile(r"(\d{1,3})(?:周?岁)?\Z")


class Unclear(ValueError):
    """What was typed cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Birth:
    """A full date, an age in years, or only the year."""

    day: str | None = None
    age: int | None = None
    year: int | None = None


def tidy(text: str) -> str:
    return unicodedata.normalize("NFKC", text or "").replace(" ", "").replace(",", "").strip()


def number(text: str, fact: Fact) -> int | Decimal:
    """The number of a fact within its bounds."""
    unit = fact.unit
    typed = tidy(text)
    for tail in (unit, unit.split("/")[0], "块"):
        typed = typed.removesuffix(tail) if tail else typed
    try:
        found = Decimal(typed)
    except InvalidOperation:
        raise Unclear("请写一个数，比如 12") from None
    if not found.is_finite() or not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", typed):
        raise Unclear("请写一个数，比如 12")
    whole = found == found.to_integral_value()
    if fact.type == "int" and not whole:
        raise Unclear("请写整数，不带小数点")
    if found < fact.minimum or (fact.maximum is not None and found > fact.maximum):
        raise Unclear(f"请写 {fact.minimum} 到 {fact.maximum} 之间的数")
    return int(found) if whole else found


def birth(text: str, today: date, most: int) -> Birth:
    """1944-05-01, 19440501, 1944年5月1日, 1944年5月, 1944, 82 or 82岁."""
    typed = tidy(text)
    if len(re.sub(r"\D", "", typed)) > 8:
        raise Unclear("请只写出生日期或岁数，不要写证件号")
    if found := _DAY.match(typed):
        try:
            year, month, day = (int(x) for x in found.groups() if x)
            born = date(year, month, day)
        except ValueError:
            raise Unclear("没有这一天，请看看月和日") from None
        _sensible(born.year, today, most)
        if born > today:
            raise Unclear("这一天还没到，请看看年份")
        return Birth(day=born.isoformat())
    if (found := _MONTH.match(typed)) and 1 <= int(found[2]) <= 12:
        year, month = int(found[1]), int(found[2])
        _sensible(year, today, most)
        if (year, month) > (today.year, today.month):
            raise Unclear("这个月还没到，请看看年份")
        return Birth(year=year) if month == today.month else Birth(age=today.year - year - (month > today.month))
    if found := _YEAR.match(typed):
        _sensible(int(found[1]), today, most)
        return Birth(year=int(found[1]))
    if found := _AGE.match(typed):
        if int(found[1]) > most:
            raise Unclear(f"岁数请写 0 到 {most} 之间的数")
        return Birth(age=int(found[1]))
    raise Unclear("请写出生日期、年份或周岁，比如 1944-05-01、1944 或 82 岁")


def _sensible(year: int, today: date, most: int) -> None:
    if not today.year - most <= year <= today.year:
        raise Unclear(f"年份请写 {today.year - most} 到 {today.year} 之间的")
