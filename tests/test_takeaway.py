"""What is taken along, opened by other readers: the PDF, the page, the workbook, the message, the code."""

from __future__ import annotations

import io
import json
import random
import re
import subprocess
import sys
from datetime import date
from fractions import Fraction
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from benefits import determine, load
from benefits.calendar_file import ics
from benefits.entries import arranged, listing
from benefits.entries.sums import spoken
from benefits.plan import legs, plan
from benefits.version import content_version
from benefits.voice import say
from takeaway import code, letter, message, picture, sheet, steps, workbook
from takeaway.fonts.build import HERE as FONTS
from takeaway.fonts.build import ours
from tests.households import household

ROOT = Path(__file__).resolve().parent.parent
DAY, INSIDE = date(2026, 11, 25), date(2025, 6, 1)
BOOK = load()


def found(name: str, day: date = DAY, voice: str = "self"):
    return listing(determine(json.loads((ROOT / "examples" / f"{name}.json").read_text(encoding="utf-8")), day), voice)


def told_of(text: str) -> list[str]:
    """The words of a text that tell of an illness or a disability; an office says nothing of it unless it is for the disabled alone."""
    paper = BOOK.wording["paper"]
    for office in BOOK.policy.departments:
        if not any(word in office for word in paper["private_offices"]):
            text = text.replace(office, "")
    for plain in paper["not_private"]:
        text = text.replace(plain, "")
    return [word for word in paper["private"] if word in text]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(("name", "voice", "pages"), [("elder-alone", "elder", 2), ("family-of-five", "self", 4), ("all-unknown", "self", 3),
                                                      ("nine-three-generations", "other_family", 5)])
def test_the_pdf_holds_every_row_its_fonts_and_its_tags(name, voice, pages):
    have = found(name, voice=voice)
    reader = PdfReader(io.BytesIO(letter.pdf(have, DAY)))
    assert len(reader.pages) <= pages
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    body = re.sub(r"幸福清单按[^页]*页，共\d+页", "", text)  # a line may go on over the foot of a page
    assert all(squeezed(e.name) in body for e in (*have.eligible, *have.possible))
    for e in (*have.eligible, *(e for e in have.possible if not e.lacking)):
        assert squeezed(e.step) in text and all(d in text for d in e.departments)
        money = e.shares[0].money if e.status == "possible" else e.shares[0].money.replace(BOOK.wording["paper"]["understood"], "")
        assert squeezed(money) in text
    words = BOOK.wording["list"]
    assert words["open"] not in text and words["step"]["missing"] not in text
    assert all(text.count(squeezed(step)) <= 3 for step in {e.step for e in have.eligible if e.found[0].benefit.pays == "in_kind"})
    for line in (have.notice, *have.lead, "这是自查，不是审批", "窗口盖章", "村社意见", "12345", content_version(), BOOK.policy.number,
                 "打印日期2026年11月25日", f"第1页，共{len(reader.pages)}页"):
        assert squeezed(line) in text, line
    assert reader.root_object["/MarkInfo"]["/Marked"] and reader.root_object["/Lang"].startswith("zh")
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            below = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            fonts[font.get_object()["/BaseFont"]] = any(k.startswith("/FontFile") for k in below)
            assert round(float(page.mediabox.width)) == 595
    assert fonts and all(fonts.values()) and all("QingdanSans" in name for name in fonts)


def small_print(pdf: bytes, least: float) -> set[str]:
    """What is set in fewer points than `least`."""
    found: set[str] = set()

    def looked_at(text, here, line, font, size):
        if text.strip() and round(size * abs(line[3] * here[3]), 2) < least:
            found.add(text.strip())
    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=looked_at)
    return found


@pytest.mark.parametrize(("name", "voice"), [("elder-alone", "elder"), ("family-of-five", "self"), ("all-unknown", "self"), ("graduate", "self")])
def test_nothing_a_resident_reads_on_paper_is_set_small(name, voice):
    have = found(name, voice=voice)
    for pdf in (letter.pdf(have, DAY), steps.pdf(plan(have.result), voice, DAY)):
        assert not small_print(pdf, 12)
        assert all(re.fullmatch(r"第 \d+ 页，共 \d+ 页", text) for text in small_print(pdf, 14)) and small_print(pdf, 15)


