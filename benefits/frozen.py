"""A result that is kept: the answers, the day, what every row came to, and the versions of content and engine.

Reopened under newer content it shows what changed, row by row; answers in an older vocabulary are carried over by
content/migrations.yaml, or it is said what was dropped. Nobody's name is in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from . import model as m
from .coming import pays_text
from .content import Book, load
from .explain import date_text
from .household import InputError, number, shown
from .interview import Answers, screened
from .keep import KeepError, pack, unpack
from .listing import heading_word, who
from .numbers import Exact, Interval, exact
from .screen import Outcome, Screening, determine, read_day
from .version import content_version, engine_version
from .voice import say

FORMAT = 1
_FIGURE = re.compile(r"[0-9]{1,40}(/[0-9]{1,40})?\Z")
SAME, CHANGED, ALIKE = "内容和算法都没有变。", "那以后，内容或算法改过。", "每一项都和当时一样。"
_FIELDS = ("answers", "as_of", "content", "engine", "rows")


@dataclass(frozen=True)
class Row:
    """One row as it was and as it is now: texts such as 能领，一年 600 元; empty = the row is not, or no longer, in the list."""

    benefit: str
    name: str
    member: str | None
    before: str
    now: str


@dataclass
class Reopened:
    """The kept result beside the same answers on the same day under today's content.

    same: neither content nor engine changed since. notes: what of the answers was renamed or dropped. rows: what differs."""

    as_of: date
    result: Screening
    same: bool
    notes: list[str]
    rows: list[Row]


def freeze(answers: Mapping[str, Any], result: Screening) -> dict[str, Any]:
    """What is written to the file: JSON of text, numbers and lists. answers: as `result` was made from, input of the contract or
    what `interview.Answers.as_dict` gave."""
    rows = [[d.benefit.id, d.member, d.status, *_ends(d.annual), *_ends(d.once), d.benefit.name]
            for d in result.determinations if d.status != "ineligible"]
    return {"format": FORMAT, "answers": _plain(answers), "as_of": result.as_of.isoformat(), "content": content_version(),
            "engine": engine_version(), "rows": rows}


def code(frozen: Mapping[str, Any]) -> str:
    """The same as one line of text, to be copied or put into a picture."""
    return pack(dict(frozen))


def from_code(text: str) -> dict[str, Any]:
    """What `code` made of it; raises InputError."""
    try:
        return unpack(text.strip())
    except KeepError as error:
        raise InputError([str(error)]) from None


def reopen(frozen: Any, book: Book | None = None) -> Reopened:
    """The kept result under the content of `book`. Raises InputError where it is no kept result or its answers cannot be used."""
    book = book or load()
    if not isinstance(frozen, Mapping) or any(name not in frozen for name in _FIELDS) or not isinstance(frozen["answers"], Mapping):
        raise InputError(["这不是存下来的结果，里面要有：" + "、".join(_FIELDS)])
    if frozen.get("format") != FORMAT:
        raise InputError([f"format：{shown(frozen.get('format'))} 不行。现在读得了的是 {FORMAT}"])
    day = read_day(frozen["as_of"])
    result, notes = _judged(frozen["answers"], day, book)
    term = book.policy.term(day)
    before = _read_rows(frozen["rows"], book, term)
    now = {(d.benefit.id, d.member): (d.benefit.name, _said(book, d, term)) for d in result.determinations if d.status != "ineligible"}
    rows = [Row(key[0], (now.get(key) or before[key])[0], key[1], before.get(key, ("", ""))[1], now.get(key, ("", ""))[1])
            for key in {**before, **now} if before.get(key, ("", ""))[1] != now.get(key, ("", ""))[1]]
    return Reopened(day, result, frozen["content"] == content_version() and frozen["engine"] == engine_version(), notes, rows)


def _judged(answers: Mapping[str, Any], day: date, book: Book) -> tuple[Screening, list[str]]:
    """The kept answers under this book, and what of them was renamed or dropped."""
    if "records" not in answers:
        found, notes = migrate(answers, book)
        return determine(found, day, None, book), notes
    data = answers.get("data")
    found, notes = migrate(data if isinstance(data, Mapping) else {}, book)
    try:
        asked = Answers.from_dict({**answers, "data": found}, book, day)
    except InputError:
        raise
    except (ValueError, TypeError):
        raise InputError(["answers：存下来的回答坏了，读不出来"]) from None
    lost = len(answers["records"]) - len(asked.records)
    return screened(book, asked, day), notes + ([f"有 {lost} 题现在不问了，没有带过来"] if lost else [])


# --- older vocabularies --------------------------------------------------------------------------------------------

def migrate(answers: Mapping[str, Any], book: Book) -> tuple[dict[str, Any], list[str]]:
    """The answers in today's vocabulary, and one line for each that was renamed or could not be taken over."""
    notes: list[str] = []
    household = answers.get("household")
    members = answers.get("members")
    found = {"household": _facts(household if isinstance(household, Mapping) else {}, "household", book, notes),
             "members": [_facts(p, "person", book, notes) if isinstance(p, Mapping) else p for p in members]
             if isinstance(members, (list, tuple)) else members}
    return found, list(dict.fromkeys(notes))


