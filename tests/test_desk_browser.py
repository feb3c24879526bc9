"""The desk in a browser: a synthetic roster of 2,000 households in, one more by asking, a sheet, the desk's file out and in again."""

from __future__ import annotations

import json
import time
import zipfile

import pytest

from benefits.content import load
from benefits.desk import is_code
from tests.bench_desk import HOUSEHOLDS, invented
from tests.test_access import TAGS, Found, answer, press, rests

pytestmark = pytest.mark.browser
BOOK = load()
SHOTS = None  # a folder for pictures, set by whoever wants to see


@pytest.fixture
def tab(browser):
    found = browser.new_page(viewport={"width": 390, "height": 844}, bypass_csp=True)  # axe is brought in by the test
    found.set_default_timeout(30_000)
    yield found
    found.close()


def looked_at(tab, found: Found, state: str) -> None:
    """Axe and the probe on a phone and on a desk."""
    from axe_playwright_python.base import AXE_SCRIPT

    tab.evaluate(AXE_SCRIPT)
    for width, height in ((390, 844), (1280, 800)):
        tab.set_viewport_size({"width": width, "height": height})
        tab.wait_for_timeout(150)
        found._axe(tab, f"{state} {width}", {"type": "tag", "values": TAGS})
        found._probe(tab, f"{state} {width}", 20)
        if SHOTS:
            tab.screenshot(path=f"{SHOTS}/{state}-{width}.png")
    tab.set_viewport_size({"width": 390, "height": 844})


def saved(tab, label: str, folder):
    with tab.expect_download(timeout=60_000) as found:
        tab.get_by_role("button", name=label, exact=True).click()
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    return path


def said(tab) -> str:
    return tab.locator("[data-testid=stMain]").inner_text()


def test_two_thousand_households_in_one_more_by_asking_out_and_in_again(tab, server, tmp_path):
    found = Found()
    tab.goto(server + "/desk")
    rests(tab)
    looked_at(tab, found, "empty")
    press(tab, "把名册放进来")
    looked_at(tab, found, "import")
    with zipfile.ZipFile(saved(tab, "存空表（Excel）", tmp_path)) as template:
        assert template.testzip() is None
    places = tab.locator("[data-testid=stFileUploader] input[type=file]")
    for n, (name, data) in enumerate(invented(BOOK, HOUSEHOLDS).values()):
        places.nth(n).set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
        tab.get_by_text(name).first.wait_for()
        rests(tab)
    press(tab, "读进来")
    assert f"放进来 {HOUSEHOLDS:,} 户" in said(tab) and "S00000000" in saved(tab, "存成文本表（CSV）", tmp_path).read_text("utf-8-sig")
    looked_at(tab, found, "taken")
    tab.get_by_role("button", name="回到住户表", exact=True).click()
    tab.get_by_text("正在算").wait_for()
    start = time.monotonic()
    tab.get_by_role("button", name="下一页", exact=True).click()  # while it is still judging
    tab.get_by_text("第 2／").wait_for()
    print(f"算着的时候翻一页：{time.monotonic() - start:.2f} 秒")
    tab.get_by_text("正在算").wait_for(state="detached", timeout=180_000)
    rests(tab)
    assert "合成数据，不是真人" in said(tab)
    looked_at(tab, found, "table")
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    assert tab.locator("[class*=st-key-house]").nth(2).bounding_box()["y"] < 700  # the third household stands on the first screen
    tab.set_viewport_size({"width": 390, "height": 844})
    start = time.monotonic()
    press(tab, "下一页")
    print(f"翻一页：{time.monotonic() - start:.2f} 秒")
    start = time.monotonic()
    tab.get_by_role("button", name="做大字纸", exact=True).click()
    tab.get_by_text("做好了 20 户").wait_for()
    print(f"做 20 户的大字纸：{time.monotonic() - start:.2f} 秒")
    assert saved(tab, "存成一个文件（一起打印）", tmp_path).read_bytes()[:5] == b"%PDF-"
    looked_at(tab, found, "printed")

    press(tab, "问一户")
    looked_at(tab, found, "ask")
    tab.get_by_text("对方说可以", exact=True).click()
    rests(tab)
    press(tab, "开始问")
    answer(tab, first=True)
    press(tab, "继续")
    code = tab.get_by_role("button", name="先放下").inner_text().split()[1].rstrip("，回到工作台")
    assert is_code(code, BOOK)
    looked_at(tab, found, "question")
    tab.get_by_role("button", name="先放下").click()
    tab.get_by_text(f"共 {HOUSEHOLDS + 1:,} 户").wait_for()
    rests(tab)

    start = time.monotonic()
    tab.locator("[class*=st-key-open] button").first.click()
    tab.get_by_role("button", name="回到工作台", exact=True).wait_for()
    rests(tab)
    print(f"打开一户的清单：{time.monotonic() - start:.2f} 秒")
    looked_at(tab, found, "list")
    paper = saved(tab, "存成大字纸（可打印）", tmp_path)
    assert paper.name.startswith("代号") and "合成数据" in paper.name and paper.read_bytes()[:5] == b"%PDF-"
    press(tab, "回到工作台")
    press(tab, "存下来，或接着上次的")
    looked_at(tab, found, "files")
    file = saved(tab, "存工作台文件", tmp_path)
    kept = json.loads(file.read_text("utf-8"))
    assert len(kept["households"]) == HOUSEHOLDS + 1 and kept["label"] == "合成数据，不是真人" and file.name.startswith("合成数据")
    tab.reload()
    rests(tab)
    tab.goto(server + "/desk")
    rests(tab)
    press(tab, "存下来，或接着上次的")
    tab.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(file)
    tab.get_by_role("button", name="打开它", exact=True).click()
    tab.get_by_text(f"共 {HOUSEHOLDS + 1:,} 户").wait_for()
    assert "desk" in tab.url and "S0" not in tab.url and code not in tab.url
    found.none()


