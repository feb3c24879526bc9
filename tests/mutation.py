"""Breaks the content piece by piece and looks whether a case turns red: `python -m tests.mutation`.

Each condition, limit, amount and department list of every row is changed in turn, in the loaded Book (no file is touched);
then the term, the groups of areas, the stacking, every step of every figure with its dates, and the numbers of the means
test. A mutant of a row is killed when a case of tests/cases/ that names it fails, or when its card in tests/golden_rows.json
no longer fits; the others when a recorded step, one of the days on which something changes, a case or one of the first random
households says otherwise. Survivors must be listed in tests/mutation_equivalent.yaml with the reason.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from benefits import income
from benefits import model as m
from benefits.content import FOLDER, Book, load
from benefits.report import report
from benefits.screen.prepared import _BOOKS, rulebook
from benefits.yaml_reader import read
from tests.comparison import differences, drawn
from tests.days import DAYS, STEPS, TERM, every_day, every_step
from tests.long_form import keep
from tests.test_cases import BARE, CASES, bare, problems_of

HERE = Path(__file__).parent
SHARES = 16
EQUIVALENT = HERE / "mutation_equivalent.yaml"
# the days on which a figure or the term begins or ends, and the days before and after
CHANGES = [day for day in DAYS if {day + timedelta(days=d) for d in (-1, 0, 1)} & {
    *(date.fromisoformat(str(end)) for steps in STEPS.values() for step in steps for end in step[1:3] if end), *map(date.fromisoformat, TERM)}]


def card(row: m.Benefit) -> dict[str, Any]:
    """What a row is besides its conditions and amounts: compared with the golden file."""
    return {"name": row.name, "unit": row.unit, "sentences": list(row.sentences), "departments": list(row.departments), "scope": row.scope,
            "hukou": row.hukou, "basis": row.basis, "period": row.period, "pays": row.pays, "group": row.group,
            "may_overlap": row.may_overlap, "order": row.order}


def conditions(cond: Any, facts: dict[str, m.Fact]) -> Iterator[tuple[str, Any]]:
    """Every single change of a condition, with a name for it."""
    if isinstance(cond, m.Test):
        yield from _tests(cond, facts[cond.fact])
    elif isinstance(cond, m.Meets):
        return
    elif isinstance(cond, m.All | m.AnyOf):
        key = "all" if isinstance(cond, m.All) else "any"
        parts = getattr(cond, key)
        for i, part in enumerate(parts):
            for name, changed in conditions(part, facts):
                yield f"{key}[{i}].{name}", cond.model_copy(update={key: (*parts[:i], changed, *parts[i + 1:])})
            if len(parts) > 1:
                yield f"{key}[{i}] left out", cond.model_copy(update={key: (*parts[:i], *parts[i + 1:])})
    else:
        key = {m.Not: "not_", m.SomeMember: "some_member", m.UnlessKnown: "unless_known", m.Known: "known"}[type(cond)]
        for name, changed in conditions(getattr(cond, key), facts):
            yield f"{key}.{name}", cond.model_copy(update={key: changed})
        if key == "not_":
            yield "not taken away", cond.not_


_SWAP = {"at_least": "more_than", "more_than": "at_least", "at_most": "less_than", "less_than": "at_most"}


def _tests(test: m.Test, fact: m.Fact) -> Iterator[tuple[str, m.Test]]:
    word = test.word
    if word == "is":
        if isinstance(test.is_, bool):
            yield f"{fact.id} turned", test.model_copy(update={"is_": not test.is_})
        else:
            other = next(o.value for o in fact.options if o.value != test.is_)
            yield f"{fact.id} is {other}", test.model_copy(update={"is_": other})
    elif word in ("one_of", "none_of", "includes_any"):
        values = getattr(test, word)
        for value in values:
            rest = tuple(v for v in values if v != value)
            if rest:
                yield f"{fact.id} without {value}", test.model_copy(update={word: rest})
        groups = {"city_districts": "counties", "counties": "city_districts", "wenzhou": "city_districts", "elsewhere": "counties"}
        if len(values) == 1 and values[0] in groups:
            yield f"{fact.id} in another group", test.model_copy(update={word: (groups[values[0]],)})
    elif word in _SWAP:
        limit = getattr(test, word)
        yield f"{fact.id} {_SWAP[word]}", test.model_copy(update={word: None, _SWAP[word]: limit})
        if isinstance(limit, m.Value):
            for step in (1, -1):
                yield f"{fact.id} limit {step:+}", test.model_copy(update={word: m.Value(number=limit.number + step)})
    elif word == "same_area_as":
        yield "districts", test.model_copy(update={"districts": "apart" if test.districts == "together" else "together"})


def amounts(expr: Any, facts: dict[str, m.Fact]) -> Iterator[tuple[str, Any]]:
    """Every single change of an amount."""
    if isinstance(expr, m.Value):
        yield f"{expr.number} changed", m.Value(number=expr.number + 1)
    elif isinstance(expr, m.Between):
        for i in (0, 1):
            ends = list(expr.between)
            ends[i] += 1
            yield f"end {i}", m.Between(between=tuple(ends))
    elif isinstance(expr, m.Case):
        for i, branch in enumerate(expr.case):
            rest = (expr.case[:i], expr.case[i + 1:])
            for name, changed in conditions(branch.when, facts):
                yield f"case[{i}].{name}", expr.model_copy(update={"case": (*rest[0], branch.model_copy(update={"when": changed}), *rest[1])})
            if branch.pays is not None:
                for name, changed in amounts(branch.pays, facts):
                    yield f"case[{i}].{name}", expr.model_copy(update={"case": (*rest[0], branch.model_copy(update={"pays": changed}), *rest[1])})
            if branch.basis is not None:
                yield f"case[{i}] basis", expr.model_copy(update={"case": (*rest[0], branch.model_copy(update={"basis": None}), *rest[1])})
            if len(expr.case) > 1:
                yield f"case[{i}] left out", expr.model_copy(update={"case": (*rest[0], *rest[1])})
        if expr.otherwise is not None:
            for name, changed in amounts(expr.otherwise, facts):
                yield f"otherwise.{name}", expr.model_copy(update={"otherwise": changed})
    else:
        for key in ("times", "plus", "minus", "over", "least", "greatest"):
            parts = getattr(expr, key, ())
            for i, part in enumerate(parts):
                for name, changed in amounts(part, facts):
                    yield f"{key}[{i}].{name}", expr.model_copy(update={key: (*parts[:i], changed, *parts[i + 1:])})
                if key in ("least", "greatest", "times"):
                    rest = (*parts[:i], *parts[i + 1:])
                    yield f"{key}[{i}] left out", rest[0] if len(rest) == 1 else expr.model_copy(update={key: rest})
        for key, walk in (("count_members", conditions), ("where", conditions), ("best_member", amounts), ("otherwise", amounts)):
            part = getattr(expr, key, None)
            if part is not None:
                for name, changed in walk(part, facts):
                    yield f"{key}.{name}", expr.model_copy(update={key: changed})


def mutants(book: Book) -> Iterator[tuple[str, Book, set[str]]]:
    """Every mutant: its name, the broken Book, and the rows it touches."""
    facts = book.facts

    def row(old: m.Benefit, name: str, **changes: Any):
        return f"{old.id}: {name}", replace(book, benefits={**book.benefits, old.id: old.model_copy(update=changes)}), {old.id}

    for b in book.screened():
        if b.eligible_when is not None:
            for name, changed in conditions(b.eligible_when, facts):
                yield row(b, f"eligible_when.{name}", eligible_when=changed)
        for i, case in enumerate(b.possible_when):
            rest = (*b.possible_when[:i], *b.possible_when[i + 1:])
            if rest or b.eligible_when is not None:
                yield row(b, f"possible_when[{i}] left out", possible_when=rest)
            for name, changed in conditions(case.when, facts):
                cases = (*b.possible_when[:i], case.model_copy(update={"when": changed}), *b.possible_when[i + 1:])
                yield row(b, f"possible_when[{i}].{name}", possible_when=cases)
        for key in ("amount", "months_paid"):
            if getattr(b, key) is not None:
                for name, changed in amounts(getattr(b, key), facts):
                    yield row(b, f"{key}.{name}", **{key: changed})
                yield row(b, f"{key} left out", **{key: None})
        for name, number in b.limits.items():
            for step in (1, -1):
                yield row(b, f"limit {name} {step:+}", limits={**b.limits, name: number + step})
        for key, other in (("scope", {"all": "city", "city": "all"}), ("hukou", {"wenzhou": "any", "any": "wenzhou"}),
                           ("basis", {"exact": "at_least", "at_least": "exact", "at_most": "exact", "local": "exact", "in_kind": "exact"}),
                           ("pays", {"cash": "in_kind", "in_kind": "cash", "loan": "cash"}),
                           ("period", {"month": "year", "year": "month", "once": "year"})):
            value = getattr(b, key)
            if value in other:
                yield row(b, f"{key} {other[value]}", **{key: other[value]})
        yield row(b, "a department less", departments=b.departments[:-1] or ("市民政局",))
        for key in ("group", "may_overlap"):
            if getattr(b, key):
                yield row(b, f"no {key}", **{key: None})
    users = {d: {b.id for b in book.screened() if d in _meets(book, (b,))} for d in book.definitions}
    for d in book.definitions.values():
        for name, changed in conditions(d.when, facts):
            broken = replace(book, definitions={**book.definitions, d.id: d.model_copy(update={"when": changed})})
            yield f"definition {d.id}: {name}", broken, users[d.id] | {"*" if d.id in ("wenzhou_hukou", "city_hukou") else d.id}


def _meets(book: Book, part: Any) -> set[str]:
    """The definitions a part of content uses, directly or through others."""
    found: set[str] = set()
    if isinstance(part, m.Meets):
        found |= {part.meets} | _meets(book, book.definitions[part.meets].when)
    elif isinstance(part, m.Part):
        for name in type(part).model_fields:
            found |= _meets(book, getattr(part, name))
    elif isinstance(part, tuple):
        for one in part:
            found |= _meets(book, one)
    return found


def survives(broken: Book, rows: set[str], golden: dict) -> bool:
    """Whether nothing turns red."""
    if any(card(broken.benefits[r]) != golden[r] for r in rows if r in broken.benefits):
        return False
    try:
        return not any(problems_of(case, broken) for _, _, case in CASES
                       if "*" in rows or {key.split()[0] for key in case["expect"]} & {*rows, "totals"})
    except Exception:
        return False
    finally:
        forget(broken)


def forget(broken: Book) -> None:
    """Nothing compiled from a broken Book is kept."""
    _BOOKS.pop(id(broken), None)
    rulebook.cache_clear()


def around(book: Book) -> Iterator[tuple[str, Book]]:
    """Every mutant of what stands around the rows: term, areas, stacking, figures and their dates."""
    policy = book.policy

    def changed(name: str, **changes: Any) -> tuple[str, Book]:
        return f"policy: {name}", replace(book, policy=policy.model_copy(update=changes))

    for key in ("starts", "ends"):
        for days in (1, -1):
            yield changed(f"{key} {days:+}", **{key: getattr(policy, key) + timedelta(days=days)})
    for name, group in policy.groups.items():
        for area in group.areas:
            less = group.model_copy(update={"areas": tuple(a for a in group.areas if a != area)})
            yield changed(f"group {name} without {area}", groups={**policy.groups, name: less})
    for place in policy.parameter_areas:
        yield changed(f"no figures of {place}", parameter_areas=tuple(p for p in policy.parameter_areas if p != place))
    for name, group in policy.stacking.items():
        other = group.model_copy(update={"per": "household" if group.per == "person" else "person"})
        yield changed(f"stacking {name} per {other.per}", stacking={**policy.stacking, name: other})
    for p in book.parameters.values():
        for name, changes in figures(p, book.facts):
            yield f"figure {p.id}: {name}", replace(book, parameters={**book.parameters, p.id: p.model_copy(update=changes)})


def figures(p: m.Parameter, facts: dict[str, m.Fact]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every single change of one figure: its formula, each step's dates, value and confidence."""
    if p.formula is not None:
        yield from ((f"formula.{name}", {"formula": broken}) for name, broken in amounts(p.formula, facts))
    if p.stands_in is not None:
        yield "stands in for nothing", {"stands_in": None}
    for i, step in enumerate(p.values):
        here, rest = f"{step.area} {step.from_}", (p.values[:i], p.values[i + 1:])
        yield f"{here} left out", {"values": (*rest[0], *rest[1])}
        changes = [(f"from {days:+}", {"from_": step.from_ + timedelta(days=days)}) for days in (1, -1)]
        if step.known_until is not None:
            changes += [(f"known until {days:+}", {"known_until": step.known_until + timedelta(days=days)}) for days in (1, -1)]
        changes += [(f"{key} changed", {key: getattr(step, key) + 1}) for key in ("value", "low", "high") if getattr(step, key) is not None]
        changes.append(("confidence", {"confidence": "official" if step.confidence == "reported" else "reported"}))
        for name, update in changes:
            yield f"{here} {name}", {"values": (*rest[0], step.model_copy(update=update), *rest[1])}


