"""The questions as text: short sentences, common characters, everyday words; and the interview over a few hundred households."""

from __future__ import annotations

import ast
import random
import re
from collections import Counter
from copy import deepcopy
from datetime import date
from fractions import Fraction
from itertools import islice, pairwise
from pathlib import Path

import pytest

from benefits import interview
from benefits.content import ContentError, load
from benefits.entries import listing
from benefits.interview import replay
from benefits.interview.bands import bands_between
from benefits.interview.said import UNSURE
from benefits.screen import rules_of, words_of
from pages import _ask, _check, _people, _state, _steps
from tests import questions
from tests.test_any_answers import visits

ROOT = Path(__file__).resolve().parent.parent
BOOK = load()
LONGEST, MEAN = 20, 12
UNCOMMON = set("瓯瘫癌劳")  # places and illnesses as people know them
OFFICE = ("户籍", "享受", "给予", "予以", "受理", "核定", "认缴", "合规", "失能人员", "事实无人", "灵活就业人员", "凡", "其中", "不低于", "不超过", "须")
PAGES = ("start", "questions", "_around", "_ask", "_people", "_check", "_income", "_steps", "_read")


def single(q, option, of: str = "one") -> str:
    """How it is asked whether the one thing left of a list is so."""
    return BOOK.wording["single"][of].format(does=option.does)


def texts() -> list[str]:
    """Everything of content/questions.yaml that a resident reads."""
    found = []
    for q in BOOK.questions.values():
        found += [q.text, q.one, *q.only.values(), q.who, q.each, q.label, q.help, *q.help_under.values(), *q.hints.values(), q.why, *(b.say for b in q.because), *(single(q, o) for o in q.options if o.does), *(o.label for o in q.options), *(o.part for o in q.options)]
    return [t for t in [*found, *(p.say for p in BOOK.presumptions.values()), *(d.say for d in BOOK.doubts.values()), *(s.title for s in BOOK.sections.values())] if t]


def drawn() -> list[str]:
    """The Chinese texts in the pages of the questionnaire (docstrings apart)."""
    found = []
    for name in PAGES:
        tree = ast.parse((ROOT / "pages" / f"{name}.py").read_text(encoding="utf-8"))
        docs = {id(n.body[0].value) for n in ast.walk(tree) if isinstance(n, (ast.Module, ast.FunctionDef, ast.ClassDef))
                and n.body and isinstance(n.body[0], ast.Expr)}
        found += [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
                  and re.search("[\u4e00-\u9fff]", n.value) and "\\d" not in n.value]
    return found


def sentences(text: str) -> list[str]:
    return [s for s in re.split("[。；？！]", text) if s]


def test_sentences_are_short():
    every = [s for t in texts() for s in sentences(t)]
    assert not [s for s in every if len(s) > LONGEST]
    assert sum(map(len, every)) / len(every) <= MEAN
    assert not [s for t in drawn() for s in sentences(t) if len(s) > 30]


def test_characters_are_common_and_words_everyday():
    for text in [*texts(), *drawn()]:
        for c in text:
            if "\u4e00" <= c <= "\u9fff" and c not in UNCOMMON:
                assert 0xB0 <= c.encode("gb2312")[0] <= 0xD7, (c, text)
        assert not [w for w in OFFICE if w in text], text
        assert "！" not in text and not re.search(r"\*\*[^*]*\*\*", text), text


def test_no_english_is_read():
    assert not [t for t in texts() if re.search("[A-Za-z]", t)]


# what nobody likes to be asked: a question that settles one of these says why, and takes 不想说
SENSITIVE = {
    "health": {"disability_certificate", "disability_category", "disability_grade", "needs_assistive_device", "autism", "in_rehab",
               "deferral_certificate", "self_care", "dementia", "ltc_severe", "chronic_disease", "special_disease", "psychosis_registered",
               "psychosis_village_managed", "injection_assessed", "needs_antipsychotics", "jisheng_serious_illness"},
    "money": {"assistance", "low_income_rural", "difficult_worker", "monthly_income", "medical_cost_after_insurance",
              "inpatient_special_cost", "other_medical_reimbursement", "antipsychotic_cost", "tuition_paid", "public_rent",
              "enterprise_capital", "owns_vehicle", "housing_area", "heavy_medical_burden", "recently_over_limit", "months_over_limit",
              "student_loan", "dilapidated_house"},
    "tragedy": {"orphan", "unsupported_child", "distressed_child", "only_child_dead_or_disabled", "fallen_family", "special_support",
                "jisheng_special_hardship", "major_change", "sudden_hardship", "left_behind_member", "housing_group"},
    "law": {"psychosis_risk_class", "guardian_effective", "work_injury_dispute", "complex_hardship"},
}


@pytest.mark.parametrize("kind", SENSITIVE)
def test_every_sensitive_question_says_why_and_can_be_refused(kind):
    assert SENSITIVE[kind] <= set(BOOK.facts)
    asked = [q for q in BOOK.questions.values() if SENSITIVE[kind] & set(q.facts)]
    assert asked and not [q.id for q in asked if not ((q.why or q.because) and q.refusable)]


def test_what_may_be_tapped_unseen_says_why_and_lists_are_not_long():
    assert not [q.id for q in BOOK.questions.values() if q.private and not ((q.why or q.because) and q.refusable)]
    assert BOOK.questions["income_bands"].refusable and list(BOOK.questions)[-1] != "income_bands"
    assert all(len(q.options) <= 9 or q.id in ("certificate_class", "priority_kind") or len({o.under for o in q.options}) > 1
               for q in BOOK.questions.values())


def test_a_question_that_points_at_its_list_has_a_name_without_it():
    for q in BOOK.questions.values():
        pointing = any(w in t for t in (q.text, q.one, q.either) for w in ("下面", "这样的", "有这些"))
        assert q.label or not pointing, q.id
        assert not re.search("下面|这些|[您？]", q.label), q.id
    labels = [q.label for q in BOOK.questions.values() if q.label]
    assert len(set(labels)) == len(labels)


def test_options_are_distinct_and_what_is_none_of_them_stands_last():
    for q in BOOK.questions.values():
        for part in {o.part for o in q.options}:
            labels = [o.label for o in q.options if o.part == part and o.when is None]
            assert len(set(labels)) == len(labels), q.id
        last = [o.apart for o in q.options]
        assert last == sorted(last) and sum(last) <= 1, q.id
        groups = [g for o in q.options for g in o.only_one]
        assert all(groups.count(g) > 1 for g in groups), q.id  # a group of one excludes nothing


@pytest.mark.parametrize(("old", "new", "said"), [
    ("sets: {disability_certificate: true}", "sets: {disability_certificat: true}", "是不是 disability_certificate"),
    ("sets: {insured_medical: employee}", "sets: {insured_medical: employe}", "是不是 employee"),
    ("ask_when: {fact: hukou_all, includes_any: [wenzhou]}", "ask_when: {fact: hukou_al, includes_any: [wenzhou]}", "是不是 hukou_all"),
    ("includes_any: [wenzhou]}", "includes_any: [wenzho]}", "是不是 wenzhou"),
    ("    form: share", "    form: shared", "只能写"),
    ("topic: body", "topic: bodi", "是不是 body"),
])
def test_a_bad_edit_is_refused_with_file_line_and_suggestion(tmp_path, old, new, said):
    import shutil
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content", folder)
    path = folder / "questions.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = text[:text.index(old)].count("\n") + 1
    with pytest.raises(ContentError) as error:
        load(folder)
    assert re.search(rf"questions.yaml:{line}: .*{said}", str(error.value)), str(error.value)