def test_every_character_that_can_be_printed_is_in_both_fonts():
    for path in FONTS.glob("*.otf"):
        font = TTFont(path)
        lacking = {c for c in ours() if ord(c) not in font.getBestCmap()}
        assert not lacking, (path.name, "".join(sorted(lacking)), "run python -m takeaway.fonts.build")
        assert path.stat().st_size < 1_000_000
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_inside_the_term_there_is_no_notice_and_the_word_is_能领():
    text = squeezed("".join(p.extract_text() for p in PdfReader(io.BytesIO(letter.pdf(found("elder-alone", INSIDE), DAY))).pages))
    assert "已到期" not in text and "●能领（5项）" in text and "高龄津贴" in text


def test_a_chart_on_paper_stands_whole_and_never_takes_a_page_for_itself():
    for name in ("family-of-five", "graduate", "nine-three-generations"):
        pages = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(letter.pdf(found(name), DAY))).pages]
        charts = [i for i, page in enumerate(pages) if BOOK.wording["bars"]["benefit"] in page]
        stamps = [i for i, page in enumerate(pages) if BOOK.wording["paper"]["stamp"] in page]
        assert stamps == [len(pages) - 1]
        assert all(len(pages[i].partition(BOOK.wording["bars"]["benefit"])[0]) > 60 or i in stamps for i in charts)


def test_the_page_stands_alone():
    have = found("nine-three-generations")
    page = sheet.html(have, DAY)
    assert page.startswith("<!doctype html><html lang=\"zh-CN\">")
    assert not re.search(r"<script|<img|<link|src=|url\(|https?:", page)
    assert page.count("<article") == page.count("</article>") == len(have.eligible) + len(have.possible)
    for e in have.eligible:
        assert e.name in page.replace("&quot;", '"')
    assert "@page" in page and have.notice in re.sub("<[^>]*>", "", page) and "窗口盖章" in page


def test_a_row_in_both_groups_of_the_message_says_whose_it_is_in_each():
    """Read by somebody who has nothing else: the same line twice would say that it is had, and that it may be."""
    couple = [{"id": "p1", "relation": "self", "age": 95, "hukou": "lucheng", "assistance": "dibao"},
              {"id": "p2", "relation": "spouse", "age": 60, "hukou": "ruian", "assistance": "dibao"}]
    have = listing(determine({"household": {"residence": "lucheng"}, "members": couple}, DAY), "family")
    (fits, may), = ((e, x) for e in have.eligible for x in have.possible if e.id == x.id)
    rows = dict(message.told(have, picture.MOST).groups)
    for e, status, of in ((fits, "eligible", "给您，95 岁"), (may, "possible", "给爱人，60 岁")):
        assert [row for row in rows[have.heading(status)] if e.name in row and of in row], rows
    for seed in range(12):
        have = listing(determine(household(random.Random(seed), load(), known=0.7, most=4), DAY), "family")
        both = {e.name for e in have.eligible} & {e.name for e in have.possible}
        for row in (row for _, some in message.told(have, picture.MOST, named=True).groups for row in some):
            for part in row.removeprefix("还有：").split("、") if row.startswith("还有：") else (row,):
                assert "给" in part or not any(part.startswith(f"{name}（牵") or part == name for name in both), part


