"""The desk as a page: a roster in, one household by asking, its list, sheets, files out and in again; refused files change nothing."""

from __future__ import annotations

import io
import json
import random
import re
import time
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from benefits import interview, load
from benefits.bulk.households import roster
from benefits.desk import Desk, called, dump, is_code, judge, sheets
from benefits.explain import date_text
from benefits.figures import OWN
from benefits.household import InputError
from pages import _board_charts, _board_files, _desk_parts, _desk_print, _frame, _register, _state
from takeaway import tables, template
from tests.questions import household as asked_of
from tests.questions import visit

ROOT = Path(__file__).resolve().parent.parent
BOOK, DAY = load(), date(2025, 6, 1)


def opened() -> AppTest:
    return to_desk(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run())


def to_desk(at: AppTest) -> AppTest:
    at.switch_page("pages/desk.py").run()
    at._page_hash = ""  # what is pressed next may lead to another page
    return at


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception and not at.error, [e.value for e in at.error]
    return at


def home(at: AppTest) -> AppTest:
    """The table, with every household judged: on a busy machine not all of them are in the first moment."""
    press(at, "desk-home")
    while "正在算" in said(at):
        at.run()
    return at.run()


def desk(at: AppTest) -> Desk:
    return at.session_state["desk"]


def said(at: AppTest) -> str:
    return "\n".join([*(e.value for kind in (at.title, at.header, at.caption, at.warning, at.error) for e in kind),
                      *(h.proto.body for h in at.get("html"))])


def test_an_empty_desk_starts_with_samples_that_are_said_to_be_invented_and_go_away_in_one_press():
    at = press(opened(), "desk-samples")
    while "正在算" in said(at):
        at.run()
    assert desk(at).synthetic and len(desk(at).households) > 5 and all(is_code(c, BOOK) for c in desk(at).households)
    assert "一年 600 元" in said(at) and "至少 600 元" not in said(at)  # 至少 only where the list has it
    assert "合成数据，不是真人" in said(at) and "desk-save" not in {b.key for b in at.button}
    assert not any(j.problem for j in desk(at).judged(date.today()))
    assert "户），先该去的在前" in said(at)  # in which order they stand
    assert all(f"{date_text(j.turning[0][0])}起有变（{called(BOOK, j.turning[0][1])}" in said(at) for j in desk(at).judged(date.today()) if j.turning)
    press(at, "desk-own")
    assert not desk(at).households and not desk(at).synthetic and "这里还没有住户" in said(at)


def put_in(at: AppTest, name: str, data: bytes) -> AppTest:
    """A roster handed over on the page that takes it."""
    at = press(at, "desk-to-import")
    at.file_uploader(key="desk-file-persons").set_value((name, data, "text/csv")).run()
    at.button(key="desk-read").click().run()
    assert not at.exception
    return at


ROSTER = ("户号,代号,和本人的关系,出生日期,现居住地,户籍所在地,民政认定\n一组1,p1,本人,1940-05-01,瑞安,瑞安,低保\n"
          "一组1,p2,丈夫或妻子,1942-01-01,瑞安,瑞安,低保\n一组2,p1,本人,1951-02-03,瑞安,瑞安,\n一组3,p1,本人,四十年前,瑞安,瑞安,\n")


def test_a_roster_with_wrong_lines_says_which_household_each_keeps_out_and_that_the_others_are_in():
    lines = ROSTER.replace("一组1,p2,丈夫或妻子,1942-01-01,瑞安,瑞安,低保", "一组1,p2,丈夫或妻子,1942-01-01,瑞岸,瑞安,低宝").encode()
    at = put_in(opened(), "名册.csv", lines)
    table = said(at)
    assert "放进来 1 户" in table and "没有放进来的：2 户，3 处要改" in table and "会变成两户" in table
    found = roster({"persons": ("名册.csv", lines)}, BOOK, DAY)
    kept_out = {where: reason for where, _, reason in found.rejects if where.startswith("户号")}
    assert kept_out == {"户号 一组1": "整户先没有放进来，改好人员表第 3 行再放", "户号 一组3": "整户先没有放进来，改好人员表第 5 行再放"}
    assert all(reason in table for reason in kept_out.values()) and "可能放了两遍" not in table
    mended = lines.replace("瑞岸".encode(), "瑞安".encode()).replace("低宝".encode(), "低保".encode())  # the whole file once more
    again = said(put_in(home(at), "名册.csv", mended))
    assert "放进来 2 户" in again and re.search(r"有 1 户和原来就有的写得一样：鹿城-\w+。可能放了两遍", again)


