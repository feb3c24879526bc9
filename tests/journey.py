"""A resident in a real browser who answers whatever is asked, by what a page shows and not by what a question says."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

MAIN = "[data-testid=stMain]"
PRIMARY = f"{MAIN} button[kind^=primary]"
UNSURE, NOBODY = "不清楚", re.compile(r"^\s*都[没不]")
BORN = "1943"  # typed wherever something is to be typed


def rested(page: Any, seconds: float = 30) -> None:
    """Waits until the run is over and everything is drawn."""
    until, still = time.monotonic() + seconds, 0
    while still < 3:
        if time.monotonic() > until:
            raise AssertionError("the page does not come to rest")
        page.wait_for_timeout(80)
        still = still + 1 if page.evaluate(f"""() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
            && !!document.querySelector('{MAIN} h1') && !document.querySelector('[data-stale=true]')""") else 0


def heading(page: Any) -> str:
    return page.locator(f"{MAIN} h1").first.inner_text()


def shown(page: Any) -> str:
    return page.locator(MAIN).inner_text()


def point(page: Any, selector: str) -> None:
    """A real press on the first visible match, without waiting for anything afterwards."""
    page.locator(f"{selector}:visible").first.click(no_wait_after=True)


def answer(page: Any, unsure: bool = True) -> None:
    """Gives every question on the page an answer: 不清楚 or the last one, or (unsure=False) the first one."""
    place, typed = -1 if unsure else 0, False
    boxes = page.locator(f"{MAIN} [data-testid=stCheckbox]:visible")
    escape = unsure and boxes.filter(has_text=UNSURE).count()
    for box in page.locator(f"{MAIN} input[type=text]:visible, {MAIN} input[type=number]:visible").all():
        if not box.get_attribute("aria-haspopup") and not box.get_attribute("aria-autocomplete") and not escape:
            box.fill("1" if box.get_attribute("type") == "number" else BORN)
            box.press("Tab")
            typed = True
    for picker in page.locator(f"{MAIN} [data-testid=stSelectbox]:visible").all():
        picker.locator("input").click()
        page.locator("[role=option]").nth(place).click()
    for group in page.locator(f"{MAIN} [role=radiogroup]:visible").all():
        if not group.locator("input:checked").count():
            group.locator("label").nth(place).click()
    if boxes.count() and not typed and not boxes.locator("input:checked").count():
        wanted = [boxes.filter(has_text=word) for word in ((UNSURE, NOBODY) if unsure else (NOBODY, UNSURE))]
        for box in next((w for w in wanted if w.count()), boxes.last).all():  # each list on the page has one
            box.locator("label").click()


def walk(page: Any, most: int = 80, each: Callable[[], Any] = lambda: None) -> list[str]:
    """From the start page to the results, `each` called on every page; the headings on the way. Raises
    AssertionError when it does not get there."""
    seen = []
    for _ in range(most):
        rested(page)
        seen.append(heading(page))
        each()
        if page.url.split("?")[0].split("#")[0].endswith("/results"):
            return seen
        before = shown(page)
        for unsure in (len(seen) > 5, len(seen) <= 5):  # first who and where, then 不清楚; the other where that is refused
            answer(page, unsure)
            rested(page)
            point(page, PRIMARY)
            changed(page, before)
            rested(page)
            if not page.locator("[data-testid=stAlertContentError]").count():
                break
        else:
            raise AssertionError(f"every answer to {seen[-1]!r} is refused")
    raise AssertionError(f"no results after {most} pages: {seen}")


def changed(page: Any, before: str, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while shown(page) == before:
        if time.monotonic() > until:
            raise AssertionError(f"nothing happened after {heading(page)!r}")
        page.wait_for_timeout(60)
