"""The sums that say how an amount comes about, reckoned again from their own text: they come to the amount, to the fen."""

import json
import random
import re
from fractions import Fraction
from pathlib import Path

from benefits.catalogue import amounts
from benefits.content import load
from benefits.entries import listing
from benefits.numbers import fen
from benefits.reckoning import by_month, sums
from benefits.screen import determine

from .households import household

TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?%?|[（）+−×÷]")


def reckoned(text: str) -> Fraction:
    """What a sum in words comes to: numbers, percents, brackets and the four signs; everything else is names and units."""
    tokens = TOKEN.findall(text)

    def chain(signs: str, below) -> Fraction:
        value = below()
        while tokens and tokens[0] in signs:
            sign, other = tokens.pop(0), below()
            value = {"+": value + other, "−": value - other, "×": value * other, "÷": value / (other or 1)}[sign]
        return value

    def number() -> Fraction:
        token = tokens.pop(0)
        if token == "（":
            value = chain("+−", product)
            assert tokens.pop(0) == "）"
            return value
        return Fraction(token.strip("%").replace(",", "")) / (100 if token.endswith("%") else 1)

    def product() -> Fraction:
        return chain("×÷", number)
    value = chain("+−", product)
    assert not tokens, text
    return value


def test_every_sum_comes_to_the_amount_it_tells():
    book, rng, told = load(), random.Random(7), dict[str, int]()
    for n in range(150):
        given = household(rng, book, known=rng.choice((0.3, 0.7, 1.0)))
        own = {p.id: rng.choice((11, 13.7, 1000)) for p in book.parameters.values() if p.input and p.maximum > 1000 and rng.random() < n % 3 / 2}
        result = determine(given, rng.choice(("2022-09-01", "2024-05-01", "2025-06-01")), own, book)
        for d in result.determinations:
            if d.status == "ineligible":
                continue
            if (by := by_month(result, d)) and d.annual[0] == d.annual[1]:
                assert fen(reckoned(by)) == fen(d.annual[0]), (n, d.benefit.id, by)
            for s in sums(result, d):
                sum_, _, comes = s.text.partition(" = ")
                value = d.annual or d.once
                end = value[1] if s.end == "most" else value[0]
                assert fen(reckoned(sum_)) == fen(end) == fen(reckoned(comes or sum_)), (n, d.benefit.id, value, s)
                if s.brief:
                    months = 12 if d.benefit.period == "month" and d.benefit.months_paid is None else 1
                    assert fen(reckoned(s.brief) * months) == fen(end) or d.benefit.months_paid is not None, (d.benefit.id, s)
                told[d.benefit.id] = told.get(d.benefit.id, 0) + 1
    formulas = {b.id for b in book.screened() if b.amount is not None and any(word in repr(b.amount) for word in ("Times", "Minus"))
                and b.pays != "loan" and b.unit != "organisation"}
    assert formulas <= told.keys(), formulas - told.keys()


def test_a_family_reads_its_own_numbers_on_the_card_and_behind_it():
    data = json.loads((Path(__file__).parents[1] / "examples" / "family-of-five.json").read_text(encoding="utf-8"))
    told = {e.id: e for e in listing(determine(data, "2025-06-01")).eligible}
    assert told["flexible-premium-subsidy"].shares[0].working == "自己交的社保费 5,400 元 × 2 ÷ 3"
    assert told["medical-assistance"].shares[0].working == "医保报完后自己付的钱 3,200 元 × 80%"
    assert told["dibao-allowance"].working[0] == "按填的数：（低保标准 1,110 元 − 平均每人每月收入 488 元）× 5 人 × 12 个月 = 37,320 元"


def test_the_sum_beside_an_amount_comes_to_it_and_cash_by_a_figure_has_one():
    book, told = load(), set[str]()
    for seed in range(60):
        for e in listing(determine(household(random.Random(seed), book, known=0.95), "2025-06-01", None, book)).eligible:
            for share in e.shares:
                d = share.found[0]
                ends = d.annual or d.once
                if share.working and ends and len({*ends} - {None}) == 1:
                    assert fen(reckoned(share.working)) == fen(ends[0]), (seed, e.id, share.money, share.working)
                told |= {e.id} if share.working else set()
    data = json.loads((Path(__file__).parents[1] / "examples" / "family-of-five.json").read_text(encoding="utf-8"))
    row = next(e for e in listing(determine(data, "2026-11-25")).eligible if e.id == "child-basic-living")
    assert row.shares[0].working == "51,063 元 × 70%" and len(told) > 4, told


def test_what_is_paid_for_part_of_a_year_says_for_how_many_months():
    data = json.loads((Path(__file__).parents[1] / "examples" / "bus-driver.json").read_text(encoding="utf-8"))
    driver = data["members"][0]
    for used, told in ((10, "每月 400 元 × 12"), (30, "每月 400 元 × 6")):
        driver["frontline_subsidy_months_used"] = used
        row = next(e for e in listing(determine(data, "2025-06-01")).eligible if e.id == "frontline-rent-subsidy")
        assert row.shares[0].working == told


def test_a_formula_in_general_is_told_without_nested_brackets():
    book = load()
    (_, near), (_, other) = amounts(book, book.benefits["flexible-premium-subsidy"])
    assert near == "自己交的社保费 × 2 ÷ 3"
    assert other == "自己交的社保费 × 2 ÷ 3 ×（36 − 已领灵活就业社保补贴，不够减算 0，最多算 12）÷ 12"