def test_an_opened_household_shows_the_worker_every_reason_and_the_table_beside_the_code_none_that_tells_of_the_body():
    at = press(opened(), "desk-samples")
    while "正在算" in said(at):
        at.run()
    table, code = said(at), next(j.of.code for j in desk(at).judged(date.today()) if any("残" in o.benefit.name for o in j.rows if o.status == "eligible"))
    assert "残疾人" not in table.replace("残疾人联合会", "")
    shown = said(press(at, f"open|{code}"))
    assert f"<b>{BOOK.wording['list']['labels']['why']}</b>" in shown and "残疾人" in shown


@pytest.mark.parametrize("day", [DAY, date(2026, 11, 25)])
def test_desk_and_board_say_能领_only_while_the_document_is_in_force(monkeypatch, day):
    monkeypatch.setattr(_state, "today", lambda: day)
    monkeypatch.setattr(_register, "FIRST", 500)
    monkeypatch.setattr(_register, "SIZES", {500: "500 人"})
    at = to_desk(put_in(opened(), "名册.csv", ROSTER.encode()))
    at = home(at)
    shown = said(at) + "".join(at.selectbox(key="desk-which").options)
    at.switch_page("pages/board.py").run()
    assert not at.exception
    for text in (shown, said(at)):
        assert ("能领" in text) is (day == DAY) and ("符合文件条件" in text and "已到期" in text) is (day != DAY)


def test_the_desk_and_the_check_page_count_alike_what_is_not_clear(monkeypatch):
    monkeypatch.setattr(_state, "today", lambda: DAY)
    at = press(opened(), "desk-to-add")
    at.checkbox(key="desk-agreed").check().run()
    press(at, "desk-begin")
    (code,) = desk(at).households
    answers = visit(BOOK, asked_of(random.Random(3), BOOK, 3), unsure=True).answers
    desk(at).put(code, answers.as_dict(), DAY)
    at.session_state["answers"] = type(at.session_state["answers"])()
    home_of = to_desk(at)  # nobody is open, and it is judged
    n = int(re.search(r"(\d+) 样不清楚或不想说", said(home_of))[1])
    press(at, f"open|{code}")
    at.switch_page("pages/questions.py").run()
    assert f"不清楚、不想说的（{n} 样）" in said(at)
    del desk(at).households[code].answers["records"][-1]  # one is not asked yet
    at.session_state["answers"] = type(at.session_state["answers"])()
    desk(at).judge_anew()
    told = re.search(r"还有 (\d+) 样没问，(\d+) 样不清楚或不想说", said(to_desk(at)))
    press(at, f"open|{code}")
    at.button(key="to-check").click().run()
    assert f"不清楚、不想说的（{told[2]} 样）" in said(at) and f"还有 {told[1]} 样没问" in said(at)


def test_a_household_by_asking_stands_on_the_desk_under_a_code_and_keeps_its_answers():
    at = press(opened(), "desk-to-add")
    at.button(key="desk-begin").click().run()
    top, below = [e.value for e in at.error]  # on top with the way to its place, as on the pages of the questionnaire
    assert top == f"有一处要改：[{below}](#wrong)" and below.startswith("先问一声") and not desk(at).households
    at.checkbox(key="desk-agreed").check().run()
    press(at, "desk-begin")
    (code,) = desk(at).households
    assert is_code(code, BOOK) and at.session_state["answers"].worker
    first = at.radio[0]
    first.set_value(first.options[0]).run()  # kept at once: the page need not be finished
    to_desk(at)
    assert desk(at).households[code].answers["records"] and at.button(key="desk-save")
    press(at, f"open|{code}")
    assert at.session_state["answers"].code == code and at.session_state["answers"].own.records


