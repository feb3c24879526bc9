"""The accuracy report: the fingerprint of the rules, ranges that are kept, what stands in content/accuracy.json."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benefits import model as m
from benefits.content import load
from benefits.report import changed_since, fingerprint, fingerprints, named, report
from tests import long_form
from tests.accuracy import findings
from tests.comparison import merged
from tests.days import every_step
from tests.walk import ROWS, layouts, reads_of, values

BOOK = load()


def with_row(row: str, **changes):
    return replace(BOOK, benefits={**BOOK.benefits, row: BOOK.benefits[row].model_copy(update=changes)})


def test_wording_leaves_the_fingerprint():
    row = BOOK.benefits["old-age-allowance"]
    case = BOOK.benefits["charity-medical-fund"].possible_when[0]
    reworded = [with_row(row.id, name="别的名字", plain="别的说法", notes=("一句",), departments=("市民政局",)),
                with_row("charity-medical-fund", possible_when=(case.model_copy(update={"because": "别的说法"}),
                                                                *BOOK.benefits["charity-medical-fund"].possible_when[1:])),
                replace(BOOK, wording={}, topics={}, sentences={}),
                replace(BOOK, facts={k: f.model_copy(update={"question": "别的问法", "help": "", "ask_when": None}) for k, f in BOOK.facts.items()})]
    assert {fingerprint(book) for book in reworded} == {fingerprint(BOOK)}


def test_a_rule_changes_the_fingerprint_and_is_named():
    before = fingerprints(BOOK)
    age = m.Test(fact="age", at_least=m.Value(number=79))
    assert changed_since(with_row("old-age-allowance", eligible_when=age), before) == ["old-age-allowance"]
    assert changed_since(with_row("old-age-allowance", eligible_when=age.model_copy(update={"general": "一般规定"})),
                         fingerprints(with_row("old-age-allowance", eligible_when=age))) == ["old-age-allowance"]
    later = replace(BOOK, policy=BOOK.policy.model_copy(update={"ends": BOOK.policy.ends.replace(year=2026)}))
    assert changed_since(later, before) == ["policy"] and named(BOOK, "policy、old-age-allowance") == "期限、地区、就高、高龄津贴"
    wage = BOOK.parameters["min_wage"]
    raised = replace(BOOK, parameters={**BOOK.parameters, "min_wage": wage.model_copy(update={"values": wage.values[:-1]})})
    assert changed_since(raised, before) == ["parameters"] and every_step(raised)
    child = BOOK.definitions["child"]
    broken = replace(BOOK, definitions={**BOOK.definitions, "child": child.model_copy(update={"when": age})})
    assert "child-basic-living" in changed_since(broken, before)  # a definition stands in every row that uses it


def test_a_stopped_run_goes_on_where_it_was(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(long_form, "ROOT", tmp_path)
    monkeypatch.setattr(long_form, "folder", lambda: tmp_path / f"{fingerprint(BOOK)[:12]}-code")
    monkeypatch.setattr(long_form, "RANGE", 2)
    monkeypatch.setattr(long_form, "ROWS", {"household-plan": ROWS["household-plan"]})
    whole, rows = long_form.run(6, 1)
    kept = sorted(p.name for p in long_form.folder().iterdir())
    assert kept == ["0000000-0000002.json", "0000002-0000004.json", "0000004-0000006.json", "walk-household-plan.json"]
    assert (whole["households"], rows[0]["walked"]) == (6, rows[0]["space"])
    (long_form.folder() / kept[1]).unlink()
    capsys.readouterr()
    again, _ = long_form.run(6, 1)
    assert "已经比完 4 户" in capsys.readouterr().out
    assert {**again, "seconds": 0} == {**whole, "seconds": 0} and long_form.adopted(long_form.folder())[0] == again
    (tmp_path / "000000000000-code").mkdir()
    with pytest.raises(ValueError, match="不是现在的规则"):
        long_form.adopted(tmp_path / "000000000000-code")


def test_findings_are_counted_and_kept():
    parts = [{"counts": {"households": 1, "eligible": 2, "size 1": 1}, "seconds": 1, "flips": [], "groundless": [], "differences": ["甲"]},
             {"counts": {"households": 1, "ineligible": 3, "size 12": 1}, "seconds": 1, "flips": ["乙"], "groundless": [], "differences": []}]
    total = merged(parts)
    assert (total["households"], total["determinations"], total["difference_count"], total["flip_count"]) == (2, 5, 1, 1)
    assert list(total["sizes"]) == ["1", "12"] and findings({"short": total}) == ["differences: 甲", "flips: 乙"]


def test_a_space_holds_every_category_and_both_sides_of_every_limit():
    assert values("assistance", ()) == [*(o.value for o in BOOK.facts["assistance"].options), None]
    assert values("age", {60}) == [0, 59, 60, 61, None]
    reads = reads_of(BOOK.benefits["dibao-allowance"])
    assert {"hukou", "assistance"} <= reads.any and "per_capita_income" in reads.household
    places = [{v.where for v in space} for space in layouts(BOOK.benefits["newcomer-senior-high"])]
    assert places == [{0, 1}, {0, 1}]  # the pupil first, then second


def test_the_shipped_report_has_no_findings():
    found = report()
    assert found["short"]["households"] >= 2000 and not findings(found)
    assert set(found["areas"]) == set(BOOK.policy.groups["wenzhou"].areas)
    assert set(found["short"]["walk"]["by_row"]) == {b.id for b in BOOK.screened()}
