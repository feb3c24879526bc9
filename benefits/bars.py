"""Amounts as bars: what is had in a year per benefit, department, person and month, what is had once per benefit. Cash and what is not
paid out never mix, loans enter nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .explain import span
from .listing import either, figures_remark, grouped, hangs_on, who, whom
from .numbers import Exact, Interval, add, divide
from .screen import Determination, Screening, shares, totals_of

MOST = 8  # so many bars of one chart, the rest in one
FEW = 3  # so many rows without a figure by name under a chart, all of them in its table
MONTHS = 12
NAMED = 20  # characters for whose it is; longer ones are counted
NOTHING: Interval = (0, 0)


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount in yuan (high None = no upper end). said: the amount in words; beside: what belongs next to the number; brief: the
    name without whose it is."""

    name: str
    value: Interval
    said: str
    beside: str = ""
    brief: str = ""
    marked: bool = False  # a bar that is not like the others: no known month, or after the document's last day

    @property
    def kind(self) -> str:
        """exact | range | at_least | at_most: drawn solid, solid and hatched, with an arrow, as an outline."""
        low, high = self.value
        if high is None:
            return "at_least"
        return "exact" if low == high else "at_most" if low == 0 else "range"

    @property
    def top(self) -> Exact:
        return self.value[0] if self.value[1] is None else self.value[1]


@dataclass(frozen=True, slots=True)
class Chart:
    """One question, one chart. see: what to see in it; most: the same in one line that stands for the whole chart. beyond: that the
    bars come to more than the total. without: rows of the list that have no figure; either: that some of its rows may not be had
    together."""

    key: str
    title: str
    pays: str
    bars: tuple[Bar, ...]
    see: str
    most: str
    beyond: str = ""
    without: tuple[str, ...] = ()
    apart: Bar | None = None  # what has no known month
    either: tuple[str, ...] = ()

    @property
    def even(self) -> bool:
        """Whether every bar is the same, so that a sentence says all; one alone has nothing to be as long as."""
        return len({(b.value, b.marked) for b in self.bars}) == 1

    def repeats(self, other: Chart) -> bool:
        """Whether the bars are as long as those of another chart, one by one: then it shows nothing new."""
        return [b.value for b in self.bars] == [b.value for b in other.bars]


def charts(result: Screening) -> list[Chart]:
    """Every chart of a list, cash before the rest."""
    counted = [d for d in result.of("eligible") if not d.superseded_by and d.benefit.pays != "loan"]
    return [chart for pays in ("cash", "in_kind") for chart in _charts(result, [d for d in counted if d.benefit.pays == pays], pays)]


def _charts(result: Screening, rows: list[Determination], pays: str) -> Iterator[Chart]:
    words = result.book.wording["bars"]
    yearly, once = ([d for d in rows if getattr(d, when) and getattr(d, when) != NOTHING] for when in ("annual", "once"))
    kinds = {"benefit": [(_benefit(result, same, "annual"), same) for same in grouped(yearly)],
             "department": _by(yearly, pays, lambda d: d.benefit.departments[0]),
             "member": _by(yearly, pays, lambda d: who(result, d.member) if d.member else words["household"]),
             "once": [(_benefit(result, same, "once"), same) for same in grouped(once)]}
    for key, found in kinds.items():
        if len(found) > (key not in ("benefit", "once")):
            when, counted = ("once", once) if key == "once" else ("annual", yearly)
            bars = _cut(sorted(found, key=lambda x: -x[0].top), f"{pays}_{when}", words["rest"][key])
            beyond = sum(bar.value[0] for bar in bars) > getattr(totals_of(counted), f"{pays}_{when}")[0]
            first = key == ("benefit" if yearly else "once")
            without = tuple(dict.fromkeys(d.benefit.name for d in rows if first and not d.quantified))
            most = _most(bars, words)
            see = most if len({b.value for b in bars}) == 1 else words["see"].format(name=_after(bars[0].brief or bars[0].name))
            yield Chart(f"{pays}-{key}", words[key], pays, tuple(bars), (words["see_once"] if key == "once" and yearly else "") + see, most,
                        words["apart"] if beyond else "", without, either=tuple(either(result.book, counted)))
    months, apart = _months(result, rows)
    if months:
        see = words["see_month"].format(said=spaced(months[0].value))
        if apart is not None:
            see += words["see_apart"].format(said=spaced(apart.value))
        yield Chart(f"{pays}-month", words["month"], pays, tuple(months), see, see, apart=apart, either=tuple(either(result.book, yearly)))


