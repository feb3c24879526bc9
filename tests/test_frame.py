"""What stands between Streamlit and the browser, tried in a real one: focus, Back and Forward, what the device keeps, the help bar,
a cut connection; and the code that holds answers."""

from __future__ import annotations

import base64
import json
import random
import re
import zlib
from datetime import date, timedelta

import pytest

from benefits.keep import MOST_CODE, KeepError, pack, unpack

from .servers import free_port, serving, streamlit
from .test_access import answer

PHONE = {"width": 390, "height": 844}
CUT = "网断了，回答还在。稍等一下"


# --- the code that holds answers ----------------------------------------------------------------------------------

def code(text: bytes) -> str:
    return "1" + base64.urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")


def test_what_is_packed_comes_back():
    chance = random.Random(5)

    def anything(depth: int):
        kinds = [lambda: chance.randrange(-9, 10**6), lambda: chance.random() < .5, lambda: None, lambda: "鹿城 é\n\"" * chance.randrange(3)]
        if depth:
            kinds += [lambda: [anything(depth - 1) for _ in range(chance.randrange(4))],
                      lambda: {f"k{i}": anything(depth - 1) for i in range(chance.randrange(4))}] * 2
        return chance.choice(kinds)()

    for _ in range(200):
        data = {"x": anything(4)}
        assert unpack(pack(data)) == data
        assert re.fullmatch(r"[\w-]+", pack(data))


def test_a_large_household_is_a_short_code():
    from benefits import load

    facts = [f for f in load().facts.values()]
    chance = random.Random(1)
    members = [{"id": f"p{i}", **{f.id: chance.choice([True, False]) for f in facts if f.of == "person"}} for i in range(15)]
    assert len(pack({"household": {}, "members": members})) < MOST_CODE / 3


@pytest.mark.parametrize("bad", [
    "", " ", "1", "x", "2" + code(b"{}")[1:], "1!!!!", "1" + "A" * 30_000, code(b"[1]"), code(b"null"), code(b"{"), code(b'{"a":NaN}'),
    code(b'{"a":"' + b"a" * 9_000_000 + b'"}'), code(b'{"a":' + b"[" * 60_000 + b"]" * 60_000 + b"}"), code(b'{"a":' + b"9" * 60_000 + b"}"),
    code(b'{"a":[' + b"1," * 50_000 + b"1]}"), code(b"\xff\xfe"), pack({"a": "b" * 50})[:-4], None, 7])
def test_a_code_that_cannot_be_read_gets_a_chinese_line(bad):
    with pytest.raises(KeepError) as caught:
        unpack(bad)
    assert re.search(r"[一-鿿]{4}", str(caught.value)) and not re.search(r"[A-Za-z]", str(caught.value))


def test_numbers_that_json_does_not_know_are_not_packed():
    with pytest.raises(ValueError):
        pack({"a": float("nan")})


# --- in the browser -----------------------------------------------------------------------------------------------

