"""The days ahead in words, and amounts that change: for the plan, the timeline, what if, and what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from . import model as m
from .compare import Change, Comparison, compare
from .content import Book
from .explain import MONTHS, bare, date_text, lasting, span
from .listing import called as without_age
from .listing import whom
from .numbers import Exact, Interval
from .screen import Outcome, Screening, Totals
from .timeline import TERM, YEARS, Cause, Event, month_on


@dataclass(frozen=True)
class Day:
    """One day (or window, or run of months) on which something changes: when, why, what, beside it what must be said.

    first and last: between these days. hint: how the day could be known for certain. change: everything that is then different.
    steady: nothing is different until then; it is paid on from today, to the last day it may be."""

    first: date
    last: date
    when: str
    why: str
    hint: str
    changes: tuple[str, ...]
    late: str
    change: Comparison
    steady: bool = False

    @property
    def gained(self) -> list[str]:
        return totals_lines(self.change.gained)

    @property
    def lost(self) -> list[str]:
        return totals_lines(self.change.lost)

    @property
    def sign(self) -> str:
        """more, less, or nothing where it is neither, or both."""
        up = bool(self.gained) or bool(self.change.of("opens") or self.change.of("possible"))
        down = bool(self.lost) or bool(self.change.of("closes") or self.change.of("refused"))
        return "" if up is down else "more" if up else "less"

    def text(self) -> str:
        hint = f"（{self.hint}）" if self.hint else ""
        return f"· {self.when}，{self.why}{hint}{'。' if self.changes else ''}{'；'.join(self.changes)}{self.late}"


def days(result: Screening, events: list[Event]) -> list[Day]:
    """One for each event, in the order in which they may come; a row whose amount moves month by month is one."""
    runs: dict[tuple, list[Event]] = {}
    for event in events:
        changes = event.change.changes
        if len(changes) == 1 and changes[0].kind == "amount" and all(c.kind == "months" for c in event.causes):
            runs.setdefault((changes[0].benefit.id, changes[0].member), []).append(event)
    long = {id(e): run for run in runs.values() if len(run) > 2 for e in run}
    steady = {key: (run[0].change.changes[0].before, monthly) for key, run in runs.items() if len(run) > 2 and (monthly := _monthly(run))}
    found = []
    for event in sorted(events, key=lambda e: e.earliest):
        run = long.get(id(event))
        if run is None:
            found.append(_one(result, _ended(event, steady)))
        elif event is run[0]:
            change = event.change.changes[0]
            kept = steady.get((change.benefit.id, change.member))
            found.append(_run(result, run) if kept is None else _steady(result, run, kept[1]))
    return found


def _monthly(run: list[Event]) -> Exact | None:
    """What a row pays each month, to the last one, where only the months that are left of the coming year grow fewer."""
    pairs = [(c.before, c.after) for e in run for c in e.change.changes]
    if any(o is None or o.annual is None or o.once is not None or o.annual[0] != o.annual[1] for pair in pairs for o in pair):
        return None
    steps = {before.annual[0] - after.annual[0] for before, after in pairs}
    month, first, last = max(steps), pairs[0][0].annual[0], pairs[-1][1].annual[0]
    return month if len(steps) == 1 and month > 0 and last > 0 and last % month == 0 and first <= 12 * month else None


def _steady(result: Screening, run: list[Event], month: Exact) -> Day:
    """A row that pays the same every month until its months are used up: nothing changes before that."""
    last, words = run[-1].change.changes[0], result.book.wording["plan"]["steady"]
    left = int(last.after.annual[0] / month)
    stop, sooner = month_on(run[-1].day, left), month_on(run[-1].earliest, left)
    months = {end: f"{day.year}年{day.month}月" for end, day in (("first", sooner), ("last", stop))}
    until = words["sure" if months["first"] == months["last"] else "window"].format(**months)
    why = words["why"].format(name=last.benefit.name, money=span(month, month), until=until)
    return Day(result.as_of, stop, words["when"], why, "", (), _late(result, run[-1]), Comparison([]), True)


def _ended(event: Event, steady: dict[tuple, tuple[Outcome, Exact]]) -> Event:
    """The event with what such a row pays in a year in place of what was left of it the day before it stops."""
    def whole(c: Change) -> Outcome | None:
        return steady[c.benefit.id, c.member][0] if c.kind == "closes" and (c.benefit.id, c.member) in steady else c.before
    changes = event.change.changes
    sides = [o for c in changes if (o := whole(c))], [c.after for c in changes if c.after]
    return replace(event, change=compare(*sides)) if any(whole(c) is not c.before for c in changes) else event


def count_text(result: Screening, found: list[Day]) -> str:
    """On how many days something changes; a term that starts or ends changes no row by itself."""
    words, n = result.book.wording["plan"]["days"], sum(bool(d.change.changes) for d in found)
    unborn = [p.id for p in result.household.people if p.facts.get("relation") and not {"age", "birth_date"} & p.facts.keys()
              and p.id not in result.household.births]
    whose = "" if len(result.household.people) == 1 else called(result, unborn)
    return (words["some" if n else "none"].format(years=YEARS, n=n) if n or not unborn else "") + (
        words["unborn"].format(whose=whose) if unborn else "")


def _run(result: Screening, run: list[Event]) -> Day:
    first, last = run[0].change.changes[0], run[-1].change.changes[0]
    sides = [[o] if o else [] for o in (first.before, last.after)]
    change = compare(*sides)
    sums = [(t.cash_annual[0] + t.in_kind_annual[0]) for t in (change.gained, change.lost)]
    word = "每个月都在变" if bool(sums[0]) is bool(sums[1]) else f"一个月比一个月{'多' if sums[0] else '少'}"
    return Day(run[0].earliest, run[-1].day, f"最晚从{date_text(run[0].day)}起，到{date_text(run[-1].day)}",
               f"{first.benefit.name}{word}，从{pays_text(first.before)}到{pays_text(last.after)}", "", (),
               _late(result, run[-1]), change)


def _one(result: Screening, event: Event) -> Day:
    said = {"opens": [], "closes": [], "open": [], "possible": [], "refused": [], "amount": []}
    for change in event.change.changes:
        kept = (change.benefit.id, change.member) in event.kept
        kind = "open" if change.kind == "closes" and change.after is not None and change.after.status == "possible" else change.kind
        said[kind].extend([] if kept and kind == "refused" else [change])
    ended = {c.benefit.id for c in said["closes"]}  # whoever else of the household might have had it is told with that
    said["refused"] = [c for c in said["refused"] if c.benefit.id not in ended]
    parts = []
    words = result.book.wording["plan"]["changes"]
    for kind in ("opens", "closes", "open", "possible", "refused"):
        rows: dict[str, dict[str, None]] = {}
        for c in said[kind]:
            amount = pays_text(c.after if kind == "opens" else c.before) if kind in ("opens", "closes") else ""
            rows.setdefault(c.benefit.name, {}).update({amount: None} if amount else {})
        if rows:
            parts.append(f"{words[kind]}：" + "、".join(name + (f"（{'；'.join(paid)}）" if paid else "") for name, paid in rows.items()))
    parts += kept_lines(result.book, event)
    parts += dict.fromkeys(f"{c.benefit.name}：原来{pays_text(c.before)}，变成{pays_text(c.after)}" for c in said["amount"]
                           if pays_text(c.before) != pays_text(c.after))
    by_age = not event.exact and any(c.kind == "age" for c in event.causes)
    hint = "填了出生年月日，才知道是哪一天" if by_age else ""
    return Day(event.earliest, event.day, _day(result, event), cause_text(result, event.causes), hint, tuple(parts), _late(result, event),
               event.change)


def kept_lines(book: Book, event: Event) -> list[str]:
    """What ends with a day but for one thing that can be done."""
    rows: dict[str, dict[str, None]] = {}
    for (benefit, _), act in event.kept.items():
        rows.setdefault(act.id, {})[book.benefits[benefit].name] = None
    words, acts = book.wording["plan"], [(book.acts[act], "、".join(names)) for act, names in rows.items()]
    return [words["kept_only" if act.only else "kept"].format(act=act.name, only=act.only, names=names) for act, names in acts]


def early_line(words: Mapping[str, str], cause: str, act: m.Act | None, name: str = "", brief: bool = False) -> str:
    """What ends with a day, and what keeps it. words: of the list, or of the plan, which says its name; brief: what the act or who it
    is for means stands elsewhere."""
    key = "early" if act is None else "early_only" if act.only else "early_kept"
    did, only = ((text.partition("（")[0] if brief else text) for text in ((act.name, act.only) if act else ("", "")))
    return words[key].format(name=name, cause=cause, act=did, only=only)


def _late(result: Screening, event: Event) -> str:
    """Beside what lies after the end of the term: of the document that ends first among those of the rows that change. What the
    notice on top says already is not said again."""
    ends = min((result.book.document(c.benefit).ends for c in event.change.changes), default=event.day)
    if event.causes[0].kind in TERM or event.day <= ends:
        return ""
    if ends < result.as_of:
        return "（文件已到期，是否延续问部门）" if result.in_force else ""
    if event.earliest <= ends:
        return f"（过了{date_text(ends)}，文件就到期了，是否延续问部门）"
    return "（那时文件已到期，是否延续问部门）"


def pays_text(o: Outcome | None) -> str:
    """The amount of an outcome in a few words; empty where there is no figure."""
    if o is None:
        return ""
    return "，".join(_when(when, value) for when, value in (("一年", o.annual), ("一次", o.once)) if value is not None)


def totals_lines(totals: Totals) -> list[str]:
    """Sums of yuan, cash and what is paid or given otherwise apart."""
    found = []
    for said, annual, once in (("发到手的钱{}", totals.cash_annual, totals.cash_once),
                               ("相当于{}的服务和减免", totals.in_kind_annual, totals.in_kind_once)):
        parts = [_when(when, value) for when, value in (("一年", annual), ("一次", once)) if value != (0, 0) and value != (0, None)]
        if parts:
            found.append(said.format("，".join(parts)))
    return found


def _when(when: str, value: Interval) -> str:
    """一年 600 元, 一年至少 600 元."""
    said = span(*value)
    return f"{when}{' ' if said[0].isdigit() else ''}{said}"


def _day(result: Screening, event: Event) -> str:
    if event.exact:
        return date_text(event.day)
    if event.earliest <= result.as_of:
        return result.book.wording["plan"]["days"]["latest"].format(day=date_text(event.day))
    return f"{date_text(event.earliest)}到{date_text(event.day)}之间"


def last_day(event: Event) -> str:
    return date_text(event.day - timedelta(days=1)) if event.exact else f"{date_text(event.day)}，也可能更早"


def cause_text(result: Screening, causes: tuple[Cause, ...]) -> str:
    """What happens, in words."""
    alike: dict[tuple, list[Cause]] = {}
    for c in causes:
        alike.setdefault((c.kind, c.name, c.number, c.member is None), []).append(c)
    return "，".join(dict.fromkeys(_cause(result, same[0], [c.member for c in same]) for same in alike.values()))


def _cause(result: Screening, cause: Cause, people: list[str | None]) -> str:
    """What happens to all of these people alike."""
    book = result.book
    whose = "" if cause.member is None or len(result.household.people) == 1 else called(result, people)
    if cause.kind == "age":
        return f"{whose}满 {bare(cause.number)} 周岁"
    if cause.kind == "months":
        counter = next(c for c in book.time.counters if c.fact == cause.name)
        return counter.said.format(n=lasting(cause.number, book.facts[cause.name].unit), who=whose, whose=f"{whose}的" if whose else "")
    if cause.kind == "job":
        return f"{whose}头一回上班或创业满 {lasting(cause.number, MONTHS)}"
    if cause.kind == "lapse":
        return next(x.said for x in book.time.lapses if x.fact == cause.name)
    if cause.kind == "figure":
        return f"{book.parameters[cause.name].label}换成新的数"
    document = "文件" if cause.name == book.policy.number else f"另一份文件（{cause.name}）"
    return f"{document}开始施行" if cause.kind == "starts" else f"{document}到期，是否延续问部门"


def called(result: Screening, people: list[str | None]) -> str:
    """People without their ages."""
    return "、".join(without_age(result, p) if p else whom(result, [p]) for p in people)