def _facts(raw: Mapping[str, Any], of: str, book: Book, notes: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in raw.items():
        for migration in book.migrations:
            if migration.fact == name and migration.renamed:
                name = migration.renamed
            elif migration.fact == name and migration.dropped:
                notes.append(f"“{name}”现在不问了（{migration.dropped}），没有带过来")
                break
            elif migration.fact == name and migration.becomes and value is not None:
                value = [migration.becomes if v == migration.value else v for v in value] if isinstance(value, (list, tuple)) else \
                    migration.becomes if value == migration.value else value
        else:
            fact = book.facts.get(name)
            if fact is None or fact.of != of or fact.derived:
                notes.append(f"“{name}”现在没有这一项，没有带过来")
            elif not _fits(fact, value):
                notes.append(f"“{fact.label}”原来答的是 {shown(value)}，现在没有这个答案，当作不知道")
            else:
                found[name] = value
    return found


def _fits(fact: m.Fact, value: Any) -> bool:
    """Whether a value is an answer of today; what only the whole household shows is left to reading it."""
    if value is None or fact.type in ("label", "income", "date"):
        return True
    if fact.type == "bool":
        return isinstance(value, bool)
    if fact.options:
        options = {o.value for o in fact.options}
        return all(isinstance(v, str) and v in options for v in (value if isinstance(value, (list, tuple)) else [value]))
    amount = number(value)
    return amount is not None and amount >= fact.minimum and (fact.maximum is None or amount <= fact.maximum)


# --- rows ----------------------------------------------------------------------------------------------------------

def _ends(value: Interval | None) -> list[str | None]:
    """Both ends as exact text; a missing interval is two times nothing, an open one `+`."""
    return [None, None] if value is None else [str(value[0]), "+" if value[1] is None else str(value[1])]


def _figure(text: Any) -> Exact:
    """What `_ends` wrote. Raises ValueError for anything else: 1e999999999 would take all the memory there is."""
    if not isinstance(text, str) or not _FIGURE.match(text):
        raise ValueError
    return exact(Fraction(text))


def _interval(low: Any, high: Any) -> Interval | None:
    return None if low is None else (_figure(low), None if high == "+" else _figure(high))


def _read_rows(raw: Any, book: Book, term: str) -> dict[tuple[str, str | None], tuple[str, str]]:
    """Each kept row as (name, text); a benefit that was renamed under its new name."""
    renamed = {x.benefit: x.renamed for x in book.migrations if x.benefit}
    found = {}
    try:
        for benefit, member, status, low, high, once_low, once_high, name in raw:
            one = Outcome(next(iter(book.benefits.values())), member, status, _interval(low, high), _interval(once_low, once_high))
            found[renamed.get(benefit, benefit), member] = str(name), _said(book, one, term)
    except (TypeError, ValueError, KeyError, ZeroDivisionError):
        raise InputError(["rows：存下来的结果坏了，读不出来"]) from None
    return found


def _said(book: Book, o: Outcome, term: str) -> str:
    amount = pays_text(o)
    return heading_word(book, o.status, term) + (f"，{amount}" if amount else "")


def _plain(value: Any) -> Any:
    """Answers as JSON has them."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return str(value) if isinstance(value, date) else float(value)


def text(one: Reopened, voice: str = "self") -> str:
    """What changed, in Chinese, in one of the voices of wording.yaml."""
    out = ["存下来的结果，现在再看", f"依据：{one.result.book.policy.number}　当时按{date_text(one.as_of)}算"]
    out += [f"【注意】{note}" for note in one.result.notes]
    out += [f"· {note}" for note in one.notes]
    out.append(SAME if one.same else CHANGED)
    if not one.rows:
        return say(one.result.book, voice, "\n".join([*out, ALIKE]))
    out += ["", f"有 {len(one.rows)} 处和当时不同：", *(f"· {line}" for line in row_lines(one))]
    return say(one.result.book, voice, "\n".join(out))


def row_lines(one: Reopened) -> list[str]:
    """One line for each row that is not as it was."""
    known = {p.id for p in one.result.household.people}
    return [f"{row.name}｜{who(one.result, row.member) if row.member is None or row.member in known else row.member}："
            f"当时{row.before or '不在清单里'}；现在{row.now or '不在清单里'}" for row in one.rows]
