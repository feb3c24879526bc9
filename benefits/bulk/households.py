"""A register that was read, household by household, as the input of the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from ..content import Book
from ..household import INCOME_KINDS
from ..model import Fact
from ..numbers import exact
from .answer import Register
from .lower import DECIMALS
from .picture import RECEIVING, receiving
from .register import Range
from .upload import opened


def households(part: Range, book: Book) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each household's number and {"household": {...}, "members": [...]}; what is not known is left out."""
    people = _told(part.persons, [f for f in book.facts.values() if f.of == "person"], book)
    houses = _told(part.households, [f for f in book.facts.values() if f.of == "household"], book)
    labels = part.persons["id"].to_list()
    members: list[list[dict[str, Any]]] = [[] for _ in houses]
    for h, label, facts in zip(part.persons["h"].to_list(), labels, people, strict=True):
        if "birth_date" in facts:
            facts.pop("age", None)
        members[h].append({"id": label, **facts})
    for entry in () if part.entries is None else part.entries.iter_rows(named=True):
        houses[entry["h"]].setdefault("income", []).append({k: v for k, v in {
            "kind": INCOME_KINDS[entry["kind"]], "member": None if entry["i"] is None else labels[entry["i"]],
            "annual": None if entry["amount"] is None else _number(entry["amount"]), "months_in_job": entry["months_in_job"]}.items()
            if v is not None})
    for number, facts, family in zip(part.households["household_id"].to_list(), houses, members, strict=True):
        yield number, {"household": facts, "members": family}


def _told(frame: pl.DataFrame, facts: list[Fact], book: Book) -> list[dict[str, Any]]:
    """One dict a row, of the known facts."""
    found: list[dict[str, Any]] = [{} for _ in range(frame.height)]
    for fact in facts:
        if fact.id not in frame.columns or fact.derived:
            continue
        tell = _telling(fact)
        for row, value in zip(found, frame[fact.id].to_list(), strict=True):
            if value is not None:
                row[fact.id] = tell(value)
    return found


def _telling(fact: Fact) -> Callable[[Any], Any]:
    options = [o.value for o in fact.options]
    if fact.type == "choice":
        return options.__getitem__
    if fact.type == "choices":
        return lambda bits: [o for i, o in enumerate(options) if bits >> i & 1]
    if fact.type == "number":
        return _number
    return str if fact.type == "date" else lambda value: value


def _number(parts: int) -> int | float:
    """Ten-thousandths as a number that prints exactly."""
    value = exact(Fraction(parts, DECIMALS))
    return value if isinstance(value, int) else float(value)


# --- a roster handed over -----------------------------------------------------------------------------------------

PLACES = 3  # so many lines to be mended are named with the household they keep out
MOST_BYTES, MOST_UNPACKED = 20 * 2**20, 200 * 2**20  # of a roster for the desk


HOUSE = "户号"  # before the number of a household that was set aside


def _kept_out(faults: Sequence[str]) -> str:
    """Why a whole household is set aside: the lines that have to be mended for it."""
    places = "、".join(dict.fromkeys(faults[:PLACES])) + ("等" if len(faults) > PLACES else "")
    return f"整户先没有放进来，改好{places}再放" if places else "这一户有写错的，整户先没有放进来"


@dataclass(frozen=True)
class Roster:
    """Households: number, input of the contract, ids of the benefits somebody in it receives already. And what was set aside:
    where (table and row), column, reason. synthetic: they are invented."""

    found: list[tuple[str, dict[str, Any], frozenset[str]]]
    rejects: list[tuple[str, str, str]]
    synthetic: bool


def roster(files: Mapping[str, tuple[str, bytes]], book: Book, day: date) -> Roster:
    """The households in the tables (persons, and if there are any households, income), each with its name and bytes. Raises
    InputError where they cannot be used; a single row that cannot be read sets its household aside."""
    handed = opened(files, book, MOST_BYTES, MOST_UNPACKED)
    tables = handed.tables
    register = Register(tables["persons"], tables.get("households"), tables.get("income"), as_of=day, book=book)
    has, odd = receiving(tables["persons"], register, book) or (None, ())
    received: dict[str, set[str]] = {}
    for number, benefit in () if has is None else has.select("household_id", "benefit").iter_rows():
        received.setdefault(number, set()).add(benefit)
    found = [(number, data, frozenset(received.get(number, ()))) for part in register.ranges for number, data in households(part, book)]
    rejects, faults, out = [], dict[str, list[str]](), []  # the lines that cannot be read, by household; then the households they keep out
    for r in register.rejects.iter_rows(named=True):
        if r["row"]:
            where = f"{r['table']}第 {r['row'] + handed.first[r['table']] - 1} 行"
            faults.setdefault(r["household_id"], []).append(where)
            rejects.append((where, r["column"], f"“{r['value']}” {r['reason']}" if r["value"] else r["reason"]))
        else:
            out.append(r["household_id"])
    rejects += [(f"{HOUSE} {number}", "", _kept_out(faults.get(number, ()))) for number in out]
    rejects += [("人员表", RECEIVING, f"“{word}”没有认出来，别的照收") for word in odd]
    return Roster(found, rejects, handed.synthetic)
