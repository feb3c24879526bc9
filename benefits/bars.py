"""Amounts as bars: what is had in a year per benefit, department, person and month, what is had once per benefit. Cash and what is not
paid out never mix, loans enter nowhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby

from .content import Book
from .explain import as_said, span
from .figures import doubt
from .listing import either, figures_remark, grouped, hangs_on, who, whom
from .numbers import Exact, Interval, add, divide
from .screen import Determination, Screening, shares, totals_of
from .voice import SELF, say

MOST = 8  # so many bars of one chart, the rest in one
FEW = 3  # so many rows without a figure by name under a chart, all of them in its table
MONTHS = 12
NAMED = 20  # characters for whose it is; longer ones are counted
NOTHING: Interval = (0, 0)
DRAWN = {"exact": "sure", "sure": "sure", "beyond": "off", "range": "may", "at_most": "only", "at_least": "arrow"}  # by its pattern
Sure = dict[tuple[int, str], Exact]  # the low end that a row adds to a total


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount in yuan (high None = no upper end). said: the amount in words, in a chart and in the table beside it; beside: what belongs
    next to the number; brief: the name without whose it is; apart: so much of the low end is not in the total, since it may not be had
    together with another."""

    name: str
    value: Interval
    said: str
    beside: str = ""
    brief: str = ""
    marked: bool = False  # a bar that is not like the others: no known month, or after the document's last day
    apart: Exact = 0
    hangs: str = "other"  # where only a most is known: on what it hangs (`hangs_on` of the rows), many where they differ
    doubt: str = ""  # how well the figures under it are known (`figures.doubt`): nothing of official ones that still stand

    @property
    def kind(self) -> str:
        """exact | range | at_least | at_most: drawn solid, solid and hatched, with an arrow, as an outline; dotted what is apart."""
        low, high = as_said(self.value)
        if high is None:
            return "at_least"
        return "exact" if low == high else "at_most" if low == 0 else "range"

    @property
    def top(self) -> Exact:
        return self.value[0] if self.value[1] is None else self.value[1]

    @property
    def worth(self) -> tuple[Exact, Exact]:
        """What is sure of it, then what it may come to: what may be nothing is never the most of a chart, as on the cards."""
        return as_said(self.value)[0], self.top


@dataclass(frozen=True, slots=True)
class Chart:
    """One question, one chart. see: what to see in it; most: the same in one line that stands for the whole chart. without: rows of
    the list that have no figure; either: that some of its rows may not be had together."""

    key: str
    title: str
    pays: str
    bars: tuple[Bar, ...]
    see: str
    most: str
    without: tuple[str, ...] = ()
    apart: Bar | None = None  # what has no known month
    either: tuple[str, ...] = ()

    @property
    def even(self) -> bool:
        """Whether every bar is the same, so that a sentence says all; one alone has nothing to be as long as."""
        return len({(b.value, b.marked, b.apart) for b in self.bars}) == 1

    def repeats(self, other: Chart) -> bool:
        """Whether the bars are as long as those of another chart, one by one: then it shows nothing new."""
        return [(b.value, b.apart) for b in self.bars] == [(b.value, b.apart) for b in other.bars]

    @property
    def stretches(self) -> list[Bar]:
        """The months as stretches of the same amount."""
        return [_stretch(list(same), len(self.bars)) for _, same in groupby(self.bars, key=lambda b: (b.value, b.marked))]


def charts(result: Screening, voice: str = SELF) -> list[Chart]:
    """Every chart of a list, cash before the rest. voice: how those it is about are spoken of."""
    counted = [d for d in result.of("eligible") if not d.superseded_by and d.benefit.pays != "loan"]
    return [chart for pays in ("cash", "in_kind") for chart in _charts(result, [d for d in counted if d.benefit.pays == pays], pays, voice)]


