"""Clauses 21-24: work."""
from fractions import Fraction

from .core import (
    SAME,
    above,
    among,
    at_least,
    at_most,
    below,
    certified,
    disabled_in_any_sense,
    every,
    local,
    negate,
    rows,
    scaled,
    some,
    sure,
    up_to,
)

ROWS, household_row, person_row = rows()


def placed(case, person):
    """21.1: graduates, persons with difficulty in finding work, needy certified disabled, low-income rural: plain, at most."""
    base = every(local(person), person.get("public_welfare_job"))
    group = some(person.get("college_graduate"), person.get("employment_difficulty"), case.get("low_income_rural"))
    # Doubtful: 困难持证残疾人 who are not 困难群众, as 困难 is not defined.
    return (every(base, some(group, every(certified(person), case.needy(person)))),
            every(base, some(group, certified(person))))


@person_row("public-welfare-job")
def public_welfare_job(case, person):
    """21.1: 600 a month with social insurance; 21.2: 700 without."""
    pays = {True: sure(7200), False: sure(8400), None: (Fraction(7200), Fraction(8400))}[person.get("job_social_insurance")]
    return (*placed(case, person), pays)


@person_row("public-welfare-job-insurance")
def public_welfare_job_insurance(case, person):
    """21.1: 300 a month where social insurance is paid."""
    plain, wide = placed(case, person)
    insured = person.get("job_social_insurance")
    return every(plain, insured), every(wide, insured), sure(3600)


@person_row("flexible-premium-subsidy")
def flexible_premium_subsidy(case, person):
    """22.1: two thirds of the premium paid, 3 years; 22.2: longer before retirement; 22.3: who is shut out."""
    used, paid = person.get("flexible_subsidy_months_used"), person.get("flexible_premium_paid")
    base = every(local(person), person.get("flexible_work"), above(paid, 0),
                 below(person.get("enterprise_capital"), 200000), negate(case.get("owns_vehicle")))
    recent = every(person.get("college_graduate"), at_most(person.get("months_since_graduation"), 24))
    low_income = case.needy(person)
    plain = some(low_income, every(recent, person.get("unemployed"), negate(person.get("employed"))))
    # Doubtful: 生活困难 of 就业困难人员 is no fact; a graduate in flexible work may count as 未就业.
    wide = some(low_income, person.get("employment_difficulty"), every(recent, negate(person.get("employed"))))
    in_term = below(used, 36)
    # 可延长至退休
    longer = some(in_term, below(person.get("years_to_retirement"), 5))
    return every(base, plain, in_term), every(base, wide, longer), scaled(sure(paid), Fraction(2, 3))


@person_row("job-seeking-subsidy")
def job_seeking_subsidy(case, person):
    """22.4: 3000 for students of the graduating year in one of the named groups."""
    year = person.get("graduating_year")
    plain = some(case.any_assistance("dibao", "dibian"), among(person.get("assistance"), ("tekun",)),
                 among(person.get("orphan"), ("institution", "social")), certified(person), person.get("student_loan"),
                 every(case.any_member(certified), case.any_needy()))
    # Doubtful: 低收入农户 as 乡村振兴部门认定的其他经济困难户; no certificate; a hukou elsewhere, studying in Wenzhou.
    wide = some(plain, case.get("low_income_rural"), case.any_assistance("tekun"), disabled_in_any_sense(person))
    return every(local(person), year, plain), every(year, wide), sure(3000)


@person_row("employment-assistance")
def employment_assistance(case, person):
    """22.5: the registered unemployed, dibao, dibian, the disabled and others who find work hard to get."""
    named = some(above(person.get("registered_unemployed_months"), 0), among(person.get("assistance"), ("dibao", "dibian")),
                 person.get("employment_difficulty"))
    age = case.age(person)
    # Of working age and not at school: not in the document, so otherwise possible.
    able = every(at_least(age, 16), at_most(age, 59), among(person.get("school_level"), ("none",)))
    return (every(local(person), able, some(named, certified(person))),
            every(local(person), some(named, disabled_in_any_sense(person))))


def key_group(person):
    """23.2 with 附1.5 重点人群."""
    return some(at_least(person.get("registered_unemployed_months"), 6), person.get("employment_difficulty"),
                certified(person), person.get("demobilised"), person.get("graduating_year"),
                among(person.get("school_level"), ("junior_college", "bachelor_plus")),
                every(person.get("college_graduate"), at_most(person.get("months_since_graduation"), 120)))


@person_row("startup-loan")
def startup_loan(case, person):
    """23.2: a business of up to 3 years; 23.3: sole traders up to 500,000; 23.4: companies up to 600,000."""
    kind = person.get("business_kind")
    return (every(local(person), key_group(person), among(kind, ("sole_trader", "company")),
                  at_most(person.get("business_age_months"), 36)), SAME, up_to(500000 if kind == "sole_trader" else 600000))


@person_row("startup-loan-interest")
def startup_loan_interest(case, person):
    """23.6: on application after repayment; whether there was a loan is no fact, so possible at most."""
    # The loan was taken within 3 years of founding and ran for up to 3 years.
    return False, every(local(person), key_group(person), among(person.get("business_kind"), ("sole_trader", "company")),
                        at_most(person.get("business_age_months"), 72))


@household_row("collective-equity-dividend")
def collective_equity_dividend(case):
    """23.8, 23.9: low-income rural households in such a project; a share, no figure."""
    return every(case.any_local(), case.get("low_income_rural"), case.get("collective_equity_project")), SAME


@person_row("work-injury-fast-track")
def work_injury_fast_track(case, person):
    """24.1-24.3: any worker with such a dispute; not tied to hukou."""
    return person.get("work_injury_dispute"), SAME
