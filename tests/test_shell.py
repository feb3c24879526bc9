"""What stands in front of Streamlit: each part is there, and says so by name when an upgrade of Streamlit moves what it holds on
to; and a whole journey through the questionnaire leaves no answer anywhere."""

from __future__ import annotations

import asyncio
import gc
import gzip
import http.client
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
import uvicorn
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.pages_manager import PagesManager

from serving import shell
from serving.start import one_heap, warmed

from . import journey, servers

PHONE = {"width": 390, "height": 844}
HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy")


@contextmanager
def calling(server: str):
    """get(path, accept) -> status, headers, body as sent."""
    line = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)

    def get(path: str, accept: str = "gzip") -> tuple[int, dict[str, str], bytes]:
        line.request("GET", path, headers={"accept-encoding": accept} if accept else {})
        answer = line.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()

    yield get
    line.close()


# --- the page before any script -----------------------------------------------------------------------------------

@pytest.mark.parametrize("path", ["/", "/results", "/rulebook?row=old-age-allowance"])
def test_every_address_begins_in_chinese(server, path):
    with calling(server) as get:
        status, headers, body = get(path)
        assert get(path, accept="")[2] == gzip.decompress(body)
    text = gzip.decompress(body).decode()
    assert status == 200 and headers["content-type"].startswith("text/html") and headers["cache-control"] == "no-cache"
    assert '<html lang="zh-CN" translate="no">' in text and "<title>幸福清单</title>" in text
    root = text.partition('<div id="root"></div>')[2]
    for said in ("自查，不是审批", "正在打开", "12345", "<noscript>"):
        assert said in root
    visible = re.sub(r"<style>.*?</style>|<[^>]*>", "", root, flags=re.S)
    assert "<script" not in root and not re.search("[A-Za-z]", visible), visible
    assert 'as="font"' not in text and "openapi" not in text
    assert re.findall(r'as="fetch" crossorigin href="\./([^"]+)"', text) == list(shell.ASKED)
    ahead = re.findall(r'<link rel="modulepreload"[^>]*href="\./([^"]+)"', text)
    assert len(ahead) == len(set(ahead)) and all((shell.STATIC / file).exists() for file in ahead)
    assert set(shell.needed()) <= {*ahead, *re.findall(r'src="\./([^"]+)"', text)}


@pytest.mark.browser
def test_the_first_words_stand_before_any_script_has_run(browser, server):
    page = browser.new_page(viewport=PHONE, java_script_enabled=False)
    page.goto(server)
    said = page.locator("#first")
    assert "幸福清单" in said.inner_text() and "关了脚本" in said.inner_text() and "正在打开" not in said.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") and page.title() == "幸福清单"
    page.close()


@pytest.mark.browser
def test_the_first_words_make_way_for_the_first_heading_and_do_not_come_back(browser, server):
    page = browser.new_page(viewport=PHONE)
    page.goto(server, wait_until="commit")
    words = page.locator("#first")
    words.wait_for(state="visible")
    journey.rested(page)
    assert not words.is_visible()
    page.evaluate("document.querySelectorAll('h1').forEach(e => e.remove())")
    page.wait_for_timeout(300)
    assert not words.is_visible()
    page.close()


@pytest.mark.browser
def test_back_asks_for_the_step_and_runs_the_page_for_nothing_else(browser, server):
    """Streamlit itself sends no widget when it runs a page anew for a place in the history."""
    page, sent = browser.new_page(viewport=PHONE), []

    def heard(frame: bytes) -> None:
        message = BackMsg.FromString(frame)
        if message.HasField("rerun_script"):
            sent.append([found.json_trigger_value for found in message.rerun_script.widget_states.widgets if found.json_trigger_value])

    page.on("websocket", lambda socket: socket.on("framesent", heard))
    page.goto(server)
    journey.rested(page)
    journey.point(page, journey.PRIMARY)
    page.wait_for_url("**/questions")
    journey.rested(page)
    before = journey.shown(page)
    journey.answer(page, unsure=False)
    journey.point(page, journey.PRIMARY)
    journey.changed(page, before)
    journey.rested(page)
    sent.clear()
    before = journey.shown(page)
    page.go_back()
    journey.changed(page, before)
    journey.rested(page)
    assert len(sent) == 1 and "led" in sent[0][0]
    page.close()