def test_the_interview_is_short_and_finds_what_the_complete_household_gets():
    found = questions.measured(30)
    assert not found.wrong, found.wrong
    assert not found.forgotten, found.forgotten
    assert not found.over, found.over
    assert not found.rising["more"] and found.misled <= questions.MISLED * 2 and found.told[0] >= 0.8 * found.told.total(), found.told
    assert found.misled_worker <= questions.MISLED_WORKER * 2, found.after
    assert max(found.ranges) <= interview.NARROW and found.rising["same"] <= 0.05 * found.told.total(), found.rising  # what is read falls
    assert found.median <= questions.MEDIAN + 1 and max(found.pages) <= questions.PAGES


def test_a_grid_worker_has_six_pages_at_most_and_topics_go_one_way():
    order, rng = list(BOOK.sections), random.Random(7)
    for i, size in enumerate([4, 5, 6] * 19 + [n for n, of in enumerate(questions.SIZES, 1) for _ in range(of)]):
        truth = questions.household(rng, BOOK, size)
        assert len(questions.pages(BOOK, truth)) <= questions.PAGES, truth
        if i >= 30:
            continue
        asked = [BOOK.questions[name.split("-")[1]].topic for name in questions.visit(BOOK, truth).asked if name.startswith(("question", "who"))]
        at = [order.index(t) for t in asked[1:]]
        assert at == sorted(at), asked


def test_where_nothing_is_known_no_page_asks_what_hangs_on_another_question_of_it():
    rng = random.Random(11)
    for size in (1, 2, 3, 4, 5, 6) * 3:
        pages = questions.pages(BOOK, questions.household(rng, BOOK, size), unsure=True)
        assert len(pages) <= questions.PAGES
        for page in pages[1:]:
            assert len({s.question.id for s in page}) <= 9, [s.id for s in page]
            assert not [s.id for s in page for o in page if o is not s and s.hangs & {o.question.id, *o.question.facts}]


def test_income_item_by_item_stands_before_a_band():
    items = {"household": {"residence": "lucheng", "income": [{"kind": "wage", "member": "p1", "monthly": 1000}]},
             "members": [{"id": "p1", "relation": "self", "hukou": "lucheng", "age": 40}]}
    band = {"q": "income_bands", "of": [None], "shown": [], "said": ["90000", ""]}
    known, both = (interview.screened(BOOK, interview.Answers(data=items, gathered=True, records=r), questions.DAY) for r in ([], [band]))
    assert [(d.benefit.id, d.member, d.status) for d in known.determinations] == [(d.benefit.id, d.member, d.status) for d in both.determinations]


def test_a_band_says_its_limits_as_they_are_and_decides_exactly_what_hangs_on_them():
    bands = bands_between(BOOK.facts["monthly_income"], {Fraction(1110): False, Fraction(1665): True, Fraction(590267, 100): True})
    assert [label for *_, label in bands] == ["不到 1,110 元", "1,110 到 1,665 元", "超过 1,665 元，到 5,902 元", "超过 5,902 元"]
    near = bands_between(BOOK.facts["monthly_income"], {Fraction(6138): True, Fraction(6287): True})
    assert near == ((0, 6287, "6,287 元以内"), (6288, None, "超过 6,287 元"))  # nobody can tell the 149 yuan between two places
    assert [(low, high) for low, high, _ in bands] == [(0, 1109), (1110, 1665), (1666, 5902), (5903, None)]


def test_who_is_at_school_can_still_be_said_where_a_later_question_of_the_page_closed_it():
    """Nobody's age is known: 没读过大学 stands on the same page of a grid worker, and says of everybody that they are at no school."""
    answers = interview.Answers(born={"p1": {"age": 50, "day": questions.DAY.isoformat()}})
    for _ in range(2):
        answers.add_member("grandchild", {})
    answers.gathered = True
    everybody = ("p1", "p2", "p3")
    for name, of, said in (("home", (None,), ["taishun"]), ("hukou_all", everybody, ["here"]), ("school", everybody[1:], ["preschool", "bachelor"]),
                           ("college", everybody, [])):
        q = BOOK.questions[name]
        interview.answer(BOOK, answers, interview.Screen("question", q, of, q.options), said, questions.DAY)
    screen = next(s for s in interview.to_ask(BOOK, answers, questions.DAY) if s.kind == "who")
    assert [of for _, of in screen.groups] == [everybody[1:], everybody[1:]]
    interview.answer(BOOK, answers, screen, ["preschool:p2", "bachelor:p3"], questions.DAY)
    people = interview.heard(BOOK, answers, questions.DAY).household.people
    assert [p.facts["school_level"] for p in people] == ["none", "preschool", "bachelor_plus"]


def test_whose_it_is_is_not_kept_of_an_option_that_is_no_longer_chosen_nor_of_who_is_gone():
    answers = interview.Answers(born={"p1": {"age": 50, "day": questions.DAY.isoformat()}})
    for _ in range(2):
        answers.add_member("parent", {})
    answers.gathered, everybody, q = True, ("p1", "p2", "p3"), BOOK.questions["hukou_all"]
    question = interview.Screen("question", q, everybody, q.options)
    interview.answer(BOOK, answers, question, ["here", "zhejiang_other"], questions.DAY)
    who = interview.Screen("who", q, everybody, groups=tuple((o, everybody) for o in q.options if o.id in ("here", "zhejiang_other")))
    interview.answer(BOOK, answers, question, ["here", "other_province"], questions.DAY)
    answers.drop_member("p3")
    interview.answer(BOOK, answers, who, ["here:p1", "here:p3", "zhejiang_other:p2"], questions.DAY)  # its page was still behind
    assert answers.record("hukou_all", ["p1", "p2"])["whose"] == {"here": ["p1"]}
    answers.records.clear()
    interview.answer(BOOK, answers, who, ["here:p1"], questions.DAY)
    assert not answers.records


def test_who_can_not_be_it_is_not_named_for_it():
    answers = interview.Answers(born={"p1": {"age": 30, "day": questions.DAY.isoformat()}}, gathered=True)
    for relation, age in (("grandparent", 110), ("child", 6), ("child", 3)):
        answers.add_member(relation, {"age": age, "day": questions.DAY.isoformat()})
    unknown = answers.add_member("child", {})
    everybody, q = ("p1", "p2", "p3", "p4", unknown), BOOK.questions["special"]
    for name, of, said in (("home", (None,), "lucheng"), ("hukou_all", everybody, "here")):
        asked = BOOK.questions[name]
        interview.answer(BOOK, answers, interview.Screen("question", asked, of, asked.options), [said], questions.DAY)
    interview.answer(BOOK, answers, interview.Screen("question", q, everybody, q.options), ["veteran", "child"], questions.DAY)
    screen = next(s for s in interview.to_ask(BOOK, answers, questions.DAY) if s.kind == "who")
    assert {o.id: of for o, of in screen.groups} == {"veteran": everybody, "child": ("p3", "p4", unknown)}


