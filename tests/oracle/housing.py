"""Clauses 10-12: housing."""
from fractions import Fraction

from .core import CITY_DISTRICTS, SAME, among, at_least, at_most, below, every, exact, holds, hull, negate, rows, scaled, some, sure, times

ROWS, household_row, person_row = rows()

PRIORITY_GROUPS = ("preferential_treatment", "lonely_elderly", "adult_orphan", "good_samaritan_disabled", "hero_model",
                   "model_worker", "jisheng_special", "main_labour_lost", "other_priority")


def in_group(case, *groups):
    """Does the household belong to one of the housing groups?"""
    return some(*[holds(case.get("housing_group"), group) for group in groups])


def severely_disabled(case):
    """Some member is disabled in grade 1 or 2."""
    def test(person):
        if person.get("disability_category") == "none":
            return False
        return among(person.get("disability_grade"), (1, 2))
    return case.any_member(test)


@household_row("public-rental-priority")
def public_rental_priority(case):
    """10.2: households with a city hukou in one of the named groups."""
    named = some(case.any_assistance("dibao", "dibian"), in_group(case, *PRIORITY_GROUPS), severely_disabled(case))
    open_to = every(case.any_city(), named)
    # Doubtful: 低保低边无户 is read as 无房户; a home of one's own makes it possible only, for the other groups too.
    return every(open_to, negate(case.get("home_in_city"))), open_to


@household_row("newcomer-rental")
def newcomer_rental(case):
    """10.3: newcomers with no home, a contract of a year, three months of insurance or tax; 可申请 is theirs to use."""
    def worker(person, test):
        return every(test(person), at_least(person.get("labour_contract_months"), 12),
                     at_least(person.get("employer_social_insurance_months"), 3))
    in_city, home = among(case.get("residence"), CITY_DISTRICTS), case.get("home_in_city")
    plain = case.any_member(lambda person: worker(person, case.newcomer))
    wide = case.any_member(lambda person: worker(person, case.moved))
    # Doubtful: a home in the city districts says nothing about 工作所在城区 for those who live in a county.
    return every(plain, in_city, negate(home)), every(wide, negate(every(in_city, home)))


@household_row("rent-subsidy")
def rent_subsidy(case):
    """11.1: 100%, 80%, 50% of the mean market rent for households with no home or under 15 m2 a head."""
    dibao, dibian, tekun = (case.any_assistance(kind) for kind in ("dibao", "dibian", "tekun"))
    secured = in_group(case, "other_secured")
    area = case.get("housing_area")
    per_head = None if area is None else exact(area) / case.size
    no_home = negate(case.get("home_in_city"))
    # Doubtful: 15 m2 exactly (以下 is not defined, 以上 is) is possible only.
    eligible = every(case.any_city(), some(dibao, dibian, secured), some(no_home, below(per_head, 15)))
    # Doubtful: tekun households are not named, but may count as 其他保障家庭.
    possible = every(case.any_city(), some(dibao, dibian, secured, tekun), some(no_home, at_most(per_head, 15)))
    shares = []
    if dibao is not False:
        shares.append(100)
    if dibao is not True and dibian is not False:
        shares.append(80)
    if dibao is not True and dibian is not True:
        if secured is not False:
            shares.append(50)
        if tekun is not False and secured is not True:
            shares += [50, 100]
    shares = shares or [50, 100]
    share = (Fraction(min(shares), 100), Fraction(max(shares), 100))
    full = scaled(case.number("rent_guaranteed_m2_per_person"), case.size)
    # Doubtful: for those with a small home the full area, or what is missing to it; both.
    if no_home is True:
        metres = full
    elif area is not None:
        low = max(Fraction(0), full[0] - exact(area))
        metres = (low, full[1])
    elif no_home is None:
        metres = hull(full, (Fraction(0), full[1]))
    else:
        metres = (Fraction(0), full[1])
    return eligible, possible, scaled(times(case.number("market_rent_per_m2"), metres, share), 12)


@household_row("public-rental-rent-waiver")
def public_rental_rent_waiver(case):
    """11.2: the whole rent of public rental housing."""
    named = some(case.any_assistance("dibao", "dibian", "tekun"), in_group(case, "preferential_treatment"))
    # Doubtful: 社会救助群体 … 等优先实施公共租赁住房保障家庭 may take in 低收入农户 and the other groups of 10.2.
    wide = some(named, case.get("low_income_rural"), in_group(case, *PRIORITY_GROUPS), severely_disabled(case))
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
    return every(case.any_local(), case.get("low_income_rural"),
                 among(case.get("housing_project"), ("relocation", "self_build", "purchase", "rebuild"))), SAME, sure(30000)
