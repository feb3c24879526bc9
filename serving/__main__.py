"""`python -m serving free PORT` before the server starts, `python -m serving ready PORT [PATH]` beside it: one line in Chinese."""

from __future__ import annotations

import socket
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

SECONDS = 120


def free(port: int) -> str:
    """What to do when the port is taken; nothing when it is free."""
    with socket.socket() as taken:
        taken.settimeout(1)
        busy = taken.connect_ex(("127.0.0.1", port)) == 0
    return f"{port} 号端口已经有程序在用。换一个：make run PORT={port + 1}" if busy else ""


def ready(port: int, path: str = "") -> str:
    """Waits until the server answers. path: the page to open."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                return f"幸福清单开好了，请在浏览器里打开：http://localhost:{port}{path}（按 Ctrl+C 关掉）"
        except (URLError, OSError):
            time.sleep(0.2)
    return f"等了 {SECONDS} 秒，幸福清单还没开好。请看上面的提示。"


if __name__ == "__main__":
    if sys.argv[1] == "free":
        sys.exit(free(int(sys.argv[2])) or 0)
    print(ready(int(sys.argv[2]), *sys.argv[3:]), flush=True)
