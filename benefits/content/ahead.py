"""acts.yaml, migrations.yaml, plan.yaml and time.yaml: what may change, with a household and with the names."""

from __future__ import annotations

from decimal import Decimal

from .. import model as m
from .checking import Check
from .messages import hint
from .tree import condition


def examine(check: Check) -> None:
    """Notes what these files name and nobody knows, and old names that are still in use."""
    for i, act in enumerate(check.book.acts.values()):
        _act(check, act, i)
    _migrations(check)
    _plan(check)
    for i, counter in enumerate(check.book.time.counters):
        _moves(check, counter, ("counters", i), ("int", "number"))
    for i, lapse in enumerate(check.book.time.lapses):
        _moves(check, lapse, ("lapses", i), ("bool", "choice"))


def _act(check: Check, act: m.Act, i: int) -> None:
    here = ("acts.yaml", (i,))
    if not (act.law or act.general):
        check.bad(*here, None, "少写了出处：law（原文）或 general（一般规定）")
    check.citations(act.law, *here)
    condition(check, act.sensible_when, "person" if act.of == "person" else "household", True, {}, *here, "sensible_when")
    if act.department not in check.book.policy.departments:
        check.bad(*here, "department", f"没有“{act.department}”这个部门{hint(act.department, check.book.policy.departments)}")
    for j, sets in enumerate(act.sets):
        fact = check.book.facts.get(sets.fact)
        if fact is None:
            check.bad(*here, ("sets", j, "fact"), f"没有“{sets.fact}”这个情况{hint(sets.fact, check.book.facts)}")
            continue
        if (fact.of == "household") is not (act.of == "household"):
            check.bad(*here, ("sets", j, "fact"), f"“{fact.id}”是{'全家' if fact.of == 'household' else '一个人'}的情况，和 of 对不上")
        if not sets.from_ and not sets.unknown:
            check.bad(*here, ("sets", j), "要写 from（原来是什么）或 unknown: true（原来不知道）")
        options = {o.value for o in fact.options}
        for value in (*sets.from_, sets.to):
            kinds = (bool,) if fact.type == "bool" else (str,) if options else (int, Decimal)
            if type(value) not in kinds or (options and value not in options):
                check.bad(*here, ("sets", j), f"“{fact.id}”没有“{value}”这个答案")


def _migrations(check: Check) -> None:
    for i, migration in enumerate(check.book.migrations):
        known = check.book.facts if migration.fact else check.book.benefits
        for name, wanted in ((migration.renamed, True), (migration.fact or migration.benefit, migration.becomes is not None)):
            if name is not None and (name in known) is not wanted:
                why = "没有" + hint(name, known) if wanted else "还在用，不能当旧名字"
                check.bad("migrations.yaml", (i,), None, f"“{name}”现在{why}")


def _plan(check: Check) -> None:
    plan, facts = check.book.plan, check.book.facts
    for part, of in (("papers", [p.fact for p in plan.papers]), ("carry", [c.fact for c in plan.carry])):
        for i, named in enumerate(of):
            if named is not None and named not in facts:
                check.bad("plan.yaml", (part, i), "fact", f"没有“{named}”这个情况{hint(named, facts)}")
    for told in (plan.unasked, *plan.rising_income.first):
        check.citations(told.law, "plan.yaml", ())


def _moves(check: Check, part: m.Counter | m.Lapse, path: tuple, types: tuple[str, ...]) -> None:
    fact = check.book.facts.get(part.fact)
    if fact is None or fact.type not in types:
        check.bad("time.yaml", path, "fact", f"没有“{part.fact}”这个情况，或者它不会随时间变{hint(part.fact, check.book.facts)}")
    elif isinstance(part, m.Counter) and part.while_ is not None:
        condition(check, part.while_, fact.of, True, {}, "time.yaml", path, "while")