@pytest.mark.parametrize(("said", "left"), [("resident", []), ("none", []), ("employee", ["p4"])])
def test_what_is_said_of_the_family_holds_for_all_of_it_and_is_not_asked_again(said, left):
    """Two of four are ill: the question is about the family; a child cannot be insured as an employee, and only of the child it is open."""
    born = {"day": questions.DAY.isoformat()}
    answers = interview.Answers(born={"p1": {"age": 40, **born}}, gathered=True)
    for relation, age in (("spouse", 41), ("parent", 66), ("child", 8)):
        answers.add_member(relation, {"age": age, **born})
    everybody, q = ("p1", "p2", "p3", "p4"), BOOK.questions["insurance"]

    def put(name: str, of: tuple, *chosen: str) -> None:
        asked = BOOK.questions[name]
        interview.answer(BOOK, answers, interview.Screen("question", asked, of, asked.options), list(chosen), questions.DAY)
    put("home", (None,), "lucheng")
    put("hukou_all", everybody, "here")
    put("diseases", everybody, "pressure")
    sick = interview.Screen("who", BOOK.questions["diseases"], everybody,
                            groups=tuple((o, everybody) for o in BOOK.questions["diseases"].options if o.id == "pressure"))
    interview.answer(BOOK, answers, sick, ["pressure:p1", "pressure:p3"], questions.DAY)
    screen = next(s for s in interview.to_ask(BOOK, answers, questions.DAY) if s.question is q)
    assert screen.of == everybody
    interview.answer(BOOK, answers, screen, [said], questions.DAY)
    people = interview.heard(BOOK, answers, questions.DAY).household.people
    assert {p.id: p.facts.get("insured_medical") for p in people} == {p: None if p in left else said for p in everybody}
    late = [s for s in interview.to_ask(BOOK, answers, questions.DAY, late=True) if s.question and "insured_medical" in s.question.facts]
    assert [s.of for s in late] == ([tuple(left)] if left else []), [s.of for s in late]
    interview.answer(BOOK, answers, sick, ["pressure:p1"], questions.DAY)  # one of them is well after all: what was said of the family stays
    assert interview.heard(BOOK, answers, questions.DAY).household.people[2].facts["insured_medical"] == said


def test_of_two_answers_about_the_same_people_the_one_that_is_open_is_told_whose_it_is():
    """Somebody is gone: what was asked of the family, and later of one who came, is of the same people now."""
    q, everybody = BOOK.questions["diseases"], ("p1", "p2")
    first = {"q": "diseases", "of": list(everybody), "shown": ["sugar", "chronic"], "said": ["sugar", "chronic"], "whose": {"sugar": ["p1"], "chronic": ["p1"]}}
    answers = interview.Answers(records=[first, {**first, "said": ["chronic"], "whose": {}}])
    interview.answer(BOOK, answers, interview.Screen("who", q, everybody, groups=tuple((o, everybody) for o in q.options if o.id == "chronic")), ["chronic:p2"], questions.DAY)
    assert [r["whose"]["chronic"] for r in answers.records] == [["p1"], ["p2"]]


def test_who_is_meant_can_be_named_though_another_question_said_it_of_one_already():
    """A household whose child was said to be autistic before the illnesses were asked about: the page of whose it is had everybody
    but that child, and came again and again."""
    rng = random.Random(20251231)
    truth = [questions.household(rng, BOOK, rng.choices(range(1, 7), questions.SIZES)[0]) for _ in range(188)][-1]
    assert sum(screen.startswith("who-diseases") for screen in questions.visit(BOOK, truth).asked) == 1


def test_what_is_left_is_one_number_or_two_near_each_other():
    answers = interview.Answers(born={"p1": {"year": 1944, "day": questions.DAY.isoformat()}}, gathered=True,
                                records=[{"q": "home", "of": [None], "shown": [], "said": ["lucheng"]}])
    screens = interview.to_ask(BOOK, answers, questions.DAY)
    low, high = interview.left(BOOK, answers, screens)
    assert 3 < low < high < 20 and high - low <= interview.NARROW  # of one elder it is known well
    assert interview.left(BOOK, answers, screens[:2]) == (2, 2) and interview.left(BOOK, answers, []) == (0, 0)
    after = interview.left(BOOK, answers, screens, (low - 1, high))
    assert high - interview.NARROW <= after[1] < high and after[0] < low  # both fall with the answers
    family = interview.Answers(data={"household": {}, "members": [{"id": "p1", "relation": "self"}, {"id": "p2", "relation": "child"}]},
                               born={"p1": answers.born["p1"], "p2": {"year": 2016, "day": questions.DAY.isoformat()}},
                               gathered=True, records=answers.records)
    low_, high_ = interview.left(BOOK, family, interview.to_ask(BOOK, family, questions.DAY))
    assert low_ > low and high_ - low_ <= interview.NARROW  # of a family it starts higher
    assert interview.left(BOOK, answers, screens, (1, 1)) == (1, 1)                        # and never rises
    assert interview.left(BOOK, answers, screens, (0, 0)) == (low, high)                   # but where all was done and more was asked for
    early = interview.Answers(alone=True)
    assert interview.left(BOOK, early, [interview.Screen("people")]) == tuple(BOOK.wording["length"]["alone"][n] for n in ("usual", "ever"))
    known = {interview.weighed(interview.Screen(kind, q)) for q in BOOK.questions.values() for kind in ("question", "who")}
    assert set(BOOK.progress) == {"family", "child", "adult", "elder"}
    for measured in BOOK.progress.values():
        assert set(measured["hundredths"]) <= known | {"people"}  # nothing is counted that is no longer asked


def test_a_family_of_five_is_told_about_as_many_as_come_and_fewer_with_nearly_every_answer():
    """Told 12 to 17 while 23 came, and the same line for five screens."""
    poor = questions.typical(BOOK)["B"][0]
    first, second, child = poor.data["members"]
    more = [{**child, "id": "p4", "birth_date": "2015-03-05", "age": 10, "school_level": "compulsory", "disability_certificate": False,
             "disability_category": "none", "disability_grade": None, "in_rehab": False},
            {**second, "id": "p5", "relation": "parent", "birth_date": "1959-03-05", "age": 66, "self_care": "moderate_loss"}]
    truth = questions.Truth({**poor.data, "members": [first, second, child, *more]}, {**poor.years, "p4": 2015, "p5": 1959})
    seen = questions.visit(BOOK, truth)
    for behind, (low, high) in seen.told:
        real = len(seen.asked) - behind
        assert low - 2 <= real <= high + 2 and high - low <= interview.NARROW, seen.told
    lines = [said for _, said in seen.told]
    assert sum(a == b for a, b in pairwise(lines)) <= 4, lines


