"""What several test files share: the app run the way the server runs it, a Chromium, a server of one's own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from .servers import free_port, serving, uvicorn


@pytest.fixture(autouse=True)
def _by_the_door(request, monkeypatch):
    """AppTest forgets after every run that app.py names its pages itself, and would run pages/*.py without app.py."""
    if "AppTest" not in vars(request.module):
        return
    from streamlit.runtime.pages_manager import PagesManager

    real = PagesManager.__init__

    def init(self, *args, **kwargs):
        real(self, *args, **kwargs)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", init)


def find_chromium() -> str | None:
    """CHROMIUM, then a browser on the PATH, then Playwright's own."""
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = name and shutil.which(name)
        if found:
            return found
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one the browser tests are left out, or fail where CI=true."""
    found = find_chromium()
    if found is None:
        why = "没有找到 Chromium：设 CHROMIUM=路径，或装 chromium，或运行 python -m playwright install chromium"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(why)
        pytest.skip(why)
    return found


@pytest.fixture(scope="session")
def browser(chromium):
    """One Chromium for all browser tests of a process; each opens its own context."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def server() -> str:
    """The address of the app, served the way `make run` serves it. Its security policy forbids eval, which Playwright's
    wait_for_function needs: a page that uses it is opened with bypass_csp=True."""
    port = free_port()
    with serving(uvicorn(port), port) as (address, _):
        yield address
