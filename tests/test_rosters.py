"""Rosters as offices write them: other words, wide characters, headers in two rows, titles, numbers that came as dates or floats."""

from __future__ import annotations

import io
from datetime import date

import polars as pl
import pytest
import xlsxwriter

from benefits.bulk.households import roster
from benefits.content import load
from benefits.household import InputError
from benefits.yaml_reader import ContentError

BOOK, DAY = load(), date(2025, 6, 1)


def sheet(*lines: list, merged: tuple = (), before: tuple[str, ...] = ()) -> bytes:
    """An Excel file; before: names of sheets in front."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name in before:
        book.add_worksheet(name).write_row(0, 0, ["某某街道", "填表说明"])
    page = book.add_worksheet("花名册")
    for i, line in enumerate(lines):
        page.write_row(i, 0, line)
    for place, text in merged:
        page.merge_range(place, text)
    book.close()
    return out.getvalue()


def taken(data: bytes | str, name: str = "名册.csv", **more: bytes):
    data = data.encode() if isinstance(data, str) else data
    return roster({"persons": (name, data)} | {what: ("家庭.csv", d) for what, d in more.items()}, BOOK, DAY)


def facts(found) -> dict[str, list[dict]]:
    return {number: data["members"] for number, data, _ in found.found}


HEAD = "户编号,与户主关系,周岁,*户籍地(必填),救助类型,是否持残疾人证,残疾类型,残疾级别,家庭月收入（元）\n"


def test_the_words_of_offices_are_understood():
    found = taken(HEAD + "１２,户主,８２岁,温州市鹿城区,低保户,√,视力残疾,二级,\"1,500.50 元\"\n12.0, 配 偶 ,79,乐清市,五保,无,无,,\n"
                  "13,户主,四十,永嘉县,低宝,有,肢体,２级,三千\n14,申请人,66,苍南县龙港镇,否,✔,精神,四级,¥0\n15,户主,66,杭州市,低保边缘家庭,Ｙ,精神,4,\n")
    twelve, fifteen = facts(found)["12"], facts(found)["15"][0]
    assert twelve[0] == {"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng", "assistance": "dibao", "disability_certificate": True,
                         "disability_category": "vision", "disability_grade": 2}
    assert twelve[1] == {"id": "p2", "relation": "spouse", "age": 79, "hukou": "yueqing", "assistance": "tekun",
                         "disability_certificate": False, "disability_category": "none"}
    assert found.found[0][1]["household"]["monthly_income"] == 1500.5
    assert (fifteen["hukou"], fifteen["assistance"], fifteen["disability_certificate"]) == ("zhejiang_other", "dibian", True)
    told = {(where, column): reason for where, column, reason in found.rejects}
    assert set(facts(found)) == {"12", "15"}
    assert told["人员表第 4 行", "周岁"] == "“四十” 允许 0 到 130 的整数（岁）"
    assert told["人员表第 4 行", "救助类型"].startswith("“低宝” 是不是“低边”或“低保”？允许：低保、")
    assert told["人员表第 5 行", "*户籍地(必填)"].startswith("“苍南县龙港镇” 是不是“苍南”或“龙港”？")  # not for us to say
    assert told["人员表第 4 行", "家庭月收入（元）"].startswith("“三千” 允许 0 到")


@pytest.mark.parametrize("form", ["xlsx", "csv", "gb18030"])
def test_headers_in_two_rows_below_a_title(form):
    lines = [["鹿城区某街道困难群众花名册"], ["（2025 年 6 月）"], ["户号", "与户主关系", "出生日期", "残疾情况", "", "", "户籍"],
             ["", "", "", "残疾人证", "残疾类别", "残疾等级", ""], ["1", "本人", "1944-05-01", "有", "视力", "一级", "鹿城区"]]
    if form == "xlsx":
        data = sheet(*lines, merged=(("A1:G1", lines[0][0]), ("A3:A4", "户号"), ("B3:B4", "与户主关系"), ("D3:F3", "残疾情况")), before=("封面",))
    else:
        data = "\r\n".join(",".join(line) for line in lines).encode("gb18030" if form == "gb18030" else "utf-8-sig")
    found = taken(data, "名册.xlsx" if form == "xlsx" else "名册.csv")
    assert not found.rejects
    assert facts(found)["1"] == [{"id": "p1", "relation": "self", "birth_date": "1944-05-01", "hukou": "lucheng",
                                  "disability_certificate": True, "disability_category": "vision", "disability_grade": 1}]


def test_a_wide_header_is_part_of_the_narrow_ones_below():
    lines = [["户号", "关系", "残疾", "", "家庭月收入"], ["", "", "类别", "等级", ""], ["1", "户主", "听力", "叁级", 900], ["2", "户主", "听力", "五级", 0]]
    found = taken(sheet(*lines, merged=(("C1:D1", "残疾"),)), "名册.xlsx")
    assert facts(found)["1"][0]["disability_grade"] == 3 and found.found[0][1]["household"]["monthly_income"] == 900
    assert ("人员表第 4 行", "残疾等级", "“五级” 允许 1 到 4 的整数（级）") in found.rejects  # the row as the sheet counts it


def test_days_are_days_and_years_are_not():
    """1944年5月1日 in every spelling; a year or a bare number of a sheet is said to be one, never made a first of January."""
    days = ["1944-05-01", "1944/5/1", "1944.5.1", "1944年5月1日", "１９４４年０５月０１日", "19440501", "1944-05-01 00:00:00"]
    text = "户号,关系,出生年月日\n" + "".join(f"{n},户主,{d}\n" for n, d in enumerate([*days, "1944", "1944年5月", "1944-05", "16193", "82", "44年", "105岁"], 1))
    found = taken(text)
    assert [members[0]["birth_date"] for members in facts(found).values()] == ["1944-05-01"] * len(days)
    why = [reason for where, column, reason in found.rejects if column]
    assert ["只有年月" in r for r in why] == [True] * 3 + [False] * 4 and "设成日期" in why[3]
    assert all("分不清是岁数还是年份" in r for r in why[4:])
    frame = pl.DataFrame({"户号": [1.0, 2.0], "关系": ["户主", "户主"], "生日": [19440501.0, None], "年龄": [None, 70.0], "农村户": [1.0, 0.0]})
    out = io.BytesIO()
    frame.write_parquet(out)
    found = taken(out.getvalue(), "名册.parquet", households="户号,现住地\n1.0,洞头县\n2,市功能区\n".encode())
    assert not found.rejects and list(facts(found)) == ["1", "2"]
    assert [m[0].get("birth_date") for m in facts(found).values()] == ["1944-05-01", None] and facts(found)["2"][0]["age"] == 70
    assert [data["household"] for _, data, _ in found.found] == [{"rural": True, "residence": "dongtou"}, {"rural": False, "residence": "functional_zone"}]


def test_a_number_with_a_part_is_no_household_number_of_another():
    out = io.BytesIO()
    pl.DataFrame({"户号": [1.0, 1.5], "关系": ["户主", "户主"]}).write_parquet(out)
    assert list(facts(taken(out.getvalue(), "名册.parquet"))) == ["1", "1.5"]


@pytest.mark.parametrize(("column", "cell"), [("备注", "33030219440501123X"), ("备注", "３３０３０２１９４４０５０１１２３Ｘ"), ("备注", "330302 19440501 1234"),
                                              ("残疾人证", "33030219440501123X42"), ("备注", "139-0000-0000"), ("备注", "电话：13900000000。")])
def test_who_somebody_is_is_refused_with_column_and_row(column, cell):
    with pytest.raises(InputError, match=f"“{column}”这一列第 3 行像证件号或电话号，这里不收") as refused:
        taken(f"户号,关系,{column}\n1,户主,\n2,户主,{cell}\n")
    assert cell not in str(refused.value)
    with pytest.raises(InputError, match="“户主”这一列写的是谁"):
        taken("户号,关系,户主\n1,户主,张三\n")


def test_unknown_is_never_no():
    """None and the like are empty; the option none is 都没有; a mark nobody can read sets the row aside."""
    found = taken("户号,关系,救助类型,持残疾证\n1,户主,None,—\n2,户主,none,×\n3,户主,Null,？\n4,户主,无,不清楚\n5,户主,,未\n")
    got = {number: {k: v for k, v in members[0].items() if k not in ("id", "relation")} for number, members in facts(found).items()}
    assert got == {"1": {}, "2": {"assistance": "none", "disability_certificate": False}, "3": {}, "4": {"assistance": "none"}}
    assert any(column == "持残疾证" and "“未”" in reason for _, column, reason in found.rejects)


def test_other_words_are_checked_content(tmp_path):
    import shutil

    from benefits.content import FOLDER
    copy = tmp_path / "content"
    shutil.copytree(FOLDER, copy)
    path = copy / "roster.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new, said in (("    dibao: [低保户", "    dibao: [低边, 低保户", "“低边”已经是“dibian”的写法"), ("  lucheng: [鹿城区]", "  luchen: [鹿城区]", "是不是 lucheng"),
                           ("  age: [周岁", "  ages: [周岁", "没有“ages”这一列，是不是 age")):
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ContentError, match=said) as refused:
            load.__wrapped__(copy)
        assert "content/roster.yaml:" in str(refused.value)
