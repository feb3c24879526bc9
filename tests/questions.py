"""How long the interview is, and whether it finds what a complete household gets: `python -m tests.questions [households]`.
`python -m tests.questions progress` measures what comes of an open screen, and writes content/progress.json.

Seeded plausible households of 1 to 6 people are drawn with every fact known. Where a share is published it is near that: sizes of
households (census 2020), veterans (about 4 adults in 100), people with a certificate (about 3 in 100, old people more), high blood
pressure and the need for help by age, people with a degree (a third of the young). Where none is known to us, as for papers and
registers of newcomers, housing, work and income, a central value stands for it. Whatever makes interviews long is drawn two or three
times as often as it is: 低保, 低边, registered psychosis, autism, children in care. Nothing else is meant by these shares; the interview is answered from them; its result
is compared with the screening of the complete household, row by row. Fails where a target is missed.
"""

from __future__ import annotations

import itertools
import json
import random
import statistics
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from benefits import determine, load
from benefits.content import Book
from benefits.interview import (
    REST,
    UNSURE,
    Answers,
    Screen,
    answer,
    beyond,
    heard,
    left,
    next_topic,
    of_topic,
    screened,
    to_ask,
    weighed,
)
from benefits.interview.replay import closing, gates_of, interval
from benefits.interview.topics import ADULT, COMMON, company, expected
from benefits.numbers import exact
from benefits.screen import rules_of

DAY = date(2025, 6, 1)
ROOT = Path(__file__).resolve().parent.parent
MEDIAN, NINETY_FIVE = 19, 27
MISLED, MISLED_WORKER = 0.025, 0.065  # of the pages may tell numbers of questions of which the nearer one is off by more than two
LOWEST, HIGHEST, LEAST_STEPS = 0.01, 0.997, 150  # of content/progress.json: between which shares what was measured was off, and of how many steps
PAGES = 6  # of a grid worker, what the last topic brings up included
SIZES = (25, 30, 21, 13, 7, 4)  # households of 1 to 6 people, in a hundred: national census of 2020
CITY = ["lucheng", "longwan", "ouhai", "dongtou"]
COUNTIES = ["yueqing", "ruian", "longgang", "yongjia", "pingyang", "cangnan", "wencheng", "taishun"]


# --- complete households ------------------------------------------------------------------------------------------

def nobody(book: Book) -> tuple[dict, dict]:
    """Facts of a household and of a person to whom nothing applies."""
    found: tuple[dict, dict] = {}, {}
    for fact in book.facts.values():
        if fact.derived or fact.id in ("id", "relation", "age", "birth_date", "income", "hukou", "residence", "disability_grade"):
            continue
        value = {"bool": False, "choices": []}.get(fact.type, 0)
        if fact.type == "choice":
            value = "none" if any(o.value == "none" for o in fact.options) else None
        if value is not None:
            found[fact.of == "person"][fact.id] = value
    found[1].update(self_care="full", years_to_retirement=20, months_since_graduation=200, care_setting="home")
    return found


@dataclass
class Truth:
    """A complete household and the year each member was born."""

    data: dict[str, Any]
    years: dict[str, int] = field(default_factory=dict)

    def of(self, who: str | None, fact: str) -> Any:
        if who is None:
            return self.data["household"].get(fact)
        return next(m for m in self.data["members"] if m["id"] == who).get(fact)


def _ages(rng: random.Random, size: int) -> list[tuple[str, int]]:
    adult = rng.randint(26, 58)
    child = [("child", max(1, adult - rng.randint(22, 34))) for _ in range(3)]
    old = adult + rng.randint(22, 32)
    if size == 1:
        return [("self", rng.choice([rng.randint(60, 96), rng.randint(60, 96), rng.randint(20, 64)]))]
    if size == 2:
        elder = rng.randint(60, 92)
        return rng.choice([[("self", elder), ("spouse", max(50, elder - rng.randint(-3, 6)))], [("self", adult), ("spouse", adult - 2)],
                           [("self", adult), child[0]], [("self", adult), ("parent", old)]])
    if size == 3:
        return rng.choice([[("self", adult), ("spouse", adult - 1), child[0]], [("self", adult), child[0], ("parent", old)],
                           [("self", rng.randint(18, 30)), ("parent", rng.randint(42, 62)), ("parent", rng.randint(42, 62))]])
    base = [("self", adult), ("spouse", adult - 1), child[0]]
    more = [child[1], ("parent", old), ("parent", old + 2), child[2], ("sibling", adult - 4)]
    return base + more[:size - 3] if rng.random() < 0.5 else base + rng.sample(more, size - 3)


