"""The plan as it is read out: three households word for word, and what must hold for every one.

`python -m tests.test_plan` writes the texts anew after a wanted change; read them before they are committed.
"""

from __future__ import annotations

import json
import random
import re
from datetime import date
from pathlib import Path

import pytest

from benefits import model as m
from benefits.calendar_file import ics
from benefits.content import load
from benefits.desks import Window, placed
from benefits.entries import listing
from benefits.plan import carry_line, legs, plan, text
from benefits.screen import determine
from tests.ahead import dated, generated
from tests.households import household

BOOK = load()
ROOT = Path(__file__).resolve().parent
GOLDEN = [("disabled-child", "2025-06-01"), ("elder-79", "2025-06-01"), ("graduate", "2025-06-01"), ("disabled-child", "2026-11-25")]


def made(name: str, day: str):
    data = json.loads((ROOT.parent / "examples" / f"{name}.json").read_text(encoding="utf-8"))
    return plan(determine(data, day))


def file(name: str, day: str) -> Path:
    return ROOT / "golden" / f"plan-{name}-{day}.txt"


@pytest.mark.parametrize("name,day", GOLDEN)
def test_word_for_word(name, day):
    assert text(made(name, day)) + "\n" == file(name, day).read_text(encoding="utf-8")


def test_what_is_had_only_once_something_is_done_is_not_asked_for_on_another_trip():
    """Where an act makes certain what before is had by nobody (申请了才有), one trip does both."""
    seen = 0
    for seed in range(40):
        one = plan(determine(generated(seed), date(2026, 11, 26)))
        opened = {(d.benefit.id, d.member, a): trip for trip in one.trips for t in trip.tasks if len(t.acts) == 1 and not t.after
                  for d in t.opens for a in t.acts}
        for trip in one.trips:
            for d in (d for rows in trip.asks for d in rows):
                case = next(c for c in d.benefit.possible_when if c.because in d.because)
                tested = {t.fact for t in m.walk(case.when) if isinstance(t, m.Test) and t.limit is False}
                for (row, member, act), at in opened.items():
                    if (row, member) == (d.benefit.id, d.member) and tested & {s.fact for s in act.sets}:
                        seen += 1
                        assert at is trip or "问" in d.because[0] or "核实" in d.because[0], (d.benefit.name, d.because, at.where)
    assert seen


def test_who_applies_for_points_is_told_of_a_row_that_he_may_have():
    """70, from another province: one place, where one applies; from 平阳 in 瓯海: 25.2 is refused, so it is for 27.4."""
    def made_of(residence, **of):
        me = {"id": "p1", "relation": "self", "residence_permit_years": 2, "points_managed": False, **of}
        return plan(determine({"household": {"residence": residence, "in_public_rental": False}, "members": [me]}, date(2026, 11, 26)))
    for one, law, row in ((made_of("lucheng", age=70, hukou="other_province"), "25.2", "residence-points"),
                          (made_of("ouhai", age=45, hukou="pingyang"), "27.4", "points-rent-subsidy")):
        task, = (k for t in one.trips for k in t.tasks if k.act.sets[0].fact == "points_managed")
        assert task.act.law[0].sentence == law and row in {d.benefit.id for d in (*task.opens, *task.may)}
        assert not any(rows[0].benefit.id == row for t in one.trips for rows in t.asks)


@pytest.mark.parametrize("seed", range(12))
def test_nobody_is_told_to_keep_a_child_out_of_school(seed):
    """16.6 is for those a committee finds unable to enter: it is told of what ends for the others, never as a thing to do for money."""
    found = [act for act in BOOK.acts.values() if act.only]
    rng = random.Random(seed)
    child = {"id": "p2", "relation": "child", "age": rng.choice([5, 6, 7, 8]), "hukou": "lucheng", "disability_certificate": True,
             "disability_category": rng.choice(["vision", "intellectual", "limb"]), "in_rehab": True, "deferral_certificate": False,
             "school_level": rng.choice(["none", "preschool"])}
    people = [{"id": "p1", "relation": "self", "age": 34, "hukou": "lucheng"}, child]
    result = determine({"household": {"residence": "lucheng"}, "members": people}, date(2026, 11, 26))
    one = plan(result)
    assert found and not any(act in task.acts for trip in one.trips for task in trip.tasks for act in found)
    said = text(one) + "".join(e.told for e in listing(result).errands)
    assert not any(act.name.partition("（")[0] in said for act in found), said
    assert child["age"] != 6 or "只有鉴定为不能入学的孩子（由特殊儿童教育专业委员会鉴定）才可能有" in said


