"""Clauses 25-27: new residents."""
from fractions import Fraction

from .core import (
    OPEN,
    SAME,
    above,
    among,
    at_least,
    below,
    city,
    doubt,
    elsewhere,
    every,
    interval_at_least,
    lesser,
    local,
    minus,
    negate,
    rows,
    scaled,
    some,
    sure,
)

ROWS, household_row, person_row = rows()


@person_row("residence-permit-direct")
def residence_permit_direct(case, person):
    """25.1: who came from elsewhere or moved between the counties and districts, with a permit or 6 months registered."""
    known = some(above(person.get("residence_permit_years"), 0), at_least(person.get("zhejiang_registered_months"), 6))
    # 外来务工人员 is read as the name of the group (the same sentence has 新市民), with 16 as the age of work.
    return every(at_least(case.age(person), 16), case.lives_in_wenzhou(), case.away(person, districts_apart=True), known), SAME


@household_row("residence-points")
def residence_points(case):
    """25.2: points of migrant workers; who has none yet can apply."""
    def has_points(person):
        return every(elsewhere(person), person.get("points_managed"))

    def within(person):
        return every(local(person), case.away(person, districts_apart=True), person.get("points_managed"))
    # Open: 25.1 counts who moved within Wenzhou among the 外来务工人员.
    wide = some(case.any_member(elsewhere), doubt("moved-within", case.any_member(within)))
    return every(case.lives_in_wenzhou(), case.any_member(has_points)), every(case.lives_in_wenzhou(), wide)


@household_row("newcomer-public-services")
def newcomer_public_services(case):
    """26.1-26.3: services for newcomers as for residents."""
    # Open: 10.3 is read so that who moved within Wenzhou is a 新市民.
    wide = some(case.any_member(elsewhere), doubt("moved-within", case.any_member(case.away)))
    return every(case.lives_in_wenzhou(), case.any_member(elsewhere)), every(case.lives_in_wenzhou(), wide)


@household_row("newcomer-relief")
def newcomer_relief(case):
    """26.4, 26.5: 符合条件的新市民 in hardship, without the conditions: possible at most."""
    applicant = next(person for person in case.members if person["relation"] == "self")
    hardship = some(case.get("sudden_hardship"), case.get("complex_hardship"),
                    negate(interval_at_least(case.income_per_head(), case.number("dibao_standard"))))
    # Who has a Wenzhou hukou has the relief of clauses 1 and 2.
    return False, every(elsewhere(applicant), case.lives_in_wenzhou(), hardship)


@household_row("frontline-rent-subsidy")
def frontline_rent_subsidy(case):
    """27.2: 300 a month for 1-2 persons; 27.3: 400 for 3 and more, for up to 3 years in all."""
    def worker(person):
        return every(among(person.get("frontline_job"), ("bus", "sanitation")), negate(city(person)),
                     below(person.get("frontline_subsidy_months_used"), 36))

    def left(person):
        return minus(sure(36), sure(person.get("frontline_subsidy_months_used")))
    base = every(case.any_member(worker), negate(case.get("in_public_rental")))
    certain = [left(person) for person in case.members if worker(person) is True]
    others = [left(person) for person in case.members if worker(person) is None]
    # The worker with most months left; where none is certain, at least what the one with fewest would get.
    low = max(months[0] for months in certain) if certain else min([months[0] for months in others], default=Fraction(0))
    high = max([months[1] for months in certain + others], default=Fraction(36))
    pays = scaled(lesser(sure(12), (low, high)), 400 if case.size >= 3 else 300)
    # 市区 is where they work. Who lives in a county may work there.
    return every(base, case.lives_in_city()), every(base, case.lives_in_county()), pays


@household_row("points-rent-subsidy")
def points_rent_subsidy(case):
    """27.4: 鼓励各地, so possible at most; beside public rental housing not (附2.3)."""
    def newcomer(person):
        # Open: 各地 take in the counties, where a person of the city districts is a newcomer.
        return every(person.get("points_managed"), some(negate(city(person)), doubt("moved-within", case.away(person))))
    return False, every(case.any_member(newcomer), case.lives_in_wenzhou(), negate(case.get("in_public_rental")))


GUARDIANS = ("self", "spouse", "parent", "grandparent")


def permit_of_guardian(case, pupil, long_enough, *relations):
    """A parent or guardian, by relation an adult of the household, has had a permit for long enough."""
    def adult(person):
        return at_least(case.age(person), 18)
    wanted = [person for person in case.members if person["relation"] in (relations or GUARDIANS)]
    if pupil["relation"] == "grandchild" and not relations:
        # Open: the parent of a grandchild is a child of the first person.
        wanted += [person for person in case.members if person["relation"] == "child" and "grandchild" in OPEN]
    found = some(*[every(adult(person), long_enough(person)) for person in wanted])
    if found is False and not relations:
        # Open: a pupil has parents or a guardian all the same; they are only not entered.
        nobody = every(negate(adult(pupil)), negate(some(*[adult(person) for person in wanted if person is not pupil])))
        return doubt("parents-not-entered", None if nobody is not False else False)
    return found


def has_permit(person):
    """持浙江省居住证."""
    return above(person.get("residence_permit_years"), 0)


def schooling(case, person):
    """27.5: (plain, at most) for children of migrant workers with a permit."""
    level = person.get("school_level")
    base = every(case.lives_in_wenzhou(), permit_of_guardian(case, person, has_permit))
    pupil = among(level, ("compulsory",))
    # Open: who is to start school is not at it yet.
    age = case.age(person)
    starting = doubt("before-school", every(among(level, ("none", "preschool")), at_least(age, 5), below(age, 16)))
    # Doubtful: who moved within Wenzhou.
    return (every(base, pupil, elsewhere(person)),
            every(base, some(pupil, starting), some(elsewhere(person), case.away(person))))


@person_row("newcomer-compulsory-school")
def newcomer_compulsory_school(case, person):
    """27.5: a place in a public school where they live."""
    return schooling(case, person)


@person_row("newcomer-private-school")
def newcomer_private_school(case, person):
    """27.5: 鼓励有条件的地区, where public places run out."""
    return False, schooling(case, person)[1]


@person_row("newcomer-senior-high")
def newcomer_senior_high(case, person):
    """27.6: from elsewhere in Zhejiang, any junior-high leaver; from elsewhere, three years at school and a permit."""
    needed = 1 if case.as_of.year <= 2022 else min(case.as_of.year - 2021, 3)

    def long_enough(other):
        return at_least(other.get("residence_permit_years"), needed)
    school, hukou = person.get("junior_high"), person.get("hukou")
    inside = every(among(hukou, ("zhejiang_other",)), among(school, ("fresh_3_years", "fresh", "past")))
    outside = every(among(hukou, ("other_province",)), among(school, ("fresh_3_years",)))
    # Doubtful: another adult of the household may be the 法定监护人.
    other = permit_of_guardian(case, person, long_enough, "sibling", "other")
    return some(inside, every(outside, permit_of_guardian(case, person, long_enough))), every(outside, other)
