"""A walk through the app in a real browser on a phone-sized window: from the start to the results."""

from __future__ import annotations

import io
import re
import unicodedata
from urllib.parse import urlparse

import pytest
from pypdf import PdfReader

from benefits import load

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page(browser):
    """A fresh phone-sized page; `page.hosts` collects every host it contacts."""
    tab = browser.new_page(viewport=PHONE, bypass_csp=True)  # wait_for_function needs eval; test_shell.py walks under the policy
    tab.hosts = set()
    tab.on("request", lambda request: tab.hosts.add(urlparse(request.url.removeprefix("blob:")).hostname))
    tab.on("websocket", lambda socket: tab.hosts.add(urlparse(socket.url).hostname))
    tab.set_default_timeout(30_000)
    yield tab
    tab.close()


def settled(page) -> None:
    """Waits until the app has drawn everything."""
    page.wait_for_selector("h1")
    still, before = 0, None
    for _ in range(100):
        now = page.evaluate("""() => document.querySelector('[data-testid=stStatusWidget], [data-stale=true]') ? '' :
            document.querySelector('[data-testid=stMain]').innerHTML""")
        still = still + 1 if now and now == before else 0
        if still == 4:  # nothing has changed for 0.6 seconds
            return
        before = now
        page.wait_for_timeout(150)
    raise AssertionError("the page does not come to rest")


def fits(page) -> None:
    """Nothing is wider than the window."""
    wide = page.evaluate("""() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map(e => e.scrollWidth - e.clientWidth)""")
    assert max(wide) <= 1, (page.url, wide)


def press(page, name: str) -> None:
    main = "document.querySelector('[data-testid=stMain]')?.innerText"
    before = page.evaluate(main)
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_function(f"before => {main} !== before", arg=before)
    settled(page)


def test_a_page_opens_by_its_address_on_a_server_just_started(page, server):
    page.goto(server + "/rulebook?row=old-age-allowance")
    page.wait_for_function("document.querySelector('h1') && document.querySelector('h1').innerText === '高龄津贴'")
    settled(page)
    assert page.get_by_text("Page not found").count() == 0
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    fits(page)


@pytest.mark.parametrize("address", ["/nosuch", "/没有", "/board2?part=duties"])
def test_an_address_that_is_no_page_says_so_with_the_ways_on(page, server, address):
    page.goto(server + address)
    page.wait_for_function("document.querySelector('h1')?.innerText === '没有这一页'")
    settled(page)
    assert page.get_by_role("dialog").count() == 0 and page.title() == "没有这一页 · 幸福清单"
    fits(page)
    press(page, "从头看起")
    page.wait_for_function("document.querySelector('h1')?.innerText === '您家能领哪些补助'")
    settled(page)
    assert page.title() == "您家能领哪些补助 · 幸福清单" and page.get_by_role("dialog").count() == 0


def chosen(page, *labels: str) -> None:
    """Chooses the first of the labels that stands on the page, and goes on."""
    for label in labels:
        option = page.locator("[data-testid=stRadioOption], [data-testid=stCheckbox] label").filter(
            has=page.get_by_text(label, exact=True))
        if option.count():
            option.first.click()
            break
    press(page, "继续")


