"""Turns tests, values and amounts into plain Chinese. The patterns stand in content/wording.yaml, the limits in the rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import ceil
from operator import ge, gt, le, lt
from typing import Any

from . import model as m
from .content import Book
from .numbers import Exact, Interval, exact, fen

MONTHS = "个月"
HALF = 6  # of them


def yuan(value: Exact) -> str:
    """`600` → 600, `25531.5` → 25,531.50: whole yuan bare, otherwise to the fen."""
    rounded = fen(value)
    return f"{int(rounded):,}" if rounded == rounded.to_integral_value() else f"{rounded:,.2f}"


def bare(value: Exact) -> str:
    """A number as people write it: no needless zeros, at most six places."""
    if type(value) is int:
        return f"{value:,}" if value >= 10000 else str(value)
    text = f"{float(value):.6f}".rstrip("0").rstrip(".")
    return text


def rate(low: Exact, high: Exact | None, unit: str) -> str:
    """A figure with its unit as people say it: 1110 元/人·月 → 每人每月 1,110 元."""
    ends = [yuan(n) if unit.startswith("元") and n == int(n) else bare(n) for n in dict.fromkeys((low, high)) if n is not None]
    of, _, per = unit.partition("/")
    return f"{''.join(f'每{part}' for part in per.split('·') if part)} {' 到 '.join(ends)} {of}".strip()


def span(low: Exact, high: Exact | None, unit: str = "元", fen: bool = False) -> str:
    """An interval of yuan in words. What is only the least is told in whole yuan, rounded down, which is as true and can be read;
    to the fen where somebody reckons (`fen`) and where it is less than one yuan."""
    if high is None:
        return f"至少 {yuan(low if fen or unit != '元' or low < 1 else low // 1)} {unit}"
    if low == high:
        return f"{yuan(low)} {unit}"
    return f"最多 {yuan(high)} {unit}" if low == 0 else f"{yuan(low)} 到 {yuan(high)} {unit}"


def rough(low: Exact, high: Exact | None) -> str:
    """The same for a glance, in whole yuan: an exact amount rounded down as about so much, an interval at least as wide."""
    if low == high:
        return span(low, low) if low < 1 or fen(low) % 1 == 0 else f"约 {yuan(low // 1)} 元"
    return span(low if low < 1 else int(fen(low)), high if high is None or high < 1 else ceil(fen(high)))


def as_said(value: Interval) -> Interval:
    """An amount as it is said: a low end that is only what the formula leaves, less than a hundredth of the high end, says nothing."""
    low, high = value
    return (0, high) if high is not None and low * 100 < high else value


def factor(value: Exact) -> str:
    """A number that something is multiplied by: 0.8 → 80%."""
    return f"{bare(value * 100)}%" if 0 < value < 1 else bare(value)


def lasting(number: Exact, unit: str) -> str:
    """A number with its unit; whole years of months are years: 36 个月 → 3 年, and six of them are half a year."""
    if unit == MONTHS and number == HALF:
        return "半年"
    return f"{bare(Fraction(number) / 12)} 年" if unit == MONTHS and number and number % 12 == 0 else f"{bare(number)} {unit}"


def date_text(day: date) -> str:
    """2026年11月25日: in one piece, so that no line breaks within it where there is room for it."""
    return f"{day.year}年{day.month}月{day.day}日"


def written(sentences: Iterable[str]) -> str:
    """Where sentences of the document stand, as people say it: 1.3 and 1.5 → 文件第 1 条第 3、5 句; 附1.2 → 文件附则第 1 条第 2 句.
    The annex stands last, so that no article is heard as one of its."""
    return _written(tuple(dict.fromkeys(sentences)))


def _joined(word: str, parts: Iterable[str]) -> str:
    """Parts with a word between them; a number after it stands apart."""
    return "".join(f"{word * bool(i)}{' ' * (i > 0 and part[:1].isdigit())}{part}" for i, part in enumerate(parts))


@lru_cache(maxsize=1024)
def _written(sentences: tuple[str, ...]) -> str:
    articles: dict[str, list[str]] = {}
    for sentence in sorted(sentences, key=lambda s: s.startswith("附")):
        article, _, number = sentence.partition(".")
        articles.setdefault(f"附则第 {article[1:]} 条" if article.startswith("附") else f"第 {article} 条", []).append(number)
    return "文件" + "、".join(f"{article}第 {'、'.join(sorted(numbers, key=int))} 句" for article, numbers in articles.items())


_OPPOSITE = {"at_least": "less_than", "less_than": "at_least", "at_most": "more_than", "more_than": "at_most",
             "is": "none_of", "one_of": "none_of", "none_of": "one_of", "includes_any": "includes_none"}


BOUNDED = (m.Least, m.Greatest)  # in brackets of their own
FEW = 3  # of more answers that will do the one that will not is told
DIGITS = "零一二三四五六七八九"
COMPARED = {"at_least": ge, "more_than": gt, "at_most": le, "less_than": lt}


class Words:
    """Chinese for one Book."""

    def __init__(self, book: Book):
        self.book, self.patterns = book, book.wording
        self._amounts: dict[str, str] = {}
        self.cases: dict[str, list[tuple[str, str]]] = {}  # of the amount of a row, filled when first told
        self._tests: dict[tuple, tuple[m.Test, str]] = {}
        self.glossed = {said: said.partition("（")[0] for f in book.facts.values() for o in f.options for said in (o.label, o.called)
                        if said and "（" in said}

    def label(self, fact: m.Fact, value: str) -> str:
        for option in fact.options:
            if option.value == value:
                return option.label
        return self.book.policy.areas.get(value, value)

    def person(self, relation: str, n: int = 0) -> str:
        """What somebody of this relation is called, the `n`th of several such people; 0 = there is no other."""
        option = next(o for o in self.book.facts["relation"].options if o.value == relation)
        if not n:
            return option.of_one or option.called or option.label
        return (option.of_many or option.label + "{n}").format(n=DIGITS[n] if n < len(DIGITS) else f" {n} ")

    def aged(self, relation: str, age: int) -> str:
        """What somebody of this relation and age is called; empty where the age stands beside the name."""
        called = next((o.of_age for o in self.book.facts["relation"].options if o.value == relation), {})
        return called[max(n for n in called if n <= age)].format(age=age) if called else ""

    def together(self, relation: str, n: int) -> str:
        """What all `n` people of one relation are called together; empty where there is no word for it."""
        option = next((o for o in self.book.facts["relation"].options if o.value == relation), None)
        return option.of_all.format(n="两" if n == 2 else DIGITS[n] if n < len(DIGITS) else n) if option and option.of_all else ""

    def called(self, fact: m.Fact, value: str) -> str:
        """An answer as it stands in a sentence."""
        return next((o.called for o in fact.options if o.value == value and o.called), "") or self.label(fact, value)

    def options(self, fact: m.Fact, values: tuple) -> str:
        """Several answers, one of which is asked for."""
        groups = self.book.policy.groups
        return self.either([groups[v].label if v in groups else self.called(fact, v) for v in values])

    def either(self, labels: list[str]) -> str:
        """Several things, one of which will do."""
        word = self.patterns["tests"]["or"]
        if any("，" in label for label in labels):
            return f"；{word}".join(labels)
        return "、".join(labels[:-1]) + (word if len(labels) > 1 else "") + labels[-1]

    def choice(self, fact: m.Fact, values: tuple, holds: bool) -> str:
        """That one of these answers is (or is not) given, as a sentence."""
        nothing = fact.nothing.value if fact.nothing else ""
        if nothing and fact.yes and fact.no and set(values) in ({nothing}, {o.value for o in fact.options} - {nothing}):
            return fact.no if (values == (nothing,)) is holds else fact.yes
        if holds and fact.no and values == (nothing,):
            return fact.no
        others = [o.value for o in fact.options if o.value not in (nothing, *values)]
        if holds and fact.yes and len(others) == 1 and len(values) > FEW:
            return f"{fact.yes}，{self.choice(fact, tuple(others), False)}"
        if holds and fact.no and nothing in values:
            return f"{self.choice(fact, tuple(v for v in values if v != nothing), True)}，或者{fact.no}"
        pattern = (fact.holds or self.patterns["tests"]["choice"]["is"]) if holds else fact.lacks or self.patterns["tests"]["choice"]["not"]
        return pattern.format(label=fact.said, value=(text := self.options(fact, values)), options=text)

    def limit(self, expr: Any, limits: dict) -> str:
        """A limit in words: the number itself, or the name of the parameter."""
        if isinstance(expr, m.Value):
            return bare(exact(expr.number))
        if isinstance(expr, m.Named) and expr.name in limits:
            return bare(exact(limits[expr.name]))
        return self.formula(expr, limits)

    def test(self, test: m.Test, limits: dict, turn: str = "") -> str:
        """What one test asks for, e.g. 满 80 周岁. turn: "" as it stands, "not"/"unless_known" its opposite,
        "unknown" that its opposite is assumed while nobody knows better."""
        key = id(test), tuple(limits.items()), turn  # the test is kept beside the words, so that no other can take its place
        if key not in self._tests:
            self._tests[key] = test, self._test(test, limits, turn)
        return self._tests[key][1]

    def _test(self, test: m.Test, limits: dict, turn: str) -> str:
        if turn == "unknown":
            return self.patterns["tests"]["unknown"].format(label=self.book.facts[test.fact].open)
        fact, word = self.book.facts[test.fact], test.word
        tests = self.patterns["tests"]
        if word == "same_area_as":
            return tests["area" if not turn else "other_area"][test.districts]
        if fact.type == "bool":
            return fact.yes if bool(test.is_) is not bool(turn) else fact.no
        if word in ("is", "one_of", "none_of", "includes_any"):
            values = (test.limit,) if word == "is" else test.limit
            if fact.type == "choice":
                return self.choice(fact, values, (word != "none_of") is not bool(turn))
            pattern = (fact.lacks if turn else fact.holds) or tests["choice"][_OPPOSITE[word] if turn else word]
            return pattern.format(label=fact.said, value=(text := self.options(fact, values)), options=text)
        limit = self.limit(test.limit, limits)
        group = "age" if fact.id == "age" else "number" if limit[0].isdigit() else "standard"
        word = _OPPOSITE[word] if turn else word
        if limit == "0" and word in ("more_than", "at_most"):
            some = word == "more_than"
            return (fact.yes if some else fact.no) or tests["any" if some else "none"].format(label=fact.said)
        if fact.steps and limit.isdigit():
            return self.step(fact, [i for i in fact.steps if COMPARED[word](i, int(limit))])
        if isinstance(test.limit, m.Times) and len(test.limit.times) == 2 and test.limit.times[1] == m.FactValue(fact="members"):
            limit = tests["each"].format(limit=self.limit(test.limit.times[0], limits), unit=fact.unit)
        if group == "number" and fact.unit and isinstance(test.limit, (m.Value, m.Named)) and limit[-1].isdigit():
            unit = fact.unit.split("/")[0]
            limit = lasting(int(limit), unit) if limit.isdigit() else f"{limit} {unit}"
            limit = f" {limit}" if limit[0].isdigit() else limit
        return (fact.compared.get(word) or tests[group][word]).format(label=fact.said, limit=limit)

    def step(self, fact: m.Fact, values: Iterable[int]) -> str:
        """That a number of a few steps is one of these."""
        tests = self.patterns["tests"]
        return tests["steps"].format(label=fact.said, options=tests["or"].join(f"{DIGITS[i]}{fact.unit}" for i in values))

    def value(self, fact: m.Fact, value: Any) -> str:
        """What was said, in words."""
        if value is None or isinstance(value, frozenset):
            return self.patterns["values"]["unknown"]
        if fact.type == "bool":
            return fact.yes if value else fact.no
        if fact.type == "choice":
            return self.label(fact, value)
        if fact.type == "choices":
            return "、".join(self.label(fact, v) for v in value) or "都没有"
        if isinstance(value, tuple):
            low, high = value
            unit = fact.unit.split("/")[0] or "元"
            return span(low, high, unit, fen=True) if high is not None or low else self.patterns["values"]["unknown"]
        if fact.steps:
            return f"{DIGITS[value]}{fact.unit}"
        if isinstance(value, (int, Fraction)):
            unit = fact.unit.split("/")[0] if fact.unit else ""
            return f"{yuan(value) if unit == '元' else bare(value)} {unit}".strip()
        return str(value)

    def amount(self, benefit: m.Benefit) -> str:
        """The formula of a row's amount in words."""
        if benefit.id not in self._amounts:
            self._amounts[benefit.id] = self.whole(benefit.amount, benefit.limits)
        return self._amounts[benefit.id]

    def whole(self, expr: Any, limits: dict) -> str:
        """A formula that stands by itself, of yuan."""
        told = self.formula(expr, limits, " 元")
        return told[1:-1] if isinstance(expr, BOUNDED) and told[0] == "（" else told

    def formula(self, expr: Any, limits: dict, unit: str = "") -> str:
        """A formula in words. unit: of what it comes to; told with numbers that stand alone, not with factors."""
        if isinstance(expr, m.Value):
            return factor(exact(expr.number)) + unit
        if isinstance(expr, m.Named):
            return factor(exact(limits[expr.name])) + unit if expr.name in limits else self.book.parameters[expr.name].label
        if isinstance(expr, m.FactValue):
            return self.book.facts[expr.fact].said
        if isinstance(expr, m.Times):
            given = sorted(expr.times, key=lambda e: self._plain(e, limits))
            return " × ".join(self._inner(e, limits) for e in given).replace("× （", "×（").replace("） ×", "）×")
        if isinstance(expr, m.Plus):
            return " + ".join(self.formula(e, limits, unit) for e in expr.plus)
        if isinstance(expr, m.Minus):
            return " − ".join(self._inner(e, limits, unit) for e in expr.minus).replace("） −", "）−").replace("− （", "−（")
        if isinstance(expr, m.Over) and isinstance(expr.over[0], m.Named) and expr.over[1:] == (m.Value(number=12),):
            return "按月算的" + self.formula(expr.over[0], limits)
        if isinstance(expr, m.Over):
            return " ÷ ".join(self._inner(e, limits) for e in expr.over).replace("） ÷", "）÷")
        if isinstance(expr, (m.Least, m.Greatest)):
            return self._bounded(expr, limits, unit)
        if isinstance(expr, m.Between):
            return f"{bare(exact(expr.between[0]))} 到 {bare(exact(expr.between[1]))}{unit}"
        if isinstance(expr, m.CountMembers):
            return self.condition(expr.count_members, limits) + "的人数"
        if isinstance(expr, m.BestMember):
            return self.formula(expr.best_member, limits, unit)
        if isinstance(expr, m.Published):
            return self.formula(expr.otherwise, limits, unit)
        if isinstance(expr, m.Case):
            cases = [f"{self.condition(b.when, limits)}：{self.formula(b.pays, limits, unit) if b.pays is not None else '文件没写数'}"
                     for b in expr.case]
            if expr.otherwise is not None:
                cases.append(f"其他：{self.formula(expr.otherwise, limits, unit)}")
            return "（" + "；".join(cases) + "）"
        raise TypeError(type(expr))

    def _plain(self, expr: Any, limits: dict) -> bool:
        """Whether it is a number written down in the rule."""
        return isinstance(expr, m.Value) or (isinstance(expr, m.Named) and expr.name in limits)

    def _bounded(self, expr: m.Least | m.Greatest, limits: dict, unit: str) -> str:
        """The smaller or larger of several; one beside a plain number, with the number as what it comes to at most or at least."""
        patterns, most = self.patterns["bounds"], isinstance(expr, m.Least)
        given = expr.least if isinstance(expr, m.Least) else expr.greatest
        parts = [e for e in given if not self._plain(e, limits)]
        if len(parts) != 1 or len(given) > 2:
            joined = patterns["beside"].join(self.formula(e, limits, unit) for e in given)
            return "（" + patterns["smaller" if most else "larger"].format(parts=joined) + "）"
        plain = next(e for e in given if e is not parts[0])
        told = self.formula(parts[0], limits, unit)
        if not most and plain == m.Value(number=1):
            return told  # a household has one person at least
        held = patterns["most" if most else "nothing" if plain == m.Value(number=0) else "least"].format(
            limit=self.formula(plain, limits, unit))
        inner = told[1:-1] if isinstance(parts[0], BOUNDED) and told[0] == "（" else told
        return f"（{inner}，{held}）"

    def _inner(self, expr: Any, limits: dict, unit: str = "") -> str:
        text = self.formula(expr, limits, unit)
        return f"（{text}）" if isinstance(expr, (m.Plus, m.Minus)) else text

    def condition(self, cond: Any, limits: dict) -> str:
        """A condition in one breath, for formulas and rule pages."""
        if isinstance(cond, m.Test):
            fact = self.book.facts[cond.fact]
            if fact.type in ("choice", "choices") and cond.word in ("is", "one_of", "includes_any"):
                return self.options(fact, (cond.limit,) if cond.word == "is" else cond.limit)
            return self.test(cond, limits)
        if isinstance(cond, m.Meets):
            return self.book.definitions[cond.meets].label
        if isinstance(cond, m.All):
            return _joined("，并且", (self.condition(c, limits) for c in cond.all))
        if isinstance(cond, m.AnyOf):
            return "（" + _joined("，或者", (self.condition(c, limits) for c in cond.any)) + "）"
        if isinstance(cond, m.Not):
            return "不是（" + self.condition(cond.not_, limits) + "）"
        if isinstance(cond, m.SomeMember):
            one = cond.some_member
            if isinstance(one, m.Test) and ((fact := self.book.facts[one.fact]).holds or fact.type == "bool"):
                return "家里有人" + self.test(one, limits)
            return "家里有人是" + self.condition(one, limits)
        if isinstance(cond, m.UnlessKnown):
            return "还没查明" + self.condition(cond.unless_known, limits)
        return self.condition(cond.known, limits)
