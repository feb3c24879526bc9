"""The measuring script runs, and what does not depend on the machine holds: bytes before the first question, no errors, no chart
and no fonts on the way there."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from .servers import ROOT


@pytest.mark.browser
def test_the_first_question_is_light_and_residents_get_through(chromium):
    done = subprocess.run([sys.executable, "-m", "tests.bench_web", "--quick"], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    result = json.loads((ROOT / "build" / "bench_web_quick.json").read_text(encoding="utf-8"))
    ours, hello = result["cold"]["ours"], result["cold"]["hello"]
    assert 300_000 < ours["bytes"] < 1_000_000 < hello["bytes"]
    assert 0 < ours["first_paint"] < ours["first_press"] <= ours["first_question"] and ours["next_question"] > 0
    crowd = result["one_process"]
    assert crowd["errors"] == 0, crowd["error_kinds"]
    assert crowd["interactions"] > 5 and 0 < crowd["p50_ms"] <= crowd["p95_ms"]
    assert "第一题" in done.stdout
