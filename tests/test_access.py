"""Nobody is left out: every page in every state, in three widths and three sizes of text, by axe and by a probe of our own; a journey by
keyboard alone; help in the same place; no word of English."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from pages import _state

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS, SIZES = (320, 390, 1280), (20, 24, 30)
BEGIN, CHECK = "查自己", "对一对，再看结果"
PROBE = (Path(__file__).with_name("probe.js")).read_text(encoding="utf-8")
SPACING = """* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}
  p {margin-bottom: 2em !important}"""
# What the frame of Streamlit may still say in Latin letters: the names of formats.
ALLOWED = ["Excel", "PDF", "CSV"]


@pytest.fixture(scope="module")
def tab(browser):
    """One window for all states; local storage and session are those of one visitor."""
    device = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)  # axe is brought in by the test
    found = device.new_page()
    found.set_default_timeout(20_000)
    yield found
    device.close()


def rests(tab) -> None:
    """Everything is drawn and nothing is under way."""
    tab.locator("h1").first.wait_for()
    tab.locator(".bar .call").wait_for()
    calm = 0
    for _ in range(200):
        still = tab.evaluate("""() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
          && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]') && document.title.includes('幸福清单')
          && ![...document.querySelectorAll('[data-testid=stPlotlyChart]')].some(e => !e.querySelector('.main-svg'))""")
        calm = calm + 1 if still else 0
        if calm == 3:
            return
        tab.wait_for_timeout(60)
    raise AssertionError("the page does not come to rest")


def press(tab, name: str, last: bool = False) -> None:
    buttons = tab.get_by_role("button", name=name, exact=True)
    (buttons.last if last else buttons.first).click()
    tab.wait_for_timeout(120)
    rests(tab)


def answer(tab, first: bool = False) -> None:
    """Answers the page on the screen: the first choice, or the last, which is 不清楚 where there is one."""
    for field in tab.locator("[data-testid=stTextInput] input").all():
        if not field.input_value():
            field.fill("1944")
    for group in tab.get_by_role("radiogroup").all():
        if group.is_visible() and not group.locator("input:checked").count():
            options = group.locator("label[data-testid=stRadioOption], label:has(input)")
            (options.first if first else options.last).click()
    boxes = tab.locator("[data-testid=stCheckbox]")
    if boxes.count() and not tab.locator("[data-testid=stCheckbox] input:checked, [data-testid=stTextInput]").count():
        (boxes.first if first else boxes.last).locator("label").click()
    tab.wait_for_timeout(100)


def walk(tab, to: str, most: int = 60) -> int:
    """Answers page after page until the heading `to` stands; how many pages that took."""
    for n in range(most):
        heading = tab.locator("h1").inner_text()
        if heading == to:
            return n
        answer(tab, first=n < 4 and "认定" not in heading)  # who, where, how old and the hukou are known, the rest is not
        press(tab, "继续")
        assert not tab.locator("[data-testid=stAlertContentError]").count(), (heading, tab.locator("[data-testid=stAlert]").all_inner_texts())
    raise AssertionError(f"no page “{to}” after {most}")


# --- the checks ---------------------------------------------------------------------------------------------------
UNEVEN = """() => {
  const boxes = [...document.querySelectorAll('[data-testid=stRadioOption]')].map(e => [e.innerText, e.getBoundingClientRect()]);
  return boxes.filter(([, a]) => boxes.some(([, b]) => a.top < b.bottom && b.top < a.bottom && Math.abs(a.top - b.top) + Math.abs(a.bottom - b.bottom) > 1))
    .map(([name]) => name);
}"""  # options beside each other of which one sticks out


class Found:
    """What is wrong, by state and check; empty when all is well."""

    def __init__(self) -> None:
        self.problems: dict[str, set[str]] = defaultdict(set)

    def look(self, tab, state: str, enhanced: bool = False) -> None:
        """Axe and the probe in three widths and three sizes of text, and the probe with wider spacing of the text."""
        tab.evaluate(AXE_SCRIPT)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 800})
            for size in SIZES:
                tab.evaluate("size => { document.documentElement.dataset.size = size; }", str(size))
                tab.wait_for_timeout(60)
                self._axe(tab, f"{state} {width}/{size}", {"type": "tag", "values": TAGS})
                self._probe(tab, f"{state} {width}/{size}", size)
                if width == 320:
                    style = tab.add_style_tag(content=SPACING)
                    self._probe(tab, f"{state} {width}/{size} spaced", size)
                    style.evaluate("e => e.remove()")
        tab.set_viewport_size({"width": 390, "height": 844})
        tab.evaluate("document.documentElement.dataset.size = '20'")
        if enhanced:
            self._axe(tab, f"{state} enhanced", {"type": "rule", "values": ["color-contrast-enhanced"]})
        bar = tab.evaluate("""() => { const main = document.querySelector('[data-testid=stMain]'); main.scrollTo(0, 0);
          return [...document.querySelectorAll('.bar > :is(button, a)')].map(e => [e.textContent, Math.round(e.getBoundingClientRect().y)]) }""")
        if [name for name, _ in bar] not in ([bigger, "读给我听", "打 12345"] for bigger in ("大字", "小字")) or any(abs(y - 12) > 8 for _, y in bar):
            self.problems[state].add(f"help {bar}")

    def _axe(self, tab, where: str, only: dict) -> None:
        found = tab.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations', 'incomplete'], preload: false})", only)
        for kind in ("violations", "incomplete"):
            for rule in found[kind]:
                if kind == "incomplete" and rule["id"] == "color-contrast":
                    # words drawn into a picture: axe does not see what lies under them; the picture is named and has a table
                    rule["nodes"] = [node for node in rule["nodes"] if "<tspan" not in node["html"]]
                    if not rule["nodes"]:
                        continue
                self.problems[f"axe {kind} {rule['id']}"].add(f"{where}: {len(rule['nodes'])} × {rule['nodes'][0]['html'][:160]}")

    def _probe(self, tab, where: str, size: int) -> None:
        for check, who, value in tab.evaluate(PROBE, {"font": 18 if size == 20 else size, "allowed": ALLOWED}):
            self.problems[check].add(f"{where}: {who} {value}")

    def none(self) -> None:
        assert not self.problems, "\n".join(f"{check}: {len(places)}\n  " + "\n  ".join(sorted(places)[:4])
                                            for check, places in self.problems.items())


def opened(tab, address: str) -> None:
    tab.goto(address)
    rests(tab)


def fresh(tab, address: str) -> None:
    """A device that keeps nothing."""
    opened(tab, address)
    tab.evaluate("localStorage.clear()")
    opened(tab, address)


def test_the_first_pages_and_the_questions(tab, server):
    found = Found()
    opened(tab, server)
    found.look(tab, "start")
    press(tab, BEGIN)
    found.look(tab, "question", enhanced=True)
    press(tab, "继续")
    assert tab.locator("[data-testid=stAlertContentError]").count()
    assert tab.title().startswith("有一处要改：")
    found.look(tab, "error", enhanced=True)
    answer(tab, first=True)
    found.look(tab, "answered", enhanced=True)
    walk(tab, CHECK)
    found.look(tab, "check")
    tab.locator("[class*=st-key-lift] button").first.click()
    tab.get_by_text("不改了，回去").wait_for()
    found.look(tab, "taken for granted")
    tab.locator(".st-key-back button").click()
    tab.get_by_role("heading", name=CHECK).wait_for()
    press(tab, "看结果")
    found.look(tab, "own results", enhanced=True)
    opened(tab, server)  # a second visit
    tab.get_by_role("button", name="接着填", exact=True).wait_for()
    found.look(tab, "offer")
    press(tab, BEGIN)
    found.look(tab, "asked before clearing")
    found.none()


def test_what_may_be_read(tab, server):
    found = Found()
    for path in ("rulebook", "rulebook?row=old-age-allowance", "about", "accuracy", "board", "results", "no-such-page"):
        opened(tab, f"{server}/{path}")
        found.look(tab, path)
    found.none()


@pytest.mark.parametrize("file", ["nothing.json", "graduate.json", "all-unknown.json"])
def test_a_list_of_no_row_of_thirty_and_of_what_may_be(tab, server, file):
    found = Found()
    opened(tab, server)
    press(tab, "先看看样例")
    press(tab, next(s["title"] for s in _state.samples() if s["file"] == file))
    found.look(tab, file, enhanced=True)
    found.none()


def fill(tab, text: str) -> None:
    field = tab.locator("[data-testid=stTextInput] input").first
    field.fill(text)
    field.press("Tab")
    rests(tab)


def choose(tab, words: str) -> None:
    tab.locator("[data-testid=stMain] label").filter(has_text=words).first.click()
    rests(tab)


def test_who_lives_there_what_is_odd_and_the_income(tab, server):
    found = Found()
    fresh(tab, server)
    press(tab, "查全家")
    choose(tab, "瓯海")
    press(tab, "继续")
    fill(tab, "1980")
    press(tab, "继续")
    press(tab, "加一个人")
    choose(tab, "儿子或女儿")
    found.look(tab, "one more")
    press(tab, "上一题")
    press(tab, "继续")
    found.look(tab, "no year yet")
    tab.locator("[class*=st-key-line] button").nth(1).click()
    rests(tab)
    fill(tab, "1979")
    press(tab, "继续")
    press(tab, "继续")
    assert tab.locator("h1").inner_text() == "是这样吗？"
    found.look(tab, "doubt", enhanced=True)
    press(tab, "是这样")
    for words in ("就在现在住的地方", "都没有"):
        choose(tab, words)
        press(tab, "继续")
    walk(tab, CHECK)
    press(tab, "收入，一笔一笔填")
    found.look(tab, "income")
    press(tab, "加一笔")
    choose(tab, "工资")
    choose(tab, "孩子（")
    choose(tab, "按月算")
    found.look(tab, "one income")
    opened(tab, f"{server}/kept")
    found.look(tab, "kept")
    found.none()


def test_a_grid_worker_and_the_elder_beside(tab, server):
    found = Found()
    opened(tab, f"{server}/desk")
    found.look(tab, "desk")
    press(tab, "问一户")
    found.look(tab, "desk, one more")
    fresh(tab, server)
    press(tab, "我是网格员")
    press(tab, "问一户")
    choose(tab, "对方说可以")
    press(tab, "开始问")
    code = tab.locator(".above b")  # read out, so that it is written down
    assert code.inner_text().startswith("代号 ")
    assert code.evaluate("e => [parseFloat(getComputedStyle(e).fontSize) >= 24, e.getBoundingClientRect().top < document.querySelector('h1').getBoundingClientRect().top]") == [True, True]
    for width in (1280, 390, 320):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate(UNEVEN) == [], width
    tab.set_viewport_size({"width": 390, "height": 844})
    press(tab, "继续")
    assert tab.title().startswith("有 3 处要改：")
    tab.locator("[data-testid=stAlertContentError] a").nth(1).click()  # a line on top leads to its field
    assert tab.evaluate("document.activeElement === document.querySelector('[data-testid=stTextInput] input')")
    found.look(tab, "household, error")
    choose(tab, "瓯海")
    fill(tab, "1950")
    choose(tab, "就在现在住的地方")
    found.look(tab, "household")
    press(tab, "继续")
    found.look(tab, "topic", enhanced=True)
    press(tab, "给老人看，一题一题")
    assert tab.evaluate("document.documentElement.dataset.size") == "30"
    assert tab.locator(".st-key-nav").is_hidden() and tab.locator("h1").inner_text() == "您有没有下面这些认定？"
    found.look(tab, "large", enhanced=True)
    press(tab, "回到整页")
    assert tab.evaluate("document.documentElement.dataset.size") == "20" and tab.locator(".st-key-nav").is_visible()
    press(tab, "继续")
    assert tab.locator("[data-testid=stAlertContentError]").count()
    found.look(tab, "topic, error")
    found.none()


# --- by keyboard alone --------------------------------------------------------------------------------------------

def reach(tab, name: str | re.Pattern) -> None:
    """Tab until what has the focus is called so; what has the focus is seen, with a ring, and nothing lies over it."""
    for _ in range(80):
        tab.keyboard.press("Tab")
        who = tab.evaluate("""() => { const e = document.activeElement, shown = e.type === 'radio' || e.type === 'checkbox' ? e.closest('label') : e;
          const box = shown.getBoundingClientRect(), over = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, innerHeight) / 2);
          const ring = [e, shown, ...shown.querySelectorAll('*')].some(x => { const s = getComputedStyle(x);
            return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== 'none'; });
          return {name: (e.getAttribute('aria-label') || shown.innerText || '').trim(), ring, tag: e.tagName,
            free: !!over && (shown.contains(over) || over.contains(shown))} }""")
        if who["tag"] not in ("MAIN", "BODY", "HTML"):
            assert who["ring"] and who["free"], who
        if who["name"] == name or (isinstance(name, re.Pattern) and name.search(who["name"])):
            return
    raise AssertionError(f"Tab does not lead to “{name}”")


def test_a_journey_by_keyboard_alone(tab, server):
    fresh(tab, server)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.innerText") == "跳到正文"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.tagName") == "H1"
    reach(tab, BEGIN)
    tab.keyboard.press("Enter")
    pages = 0
    while tab.locator("h1").inner_text() != "您家的幸福清单":
        tab.wait_for_timeout(150)
        rests(tab)
        heading = tab.locator("h1").inner_text()
        for field in tab.locator("[data-testid=stTextInput] input").all():
            reach(tab, field.get_attribute("aria-label"))
            tab.keyboard.type("1944")
            tab.keyboard.press("Enter")  # what the year brings up stands under it
            tab.wait_for_timeout(150)
            rests(tab)
        for group in tab.get_by_role("radiogroup").all():
            reach(tab, group.locator("label").first.inner_text())
            tab.keyboard.press("Space")
        boxes = tab.locator("[data-testid=stCheckbox] label")
        if boxes.count() and not tab.locator("[data-testid=stTextInput]").count():
            reach(tab, boxes.last.inner_text().strip())
            tab.keyboard.press("Space")
        results = tab.get_by_role("button", name="先看结果").count()
        reach(tab, "先看结果" if results else "继续")
        tab.keyboard.press("Enter")
        tab.locator("h1").filter(has_not_text=heading).wait_for()
        pages += 1
        assert pages < 20
    rests(tab)
    reach(tab, re.compile("为什么|原因|原文"))
    tab.keyboard.press("Enter")
    assert tab.evaluate("!!document.activeElement.closest('details')?.open")