def test_as_many_questions_are_told_as_stand_on_the_first_page_of_a_grid_worker():
    """Where they live, when the first was born, who else there is, where they are registered."""
    page = questions.pages(BOOK, questions.typical(BOOK)["B"][0])[0]
    assert interview.standing(page) == 4 and interview.standing(page[:1]) == 1


def test_an_elder_alone_is_told_a_number_that_falls_by_one_with_every_answer():
    """Told 11, then 7 while 11 were left, then 4, 4: what comes of a screen hangs on who is asked."""
    truth = questions.typical(BOOK)["A"][0]
    seen = questions.visit(BOOK, truth, alone=True)
    for behind, (low, high) in seen.told:
        assert low <= len(seen.asked) - behind + 1 and len(seen.asked) - behind <= high + 1 and high - low <= interview.NARROW
    assert all(later[1] < before[1] and later[0] <= before[0] for (_, before), (_, later) in pairwise(seen.told)), seen.told


def house(*born: tuple[str, int], **facts: object) -> interview.Answers:
    """People by relation and year of birth, of whom nothing else is known."""
    data = {"household": {"residence": "lucheng"}, "members": [{"id": f"p{i}", "relation": r, "hukou": "lucheng", **facts}
                                                               for i, (r, _) in enumerate(born, 1)]}
    return interview.Answers(data=data, gathered=True, born={f"p{i}": {"year": y, "day": questions.DAY.isoformat()}
                                                             for i, (_, y) in enumerate(born, 1)})


def test_what_cannot_be_is_asked_about_though_the_birthday_is_open():
    year = questions.DAY.year

    def doubted(*born: tuple[str, int]) -> set[str]:
        return {d.id for d, _ in interview.doubts(BOOK, house(*born), questions.DAY)}
    for age in range(4, 26):  # some of these ages are a band: a line lies on them
        assert doubted(("self", year - 26), ("parent", year - age)) == {"younger_parent"}, age
        assert "near_child" in doubted(("self", year - 26), ("child", year - 26 + min(age, 10))), age
        assert "young_spouse" in doubted(("self", year - 26), ("spouse", year - min(age, 16)))
    assert not doubted(("self", year - 40), ("parent", year - 60)) and not doubted(("self", year - 18), ("parent", year - 40))


PARTICULAR = re.compile("补助|补贴|康复|配药|报销|低保|低边|护理|照顾|学费|社保|房|租|保险|药|打针|钱")  # what only some row gives


def test_why_a_question_is_asked_names_only_what_it_may_still_change():
    """Over visits of anybody, what is said of a row is of one that is undecided and hangs on the answer of those who are asked; without
    such a row what is said is true of any."""
    assert not [q.id for q in BOOK.questions.values() if PARTICULAR.search(q.why)]
    said = Counter()
    for seed in range(12):
        for answers, day, _ in islice(visits(seed), 0, None, 2):
            result = interview.screened(BOOK, answers, day)
            possible = {(d.benefit.id, k) for d in result.of("possible") for k in d.missing}
            exact = {(d.benefit.id, k) for d in result.of("eligible") for k in d.amount_unknown}
            for screens, lacking in ((interview.to_ask(BOOK, answers, day, by_topic=True), possible),
                                     (interview.to_ask(BOOK, answers, day, late=True)[:1], possible | exact)):
                for s in screens:
                    q = s.question
                    if q is None or not (q.why or q.because):
                        continue
                    why = q.why_of(s.rows)
                    assert why or s.kind == "who", (seed, q.id, s.rows)
                    named = next((b.of for b in q.because if b.say == why), s.rows)
                    assert not why or any((row, k) in lacking for row in named for k in s.keys), (seed, q.id, why)
                    said[why] += 1
    assert len(said) > 25, said


def test_a_child_whose_training_is_refused_is_not_told_of_it():
    data = {"household": {"residence": "cangnan"}, "members": [{"id": "p1", "relation": "self", "age": 6, "hukou": "other_province"}]}
    for hukou, training in (("other_province", False), ("cangnan", True)):
        data["members"][0]["hukou"] = hukou
        answers = interview.Answers(data=data, gathered=True, alone=True, heads=1)
        screen = next(s for s in interview.to_ask(BOOK, answers, questions.DAY) if s.question and s.question.id == "young_child")
        for said in ([], ["autism"]):  # the same when it is answered again
            rows = interview.may_change(BOOK, answers, screen, questions.DAY)
            assert ("child-rehab-training" in rows) is training and ("训练" in screen.question.why_of(rows)) is training
            interview.answer(BOOK, answers, screen, said, questions.DAY)


def test_a_list_of_which_one_thing_is_left_is_asked_as_yes_or_no(monkeypatch):
    """Over visits of anybody: the question names the thing, the two answers are what a list of it would keep."""
    asked = Counter()
    for seed in range(25):
        for answers, day, voice in islice(visits(seed), 0, None, 3):
            monkeypatch.setattr(_state, "voice", lambda voice=voice: voice)
            monkeypatch.setattr(_state, "heard", lambda answers, day=day: interview.heard(BOOK, answers, day))
            for s in interview.to_ask(BOOK, answers, day):
                if s.kind == "question" and s.question.form in ("several", "sweep") and len(s.options) == 1 and s.options[0].facts:
                    title, labels = _steps.asked(answers, s), _ask.yes_no(s)
                    assert s.single.does in title and title.endswith("吗？") and not re.search("下面|这些|有没有|[{}]", title), title
                    assert len(set(labels)) == 2 and "这几样" not in _ask.help_line(s) and "可以选几个" not in _ask.help_line(s)
                    asked[s.question.id] += 1
    assert len(asked) > 3, asked


