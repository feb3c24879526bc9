"""Conditions and amounts, wherever they stand: names are there, limits suit their facts, every condition has its source."""

from __future__ import annotations

from typing import Any

from .. import model as m
from .checking import Check
from .messages import hint


def condition(check: Check, cond: Any, unit: str, sourced: bool, limits: dict, name: str, path: tuple, key: Any,
              inside: tuple[str, ...] = (), negated: bool = False, ours: bool = False) -> None:
    """A condition on a person or household (`unit`), at `path` of a file and there at `key`.

    sourced: some part around already says where it comes from. limits: the numbers of the row, by name. inside: the definitions
    that led here; negated, ours: whether a `not`, and words that are not the document's, stand around."""
    path = path + (key,) if not isinstance(key, tuple) else path + key
    check.citations(cond.law, name, path)
    sourced = sourced or bool(cond.law or cond.general or cond.assumed)
    ours = bool(cond.general or cond.assumed) or (ours and not cond.law)
    if negated and ours:  # "not" would turn "never refutes" into "always may"
        check.bad(name, path, None, "原文没有的条件不能放在 not 里，请写成肯定的说法")
    again = (unit, sourced, limits, name, path)
    more: dict[str, Any] = {"negated": negated, "ours": ours}
    if isinstance(cond, (m.All, m.AnyOf)):
        key = "all" if isinstance(cond, m.All) else "any"
        for i, part in enumerate(getattr(cond, key)):
            condition(check, part, *again, (key, i), inside, **more)
    elif isinstance(cond, m.Not):
        condition(check, cond.not_, *again, "not", inside, negated=True, ours=ours)
    elif isinstance(cond, m.SomeMember):
        condition(check, cond.some_member, "person", sourced, limits, name, path, "some_member", inside, **more)
    elif isinstance(cond, m.UnlessKnown):
        condition(check, cond.unless_known, *again, "unless_known", inside, **more)
    elif isinstance(cond, m.Known):
        condition(check, cond.known, *again, "known", inside, **more)
    elif isinstance(cond, m.Meets):
        found = check.book.definitions.get(cond.meets)
        if found is None:
            check.bad(name, path, "meets", f"没有“{cond.meets}”这个说法{hint(cond.meets, check.book.definitions)}")
        elif cond.meets in inside:
            check.bad(name, path, "meets", "绕了一圈又回到自己：" + " → ".join((*inside, cond.meets)))
        else:
            if found.of == "person" and unit == "household":
                check.bad(name, path, "meets", f"“{cond.meets}”说的是一个人，要放在 some_member 里")
            if inside:
                condition(check, found.when, found.of, True, {}, name, path, "meets", (*inside, cond.meets))
    else:
        if not sourced:
            check.bad(name, path, None, f"条件“{cond.fact}”没写出处：加 law（原文）、general（一般规定）或 assumed（推断）")
        test(check, cond, unit, limits, name, path)


def test(check: Check, cond: m.Test, unit: str, limits: dict, name: str, path: tuple) -> None:
    """One fact against one limit: the fact is known here, the word suits its type, the limit is one of its values."""
    fact = check.known.get(cond.fact)
    if fact is None:
        check.bad(name, path, "fact", f"没有“{cond.fact}”这个情况{hint(cond.fact, check.known)}")
        return
    if fact.of == "person" and unit == "household":
        check.bad(name, path, "fact", f"“{cond.fact}”说的是一个人，要放在 some_member 里")
    word, limit = cond.word, cond.limit
    allowed = {"bool": ("is",), "choice": ("is", "one_of", "none_of"), "choices": ("includes_any",),
               "int": m.COMPARISONS, "number": m.COMPARISONS, "date": (), "label": (), "income": ()}[fact.type]
    if fact.id in ("hukou", "residence"):
        allowed = (*allowed, "same_area_as")
    if word not in allowed:
        check.bad(name, path, word, f"“{fact.id}”不能用 {word}，可以用：" + "、".join(allowed))
    elif fact.type == "bool":
        if not isinstance(limit, bool):
            check.bad(name, path, word, f"“{fact.id}”是是非题，要写 true 或 false，不是 {limit}")
    elif fact.type in ("choice", "choices") and word != "same_area_as":
        values = [option.value for option in fact.options]
        groups = check.book.policy.groups if set(values) & set(check.book.policy.areas) else {}
        for value in (limit,) if word == "is" else limit:
            if value not in values and not (value in groups and word != "is"):
                check.bad(name, path, word, f"“{fact.id}”没有“{value}”这一项{hint(value, [*values, *groups])}")
    elif word in m.COMPARISONS:
        amount(check, limit, unit, limits, name, path, word)


def amount(check: Check, expr: Any, unit: str, limits: dict, name: str, path: tuple, key: Any) -> None:
    """An amount or limit for a person or household (`unit`): every number it names is there, and nothing is divided by nought."""
    path = path + (key,) if not isinstance(key, tuple) else path + key
    again = (unit, limits, name, path)
    if isinstance(expr, m.Named):
        if expr.name not in limits and expr.name not in check.book.parameters:
            check.bad(name, path, None, f"没有“{expr.name}”这个界限或标准{hint(expr.name, [*limits, *check.book.parameters])}")
    elif isinstance(expr, m.FactValue):
        fact = check.book.facts.get(expr.fact)
        if fact is None:
            check.bad(name, path, "fact", f"没有“{expr.fact}”这个情况{hint(expr.fact, check.book.facts)}")
        elif fact.type not in ("int", "number"):
            check.bad(name, path, "fact", f"“{expr.fact}”不是数，不能算")
        elif fact.of == "person" and unit == "household":
            check.bad(name, path, "fact", f"“{expr.fact}”说的是一个人，要放在 best_member 里")
    elif isinstance(expr, m.Case):
        for i, branch in enumerate(expr.case):
            condition(check, branch.when, unit, True, limits, name, path, ("case", i, "when"))
            if branch.pays is not None:
                amount(check, branch.pays, *again, ("case", i, "pays"))
        if expr.otherwise is not None:
            amount(check, expr.otherwise, *again, "otherwise")
    elif isinstance(expr, m.CountMembers):
        condition(check, expr.count_members, "person", True, limits, name, path, "count_members")
    elif isinstance(expr, m.BestMember):
        condition(check, expr.where, "person", True, limits, name, path, "where")
        amount(check, expr.best_member, "person", limits, name, path, "best_member")
    elif isinstance(expr, m.Published):
        if expr.published not in check.book.parameters:
            check.bad(name, path, "published", f"没有“{expr.published}”这个标准{hint(expr.published, check.book.parameters)}")
        amount(check, expr.otherwise, *again, "otherwise")
    elif isinstance(expr, m.Over):
        divisor = expr.over[1]
        number = divisor.number if isinstance(divisor, m.Value) else limits.get(getattr(divisor, "name", ""))
        if number is None or number <= 0:
            check.bad(name, path, "over", "除数要是一个大于 0 的数，或 limits 里的名字")
        amount(check, expr.over[0], *again, ("over", 0))
    else:
        for key in ("times", "plus", "minus", "least", "greatest"):
            for i, part in enumerate(getattr(expr, key, ())):
                amount(check, part, *again, (key, i))
