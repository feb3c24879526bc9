"""Servers of one's own for tests and measurements: started on a free port of this machine, waited for, stopped."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def uvicorn(port: int) -> list[str]:
    """The way `make run` starts the app."""
    return [sys.executable, "-m", "uvicorn", "app:app", "--port", str(port), "--log-level", "warning", "--no-access-log"]


def streamlit(script: str, port: int) -> list[str]:
    return [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--server.address", "127.0.0.1",
            "--server.headless", "true", "--browser.gatherUsageStats", "false"]


@contextmanager
def serving(command: list[str], port: int, cwd: Path = ROOT, log: IO | int = subprocess.DEVNULL) -> Iterator[tuple[str, int]]:
    """The address and the process number of a server, once it answers. Raises RuntimeError when it does not start."""
    process = subprocess.Popen(command, cwd=cwd, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                urllib.request.urlopen(address + "/_stcore/health", timeout=2).read()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"did not start: {' '.join(command)}") from None
                time.sleep(0.2)
        yield address, process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