@pytest.mark.parametrize(("thing", "instead"), [
    ('<html lang="en">', '<html lang="de">'), ("<head>", "<HEAD>"), ("<title>Streamlit</title>", "<title>App</title>"), ('as="font"', 'as="style"'),
    ("Machine-readable", "Readable"), ("window.prerenderReady = false", "window.ready = false"), ("<noscript>", "<p>"),
    ('<div id="root"></div>', '<div id="app"></div>')])
def test_a_page_that_streamlit_changed_is_named(tmp_path, monkeypatch, thing, instead):
    text = (shell.STATIC / "index.html").read_text(encoding="utf-8")
    assert thing in text
    (tmp_path / "index.html").write_text(text.replace(thing, instead), encoding="utf-8")
    shutil.copy(shell.STATIC / "manifest.json", tmp_path)
    monkeypatch.setattr(shell, "STATIC", tmp_path)
    with pytest.raises(shell.MovedError, match=re.escape("index.html")):
        shell.page.__wrapped__()


def test_large_and_small_scripts_are_asked_for_in_turn_and_none_is_lost():
    own = re.findall(r'<link rel="modulepreload" crossorigin href="\./([^"]+)">', (shell.STATIC / "index.html").read_text(encoding="utf-8"))
    order, weight = shell.spread(own), sum((shell.STATIC / f).stat().st_size for f in own)
    assert sorted(order) == sorted(own) and len(own) > 20 and set(own) < {f.removeprefix("/") for f in shell.announced()}
    for n in (len(own) // 4, len(own) // 2):  # in step with the number, but for the one file that is on its way
        loaded = [(shell.STATIC / f).stat().st_size for f in order[:n]]
        assert sum(loaded) >= weight * n / len(own) - max(loaded) and sum(loaded) - max(loaded) <= weight * n / len(own)


@pytest.mark.parametrize("address", shell.ASKED)
def test_what_is_asked_for_with_the_page_is_what_streamlit_asks_for(address, server):
    entry = next(f for f in (shell.STATIC / "static" / "js").glob("index.*.js") if f"./static/js/{f.name}\"" in shell.page().decode())
    assert f"`{address}`" in entry.read_text(encoding="utf-8")
    with calling(server) as get:
        assert get(f"/{address}")[0] == 200


@pytest.mark.parametrize("name", shell.NEEDED)
def test_a_widget_that_left_the_manifest_is_named(tmp_path, monkeypatch, name):
    text = (shell.STATIC / "manifest.json").read_text(encoding="utf-8")
    (tmp_path / "manifest.json").write_text(text.replace(name, "moved.tsx"), encoding="utf-8")
    monkeypatch.setattr(shell, "STATIC", tmp_path)
    with pytest.raises(shell.MovedError, match=re.escape(name)):
        shell.needed()


# --- files and headers --------------------------------------------------------------------------------------------

def test_every_script_and_style_is_compressed_and_the_same(server):
    files = [f for f in (shell.STATIC / "static").rglob("*") if f.suffix in shell.COMPRESSED]
    assert len(files) > 200 and sum(f.stat().st_size for f in files) > 10_000_000
    with calling(server) as get:
        for file in files:
            path = f"/{file.relative_to(shell.STATIC).as_posix()}"
            status, headers, body = get(path)
            assert status == 200 and headers["content-encoding"] == "gzip", path
            assert gzip.decompress(body) == file.read_bytes(), path
            assert re.search(r"javascript|css|svg|json", headers["content-type"]), path
            assert "immutable" in headers["cache-control"] and headers["vary"] == "accept-encoding"
        status, headers, body = get(path, accept="")
        assert status == 200 and "content-encoding" not in headers and body == file.read_bytes()
        assert get("/static/js/there-is-none.js")[0] in (200, 404)  # a later version's name: no error of the server


def test_what_the_first_question_needs_is_packed_tighter_for_who_can_read_it(server):
    shell.smallest()
    assert set(shell.announced()) == set(shell.SMALLEST) and len(shell.SMALLEST) > 50
    assert sum(map(len, shell.SMALLEST.values())) < 0.9 * sum(len(shell.compressed(path)) for path in shell.SMALLEST)
    path, until = shell.announced()[0], time.monotonic() + 30
    with calling(server) as get:
        while (found := get(path, accept="gzip, br"))[1]["content-encoding"] != "br" and time.monotonic() < until:
            time.sleep(0.2)
        assert found[1]["content-encoding"] == "br" and found[1]["vary"] == "accept-encoding"
        assert brotli.decompress(found[2]) == gzip.decompress(get(path)[2])


def test_every_answer_carries_the_headers(server):
    script = next(f for f in shell.compressible() if f.endswith(".js"))
    font = next((shell.STATIC / "static").rglob("*.woff2")).relative_to(shell.STATIC).as_posix()
    with calling(server) as get:
        assert get(script)[1]["x-content-type-options"] == "nosniff"  # a script is no document: the others say nothing of it
        for path in ("/", f"/{font}", "/_stcore/health", "/media/none.html", "/_stcore/metrics"):
            headers = get(path)[1]
            assert all(name in headers for name in HEADERS), path
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'" and policy["frame-ancestors"] == "'self'"
    host = urlsplit(server).netloc
    assert policy["connect-src"] == f"'self' ws://{host} wss://{host}"
    assert "connect-src 'self';" in shell.security("elsewhere.example; script-src *")["content-security-policy"]
    assert "unsafe" not in policy["script-src"]


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"])
def test_what_tells_about_visitors_is_closed(server, path):
    with calling(server) as get:
        assert get(path)[0] == 404
        assert get("/_stcore/health")[2] == b"ok"


def run(task):
    """Runs a coroutine in a thread of its own: Playwright has a loop running in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, task).result()


# --- speed --------------------------------------------------------------------------------------------------------

def test_no_collection_after_each_click():
    assert "runner.postScriptGC" in config._config_options_template, "Streamlit has no runner.postScriptGC any more"
    assert config.get_option("runner.postScriptGC") is False


def test_what_is_there_at_the_start_is_warm_and_out_of_the_collectors_sight():
    called = []

    async def live() -> int:
        async with warmed("pages", ready=lambda: called.append(1))(None):
            return gc.get_freeze_count()

    try:
        assert run(live()) > 100_000 and called == [1]
    finally:
        gc.unfreeze()


HEAPS = """
import ctypes, threading
from serving.start import one_heap
libc = ctypes.CDLL(None)
assert one_heap()
held = []
def take():
    for _ in range(200):
        held.append(bytes(5_000))
    ready.wait()
ready = threading.Barrier(9)
threads = [threading.Thread(target=take) for _ in range(8)]
[t.start() for t in threads]
ready.wait()
libc.fopen.restype = ctypes.c_void_p
file = libc.fopen(b"/dev/stdout", b"w")
libc.malloc_info(0, ctypes.c_void_p(file))
libc.fclose(ctypes.c_void_p(file))
"""


def test_all_threads_share_one_heap():
    """With eight threads that take memory at the same time; another C library has one heap anyway, and is left alone."""
    if platform.libc_ver()[0] != "glibc":
        assert not one_heap()
        return
    said = subprocess.run([sys.executable, "-c", HEAPS], capture_output=True, text=True, check=True, cwd=servers.ROOT).stdout
    assert said.count("<heap nr=") == 1


def test_nobody_waits_for_what_is_done_beside():
    """The server answers while it runs; what fails there does not stop it."""
    goes, done = threading.Event(), threading.Event()

    def beside() -> None:
        goes.wait(20)
        done.set()
        raise ZeroDivisionError

    async def live() -> bool:
        async with warmed(ready=lambda: None, beside=beside)(None):
            before = done.is_set()
            goes.set()
            return before or not await asyncio.to_thread(done.wait, 20)

    try:
        assert run(live()) is False
    finally:
        gc.unfreeze()


def test_the_door_names_its_pages_from_the_first_visit_on(monkeypatch):
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    warmed("serving", ready=lambda: None)
    assert PagesManager("app.py").uses_pages_directory is False


def test_content_that_does_not_load_does_not_stop_the_server(caplog):
    async def live() -> None:
        async with warmed(ready=lambda: 1 / 0)(None):
            pass

    try:
        run(live())
    finally:
        gc.unfreeze()
    assert "ZeroDivisionError" in caplog.text and "benefits check" in caplog.text


def test_an_answer_does_not_wait_for_the_next_packet():
    """TCP_NODELAY on accepted sockets: without it each answer waits 40 ms, or a round trip, for an acknowledgement."""
    async def app(scope, receive, send):
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    server = uvicorn.Server(uvicorn.Config(app, port=servers.free_port(), lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        line = http.client.HTTPConnection("127.0.0.1", server.config.port, timeout=10)
        line.request("GET", "/")
        line.getresponse().read()
        accepted = [c.transport.get_extra_info("socket") for c in server.server_state.connections]
        assert accepted and all(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for s in accepted)
        line.close()
    finally:
        server.should_exit = True
        thread.join(20)


# --- in a real browser --------------------------------------------------------------------------------------------

@pytest.mark.browser
def test_a_whole_journey_leaves_no_answer_anywhere(browser, tmp_path):
    port, before = servers.free_port(), time.time()
    with (tmp_path / "log").open("w") as log, servers.serving(servers.uvicorn(port), port, log=log) as (address, process):
        context = browser.new_context(viewport=PHONE, locale="zh-CN")
        page = context.new_page()
        asked, complaints, titles = [], [], []
        page.on("request", lambda r: asked.append(r.url))
        page.on("websocket", lambda s: asked.append(s.url))
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("framenavigated", lambda f: asked.append(f.url))
        page.goto(address)
        seen = journey.walk(page, each=lambda: titles.append(page.title()))
        assert len(seen) > 5 and journey.shown(page)
        held = [os.readlink(f"/proc/{process}/fd/{fd}") for fd in os.listdir(f"/proc/{process}/fd") if _writes(process, fd)]
        context.close()
    urls = [urlsplit(url.removeprefix("blob:")) for url in asked if not url.startswith("data:")]
    assert {url.hostname for url in urls} == {"127.0.0.1"}
    assert not any(url.query or url.fragment for url in urls) and not any(journey.BORN in url for url in asked)
    assert not any(journey.BORN in title for title in titles) and all("幸福清单" in title for title in titles)
    assert not [text for text in complaints if "Content Security Policy" in text], complaints
    assert (tmp_path / "log").read_text() == ""
    assert set(held) <= {str(tmp_path / "log")}
    kept = [f for folder in ("", ".streamlit", "pages", "benefits", "content", "serving", "examples")
            for f in (servers.ROOT / folder).glob("*") if f.is_file() and f.stat().st_mtime > before]
    assert not kept


def _writes(process: int, fd: str) -> bool:
    """Whether the server holds a file of the disk open for writing."""
    try:
        flags = re.search(r"flags:\s*(\d+)", Path(f"/proc/{process}/fdinfo/{fd}").read_text())
        return Path(f"/proc/{process}/fd/{fd}").is_file() and int(flags[1], 8) & os.O_ACCMODE != os.O_RDONLY
    except FileNotFoundError:
        return False


@pytest.mark.browser
def test_streamlit_run_works_too(browser):
    port = servers.free_port()
    with servers.serving(servers.streamlit("app.py", port), port) as (address, _):
        page = browser.new_page(viewport=PHONE)
        page.goto(address)
        journey.rested(page)
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
        before = journey.shown(page)
        journey.answer(page, unsure=False)
        journey.point(page, journey.PRIMARY)
        journey.changed(page, before)
        page.close()
