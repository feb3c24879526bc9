"""definitions.yaml and parameters.yaml: what several benefits refer to."""

from __future__ import annotations

from .. import model as m
from .checking import Check
from .messages import hint
from .tree import amount, condition


def examine(check: Check) -> None:
    """Notes definitions that come back to themselves or name what nobody knows, and values of nowhere or of one day twice."""
    for i, definition in enumerate(check.book.definitions.values()):
        condition(check, definition.when, definition.of, True, {}, "definitions.yaml", (i,), "when", (definition.id,))
    for i, parameter in enumerate(check.book.parameters.values()):
        _parameter(check, parameter, i)


def _parameter(check: Check, parameter: m.Parameter, i: int) -> None:
    policy, seen = check.book.policy, set()
    if parameter.stands_in is not None and parameter.stands_in not in check.book.parameters:
        check.bad("parameters.yaml", (i,), "stands_in", f"没有“{parameter.stands_in}”这个标准")
    if parameter.formula is not None:
        amount(check, parameter.formula, "household", {}, "parameters.yaml", (i,), "formula")
    for j, step in enumerate(parameter.values):
        here = (i, "values", j)
        if step.area not in policy.areas and step.area not in policy.groups:
            check.bad("parameters.yaml", here, "area", f"没有“{step.area}”这个地区{hint(step.area, [*policy.areas, *policy.groups])}")
        if (step.area, step.from_) in seen:
            check.bad("parameters.yaml", here, "from", f"{step.area} 从 {step.from_} 起写了两个数")
        seen.add((step.area, step.from_))
