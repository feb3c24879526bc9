"""Reads what was typed: numbers and births, the way people write them. Says in one short sentence what to change."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from benefits.model import Fact

_DAY = re.compile(r"(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))\Z")
_YEAR = re.compile(r"(\d{4})(?:年生?|生)?\Z")
_YEAR_FIRST = re.compile(r"(\d{4})[-./年月]")  # the rest may be half a date, a day of the farmers' calendar, a remark
_SHORT = re.compile(r"(\d{1,3})(年生?|生)?\Z")
_OLDEST = 110  # older than that, nobody writes only the end of a year
_AGE = re.compile(r"(\d{1,3})周?岁\Z")
_TENS = re.compile(r"(\d?)十(\d?)")  # 八十三, after its digits were read
_CARD = re.compile(r"\d{6}(?:((?:19|20)\d\d)\d{7}[\dXx]|(\d\d)\d{7})\Z")  # the number of an identity card, of today or before 1999
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


class Unclear(ValueError):
    """What was typed cannot be used; the message says what to do."""


class Either(Unclear):
    """What was typed can be read in more than one way; `readings` are those, each as it might have been typed."""

    def __init__(self, typed: str, readings: list[str]):
        super().__init__(f"您写的是 {typed}。请点：" + "，还是 ".join(readings) + "。")
        self.typed, self.readings = typed, readings


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
        raise Unclear("请写一个数，比如 12。") from None
    if not found.is_finite() or not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", typed):
        raise Unclear("请写一个数，比如 12。")
    whole = found == found.to_integral_value()
    if fact.type == "int" and not whole:
        raise Unclear("请写整数，不带小数点。")
    if found < fact.minimum or (fact.maximum is not None and found > fact.maximum):
        raise Unclear(f"请写 {fact.minimum} 到 {fact.maximum} 之间的数。")
    return int(found) if whole else found


def year_on_card(text: str) -> str:
    """The year of birth in the number of an identity card; "" = it is none."""
    found = _CARD.match(tidy(text))
    return (found[1] or f"19{found[2]}") if found else ""


def birth(text: str, today: date, most: int) -> dict:
    """{"year": 1944} from 1944, 44年, 一九四四 or 1944年5月; a full date gives {"year", "passed"}; {"age": 82} from 82岁.

    Digits alone that may be an age as well as the end of a year (82) raise Either; what cannot be used raises Unclear."""
    typed = _TENS.sub(lambda found: f"{found[1] or 1}{found[2] or 0}", tidy(text).translate(_DIGITS))
    if len(re.sub(r"\D", "", typed)) > 8:
        raise Unclear("只写出生年份或岁数，不要写证件号。")
    if found := _AGE.match(typed):
        if int(found[1]) > most:
            raise Unclear(f"岁数在 0 到 {most} 之间。请看身份证。")
        return {"age": int(found[1])}
    if found := _DAY.match(typed):
        try:
            born = date(*(int(x) for x in found.groups() if x))
        except ValueError:
            raise Unclear("没有这一天。请看看月和日。") from None
        _sensible(born.year, today, most)
        if born > today:
            raise Unclear("这一天还没到。请看看年份。")
        return {"year": born.year, "passed": (born.month, born.day) <= (today.month, today.day)}
    if found := _SHORT.match(typed):
        readings = _readings(found[1], bool(found[2]), today, most)
        if len(readings) > 1:
            raise Either(tidy(text), readings)
        return birth(readings[0], today, most)
    if found := _YEAR.match(typed):
        year = int(found[1])
        _sensible(year, today, most)
        return {"year": year}
    if "虚" in typed:
        raise Unclear("虚岁算不准。请写出生年份，比如 1944。或写周岁，比如 82 岁。")
    if (found := _YEAR_FIRST.match(typed)) and not re.search(r"\d{3}", typed[4:]):  # the year of two would be a guess
        _sensible(int(found[1]), today, most)
        return {"year": int(found[1])}
    if "月" in typed:
        raise Unclear("月和日不用写。只写四个数的年份，比如 1944。")
    raise Unclear("请写出生年份，比如 1944。只记得岁数，就写 82 岁。")


def _readings(digits: str, year: bool, today: date, most: int) -> list[str]:
    """What so few digits may mean: an age, unless they say that they are a year, and the years that end like that. Raises Unclear."""
    n, years = int(digits), []
    if len(digits) < 3 and not (year and len(digits) == 1):
        latest = n + today.year // 100 * 100 - (100 if n > today.year % 100 else 0)
        years = [y for y in (latest, latest - 100) if y == latest or today.year - y <= _OLDEST]
    ages = [n] if not year and n <= most and digits in (str(n), "0") else []
    if not ages and not years:
        raise Unclear(f"请写四个数的年份，比如 1944。{'' if year else f'岁数在 0 到 {most} 之间。'}")
    return [*(f"{age} 岁" for age in ages), *(f"{y} 年生" for y in years)]


def _sensible(year: int, today: date, most: int) -> None:
    if not today.year - most <= year <= today.year:
        raise Unclear(f"年份在 {today.year - most} 到 {today.year} 之间。请看身份证。")