def test_after_a_reload_the_household_the_device_kept_is_not_said_to_be_gone():
    kept = _state.pack({"voice": "other_family", "worker": True, "code": "鹿城-001Q", "answers": interview.Answers().as_dict()})
    for lost, code, told in ((1, kept, None), (3, kept, "刚才这里有 3 户，刷新以后只留着 鹿城-001Q。别的"), (1, None, "刚才这里有 1 户，刷新以后没有了。")):
        at = opened()
        at.session_state["frame"] = _frame._Visit(came=_frame.Came(kept=code), lost=lost)
        at.run()
        assert [b.label for b in at.button if b.key == "resume"] == ["接着问 鹿城-001Q"] * bool(code)
        assert [w.value.partition("存过")[0] for w in at.warning] == [told] * bool(told)
    at = press(at, "desk-samples")
    assert not at.warning  # invented ones are no substitute, and nothing of them can be lost


def test_a_roster_comes_in_row_by_row_and_one_household_shows_its_list():
    at = put_in(opened(), "名册.csv", ROSTER.encode("gb18030"))
    assert len(desk(at).households) == 2 and "放进来 2 户" in said(at)
    assert "人员表第 5 行" in said(at) and "出生日期" in said(at) and "户号 一组3" in said(at)
    home(at)
    elders = next(j for j in desk(at).judged(at.session_state["today"]) if j.persons == 2)
    press(at, f"open|{elders.of.code}")
    assert at.title[0].value == f"{elders.of.code} 的清单" and "高龄津贴" in said(at)
    at.radio(key=f"note|{elders.of.code}").set_value("要回访").run()
    assert press(at, "desk-more").title[0].value == "问一户"  # from the list of one household to the next
    home(at)
    assert desk(at).households[elders.of.code].note == "要回访" and "备注：要回访" in said(at)
    at.selectbox(key="desk-which").set_value("要回访").run()
    assert sum(b.key.startswith("open|") for b in at.button) == 1


def test_one_household_is_taken_off_the_desk_after_being_asked_once():
    at = home(put_in(opened(), "名册.csv", ROSTER.encode()))
    gone, stays = desk(at).households
    press(at, f"open|{gone}")
    to_desk(at)
    at.selectbox(key="desk-code").set_value(gone).run()
    press(at, "desk-drop")
    assert gone in desk(at).households
    press(at, "desk-drop-yes")
    assert set(desk(at).households) == {stays} and "共 1 户" in said(at) and at.button(key="desk-save") and not at.session_state["answers"].code


@pytest.mark.parametrize(("name", "data", "why"), [
    ("a.csv", "户号,和本人的关系,姓名\n1,本人,张三\n", "“姓名”这一列"),
    ("a.csv", "户号,和本人的关系,备注\n1,本人,\n2,本人,330302 19440501 0012\n", "“备注”这一列第 3 行"),
    ("a.csv", "户号,和本人的关系,备注\n1,本人,１３８-0000-0000\n", "“备注”这一列第 2 行"),
    ("a.csv", "户号,和本人的关系\n张阿三,本人\n", "“户号”这一列第 2 行像姓名"),
    ("a.csv", "一,二\n1,2\n", "少了“户号”"), ("a.csv", "", "空的"), ("a.xlsx", "PK", "不是完好的 Excel"),
    ("a.csv", "户号,和本人的关系\n", "一户也没有")])
def test_what_cannot_be_taken_in_is_said_and_the_desk_stays(name, data, why):
    at = put_in(opened(), "名册.csv", ROSTER.encode())
    home(at)
    before = dict(desk(at).households)
    put_in(at, name, data.encode())
    assert why in at.error[0].value and "工作台没动" in at.error[0].value
    assert desk(at).households == before


