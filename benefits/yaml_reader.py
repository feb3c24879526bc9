"""A plain YAML reader for content/: every value is text unless it is plainly a number, true, false or null.

YAML 1.1 reads an unquoted `no` as false, `010` as 8 and `12:30` as 750. A rule that silently became something else
would be found by a resident, so the traps are refused here, with file and line.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

try:  # the C parser is some ten times faster; the pure one gives the same nodes
    from yaml._yaml import CParser as _Parser
except ImportError:  # pragma: no cover - only where PyYAML was built without libyaml
    _Parser = None

_INT = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+\Z")
_NUMBERLIKE = re.compile(r"[-+]?[0-9][0-9_]*([.:][0-9_:.]*)?([eE][-+]?[0-9]+)?\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_TRAPS = {"yes", "no", "on", "off", "y", "n", "True", "False", "TRUE", "FALSE", "Null", "NULL"}


class ContentError(Exception):
    """One or more problems in content/, each already a sentence with file, line and a suggestion."""

    def __init__(self, problems: str | list[str]):
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        super().__init__("\n".join(self.problems))


class Marked(dict):
    """A mapping that remembers its line (and its keys' lines), so that a later complaint can name it."""

    __slots__ = ("line", "lines")
    line: int
    lines: dict[str, int]


class MarkedList(list):
    """A sequence that remembers the line of each item."""

    __slots__ = ("line", "lines")
    line: int
    lines: list[int]


class _Loader(*((_Parser,) if _Parser else (yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser)),  # type: ignore[misc]
              yaml.composer.Composer, yaml.resolver.BaseResolver):
    """Composer without implicit types: every plain scalar arrives as text."""

    def __init__(self, text: str):
        if _Parser:
            _Parser.__init__(self, text)
        else:  # pragma: no cover
            yaml.reader.Reader.__init__(self, text)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)
        yaml.composer.Composer.__init__(self)
        yaml.resolver.BaseResolver.__init__(self)


def _scalar(node: Any, name: str) -> Any:
    text = node.value
    if node.style:  # quoted or block text is text
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text in _TRAPS or text.lower() in {"yes", "no", "on", "off"}:
        raise ContentError(
            f"{name}:{node.start_mark.line + 1}: 没加引号的 {text}，YAML 会把它当成真或假。"
            f"要真假请写 true 或 false，要文字请写 '{text}'。")
    if _INT.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return Decimal(text)
    if _NUMBERLIKE.match(text) and not _DATE.match(text):
        raise ContentError(
            f"{name}:{node.start_mark.line + 1}: 没加引号的 {text} 像数字又不是普通的数。"
            f"数请写成 10 或 0.5，文字请写 '{text}'。")
    return text


def _value(node: Any, name: str) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, name)
    if isinstance(node, yaml.SequenceNode):
        out = MarkedList(_value(child, name) for child in node.value)
        out.line = node.start_mark.line + 1
        out.lines = [child.start_mark.line + 1 for child in node.value]
        return out
    found = Marked()
    found.line = node.start_mark.line + 1
    found.lines = {}
    for key_node, value_node in node.value:
        key = _scalar(key_node, name)
        if key in found:
            raise ContentError(f"{name}:{key_node.start_mark.line + 1}: “{key}” 写了两遍，请删去一个。")
        found[key] = _value(value_node, name)
        found.lines[key] = key_node.start_mark.line + 1
    return found


def read(path: Path, name: str | None = None) -> Any:
    """The content of one YAML file: Marked mappings, MarkedLists, str, int, Decimal, bool, None.

    Raises ContentError naming file and line when the text is not YAML or holds one of the traps.
    """
    name = name or path.name
    try:
        node = _Loader(path.read_text(encoding="utf-8")).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ContentError(f"{name}:{line}: 这里的 YAML 写法不对（{error.problem}）。看看缩进、冒号和引号。") from error
    return None if node is None else _value(node, name)


def line_of(whole: Any, path: tuple) -> int:
    """The line of the deepest part of `path` (as in a pydantic error) that stands in the file."""
    raw = whole
    line = getattr(raw, "line", 1)
    for step in path:
        if (isinstance(raw, Marked) and step in raw) or (isinstance(raw, MarkedList) and isinstance(step, int) and step < len(raw)):
            line = raw.lines[step]
            raw = raw[step]
        # a step that is not in the file is pydantic's own (the name of a union member): skip it
    return line