class Small:
    """The small app of stepping.py on its own server, which may be stopped and started again."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    def start(self) -> None:
        self.running = serving(streamlit("tests/stepping.py", self.port), self.port)
        self.address, _ = self.running.__enter__()

    def stop(self) -> None:
        self.running.__exit__(None, None, None)


@pytest.fixture(scope="module")
def small(chromium):
    app = Small()
    yield app
    app.stop()


@pytest.fixture
def device(browser):
    """A device of its own: its local storage is empty."""
    found = browser.new_context(viewport=PHONE)
    found.set_default_timeout(20_000)
    yield found
    found.close()


@pytest.fixture
def page(device, small):
    return opened(device, small.address)


def opened(device, address: str, heading: str = "第 1 步"):
    tab = device.new_page()
    tab.goto(address)
    stands(tab, heading)
    tab.locator(".bar .call").wait_for()
    eventually(tab, RESTS, "notRunning")
    return tab


def rested(tab, heading: str) -> None:
    """The same, and nothing is under way any more."""
    stands(tab, re.escape(heading))
    tab.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def stands(tab, heading: str) -> None:
    """The page shows this heading, and its window says so."""
    tab.locator("h1", has_text=re.compile(f"^{heading}$")).wait_for()
    for _ in range(100):
        if tab.title() == f"{heading} · 幸福清单":
            return
        tab.wait_for_timeout(50)
    raise AssertionError((heading, tab.title()))


def onward(tab, to: int) -> None:
    tab.get_by_role("button", name="继续").click()
    stands(tab, f"第 {to} 步")


def eventually(tab, script: str, wanted, tries: int = 60):
    for _ in range(tries):
        found = tab.evaluate(script)
        if found == wanted:
            return
        tab.wait_for_timeout(50)
    raise AssertionError((script, found, wanted))


FOCUS = "document.activeElement.tagName"
TOP = "document.querySelector('[data-testid=stMain]').scrollTop"
HEARD = "document.querySelector('.unseen[role=status]').textContent"
RESTS = "document.querySelector('[data-testid=stApp]').dataset.testScriptState"
KEPT = "localStorage.getItem('xingfu-qingdan')"

browsing = pytest.mark.browser


@browsing
def test_each_step_stands_at_its_top_has_the_focus_and_is_announced(page):
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 500)")
    onward(page, 2)
    eventually(page, FOCUS, "H1")
    eventually(page, TOP, 0)
    eventually(page, HEARD, "大约还有 3 步")
    assert page.evaluate("document.querySelector('h1').tabIndex") == -1
    page.get_by_text("甲", exact=True).click()
    page.wait_for_timeout(1000)
    stands(page, "第 2 步")  # choosing never moves on
    assert page.evaluate(FOCUS) != "H1"


@browsing
def test_an_error_takes_the_focus_every_time_and_is_in_the_title(page):
    for _ in range(2):
        page.get_by_role("button", name="出错").click()
        eventually(page, "document.activeElement.dataset.testid", "stAlertContentError")
        assert page.title() == "有一处要改：第 1 步 · 幸福清单"
        eventually(page, HEARD, "有一处要改")
        page.get_by_role("button", name="出错").focus()
    onward(page, 2)  # and is gone from the title with the next step
    eventually(page, FOCUS, "H1")


@browsing
def test_back_and_forward_lead_through_the_steps_and_the_pages(page, small):
    before = page.evaluate("history.length")
    onward(page, 2)
    onward(page, 3)
    page.get_by_role("button", name="再来一次").click()
    page.wait_for_timeout(500)
    assert page.evaluate("history.length") == before + 2  # one entry a step, none for a run more
    assert page.url == small.address + "/"
    page.go_back()
    stands(page, "第 2 步")
    eventually(page, FOCUS, "H1")
    page.go_back()
    stands(page, "第 1 步")
    page.go_forward()
    stands(page, "第 2 步")
    page.evaluate("history.forward()")
    stands(page, "第 3 步")
    page.evaluate("history.back(); history.back()")  # twice in haste
    stands(page, "第 1 步")
    page.evaluate("history.go(2)")
    stands(page, "第 3 步")
    page.get_by_role("link", name="旁边").click()
    stands(page, "旁边")
    page.go_back()
    stands(page, "第 3 步")
    page.go_back()
    stands(page, "第 2 步")
    page.go_forward()
    page.go_forward()
    stands(page, "旁边")
    assert page.evaluate("history.length") == before + 3


@browsing
def test_a_step_asked_for_does_not_come_after_the_page_that_was_asked_for_next(page):
    """On a slow phone the page that was asked for last is heard of first."""
    before = page.evaluate("history.length")
    onward(page, 2)
    page.get_by_role("link", name="旁边").click()
    stands(page, "旁边")
    page.evaluate("history.go(-2)")
    stands(page, "第 1 步")
    page.evaluate("""() => {
        const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (message) {
            setTimeout(() => send.call(this, message), new TextDecoder().decode(message).includes('"led"') ? 300 : 0);
        };
        history.forward();
        const there = setInterval(() => {
            if (history.state.step !== 'step 2') return;
            clearInterval(there);
            history.forward();
        }, 1);
    }""")
    stands(page, "旁边")
    page.wait_for_timeout(1500)
    stands(page, "旁边")
    assert page.evaluate("[history.length, location.pathname]") == [before + 2, "/aside"]


@browsing
def test_a_step_the_page_no_longer_knows_becomes_the_one_that_is_shown(page):
    page.evaluate("history.replaceState({step: 'step 99'}, '')")
    onward(page, 2)
    page.go_back()
    eventually(page, "history.state.step", "step 2")
    stands(page, "第 2 步")


@browsing
def test_the_device_keeps_the_answers_and_offers_them_until_they_are_cleared(device, page, small):
    assert page.evaluate(KEPT) is None
    onward(page, 2)
    kept = json.loads(page.evaluate(KEPT))
    assert unpack(kept["code"]) == {"here": 2}
    assert abs(date.fromisoformat(kept["day"]) - date.today()) <= timedelta(days=1)
    page.reload()
    page.get_by_text(f"留着：{kept['code']}，{kept['day']}").wait_for()
    stands(page, "第 1 步")  # offered, not applied

    other = opened(device, small.address)
    other.get_by_text("留着：").wait_for()
    onward(other, 2)
    page.get_by_role("button", name="清除").click()
    stands(other, "第 1 步")  # the other window has started anew
    assert other.evaluate(KEPT) is None and page.evaluate(KEPT) is None
    assert other.get_by_text("留着：").count() == page.get_by_text("留着：").count() == 0


@browsing
def test_what_is_older_than_thirty_days_is_dropped(device, small):
    for days, there in ((31, False), (29, True)):
        day = (date.today() - timedelta(days=days)).isoformat()
        tab = device.new_page()
        tab.goto(small.address + "/_stcore/health")
        tab.evaluate("kept => localStorage.setItem('xingfu-qingdan', kept)", json.dumps({"code": pack({"here": 4}), "day": day}))
        tab.goto(small.address)
        stands(tab, "第 1 步")
        tab.locator(".bar .call").wait_for()
        tab.wait_for_timeout(600)
        assert (tab.get_by_text("留着：").count() == 1) == there
        assert (tab.evaluate(KEPT) is not None) == there
        tab.close()


@browsing
def test_a_code_in_the_fragment_is_offered_and_leaves_the_address(device, small):
    asked = []
    device.on("request", lambda request: asked.append(request.url))
    wanted = pack({"here": 3})
    tab = opened(device, f"{small.address}/#r={wanted}")
    tab.get_by_text(f"留着：{wanted}").wait_for()
    assert tab.url == small.address + "/"
    again = pack({"here": 4})
    tab.evaluate("code => { location.hash = 'r=' + code; }", again)  # a link opened in the same window
    tab.get_by_text(f"留着：{again}").wait_for()
    assert tab.url == small.address + "/"
    assert not [url for url in asked if wanted in url.partition("#")[0] or again in url.partition("#")[0]]


ENGLISH = """() => { const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const odd = text => /[A-Za-z]{2,}|^[SMTWF]$/.test(text) && !/\\.(txt|exe)/.test(text);
  for (let n; (n = walk.nextNode());)
    if (odd(n.data.trim()) && n.parentElement.getClientRects().length && !n.parentElement.closest('script, style, [data-testid=stIconMaterial]')) found.push(n.data);
  for (const e of document.querySelectorAll('*')) for (const a of e.attributes)
    if (/^(aria-label|aria-valuetext|aria-roledescription|aria-description|title|placeholder|alt)$/.test(a.name) && odd(a.value)) found.push(a.value);
  return found; }"""


@browsing
def test_the_frame_of_streamlit_speaks_no_english(device, small):
    tab = opened(device, small.address + "/widgets", "部件")
    tab.locator("[data-testid=stDataFrame] canvas").first.wait_for()

    def silent(after: str) -> None:
        for _ in range(30):
            found = tab.evaluate(ENGLISH)
            if not found:
                return
            tab.wait_for_timeout(50)
        raise AssertionError((after, found))

    silent("opened")
    tab.locator("[data-testid=stDateInput] button").first.click()
    tab.locator("[data-testid=stDateInputCalendar]").wait_for()
    silent("calendar")
    assert tab.locator("[data-testid=stDateInputCalendar] th").all_inner_texts() == list("日一二三四五六")
    tab.keyboard.press("Escape")
    for kind in ("stSelectbox", "stMultiSelect"):
        tab.locator(f"[data-testid={kind}] input").first.click()
        tab.locator("[role=option]").first.wait_for()
        silent(kind)
        tab.keyboard.press("Escape")
    tab.locator("[data-testid=stTextInput] input").fill("字")
    tab.locator("[data-testid=stTextArea] textarea").fill("字")
    silent("typing")
    for name, size in (("好.txt", 9), ("不行.exe", 9), ("太大.txt", 3_000_000)):
        tab.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/plain", "buffer": b"1" * size})
        tab.locator(f"[data-testid=stFileChip][aria-label*='{name}']").wait_for()
        silent(name)
    tab.get_by_role("button", name="打开对话框").click()
    tab.get_by_text("话", exact=True).wait_for()
    silent("dialog")
    tab.goto(small.address + "/nowhere")
    tab.locator("h1").wait_for()
    tab.wait_for_timeout(500)
    silent("no such page")


@browsing
def test_larger_text_in_three_steps_is_kept_on_the_device(device, page, small):
    size = "getComputedStyle(document.querySelector('h1').closest('[data-testid=stMain]').querySelector('p')).fontSize"
    for pixels, label in ((20, "大字"), (24, "再大些"), (30, "小字")):
        eventually(page, size, f"{pixels}px")
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE["width"]
        if pixels < 30:
            page.get_by_role("button", name=label).click()
    other = opened(device, small.address)
    eventually(other, size, "30px")
    other.get_by_role("button", name="小字").click()
    eventually(other, size, "20px")


VOICE = """window.spoken = []; window.stopped = 0;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, 'speechSynthesis', {value: {getVoices: () => %s, addEventListener() {}, cancel() { window.stopped++; },
    speak(words) { window.spoken.push(words); setTimeout(() => words.onstart?.(), 10); }}});"""


@browsing
def test_read_aloud_speaks_what_is_seen_and_stops(device, small):
    device.add_init_script(VOICE % "[{lang: 'en-US'}, {lang: 'zh-CN'}]")
    tab = opened(device, small.address)
    tab.locator("[data-testid=stHtml] p:visible").first.wait_for()
    tab.get_by_role("button", name="读给我听").click()
    said = tab.evaluate("window.spoken.map(words => [words.text, words.lang])")
    seen = tab.locator("h1, [data-testid=stRadio] label, [data-testid=stHtml] p:visible").all_inner_texts()
    assert "".join(text for text, _ in said) == "".join(text.replace("\n", "") for text in seen if text)  # none has a sign to be said
    assert {lang for _, lang in said} == {"zh-CN"} and said[0][0] == "第 1 步" and "收着的字" not in str(said)
    stopped = tab.evaluate("window.stopped")
    tab.get_by_role("button", name="停下").click()
    assert tab.evaluate("window.stopped") > stopped
    tab.get_by_role("button", name="读给我听").click()
    onward(tab, 2)  # the next step is not talked over
    tab.get_by_role("button", name="读给我听").wait_for()


SIGNS = {"文件已到期，出门前打 12345": "文件已到期，出门前打 1 2 3 4 5", "一年 13,320 元（每月 1,110 元 × 12）": "一年 13320 元，每月 1110 元 乘 12",
         "花了 12345 元": "花了 12345 元", "温政发〔2022〕6号。": "温政发 2022 年 6号。", "写着〔建议〕的，是我们建议的。": "写着建议的，是我们建议的。",
         "去问：乡镇（街道）救助窗口〔建议〕": "去问：乡镇街道救助窗口，建议", "带：残疾人证〔文件第 19 条第 2 句〕；低保的证明": "带：残疾人证；低保的证明",
         "“1+1+1”医疗帮扶": "1 加 1 加 1医疗帮扶", "第二个孩子（6 岁）：50 元": "第二个孩子，6 岁：50 元"}


@browsing
def test_signs_are_read_as_they_are_said_and_nothing_to_press_is(device, small):
    device.add_init_script(VOICE % "[{lang: 'zh-CN'}]")
    tab = opened(device, small.address)
    tab.locator("[data-testid=stHtml] p:visible").first.wait_for()
    tab.evaluate("""lines => document.querySelector('[data-testid=stMainBlockContainer]').insertAdjacentHTML('beforeend', `<section id="signs">
      ${lines.map(line => `<p>${line}</p>`).join('')}<p class="up">回到上面</p>
      <details class="trip"><summary><h2>第 2 趟</h2></summary><details><summary>细说</summary></details></details>
      ${['能领', '能领', '可能'].map(badge => `<div class="card"><details><summary><span class="badge">${badge}</span><h3>名字</h3></summary></details></div>`).join('')}
      </section>`)""", list(SIGNS))
    tab.get_by_role("button", name="读给我听").click()
    said = tab.evaluate("window.spoken.map(words => words.text)")
    heard = "|".join(said)
    assert all("|".join(re.findall(r"[^。；？！]+[。；？！]?", line)) in heard for line in SIGNS.values()), heard
    assert "第 2 趟" in said and "细说" not in said and "回到上面" not in said
    assert said[-5:] == ["能领", "名字", "名字", "可能", "名字"]


@browsing
@pytest.mark.parametrize("without", ["delete window.SpeechSynthesisUtterance; Object.defineProperty(window, 'speechSynthesis', {value: undefined})",
                                     VOICE % "[{lang: 'en-US'}]"])
def test_a_device_without_a_voice_says_so(device, small, without):
    device.add_init_script(without)
    tab = opened(device, small.address)
    tab.get_by_text("这台设备不会读。请旁边的人念一念。").wait_for()
    assert not tab.get_by_role("button", name="读给我听").count()
    assert tab.locator(".bar a").get_attribute("href") == "tel:12345"


@browsing
def test_a_cut_connection_is_said_in_chinese_and_a_restarted_server_gets_the_answers_offered(page, small):
    onward(page, 2)
    kept = json.loads(page.evaluate(KEPT))["code"]
    small.stop()
    page.get_by_text(CUT).wait_for()
    page.wait_for_timeout(2500)
    shown = page.evaluate("document.body.innerText")
    assert not re.search(r"[A-Za-z]{3}", shown), shown
    small.start()
    page.get_by_text(f"留着：{kept}").wait_for(timeout=40_000)
    assert not page.get_by_text(CUT).count()


# --- in the questionnaire itself ------------------------------------------------------------------------------------

def question(tab, name: str = "继续") -> str:
    """Presses and gives the heading that comes."""
    before = tab.locator("h1").inner_text()
    tab.get_by_role("button", name=name, exact=True).click()
    tab.locator("h1").filter(has_not_text=re.compile(f"^{re.escape(before)}$")).wait_for()
    heading = tab.locator("h1").inner_text()
    stands(tab, re.escape(heading))
    return heading


@browsing
def test_back_reload_and_a_second_visit_keep_the_answers_of_the_questionnaire(device, server):
    asked = []
    device.on("request", lambda request: asked.append(request.url))
    tab = device.new_page()
    tab.goto(server)
    tab.get_by_role("button", name="查自己", exact=True).wait_for()
    came = [question(tab, "查自己")]
    place = tab.locator("[data-testid=stRadioOption]").first.inner_text()
    for _ in range(3):
        answer(tab, first=True)
        came.append(question(tab))
    for heading in reversed(came[:3]):
        tab.go_back()
        rested(tab, heading)
    tab.locator("[data-testid=stRadioOption] input:checked").wait_for(state="attached")
    assert tab.locator("[data-testid=stRadioOption]:has(input:checked)").inner_text() == place
    tab.go_back()  # before the first question is the first page
    tab.get_by_role("button", name="查自己", exact=True).wait_for()
    for heading in came:
        tab.go_forward()
        rested(tab, heading)
    for again in ("reload", "visit"):
        if again == "reload":
            tab.reload()
        else:
            tab = device.new_page()
            tab.goto(server)
        tab.get_by_text("接着上次").first.wait_for()
        assert question(tab, "接着填") == came[-1]
        rested(tab, came[-1])
        tab.go_back()  # what lies behind is there again, with what was said
        rested(tab, came[-2])
        tab.locator("[data-testid=stRadioOption] input:checked").wait_for(state="attached")
        tab.go_forward()
        rested(tab, came[-1])
    assert "1944" not in tab.url + tab.title() and not [url for url in asked if "1944" in url or "lucheng" in url]


@browsing
def test_a_sample_is_there_again_after_a_reload_and_where_back_and_forward_lead(device, server):
    tab = device.new_page()
    tab.goto(server)
    titles = []

    def sample(n: int) -> None:
        tab.get_by_role("button", name="先看看样例", exact=True).click()
        found = tab.locator("[class*=st-key-sample-] button").filter(has_text=re.compile(r"^\S+$")).nth(n)  # `rested` reads a gap as a pattern
        titles.append(f"样例：{found.inner_text()}")
        found.click()
        rested(tab, titles[-1])

    sample(0)
    entries = tab.evaluate("history.length")
    tab.reload()
    rested(tab, titles[0])
    assert tab.evaluate("history.length") == entries and tab.evaluate(KEPT) is None
    tab.go_back()
    tab.get_by_role("button", name="查自己", exact=True).wait_for()
    tab.go_forward()
    rested(tab, titles[0])
    tab.get_by_role("link", name="首页", exact=True).click()
    tab.get_by_role("button", name="查自己", exact=True).wait_for()
    sample(1)
    tab.go_back()
    tab.get_by_role("button", name="查自己", exact=True).wait_for()
    tab.go_back()
    rested(tab, titles[0])  # the sample that stood there, not the last one that was opened
    tab.goto(f"{server.rstrip('/')}/plan")
    tab.get_by_text("还没有填。先答几页问题，或者打开一个样例。").wait_for()
    tab.get_by_role("button", name="看样例", exact=True).click()
    tab.locator("[class*=st-key-sample-] button").first.wait_for()
