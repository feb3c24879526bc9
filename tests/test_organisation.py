"""The calculators for employers and institutions: exact, with both whole numbers where the document does not say which."""

from __future__ import annotations

import pytest

from benefits.content import load
from benefits.household import InputError
from benefits.organisation import calculate, calculators, text

DAY = "2025-06-01"
WAGE = 2490  # 市区, 2024-01-01


def test_which_rows_can_be_worked_out():
    assert {b.id for b in calculators()} == {
        "disabled-home-grant", "rehab-institution-grant", "employer-insurance-subsidy", "employer-disabled-wage", "employer-disabled-excess",
        "employer-disabled-concentrated", "hiring-loan"}


@pytest.mark.parametrize("staff,disabled,counted,whole", [
    (200, 3, 0, (0, 0)),      # exactly 1.5 %: not above
    (200, 4, 1, (1, 1)),
    (100, 2, 0.5, (0, 1)),
    (1000, 20, 5, (5, 5)),
    (10, 0, 0, (0, 0)),
])
def test_excess_over_one_and_a_half_percent(staff, disabled, counted, whole):
    one = calculate("employer-disabled-excess", {"staff": staff, "disabled": disabled}, DAY, "lucheng")
    assert float(one.counted) == counted and one.whole == whole
    assert one.total == (whole[0] * 4 * WAGE, whole[1] * 4 * WAGE)
    assert ("不是整数" in "".join(text(one))) is (whole[0] != whole[1])


def test_the_other_employer_rows():
    one = calculate("employer-disabled-concentrated", {"staff": 20, "disabled": 8}, DAY, "ouhai")
    assert one.total == (3 * 2 * WAGE, 3 * 2 * WAGE)  # 25 % of 20 is 5
    one = calculate("employer-disabled-wage", {"qualified": 2}, DAY, "lucheng")
    assert one.total == (0, 4 * WAGE) and text(one) == ["一年最多 9,960 元。"]
    one = calculate("hiring-loan", {"people": 30}, DAY)
    assert one.total == (0, 5000000) and "要还" in text(one)[0]
    assert calculate("hiring-loan", {"people": 3}, DAY).total == (0, 600000)


def test_institutions():
    assert calculate("rehab-institution-grant", {"children": 12}, DAY).total == (24000, 24000)
    assert calculate("disabled-home-grant", {}, DAY).total == (100000, 300000)


def test_an_unknown_figure_is_no_figure_and_a_given_one_is_used():
    one = calculate("employer-insurance-subsidy", {"people": 2, "months": 12}, DAY, "lucheng")
    assert one.total is None and "没有查到" in text(one)[0]
    one = calculate("employer-insurance-subsidy", {"people": 2, "months": 12}, DAY, "lucheng", {"employer_insurance_minimum": 1000})
    assert one.total == (24000, 24000)


def test_without_an_area_the_amount_is_an_interval():
    one = calculate("employer-disabled-excess", {"staff": 200, "disabled": 4}, DAY)
    assert one.total == (4 * 2010, 4 * 2490)


@pytest.mark.parametrize("name,inputs,area,said", [
    ("employer-disabled-exces", {}, None, "是不是 employer-disabled-excess"),
    ("old-age-allowance", {}, None, "能算的有"),
    ("employer-disabled-excess", {"staff": 10}, None, "disabled"),
    ("employer-disabled-excess", {"staff": 10, "disabled": 11}, None, "最多是单位的职工的数"),
    ("employer-disabled-excess", {"staff": -1, "disabled": 0}, None, "允许 0 到"),
    ("employer-disabled-excess", {"staff": 1.5, "disabled": 0}, None, "整数"),
    ("employer-disabled-excess", {"staff": 10, "disabled": 1, "more": 2}, None, "没有这一问"),
    ("rehab-institution-grant", {"children": 1}, "shanghai", "area"),
])
def test_wrong_input_says_why(name, inputs, area, said):
    with pytest.raises(InputError) as caught:
        calculate(name, inputs, DAY, area)
    assert said in "\n".join(caught.value.problems)


def test_every_calculation_reads_as_a_sentence():
    for benefit in calculators(load()):
        for n in (0, 1, 7):
            lines = text(calculate(benefit.id, {i.id: n for i in benefit.calculator.inputs}, DAY, "yueqing"))
            assert lines and all(line.endswith("。") and "None" not in line for line in lines)
