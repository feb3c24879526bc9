"""People and what is known of them. `read` turns untrusted input into a Household or names every problem in it.

Absent and null both mean unknown; nothing is filled in. Shapes: {"household": {...}, "members": [{...}, ...]}.
"""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from .content import Book
from .model import INCOME_KINDS, Fact
from .numbers import Exact, exact

MOST_MEMBERS = 20
OF_THE_HOUSEHOLD = ("crop_compensation", "home_processing", "collective_equity")
WITH_MONTHS = ("first_job", "first_business")
MOST_INCOMES = 100
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
LABEL = r"[^\W_][\w-]{0,31}"
_LABEL = re.compile(LABEL + r"\Z")
_DIGITS = re.compile(r"[0-9]{11}")


class InputError(ValueError):
    """Unusable input: `problems` is one line each, naming the field, the value and what is allowed."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Income:
    """One entry of the household's income. `monthly`: yuan a month, None = not known."""

    kind: str
    member: str | None
    monthly: Exact | None
    months_in_job: int | None


@dataclass(frozen=True)
class Person:
    id: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Household:
    """Validated input: facts hold known values only (numbers exact, dates as date, lists as tuple).

    The interview also brings what the JSON input cannot: `spans`, numbers of which only a band is known, as an interval by
    (member or None, fact), and choices of which only some answers can be, as a set; and `presumed`, the facts taken for granted from
    age or place and shown as such, each with its presumption; `births`, the first and the last day somebody may have been born whose age
    is known or such a band; `crowd`, how many people a member stands for who is not named one by one (None = not said), and `alike`,
    what of such a member is so of every one of them; `somebody`, facts that all hold of at least one of these members, where nobody
    could say of whom."""

    facts: dict[str, Any]
    people: tuple[Person, ...]
    income: tuple[Income, ...] | None = None
    as_of: date = field(default=date.min)
    spans: Mapping[tuple[str | None, str], Any] = field(default_factory=dict)
    presumed: Mapping[tuple[str | None, str], str] = field(default_factory=dict)
    births: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    crowd: Mapping[str, int | None] = field(default_factory=dict)
    alike: frozenset[tuple[str, str]] = frozenset()
    somebody: tuple[tuple[frozenset[str], Mapping[str, Any]], ...] = ()

    def heads(self, member: str, facts: set[str]) -> tuple[int, int | None]:
        """How many people a member is of whom these facts are so, from least to most: one, but for those who stand for several."""
        most = self.crowd.get(member, 1)
        every = most is not None and all((member, fact) in self.alike for fact in facts)
        return most if every and most else 1, most

    @property
    def applicant(self) -> Person:
        return next(p for p in self.people if p.facts["relation"] == "self")


def age_on(birth: date, day: date) -> int:
    """Completed years. Born on 29 February: complete on 1 March in other years."""
    return (day.year * 10000 + day.month * 100 + day.day - birth.year * 10000 - birth.month * 100 - birth.day) // 10000


def near(word: Any, allowed: list[str]) -> str:
    """A suggestion where the word is close to an allowed one."""
    found = get_close_matches(word, allowed, 1, 0.6) if isinstance(word, str) else []
    return f"，是不是 {found[0]}" if found else ""


def shown(value: Any) -> str:
    """A value as it stood in the input, on one line, not longer than a line."""
    if value is None:
        return "没有写"
    try:
        text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (dict, list, tuple, bool)) else str(value)
    except (ValueError, RecursionError):  # from Python: a list in itself, a number of ten thousand digits
        text = "写不出来的值"
    text = " ".join(text.split()).encode("utf-8", "backslashreplace").decode("utf-8")
    text = "".join(c if c.isprintable() else "?" for c in text)
    return f"“{text}”" if len(text) <= 40 else f"“{text[:40]}…”"


_WHY = {errno.ENOENT: "没有这个目录或文件", errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EROFS: "只能读，不能写",
        errno.EISDIR: "是一个目录", errno.ENOTDIR: "上一层不是目录", errno.EEXIST: "已经有同名的文件", errno.ENOSPC: "磁盘满了",
        errno.EDQUOT: "磁盘满了", errno.ENAMETOOLONG: "名字太长"}


def why(error: OSError) -> str:
    """Why the system refused a file, in words."""
    return _WHY.get(error.errno or (errno.ENOENT if isinstance(error, FileNotFoundError) else 0), "读写出了错")


def _bounds(fact: Fact) -> str:
    what = "整数" if fact.type == "int" else "数"
    unit = f"（{fact.unit}）" if fact.unit else ""
    return f"{fact.minimum} 到 {fact.maximum} 的{what}{unit}" if fact.maximum is not None else f"不小于 {fact.minimum} 的{what}{unit}"


