"""The board tells what `screen` tells, added up: every sum to the fen, every change as if all were computed anew."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import date
from fractions import Fraction
from functools import cache
from io import BytesIO
from types import SimpleNamespace

import openpyxl
import polars as pl
import pytest

from benefits.adjust import COLUMNS, changed, numbers, own_values, parse, rests_on_own, tried
from benefits.bars import Bar
from benefits.bulk import Register
from benefits.bulk.picture import BUCKETS, Board, Line, merged, receiving, small
from benefits.bulk.upload import opened
from benefits.content import load
from benefits.counts import LEAST, in_wan, told
from benefits.duties import clauses, duties, sheets
from benefits.explain import bare
from benefits.figures import OWN
from benefits.household import InputError
from benefits.numbers import exact, fen
from benefits.screen import determine
from benefits.yaml_reader import ContentError
from pages._board_charts import share
from pages._board_lines import apart
from pages._register import Held
from pages._tables import largest
from takeaway import tables
from tests.households import of_one_area
from tests.test_bulk import generated
from tests.test_bulk import tables as written

BOOK, DAY = load(), date(2025, 6, 1)
PLACES = {row.id: numbers(BOOK, row) for row in BOOK.screened()}
AREAS = BOOK.policy.groups["wenzhou"].areas


def houses(seed: int, count: int) -> list[dict]:
    """Households of which most have something."""
    rng = random.Random(seed)
    found = generated(seed, count)
    for one in found:
        of_one_area(rng, one, rng.choice(AREAS))
    return found


HOUSES = houses(7, 160)


def register() -> Register:
    return Register(*written(HOUSES), as_of=DAY, book=BOOK)


def test_every_number_that_may_be_changed_is_told_in_words_with_what_it_is_now():
    for place in (place for places in PLACES.values() for place in places):
        told = place.told
        assert told.count("：") <= 2 + told.count("算法“") and not re.search("或者[0-9]|并且[0-9]|[：，]$", told), told
        assert bare(exact(place.value)) in told, told
        assert not (place.pays and place.unit) or told.endswith(f"给 {bare(exact(place.value))} {place.unit}"), told


@pytest.fixture(scope="module")
def board() -> Board:
    return Board(register())


def judged(book=BOOK, given=None) -> list:
    """Every determination of every household, with the person it is counted under."""
    return _as_it_is() if book is BOOK and given is None else _judged(book, given)


@cache
def _as_it_is() -> list:
    return _judged(BOOK, None)


def _judged(book, given) -> list:
    found = []
    for one in HOUSES:
        result = determine(one, DAY, given, book)
        people = {p["id"]: p for p in one["members"]}
        applicant = next(p for p in one["members"] if p["relation"] == "self")
        found += [(result, d, people[d.member] if d.member else applicant) for d in result.determinations]
    return found


def cents(value) -> int:
    return int(fen(value) * 100)


def lines(key, found) -> dict[str, Line]:
    """What `screen` says, added up by hand in the shape of a line."""
    sums: dict[str, Counter] = {}
    for result, d, who in found:
        one = sums.setdefault(key(result, d, who), Counter())
        if d.status == "possible":
            one["possible"] += 1
        elif d.status == "eligible" and not d.superseded_by:
            one["n"] += 1
            if d.benefit.pays == "loan":
                continue
            if not d.quantified:
                one["none"] += 1
            for bucket in BUCKETS:
                value = getattr(d, bucket)
                if value is not None:
                    one["low", bucket] += cents(value[0])
                    one["open" if value[1] is None else "high", bucket] += 1 if value[1] is None else cents(value[1])
    return {name: Line(name, "", s["n"], s["possible"], s["none"], *({b: s[part, b] for b in BUCKETS} for part in ("low", "high", "open")))
            for name, s in sums.items() if s["n"] or s["possible"]}


def plain(found) -> dict[str, Line]:
    return {x.name: Line(x.name, "", x.n, x.possible, x.none, x.low, x.high, x.open) for x in found if x.n or x.possible}


def the_age(result, who) -> str:
    age = next(p for p in result.household.people if p.id == who["id"]).facts.get("age")
    return "不知道" if age is None else "0 到 17 岁" if age < 18 else "18 到 59 岁" if age < 60 else "60 到 79 岁" if age < 80 else "80 岁以上"


def the_option(fact: str):
    labels = {o.value: "没有困难认定" if o.label == "都没有" else o.label for o in BOOK.facts[fact].options} or {True: BOOK.facts[fact].yes, False: BOOK.facts[fact].no}
    return lambda result, d, who: labels.get(who.get(fact), "不知道")


def test_each_benefit_is_what_screen_says_added_up(board):
    found = lines(lambda r, d, who: d.benefit.name, judged())
    assert sum(x.n for x in found.values()) > 500
    assert plain(board.now.by_benefit()) == found


def test_how_many_households_have_something_and_how_many_of_them_cash_is_what_screen_says(board):
    had, paid = (sum(any(d.status == "eligible" and (not cash or (d.benefit.pays == "cash" and not d.superseded_by
                                                                   and not (d.quantified and d.pay_high == 0)))
                         for d in determine(one, DAY).determinations) for one in HOUSES) for cash in (False, True))
    assert (board.helped(), board.helped("cash")) == (had, paid) and paid < had
    told_ = share(Held(board, DAY, False, ""))
    assert f"占 {had * 100 // len(HOUSES)}%" in told_ and f"{paid} 户" in told_
    for of, some, cash, says in ((100, 95, 50, ""), (100, 80, 75, "占"), (100, 80, 5, "占"), (100, 80, 50, "占户")):
        of_few = SimpleNamespace(helped=lambda pays="", n=(some, cash): n[bool(pays)], now=SimpleNamespace(households=of))
        said = share(Held(of_few, DAY, True, ""))
        assert ("占" in said, "户" in said) == ("占" in says, "户" in says), "no split of real people with a small part is told"


@pytest.mark.parametrize("key", ["department", "age", "assistance", "disability_certificate"])
def test_each_department_and_group_is_what_screen_says_added_up(board, key):
    by = {"department": lambda r, d, who: d.benefit.departments[0], "age": lambda r, d, who: the_age(r, who)}
    found = board.now.by_department() if key == "department" else board.now.by(key)
    assert plain(found) == lines(by.get(key) or the_option(key), judged())


def test_each_area_is_what_screen_says_added_up(board):
    def area(result, d, who):
        return BOOK.policy.areas[who["hukou"] if who["hukou"] in AREAS else result.household.facts["residence"]]
    assert plain(board.now.by("area")) == lines(area, judged())


def test_what_may_be_paid_once_only_counts_once_in_the_total():
    one = {"household": {"residence": "lucheng", "jisheng_special_hardship": True, "jisheng_difficult": True,
                         "jisheng_serious_illness": True}, "members": [{"id": "p1", "relation": "self", "hukou": "lucheng", "age": 50}]}
    found = Board(Register(*written([one])[:2], as_of=DAY, book=BOOK)).now
    low, high = determine(one, DAY).totals.cash_once
    assert found.overlap == {"cash": {"annual": 0, "once": 3000_00}, "in_kind": {"annual": 0, "once": 0}}
    assert found.total("cash").low == found.total().low and found.total("in_kind").low == {"annual": 0, "once": 0}
    assert (found.total().low["once"], found.total().high["once"]) == (cents(low), cents(high)) == (3500_00, 6500_00)


@pytest.mark.parametrize(("low", "high", "said"), [
    (573_194_462, 573_194_462, "约 57,319 万元"), (9999, 9999, "9,999 元"), (10_000, 10_000, "约 1 万元"), (12_345, None, "至少 1.2 万元"),
    (0, 12_345, "最多 1.3 万元"), (12_345, 23_456, "1.2 到 2.4 万元"), (1_999_999, None, "至少 199 万元"), (0, 0, "0 元"),
    (Fraction(1_234_567, 100), Fraction(1_234_567, 100), "约 1.2 万元"), (995, 20_000, "0 到 2 万元")])
def test_large_sums_are_read_in_万元_and_stay_true(low, high, said):
    assert in_wan(low, high) == said


def test_what_is_not_drawn_is_told_apart():
    bars = [Bar(f"甲{n}", (n, n), f"{n} 份") for n in range(1, 16)]
    shown, see = largest(bars, "份")
    assert [b.name for b in shown] == [f"甲{n}" for n in range(15, 8, -1)]
    assert see == "从多到少，最多的是“甲15”，15 份。图里画了 7 样，其余 8 样合起来 36 份。"


def test_money_stands_apart_by_how_it_is_paid_unless_a_difference_would_tell_of_few_real_people(board):
    whole = {x.key: x for x in board.now.by_department()}
    ways = apart(Held(board, DAY, False, ""), board.now.by_department)
    for key, line in whole.items():
        assert line.low["annual"] == sum(lines[key].low["annual"] for lines in ways.values() if key in lines)
    assert any(map(small, whole.values())) and not apart(Held(board, DAY, True, ""), board.now.by_department)


CHANGES = [("old-age-allowance", "amount.case.3.pays", 80, {}), ("old-age-allowance", "definition.advanced_age.when.at_least", 75, {}),
           ("disabled-study-aid", "amount.otherwise.case.0.pays", 6000, {}), (None, None, None, {"dibao_standard": 1300}),
           ("rent-subsidy", "limits.area_per_person", 30, {"market_rent_per_m2": 30, "rent_guaranteed_m2_per_person": 18})]


@pytest.mark.parametrize(("row", "where", "number", "given"), CHANGES)
def test_a_change_is_what_computing_everything_anew_says(board, row, where, number, given):
    edits = [(next(p for p in PLACES[row] if p.key.endswith(where)), number)] if row else []
    book = changed(BOOK, edits)
    moved, anew = board.what_if(book, given), judged(book, given)
    assert plain(moved.after.by_benefit()) == lines(lambda r, d, who: d.benefit.name, anew)
    assert plain(moved.after.by("age")) == lines(lambda r, d, who: the_age(r, who), anew)
    if not given:
        assert Board(register(), book).now.total() == moved.after.total()
    before, after = {}, {}
    news = Counter()
    for sums, side in ((before, judged()), (after, anew)):
        for n, (_, d, who) in enumerate(side):
            paid = d.status == "eligible" and not d.superseded_by and d.benefit.pays != "loan"
            value = sum(cents(v[0]) for v in (d.annual, d.once) if v is not None) if paid else 0
            sums[n] = (id(who), value, d.status == "eligible")
    net: Counter = Counter()
    for n in before:
        net[before[n][0]] += after[n][1] - before[n][1]
        news["new"] += after[n][2] and not before[n][2]
        news["gone"] += before[n][2] and not after[n][2]
    total = moved.total()
    assert moved.places and sum(total.values()) > 0
    assert total == {"gains": sum(v > 0 for v in net.values()), "loses": sum(v < 0 for v in net.values()),
                     "gained": sum(v for v in net.values() if v > 0), "lost": -sum(v for v in net.values() if v < 0), **news}


def test_only_rows_that_read_what_changed_are_computed_anew(board):
    place = next(p for p in PLACES["old-age-allowance"] if p.key.endswith("amount.case.3.pays"))
    moved = board.what_if(changed(BOOK, [(place, 80)]))
    assert [board.now.rows()[n].id for n in moved.places] == ["old-age-allowance"]
    assert board.what_if(BOOK).places == []


def test_every_number_that_may_be_changed_stands_where_it_says():
    for places in PLACES.values():
        for p in places:
            book = changed(BOOK, [(p, p.value + 1)])
            kind, of = p.of
            assert (book.benefits if kind == "benefit" else book.definitions)[of] != (BOOK.benefits if kind == "benefit" else BOOK.definitions)[of]
    assert sum(map(len, PLACES.values())) > 100 and load() is BOOK


@pytest.mark.parametrize("text", ["", "八十", "inf", "nan"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(InputError):
        parse(text)


def test_an_impossible_number_is_refused_in_words():
    place = PLACES["old-age-allowance"][0]
    for number in (-1, parse("0.00001"), 10**12):
        with pytest.raises(InputError, match="允许 0 到"):
            changed(BOOK, [(place, number)])
    divisor = next(p for p in PLACES["tekun-living"] if p.path[-2:] == ("over", 1))
    with pytest.raises(ContentError, match="除数"):
        changed(BOOK, [(divisor, 0)])


def test_the_values_of_an_office_enter_amounts_and_say_so():
    line = dict(zip(COLUMNS, ("低保标准", "鹿城", "2025-01-01", "1200")))
    book = changed(BOOK, (), own_values([line], BOOK))
    house = {"household": {"residence": "lucheng", "monthly_income": 200}, "members": [
        {"id": "p1", "relation": "self", "age": 50, "hukou": "lucheng", "assistance": "dibao"}]}
    for hukou, standard in (("lucheng", 1200), ("ruian", 1110)):
        house["members"][0]["hukou"] = hukou
        d = next(d for d in determine(house, DAY, None, book).determinations if d.benefit.id == "dibao-allowance")
        assert d.annual == ((standard - 200) * 12,) * 2
        assert any(OWN in note for note in d.notes) is (hukou == "lucheng")
    earlier = determine(house | {"members": [house["members"][0] | {"hukou": "lucheng"}]}, date(2024, 6, 1), None, book)
    assert next(d for d in earlier.determinations if d.benefit.id == "dibao-allowance").annual == ((1110 - 200) * 12,) * 2


def test_a_standard_may_be_tried_in_one_area_or_everywhere(board):
    """In one area alone as computing every household there anew says; everywhere as the same value given for all, but that
    what an area has published for itself stays."""
    one = changed(BOOK, (), tried(BOOK, "dibao_standard", 1300, "ruian", DAY))
    moved = board.what_if(one)
    assert plain(moved.after.by_benefit()) == lines(lambda r, d, who: d.benefit.name, judged(one))
    assert {g["name"] for g in moved.by("area") if g["gains"] or g["loses"]} == {BOOK.policy.areas["ruian"]}
    everywhere = plain(board.what_if(changed(BOOK, (), tried(BOOK, "dibao_standard", 1300, "", DAY))).after.by_benefit())
    name = BOOK.benefits["dibao-allowance"].name
    assert everywhere[name] == plain(board.what_if(BOOK, {"dibao_standard": 1300}).after.by_benefit())[name]
    assert {name for name, _ in tried(BOOK, "supplementary_premium", 100, "ruian", DAY)} > {"supplementary_premium"}
    with pytest.raises(InputError, match="允许"):
        tried(BOOK, "dibao_standard", -1, "ruian", DAY)


def test_only_what_rests_on_an_offices_value_says_so():
    line = dict(zip(COLUMNS, ("低保标准", "鹿城", "2025-01-01", "1200")))
    book = changed(BOOK, (), own_values([line], BOOK))
    for hukou in ("lucheng", "ruian"):
        house = {"household": {"monthly_income": 200}, "members": [{"id": "p1", "relation": "self", "hukou": hukou, "assistance": "dibao"}]}
        assert rests_on_own(determine(house, DAY, None, book)) is (hukou == "lucheng")
    assert not rests_on_own(determine(house, DAY))


@pytest.mark.parametrize(("cells", "said"), [
    (("低保标堆", "鹿城", "2025-01-01", "1200"), "是不是 低保标准"), (("低保标准", "杭州", "2025-01-01", "1200"), "允许：温州市"),
    (("低保标准", "鹿城", "去年", "1200"), "2025-01-01 这样"), (("低保标准", "鹿城", "2025-01-01", "一千"), "不是一个数"),
    (("低保标准", "鹿城", "2025-01-01", "-5"), "允许 0 到"), (("低边标准是低保标准的几倍", "", "2025-01-01", "9"), "允许 1.5 到 2")])
def test_a_wrong_line_of_an_office_is_named(cells, said):
    with pytest.raises(InputError, match=said) as error:
        own_values([dict(zip(COLUMNS, ("低保标准", "鹿城", "2025-01-01", ""))), dict(zip(COLUMNS, cells))], BOOK)
    assert error.value.problems[0].startswith("第 3 行")


def test_no_small_number_of_real_people_is_told():
    def line(n: int) -> Line:
        return Line(str(n), "", n, 0, 0, {"annual": n * 100, "once": 0})
    for ns in ([3, 50, 80], [3, 4, 5, 90], [9, 9, 9], [2], [2, 11], [0, 5, 12, 13]):
        found = merged([line(n) for n in ns])
        assert all(x.n == 0 or x.n >= LEAST for x in found)
        assert sum(x.n for x in found) in (sum(ns), sum(n for n in ns if n >= LEAST)) or len(ns) == 1
    assert told(9, real=True) == "少于 10" and told(9, real=False) == "9" and told(0, real=True) == "0"


def test_who_is_eligible_for_more_than_they_have():
    persons, households, income = written(HOUSES)
    wanted = [d for _, d, _ in judged() if d.benefit.id == "free-transit" and d.status == "eligible"]
    persons = persons.with_columns(正在领=pl.lit("免费乘坐公共交通；没有这一项"))
    one = Register(persons, households, income, as_of=DAY, book=BOOK)
    has, odd = receiving(persons, one, BOOK)
    found = {x["name"]: x for x in Board(one).unclaimed(has)}
    row = found[BOOK.benefits["free-transit"].name]
    assert (row["has"], row["more"], row["has"] + row["over"]) == (len(wanted), 0, persons.height) and odd == ["没有这一项"]
    assert receiving(written(HOUSES)[0], one, BOOK) is None


def test_needs_are_counted_and_name_nobody(board):
    found = board.needs()
    possible = Counter(d.benefit.id for _, d, _ in judged() if d.status == "possible" and d.benefit.eligible_when is None)
    none = Counter(d.benefit.id for _, d, _ in judged() if d.status == "eligible" and not d.superseded_by and not d.quantified
                   and d.benefit.pays == "cash")
    for kind, sums in (("要个别商量", possible), ("没有准数", none)):
        told_ = Counter()
        for one in found:
            if one["kind"] == kind:
                told_[one["benefit"]] += one["n"]
        assert told_ == sums and sums
    assert {k for one in found for k in one} == {"benefit", "name", "area", "kind", "n"}
    where = {one["area"] for one in found if one["name"] == "高龄津贴（县、市的）"}  # of the districts the document has the figures
    assert where and not where & {"鹿城", "龙湾", "瓯海", "洞头"} and not [one for one in found if one["name"] == "高龄津贴"]


def test_two_statuses_against_each_other_count_every_person(board):
    from benefits.bulk.picture import profile
    dims = profile(BOOK)
    table = board.crossed(dims["assistance"], dims["age"])
    people = Counter((the_option("assistance")(None, None, who), the_age(determine(one, DAY), who)) for one in HOUSES for who in one["members"])
    assert {(dims["assistance"].names[i], dims["age"].names[j]): n for i, row in enumerate(table) for j, n in enumerate(row) if n} == people


# --- files in and out ---------------------------------------------------------------------------------------------

def csv(frame: pl.DataFrame) -> bytes:
    lists = pl.col(pl.List(pl.String))
    flat = frame.with_columns(pl.when(lists.list.len() == 0).then(pl.lit("都没有")).otherwise(lists.list.join(";")).name.keep())
    return flat.write_csv().encode()


def test_a_register_handed_over_gives_the_same_picture(board):
    persons, households, income = written(HOUSES)
    handed = opened({"persons": ("人.csv", csv(persons)), "households": ("家.csv", csv(households)), "income": ("收入.csv", csv(income))}, BOOK)
    again = Board(Register(handed.tables["persons"], handed.tables["households"], handed.tables["income"], as_of=DAY, book=BOOK))
    assert not handed.synthetic and again.now.by_benefit() == board.now.by_benefit()


@pytest.mark.parametrize(("column", "cell", "said"), [
    ("姓名", "张三", "写的是谁"), ("备注", "330302194405010012", "像证件号"), ("联系", "电13800000000", "像证件号"), ("户主证件号", "1", "写的是谁")])
def test_whoever_can_be_recognised_is_refused(column, cell, said):
    data = f"户号,和本人的关系,{column}\n1,本人,{cell}\n".encode()
    with pytest.raises(InputError, match=said) as error:
        opened({"persons": ("人.csv", data)}, BOOK)
    assert column in error.value.problems[0]


@pytest.mark.parametrize(("name", "data"), [("a.xlsm", b"x"), ("a.xlsx", b"PK not a zip"), ("a.parquet", b"PAR1"), ("a.csv", b"")])
def test_a_broken_or_forbidden_file_is_refused_in_words(name, data):
    with pytest.raises(InputError, match="人员表"):
        opened({"persons": (name, data)}, BOOK)


def test_no_cell_becomes_a_formula_and_the_label_stands_above():
    sheet = ("表", ("名", "数"), [("=1+1", 5), ("-x", Fraction(1, 2).numerator)])
    page = openpyxl.load_workbook(BytesIO(tables.xlsx([sheet], "合成数据"))).active
    assert [[c.value for c in row] for row in page] == [["合成数据", None], ["名", "数"], ["=1+1", 5], ["-x", 1]]
    assert page["A3"].data_type == "s"
    assert tables.text(sheet, "合成数据").decode("utf-8-sig").splitlines() == ["合成数据", "名,数", "'=1+1,5", "'-x,1"]


# --- who is responsible -------------------------------------------------------------------------------------------

def test_every_row_has_one_lead_and_every_figure_a_publisher():
    found = duties(BOOK, DAY)
    assert Counter(b.id for d in found for b in d.leads) == Counter(dict.fromkeys(BOOK.benefits, 1))
    assert {f.parameter.id for d in found for f in d.figures} == {p.id for p in BOOK.parameters.values() if p.input}
    assert sum(len(e) for e in clauses(BOOK).values()) == len(BOOK.sentences)
    for _, headers, rows in sheets(BOOK, DAY):
        assert rows and all(len(r) == len(headers) and None not in r for r in rows)
