"""roster.yaml: other words name what there is, and no word stands for two things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import model as m
from .checking import Check
from .messages import hint


def examine(check: Check) -> None:
    """Notes what roster.yaml names and nobody knows, and words of two meanings."""
    roster, facts, name = check.book.roster, check.book.facts, "roster.yaml"
    for column in roster.columns:
        if column not in facts and column not in m.ROSTER_COLUMNS:
            check.bad(name, ("columns",), column, f"没有“{column}”这一列{hint(column, [*m.ROSTER_COLUMNS, *facts])}")
    for area in roster.areas:
        if area not in check.book.policy.areas:
            check.bad(name, ("areas",), area, f"没有“{area}”这个地区{hint(area, check.book.policy.areas)}")
    chosen = ("choice", "choices", "income")
    for key, named, wanted in (("options", list(roster.options), chosen), ("numbers", list(roster.numbers), ("int",))):
        for fact in named:
            if fact not in facts or facts[fact].type not in wanted:
                check.bad(name, (key,), fact, f"“{fact}”不是这样填的情况{hint(fact, facts)}")
    for fact, words in roster.options.items():
        for option in words if fact in facts else ():
            if option not in (values := [o.value for o in facts[fact].options]):
                check.bad(name, ("options", fact), option, f"“{fact}”没有“{option}”这个选项{hint(option, values)}")
    groups: list[tuple[tuple[str, ...], Mapping[Any, tuple[str, ...]]]] = [(("areas",), roster.areas)]
    groups += [(("options", fact), words) for fact, words in roster.options.items()]
    groups += [(("numbers", fact), others) for fact, others in roster.numbers.items()]
    for path, told in groups:
        options = facts[path[-1]].options if path[-1] in facts else ()
        meant = {m.alike(word): o.value for o in options for word in (o.label, o.label.split("（")[0], o.said)}
        for option, others in told.items():
            for word in others:
                if meant.setdefault(m.alike(word), option) != option:
                    check.bad(name, path, option, f"“{word}”已经是“{meant[m.alike(word)]}”的写法，一个词只能是一样")
