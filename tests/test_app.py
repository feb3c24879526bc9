"""The app without a browser: start, samples, questionnaire, results, rulebook, and what must never happen."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import pages._state
from benefits import interview, load
from benefits.entries import listing
from benefits.household import Household, Person
from benefits.interview import Answers, heard, screened
from benefits.listing import by_kinship
from benefits.plan import plan
from benefits.plan import text as plan_text
from benefits.screen import determine, words_of
from pages import _ask, _state, _take
from pages._read import Either, Unclear, birth, number
from pages._state import Spot
from takeaway import letter, message, sheet
from tests import questions

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = [s["file"] for s in pages._state.samples()]
BROKEN = "这一页出了错"


def opened() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()


def sample(file: str) -> AppTest:
    return press(press(opened(), "samples"), f"sample-{file}")


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception and not any(BROKEN in e.value for e in at.error), [e.value for e in at.error]
    return at


def turned(at: AppTest, page: str) -> AppTest:
    """Another page, opened from the row on top."""
    at.switch_page(f"pages/{page}.py").run()
    at._page_hash = ""  # else every later run begins there, wherever a press led
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


def go(at: AppTest) -> AppTest:
    return press(at, "onward")


def pick(at: AppTest, *labels: str) -> AppTest:
    """Chooses on a page of one question, and goes on."""
    for label in labels:
        for radio in at.radio:
            if label in radio.options:
                radio.set_value(label)
        for box in at.checkbox:
            if box.label == label:
                box.check()
    return go(at)


def told(at: AppTest, home: str = "鹿城", born: str = "1950", hukou: str = "就在现在住的地方") -> AppTest:
    """The first page of a grid worker, filled in for one who lives alone."""
    at.radio[0].set_value(home).run()
    at.text_input[0].set_value(born).run()
    at.radio[-1].set_value(hukou).run()
    return at


def alone(born: str = "1944", home: str = "鹿城", heads: str = "1 口") -> AppTest:
    """A visit for oneself, past home, birth and hukou."""
    at = pick(press(opened(), "begin-self"), home)
    at.text_input[0].set_value(born).run()
    at = go(at)
    while at.title[0].value == "您今年的生日过了吗？":
        at = pick(at, "过了")
    return pick(pick(at, heads), "就在现在住的地方")


def family(*births: tuple[str, str], passed: str = "过了") -> AppTest:
    """A visit for the family, past home, roster and hukou. births: (relation, year); the first is the resident's own. passed: said of
    this year's birthdays."""
    at = pick(press(opened(), "begin-family"), "瓯海")
    at.text_input[0].set_value(births[0][1]).run()
    at = go(at)
    for relation, year in births[1:]:
        at = one_more(at, relation, year)
    at = go(at)
    while "生日过了吗" in at.title[0].value:
        at = pick(at, passed)
    return pick(at, "就在现在住的地方")


def one_more(at: AppTest, relation: str, year: str) -> AppTest:
    """From the list of the household to one more person, and back."""
    at = press(at, "add")
    at.radio[0].set_value(relation).run()
    at.text_input[0].set_value(year).run()
    return go(at)


def unsure(at: AppTest) -> AppTest:
    """Answers 不清楚 to everything on the page."""
    return pick(at, "不清楚")


def finished(at: AppTest, answer=unsure) -> AppTest:
    """On to the check page."""
    for _ in range(60):
        if at.title[0].value == "对一对，再看结果":
            return at
        at = answer(at)
    raise AssertionError("the interview does not end")


# --- start and samples --------------------------------------------------------------------------------------------

def test_a_person_written_but_not_added_is_not_lost():
    at = pick(press(opened(), "begin-family"), "瓯海")
    at.text_input[0].set_value("1950").run()
    at = press(go(at), "add")
    at.radio[0].set_value("丈夫或妻子").run()
    at = go(at)  # no year yet: said, and nothing is lost
    assert any("请写出生年份" in e.value for e in at.error) and at.radio[0].value == "丈夫或妻子"
    at = press(at, "back")
    assert "爱人：还没写年份" in html(at)
    at = go(at)
    assert at.title[0].value == "您家里还有谁？" and "爱人还没写年份" in at.error[0].value
    at = press(at, "member|p2")
    assert at.radio[0].value == "丈夫或妻子"
    at.text_input[0].set_value("1952").run()
    at = go(go(at))
    assert [m["relation"] for m in answers(at).members] == ["self", "spouse"]
    assert at.title[0].value == "您家的户口在哪里？"


def test_a_year_nobody_knows_is_a_full_answer():
    at = pick(press(opened(), "begin-family"), "瓯海")
    at.text_input[0].set_value("1950").run()
    at = press(go(at), "add")
    at.radio[0].set_value("父母").run()
    at = go(pick(at, "不清楚"))
    assert answers(at).born["p2"] == {} and at.title[0].value == "您家的户口在哪里？"
    assert "age" not in heard(load(), answers(at), date.today()).household.people[1].facts


def test_who_was_taken_off_the_list_is_not_spoken_of_on_the_way_back():
    at = finished(family(("self", "1980"), ("儿子或女儿", "2010"), ("父母", "1946")))
    for key in ("edit-people", "member|p3", "drop", "drop-yes"):
        at = press(at, key)
    assert [m["id"] for m in answers(at).members] == ["p1", "p2"]
    while any(b.key == "back" for b in at.button):  # every place behind can be drawn
        at = press(at, "back")
    assert any(b.key == "begin-family" for b in at.button)


def test_an_answer_hardly_ever_right_is_asked_once_and_never_stands_in_the_way():
    at = pick(press(opened(), "begin-family"), "瓯海")
    at.text_input[0].set_value("1980").run()
    at = go(one_more(go(at), "儿子或女儿", "1975"))
    assert at.title[0].value == "是这样吗？" and "孩子（51 岁）：岁数不比您小。" in html(at)
    again = press(at, "change")
    assert again.title[0].value == "改：孩子（51 岁）"
    at = go(press(again, "back"))
    assert at.title[0].value == "您家的户口在哪里？" and answers(at).sure == [["older_child", "p2"]]
    assert press(at, "back").title[0].value == "是这样吗？"


def test_where_there_is_no_不清楚_nobody_is_told_to_choose_it():
    at = pick(press(opened(), "begin-family"), "瓯海")
    at.text_input[0].set_value("1980").run()
    at = go(press(go(at), "add"))
    assert at.error and all("不清楚" not in e.value for e in at.error)


def test_who_cannot_say_in_which_district_they_live_is_refused_nothing_for_it():
    at = pick(press(opened(), "begin-self"), "不清楚")
    at.text_input[0].set_value("1940").run()
    at = pick(go(at), "1 口")
    at = finished(pick(at, "就在现在住的地方"))
    result = interview.screened(load(), answers(at), date(2025, 6, 1))
    status = {d.benefit.id: d.status for d in result.determinations}
    assert status["old-age-allowance"] == "possible" and "residence" not in result.household.facts
    assert press(at, "to-results").title[0].value == "您家的幸福清单"


def test_start_says_what_it_is_and_what_it_keeps():
    at = opened()
    assert at.title[0].value == "您家能领哪些补助"
    text = html(at)
    assert "自查，不是审批" in text and "已到期" in text
    privacy = next(p for p in re.findall(r"<p>(.*?)</p>", text) if "不用写姓名" in p)
    assert len(privacy) <= 90 and "服务器不留" in privacy
    assert "温州 2022 年的 32 条" in text
    assert [b.label for b in at.button][:4] == ["查自己", "查全家", "帮别人查", "我是网格员"]
    assert [b.label for b in press(at, "worker").button][4:6] == ["问一户", "很多户一起管"]
    assert [b.key for b in press(at, "samples").button if b.key.startswith("sample-")] == [f"sample-{f}" for f in SAMPLES]
    assert len(SAMPLES) == 10
    assert all((ROOT / "examples" / f).exists() for f in SAMPLES)


@pytest.mark.parametrize("file", SAMPLES)
def test_a_sample_opens_straight_to_its_results(file):
    at = sample(file)
    assert at.title[0].value.startswith("样例：")
    result = determine(json.loads((ROOT / "examples" / file).read_text(encoding="utf-8")), date.today())
    text = html(at)
    for d in result.of("eligible"):
        assert f"<h3>{d.benefit.name}" in text.replace("&quot;", '"')
    if not result.in_force:
        assert text.index('class="notice"') < text.index('class="lead"')
        assert "● 能领" not in text and not any(h.startswith("能领") for h in headings(at))


