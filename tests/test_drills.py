"""What policy staff do, done on a copy: each is one content file, seen wherever it should be; done wrongly it is refused with file and line."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from benefits.bars import charts
from benefits.bulk import command
from benefits.coming import days
from benefits.content import load
from benefits.interview import Answers, answer, heard, to_ask
from benefits.screen import as_json, determine, words_of
from benefits.timeline import ahead
from benefits.yaml_reader import ContentError
from pages import _rules

DAY = date(2025, 6, 1)
ROOT = Path(__file__).resolve().parent.parent
ELDER = {"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng"}]}
DIBAO = {"household": {"residence": "lucheng", "monthly_income": 0},
         "members": [{"id": "p1", "relation": "self", "age": 40, "hukou": "lucheng", "assistance": "dibao"}]}

ROW = """\
id: birthday-noodles
order: 9990
name: 长寿面
plain: 生日那天的一碗面
summary: 满 80 岁，生日送面。
gives: 每年一次，送一碗面的钱。
unit: person
sentences: ['5.4']
quote: 5.4「市区户口」
departments: [市民政局]
eligible_when: {fact: age, at_least: 80, law: 5.4「80周岁至89周岁的老年人」}
amount: 10
basis: exact
period: year
pays: cash
"""
PARAMETER = """
- id: noodle_price
  label: 一碗面的价钱
  unit: 元
  publisher: 市民政局
  values:
    - {area: wenzhou, from: 2024-01-01, value: 12, confidence: official, source: 试验公告}
"""
STEP = "      note: 没见到市里的原文，各县（市、区）没有逐一核对。此前是1035元，起始日没查到；2024年10月以后有没有再调，没查到。\n"
QUESTIONS = """\
facts:
  - id: call_bell
    of: household
    type: bool
    topic: care
    label: 家里装了呼叫铃
    "yes": 家里装了呼叫铃
    "no": 家里没装呼叫铃
    tell: 自己

topics:
"""
QUESTION = """\
questions:

  - id: bell
    topic: more
    form: one
    always: true
    text: 您家装了呼叫铃吗？
    options:
      - {id: "yes", label: 装了, sets: {call_bell: true}}
      - {id: "no", label: 没装, sets: {call_bell: false}}
"""
DOCUMENT = """\
# 第二份文件：一个文件写全
number: 温试发〔2024〕1号
title: 关于老人助餐的试验办法
mark: 助餐
starts: 2024-07-01
ends: 2027-06-30
sentences:
  - {id: 助餐1.1, opens: 年满80周岁的老年人}
  - {id: 助餐1.2, opens: 各街道要办好食堂, kind: duty, note: 办食堂是街道的事。}
benefits:
  - id: elder-meals
    order: 9991
    name: 助餐补贴
    plain: 老人吃饭的补贴
    summary: 满 80 周岁，每餐补两元。
    gives: 每月补 60 元。
    unit: person
    hukou: any
    sentences: [助餐1.1]
    quote: 助餐1.1「每月补贴60元」
    departments: [市民政局]
    eligible_when: {fact: age, at_least: 80, law: 助餐1.1「年满80周岁」}
    amount: 60
    basis: exact
    period: month
    pays: cash
"""
MEALS_TEXT = "助餐1.1: 年满80周岁的老年人在食堂就餐，每月补贴60元。\n助餐1.2: 各街道要办好食堂。\n"


def put(folder: Path, name: str, *edits: tuple[str, str], new: str = "") -> None:
    """The one file of a drill: places replaced, or the file written anew."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    text = new or path.read_text(encoding="utf-8")
    for old, better in edits:
        assert old in text, f"{old} is not in {name}"
        text = text.replace(old, better, 1)
    path.write_text(text, encoding="utf-8")


DRILLS = {
    "amount": ("benefits/old-age-allowance.yaml", [("pays: 50}", "pays: 80}")], ""),
    "benefit": ("benefits/birthday-noodles.yaml", [], ROW),
    "question": ("questions.yaml", [("topics:\n", QUESTIONS), ("questions:\n", QUESTION)], ""),
    "parameter": ("parameters.yaml", [(STEP, STEP + "    - {area: wenzhou, from: 2025-01-01, value: 1200, confidence: official, source: 试验公告}\n")],
                  ""),
    "document": ("documents/meals.yaml", [], DOCUMENT),
}


@pytest.fixture
def copy(tmp_path):
    return Path(shutil.copytree(ROOT / "content", tmp_path / "content"))


def drilled(copy: Path, name: str):
    file, edits, new = DRILLS[name]
    put(copy, file, *edits, new=new)
    return load(copy)


def row(book, benefit: str, data=ELDER, day="2025-06-01"):
    return next(d for d in determine(data, day, None, book).determinations if d.benefit.id == benefit)


