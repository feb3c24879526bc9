"""Two processes behind nginx with deploy/nginx.conf, on free ports of this machine."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import ROOT, free_port, serving, uvicorn

AROUND = """pid {folder}/nginx.pid;
daemon off;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{site}
}}
"""


def nginx() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def two_processes() -> Iterator[tuple[str, list[int]]]:
    """The address of the proxy and the process numbers behind it."""
    first, second, front = free_port(), free_port(), free_port()
    with serving(uvicorn(first), first) as (_, one), serving(uvicorn(second), second) as (_, two), \
            tempfile.TemporaryDirectory() as folder:
        site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        for there, here in ((":8501", f":{first}"), (":8502", f":{second}"), ("listen 80;", f"listen 127.0.0.1:{front};")):
            if there not in site:
                raise RuntimeError(f"deploy/nginx.conf has no {there}")
            site = site.replace(there, here)
        setting = Path(folder) / "nginx.conf"
        setting.write_text(AROUND.format(folder=folder, site=site), encoding="utf-8")
        with serving([nginx(), "-c", str(setting), "-p", folder], front) as (address, _):
            yield address, [one, two]
