"""README.md promises only what there is: every command runs, every file and picture stands, every make target is one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXT = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md", "content/README.md"))
MOST = 1_500_000  # bytes of the pictures


def test_every_command_runs(tmp_path):
    """One after another, as they stand, in an empty folder beside the examples."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    block = next(b for b in re.findall(r"```sh\n(.*?)```", TEXT, re.S) if "python -m benefits" in b)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    lines = [line.split("  #")[0].rstrip() for line in block.splitlines()]
    assert len(lines) > 15
    for line in lines:
        done = subprocess.run(re.sub(r"^python ", f"{sys.executable} ", line), shell=True, cwd=tmp_path, env=env, capture_output=True, text=True)
        assert done.returncode == 0, (line, done.stderr)
    assert (tmp_path / "日历.ics").exists() and (tmp_path / "本月" / "manifest.json").exists()


def test_every_target_file_and_picture_is_there():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert {t for t in re.findall(r"make ([a-z-]+)", TEXT)} <= targets
    for link in re.findall(r"\]\(([^)#:]+)\)", TEXT):
        assert (ROOT / link).exists() or (ROOT / "content" / link).exists(), link
    for path in re.findall(r"`((?:content|tests|deploy|docs)/[\w/.-]+\.\w+)`", TEXT):
        assert (ROOT / path).exists(), path
    assert not re.search(r"^(<<<<<<<|=======|>>>>>>>)", TEXT, re.M)  # two versions of a paragraph, neither chosen
    pictures = list((ROOT / "docs").glob("*.png"))
    assert len(pictures) >= 6 and sum(p.stat().st_size for p in pictures) < MOST
