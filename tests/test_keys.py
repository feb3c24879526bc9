"""Keys: each really opens its row, nothing smaller does, and nobody is told to become poor, ill or old."""

from __future__ import annotations

import random
from datetime import date

import pytest

from benefits.compare import compare
from benefits.content import load
from benefits.keys import at_once, openings, questions
from benefits.screen import determine
from tests.ahead import check_keys, generated
from tests.households import household as a_household

BOOK = load()
DAY = date(2025, 6, 1)
FATE = {"age", "birth_date", "relation", "hukou", "disability_category", "disability_grade", "autism", "self_care", "dementia", "orphan",
        "unsupported_child", "hiv_child", "chronic_disease", "special_disease", "heavy_medical_burden", "fallen_family", "veteran",
        "sudden_hardship", "major_change", "only_child_dead_or_disabled", "monthly_income", "income", "unemployed", "employed", "student_loan",
        "psychosis_risk_class", "work_injury_dispute", "dilapidated_house", "home_in_city", "left_behind_member"}


def keys(household, *members):
    return openings(determine({"household": household, "members": list(members)}, DAY))


def names(found):
    return [tuple((s.act.id, s.member) for s in one.steps) for one in found]


@pytest.mark.parametrize("part", range(10))
def test_every_key_opens_and_nothing_smaller_does(part):
    told = 0
    for seed in range(part * 30, part * 30 + 30):
        number, wrong = check_keys(generated(seed))
        told += number
        assert not wrong, (seed, wrong)
    assert told > 30


def test_no_act_touches_fate_or_poverty():
    assert not {s.fact for act in BOOK.acts.values() for s in act.sets} & FATE


def test_low_income_family_is_told_of_the_one_act_that_opens_most():
    me = {"id": "p1", "relation": "self", "age": 67, "hukou": "ouhai", "assistance": "none", "insured_medical": "resident",
          "care_setting": "home", "self_care": "moderate_loss"}
    found = keys({"residence": "ouhai", "monthly_income": 800}, me)
    assert names(found)[0] == (("dibao", None),)
    opened = {o.benefit.id for o in found[0].opens}
    assert {"dibao-allowance", "elderly-care-subsidy", "medical-premium-waiver", "utility-quota"} <= opened
    assert found[0].change.gained.cash_annual == (12 * 310, 12 * 310)  # 1110 - 800
    assert not any(act == "dibian" for steps in names(found) for act, _ in steps)  # below 低保: nobody is sent for 低边


def test_a_family_above_the_limits_is_not_sent_for_recognition():
    me = {"id": "p1", "relation": "self", "age": 40, "hukou": "ouhai", "assistance": "none"}
    assert not any(act in ("dibao", "dibian") for steps in names(keys({"residence": "ouhai", "monthly_income": 9000}, me)) for act, _ in steps)


def test_unknown_income_is_asked_before_recognition():
    me = {"id": "p1", "relation": "self", "age": 40, "hukou": "ouhai", "assistance": "none"}
    found = {steps[0][0]: one.ask for steps, one in zip(names(keys({"residence": "ouhai"}, me)), keys({"residence": "ouhai"}, me)) if len(steps) == 1}
    assert found["dibao"] == [(None, "monthly_income")] and found["dibian"] == [(None, "monthly_income")]


def test_no_disability_no_certificate():
    me = {"id": "p1", "relation": "self", "age": 30, "hukou": "ouhai", "disability_certificate": False}
    assert "disability-certificate" not in {act for steps in names(keys({}, {**me, "disability_category": "none"})) for act, _ in steps}
    assert "disability-certificate" not in {act for steps in names(keys({}, me)) for act, _ in steps}
    assert "disability-certificate" in {act for steps in names(keys({}, {**me, "disability_category": "limb"})) for act, _ in steps}


def test_what_opens_is_added_up_without_what_was_there():
    me = {"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng", "assistance": "none", "self_care": "full", "care_setting": "home"}
    today = determine({"household": {"residence": "lucheng"}, "members": [me]}, DAY)
    then = determine({"household": {"residence": "lucheng"}, "members": [{**me, "assistance": "dibao"}]}, DAY)
    found = compare(today.determinations, then.determinations)
    assert "old-age-allowance" not in {c.benefit.id for c in found.changes}
    assert found.gained.in_kind_annual[0] >= 1500 and found.lost.cash_annual == (0, 0)
    back = compare(then.determinations, today.determinations)
    assert back.lost.in_kind_annual == found.gained.in_kind_annual and not back.of("opens")


def test_questions_are_what_would_settle_most():
    me = {"id": "p1", "relation": "self", "hukou": "lucheng", "assistance": "dibao", "care_setting": "home", "self_care": "full"}
    found = questions(determine({"household": {"residence": "lucheng"}, "members": [me]}, DAY))
    weights = [len(q.rows) + 2 * len(q.alone) for q in found]
    assert weights == sorted(weights, reverse=True)
    age = next(q for q in found if q.key == ("p1", "age"))
    assert ("old-age-allowance", "p1") in [(b.id, p) for b, p in age.alone]


def test_what_one_act_brings_at_once_is_found_without_the_longer_ways():
    found = 0
    for seed in range(30):
        result = determine(a_household(random.Random(seed), BOOK, 0.8, 4), DAY)
        said = [one for one in openings(result) if len(one.steps) == 1 and not one.ask and one.opens]
        for above in (0, 1000, 30000):
            more = {one.steps: one for one in said if one.change.gained.cash_annual[0] + one.change.gained.cash_once[0] > above}
            quick = {one.steps: one for one in at_once(result, above)}
            assert quick.keys() == more.keys(), (seed, above)
            assert all(one.change == more[steps].change and one.opens == more[steps].opens for steps, one in quick.items())
            found += len(quick)
    assert found > 10