def test_an_amount(copy):
    book = drilled(copy, "amount")
    assert row(book, "old-age-allowance").annual == (960, 960)
    benefit = book.benefits["old-age-allowance"]
    assert "高龄老人：80" in words_of(book).formula(benefit.amount, benefit.limits)  # the rulebook says the new figure too


def test_a_benefit(copy):
    assert row(drilled(copy, "benefit"), "birthday-noodles").annual == (10, 10)
    assert "80周岁至89周岁的老年人" in _rules.conditions(load(copy), load(copy).benefits["birthday-noodles"])


def test_a_benefit_with_a_parameter_of_its_own(copy):
    put(copy, "parameters.yaml", new=(copy / "parameters.yaml").read_text(encoding="utf-8") + PARAMETER)
    put(copy, "benefits/birthday-noodles.yaml", new=ROW.replace("amount: 10", "amount: noodle_price"))
    assert row(load(copy), "birthday-noodles").annual == (12, 12)


def test_a_value_of_a_parameter(copy):
    book = drilled(copy, "parameter")
    found = row(book, "dibao-allowance", DIBAO)
    assert found.annual == (14400, 14400) and not any("可能已调整" in n for n in found.notes)
    assert row(book, "dibao-allowance", DIBAO, "2024-12-31").annual == (13320, 13320)  # the old value keeps its days


