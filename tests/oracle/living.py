"""Clauses 1-9: basic living."""
from fractions import Fraction

from .core import (
    NO_FIGURE,
    SAME,
    among,
    at_least,
    below,
    certified,
    city,
    doubt,
    every,
    graded,
    greater,
    hull,
    interval_at_least,
    interval_at_most,
    local,
    minus,
    negate,
    or_more,
    other_than,
    recognised,
    rows,
    scaled,
    some,
    sure,
    times,
)

ROWS, household_row, person_row = rows()

CARE_SHARE = {"complete_loss": Fraction(80, 100), "moderate_loss": Fraction(40, 100),
              "mild_loss": Fraction(20, 100), "full": Fraction(10, 100)}
CARE_TIER = {"complete_loss": 500, "moderate_loss": 250, "mild_loss": 125}


@household_row("dibao-allowance")
def dibao_allowance(case):
    """1.8: the gap between income per head and the standard, for each recognised member."""
    dibao, income, standard = case.any_assistance("dibao"), case.income_per_head(), case.number("dibao_standard")
    reached = interval_at_least(income, standard)
    # A recognised household whose income reaches the standard keeps its recognition (1.2); one that is not recognised,
    # below the standard, can apply.
    applies = every(negate(case.any_assistance("dibao", "tekun")), negate(reached))
    statuses = [person.get("assistance") for person in case.members]
    named = (Fraction(max(1, statuses.count("dibao"))), Fraction(max(1, statuses.count("dibao") + statuses.count(None))))
    everyone = (Fraction(case.size), Fraction(case.size))
    heads = {True: named, None: hull(named, everyone), False: everyone}[dibao]
    return (every(case.any_local(), dibao, reached is not True),
            every(case.any_local(), some(every(dibao, reached), applies)),
            scaled(times(minus(standard, income), heads), 12))


@household_row("dibao-grace-period")
def dibao_grace_period(case):
    """1.2: 可给予一年渐退期, so never more than possible."""
    # Who was over a limit was dibao or dibian: the fact itself asks of such households only.
    open_to = every(case.any_local(), other_than(case.get("recently_over_limit"), "none"), below(case.get("months_over_limit"), 12))
    return False, open_to


@household_row("household-plan")
def household_plan(case):
    """1.9: for 困难群众."""
    return every(case.any_local(), case.any_needy()), SAME


@household_row("dibian-recognition")
def dibian_recognition(case):
    """2.1: places may go up to twice the dibao standard, not above the minimum wage."""
    # How far a place has gone is its own decision, so possible at most, up to its limit; below the dibao standard
    # dibao itself is open (1.8), and who is recognised needs no other recognition.
    income = case.income_per_head()
    within = every(interval_at_least(income, case.number("dibao_standard")), interval_at_most(income, case.dibian_standard()))
    return False, every(case.any_local(), negate(case.any_member(recognised)), within)


@household_row("temporary-relief")
def temporary_relief(case):
    """2.2: hardship, and other relief does not reach or does not suffice."""
    # The second condition is no fact of the vocabulary: only the department can tell.
    return False, every(case.any_local(), case.get("sudden_hardship"))


@household_row("case-by-case-relief")
def case_by_case_relief(case):
    """2.3: 可给予."""
    return False, every(case.any_local(), case.get("complex_hardship"))


@person_row("tekun-living")
def tekun_living(case, person):
    """3.1: at least half of last year's urban consumption and 1.3 times the dibao standard."""
    floor = greater(scaled(case.number("urban_consumption_prev_year"), Fraction(1, 2)),
                    scaled(case.number("dibao_standard"), Fraction(13, 10) * 12))
    # What the place has published stands before the floor of the sentence.
    published = case.parameters.get("tekun_living_published")
    pays = or_more(floor[0]) if published is None else scaled(sure(published), 12)
    return every(local(person), among(person.get("assistance"), ("tekun",))), SAME, pays


@person_row("tekun-care")
def tekun_care(case, person):
    """3.2-3.5: shares of the minimum wage in social institutions, half of it dispersed, set locally in public ones."""
    shares = [CARE_SHARE[level] for level in one_or_all(person.get("self_care"), CARE_SHARE)]
    social = hull(*[scaled(case.number("min_wage"), share * 12) for share in shares])
    dispersed = scaled(social, Fraction(1, 2))
    # Where the way of support is not known, the two ways that have a figure.
    pays = {"social_institution": social, "dispersed": dispersed, "public_institution": NO_FIGURE,
            None: hull(social, dispersed)}[person.get("tekun_support")]
    return every(local(person), among(person.get("assistance"), ("tekun",))), SAME, pays


def one_or_all(value, choices):
    """The value if known, else every value it could have."""
    return list(choices) if value is None else [value]


