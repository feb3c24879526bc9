"""One ASGI middleware in front of Streamlit. What each part buys stands beside it; tests/test_shell.py fails by name
when an upgrade of Streamlit moves the thing a part holds on to.

Streamlit serves its own page as `<html lang="en">`, titled Streamlit, empty until 1 MB of script has run, and its 23 MB of
static files uncompressed. It offers no option for any of this.
"""

from __future__ import annotations

import gzip
import json
import mimetypes
import re
from base64 import b64encode
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

STATIC = Path(get_static_dir())
FIRST = Path(__file__).with_name("first.html")
TITLE = "幸福清单"
COMPRESSED = {".js", ".css", ".svg", ".json"}
CLOSED = ("/_stcore/metrics", "/_stcore/agent/")  # tell strangers about the server and its visitors
OWN = ("/_stcore/", "/media/", "/component/", "/app/")  # never the page, even where they answer with HTML (a list to print)

# The widgets of the questionnaire. The browser learns that it needs their scripts only when the first question arrives;
# told beforehand, it fetches them together with the rest: one or two round trips less on the way to the first question.
NEEDED = ("elements/Html/Html.tsx", "widgets/BidiComponent/BidiComponent.tsx", "elements/PageLink/PageLink.tsx",
          "widgets/Button/Button.tsx", "widgets/Radio/Radio.tsx", "widgets/Checkbox/Checkbox.tsx", "widgets/TextInput/TextInput.tsx")

# What Streamlit asks for once its scripts run, before it opens its connection: asked for with the page, it is there by then.
ASKED = ("_stcore/health", "_stcore/host-config")

# Fonts for nothing: 545 KB. Streamlit fetches its icons for every page; now it does so where one is shown that means something,
# and what opens and closes has a drawn arrow. The skip link is the one text drawn before our own font is known, in Source Sans;
# now it is there from the first heading on.
ICONS = """const load = FontFaceSet.prototype.load;
FontFaceSet.prototype.load = function (font, ...rest) {
  return font.includes('Material Symbols') ? Promise.resolve([]) : load.call(this, font, ...rest);
};"""
# Back and Forward within a page: Streamlit would run the page again for each, besides the run that shows the step. Who listens
# first may stop the others, and that must be somebody who is there before Streamlit's scripts.
EARLY = "addEventListener('popstate', event => window.qingdan?.led?.(event));"
STYLE = """body:not(:has(h1)) [data-testid=stSkipToContent] { display: none !important; }
:is(summary, [data-testid=stFileUploaderDropzone]) [data-testid=stIconMaterial] { display: none !important; }
[data-testid=stExpander] summary > :first-child::before { content: ""; display: inline-block; flex: none; width: 0; height: 0;
  margin-inline: .1em .6em; border: .4em solid transparent; border-left-color: currentColor; border-right-width: 0; }
[data-testid=stExpander] [open] > summary > :first-child::before { transform: rotate(90deg); }"""
INLINE = f"{ICONS}\n{EARLY}"
SCRIPT = f"'sha256-{b64encode(sha256(INLINE.encode()).digest()).decode()}'"


@lru_cache(maxsize=64)
def security(host: str) -> dict[str, str]:
    """The headers of every answer under a host name.

    Only our own host, so that no page can send an answer elsewhere; no script that stands in the page but INLINE, so that nothing
    typed can become one. Styles inline: Streamlit's are. blob: is where it loads the scripts of components from. The sockets of
    our host are named because Safari before 15.4 does not count them as 'self'.
    """
    sockets = f" ws://{host} wss://{host}" if re.fullmatch(r"[\w.-]+(:\d+)?", host) else ""
    return {
        "content-security-policy": "; ".join((
            "default-src 'self'", f"script-src 'self' blob: {SCRIPT}", "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:", "font-src 'self' data:", f"connect-src 'self'{sockets}", "worker-src 'self' blob:",
            "object-src 'none'", "base-uri 'self'", "form-action 'self'", "frame-ancestors 'self'")),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
    }


FILE = {"x-content-type-options": "nosniff"}  # all of these that says anything of a script or a style; 600 bytes less on each


class MovedError(RuntimeError):
    """Streamlit no longer has what a part of the shell holds on to."""