def _work(rng: random.Random, p: dict, age: int) -> None:
    way = rng.random()
    if way < 0.6:
        p.update(employed=True)
        if rng.random() < 0.5:
            p.update(labour_contract_months=36, employer_social_insurance_months=rng.choice([1, 12, 24]))
        if rng.random() < 0.04:
            p.update(frontline_job=rng.choice(["bus", "sanitation"]), frontline_subsidy_months_used=rng.choice([0, 0, 12, 40]))
    elif way < 0.7:
        p.update(flexible_work=True, flexible_premium_paid=rng.choice([0, 6000, 9600]), years_to_retirement=max(0, 60 - age),
                 enterprise_capital=rng.choice([0, 0, 0, 300000]), flexible_subsidy_months_used=rng.choice([0, 0, 12, 40]))
    elif way < 0.71:
        p.update(public_welfare_job=True, job_social_insurance=rng.random() < 0.5)
    elif way < 0.77:
        p.update(unemployed=True, registered_unemployed_months=rng.choice([0, 3, 8]))
    elif way < 0.85:
        p.update(business_kind=rng.choice(["sole_trader", "company"]), business_age_months=rng.choice([5, 30, 50, 100]))
    if not p["employed"] and rng.random() < 0.1:
        p["employment_difficulty"] = p["flexible_work"] or p["public_welfare_job"] or p["unemployed"] or p["business_kind"] != "none"


def household(rng: random.Random, book: Book, size: int) -> Truth:
    """A plausible household of `size` people, every fact known."""
    house, blank = nobody(book)
    home = rng.choice(CITY * 3 + COUNTIES)
    house["residence"] = home
    hukou = home if rng.random() < 0.78 else rng.choices(
        [rng.choice(CITY + COUNTIES), "zhejiang_other", "other_province"], (35, 10, 55))[0]
    local = hukou in CITY + COUNTIES
    mixed = rng.random() < 0.06
    members, years = [], {}
    poor = rng.random()
    recognised = "none" if not local else "dibao" if poor < 0.07 else "dibian" if poor < 0.12 else "none"
    permit = rng.choice([0, 0.5, 1.5, 2.5, 4]), rng.choice([2, 12, 40])
    some_only = size > 1 and rng.random() < 0.15
    house["low_income_rural"] = local and hukou in COUNTIES and rng.random() < 0.15
    house["difficult_worker"] = rng.random() < 0.02
    for i, (relation, age) in enumerate(_ages(rng, size)):
        p = {**blank, "id": f"p{i + 1}", "relation": relation, "hukou": rng.choice([home, "other_province"]) if mixed and i else hukou}
        born = date(DAY.year - age - (rng.random() < 0.6), rng.randint(1, 12), rng.randint(1, 28))
        p["age"] = age = (DAY.year * 10000 + DAY.month * 100 + DAY.day - born.year * 10000 - born.month * 100 - born.day) // 10000
        p["birth_date"] = born.isoformat()
        years[p["id"]] = born.year
        p["assistance"] = "none" if some_only and i else recognised
        if size == 1 and age >= 60 and recognised == "none" and local and rng.random() < 0.06:
            p.update(assistance="tekun", tekun_support=rng.choice(["public_institution", "dispersed", "dispersed"]))
            p["care_setting"] = "home" if p["tekun_support"] == "dispersed" else "institution"
        if rng.random() < (0.08 if age >= 60 else 0.03):
            p.update(disability_certificate=True, disability_category=rng.choice(["vision", "hearing", "limb", "limb", "intellectual", "mental", "multiple"]),
                     disability_grade=rng.randint(1, 4), needs_assistive_device=rng.random() < 0.4)
        elif age < 9 and rng.random() < 0.05:
            p.update(disability_category=rng.choice(["speech", "intellectual", "none"]))
        if age < 18 and rng.random() < 0.015:
            p["autism"] = True
        impaired = p["autism"] or p["disability_category"] != "none"
        if age < 18 and impaired and (age < 9 or p["disability_certificate"]):
            p["in_rehab"] = rng.random() < 0.6
            p["deferral_certificate"] = age < 9 and rng.random() < 0.3
        frail = (age - 60) / 80 if age > 60 else 0.01
        if rng.random() < frail:
            p["self_care"] = rng.choice(["mild_loss", "mild_loss", "moderate_loss", "complete_loss"])
            p["dementia"] = False
            if p["self_care"] == "complete_loss" and rng.random() < 0.5:
                p.update(ltc_severe=True, ltc_insured=True)
        elif age >= 75 and rng.random() < 0.05:
            p["dementia"] = True
        if age >= 70 and p["self_care"] != "full" and p["assistance"] != "tekun" and rng.random() < 0.1:
            p["care_setting"] = "institution"
        if rng.random() < min(0.6, max(0, age - 25) / 100):
            p["chronic_disease"] = rng.choice(["hypertension", "hypertension", "diabetes", "other"])
        p["special_disease"] = rng.random() < 0.03
        if age >= 18 and rng.random() < 0.015:
            p.update(psychosis_registered=True, psychosis_village_managed=rng.random() < 0.7, psychosis_risk_class=rng.choice(["I", "II", "none"]),
                     guardian_effective=rng.random() < 0.6, needs_antipsychotics=rng.random() < 0.8, injection_assessed=rng.random() < 0.1)
        p["insured_medical"] = "resident" if age < 18 or age >= 60 or rng.random() < 0.5 else "employee"
        p["heavy_medical_burden"] = rng.random() < 0.02
        p["insured_supplementary"], p["family_doctor_signed"] = rng.random() < 0.4, rng.random() < 0.5
        p["medical_cost_after_insurance"] = 2000
        _stage(rng, p, age)
        if 16 <= age < 65 and p["school_level"] == "none":
            _work(rng, p, age)
        if 16 <= age < 60:
            p["pension_scheme"] = "employee" if p["employed"] else rng.choice(["resident", "resident", "none", "employee"])
        if age >= 18:
            p["independent"] = rng.random() < 0.2
            p["veteran"] = rng.random() < 0.04
            p["veteran_listed"] = p["veteran"] and rng.random() < 0.2
            p["demobilised"] = p["veteran"] and rng.random() < 0.3
            p["adult_exam_certificate"] = rng.random() < 0.02
            p["work_injury_dispute"] = rng.random() < 0.005
        if age < 18 and local and rng.random() < 0.02:
            p.update(rng.choice([{"orphan": "social"}, {"unsupported_child": True}, {"distressed_child": True}]))
        if p["hukou"] != home and age >= 16:  # who came together mostly registered together
            together = permit if rng.random() < 0.8 else (rng.choice([0, 0.5, 1.5, 2.5, 4]), rng.choice([2, 12, 40]))
            p["residence_permit_years"], p["zhejiang_registered_months"] = together
        if p["hukou"] in ("zhejiang_other", "other_province") and 13 <= age < 20:
            p["junior_high"] = rng.choice(["fresh_3_years", "fresh", "past", "none"])
        members.append(p)
    _house(rng, house, members, home, hukou, local)
    return Truth({"household": house, "members": members}, years)