@pytest.mark.parametrize("name", ["elder-alone", "family-of-five", "all-unknown"])
def test_the_workbook_has_numbers_as_numbers_and_no_formula(name):
    have = found(name)
    book = load_workbook(io.BytesIO(workbook.xlsx(have, DAY)))
    assert book.sheetnames == ["清单", "理由", "说明"] and all(s.freeze_panes == "A2" for s in book)
    rows = list(book["清单"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == sum(len(e.found) for e in (*have.eligible, *have.possible))
    assert all(value is None or isinstance(value, (int, float)) for row in rows for value in row[4:8])
    assert sum(bool(row[4]) for row in rows) == sum(1 for e in (*have.eligible, *have.possible) for d in e.found
                                                    if d.annual and d.annual[0])
    assert not any(cell.data_type == "f" for s in book for row in s.iter_rows() for cell in row)
    assert not any(s.merged_cells.ranges for s in book)


def test_text_that_looks_like_a_formula_stays_text():
    have = found("elder-alone")
    evil = [type(have.eligible[0])(**{f: getattr(e, f) for f in e.__slots__} | {"name": "=1+1", "notes": ("@SUM(A1)", "+1", "-1")})
            for e in have.eligible]
    from dataclasses import replace
    book = load_workbook(io.BytesIO(workbook.xlsx(replace(have, eligible=tuple(evil)), DAY)))
    cell = book["清单"]["C2"]
    assert cell.value == "=1+1" and cell.data_type == "s"


@pytest.mark.parametrize("name", [p.stem for p in sorted((ROOT / "examples").glob("*.json"))])
def test_the_message_is_short_and_tells_nothing_about_health(name):
    have = found(name)
    text = message.text(have)
    assert len(text) <= message.MOST and have.notice in text and "12345" in text
    assert not told_of(text)
    bare = "、".join(line for line in text.splitlines() if line.startswith("· 还有："))
    for e in (*have.eligible, *have.possible):
        bare = bare.replace(e.name, "名" * ("、" in e.name) or e.name)
    listed = text.count("· ") + bare.count("、") - max(0, text.count("· 还有：") - 1)
    hidden, every = re.search(r"这 (\d+) 项里还有 (\d+) 项没写", text), {e.id for e in (*have.eligible, *have.possible)}
    assert not hidden or int(hidden[1]) == len(every) == have.count("eligible") + have.count("possible"), "as the sentence on top counts"
    twice = [e.name for e in have.possible if e.id in {x.id for x in have.eligible}
                 and sum(line.startswith("· ") and e.name in line for line in text.splitlines()) > 1]
    assert listed - len(twice) + (int(hidden[2]) if hidden else 0) == len(every)


def test_names_that_find_no_room_for_more_stand_in_one_line_and_one_alone_in_its_own():
    rng, seen = random.Random(11), {0: 0, 1: 0, 2: 0}
    lists = [found(p.stem) for p in sorted((ROOT / "examples").glob("*.json"))]
    for have in (*lists, *(listing(determine(household(rng, BOOK, rng.choice([0.5, 0.8])), DAY)) for _ in range(8))):
        for most in range(message.MOST - 200, message.MOST + 1, 20):
            for _, rows in message.told(have, most).groups:
                bare = [row for row in rows if row.startswith("还有：")]
                names = {e.name for e in (*have.eligible, *have.possible)}
                assert bare == list(rows[-1:]) * bool(bare) and not {row.removeprefix("还有：") for row in bare} & names, bare
                seen[2 if bare else 1 if rows and rows[-1] in names else 0] += 1
    assert all(seen.values()), seen


@pytest.mark.parametrize("name", ["family-of-five", "disabled-child", "nothing"])
def test_who_sends_it_may_have_every_name_written_in_the_message_and_in_the_picture(name):
    have, words = found(name), BOOK.wording["paper"]
    plain, named = (message.told(have, picture.MOST, whether) for whether in (False, True))
    assert plain.kept is bool(told_of("\n".join(named.lines()))) and not named.kept
    rows = [row for _, some in named.groups for row in some]
    assert all(any(row.startswith(e.name.removesuffix("）")) for row in rows) for e in (*have.eligible, *have.possible)) and not named.hidden
    assert [thing.split("：")[0] for thing in named.first[1]] == [e.step for e in have.errands] and "名字没写" not in "".join(named.lines())
    text, how = message.text(have), words["name"]["how"].format(tick=words["name"]["tick"])
    assert (how in text) is plain.kept and how not in message.text(have, named=True) and len(message.text(have, named=True)) <= message.MOST
    assert all(e.name.removesuffix("）") in message.text(have, named=True) for e in (*have.eligible, *have.possible))
    assert not plain.kept or Image.open(io.BytesIO(picture.png(have, DAY, named=True))).height > Image.open(io.BytesIO(picture.png(have, DAY))).height


@pytest.mark.parametrize("seed", [44, 48, 53, 59])
def test_the_message_of_any_household_tells_nothing_about_health(seed):
    have = listing(determine(household(random.Random(seed), BOOK, known=0.85), DAY), "family")
    assert not told_of(message.text(have)) and len(message.text(have)) <= message.MOST


@pytest.mark.parametrize("name", ["family-of-five", "nothing", "all-unknown"])
def test_the_picture_is_one_long_picture_of_a_width_with_the_words_of_the_message(name):
    have = found(name)
    drawn = Image.open(io.BytesIO(picture.png(have, DAY)))
    assert drawn.format == "PNG" and drawn.width == 1080 and drawn.height > 600
    told = message.told(have, picture.MOST)
    named = {row.split("：")[0].split("（牵头")[0] for _, rows in told.groups for row in rows}
    assert len(named) + told.hidden == have.count("eligible") + have.count("possible")
    assert not told_of("\n".join(told.lines()))
    assert have.result.book.wording["list"]["self_check"] in told.head and have.notice in told.head


def test_a_sample_says_so_on_every_page_of_everything_that_is_taken_along():
    have = found("family-of-five")
    have.result.mark = BOOK.wording["paper"]["sample"]
    one = plan(have.result)
    for data in (letter.pdf(have, DAY), steps.pdf(one, "self", DAY)):
        assert all("样例，不是真的" in page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    for page in (sheet.html(have, DAY), steps.page(one, "self", DAY)):
        assert re.search(r'<p class="foot">样例，不是真的</p>', page) and "position: fixed" in page
    assert all(s["A1"].value == "样例，不是真的" and s.freeze_panes == "A3" for s in load_workbook(io.BytesIO(workbook.xlsx(have, DAY))))
    assert "样例，不是真的" in message.text(have) and "样例，不是真的" in message.told(have, picture.MOST).head
    assert "样例，不是真的" in ics(one)


@pytest.mark.parametrize("name", ["family-of-five", "disabled-child", "graduate"])
def test_no_heading_stands_alone_at_the_foot_of_a_page(name):
    have = found(name)
    headings = {squeezed(f"{have.heading(status)}（{len(rows)} 项）") for status, rows in (("eligible", have.eligible), ("possible", have.possible))}
    for page in PdfReader(io.BytesIO(letter.pdf(have, DAY))).pages:
        lines = [squeezed(line) for line in page.extract_text().splitlines() if line.strip()]
        last = next(i for i, line in enumerate(lines) if line.startswith("幸福清单按"))
        assert not headings & set(lines[max(0, last - 3):last])


@pytest.mark.parametrize("name", [p.stem for p in sorted((ROOT / "examples").glob("*.json"))])
def test_the_message_says_of_everything_to_be_done_what_it_is_for(name):
    have = found(name)
    _places_are_kept(have)


@pytest.mark.parametrize("seed", range(12))
def test_the_message_of_any_household_sends_to_the_places_of_the_list(seed):
    _places_are_kept(listing(determine(household(random.Random(seed), BOOK, known=0.85), DAY), "family"))


def _places_are_kept(have):
    """Everything to be done stands in the order of the list and at its place. Whatever has no name is asked of who sent it; no place is told
    where every one of them tells of an illness, and never another one."""
    _, things = message.told(have, picture.MOST).first
    assert len(things) == len(have.errands)
    words = BOOK.wording["paper"]
    for thing, e in zip(things, have.errands, strict=True):
        soon = words["soon"]["at_once" if not e.by else "plain" if told_of(e.by) else "by"].format(by=e.by)
        own = bool(e.lines) and e.lines[0] in thing and re.search("急的|赶早", e.lines[0])  # of several things the first says so itself
        assert not e.urgent or own or thing.endswith(soon) or ("问发给您的人。" in thing and thing.endswith(soon.strip("（）")[-5:]))
        step, _, said = thing.removesuffix(soon).partition("：")
        assert said
        if told_of(e.step):
            plain = [p for p in (e.desk or e.what).split("，或") if not told_of(p)]
            assert plain[0] in step if plain else thing.startswith(words["unplaced"]), thing
            assert "问发给您的人" in thing
        else:
            assert step == e.step and ("问发给您的人" in said or not told_of(said)), thing
        assert not re.search("第 [0-9]+ 件", thing), "the message is all its reader has: it sends to no list"


def test_many_names_that_wait_for_one_answer_stand_on_paper_by_who_leads():
    have = found("all-unknown")
    text = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(letter.pdf(have, DAY))).pages))
    page = sheet.html(have, DAY)
    led = next(g for g in arranged(have, "possible", "money") if g.waits).led
    assert len(led) > 5 and sum(map(len, led.values())) > 40
    for office, rows in led.items():
        head = BOOK.wording["list"]["led"].format(of=office, n=len(rows))
        assert squeezed(head) in text and f"<b>{head}</b><br>{'<br>'.join(rows)}</p>" in unescape(page)
    printed, screen = page.index(".paper {display: block !important"), page.index(".paper {display: none}")
    assert printed < screen  # what is for paper alone has to win over the style of the screen that comes after it