def _charts(result: Screening, rows: list[Determination], pays: str, voice: str) -> Iterator[Chart]:
    words = result.book.wording["bars"]
    yearly, once = ([d for d in rows if getattr(d, when) and getattr(d, when) != NOTHING] for when in ("annual", "once"))
    sure: Sure = {(id(d), bucket): low for d, bucket, (low, _) in shares(rows)}
    kinds = {"benefit": [(_benefit(result, same, "annual", voice), same) for same in grouped(yearly)],
             "department": _by(result.book, yearly, pays, lambda d: d.benefit.departments[0]),
             "member": _by(result.book, yearly, pays,
                           lambda d: say(result.book, voice, who(result, d.member)) if d.member else words["household"]),
             "once": [(_benefit(result, same, "once", voice), same) for same in grouped(once)]}
    for key, found in kinds.items():
        if len(found) > (key not in ("benefit", "once")):
            when, counted = ("once", once) if key == "once" else ("annual", yearly)
            found = sorted(found, key=lambda x: x[0].worth, reverse=True)
            cut = _cut(found, f"{pays}_{when}", words["rest"][key])
            plain, bars = ([_counted(_doubted(result.book, bar, same) if marked else bar, same, f"{pays}_{when}", sure, words)
                            for bar, same in cut] for marked in (False, True))
            first = key == ("benefit" if yearly else "once")
            without = tuple(dict.fromkeys(d.benefit.name for d in rows if first and not d.quantified))
            leads = _leads([bar for bar, _ in found])
            named = len({b.value for b in bars}) > 1 and bars[0].worth[0]
            most = _most(plain if named else bars, leads, words)  # drawn bars tell themselves how well they are known
            see = _see(bars, leads, words, key, pays) if named else most
            yield Chart(f"{pays}-{key}", words[key], pays, tuple(bars), (words["see_once"] if key == "once" and yearly else "") + see, most,
                        without, either=tuple(either(result.book, counted)))
    months, apart = _months(result, rows)
    if months:
        made = words["made_of"].format(parts=months[0].beside) if months[0].beside else ""
        see = words["see_month"].format(said=spaced(months[0].value), made=made)
        if apart is not None:
            see += words["see_apart"].format(said=spaced(apart.value))
        yield Chart(f"{pays}-month", words["month"], pays, tuple(months), see, see, apart=apart, either=tuple(either(result.book, yearly)))


def _counted(bar: Bar, same: list[Determination], bucket: str, sure: Sure, words: dict) -> Bar:
    """The bar of these rows with what of it is not in the total."""
    when = bucket.rpartition("_")[2]
    apart = bar.value[0] - sum(sure.get((id(d), bucket), 0) for d in same)
    if not apart:  # of several rows that may not be had together the bar is the higher, as well known as that one is
        values = [(value, value[0] == sure.get((id(d), bucket), 0)) for d in same if (value := getattr(d, when))]
        counted, more = (reduce(add, [value for value, in_it in values if in_it is it], NOTHING) for it in (True, False))
        said = span(*counted) + _mark(bar.doubt, words) + words["uncounted"]["more"].format(said=spaced(more))
        return replace(bar, value=counted, said=said) if more != NOTHING else bar
    off = f"（{words['beyond']}）" if apart == bar.value[0] else words["uncounted"]["part"].format(said=spaced(part_of(apart, bar.value)))
    said = bar.said.removesuffix(_mark(bar.doubt, words))  # enough is said of what is not counted
    return replace(bar, said=said + off, apart=apart)


def _doubted(book: Book, bar: Bar, same: list[Determination]) -> Bar:
    """The bar of these rows with how well its number is known, where that is not as sure as it looks."""
    figures = [f for d in same if d.quantified for f in d.figures]
    key = doubt(figures)
    said, beside = bar.said + _mark(key, book.wording["bars"]), bar.beside or figures_remark(book, figures)
    return replace(bar, said=said, beside=beside, doubt=key) if key else bar


def _mark(key: str, words: dict) -> str:
    """What stands behind a number that is not as sure as it looks. key: its `doubt`."""
    return f"，{words['doubt'][key]}" if key else ""


def _stretch(same: list[Bar], of: int) -> Bar:
    """Months of the same amount as one line."""
    if len(same) == 1:
        return same[0]
    name = "每个月" if len(same) == of else f"{same[0].name} 到 {same[-1].name}，每个月"
    return replace(same[0], name=name)