def test_the_notice_of_the_term_stands_above_everything():
    text = html(sample("family-of-five.json"))
    assert text.count("文件是温政发〔2022〕6号。文件有效到2025年12月31日，已到期") == 1
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
    text = html(at)
    assert "能领（0 项）</h2>" in text or "符合文件条件（0 项）</h2>" in text
    assert "这一类没有。" in text and "没有找到" in text
    assert "part-money" not in text and not at.get("plotly_chart")  # nothing to draw: no heading, no way to it
    assert 'class="refused"' in text


def test_all_unknown_refuses_nobody_for_not_knowing():
    at = sample("all-unknown.json")
    text = html(at)
    assert "一项都还定不了" in text and "<b>弄清" in text
    assert re.search('<h3 class="group">\d+ 项先要弄清', text) and "这次不符合" not in text


def test_bars_charts_and_tables_tell_the_same_and_leave_loans_out():
    at = sample("family-of-five.json")
    text = html(at)
    charts = at.get("plotly_chart")
    each, *tables = re.findall(r"<table>.*?</table>", text, re.S)  # row by row: drawn first, as plain bars
    assert "最低生活保障金" in each and text.index("每一项一年多少</h3>") < text.index('<div class="grown">')
    assert len(charts) == 2 and len(tables) == 5 and text.count('<ul class="bars">') == 4  # what is not paid out: folded; with larger text
    for chart, table in zip(charts, tables[:2], strict=True):
        spec = json.loads(chart.proto.spec)
        told = [re.sub("<br>.*", "", cell) for cell in re.findall("<td>(.*?)</td>", table)]
        drawn = ["".join(re.findall("<b>(.*?)</b>", text)) for text in spec["data"][-1]["text"]]  # in several lines where it is long
        told = [re.sub(r"(至少 [\d,]+)\.\d\d", r"\1", cell) for cell in told]  # the table alone tells the fen
        alike = [[re.sub("[ ，]", "", text) for text in texts] for texts in (drawn, told)]  # a new line stands for the comma
        assert alike[0] == alike[1]
        config = json.loads(chart.proto.config)
        assert config["staticPlot"] is True and config["displayModeBar"] is False
    assert "哪个月" in text and tables[2].count("<td>") == 2  # equal months are one line with what they are made of, then what has no month
    assert "创业担保贷款" not in "".join(tables) and "没算进上面的数" in text


def test_what_is_had_once_is_drawn_beside_what_is_had_in_a_year():
    at = sample("farm-couple.json")
    text = html(at)
    assert "一次给 45,000 元" in text and "发到手的钱，只给一次。" in text and not at.get("plotly_chart")
    assert all(f"<td>{money} 元<" in text for money in ("30,000", "15,000"))
    text = html(sample("graduate.json"))
    assert "<td>3,000 元<" in text and "只给一次的另算" in text and "其余的 3,000 元" not in text


def test_a_phone_gets_the_list_before_the_heavy_charts(monkeypatch):
    import pages._charts
    at = sample("family-of-five.json")
    monkeypatch.setattr(pages._charts, "phone", lambda: True)
    at.run()
    assert not at.get("plotly_chart") and html(at).count('<ul class="bars">') == 4 and "按月发的，每月" in html(at)
    assert '<details class="folded"><summary><b>哪个部门管</b>：最多的是市民政局，37,320 元，另有至少 35,744 元没算。</summary>' in html(at)
    assert "算进上面的数的，最多的是最低生活保障金，一年 37,320 元，参考数。<" in html(at), "another may reach higher"
    at.toggle(key="more-charts").set_value(True).run()
    assert len(at.get("plotly_chart")) == 2


def test_every_card_has_status_amount_reason_office_next_step_and_law():
    text = html(sample("farm-couple.json"))
    cards = re.findall(r'<article class="card .*?</article>', text, re.S)
    assert len(cards) >= 10
    for card in cards:
        for part in ('class="badge"', 'class="money"', "先做", "牵头", "因为", "第 ", "「"):
            assert part in card


def test_what_is_ticked_as_received_changes_the_badge_and_the_sums_and_stays_with_the_answers():
    at = sample("elder-alone.json")
    box = next(c for c in at.checkbox if c.label == "高龄津贴，已经在领")
    box.check().run()
    assert answers(at).received == {"old-age-allowance"}
    text = html(at)
    assert "● 填了已经在领" in text and "其中 1 项已经在领（" in text
    next(c for c in at.checkbox if c.label == "高龄津贴，已经在领").uncheck().run()
    assert not answers(at).received and "填了已经在领" not in html(at)


@pytest.mark.parametrize("voice", load().wording["voices"])
def test_the_list_speaks_in_the_voice_of_the_visit(voice):
    at = sample("elder-alone.json")
    at.session_state["answers"].voice = voice
    at.run()
    assert not at.exception and not at.error
    assert voice in ("self", "family") or "您" not in html(at)


def test_the_list_can_be_seen_by_person_and_by_department():
    at = sample("family-of-five.json")
    assert '<h3 class="group">第二个孩子' not in html(at)
    at.session_state["view"] = "person"
    at.run()
    assert '<h3 class="group">第二个孩子' in html(at)
    at.session_state["view"] = "department"
    at.run()
    assert '<h3 class="group">市残联</h3>' in html(at)
    assert not at.exception


# --- the questionnaire --------------------------------------------------------------------------------------------

def test_from_the_first_page_to_the_results():
    at = finished(alone())
    assert answers(at).members == [{"id": "p1", "relation": "self"}]
    at = press(at, "to-results")
    assert at.title[0].value == "您家的幸福清单" and "高龄津贴" in html(at)


def test_a_page_has_one_question_nothing_chosen_and_不清楚_last():
    at = alone()
    seen = []
    while at.title[0].value != "对一对，再看结果":
        seen.append(at.title[0].value)
        assert len(at.title) == 1 and all(r.value is None for r in at.radio) and not any(c.value for c in at.checkbox)
        last = at.radio[-1].options[-1] if at.radio else at.checkbox[-1].label
        assert last == "不清楚"
        at = unsure(at)
    assert len(seen) == len(set(seen)) <= 14


def test_empty_and_contrary_answers_stay_on_the_page_with_the_same_words_twice():
    at = alone()
    title = at.title[0].value
    at = go(at)
    assert at.title[0].value == title and len(at.error) == 2
    assert at.error[0].value.startswith("有一处要改：") and at.error[1].value in at.error[0].value
    at = pick(at, "低保", "都没有")
    assert "选了“都没有”，就不能再选别的" in at.error[1].value
    assert next(c for c in at.checkbox if c.label == "低保").value


@pytest.mark.parametrize("seed", range(4))
def test_a_page_left_empty_says_so_whatever_its_form_and_keeps_its_ways_out(seed):
    rng = random.Random(seed)

    def empty_first(at: AppTest) -> AppTest:
        """Presses 继续 with nothing chosen, then chooses by lot; what might be the case is, so that the rare pages are met too."""
        title = at.title[0].value
        if title == "是这样吗？":
            return go(at)
        if not any([*(r.value for r in at.radio), *(c.value for c in at.checkbox), *(t.value for t in at.text_input)]):
            at = go(at)
            assert at.title[0].value == title and "要改" in at.error[0].value, (title, [e.value for e in at.error])
            assert {b.key for b in at.button} >= {"onward", "back"}, title
            met.add(title)
        for radio in at.radio:
            radio.set_value(rng.choice([o for o in radio.options if o not in ("没有", "不想说")]))
        if at.checkbox:
            rng.choice([c for c in at.checkbox if c.label not in ("都没有", "不想说")]).check()
        at = go(at)
        return unsure(at) if at.title[0].value == title else at
    met: set[str] = set()
    born = ("1944", "1975", "1988", "2012")[seed]
    finished(alone(born), empty_first)
    finished(family(("本人", "1985"), ("儿子或女儿", "2014"), ("父母", "1950")), empty_first)
    assert len(met) >= 15, met


def test_illness_may_be_refused_and_counts_as_not_known():
    at = alone()
    while at.title[0].value != "您有没有下面这些病？":
        at = unsure(at)
    assert any(text.startswith("为什么问：") for text in re.findall("<p>(.*?)</p>", html(at)))
    assert [c.label for c in at.checkbox][-3:] == ["都没有", "不想说", "不清楚"]
    at = pick(at, "高血压", "不想说")
    assert "选了“不想说”，就不能再选别的" in at.error[1].value
    next(c for c in at.checkbox if c.label == "高血压").uncheck()
    at = go(at)
    person = heard(load(), answers(at), date.today()).household.people[0].facts
    assert not {"chronic_disease", "special_disease"} & set(person)
    back = press(at, "back")
    assert [c.label for c in back.checkbox if c.value] == ["不想说"]
    at = finished(go(back))
    assert ("慢性病、大病等", "不想说") in re.findall(r'<p>(.*?) <b class="said">(.*?)</b></p>', html(at))