@pytest.mark.parametrize("name", ["farm-couple", "family-of-five", "all-unknown"])
def test_every_row_of_the_message_says_who_leads(name):
    rows = [row for _, some in message.told(found(name), picture.MOST).groups for row in some]
    assert rows and all(BOOK.wording["list"]["labels"]["lead"] in row for row in rows)


def test_what_may_not_wait_says_by_when_though_its_name_tells_of_an_illness():
    first = message.told(found("family-of-five"), message.MOST).first[1][0]
    assert first == "问村社：有一项帮扶给第二个孩子。名字没写，问发给您的人。要赶早：满 7 周岁以前问" and not told_of(first)


def test_a_row_that_is_called_by_plain_words_where_it_is_to_be_done_has_them_beside_its_name():
    have = found("elder-alone")
    row, plain = next((e, e.spoken) for e in have.possible if e.id == "elderly-care-subsidy-extended")
    assert any(plain in x.told for x in have.errands) and have.also_said(row) == f"（就是{plain}）"
    assert f"{row.name}（就是{plain}".replace("）（", "；") in message.text(have)
    assert squeezed(f"（就是{plain}）") in squeezed("".join(p.extract_text() for p in PdfReader(io.BytesIO(letter.pdf(have, DAY))).pages))
    neutral = {b.id for b in BOOK.screened() if told_of(b.name) and not told_of(spoken(b))}
    assert neutral == {"child-basic-living", "jisheng-hardship-grant"}, \
        "of these only the official name tells of an illness or a loss"
    assert not any(told_of(spoken(b)) and not told_of(b.name) for b in BOOK.screened())


