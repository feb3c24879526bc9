"""facts.yaml and questions.yaml: topics, conditions of asking, and what an answer settles."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .. import model as m
from .checking import Check
from .messages import hint
from .tree import condition


def examine(check: Check) -> None:
    """Notes what facts, questions, presumptions and doubts name and nobody knows. A condition of these may name earlier questions."""
    _facts(check)
    heard = check.book.heard()
    known = {**check.book.facts, "alone": heard["alone"]}
    for i, question in enumerate(check.book.questions.values()):
        _question(check.knowing(known), question, i)
        known = {**known, question.id: heard[question.id]}  # a condition names earlier questions only
    _presumptions(check.knowing(known))
    _doubts(check.knowing({**known, "younger": heard["younger"]}))


def _facts(check: Check) -> None:
    own = len((check.reading.raw.get("facts.yaml") or {}).get("facts", ()))
    for i, fact in enumerate(check.book.facts.values()):
        here = ("facts.yaml", ("facts", i)) if i < own else ("questions.yaml", ("facts", i - own))
        if fact.topic not in check.book.topics:
            check.bad(*here, "topic", f"没有“{fact.topic}”这个题组{hint(fact.topic, check.book.topics)}")
        if fact.ask_when is not None:
            condition(check, fact.ask_when, fact.of, True, {}, *here, "ask_when")


def _question(check: Check, question: m.Question, i: int) -> None:
    name, path = "questions.yaml", ("questions", i)
    for key, topic in (("topic", question.topic), ("page", question.page or question.topic)):
        if topic not in check.book.sections:
            check.bad(name, path, key, f"没有“{topic}”这个题组{hint(topic, check.book.sections)}")
    if question.id in check.book.facts:
        check.bad(name, path, "id", f"“{question.id}”是一个情况的名字，题目请换个名字")
    if question.fact and question.fact not in check.book.facts:
        check.bad(name, path, "fact", f"没有“{question.fact}”这个情况{hint(question.fact, check.book.facts)}")
    if question.ask_when is not None:
        condition(check, question.ask_when, "household", True, {}, name, path, "ask_when")
    if question.among is not None:
        condition(check, question.among, "person", True, {}, name, path, "among")
    for j, reason in enumerate(question.because):
        for row in reason.of:
            if row not in check.book.benefits:
                check.bad(name, (*path, "because", j), "of", f"没有“{row}”这一项待遇{hint(row, check.book.benefits)}")
    seen: set[str] = set()
    for j, choice in enumerate(question.options):
        here = (*path, "options", j)
        if choice.id in seen:
            check.bad(name, here, "id", f"“{choice.id}”写了两遍")
        seen.add(choice.id)
        if choice.when is not None:
            condition(check, choice.when, "household", True, {}, name, here, "when")
        if choice.among is not None:
            condition(check, choice.among, "person", True, {}, name, here, "among")
        _settles(check, choice.sets, name, here, "sets")
        _settles(check, choice.closes or {}, name, here, "closes")


def _presumptions(check: Check) -> None:
    for i, presumption in enumerate(check.book.presumptions.values()):
        here = ("questions.yaml", ("presumed", i))
        condition(check, presumption.when, presumption.of, True, {}, *here, "when")
        if presumption.evident is not None:
            condition(check, presumption.evident, presumption.of, True, {}, *here, "evident")
        _settles(check, presumption.facts, *here, "facts")
        _settles(check, {f: list(values) for f, values in presumption.cannot.items()}, *here, "cannot")


def _doubts(check: Check) -> None:
    for i, doubt in enumerate(check.book.doubts.values()):
        here = ("questions.yaml", ("doubts", i))
        condition(check, doubt.when, doubt.of, True, {}, *here, "when")
        if doubt.change and doubt.change not in check.book.questions:
            check.bad(*here, "change", f"没有“{doubt.change}”这一题{hint(doubt.change, check.book.questions)}")


def _settles(check: Check, values: dict[str, Any], name: str, path: tuple, key: str) -> None:
    """Each fact exists, and may hold the value."""
    for fact_id, value in values.items():
        fact = check.book.facts.get(fact_id)
        here = (*path, key)
        if fact is None or fact.derived:
            check.bad(name, here, fact_id, f"没有“{fact_id}”这个情况{hint(fact_id, check.book.facts)}")
        elif isinstance(value, dict):
            words = (*m.COMPARISONS, "same_as", "one_of", "none_of", "other_than")
            wrong = [w for w in value if w not in words]
            if wrong or not value:
                check.bad(name, here, fact_id, "要写 " + "、".join(words) + (hint(wrong[0], words) if wrong else ""))
            elif bool(set(words[-4:]) & set(value)) == (fact.type in ("int", "number")):
                check.bad(name, here, fact_id, f"“{fact_id}”不能这样写")
            elif value.get("other_than", name) not in (name, *check.book.facts):
                check.bad(name, here, fact_id, f"没有“{value['other_than']}”这个情况{hint(value['other_than'], check.book.facts)}")
            elif some := value.get("one_of", value.get("none_of")):
                _settles(check, {fact_id: some}, name, path, key)
        elif fact.type == "bool" and not isinstance(value, bool):
            check.bad(name, here, fact_id, f"“{fact_id}”要写 true 或 false，不是 {value}")
        elif fact.type in ("choice", "choices"):
            options = [o.value for o in fact.options]
            for one in value if isinstance(value, list) else [value]:
                if one not in options:
                    check.bad(name, here, fact_id, f"“{fact_id}”没有“{one}”这一项{hint(str(one), options)}")
        elif fact.type in ("int", "number") and (isinstance(value, bool) or not isinstance(value, (int, Decimal))):
            check.bad(name, here, fact_id, f"“{fact_id}”要写一个数")