def test_what_helps_only_of_the_young_is_said_only_where_one_of_them_may_be_asked_about(monkeypatch):
    """Over visits of anybody, and of everybody on a page."""
    monkeypatch.setattr(_state, "voice", lambda: "self")
    seen = Counter()
    for seed in range(25):
        for answers, day, _ in islice(visits(seed), 0, None, 3):
            monkeypatch.setattr(_state, "heard", lambda answers, day=day: interview.heard(BOOK, answers, day))
            for s in interview.to_ask(BOOK, answers, day):
                for limit, text in s.question.help_under.items() if s.kind == "question" else ():
                    house = interview.heard(BOOK, answers, day).household
                    ages = [p.facts.get("age", house.spans.get((p.id, "age"), (0,))[0]) for p in house.people if p.id in s.of]
                    assert (text in _ask.help_line(s, answers)) is any(age < limit for age in ages), (seed, s.question.id, ages)
                    seen[min(ages, default=0) < limit] += 1
    assert len(seen) == 2, seen
    monkeypatch.setattr(_state, "heard", lambda answers: interview.heard(BOOK, answers, questions.DAY))
    elder = interview.Answers(data={"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "age": 82}]},
                              gathered=True, alone=True, heads=1)
    screen = next(s for s in interview.to_ask(BOOK, elder, questions.DAY) if s.question and s.question.id == "help_needed")
    assert "小" not in _ask.help_line(screen, elder) and _ask.help_line(screen, elder)


def test_what_was_taken_for_granted_is_asked_with_its_reason_too():
    seen = 0
    for seed in range(6):
        *_, (answers, day, _) = visits(seed)
        for name, who in interview.presumptions_that_matter(BOOK, answers, day, interview.heard(BOOK, answers, day)):
            s = interview.reopened(BOOK, answers, day, name, [who])
            if s and s.kind == "question" and (s.question.why or s.question.because):
                assert s.rows and s.question.why_of(s.rows), (seed, name)
                seen += 1
    assert seen


def test_a_late_degree_is_asked_once_whether_it_is_so():
    q, year = BOOK.questions["college"], questions.DAY.year
    late = {"two_years": {"late_graduate"}, "this_year": {"late_graduate"}, "junior": {"late_student"}, "bachelor": {"late_student"}}
    for age in (30, 58):
        for option in (o.id for o in q.options):
            answers = house(("self", year - age - 1))
            screen = interview.Screen("question", q, ("p1",), q.options)
            interview.answer(BOOK, answers, screen, [option], questions.DAY)
            found = {d.id for d, _ in interview.doubts(BOOK, answers, questions.DAY)}
            assert found == (late.get(option, set()) if age == 58 else set()), (age, option)


def test_a_parent_in_law_finds_a_place_among_the_relations_and_is_called_shortly():
    other = next(o for o in BOOK.facts["relation"].options if o.value == "other")
    assert all(word in other.said for word in ("公婆", "岳父母", "儿媳", "女婿")) and other.label == "别的家人"
    for n in (0, 1, 2):
        assert not re.search("公婆|[（）]", words_of(BOOK).person("other", n))


def test_who_has_a_family_of_his_own_is_not_asked_whether_he_lives_on_his_parents():
    year = questions.DAY.year

    def asked(*born: tuple[str, int]) -> bool:
        answers, found = house(*born, assistance="dibao", disability_certificate=True), []
        while screens := interview.to_ask(BOOK, answers, questions.DAY):
            screen, *_ = screens
            if screen.kind == "birthday":
                answers.born[screen.of[0]]["passed"] = "?"
                continue
            found.append(screen.question.id)
            interview.answer(BOOK, answers, screen, [UNSURE], questions.DAY)
        return "independence" in found
    assert not asked(("self", year - 38), ("spouse", year - 37), ("child", year - 9), ("parent", year - 82))
    assert not asked(("self", year - 82))


def grown(born: int, *records: dict) -> interview.Answers:
    """Somebody who does not know what became of a grown child."""
    data = {"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "hukou": "other_province"},
                                                               {"id": "p2", "relation": "child", "hukou": "other_province"}]}
    return interview.Answers(data=data, born={who: {"year": year, "day": questions.DAY.isoformat()} for who, year in (("p1", 1950), ("p2", born))},
                             gathered=True, records=list(records))


@pytest.mark.parametrize("born", [1984, 1999])
def test_nobody_grown_is_at_school_but_may_study_where_that_is_not_known(born):
    answers, asked = grown(born), []
    while screens := interview.to_ask(BOOK, answers, questions.DAY):
        asked += [o.id for o in screens[0].options]
        interview.answer(BOOK, answers, screens[0], [UNSURE], questions.DAY)
    status = {d.benefit.id: d.status for d in interview.screened(BOOK, answers, questions.DAY).determinations if d.member == "p2"}
    assert "aided" not in asked
    assert not [b for b in ("school-nutrition-meal", "newcomer-compulsory-school", "newcomer-private-school") if status[b] != "ineligible"]
    said = interview.heard(BOOK, answers, questions.DAY)
    assert "school_level" not in said.household.people[1].facts
    assert {"none", "junior_college", "bachelor_plus"} <= said.household.spans["p2", "school_level"]


def test_what_goes_without_saying_at_an_age_is_not_said():
    def shown(born: int) -> set[str]:
        return {name for name, who in interview.heard(BOOK, grown(born), questions.DAY).by_presumption if who == "p2"}
    assert "no_junior_high" in shown(2002) and not {"no_junior_high", "grown"} & shown(1944)


def test_what_was_taken_for_granted_and_is_taken_back_is_asked_or_can_be_put_back():
    """Of every presumption that matters to some household, halfway and at the end: 改 leads to a question, or the line stays, with 撤回."""
    rng, found, stood = random.Random(11), Counter(), Counter()
    houses = [questions.household(rng, BOOK, size) for size in (1, 2, 3, 4, 5, 6) * 3]
    seen = [(questions.visit(BOOK, t, alone=i % 2 == 0, unsure=i % 3 == 0).answers, questions.DAY) for i, t in enumerate(houses)]
    seen += [(answers, day) for seed in range(16) for answers, day, _ in list(visits(seed))[-2:]]
    for answers, day in seen:
        for name, who in interview.presumptions_that_matter(BOOK, answers, day, interview.heard(BOOK, answers, day)):
            lifted = interview.Answers(**{**vars(answers), "lifted": [*answers.lifted, [name, who]]})
            said = interview.heard(BOOK, lifted, day)
            asked = interview.reopened(BOOK, answers, day, name, [who])
            assert (name, who) in interview.taken_back(BOOK, lifted, day, said), (name, who)  # also where the question is left again
            found[name, asked is not None] += 1
            if asked and asked.stands is not None and stood[name] < 6:  # said to be so, nothing that was decided is decided otherwise
                before = {(d.benefit.id, d.member): d.status for d in interview.screened(BOOK, answers, day).determinations}
                told = deepcopy(answers)
                interview.answer(BOOK, told, asked, list(asked.stands), day)
                after = {(d.benefit.id, d.member): d.status for d in interview.screened(BOOK, told, day).determinations}
                assert all(after[key] == status for key, status in before.items() if status != "possible"), (name, who)
                # of who is asked too and of whom nothing was known, the answer is news
                assert set(asked.of) - {who, None} or not {s.id for s in interview.to_ask(BOOK, told, day)} - {s.id for s in interview.to_ask(BOOK, answers, day)}
                stood[name] += 1
    assert stood["older"] and stood["no_certificate"] and stood["at_home"], stood
    assert {name for name, asked in found if asked} >= {"older", "no_certificate", "works_in_county", "at_home", "kindergarten"}, found


def couple_with(*said: str, whose: str) -> interview.Answers:
    """An old couple of Wenzhou of whom some option of the recognitions is said, and of whom."""
    day, of = questions.DAY.isoformat(), ["p1", "p2"]
    answers = interview.Answers(born={"p1": {"age": 95, "day": day}}, gathered=True)
    answers.add_member("spouse", {"age": 60, "day": day})
    shown = ["dibao", "dibian", "tekun", "farm", "worker", "job"]
    answers.records = [{"q": "home", "of": [None], "shown": ["lucheng"], "said": ["lucheng"]},
                       {"q": "hukou_all", "of": of, "shown": ["here"], "said": ["here"], "whose": {"here": ["*"]}},
                       {"q": "recognitions", "of": of, "shown": shown, "said": list(said), "whose": {o: [whose] for o in said}}]
    return answers


