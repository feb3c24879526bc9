"""The pages that go on from the list, and the rulebook's calculators: what they say without a browser, and in one at both widths."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from benefits import load
from benefits.catalogue import audiences, both_sides, mates

from .test_app import html, opened, said, sample

BOOK = load()


def turned(at: AppTest, page: str) -> AppTest:
    at.switch_page(f"pages/{page}.py").run()
    assert not at.exception and not any("这一页出了错" in e.value for e in at.error)
    return at


def plainly(at: AppTest) -> str:
    """What is read, without the marks of HTML; in Chinese, without exclamations."""
    text = re.sub(r"<[^>]*>", "", said(at))
    assert "！" not in text and not re.search(r"[A-Za-z]{4,}", text), re.search(r".{10}[A-Za-z]{4,}.{10}", text)
    return text


# --- the rulebook -------------------------------------------------------------------------------------------------

def test_every_row_is_found_by_some_group_of_people():
    found = set().union(*audiences(BOOK).values())
    assert found == {b.id for b in BOOK.screened()}
    assert "old-age-allowance" in audiences(BOOK)["老人"] and "old-age-allowance" not in audiences(BOOK)["残疾人"]


def test_both_sides_of_each_limit():
    assert both_sides(BOOK, BOOK.benefits["old-age-allowance"]) == ["年满80周岁：80 岁算，79 岁不算"]
    assert "未满18周岁：18 岁不算，17 岁算" in both_sides(BOOK, BOOK.benefits["child-basic-living"])
    assert "新建面积不超过 100 平方米：正好 100 平方米算，多一点不算" in both_sides(BOOK, BOOK.benefits["rural-house-repair"])


def test_rows_name_each_other():
    for b in BOOK.benefits.values():
        assert all(b in mates(BOOK, other) for other in mates(BOOK, b))
    assert "rent-subsidy" in {b.id for b in mates(BOOK, BOOK.benefits["public-rental-priority"])}


def test_what_organisations_may_have_is_worked_out():
    at = opened()
    at.switch_page("pages/rulebook.py")
    at.query_params["row"] = "employer-disabled-excess"
    at.run()
    at.text_input(key="calc|employer-disabled-excess|staff").set_value("100")
    at.text_input(key="calc|employer-disabled-excess|disabled").set_value("3")
    at.button[-1].click().run()
    assert "算出来是 1.50 人" in html(at) or "算出来是 1.5 人" in html(at)
    assert "两种都列出：1 人或 2 人" in html(at) and "元" in html(at)
    plainly(at)
    at.text_input(key="calc|employer-disabled-excess|disabled").set_value("300")
    at.button[-1].click().run()
    assert "其中的残疾职工：300 不行。最多是单位的职工的数，100。" in at.error[0].value
    at.text_input(key="calc|employer-disabled-excess|disabled").set_value("三")
    at.button[-1].click().run()
    assert "三" in at.error[0].value and "整数" in at.error[0].value
    plainly(at)


# --- the plan -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("file", ["disabled-child.json", "elder-79.json", "graduate.json", "nothing.json", "all-unknown.json"])
def test_the_plan_of_every_kind_of_household(file):
    at = turned(sample(file), "plan")
    text = plainly(at)
    assert at.title[0].value == "先办哪一件" and "这是自查，不是审批" in text
    if file == "elder-79.json":
        assert "一共 3 趟。头一趟：乡镇（街道）救助窗口。" in text and "申请低边认定" in text and "身份证、户口簿" in text


def test_without_answers_every_page_leads_to_the_questions():
    at = opened()
    for page in ("plan", "ahead"):
        assert "还没有填" in plainly(turned(at, page))


# --- the days ahead -----------------------------------------------------------------------------------------------

def test_the_days_ahead_are_a_list_with_yuan_more_and_less():
    text = plainly(turned(sample("elder-79.json"), "ahead"))
    assert "往后 3 年，有 1 个日子会变。" in text and "够条件了：高龄津贴" in text and "多了：发到手的钱一年 600 元。" in text
    at = turned(sample("family-of-five.json"), "ahead")
    text = plainly(at)
    assert "一个月一个月变：从一年 3,600 元到一年 300 元" in text and "少了：发到手的钱一年 3,300 元。" in text
    assert at.get("plotly_chart") and "<table" in html(at)
    assert "没有会变的日子" in plainly(turned(sample("nothing.json"), "ahead"))