def unseen(broken: Book) -> bool:
    """Whether a mutant of what stands around the rows turns nothing red."""
    plain = bare(broken)
    try:
        return not (every_step(broken) or every_day(broken, CHANGES)["difference_count"] or any(drawn_differently(broken, plain))
                    or any(problems_of(case, plain) for _, _, case in CASES))
    except Exception:
        return False
    finally:
        forget(broken)
        forget(plain)


def drawn_differently(broken: Book, plain: Book) -> Iterator[str]:
    """What a broken Book says otherwise of the first random households."""
    for seed in range(300):
        data, day, given, _, local = drawn(seed)
        yield from differences(data, day, given, broken if given is None else plain, local, Counter())


def means(book: Book) -> Iterator[tuple[str, bool]]:
    """The numbers of the means test, one more and one less: whether nothing turns red."""
    for name in [name for name, value in vars(income).items() if name.isupper() and isinstance(value, int)]:
        whole = getattr(income, name)
        for step in (1, -1):
            setattr(income, name, whole + step)
            try:
                yield f"income: {name} {step:+}", not (any(problems_of(case) for _, _, case in CASES)
                                                       or any(drawn_differently(book, BARE)))
            finally:
                setattr(income, name, whole)


def tried(share: int, of: int, every: int) -> tuple[int, list[str]]:
    """Every `of`-th mutant from `share` on, of these every `every`-th: how many, and who lived."""
    golden = json.loads((HERE / "golden_rows.json").read_text(encoding="utf-8"))
    number, alive = 0, []
    looks = chain(((name, lambda broken=broken, rows=rows: survives(broken, rows, golden)) for name, broken, rows in mutants(BARE)),
                  ((name, lambda broken=broken: unseen(broken)) for name, broken in around(load())))
    for i, (name, lives) in enumerate(looks):
        if i % every == 0 and i // every % of == share:
            number += 1
            alive += [name] if lives() else []
    return number, alive


