"""Registers as they come: messy files, wrong rows, traps of column engines, runs that were killed, differences, invented ones."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from polars.testing import assert_frame_equal

from benefits.bulk import Register, run
from benefits.bulk.answer import program
from benefits.bulk.command import bulk
from benefits.bulk.diff import report
from benefits.bulk.synth import SYNTHETIC, write
from benefits.content import load
from benefits.household import InputError
from benefits.model import Value
from benefits.screen import determine
from tests.test_bulk import generated, tables
from tests.test_cases import PARAMETERS

ROOT = Path(__file__).resolve().parent.parent
BOOK = load()
DAY = "2025-06-01"
PERSONS = "户号,代号,和本人的关系,年龄,户籍所在地,民政认定,残疾人证,姓名\n"


def command(*arguments: str, **more) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "benefits", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, **more)


def results(out: Path) -> pl.DataFrame:
    return pl.read_parquet(sorted(out.glob("*determinations-*.parquet")))


def rejects(out: Path) -> list[dict]:
    return pl.read_csv(next(out.glob("*rejects.csv")), infer_schema=False).fill_null("").to_dicts()


def one(rows: pl.DataFrame, household: str, benefit: str) -> dict:
    return rows.filter((pl.col("household_id") == household) & (pl.col("benefit") == benefit)).row(0, named=True)


# --- files --------------------------------------------------------------------------------------------------------

def test_chinese_headers_and_options_of_a_csv(tmp_path):
    (tmp_path / "p.csv").write_text(PERSONS + "00123,p1,本人,82,鹿城,没有,否,张三\n00123,p2,丈夫或妻子,79,鹿城,都没有,不知道,李四\n", encoding="gb18030")
    (tmp_path / "h.csv").write_text("户号,现居住地,住房优先情形,家庭每月总收入\n00123,鹿城,没有儿女的孤寡老人；市级以上劳动模范,\"3,000.50\"\n", encoding="utf-8-sig")
    done = command("bulk", tmp_path / "p.csv", tmp_path / "h.csv", "--out", tmp_path / "out", "--as-of", DAY, "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert "没有用“姓名”这一列" in done.stderr and "算了 1 户 2 人" in done.stdout
    rows = pl.read_csv(tmp_path / "out" / "determinations.csv", infer_schema=False)
    assert set(rows["household_id"]) == {"00123"}  # a number with zeros stays as it is
    found = rows.filter(pl.col("benefit") == "old-age-allowance")
    assert found.select("member", "status", "annual_low").rows() == [("p1", "eligible", "600.00")]
    assert "public-rental-priority" in rows["benefit"].to_list()


def test_a_messy_excel_roster(tmp_path):
    """A title above the headers, dates and numbers as cells, whole numbers as floats, a code that is a number."""
    book = xlsxwriter.Workbook(tmp_path / "p.xlsx")
    sheet, days = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    for i, line in enumerate([["某某街道花名册"], ["户号", "代号", "和本人的关系", "出生日期", "户籍所在地", "失业登记时间", "家庭每月总收入"],
                              [123, "p1", "本人", date(1944, 5, 1), "瓯海", 0.0, 1500.01], [123, "p2", "儿女", "1980/2/29", "瓯海", 7, None],
                              [123, "p3", "儿女", "19820101", "瓯海", 6.5, None], ["0456", "p1", "本人", None, None, None, 1e3]]):
        for j, cell in enumerate(line):
            if isinstance(cell, date):
                sheet.write_datetime(i, j, datetime(cell.year, cell.month, cell.day), days)
            elif cell is not None:
                sheet.write(i, j, cell)
    book.close()
    done = command("bulk", tmp_path / "p.xlsx", "--out", tmp_path / "out", "--as-of", DAY)
    assert done.returncode == 0, done.stderr
    told = rejects(tmp_path / "out")
    assert [(r["row"], r["household_id"], r["column"], r["value"]) for r in told] == [("5", "123", "失业登记时间", "6.5"), ("", "123", "", "3 个人")]
    assert set(results(tmp_path / "out")["household_id"]) == {"0456"}


def test_a_line_with_too_many_cells_sets_its_household_aside(tmp_path):
    (tmp_path / "p.csv").write_text(PERSONS + "1,p1,本人,82,鹿城,都没有,否\n1,p2,儿女,50,鹿城,都没有,否,王,五,六\n2,p1,本人,90,鹿城,都没有,否,\n", encoding="utf-8")
    done = command("bulk", tmp_path / "p.csv", "--out", tmp_path / "out", "--as-of", DAY)
    assert done.returncode == 0, done.stderr
    assert [(r["row"], r["reason"]) for r in rejects(tmp_path / "out")] == [
        ("3", "这一行有 10 格，表头只有 8 格"), ("", "人员表第 3 行有问题，整户先不算")]
    assert set(results(tmp_path / "out")["household_id"]) == {"2"}


@pytest.mark.parametrize(("name", "data"), [("p.csv", b""), ("p.csv", b"\xff\xfe\x00\x00\x81"), ("p.xlsx", b"PK\x03\x04 not a workbook"), ("p.parquet", b"PAR1"),
                                            ("p.csv", "户号,年龄\n1,2\n".encode()), ("p.csv", "户号,户号,和本人的关系\n".encode()), ("p.doc", b"x"),
                                            ("p.csv", "户号,和本人的关系\n".encode())])
def test_unusable_files_say_why_and_leave_nothing(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    done = command("bulk", tmp_path / name, "--out", tmp_path / "out", "--as-of", DAY)
    assert done.returncode == 2 and "Traceback" not in done.stderr and "人员表" in done.stderr, done.stderr
    assert not (tmp_path / "out").exists()  # the mended file may use the same folder
    assert "error" not in done.stderr.lower() and "parquet:" not in done.stderr  # the words of a library are no help to anybody


def test_a_row_without_its_number_leaves_the_household_above_in_doubt(tmp_path):
    """Merged cells hold the number once: without the row below it, the household would be counted with one member too few."""
    book = xlsxwriter.Workbook(tmp_path / "p.xlsx")
    sheet = book.add_worksheet()
    for i, line in enumerate([["户号", "和本人的关系", "年龄"], ["甲", "本人", 82], [None, "丈夫或妻子", 80], [None, None, None], ["乙", "本人", 70]]):
        sheet.write_row(i, 0, line)
    sheet.merge_range("A2:A3", "甲")
    book.close()
    done = command("bulk", tmp_path / "p.xlsx", "--out", tmp_path / "out", "--as-of", DAY)
    assert done.returncode == 0, done.stderr
    assert set(results(tmp_path / "out")["household_id"]) == {"乙"}
    assert [(r["row"], "合并的单元格" in r["reason"]) for r in rejects(tmp_path / "out") if r["row"] in ("2", "3") and r["column"] in ("", "户号")] == [
        ("2", True), ("3", True)]
    (tmp_path / "h.csv").write_text("户号,和本人的关系\n甲,本人\n乙,本人\n", encoding="utf-8")
    (tmp_path / "i.csv").write_text("户号,代号,收入种类,每月多少\n甲,p1,工资,100\n,p1,养老金,5000\n乙,p1,工资,3\n", encoding="utf-8")
    done = command("bulk", tmp_path / "h.csv", "--income", tmp_path / "i.csv", "--out", tmp_path / "more", "--as-of", DAY)
    assert set(results(tmp_path / "more")["household_id"]) == {"乙"}, done.stderr


def test_a_column_that_stands_twice_is_refused(tmp_path):
    (tmp_path / "p.csv").write_text("户号,和本人的关系,年龄,年龄\n1,本人,79,90\n", encoding="utf-8")
    done = command("bulk", tmp_path / "p.csv", "--out", tmp_path / "out", "--as-of", DAY)
    assert done.returncode == 2 and "“年龄”这一列写了两遍" in done.stderr
    (tmp_path / "p.csv").write_text("户号,和本人的关系,年龄,,\n1,本人,79,,\n2,本人,79,,,,\n", encoding="utf-8")  # blank headers are none
    assert command("bulk", tmp_path / "p.csv", "--out", tmp_path / "out", "--as-of", DAY).returncode == 0
    assert set(results(tmp_path / "out")["household_id"]) == {"1"}


def test_typed_columns_that_hold_no_words(tmp_path):
    """A wrong word in a list is one wrong row; a column of bytes, clock times or lists of numbers is no column."""
    frame = pl.DataFrame({"household_id": ["1", "2"], "relation": ["self", "self"], "housing_group": [["lonely_elderly"], ["hero_model", "x"]]})
    frame.write_parquet(tmp_path / "p.parquet")
    bulk(tmp_path / "p.parquet", None, None, tmp_path / "out", DAY, None)
    assert [r["value"] for r in rejects(tmp_path / "out") if r["column"] == "housing_group"] == ["hero_model；x"]
    assert set(results(tmp_path / "out")["household_id"]) == {"1"}
    for wrong in ([b"82", b"\xff"], [[82], [83]], [time_of_day(8), None], [{"years": 82}, None]):
        frame.with_columns(age=pl.Series(wrong)).write_parquet(tmp_path / "w.parquet")
        with pytest.raises(InputError, match="“age”这一列的格式读不了"):
            bulk(tmp_path / "w.parquet", None, None, tmp_path / "no", DAY, None)
    assert not (tmp_path / "no").exists()
    (tmp_path / "out" / "determinations-00000.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match="坏了"):
        report(tmp_path / "out", tmp_path / "out", BOOK, "text", None)


def test_what_was_in_the_folder_stays(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "film.part").write_text("mine", encoding="utf-8")
    (tmp_path / "p.csv").write_text("户号,和本人的关系\n1,本人\n", encoding="utf-8")
    assert command("bulk", tmp_path / "p.csv", "--out", tmp_path / "out", "--as-of", DAY).returncode == 0
    assert (tmp_path / "out" / "film.part").read_text(encoding="utf-8") == "mine"
    (tmp_path / "out" / "manifest.json").write_text("[]", encoding="utf-8")
    for command_ in (("bulk", tmp_path / "p.csv", "--out", tmp_path / "out"), ("diff", tmp_path / "out", tmp_path / "out")):
        done = command(*command_)
        assert done.returncode == 2 and "manifest.json 不是 bulk 写的" in done.stderr


def test_every_wrong_row_is_named(tmp_path):
    good = "9,p1,本人,82,鹿城,都没有,否,\n"
    wrong = {"年龄": "1,p1,本人,82.5,鹿城,都没有,否,\n", "民政认定": "2,p1,本人,82,鹿城,低宝,否,\n", "代号": "3,13800138000,本人,82,鹿城,都没有,否,\n",
             "户号": ",p1,本人,82,鹿城,都没有,否,\n", "和本人的关系": "5,p1,儿女,82,鹿城,都没有,否,\n", "残疾人证": "6,p1,本人,82,鹿城,都没有,maybe,\n"}
    (tmp_path / "p.csv").write_text(PERSONS + "".join(wrong.values()) + good + ",,,,,,,\n7,p1,本人,1,鹿城,,,\n7,p1,儿女,2,鹿城,,,\n", encoding="utf-8")
    (tmp_path / "h.csv").write_text("户号,农村家庭\n9,是\n404,是\n", encoding="utf-8")
    done = command("bulk", tmp_path / "p.csv", tmp_path / "h.csv", "--out", tmp_path / "out", "--as-of", DAY)
    assert done.returncode == 0, done.stderr
    told = [r for r in rejects(tmp_path / "out") if r["row"]]
    for n, column in enumerate(wrong):
        assert any(r["table"] == "人员表" and r["row"] == str(n + 2) and r["column"] == column and r["reason"] for r in told), (column, told)
    assert not any(r["row"] == "9" for r in told)  # an empty line is nothing
    assert any(r["table"] == "家庭表" and r["row"] == "3" and r["household_id"] == "404" for r in told)
    assert any(r["household_id"] == "7" and "两遍" in r["reason"] for r in told)
    assert set(results(tmp_path / "out")["household_id"]) == {"9"}


def test_formulas_do_not_reach_a_spreadsheet(tmp_path):
    (tmp_path / "p.csv").write_text(PERSONS + "1,p1,本人,=1+1,鹿城,都没有,否,\n9,p1,本人,82,鹿城,,,\n", encoding="utf-8")
    assert command("bulk", tmp_path / "p.csv", "--out", tmp_path / "out", "--as-of", DAY).returncode == 0
    assert rejects(tmp_path / "out")[0]["value"] == "'=1+1"
    (tmp_path / "p.csv").write_text("户号,和本人的关系\n=1+1,本人\n-5,本人\n", encoding="utf-8")
    for form in ("csv", "parquet"):
        assert command("bulk", tmp_path / "p.csv", "--out", tmp_path / form, "--as-of", DAY, "--format", form).returncode == 0
    assert set(pl.read_csv(tmp_path / "csv" / "determinations.csv")["household_id"]) == {"'=1+1", "'-5"}
    done = command("diff", tmp_path / "csv", tmp_path / "parquet", "--format", "json")
    assert json.loads(done.stdout)["totals"] == {"new": 0, "lost": 0, "amount": 0}
    for name in ("no/x.csv", "csv"):
        done = command("diff", tmp_path / "csv", tmp_path / "parquet", "--out", tmp_path / name)
        assert done.returncode == 2 and "写不了" in done.stderr and "Traceback" not in done.stderr
    assert not [*tmp_path.rglob("*.part")]


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_rows_in_any_order_give_the_same(tmp_path, form):
    houses = generated(3, 60)
    persons, households, income = tables(houses)
    expected = run(persons, households, income, as_of=DAY).rows
    shuffled = [t.sample(fraction=1, shuffle=True, seed=5) for t in (persons, households, income)]
    for name, frame in zip(("p", "h", "i"), shuffled):
        if form == "csv":
            frame = frame.with_columns(pl.col(pl.List(pl.String)).list.join("、"))
        getattr(frame, f"write_{form}")(tmp_path / f"{name}.{form}")
    done = command("bulk", tmp_path / f"p.{form}", tmp_path / f"h.{form}", "--income", tmp_path / f"i.{form}", "--out", tmp_path / "out", "--as-of", DAY,
                   "--range", "50")
    assert done.returncode == 0, done.stderr
    key = ["household_id", "benefit", "member"]
    if form == "csv":  # an empty list of choices is a blank in CSV: not known
        told = {h: one["household"].get("housing_group") == [] for h, one in ((f"{n:05}", o) for n, o in enumerate(houses))}
        expected = expected.filter(~pl.col("household_id").is_in([h for h, blank in told.items() if blank]))
        found = results(tmp_path / "out").filter(~pl.col("household_id").is_in([h for h, blank in told.items() if blank]))
    else:
        found = results(tmp_path / "out")
    assert rejects(tmp_path / "out") == []
    assert_frame_equal(found.sort(key), expected.sort(key))


# --- traps of column engines --------------------------------------------------------------------------------------

def household(facts: dict | None = None, income: list | None = None, **person):
    return {"household": {**(facts or {}), **({"income": income} if income is not None else {})},
            "members": [{"id": "p1", "relation": "self", "age": 40, **person}]}


def same(houses: list[dict], given: dict | None = PARAMETERS, day: str = DAY) -> pl.DataFrame:
    """The rows of these households, having compared them with the household engine."""
    from tests.test_bulk import differences
    assert differences(houses, date.fromisoformat(day), given) == []
    return run(*tables(houses), as_of=day, parameters=given).rows


def test_large_amounts_do_not_wrap():
    """int32 wraps at 21 million fen, a float loses the fen above 2**53: the largest allowed figures still add up exactly."""
    many = [{"kind": "wage", "member": "p1", "monthly": 1000000} for _ in range(99)] + [{"kind": "wage", "member": "p1", "monthly": 0.01}]
    rows = same([household(income=many, assistance="dibao", hukou="lucheng"),
                 household({"public_rent": 1000000, "in_public_rental": True}, assistance="dibao", hukou="lucheng")])
    assert one(rows, "00001", "public-rental-rent-waiver")["annual_low"] == Decimal("12000000.00")


def test_figures_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="四位小数"):
        program(BOOK, date(2025, 6, 1), {"dibao_standard": Decimal("1100.1234567890123456789"), "dibian_multiple": Decimal("1.51234567890123")})


def test_an_unknown_member_is_not_skipped():
    """A sum, an any over members: what one member may bring stays open."""
    two = household(hukou="lucheng")
    two["members"].append({"id": "p2", "relation": "spouse", "age": 40, "hukou": "lucheng"})
    two["members"][0]["assistance"] = "none"
    rows = same([two])
    assert one(rows, "00000", "household-plan")["status"] == "possible"


def test_a_branch_that_may_hold_counts_on_both_sides():
    """`when unknown` is not the else branch; least and greatest do not skip what is unknown."""
    rows = same([household(hukou="lucheng", public_welfare_job=True, college_graduate=True)])
    found = one(rows, "00000", "public-welfare-job")
    assert (found["annual_low"], found["annual_high"]) == (Decimal("7200.00"), Decimal("8400.00"))


def test_half_a_fen_goes_up_once_at_the_end():
    rows = same([household({"owns_vehicle": False}, hukou="lucheng", flexible_work=True, flexible_premium_paid=v, enterprise_capital=0,
                           flexible_subsidy_months_used=m, years_to_retirement=20, assistance="dibao")
                 for v in (0.01, 0.03, 1000.03, 99999.99) for m in (0, 25, 30, 31, 35)])
    paid = rows.filter(pl.col("benefit") == "flexible-premium-subsidy")["annual_low"]
    assert len(paid) == 20 and paid[5 + 2] == Decimal("0.01")  # 0.03 × 2/3 × 6/12 = 0.01


@pytest.mark.parametrize(("birth", "day", "age"), [("2004-02-29", "2022-02-28", 17), ("2004-02-29", "2022-03-01", 18), ("1942-06-02", "2022-06-01", 79),
                                                  ("1942-06-01", "2022-06-01", 80), ("2022-06-01", "2022-06-01", 0)])
def test_ages_are_completed_years(birth, day, age):
    people = pl.DataFrame({"household_id": ["1"], "relation": ["self"], "birth_date": [birth]})
    born = pl.col("birth_date").str.to_date()
    for cell in (people, people.with_columns(born), people.with_columns(born.cast(pl.Datetime))):
        assert Register(cell, as_of=day).ranges[0].persons["age"].to_list() == [age]


def test_a_birthday_to_come_is_no_age():
    """−1 // 10000 is −1 in Python and 0 in SQL: nobody gets that far."""
    people = pl.DataFrame({"household_id": ["1", "2"], "relation": ["self", "self"], "birth_date": ["2025-06-02", "1890-01-01"]})
    assert Register(people, as_of=DAY).rejects.filter(pl.col("row").is_not_null())["column"].to_list() == ["birth_date", "birth_date"]


