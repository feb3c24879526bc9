"""The app without a browser: start, samples, questionnaire, results, rulebook, and what must never happen."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import pages._state
from benefits import load
from benefits.screen import determine
from pages._read import Birth, Unclear, birth, number

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = [s["file"] for s in pages._state.samples()]
BROKEN = "这一页出了错"


def opened() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()


def sample(file: str) -> AppTest:
    return press(opened(), f"sample-{file}")


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception and not any(BROKEN in e.value for e in at.error), [e.value for e in at.error]
    return at


def html(at: AppTest) -> str:
    return "\n".join(h.proto.body for h in at.get("html") if "<script>" not in h.proto.body and "{" not in h.proto.body)


def said(at: AppTest) -> str:
    """Everything on the page that a person reads."""
    kinds = at.title, at.header, at.subheader, at.markdown, at.caption, at.warning, at.info, at.error
    parts = [e.value for kind in kinds for e in kind]
    return "\n".join([*parts, html(at)])


def headings(at: AppTest) -> list[str]:
    return [h.value for h in at.header]


def answers(at: AppTest):
    return at.session_state["answers"].open


def choose(at: AppTest, label: str, place: int = 0) -> AppTest:
    at.radio[place].set_value(label)
    return at


def go(at: AppTest) -> AppTest:
    return press(at, "onward")


def filled(births: tuple[str, ...] = ("82岁",), relations: tuple[str, ...] = (), home: str = "鹿城") -> AppTest:
    """A household of one's own, past people, residence and hukou."""
    at = press(opened(), "begin")
    for _ in relations:
        at = press(at, "add")
    for box, text in zip(at.text_input, births, strict=True):
        box.set_value(text)
    for box, relation in zip(at.selectbox, relations, strict=True):
        box.set_value(relation)
    at = go(at)
    at = go(choose(at, home))
    return go(choose(at, home))


def unsure(at: AppTest) -> AppTest:
    """Answers 不清楚 to everything on the page."""
    for radio in at.radio:
        radio.set_value(radio.options[-1])
    for box in at.checkbox:
        if box.label.startswith("不清楚"):
            box.check()
    return go(at)


# --- start and samples --------------------------------------------------------------------------------------------

def test_start_says_what_it_is_and_what_it_keeps():
    at = opened()
    assert at.title[0].value == "幸福清单"
    text = html(at)
    assert "自查，不是审批" in text and "随时可以先看结果" in text
    privacy = next(p for p in re.findall(r"<p>(.*?)</p>", text) if "不问姓名" in p)
    assert len(privacy) <= 90
    assert [b.key for b in at.button if b.key.startswith("sample-")] == [f"sample-{f}" for f in SAMPLES]
    assert len(SAMPLES) == 10
    assert all((ROOT / "examples" / f).exists() for f in SAMPLES)


@pytest.mark.parametrize("file", SAMPLES)
def test_a_sample_opens_straight_to_its_results(file):
    at = sample(file)
    assert at.title[0].value.startswith("样例：")
    result = determine(json.loads((ROOT / "examples" / file).read_text(encoding="utf-8")), date.today())
    text = html(at)
    for d in result.of("eligible"):
        assert f"<h3>{d.benefit.name}</h3>" in text.replace("&quot;", '"')
    if not result.in_force:
        assert text.index('class="notice"') < text.index('class="lead"')
        assert "● 能领" not in text and not any(h.startswith("能领") for h in headings(at))


def test_the_notice_of_the_term_stands_above_everything():
    text = html(sample("family-of-five.json"))
    assert "文件写到 2025 年 12 月 31 日，已到期" in text
    assert text.index("已到期") < text.index('class="lead"') < text.index('class="errands"') < text.index('class="card')


def test_a_day_inside_the_term_says_能领_and_a_day_after_never():
    at = sample("elder-alone.json")
    assert "● 能领" not in html(at)
    at.radio(key="which-day").set_value("期限内的某一天").run()
    assert at.date_input(key="day").value == load().policy.ends
    at.date_input(key="day").set_value(date(2025, 6, 1)).run()
    assert 'class="notice"' not in html(at)
    assert "● 能领" in html(at)
    at.radio(key="which-day").set_value("今天").run()
    assert "● 能领" not in html(at)