def test_of_whom_it_is_said_that_they_look_for_no_work_it_is_not_said_again_that_they_drive_no_bus():
    """One line, and its 改 opens both; of those who are younger and at home the line of its own stays."""
    answers, day = interview.Answers(gathered=True), date(2026, 11, 26)
    answers.data = {"household": {"residence": "taishun"}, "members": [
        {"id": who, "relation": relation, "hukou": "taishun", "age": age, **more} for who, relation, age, more in
        (("p1", "self", 76, {}), ("p2", "spouse", 74, {}), ("p3", "child", 45, {"employed": False, "flexible_work": False, "public_welfare_job": False}))]}
    said = interview.heard(BOOK, answers, day)
    assert [who for name, who in said.by_presumption if name == "works_in_county"] == ["p3"]
    assert {("older", "p1"), ("older", "p2")} <= set(said.by_presumption) and said.household.people[1].facts["frontline_job"] == "none"
    answers.lift([("older", "p2")])
    assert "frontline_job" not in interview.heard(BOOK, answers, day).household.people[1].facts


def test_whose_an_option_is_opens_no_other_option_of_the_same_list():
    """One of them has 低保, nobody knows who: 特困 stood in the same list and was not chosen, and what is for the household is had."""
    result = interview.screened(BOOK, couple_with("dibao", whose="?"), questions.DAY)
    status = {(d.benefit.id, d.member): d.status for d in result.determinations}
    for row in ("tekun-living", "tekun-care"):
        assert {status[row, who] for who in ("p1", "p2")} == {"ineligible"}, row
    of_all = interview.screened(BOOK, couple_with("dibao", whose="*"), questions.DAY)
    of_household = {d.benefit.id for d in of_all.of("eligible") if d.member is None}
    assert {"dibao-allowance", "household-plan", "utility-quota", "cable-tv-waiver"} <= of_household
    assert of_household == {d.benefit.id for d in result.of("eligible") if d.member is None}
    assert status["dibian-recognition", None] == "ineligible" and status["medical-assistance", "p1"] == "possible"
    sure = next(d for d in result.of("eligible") if d.benefit.id == "utility-quota")
    assert ("assistance", None, "dibao") in {(r.fact, r.member, r.value) for r in sure.reasons}
    assert all(d.reasons for d in result.determinations if d.status == "ineligible")


def test_who_may_have_been_meant_is_asked_again_once_one_of_them_is_gone():
    answers = couple_with("dibao", whose="?")
    answers.drop_member("p2")
    assert answers.record("recognitions", ["p1"]) is None
    answers = couple_with("dibao", whose="p1")
    answers.drop_member("p2")
    assert answers.record("recognitions", ["p1"])["whose"] == {"dibao": ["p1"]}


def test_what_is_concluded_while_nobody_knows_whose_it_is_stands_whoever_it_is():
    """Of any answers: each one of whom nobody knows whose it is said of every single person, and of all."""
    tried = 0
    for seed in range(60):
        *_, (answers, day, _) = visits(seed)
        before = interview.heard(BOOK, answers, day).household.people
        now = {(d.benefit.id, d.member): d.status for d in interview.screened(BOOK, answers, day).determinations}
        open_ = [(i, o) for i, r in enumerate(answers.records) for o, people in r.get("whose", {}).items() if UNSURE in people and None not in r["of"]]
        for i, option in open_[:2]:
            q, everybody = BOOK.questions[answers.records[i]["q"]], answers.records[i]["of"]
            for people in [*([p] for p in everybody), *([everybody] if q.form == "sweep" else [])]:
                said = deepcopy(answers)
                said.records[i]["whose"][option] = list(people)
                sets = next(o.sets for o in q.options if o.id == option)
                if not sets or any(p.facts.get(f, v) != v for p in before if p.id in people for f, v in sets.items()):
                    continue  # something else was said of this one
                for d in interview.screened(BOOK, said, day).determinations:
                    assert {now[d.benefit.id, d.member], d.status} != {"eligible", "ineligible"}, (seed, option, people, d.benefit.id, d.member)
                tried += 1
    assert tried > 40


# --- what is taken for granted, and what is not asked ---------------------------------------------------------------

def of_one(born: int, says: dict[str, list[str]], home: str = "lucheng", hukou: str = "here", also: tuple[tuple[str, int], ...] = ()) -> tuple[interview.Answers, set[str]]:
    """A visit answered to its end, nothing but what is said here holding and 不清楚 where nothing is; with the questions that were put."""
    day = questions.DAY.isoformat()
    answers, put = interview.Answers(born={"p1": {"year": born, "passed": True, "day": day}}, gathered=True, alone=not also, heads=1), set()
    for relation, year in also:
        answers.add_member(relation, {"year": year, "passed": True, "day": day})
    says = {"home": [home], "hukou_all": [hukou], **says}
    while screens := interview.to_ask(BOOK, answers, questions.DAY):
        screen, q = screens[0], screens[0].question
        put.add(q.id)
        given = [f"{o.id}:*" for o, _ in screen.groups] or says.get(q.id, [] if q.form in ("sweep", "who", "several") else [UNSURE])
        interview.answer(BOOK, answers, screen, given, questions.DAY)
    return answers, put


def status_of_rows(answers: interview.Answers) -> dict[tuple[str, str | None], str]:
    return {(d.benefit.id, d.member): d.status for d in interview.screened(BOOK, answers, questions.DAY).determinations}


@pytest.mark.parametrize(("born", "hukou", "says", "asked", "status"), [
    (1959, "other_province", {"frontline": ["clean"]}, True, "eligible"), (1956, "other_province", {"frontline": [UNSURE]}, True, "possible"),
    (1959, "other_province", {}, True, "ineligible"), (1959, "here", {}, False, "ineligible"), (1940, "other_province", {}, False, "ineligible")])
def test_who_is_past_65_may_sweep_the_streets_and_is_asked_where_it_decides(born, hukou, says, asked, status):
    answers, put = of_one(born, {"housing": ["rent"], "frontline_used": ["no"], **says}, hukou=hukou)
    assert ("frontline" in put) is asked and status_of_rows(answers)["frontline-rent-subsidy", None] == status


@pytest.mark.parametrize(("junior", "school", "compulsory", "senior"), [
    ("fresh", "secondary", "ineligible", "eligible"), ("past", UNSURE, "possible", "eligible"), ("fresh_3", "compulsory", "eligible", "eligible"),
    ("none", None, "eligible", "ineligible")])
def test_who_has_finished_school_is_not_taken_to_be_in_it(junior, school, compulsory, senior):
    """Of a child of 14 it is taken for granted that it goes to school, until an answer says it has left it: then it is asked."""
    answers, put = of_one(1980, {"permit": ["more"], "junior": [junior], "school": [school or UNSURE]}, hukou="zhejiang_other", also=(("child", 2011),))
    found = status_of_rows(answers)
    assert ("school" in put) is (school is not None)
    assert (found["newcomer-compulsory-school", "p2"], found["newcomer-senior-high", "p2"]) == (compulsory, senior)


