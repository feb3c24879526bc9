"""A visit for one person who lives with others: those who are not named one by one count as many as they are, answer for themselves where
one question settles it, and are asked nothing twice once they are named."""

from __future__ import annotations

import random
from typing import Any

import pytest

from benefits import determine, interview
from benefits.content import load
from benefits.interview.said import UNSURE
from benefits.listing import why
from benefits.reckoning import sums
from tests import questions

BOOK = load()


def one_of(heads: int | None, born: int, *records: dict, relation: str = "self", **known) -> interview.Answers:
    """A visit for one person who lives with others in Lucheng."""
    person = {"id": "p1", "relation": relation, "hukou": "taishun", **known}
    return interview.Answers(data={"household": {"residence": "lucheng"}, "members": [person]}, gathered=True, alone=True, heads=heads,
                             born={"p1": {"year": born, "day": questions.DAY.isoformat()}}, records=list(records))


def recognised(*whose: str, options: tuple[str, ...] = ("dibao",)) -> dict:
    """What was said to the question about recognitions: whose they are."""
    q = BOOK.questions["recognitions"]
    return {"q": q.id, "of": ["p1", interview.REST], "shown": [o.id for o in q.options], "said": list(options),
            "whose": {o: list(whose) for o in options}}


@pytest.mark.parametrize(("heads", "whose", "people"), [
    (4, ("*",), (4, 4)), (6, ("*",), (6, 6)), (2, ("*",), (2, 2)), (None, ("*",), (2, None)), (4, ("p1",), (1, 1)), (4, ("rest",), (1, 3)),
    (4, ("p1", "rest"), (2, 4)), (4, ("?",), (1, 4))])
def test_the_others_count_as_many_as_they_are(heads, whose, people):
    answers = one_of(heads, 1986, recognised(*whose))
    row = next(d for d in interview.screened(BOOK, answers, questions.DAY).determinations if d.benefit.id == "dibao-allowance")
    year = 1110 * 12
    assert row.annual == (None if people[1] is None else (0, people[1] * year))
    answers.records.append({"q": "income_sum", "of": [None], "shown": [], "said": ["0"]})
    found = interview.screened(BOOK, answers, questions.DAY)
    row = next(d for d in found.determinations if d.benefit.id == "dibao-allowance")
    assert heads is None or row.annual == tuple(n * year for n in people)
    for s in sums(found, row):
        n = people[s.end == "most"]
        assert (f"× {n} 人" in s.text) is (n != 1)


def test_of_generated_households_what_they_have_together_lies_in_what_one_of_them_is_told():
    rng, seen = random.Random(31), 0
    for i in range(16):
        truth = questions.household(rng, BOOK, 2 + i % 5)
        for one in truth.data["members"]:
            one["assistance"] = "dibao" if rng.random() < 0.8 else one["assistance"]
        truth.data["household"]["monthly_income"] = 300 * i
        answers = questions.visit(BOOK, truth, alone=True).answers
        told = {d.benefit.id: d for d in interview.screened(BOOK, answers, questions.DAY).determinations if d.member is None}
        for d in determine(truth.data, questions.DAY, book=BOOK).determinations:
            if d.member is None and d.status == told[d.benefit.id].status == "eligible" and d.annual and (most := told[d.benefit.id].annual):
                assert most[0] <= d.annual[0] and (most[1] is None or d.annual[1] <= most[1]), (i, d.benefit.id, d.annual, most)
                seen += 1
    assert seen > 9


REHAB = "child-rehab-living"
CARD = {"disability_certificate": True, "disability_category": "vision", "disability_grade": 4, "in_rehab": True, "deferral_certificate": False}


def told(answers: interview.Answers, said: dict[str, list[str]]) -> tuple[set[str], dict[str, Any]]:
    """Goes on to the end, what is not `said` being 都没有, or else 不清楚: the questions put, and the rows of the household."""
    asked = set()
    while screens := interview.to_ask(BOOK, answers, questions.DAY):
        screen = screens[0]
        if screen.kind == "birthday":
            answers.born[screen.of[0]]["passed"] = UNSURE
            continue
        asked.add(screen.question.id)
        nothing = [] if screen.question.form in ("sweep", "several", "who") else [UNSURE]
        whose = [f"{o.id}:{UNSURE}" for o, _ in screen.groups]
        interview.answer(BOOK, answers, screen, whose or said.get(screen.question.id, nothing), questions.DAY)
    return asked, {d.benefit.id: d for d in interview.screened(BOOK, answers, questions.DAY).determinations if d.member is None}


