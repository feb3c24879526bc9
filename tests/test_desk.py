"""The desk of a grid worker: codes without identities, rosters in, whom to visit first, its file out and in again."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from benefits import desk as d
from benefits.bulk import Register
from benefits.bulk.households import households
from benefits.content import load
from benefits.entries import listing, spoken
from benefits.explain import rough
from benefits.household import InputError, read
from benefits.interview import UNSURE, Answers, screened, to_ask
from benefits.listing import status_word
from benefits.numbers import add
from tests.questions import household as asked_of
from tests.questions import visit
from tests.test_bulk import generated, tables
from tests.test_takeaway import told_of

BOOK, DAY = load(), date(2025, 6, 1)
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def of_register(houses: list[dict]) -> list[tuple[str, dict]]:
    register = Register(*tables(houses), as_of=DAY, book=BOOK)
    assert register.rejects.is_empty()
    return [one for part in register.ranges for one in households(part, BOOK)]


def test_a_household_of_a_register_is_the_household_that_was_written():
    houses = generated(11, 60)
    found = of_register(houses)
    assert len(found) == 60
    for one, (_, again) in zip(houses, found, strict=True):
        assert said(again) == said(one)


def said(data: dict) -> tuple:
    """A household as it is read; the order of several options means nothing."""
    found = read(data, BOOK, DAY)

    def unordered(facts: dict) -> dict:
        return {k: frozenset(v) if isinstance(v, tuple) else v for k, v in facts.items()}
    facts = unordered(found.facts)
    if found.income == ():
        facts["monthly_income"] = 0
    return facts, [(p.id, unordered(p.facts)) for p in found.people], sorted(found.income or (), key=str)


def elder(born: str, **facts) -> dict:
    return {"household": {"residence": "ruian"}, "members": [{"id": "p1", "relation": "self", "birth_date": born, "hukou": "ruian", **facts}]}


def answers(data: dict) -> dict:
    return Answers(data, gathered=True).as_dict()


# --- codes --------------------------------------------------------------------------------------------------------

def test_a_code_says_where_it_was_mistyped():
    good = d.code("瑞安", 17)
    assert good.startswith("瑞安-017") and d.is_code(good, BOOK)
    digits = good[3:6]
    for i in range(3):
        for wrong in set("0123456789") - {digits[i]}:
            assert not d.is_code(good[:3] + digits[:i] + wrong + digits[i + 1:] + good[6:], BOOK)
    assert not d.is_code("瑞安-071" + good[6], BOOK) and not d.is_code("张三-017" + good[6], BOOK) and not d.is_code(None, BOOK)
    assert len(set(d.areas(BOOK).values())) == len(BOOK.policy.areas)


def test_codes_go_on_after_the_last_and_past_a_thousand():
    desk = d.Desk()
    made = [desk.add("瑞安", answers(elder("1940-01-01")), DAY) for _ in range(1001)]
    assert len(set(made)) == 1001 and made[-1].startswith("瑞安-1001") and all(d.is_code(c, BOOK) for c in made)
    assert desk.add("乐清", answers(elder("1940-01-01")), DAY).startswith("乐清-001")


# --- judging ------------------------------------------------------------------------------------------------------

def judged(desk: d.Desk, day: date = DAY) -> dict[str, d.Judged]:
    for code in desk.waiting(day):
        desk.judge(BOOK, code, day)
    return {j.of.code: j for j in desk.judged(day)}


def test_the_desk_says_what_the_list_says():
    desk = d.Desk()
    houses = of_register(generated(5, 12))
    told = desk.take([(*one, ()) for one in houses], "瑞安", DAY, BOOK)
    found, unexpected = judged(desk), 0
    for (_, data), (_, code) in zip(sorted(houses), sorted(told), strict=True):
        result = screened(BOOK, d.from_roster(data, DAY), DAY)
        j = found[code]
        have = listing(result)
        assert (j.count("eligible"), j.count("possible")) == (have.count("eligible"), have.count("possible"))
        assert {o.benefit.id for o in j.rows if o.status == "possible"} == {e.id for e in have.possible}
        unexpected += len(have.distant)
        assert (j.annual, j.once) == (result.totals.cash_annual[0], result.totals.cash_once[0])
        assert bool(j.open) == bool(result.next_questions) and j.unsure == 0
        assert j.sums == (result.totals.cash_annual, result.totals.cash_once) and j.left == add(*j.sums)
        assert j.unclaimed == j.annual + j.once == j.left[0]
        desk.put(code, {**j.of.answers, "received": sorted(o.benefit.id for o in j.rows)}, DAY)
    assert unexpected and any(j.annual for j in found.values()) and all(j.unclaimed == 0 for j in judged(desk).values())


def test_an_age_that_nobody_knows_is_none_that_was_said():
    data = json.loads((EXAMPLES / "all-unknown.json").read_text(encoding="utf-8"))
    answers = d.from_roster({"household": {}, **data}, DAY)
    assert not answers.born and not d.judge(BOOK, d.Kept("x", answers.as_dict(), str(DAY)), DAY).problem


def test_what_is_still_to_be_found_out_is_counted_in_questions():
    rng, found = random.Random(8), []
    for size in (1, 2, 3, 4, 5):
        answers = visit(BOOK, asked_of(rng, BOOK, size), unsure=True).answers
        lacking = d.judge(BOOK, d.Kept("x", answers.as_dict(), str(DAY)), DAY)
        assert lacking.open == 0 and lacking.unsure == sum(UNSURE in r["said"] for r in answers.records)  # all was asked
        del answers.records[-1]
        fewer = d.judge(BOOK, d.Kept("x", answers.as_dict(), str(DAY)), DAY)
        assert fewer.open == len(to_ask(BOOK, answers, DAY)) >= 1 and fewer.unsure == lacking.unsure - 1
        found.append((lacking.lacking, len(screened(BOOK, answers, DAY).next_questions)))
    assert all(questions < facts for questions, facts in found)


@pytest.mark.parametrize("day", [date(2022, 4, 30), DAY, date(2026, 11, 25)])
def test_outside_the_term_the_desk_uses_the_words_of_the_list(day):
    desk = d.Desk()
    code = desk.add("瑞安", answers(elder("1940-01-01")), day)
    j = judged(desk, day)[code]
    result = screened(BOOK, Answers(elder("1940-01-01"), gathered=True), day)
    assert j.count("eligible") and d.word(BOOK, [j]) == listing(result).heading("eligible")
    (_, heads, _), (_, columns, lines) = d.sheets(BOOK, [j])
    said = {line[columns.index("状态")] for line in lines} | set(heads)
    assert any("能领" in text for text in said) is (day == DAY)
    assert {line[2]: line[3] for line in lines} == {
        o.benefit.name: status_word(BOOK, o.status, o.term) for o in result.determinations if o.benefit.name in {line[2] for line in lines}}


def test_only_what_changed_is_judged_again():
    desk = d.Desk()
    a, b = (desk.add("瑞安", answers(elder("1940-01-01")), DAY) for _ in range(2))
    judged(desk)
    desk.put(a, json.loads(json.dumps(desk.households[a].answers)), DAY)
    desk.note(a, "缺证")
    assert desk.waiting(DAY) == [] and judged(desk)[a].of.note == "缺证"
    desk.put(b, answers(elder("1960-01-01")), DAY)
    assert desk.waiting(DAY) == [b] and set(desk.waiting(DAY + timedelta(1))) == {a, b}
    desk.note(a, "张三")
    assert desk.households[a].note == "缺证"


def test_whoever_turns_eighty_within_ninety_days_is_told_and_comes_before_others():
    desk = d.Desk()
    later = desk.add("瑞安", answers(elder("1950-01-01")), DAY)
    soon = desk.add("瑞安", answers(elder("1945-07-15")), DAY)
    found = judged(desk)
    assert (date(2025, 7, 15), BOOK.benefits["old-age-allowance"].name) in found[soon].turning and not found[later].turning
    assert next(iter(found)) == soon


@pytest.mark.parametrize("day", [DAY, date(2026, 11, 25)])
def test_what_to_see_to_first_is_what_stands_first_on_the_list(day):
    desk, urgent, hidden, voice = d.Desk(), 0, 0, "other_family"
    samples = [{"household": {}} | json.loads(path.read_text("utf-8")) for path in sorted(EXAMPLES.glob("*.json"))]
    houses = [*samples, *(data for _, data in of_register(generated(5, 12)))]
    houses = [data for data in houses if data["household"].get("residence")]  # without a place a household has no code
    desk.take([(str(n), data, ()) for n, data in enumerate(houses)], "瑞安", day, BOOK)
    for j in judged(desk, day).values():
        first = desk.with_first(BOOK, j, voice).first
        errand = listing(screened(BOOK, Answers.from_dict(dict(j.of.answers), BOOK, day), day), voice).errands[0]
        assert errand.told.startswith(errand.name)
        named = d.shared(BOOK, errand.name), d.shared(BOOK, errand.step)
        if BOOK.wording["desk"]["private"] in named:  # who stands beside the worker reads no illness beside a code; the urgency stays
            assert BOOK.wording["desk"]["private"] in first and not told_of(first) and errand.name not in first
            hidden += 1
        else:
            assert errand.step in first and errand.name in first
        assert (first.partition("，")[0] in ("要赶早", "急的")) is errand.urgent
        assert not errand.urgent or first.partition("，")[0] in errand.told  # the list says as well why it may not wait
        assert desk.with_first(BOOK, j, voice).first is first  # not worked out again
        urgent += errand.urgent
    assert 0 < urgent < len(houses) and 0 < hidden < len(houses)


def test_the_list_of_the_desk_tells_nothing_about_health_and_the_rows_of_its_file_do():
    desk = d.Desk()
    desk.take([(str(n), data, ()) for n, (_, data) in enumerate(of_register(generated(6, 40)))], "瑞安", DAY, BOOK)
    found = list(judged(desk).values())
    names = {b.name for b in BOOK.screened() if told_of(b.name)}
    assert any(name in names for j in found for _, name in j.turning) and any(o.benefit.name in names for j in found for o in j.rows)
    (_, _, houses), (_, _, rows) = d.sheets(BOOK, found)
    assert not [cell for line in houses for cell in line for name in names if name in str(cell)]
    assert names & {line[2] for line in rows}  # the rows of a household are what it opens with


def test_one_row_of_the_desk_calls_a_benefit_by_one_name():
    desk, both = d.Desk(), 0
    samples = [json.loads(path.read_text("utf-8")) for path in sorted(EXAMPLES.glob("*.json"))]
    houses = [*(s for s in samples if s.get("household", {}).get("residence")), *(data for _, data in of_register(generated(6, 40)))]
    desk.take([(str(n), data, ()) for n, data in enumerate(houses)], "瑞安", DAY, BOOK)
    for j in judged(desk).values():
        first = desk.with_first(BOOK, j, "other_family").first
        for name in {name for _, name in j.turning}:
            called = d.called(BOOK, name)
            assert not told_of(called)
            if called != name and name not in called and called not in name:
                assert name not in first
            both += called in first and called != name
    assert both
    for benefit in BOOK.screened():
        assert d.called(BOOK, benefit.name) in (spoken(benefit), BOOK.wording["desk"]["private"])


@pytest.mark.parametrize("value, said", [
    ((0, 0), "0 元"), ((600, 600), "600 元"), ((Fraction(357216, 100), Fraction(357216, 100)), "约 3,572 元"),
    ((Fraction(1, 2), Fraction(1, 2)), "0.50 元"), ((Fraction(357296, 100), None), "至少 3,572 元"),
    ((Fraction(6001, 10), Fraction(9001, 10)), "600 到 901 元"), ((0, Fraction(9001, 10)), "最多 901 元")])
def test_money_on_the_list_of_the_desk_is_in_whole_yuan_and_no_narrower_than_it_is(value, said):
    assert rough(*value) == said


def test_what_is_fetched_is_not_what_to_see_to_first():
    desk = d.Desk()
    code = desk.add("瑞安", answers(elder("1940-01-01")), DAY)
    name = BOOK.benefits["old-age-allowance"].name
    assert name in desk.with_first(BOOK, judged(desk)[code], "self").first
    desk.put(code, answers(elder("1940-01-01")) | {"received": ["old-age-allowance"]}, DAY)
    assert name not in desk.with_first(BOOK, judged(desk)[code], "self").first


def test_a_household_that_cannot_be_read_is_said_and_not_refused():
    desk = d.Desk()
    code = desk.add("瑞安", {**answers(elder("1940-01-01")), "data": {"household": {}, "members": []}}, DAY)
    j = judged(desk)[code]
    assert j.problem and j.count("eligible") == 0 and not j.new


# --- its file -----------------------------------------------------------------------------------------------------

def test_the_file_brings_the_desk_back_and_says_what_is_new_since():
    desk = d.Desk()
    code = desk.add("瑞安", answers(elder("1945-07-15")), DAY)
    desk.note(code, "要回访")
    judged(desk)
    kept, problems = d.read(d.dump(desk, DAY), BOOK)
    assert problems == [] and kept.saved and kept.households[code].answers == desk.households[code].answers
    assert judged(kept)[code].new == () and kept.households[code].note == "要回访"
    assert BOOK.benefits["old-age-allowance"].name in judged(kept, date(2025, 7, 15))[code].new


def test_a_file_with_wrong_households_keeps_the_others():
    desk = d.Desk(synthetic=True)
    code = desk.add("瑞安", answers(elder("1940-01-01")), DAY)
    file = json.loads(d.dump(desk, DAY))
    good = file["households"][0]
    file["households"] += [good, {**good, "code": "瑞安-001X"}, {**good, "note": "住在三楼"}, {**good, "asked": None}, "x", {**good, "had": 7}]
    kept, problems = d.read(json.dumps(file).encode(), BOOK)
    assert list(kept.households) == [code] and len(problems) == 6 and kept.synthetic


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"format": "x", "households": []}'])
def test_what_is_no_desk_is_refused_in_words(data):
    with pytest.raises(InputError, match=r"工作台|坏了"):
        d.read(data, BOOK)


def test_a_roster_with_codes_brings_new_facts_to_the_same_households():
    desk = d.Desk()
    (_, code), = desk.take([("1 号", elder("1940-01-01"), {"old-age-allowance"})], "瑞安", DAY, BOOK)
    told = desk.take([("2 号", elder("1950-01-01"), ()), (code, elder("1941-01-01"), ())], "瑞安", DAY, BOOK)
    assert dict(told)[code] == code and len(desk.households) == 2
    assert desk.households[code].answers["data"]["members"][0]["birth_date"] == "1941-01-01"
    assert desk.households[code].answers["received"] == ["old-age-allowance"]


def test_a_full_desk_takes_all_of_a_roster_or_nothing():
    desk = d.Desk()
    with pytest.raises(InputError, match="最多"):
        desk.take([(str(n), elder("1940-01-01"), ()) for n in range(d.MOST + 1)], "瑞安", DAY, BOOK)
    assert desk.households == {}


def test_an_age_without_a_birthday_is_an_age_of_that_day():
    data = elder("1940-01-01")
    data["members"][0].pop("birth_date")
    made = d.from_roster({**data, "members": [{**data["members"][0], "age": 79}]}, DAY)
    assert made.born == {"p1": {"age": 79, "day": DAY.isoformat()}} and "age" not in made.members[0]


def test_the_columns_are_those_of_the_interface():
    desk = d.Desk()
    desk.add("瑞安", answers(elder("1940-01-01")), DAY)
    frame = pl.DataFrame(d.columns(list(judged(desk).values())), strict=False)
    assert tuple(frame.columns) == d.COLUMNS and frame.height > 3
