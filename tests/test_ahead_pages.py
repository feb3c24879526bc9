"""The pages that go on from the list, and the rulebook's calculators: what they say without a browser, and in one at both widths."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from benefits import load
from benefits.catalogue import amounts, audiences, both_sides, mates
from benefits.coming import days
from benefits.frozen import code, freeze, from_code, reopen
from benefits.household import InputError, answers_of, read
from benefits.interview import Answers, screened
from benefits.plan import plan
from benefits.screen import determine
from benefits.whatif import beside
from pages import _charts

from .test_app import html, opened, press, said, sample

ROOT = Path(__file__).resolve().parent.parent
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
    assert both_sides(BOOK, BOOK.benefits["old-age-allowance"]) == [
        "满 80 周岁：80 岁算，79 岁不算", "满 100 周岁：100 岁算，99 岁不算", "满 90 周岁：90 岁算，89 岁不算"]
    sure, may = both_sides(BOOK, BOOK.benefits["dibao-allowance"])
    assert sure.endswith("正好一样不算，少一点算") and may.endswith("正好一样算，少一点不算（只到“可能”）")
    assert "未满 18 周岁：18 岁不算，17 岁算" in both_sides(BOOK, BOOK.benefits["child-basic-living"])
    assert "新建面积不超过 100 平方米：正好 100 平方米算，多一点不算" in both_sides(BOOK, BOOK.benefits["rural-house-repair"])


def test_each_case_of_an_amount_stands_alone_in_yuan():
    said = {i: amounts(BOOK, BOOK.benefits[i]) for i in ("old-age-allowance", "disabled-study-aid", "flexible-premium-subsidy", "rent-subsidy")}
    assert said["old-age-allowance"] == [("县（市）户口", "参照别的档，准数当地定"), ("满 100 周岁", "至少 500 元"), ("满 90 周岁", "200 元"),
                                         ("80 周岁以上的高龄老人", "50 元")]
    assert ("低保或低边，大专", "3,000 元") in said["disabled-study-aid"] and len(said["disabled-study-aid"]) == 6
    assert said["flexible-premium-subsidy"][0][1] == "自己交的社保费 × 2 ÷ 3"
    assert said["rent-subsidy"][-1] == ("家里有人评上特困供养（以前叫五保），或者是低收入农户", "文件没写数") and len(said["rent-subsidy"]) == 7
    for b in BOOK.benefits.values():
        assert b.amount is None or all(how for _, how in amounts(BOOK, b)), b.id


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


def test_the_plan_and_the_days_ahead_count_the_same_days():
    told = [re.findall(r"往后 3 年，有 [1-9]\d* 个日子会变。", plainly(turned(sample("family-of-five.json"), page))) for page in ("plan", "ahead")]
    assert told[0] and told[0] == told[1]


def test_without_answers_every_page_leads_to_the_questions():
    at = opened()
    for page in ("plan", "ahead", "whatif", "kept"):
        assert "还没有填" in plainly(turned(at, page))


# --- the days ahead -----------------------------------------------------------------------------------------------

def test_the_days_ahead_are_a_list_with_yuan_more_and_less():
    text = plainly(turned(sample("elder-79.json"), "ahead"))
    assert "往后 3 年，有 1 个日子会变。" in text and "够条件了：高龄津贴" in text and "多了：发到手的钱一年 600 元。" in text
    at = turned(sample("family-of-five.json"), "ahead")
    text = plainly(at)
    assert "灵活就业社保补贴每月还是 300 元，最早2029年4月、最晚2029年5月领满就停" in text and "一个月比一个月" not in text and "3,300" not in text
    assert "没有了：灵活就业社保补贴（一年 3,600 元）" in text and "少了：发到手的钱一年 3,600 元。" in text
    assert at.get("plotly_chart") and "<table" in html(at)
    assert "没有会变的日子" in plainly(turned(sample("nothing.json"), "ahead"))


# --- what if ------------------------------------------------------------------------------------------------------

def test_a_certificate_more_is_seen_beside_today():
    at = turned(sample("disabled-child.json"), "whatif")
    at.radio(key="whatif-place").set_value("孩子（7 岁）").run()
    at.selectbox(key="whatif-topic|p3").set_value("残疾和康复").run()
    at.radio(key="whatif-fact|p3|disability").set_value("残疾人证").run()
    at.radio(key="whatif|p3|disability_certificate").set_value(BOOK.facts["disability_certificate"].yes).run()
    at = press(at, "whatif-go")
    text = plainly(at)
    assert "够条件了（" in text and "孤困儿童基本生活保障，给孩子（7 岁）：一年至少 35,744 元" in text and "一共多了" in text


def test_what_cannot_be_says_why_in_chinese():
    at = turned(sample("elder-79.json"), "whatif")
    assert at.radio(key="whatif-place").value is None
    assert press_and_refuse(at).error[0].value == "请先选改谁的。"
    at.radio(key="whatif-place").set_value(at.radio(key="whatif-place").options[0]).run()
    at.selectbox(key="whatif-topic|household").set_value("收入").run()
    assert press_and_refuse(at).error[0].value == "请选改哪一样。"
    at.radio(key="whatif-fact|household|income").set_value("家庭每月总收入").run()
    at.text_input(key="whatif|household|monthly_income").set_value("很多").run()
    at = press_and_refuse(at)
    assert "请写一个数" in at.error[0].value
    at.text_input(key="whatif|household|monthly_income").set_value("1400").run()
    at = press_and_refuse(at)
    assert at.error[0].value == "没有一样和现在不同，改一样再看。"
    plainly(at)
    at.radio(key="whatif-place").set_value("换一天看").run()
    at.date_input(key="whatif-day").set_value(date(2027, 12, 1)).run()
    assert "够条件了" in plainly(press(at, "whatif-go")) and "高龄津贴" in plainly(at)


def press_and_refuse(at: AppTest) -> AppTest:
    at.button(key="whatif-go").click().run()
    assert at.error and not at.exception
    return at


def test_answers_survive_being_written_out_and_read():
    for file in (ROOT / "examples").glob("*.json"):
        house = read(json.loads(file.read_text(encoding="utf-8")), BOOK, date(2026, 11, 25))
        assert read(answers_of(house, BOOK), BOOK, date(2026, 11, 25)) == house, file.name


def test_bands_and_presumptions_stay_where_nothing_is_changed():
    house = read({"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng"}]},
                 BOOK, date(2025, 6, 1))
    banded = replace(house, spans={(None, "monthly_income"): (800, 1000)}, presumed={("p1", "veteran"): "civilian"})
    before = determine(banded, date(2025, 6, 1))
    after = beside(before, {"p1.assistance": "dibao"}).after.household
    assert after.spans == banded.spans and after.presumed == banded.presumed
    after = beside(before, {"household.monthly_income": 500, "everyone.veteran": True}).after.household
    assert not after.spans and not after.presumed and after.facts["monthly_income"] == 500


def test_more_income_tells_what_softens_first_and_names_each_step_down():
    at = turned(sample("graduate.json"), "whatif")
    at.toggle(key="whatif-income").set_value(True).run()
    text = plainly(at)
    assert text.index("渐退期") < text.index("一年里的收入不算") and "最低生活保障金：原来" in text
    assert at.get("plotly_chart") and "收入和补助" in html(at)
    own = at.session_state["answers"]
    own.own, own.sample = own.sample, None
    own.own.sample = ""
    text = plainly(turned(at, "whatif"))
    assert not at.get("plotly_chart") and "一个月 100 元还有" not in text and "最低生活保障金" in text


def test_where_no_income_is_said_the_way_to_write_it_stands_under_the_words():
    at = turned(sample("graduate.json"), "whatif")
    visit = at.session_state["answers"]
    visit.own, visit.sample = Answers(data={"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "age": 40}]},
                                      gathered=True), None
    at = turned(at, "whatif")
    at.toggle(key="whatif-income").set_value(True).run()
    assert "还没填收入" in plainly(at)
    assert "家里每个人的都要写" in plainly(press(at, "to-income")) and not at.exception
    visit.own.alone, visit.own.heads = True, 3  # asked about one of several people, nobody writes the family's
    at = turned(at, "whatif")
    assert not at.exception and not [b for b in at.button if b.key == "to-income"]


# --- kept results -------------------------------------------------------------------------------------------------

def test_a_result_of_the_questionnaire_is_kept_and_opened_again():
    answers = Answers(data={"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self"}]}, gathered=True,
                      born={"p1": {"year": 1944, "passed": True, "day": "2025-06-01"}}, alone=True, heads=3)
    answers.records = [{"q": next(q.id for q in BOOK.questions.values() if q.of == "household"), "of": [None], "shown": [], "said": []}]
    result = screened(BOOK, answers, date(2025, 6, 1))
    kept = freeze(answers.as_dict(), result)
    one = reopen(from_code(code(kept)))
    assert one.same and not one.rows and not one.notes
    assert [d.status for d in one.result.determinations] == [d.status for d in result.determinations]
    kept["answers"]["records"].append({"q": "gone", "of": [None], "shown": [], "said": []})
    kept["rows"] = [row for row in kept["rows"] if row[0] != "old-age-allowance"] + [["old-age-allowance", "p1", "eligible", "600", "600", None,
                                                                                     None, "高龄津贴"]]
    one = reopen(kept)
    assert one.notes == ["有 1 题现在不问了，没有带过来"]
    with pytest.raises(InputError):
        reopen({**kept, "answers": {"records": 3}})


def test_a_kept_file_shows_row_by_row_what_changed():
    at = turned(sample("elder-79.json"), "kept")
    assert "存下这次的结果" in [b.proto.label for b in at.get("download_button")] and "还没有填" not in plainly(at)
    result = determine(json.loads((ROOT / "examples" / "elder-79.json").read_text(encoding="utf-8")), date(2026, 11, 25))
    kept = freeze(json.loads((ROOT / "examples" / "elder-79.json").read_text(encoding="utf-8")), result)
    kept["rows"], kept["content"] = kept["rows"][1:], "old"
    at.file_uploader[0].upload("结果.txt", code(kept).encode(), "text/plain").run()
    text = plainly(at)
    assert "那以后，内容或算法改过。" in text and "有 1 处和当时不同。" in text and "当时不在清单里；现在" in text
    at.file_uploader[0].upload("结果.txt", "不是".encode(), "text/plain").run()
    assert at.error[0].value == "这不是本站存的结果。"


def test_the_line_of_days_has_its_words_at_the_lines_and_tells_every_sign_it_draws(monkeypatch):
    monkeypatch.setattr(_charts, "phone", lambda: False)
    today = date(2026, 11, 25)
    one = plan(determine(json.loads((ROOT / "examples" / "family-of-five.json").read_text(encoding="utf-8")), today))
    found = sorted(days(one.result, one.events), key=lambda d: (d.first, d.last))
    paid = next(d for d in found if d.steady)
    used = next(d for d in found if "领满 3 年" in d.why)
    assert paid.first == today and f"最早{used.first.year}年{used.first.month}月、最晚{used.last.year}年{used.last.month}月" in paid.why
    drawn = _charts.timeline(found, today, BOOK.policy.ends)
    words = next(t for t in drawn.data if t.mode == "text")
    for d, x, side in zip(found, words.x, words.textposition, strict=True):
        assert x == (d.first if side == "top right" else d.last), d.why
    told = _charts.signs(found, BOOK.wording["plan"]["signs"])
    assert len(told) == len(set(next(t for t in drawn.data if t.mode == "markers").marker.symbol)) + 1 and any("圆点" in line for line in told)
    assert not any("圆点" in line for line in _charts.signs([d for d in found if not d.steady], BOOK.wording["plan"]["signs"]))
