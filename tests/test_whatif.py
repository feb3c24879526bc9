"""What if: rows and yuan beside today, impossible changes refused in Chinese; the income curve and its steps down."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest

from benefits.household import InputError
from benefits.income_curve import income_curve
from benefits.income_curve import text as curve_text
from benefits.screen import determine
from benefits.whatif import beside, in_words, text, what_if
from tests.ahead import check_curve, generated
from tests.bench import SIX

DAY = date(2025, 6, 1)
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def example(name: str) -> dict:
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def kinds(one, kind):
    return {c.benefit.id for c in one.change.of(kind)}


def test_recognition_certificate_and_moving():
    one = what_if(example("elder-79"), DAY, {"everyone.assistance": "dibian"})
    assert {"medical-assistance", "utility-quota"} <= kinds(one, "opens") and not one.unlikely
    one = what_if(example("disabled-child"), DAY, {"p3.disability_certificate": True})
    assert "child-basic-living" in kinds(one, "opens") and one.change.gained.cash_annual[0] > 35000
    one = what_if(example("elder-79"), DAY, {"p1.hukou": "yueqing", "household.residence": "yueqing"})
    assert "free-transit" in kinds(one, "closes")
    assert "没有了" in text(one) and "免费乘坐公共交通" in text(one)


def test_another_day_moves_ages_and_months():
    one = what_if(example("elder-79"), DAY, {}, on="2026-06-01")
    assert kinds(one, "opens") == {"old-age-allowance"} and one.after.as_of == date(2026, 6, 1)
    assert "【注意】" in text(one)  # the term has ended by then


def test_income_of_one_member():
    one = what_if(example("graduate"), DAY, {"p1.income.first_job": 3000})
    assert one.change.lost.cash_annual == (0, 0)  # the first year of a first job is left out
    one = what_if(example("graduate"), DAY, {"p1.income.wage": 2000})
    assert one.change.lost.cash_annual[0] > 0


@pytest.mark.parametrize("changes,on,said", [
    ({"p9.assistance": "dibao"}, None, "没有“p9”这个人"),
    ({"p1.age": 90}, None, "改不了"),
    ({"p1.relation": "child"}, None, "改不了"),
    ({"p1.assistence": "dibao"}, None, "是不是 assistance"),
    ({"p1.assistance": "rich"}, None, "允许"),
    ({"household.per_capita_income": 3}, None, "没有这一项"),
    ({"p1.in_rehab": True}, None, "说不通"),
    ({"p1.income.wage": 100}, None, "收入只填了总数"),
    ({}, None, "没有一样和现在不同"),
    ({}, "2024-01-01", "不能早于"),
    ({"household.monthly_income": -5}, None, "允许 0 到"),
])
def test_what_cannot_be_says_why(changes, on, said):
    with pytest.raises(InputError) as caught:
        what_if(example("elder-79"), DAY, changes, on)
    assert said in "\n".join(caught.value.problems)


def test_what_cannot_be_is_said_in_the_labels_of_the_questions():
    before = determine(example("elder-79"), DAY)
    for changes, said in (({"p1.disability_grade": 2}, "残疾等级：“2” 不行"), ({"p1.age": 90}, "年龄：年龄改不了")):
        with pytest.raises(InputError) as caught:
            beside(before, changes)
        assert [in_words(line, before.book).startswith(said) for line in caught.value.problems] == [True]


def test_a_recognition_far_from_the_facts_is_told_apart():
    rich = example("nothing")
    one = what_if(rich, DAY, {"everyone.assistance": "dibao"})
    assert [a.id for a in one.unlikely] == ["dibao"] and "不一定办得成" in text(one)


@pytest.mark.parametrize("part", range(6))
def test_each_step_down_names_rows_that_really_fall(part):
    told = 0
    for seed in range(part * 4, part * 4 + 4):
        number, wrong = check_curve(generated(seed, most=3), follows=None if seed % 3 else True)
        told += number
        assert not wrong, (seed, wrong[:3])
    assert told


def test_the_curve_of_a_low_income_family():
    result = determine(example("graduate"), DAY)
    curve = income_curve(result)
    assert curve.here == 2300 and [p.income for p in curve.points[:3]] == [0, 100, 200]
    assert curve.points[0].cash[0] == 3 * 1110 * 12
    said = curve_text(result, curve)
    assert said.index("渐退期") < said.index("一年里的收入不算") < said.index("最低生活保障金")
    ranks = [p.recognised for p in curve.points]
    assert ranks[0] == ("dibao",) and ranks[-1] == ("",) and ("dibian", "") in ranks  # between 1.5 and 2 times nobody knows
    assert all(p.income >= 2300 for p in curve.ahead())


def test_a_curve_is_quick():
    result = determine(SIX, DAY)
    income_curve(result)
    taken = []
    for _ in range(3):
        start = time.process_time()
        income_curve(result)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.3
