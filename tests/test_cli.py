"""The command line of the contract: outputs, exit status, one plain line a problem."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

import benefits

ROOT = Path(__file__).resolve().parent.parent
ELDER = {"household": {"residence": "lucheng"},
         "members": [{"id": "p1", "relation": "self", "birth_date": "1943-02-28", "hukou": "lucheng"}]}


def run(*arguments: str, data=None) -> subprocess.CompletedProcess:
    text = data if isinstance(data, str) else None if data is None else json.dumps(data, ensure_ascii=False)
    return subprocess.run([sys.executable, "-m", "benefits", *arguments], input=text, capture_output=True, text=True, cwd=ROOT,
                          encoding="utf-8")


def screened(data, *more) -> dict:
    done = run("screen", "-", "--format", "json", "--as-of", "2025-06-01", *more, data=data)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_contract_example():
    found = screened(ELDER)
    assert (found["policy"], found["as_of"], found["in_force"]) == ("温政发〔2022〕6号", "2025-06-01", True)
    row = next(d for d in found["determinations"] if d["benefit"] == "old-age-allowance")
    assert row["annual"] == {"low": 600, "high": 600} and row["once"] is None and row["basis"] == "exact"
    assert (row["name"], row["clause"], row["member"], row["status"]) == ("高龄津贴", 5, "p1", "eligible")
    assert row["departments"] == ["市民政局", "市人力社保局", "市医疗保障局"]
    assert any((r["fact"], r["member"], r["value"], r["test"], r["holds"]) == ("age", "p1", 82, "满 80 周岁", True)
               for r in row["reasons"])
    assert row["missing"] == [] and row["superseded_by"] is None
    assert set(found["totals"]) == {"cash", "in_kind", "unquantified"}
    assert all(q.split(".")[0] in ("p1", "household") for q in found["next_questions"])


def test_out_of_term_is_said_everywhere():
    done = run("screen", "-", "--format", "json", "--as-of", "2026-06-01", data=ELDER)
    found = json.loads(done.stdout)
    assert found["in_force"] is False and "到期" in found["notes"][0]
    row = next(d for d in found["determinations"] if d["benefit"] == "old-age-allowance")
    assert row["status"] == "eligible" and row["annual"] == {"low": 600, "high": 600}
    assert any("到期" in note for note in row["notes"])
    text = run("screen", "-", "--as-of", "2026-06-01", data=ELDER).stdout
    assert "符合条件，先问还办吗" in text
    assert "项能领" not in text and "● 能领" not in text
    assert text.index("到期") < text.index("高龄津贴")


def test_schema_describes_every_fact_in_chinese_and_accepts_the_examples():
    schema = json.loads(run("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    for part in ("household",):
        for name, fact in schema["properties"][part]["properties"].items():
            assert fact["title"] and fact["description"], name
    for name, fact in schema["properties"]["members"]["items"]["properties"].items():
        assert fact["title"] and fact["description"], name
    for path in sorted((ROOT / "examples").glob("*.json")):
        jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), schema)
    for data in (member(relation=None), member(disability_grade=2), member(birth_date="hello"), {"members": [{"id": "p 1", "relation": "self"}]},
                 {"members": [{"id": "a", "relation": "self"}, {"id": "b", "relation": "self"}]},
                 {**member(), "household": {"income": [{"kind": "wage", "monthly": 1}]}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(data, schema)


def test_ledger():
    done = run("ledger")
    assert done.returncode == 0 and "没有交代的句子：0" in done.stdout
    entries = json.loads(run("ledger", "--format", "json").stdout)
    assert len(entries) == 140
    assert all({"sentence", "kind", "benefits", "note"} <= set(e) and e["kind"] and e["note"] for e in entries)


def test_parameters_replace_the_shipped_ones(tmp_path):
    path = tmp_path / "p.json"
    path.write_text('{"dibao_standard": 1200.5}', encoding="utf-8")
    data = {"household": {"monthly_income": 0}, "members": [
        {"id": "p1", "relation": "self", "age": 40, "hukou": "taishun", "assistance": "dibao"}]}
    row = next(d for d in screened(data, "--parameters", str(path))["determinations"] if d["benefit"] == "dibao-allowance")
    assert row["annual"] == {"low": 14406, "high": 14406}


def member(**facts):
    return {"members": [{"id": "p1", "relation": "self", **facts}]}


@pytest.mark.parametrize(("data", "says"), [
    ("{", "JSON"),
    ("[]", "members"),
    ("{\"members\": [], \"members\": []}", "两遍"),
    ('{"members": [{"id": "p1", "relation": "self", "age": NaN}]}', "NaN"),
    ({}, "members"),
    ({"members": []}, "members"),
    ({"members": [{"id": "p1", "relation": "self"}] * 21}, "20"),
    ({"members": [{"id": "p1", "relation": "self"}, {"id": "p1", "relation": "child"}]}, "p1"),
    ({"members": [{"id": "p1", "relation": "child"}]}, "self"),
    ({"members": [{"id": "p1", "relation": "self"}, {"id": "p2", "relation": "self"}]}, "self"),
    ({"members": [{"relation": "self"}]}, "id"),
    ({"members": [{"id": "330302194405011234", "relation": "self"}]}, "证件号"),
    (member(age=140), "140"),
    (member(age=-1), "-1"),
    (member(age="82"), "82"),
    (member(age=True), "true"),
    (member(age=80.5), "80.5"),
    (member(age=70, birth_date="1943-02-28"), "birth_date"),
    (member(birth_date="1943-02-30"), "1943-02-30"),
    (member(birth_date="2030-01-01"), "2030-01-01"),
    (member(birth_date="1850-01-01"), "1850-01-01"),
    (member(hukou="city_districts"), "city_districts"),
    (member(hukou="luchen"), "lucheng"),
    (member(disability_grade=2), "disability_category"),
    (member(disability_grade=5, disability_category="limb"), "5"),
    (member(tuition_paid=-0.01), "-0.01"),
    (member(veteran="yes"), "yes"),
    (member(agee=3), "age"),
    (member(medical_cost_after_insurance=100, inpatient_special_cost=101), "inpatient_special_cost"),
    ({**member(), "household": {"monthly_income": 100, "income": []}}, "monthly_income"),
    ({**member(), "household": {"monthly_income": 1000001}}, "1000001"),
    ({**member(), "household": {"income": [{"kind": "wage", "monthly": 5}]}}, "member"),
    ({**member(), "household": {"income": [{"kind": "wage", "member": "p9", "monthly": 5}]}}, "p9"),
    ({**member(), "household": {"income": [{"kind": "wag", "member": "p1", "monthly": 5}]}}, "wage"),
    ({**member(), "household": {"income": [{"kind": "wage", "member": "p1", "monthly": 5, "annual": 60}]}}, "annual"),
    ({**member(), "household": {"income": [{"kind": "wage", "member": "p1", "monthly": -5}]}}, "-5"),
    ({**member(), "household": {"housing_group": "lonely_elderly"}}, "列表"),
    ({**member(), "household": {"housing_group": ["lonely"]}}, "lonely_elderly"),
    ({**member(), "people": 3}, "people"),
    (member(birth_date="2020-W01-1"), "2020-W01-1"),
    (member(relation=["self"]), "relation"),
    (member(hukou="a\nb"), "hukou"),
    ('{"members": [{"id": "p1", "relation": "self", "hukou": "\\ud800"}]}', "hukou"),
    ('{"members": [{"id": "\\ud800", "relation": "self"}]}', "id"),
    ('{"members": [{"id": "p1", "relation": "self", "tuition_paid": ' + "9" * 5001 + "}]}", "太长"),
    ('{"members": [{"id": "p1", "relation": "self", "tuition_paid": 1e' + "9" * 30 + "}]}", "太大"),
    ("[" * 100000, "太深"),
    ({**member(), "household": {"income": [{"kind": "other", "member": "p1", "monthly": 1}] * 101}}, "100"),
    ({**member(), "household": {"age": 3}}, "members"),
])
def test_bad_input_is_named(data, says):
    done = run("screen", "-", data=data)
    assert done.returncode == 2 and done.stdout == ""
    assert says in done.stderr and "Traceback" not in done.stderr
    assert "None" not in done.stderr and len(done.stderr.splitlines()) <= 3
    assert all(line.strip() for line in done.stderr.splitlines())


def test_values_only_python_can_hand_over_are_refused_too():
    loop: list = []
    loop.append(loop)
    for value in (loop, 10**6000, float("nan"), Decimal("sNaN"), {1}, b"x"):
        with pytest.raises(benefits.InputError) as caught:
            benefits.screen({"members": [{"id": "p1", "relation": "self", "tuition_paid": value}]}, as_of="2025-06-01")
        assert "tuition_paid" in caught.value.problems[0] and "0 到 1000000" in caught.value.problems[0]


def test_an_output_that_cannot_be_written_is_said():
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, "-m", "benefits", "schema"], stdout=full, stderr=subprocess.PIPE, cwd=ROOT, encoding="utf-8")
    assert (done.returncode, done.stderr) == (2, "输出：写不出去（磁盘满了）\n")


def test_a_directory_is_no_input(tmp_path):
    assert run("screen", str(tmp_path)).stderr == f"输入：“{tmp_path}”读不了（是一个目录）\n"


def test_all_problems_at_once():
    done = run("screen", "-", data={"members": [{"id": "p1", "relation": "self", "age": 140, "veteran": 3, "hukou": "x"}]})
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 3


@pytest.mark.parametrize("arguments", [["screen"], ["screen", "nowhere.json"], ["screen", "-", "--as-of", "2025-6-1"],
                                       ["screen", "-", "--as-of", "today"], ["screen", "-", "--as-of", "2025-W01-1"], ["screen", "-", "--parameters", "nowhere.json"],
                                       ["screem", "-"], ["screen", "-", "--format", "xml"]])
def test_bad_commands_exit_2(arguments):
    done = run(*arguments, data=ELDER)
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr


@pytest.mark.parametrize("text", ['{"dibao_standrd": 1100}', '{"dibao_standard": -1}', '{"dibao_standard": "x"}', "[]", '{"dibao_standard": true}'])
def test_bad_parameters_exit_2(tmp_path, text):
    path = tmp_path / "p.json"
    path.write_text(text, encoding="utf-8")
    done = run("screen", "-", "--parameters", str(path), data=ELDER)
    assert done.returncode == 2 and done.stdout == "" and "parameters" in done.stderr


def test_the_printed_list_can_be_read_out():
    text = run("screen", str(ROOT / "examples" / "family-of-five.json"), "--as-of", "2025-06-01").stdout
    for word in ("幸福清单", "能领", "先做", "牵头", "这次不符合", "文件第", "第", "12345"):
        assert word in text
    assert "None" not in text and "Fraction" not in text