def test_floats_of_spreadsheets_are_read_as_they_print():
    """A whole column turns into floats for one missing cell; a division by a constant is done as a product by an inexact inverse."""
    values = [9999.99, 45.01, 1500.01, 0.01, 14.99, None, float("nan"), 0.1 + 0.2, 1500.00001]
    frame = pl.DataFrame({"household_id": [float(i) for i in range(9)], "relation": ["self"] * 9, "age": [82.0] * 9, "housing_area": values, "rural": [1.0] * 9})
    register = Register(frame, as_of=DAY)
    assert register.rejects.filter(pl.col("row").is_not_null())["row"].to_list() == [8, 9]
    assert register.ranges[0].households["housing_area"].to_list() == [99999900, 450100, 15000100, 100, 149900, None, None]
    assert register.ranges[0].households["household_id"].to_list() == [str(i) for i in range(7)]
    assert register.ranges[0].persons["age"].to_list() == [82] * 7
    assert register.ranges[0].households["rural"].to_list() == [True] * 7


def test_blank_words_and_lists():
    frame = pl.DataFrame({"household_id": ["1", "2", "3", "4"], "relation": ["本人"] * 4, "assistance": ["", " 低保 ", "不知道", "没有"],
                          "housing_group": ["", "无", "国家定期给抚恤、补助的优抚对象；other_secured", "lonely_elderly、hero_model"]})
    part = Register(frame, as_of=DAY).ranges[0]
    places = [o.value for o in BOOK.facts["housing_group"].options]
    assert part.persons["assistance"].to_list() == [None, 0, None, 3]
    assert part.households["housing_group"].to_list() == [None, 0, 1 << 0 | 1 << places.index("other_secured"),
                                                          1 << places.index("lonely_elderly") | 1 << places.index("hero_model")]