@person_row("veteran-dibao-supplement")
def veteran_dibao_supplement(case, person):
    """4.2: at least a tenth of the dibao standard each month."""
    floor = scaled(case.number("dibao_standard"), Fraction(12, 10))
    return every(local(person), among(person.get("assistance"), ("dibao",)), person.get("veteran")), SAME, or_more(floor[0])


@household_row("veteran-survivor-aid")
def veteran_survivor_aid(case):
    """4.3: the bereaved family; no figure."""
    return every(case.any_local(), case.any_member(lambda person: person.get("fallen_family"))), SAME


@person_row("veteran-hardship-aid")
def veteran_hardship_aid(case, person):
    """4.4: a listed veteran after a major change in the family that causes hardship and needs help."""
    # 导致困难、需要给予帮扶援助 is no fact of the vocabulary: only the department can tell.
    return False, every(local(person), person.get("veteran"), person.get("veteran_listed"), case.get("major_change"))


def frail_elder(case, person):
    """失能、失智及高龄 from 60 on."""
    age = case.age(person)
    lost = among(person.get("self_care"), tuple(CARE_TIER))
    return every(at_least(age, 60), some(lost, person.get("dementia"), at_least(age, 80)))


def care_tiers(case, person):
    """5.1: what the three tiers and the tier of those from 80 on can give, per year."""
    level, old = person.get("self_care"), at_least(case.age(person), 80)
    # From 80 on with a loss of self care, the higher tier. Dementia with full self care is in no tier: no figure.
    figures = [CARE_TIER[chosen] for chosen in one_or_all(level, CARE_SHARE) if chosen in CARE_TIER]
    if level in (None, "full") and old is not False:
        figures.append(125)
    return (Fraction(min(figures) * 12), Fraction(max(figures) * 12)) if figures else NO_FIGURE


@person_row("elderly-care-subsidy")
def elderly_care_subsidy(case, person):
    """5.1 (dibao, three tiers), 5.3 (dibian: the standard is set by each place)."""
    assistance, age = person.get("assistance"), case.age(person)
    base = every(local(person), at_least(age, 60), among(person.get("care_setting"), ("home",)))
    dibao, dibian = among(assistance, ("dibao",)), among(assistance, ("dibian",))
    tier = some(among(person.get("self_care"), tuple(CARE_TIER)), at_least(age, 80))
    # 5.3 leaves the standard for dibian to each place, so possible and without a figure. Dementia with full self care is
    # named, but no tier of 5.1 is: possible until assessed.
    unassessed = every(dibao, person.get("dementia"), among(person.get("self_care"), ("full",)))
    return (every(base, dibao, tier), every(base, some(every(dibian, frail_elder(case, person)), unassessed)),
            care_tiers(case, person) if assistance == "dibao" else NO_FIGURE)


@person_row("elderly-care-subsidy-extended")
def elderly_care_subsidy_extended(case, person):
    """5.3: 鼓励 to go up to the mean disposable income; beyond those already covered."""
    mean = scaled(case.number("mean_disposable_income"), Fraction(1, 12))
    # Tekun have their care paid under 3.2.
    return False, every(local(person), negate(recognised(person)),
                        among(person.get("care_setting"), ("home",)), frail_elder(case, person),
                        interval_at_most(case.income_per_head(), mean))


@person_row("elderly-institution-care")
def elderly_institution_care(case, person):
    """5.2: 可参照 the local care standard for tekun, which 3.3 leaves to the place in public institutions."""
    return False, every(local(person), among(person.get("assistance"), ("dibao",)),
                        among(person.get("care_setting"), ("institution",)), frail_elder(case, person))


@person_row("old-age-allowance")
def old_age_allowance(case, person):
    """5.4: 50, 200, at least 500 a month; the counties follow, and keep what is higher."""
    age, in_city = case.age(person), city(person)
    if age is None:
        pays = or_more(600)
    elif age >= 100:
        pays = or_more(6000)
    else:
        pays = sure(2400 if age >= 90 else 600)
    if in_city is not True:  # 各县（市）参照执行: each sets its own
        pays = NO_FIGURE
    return every(local(person), at_least(age, 80)), SAME, pays


@person_row("long-term-care-insurance")
def long_term_care_insurance(case, person):
    """5.5: the insured assessed as severe; not tied to hukou; no figure."""
    return every(person.get("ltc_insured"), person.get("ltc_severe")), SAME