@pytest.mark.parametrize(("still", "status"), [([], "eligible"), (["at_school"], "possible"), ([UNSURE], "possible")])
def test_who_graduates_this_year_and_may_still_be_at_school_is_asked_whether_it_is_so(still, status):
    answers, put = of_one(2003, {"recognitions": ["dibao"], "living": ["other"], "college": ["this_year"], "graduate": still})
    assert "graduate" in put and status_of_rows(answers)["employment-assistance", "p1"] == status


@pytest.mark.parametrize(("place", "housing", "status", "amount"), [
    (UNSURE, "institution", "ineligible", None), (UNSURE, UNSURE, "possible", None), ("home", UNSURE, "eligible", 1), ("social", UNSURE, "ineligible", 2)])
def test_where_somebody_in_special_care_lives_says_how_it_is_paid(place, housing, status, amount):
    answers, _ = of_one(1949, {"recognitions": ["tekun"], "tekun_place": [place], "housing": [housing]})
    found = {d.benefit.id: d for d in interview.screened(BOOK, answers, questions.DAY).determinations}
    assert {found["utility-quota"].status, found["cable-tv-waiver"].status} == {status}
    paid = found["tekun-care"].annual  # of a home of which it is not known who runs it no figure is given: one kind has none
    assert paid is None if status == "ineligible" and amount is None else paid and (paid[0] == paid[1]) is (amount is not None)


@pytest.mark.parametrize("degree", ["mild", "complete", "dementia", UNSURE])
def test_who_needs_help_and_was_never_assessed_is_not_told_that_it_is_rare(degree):
    says = {"help_degree": [degree], "disability_assessed": ["never"]}
    helped, _ = of_one(1933, {"help_needed": ["p1"], **says})
    result, row = interview.screened(BOOK, helped, questions.DAY), ("long-term-care-insurance", "p1")
    assert row not in interview.unlikely(result) and status_of_rows(helped)[row] == "possible"
    unknown, _ = of_one(1933, {"help_needed": [UNSURE], **says})  # nobody said that she needs any
    assert row in interview.unlikely(interview.screened(BOOK, unknown, questions.DAY))


@pytest.mark.parametrize("home", ["yueqing", "lucheng"])
def test_what_hangs_on_the_work_of_others_nobody_was_asked_about_is_not_told_to_be_rare(home):
    answers = interview.Answers(born={"p1": {"age": 7, "day": questions.DAY.isoformat()}}, gathered=True, alone=True, heads=3)
    answers.records = [{"q": "home", "of": [None], "shown": [home], "said": [home]},
                       {"q": "hukou_all", "of": ["p1"], "shown": ["here"], "said": ["here"], "whose": {"here": ["*"]}},
                       {"q": "certificate", "of": ["p1", interview.REST], "shown": ["yes"], "said": ["p1"]}]
    result = interview.screened(BOOK, answers, questions.DAY)
    assert {d.status for d in result.determinations if d.benefit.id == "worker-condolence"} == {"possible"}
    assert ("worker-condolence", None) not in interview.unlikely(result)


def test_who_graduated_long_ago_finds_the_own_answer_in_the_list():
    """Whatever else the list can still settle: of a list of which everybody is one, every option stands."""
    answers, day = interview.Answers(born={"p1": {"age": 46, "day": questions.DAY.isoformat()}}, gathered=True), questions.DAY
    answers.add_member("spouse", {"age": 45, "day": day.isoformat()})
    says = {"home": ["lucheng"], "hukou_all": ["zhejiang_other"]}
    while (screen := interview.to_ask(BOOK, answers, day)[0]).question.id != "college":
        interview.answer(BOOK, answers, screen, says.get(screen.question.id, [] if screen.question.form in ("sweep", "who", "several") else [UNSURE]), day)
    assert [o.label for o in screen.options][-1] == "毕业超过 10 年" and len(screen.options) == 6


def test_of_several_children_the_question_names_those_it_is_put_to(monkeypatch):
    """One of three is taken to be at school: it is not asked of that one."""
    answers = interview.Answers(born={"p1": {"age": 38, "day": questions.DAY.isoformat()}}, gathered=True)
    for age in (18, 14, 6):
        answers.add_member("child", {"age": age, "day": questions.DAY.isoformat()})
    monkeypatch.setattr(_state, "voice", lambda: "family")
    monkeypatch.setattr(_state, "heard", lambda answers: interview.heard(BOOK, answers, questions.DAY))
    q = BOOK.questions["school"]
    assert _steps.asked(answers, interview.Screen("question", q, ("p2", "p4"), q.options)) == "第一个孩子（18 岁）、第三个孩子（6 岁）现在读什么？"
    assert _steps.asked(answers, interview.Screen("question", q, ("p2",), q.options)) == "第一个孩子（18 岁）现在读什么？"


@pytest.mark.parametrize(("voice", "bounds", "never"), [
    ("elder", (60, 130), {"young_child", "school", "junior", "independence", "child_care", "kindergarten"}),
    ("child", (0, 17), {"institution", "veteran_more"})])
def test_of_somebody_helped_whose_year_nobody_knows_the_voice_says_about_how_old(monkeypatch, voice, bounds, never):
    monkeypatch.setattr(_state, "voice", lambda: voice)
    monkeypatch.setattr(_state, "today", lambda: questions.DAY)
    answers, put = interview.Answers(gathered=True, alone=True, heads=1), set()
    _people._keep(answers, "p1", {})
    said = interview.heard(BOOK, answers, questions.DAY).household
    assert said.spans["p1", "age"] == bounds and not said.births and _check._taken(answers.born["p1"]).startswith("哪年出生：不清楚，先按")
    while screens := interview.to_ask(BOOK, answers, questions.DAY):
        q = screens[0].question
        put.add(q.id)
        said = {"home": ["lucheng"], "hukou_all": ["here"], "recognitions": ["dibao"] if voice == "elder" else []}
        interview.answer(BOOK, answers, screens[0], said.get(q.id, [] if q.form in ("sweep", "who", "several") else [UNSURE]), questions.DAY)
    assert len(put) > 5 and not put & never, put & never
    assert interview.Answers.from_dict(answers.as_dict(), BOOK, questions.DAY).born == answers.born
    listing(interview.screened(BOOK, answers, questions.DAY), voice)


# --- an answer that is followed by another question: 不清楚 there takes nothing back ---------------------------------

@pytest.mark.parametrize("home", ["lucheng", "ruian"])
def test_who_is_registered_elsewhere_in_the_city_and_does_not_know_where_is_still_of_the_city(home):
    answers, put = of_one(2004, {"housing": ["rent"], "permit": ["registered"]}, home=home, hukou="wenzhou")
    assert "hukou_where" in put
    found = {row: status for (row, _), status in status_of_rows(answers).items()}
    assert [found[row] for row in ("residence-permit-direct", "residence-points", "newcomer-public-services", "newcomer-relief")] == ["eligible", *["ineligible"] * 3]
    where = next(r for r in answers.records if r["q"] == "hukou_where")
    assert home not in where["shown"] and len(where["shown"]) == 12