def asks_a_household(tab) -> None:
    """One household begun and put aside."""
    press(tab, "问一户")
    tab.get_by_text("对方说可以", exact=True).click()
    rests(tab)
    press(tab, "开始问")
    answer(tab, first=True)
    press(tab, "继续")
    tab.get_by_role("button", name="先放下").click()


def test_no_reload_loses_households_without_being_asked_and_the_page_says_afterwards_how_they_are_had_again(tab, server, tmp_path):
    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss() if len(asked) == 1 else dialog.accept()))
    tab.goto(server + "/desk")
    rests(tab)
    for n in (1, 2):
        asks_a_household(tab)
        tab.get_by_text(f"共 {n} 户。刷新或关掉页面就没有了，先存成文件").wait_for()
    tab.evaluate("location.reload()")
    tab.wait_for_timeout(500)
    assert asked == ["beforeunload"] and "共 2 户" in said(tab)  # who stays has lost nothing
    tab.evaluate("location.reload()")
    code = tab.get_by_role("button", name="接着问").inner_text().removeprefix("接着问 ")  # the one that was open last is on the device
    tab.get_by_text(f"刚才这里有 2 户，刷新以后只留着 {code}。别的").wait_for()
    assert asked == ["beforeunload"] * 2 and "这里还没有住户" in said(tab)
    tab.reload()
    tab.get_by_text(f"刚才这里有 2 户，刷新以后只留着 {code}。别的").wait_for()
    assert tab.evaluate("Object.entries(sessionStorage).filter(([key]) => key.startsWith('xingfu')).flat()") == ["xingfu-qingdan-held", "2"]
    assert len(asked) == 2  # nothing is there that could be lost
    rests(tab)
    looked_at(tab, found := Found(), "lost")
    found.none()

    asks_a_household(tab)
    tab.get_by_text("共 1 户").wait_for()
    rests(tab)
    press(tab, "存下来，或接着上次的")
    file = saved(tab, "存工作台文件", tmp_path)
    tab.reload()
    rests(tab)
    assert len(asked) == 2  # the file has it
    press(tab, "存下来，或接着上次的")
    tab.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(file)
    tab.get_by_role("button", name="打开它", exact=True).click()
    tab.get_by_text("共 1 户。刷新或关掉页面就没有了，用存好的文件接着").wait_for()
    assert "刚才这里有" not in said(tab)


def test_another_desk_is_shown_from_its_head(tab, server):
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.goto(server + "/desk")
    rests(tab)
    for label in ("放几户样例看看", "清掉这些，放自己的住户"):
        tab.get_by_role("button", name=label, exact=True).click()
        tab.get_by_role("button", name=label, exact=True).wait_for(state="detached")
        rests(tab)
        tab.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop === 0 && document.activeElement.matches('h1')")
