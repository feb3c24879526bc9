"""The desk of a grid worker: households under codes, what each may have, whom to visit first; its file.

No name, no number of a person, no free text: a household has a code made on the desk, and one of a few fixed notes. The key
between code and people is with the worker, on paper. Nothing is kept here but what the visit holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from .content import Book
from .desks import OR
from .entries import first_errand, spoken
from .household import InputError
from .interview import REST, Answers, heard, screened, unasked, unclear, unlikely
from .listing import heading_word, status_word
from .numbers import Exact, Interval, add, plain
from .screen import Outcome, outcomes, totals_of, weakest
from .timeline import ahead
from .voice import tells_of_body

NOTES = ("约时间", "缺证", "要回访", "不愿说")
MOST = 5_000            # households on one desk
MOST_BYTES = 60 * 2**20  # of its file
AHEAD = timedelta(days=90)
FORMAT = "工作台 1"
CHECKS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # 23, a prime: one wrong digit, or two that changed places, never fit
_CODE = re.compile(r"(\w{2})-([0-9]{3,4})([A-Z])\Z")
Row = tuple[str, str | None]  # benefit, member


# --- codes --------------------------------------------------------------------------------------------------------

def areas(book: Book) -> dict[str, str]:
    """The two characters that stand for an area in a code, by area."""
    return {area: label[:2] for area, label in book.policy.areas.items()}


def code(short: str, number: int) -> str:
    """大学-017K: area, number, check character."""
    digits = f"{number:03}"
    total = sum(map(ord, short)) + sum(int(d) * weight for weight, d in enumerate(digits, 2))
    return f"{short}-{digits}{CHECKS[total % len(CHECKS)]}"


def is_code(text: object, book: Book) -> bool:
    """Whether the text is a code, its check character right."""
    found = _CODE.match(text) if isinstance(text, str) else None
    return found is not None and found[1] in areas(book).values() and code(found[1], int(found[2])) == text


# --- one household ------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Kept:
    """One household of the desk. answers: what `Answers.as_dict` gave; asked: the day they were given; had: the rows it was
    eligible for when the desk was last saved, None = it was not on it."""

    code: str
    answers: Mapping[str, Any]
    asked: str
    note: str = ""
    had: frozenset[Row] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What a household comes to on a day. Money: yuan, at least, cash only. rows: eligible and possible ones, as on its list
    without those that nobody would expect; open: what is still to be asked; unsure: what was
    answered 不清楚 or 不想说, as on the check page; new, gone: names since the last file;
    turning: what changes soon, with its day; term: the weakest of the documents of its eligible rows; problem: why it could not
    be judged; own: values that an office brought make a difference to it; first: what to see to first, None =
    not worked out yet (`Desk.with_first`)."""

    of: Kept
    day: date
    persons: int
    rows: tuple[Outcome, ...] = ()
    annual: Exact = 0
    once: Exact = 0
    unclaimed: Exact = 0
    open: int = 0
    unsure: int = 0
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    turning: tuple[tuple[date, str], ...] = ()
    term: str = "in_force"
    problem: str = ""
    own: bool = False
    first: str | None = field(default=None, compare=False)

    def count(self, status: str) -> int:
        """So many different benefits; what is eligible for one person and possible for another is counted as eligible."""
        sure = {o.benefit.id for o in self.rows if o.status == "eligible" and status == "possible"}
        return len({o.benefit.id for o in self.rows if o.status == status} - sure)

    @property
    def sums(self) -> tuple[Interval, Interval]:
        """Cash a year and once, as on its list."""
        totals = totals_of(self.rows)
        return totals.cash_annual, totals.cash_once

    @property
    def left(self) -> Interval:
        """Cash that is not fetched yet, a year's and what is had once together."""
        got = self.of.answers.get("received", ())
        totals = totals_of([o for o in self.rows if o.benefit.id not in got])
        return add(totals.cash_annual, totals.cash_once)

    @property
    def lacking(self) -> int:
        """How many things are still to be found out."""
        return self.open + self.unsure

    @property
    def urgency(self) -> tuple:
        """The larger, the sooner somebody should go there: something new or ending, money not fetched, things not known."""
        return bool(self.new) + bool(self.turning), self.unclaimed, self.count("possible")