def test_from_the_start_to_the_results_on_a_phone(page, server, tmp_path):
    page.goto(server)
    settled(page)
    fits(page)
    press(page, "查自己")
    chosen(page, "鹿城")
    page.get_by_label("出生年份，或岁数").fill("1944")
    page.keyboard.press("Tab")
    page.get_by_text("今年满 82 周岁").wait_for()
    press(page, "继续")
    chosen(page, "1 口")
    chosen(page, "就在现在住的地方")
    before = page.locator("h1").inner_text()
    page.go_back()
    page.wait_for_function("h => ![undefined, h].includes(document.querySelector('h1')?.innerText)", arg=before)
    settled(page)
    assert page.get_by_role("radio", name="就在现在住的地方").is_checked()
    page.go_forward()
    page.wait_for_function("h => document.querySelector('h1')?.innerText === h", arg=before)
    settled(page)
    seen = 0
    for _ in range(30):
        fits(page)
        if page.locator("h1").inner_text() == "对一对，再看结果":
            break
        small = page.evaluate("""() => [...document.querySelectorAll('[data-testid=stRadioOption], [data-testid=stCheckbox] label')]
            .filter(e => e.offsetHeight && e.offsetHeight < 60).map(e => e.innerText)""")
        assert not small, small
        chosen(page, "都没有", "都不用", "都不住", "都不做", "没有", "不用", "自己家的", "不清楚")
        assert page.locator("[data-testid=stAlert]").count() == 0
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
        seen += 1
    assert 6 <= seen <= 14
    page.reload()
    page.get_by_text("接着上次的填？").wait_for()
    settled(page)
    page.get_by_role("button", name="接着填", exact=True).click()
    page.wait_for_function("document.querySelector('h1')?.innerText === '对一对，再看结果'")
    settled(page)
    press(page, "看结果")
    page.wait_for_selector("text=您家的幸福清单")
    settled(page)
    page.reload()  # the list is one tap away
    page.get_by_role("button", name="接着看", exact=True).click()
    page.locator("article.card").first.wait_for()
    settled(page)
    fits(page)
    assert page.locator("article.card h3", has_text="高龄津贴").count() == 1
    page.screenshot(path=tmp_path / "results.png", full_page=True)
    assert "82" not in page.url and "lucheng" not in page.url and "1944" not in page.url
    assert page.hosts == {"127.0.0.1"}


def sample(page, server, name: str) -> None:
    """Opens the list of a sample."""
    page.goto(server)
    page.get_by_role("button", name="先看看样例", exact=True).click()
    page.locator(f'[class*="st-key-sample-{name}"] button').first.click()


