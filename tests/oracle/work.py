"""Clauses 21-24: work."""
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
    disabled_in_any_sense,
    doubt,
    elsewhere,
    every,
    generally,
    hull,
    lesser,
    local,
    minus,
    negate,
    recognised,
    rows,
    scaled,
    some,
    sure,
    times,
    up_to,
)

ROWS, household_row, person_row = rows()


def job_group(case, person):
    """21.1: graduates, persons with difficulty in finding work, needy certified disabled, low-income rural."""
    return some(person.get("college_graduate"), person.get("employment_difficulty"), case.get("low_income_rural"),
                every(certified(person), case.needy(person)))


@person_row("public-welfare-job")
def public_welfare_job(case, person):
    """21.1: 600 a month with social insurance; 21.2: 700 without."""
    pays = {True: sure(7200), False: sure(8400), None: (Fraction(7200), Fraction(8400))}[person.get("job_social_insurance")]
    post, group = person.get("public_welfare_job"), job_group(case, person)
    # Not in such a post yet: once they are.
    waiting = every(negate(post), group, at_least(case.age(person), 16), person.get("unemployed"))
    hard_up = every(post, doubt("hard-up", certified(person)))  # Open: see below
    return every(local(person), post, group), every(local(person), some(waiting, hard_up)), pays


@person_row("public-welfare-job-insurance")
def public_welfare_job_insurance(case, person):
    """21.1: 300 a month where social insurance is paid."""
    base = every(local(person), person.get("public_welfare_job"), person.get("job_social_insurance"))
    # Open: 困难持证残疾人 need not be 困难群众, as 困难 is not defined (22.1 leaves 生活困难 to be verified).
    return every(base, job_group(case, person)), every(base, doubt("hard-up", certified(person))), sure(3600)


@person_row("flexible-premium-subsidy")
def flexible_premium_subsidy(case, person):
    """22.1: two thirds of the premium paid, 3 years; 22.2: longer before retirement; 22.3: who is shut out."""
    used, paid = person.get("flexible_subsidy_months_used"), person.get("flexible_premium_paid")
    near_retirement = below(person.get("years_to_retirement"), 5)
    base = every(local(person), person.get("flexible_work"), above(paid, 0), below(person.get("enterprise_capital"), 200000),
                 negate(case.get("owns_vehicle")), some(below(used, 36), near_retirement))
    # 未就业: not employed by anyone, as flexible work is what the sentence pays for.
    graduate = every(person.get("college_graduate"), at_most(person.get("months_since_graduation"), 24), negate(person.get("employed")))
    hard = person.get("employment_difficulty")
    plain = some(graduate, recognised(person), every(hard, case.needy(person)))
    # Doubtful: 生活困难 of others with difficulty in finding work; 低收入农户 as 低收入家庭.
    wide = some(hard, case.get("low_income_rural"),
                # Open: 低收入家庭成员 is said of the family.
                doubt("family-status", case.any_member(recognised)))
    left = lesser(sure(12), minus(sure(36), sure(used)))
    months = {True: sure(12), False: left, None: hull(sure(12), left)}[near_retirement]
    return every(base, plain), every(base, wide), scaled(times(sure(paid), months), Fraction(2, 36))


@person_row("job-seeking-subsidy")
def job_seeking_subsidy(case, person):
    """22.4: 3000 for students of the graduating year in one of the named groups."""
    year = person.get("graduating_year")
    # 低收入农户 are 乡村振兴部门认定的其他经济困难户.
    plain = some(recognised(person), among(person.get("orphan"), ("institution", "social")), certified(person),
                 person.get("student_loan"), every(case.any_member(certified), case.needy(person)), case.get("low_income_rural"))
    # Open: 残疾人, not 持证; 低保户、低保边缘户 are said of the family.
    wide = some(plain, doubt("no-certificate", disabled_in_any_sense(person)), doubt("family-status", case.any_member(recognised)))
    # Doubtful: a hukou elsewhere, studying in Wenzhou.
    return (every(local(person), year, plain),
            every(year, some(every(elsewhere(person), plain), every(local(person), wide))), sure(3000))


@person_row("employment-assistance")
def employment_assistance(case, person):
    """22.5: the registered unemployed, dibao, dibian, the disabled and others who find work hard to get."""
    named = some(above(person.get("registered_unemployed_months"), 0), recognised(person), person.get("employment_difficulty"),
                 certified(person))
    age = case.age(person)
    base = every(local(person), at_least(age, 16))
    # Under 60 and not at school: not in the document, so otherwise possible.
    able = every(generally(below(age, 60)), generally(among(person.get("school_level"), ("none",))))
    # Open: 残疾人, not 持证.
    return every(base, able, named), every(base, some(named, doubt("no-certificate", disabled_in_any_sense(person))))


def key_group(person):
    """23.2 with 附1.5 重点人群."""
    return some(at_least(person.get("registered_unemployed_months"), 6), person.get("employment_difficulty"),
                certified(person), person.get("demobilised"),
                among(person.get("school_level"), ("junior_college", "bachelor_plus")),
                every(person.get("college_graduate"), at_most(person.get("months_since_graduation"), 120)))


@person_row("startup-loan")
def startup_loan(case, person):
    """23.2: a business of up to 3 years; 23.3: sole traders up to 500,000; 23.4: companies up to 600,000."""
    kind = person.get("business_kind")
    founder = every(key_group(person), among(kind, ("sole_trader", "company")), at_most(person.get("business_age_months"), 36))
    # Doubtful: a hukou elsewhere.
    return (every(local(person), founder), every(elsewhere(person), founder),
            up_to(500000 if kind == "sole_trader" else 600000))


@person_row("startup-loan-interest")
def startup_loan_interest(case, person):
    """23.6: on application after repayment; whether there was a loan is no fact, so possible at most."""
    # Open: 还本付息后 comes up to 3 years after a loan that was taken within 3 years of founding.
    return False, every(key_group(person), among(person.get("business_kind"), ("sole_trader", "company")),
                        at_most(person.get("business_age_months"), 72 if "repaid-later" in OPEN else 36))


@household_row("collective-equity-dividend")
def collective_equity_dividend(case):
    """23.8, 23.9: low-income rural households in such a project; a share, no figure."""
    return every(case.any_local(), case.get("low_income_rural"), case.get("collective_equity_project")), SAME


@person_row("work-injury-fast-track")
def work_injury_fast_track(case, person):
    """24.1-24.3: any worker with such a dispute; not tied to hukou."""
    return person.get("work_injury_dispute"), SAME
