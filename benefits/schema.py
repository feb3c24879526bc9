"""The JSON Schema of the input, every fact with its Chinese title and description, drawn from content/facts.yaml."""

from __future__ import annotations

from .content import Book
from .household import INCOME_KINDS, LABEL, MOST_INCOMES, MOST_MEMBERS, OF_THE_HOUSEHOLD
from .model import Fact


def _ended(sentence: str) -> str:
    return sentence if sentence[-1] in "？。！" else sentence + "。"


def fact_schema(fact: Fact) -> dict:
    """The schema of one fact; null = not known."""
    found: dict = {
        "title": fact.label,
        "description": "".join(_ended(t) for t in (fact.yes or fact.label, fact.help, "单位：" + fact.unit if fact.unit else "") if t),
    }
    if fact.type == "bool":
        found["type"] = ["boolean", "null"]
    elif fact.type in ("int", "number"):
        found["type"] = ["integer" if fact.type == "int" else "number", "null"]
        found["minimum"] = float(fact.minimum) if not isinstance(fact.minimum, int) else fact.minimum
        if fact.maximum is not None:
            found["maximum"] = float(fact.maximum) if not isinstance(fact.maximum, int) else fact.maximum
    elif fact.type == "date":
        found.update(type=["string", "null"], format="date", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    elif fact.type == "label":
        found["type"] = "string"
    elif fact.type == "choice":
        found.update(
            enum=[o.value for o in fact.options] + [None],
            description=found["description"] + "；".join(f"{o.value}={o.label}" for o in fact.options),
        )
    elif fact.type == "choices":
        found.update(
            type=["array", "null"],
            items={"enum": [o.value for o in fact.options]},
            description=found["description"] + "空列表表示都没有。" + "；".join(f"{o.value}={o.label}" for o in fact.options),
        )
    elif fact.type == "income":
        found.update(type=["array", "null"], items=_income(fact, 1000000), maxItems=MOST_INCOMES)
    return found


def _income(fact: Fact, most: int) -> dict:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["kind"],
        "if": {"properties": {"kind": {"enum": list(OF_THE_HOUSEHOLD)}}},
        "else": {"required": ["member"], "properties": {"member": {"type": "string"}}},
        "properties": {
            "kind": {
                "title": "收入种类",
                "description": "；".join(f"{o.value}={o.label}" for o in fact.options),
                "enum": list(INCOME_KINDS),
            },
            "member": {
                "title": "谁的收入",
                "description": "家里人的代号；" + "、".join(OF_THE_HOUSEHOLD) + " 可以不写",
                "type": ["string", "null"],
            },
            "monthly": {
                "title": "每月多少",
                "description": "元；和 annual 只写一个",
                "type": ["number", "null"],
                "minimum": 0,
                "maximum": most,
            },
            "annual": {
                "title": "每年多少",
                "description": "元；和 monthly 只写一个",
                "type": ["number", "null"],
                "minimum": 0,
                "maximum": 12 * most,
            },
            "months_in_job": {
                "title": "干了几个月",
                "description": "只有 first_job、first_business 写",
                "type": ["integer", "null"],
                "minimum": 0,
            },
        },
    }


def schema(book: Book) -> dict:
    """JSON Schema (2020-12) of one household."""
    of: dict[str, dict] = {"household": {}, "person": {}}
    category = book.facts["disability_category"]
    for fact in book.facts.values():
        if not fact.derived:
            of[fact.of][fact.id] = fact_schema(fact)
    of["person"]["id"] = {
        "title": "代号",
        "description": "如 p1；不写姓名、证件号",
        "type": "string",
        "pattern": f"^{LABEL}$",
    }
    of["person"]["relation"]["enum"].remove(None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "幸福清单的输入",
        "description": "一户人家。不写或写 null 都表示还不知道。",
        "type": "object",
        "additionalProperties": False,
        "required": ["members"],
        "properties": {
            "household": {
                "title": "全家的情况",
                "description": "关于一户的情况",
                "type": ["object", "null"],
                "additionalProperties": False,
                "properties": of["household"],
            },
            "members": {
                "title": "家里的人",
                "description": "正好有一个人的 relation 是 self",
                "type": "array",
                "minItems": 1,
                "maxItems": MOST_MEMBERS,
                "contains": {"properties": {"relation": {"const": "self"}}, "required": ["relation"]},
                "minContains": 1,
                "maxContains": 1,
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["id", "relation"],
                    "properties": of["person"],
                    "if": {"properties": {"disability_grade": {"type": "integer"}}, "required": ["disability_grade"]},
                    "then": {
                        "required": ["disability_category"],
                        "properties": {"disability_category": {"enum": [o.value for o in category.options if o.value != "none"]}},
                    },
                },
            },
        },
    }