@pytest.mark.parametrize("born", [2003, 1990, 2012, 1950])
def test_a_child_of_the_others_is_asked_for_with_the_illnesses_and_then_settled(born):
    _, rows = told(one_of(4, born), {})
    assert rows[REHAB].status == "ineligible"
    _, rows = told(one_of(4, born), {"diseases": ["rehab"]})
    assert rows[REHAB].status == "possible"
    asked, rows = told(one_of(4, born), {"diseases": [UNSURE]})
    assert rows[REHAB].status == "possible" and "diseases" in asked
    lines = [line for line in why(interview.screened(BOOK, one_of(4, born), questions.DAY), rows[REHAB]) if "周岁" in line]
    assert len(lines) == 1 and "未满 9 周岁" in lines[0]


def test_a_row_that_stands_by_the_one_who_is_named_speaks_of_nobody_else():
    _, rows = told(one_of(3, 2020, **CARD), {"diseases": [UNSURE]})
    alone, = {d.benefit.id: d for d in determine({"household": {"residence": "lucheng"}, "members": [
        {"id": "p1", "relation": "self", "hukou": "taishun", "age": 5, **CARD}]}, questions.DAY).determinations if d.benefit.id == REHAB}.values()
    assert rows[REHAB].because == alone.because and rows[REHAB].missing == [] == alone.missing
    assert not [r for r in rows[REHAB].reasons if r.member == interview.REST]


AID = {"recognitions": ["dibian"], "certificate": ["rest"], "living": ["other"], "college": ["bachelor"], "independence": ["no"]}


@pytest.mark.parametrize(("said", "status"), [("yes", "eligible"), ("no", "ineligible"), (UNSURE, "possible")])
def test_whether_a_student_lives_with_parents_is_asked_of_the_student(said, status):
    answers = one_of(3, 2004, recognised("*", options=("dibian",)), hukou="lucheng")
    asked, _ = told(answers, {**AID, "with_parents": [said]})
    row = next(d for d in interview.screened(BOOK, answers, questions.DAY).determinations if d.benefit.id == "disabled-study-aid" and d.member == "p1")
    assert "with_parents" in asked and row.status == status
    assert [key for key in row.missing if said != UNSURE] == []


@pytest.mark.parametrize("other", [{"certificate": []}, {"independence": ["yes"]}, {"college": []}])
def test_nobody_is_asked_for_parents_where_it_decides_nothing(other):
    answers = one_of(3, 2004, recognised("*", options=("dibian",)), hukou="lucheng")
    assert "with_parents" not in told(answers, {**AID, **other})[0]


def test_the_child_of_a_registered_worker_is_asked_too():
    answers = one_of(3, 2004, recognised("rest", options=("worker",)), hukou="lucheng")
    asked, _ = told(answers, {"college": ["bachelor"], "living": ["other"], "tuition": ["p1"], "with_parents": ["yes"]})
    row = next(d for d in interview.screened(BOOK, answers, questions.DAY).determinations if d.benefit.id == "worker-tuition-aid" and d.member == "p1")
    assert "with_parents" in asked and row.status == "eligible"


# --- how many they are, changed -----------------------------------------------------------------------------------

def records(answers: interview.Answers) -> set[str]:
    return {r["q"] for r in answers.records}


def chosen(answers: interview.Answers, *asked: str) -> dict[str, str]:
    """Goes on to the end, of these bands the lowest being chosen: the words chosen by question."""
    while screens := interview.to_ask(BOOK, answers, questions.DAY):
        s, day = screens[0], questions.DAY
        if s.kind == "birthday":
            answers.born[s.of[0]]["passed"] = UNSURE
        elif s.question.id in asked and s.bands:
            interview.answer(BOOK, answers, s, interview.band_said(*s.bands[0][:2]), day)
        else:
            said = {"home": "lucheng", "hukou_all": "here", "housing": "own", "recognitions": "dibian"}.get(s.question.id)
            said = [f"{o.id}:*" if o.family else f"{o.id}:{UNSURE}" for o, _ in s.groups] or ([said] if said else [])
            interview.answer(BOOK, answers, s, said or ([] if s.question.form in ("sweep", "several", "who") else [UNSURE]), day)
    return {r["q"]: r["words"] for r in answers.records if r.get("words")}


def couple_and_child() -> interview.Answers:
    answers, day = interview.Answers(born={"p1": {"age": 40, "day": questions.DAY.isoformat()}}), questions.DAY.isoformat()
    answers.add_member("spouse", {"age": 39, "day": day})
    answers.add_member("child", {"age": 12, "day": day})
    answers.gather()
    return answers


def test_what_hangs_on_how_many_they_are_is_asked_again_with_the_new_limits():
    answers, bands = couple_and_child(), ("housing_size", "income_bands")
    before = chosen(answers, *bands)
    assert set(before) == set(bands) and "45" in before["housing_size"]
    answers.drop_member("p2")
    interview.resized(BOOK, answers, questions.DAY)
    assert not set(bands) & records(answers) and {"certificate", "housing"} <= records(answers)
    after = chosen(answers, *bands)
    assert "30" in after["housing_size"] and after["income_bands"] != before["income_bands"]
    interview.resized(BOOK, answers, questions.DAY)
    assert set(bands) <= records(answers)
    lacking = {fact for d in interview.screened(BOOK, answers, questions.DAY).of("possible") for _, fact in d.missing}
    assert not {"housing_area", "monthly_income"} & lacking