def _stage(rng: random.Random, p: dict, age: int) -> None:
    """School and studies by age."""
    if age < 3:
        level = "none"
    elif age < 6:
        level = "preschool"
    elif age < 16:
        level = "compulsory" if age > 6 else rng.choice(["preschool", "compulsory"])
    elif age < 19:
        level = rng.choice(["secondary", "secondary", "none"])
    elif age < 23:
        level = rng.choice(["junior_college", "bachelor_plus", "none", "none"])
    else:
        level = "none"
    p["school_level"] = level
    p["school_aided"] = level == "compulsory" and rng.random() < 0.06
    p["tuition_paid"] = 5000 if level in ("secondary", "junior_college", "bachelor_plus") else 0
    if 21 <= age <= 45 and level == "none" and rng.random() < 0.35:
        p.update(college_graduate=True, months_since_graduation=max(1, (age - 22) * 12 + 8))
        p["graduating_year"] = p["months_since_graduation"] <= 12
        if rng.random() < 0.03:  # some finish late
            p.update(months_since_graduation=6, graduating_year=True)
        p["student_loan"] = p["graduating_year"] and rng.random() < 0.3


def _house(rng: random.Random, house: dict, members: list[dict], home: str, hukou: str, local: bool) -> None:
    """What is true of the whole household: housing, income, troubles."""
    way = rng.random()
    if home in CITY:
        own = way < (0.75 if local else 0.2)
        house.update(home_in_city=own, housing_area=len(members) * rng.choice([10, 14, 20, 30]) if own else 0,
                     in_public_rental=not own and rng.random() < 0.15)
    else:
        house.update(home_in_city=rng.random() < 0.05, in_public_rental=rng.random() < 0.03)
        house["housing_area"] = 90 if house["home_in_city"] else 0
    if house["in_public_rental"]:
        house.update(home_in_city=False, housing_area=0, public_rent=300)
    poor = any(p["assistance"] != "none" for p in members)
    per_head = rng.choice([500, 900, 1300]) if poor else rng.choice([800, 1500, 2500, 4000, 4000, 7000, 9000, 12000])
    house["monthly_income"] = per_head * len(members)
    house["rural"] = home in COUNTIES and hukou == home and rng.random() < 0.7
    if house["rural"] and rng.random() < (0.2 if house["low_income_rural"] else 0.03):
        house.update(dilapidated_house=True, rebuild_kind=rng.choice(["new_build", "repair"]))
        house["rebuild_area"] = rng.choice([90, 120]) if house["rebuild_kind"] == "new_build" else 0
        house["housing_project"] = "rebuild" if house["rebuild_kind"] == "new_build" else "none"
    elif house["low_income_rural"] and rng.random() < 0.1:
        house["rural"], house["housing_project"] = True, rng.choice(["relocation", "self_build", "purchase"])
    house["collective_equity_project"] = house["low_income_rural"] and rng.random() < 0.2
    house["owns_vehicle"] = rng.random() < 0.3
    for fact, share in (("sudden_hardship", 0.03), ("complex_hardship", 0.01), ("major_change", 0.02)):
        house[fact] = rng.random() < share
    if rng.random() < 0.01 and not poor:
        house.update(recently_over_limit="income", months_over_limit=rng.choice([3, 20]))
    if local and rng.random() < 0.02:
        house.update(jisheng_difficult=True, jisheng_serious_illness=rng.random() < 0.3, left_behind_member=rng.random() < 0.3)
    if local and rng.random() < 0.01:
        house.update(only_child_dead_or_disabled=True, special_support=rng.random() < 0.5, jisheng_special_hardship=rng.random() < 0.3)
    if rng.random() < 0.03:
        house["housing_group"] = [rng.choice(["lonely_elderly", "model_worker", "preferential_treatment", "other_secured"])]
    points = rng.random() < 0.2 and not local
    for p in members:
        p["fallen_family"] = False
        p["points_managed"] = points
    if rng.random() < 0.01:
        for p in members:
            p["fallen_family"] = True