@person_row("child-basic-living")
def child_basic_living(case, person):
    """6.1: at least 70% of last year's living consumption of urban residents."""
    grade, category = person.get("disability_grade"), person.get("disability_category")
    in_need = among(person.get("assistance"), ("dibao", "dibian"))
    named = some(among(person.get("orphan"), ("institution", "social")), person.get("hiv_child"),
                 person.get("unsupported_child"))
    base = every(local(person), below(case.age(person), 18))
    # Grades 1 and 2 of any kind are severe, so every grade of the two kinds is in.
    two_kinds = among(category, ("mental", "intellectual"))
    plain = some(every(certified(person), some(among(grade, (1, 2)), two_kinds)), person.get("distressed_child"))
    # Doubtful: a multiple disability of grade 3 or 4 may include a mental or intellectual one.
    multiple = every(among(category, ("multiple",)), among(grade, (3, 4)))
    wide = some(plain, every(certified(person), multiple),
                # Open: the sentence does not say 持证.
                doubt("no-certificate", some(graded(person, 1, 2), two_kinds, multiple)))
    floor = scaled(case.number("urban_living_consumption_prev_year"), Fraction(7, 10))
    return (every(base, some(named, every(in_need, plain))), every(base, some(named, every(in_need, wide))),
            or_more(floor[0]))


@household_row("jisheng-illness-grant")
def jisheng_illness_grant(case):
    """7.1: 3500, city districts."""
    return every(case.any_city(), case.get("jisheng_difficult"), case.get("jisheng_serious_illness")), SAME, sure(3500)


@household_row("jisheng-only-child-grant")
def jisheng_only_child_grant(case):
    """7.1: 3000 or 3500, city districts."""
    # Four groups, three figures: this group shares the first or the second.
    return every(case.any_city(), case.get("only_child_dead_or_disabled")), SAME, (Fraction(3000), Fraction(3500))


@household_row("jisheng-hardship-grant")
def jisheng_hardship_grant(case):
    """7.1: 3000, city districts."""
    return every(case.any_city(), case.get("jisheng_special_hardship")), SAME, sure(3000)


@household_row("jisheng-left-behind-grant")
def jisheng_left_behind_grant(case):
    """7.1: 1500, city districts."""
    return every(case.any_city(), case.get("jisheng_difficult"), case.get("left_behind_member")), SAME, sure(1500)


@household_row("jisheng-care-insurance")
def jisheng_care_insurance(case):
    """7.2: the whole city; insurance bought by the city."""
    return every(case.any_local(), case.get("special_support")), SAME


@household_row("worker-living-aid")
def worker_living_aid(case):
    """8.1: up to twelve months of the dibao standard per household."""
    # Doubtful: a worker on the union's list may have a hukou elsewhere, so elsewhere is possible.
    listed = case.get("difficult_worker")
    return every(case.any_local(), listed), listed, (Fraction(0), scaled(case.number("dibao_standard"), 12)[1])


@household_row("worker-condolence")
def worker_condolence(case):
    """8.2: hardship from disability, illness or accident; no figure."""
    # 按相关规定纳入: the union decides, so possible at most; of any worker, as the sentence does not say 建档.
    worker = some(case.get("difficult_worker"), case.any_member(lambda person: person.get("employed")))
    cause = some(case.get("sudden_hardship"), case.any_member(certified),
                 case.any_member(lambda person: person.get("heavy_medical_burden")))
    # Open: 等原因 is not closed, and a listed household is in hardship already.
    return False, some(every(worker, cause), doubt("listed-worker", case.get("difficult_worker")))


@household_row("worker-medical-aid")
def worker_medical_aid(case):
    """8.3: medical costs that cannot be borne; no figure."""
    burdened = every(case.get("difficult_worker"), case.any_member(lambda person: person.get("heavy_medical_burden")))
    return every(case.any_local(), burdened), burdened


@person_row("psychosis-guardian-subsidy")
def psychosis_guardian_subsidy(case, person):
    """9.1: 150 (class I), 400 (class II) a month, for effective guardians."""
    risk = person.get("psychosis_risk_class")
    pays = {"I": sure(1800), "II": sure(4800)}.get(risk, (Fraction(1800), Fraction(4800)))
    return every(local(person), among(risk, ("I", "II")), person.get("guardian_effective")), SAME, pays


@person_row("psychosis-care-subsidy")
def psychosis_care_subsidy(case, person):
    """9.2: 200 a month for tekun, dibao, dibian."""
    return every(local(person), among(person.get("assistance"), ("tekun", "dibao", "dibian")),
                 person.get("psychosis_village_managed")), SAME, sure(2400)


@person_row("psychosis-injection")
def psychosis_injection(case, person):
    """9.3: 10,000 a year once assessed."""
    return every(local(person), person.get("injection_assessed")), SAME, sure(10000)


@person_row("psychosis-medication")
def psychosis_medication(case, person):
    """9.4: all that insurance leaves, for certified disabled persons of 困难群众."""
    return every(local(person), person.get("psychosis_registered"), person.get("needs_antipsychotics"),
                 case.needy(person), certified(person)), SAME, sure(person.get("antipsychotic_cost"))
