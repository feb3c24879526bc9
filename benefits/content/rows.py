"""benefits/ and documents/: every row names sentences, departments, facts and groups that are there."""

from __future__ import annotations

from .. import model as m
from .checking import Check
from .messages import hint
from .tree import amount, condition


def examine(check: Check) -> None:
    """Notes in every row what it names and nobody knows, and places in the order that are taken."""
    orders: dict[int, str] = {}
    for row in check.book.benefits.values():
        name = check.book.files[row.id]
        if row.order in orders:
            check.bad(name, (), "order", f"order {row.order} 和 {orders[row.order]} 重了")
        orders[row.order] = row.id
        _sentences(check, row, name)
        _names(check, row, name)
        (_organisation if row.unit == "organisation" else _rule)(check, row, name)


def _sentences(check: Check, row: m.Benefit, name: str) -> None:
    document = check.book.document(row)
    for i, sentence in enumerate(row.sentences):
        mark = document.mark if isinstance(document, m.FurtherDocument) else ""
        if bool(mark) is not ("#" in name) or not sentence.startswith(mark):
            check.bad(name, ("sentences", i), None, f"“{sentence}”不是这份文件的句子")
    if "#" in name and (row.scope, row.hukou) != ("all", "any"):
        check.bad(name, (), "hukou", "温州户口的总规定是主文件附则写的；这里写 hukou: any，户口的条件写进 eligible_when")
    for i, sentence in enumerate(row.sentences):
        if sentence not in check.book.sentences:
            check.bad(name, ("sentences", i), None, f"没有“{sentence}”这一句{hint(sentence, check.book.sentences)}")
    check.citations(row.quote, name, ("quote",))
    for sentence in sorted({c.sentence for c in row.quote} - set(row.sentences)):
        check.bad(name, (), "quote", f"quote 引了 {sentence}，sentences 里也要写上它")


def _names(check: Check, row: m.Benefit, name: str) -> None:
    if row.first_stop and row.ask_at:
        check.bad(name, (), "ask_at", "first_stop、ask_at 只能写一个")
    if row.first_stop:
        check.citations(row.first_stop.law, name, ("first_stop", "law"))
    for element, told in row.guide.items():
        check.citations(told.law, name, ("guide", element, "law"))
    if row.leads_to is not None:
        fact = check.book.facts.get(row.leads_to.fact)
        if fact is None or row.leads_to.value not in {o.value for o in fact.options}:
            check.bad(name, (), "leads_to", f"没有“{row.leads_to.fact}：{row.leads_to.value}”这个答案")
    if row.had_for and ((fact := check.book.facts.get(row.had_for)) is None or fact.type != "int"):
        check.bad(name, (), "had_for", f"“{row.had_for}”要是一样写个数的情况{hint(row.had_for, check.book.facts)}")
    for key, need in (*(("urgent", fact) for fact in row.urgent), *([("need", row.need)] if row.need else [])):
        if (fact := check.book.facts.get(need)) is None or fact.type != "bool":
            check.bad(name, (), key, f"“{need}”要是一样是非题的情况{hint(need, check.book.facts)}")
    for i, department in enumerate(row.departments):
        if department not in check.book.policy.departments:
            check.bad(name, ("departments", i), None, f"没有“{department}”这个部门{hint(department, check.book.policy.departments)}")
    if row.group and row.group not in check.book.policy.stacking:
        check.bad(name, (), "group", f"没有“{row.group}”这一组{hint(row.group, check.book.policy.stacking)}")
    if row.may_overlap and row.may_overlap not in check.book.policy.overlap:
        check.bad(name, (), "may_overlap", f"没有“{row.may_overlap}”{hint(row.may_overlap, check.book.policy.overlap)}")


def _organisation(check: Check, row: m.Benefit, name: str) -> None:
    for i, requirement in enumerate(row.requires):
        check.citations(requirement.law, name, ("requires", i, "law"))
    if row.amount is not None:
        amount(check, row.amount, "household", row.limits, name, (), "amount")
    if row.calculator is not None:
        asked = {**row.limits, **{i.id: 1 for i in row.calculator.inputs}}
        for key in ("counted", "most"):
            if getattr(row.calculator, key) is not None:
                amount(check, getattr(row.calculator, key), "household", asked, name, ("calculator",), key)
        for i, one in enumerate(row.calculator.inputs):
            if one.part_of is not None and one.part_of not in asked:
                check.bad(name, ("calculator", "inputs", i), "part_of", f"没有“{one.part_of}”这一问{hint(one.part_of, asked)}")


def _rule(check: Check, row: m.Benefit, name: str) -> None:
    if row.eligible_when is not None:
        condition(check, row.eligible_when, row.unit, False, row.limits, name, (), "eligible_when")
    for i, case in enumerate(row.possible_when):
        condition(check, case.when, row.unit, False, row.limits, name, ("possible_when", i), "when")
    if row.amount is not None:
        amount(check, row.amount, row.unit, row.limits, name, (), "amount")
    if row.months_paid is not None:
        amount(check, row.months_paid, row.unit, row.limits, name, (), "months_paid")