# --- answering from the truth -------------------------------------------------------------------------------------

def holds(book: Book, truth: Truth, who: str | None, fact: str, value: Any) -> bool:
    """Whether a value of an option is what is true of somebody."""
    of = None if book.facts[fact].of == "household" else who
    if of == REST:
        others = [m["id"] for m in truth.data["members"][1:]]
        test = all if fact == "hukou" or (isinstance(value, dict) and "none_of" in value) else any
        return bool(others) and test(holds(book, truth, o, fact, value) for o in others)
    is_ = truth.of(of, fact)
    if isinstance(value, dict) and "same_as" in value:
        return is_ == truth.of(None, value["same_as"])
    if is_ is None:
        return False
    if isinstance(value, dict) and (some := value.get("one_of", value.get("none_of"))):
        return (is_ in some) is ("one_of" in value)
    if isinstance(value, dict):
        low, high = interval(book, book.facts[fact], value)
        return low <= exact(is_) and (high is None or exact(is_) <= high)
    return set(value) <= set(is_) if isinstance(value, (list, tuple)) else is_ == value


def fits(book: Book, truth: Truth, who: str | None, choice: Any) -> bool:
    """Whether an option is true of somebody: all it sets, or (where it only opens questions) not all it closes."""
    facts = choice.sets or closing(book, choice)
    if who is not None and not any(book.facts[f].of == "person" for f in facts):
        return False
    if who is None and any(book.facts[f].of == "person" for f in facts):
        return False
    every = all(holds(book, truth, who, f, v) if choice.sets or v not in ([], ()) else not truth.of(who, f) for f, v in facts.items())
    return every if choice.sets else bool(facts) and not every


def say(book: Book, truth: Truth, screen: Screen) -> list[str]:
    """What somebody who knows everything taps."""
    q = screen.question
    if screen.kind == "who":
        said = []
        for o, people in screen.groups:
            said += [f"{o.id}:{p}" for p in people if fits(book, truth, p, o)]
        return said
    if q.fact:
        is_ = exact(truth.of(screen.of[0], q.fact) or 0)
        for low, high, _ in screen.bands:
            if low <= is_ and (high is None or is_ <= high):
                return [str(float(low)) if not isinstance(low, int) else str(low), "" if high is None else str(high if isinstance(high, int) else float(high))]
        return [str(is_)]
    if q.form == "who":
        return [p for p in screen.of if fits(book, truth, p, q.options[0])]
    units = [None, *(p for p in screen.of if p is not None)]
    if q.id == "hukou_all":
        real = [p for p in screen.of if p != REST] or [m["id"] for m in truth.data["members"][1:]]
        there = {truth.of(p, "hukou") for p in real}
        home = truth.of(None, "residence")
        return [o.id for o in screen.options if (home if o.id == "here" else o.id) in there
                or (o.id == "wenzhou" and there & set(CITY + COUNTIES) - {home})]
    if q.form != "one":
        return [o.id for o in screen.options if any(fits(book, truth, u, o) for u in units)]
    found = []
    for part in dict.fromkeys(o.part for o in screen.options):
        options = [o for o in screen.options if o.part == part]
        right = [o for o in options if o.sets and all(holds(book, truth, p, f, v) for p in screen.of for f, v in o.sets.items())]
        if not right:
            right = [o for o in options if o.apart]
        found.append(max(right, key=lambda o: (len(o.sets), o.id == "institution")).id if right else UNSURE)
    return found


@dataclass
class Visit:
    """One interview: the questions put, and the answers they left."""

    asked: list[str]
    answers: Answers
    told: list[tuple[int, tuple[int, int] | None]] = field(default_factory=list)  # questions behind, "about so many are left"
    open: list[list[str]] = field(default_factory=list)  # the screens open then, by the names of content/progress.json


def give(book: Book, truth: Truth, answers: Answers, screen: Screen, unsure: bool = False) -> None:
    """Answers one screen from the truth."""
    if screen.kind == "people":
        members = truth.data["members"][:1] if answers.alone else truth.data["members"]
        answers.data["members"] = [{"id": m["id"], "relation": m["relation"]} for m in members]
        answers.born = {m["id"]: {"year": truth.years[m["id"]], "day": DAY.isoformat()} for m in members}
        answers.gathered = True
    elif screen.kind == "birthday":
        who = screen.of[0]
        answers.born[who]["passed"] = date.fromisoformat(truth.of(who, "birth_date")).replace(year=DAY.year) <= DAY
    else:
        sure = screen.question.always or not unsure
        answer(book, answers, screen, say(book, truth, screen) if sure else [UNSURE], DAY)


