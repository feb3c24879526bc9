"""Clauses 17-20: school, premiums, fees."""
from fractions import Fraction

from .core import (
    SAME,
    WENZHOU,
    above,
    among,
    at_least,
    at_most,
    below,
    certified,
    city,
    disabled_in_any_sense,
    every,
    exact,
    local,
    negate,
    or_more,
    plus,
    rows,
    scaled,
    some,
    sure,
    up_to,
)

ROWS, household_row, person_row = rows()

LEVELS = ("secondary", "junior_college", "bachelor_plus")
LOW_INCOME = ("dibao", "dibian")


@person_row("school-nutrition-meal")
def school_nutrition_meal(case, person):
    """17.1: aided pupils of compulsory school, at least 1.6 times the provincial standard; not tied to hukou."""
    base = every(among(person.get("school_level"), ("compulsory",)), person.get("school_aided"))
    # That the school is in Wenzhou is no fact: plain where the pupil lives there or has the hukou.
    here = some(among(case.get("residence"), WENZHOU), local(person))
    floor = scaled(case.number("nutrition_meal_province"), Fraction(16, 10))
    return every(base, here), base, or_more(floor[0])


def study_paths(case, person):
    """18.1 and 18.2: (18.1 plainly, 18.1 at most, 18.2 plainly, 18.2 at most)."""
    low = among(person.get("assistance"), LOW_INCOME)
    child = every(case.offspring(person), some(below(case.age(person), 18), negate(person.get("independent"))))
    family = every(child, case.any_other(person, certified), case.any_assistance(*LOW_INCOME))
    # Doubtful: 低保低边 may go with 残疾学生 only, so that any family with a disabled member is meant.
    wide_family = every(child, case.any_other(person, disabled_in_any_sense))
    student, wide_student = certified(person), disabled_in_any_sense(person)
    return (some(every(student, low), family), some(every(wide_student, low), wide_family),
            every(student, negate(low)), every(wide_student, negate(low)))


def study_rule(case, person, condition, first, second):
    """Status and amount for figures of 18.1 and 18.2, each a list over what is not known."""
    plain_first, wide_first, plain_second, wide_second = study_paths(case, person)
    disabled = certified(person)  # a disabled student is paid under one of the two, whichever
    eligible = every(city(person), condition, some(disabled, plain_first, plain_second))
    possible = every(city(person), condition, some(disabled_in_any_sense(person), wide_first, wide_second))
    figures = []
    if wide_first is not False:
        figures += first
    if plain_first is not True and wide_second is not False:
        figures += second
    figures = figures or first + second
    return eligible, possible, (Fraction(min(figures)), Fraction(max(figures)))


@person_row("disabled-study-aid")
def disabled_study_aid(case, person):
    """18.1: 2000, 3000, 4000; 18.2: 1000, 2000, 3000 a school year; city districts."""
    level = person.get("school_level")
    first = dict(zip(LEVELS, (2000, 3000, 4000)))
    levels = [level] if level in LEVELS else list(LEVELS)
    return study_rule(case, person, among(level, LEVELS), [first[x] for x in levels], [first[x] - 1000 for x in levels])


@person_row("adult-exam-award")
def adult_exam_award(case, person):
    """18.1: 3500; 18.2: 2500 for a certificate of an adult examination; city districts."""
    return study_rule(case, person, person.get("adult_exam_certificate"), [3500], [2500])


@person_row("worker-tuition-aid")
def worker_tuition_aid(case, person):
    """18.3: the tuition paid, up to 10,000 a year, for children of listed workers."""
    tuition = person.get("tuition_paid")
    base = every(case.get("difficult_worker"), case.offspring(person), above(tuition, 0))
    # Doubtful: hukou, as in clause 8.
    return every(local(person), base), base, up_to(10000 if tuition is None else min(exact(tuition), 10000))


@person_row("jisheng-study-aid")
def jisheng_study_aid(case, person):
    """18.4: 高中 2000, 大学 4000; city districts."""
    level = person.get("school_level")
    # Doubtful: 中专 is taken with 高中, 大专 with 大学.
    pays = {"secondary": sure(2000), "junior_college": sure(4000), "bachelor_plus": sure(4000)}
    return (every(city(person), case.get("jisheng_difficult"), case.offspring(person), among(level, LEVELS)), SAME,
            pays.get(level, (Fraction(2000), Fraction(4000))))


@person_row("pension-premium-waiver")
def pension_premium_waiver(case, person):
    """19.1: the lowest premium, for dibao, dibian, tekun and the disabled in the residents' scheme."""
    insured = among(person.get("pension_scheme"), ("resident",))
    recognised = among(person.get("assistance"), ("dibao", "dibian", "tekun"))
    age = case.age(person)
    # Premiums are paid from 16 to 59, which the document does not say: outside of it possible.
    paying = every(at_least(age, 16), at_most(age, 59))
    # Doubtful: 等参保人员 may take in 低收入农户; 残疾人 without a certificate; the insured with a hukou elsewhere.
    wide = some(recognised, disabled_in_any_sense(person), case.get("low_income_rural"))
    return (every(local(person), insured, some(recognised, certified(person)), paying), every(insured, wide),
            case.number("pension_min_premium"))


@person_row("medical-premium-waiver")
def medical_premium_waiver(case, person):
    """19.2: the personal premium of 困难群众, certified disabled, orphans, children in distress."""
    scheme = person.get("insured_medical")
    named = some(case.needy(person), certified(person), among(person.get("orphan"), ("institution", "social")),
                 person.get("hiv_child"), person.get("unsupported_child"), person.get("distressed_child"))
    # Who is not insured yet would be paid for on joining. Doubtful: hukou elsewhere, insured in Wenzhou.
    return (every(local(person), among(scheme, ("resident",)), named), every(among(scheme, ("resident", "none")), named),
            case.number("medical_premium"))


@person_row("supplementary-premium-waiver")
def supplementary_premium_waiver(case, person):
    """19.3: those of medical assistance (14.4); 资助 does not say in full."""
    # Doubtful: 低收入农户, as in 14.4.
    recognised = among(person.get("assistance"), ("dibao", "dibian", "tekun"))
    return (every(local(person), recognised), every(local(person), case.needy(person)),
            (Fraction(0), case.number("supplementary_premium")[1]))


def quota_household(case):
    """20.1: orphans in society, dibao, dibian, dispersed tekun."""
    def named(person):
        return some(among(person.get("assistance"), LOW_INCOME), among(person.get("orphan"), ("social",)),
                    every(among(person.get("assistance"), ("tekun",)), among(person.get("tekun_support"), ("dispersed",))))
    return every(case.any_local(), case.any_member(named))


@household_row("utility-quota")
def utility_quota(case):
    """20.1: 60 t of water, 60 m3 of gas, 180 kWh a year."""
    pays = plus(scaled(case.number("water_price"), 60), scaled(case.number("gas_price"), 60),
                scaled(case.number("electricity_price"), 180))
    return quota_household(case), SAME, pays


@household_row("cable-tv-waiver")
def cable_tv_waiver(case):
    """20.1: the yearly fee; what the installation would cost is not in it."""
    return quota_household(case), SAME, case.number("cable_tv_fee")


@person_row("free-transit")
def free_transit(case, person):
    """20.2: city districts; from 65, certified disabled, 困难群众."""
    # Doubtful: 市区 may go with the elders only; it is read with all three.
    return every(city(person), some(at_least(case.age(person), 65), certified(person), case.needy(person))), SAME
