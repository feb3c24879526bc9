"""Wrong edits in acts.yaml, time.yaml, plan.yaml and in a calculator are refused with file, line and what to write."""

from __future__ import annotations

import shutil

import pytest

from benefits import content
from benefits.content import load
from benefits.yaml_reader import ContentError


@pytest.mark.parametrize("name,old,new,said", [
    ("acts.yaml", "fact: family_doctor_signed", "fact: family_doctor", "是不是 family_doctor_signed"),
    ("acts.yaml", "from: [none, dibian], to: dibao", "from: [none, dibian], to: dibo", "没有“dibo”这个答案"),
    ("acts.yaml", "from: [0], to: 1", "from: [0], to: true", "没有“True”这个答案"),
    ("acts.yaml", "department: 市总工会", "department: 总工会", "是不是 市总工会"),
    ("acts.yaml", "  law: 13.1「一名家庭签约责任医生联系」\n", "", "少写了出处"),
    ("acts.yaml", "of: person\n  sets: [{fact: family", "of: family\n  sets: [{fact: low_income_rural, from: [false], to: true}, {fact: family", "对不上"),
    ("acts.yaml", "from: [false], to: true}]\n  sensible_when: {meets: difficult}", "to: true}]\n  sensible_when: {meets: difficult}", "要写 from"),
    ("acts.yaml", "sensible_when: {meets: difficult}", "sensible_when: {meets: dificult}", "是不是 difficult"),
    ("time.yaml", "fact: months_over_limit\n", "fact: months_over\n", "没有“months_over”这个情况"),
    ("time.yaml", "{fact: graduating_year, from", "{fact: age, from", "不会随时间变"),
    ("plan.yaml", "fact: deferral_certificate", "fact: deferral_certificat", "是不是 deferral_certificate"),
    ("plan.yaml", "step: 100", "step: hundred", "要写一个整数"),
    ("benefits/hiring-loan.yaml", "counted: people", "counted: persons", "没有“persons”这个界限或标准"),
    ("benefits/employer-disabled-excess.yaml", "part_of: staff", "part_of: staf", "是不是 staff"),
])
def test_a_wrong_edit_is_refused_with_its_line(tmp_path, name, old, new, said):
    folder = tmp_path / "content"
    shutil.copytree(content.FOLDER, folder)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load(folder)
    assert any(p.startswith(f"content/{name}:") and said in p for p in caught.value.problems), caught.value.problems
