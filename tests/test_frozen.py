"""A kept result: the same under the same content, row by row different under newer, answers carried over or said to be dropped."""

from __future__ import annotations

import json
import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from benefits import content
from benefits.content import load
from benefits.frozen import code, freeze, from_code, migrate, reopen, text
from benefits.household import InputError
from benefits.screen import determine
from benefits.yaml_reader import ContentError
from tests.households import household

DAY = date(2025, 6, 1)
ELDER = {"household": {"residence": "lucheng"},
         "members": [{"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng", "assistance": "dibao", "self_care": "full", "care_setting": "home"}]}


def kept(data=ELDER, day=DAY):
    return json.loads(json.dumps(freeze(data, determine(data, day)), ensure_ascii=False))


@pytest.fixture
def newer(tmp_path):
    """A content folder to change, and the Book of it."""
    folder = tmp_path / "content"
    shutil.copytree(content.FOLDER, folder)

    def change(**edits: tuple[str, str]):
        for name, (old, new) in edits.items():
            path = next(p for p in folder.rglob("*.yaml") if p.stem.replace("-", "_") == name)
            told = path.read_text(encoding="utf-8")
            assert old in told
            path.write_text(told.replace(old, new), encoding="utf-8")
        return load(Path(folder))
    return change


@pytest.mark.parametrize("seed", range(20))
def test_nothing_changed_under_the_same_content(seed):
    data = household(random.Random(seed), load(), known=0.7, most=4)
    one = reopen(from_code(code(kept(data))))
    assert one.same and one.rows == [] and one.notes == [] and "都和当时一样" in text(one)


def test_a_changed_amount_is_shown_row_by_row(newer):
    book = newer(old_age_allowance=("pays: 50}", "pays: 80}"))
    one = reopen(kept(), book)
    assert [(r.benefit, r.member) for r in one.rows] == [("old-age-allowance", "p1")]
    assert "当时能领，一年 600 元；现在能领，一年 960 元" in text(one)


def test_renamed_facts_and_options_are_carried_over(newer):
    old = kept()
    old["answers"]["members"][0]["minzheng"] = old["answers"]["members"][0].pop("assistance")
    old["answers"]["members"][0]["self_care"] = "all_right"
    book = newer(migrations=("[]", "- {fact: minzheng, renamed: assistance}\n- {fact: self_care, value: all_right, becomes: full}"))
    one = reopen(old, book)
    assert one.notes == [] and one.rows == []


def test_what_cannot_be_carried_over_is_said(newer):
    answers = {"household": {"residence": "lucheng", "tax_number": 3},
               "members": [{"id": "p1", "relation": "self", "age": 40, "assistance": "very_poor", "old_question": True}]}
    found, notes = migrate(answers, newer(migrations=("[]", "- {fact: old_question, dropped: 重复了}")))
    assert found["members"] == [{"id": "p1", "relation": "self", "age": 40}]
    assert len(notes) == 3 and "tax_number" in notes[0] and "当作不知道" in notes[1] and "重复了" in notes[2]


def test_a_renamed_benefit_is_the_same_row(newer):
    old = kept()
    for row in old["rows"]:
        row[0] = "elder-money" if row[0] == "old-age-allowance" else row[0]
    assert reopen(old, newer(migrations=("[]", "- {benefit: elder-money, renamed: old-age-allowance}"))).rows == []


def test_a_wrong_migration_is_refused(newer):
    with pytest.raises(ContentError) as caught:
        newer(migrations=("[]", "- {fact: minzheng, renamed: asistance}"))
    assert "migrations.yaml:6" in caught.value.problems[0] and "是不是 assistance" in caught.value.problems[0]


@pytest.mark.parametrize("broken", [None, [], {}, {"answers": 1}, {**kept(), "format": 9}, {**kept(), "as_of": "yesterday"},
                                    {**kept(), "rows": [["x"]]}, {**kept(), "rows": 7}, {**kept(), "rows": [["x", None, "eligible", "1e999999999", "+", None, None, "x"]]},
                                    {**kept(), "answers": {"members": []}}])
def test_what_is_no_kept_result_is_refused(broken):
    with pytest.raises(InputError):
        reopen(broken)


@pytest.mark.parametrize("text", ["", "1AAAA", "hello", "9" * 40])
def test_a_broken_code_is_refused(text):
    with pytest.raises(InputError):
        from_code(text)