def number(value: Any) -> Exact | None:
    """An exact number, or None where `value` is not one (true, text, NaN)."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    if isinstance(value, Decimal) and abs(value.adjusted()) > 30:
        return None
    return exact(value)


def _line(text: str) -> str:
    """A field name on one line, whatever stood in the input."""
    return shown(text)[1:-1] if not text.isprintable() or len(text) > 80 else text


class _Reader:
    def __init__(self, book: Book, as_of: date):
        self.book, self.as_of, self.problems = book, as_of, []
        self.allowed = {of: [f.id for f in book.facts.values() if f.of == of and not f.derived] for of in ("household", "person")}

    def bad(self, where: str, value: Any, allowed: str) -> None:
        self.problems.append(f"{_line(where)}：{shown(value)} 不行。{allowed}")

    def value(self, fact: Fact, value: Any, where: str) -> Any:
        """The checked value, or None when it is unknown or wrong (then a problem is noted)."""
        if value is None:
            return None
        if fact.type == "bool":
            if isinstance(value, bool):
                return value
            self.bad(where, value, "允许 true、false，不知道就不写")
        elif fact.type in ("int", "number"):
            found = number(value)
            if found is None or (fact.type == "int" and type(found) is not int) or found < fact.minimum \
                    or (fact.maximum is not None and found > fact.maximum):
                self.bad(where, value, "允许 " + _bounds(fact))
            else:
                return found
        elif fact.type == "date":
            try:
                return date.fromisoformat(value) if isinstance(value, str) and DAY.match(value) else self._no_date(where, value)
            except ValueError:
                self._no_date(where, value)
        elif fact.type == "choice":
            options = [o.value for o in fact.options]
            if isinstance(value, str) and value in options:
                return value
            self.bad(where, value, "允许：" + "、".join(options) + near(value, options))
        elif fact.type == "choices":
            options = [o.value for o in fact.options]
            if isinstance(value, (list, tuple)) and all(isinstance(v, str) and v in options for v in value):
                return tuple(dict.fromkeys(value))
            wrong = next((v for v in value if v not in options), value) if isinstance(value, (list, tuple)) else value
            self.bad(where, wrong, "要写成列表，允许：" + "、".join(options) + near(wrong, options))
        return None

    def _no_date(self, where: str, value: Any) -> None:
        self.bad(where, value, "日期要写成 1944-05-01 这样")

    def facts(self, of: str, raw: Mapping, where: str, skip: tuple[str, ...]) -> dict[str, Any]:
        found = {}
        for key, value in raw.items():
            if key in skip:
                continue
            fact = self.book.facts.get(key)
            if fact is None or fact.of != of or fact.derived:
                self.bad(f"{where}.{key}", value, "没有这一项" + near(key, self.allowed[of])
                         + ("（这一项要写在 household 里）" if fact and fact.of == "household" else
                            "（这一项要写在 members 里）" if fact and not fact.derived else ""))
                continue
            checked = self.value(fact, value, f"{where}.{key}")
            if checked is not None:
                found[key] = checked
        return found

    def person(self, raw: Any, i: int) -> Person | None:
        where = f"members[{i}]"
        if not isinstance(raw, Mapping):
            self.bad(where, raw, "每个人要写成 {…}")
            return None
        label = raw.get("id")
        if not isinstance(label, str) or not _LABEL.match(label) or _DIGITS.search(label) or label == "household":
            self.bad(f"{where}.id", label, "要写一个代号，如 p1（不写姓名、证件号）")
            label = f"#{i + 1}"
        where = f"members[{i}]（{label}）"
        facts = self.facts("person", raw, where, ("id",))
        if raw.get("relation") is None:
            options = [o.value for o in self.book.facts["relation"].options]
            self.bad(f"{where}.relation", None, "要写，允许：" + "、".join(options))
            facts["relation"] = "other"
        elif "relation" not in facts:
            facts["relation"] = "other"
        born = facts.get("birth_date")
        if born is not None:
            age, most = age_on(born, self.as_of), int(self.book.facts["age"].maximum)
            if born > self.as_of or age > most:
                self.bad(f"{where}.birth_date", born, f"要在 {self.as_of} 以前，年龄 0 到 {most} 岁")
            elif "age" in facts and facts["age"] != age:
                self.bad(f"{where}.age", facts["age"], f"和 birth_date（{born}）对不上，按 {self.as_of} 算是 {age} 岁；两样写一样就行")
            facts["age"] = age
        grade, category = facts.get("disability_grade"), facts.get("disability_category")
        if grade is not None and category in (None, "none"):
            self.bad(f"{where}.disability_grade", grade, "写了等级，就要写 disability_category（残疾类别，不能是 none）")
        for fact in self.book.facts.values():
            if fact.part_of and fact.id in facts and fact.part_of in facts and facts[fact.id] > facts[fact.part_of]:
                self.bad(f"{where}.{fact.id}", facts[fact.id],
                         f"是 {fact.part_of} 的一部分，最多 {facts[fact.part_of]}")
        return Person(label, facts)

    def income(self, raw: Any, labels: list[str]) -> tuple[Income, ...] | None:
        if not isinstance(raw, (list, tuple)):
            self.bad("household.income", raw, "要写成列表；没有收入写 []，不知道就不写")
            return None
        if len(raw) > MOST_INCOMES:
            self.bad("household.income", f"{len(raw)} 项", f"最多写 {MOST_INCOMES} 项")
            return None
        most = self.book.facts["monthly_income"].maximum
        found = []
        for i, entry in enumerate(raw):
            where = f"household.income[{i}]"
            if not isinstance(entry, Mapping):
                self.bad(where, entry, "要写成 {kind, member, monthly 或 annual}")
                continue
            keys = ["kind", "member", "monthly", "annual", "months_in_job"]
            for key in entry:
                if key not in keys:
                    self.bad(f"{where}.{key}", entry[key], "没有这一项" + near(key, keys))
            kind, member = entry.get("kind"), entry.get("member")
            if kind not in INCOME_KINDS:
                self.bad(f"{where}.kind", kind, "允许：" + "、".join(INCOME_KINDS) + near(kind, list(INCOME_KINDS)))
                continue
            if member is not None and member not in labels:
                self.bad(f"{where}.member", member, "允许：" + "、".join(labels))
            elif member is None and kind not in OF_THE_HOUSEHOLD:
                self.bad(f"{where}.member", None, f"{kind} 要写是谁的，允许：" + "、".join(labels))
            amounts = {}
            for key, times in (("monthly", 1), ("annual", 12)):
                if entry.get(key) is not None:
                    amount = number(entry[key])
                    if amount is None or not 0 <= amount <= most * times:
                        self.bad(f"{where}.{key}", entry[key], f"允许 0 到 {most * times} 的数（元）")
                    else:
                        amounts[key] = amount
            if entry.get("monthly") is not None and entry.get("annual") is not None:
                self.bad(f"{where}.annual", entry["annual"], "monthly 和 annual 只能写一个")
            monthly = amounts.get("monthly")
            if monthly is None and "annual" in amounts:
                monthly = exact(Fraction(amounts["annual"]) / 12)
            months = entry.get("months_in_job")
            if months is not None:
                if kind not in WITH_MONTHS:
                    self.bad(f"{where}.months_in_job", months, "只有 first_job、first_business 才写")
                elif type(number(months)) is not int or not 0 <= number(months) <= 1200:
                    self.bad(f"{where}.months_in_job", months, "允许 0 到 1200 的整数（个月）")
                    months = None
                else:
                    months = number(months)
            found.append(Income(kind, member, monthly, months))
        return tuple(found)


def read(data: Any, book: Book, as_of: date) -> Household:
    """`data` checked against the vocabulary on `as_of`. Raises InputError with all problems at once."""
    reader = _Reader(book, as_of)
    if not isinstance(data, Mapping):
        raise InputError([f"输入：{shown(data)} 不行。要写成 {{\"household\": {{…}}, \"members\": [{{…}}]}}"])
    for key in data:
        if key not in ("household", "members"):
            reader.bad(str(key), data[key], "没有这一项，允许：household、members" + near(key, ["household", "members"]))
    raw_household = data.get("household")
    raw_household = {} if raw_household is None else raw_household
    if not isinstance(raw_household, Mapping):
        reader.bad("household", raw_household, "要写成 {…}")
        raw_household = {}
    raw_members = data.get("members")
    if not isinstance(raw_members, (list, tuple)) or not 1 <= len(raw_members) <= MOST_MEMBERS:
        said = f"{len(raw_members)} 个人" if isinstance(raw_members, (list, tuple)) else raw_members
        reader.bad("members", said, f"要写成列表，1 到 {MOST_MEMBERS} 个人")
        raise InputError(reader.problems)
    people = [p for i, raw in enumerate(raw_members) if (p := reader.person(raw, i)) is not None]
    labels = [p.id for p in people]
    for label in sorted({x for x in labels if labels.count(x) > 1}):
        reader.bad("members[].id", label, "写了两遍，每个人的代号要不一样")
    applicants = sum(p.facts["relation"] == "self" for p in people)
    if applicants != 1:
        reader.bad("members[].relation", f"{applicants} 个 self", "要正好有一个人是 self（本人）")
    facts = reader.facts("household", raw_household, "household", ("income",))
    income = None
    if raw_household.get("income") is not None:
        income = reader.income(raw_household["income"], labels)
        if raw_household.get("monthly_income") is not None:
            reader.bad("household.monthly_income", raw_household["monthly_income"], "和 income 只能写一个")
    if reader.problems:
        raise InputError(reader.problems)
    facts["members"] = len(people)
    return Household(facts, tuple(people), income, as_of)


def answers_of(household: Household, book: Book) -> dict[str, Any]:
    """The answers of a household as `read` takes them: what is known exactly; bands and presumptions are not in them."""
    facts = {k: _raw(v) for k, v in household.facts.items() if not book.facts[k].derived}
    if household.income is not None:
        facts["income"] = [{"kind": e.kind, "member": e.member, "annual": None if e.monthly is None else _raw(exact(e.monthly * 12)),
                            "months_in_job": e.months_in_job} for e in household.income]
    return {"household": facts, "members": [
        {"id": p.id, "relation": "other"} | {k: _raw(v) for k, v in p.facts.items()
                                             if not book.facts[k].derived and not (k == "age" and "birth_date" in p.facts)}
        for p in household.people]}


def _raw(value: Any) -> Any:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