def test_the_family_of_five_shows_its_list_and_chart(page, server, tmp_path):
    page.goto(server)
    settled(page)
    page.get_by_role("button", name="先看看样例", exact=True).click()
    page.get_by_role("button", name="瓯海低保家庭，五口人", exact=True).click()
    page.wait_for_selector("text=样例：瓯海低保家庭")
    settled(page)
    chart = page.locator("[data-testid=stPlotlyChart]").first
    chart.locator("svg .bars").first.wait_for(state="attached")
    chart.scroll_into_view_if_needed()
    fits(page)
    assert chart.locator(".modebar").count() == 0 or not chart.locator(".modebar").is_visible()
    right = page.evaluate("""() => [...document.querySelectorAll('[data-testid=stPlotlyChart] .textpoint, [data-testid=stPlotlyChart] .xtick')]
        .map(e => e.getBoundingClientRect().right)""")
    assert len(right) > 6 and max(right) <= PHONE["width"]
    small = page.evaluate("""() => [...document.querySelectorAll('[data-testid=stMain] button')]
        .filter(e => e.offsetHeight && e.offsetHeight < 44).map(e => e.innerText || e.outerHTML.slice(0, 80))""")
    assert not small, small
    page.screenshot(path=tmp_path / "family.png", full_page=True)
    page.emulate_media(media="print")  # on paper the words, each once, and nothing that is pressed
    paper = page.locator("[data-testid=stMain]").inner_text()
    words = load().wording
    assert "最低生活保障金" in paper and "打 12345 问" in paper and "\n带走" not in paper and "看成" not in paper and words["list"]["ticks"] not in paper
    assert words["term"]["brief"]["expired"] not in paper
    page.locator(".card summary").first.click()
    sheets = [unicodedata.normalize("NFKC", sheet.extract_text()).splitlines() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    sheet, at = next((sheet, i) for sheet in sheets for i, line in enumerate(sheet) if "项)" in line and line.startswith("●"))
    assert len(sheet) - at > 6, "an opened card goes on over the page; its heading is not left alone"
    assert page.hosts == {"127.0.0.1"}


@pytest.mark.parametrize("name", ["elder-alone", "family-of-five", "nine-three-generations", "farm-couple", "all-unknown"])
def test_what_to_do_first_stands_on_the_first_screen_of_the_list(page, server, name):
    sample(page, server, name)
    page.wait_for_selector(".errands")
    settled(page)
    assert page.evaluate("document.querySelector('.errands').getBoundingClientRect().bottom") <= PHONE["height"]
    assert page.evaluate("document.querySelector('.errands').children.length") == 3
    fits(page)


def test_on_the_smallest_phone_with_the_largest_text_the_first_thing_to_do_stands_on_the_first_screen(browser, server):
    device = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    device.add_init_script("localStorage.setItem('xingfu-qingdan-size', '30')")
    for name in ("elder-alone", "family-of-five", "graduate", "nine-three-generations", "farm-couple", "all-unknown", "disabled-child",
                 "elder-79", "bus-driver"):
        tab = device.new_page()
        sample(tab, server, name)
        tab.wait_for_selector(".errands")
        settled(tab)
        assert tab.evaluate("document.documentElement.dataset.size") == "30"
        heads, first = tab.evaluate("['.lead ~ h2', '.errands b'].map(x => document.querySelector(x).getBoundingClientRect().bottom)")
        assert heads <= 640 and (first <= 640 or name != "elder-alone"), name  # the longest sentences leave room for the heading only
        fits(tab)
        tab.close()
    device.close()


def test_on_the_smallest_phone_with_the_largest_text_the_start_shows_for_whom_how_long_and_that_it_is_no_approval(browser, server):
    device = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    device.add_init_script("localStorage.setItem('xingfu-qingdan-size', '30')")
    tab = device.new_page()
    tab.goto(server)
    tab.wait_for_selector("[class*=st-key-begin-others] button")
    settled(tab)
    assert tab.evaluate("document.querySelector('[class*=st-key-begin-others] button').getBoundingClientRect().bottom") <= 560
    said = tab.evaluate("""() => { const p = [...document.querySelectorAll('p')].find(e => e.textContent.includes('不是审批'));
        const r = new Range(), t = p.firstChild; r.setStart(t, 0); r.setEnd(t, t.data.indexOf('题') + 1);
        return r.getBoundingClientRect().bottom; }""")
    assert said <= 640
    fits(tab)
    device.close()


def test_a_phone_loads_the_heavy_charts_only_when_asked(browser, server):
    tab = browser.new_page(viewport=PHONE, bypass_csp=True, user_agent="Mozilla/5.0 (Linux; Android 12) Mobile")
    loaded: list[str] = []
    tab.on("request", lambda request: loaded.append(request.url))
    sample(tab, server, "family-of-five")
    tab.wait_for_selector(".bars")
    settled(tab)
    assert not any("Plotly" in url for url in loaded)
    tab.get_by_text("看大图").click()
    tab.wait_for_selector(".js-plotly-plot")
    assert any("Plotly" in url for url in loaded)
    tab.close()


def test_the_parts_of_a_long_list_are_one_tap_away_and_the_tap_is_no_step_back(browser, server):
    tab = browser.new_page(viewport=PHONE, bypass_csp=True, user_agent="Mozilla/5.0 (Linux; Android 12) Mobile")
    sample(tab, server, "family-of-five")
    tab.wait_for_selector(".parts")
    settled(tab)
    assert tab.evaluate("document.querySelector('.parts a').getBoundingClientRect().top") <= PHONE["height"]
    assert tab.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= 12_200
    steps = tab.evaluate("history.length")
    for link in tab.locator(".parts a").all():
        link.click()
        words = re.sub("[●◐○0-9 ]", "", link.inner_text())
        assert tab.evaluate("document.activeElement.tagName") == "H2" and words in tab.evaluate("document.activeElement.innerText")
        assert tab.evaluate("Math.abs(document.activeElement.getBoundingClientRect().top)") < PHONE["height"]
        tab.locator(".up a").first.click()
        assert tab.evaluate("document.activeElement.tagName") == "H1"
    assert tab.evaluate("history.length") == steps and "#" not in tab.url
    tab.keyboard.press("Tab")
    card = tab.locator("article.card summary").first
    card.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("article.card .depth").first.is_visible()
    tab.close()


def test_one_tap_copies_the_words_for_the_family_and_without_a_clipboard_they_are_marked(browser, server):
    for clipboard in (True, False):
        device = browser.new_context(viewport=PHONE, bypass_csp=True, permissions=["clipboard-read", "clipboard-write"] if clipboard else [])
        if not clipboard:
            device.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false")
        tab = device.new_page()
        sample(tab, server, "family-of-five")
        tab.locator(".copy", has_text="复制").click()
        if clipboard:
            tab.locator(".copied", has_text="复制好了").wait_for()
            assert tab.evaluate("navigator.clipboard.readText()").startswith("幸福清单")
        else:
            tab.locator(".copied", has_text="请长按").wait_for()
            assert tab.evaluate("document.activeElement.selectionEnd - document.activeElement.selectionStart") > 100
        device.close()