def visit(book: Book, truth: Truth, alone: bool = False, unsure: bool = False) -> Visit:
    """Goes through the whole interview. alone: one-person mode; unsure: 不清楚 to all but home, people and hukou."""
    answers = Answers(alone=alone, heads=len(truth.data["members"]) if alone else None)
    seen = Visit([], answers)
    asked, told = seen.asked, None
    while screens := to_ask(book, answers, DAY):
        screen = screens[0]
        told = left(book, answers, screens, told)
        if answers.gathered:
            seen.told.append((len(asked), told))
            seen.open.append([weighed(s) for s in screens])
        give(book, truth, answers, screen, unsure)
        # the list of people counts one for each who is on it, whatever steps that takes: who it is, the year; in a visit for one
        # person the year, and how many live together
        asked += ["people"] * len(answers.members) if screen.kind == "people" else [screen.id]
        if len(asked) > 90:
            raise AssertionError(asked)
    return seen


def pages(book: Book, truth: Truth, unsure: bool = False) -> list[list[Screen]]:
    """The pages a grid worker fills in who gets all open questions of a topic at once. unsure: as for `visit`, and nobody knows
    when anybody was born."""
    return [page for page, _ in paged(book, truth, unsure)]


def paged(book: Book, truth: Truth, unsure: bool = False) -> list[tuple[list[Screen], tuple[int, int]]]:
    """The same, each with how many questions were said to come after it."""
    answers, topic, found = Answers(), "", []
    told: tuple[int, int] | None = None
    while screens := to_ask(book, answers, DAY, by_topic=True):
        topic = next_topic(book, screens, topic)
        page = of_topic(book, screens, topic)
        if screens[0].kind != "birthday":  # asked under the year
            told = beyond(book, answers, screens, page, told)
            found.append((page, told))
        for screen in page:
            now = to_ask(book, answers, DAY, by_topic=True) if answers.gathered and not screen.waits and topic == next(iter(book.sections)) else []
            give(book, truth, answers, next((s for s in now if s.question is screen.question), screen), unsure)
        if unsure:
            answers.born = {m["id"]: {} for m in answers.members}
    return found


def compare(book: Book, truth: Truth, seen: Visit) -> Counter:
    """How the statuses differ: (benefit, of the interview, of the truth) counted; equal ones under "same"."""
    full = {(d.benefit.id, d.member): d.status for d in determine(truth.data, DAY, book=book).determinations}
    found: Counter = Counter()
    askable = {f for q in book.questions.values() if not q.late for f in q.facts}
    for d in screened(book, seen.answers, DAY).determinations:
        is_ = full[d.benefit.id, d.member]
        if d.status == is_:
            found["same"] += 1
        elif d.status == "possible":
            facts = tuple(sorted({f for _, f in d.missing} & askable))
            found["open", d.benefit.id, is_, facts] += 1
        else:
            found["wrong", d.benefit.id, d.status, is_] += 1
    return found


def forgotten(book: Book, seen: Visit) -> Counter:
    """What one more question might have decided, for every fact that some possible row lacks and no question was put for though
    there is one that is not late. ("forgotten", benefit, question, fact): the conditions of the question do not speak against it;
    ("spared", ...): they do, and content says why; without a reason there it counts as forgotten.

    Reads the questions and the rows by itself, not what the interview takes for worth asking."""
    said, gates = heard(book, seen.answers, DAY), gates_of(rules_of(book))
    put, people = {key[1:] for key in said.asked}, {s.id: s for s in said.gate.people}
    found: Counter = Counter()
    for d in screened(book, seen.answers, DAY).of("possible"):
        for who, fact in d.missing:
            could = [q for q in book.questions.values() if not q.late and fact in q.facts]
            if who == REST or (who, fact) in put or not could:
                continue
            for q in could:
                shown = [o for o in q.options if (q.id, o.id) not in gates.shown or gates.shown[q.id, o.id].ev(said.gate) is not False]
                of = [people[who]] if who is not None else list(people.values())
                open_ = (q.fact or any(fact in o.facts for o in shown)) \
                    and (q.id not in gates.ask_when or gates.ask_when[q.id].ev(said.gate) is not False) \
                    and (q.id not in gates.among or any(gates.among[q.id].ev(s) is not False for s in of))
                found["forgotten" if open_ or not q.spares else "spared", d.benefit.id, q.id, fact] += 1
    return found


# --- the typical residents ----------------------------------------------------------------------------------------

