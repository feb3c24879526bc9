"""The pictures of README.md: `make screenshots`. Drives the app in a browser, every person in it invented; writes docs/*.png with
few colours, so that all of them together stay small."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from benefits.content import load
from tests.bench_desk import invented
from tests.conftest import find_chromium
from tests.journey import MAIN, PRIMARY, answer, heading, point, rested
from tests.servers import free_port, serving, uvicorn
from tests.test_board_pages import choose

DOCS = Path(__file__).resolve().parent.parent / "docs"
PHONE, SCREEN = (390, 844), (1280, 800)
COLOURS, MOST = 64, 1_500_000  # of a picture; bytes of all together
HOUSEHOLDS = 60


def main() -> None:
    DOCS.mkdir(exist_ok=True)
    port, sizes = free_port(), {}
    with serving(uvicorn(port), port) as (server, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for name, size, go in SHOTS:
            with opened(browser, size) as page:
                go(page, server)
                rested(page)
                page.wait_for_timeout(400)
                sizes[name] = kept(DOCS / f"{name}.png", page.screenshot())
        browser.close()
    total = sum(sizes.values())
    print("\n".join(f"{name}.png {size:,} 字节" for name, size in sizes.items()), f"\n一共 {total:,} 字节，最多 {MOST:,}")
    if total > MOST:
        raise SystemExit("图太大了")


@contextmanager
def opened(browser: Any, size: tuple[int, int]) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, bypass_csp=True)  # the script looks at the page
    page.set_default_timeout(60_000)
    yield page
    page.close()


def kept(path: Path, shot: bytes) -> int:
    """The picture with few colours; its size in bytes."""
    image = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(path, optimize=True)
    return path.stat().st_size


# --- ways ---------------------------------------------------------------------------------------------------------

def start(page: Any, server: str) -> None:
    page.goto(server)


def question(page: Any, server: str) -> None:
    """Some questions on the way of somebody who asks for themselves."""
    page.goto(server)
    rested(page)
    page.get_by_role("button", name="查自己", exact=True).click()
    for _ in range(6):
        rested(page)
        answer(page, unsure=False)
        rested(page)
        before = heading(page)
        point(page, PRIMARY)
        page.wait_for_function(f"t => document.querySelector('{MAIN} h1')?.innerText !== t", arg=before)
    rested(page)
    page.mouse.wheel(0, -10_000)


def result(page: Any, server: str) -> None:
    page.goto(f"{server}/demo")
    rested(page)
    page.locator("[class*=st-key-demo-] button").first.click()
    page.wait_for_function(f"document.querySelector('{MAIN} h1')?.innerText.startsWith('样例')")


def desk(page: Any, server: str) -> None:
    """A roster of invented households, the table with whom to see first."""
    page.goto(f"{server}/desk")
    rested(page)
    page.get_by_role("button", name="把名册放进来", exact=True).click()
    rested(page)
    places = page.locator("[data-testid=stFileUploader] input[type=file]")
    for n, (name, data) in enumerate(invented(load(), HOUSEHOLDS).values()):
        places.nth(n).set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
        page.get_by_text(name).first.wait_for()
        rested(page)
    page.get_by_role("button", name="读进来", exact=True).click()
    page.get_by_text(f"放进来 {HOUSEHOLDS} 户").first.wait_for()
    rested(page)
    page.get_by_role("button", name="回到住户表", exact=True).click()
    page.locator("[class*=st-key-open]").first.wait_for()
    page.get_by_text("正在算").wait_for(state="detached")
    rested(page)


def board(page: Any, server: str, part: str = "register", below: str = "[data-testid=stPlotlyChart]") -> None:
    page.goto(f"{server}/board?part={part}")
    page.locator(below).first.wait_for()
    rested(page)
    top = page.locator(below).first.bounding_box()["y"]
    page.locator(MAIN).evaluate("(main, to) => main.scrollBy(0, to)", top - 220)


def what_if(page: Any, server: str) -> None:
    """80 yuan a month instead of 50 for those of 80 to 89."""
    page.goto(f"{server}/board?part=whatif")
    rested(page)
    choose(page, "哪一项", "高龄津贴")
    rested(page)
    page.locator("[class*=st-key-board-place] label", has_text="给 50 元/月").first.click()
    rested(page)
    page.get_by_role("textbox", name="改成多少").fill("80")
    page.get_by_role("button", name="改了算一算", exact=True).click()
    page.get_by_role("heading", name="改前和改后").wait_for()
    rested(page)
    top = page.get_by_role("heading", name="改前和改后").bounding_box()["y"]
    page.locator(MAIN).evaluate("(main, to) => main.scrollBy(0, to)", top - 120)


SHOTS: tuple[tuple[str, tuple[int, int], Callable[[Any, str], None]], ...] = (
    ("start", PHONE, start), ("question", PHONE, question), ("result", PHONE, result), ("desk", SCREEN, desk), ("board", SCREEN, board),
    ("whatif", SCREEN, what_if))

if __name__ == "__main__":
    main()
