"""A second, independent reading of 温政发〔2022〕6号 as plain Python, to test the rules engine against.

Written from the numbered sentences and the vocabulary of facts only; see READINGS.md.
Amended since, difference by difference: ADJUDICATIONS.md.
"""
from . import health, housing, living, newcomers, school_and_fees, work
from .core import Case, settle

RULES = [rule for group in (living, housing, health, school_and_fees, work, newcomers) for rule in group.ROWS]
BY_ID = {rule[0]: rule for rule in RULES}

__all__ = ["judge", "row_ids"]


def row_ids():
    """The ids of all rows, in the order of the clauses."""
    return list(BY_ID)


def judge(household, as_of, parameters, only=None):
    """(row id, member id or None) -> (status, low, high) for one household; `only` one row where it is named."""
    case = Case(household, as_of, parameters)
    answers = {}
    for row_id, unit, rule in RULES if only is None else (BY_ID[only],):
        if unit == "household":
            answers[(row_id, None)] = settle(*rule(case))
        else:
            for person in case.members:
                answers[(row_id, person["id"])] = settle(*rule(case, person))
    return answers