def judge(book: Book, kept: Kept, day: date, shipped: Book | None = None) -> Judged:
    """A household on a day. What cannot be read is said, never taken for a no. shipped: the Book without the values an office
    brought, where `book` has them."""
    try:
        answers = Answers.from_dict(dict(kept.answers), book, day)
        said = heard(book, answers, day)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Judged(kept, day, 0, problem="这户按这一天读不出来")
    found = outcomes(said.household, day, book=book)
    rows = [o for o in found.outcomes if o.member != REST]
    own = shipped is not None and _comes_to(outcomes(said.household, day, book=shipped).outcomes) != _comes_to(found.outcomes)
    sums, left = totals_of(rows), totals_of([o for o in rows if o.benefit.id not in answers.received])
    fits = frozenset(rows_of(rows))
    had = fits if kept.had is None else kept.had
    turning = [(e.day, c.benefit.name) for e in ahead(found, day + AHEAD) for c in e.change.changes
               if c.member != REST and c.kind in ("opens", "closes", "amount")]
    may = screened(book, answers, day, said, only="possible")
    far = unlikely(may)
    some = tuple(o for o in rows if o.status == "eligible" or (o.status == "possible" and (o.benefit.id, o.member) not in far))
    term = weakest({book.document(o.benefit).term(day) for o in rows if o.status == "eligible"} or {found.term})
    return Judged(kept, day, len(answers.members), some, sums.cash_annual[0], sums.cash_once[0],
                  left.cash_annual[0] + left.cash_once[0], unasked(book, answers, day, said, may.next_questions),
                  sum(len(some) for some in unclear(book, answers)),
                  _names(book, fits - had), _names(book, had - fits), tuple(dict.fromkeys(turning)), term, own=own)


def _comes_to(found: Iterable[Outcome]) -> list[tuple]:
    return [(o.status, o.annual, o.once) for o in found]


def shared(book: Book, name: str) -> str:
    """The name of a row as it may stand beside a code, where anybody near reads it: what tells of an illness or a disability has its
    name only in the opened household."""
    return book.wording["desk"]["private"] if tells_of_body(name, book.wording["paper"]) else name


def called(book: Book, name: str) -> str:
    """The same, where it may be said, as `first_of` calls the row: beside each other they are seen to be one."""
    row = next((b for b in book.screened() if b.name == name), None)
    said = shared(book, name)
    return shared(book, spoken(row)) if row is not None and said == name else said


def first_of(book: Book, j: Judged, voice: str) -> str:
    """What stands first on the list of a household, in one line as it may be `shared`; empty where there is nothing to do. voice: that
    of its list."""
    answers = Answers.from_dict(dict(j.of.answers), book, j.day)
    found = first_errand(screened(book, answers, j.day), voice, answers.received)
    if found is None:
        return ""
    words, name, step = book.wording["desk"], shared(book, found.name), found.step
    if tells_of_body(step, book.wording["paper"]):
        place = next((p for p in found.desk.split(OR) if p and not tells_of_body(p, book.wording["paper"])), "")
        step = book.wording["list"]["ask"].format(desk=place) if place else words["unplaced"]
        name, words = words["private"], words if place else {**words, **words["hidden"]}
    what = words["some"].format(name=name) if found.lines else name
    return words["early" if found.by else "urgent" if found.urgent else "first"].format(step=step, what=what)


def word(book: Book, found: Iterable[Judged]) -> str:
    """What the eligible rows of these households are called together: 能领, or what is left to say when a document is not in force."""
    return heading_word(book, "eligible", weakest({j.term for j in found if not j.problem} or {"in_force"}))


def rows_of(found: Iterable[Outcome]) -> list[Row]:
    return [(o.benefit.id, o.member) for o in found if o.status == "eligible"]


def _names(book: Book, rows: Iterable[Row]) -> tuple[str, ...]:
    wanted = {benefit for benefit, _ in rows}
    return tuple(b.name for b in book.screened() if b.id in wanted)


# --- the desk -----------------------------------------------------------------------------------------------------

