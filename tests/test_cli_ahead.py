"""plan, whatif, freeze and reopen on the command line: what they print, and how they refuse."""

from __future__ import annotations

import json

import pytest

from benefits.__main__ import main

ELDER, CHILD = "examples/elder-79.json", "examples/disabled-child.json"


def run(capsys, *arguments: str) -> str:
    main(list(arguments))
    return capsys.readouterr().out


def refused(capsys, *arguments: str) -> str:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    assert caught.value.code == 2
    return capsys.readouterr().err


def test_plan_and_calendar(capsys, tmp_path):
    out = run(capsys, "plan", ELDER, "--as-of", "2025-06-01", "--ics", str(tmp_path / "days.ics"))
    assert "申请低边认定" in out and "高龄津贴" in out
    assert (tmp_path / "days.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert "写不了" in refused(capsys, "plan", ELDER, "--as-of", "2025-06-01", "--ics", str(tmp_path / "no" / "days.ics"))
    assert "as_of" in refused(capsys, "plan", ELDER, "--as-of", "2025-6-1")


def test_whatif_and_curve(capsys):
    out = run(capsys, "whatif", CHILD, "--as-of", "2025-06-01", "--set", "p3.disability_certificate=true")
    assert "孤困儿童基本生活保障" in out and "一共多了" in out
    assert "渐退期" in run(capsys, "whatif", CHILD, "--as-of", "2025-06-01", "--curve")
    assert "高龄津贴" in run(capsys, "whatif", ELDER, "--as-of", "2025-06-01", "--on", "2026-06-01")
    assert "没有“p7”这个人" in refused(capsys, "whatif", ELDER, "--as-of", "2025-06-01", "--set", "p7.assistance=dibao")
    for said, why in (("nonsense", "要写成"), ("household.monthly_income=NaN", "NaN 不是数"), ("household.monthly_income=1e" + "9" * 30, "太大"),
                      ("household.monthly_income=" + "[" * 100_000, "太深")):
        assert why in refused(capsys, "whatif", ELDER, "--as-of", "2025-06-01", "--set", said)
    assert "p1.veteran 写了两遍" in refused(capsys, "whatif", ELDER, "--set", "p1.veteran=true", "--set", "p1.veteran=false")
    assert refused(capsys, "whatif", ELDER, "--as-of", "2025-06-01", "--on", "2026-13-01").startswith("on：")


def test_the_curve_is_that_of_the_changed_answers(capsys):
    """--set and --on come before the curve: another place, another standard; a change that cannot be is refused there too."""
    plain = run(capsys, "whatif", CHILD, "--as-of", "2025-06-01", "--curve")
    assert run(capsys, "whatif", CHILD, "--as-of", "2025-06-01", "--curve", "--set", "everyone.assistance=none") != plain
    assert run(capsys, "whatif", CHILD, "--as-of", "2025-06-01", "--curve", "--on", "2032-06-01") != plain
    assert "没有“p7”这个人" in refused(capsys, "whatif", CHILD, "--curve", "--set", "p7.assistance=dibao")


@pytest.mark.parametrize("command", ["", "screen", "plan", "whatif", "freeze", "reopen", "ledger", "quotes", "bulk", "diff", "synth"])
def test_the_help_is_in_chinese(capsys, command):
    with pytest.raises(SystemExit) as done:
        main([*([command] if command else []), "--help"])
    told = capsys.readouterr().out
    assert done.value.code == 0 and told.startswith("用法：python -m benefits") and "看这份说明" in told
    for word in ("usage", "options", "positional", "show this", "FILE", "DATE"):
        assert word not in told


def test_a_day_that_is_empty_is_not_today(capsys):
    for command in ("screen", "plan", "freeze", "whatif"):
        assert refused(capsys, command, ELDER, "--as-of", "").startswith("as_of：")


def test_freeze_and_reopen(capsys, tmp_path):
    file = tmp_path / "kept.json"
    file.write_text(run(capsys, "freeze", ELDER, "--as-of", "2025-06-01"), encoding="utf-8")
    assert json.loads(file.read_text(encoding="utf-8"))["as_of"] == "2025-06-01"
    assert "每一项都和当时一样" in run(capsys, "reopen", str(file))
    assert "每一项都和当时一样" in run(capsys, "reopen", run(capsys, "freeze", ELDER, "--as-of", "2025-06-01", "--code").strip())
    assert refused(capsys, "reopen", "1nonsense")
