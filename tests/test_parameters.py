"""Local figures by area and day: nothing borrowed, nothing invented, the published amount before the formula."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from benefits.content import load
from benefits.figures import Figures
from benefits.lawdays import lawdays, text
from benefits.screen import determine, figure_note

BOOK, ROOT = load(), Path(__file__).resolve().parent.parent
STALE = "可能已调整"


def row(data, name, day="2025-06-01", given=None, member="p1"):
    found = determine(data, day, given)
    return next(d for d in found.determinations if d.benefit.id == name and d.member in (member, None))


def tekun(area, **more):
    return {"members": [{"id": "p1", "relation": "self", "age": 70, "hukou": area, "assistance": "tekun", **more}]}


def test_no_value_before_its_first_day():
    figures = Figures(BOOK, date(2023, 9, 30))
    assert figures.get("dibao_standard", "lucheng") is None
    assert Figures(BOOK, date(2023, 10, 1)).get("dibao_standard", "lucheng").low == 1110
    dibao = {"household": {"monthly_income": 0}, "members": [{"id": "p1", "relation": "self", "age": 40, "hukou": "lucheng", "assistance": "dibao"}]}
    before = row(dibao, "dibao-allowance", "2023-09-30")
    assert before.status == "eligible" and before.annual is None and before.missing_figures == ["dibao_standard"]
    assert any("公式" in n and "低保标准" in n and "没有查到" in n for n in before.notes)
    after = row(dibao, "dibao-allowance", "2023-10-01")
    assert after.annual == (13320, 13320) and not any(STALE in n for n in after.notes)


def test_after_the_last_day_known_it_serves_with_the_words():
    dibao = {"household": {"monthly_income": 0}, "members": [{"id": "p1", "relation": "self", "age": 40, "hukou": "lucheng", "assistance": "dibao"}]}
    found = row(dibao, "dibao-allowance", "2025-06-01")
    assert found.annual == (13320, 13320) and any(STALE in n for n in found.notes)


def test_official_figures_need_no_remark():
    found = row(tekun("lucheng", tekun_support="dispersed", self_care="complete_loss"), "tekun-care", "2024-06-01")
    assert found.annual == (Fraction(2490) * 8 * 12 / 20, Fraction(2490) * 8 * 12 / 20)
    assert [f.confidence for f in found.figures] == ["official"] and not any("参考" in n for n in found.notes)


@pytest.mark.parametrize(("area", "wage"), [("dongtou", 2490), ("ruian", 2260), ("taishun", 2010)])
def test_areas_have_their_own_wage(area, wage):
    found = row(tekun(area, tekun_support="social_institution", self_care="full"), "tekun-care", "2024-06-01")
    assert found.annual == (Fraction(wage, 10) * 12, Fraction(wage, 10) * 12)


def test_an_unknown_hukou_spans_all_areas():
    data = {"members": [{"id": "p1", "relation": "self", "age": 70, "assistance": "tekun", "tekun_support": "social_institution",
                         "self_care": "full"}]}
    found = row(data, "tekun-care", "2024-06-01")
    assert (found.status, found.annual) == ("possible", (2010 * 12 // 10, 2490 * 12 // 10))


def test_the_published_amount_stands_before_the_formula():
    assert row(tekun("ouhai"), "tekun-living", "2024-08-01").annual == (2128 * 12, 2128 * 12)
    assert row(tekun("ouhai"), "tekun-living", "2024-06-30").annual == (1959 * 12, 1959 * 12)
    floor = row(tekun("lucheng"), "tekun-living", "2024-08-01")  # no figure of its own: only the true lower end
    assert floor.annual == (Fraction(1110) * 13 * 12 / 10, None)


def test_values_of_the_caller_replace_the_published_amount_too():
    found = row(tekun("ouhai"), "tekun-living", given={"dibao_standard": 2000, "urban_consumption_prev_year": 48000})
    assert found.annual == (2600 * 12, None)


def test_a_missing_price_keeps_the_true_lower_end():
    data = {"members": [{"id": "p1", "relation": "self", "age": 40, "hukou": "lucheng", "assistance": "dibian"}]}
    assert row(data, "utility-quota").annual == (Fraction("276.84"), None)
    data["members"][0]["hukou"] = "taishun"  # the gas price is only known for the city
    assert row(data, "utility-quota").annual == (Fraction("96.84"), None)


def test_the_low_margin_line_is_an_interval_until_a_place_says_which():
    figures = BOOK.parameters["dibian_multiple"].values
    assert [(s.low, s.high) for s in figures] != [] and figures[0].low is not None
    data = {"household": {"monthly_income": 2000, "low_income_rural": False},
            "members": [{"id": "p1", "relation": "self", "age": 40, "hukou": "lucheng", "assistance": "none"}]}
    assert row(data, "dibian-recognition").status == "possible"  # between 1.5 and 2 times: only the place can tell
    assert row(data, "dibian-recognition").missing == []
    assert row(data, "dibian-recognition", given={"dibian_multiple": 1.5}).status == "ineligible"
    data["household"]["monthly_income"] = 2221
    assert row(data, "dibian-recognition").status == "ineligible"


def test_a_status_decided_on_a_last_known_figure_says_so():
    data = {"household": {"monthly_income": 1150, "low_income_rural": False},
            "members": [{"id": "p1", "relation": "self", "age": 40, "hukou": "lucheng", "assistance": "none"}]}
    found = row(data, "dibao-allowance", "2025-06-01")
    assert found.status == "ineligible" and any(STALE in n and "每人每月 1,110 元" in n for n in found.notes)


def test_two_children_are_two_sums_and_only_low_income_leaves_a_doubt():
    children = [{"id": f"p{i}", "relation": r, "age": 10 + i, "hukou": "ouhai", "assistance": "none", "orphan": "social"}
                for i, r in ((1, "self"), (2, "sibling"))]
    given = {"urban_living_consumption_prev_year": 50000, "dibao_standard": 1000}
    found = determine({"household": {"monthly_income": 0}, "members": children}, "2025-06-01", given)
    assert found.totals.cash_annual == (70000, None)
    assert not any("低保金" in n for d in found.of("eligible") for n in d.notes)
    for child in children:
        child.update(assistance="dibao", distressed_child=True)
    found = determine({"household": {"monthly_income": 0}, "members": children}, "2025-06-01", given)
    assert found.totals.cash_annual == (70000, None)  # the allowance of 24,000 may be part of it
    assert any("低保金" in n for d in found.of("eligible") for n in d.notes)


def test_a_general_rule_lowers_but_never_refuses():
    data = {"household": {"low_income_rural": False}, "members": [
        {"id": "p1", "relation": "self", "age": 70, "hukou": "lucheng", "assistance": "dibao", "pension_scheme": "none",
         "disability_certificate": False}]}
    assert row(data, "pension-premium-waiver").status == "possible"


def test_many_jobs_of_unknown_length_are_quick():
    entries = [{"kind": "first_job", "member": "p1", "monthly": 100}] * 60
    data = {"household": {"income": entries}, "members": [{"id": "p1", "relation": "self", "age": 30, "hukou": "lucheng",
                                                           "assistance": "dibao", "disability_certificate": False}]}
    assert determine(data, "2025-06-01").means.per_head == (0, 6000)


def test_no_goal_of_the_document_is_a_value():
    for parameter in BOOK.parameters.values():
        assert all(step.source and step.confidence in ("official", "reported") for step in parameter.values)
        if parameter.id == "dibao_standard":
            assert all(step.value * 12 != 13000 for step in parameter.values)


def test_rows_without_a_parameter_name_it():
    empty = replace(BOOK, parameters={p.id: p.model_copy(update={"values": ()}) if p.input else p for p in BOOK.parameters.values()})
    data = {"household": {"monthly_income": 0}, "members": [
        {"id": "p1", "relation": "self", "age": 40, "hukou": "lucheng", "assistance": "dibao", "insured_medical": "resident", "veteran": True}]}
    found = determine(data, "2025-06-01", None, empty)
    for d in found.determinations:
        if d.missing_figures and d.status != "ineligible":
            assert any("公式" in n for n in d.notes), d.benefit.id
            assert d.annual is None or d.annual[0] > 0 or d.annual[1] is not None, d.benefit.id
    assert found.totals.cash_annual == (0, 0)


def test_the_changelog_holds_every_dated_step_of_the_law():
    """Each document's first and last day, each value with the day it begins and the day it was last known to hold."""
    book, written = BOOK, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert written.endswith(text(book) + "\n"), "run python -m benefits lawdays and put its lines into CHANGELOG.md"
    days = {day for day, _ in lawdays(book)}
    assert {s.from_ for p in book.parameters.values() for s in p.values} | {book.policy.starts, book.policy.ends} <= days
    for parameter in book.parameters.values():
        for step in parameter.values:
            assert any(day == step.from_ and parameter.label in said for day, said in lawdays(book))


def test_every_value_from_no_official_original_says_so_also_where_it_may_have_changed_since():
    """One rule for all: the kind of source makes the mark, on every day on which the value is used."""
    seen = set()
    for parameter in BOOK.parameters.values():
        for step in parameter.values:
            for day in (step.from_, date(2035, 1, 1)):
                figure = Figures(BOOK, day).get(parameter.id, next(iter(BOOK.areas([step.area]))))
                if figure is None or figure.step is not step:
                    continue
                note = figure_note(BOOK, figure)
                assert ("不是官方公布" in note) is (step.confidence == "reported"), (parameter.id, day, note)
                assert ("可能已调整" in note) is figure.stale, (parameter.id, day, note)
                seen.add((step.confidence, figure.stale))
    assert len(seen) == 4