def test_nothing_fits_is_said_plainly_with_reasons():
    at = sample("nothing.json")
    assert any(h.endswith("（0 项）") for h in headings(at)[:1])
    text = html(at)
    assert "这一类没有。" in text and "没有找到" in text
    assert "没有能算出钱数的项目" in text and not at.get("plotly_chart")
    assert 'class="refused"' in text


def test_all_unknown_refuses_nobody_for_not_knowing():
    at = sample("all-unknown.json")
    text = html(at)
    assert "没有找到符合文件条件的" in text and "<b>弄清" in text
    assert any("项要看这一样：" in h for h in (s.value for s in at.subheader))
    assert "这次不符合（0 项）" in headings(at)


def test_bars_charts_and_tables_tell_the_same_and_leave_loans_out():
    at = sample("family-of-five.json")
    text = html(at)
    charts = at.get("plotly_chart")
    tables = re.findall(r"<table>.*?</table>", text, re.S)
    assert len(charts) == 6 and len(tables) == 8 and text.count('<ul class="bars">') == 2
    for chart, table in zip(charts, [t for t in tables if "每一项一年多少" not in t], strict=True):
        spec = json.loads(chart.proto.spec)
        told = [re.sub("<br>.*", "", cell) for cell in re.findall("<td>(.*?)</td>", table)]
        if "text" in spec["data"][-1]:
            assert [re.search("<b>(.*)</b>", text)[1] for text in spec["data"][-1]["text"]] == told
        else:  # twelve months, and under them in the table what has no known month
            assert len(told) == 13 and len(spec["layout"]["xaxis"]["ticktext"]) == 12
        config = json.loads(chart.proto.config)
        assert config["staticPlot"] is True and config["displayModeBar"] is False
    assert "创业担保贷款" not in "".join(tables)


def test_a_phone_gets_the_list_before_the_heavy_charts(monkeypatch):
    import pages._charts
    at = sample("family-of-five.json")
    monkeypatch.setattr(pages._charts, "_phone", lambda: True)
    at.run()
    assert not at.get("plotly_chart") and '<ul class="bars">' in html(at)
    at.toggle(key="more-charts").set_value(True).run()
    assert len(at.get("plotly_chart")) == 6


def test_every_card_has_status_amount_reason_office_next_step_and_law():
    text = html(sample("farm-couple.json"))
    cards = re.findall(r'<article class="card .*?</article>', text, re.S)
    assert len(cards) >= 10
    for card in cards:
        for part in ('class="badge"', 'class="money"', "先做", "牵头", "为什么", "第 ", "「"):
            assert part in card


def test_what_is_ticked_as_received_changes_the_badge_and_the_sums_and_stays_with_the_answers():
    at = sample("elder-alone.json")
    box = next(c for c in at.checkbox if c.label == "高龄津贴已经在领，就点这里")
    box.check().run()
    assert answers(at).received == {"old-age-allowance"}
    text = html(at)
    assert "● 说过已经在领" in text and "有 1 项说过已经在领" in text
    next(c for c in at.checkbox if c.label == "高龄津贴已经在领，就点这里").uncheck().run()
    assert not answers(at).received and "说过已经在领" not in html(at)


@pytest.mark.parametrize("voice", load().wording["voices"])
def test_the_list_speaks_in_the_voice_of_the_visit(voice):
    at = sample("elder-alone.json")
    at.session_state["answers"].voice = voice
    at.run()
    assert not at.exception and not at.error
    assert voice in ("self", "family") or "您" not in html(at)


def test_the_list_can_be_seen_by_person_and_by_department():
    at = sample("family-of-five.json")
    money = [s.value for s in at.subheader]
    at.session_state["view"] = "person"
    at.run()
    assert any(s.value.startswith("儿女2") for s in at.subheader) and [s.value for s in at.subheader] != money
    at.session_state["view"] = "department"
    at.run()
    assert any(s.value == "市残联" for s in at.subheader)
    assert not at.exception