def test_a_year_on_a_line_asks_for_the_birthday_and_another_does_not():
    line = str(date.today().year - 80)
    at = pick(press(opened(), "begin-self"), "鹿城")
    at.text_input[0].set_value(line).run()
    assert f"{line} 年生，今年满 80 周岁。" in [c.value for c in at.caption]
    at = go(at)
    assert at.title[0].value == "您今年的生日过了吗？" and "看身份证上的月和日，不算农历。" in said(at)
    at = pick(pick(at, "还没过"), "1 口")
    assert heard(load(), answers(at), date.today()).household.people[0].facts["age"] == 79
    assert alone("1944").title[0].value == "您有没有下面这些认定？"


def test_whether_the_birthday_has_been_is_put_right_on_the_check_page_and_offered_again_where_it_was_not_known():
    line = str(date.today().year - 80)
    at = pick(press(opened(), "begin-self"), "鹿城")
    at.text_input[0].set_value(line).run()
    at = finished(pick(pick(pick(go(at), "还没过"), "1 口"), "就在现在住的地方"))
    assert '今年的生日 <b class="said">还没过</b>' in html(at)
    at = press(at, "edit-birthday|p1")
    assert at.radio[0].value == "还没过"
    at = pick(at, "不清楚")
    assert at.title[0].value == "对一对，再看结果" and '今年的生日 <b class="said">不清楚</b>' in html(at)
    at = press(at, "to-results")
    at = press(at, "unasked")
    assert at.title[0].value == "您今年的生日过了吗？" and at.radio[0].value == "不清楚"
    at = pick(at, "过了")
    assert at.title[0].value != "您今年的生日过了吗？"
    assert heard(load(), answers(at), date.today()).household.people[0].facts["age"] == 80


def test_a_sweep_closes_its_facts_for_everybody_and_asks_who_only_where_it_must():
    at = family(("", "1980"), ("丈夫或妻子", "1982"), ("儿子或女儿", "2015"))
    assert pick(at, "学校资助对象（学校通知过）").title[0].value == "谁是学校资助对象？"
    at = pick(family(("", "1980"), ("丈夫或妻子", "1982"), ("儿子或女儿", "2015")), "低保")
    assert at.title[0].value == "是全家都算，还是个别人？"
    at = pick(at, "全家都算")
    people = heard(load(), answers(at), date.today()).household.people
    assert [p.facts["assistance"] for p in people] == ["dibao"] * 3
    at = pick(at, "都没有")
    people = heard(load(), answers(at), date.today()).household.people
    assert [p.facts["disability_certificate"] for p in people] == [False] * 3


def test_back_keeps_the_answers_and_results_can_be_seen_once_the_papers_are_behind():
    at = alone()
    assert not any(b.key == "results" for b in at.button)
    at = pick(pick(at, "高血压", "都没有"), "没有")
    assert any(b.key == "results" for b in at.button)
    at = press(at, "back")
    assert at.title[0].value == "您有残疾人证吗？" and at.radio[0].value == "没有"
    at = press(go(at), "results")
    assert "高龄津贴" in html(at)
    at = press(at, "go-on")
    assert at.title[0].value == "您吃饭、穿衣、走路要人帮吗？"


def test_changing_an_answer_asks_only_what_hangs_on_it_and_forgets_nothing_else():
    def nothing(at):
        there = {*(c.label for c in at.checkbox), *(o for r in at.radio for o in r.options)}
        return pick(at, next(w for w in ("都没有", "都不做", "没有", "不用", "自己家的", "不清楚") if w in there))
    at = finished(alone(), nothing)
    before = [dict(r) for r in answers(at).records]
    at = press(at, next(b.key for b in at.button if b.label == "改:small[：您有残疾人证吗？]"))
    assert "改一处" in html(at) and "题" not in html(at).split("</p>")[0] and at.button(key="back").label == "不改了，回去"
    at = pick(at, "有")
    assert at.button(key="back").label == "上一题" and "改一处" not in html(at)  # what comes of it is a question like others
    assert at.title[0].value == "您的证上写几级？"  # which kind decides nothing here
    at = finished(at)
    now = {r["q"]: r for r in answers(at).records}
    changed = [r["q"] for r in before if now[r["q"]] != r]
    assert changed == ["certificate"]


def test_whose_an_answer_is_stands_under_the_person_and_can_be_changed():
    at = family(("", "1980"), ("丈夫或妻子", "1982"))
    while at.title[0].value != "您家有没有人得这些病？":
        at = pick(at, "都没有", "都不用", "都不做", "都不是", "都不住", "都没签", "都没买")
    at = finished(pick(pick(at, "高血压"), "爱人（44 岁）"))
    rows = re.findall(r'<p>(.*?) <b class="said">(.*?)</b></p>', html(at))
    assert ("慢性病、大病等", "都没有") in rows and ("慢性病、大病等", "高血压") in rows, rows  # each under its person
    assert ("爱人（44 岁）参加哪种医保？", "不清楚") in rows and not any("下面" in said for said, _ in rows)
    at = press(at, next(b.key for b in at.button if b.label == "改:small[：爱人（44 岁）：慢性病、大病等]"))
    at = go(at)  # the illness is right, but it is somebody else's
    assert at.title[0].value == "得病的是谁？" and [c.label for c in at.checkbox if c.value] == ["爱人（44 岁）"]
    assert f"为什么问：{load().questions['diseases'].because[0].say}。" in html(at) and "不想说" in {c.label for c in at.checkbox}
    next(c for c in at.checkbox if c.label == "爱人（44 岁）").uncheck()
    at = finished(pick(at, "您"))
    assert answers(at).record("diseases", ["p1", "p2"])["whose"] == {"pressure": ["p1"]}


def test_one_illness_alone_is_asked_by_its_name_and_training_that_is_refused_is_no_reason():
    """A child from another province: the money for training is not theirs."""
    at = pick(press(press(opened(), "begin-others"), "begin-child"), "苍南")
    at.text_input[0].set_value("2020").run()
    at = go(at)
    while "生日过了吗" in at.title[0].value:
        at = pick(at, "过了")
    at = pick(pick(pick(at, "1 口"), "外省"), "都没有")
    assert at.title[0].value == "孩子查出过孤独症吗？" and "康复" not in html(at) and "看病能多报" in html(at)
    assert at.radio[0].options == ["查出过", "没查出过", "不想说", "不清楚"]
    at = pick(at, "没查出过")
    assert answers(at).record("young_child", ["p1"])["said"] == []
    at = finished(at)
    assert ("孤独症（自闭症）", "没有") in re.findall(r'<p>(.*?) <b class="said">(.*?)</b></p>', html(at))


def test_whose_it_is_may_be_refused_and_then_nobody_is_told_to_find_it_out():
    at = family(("", "1980"), ("丈夫或妻子", "1982"))
    while at.title[0].value != "您家有没有人得这些病？":
        at = pick(at, "都没有", "都不用", "都不做", "都不是", "都不住", "都没签", "都没买")
    at = finished(pick(pick(at, "高血压"), "不想说"))
    assert answers(at).record("diseases", ["p1", "p2"])["whose"] == {"pressure": ["?", "-"]}
    assert "高血压（不想说是谁）" in html(at) and "平时看病的医生" not in html(at)
    at = press(at, "to-results")
    assert "没说谁有高血压，" in html(at) and "弄清谁有高血压" not in html(at)


def test_what_was_said_of_the_whole_family_is_asked_again_only_by_name():
    at = family(("", "1980"), ("丈夫或妻子", "1982"), ("儿子或女儿", "2014"), ("儿子或女儿", "2016"))
    while at.title[0].value != "您家有没有人得这些病？":
        at = unsure(at) if "孩子们" in at.title[0].value else pick(at, "都没有", "都不用", "都不做", "都不是", "都不住", "都没签", "都没买")
    at = pick(at, "高血压")
    for box in at.checkbox[:2]:
        box.check()
    at, titles = finished(go(at), lambda at: pick(at, "职工医保") if "医保" in at.title[0].value else unsure(at)), []
    record = next(r for r in answers(at).records if r["q"] == "insurance")
    assert record["of"] == ["p1", "p2", "p3", "p4"] and record["whose"] == {"employee": ["p1", "p2"]}
    at = press(press(at, "to-results"), "unasked")
    while at.title[0].value != "对一对，再看结果":
        titles.append(at.title[0].value)
        at = unsure(at)
    assert [t for t in titles if "医保" in t] == ["第一个孩子（12 岁）、第二个孩子（10 岁）参加哪种医保？"], titles