def test_what_is_named_in_what_to_do_is_named_in_the_list_and_a_premium_anybody_may_pay_tells_nothing():
    people = [{"id": f"p{i}", "relation": who, "age": age, "hukou": "lucheng", "assistance": "dibao", "insured_medical": "resident"}
              for i, (who, age) in enumerate((("self", 35), ("spouse", 34), ("child", 5)), 1)]
    text = message.text(listing(determine({"household": {"residence": "lucheng"}, "members": people}, DAY), "adult"))
    assert "：城乡居民医保个人缴费补助、益康保的保费有人出" in text and "补充医疗保险资助参保（就是益康保的保费有人出" in text
    for seed in range(25):
        have = listing(determine(household(random.Random(seed), BOOK, known=0.85), DAY), "family")
        told = message.told(have, 10 ** 6)
        rows = "".join(row for _, some in told.groups for row in some)
        for e in (*have.eligible, *have.possible):
            assert not any(e.spoken in thing for thing in told.first[1]) or e.spoken in rows or e.name in rows, (seed, e.name)


def yuan_of(text: str) -> Fraction:
    """What a text says is had for certain, by year and once."""
    amounts = re.findall(r"(?<!\d)([\d,]+(?:\.\d\d)?)(?: 到 [\d,.]+)? 元", re.sub(r"最多 [\d,.]+ 元", "", text))
    return sum((Fraction(x.replace(",", "")) for x in amounts), start=Fraction())


