"""The sums that say how an amount comes about, reckoned again from their own text: they come to the amount, to the fen."""

import random
import re
from fractions import Fraction

from benefits.content import load
from benefits.numbers import fen
from benefits.reckoning import sums
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
