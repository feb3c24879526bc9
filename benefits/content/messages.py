"""What is said of a wrong entry: what pydantic found, in Chinese, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from .. import model as m

# the English of pydantic never reaches a policy officer
_MESSAGES = {
    "missing": "少写了 {last}",
    "extra_forbidden": "不认识“{last}”{hint}",
    "string_type": "要写文字；像 5.4 这样的数当文字用，请加引号",
    "bool_type": "要写 true 或 false",
    "int_type": "要写一个整数",
    "decimal_type": "要写一个数",
    "literal_error": "写了 {input}，只能写 {expected}",
    "tuple_type": "要写成列表 [ … ]",
    "dict_type": "要写成“名字: 值”",
    "too_short": "至少要写 {min_length} 项",
    "too_long": "最多写 {max_length} 项",
    "model_type": "要写成“名字: 值”",
    "string_pattern_mismatch": "写了 {input}，要写一到六个汉字",
    "date_type": "要写成 2022-05-01 这样的日期",
}


def hint(word: str, allowed: Iterable[str]) -> str:
    """What was probably meant, or what may be written: the end of a sentence; empty where nothing may."""
    allowed = [str(a) for a in allowed]
    near = get_close_matches(str(word), allowed, 1, 0.5)
    if near:
        return f"，是不是 {near[0]}？"
    return "，可以写：" + "、".join(allowed[:12]) + ("……" if len(allowed) > 12 else "") if allowed else ""


def said(error: Mapping[str, Any], part: type[m.Part]) -> str:
    """One error of pydantic, met in `part`, as an officer reads it."""
    kind, context = error["type"], error.get("ctx") or {}
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    if kind in ("condition_word", "amount_word"):
        return error["msg"]
    last = str(error["loc"][-1]) if error["loc"] else ""
    pattern = _MESSAGES.get(kind)
    if pattern is None:
        return f"{last} 写得不对"
    meant = hint(last, {f.alias or name for name, f in part.model_fields.items()}) if kind == "extra_forbidden" else ""
    return pattern.format(last=last, hint=meant, input=error.get("input"), expected=context.get("expected", ""),
                          min_length=context.get("min_length"), max_length=context.get("max_length"))