def test_the_amounts_of_the_message_add_up_to_the_sum_on_top():
    """Those that are not in the sum say so, with why where there is room, and so do those that are in it and not written."""
    family = message.text(found("family-of-five"))
    assert "35,744 元（没算进总数；牵头" in family or "35,744 元（没算进总数：" in family
    assert "有 1 项现金，算进了最上面的总数（一年 2,000 元）" in family and "算进了" not in message.text(found("elder-alone"))
    long = message.told(found("family-of-five"), picture.MOST)
    assert "35,744 元（没算进总数：孩子的钱和低保金能不能都领，文件没写；" in "".join(row for _, rows in long.groups for row in rows)
    marked = summed = 0
    have = [found(path.stem) for path in (ROOT / "examples").glob("*.json")]
    for one in (*have, *(listing(determine(household(random.Random(seed), BOOK, known=0.95), DAY), "family") for seed in range(60))):
        lead = re.search(r"现金((?:一年|一次给).*)", re.sub("（.*?）", "", one.lead[0]))
        told = message.told(one, picture.MOST)
        rows = [row for heading, some in told.groups if heading == one.heading("eligible") for row in some]
        cash = [e for e in one.eligible if e.cash]
        mine = [row for row in rows if any(row.startswith((e.name, e.spoken)) for e in cash) and "不发钱" not in row]
        marked += sum("没算进总数" in row for row in mine)
        if not lead:
            continue
        each = []
        for row in mine:
            off = re.search(r"（(?:其中(.*?))?没算进总数", row)
            people = re.search(r"：(\d+) 个人，每人", row)
            of = yuan_of(row.partition("：")[2].partition("（")[0]) * (int(people[1]) if people else 1)
            each.append(of if not off else of - yuan_of(off[1]) if off[1] else Fraction())
        written = sum(each) + yuan_of("".join(re.findall(r"算进了最上面的总数（(.*?)）", "".join(told.foot))))
        assert abs(written - yuan_of(lead[1])) < len(mine) + 1, (one.lead[0], mine, told.foot)  # told in whole yuan
        summed += 1
    assert summed > 20 and marked > 3, (summed, marked)


def test_the_code_stands_in_the_fragment_and_is_a_picture_only_while_it_can_be_scanned():
    link = code.address("https://example.org/results?x=1#old", "1abc")
    assert link == "https://example.org/#r=1abc"
    assert code.picture(link).startswith("data:image/svg+xml") and code.picture(link + "a" * code.MOST) is None


def test_another_reader_finds_the_address_in_the_code():
    """The picture itself is read, square by square as a browser fills them, also with as many answers as it takes."""
    for link in (code.address("https://example.org/results", "1abc"), code.address("https://example.org/", "2" + "aB-_9" * 250)):
        drawn = unquote(code.picture(link))
        size = int(re.search(r"M0 0h(\d+)v", drawn)[1])
        picture, x, y = Image.new("L", (size, size), 255), 0.0, 0.0
        for step, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r"class='qrline'[^>]* d='([^']+)'", drawn)[1]):
            values = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
            if step == "h":
                for i in range(int(values[0])):
                    picture.putpixel((int(x) + i, int(y)), 0)
                x += values[0]
            else:
                x, y = (values[0], values[1]) if step == "M" else (x + values[0], y + values[1])
        assert zxingcpp.read_barcode(picture.resize((size * 4, size * 4))).text == link