def workbook(**more: bytes) -> bytes:
    out = io.BytesIO(template.xlsx(BOOK))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        for path, data in more.items():
            packed.writestr(path, data)
    return out.getvalue()


@pytest.mark.parametrize(("data", "why"), [
    (workbook(**{"xl/vbaProject.bin": b"x"}), "宏"), (workbook(**{"xl/media/a.bin": bytes(300 * 2**20)}), "太大"), (b"x" * 21 * 2**20, "太大")])
def test_macros_bombs_and_huge_files_are_refused(data, why):
    with pytest.raises(InputError, match=why):
        roster({"persons": ("名册.xlsx", data)}, BOOK, DAY)


def test_a_workbook_that_may_hold_macros_is_refused_by_its_name():
    with pytest.raises(InputError, match="不收这种文件"):
        roster({"persons": ("名册.xlsm", workbook())}, BOOK, DAY)


def test_the_template_comes_back_with_its_drop_downs_and_its_words():
    book = openpyxl.load_workbook(io.BytesIO(template.xlsx(BOOK)))
    page = book["人员表"]
    headers = [c.value for c in page[1]]
    assert headers[:3] == ["户号", "代号", "和本人的关系"] and len(page.data_validations.dataValidation) > 60
    explained = {row[0] for row in book["怎么填"].iter_rows(values_only=True)}
    assert headers[-1] == "正在领" and set(headers) <= explained and book["选项"].sheet_state == "hidden"
    words = {h: [c.value for c in column if c.value] for h, column in zip(headers, book["选项"].columns, strict=False)}
    for n in range(max(len(w) for w in words.values())):
        row = {"户号": str(n + 1), "代号": "p1", "和本人的关系": "本人"}
        row |= {"正在领": "高龄津贴；认不出的一项"} | {h: w[min(n, len(w) - 1)] for h, w in words.items() if w and h not in (*row, "残疾类别")}
        page.append([row.get(h) for h in headers])
    out = io.BytesIO()
    book.save(out)
    found = roster({"persons": ("名册.xlsx", out.getvalue())}, BOOK, DAY)
    assert [column for _, column, _ in found.rejects] == ["正在领"] and len(found.found) == max(len(w) for w in words.values())
    assert all(received == {"old-age-allowance"} for *_, received in found.found)


def test_the_example_comes_in_as_it_is_and_says_that_it_is_invented():
    told = [_state.sample(one["file"]).data for one in _state.samples()[:_desk_parts.EXAMPLES]]
    found = roster({"persons": ("例子.xlsx", template.xlsx(BOOK, told, _state.INVENTED))}, BOOK, DAY)
    assert found.synthetic and not found.rejects and len(found.found) == len(told)
    for (_, read, _), data in zip(found.found, told, strict=True):
        assert [m["age"] for m in read["members"]] == [m["age"] for m in data["members"]]
        same = {k: v for k, v in data["household"].items() if k != "income"}
        assert {k: read["household"].get(k) for k in same} == same


def test_the_desk_goes_out_as_files_and_comes_in_again():
    at = put_in(opened(), "名册.csv", ROSTER.encode())
    home(at)
    day = at.session_state["today"]
    one, found = desk(at), desk(at).judged(at.session_state["today"])
    file = dump(one, day)
    frame = pl.read_parquet(io.BytesIO(_desk_parts.parquet(found, synthetic=True)))
    assert set(frame["household_id"]) == set(one.households) and frame["synthetic"].unique().to_list() == ["合成数据，不是真人"]
    book = openpyxl.load_workbook(io.BytesIO(tables.xlsx(sheets(BOOK, found), "合成数据，不是真人")))
    assert book["户"]["A1"].value == "合成数据，不是真人" and book["户"].max_row == 4 and book["项目"].max_row == frame.height + 2
    fresh = press(opened(), "desk-to-files")
    fresh.file_uploader(key="desk-file").set_value(("工作台.json", file, "application/json")).run()
    press(fresh, "desk-reopen")
    assert {c: k.answers for c, k in desk(fresh).households.items()} == {c: k.answers for c, k in one.households.items()}
    press(fresh, "desk-to-files")
    fresh.file_uploader(key="desk-file").set_value(("工作台.json", b"{}", "application/json")).run()
    fresh.button(key="desk-reopen").click().run()
    assert "工作台没动" in fresh.error[0].value and len(desk(fresh).households) == 2
    press(press(fresh, "desk-clear"), "desk-clear-yes")
    assert not desk(fresh).households