def _most(bars: list[Bar], leads: bool, words: dict) -> str:
    """What to see in bars, the largest first, with its number. leads: it is that for certain."""
    if len({b.value for b in bars}) == 1 < len(bars):
        told = spaced(bars[0].value) + _mark(next((b.doubt for b in bars if b.doubt), ""), words)
        return words["see_even"].format(names="、".join(b.name for b in bars), said=told)
    if bars[1:] and not bars[0].worth[0]:
        return words["see_open"]
    key = "see_one" if not bars[1:] else "most" if leads else "most_sure"
    return words[key].format(name=_after(bars[0].name), said=bars[0].said)


def _see(bars: Sequence[Bar], leads: bool, words: dict, key: str, pays: str) -> str:
    """What to see in bars of which the first is sure of something: which is the most, be it only of those that are in the total; else which
    has the most that is sure."""
    counted = [bar for bar in bars if not bar.apart]
    only = not leads and 1 < len(counted) < len(bars) and bool(counted[0].worth[0]) and _leads(counted)
    first = counted[0] if only else bars[0]
    among, when = words["among"][pays] * (key == "benefit"), words["yearly"] * (key != "once")
    return words["see" if leads else "see_counted" if only else "see_sure"].format(
        among=among, name=_after(first.brief or first.name), said=when + set_apart(first.said) if when else first.said)


def _leads(bars: Sequence[Bar]) -> bool:
    """Whether the first of all bars is the most for certain: none of the others may come to more than is sure of it."""
    return all(bar.value[1] is not None and as_said(bar.value)[1] <= as_said(bars[0].value)[0] for bar in bars[1:])


def _after(name: str) -> str:
    """A name that follows Chinese: with a gap where it starts with a number."""
    return f" {name}" if name[0].isdigit() else name


def _benefit(result: Screening, same: list[Determination], when: str, voice: str) -> Bar:
    value = getattr(totals_of(same), f"{same[0].benefit.pays}_{when}")
    people = [d.member for d in same if d.member]
    named = say(result.book, voice, whom(result, people))
    of = "" if not people or len(result.household.people) == 1 else f"，{named}" if len(named) <= NAMED else f"，{len(people)} 个人"
    most = same[0].basis == "at_most" or not as_said(value)[0]
    actual = f"，{told}" if most and (told := hangs_on(result.book, same[0])) else ""
    remark = figures_remark(result.book, (f for d in same for f in d.figures))
    beside = "；".join(x for x in (same[0].benefit.article, remark) if x)
    name = same[0].benefit.name
    return Bar(name + of, value, span(*as_said(value)) + actual, beside, name, hangs=_hangs(result.book, same))


def _hangs(book: Book, rows: Iterable[Determination]) -> str:
    """On what amounts hang of which only the most is known."""
    found = {d.benefit.hangs_on if hangs_on(book, d) else "other" for d in rows}
    return found.pop() if len(found) == 1 else "many"


def _by(book: Book, rows: Iterable[Determination], pays: str,
        key: Callable[[Determination], str]) -> list[tuple[Bar, list[Determination]]]:
    parts: dict[str, list[Determination]] = {}
    for d in rows:
        parts.setdefault(key(d), []).append(d)
    values = {name: getattr(totals_of(found), f"{pays}_annual") for name, found in parts.items()}
    return [(Bar(name, value, span(*as_said(value)), hangs=_hangs(book, parts[name])), parts[name])
            for name, value in values.items() if value != NOTHING]


def _months(result: Screening, rows: list[Determination]) -> tuple[list[Bar], Bar | None]:
    """Twelve months from the day on: what is paid by month spread, months past the last day of a document that is in force today
    marked; and what has no known month. Together they are what is had in a year: of rows that may overlap only the higher is sure."""
    words = result.book.wording["bars"]
    dated, other, off, ends = NOTHING, NOTHING, NOTHING, set()
    parts: dict[str, Interval] = {}
    for d, bucket, value in shares(rows):
        if not bucket.endswith("annual"):
            continue
        if d.benefit.period == "month" and d.benefit.months_paid is None:
            dated = add(dated, value)
            parts[d.benefit.name] = add(parts.get(d.benefit.name, NOTHING), value)
            document = result.book.document(d.benefit)
            ends |= {document.ends} if document.term(result.as_of) == "in_force" else set()
        elif not value[0] and d.annual and d.annual[0]:  # it may not be had beside another, which counts
            off = add(off, d.annual)
        else:
            other = add(other, value)
    each = divide(dated, MONTHS)
    made = " + ".join(f"{name} {span(*divide(value, MONTHS))}" for name, value in parts.items()) if 1 < len(parts) <= FEW else ""
    bars, said = [], span(*each)
    for i in range(MONTHS if each != NOTHING else 0):
        year, month = divmod(result.as_of.month - 1 + i, 12)
        year, month = result.as_of.year + year, month + 1
        ended = any((year, month) > (day.year, day.month) for day in ends)
        name = f"{year} 年 {month} 月"
        bars.append(Bar(words["ended"].format(month=name) if ended else name, each, said, made, marked=ended))
    if other == NOTHING:
        return bars, None
    beyond = words["uncounted"]["more"] if off != NOTHING else ""
    return bars, Bar(words["undated"], other, span(*other) + beyond.format(said=spaced(off)), marked=True)