@pytest.mark.parametrize(("said", "whose", "hukou", "asked"), [
    (("zhejiang_other", "other_province"), (UNSURE, UNSURE), {"zhejiang_other", "other_province"}, False),
    (("here", "wenzhou"), ("p1", "p2"), {o.id for o in BOOK.questions["hukou_where"].options} - {"lucheng"}, True),
    (("here", "wenzhou"), (UNSURE, UNSURE), {o.id for o in BOOK.questions["hukou_where"].options}, False)])
def test_of_which_of_two_nobody_knows_whose_it_is_one_of_them_holds(said, whose, hukou, asked):
    day = questions.DAY.isoformat()
    answers = interview.Answers(born={"p1": {"year": 1980, "passed": True, "day": day}}, gathered=True)
    answers.add_member("spouse", {"year": 1980, "passed": True, "day": day})
    says = {"home": ["lucheng"], "hukou_all": list(said)}
    for _ in range(3):
        screen = interview.to_ask(BOOK, answers, questions.DAY)[0]
        given = [f"{o}:{who}" for o, who in zip(said, whose, strict=True)] if screen.kind == "who" else says[screen.question.id]
        interview.answer(BOOK, answers, screen, given, questions.DAY)
    assert (interview.to_ask(BOOK, answers, questions.DAY)[0].question.id == "hukou_where") is asked
    assert interview.heard(BOOK, answers, questions.DAY).household.spans["p2", "hukou"] == hukou


def test_who_has_a_shop_has_one_though_neither_kind_nor_age_is_known():
    """How much is lent hangs on the kind, so that it is asked with the age."""
    says = {"recognitions": ["worker"], "certificate": ["p1"], "living": ["business"]}
    found = {tuple(said): next(d for d in interview.screened(BOOK, of_one(1985, {**says, "business": list(said)})[0], questions.DAY).determinations
                               if d.benefit.id == "startup-loan") for said in ((UNSURE,), ("shop",), ("three",), ("shop", "three"), ("unopened",))}
    assert [(d.status, d.missing) for d in found.values()] == [
        ("possible", [("p1", "business_age_months")]), ("possible", [("p1", "business_age_months")]), ("eligible", []), ("eligible", []), ("ineligible", [])]
    assert found["shop", "three"].amount_unknown == []


def test_an_answer_nobody_knows_takes_back_nothing_that_was_decided():
    """At every question that comes of an answer, in odd visits: what was decided before it stays decided after 不清楚."""
    tried, follows = Counter(), replay.gates_of(rules_of(BOOK)).singles | {q.id for q in BOOK.questions.values() if q.ask_when is not None}
    for seed in range(60):
        for answers, day, _ in visits(seed):
            if not answers.gathered:
                continue
            for screen in [s for s in interview.to_ask(BOOK, answers, day)[:1] if s.kind == "question" and s.question.id in follows and tried[s.question.id] < 6]:
                told = deepcopy(answers)
                interview.answer(BOOK, told, screen, [UNSURE], day)
                took, takes = (set(interview.heard(BOOK, a, day).by_presumption) for a in (answers, told))
                if took - takes:  # of what was put to them and is not known, nothing is taken for granted any more
                    continue
                before, after = ({(d.benefit.id, d.member): d.status for d in interview.screened(BOOK, a, day).determinations} for a in (answers, told))
                assert all(after[key] == status for key, status in before.items() if status != "possible"), (seed, screen.id)
                tried[screen.question.id] += 1
    assert len(tried) > 12, tried


@pytest.mark.parametrize(("born", "school", "status"), [
    (2010, "secondary", "eligible"), (2010, "compulsory", "ineligible"), (2010, UNSURE, "possible"), (2011, None, "ineligible")])
def test_who_is_old_enough_for_senior_school_is_asked_what_it_is_at(born, school, status):
    says = {"certificate": ["p1"], "certificate_class": ["limb", "grade_3"], "recognitions": ["dibao"], "school": [school or UNSURE]}
    answers, put = of_one(1980, says, also=(("child", born),))
    assert ("school" in put) is (school is not None) and status_of_rows(answers)["disabled-study-aid", "p2"] == status


@pytest.mark.parametrize(("living", "business", "asked", "status"), [
    ("business", "shop", False, "ineligible"), ("business", "company", True, "eligible"), ("other", UNSURE, False, "ineligible"),
    ("job", UNSURE, True, "eligible"), ("welfare_job", UNSURE, True, "eligible"), (UNSURE, UNSURE, True, "eligible")])
def test_who_has_no_employer_is_not_asked_for_a_contract(living, business, asked, status):
    """Of a welfare post and of an own company there may be one."""
    says = {"recognitions": ["worker"], "certificate": ["p1"], "housing": ["rent"], "permit": ["more"], "contract": ["p1"]}
    answers, put = of_one(1985, {**says, "living": [living], "business": [business, "three"] if business != UNSURE else [UNSURE]}, hukou="other_province")
    assert ("contract" in put) is asked and status_of_rows(answers)["newcomer-rental", None] == status


@pytest.mark.parametrize(("home", "hukou", "town", "asked"), [
    ("taishun", "here", "no", False), ("taishun", "wenzhou", "no", True), ("taishun", "wenzhou", "yes", True), (UNSURE, "here", "no", True)])
def test_outside_the_city_no_house_there_is_spoken_of_unless_it_decides_a_row_and_then_by_itself(home, hukou, town, asked):
    """One answer says that they rent, and nothing of what was not asked."""
    answers, put = of_one(1985, {"recognitions": ["dibao"], "housing": ["rent_county"], "home_in_town": [town]}, home=home, hukou=hukou)
    (said,) = (r for r in answers.records if r["q"] == "housing")
    labels = [o.label for o in BOOK.questions["housing"].options if o.id in said["shown"]]
    assert not any("市区" in label for label in labels) and len(set(labels)) == len(labels), labels
    assert ("home_in_town" in put) is asked and "温州市区" in BOOK.questions["home_in_town"].text
    facts = interview.screened(BOOK, answers, questions.DAY).household.facts
    assert facts["in_public_rental"] is False and facts.get("home_in_city") is ({"yes": True, "no": False}[town] if asked else None)


def test_in_the_city_renting_still_says_whether_there_is_a_house():
    answers, put = of_one(1985, {"recognitions": ["dibao"], "housing": ["rent"]})
    assert "home_in_town" not in put and next(r for r in answers.records if r["q"] == "housing")["shown"][:3] == ["own", "rent", "rent_own"]


@pytest.mark.parametrize(("living", "said", "asked", "status"), [
    ("job", ["bus"], True, "possible"), ("odd", ["clean"], True, "possible"), ("job", [], True, "ineligible"), ("other", [], False, "ineligible")])
def test_who_lives_in_a_county_and_works_may_drive_a_bus_in_the_city(living, said, asked, status):
    answers, put = of_one(1985, {"living": [living], "housing": ["rent"], "frontline": said, "frontline_used": ["no"]}, home="ruian")
    assert ("frontline" in put) is asked and status_of_rows(answers)["frontline-rent-subsidy", None] == status