def test_a_band_is_read_over_in_the_words_it_was_chosen_in():
    at = finished(alone(), lambda at: pick(at, "都没有", "都不做") if at.checkbox else pick(at, at.radio[0].options[0]))
    rows = dict(re.findall(r'<p>(.*?) <b class="said">(.*?)</b></p>', html(at)))
    chosen = rows["全家每月收入大约多少？"]
    assert chosen.startswith("不到 "), rows
    at = pick(press(at, next(b.key for b in at.button if b.label == "改:small[：您的户口在哪里？]")), "外省")
    at = finished(at)  # other limits by now: it reads as it was chosen
    assert dict(re.findall(r'<p>(.*?) <b class="said">(.*?)</b></p>', html(at)))["全家每月收入大约多少？"] == chosen


def test_what_was_taken_for_granted_is_shown_and_asked_with_what_stands():
    at = finished(alone("1950"), lambda at: pick(at, "都没有") if any(box.label == "都没有" for box in at.checkbox) else unsure(at))
    before = answers(at).text()
    at = press(at, next(b.key for b in at.button if b.label == "改:small[：65 岁以上，不找工作，不开店]"))
    assert at.title[0].value == "您平时做什么？" and at.radio[0].value == "退休了" and "改一处" in html(at)
    assert at.button(key="back").label == "不改了，回去" and answers(at).text() == before
    at = press(at, "back")
    assert at.title[0].value == "对一对，再看结果" and answers(at).text() == before
    at = go(press(at, "lift|older|p1"))  # it is so: asked and answered, nothing else hangs on it
    assert at.title[0].value == "对一对，再看结果" and not answers(at).lifted and answers(at).record("living", ["p1"])["said"] == ["retired"]
    at = pick(press(at, next(b.key for b in at.button if "平时做什么" in b.label)), "有固定单位上班")
    assert at.title[0].value == "对一对，再看结果" or at.button(key="back").label == "上一题"


def lines(at: AppTest) -> list[str]:
    return [b.key for b in at.button if b.label.startswith("改")]


@pytest.mark.parametrize(("seed", "one", "worker"), [(1, False, False), (2, True, False), (3, False, True)])
def test_no_line_of_the_check_page_changes_anything_by_being_looked_at(seed, one, worker):
    """改 on every line of some household, and back by the button or by the browser: what was said stands as it stood."""
    truth = questions.household(random.Random(seed), load(), 1 if one else seed + 1)
    visit = _state.Visit(own=questions.visit(load(), truth, alone=one).answers, as_of=questions.DAY, voice="family", worker=worker,
                         spots=[Spot("check")])
    last = visit.own.members[-1]["id"]
    visit.own.born[last] = {"age": 70, "day": questions.DAY.isoformat()}  # told as an age: looked at later it is not one of later
    at = opened()
    at.session_state["answers"] = visit
    at = turned(at, "questions")
    kinds, before = set(), answers(at).text()
    for i, key in enumerate(lines(at)):
        at = press(at, key)
        assert at.title[0].value != "对一对，再看结果" and answers(at).text() == before, key
        assert at.button(key="back").label.endswith("回去"), key
        spot = visit.spots[visit.at]
        if i % 2:
            visit.at -= 1  # as the browser's Back does
            at = turned(at, "questions")
        else:
            at = press(at, "back")
        assert at.title[0].value == "对一对，再看结果" and answers(at).text() == before, key
        if spot.kind == "person":  # written and left again
            at = press(at, key)
            at.text_input[0].set_value("1990").run()
            at = press(at, "back")
            assert answers(at).text() == before
        kinds.add(spot.kind if not spot.lifts else "presumed")
    assert kinds >= {"screen", "presumed"}, kinds


def test_how_many_questions_are_left_hangs_on_the_place_and_not_on_the_way_there():
    """Back and Forward over every place, 是这样吗？ among them: each says what it said."""
    at = pick(press(opened(), "begin-family"), "瓯海")
    at.text_input[0].set_value("1985").run()
    at = go(one_more(go(at), "儿子或女儿", "1980"))  # older than its parent
    told, kinds = {}, []
    while at.title[0].value != "对一对，再看结果":
        visit = at.session_state["answers"]
        told[visit.at] = re.search("大约还[^<·]*", html(at)).group()
        kinds.append(visit.spots[visit.at].kind)
        at = go(at) if kinds[-1] == "doubt" else unsure(at)
    doubt = next(n for n in told if visit.spots[n].kind == "doubt")
    assert told[doubt] == told[doubt + 1]  # nothing was asked
    last = max(told)
    for place in [*range(last, -1, -1), *range(last + 1), doubt, doubt - 1, doubt, doubt - 1, doubt + 1]:
        visit.at = place
        at = turned(at, "questions")
        assert place not in told or told[place] in html(at), place


def test_an_answer_about_some_of_the_family_names_them_and_not_all():
    def work(at: AppTest) -> AppTest:
        return pick(at, "有固定单位上班" if "平时做什么" in at.title[0].value else "不清楚")
    at = finished(family(("本人", "1980"), ("丈夫或妻子", "1982"), ("父母", "1950")), work)
    rows = re.findall(r'<p>(.*?) <b class="said">(.*?)</b></p>', html(at))
    year = date.today().year
    assert (f"您（{year - 1980} 岁）、爱人（{year - 1982} 岁）平时做什么？", "有固定单位上班") in rows, rows
    assert ("您家的户口在哪里？", "就在现在住的地方（全家）") in rows, rows


def couple(home: str, second: str) -> AppTest:
    """A visit for a couple with hukou here and at a second place, where it is asked whose is which."""
    at = pick(press(opened(), "begin-family"), home)
    at.text_input[0].set_value("1980").run()
    at = go(one_more(go(at), "丈夫或妻子", "1982"))
    while "生日过了吗" in at.title[0].value:
        at = pick(at, "过了")
    at = pick(at, "就在现在住的地方", second)
    assert at.title[0].value == "各是谁的户口？"
    return at


def test_of_a_page_in_several_parts_the_one_that_lacks_is_named_where_it_stands():
    at = couple("瓯海", "外省")
    next(c for c in at.checkbox if c.key.endswith("other_province|p1")).check()
    at = go(at)
    words = "“就在现在住的地方”：请选人。不知道就选“不清楚”。"
    assert [e.value for e in at.error] == [f"有一处要改：[{words}](#wrong)", words]
    drawn = [e.value for e in at.main if e.type in ("subheader", "error")][1:]
    assert drawn == ["就在现在住的地方", words, "外省"]


def test_of_several_places_each_has_one_and_none_is_nobodys():
    at = couple("鹿城", "温州别的县、市、区")
    for place, who, problem in (("here", "p2", "“温州别的县、市、区”：请选人。不知道就选“不清楚”。"), ("wenzhou", "p2", "爱人（44 岁）只能选一样。请改一下。")):
        next(c for c in at.checkbox if c.key.endswith(f"{place}|{who}")).check()
        at = go(at)
        assert at.error[-1].value == problem
    next(c for c in at.checkbox if c.key.endswith("here|p2")).uncheck()
    next(c for c in at.checkbox if c.key.endswith("here|p1")).check()
    at = pick(go(at), "瑞安")
    rows = re.findall(r'<p>(.*?) <b class="said">(.*?)</b></p>', html(finished(at)))
    places = [(text, told) for text, told in rows if "户口" in text]
    assert places == [("您的户口在哪里？", "就在现在住的地方"), ("户口在哪里？", "温州别的县、市、区"), ("户口在温州哪个地方？", "瑞安")], rows


def test_what_comes_of_an_answer_is_asked_or_becomes_unclear_where_it_stands():
    def nothing(at: AppTest) -> AppTest:
        shown = {box.label for box in at.checkbox} | {label for radio in at.radio for label in radio.options}
        return pick(at, next((label for label in ("都没有", "没有", "不用") if label in shown), "不清楚"))
    at = press(finished(alone("2012"), nothing), "lift|no_certificate|p1")
    assert at.title[0].value == "没有证，有残疾吗？是哪一类？"
    at = pick(at, "没有残疾")
    assert at.title[0].value == "对一对，再看结果" and "没有残疾人证，按没有残疾算" not in html(at)
    at = press(at, "lift|minor|p1")  # nobody asks a child about a pension
    assert at.title[0].value == "是这样吗？" and at.radio[0].value == "是这样" and not [x for x in answers(at).lifted if x[0] == "minor"]
    assert [b for b in go(at).button if b.key == "lift|minor|p1"]
    at = pick(press(at, "lift|minor|p1"), "不清楚")
    assert at.title[0].value == "对一对，再看结果" and "改成不清楚的（1 样）" in [h.value for h in at.header]
    at = press(at, "unlift|minor|p1")
    assert "改成不清楚了" not in html(at) and [b for b in at.button if b.key == "lift|minor|p1"]


