"""Clauses 10-12: housing."""
from fractions import Fraction

from .core import (
    COUNTIES,
    NO_FIGURE,
    among,
    at_least,
    at_most,
    certified,
    doubt,
    every,
    exact,
    graded,
    holds,
    minus,
    negate,
    recognised,
    rows,
    scaled,
    some,
    sure,
    times,
)

ROWS, household_row, person_row = rows()

PRIORITY_GROUPS = ("preferential_treatment", "lonely_elderly", "adult_orphan", "good_samaritan_disabled", "hero_model",
                   "model_worker", "jisheng_special", "main_labour_lost", "other_priority")


def in_group(case, *groups):
    """Does the household belong to one of the housing groups?"""
    return some(*[holds(case.get("housing_group"), group) for group in groups])


def severely_disabled(case):
    """Some member is certified as disabled in grade 1 or 2."""
    return case.any_member(lambda person: every(certified(person), among(person.get("disability_grade"), (1, 2))))


def severely_disabled_at_most(case):
    """Open: 一级和二级残疾人, not 持证."""
    return some(severely_disabled(case), doubt("no-certificate", case.any_member(lambda person: graded(person, 1, 2))))


@household_row("public-rental-priority")
def public_rental_priority(case):
    """10.2: households with a city hukou in one of the named groups."""
    low, group, home = case.any_assistance("dibao", "dibian"), in_group(case, *PRIORITY_GROUPS), case.get("home_in_city")
    # Who lives in public rental housing has been given it (附2.3: not twice).
    base = every(case.any_city(), negate(case.get("in_public_rental")))
    # 低保低边无户 is read as 无房户: with a home they are not named. The others are, their housing to be verified.
    severe = severely_disabled_at_most(case)
    wide = some(every(home, some(severe, group)), every(negate(home), severe))
    return every(base, negate(home), some(low, group, severely_disabled(case))), every(base, wide)


@household_row("newcomer-rental")
def newcomer_rental(case):
    """10.3: newcomers with no home, a contract of a year, three months of insurance or tax; 可申请 is theirs to use."""
    def works(person):
        return every(person["relation"] in ("self", "spouse"), at_least(person.get("labour_contract_months"), 12),
                     at_least(person.get("employer_social_insurance_months"), 3))
    # 本人及配偶; 新市民 is who lives in another area than the hukou, within Wenzhou as well.
    applicant = next(person for person in case.members if person["relation"] == "self")
    base = every(case.away(applicant), case.any_member(works), negate(case.get("home_in_city")), negate(case.get("in_public_rental")))
    # Whether the counties have such housing is to be asked there.
    return every(base, case.lives_in_city()), every(base, case.lives_in_county())


@household_row("rent-subsidy")
def rent_subsidy(case):
    """11.1: 100%, 80%, 50% of the mean market rent for households with no home or up to 15 m2 a head."""
    dibao, dibian, tekun = (case.any_assistance(kind) for kind in ("dibao", "dibian", "tekun"))
    secured, home, area = in_group(case, "other_secured"), case.get("home_in_city"), case.get("housing_area")
    per_head = None if area is None else Fraction(exact(area)) / case.size
    # 以下 is read with the number itself, as 附1.6 has it for 以上. Not beside public rental housing (附2.3).
    base = every(some(negate(home), at_most(per_head, 15)), negate(case.get("in_public_rental")))
    named = some(dibao, dibian, secured)
    # Doubtful: whether a county hukou will do in the city, and whether tekun and 低收入农户 count as 其他保障家庭.
    from_county = every(case.any_member(lambda person: among(person.get("hukou"), COUNTIES)), case.lives_in_city(), named)
    unnamed = some(tekun, case.get("low_income_rural"))
    shares = [(dibao, 100), (dibian, 80), (secured, 50), (unnamed, None)]
    # The area guaranteed, less what the household has.
    has = {True: sure(area), False: sure(0), None: (Fraction(0), sure(area)[1])}[home]
    metres = minus(scaled(case.number("rent_guaranteed_m2_per_person"), case.size), has)
    share = first_share(shares)
    pays = NO_FIGURE if share is None else scaled(times(case.number("market_rent_per_m2"), metres, share), 12)
    return every(case.any_city(), base, named), every(base, some(from_county, every(case.any_city(), unnamed))), pays


def first_share(shares):
    """The first share in percent that holds; with unknown facts all that may; None where one of them has no figure."""
    found = []
    for holds_for, percent in shares:
        if holds_for is not False:
            found.append(percent)
        if holds_for is True:
            break
    if not found or None in found:
        return None
    return (Fraction(min(found), 100), Fraction(max(found), 100))


@household_row("public-rental-rent-waiver")
def public_rental_rent_waiver(case):
    """11.2: the whole rent of public rental housing."""
    named = some(case.any_member(recognised), in_group(case, "preferential_treatment"))
    # Doubtful: 社会救助群体 and 优抚家庭 are wider than that.
    wide = some(case.get("low_income_rural"), case.get("sudden_hardship"),
                case.any_member(lambda person: some(person.get("veteran"), person.get("fallen_family"))),
                # Open: 等优先实施公共租赁住房保障家庭 may be the groups of 10.2.
                doubt("rent-waiver", some(in_group(case, *PRIORITY_GROUPS), severely_disabled(case))))
    base = every(case.any_local(), case.get("in_public_rental"))
    return every(base, named), every(base, wide), scaled(sure(case.get("public_rent")), 12)


@household_row("rural-house-repair")
def rural_house_repair(case):
    """12.2: 15,000 for dilapidated houses of needy rural households; new ones in principle up to 100 m2."""
    base = every(case.any_local(), case.get("rural"), case.any_needy(), case.get("dilapidated_house"))
    fits = some(among(case.get("rebuild_kind"), ("repair",)), at_most(case.get("rebuild_area"), 100))
    # 原则上: a larger new house is possible.
    return every(base, fits), base, sure(15000)


@household_row("rural-housing-dream")
def rural_housing_dream(case):
    """12.3: 30,000 for low-income rural households that move, build, buy or rebuild."""
    project = every(case.any_local(), among(case.get("housing_project"), ("relocation", "self_build", "purchase", "rebuild")))
    # Doubtful: dibao and dibian of the villages who are not recognised as 低收入农户.
    poor = every(case.get("rural"), case.any_assistance("dibao", "dibian"), negate(case.get("low_income_rural")))
    return every(project, case.get("low_income_rural")), every(project, poor), sure(30000)
