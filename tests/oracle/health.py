"""Clauses 13-16: health."""
from fractions import Fraction

from .core import (
    SAME,
    among,
    below,
    certified,
    disabled_in_any_sense,
    doubt,
    every,
    hull,
    impaired,
    lesser,
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
    up_to,
)

ROWS, household_row, person_row = rows()

INSURED = ("employee", "resident")


@person_row("one-plus-one-care")
def one_plus_one_care(case, person):
    """13.1: an official and a doctor for each of 困难群众."""
    return every(local(person), case.needy(person)), SAME


@person_row("family-doctor-fee")
def family_doctor_fee(case, person):
    """13.1: the personal part of the fee."""
    base = every(local(person), case.needy(person))
    # Who has not signed yet pays no fee, but can sign.
    return every(base, person.get("family_doctor_signed")), base, case.number("family_doctor_fee")


@person_row("long-prescription")
def long_prescription(case, person):
    """14.1: up to 12 weeks for chronic illness; the insured."""
    insured = among(person.get("insured_medical"), INSURED)
    # 可根据病情需要 is read as a matter of the single prescription; the special diseases have 14.3.
    return every(insured, other_than(person.get("chronic_disease"), "none")), SAME


@person_row("chronic-outpatient-rate")
def chronic_outpatient_rate(case, person):
    """14.2: residents' insurance only."""
    return every(among(person.get("insured_medical"), ("resident",)), other_than(person.get("chronic_disease"), "none")), SAME


@person_row("special-disease-outpatient")
def special_disease_outpatient(case, person):
    """14.3: the insured with one of the named diseases; 儿童孤独症 and 重性精神病药物维持治疗 are among them."""
    insured = among(person.get("insured_medical"), INSURED)
    named = some(person.get("special_disease"), every(person.get("autism"), below(case.age(person), 18)),
                 every(person.get("psychosis_registered"), person.get("needs_antipsychotics")))
    return every(insured, named), SAME


@person_row("medical-assistance")
def medical_assistance(case, person):
    """14.4: tekun in full, dibao and dibian 80%."""
    assistance = person.get("assistance")
    # 低收入农户 and who cannot bear the cost: 80%, but only where the county recognises them.
    cost = medical_cost(person)
    four_fifths = scaled(cost, Fraction(4, 5))
    if assistance == "tekun":
        pays = cost
    elif assistance is None:
        pays = hull(four_fifths, cost)
    else:
        pays = four_fifths
    return every(local(person), recognised(person)), every(local(person), may_be_assisted(case, person)), pays


def may_be_assisted(case, person):
    """Who may be 县级人民政府认定的其他特殊困难人员."""
    return some(case.get("low_income_rural"), person.get("heavy_medical_burden"))


def medical_cost(person):
    """The cost after insurance; at least its inpatient part."""
    whole, part = person.get("medical_cost_after_insurance"), person.get("inpatient_special_cost")
    return or_more(part or 0) if whole is None else sure(whole)


def inpatient_cost(person):
    """The inpatient part; at most the whole cost."""
    whole, part = person.get("medical_cost_after_insurance"), person.get("inpatient_special_cost")
    if part is None and whole is not None:
        return up_to(whole)
    return sure(part)


@person_row("charity-medical-fund")
def charity_medical_fund(case, person):
    """15.1: a fund of each county for 困难群众 with high costs or a special disease; what it gives is its own decision."""
    # Open: 医疗救急 comes first in the sentence; a sudden illness or accident is one.
    named = some(person.get("heavy_medical_burden"), person.get("special_disease"), doubt("emergency", case.get("sudden_hardship")))
    return False, every(local(person), case.needy(person), named)


@person_row("veteran-medical-aid")
def veteran_medical_aid(case, person):
    """15.2: half of what is left of inpatient and special-disease costs; 15.3: up to half of residents' consumption."""
    # Medical assistance (14.4) has taken 80%; the other reimbursements are taken off these costs.
    left = minus(scaled(inpatient_cost(person), Fraction(1, 5)), sure(person.get("other_medical_reimbursement")))
    half = scaled(left, Fraction(1, 2))
    cap = scaled(case.number("resident_consumption_prev_year"), Fraction(1, 2))
    given = every(local(person), among(person.get("assistance"), ("dibao", "dibian")), person.get("veteran"))
    return given, SAME, lesser(half, cap)


@person_row("supplementary-medical-insurance")
def supplementary_medical_insurance(case, person):
    """15.4: whoever has joined; anyone in the basic insurance can."""
    joined = person.get("insured_supplementary")
    return joined, some(joined, among(person.get("insured_medical"), INSURED))


@person_row("assistive-device-subsidy")
def assistive_device_subsidy(case, person):
    """16.1: certified disabled persons who need a device; no figure."""
    return every(local(person), certified(person), person.get("needs_assistive_device")), SAME


LISTED = ("vision", "hearing", "speech", "limb", "intellectual", "multiple")


def of_training_age(case, person):
    """16.3: under 7; 16.6: under 9 with a certificate of deferral."""
    age = case.age(person)
    return some(below(age, 7), every(below(age, 9), person.get("deferral_certificate")))


@person_row("child-rehab-training")
def child_rehab_training(case, person):
    """16.3-16.6: up to 5,000 (vision), 24,000 (others), 36,000 (autism) a year."""
    category, autism = person.get("disability_category"), person.get("autism")
    base = every(local(person), of_training_age(case, person))
    plain = every(person.get("in_rehab"), some(autism, every(certified(person), among(category, LISTED))))
    # Not in training yet: once they are. 残疾儿童 without a certificate, or (等) with a mental disability: to be verified.
    wide = every(impaired(person), some(negate(person.get("in_rehab")), negate(certified(person)),
                                        every(among(category, ("mental",)), negate(autism))))
    caps = []
    if autism is not False:
        caps.append(36000)
    if autism is not True and category not in ("vision", "none"):
        caps.append(24000)
    if autism is not True and category in ("vision", None):
        caps.append(5000)
    return every(base, plain), every(base, wide), up_to(max(caps or [36000]))


@household_row("child-rehab-living")
def child_rehab_living(case):
    """16.6: 1,000 a month, up to 10,000 a year, while a child with a certificate of deferral is in training."""
    def plain(person):
        return every(person.get("in_rehab"), person.get("deferral_certificate"), below(case.age(person), 9), impaired(person))

    def wide(person):
        return every(person.get("in_rehab"), of_training_age(case, person), impaired(person))
    # Doubtful: the sentence may mean every child in training, not only those with a deferral.
    return every(case.any_local(), case.any_member(plain)), every(case.any_local(), case.any_member(wide)), up_to(10000)


@person_row("disabled-accident-insurance")
def disabled_accident_insurance(case, person):
    """16.8: an insurance of at least 50 yuan."""
    # Doubtful: 残疾人, not 持证残疾人; without a certificate possible.
    return every(local(person), certified(person)), every(local(person), disabled_in_any_sense(person)), or_more(50)


@person_row("rehab-child-insurance")
def rehab_child_insurance(case, person):
    """16.9: disabled children in training."""
    # 残疾 in the wide sense of clause 16, autism with it.
    return every(local(person), person.get("in_rehab"), below(case.age(person), 18), impaired(person)), SAME