def test_from_one_person_to_the_family_nothing_is_asked_again():
    at = finished(alone("1980", heads="2 口"))
    kept = [r["q"] for r in answers(at).records]
    at = go(one_more(press(at, "whole"), "儿子或女儿", "2016"))
    asked = []
    while at.title[0].value != "对一对，再看结果":
        asked.append(at.title[0].value)
        at = unsure(at)
    assert not any("您有" in title or "您参加" in title for title in asked), asked
    assert set(kept) <= {r["q"] for r in answers(at).records}


def test_the_family_of_a_child_or_an_elder_is_spoken_of_by_that_one_and_a_child_has_no_spouse():
    """Who helps is never taken for the one who is helped: 本人 would be whoever reads it."""
    for voice, year, name, there in (("child", "2014", "孩子", False), ("elder", "1944", "这位老人", True)):
        at = press(press(opened(), "begin-others"), f"begin-{voice}")
        visit = at.session_state["answers"]
        visit.own = Answers(data={"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self"}]}, alone=True,
                            born={"p1": {"year": int(year), "passed": True, "day": visit_day(at)}}, heads=2, gathered=True)
        visit.spots, visit.at = [Spot("check")], 0
        at = press(press(turned(at, "questions"), "whole"), "add")
        assert f"这个人是{name}的什么人？" in headings(at), headings(at)
        offered = at.radio[0].options
        assert all((o in offered) is there for o in ("丈夫或妻子", "儿子或女儿", "孙子孙女、外孙")) and "父母" in offered
        assert "本人" not in said(at)
    at = pick(press(press(opened(), "begin-others"), "begin-other_family"), "鹿城")
    assert at.title[0].value == "这家主人是哪年出生的？"


def visit_day(at: AppTest) -> str:
    return at.session_state["today"].isoformat()


@pytest.mark.parametrize("year", ["1962", "1941", "1990"])
def test_what_was_never_asked_is_no_errand_but_a_way_on(year):
    """没问 and 去弄清 of the same thing on one page would be two stories: what the questionnaire can still ask is asked there."""
    at = pick(press(opened(), "begin-self"), "瓯海")
    at.text_input[0].set_value(year).run()
    at = go(at)
    while at.title[0].value != "对一对，再看结果":
        at = unsure(at)
    text = html(press(at, "to-results"))
    never = re.search("这些前面没问，不算漏填：(.*?)。想知道，就接着填。", said(at))[1].split("、")
    errands = re.search('<ol class="errands">(.*?)</ol>', text, re.S)[1]
    assert not any(f"弄清{of}" in re.sub("<[^>]+>", "", errands).replace("您", "") for of in never), errands
    assert next(b for b in at.button if b.key == "unasked").label.startswith("接着填")
    assert "接着填" in errands if year == "1962" else True


def test_a_grid_worker_sees_topics_and_the_elder_one_question_at_the_same_place():
    at = press(press(opened(), "worker"), "begin-worker")
    assert "可以吗？" in html(at)  # the same way in as from the desk: asked first, and under a code
    at.checkbox(key="desk-agreed").check().run()
    at = press(at, "desk-begin")
    code = at.session_state["answers"].code
    assert code and f"代号 {code}" in html(at)
    assert at.title[0].value == "家人和户口" and len(headings(at)) == 4
    assert all(head.startswith("您") for head in headings(at)) and "照着念" in said(at)  # words she can read aloud
    large = press(at, "large-page")
    assert headings(large) == headings(at) and code not in html(large) and "文件第 " not in said(large)
    assert {"onward", "small"} <= {b.key for b in large.button} and "back" not in [b.key for b in large.button]
    at = press(large, "small")
    at = go(told(at))
    pages = []
    while at.title[0].value != "对一对，再看结果":
        pages.append(at.title[0].value)
        assert f"代号 {code}" in html(at)
        if pages[-1] == "认定和证" and "large" in [b.key for b in at.button]:
            assert "您现在怎么住？" not in "".join(headings(at))  # nobody said yet that anyone is 特困
            assert "文件第 " in said(at)  # where it counts is the worker's to see
            one = press(at, "large")
            assert one.title[0].value == "您有没有下面这些认定？"  # to the elder herself
            assert [b.key for b in one.button] == ["onward", "small"] and code not in html(one) and "文件第 " not in said(one)
            at = press(one, "small")
            assert at.title[0].value == "认定和证"
        if pages[-1] == "身体" and any(b.key.startswith("hand|question-diseases") for b in at.button):
            one = press(at, next(b.key for b in at.button if b.key.startswith("hand|question-diseases")))
            assert one.title[0].value == "您有没有下面这些病？"
            at = pick(one, "都没有")
            assert at.title[0].value == "身体" and not any("这些病" in h for h in headings(at))
        for radio in at.radio:
            radio.set_value(radio.options[-1])
        for box in at.checkbox:
            if box.label == "不清楚":
                box.check()
        at = go(at)
    assert len(set(pages)) <= 5


def test_a_household_stands_on_one_page_and_each_mistake_on_it_is_told():
    at = press(press(opened(), "worker"), "begin-worker")
    at.checkbox(key="desk-agreed").check().run()
    at = go(press(at, "desk-begin"))
    assert at.error[0].value.startswith("有 3 处要改：") and len(at.error) == 4
    assert all(f"[{e.value}](#wrong)" in at.error[0].value for e in at.error[1:])
    at = press(told(at), "add")
    assert "请先选是什么人。" in go(at).error[0].value
    at = press(at, "add")
    assert len(answers(at).members) == 1  # nobody stands half written behind another
    at.radio[1].set_value("丈夫或妻子").run()
    at.text_input[1].set_value("1952").run()
    at = press(at, "add")
    at.radio[1].set_value("儿女" if "儿女" in at.radio[1].options else at.radio[1].options[1]).run()
    at = go(at)
    assert "年份" in at.error[0].value
    at.text_input[1].set_value("1985").run()
    next(b for b in at.checkbox if b.label == "就在现在住的地方").check().run()
    at = go(at)
    assert not at.error and at.title[0].value == "认定和证"
    assert len(answers(at).members) == 3 and answers(at).record("hukou_all", [m["id"] for m in answers(at).members])
    back = press(at, "back")
    assert back.title[0].value == "家人和户口" and not go(back).error
    back = press(back, "back")
    back = press(press(press(back, "member|p3"), "drop"), "drop-yes")
    at = go(back)
    assert not at.error and {r["q"]: r["of"] for r in answers(at).records}["hukou_all"] == ["p1", "p2"]


def test_a_page_that_is_filled_in_can_be_handed_to_the_elder_too():
    def filled(at: AppTest) -> AppTest:
        for field in at.text_input:
            field.set_value("1944")
        for radio in at.radio:
            radio.set_value(radio.options[0])
        for box in at.checkbox:
            if box.label == "都没有":
                box.check()
        return at
    at = press(press(opened(), "worker"), "begin-worker")
    at.checkbox(key="desk-agreed").check().run()
    at, handed = press(at, "desk-begin"), 0
    for _ in range(12):
        at = filled(at)
        if "large" in [b.key for b in at.button]:
            one, handed = press(at, "large"), handed + 1
            assert [b.key for b in one.button] == ["onward", "small"] and one.title[0].value.endswith("？")
            at = filled(press(one, "small"))
        if at.title[0].value == "对一对，再看结果":
            break
        at = go(at)
    assert handed > 2 and at.title[0].value == "对一对，再看结果"