def test_both_ways_to_give_income_exclude_each_other():
    people = pl.DataFrame({"household_id": ["1"], "id": ["p1"], "relation": ["self"]})
    houses = pl.DataFrame({"household_id": ["1"], "monthly_income": [0]})
    income = pl.DataFrame({"household_id": ["1"], "member": ["p1"], "kind": ["工资"], "monthly": [100.5]})
    income = income.with_columns(kind=pl.lit("wage"))
    assert run(people, houses, income, as_of=DAY).rejects["reason"][0] == "monthly_income 和收入表只能写一样"
    assert run(people, None, income, as_of=DAY).rejects.is_empty()


# --- runs ---------------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def invented(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    write(BOOK, folder, 40_000, seed=3)
    return folder


def arguments(folder: Path, out: Path, size: int) -> list[str]:
    return ["bulk", str(folder / "synthetic-persons.parquet"), str(folder / "synthetic-households.parquet"), "--income",
            str(folder / "synthetic-income.parquet"), "--out", str(out), "--as-of", DAY, "--range", str(size)]


def test_a_killed_run_goes_on_and_gives_the_same(invented, tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    assert command(*arguments(invented, whole, 2_000)).returncode == 0
    process = subprocess.Popen([sys.executable, "-m", "benefits", *arguments(invented, broken, 2_000)], cwd=ROOT)
    until = time.monotonic() + 60
    while len(list((broken / ".work").glob("?????.json"))) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = sorted(p.name for p in (broken / ".work").glob("?????.json"))
    assert 3 <= len(kept) < 20
    stamp = {p: os.stat(broken / f"synthetic-determinations-{p[:5]}.parquet").st_mtime_ns for p in kept}
    done = command(*arguments(invented, broken, 2_000))
    assert done.returncode == 0, done.stderr
    assert all(os.stat(broken / f"synthetic-determinations-{p[:5]}.parquet").st_mtime_ns == stamp[p] for p in kept)  # not computed again
    names = sorted(str(p.relative_to(whole)) for p in whole.rglob("*") if p.is_file())
    assert names == sorted(str(p.relative_to(broken)) for p in broken.rglob("*") if p.is_file())
    for name in names:
        if name.endswith(".parquet"):
            assert_frame_equal(pl.read_parquet(whole / name), pl.read_parquet(broken / name))
        else:
            assert (whole / name).read_bytes() == (broken / name).read_bytes()


def test_another_run_does_not_mix_into_the_folder(invented, tmp_path):
    assert command(*arguments(invented, tmp_path, 20_000)).returncode == 0
    again = command(*arguments(invented, tmp_path, 20_000))
    assert again.returncode == 0 and "算了" in again.stdout
    other = command(*arguments(invented, tmp_path, 20_000)[:-4], "--as-of", "2024-06-01", "--range", "20000")
    assert other.returncode == 2 and "另一次的结果" in other.stderr and "日期" in other.stderr


def test_everything_invented_says_so(invented, tmp_path):
    assert command(*arguments(invented, tmp_path, 20_000)).returncode == 0
    for path in [*invented.glob("*.parquet"), *tmp_path.rglob("*.parquet")]:
        assert path.name.startswith("synthetic-") and pl.read_parquet_metadata(path)["synthetic"] == SYNTHETIC
    assert json.loads((tmp_path / "manifest.json").read_text())["synthetic"] is True
    people = pl.read_parquet(invented / "synthetic-persons.parquet")
    assert people["synthetic"].unique().to_list() == [SYNTHETIC] and people.height == 40_000
    sizes = people.group_by("household_id").len()["len"]
    assert sizes.max() <= 12 and sizes.min() == 1 and 2025 - people["birth_date"].dt.year().min() >= 99
    assert set(people["assistance"].drop_nulls()) == {"dibao", "dibian", "tekun", "none"}
    assert 0 < people["assistance"].null_count() < 0.1 * people.height
    write(BOOK, tmp_path / "again", 40_000, seed=3)
    assert_frame_equal(people, pl.read_parquet(tmp_path / "again" / "synthetic-persons.parquet"))


def test_the_invented_are_judged_as_households_are(invented):
    """Some households of the register, read back from the files, through both engines."""
    persons, houses, income = (pl.read_parquet(invented / f"synthetic-{n}.parquet").drop("synthetic") for n in ("persons", "households", "income"))
    chosen = houses["household_id"].gather_every(150)
    rows = run(*(t.filter(pl.col("household_id").is_in(chosen.implode())) for t in (persons, houses, income)), as_of=DAY).rows
    found = {(r["household_id"], r["benefit"], r["member"]): r["status"] for r in rows.iter_rows(named=True)}
    for key in chosen:
        def kept(frame, key=key):
            return [{k: str(v) if isinstance(v, date) else v for k, v in r.items() if v is not None and k != "household_id"}
                    for r in frame.filter(pl.col("household_id") == key).to_dicts()]
        facts, listed = kept(houses)[0], kept(income)
        data = {"household": {**facts, **({"income": listed} if listed else {})}, "members": kept(persons)}
        for d in determine(data, DAY).determinations:
            assert found.pop((key, d.benefit.id, d.member), "ineligible") == d.status
    assert not found


def test_the_differences_of_two_days_are_those_that_were_made(tmp_path):
    """One turns 80, one turns 90, one goes over the limit while a grace period may run, one is gone, one stays as it was."""
    facts = {"hukou": "lucheng", "assistance": "none"}
    old = pl.DataFrame([
        {"household_id": "a", "id": "p1", "relation": "self", "birth_date": "1945-12-01", **facts},
        {"household_id": "b", "id": "p1", "relation": "self", "birth_date": "1930-01-01", **facts, "hukou": "ruian"},
        {"household_id": "c", "id": "p1", "relation": "self", "birth_date": "1980-01-01", **facts, "assistance": "dibao"},
        {"household_id": "d", "id": "p1", "relation": "self", "birth_date": "1926-01-01", **facts},
        {"household_id": "e", "id": "p1", "relation": "self", "birth_date": "1935-12-01", **facts}])
    new = old.filter(pl.col("household_id") != "d").with_columns(
        assistance=pl.when(pl.col("household_id") == "c").then(pl.lit("none")).otherwise("assistance"))
    houses = pl.DataFrame({"household_id": list("abce"), "recently_over_limit": ["none", "none", "income", "none"], "months_over_limit": [0, 0, 3, 0]})
    for name, people, house, day in (("old", old, houses.head(0), "2025-06-01"), ("new", new, houses, "2025-12-31")):
        people.write_csv(tmp_path / f"{name}.csv")
        house.write_csv(tmp_path / f"{name}h.csv")
        assert command("bulk", tmp_path / f"{name}.csv", tmp_path / f"{name}h.csv", "--out", tmp_path / name, "--as-of", day).returncode == 0
    done = command("diff", tmp_path / "old", tmp_path / "new", "--format", "json", "--out", tmp_path / "changes.csv")
    assert done.returncode == 0, done.stderr
    rows = pl.read_csv(tmp_path / "changes.csv", infer_schema=False)
    found = {(r["kind"], r["household_id"], r["benefit"]): r for r in rows.iter_rows(named=True)}
    assert ("new", "a", "old-age-allowance") in found and found["new", "a", "old-age-allowance"]["department"] == "市民政局"
    assert not [k for k in found if k[1] == "b"]
    assert found["lost", "c", "household-plan"]["note"] == "渐退期内，需核实。"
    assert found["lost", "d", "old-age-allowance"]["note"] == "这一户不在新的结果里"
    assert found["amount", "e", "old-age-allowance"]["annual_low_new"] == "2400.00"
    counts = json.loads(done.stdout)
    assert counts["totals"] == {k: rows.filter(pl.col("kind") == k).height for k in ("new", "lost", "amount")}
    assert sum(c["lost"] for c in counts["areas"].values()) == counts["totals"]["lost"] and counts["grace"] >= 1
    assert "应统尽统" in command("diff", tmp_path / "old", tmp_path / "new").stdout
    assert command("diff", tmp_path / "old", tmp_path).returncode == 2


def test_a_changed_amount_is_recomputed_alone(invented):
    """What-if: another amount in one row, another parameter; the same answer as from the start."""
    register = Register(*(pl.scan_parquet(invented / f"synthetic-{n}.parquet") for n in ("persons", "households", "income")), as_of=DAY)
    before = register.answer()
    row = BOOK.benefits["old-age-allowance"]
    other = replace(BOOK, benefits={**BOOK.benefits, row.id: row.model_copy(update={"amount": row.amount.model_copy(update={
        "case": tuple(b.model_copy(update={"pays": Value(number=80)}) for b in row.amount.case)})})})
    for change in ({"book": other}, {"parameters": {"dibao_standard": 1300}}):
        fast, slow = register.answer(**change, before=before), register.answer(**change)
        key = ["household_id", "benefit", "member"]
        assert_frame_equal(fast.rows.sort(key), slow.rows.sort(key))
        assert not fast.rows.sort(key).equals(before.rows.sort(key))


def test_one_household_does_not_wait_for_columns():
    """`screen` starts without the column engine."""
    code = "import sys, benefits.__main__ as m\ntry:\n m.main(['schema'])\nfinally:\n assert not {'polars', 'numpy', 'pandas'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True).returncode == 0


def test_progress_is_shown_where_somebody_watches(monkeypatch, invented, tmp_path):
    class Terminal(io.StringIO):
        def isatty(self):
            return True
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    bulk(invented / "synthetic-persons.parquet", None, None, tmp_path / "out", DAY, None, size=10_000)
    assert "100%" in screen.getvalue() and "每秒" in screen.getvalue() and "还要" in screen.getvalue()