def _most(bars: list[Bar], words: dict) -> str:
    """What to see in bars, the largest first, with its number."""
    if len({b.value for b in bars}) == 1 < len(bars):
        return words["see_even"].format(names="、".join(b.name for b in bars), said=spaced(bars[0].value))
    return words["most" if bars[1:] else "see_one"].format(name=_after(bars[0].name), said=bars[0].said)


def _after(name: str) -> str:
    """A name that follows Chinese: with a gap where it starts with a number."""
    return f" {name}" if name[0].isdigit() else name


def _benefit(result: Screening, same: list[Determination], when: str) -> Bar:
    value = getattr(totals_of(same), f"{same[0].benefit.pays}_{when}")
    people = [d.member for d in same if d.member]
    named = whom(result, people)
    of = "" if not people or len(result.household.people) == 1 else f"，{named}" if len(named) <= NAMED else f"，{len(people)} 个人"
    actual = f"，{told}" if same[0].basis == "at_most" and (told := hangs_on(result.book, same[0])) else ""
    remark = figures_remark(result.book, (f for d in same for f in d.figures))
    beside = "；".join(x for x in (same[0].benefit.article, remark) if x)
    return Bar(same[0].benefit.name + of, value, span(*value) + actual, beside, same[0].benefit.name)


def _by(rows: Iterable[Determination], pays: str, key: Callable[[Determination], str]) -> list[tuple[Bar, list[Determination]]]:
    parts: dict[str, list[Determination]] = {}
    for d in rows:
        parts.setdefault(key(d), []).append(d)
    values = {name: getattr(totals_of(found), f"{pays}_annual") for name, found in parts.items()}
    return [(Bar(name, value, span(*value)), parts[name]) for name, value in values.items() if value != NOTHING]


def _months(result: Screening, rows: list[Determination]) -> tuple[list[Bar], Bar | None]:
    """Twelve months from the day on: what is paid by month spread, months past the last day of a document that is in force today
    marked; and what has no known month. Together they are what is had in a year: of rows that may overlap only the higher is sure."""
    words = result.book.wording["bars"]
    dated, other, ends = NOTHING, NOTHING, set()
    for d, bucket, value in shares(rows):
        if not bucket.endswith("annual"):
            continue
        if d.benefit.period == "month" and d.benefit.months_paid is None:
            dated = add(dated, value)
            document = result.book.document(d.benefit)
            ends |= {document.ends} if document.term(result.as_of) == "in_force" else set()
        else:
            other = add(other, value)
    each = divide(dated, MONTHS)
    bars = []
    for i in range(MONTHS if each != NOTHING else 0):
        year, month = divmod(result.as_of.month - 1 + i, 12)
        year, month = result.as_of.year + year, month + 1
        ended = any((year, month) > (day.year, day.month) for day in ends)
        name = f"{year} 年 {month} 月"
        bars.append(Bar(words["ended"].format(month=name) if ended else name, each, span(*each), marked=ended))
    return bars, None if other == NOTHING else Bar(words["undated"], other, span(*other), marked=True)


def legend(found: Chart, words: dict) -> str:
    """What the patterns mean, only of those that are drawn."""
    if found.even:
        return ""
    if found.key.endswith("month"):
        return words["past"] if any(bar.marked for bar in found.bars) else ""
    return patterns(found.bars, words)


def patterns(bars: Iterable[Bar], words: dict) -> str:
    """What the patterns of bars of amounts mean; nothing where all are solid."""
    kinds = {bar.kind for bar in bars}
    if kinds <= {"exact"}:
        return ""
    drawn = {"sure": kinds & {"exact", "range", "at_least"}, **{kind: kind in kinds for kind in ("range", "at_most", "at_least")}}
    return "".join(words["legend"][kind] for kind, there in drawn.items() if there)


def outside(found: Chart, words: dict) -> tuple[str, ...]:
    """What a chart does not show, in words: rows without a figure, what may not be had together."""
    names = found.without
    told = "、".join(names[:FEW]) + ("等" if names[FEW:] else "")
    return (*((words["without"].format(n=len(names), names=told),) if names else ()), *found.either)


def spaced(value: Interval) -> str:
    """An amount that follows Chinese without a gap where it starts with a word."""
    text = span(*value)
    return text if text[0] in "至最" else f" {text}"


def _cut(bars: list[tuple[Bar, list[Determination]]], bucket: str, rest_is: str) -> list[Bar]:
    if len(bars) <= MOST:
        return [bar for bar, _ in bars]
    rest = bars[MOST - 1:]
    value = getattr(totals_of([d for _, rows in rest for d in rows]), bucket)
    together = Bar(rest_is.format(n=len(rest)), value, span(*value), "、".join(bar.name for bar, _ in rest), marked=True)
    return [*(bar for bar, _ in bars[:MOST - 1]), together]