def main(arguments: list[str]) -> int:
    """Prints survivors that nobody has listed as equivalent; every n-th mutant only, where an n is given."""
    every = int(arguments[0]) if arguments else 1
    listed = {e["mutant"]: e["reason"] for e in read(EQUIVALENT) or []}
    number, alive = 0, []
    with ProcessPoolExecutor() as pool:
        for n, found in pool.map(tried, range(SHARES), [SHARES] * SHARES, [every] * SHARES):
            number, alive = number + n, alive + found
    for name, lives in means(load()) if every == 1 else ():
        number, alive = number + 1, alive + ([name] if lives else [])
    fresh = [name for name in alive if name not in listed]
    counts = {"tried": number, "killed": number - len(alive), "equivalent": len(alive) - len(fresh), "left": len(fresh)}
    print("{tried} 处改坏，{killed} 处被测试发现，{equivalent} 处已说明是等价的，{left} 处没被发现".format(**counts))
    print("\n".join(fresh))
    if every == 1:
        print("\n".join(f"不再需要的说明：{name}" for name in listed if name not in alive))
        keep(FOLDER / "accuracy.json", {**(report() or {}), "mutation": counts})
    return 1 if fresh else 0


def write_golden() -> None:
    """Writes the cards anew, after they were compared with the document by hand."""
    text = json.dumps({row.id: card(row) for row in BARE.benefits.values()}, ensure_ascii=False, indent=1)
    (HERE / "golden_rows.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--golden"]:
        write_golden()
    else:
        sys.exit(main(sys.argv[1:]))
