"""The board in a browser, on a phone and on a desk: every part, a change tried out, a register and an office's values handed over."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlparse

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import TimeoutError

from tests.test_access import TAGS, Found, opened, press, rests
from tests.test_board import csv, houses, written

pytestmark = pytest.mark.browser
SIZES = ((390, 20), (390, 30), (1280, 20))
SYNTHETIC = "合成数据，不是真人"


@pytest.fixture
def tab(browser):
    """A fresh visit; `hosts` collects every host it contacts."""
    device = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True, accept_downloads=True)
    found = device.new_page()
    found.set_default_timeout(30_000)
    found.hosts = set()
    found.on("request", lambda request: found.hosts.add(urlparse(request.url.removeprefix("blob:")).hostname))
    yield found
    assert found.hosts <= {"127.0.0.1", None}
    device.close()


class Looked(Found):
    def _axe(self, tab, where: str, only: dict) -> None:
        """Without the words inside the pictures, of which axe cannot tell the ground: they are dark on white (pages/_charts)."""
        found = tab.evaluate("""only => axe.run({exclude: ['svg.main-svg']},
          {runOnly: only, resultTypes: ['violations', 'incomplete'], preload: false})""", only)
        for kind in ("violations", "incomplete"):
            for rule in found[kind]:
                self.problems[f"axe {kind} {rule['id']}"].add(f"{where}: {rule['nodes'][0]['html'][:160]}")


def look(tab, found: Found, state: str, sizes: tuple[tuple[int, int], ...] = SIZES) -> None:
    """Axe and the probe at each (width, text size): on a phone, with the largest text, and on a desk."""
    tab.evaluate(AXE_SCRIPT)
    for width, size in sizes:
        tab.set_viewport_size({"width": width, "height": 844 if width < 1000 else 800})
        tab.evaluate("size => { document.documentElement.dataset.size = size; }", str(size))
        tab.wait_for_timeout(700)  # the charts take the new width
        found._axe(tab, f"{state} {width}/{size}", {"type": "tag", "values": TAGS})
        found._probe(tab, f"{state} {width}/{size}", size)
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.evaluate("document.documentElement.dataset.size = '20'")


def words(tab) -> str:
    return tab.locator("[data-testid=stMain]").inner_text()


def choose(tab, label: str, option: str) -> None:
    wanted = tab.get_by_role("option", name=option, exact=True)
    for _ in range(4):  # a list opened while the page still draws closes again
        tab.get_by_label(label).click()
        try:
            wanted.click(timeout=4_000)
            break
        except TimeoutError:
            tab.keyboard.press("Escape")
            rests(tab)
    else:
        raise AssertionError(f"{label} does not offer {option}")
    tab.wait_for_timeout(150)
    rests(tab)


def hand_over(tab, path, place: int = 0) -> None:
    """Puts a file into the field and waits until it is there, a former one gone."""
    field = tab.locator("[data-testid=stFileUploader]").nth(place)
    former = field.get_by_role("button", name=re.compile("去掉"))
    if former.count():
        former.first.click()
        former.wait_for(state="detached")
        rests(tab)
    field.locator("input[type=file]").set_input_files(path)
    field.get_by_text(path.name).wait_for()
    tab.wait_for_timeout(300)
    rests(tab)


@pytest.mark.parametrize("part", ["register", "needs", "text", "duties", "figures"])
def test_each_part_is_for_everybody(tab, server, part):
    found = Looked()
    opened(tab, f"{server}/board?part={part}")
    said = words(tab)
    assert "这一页出了错" not in said and tab.locator("h1").inner_text().startswith("政策看板")
    assert not re.search(r"\d{4}-\d\d-\d\d", said)  # a date is written as people write it
    charts = tab.locator("[data-testid=stPlotlyChart]:visible")
    if part == "register":  # what the numbers are of stands before the first of them
        assert said.index("合成数据") < said.index("按2025年12月31日算") < said.index("已到期") < said.index("有多少项")
    if part == "duties":  # as many departments as the lines under them
        named, beside = int(re.search(r"文件写了 (\d+) 个", said)[1]), int(re.search(r"最后 (\d+) 个", said)[1])
        assert tab.locator("table.board").first.locator("tbody tr").count() == named + beside
    if part in ("register", "needs"):
        assert "合成数据" in said and charts.count() >= 2
        assert all(SYNTHETIC in chart.inner_text() for chart in charts.all())
        assert tab.locator(".modebar").count() == 0
    look(tab, found, part)
    found.none()


def test_a_change_is_tried_and_taken_back(tab, server):
    opened(tab, f"{server}/board?part=whatif")
    choose(tab, "哪一项", "高龄津贴")
    tab.get_by_text(re.compile("高龄老人，给 50 元/月")).click()
    rests(tab)
    tab.get_by_label("改成多少").fill("八十")
    press(tab, "改了算一算")
    assert "不是一个数" in words(tab) and "改前和改后" not in words(tab)
    tab.get_by_label("改成多少").fill("80")
    press(tab, "改了算一算")
    said = words(tab)
    gains = int(re.search(r"多了钱的 ([\d,]+) 人", said)[1].replace(",", ""))
    more = int(re.search(r"多出 ([\d,]+) 元", said)[1].replace(",", ""))
    assert gains > 100 and more == gains * 30 * 12  # 30 yuan a month more, twelve months
    found = Looked()
    look(tab, found, "what if")
    found.none()
    press(tab, "都还原")
    assert "改前和改后" not in words(tab)
    tab.get_by_text("公布的标准").click()
    rests(tab)
    choose(tab, "哪个标准", "低保标准")
    tab.get_by_label("改成多少").fill("1300")
    press(tab, "改了算一算")
    assert "1300 元/人·月，各地一样" in words(tab) and "最低生活保障金" in words(tab)
    choose(tab, "在哪里改", "只在瑞安")
    tab.get_by_label("改成多少").fill("1400")
    press(tab, "改了算一算")
    assert "1300 元/人·月，各地一样" in words(tab) and "1400 元/人·月，只在瑞安" in words(tab)


def test_a_register_handed_over_tells_nothing_small(tab, server, tmp_path):
    files = dict(zip(("persons", "households", "income"), written(houses(11, 120))))
    paths = {}
    for what, frame in files.items():
        paths[what] = tmp_path / f"{what}.csv"
        paths[what].write_bytes(csv(frame))
    named = tmp_path / "named.csv"
    named.write_text("户号,和本人的关系,姓名\n1,本人,张三\n", encoding="utf-8")
    opened(tab, f"{server}/board?part=register")
    before = re.search(r"[\d,]+ 户，[\d,]+ 人", words(tab))[0]
    tab.get_by_text("换一个登记册").click()
    hand_over(tab, named)
    press(tab, "读这些表")
    assert "“姓名”这一列写的是谁" in words(tab) and before in words(tab)
    for n, what in enumerate(paths):
        hand_over(tab, paths[what], n)
    press(tab, "读这些表")
    tab.get_by_text("您放进来的登记册").wait_for()
    rests(tab)
    said = words(tab)
    assert "120 户" in said and "合成数据" not in said and "少于 10 的数都合在一起" in said
    tables = tab.evaluate("""[...document.querySelectorAll('table.board td')].flatMap(
        e => [...e.childNodes].filter(n => n.nodeType === Node.TEXT_NODE).map(n => n.textContent))""")
    assert len(tables) > 50 and not [cell for cell in tables if re.fullmatch("[1-9]", cell)]
    press(tab, "清掉这个登记册")
    assert "您放进来的登记册" not in words(tab) and before in words(tab)


@pytest.mark.parametrize("part", ["register", "duties"])
def test_a_table_on_a_phone_is_read_line_by_line_with_nothing_to_push_sideways(tab, server, part):
    tab.set_viewport_size({"width": 320, "height": 640})
    opened(tab, f"{server}/board?part={part}")
    tab.evaluate("document.documentElement.dataset.size = '30'; document.querySelectorAll('details.closed').forEach(d => d.open = true)")
    assert tab.evaluate("[...document.querySelectorAll('.sheet')].every(s => s.scrollWidth <= s.clientWidth)")
    assert tab.evaluate("document.querySelector('table.board td .of').checkVisibility()")
    assert tab.get_by_role("cell").count() > 20  # for a screen reader it stays a table


def test_the_values_of_an_office_are_named_wherever_they_enter(tab, server, tmp_path):
    opened(tab, f"{server}/board?part=figures")
    for name, line, said in (("错的", "低保标准,鹿城,2025-01-01,一千", "第 2 行"), ("对的", "低保标准,温州市,2025-01-01,1300", "正在用的本单位的数")):
        sheet = tmp_path / f"{name}.csv"
        sheet.write_text(f"标准,地方,从哪天起,数\n{line}\n", encoding="utf-8-sig")
        hand_over(tab, sheet)
        press(tab, "读这张表")
        assert said in words(tab), words(tab)[-300:]
    tab.get_by_role("link", name="登记册", exact=True).click()
    tab.wait_for_function("document.querySelector('h1')?.innerText === '政策看板：登记册'")
    rests(tab)
    assert "用了 1 个本单位填的数，没有核对" in words(tab)


def test_each_number_leads_to_its_rule_and_the_file_says_what_it_is(tab, server):
    opened(tab, f"{server}/board?part=register")
    with tab.expect_download() as taken:
        tab.get_by_role("button", name="存成表格（Excel）").click()
    assert taken.value.suggested_filename.startswith("合成数据-")
    with tab.expect_download() as taken:
        tab.get_by_role("button", name="存成开会用的纸（PDF）").click()
    assert taken.value.suggested_filename.startswith("合成数据-") and Path(taken.value.path()).read_bytes()[:5] == b"%PDF-"
    tab.get_by_text("每个数出自哪一句").click()
    tab.get_by_role("link", name=re.compile(r"^5\.4\s高龄津贴")).click()
    tab.wait_for_function("document.querySelector('h1')?.innerText === '高龄津贴'")
    rests(tab)
    assert "80周岁至89周岁的老年人每人每月50元" in words(tab)


def test_the_register_is_short_on_a_phone_and_its_parts_are_one_tap_away(tab, server):
    opened(tab, f"{server}/board?part=register")
    assert tab.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") < 6_000
    for link in tab.locator(".parts a").all():
        link.click()
        assert tab.evaluate("document.activeElement.tagName === 'H2' && document.activeElement.innerText") == link.inner_text()
    charts = tab.locator("[data-testid=stPlotlyChart]:visible")
    shown = charts.count()
    for line in tab.locator("[class*=st-key-wide-groups] summary").all():
        line.click()
    tab.wait_for_timeout(500)
    rests(tab)
    assert charts.count() > shown + 3 and all(chart.bounding_box()["width"] > 250 and SYNTHETIC in chart.inner_text() for chart in charts.all())
    found = Looked()
    look(tab, found, "register, opened", SIZES[:1])
    found.none()


def test_the_round_for_a_visitor(tab, server):
    found = Looked()
    opened(tab, f"{server}/demo")
    look(tab, found, "demo")
    found.none()
    tab.get_by_role("link", name=re.compile("^改了会怎样")).click()
    tab.wait_for_function("document.querySelector('h1')?.innerText === '政策看板：改了会怎样'")