def test_nothing_is_left_on_the_disk(tmp_path):
    script = ("import json,sys,os\nfrom datetime import date\nsys.path.insert(0, sys.argv[1])\nfrom benefits import determine\n"
              "from benefits.entries import listing\nfrom takeaway import letter, workbook\n"
              "have = listing(determine(json.load(open(sys.argv[1] + '/examples/elder-alone.json')), date(2026, 11, 25)))\n"
              "letter.pdf(have, date(2026, 11, 25)); workbook.xlsx(have, date(2026, 11, 25))\n")
    subprocess.run([sys.executable, "-B", "-c", script, str(ROOT)], cwd=tmp_path, env={"TMPDIR": str(tmp_path), "HOME": str(tmp_path)}, check=True)
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize(("name", "voice"), [("elder-79", "elder"), ("graduate", "self")])
def test_the_plan_is_taken_along_word_for_word(name, voice):
    result = determine(json.loads((ROOT / "examples" / f"{name}.json").read_text(encoding="utf-8")), DAY)
    one = plan(result)
    page, printed = steps.page(one, voice, DAY), PdfReader(io.BytesIO(steps.pdf(one, voice, DAY)))
    read = squeezed(re.sub("<[^>]*>", "", unescape(page)))
    paper = squeezed("".join(p.extract_text() for p in printed.pages))
    for leg in legs(one):
        for item in (item for _, items in leg.parts for item in items):
            assert squeezed(item.name) in read and squeezed(item.name) in paper
            for line in (x for said, rows in item.blocks for x in (said, *rows)):
                assert squeezed(say(result.book, voice, line)) in read
    assert not re.search(r"<script|<img|<link|src=|url\(|https?:", page)
    assert (voice == "self") or "您" not in read


def test_a_figure_that_is_not_official_says_so_on_paper_too():
    have = found("family-of-five")
    rows = [e for e in (*have.eligible, *have.possible) if any("不是官方公布" in s.remark for s in e.shares)]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(letter.pdf(have, DAY))).pages).replace("\n", "")
    assert len(rows) >= 4 and text.count("不是官方公布，可能已调整，只作参考") >= len(rows)


def test_of_several_things_at_one_place_only_the_urgent_one_is_told_as_urgent():
    data = json.loads((Path(__file__).parents[1] / "examples" / "elder-alone.json").read_text(encoding="utf-8"))
    data["household"]["sudden_hardship"] = True
    lines = message.text(listing(determine(data, DAY))).splitlines()
    assert [line.split("：")[0].strip() for line in lines if "急的" in line or "赶早" in line] == ["临时救助"]


@pytest.mark.parametrize("name", [p.stem for p in sorted((ROOT / "examples").glob("*.json"))])
def test_no_two_brackets_follow_each_other_and_plain_words_that_explain_nothing_are_left_out(name):
    have = found(name)
    assert "）（" not in message.text(have)
    for e in (*have.eligible, *have.possible):
        assert not have.also_said(e) or set(e.spoken) - set(e.name), e.name


def test_no_short_form_tells_less_than_the_most_anybody_has_without_saying_so():
    """Of what several people have each: both numbers, the two ends, or the most and that not everybody has so much."""
    words, rng, seen = BOOK.wording["paper"], random.Random(5), set()
    assert "补充医疗保险资助参保：每人保费一年最多 50 或 100 元" in "".join(message.told(found("family-of-five"), picture.MOST, True).lines())
    for _ in range(50):
        have = listing(determine(household(rng, BOOK, rng.choice([0.8, 0.95])), date(2025, 6, 1)))
        for e in (*have.eligible, *have.possible):
            told = {s.money.removeprefix(words["each"]) for s in e.shares if s.found[0].quantified and not s.found[0].superseded_by}
            if len(told) > 1 and not (e.status == "eligible" and e.cash):  # that is added up
                line = message._row(e, have, {**words, "private": ()}).partition("：")[2]
                numbers = [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", "".join(told))]
                assert f"{max(numbers):,}" in line, (line, told)
                least = words["some_less"].partition("}")[2].strip("（）")
                assert least in line or all(any(n in text for text in told) for n in re.findall(r"\d[\d,.]* (?=或|到)", line)), (line, told)
                seen.add("less" if least in line else "both" if " 或 " in line else "ends")
    assert seen >= {"less", "both"}