def typical(book: Book) -> dict[str, tuple[Truth, bool, int]]:
    """A to F: the complete household, whether only the first person is looked at, and the most questions it may take."""
    house, blank = nobody(book)

    def made(home: str, people: list[dict], **facts: Any) -> Truth:
        hukou = facts.pop("hukou", home)
        members = [{**blank, "hukou": hukou, "relation": "self" if i == 0 else p.pop("relation"), "id": f"p{i + 1}",
                    "birth_date": f"{DAY.year - p['age']}-03-05", "assistance": "none", "insured_medical": "resident", **p}
                   for i, p in enumerate(people)]
        for m in members:
            if "school_level" not in m or m["age"] < 16:
                m["school_level"] = "none" if m["age"] < 3 else "preschool" if m["age"] < 6 else "compulsory" if m["age"] < 16 else "none"
        return Truth({"household": {**house, "residence": home, "monthly_income": 3000, **facts}, "members": members},
                     {m["id"]: DAY.year - m["age"] for m in members})

    alone = made("lucheng", [{"age": 82, "chronic_disease": "hypertension"}], home_in_city=True, housing_area=60, monthly_income=2200)
    poor = made("ouhai", [
        {"age": 38, "assistance": "dibao", "flexible_work": True, "flexible_premium_paid": 0, "pension_scheme": "resident"},
        {"relation": "spouse", "age": 36, "assistance": "dibao", "pension_scheme": "resident"},
        {"relation": "child", "age": 6, "assistance": "dibao", "disability_certificate": True, "disability_category": "intellectual",
         "disability_grade": 2, "in_rehab": True, "school_level": "preschool"}], monthly_income=2400)
    child = Truth({"household": poor.data["household"],
                   "members": [{**poor.data["members"][2], "relation": "self"},
                               *({**m, "relation": "parent"} for m in poor.data["members"][:2])]}, poor.years)
    driver = made("lucheng", [
        {"age": 40, "employed": True, "frontline_job": "bus", "labour_contract_months": 36, "employer_social_insurance_months": 24,
         "residence_permit_years": 4, "zhejiang_registered_months": 50, "insured_medical": "employee", "pension_scheme": "employee"},
        {"relation": "spouse", "age": 39, "employed": True, "residence_permit_years": 4, "zhejiang_registered_months": 50},
        {"relation": "child", "age": 14}, {"relation": "child", "age": 10}], hukou="other_province", monthly_income=9000)
    graduate = made("longwan", [
        {"age": 23, "assistance": "dibao", "college_graduate": True, "months_since_graduation": 8, "graduating_year": False,
         "unemployed": True, "registered_unemployed_months": 3, "pension_scheme": "none"},
        {"relation": "parent", "age": 52, "assistance": "dibao", "disability_certificate": True, "disability_category": "limb",
         "disability_grade": 3, "pension_scheme": "resident"},
        {"relation": "parent", "age": 50, "assistance": "dibao", "pension_scheme": "resident"}],
        home_in_city=True, housing_area=60, monthly_income=2500)
    farm = made("taishun", [{"age": 68, "chronic_disease": "hypertension"}, {"relation": "spouse", "age": 66}], low_income_rural=True,
                rural=True, dilapidated_house=True, rebuild_kind="new_build", rebuild_area=90, housing_project="rebuild", monthly_income=1500)
    plain = made("lucheng", [{"age": 36, "employed": True, "insured_medical": "employee", "pension_scheme": "employee"},
                             {"relation": "spouse", "age": 35, "employed": True, "insured_medical": "employee", "pension_scheme": "employee"},
                             {"relation": "child", "age": 8}], home_in_city=True, housing_area=100, monthly_income=30000)
    return {"A": (alone, False, 13), "B": (poor, False, 27), "B, child only": (child, True, 17), "C": (driver, False, 23),
            "C, driver only": (driver, True, 18), "D": (graduate, True, 16), "D, all three": (graduate, False, 24),
            "E": (farm, False, 17), "F": (plain, False, 17)}


# 低保金 is given unless the income is known to reach the standard, and the income of a household that has 低保 is not asked: by the
# complete truth, where an income over the standard is known, the row says 可能 instead. Both are what the requirement says.
INCOME_NOT_ASKED = ("dibao-allowance", "eligible", "possible")