# --- the questionnaire --------------------------------------------------------------------------------------------

def test_from_the_first_page_to_the_results():
    at = filled()
    assert answers(at).data["members"][0] == {"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng"}
    for _ in range(60):
        if at.title[0].value == "核对一下":
            break
        at = unsure(at)
    assert at.title[0].value == "核对一下"
    at = press(at, "to-results")
    assert at.title[0].value == "您家的幸福清单" and "<h3>高龄津贴</h3>" in html(at)
    assert answers(at).data["household"] == {"residence": "lucheng"}  # 不清楚 leaves nothing behind


def test_a_year_alone_asks_for_the_birthday():
    at = press(opened(), "begin")
    at.text_input[0].set_value("1944")
    at = go(at)
    assert at.title[0].value == "今年的生日过了吗"
    at = go(choose(at, "还没过"))
    assert answers(at).data["members"][0]["age"] == date.today().year - 1944 - 1


def test_empty_and_wrong_answers_stay_on_the_page_with_a_friendly_line():
    at = go(press(opened(), "begin"))
    assert at.title[0].value == "家里有哪些人" and "请写出生日期" in at.error[0].value
    at.text_input[0].set_value("200岁")
    at = go(at)
    assert "请写 0 到 130" in at.error[0].value and at.text_input[0].value == "200岁"
    at.text_input[0].set_value("330302194405010012")
    assert "不要写证件号" in go(at).error[0].value


def test_nothing_is_chosen_beforehand_and_choosing_does_not_go_on():
    at = filled(("45岁", "80岁"), ("parent",))
    title = at.title[0].value
    assert all(r.value is None for r in at.radio) and not any(c.value for c in at.checkbox)
    at.radio[0].set_value(at.radio[0].options[0]).run()
    assert at.title[0].value == title
    at = go(at)
    assert at.title[0].value == title and at.error


def test_a_yes_or_no_is_asked_once_for_the_household():
    at = filled(("45岁", "80岁", "12岁"), ("parent", "child"))
    while not any(s.value == "谁有残疾人证？" for s in at.header):
        at = unsure(at)
    labels = [c.label for c in at.checkbox][:5]
    assert labels == ["您", "父母（80 岁）", "儿女（12 岁）", "都没有", "不清楚"]
    at.checkbox[1].check()
    at.checkbox[3].check()
    for radio in at.radio:
        radio.set_value(radio.options[-1])
    at = go(at)
    assert "不要再选别的" in at.error[0].value
    at.checkbox[3].uncheck()
    at = go(at)
    told = {m["id"]: m.get("disability_certificate") for m in answers(at).members}
    assert told == {"p1": False, "p2": True, "p3": False}


def test_back_keeps_the_answers_and_results_can_be_seen_any_time():
    at = filled()
    title = at.title[0].value
    at = press(at, "back")
    assert at.radio[0].value == "鹿城"
    at = go(at)
    assert at.title[0].value == title
    at = press(at, "results")
    assert at.title[0].value == "您家的幸福清单"
    at = press(at, "go-on")
    assert at.title[0].value == title


def test_an_answer_is_changed_from_the_check_page_and_the_list_follows():
    at = press(filled(), "results")
    assert "<h3>高龄津贴</h3>" in html(at)
    at = press(at, "to-check")
    at = press(at, "edit-roster")
    at.text_input[0].set_value("50岁")
    at = go(at)
    assert at.title[0].value == "核对一下"
    at = press(at, "to-results")
    assert '<article class="refused"><h3>高龄津贴</h3>' in html(at)


def test_changing_an_answer_forgets_only_what_hung_on_it():
    at = press(sample("family-of-five.json"), "to-check")
    at = press(at, "edit-disability")
    category = next(s for s in at.selectbox if s.value == "智力")
    category.set_value("没有残疾")
    at = go(at)
    child = answers(at).members[-1]
    assert child["disability_category"] == "none" and "disability_grade" not in child
    assert child["assistance"] == "dibao" and at.title[0].value == "核对一下"


