"""The first visit of a phone that has nothing of us yet, in a real Chromium.

What is measured, from the moment the address is opened:

- first paint: the first words on the screen (First Contentful Paint).
- first press: the first thing on the page that can be pressed.
- first question: the first question to be answered by choosing or typing, on the screen. The start page with its buttons comes
  before it: its main button is pressed the moment the page is at rest, so the time holds both pages and the way between them.
- next question: from the press on 继续 under the first question to the next one on the screen.
- bytes: everything received until the page of the first question is at rest, with all that was begun before; frames of the
  websocket included.
"""

from __future__ import annotations

import base64
import time
from typing import Any

from tests.journey import MAIN, PRIMARY, answer, heading, point, rested

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
SLOWDOWN = 4

WATCH = f"""(() => {{
  const seen = window.benchSeen = {{}};
  const marks = {{press: 'button, label', question: ['Radio', 'Checkbox', 'TextInput', 'NumberInput', 'Selectbox', 'ButtonGroup']
    .map(name => `[data-testid=st${{name}}]`).join()}};
  const shown = e => {{  // on the screen, with nothing over it
    const r = e.getBoundingClientRect(), x = r.left + r.width / 2, y = Math.min(r.top + r.height / 2, innerHeight - 1);
    const top = r.width && r.height && r.top < innerHeight && document.elementFromPoint(x, y);
    return top && (e.contains(top) || top.contains(e)) && !top.closest('#first');
  }};
  const words = main => [...main.querySelectorAll('h1, h2, [role=radiogroup], legend')].map(e => e.innerText).join('|');
  addEventListener('click', event => {{
    const main = document.querySelector('{MAIN}');
    if (seen.question && event.target.closest('button')) window.benchPress = {{at: event.timeStamp, words: words(main)}};
  }}, true);
  (function look() {{
    const main = document.querySelector('{MAIN}');
    if (main) {{
      for (const [name, css] of Object.entries(marks))
        if (!(name in seen) && [...main.querySelectorAll(css)].some(shown)) seen[name] = performance.now();
      const button = document.querySelector('{PRIMARY}');
      if (!seen.question && !seen.begun && button && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning') {{
        seen.begun = performance.now();
        button.click();
      }}
      const press = window.benchPress;
      if (press && !press.took && words(main) !== press.words && main.querySelector('h1')) press.took = performance.now() - press.at;
    }}
    requestAnimationFrame(look);
  }})();
}})()"""


def visit(browser: Any, address: str, throttled: bool) -> dict[str, float]:
    """One cold visit up to the second question; times in seconds. Raises RuntimeError when a step does not come."""
    context = browser.new_context(**PHONE, locale="zh-CN")
    try:
        page = context.new_page()
        network = context.new_cdp_session(page)
        received, waiting = _count(network)
        if throttled:
            network.send("Network.emulateNetworkConditions", NETWORK)
            network.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        page.add_init_script(WATCH)
        page.goto(address, wait_until="commit")
        _until(page, "window.benchSeen && benchSeen.question", 150)
        seen = page.evaluate("benchSeen")
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null")
        rested(page)
        _quiet(page, waiting)
        bytes_ = sum(received)
        answer(page, unsure=False)
        rested(page)  # a choice in hello starts a run of its own: a press in the middle of it gets lost
        before = heading(page)
        point(page, PRIMARY)
        _until(page, "window.benchPress && benchPress.took", 60)
        took = page.evaluate("benchPress.took")
        if page.locator("[data-testid=stAlertContentError]").count():
            raise RuntimeError(f"an answer to {before!r} was refused")
        return {"bytes": bytes_, "first_paint": paint / 1000, "first_press": seen.get("press", seen["question"]) / 1000,
                "first_question": seen["question"] / 1000, "next_question": took / 1000}
    finally:
        context.close()


def _count(network: Any) -> tuple[list[int], set[str]]:
    """Bytes received, growing, and the requests still under way."""
    received: list[int] = []
    waiting: set[str] = set()
    network.send("Network.enable")
    network.on("Network.requestWillBeSent", lambda e: waiting.add(e["requestId"]))
    network.on("Network.loadingFailed", lambda e: waiting.discard(e["requestId"]))

    def finished(event: dict) -> None:
        waiting.discard(event["requestId"])
        received.append(int(event["encodedDataLength"]))

    def framed(event: dict) -> None:
        response = event["response"]
        received.append(len(base64.b64decode(response["payloadData"])) if response["opcode"] == 2 else len(response["payloadData"]))

    network.on("Network.loadingFinished", finished)
    network.on("Network.webSocketFrameReceived", framed)
    return received, waiting


def _quiet(page: Any, waiting: set[str], seconds: float = 30) -> None:
    """Waits until nothing has been under way for half a second."""
    until, still = time.monotonic() + seconds, 0
    while still < 5 and time.monotonic() < until:
        page.wait_for_timeout(100)
        still = 0 if waiting else still + 1


def _until(page: Any, condition: str, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not page.evaluate(f"!!({condition})"):
        if time.monotonic() > until:
            raise RuntimeError(f"did not come within {seconds} seconds: {condition}")
        page.wait_for_timeout(50)