class Shell:
    """The middleware: compressed files and our page in place of Streamlit's, security headers on everything."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.files = compressible()
        self.page = page()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path, headers = scope["path"], Headers(scope=scope)
        accepted, safe = headers.get("accept-encoding", ""), security(headers.get("host", ""))
        zipped = "gzip" in accepted
        if path.startswith(CLOSED):
            return await PlainTextResponse("没有这一页", 404, safe)(scope, receive, send)
        if path in self.files and scope["method"] in ("GET", "HEAD"):
            if "br" in accepted and path in SMALLEST:
                return await _answer(path, SMALLEST[path], "br")(scope, receive, send)
            if zipped:
                return await _answer(path, await run_in_threadpool(compressed, path), "gzip")(scope, receive, send)
        replaced = False

        async def dressed(message: Message) -> None:
            nonlocal replaced
            if replaced:
                return
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                found.update(safe)
                html = found.get("content-type", "").startswith("text/html")
                if html and message["status"] == 200 and not path.startswith(OWN):
                    replaced = True
                    return await _page(self.page, zipped, safe)(scope, receive, send)
            await send(message)

        await self.app(scope, receive, dressed)


def _answer(path: str, body: bytes, encoding: str) -> Response:
    """A file with a hash in its name never changes: kept for a year, a second visit fetches nothing."""
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return Response(body, media_type=kind, headers={
        **FILE, "content-encoding": encoding, "vary": "accept-encoding", "cache-control": "public, max-age=31536000, immutable"})


def _page(body: bytes, zipped: bool, safe: dict[str, str]) -> Response:
    headers = {**safe, "cache-control": "no-cache", "vary": "accept-encoding"}
    if zipped:
        headers["content-encoding"] = "gzip"
    return Response(gzip.compress(body) if zipped else body, media_type="text/html", headers=headers)


@cache
def compressible() -> dict[str, Path]:
    """Path to file of Streamlit's scripts and styles."""
    return {f"/{found.relative_to(STATIC).as_posix()}": found for found in sorted((STATIC / "static").rglob("*"))
            if found.suffix in COMPRESSED}


@cache
def compressed(path: str) -> bytes:
    """One of them as it is sent. All together 23 MB become 7, in 0.6 seconds, once: on a slow phone the difference between six
    and fourteen seconds to the first question."""
    return gzip.compress(compressible()[path].read_bytes(), 9, mtime=0)


SMALLEST: dict[str, bytes] = {}


def smallest() -> None:
    """Packs what the first question needs a second time, tighter: 95 KB less than with gzip, half a second on a slow phone. Takes two
    seconds of one processor, so it is done beside; until then a browser gets gzip."""
    for path in announced():
        SMALLEST[path] = brotli.compress(compressible()[path].read_bytes())


def announced() -> list[str]:
    """The path of every script and style the page names."""
    named = re.findall(r'(?:src|href)="\./(static/[^"]+)"', page().decode())
    return [path for path in dict.fromkeys(f"/{name}" for name in named) if path in compressible()]


@cache
def page() -> bytes:
    """Streamlit's index.html with the right language and title, something to read before any script has run, and the
    scripts of the questionnaire announced. Raises MovedError."""
    text = (STATIC / "index.html").read_text(encoding="utf-8")
    asked = "".join(f'<link rel="preload" as="fetch" crossorigin href="./{address}">\n' for address in ASKED)
    for pattern, put in (
            (r'<html lang="en">', '<html lang="zh-CN" translate="no">'),  # screen readers; no offer to translate
            (r"<title>Streamlit</title>", f"<title>{TITLE}</title>"),
            (r"<head>", f"<head>\n{asked}"),  # before the scripts: six requests at a time, in this order
            (r'<link\s+rel="preload"[^>]*as="font"[^>]*>', ""),  # Source Sans has no Chinese: 170 KB for nothing
            (r"<!--\s+Machine-readable.*?-->\s*<link[^>]*openapi\.json[^>]*>", ""),  # closed, see CLOSED
            (r"<script>\s*window\.prerenderReady = false\s*</script>", ""),
            (r"<noscript>.*?</noscript>", ""),  # English; ours stands in first.html
            (r'<div id="root"></div>', f'<div id="root"></div>\n{FIRST.read_text(encoding="utf-8")}'),
            (r"</head>", f"<style>{STYLE}</style>\n<script>{INLINE}</script>\n</head>")):
        text, times = re.subn(pattern, lambda _, put=put: put, text, flags=re.S)  # type: ignore[misc]
        if times != 1:
            raise MovedError(f"{pattern} stands {times} times in Streamlit's index.html, not once")
    link = re.compile(r'\s*<link rel="modulepreload" crossorigin href="\./([^"]+)">')
    own = link.findall(text)
    text = link.sub("", text)
    first = re.findall(r'src="\./(static/js/[^"]+)"', text)
    ahead = "".join(f'<link rel="modulepreload" crossorigin href="./{file}">\n'
                    for file in [*spread(own), *spread([file for file in needed() if file not in {*own, *first}])])
    return text.replace("</head>", f"{ahead}</head>").encode()


def spread(files: list[str]) -> list[str]:
    """An order that keeps a slow line busy. A browser asks for six files at a time; a small one is all waiting, a large one all
    loading: mixed, one loads while the other waits."""
    sizes = {file: (STATIC / file).stat().st_size for file in files}
    left, total, loaded = sorted(files, key=sizes.__getitem__), sum(sizes.values()), 0
    found: list[str] = []
    while left:
        found.append(left.pop(-1 if loaded * len(files) <= len(found) * total else 0))
        loaded += sizes[found[-1]]
    return found


def needed() -> list[str]:
    """The script files of NEEDED with all they import, by Streamlit's own manifest. Raises MovedError."""
    manifest = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
    found: dict[str, None] = {}
    ahead = [f"../lib/src/components/{name}" for name in reversed(NEEDED)]
    while ahead:
        key = ahead.pop()
        if key not in manifest:
            raise MovedError(f"{key} is not in Streamlit's manifest.json")
        if manifest[key]["file"] not in found:
            found[manifest[key]["file"]] = None
            ahead += reversed(manifest[key].get("imports", []))
    return list(found)
