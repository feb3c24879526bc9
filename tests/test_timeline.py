"""The year ahead: each day is judged the day before and on the day, and no day on which something changes is left out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from benefits import interview
from benefits.coming import count_text, days
from benefits.content import load
from benefits.entries import listing
from benefits.household import age_on, read
from benefits.income_curve import income_curve
from benefits.keys import openings
from benefits.screen import determine
from benefits.timeline import TERM, Ahead, ahead, birthday, month_on, months_between
from tests.ahead import check_events, dated

BOOK = load()
DAY = date(2025, 6, 1)


def events(household, *members, day=DAY, until=None):
    return [e for e in ahead(determine({"household": household, "members": list(members)}, day), until) if e.change.changes]


def one(found, benefit):
    return next((e, c) for e in found for c in e.change.changes if c.benefit.id == benefit)


@pytest.mark.parametrize("part", range(6))
def test_each_event_the_day_before_and_the_day(part):
    told = 0
    for seed in range(part * 50, part * 50 + 50):
        number, wrong = check_events(dated(seed), every_day=seed % 50 == 0)
        told += number
        assert not wrong, (seed, wrong)
    assert told > 50


def test_a_birth_date_gives_a_day_an_age_gives_a_window():
    elder = {"id": "p1", "relation": "self", "hukou": "lucheng"}
    event, change = one(events({"residence": "lucheng"}, {**elder, "birth_date": "1945-09-09"}), "old-age-allowance")
    assert (event.day, event.exact, change.kind) == (date(2025, 9, 9), True, "opens")
    assert event.change.gained.cash_annual == (600, 600)
    event, _ = one(events({"residence": "lucheng"}, {**elder, "age": 79}), "old-age-allowance")
    assert (event.earliest, event.day) == (date(2025, 6, 2), date(2026, 6, 1)) and not event.exact


@pytest.mark.parametrize(("born", "years", "window"), [
    ({"year": 1946, "passed": False}, 80, ("2026-11-27", "2026-12-31")),
    ({"year": 1936, "passed": True}, 100, ("2036-01-01", "2036-11-26")),
    ({"year": 1947}, 80, ("2027-01-01", "2027-12-31")),  # no line lies between 78 and 79: nobody asked for the birthday
    ({"age": 79}, 80, ("2026-11-27", "2027-11-26")),
])
def test_the_year_of_birth_and_whether_the_birthday_has_been_give_the_days_it_may_fall_on(born, years, window):
    day, data = date(2026, 11, 26), {"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "hukou": "lucheng"}]}
    answers = interview.Answers(data=data, born={"p1": {**born, "day": day.isoformat()}}, gathered=True)
    found = ahead(interview.screened(BOOK, answers, day), date(2037, 1, 1))
    event = next(e for e in found for c in e.causes if (c.name, c.number) == ("age", years))
    assert (event.earliest.isoformat(), event.day.isoformat()) == window


@pytest.mark.parametrize("year", [1926, 1936, 1945, 1946, 1947, 1966, 1975, 2010])
@pytest.mark.parametrize("passed", [False, True, None, "unasked"])
def test_the_day_of_an_age_is_named_as_far_as_it_is_known(year, passed):
    day, data = date(2026, 11, 26), {"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "hukou": "lucheng"}]}
    born = {"year": year, "day": day.isoformat()} | ({} if passed == "unasked" else {"passed": passed})
    result = interview.screened(BOOK, interview.Answers(data=data, born={"p1": born}, gathered=True), day)
    first, last = interview.born_between(born)
    for r in listing(result, "self", ()).refused:  # the year in which it is reached is that of the birthday, not one more
        if found := re.search(r"满 (\d+) 周岁再查（(约?) ?(\d+) 年）", r.change):
            assert (found[2], int(found[3])) == ("", year + int(found[1])), r
    one = Ahead(result)
    for event in ahead(result):
        for n in (c.number for c in event.causes if c.kind == "age"):
            assert event.day == birthday(last, n) and event.earliest == max(birthday(first, n), day if "age" not in
                                                                            result.household.people[0].facts else date(2026, 11, 27))
    for later in (date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1), date(2027, 12, 31)):
        on = one.on(later)
        known = on.people[0].facts.get("age"), on.spans.get(("p1", "age"))
        assert (known[0] is None) is not (known[1] is None)
        assert age_on(last, later) <= (known[1] or known)[0] <= age_on(first, later)
    if year == 1946 and passed is None:
        assert [d.when for d in days(result, ahead(result))] == ["最晚2026年12月31日"]


def test_with_no_year_of_birth_no_day_is_said_to_be_none():
    data = {"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self"}]}
    found = determine(data, DAY)
    assert count_text(found, days(found, [])) == "没填出生年份，算不出哪天会变。"
    data["members"].append({"id": "p2", "relation": "spouse", "age": 70})
    found = determine(data, DAY)
    assert count_text(found, days(found, [])) == "您本人没填出生年份，算不出哪天会变。"


@pytest.mark.parametrize("assistance", ["dibao", "none"])
def test_what_a_general_rule_bars_by_age_is_told_for_the_day_on_which_it_no_longer_does(assistance):
    """The list says of whom it asks 16 years; then the days ahead say on that birthday that it is time to ask, and the other way round."""
    member = {"relation": "child", "hukou": "lucheng", "pension_scheme": "none", "assistance": assistance, "disability_certificate": False}
    row, parent = "pension-premium-waiver", {"id": "p1", "relation": "self", "age": 45, "hukou": "lucheng", "assistance": assistance}
    kinds = {}
    for age in (13, 15, 16):
        result = determine({"household": {"residence": "lucheng"}, "members": [parent, {"id": "p2", "age": age, **member}]}, DAY)
        until = birthday(DAY, 2)
        kinds[age] = [c.kind for e in ahead(result, until) for c in e.change.changes if (c.benefit.id, c.member) == (row, "p2")]
    assert kinds == {13: [], 15: ["possible"] * (assistance == "dibao"), 16: []}


def test_months_of_a_subsidy_and_of_a_first_job_run_on():
    worker = {"id": "p1", "relation": "self", "age": 40, "hukou": "ouhai", "assistance": "dibao", "disability_certificate": False}
    found = events({"residence": "ouhai", "income": [{"kind": "first_job", "member": "p1", "monthly": 3000, "months_in_job": 5}]}, worker)
    first = one(found, "dibao-allowance")[0]
    assert first.day == date(2026, 1, 1) and first.earliest == date(2025, 12, 2) and first.causes[0].kind == "job"
    payer = {**worker, "flexible_work": True, "flexible_premium_paid": 9000, "enterprise_capital": 0, "flexible_subsidy_months_used": 30,
             "years_to_retirement": 20}
    found = events({"residence": "ouhai", "owns_vehicle": False}, payer)
    closes = [e.day for e in found for c in e.change.changes if c.benefit.id == "flexible-premium-subsidy" and c.kind == "closes"]
    assert closes == [date(2025, 12, 1)]


def test_graduation_and_the_year_of_graduating():
    me = {"id": "p1", "relation": "self", "age": 23, "hukou": "ouhai", "assistance": "dibao", "graduating_year": True}
    event, change = one(events({"residence": "ouhai"}, me), "job-seeking-subsidy")
    assert event.day == date(2026, 1, 1) and change.kind == "closes" and event.change.lost.cash_once == (3000, 3000)


def test_the_end_of_the_term_is_told_once_and_only_while_it_lies_ahead():
    me = {"household": {}, "members": [{"id": "p1", "relation": "self", "age": 40}]}
    ends = [e for e in ahead(determine(me, DAY)) if e.causes[0].kind in TERM]
    assert [e.day for e in ends] == [date(2026, 1, 1)]
    assert not [e for e in ahead(determine(me, date(2026, 11, 25))) if e.causes[0].kind in TERM]


def test_days_that_do_not_exist():
    assert birthday(date(2016, 2, 29), 9) == date(2025, 3, 1) and birthday(date(2016, 2, 29), 8) == date(2024, 2, 29)
    assert month_on(date(2025, 1, 31), 1) == date(2025, 3, 1) and month_on(date(2025, 11, 30), 3) == date(2026, 3, 1)
    for start in (date(2025, 1, 31), date(2024, 2, 29), date(2025, 12, 31)):
        for k in range(40):
            day = month_on(start, k)
            assert months_between(start, day) == k and (k == 0 or months_between(start, date.fromordinal(day.toordinal() - 1)) == k - 1)


def test_a_number_of_which_only_a_band_is_known_stays_a_band():
    data = {"household": {"residence": "ouhai"}, "members": [{"id": "p1", "relation": "self", "age": 79, "hukou": "ouhai", "assistance": "none"}]}
    band = replace(read(data, BOOK, DAY), spans={(None, "monthly_income"): (0, 1000)})
    result = determine(band, DAY)
    assert Ahead(result).on(date(2026, 1, 1)).spans == band.spans
    first = openings(result)[0]
    assert [s.act.id for s in first.steps] == ["dibao"] and first.ask == []
    assert income_curve(result, follows=True).points[-1].recognised == ("",)


def test_a_new_minimum_wage_reaches_the_allowance_through_the_means_test():
    """The cost of working is the 低边 standard, which the minimum wage caps: a figure two steps away from the row."""
    worker = {"id": "p1", "relation": "self", "age": 40, "hukou": "yongjia", "assistance": "dibao", "disability_certificate": False}
    found = events({"residence": "yongjia", "income": [{"kind": "first_job", "member": "p1", "monthly": 3000, "months_in_job": 14}]}, worker)
    event, change = one(found, "dibao-allowance")
    assert event.day == date(2026, 1, 1) and event.causes[0].name == "min_wage" and change.kind == "amount"


def test_a_day_that_ends_rows_names_the_act_that_keeps_them():
    """16.6: with the certificate training goes on to the ninth birthday; a pupil is not told so."""
    home, child = {"residence": "ouhai"}, {
        "id": "p2", "relation": "child", "birth_date": "2018-11-20", "hukou": "ouhai", "autism": True, "disability_certificate": True,
        "disability_category": "intellectual", "in_rehab": True, "deferral_certificate": False, "school_level": "preschool"}
    parent = {"id": "p1", "relation": "self", "age": 30, "hukou": "ouhai"}
    event, change = one(events(home, parent, child), "child-rehab-training")
    assert event.day == date(2025, 11, 20) and change.kind == "closes"
    assert {row: act.id for (row, _), act in event.kept.items()} == {"child-rehab-training": "deferral", "child-rehab-living": "deferral"}
    result = determine({"household": home, "members": [parent, child]}, DAY)
    said = days(result, [event])[0].text()
    assert "只有鉴定为不能入学的孩子（由特殊儿童教育专业委员会鉴定），才可能还有：残疾儿童康复训练费补贴" in said and "办缓学" not in said and "不用再去问了：康复生活补贴" not in said
    event, change = one(events(home, parent, {**child, "school_level": "compulsory"}), "child-rehab-training")
    assert change.kind == "closes" and not event.kept
    event, change = one(events(home, parent, {k: v for k, v in child.items() if k != "deferral_certificate"}), "child-rehab-training")
    assert change.after.status == "possible" and "不一定还有，要去问：残疾儿童康复训练费补贴" in days(result, [event])[0].text()