def test_a_sheet_says_its_code_and_that_it_is_invented():
    at = put_in(opened(), "名册.csv", ("synthetic," + ROSTER.replace("\n", "\nx,")).encode())
    assert desk(at).synthetic
    home(at)
    assert "合成数据，不是真人" in said(at)
    press(at, f"open|{next(iter(desk(at).households))}")
    message = next(c.proto.json for c in at.get("bidi_component") if "copied" in c.proto.json)
    assert "合成数据，不是真人" in said(at) and "合成数据，不是真人" in json.loads(message)["text"]


def test_many_sheets_in_one_file_and_one_file_each():
    """Each household from a page of its own, numbered by itself; a household that cannot be read is left out."""
    at = put_in(opened(), "名册.csv", ("synthetic," + ROSTER.replace("\n", "\nx,")).encode())
    home(at)
    press(at, "desk-print")
    job = at.session_state[_desk_print.JOB]
    while not job.joined:
        at.run()
    at.run()
    codes = [j.of.code for j in job.of]
    assert sorted(codes) == sorted(desk(at).households) and "做好了 2 户" in said(at)
    pages = [p.extract_text().replace("\u3000", "").replace(" ", "") for p in PdfReader(io.BytesIO(job.joined)).pages]
    firsts = [n for n, text in enumerate(pages) if "第1页，共" in text]
    assert len(firsts) == 2 and firsts[0] == 0 and all(code in pages[n] for code, n in zip(codes, firsts, strict=True))
    assert [f"第{firsts[1]}页，共{firsts[1]}页" in pages[firsts[1] - 1], f"共{len(pages) - firsts[1]}页" in pages[-1]] == [True, True]
    with zipfile.ZipFile(io.BytesIO(job.packed())) as packed:
        assert packed.testzip() is None and len(packed.namelist()) == 2 and all("合成数据" in n and n.endswith(".pdf") for n in packed.namelist())
        assert sum(len(PdfReader(io.BytesIO(packed.read(n))).pages) for n in packed.namelist()) == len(pages)
    press(at, "desk-print-away")
    assert _desk_print.JOB not in at.session_state


def test_sheets_are_made_a_moment_at_a_time():
    at = put_in(opened(), "名册.csv", ROSTER.encode())
    found = [judge(BOOK, kept, DAY) for kept in desk(at).households.values()]
    job = _desk_print.Job(tuple(found), DAY, False)
    job.work(time.monotonic() - 1)
    assert not job.letters and not job.joined
    while not job.joined:
        job.work(time.monotonic() + 1e-4)
    assert len(job.letters) == len(job.singles) == 2


OFFICE = "标准,地方,从哪天起,数\n低保标准,瑞安,2025-01-01,1300\n"
POOR = ("户号,关系,年龄,户籍,现住地,救助类型,家庭月收入\n1,户主,50,瑞安,瑞安,低保,200\n2,户主,50,鹿城,鹿城,低保,200\n3,户主,95,瑞安,瑞安,无,9000\n")