@pytest.mark.parametrize("seed", range(20))
def test_every_eligible_row_stands_in_one_trip_and_every_place_once(seed):
    result = determine(household(random.Random(seed), BOOK, known=0.8, most=5), date(2025, 6, 1))
    one = plan(result)
    claimed = [*(rows for t in one.trips for rows in t.claims), *one.along]
    told = [(d.benefit.id, d.member) for rows in claimed for d in rows]
    assert sorted(told, key=str) == sorted(((d.benefit.id, d.member) for d in result.of("eligible") if not d.superseded_by), key=str)
    places = [t.place for t in one.trips]
    assert len(places) == len(set(places))
    assert all(rows[0].benefit.departments[0] in t.departments for t in one.trips for rows in (*t.claims, *t.asks))
    urgent = [t.urgent for t in one.trips]
    assert urgent == sorted(urgent, reverse=True)
    said = text(one)
    assert "None" not in said and not re.search(r"[A-Za-z]{3,}", said), said


@pytest.mark.parametrize("day", ["2025-06-01", "2026-11-26"])
@pytest.mark.parametrize("name", sorted(p.stem for p in (ROOT.parent / "examples").glob("*.json")))
def test_the_list_and_the_plan_send_people_to_the_same_windows_in_the_same_order(name, day):
    result = determine(json.loads((ROOT.parent / "examples" / f"{name}.json").read_text(encoding="utf-8")), day)
    one, found = plan(result), listing(result)
    trips = {(d.benefit.id, d.status): t for t in one.trips for rows in (*t.claims, *t.asks) for d in rows}
    for entry in (*found.eligible, *found.possible):
        trip = trips.get((entry.id, entry.status))
        assert trip is None or not entry.desk or entry.desk in trip.windows, (entry.name, entry.desk, trip.where)
    desks = [e.desk for e in found.errands if e.desk]
    assert not desks or desks[0] in one.trips[0].windows
    went = [next(i for i, t in enumerate(one.trips) if desk in t.windows) for desk in desks]
    assert went == sorted(went)
    _as_many(one, found.errands)
    assert all(t.where == w for t in one.trips for w in t.windows if len(t.windows) == 1)


def _as_many(one, errands):
    """As many things are asked for at one place on the list as in the plan; what is to be done there besides is told apart."""
    for e in errands:
        if n := re.search(r"问 (\d+) 件", e.step):
            trip, leg = next((t, leg) for t, leg in zip(one.trips, legs(one), strict=True) if e.desk in (*t.windows, t.place))
            assert f"问 {n[1]} 件：" in leg.gist and int(n[1]) == len(trip.rows) and ("还要办一样" not in e.step or trip.to_do), (e.step, leg.gist)


@pytest.mark.parametrize("seed", [5, 41, 73, *range(100, 108)])
def test_the_list_and_the_plan_count_the_same_things_at_one_place(seed):
    known = random.Random(seed).choice([0.5, 0.8, 0.95])
    result = determine(household(random.Random(seed), BOOK, known=known, most=5), date(2026, 11, 25))
    _as_many(plan(result), listing(result).errands)


def test_urgent_first():
    me = {"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng", "assistance": "dibao"}
    one = plan(determine({"household": {"residence": "lucheng", "sudden_hardship": True}, "members": [me]}, date(2025, 6, 1)))
    assert one.trips[0].urgent and "【急事，先去】" in text(one)


def test_after_the_term_that_is_told_once_on_top_and_nothing_is_promised():
    said = text(made("family-of-five", "2026-11-25"))
    notice = BOOK.wording["term"]["expired"].partition("{ends}")[2]
    assert said.count(notice) == 1 and said.index(notice) < said.index("第 1 趟")
    assert "文件已到期" not in said
    assert "，能领" not in said and "能领的" not in said and "也能领" not in said
    for line in said.splitlines():
        if "加起来" in line or "同时会少" in line:
            assert "按文件原来的规定算" in line, line