def test_who_lives_alone_after_all_is_asked_the_income_again_and_nothing_names_the_others():
    answers = interview.Answers(alone=True, born={"p1": {"age": 36, "day": questions.DAY.isoformat()}})
    answers.put_heads(6)
    assert "income_bands" in chosen(answers, "income_bands")
    answers.put_heads(6)
    interview.resized(BOOK, answers, questions.DAY)
    assert "income_bands" in records(answers)
    answers.put_heads(1)
    interview.resized(BOOK, answers, questions.DAY)
    assert "income_bands" not in records(answers) and "certificate" in records(answers)
    assert not [r for r in answers.records if interview.REST in (*r["of"], *r["said"])]


def test_of_generated_households_no_number_is_left_open_by_limits_of_more_people():
    rng = random.Random(5)
    for i in range(12):
        truth = questions.household(rng, BOOK, 3 + i % 4)
        answers = questions.visit(BOOK, truth).answers
        answers.drop_member(answers.members[-1]["id"])
        interview.resized(BOOK, answers, questions.DAY)
        asked = {s.question.id for s in interview.to_ask(BOOK, answers, questions.DAY) if s.question}
        lacking = {fact for d in interview.screened(BOOK, answers, questions.DAY).of("possible") for _, fact in d.missing}
        said = {BOOK.questions[r["q"]].fact for r in answers.records if UNSURE not in r["said"]}
        assert not {"housing_area", "monthly_income"} & lacking & said, (i, asked)


# --- named after all ----------------------------------------------------------------------------------------------

def asked_of(answers: interview.Answers) -> set[tuple[str, str]]:
    return {(s.question.id, who) for s in interview.to_ask(BOOK, answers, questions.DAY) if s.question for who in s.of if who}


SWEEPS = ("hukou_all", "recognitions", "certificate", "diseases", "special", "troubles")


@pytest.mark.parametrize("born", [2014, 1986])
def test_what_was_answered_of_them_all_is_not_asked_again_of_those_named_later(born):
    answers = interview.Answers(alone=True, born={"p1": {"year": born, "day": questions.DAY.isoformat()}})
    answers.put_heads(3)
    asked, _ = told(answers, {"home": ["lucheng"], "hukou_all": ["here"]})
    assert asked >= set(SWEEPS)
    answers.widen()
    for relation in ("grandparent", "grandparent"):
        answers.add_member(relation, {"age": 70, "day": questions.DAY.isoformat()})
    answers.gather()
    shown = {(r["q"], o) for r in answers.records if len(r["of"]) > 1 for o in r["shown"]}
    again = {(s.question.id, o.id) for s in interview.to_ask(BOOK, answers, questions.DAY) if s.question for o in s.options}
    assert not again & shown  # what did not stand there, since it is nothing for the one who was asked, may come
    assert not {q for q, _ in again} & (set(SWEEPS) - {"troubles"})
    assert not [r for r in answers.records if interview.REST in r["of"]]
    facts = interview.heard(BOOK, answers, questions.DAY).household.people[1].facts
    assert facts["disability_certificate"] is False and facts["assistance"] == "none" and facts["hukou"] == "lucheng"


def test_what_was_some_of_the_others_or_not_known_is_asked_of_those_named_later():
    answers = interview.Answers(alone=True, born={"p1": {"year": 1986, "day": questions.DAY.isoformat()}})
    answers.put_heads(3)
    told(answers, {"home": ["lucheng"], "hukou_all": ["here"], "certificate": ["rest"], "diseases": [UNSURE]})
    answers.widen()
    answers.add_member("parent", {"age": 70, "day": questions.DAY.isoformat()})
    answers.gather()
    asked = {q for q, who in asked_of(answers) if who == "p2"}
    assert {"certificate", "diseases"} <= asked and not {"recognitions", "special", "troubles"} & asked
    assert "disability_certificate" not in interview.heard(BOOK, answers, questions.DAY).household.people[1].facts


def test_whose_a_recognition_is_that_no_whole_family_has_is_not_asked_of_the_whole_family():
    q = BOOK.questions["recognitions"]
    of = {o.id: o for o in q.options}
    assert q.who_of([of["aided"]]) == "谁是学校资助对象？" and q.who_of([of["worker"]]) == "谁是困难职工？"
    for some in ([of["aided"], of["worker"]], [of["dibao"], of["aided"]], [of["dibao"]]):
        assert ("全家" in q.who_of(some)) is any(o.family for o in some)
    assert all(q.who_of([o]) == q.who for q in BOOK.questions.values() for o in q.options if not any(x.family for x in q.options))