def test_leaving_an_edit_returns_to_the_check_page_and_then_to_the_page_before():
    at = press(press(filled(), "results"), "to-check")
    before = answers(at).history[:-1]
    at = press(press(at, "edit-hukou"), "back")
    assert at.title[0].value == "核对一下" and answers(at).history[:-1] == before
    at = press(at, "check-back")
    assert at.title[0].value == load().topics[before[-1].topic].title


def test_what_is_never_asked_stands_on_no_page():
    label = load().facts["hiv_child"]
    at = press(sample("family-of-five.json"), "to-check")
    assert label.no not in said(at) and label.label not in said(at)
    at = press(at, "edit-school")
    assert label.question not in said(at) and not any(label.yes in s.value for s in at.header)


def test_a_day_before_somebody_was_born_is_said_and_can_be_left():
    born = date.today().replace(day=1).isoformat()
    at = press(filled((born,)), "results")
    at.radio(key="which-day").set_value("期限内的某一天").run()
    assert "有人还没出生" in at.warning[0].value and not at.error
    at.switch_page("pages/questions.py").run()
    assert not at.error
    at.switch_page("pages/results.py").run()
    assert at.title[0].value == "您家的幸福清单" and headings(at)


def test_income_item_by_item_stands_in_place_of_the_sum():
    at = filled(("45岁",))
    while not any(b.key == "itemise" for b in at.button):
        at = unsure(at)
    at = press(at, "itemise")
    at.selectbox[0].set_value("wage")
    at.selectbox[1].set_value("p1")
    at.text_input[0].set_value("２，３００元")
    at = press(at, "add-income")
    at.selectbox[2].set_value("first_job")
    at = go(at)
    assert "请选是谁的" in at.error[0].value
    at.selectbox[3].set_value("p1")
    at.text_input[3].set_value("4")
    at = go(at)
    household = answers(at).data["household"]
    assert household["income"] == [{"kind": "wage", "member": "p1", "monthly": 2300},
                                   {"kind": "first_job", "member": "p1", "months_in_job": 4}]
    assert "monthly_income" not in household


def test_at_most_twenty_people_and_one_applicant():
    at = press(opened(), "begin")
    for _ in range(19):
        at = press(at, "add")
    assert len(answers(at).members) == 20 and not any(b.key == "add" for b in at.button)
    at = press(at, "drop|p20")
    assert len(answers(at).members) == 19
    assert [m["relation"] for m in answers(at).members].count("self") == 1
    assert not any(b.key == "drop|p1" for b in at.button)


def test_a_sample_leaves_ones_own_answers_alone_and_clearing_removes_them():
    at = filled()
    at.switch_page("pages/start.py").run()
    at = press(at, "sample-bus-driver.json")
    assert at.session_state["answers"].own.data["household"]["residence"] == "lucheng"
    at = press(at, "close-sample")
    assert any(b.label == "接着填" for b in at.button)
    at.switch_page("pages/about.py").run()
    at = press(press(at, "clear"), "clear-yes")
    assert at.session_state["answers"].own is None and any(b.label == "开始填" for b in at.button)


def test_an_error_inside_is_not_a_refusal_and_logs_no_answer(monkeypatch, caplog):
    at = filled()

    def fails(*_):
        raise RuntimeError("lucheng 82")

    monkeypatch.setattr(pages._state, "determine", fails)
    at.switch_page("pages/results.py").run()
    assert BROKEN in at.error[0].value and "这不是说您不符合" in at.error[0].value
    assert "82" not in re.sub(r":\d+", "", caplog.text) and "lucheng" not in caplog.text
    assert "RuntimeError" in caplog.text


# --- rulebook and about -------------------------------------------------------------------------------------------

