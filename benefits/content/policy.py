"""policy.yaml: its areas, groups of people, windows and notices name what there is."""

from __future__ import annotations

from .checking import Check
from .messages import hint
from .tree import condition


def examine(check: Check) -> None:
    """Notes what policy.yaml names and nobody knows."""
    policy = check.book.policy
    for key, group in policy.groups.items():
        for area in group.areas:
            if area not in policy.areas:
                check.bad("policy.yaml", ("groups",), key, f"没有“{area}”这个地区{hint(area, policy.areas)}")
    for key in policy.parameter_areas:
        if key not in policy.groups:
            check.bad("policy.yaml", (), "parameter_areas", f"没有“{key}”这一组{hint(key, policy.groups)}")
    names = {**check.book.facts, **check.book.definitions}
    for key, people in policy.people.items():
        for name in people.marks:
            if name not in names:
                check.bad("policy.yaml", ("people",), key, f"没有“{name}”这个情况或说法{hint(name, names)}")
    for i, notice in enumerate(policy.notices):
        condition(check, notice.when, "household", True, {}, "policy.yaml", ("notices", i), "when")
    for department in sorted({b.departments[0] for b in check.book.screened()} - set(policy.desks)):
        check.bad("policy.yaml", (), "desks", f"少写了“{department}”在身边的窗口")
    for law in (policy.term_law, policy.hukou_law, policy.city_law, policy.asking.law):
        check.citations(law, "policy.yaml", ())
