"""content/ loads, accounts for the document, and refuses wrong edits with file, line and a suggestion."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from benefits import content
from benefits.content import load
from benefits.ledger import ledger, unaccounted
from benefits.quotes import citations, unverified
from benefits.yaml_reader import ContentError

BOOK = load()


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "content"
    shutil.copytree(content.FOLDER, folder)
    return folder


def edit(folder: Path, name: str, old: str, new: str) -> int:
    """Replaces one place; returns the line of it."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old} is not in {name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[:text.index(old)].count("\n") + 1


def problems(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(folder)
    return caught.value.problems


def test_every_kind_of_income_has_its_words(copy):
    edit(copy, "facts.yaml", "{value: home_processing, label: 来料加工收入,", "{value: home_work, label: 来料加工收入,")
    assert any("home_processing" in p for p in problems(copy))


def test_counts():
    units = [b.unit for b in BOOK.benefits.values()]
    assert (len(units), units.count("organisation")) == (90, 12)


def test_nothing_is_unaccounted_for():
    assert unaccounted(BOOK) == []
    entries = ledger(BOOK)
    assert len(entries) == 140 and all(e.note for e in entries)


def test_a_forgotten_sentence_and_a_stray_row_are_seen():
    row = BOOK.benefits["newcomer-relief"]
    without = replace(BOOK, benefits={**BOOK.benefits, row.id: row.model_copy(update={"sentences": ("26.4",)})})
    assert any("26.5" in p for p in unaccounted(without))
    stray = replace(BOOK, benefits={**BOOK.benefits, row.id: row.model_copy(update={"sentences": ("99.1",)})})
    assert any(row.id in p for p in unaccounted(stray))
    fewer = {k: v for k, v in BOOK.sentences.items() if k != "10.1"}
    assert any("126" in p for p in unaccounted(replace(BOOK, sentences=fewer)))


def test_quotations_were_compared_with_the_document():
    assert unverified(BOOK) == []
    assert sum(1 for _ in citations(BOOK)) > 300


def test_a_changed_quotation_is_seen(copy):
    edit(copy, "benefits/old-age-allowance.yaml", "每人每月50元", "每人每月60元")
    assert unverified(load(copy))


@pytest.mark.parametrize(("name", "old", "new", "says"), [
    ("benefits/old-age-allowance.yaml", "meets: advanced_age", "meets: advanced_ages", "advanced_age"),
    ("benefits/old-age-allowance.yaml", "{fact: age, at_least: 100}", "{fact: aeg, at_least: 100}", "age"),
    ("benefits/old-age-allowance.yaml", "{fact: age, at_least: 100}", "{fact: age}", "没有写界限"),
    ("benefits/old-age-allowance.yaml", "{fact: age, at_least: 100}", "{fact: age, at_least: hundred}", "hundred"),
    ("benefits/old-age-allowance.yaml", "{fact: age, at_least: 100}", "{fact: age, is: 100}", "at_least"),
    ("benefits/old-age-allowance.yaml", "pays: 500", "pays: no", "加引号"),
    ("benefits/old-age-allowance.yaml", "basis: exact", "bases: exact", "basis"),
    ("benefits/old-age-allowance.yaml", "order: ", "order: x", "整数"),
    ("benefits/old-age-allowance.yaml", "sentences: ['5.4']", "sentences: [5.4]", "加引号"),
    ("benefits/old-age-allowance.yaml", "sentences: ['5.4']", "sentences: ['5.44']", "sentences"),
    ("benefits/tekun-care.yaml", "'3.2', '3.3'", "'3.2', '3.33', '3.3'", "3.3"),
    ("benefits/old-age-allowance.yaml", "unit: person", "unit: persons", "person"),
    ("benefits/old-age-allowance.yaml", "period: month", "period: monthly", "month"),
    ("benefits/old-age-allowance.yaml", "unit: person", "unit: person\nunit: person", "两遍"),
    ("benefits/old-age-allowance.yaml", "id: old-age-allowance", "id: old-age", "文件名"),
    ("benefits/dibao-allowance.yaml", "minus: [dibao_standard", "minus: [dibao_standart", "dibao_standard"),
    ("benefits/dibao-allowance.yaml", "{some_member: {fact: assistance, is: dibao}, law", "{fact: assistance, is: dibao, law", "some_member"),
    ("benefits/dibao-allowance.yaml", "is: dibao}", "is: dibo}", "dibao"),
    ("benefits/dibao-allowance.yaml", "may_overlap: child_and_dibao", "may_overlap: child_dibao", "child_and_dibao"),
    ("definitions.yaml", "{fact: age, less_than: 18}", "{fact: age, less_than: 018}", "018"),
    ("parameters.yaml", "area: wenzhou", "area: wenzho", "wenzhou"),
    ("parameters.yaml", "from: 2023-10-01", "from: 2023-13-01", "日期"),
    ("benefits/rent-subsidy.yaml", "  asking: {text", "  asks: {text", "asks"),
    ("benefits/rent-subsidy.yaml", "law: 11.1「加大对申请家庭」}", "law: 11.11「加大对申请家庭」}", "11.11"),
    ("benefits/dibian-recognition.yaml", "value: dibian}", "value: dibain}", "dibain"),
    ("policy.yaml", "  市民政局: 乡镇（街道）救助窗口\n", "", "市民政局"),
    ("policy.yaml", "ends: 2025-12-31", "ends: 2025-12-31\nextended: true", "extended"),
])
def test_a_wrong_edit_is_refused_with_file_line_and_suggestion(copy, name, old, new, says):
    line = edit(copy, name, old, new)
    found = problems(copy)
    assert any(p.startswith(f"content/{name}:") and abs(int(p.split(":")[1]) - line) <= 2 and says in p for p in found), found


def test_a_condition_without_a_source_is_refused(copy):
    edit(copy, "benefits/tekun-living.yaml", ", law: 3.1「特困人员基本生活保障标准」", "")
    assert any("没写出处" in p for p in problems(copy))


def test_our_own_assumption_never_refuses(copy):
    """The same condition, once from the document and once ours: ours lowers to possible, never to ineligible."""
    from benefits.screen import determine
    data = {"members": [{"id": "p1", "relation": "self", "age": 30, "hukou": "lucheng", "assistance": "none"}]}
    status = {d.benefit.id: d.status for d in determine(data, "2025-06-01").determinations}
    assert status["tekun-living"] == "ineligible"
    edit(copy, "benefits/tekun-living.yaml", "law: 3.1「特困人员基本生活保障标准」", "assumed: 我们推断的")
    found = next(d for d in determine(data, "2025-06-01", None, load(copy)).determinations if d.benefit.id == "tekun-living")
    assert found.status == "possible"
    assert found.missing == []
    assert [r.origin for r in found.reasons if r.fact == "assistance"] == ["assumed"]


def test_our_own_assumption_may_not_hide_behind_not(copy):
    edit(copy, "benefits/tekun-living.yaml", "eligible_when: {fact: assistance, is: tekun, law: 3.1「特困人员基本生活保障标准」}",
         "eligible_when: {not: {fact: assistance, is: none}, assumed: 推断}")
    assert any("不能放在 not 里" in p for p in problems(copy))


def test_extending_the_term_is_one_line(copy):
    from benefits.screen import determine
    data = {"members": [{"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng"}]}
    assert not determine(data, "2026-06-01").in_force
    edit(copy, "policy.yaml", "ends: 2025-12-31", "ends: 2027-12-31")
    assert determine(data, "2026-06-01", None, load(copy)).in_force


def test_changing_an_amount_is_one_file(copy):
    from benefits.screen import determine
    data = {"members": [{"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng"}]}
    edit(copy, "benefits/old-age-allowance.yaml", "pays: 50}", "pays: 80}")
    found = next(d for d in determine(data, "2025-06-01", None, load(copy)).determinations if d.benefit.id == "old-age-allowance")
    assert found.annual == (960, 960)


def test_adding_a_benefit_is_one_file(copy):
    from benefits.screen import determine
    (copy / "benefits" / "try-benefit.yaml").write_text("""\
id: try-benefit
order: 9990
name: 试一项
plain: 试一项
summary: 试一项。
gives: 试一项。
unit: person
sentences: ['5.4']
quote: 5.4「市区户口」
departments: [市民政局]
eligible_when: {fact: age, at_least: 70, law: 5.4「老年人」}
amount: 10
basis: exact
period: year
pays: cash
""", encoding="utf-8")
    found = determine({"members": [{"id": "p1", "relation": "self", "age": 70, "hukou": "taishun"}]}, "2025-06-01", None, load(copy))
    assert next(d for d in found.determinations if d.benefit.id == "try-benefit").annual == (10, 10)


def test_somebody_can_tell_every_fact():
    for fact in BOOK.facts.values():
        if fact.of == "person" and fact.type in ("bool", "choice", "int", "number", "choices"):
            assert fact.tell or fact.derived or fact.topic == "people", fact.id


def test_a_question_about_what_one_and_the_same_cannot_tell_says_itself_whom_to_ask():
    def places(fact: str) -> set[str]:
        return {part.removeprefix("或").lstrip("问看") for part in re.split("[，、]", BOOK.facts[fact].tell)}
    for q in BOOK.questions.values():
        apart = {o.part for o in q.options if o.part}  # of two parts the one that is open says it
        if not q.tell and not apart and q.facts and any(BOOK.facts[f].tell for f in q.facts):
            assert set.intersection(*map(places, q.facts)), q.id


def test_no_text_puts_bold_next_to_chinese_punctuation():
    for path in content.FOLDER.rglob("*.yaml"):
        assert "**" not in path.read_text(encoding="utf-8"), path