def test_what_is_not_in_the_document_says_so():
    said = text(made("disabled-child", "2025-06-01"))
    for act in (a for a in BOOK.acts.values() if a.general):
        assert act.name not in said or f"〔一般做法，文件没写：{act.general}〕" in said, act.id
    for line in said.splitlines():
        if line.strip().startswith(("带：", "每一趟都带：")):
            assert line.endswith("〔一般做法，文件没写〕"), line
    assert "去哪里、带什么，没写出处的，是我们的建议。" in said


@pytest.mark.parametrize("seed", range(12))
def test_what_is_brought_follows_from_what_is_given_there_and_what_it_rests_on(seed):
    one = plan(determine(household(random.Random(seed), BOOK, known=0.85, most=5), date(2025, 6, 1)))
    usual = {c.paper: c for c in BOOK.plan.carry}
    assert not one.trips or {p for p in usual if p in carry_line(one)} == {p for p, c in usual.items() if not c.pays and c.fact is None}
    for trip in one.trips:
        brought, asked = [paper for paper, *_ in trip.papers], [d for rows in (*trip.claims, *trip.asks) for d in rows]
        assert len(brought) == len(set(brought))
        for paper, c in usual.items():
            if c.pays:  # an account is asked for where something is paid, and nowhere else
                assert (paper in brought) == any(d.benefit.pays in c.pays for d in asked)
            elif c.fact and paper in brought:
                assert any(r.fact == c.fact and r.holds for d in asked for r in d.reasons)


def test_a_voice_speaks_of_somebody_else():
    one = made("elder-79", "2025-06-01")
    assert "按您填的" not in text(one, "elder") and "您" not in text(one, "elder")


def lines_of(calendar: str) -> list[str]:
    assert calendar.endswith("\r\n") and "\n" not in calendar.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    return calendar.replace("\r\n ", "").split("\r\n")


def test_the_calendar_names_benefits_only():
    one = made("disabled-child", "2025-06-01")
    lines = lines_of(ics(one))
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(one.events)
    assert "DTSTART;VALUE=DATE:20261120" in lines and "SUMMARY:不用再去问了：残疾儿童康复训练费补贴" in lines
    assert "岁" not in ics(one) and "儿女" not in ics(one)


@pytest.mark.parametrize("seed", range(10))
def test_calendars_of_all_kinds(seed):
    one = plan(determine(dated(seed) if seed % 2 else generated(seed), date(2025, 6, 1)))
    marks = [line for line in lines_of(ics(one)) if line.startswith("UID:")]
    assert len(marks) == len(set(marks)) <= len(one.events)


if __name__ == "__main__":
    for name, day in GOLDEN:
        file(name, day).parent.mkdir(exist_ok=True)
        file(name, day).write_text(text(made(name, day)) + "\n", encoding="utf-8")


def test_what_is_had_at_the_doctors_makes_no_trip_and_stands_after_what_is_to_be_fetched():
    result = determine({"household": {"residence": "lucheng"}, "members": [
        {"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng", "insured_medical": "resident", "chronic_disease": "hypertension"}]},
        "2025-06-01")
    one, found = plan(result), listing(result)
    along = {rows[0].benefit.id for rows in one.along}
    assert along == {"long-prescription", "chronic-outpatient-rate"}
    assert not along & {rows[0].benefit.id for t in one.trips for rows in (*t.claims, *t.asks)}
    assert {e.id: e.step for e in found.eligible if e.id in along} == {
        "long-prescription": "看病配药时问医生", "chronic-outpatient-rate": "看病时问医院的医保窗口"}
    assert "慢性病长处方（最长 12 周）：看病配药时问医生" in text(one)
    steps = [e.step for e in found.errands]
    assert not any("医生" in s for s in steps[:1]), steps


def test_of_two_windows_that_will_do_the_one_that_is_gone_to_anyway_is_taken():
    at = [Window("甲，或乙", True), Window("乙，或丙", True), Window("丙", True), Window("丁", True)]
    assert list(map(placed(at), at)) == ["乙", "乙", "丙", "丁"]
    assert list(map(placed(at[:1]), at[:1])) == ["甲"]
