"""Clauses 17-20: school, premiums, fees."""
from fractions import Fraction

from .core import (
    OPEN,
    SAME,
    above,
    among,
    at_least,
    at_most,
    below,
    certified,
    city,
    disabled_in_any_sense,
    doubt,
    every,
    exact,
    generally,
    hull,
    local,
    negate,
    or_more,
    plus,
    recognised,
    rows,
    scaled,
    some,
    sure,
    up_to,
)
from .health import may_be_assisted

ROWS, household_row, person_row = rows()

LEVELS = ("secondary", "junior_college", "bachelor_plus")
LOW_INCOME = ("dibao", "dibian")


@person_row("school-nutrition-meal")
def school_nutrition_meal(case, person):
    """17.1: aided pupils of compulsory school, at least 1.6 times the provincial standard; not tied to hukou."""
    base = every(among(person.get("school_level"), ("compulsory",)), person.get("school_aided"))
    # By school, not by hukou. Open: the school is to be in Wenzhou, which is plain only where the pupil lives there or
    # has the hukou.
    here = some(case.lives_in_wenzhou(), local(person), "school-here" not in OPEN)
    floor = scaled(case.number("nutrition_meal_province"), Fraction(16, 10))
    return every(base, here), base, or_more(floor[0])


def study_rule(case, person, condition, first, second):
    """18.1 (low income) and 18.2 (others): status, and the amount out of two lists of figures."""
    low, disabled = among(person.get("assistance"), LOW_INCOME), certified(person)
    # 18.2 leaves the others only the disabled student, so 低保低边 goes with the children of 18.1 as well.
    child = every(case.any_member(certified), case.child_of_family(person), case.at_home(person))
    # Open: 残疾学生, not 持证; and 低保低边 is said of the family (附1.3), so that a parent's may do.
    student = doubt("no-certificate", disabled_in_any_sense(person))
    family = False  # decided: the status of the student, not of another member
    eligible = every(city(person), condition, some(disabled, every(low, child)))
    possible = every(city(person), condition, some(disabled, every(low, child), student, family))
    figures = [] if low is False else list(first)
    if low is not True:
        figures += second
    if low is False and disabled is False:  # not disabled: never under 18.2
        figures = (first if family is not False else []) + (second if student is not False else []) or second
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
    base = every(case.get("difficult_worker"), case.child_of_family(person), above(tuition, 0))
    # Doubtful: hukou, as in clause 8.
    return every(local(person), base), base, up_to(10000 if tuition is None else min(exact(tuition), 10000))


@person_row("jisheng-study-aid")
def jisheng_study_aid(case, person):
    """18.4: 高中 2000, 大学 4000; city districts."""
    level = person.get("school_level")
    # Doubtful: 中专 is taken with 高中, 大专 with 大学.
    pays = {"secondary": sure(2000), "junior_college": sure(4000), "bachelor_plus": sure(4000)}
    return (every(city(person), case.get("jisheng_difficult"), case.child_of_family(person), among(level, LEVELS)), SAME,
            pays.get(level, (Fraction(2000), Fraction(4000))))


@person_row("pension-premium-waiver")
def pension_premium_waiver(case, person):
    """19.1: the lowest premium, for dibao, dibian, tekun and the disabled in the residents' scheme."""
    scheme, age = person.get("pension_scheme"), case.age(person)
    named = some(recognised(person), certified(person))
    # Premiums are paid from 16 to 59, which the document does not say: outside of it possible.
    paying = generally(every(at_least(age, 16), at_most(age, 59)))
    # Doubtful: 等参保人员 may take in 低收入农户. Who has not joined would be paid for on joining.
    wide = some(every(among(scheme, ("resident",)), case.get("low_income_rural")), every(among(scheme, ("none",)), named),
                # Open: 残疾人, not 持证.
                every(among(scheme, ("resident", "none")), doubt("no-certificate", disabled_in_any_sense(person))))
    return (every(local(person), among(scheme, ("resident",)), paying, named), every(local(person), paying, wide),
            case.number("pension_min_premium"))


@person_row("medical-premium-waiver")
def medical_premium_waiver(case, person):
    """19.2: the personal premium of 困难群众, certified disabled, orphans, children in distress."""
    scheme = person.get("insured_medical")
    # 孤儿 are children: 10.2 says 成年孤儿 where it means others.
    child = every(below(case.age(person), 18), some(among(person.get("orphan"), ("institution", "social")), person.get("hiv_child"),
                                                    person.get("unsupported_child"), person.get("distressed_child")))
    base = every(local(person), some(case.needy(person), certified(person), child))
    # Who is not insured yet would be paid for on joining.
    return every(base, among(scheme, ("resident",))), every(base, among(scheme, ("none",))), case.number("medical_premium")


@person_row("supplementary-premium-waiver")
def supplementary_premium_waiver(case, person):
    """19.3: those of medical assistance (14.4); 资助 does not say in full."""
    # A minor's premium may be another figure than an adult's.
    adult = case.number("supplementary_premium")
    minor = sure(case.parameters["supplementary_premium_minor"]) if "supplementary_premium_minor" in case.parameters else adult
    premium = {True: minor, False: adult, None: hull(minor, adult)}[below(case.age(person), 18)]
    # Doubtful: 县级人民政府认定的其他特殊困难人员, as in 14.4.
    return (every(local(person), recognised(person)), every(local(person), may_be_assisted(case, person)),
            (Fraction(0), premium[1]))


def quota_household(case):
    """20.1: orphans in society, dibao, dibian, dispersed tekun."""
    def named(person):
        return some(among(person.get("assistance"), LOW_INCOME), every(below(case.age(person), 18), among(person.get("orphan"), ("social",))),
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
    named = some(at_least(case.age(person), 65), certified(person), case.needy(person))
    # 市区 is read with all three. Doubtful: it may mean living there.
    return every(city(person), named), every(negate(city(person)), case.lives_in_city(), named)