def test_a_grid_worker_goes_back_to_a_page_as_it_was_answered_and_on_again():
    at = press(press(opened(), "worker"), "begin-worker")
    at.checkbox(key="desk-agreed").check().run()
    at = go(told(press(at, "desk-begin"), born="1944"))
    first, asked = at.title[0].value, headings(at)
    half = go(at)  # nothing chosen: every question stays where it is
    assert half.error and headings(half) == asked
    for radio in half.radio:
        radio.set_value(radio.options[0])
    for box in half.checkbox:
        if box.label == "都没有":
            box.check()
    on = go(half)
    assert not on.error and on.title[0].value != first
    second, later = on.title[0].value, headings(on)
    back = press(on, "back")
    assert back.title[0].value == first and headings(back) == asked and {r.value for r in back.radio} == {r.options[0] for r in back.radio}
    assert headings(go(back)) == later
    code = pages._state.pack({"voice": "other_family", "worker": True, "code": at.session_state["answers"].code,
                              "answers": answers(on).as_dict()})
    again = opened()
    again.session_state["frame"] = pages._frame._Visit(came=pages._frame.Came(kept=code))
    again.run()
    assert f"接着问 {at.session_state['answers'].code} 这户？" in headings(again)
    desk = press(again, "resume-desk")  # a reload lost the desk; the household it was at is on it
    assert desk.title[0].value == "网格员工作台" and list(desk.session_state["desk"].households) == [at.session_state["answers"].code]
    for reloaded in ("pages/start.py", "pages/desk.py"):
        again = opened()
        again.session_state["frame"] = pages._frame._Visit(came=pages._frame.Came(kept=code))
        again.switch_page(reloaded).run()
        again._page_hash = ""
        again = press(again, "resume")
        assert again.title[0].value == second and press(again, "back").title[0].value == first


def test_the_voice_of_the_visit_speaks_of_an_elder_everywhere():
    at = press(press(opened(), "begin-others"), "begin-elder")
    assert at.title[0].value == "这位老人现在住在哪里？"
    at = pick(at, "鹿城")
    assert at.title[0].value == "这位老人是哪年出生的？"


def test_what_is_kept_is_taken_up_again_as_it_was():
    at = finished(alone())
    code = pages._state.pack({"voice": "self", "worker": False, "answers": answers(at).as_dict()})
    kept = pages._state.unpack(code)
    again = Answers.from_dict(kept["answers"], load(), date.today())
    assert again.as_dict() == answers(at).as_dict()
    for broken in ({**kept["answers"], "more": 1}, {**kept["answers"], "records": [{"q": "home"}]}, {"data": 3}, []):
        with pytest.raises(ValueError):
            Answers.from_dict(broken, load(), date.today())


def test_what_is_never_asked_stands_on_no_page():
    book = load()
    asked = {f for q in book.questions.values() for f in q.facts} | {f for p in book.presumptions.values() for f in p.facts}
    never = {f.id for f in book.facts.values() if not f.derived} - asked
    assert never == {"id", "age", "birth_date", "hiv_child", "income"}


def test_a_form_half_filled_in_is_not_lost_by_starting_another():
    at = alone()
    kept = answers(at).as_dict()
    at.switch_page("pages/start.py").run()
    at = press(at, "begin-family")
    assert "上次填的还在。重新开始会清掉。" in html(at) and answers(at).as_dict() == kept
    assert not any(b.key.startswith("begin-") for b in at.button)
    at = press(at, "again-no")
    at = press(press(at, "begin-self"), "resume")
    assert answers(at).as_dict() == kept
    at.switch_page("pages/start.py").run()
    at = press(press(at, "begin-family"), "again-yes")
    assert not answers(at).started and at.title[0].value == "您现在住在哪里？"


@pytest.mark.parametrize("page", ["about", "start"])
def test_a_sample_leaves_ones_own_answers_alone_and_clearing_removes_them(page):
    at = press(press(turned(alone(), "start"), "samples"), "sample-bus-driver.json")
    assert at.session_state["answers"].own.records[0]["said"] == ["lucheng"]
    at = press(at, "close-sample")
    assert any(b.label == "接着填" for b in at.button)
    at = press(press(turned(at, page), "clear"), "clear-yes")
    assert at.session_state["answers"].own is None and not any(b.label == "接着填" for b in at.button)


@pytest.mark.parametrize("page", ["questions", "results", "about"])
def test_while_a_sample_is_open_no_page_clears_ones_own_answers_and_closing_it_leads_back_to_them(page):
    at = alone()
    kept, asked = answers(at).as_dict(), at.title[0].value
    at = press(press(press(turned(at, "start"), "samples"), "sample-bus-driver.json"), "to-check")
    at = turned(at, page)
    assert answers(at).sample and not any(b.key.startswith("clear") for b in at.button)
    at = press(at, "close-sample")
    assert answers(at).as_dict() == kept and not answers(at).sample
    assert press(at, "resume").title[0].value == asked


def test_under_a_person_the_check_page_does_not_name_that_person_in_every_line():
    at = finished(family(("本人", "1985"), ("父母", "1943")), lambda at: pick(at, "您" if at.title[0].value == "谁有残疾人证？" else "不清楚"))
    lines = re.findall(r'<p>([^<]*) <b class="said">', html(at))
    assert "有残疾人证吗？" in lines and "83 岁的老人有残疾人证吗？" not in lines, lines
    assert any("83 岁的老人有残疾人证吗" in b.label for b in at.button)  # the button still says whose


def test_the_check_page_says_who_can_tell_what_was_not_known_in_the_words_of_the_question():
    found = re.findall('<p>([^<]*) <b class="said">不清楚</b></p><p class="hint">可以([^<]*)。</p>', html(finished(alone("1985"))))
    told = {"您吃饭、穿衣、走路要人帮吗？": "help_needed", "退役、计生等情况": "special", "读大学": "college"}
    assert {text: tell for text, tell in found if text in told} == {text: load().questions[q].tell for text, q in told.items()}


def test_income_item_by_item_leaves_out_what_the_law_leaves_out_and_counts_only_once_it_is_complete():
    at = press(opened(), "begin-family")
    members = [{"id": "p1", "relation": "self", "age": 50, "hukou": "ouhai", "assistance": "dibao"},
               {"id": "p2", "relation": "child", "age": 22, "hukou": "ouhai", "assistance": "dibao", "disability_certificate": False}]
    visit = at.session_state["answers"]
    visit.own, visit.spots, visit.at = Answers({"household": {"residence": "ouhai"}, "members": members}, gathered=True), [Spot("check")], 0
    at = press(press(press(at.run(), "to-results"), "to-income"), "add-item")
    assert at.title[0].value == "加一笔收入" and all(r.value is None for r in at.radio)
    at.radio[0].set_value("头一回上班的工资").run()
    at = press(at, "onward")
    assert [e.value for e in at.error] == ["请选是谁的。"] * 2 and at.radio[0].value == "头一回上班的工资"
    at.radio[1].set_value("孩子（22 岁）").run()
    at.radio[2].set_value("按月算").run()
    at.text_input[0].set_value("三千").run()
    at = press(at, "onward")
    assert [e.value for e in at.error] == ["请写一个数，比如 12。"] * 2 and at.text_input[0].value == "三千"
    at.text_input[0].set_value("3000.5")
    at.text_input[1].set_value("5").run()
    at = press(at, "onward")
    assert "1. 孩子（22 岁），头一回上班的工资，每月 3,000.5 元，做了 5 个月" in html(at)
    open_ = heard(load(), answers(at), date.today())
    assert len(open_.household.income) == 2 and open_.household.income[1].monthly is None
    at = press(at, "items-done")
    assert "孩子，头一回上班的工资：每月 3,000.50 元，不算收入。低保低边的人头一回上班" in html(at) and "〔文件第 1 条第 3、5 句〕" in html(at)
    entry = {"kind": "first_job", "member": "p2", "monthly": 3000.5, "months_in_job": 5}
    alike = determine({"household": {"residence": "ouhai", "income": [entry]}, "members": members}, date.today())
    assert heard(load(), answers(at), date.today()).household.income == alike.household.income
    assert interview.screened(load(), answers(at), date.today()).means == alike.means and alike.means.per_head == (0, 0)

    kept = Answers.from_dict(answers(at).as_dict(), load(), date.today())
    assert kept == answers(at) and kept.items == [entry]
    someone = kept.add_member("parent", {"age": 80, "day": date.today().isoformat()})
    assert interview.screened(load(), kept, date.today()).means.high is None  # nobody was asked what this one earns
    kept.drop_member("p2")
    assert kept.items == [] and someone in {p["id"] for p in kept.members}
    at = press(press(press(at, "to-income"), "drop-item|0"), "no-income")
    assert answers(at).items == [] and "头一回上班" not in html(at)
    at = press(press(at, "to-income"), "not-said")
    assert answers(at).items is None


def test_an_error_inside_is_not_a_refusal_and_logs_no_answer(monkeypatch, caplog):
    at = alone()

    def fails(*_):
        raise RuntimeError("lucheng 82")

    monkeypatch.setattr(pages._state, "screened", fails)
    at.switch_page("pages/results.py").run()
    assert BROKEN in at.error[0].value and "这不是说您不符合" in at.error[0].value
    assert "82" not in re.sub(r":\d+", "", caplog.text) and "lucheng" not in caplog.text
    assert "RuntimeError" in caplog.text