def test_every_row_has_a_page_of_its_own():
    at = opened()
    at.switch_page("pages/rulebook.py").run()
    book = load()
    assert f"找到 {len(book.benefits)} 项" in headings(at)
    for row in book.benefits.values():
        at.query_params["row"] = row.id
        at.run()
        assert at.title[0].value == row.name.replace("*", "\\*"), row.id
        assert not at.exception and not at.error, row.id
        text = html(at)
        assert row.departments[0] in text and all(f"第 {c.sentence} 句" in text for c in row.quote), row.id
        assert "〔" in text, row.id


def test_the_rulebook_is_narrowed_by_a_word_and_by_clause():
    at = opened()
    at.switch_page("pages/rulebook.py").run()
    at.text_input(key="find").set_value("高龄").run()
    few = int(re.search(r"\d+", headings(at)[0])[0])
    assert 1 <= few < 20
    at.text_input(key="find").set_value("").run()
    at.selectbox(key="clause").set_value(5).run()
    assert headings(at)[0] == f"找到 {sum(b.clause == 5 for b in load().benefits.values())} 项"


def test_about_says_what_is_kept_and_that_every_sentence_is_accounted_for():
    at = opened()
    at.switch_page("pages/about.py").run()
    text = html(at)
    assert "不写进文件，不写进记录，不放进网址" in text and "句句有交代" in text


def test_no_page_shows_english_emoji_or_exclamation():
    at = opened()
    for page in ("start", "questions", "results", "rulebook", "about"):
        at.switch_page(f"pages/{page}.py").run()
        text = re.sub(r"<[^>]*>", "", said(at))
        assert "！" not in text and "!" not in text
        assert not re.search(r"[A-Za-z]{4,}", text), re.search(r".{10}[A-Za-z]{4,}.{10}", text)
        assert not re.search("[\U0001F300-\U0001FAFF\u2600-\u27BF]", text)


# --- reading what was typed ---------------------------------------------------------------------------------------

@pytest.mark.parametrize("typed, found", [
    ("1944-05-01", Birth(day="1944-05-01")), ("19440501", Birth(day="1944-05-01")), ("1944年5月1日", Birth(day="1944-05-01")),
    ("１９４４", Birth(year=1944)), ("1944年生", Birth(year=1944)), ("82", Birth(age=82)), ("82 周岁", Birth(age=82)),
    ("0岁", Birth(age=0)),
    ("1944年5月", Birth(age=82)), ("1944年12月", Birth(age=81)), ("1944-11", Birth(year=1944))])
def test_births_as_people_write_them(typed, found):
    assert birth(typed, date(2026, 11, 24), 130) == found


@pytest.mark.parametrize("typed", ["2030", "1800", "1944-13-01", "2026-11-25", "八十", "131岁", "330302194405010012", "-3"])
def test_births_that_cannot_be(typed):
    with pytest.raises(Unclear):
        birth(typed, date(2026, 11, 24), 130)


def test_numbers_as_people_write_them():
    facts = load().facts
    assert number("１，２００元", facts["monthly_income"]) == 1200
    assert str(number("15.01 平方米", facts["housing_area"])) == "15.01"
    for typed in ("", "很多", "-1", "1e5", "9999999999", "NaN"):
        with pytest.raises(Unclear):
            number(typed, facts["monthly_income"])
    with pytest.raises(Unclear):
        number("1.5", facts["months_over_limit"])


@pytest.mark.parametrize(("typed", "age", "day", "then"), [
    ("1946", 80, date(2025, 12, 31), 79),   # the birthday of this year has passed, so on that day it had too
    ("1946", 80, date(2025, 3, 1), None),   # not known whether it had
    ("80 岁", 80, date(2025, 6, 1), None),
    ("80 岁", 80, date(2020, 11, 24), 74),
])
def test_an_age_is_not_carried_to_another_day(monkeypatch, typed, age, day, then):
    from pages import _state
    monkeypatch.setattr(_state, "today", lambda: date(2026, 11, 24))
    assert _state._on({"id": "p1", "age": age}, typed, day).get("age") == then
