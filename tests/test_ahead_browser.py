"""The pages that go on from the list, in a real browser with a sample open: for everybody, at three sizes, by axe and the probe, and what is
ticked, taken along, changed, kept and opened again."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from benefits.frozen import code, from_code
from pages import _state

from .test_access import opened, press, rests
from .test_board_pages import Looked, look, words

pytestmark = pytest.mark.browser
SIZES = ((320, 20), (390, 20), (1280, 30))


@pytest.fixture
def tab(browser):
    device = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True, accept_downloads=True)
    found = device.new_page()
    found.set_default_timeout(30_000)
    yield found
    device.close()


def sample(tab, server: str, file: str, way: str) -> None:
    """A sample household, and the page after its list that is called so."""
    opened(tab, server)
    press(tab, "先看看样例")
    press(tab, next(s["title"] for s in _state.samples() if s["file"] == file))
    tab.get_by_role("link", name=re.compile(way)).first.click()
    tab.locator("h1").filter(has_text=way[:2]).wait_for()
    rests(tab)


def saved(tab, label: str) -> bytes:
    with tab.expect_download(timeout=60_000) as found:
        tab.get_by_role("button", name=label, exact=True).click()
    with open(found.value.path(), "rb") as file:
        return file.read()


def choose(tab, label: str, option: str) -> None:
    wanted = tab.get_by_role("option", name=option, exact=True)
    for _ in range(4):  # a list opened while the page still draws closes again
        tab.get_by_label(label, exact=True).click()
        for _ in range(20):  # only what is in sight of a long list is there
            if wanted.count():
                wanted.click()
                tab.wait_for_timeout(150)
                rests(tab)
                return
            tab.keyboard.press("ArrowDown")
            tab.wait_for_timeout(60)
        tab.keyboard.press("Escape")
        rests(tab)
    raise AssertionError(f"{label} does not offer {option}")


def test_the_plan_is_ticked_and_taken_along(tab, server):
    found = Looked()
    sample(tab, server, "disabled-child.json", "先办哪一件")
    look(tab, found, "plan", SIZES)
    trip = tab.locator("details.trip", has=tab.get_by_role("heading", name=re.compile("第 [0-9] 趟：乡镇（街道）救助窗口")))
    if trip.get_attribute("open") is None:
        trip.locator("summary").first.click()
    for more in trip.locator("details.folded").all():
        more.locator("summary").click()
    box = tab.get_by_role("checkbox", name="办残疾人证")
    box.check()
    paper = PdfReader(io.BytesIO(saved(tab, "存成大字纸（可打印）")))
    assert "窗口盖章" in "".join(page.extract_text() for page in paper.pages)
    told = tab.locator(".stored")
    assert told.inner_text() == "大字纸存好了，在这台设备的“下载”里找。"
    tab.wait_for_function("words => document.querySelector('.unseen[role=status]').textContent === words", arg=told.inner_text())
    assert box.is_checked() and "一般做法，文件没写" in words(tab)
    sample(tab, server, "elder-79.json", "先办哪一件")
    calendar = Calendar.from_ical(saved(tab, "存进手机日历"))
    events = [e for e in calendar.walk("VEVENT") if "高龄津贴" in str(e["SUMMARY"])]
    assert len(events) == 1 and date.today() < events[0].decoded("DTSTART") and "岁" not in calendar.to_ical().decode()
    found.none()


def test_the_days_ahead(tab, server):
    found = Looked()
    sample(tab, server, "elder-79.json", "往后看")
    assert "满 80 周岁" in words(tab) and tab.locator("[data-testid=stPlotlyChart]").count() == 1
    look(tab, found, "ahead", SIZES)
    found.none()


def test_a_change_is_looked_at_and_what_cannot_be_says_why(tab, server):
    found = Looked()
    sample(tab, server, "disabled-child.json", "换一换")
    tab.get_by_text(re.compile("^孩子")).click()
    rests(tab)
    choose(tab, "哪方面", "残疾和康复")
    tab.get_by_text("残疾人证", exact=True).click()
    rests(tab)
    tab.get_by_role("radiogroup", name="改成").locator("label").first.click()
    press(tab, "看会怎样")
    assert "孤困儿童基本生活保障" in words(tab) and "一共多了" in words(tab)
    tab.get_by_text("看一看", exact=True).click()
    rests(tab)
    assert words(tab).index("渐退期") < words(tab).index("最低生活保障金：原来")
    look(tab, found, "what if", SIZES)
    sample(tab, server, "elder-79.json", "换一换")
    tab.get_by_text("全家", exact=True).click()
    rests(tab)
    choose(tab, "哪方面", "收入")
    tab.get_by_text("家庭每月总收入", exact=True).click()
    rests(tab)
    for typed, why in (("很多", "请写一个数"), ("1400", "没有一样和现在不同"), ("-3", "0")):
        tab.get_by_label(re.compile("^改成")).fill(typed)
        press(tab, "看会怎样")
        assert why in tab.locator("[data-testid=stAlertContentError]").inner_text()
    look(tab, found, "what if refused", SIZES)
    found.none()


def test_a_result_is_kept_and_opened_again(tab, server):
    found = Looked()
    sample(tab, server, "elder-79.json", "存下结果")
    kept = saved(tab, "存下这次的结果")

    def hand_over(data: bytes, says: str) -> None:
        tab.locator("[data-testid=stFileUploader] input[type=file]").set_input_files({"name": "结果.txt", "mimeType": "text/plain", "buffer": data})
        tab.get_by_text(says).first.wait_for()
        rests(tab)
    hand_over(kept, "每一项都和当时一样。")
    before = from_code(kept.decode())
    before["content"] = "old"
    before["rows"] = [row for row in before["rows"] if row[0] != "free-transit"]
    hand_over(code(before).encode(), "那以后，内容或算法改过。")
    assert "有 1 处和当时不同" in words(tab) and "免费乘坐公共交通" in words(tab) and "当时不在清单里" in words(tab)
    look(tab, found, "kept changed", SIZES)
    hand_over(kept[:-40], "这份回答")
    look(tab, found, "kept damaged", SIZES)
    found.none()


def test_what_employers_may_have_is_worked_out(tab, server):
    found = Looked()
    opened(tab, f"{server}/rulebook?for=organisation")
    look(tab, found, "organisations", SIZES)
    opened(tab, f"{server}/rulebook?row=employer-disabled-excess")
    fields = tab.locator("[data-testid=stForm] input[type=text]")
    for place, typed in enumerate(("100", "300")):
        fields.nth(place).fill(typed)
    press(tab, "算")
    assert "最多是单位的职工的数" in words(tab)
    look(tab, found, "calculator refused", SIZES)
    fields.nth(1).fill("3")
    press(tab, "算")
    assert "1 人或 2 人" in words(tab)
    look(tab, found, "calculator", SIZES)
    found.none()


def test_the_whole_curve_for_officials(tab, server):
    found = Looked()
    opened(tab, f"{server}/board?part=income")
    assert "最低生活保障金：原来" in words(tab)
    look(tab, found, "income", SIZES)
    found.none()