def test_an_error_inside_leaves_the_answers_and_the_ways_on(monkeypatch):
    at = unsure(unsure(alone()))
    before = answers(at).as_dict()

    def fails(*_, **__):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("benefits.entries.listing", fails)
        at.switch_page("pages/results.py").run()
        assert BROKEN in at.error[0].value and 'href="tel:12345"' in html(at)
        at.button(key="broken-again").click().run()
        assert BROKEN in at.error[0].value
        at._page_hash = ""  # what is pressed next leads to another page
        press(at, "broken-back")
        assert at.title[0].value.startswith("对一对") and answers(at).as_dict() == before
        at.switch_page("pages/results.py").run()
        assert BROKEN in at.error[0].value
    press(at, "broken-again")
    assert answers(at).as_dict() == before and at.button(key="to-check")

    at._page_hash = ""
    with monkeypatch.context() as broken:  # where the questionnaire itself breaks, the place before
        at = press(at, "to-check")
        broken.setattr("pages._check.check", fails)
        at.run()
        here = at.session_state["answers"].at
        assert BROKEN in at.error[0].value
        press(at, "broken-back")
    assert at.session_state["answers"].at == here - 1 and answers(at).as_dict() == before


def test_an_error_on_a_page_of_no_answers_leads_to_the_first(monkeypatch):
    at = opened()
    monkeypatch.setattr("pages._desk_parts.households", None)
    at.switch_page("pages/desk.py").run()
    assert BROKEN in at.error[0].value
    at._page_hash = ""
    assert press(at, "broken-start").title[0].value == "您家能领哪些补助"


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
    at.selectbox(key="clause").set_value("第 5 条").run()
    assert headings(at)[0] == f"找到 {sum(b.clause == 5 for b in load().benefits.values())} 项"


def test_about_says_what_is_kept_and_that_every_sentence_is_accounted_for():
    at = opened()
    at.switch_page("pages/about.py").run()
    text = html(at)
    kept = load().wording["privacy"]["kept"]
    days = re.search(r"DAYS = (\d+)", (ROOT / "pages" / "_frame.js").read_text("utf-8"))[1]
    assert f"最多留 {days} 天" in text
    assert kept in text and kept in html(opened()) and "不写进记录，不放进网址" in text and "每一句落在哪里都写着" in text


def test_no_page_shows_english_emoji_or_exclamation():
    at = opened()
    for page in ("start", "questions", "results", "rulebook", "about"):
        at.switch_page(f"pages/{page}.py").run()
        text = re.sub(r"<[^>]*>", "", said(at))
        assert "！" not in text and "!" not in text
        assert not re.search(r"[A-Za-z]{4,}", text), re.search(r".{10}[A-Za-z]{4,}.{10}", text)
        assert not re.search("[\U0001F300-\U0001FAFF\u2600-\u27BF]", text)


def test_before_the_first_question_is_the_first_page_and_what_is_left_never_grows():
    at = press(press(opened(), "begin-self"), "back")
    assert at.title[0].value == "您家能领哪些补助"
    at, told = press(at, "begin-self"), []
    at = pick(at, "鹿城")
    at.text_input[0].set_value("1999").run()
    at = pick(go(at), "1 口")
    while at.title[0].value != "对一对，再看结果":
        told.append(at.session_state["answers"].told[at.session_state["answers"].at])
        at = unsure(at) if "不清楚" in said(at) + str([*(r.options for r in at.radio), *(c.label for c in at.checkbox)]) else pick(at, "就在现在住的地方")
    assert told and all(later[1] <= before[1] for before, later in pairwise(told)), told
    assert "填完了" in html(at)
    at = press(at, "more-amounts")
    assert re.search(r"再填几个 · 还有 \d+ 题", html(at)) and "填完了" not in html(at)


def test_the_check_page_repeats_what_was_asked_and_marks_what_was_not():
    at, asked = pick(alone("1999"), "都没有"), []
    at = pick(at, "有")
    called = {q.one or q.text: q.label for q in load().questions.values() if q.label}
    while at.title[0].value != "对一对，再看结果":
        asked.append(called.get(at.title[0].value, at.title[0].value))
        at = unsure(at)
    text = html(at)
    assert any("证上写" in title for title in asked) and all(title in text for title in asked), asked
    for born, kinds in (("1999", ["按您的回答推出来的"]), ("1946", ["按您的回答推出来的", "没有问，先这样算的"])):
        at = finished(pick(pick(alone(born), "都没有"), "没有"))
        assert "<p>没有残疾人证，按没有残疾算</p>" in html(at)  # the heading says already how it is known
        assert [k for h in at.header if (k := h.value.partition("（")[0]) in ("按您的回答推出来的", "没有问，先这样算的")] == kinds


def test_one_parent_is_one_person_by_name_where_the_birthday_is_open():
    year = date.today().year - 16  # an age on which something hangs: it is a band
    at = pick(press(opened(), "begin-family"), "瓯海")
    at.text_input[0].set_value(str(year - 10)).run()
    at = press(go(at), "add")
    at = at.radio[0].set_value("父母").run()
    at.text_input[0].set_value(str(year)).run()
    at = go(at)
    assert f"{year} 年生的爸爸或妈妈" in html(at)
    assert go(at).title[0].value == "是这样吗？"
    house = Household({}, (Person("p1", {"relation": "self", "age": 30}), Person("p2", {"relation": "parent"})))
    assert by_kinship(words_of(load()), house, "p2") == "爸爸或妈妈"


def test_an_elder_of_whom_only_the_year_is_known_has_one_name_from_the_first_question_to_the_paper():
    year = date.today().year - 80  # whether there is an allowance hangs on the birthday
    at = finished(family(("self", "1980"), ("父母", str(year)), passed="不清楚"))
    name = f"{year} 年生的老人"
    assert name in html(at) and "爸爸或妈妈" not in html(at)
    at = press(at, "to-results")
    assert name in html(at) and "爸爸或妈妈" not in html(at)
    have = listing(screened(load(), answers(at), date.today()), "family")
    paper = json.dumps(letter.words(have, date.today()), ensure_ascii=False)
    assert name in paper and not any("爸爸或妈妈" in told for told in (paper, message.text(have), plan_text(plan(have.result), "family")))


def test_what_a_possible_row_lacks_and_nobody_asked_is_said_so_and_one_tap_away():
    def nothing(at: AppTest) -> AppTest:
        shown = {box.label for box in at.checkbox} | {label for radio in at.radio for label in radio.options}
        wanted = "不想说" if "收入" in at.title[0].value else next((label for label in ("都没有", "没有", "不用") if label in shown), "不清楚")
        return pick(at, wanted)
    at = finished(alone("1946"), nothing)
    assert "该填的都填完了。还有几个，不填也行" in html(at) and "填完了" in html(at)
    at = press(at, "to-results")
    assert "这些前面没问，不算漏填：有没有买益康保、参加哪种医保。" in html(at)
    at, titles = press(at, "unasked"), []
    while at.title[0].value != "对一对，再看结果":
        titles.append(at.title[0].value)
        at = pick(at, "没买") if "益康保" in titles[-1] else pick(at, "职工医保")
    assert titles == ["您今年买了“益康保”吗？", "您参加哪种医保？"]  # who would not say the income is not asked how much it is
    assert "前面没问" not in html(press(at, "to-results"))


def test_a_span_since_graduation_is_one_of_several_and_never_two():
    at = alone("1999")
    while "大学" not in at.title[0].value:
        at = pick(at, "都没有", "都不做", "没有", "不用", "没工作，也没登记")
    assert "以前毕业的，还不到 2 年" in at.radio[0].options and not at.checkbox
    at = pick(at, "以前毕业的，还不到 2 年")
    person = heard(load(), answers(at), date.today()).household.people[0]
    assert person.facts["college_graduate"] is True and person.facts["graduating_year"] is False


def test_who_lives_in_an_institution_is_not_asked_what_home_that_is():
    at = pick(pick(alone("1944"), "特困（以前叫五保）"), "住政府办的养老院、福利院")
    titles = []
    while at.title[0].value != "对一对，再看结果":
        titles.append(at.title[0].value)
        at = unsure(at)
    assert "您家在温州市区有自己的房吗？" in titles and not any("现在住的房子" in t for t in titles), titles
    chosen = heard(load(), answers(at), date.today()).household
    assert chosen.facts["in_public_rental"] is False and chosen.people[0].facts["care_setting"] == "institution"
    at = pick(press(at, next(b.key for b in at.button if b.label == "改:small[：您现在怎么住？]")), "住在家里")
    assert at.title[0].value == "您家现在住的房子是哪种？"