@dataclass
class Measured:
    """lengths by size; residents: questions, most allowed, questions when all is 不清楚; differences: see `compare`; left_open: see
    `forgotten`; pages: topic pages of a grid worker, counted; told: by how many questions "about so many are left" was off (0 = within what was said), counted; rising: pages on
    which it was more than on the page before ("more"), the same ("same"), or with the number told first the same ("still"); ranges: how far the two numbers were apart,
    counted."""

    lengths: dict[int, list[int]] = field(default_factory=lambda: {n: [] for n in range(1, 7)})
    residents: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    differences: Counter = field(default_factory=Counter)
    left_open: Counter = field(default_factory=Counter)
    rising: Counter = field(default_factory=Counter)
    pages: Counter = field(default_factory=Counter)
    told: Counter = field(default_factory=Counter)
    ranges: Counter = field(default_factory=Counter)
    apart: float = 0  # by how many questions the middle of what was told was off, all pages together
    after: Counter = field(default_factory=Counter)  # the same as told, of a grid worker's pages

    def look(self, seen: list[tuple[list[Screen], tuple[int, int]]]) -> None:
        self.pages[len(seen)] += 1
        for i, (_, said) in enumerate(seen, 1):
            real = sum(len(page) for page, _ in seen[i:])
            if i > 1:  # on the first page it is said that it hangs on how many they are
                self.after[max(said[0] - real, 0) - max(real - said[1], 0)] += 1

    def listen(self, seen: Visit) -> None:
        for (_, before), (_, said) in itertools.pairwise(seen.told):
            self.rising["more"] += said[0] > before[0] or said[1] > before[1]
            self.rising["same"] += said == before
            self.rising["still"] += said[0] == before[0]
            self.rising["steep"] += said[0] < before[0] - 2
        for behind, said in seen.told:
            real = len(seen.asked) - behind
            self.told[max(said[0] - real, 0) - max(real - said[1], 0)] += 1
            self.ranges[said[1] - said[0]] += 1
            self.apart += abs(said[0] + said[1] - 2 * real) / 2

    @property
    def every(self) -> list[int]:
        return sorted(n for of in self.lengths.values() for n in of)

    @property
    def median(self) -> float:
        return statistics.median(self.every)

    @property
    def ninety_five(self) -> int:
        return self.every[int(len(self.every) * 0.95)]

    @property
    def wrong(self) -> list[tuple]:
        """Decided otherwise than the truth: nobody who gets it is refused, nobody is promised what is not there. Where the truth is
        可能, a presumption may say no (it is shown as 默认, with 改): at most one row in a thousand."""
        found = [k for k in self.differences if k[0] == "wrong" and k[1:] != INCOME_NOT_ASKED]
        guessed = [k for k in found if k[2:] == ("ineligible", "possible")]
        few = sum(self.differences[k] for k in guessed) * 1000 <= sum(self.differences.values())
        return [k for k in found if not few or k not in guessed]

    @property
    def forgotten(self) -> list[tuple]:
        return [k for k in self.left_open if k[0] == "forgotten"]

    @property
    def over(self) -> list[str]:
        return [f"{name}: {n} > {most}" for name, (n, most, _) in self.residents.items() if n > most]

    @property
    def misled(self) -> float:
        """The share of pages on which the number of questions told was off by more than two."""
        return self._off(self.told)

    @property
    def misled_worker(self) -> float:
        """The same, of a grid worker's pages."""
        return self._off(self.after)

    @staticmethod
    def _off(told: Counter) -> float:
        return sum(n for by, n in told.items() if abs(by) > 2) / max(1, told.total())


def measured(households: int) -> Measured:
    """Interviews of so many households (sizes as in the census), and of the typical residents."""
    book, rng, found = load(), random.Random(20220501), Measured()
    for i in range(households):
        size = rng.choices(range(1, 7), SIZES)[0]
        truth = household(rng, book, size)
        seen = visit(book, truth)
        found.lengths[size].append(len(seen.asked))
        found.differences.update(compare(book, truth, seen))
        found.left_open.update(forgotten(book, seen))
        found.listen(seen)
        if i % 3 == 0:
            found.listen(visit(book, of_a_child(truth) if i % 2 else truth, alone=True))
        if i % 5 == 0:
            found.look(paged(book, truth))
    for name, (truth, alone, most) in typical(book).items():
        seen = visit(book, truth, alone)
        found.residents[name] = len(seen.asked), most, len(visit(book, truth, alone, unsure=True).asked)
        found.left_open.update(forgotten(book, seen))
        found.listen(seen)
        if not alone:
            found.look(paged(book, truth))
    return found


def main(households: int = 1500) -> int:
    found = measured(households)
    print(f"| {households} 户 | 户数 | 中位数 | 95% | 最多 |\n|---|---|---|---|---|")
    for size, of in (*found.lengths.items(), ("合计", found.every)):
        of = sorted(of)
        if of:
            print(f"| {size}{' 人' if size != '合计' else ''} | {len(of)} | {statistics.median(of):g} | {of[int(len(of) * 0.95)]} | {of[-1]} |")
    print("\n| 典型的人家 | 题数 | 目标 | 全答不清楚 |\n|---|---|---|---|")
    for name, (n, most, unsure) in found.residents.items():
        print(f"| {name} | {n} | {most} | {unsure} |")
    print("（家里人一人算一题：关系和年份；只查一个人时，年份和几口人，是两页。）")
    print(f"\n网格员一组一页，要填几页：{dict(sorted(found.pages.items()))}（每 5 户数 1 户）")
    print(f"“大约还有几题”差了几题（0 是说的范围里）：{dict(sorted(found.told.items()))}，差 2 题以上的 {found.misled:.2%}；"
          f"比上一页多的 {found.rising['more']} 页，和上一页一样的 {found.rising['same'] / found.told.total():.2%}，"
          f"先说的那个数没变的 {found.rising['still'] / found.told.total():.2%}，一下少 3 题以上的 {found.rising['steep'] / found.told.total():.2%}")
    print(f"网格员“后面大约几题”差了几题：{dict(sorted(found.after.items()))}，差 2 题以上的 {found.misled_worker:.2%}")
    print(f"说一个数的 {found.ranges[0]} 页，两个数的 {found.ranges.total() - found.ranges[0]} 页（最多差 {max(found.ranges)} 题）；"
          f"两个数的中间平均差 {found.apart / found.told.total():.2f} 题")
    same = found.differences["same"]
    print(f"\n和完整情况的判断一样：{same} 项；不一样：{sum(found.differences.values()) - same} 项")
    for what, n in found.differences.most_common():
        if what != "same":
            print(n, *what, "（低保家庭不问收入，没超过就能领）" if what[1:] == INCOME_NOT_ASKED else "")
    print(f"\n还有题能定、却没问的：{sum(found.left_open[k] for k in found.forgotten)} 项；照题目写的理由不问的：")
    spares = {q.id: q.spares for q in load().questions.values()}
    for what, n in found.left_open.most_common():
        print(n, *what, spares[what[2]])
    failed = {"判断反了": found.wrong, "漏问": found.forgotten, "典型的人家超了": found.over, "还有几题说错了": found.misled > MISLED or found.misled_worker > MISLED_WORKER or found.rising["more"],
              "中位数": found.median > MEDIAN, "95%": found.ninety_five > NINETY_FIVE, "页数": [n for n in found.pages if n > PAGES]}
    for what, how in failed.items():
        if how:
            print("没达到：", what, how)
    return int(any(failed.values()))