@dataclass
class Desk:
    """All households of one worker, by code. synthetic: they are invented; saved: the file has all of it."""

    households: dict[str, Kept] = field(default_factory=dict)
    synthetic: bool = False
    saved: bool = True
    _judged: dict[str, Judged] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def add(self, short: str, answers: Mapping[str, Any], day: date) -> str:
        """A new household; returns its code. Raises InputError when the desk is full."""
        if len(self.households) >= MOST:
            raise InputError([f"一个工作台最多 {MOST:,} 户。请存下来，再开一个"])
        fresh = code(short, self._last(short) + 1)
        self.put(fresh, answers, day)
        return fresh

    def _last(self, short: str) -> int:
        """The greatest number given in an area; looked for once, then counted on."""
        if short not in self._numbers:
            used = [int(found[2]) for found in map(_CODE.match, self.households) if found and found[1] == short]
            self._numbers[short] = max(used, default=0)
        return self._numbers[short]

    def put(self, of: str, answers: Mapping[str, Any], day: date) -> None:
        """The answers of a household, new or changed; what was decided about it otherwise stays."""
        old = self.households.get(of)
        if old is None:
            self.households[of] = Kept(of, answers, day.isoformat())
            short, number = of[:2], int(of[3:-1])
            self._numbers[short] = max(self._last(short), number)
        elif old.answers != answers:
            self.households[of] = replace(old, answers=answers, asked=day.isoformat())
        else:
            return
        self.saved = False

    def note(self, of: str, note: str) -> None:
        """One of NOTES, or "" for none."""
        if note in ("", *NOTES) and self.households[of].note != note:
            self.households[of] = replace(self.households[of], note=note)
            self.saved = False

    def drop(self, of: str) -> None:
        del self.households[of]
        self._judged.pop(of, None)
        self.saved = False

    def take(self, found: Sequence[tuple[str, Mapping[str, Any], Collection[str]]], short: str, day: date,
             book: Book) -> list[tuple[str, str]]:
        """Households read from a roster (number, facts, benefits received), all or (InputError) none; returns its numbers with the
        codes they got. A number that is a code keeps it: a household that is on the desk already gets the new facts."""
        kept = {number for number, *_ in found if is_code(number, book)}
        if len(self.households.keys() | kept) + len(found) - len(kept) > MOST:
            raise InputError([f"一个工作台最多 {MOST:,} 户。已有 {len(self.households):,} 户，表里有 {len(found):,} 户"])
        told = []
        for number, data, received in sorted(found, key=lambda one: one[0] not in kept):
            old = self.households.get(number)
            before = old.answers.get("received", ()) if old else ()
            answers = {**from_roster(data, day).as_dict(), "received": sorted({*before, *received})}
            if number in kept:
                self.put(number, answers, day)
            told.append((number, number if number in kept else self.add(short, answers, day)))
        return told

    def alike(self, fresh: Collection[str]) -> list[str]:
        """Which of the households `fresh` say word for word what one says that is not among them: perhaps they were put in twice."""
        def told(of: str) -> str:
            return json.dumps(self.households[of].answers, ensure_ascii=False, sort_keys=True)
        old = {told(of) for of in self.households.keys() - set(fresh)}
        return [of for of in fresh if told(of) in old] if old else []

    def waiting(self, day: date) -> list[str]:
        """Households not judged as they are now, on this day."""
        def known(kept: Kept) -> bool:
            j = self._judged.get(kept.code)
            return j is not None and j.day == day and j.of.answers is kept.answers
        return [c for c, kept in self.households.items() if not known(kept)]

    def judge(self, book: Book, of: str, day: date, shipped: Book | None = None) -> None:
        self._judged[of] = judge(book, self.households[of], day, shipped)

    def with_first(self, book: Book, j: Judged, voice: str) -> Judged:
        """The same household with what to see to first. That takes longer than the rest: it is worked out where it is first shown."""
        kept = self._judged[j.of.code]
        if kept.first is None:
            kept = self._judged[j.of.code] = replace(kept, first="" if kept.problem else first_of(book, kept, voice))
        return replace(j, first=kept.first)

    def judge_anew(self) -> None:
        """Other figures hold now."""
        self._judged.clear()

    def judged(self, day: date) -> list[Judged]:
        """Those that are judged already, those first that somebody should see first."""
        found = [replace(j, of=self.households[c]) for c, j in self._judged.items() if j.day == day]
        return sorted(found, key=lambda j: j.urgency, reverse=True)


def from_roster(data: Mapping[str, Any], day: date) -> Answers:
    """Answers from the facts of a roster. An age without a birthday is an age said on that day: it grows."""
    answers = Answers(data={"household": dict(data["household"]), "members": [dict(p) for p in data["members"]]}, gathered=True)
    for person in answers.members:
        if person.get("age") is not None and "birth_date" not in person:
            answers.born[person["id"]] = {"age": person.pop("age"), "day": day.isoformat()}
    return answers


# --- its file -----------------------------------------------------------------------------------------------------

def dump(desk: Desk, day: date) -> bytes:
    """The desk as a JSON file to go on with; what was judged is kept as the rows each was eligible for."""
    def one(kept: Kept) -> dict[str, Any]:
        j = desk._judged.get(kept.code)
        had = kept.had if j is None or j.problem else rows_of(j.rows)
        return {"code": kept.code, "asked": kept.asked, "note": kept.note, "had": None if had is None else sorted(map(list, had), key=str),
                "answers": kept.answers}
    head = {"format": FORMAT, "label": "合成数据，不是真人" if desk.synthetic else "", "saved": day.isoformat()}
    return json.dumps({**head, "households": [one(k) for k in desk.households.values()]}, ensure_ascii=False, separators=(",", ":"),
                      allow_nan=False).encode()


