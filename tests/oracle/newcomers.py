"""Clauses 25-27: new residents."""
from fractions import Fraction

from .core import SAME, above, among, at_least, below, city, every, local, negate, rows, some, sure, working

ROWS, household_row, person_row = rows()


@person_row("residence-permit-direct")
def residence_permit_direct(case, person):
    """25.1: migrant workers from elsewhere in Zhejiang or between the counties, with a permit or 6 months registered."""
    known = some(above(person.get("residence_permit_years"), 0), at_least(person.get("zhejiang_registered_months"), 6))
    base = every(case.moved(person), known)
    # Doubtful: where a person of another province lived before is no fact, so possible only.
    from_province = some(among(person.get("hukou"), ("zhejiang_other",)), local(person))
    return every(base, working(person), from_province), base


@household_row("residence-points")
def residence_points(case):
    """25.2: points of migrant workers."""
    def plain(person):
        return every(case.newcomer(person), person.get("points_managed"))
    return case.any_member(plain), case.any_member(case.moved)


@household_row("newcomer-public-services")
def newcomer_public_services(case):
    """26.1-26.3: services for newcomers as for residents."""
    # Doubtful: whether who moved within Wenzhou is a 新市民.
    return case.any_member(case.newcomer), case.any_member(case.moved)


@household_row("newcomer-relief")
def newcomer_relief(case):
    """26.4, 26.5: 符合条件的新市民, without the conditions: possible at most."""
    return False, case.any_member(case.moved)


@household_row("frontline-rent-subsidy")
def frontline_rent_subsidy(case):
    """27.2: 300 a month for 1-2 persons; 27.3: 400 for 3 and more, for up to 3 years in all."""
    def worker(person):
        return every(among(person.get("frontline_job"), ("bus", "sanitation")), negate(city(person)),
                     below(person.get("frontline_subsidy_months_used"), 36))
    return (every(case.any_member(worker), negate(case.get("in_public_rental"))), SAME,
            sure(Fraction(12 * (400 if case.size >= 3 else 300))))


@household_row("points-rent-subsidy")
def points_rent_subsidy(case):
    """27.4: 鼓励各地."""
    return False, case.any_member(lambda person: person.get("points_managed"))


def permit_of_parent(case, person, years, test):
    """Some parent has had a permit for so long and passes the test; unknown if no parent is listed."""
    found = [every(years(other), test(other)) for other in case.parents(person)]
    return some(*found) if found else None


def permit_of_other(case, person, years, test):
    """The same of any other member, who may be parent or guardian; unknown if there is no other."""
    found = [every(years(other), test(other)) for other in case.members if other is not person]
    return some(*found) if found else None


def has_permit(person):
    """持浙江省居住证."""
    return above(person.get("residence_permit_years"), 0)


def schooling(case, person):
    """27.5: (plain, at most) for children of migrant workers with a permit."""
    level = person.get("school_level")
    plain = permit_of_parent(case, person, has_permit, lambda other: every(case.newcomer(other), working(other)))
    wide = permit_of_other(case, person, has_permit, case.moved)
    # Doubtful: 公办学校 is read as compulsory school; other levels below college are possible.
    young = every(below(case.age(person), 18), negate(among(level, ("junior_college", "bachelor_plus"))))
    pupil = among(level, ("compulsory",))
    return every(plain, pupil), every(wide, some(pupil, young))


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
    anyone = permit_of_other(case, person, long_enough, lambda other: True)
    parent = permit_of_parent(case, person, long_enough, lambda other: True)
    # Doubtful: another member may be the 法定监护人.
    return some(inside, every(outside, parent)), some(inside, every(outside, anyone))