def test_a_question(copy):
    book = drilled(copy, "question")
    answers = Answers(data={"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "age": 82}]}, gathered=True)
    screen = next(s for s in to_ask(book, answers, DAY) if s.question is not None and s.question.id == "bell")
    assert screen.question.text == "您家装了呼叫铃吗？"
    answer(book, answers, screen, ["yes"], DAY)
    assert heard(book, answers, DAY).household.facts["call_bell"] is True
    # with a row that hangs on it, the engine asks for it and judges by it
    put(copy, "benefits/birthday-noodles.yaml", new=ROW.replace("{fact: age, at_least: 80,", "{all: [{fact: age, at_least: 80}, {fact: call_bell, is: true}],"))
    load.cache_clear()
    book = load(copy)
    assert row(book, "birthday-noodles").missing == [(None, "call_bell")]
    said = {**ELDER, "household": {"residence": "lucheng", "call_bell": False}}
    assert row(book, "birthday-noodles", said).status == "ineligible"


def test_a_second_document(copy):
    book = drilled(copy, "document")
    found = determine(ELDER, "2026-06-01", None, book)
    meals, allowance = (next(d for d in found.determinations if d.benefit.id == b) for b in ("elder-meals", "old-age-allowance"))
    assert meals.annual == (720, 720) and (meals.document.number, meals.term) == ("温试发〔2024〕1号", "in_force")
    assert any("温试发〔2024〕1号" in n for n in meals.notes) and not any("到期" in n for n in meals.notes)
    assert allowance.term == "expired" and any("到期" in n for n in allowance.notes)  # each by its own term
    later = row(book, "elder-meals", day="2027-07-01")
    assert later.term == "expired" and any("到期" in n for n in later.notes)
    assert row(book, "elder-meals", day="2024-06-30").term == "early"
    ends = {e.day.isoformat(): days(found, [e])[0].why for e in ahead(found)}
    assert ends["2027-07-01"] == "另一份文件（温试发〔2024〕1号）到期，是否延续问部门" and "2026-01-01" not in ends
    written = {d["benefit"]: d for d in as_json(found)["determinations"]}
    assert (written["elder-meals"]["document"], written["elder-meals"]["in_force"]) == ("温试发〔2024〕1号", True)
    assert not {"document", "in_force"} & set(written["old-age-allowance"])  # the contract of the main document
    assert as_json(found)["policy"] == "温政发〔2022〕6号" and as_json(found)["in_force"] is False


def test_months_and_runs_go_by_the_document_of_each_row(copy, tmp_path, monkeypatch):
    book = drilled(copy, "document")

    def months(day: str, only: str) -> list[bool]:
        result = determine(ELDER, day, None, book)
        result.determinations = [d for d in result.determinations if d.benefit.id in only]
        return [bar.marked for bar in next(c for c in charts(result) if c.key == "cash-month").bars]
    assert months("2025-06-01", "elder-meals") == [False] * 12  # its own document goes on to 2027
    assert months("2025-06-01", "elder-meals old-age-allowance") == [False] * 7 + [True] * 5
    assert months("2026-12-01", "elder-meals") == [False] * 7 + [True] * 5
    monkeypatch.setattr(command, "load", lambda: book)
    for day, terms, said in (("2025-06-01", ["in_force", "in_force"], ()), ("2026-06-01", ["expired", "in_force"], ("文件有效到",)),
                             ("2024-06-01", ["in_force", "early"], ("温试发〔2024〕1号：文件从2024年7月1日起施行",))):
        (tmp_path / "p.csv").write_text("户号,和本人的关系,年龄,户籍\n1,本人,82,鹿城\n", encoding="utf-8")
        manifest = command.bulk(tmp_path / "p.csv", None, None, tmp_path / day, day, None)
        assert list(manifest["terms"].values()) == terms and manifest["in_force"] is (terms[0] == "in_force")
        told = command.summary(manifest, tmp_path / day, book)
        assert all(text in told for text in said)
        assert ("能领" in told) is ("expired" not in terms and "early" not in terms)


@pytest.mark.parametrize(("drill", "old", "new", "says"), [
    ("amount", "pays: 80}", "payz: 80}", "pays"),
    ("amount", "pays: 80}", "pays: 8O}", "8O"),
    ("benefit", "{fact: age,", "{fact: aeg,", "是不是 age？"),
    ("benefit", "[市民政局]", "[市民政]", "是不是 市民政局？"),
    ("question", "{call_bell: true}", "{call_bel: true}", "是不是 call_bell？"),
    ("question", "topic: care\n    label: 家里装了", "topic: cares\n    label: 家里装了", "是不是 care？"),
    ("question", "- id: call_bell", "- id: age", "两遍"),
    ("parameter", "from: 2025-01-01, value: 1200", "from: 2025-13-01, value: 1200", "2022-05-01"),
    ("parameter", "from: 2025-01-01, value: 1200", "from: 2025-01-01, valu: 1200", "value"),
    ("document", "eligible_when: {fact: age,", "eligible_when: {fact: aeg,", "是不是 age？"),
    ("document", "quote: 助餐1.1", "quote: 助餐1.3", "助餐1.3"),
    ("document", "sentences: [助餐1.1]", "sentences: ['5.4']", "5.4"),
    ("document", "id: 助餐1.2", "id: 1.2", "加引号"),
    ("document", "id: 助餐1.2", "id: '1.2'", "助餐1.1"),
    ("document", "mark: 助餐", "mark: ZC", "汉字"),
    ("document", "ends: 2027-06-30", "ends: 2023-06-30", "早于"),
    ("document", "    hukou: any\n", "", "hukou: any"),
    ("document", "id: elder-meals", "id: old-age-allowance", "已经有了"),
])
def test_done_wrongly_it_is_refused_with_file_line_and_suggestion(copy, drill, old, new, says):
    file, edits, text = DRILLS[drill]
    put(copy, file, *edits, new=text)
    text = (copy / file).read_text(encoding="utf-8")
    line = text[:text.index(old)].count("\n") + 1
    put(copy, file, (old, new))
    with pytest.raises(ContentError) as caught:
        load(copy)
    found = [p for p in caught.value.problems if p.startswith(f"content/{file}:") and says in p]
    # what is said of a whole row or file stands at its first line
    assert any(int(p.split(":")[1]) in range(1 if drill == "document" else line - 1, line + 2) for p in found), caught.value.problems


def test_all_of_them_through_the_door(tmp_path):
    """The project copied, every drill done: the command line and the ledger speak of it, and quotations are compared."""
    for name in ("benefits", "content"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file, edits, new in DRILLS.values():
        put(tmp_path / "content", file, *edits, new=new)

    def run(*arguments: str, data=None) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, *arguments], cwd=tmp_path, capture_output=True, encoding="utf-8",
                              input=None if data is None else json.dumps(data))

    unread = run("-m", "benefits", "check")
    assert unread.returncode == 1 and "助餐1.1「每月补贴60元」" in unread.stdout
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(MEALS_TEXT.replace("60元", "80元"), encoding="utf-8")
    assert "没有这几个字" in run("-m", "benefits", "quotes", "wrong.txt").stderr
    (tmp_path / "meals.txt").write_text(MEALS_TEXT, encoding="utf-8")  # what was compared with the main document stands
    compared = run("-m", "benefits", "quotes", "meals.txt")
    assert compared.returncode == 0, compared.stderr
    assert run("-m", "benefits", "check").returncode == 0
    lines = run("-m", "benefits", "ledger").stdout.splitlines()
    assert any(x.startswith("助餐1.1\t待遇\telder-meals") for x in lines) and any(x.startswith("助餐1.2\t部门的工作") for x in lines)
    assert any(x.startswith("5.4\t") and "birthday-noodles" in x for x in lines)
    said = run("-m", "benefits", "screen", "-", "--as-of", "2025-06-01", data=ELDER).stdout
    assert all(word in said for word in ("长寿面", "助餐补贴", "助餐第 1 条", "960 元", "720 元"))
