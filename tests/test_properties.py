"""What must hold for every household, known or half known."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from benefits.content import load
from benefits.screen import as_json, determine, outcomes, rules_of
from tests.households import complete, household
from tests.test_cases import PARAMETERS

BOOK = load()
DAY = date(2025, 6, 1)
EXCEPTION = "dibao-allowance"  # the one row that may turn from eligible to possible


def keyed(result):
    return {(d.benefit.id, d.member): d for d in result.determinations}


def inside(inner, outer) -> bool:
    if outer is None:
        return True
    if inner is None:
        return False
    return inner[0] >= outer[0] and (outer[1] is None or (inner[1] is not None and inner[1] <= outer[1]))


def carries(key, old, new) -> bool:
    """Whether the amount told before must hold the amount told now. Not where the answer is a refusal; not where it ends
    as possible without a figure (what the row would pay is then not known); and 特困 care in a public institution is
    outside the interval of the two ways of support that have a figure."""
    if new.status == "ineligible" or (new.status == "possible" and not new.quantified):
        return False
    return not (key[0] == "tekun-care" and new.annual is None)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("shipped", [False, True])
def test_learning_never_flips_and_intervals_hold(seed, shipped):
    rng = random.Random(seed)
    given = None if shipped else PARAMETERS
    data = household(rng, BOOK, known=rng.choice([0.1, 0.4, 0.7, 0.9]))
    before = keyed(determine(data, DAY, given))
    for _ in range(3):
        learned = complete(rng, data, BOOK, rng.choice([1, 2, 5, None]))
        after = keyed(determine(learned, DAY, given))
        for key, old in before.items():
            new = after[key]
            if old.status == "eligible":
                assert new.status == "eligible" or (key[0] == EXCEPTION and new.status == "possible"), (key, learned)
            if old.status == "ineligible":
                assert new.status == "ineligible", (key, learned)
            if carries(key, old, new):
                assert inside(new.annual, old.annual), (key, old.annual, new.annual, learned)
                assert inside(new.once, old.once), (key, old.once, new.once, learned)


@pytest.mark.parametrize("seed", range(40))
def test_only_missing_facts_can_change_a_row(seed):
    """A fact that a possible row does not name as missing cannot decide it alone."""
    rng = random.Random(seed)
    data = household(rng, BOOK, known=rng.choice([0.5, 0.8, 0.95]), most=4)
    before = keyed(determine(data, DAY, PARAMETERS))
    for _ in range(6):
        learned = complete(rng, data, BOOK, 1)
        changed = [((None if i is None else m["id"]), name) for i, m in [(None, None), *enumerate(learned["members"])]
                   for name in (learned["household"] if i is None else m)
                   if name not in (data["household"] if i is None else data["members"][i])]
        after = keyed(determine(learned, DAY, PARAMETERS))
        for key, old in before.items():
            if old.status == "possible" and after[key].status != "possible":
                assert set(changed) & set(old.missing), (key, changed, old.missing)


@pytest.mark.parametrize("seed", range(30))
def test_order_of_members_does_not_matter(seed):
    rng = random.Random(seed)
    data = household(rng, BOOK)
    shuffled = {"household": data["household"], "members": rng.sample(data["members"], len(data["members"]))}
    one, two = keyed(determine(data, DAY, PARAMETERS)), keyed(determine(shuffled, DAY, PARAMETERS))
    assert {k: (d.status, d.annual, d.once, d.superseded_by, set(d.missing)) for k, d in one.items()} == \
           {k: (d.status, d.annual, d.once, d.superseded_by, set(d.missing)) for k, d in two.items()}
    first, second = determine(data, DAY, PARAMETERS), determine(shuffled, DAY, PARAMETERS)
    assert first.totals == second.totals


@pytest.mark.parametrize("seed", range(20))
def test_an_irrelevant_member_changes_nothing_for_the_others(seed):
    rng = random.Random(seed)
    data = household(rng, BOOK, most=4)
    data["household"].pop("monthly_income", None)  # the head count is the only thing a stranger changes
    data["household"]["income"] = []
    stranger = {f.id: ("none" if f.type == "choice" and any(o.value == "none" for o in f.options) else False if f.type == "bool" else
                       [] if f.type == "choices" else 0) for f in BOOK.facts.values()
                if f.of == "person" and not f.derived and f.type in ("bool", "choice", "int", "number") and f.id != "disability_grade"}
    stranger.update(id="x1", relation="other", age=40, hukou="other_province", tekun_support=None, self_care="full", care_setting=None,
                    school_level="none")
    more = {"household": data["household"], "members": [*data["members"], stranger]}
    one, two = keyed(determine(data, DAY, PARAMETERS)), keyed(determine(more, DAY, PARAMETERS))
    by_head = {"rent-subsidy", "frontline-rent-subsidy", "dibao-allowance"}
    newcomers = {"newcomer-public-services", "residence-points", "points-rent-subsidy"}
    for key, old in one.items():
        if key[0] in by_head | newcomers:
            continue
        assert (old.status, old.annual, old.once) == (two[key].status, two[key].annual, two[key].once), key


@pytest.mark.parametrize("shipped", [False, True])
def test_outcomes_say_what_determine_says(shipped):
    for seed in range(200):
        rng = random.Random(seed)
        data = household(rng, BOOK, known=rng.choice([0.2, 0.6, 0.95]), most=rng.choice([1, 4, 12]))
        day, given = date(2022, 4, 1) + timedelta(days=rng.randrange(1400)), None if shipped else PARAMETERS
        full, short = determine(data, day, given), outcomes(data, day, given)
        assert [(d.benefit, d.member, d.status, d.annual, d.once, d.basis, d.superseded_by) for d in full.determinations] == \
               [(d.benefit, d.member, d.status, d.annual, d.once, d.basis, d.superseded_by) for d in short.outcomes]
        assert (full.totals, full.term, full.household) == (short.totals, short.term, short.household)


def test_every_day_of_the_term_computes():
    rng = random.Random(5)
    data = household(rng, BOOK, known=0.7, most=5)
    for m in data["members"]:
        m.pop("age", None)
        m["birth_date"] = rng.choice(["1940-02-29", "1945-06-01", "2016-02-29", "2020-12-31", "1922-05-01"])
    day = date(2022, 4, 30)
    while day <= date(2026, 1, 1):
        result = determine(data, day)
        assert result.in_force == (date(2022, 5, 1) <= day <= date(2025, 12, 31))
        assert len(result.determinations) == sum(len(data["members"]) if b.unit == "person" else 1 for b in BOOK.screened())
        day += timedelta(days=1)


@pytest.mark.parametrize("seed", range(40))
def test_every_refusal_rests_on_the_document(seed):
    rng = random.Random(seed)
    result = determine(household(rng, BOOK, known=0.95), DAY)
    for d in result.of("ineligible"):
        assert d.reasons and any(r.origin in ("document", "annex") for r in d.reasons), (d.benefit.id, d.reasons)
        assert all(r.holds is not None for r in d.reasons), d.benefit.id


@pytest.mark.parametrize("seed", range(20))
def test_questions_are_the_missing_facts_in_editorial_order(seed):
    result = determine(household(random.Random(seed), BOOK, known=0.4), DAY)
    place = {name: i for i, name in enumerate(BOOK.facts)}
    assert set(result.next_questions) == {k for d in result.determinations for k in d.missing}
    assert [place[k[1]] for k in result.next_questions] == sorted(place[k[1]] for k in result.next_questions)
    assert all(not d.missing for d in result.determinations if d.status != "possible")


@pytest.mark.parametrize("size", [1, 12, 20])
def test_households_of_all_sizes(size):
    rng = random.Random(size)
    data = household(rng, BOOK, most=1)
    data["members"] += [{"id": f"m{i}", "relation": "child", "age": i, "hukou": "ruian"} for i in range(size - 1)]
    assert as_json(determine(data, DAY))["determinations"]


def test_rows_are_compiled_once():
    assert rules_of(BOOK) is rules_of(BOOK)
