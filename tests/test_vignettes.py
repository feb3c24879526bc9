"""Stories judged row by row from the document alone; where the engine judges otherwise, the difference is explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from benefits.screen import Screening, as_json, determine
from benefits.yaml_reader import read
from tests.test_cases import BARE, expected_interval, same

FOLDER = Path(__file__).parent / "vignettes"
STORIES = [v for path in sorted(FOLDER.glob("*-*.yaml")) for v in read(path)]
EXPLAINED = {(e["name"], e["row"], e.get("member")): e for e in read(FOLDER / "differences.yaml") or []}


def answered(story) -> Screening:
    return determine({"household": story.get("household") or {}, "members": story["members"]}, str(story["as_of"]), None, BARE)


def differences(story) -> dict:
    """(row, member) → what the engine says, where it is not what the story's judge said."""
    result = as_json(answered(story))
    found = {(d["benefit"], d["member"]): d for d in result["determinations"]}
    out = {}
    for verdict in story["verdicts"]:
        d = found[verdict["row"], verdict.get("member")]
        wrong = [] if d["status"] == verdict["status"] else [d["status"]]
        if not wrong:
            wrong = [d[k] for k in ("annual", "once") if k in verdict and not same(d[k], expected_interval(verdict[k]))]
        if wrong:
            out[verdict["row"], verdict.get("member")] = wrong[0]
    return out


@pytest.mark.parametrize("story", STORIES, ids=[s["name"] for s in STORIES])
def test_vignette(story):
    found = differences(story)
    unexplained = {k: v for k, v in found.items() if (story["name"], *k) not in EXPLAINED}
    assert not unexplained, f"{story['story']}\n{unexplained}"


def test_explanations_are_needed_and_say_why():
    real = {(s["name"], *k) for s in STORIES for k in differences(s)}
    assert set(EXPLAINED) == real
    assert all(e["sentence"] and len(e["because"]) >= 10 for e in EXPLAINED.values())


def test_every_verdict_names_its_sentence():
    assert len(STORIES) >= 60
    assert all(v["sentence"] and v["why"] for s in STORIES for v in s["verdicts"])
    assert all(len(s["story"]) >= 40 for s in STORIES)