def test_what_one_would_rather_not_say_is_not_known():
    at = pick(pick(alone(), "不想说"), "不想说")
    facts = heard(load(), answers(at), date.today()).household.people[0].facts
    assert "assistance" not in facts and "disability_certificate" not in facts
    assert [r["said"] for r in answers(at).records[-2:]] == [["?", "-"]] * 2


# --- reading what was typed ---------------------------------------------------------------------------------------

@pytest.mark.parametrize(("typed", "found"), [
    ("1944", {"year": 1944}), ("44年", {"year": 1944}), ("１９４４", {"year": 1944}), ("1944年", {"year": 1944}),
    ("一九四四", {"year": 1944}), ("05", {"year": 2005}), ("82岁", {"age": 82}), (" 82 周岁", {"age": 82}),
    ("８２岁", {"age": 82}), ("100", {"age": 100}), ("105", {"age": 105}), ("5岁", {"age": 5}), ("05年", {"year": 2005}),
    ("1944-05-01", {"year": 1944, "passed": True}), ("1944年12月31日", {"year": 1944, "passed": False}),
    ("一九四四年十二月三十日", {"year": 1944, "passed": False}), ("1944.5.3", {"year": 1944, "passed": True}), ("八十三岁", {"age": 83}),
    ("1944年5月", {"year": 1944}), ("1944.5", {"year": 1944}), ("1944-05", {"year": 1944}), ("1944/5", {"year": 1944}),
    ("一九四四年", {"year": 1944}), ("一九四四年五月", {"year": 1944}), ("1944年五月初三", {"year": 1944}), ("1944年左右", {"year": 1944})])
def test_births_as_people_write_them(typed, found):
    assert birth(typed, date(2026, 11, 24), 130) == found


@pytest.mark.parametrize(("typed", "readings"), [
    ("5", ["5 岁", "2005 年生"]), ("9", ["9 岁", "2009 年生"]), ("45", ["45 岁", "1945 年生"]), ("75", ["75 岁", "1975 年生"]),
    ("82", ["82 岁", "1982 年生"]), ("８２", ["82 岁", "1982 年生"]), ("八二", ["82 岁", "1982 年生"]), ("八十", ["80 岁", "1980 年生"]), ("99", ["99 岁", "1999 年生"]),
    ("22", ["22 岁", "2022 年生", "1922 年生"]), ("22年", ["2022 年生", "1922 年生"])])
def test_a_few_digits_that_may_be_an_age_or_a_year_are_never_guessed(typed, readings):
    with pytest.raises(Either) as error:
        birth(typed, date(2026, 11, 24), 130)
    assert error.value.readings == readings
    assert [birth(r, date(2026, 11, 24), 130) for r in readings] == [
        {"age": int(r.split()[0])} if "岁" in r else {"year": int(r.split()[0])} for r in readings]


def test_an_age_without_岁_is_asked_about_on_the_page_and_one_tap_settles_it():
    at = pick(press(opened(), "begin-family"), "瓯海")
    at.text_input[0].set_value("82").run()
    at = go(at)
    assert "您写的是 82。请点：82 岁，还是 1982 年生。" in at.error[0].value and "是哪一个？" in html(at)
    at = go(press(at, "year|p1|82 岁"))
    assert answers(at).born["p1"]["age"] == 82


@pytest.mark.parametrize("typed", ["330302194405010012", "33030219440501001x", "330302 19440501 0012", "330302440501001"])
def test_of_the_number_of_an_identity_card_only_the_year_is_kept_and_that_is_said(typed):
    at = pick(press(opened(), "begin-family"), "瓯海")
    at.text_input[0].set_value(typed)
    at = go(at)  # written and pressed at once: it is said before one goes on
    assert "不用写证号，只留了年份。" in at.error[0].value and at.text_input[0].value == "1944"
    assert "330302" not in repr(at.session_state) + html(at)
    at = go(at)
    assert answers(at).born["p1"]["year"] == 1944 and at.title[0].value == "您家里还有谁？"


@pytest.mark.parametrize("typed", ["2030", "1800", "131", "7年", "944年", "1944-13-01", "2026-11-25", "1800年5月", "1944-1946", "1944年还是1946年", "虚岁83", "虚83", "83虚岁", "131岁", "330302194405010012", "-3"])
def test_births_that_cannot_be(typed):
    with pytest.raises(Unclear):
        birth(typed, date(2026, 11, 24), 130)


def test_an_age_by_the_old_count_is_told_what_to_write_instead():
    for typed in ("虚岁83", "83虚岁", "虚岁八十三", "虚83"):
        with pytest.raises(Unclear, match=r"^虚岁算不准。请写出生年份"):
            birth(typed, date(2026, 11, 24), 130)
    for typed in ("44年5月", "五月初五", "12月1日"):
        with pytest.raises(Unclear, match=r"^月和日不用写。只写四个数的年份"):
            birth(typed, date(2026, 11, 24), 130)


@pytest.mark.parametrize(("born", "day", "then"), [
    ({"year": 1946, "passed": True}, date(2025, 12, 31), 79),  # the birthday had been before that day, so on that day it had too
    ({"year": 1946, "passed": True}, date(2026, 3, 1), None),   # 79 or 80: a line lies between
    ({"year": 1944}, date(2026, 11, 24), 82),                   # no line lies between 81 and 82
    ({"age": 80}, date(2020, 11, 24), 74),
])
def test_an_age_is_carried_to_another_day_only_where_it_is_certain(born, day, then):
    said = Answers(born={"p1": {**born, "day": "2026-11-24"}}, gathered=True)
    assert heard(load(), said, day).household.people[0].facts.get("age") == then


def test_numbers_as_people_write_them():
    facts = load().facts
    assert number("１，２００元", facts["monthly_income"]) == 1200
    assert str(number("15.01 平方米", facts["housing_area"])) == "15.01"
    for typed in ("", "很多", "-1", "1e5", "9999999999", "NaN"):
        with pytest.raises(Unclear):
            number(typed, facts["monthly_income"])
    with pytest.raises(Unclear):
        number("1.5", facts["months_over_limit"])


@pytest.mark.parametrize("file", ["family-of-five.json", "elder-alone.json"])
def test_what_is_taken_along_is_made_of_the_answers_alone_and_says_what_the_list_says(file, monkeypatch):
    visit, day = sample(file).session_state["answers"], date(2025, 6, 1)
    visit.sample.received = {"old-age-allowance"}
    result = interview.screened(load(), visit.sample, day)
    result.mark = "代号 甲"
    found = listing(result, "elder", visit.sample.received)
    monkeypatch.setattr(_state, "visit", lambda: visit)
    again = _take._again(found)
    visit.sample.records.clear()  # what is pressed later gives the list that stood there
    assert sheet.html(again(), day) == sheet.html(found, day) and message.text(again()) == message.text(found)
    assert not {type(cell.cell_contents).__name__ for cell in again.__closure__} & {"Listing", "Screening", "Answers"}


def test_one_tick_writes_every_name_into_what_is_sent_and_the_next_list_starts_without_it(monkeypatch):
    sent = []
    monkeypatch.setattr(_take, "_copy", lambda **given: sent.append(given["data"]["text"]))
    at, row = sample("family-of-five.json"), "医疗救助"
    assert not at.checkbox(key="take-names").value and row not in sent[-1]
    at.checkbox(key="take-names").check().run()
    assert row in sent[-1]
    again = press(press(turned(at, "start"), "samples"), "sample-family-of-five.json")
    assert not again.checkbox(key="take-names").value and row not in sent[-1]


def test_the_check_page_says_that_it_is_who_is_not_known():
    answers = interview.Answers(gathered=True)
    answers.add_member("spouse", {"age": 45, "day": "2026-11-25"})
    record = {"q": "recognitions", "of": ["p1", "p2"], "shown": ["dibao", "worker"], "said": ["dibao"], "whose": {"dibao": ["?"]}}
    assert _ask.spoken(answers, record) == "低保（不清楚是谁）"


def test_several_answers_stand_apart_by_more_than_the_marks_inside_them():
    asked = next(q.id for q in load().questions.values() if {"company", "six"} <= {o.id for o in q.options})
    record = {"q": asked, "of": ["p1"], "shown": ["company", "six"], "said": ["company", "six"]}
    assert _ask.spoken(interview.Answers(gathered=True), record) == "公司、工厂；超过 3 年，6 年以内"