def read(data: bytes, book: Book) -> tuple[Desk, list[str]]:
    """The desk of a file, and a line for each household that is not in order. Raises InputError where there is no desk in it."""
    if len(data) > MOST_BYTES:
        raise InputError([f"工作台文件太大，最多 {MOST_BYTES // 2**20} MB"])
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise InputError(["这个文件坏了，读不出来"]) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("households"), list):
        raise InputError(["这不是工作台存的文件"])
    if len(found["households"]) > MOST:
        raise InputError([f"一个工作台最多 {MOST:,} 户，这里有 {len(found['households']):,} 户"])
    desk, problems = Desk(synthetic=bool(found.get("label"))), []
    for n, one in enumerate(found["households"], 1):
        kept = _kept(one, book)
        if isinstance(kept, str):
            problems.append(f"第 {n} 户：{kept}，没有放进来")
        elif kept.code in desk.households:
            problems.append(f"第 {n} 户：代号 {kept.code} 写了两遍，只留第一户")
        else:
            desk.households[kept.code] = kept
    return desk, problems


def _kept(one: Any, book: Book) -> Kept | str:
    """A household of a file, or what is wrong. Its answers are looked at when it is judged."""
    if not isinstance(one, dict) or not is_code(one.get("code"), book):
        return "代号不对"
    if not isinstance(one.get("answers"), dict) or one.get("note") not in ("", *NOTES):
        return "内容不对"
    had = one.get("had")
    try:
        date.fromisoformat(one["asked"])
        rows = None if had is None else frozenset((str(b), None if m is None else str(m)) for b, m in had)
    except (KeyError, TypeError, ValueError):
        return "内容不对"
    return Kept(one["code"], one["answers"], one["asked"], one["note"], rows)


# --- tables to take along -----------------------------------------------------------------------------------------

HOUSEHOLDS = ("代号", "几口人", "{word}（项）", "可能（项）", "一年至少（元）", "一次至少（元）", "没领的至少（元）", "还差几样情况",
              "新{word}", "不再{word}", "90 天内有变", "备注", "问的日期", "本单位的数")
ROWS = ("代号", "给谁", "项目", "状态", "一年最少（元）", "一年最多（元）", "一次最少（元）", "一次最多（元）", "已经在领",
        "牵头部门", "第几条")
COLUMNS = ("household_id", "member", "benefit", "status", "annual_low", "annual_high", "once_low", "once_high", "superseded_by")


def sheets(book: Book, found: Sequence[Judged]) -> list[tuple[str, tuple[str, ...], list[tuple]]]:
    """Name, headers, lines: the households, whose list may be `shared`, and their rows by name. An open upper end stays empty."""
    def names(some: Iterable[str]) -> str:
        return "、".join(dict.fromkeys(shared(book, name) for name in some))
    houses = [(j.of.code, j.persons, j.count("eligible"), j.count("possible"), plain(j.annual), plain(j.once), plain(j.unclaimed),
               j.lacking, names(j.new), names(j.gone), "；".join(dict.fromkeys(f"{d} {shared(book, name)}" for d, name in j.turning)),
               j.problem or j.of.note, j.of.asked, "用了，没有核对" if j.own else "") for j in found]
    lines = [(j.of.code, o.member or "全家", o.benefit.name, status_word(book, o.status, book.document(o.benefit).term(j.day)),
              *_ends(o.annual), *_ends(o.once), "是" if o.benefit.id in j.of.answers.get("received", ()) else "",
              "、".join(o.benefit.departments), o.benefit.clause)
             for j in found for o in j.rows]
    headers = tuple(h.format(word=word(book, found)) for h in HOUSEHOLDS)
    return [("户", headers, houses), ("项目", ROWS, lines)]


def columns(found: Sequence[Judged]) -> dict[str, list[Any]]:
    """The rows as columns, under the names of the JSON interface (COLUMNS)."""
    lines = [(j.of.code, o.member, o.benefit.id, o.status, *_ends(o.annual), *_ends(o.once), o.superseded_by)
             for j in found for o in j.rows]
    return {name: [line[i] for line in lines] for i, name in enumerate(COLUMNS)}


def _ends(value: tuple | None) -> tuple[int | float | None, int | float | None]:
    return (None, None) if value is None else (plain(value[0]), None if value[1] is None else plain(value[1]))