def legend(found: Chart, words: dict) -> str:
    """What the patterns mean, only of those that are drawn."""
    return "".join(line for _, line in keys(found, words))


def keys(found: Chart, words: dict) -> list[tuple[str, str]]:
    """The same, each pattern (`sure`, `off`, `may`, `only` or `arrow`) with its line."""
    if found.even:
        return []
    if found.key.endswith("month"):
        return [("only", words["past"])] if any(bar.marked for bar in found.bars) else []
    return _keys(found.bars, words, bool(found.either))


def patterns(bars: Collection[Bar], words: dict) -> str:
    """What the patterns of bars of amounts mean; nothing where all are solid."""
    return "".join(line for _, line in _keys(bars, words))


def _keys(bars: Collection[Bar], words: dict, why: bool = False) -> list[tuple[str, str]]:
    """why: it is said elsewhere why something is not in the total."""
    kinds, told = {bar.kind for bar in bars}, words["legend"]
    solid = [bar for bar in bars if bar.kind == "exact" and not bar.apart]
    drawn = {"exact": bool(solid), "sure": "range" in kinds,
             "beyond": any(bar.apart for bar in bars), **{kind: kind in kinds for kind in ("range", "at_most", "at_least")}}
    if not any(there for kind, there in drawn.items() if kind != "exact"):
        return []
    hangs = {bar.hangs for bar in bars if bar.kind == "at_most"}
    most = told["at_most"][hangs.pop() if len(hangs) == 1 else "many"]
    marks = "、".join(dict.fromkeys(words["doubt"][bar.doubt] for bar in solid if bar.doubt))
    exact = "exact" if not marks else "exact_but" if any(not bar.doubt for bar in solid) else "exact_doubt"
    said = {**told, "exact": told[exact].format(marks=marks), "at_most": most, "beyond": told["beyond" if why else "beyond_why"]}
    return [(DRAWN[kind], said[kind]) for kind, there in drawn.items() if there]


def outside(found: Chart, words: dict) -> tuple[str, ...]:
    """What a chart does not show, in words: rows without a figure, what may not be had together."""
    names = found.without
    told = "、".join(names[:FEW]) + ("等" if names[FEW:] else "")
    return (*((words["without"].format(n=len(names), names=told),) if names else ()), *found.either)


def part_of(part: Exact, whole: Interval) -> Interval:
    """So much of the low end of an amount, as an amount to be told beside it: at least so much, where the other is told so too."""
    return part, None if whole[1] is None and part % 1 else part


def spaced(value: Interval) -> str:
    """An amount that follows Chinese without a gap where it starts with a word."""
    return set_apart(span(*value))


def set_apart(text: str) -> str:
    """The same of an amount that is said already."""
    return text if text[0] in "至最约" else f" {text}"


def _cut(bars: list[tuple[Bar, list[Determination]]], bucket: str, rest_is: str) -> list[tuple[Bar, list[Determination]]]:
    if len(bars) <= MOST:
        return bars
    rest = bars[MOST - 1:]
    rows = [d for _, same in rest for d in same]
    value = getattr(totals_of(rows), bucket)
    beside = "、".join(bar.name for bar, _ in rest)
    together = Bar(rest_is.format(n=len(rest)), value, span(*value), beside, marked=True, hangs="many")
    return [*bars[:MOST - 1], (together, rows)]