def watched(households: int) -> list[tuple[str, int, list[str], int]]:
    """Every step of so many interviews: of whom (see `company`), how many people, what stood open, how many questions were left."""
    book, rng, found = load(), random.Random(20251231), []
    for i in range(households):
        size = rng.choices(range(1, 7), SIZES)[0]
        truth = household(rng, book, size)
        seen = visit(book, of_a_child(truth) if i % 3 == 1 else truth, alone=i % 3 < 2)
        found += [(company(seen.answers), len(seen.answers.members), names, len(seen.asked) - behind)
                  for names, (behind, _) in zip(seen.open, seen.told, strict=True) if "birthday" not in names]
    return found


def of_a_child(truth: Truth) -> Truth:
    """The same household with the youngest child as the one who is asked about, where there is one."""
    first = min(truth.data["members"], key=lambda m: m["age"])
    if first["age"] >= ADULT:
        return truth
    others = [{**m, "relation": "sibling" if m["age"] < ADULT else "parent"} for m in truth.data["members"] if m is not first]
    return Truth({"household": truth.data["household"], "members": [{**first, "relation": "self"}, *others]}, truth.years)


def fitted(steps: list[tuple[str, int, list[str], int]]) -> dict[str, dict[str, Any]]:
    """For a family, a child, a grown-up and an elder of whom alone it is asked: by least squares, how many hundredths of a question come
    of each screen that stands open (near the measure of all of them, where it was seldom open); and, by how many that makes, how far
    it was off downwards and upwards, but for a few in a hundred."""
    names = ["people", *sorted({name for _, _, open_, _ in steps for name in open_})]
    counts = [{**Counter(open_), "people": people * (of == "family")} for of, people, open_, _ in steps]
    table = np.array([[one.get(name, 0) for name in names] for one in counts], float)
    real = np.array([n for *_, n in steps], float)

    def solved(rows: np.ndarray, near: np.ndarray) -> np.ndarray:
        x, y = table[rows], real[rows]
        return near + np.linalg.solve(x.T @ x + 20 * np.eye(len(names)), x.T @ (y - x @ near))
    every = solved(np.arange(len(steps)), np.array([0, *[COMMON / 100] * (len(names) - 1)]))
    found: dict[str, dict[str, Any]] = {}
    for of in ("family", "child", "adult", "elder"):
        rows = np.array([i for i, step in enumerate(steps) if step[0] == of])
        own = {name: round(100 * x) for name, x in zip(names, solved(rows, every), strict=True) if name != "people" or of == "family"}
        about = np.array([max(0, expected(own, steps[i][2], steps[i][1])) for i in rows])
        off = []
        for n in range(0, int(np.quantile(about, 0.995)), 100):
            some = np.argsort(abs(about - n - 50), kind="stable")[:max(LEAST_STEPS, int(np.sum(abs(about - n - 50) <= 50)))]
            least, most = np.quantile(100 * real[rows][some] - about[some], (LOWEST, HIGHEST))
            off.append([int(least), int(np.ceil(most))])
        found[of] = {"hundredths": own, "off": off}
    return found


def progress(households: int = 3000) -> int:
    """Writes content/progress.json."""
    found = fitted(watched(households))
    lines = ",\n".join(f' "{of}": {{\n  "hundredths": {json.dumps(one["hundredths"])},\n  "off": {json.dumps(one["off"])}\n }}' for of, one in found.items())
    (ROOT / "content" / "progress.json").write_text(f"{{\n{lines}\n}}\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(progress() if sys.argv[1:] == ["progress"] else main(*map(int, sys.argv[1:2])))