def test_an_offices_values_act_on_the_desk_and_on_each_list_and_say_so(monkeypatch):
    """For the visit: where they make a difference the household, its list, its sheet and its files say that nobody checked them."""
    monkeypatch.setattr(_state, "today", lambda: DAY)
    monkeypatch.setattr(_state, "as_of", lambda: DAY)
    at = put_in(opened(), "名册.csv", POOR.encode())
    home(at)
    before = {c: judge(BOOK, kept, DAY) for c, kept in desk(at).households.items()}
    assert not any(j.own for j in before.values()) and OWN not in said(at)
    at.switch_page("pages/board.py")
    at.query_params["part"] = "figures"
    at.run()
    at.file_uploader(key="board-own").set_value(("数.csv", OFFICE.encode("utf-8-sig"), "text/csv")).run()
    press(at, "board-own-read")
    to_desk(at)
    while desk(at).waiting(DAY):
        at.run()
    after = {c: next(j for j in desk(at).judged(DAY) if j.of.code == c) for c in desk(at).households}
    poor, elsewhere, well_off = after
    assert [c for c in after if after[c].own] == [poor, well_off]  # of the well-off only what they may still have
    assert after[poor].annual - before[poor].annual == 12 * (1300 - 1110) and after[well_off].annual == before[well_off].annual
    assert after[elsewhere] == before[elsewhere]
    assert f"用了 1 个{OWN}" in said(at) and said(at).count(f"数里有{OWN}") == 4  # beside each, and in the table
    assert [(line[0], line[-1]) for line in sheets(BOOK, list(after.values()))[0][2] if line[-1]] == [
        (poor, "用了，没有核对"), (well_off, "用了，没有核对")]
    assert OWN in str(pl.read_parquet(io.BytesIO(_desk_parts.parquet(list(after.values()), synthetic=False))).rows())
    press(at, f"open|{poor}")
    assert f"有的钱数用了{OWN}" in said(at) and said(at).count(OWN) > 3
    press(at, "desk-back")
    press(at, f"open|{elsewhere}")
    assert OWN not in said(at)


def test_the_board_on_paper_says_what_the_screen_says(monkeypatch):
    """Every number and note of the picture, and every character is in the font of the paper."""
    monkeypatch.setattr(_register, "FIRST", 500)
    monkeypatch.setattr(_register, "SIZES", {500: "500 人"})
    kept = []
    monkeypatch.setattr(_board_files, "paper", lambda *given, make=_board_files.paper: kept.append(make(*given)) or kept[0])
    monkeypatch.setattr(_register.st, "download_button", lambda label, data, *_, **__: data() if "PDF" in label else None)
    at = opened()
    at.switch_page("pages/board.py").run()
    assert not at.exception
    pages = PdfReader(io.BytesIO(kept[0])).pages
    text = "".join(p.extract_text() for p in pages)
    squeezed = "".join(text.split()).replace("\u3000", "")
    held = at.session_state[_register.HELD]
    assert all("合成数据，不是真人" in "".join(p.extract_text().split()) for p in pages)
    told = said(at)
    for line in held.board.now.by_benefit():
        if line.n or line.possible:
            assert line.name.replace(" ", "") in squeezed
    for number in set(re.findall(r"\d[\d,.]*\d(?= 元)", told)):
        assert number in squeezed, number
    assert "\ufffd" not in text and "贷款不算。" in squeezed and _board_charts.TWICE.replace(" ", "") in squeezed


def test_on_a_day_before_somebody_was_born_the_questions_go_by_today():
    at = opened()
    data = {"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "birth_date": "1990-01-01"},
                                                               {"id": "p2", "relation": "child", "birth_date": "2024-05-05"}]}
    short = _desk_parts.areas(BOOK)["lucheng"]
    (_, code), = desk(at).take([("1", data, ())], short, DAY, BOOK)
    press(at.run(), f"open|{code}")
    at.radio(key="which-day").set_value("期限内的某一天").run()
    at.date_input(key="day").set_value(date(2023, 6, 1)).run()
    assert "有人还没出生" in at.warning[0].value
    at.switch_page("pages/questions.py").run()
    assert not at.exception and not at.error and at.session_state["answers"].as_of is None
