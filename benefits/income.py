"""The means test: countable household income per head, with the disregards of 第1条, 第4条 and 第23条.

Every number is yuan a month. Unknown figures, months or recognitions make an interval. The limits below are the
document's own and stand once, here; `Disregard` lines tell the resident what was left out and by which sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .household import Household, Income
from .numbers import ANYTHING, Exact, Interval, add, exact, hull, subtract

FREE_MONTHS = 12            # 1.3「1年内不计家庭收入」
FREE_MONTHS_DISABLED = 36   # 1.4「3年内不计家庭收入」
COST_MONTHS = 24            # 1.5「在不计家庭收入后的2年内」
CROP_YEARLY = 50_000        # 1.7「不超过5万元青苗补偿费」
PROCESSING_YEARLY = 20_000  # 1.7「不超过2万元收入」

JOBS = ("first_job", "first_business")
NOTHING: Interval = (0, 0)


@dataclass(frozen=True)
class Disregard:
    """What one kind of income counted for: yuan a month before and after, the sentence, and whether it is certain."""

    kind: str
    member: str | None
    total: Interval
    counted: Interval
    sentence: str
    certain: bool = True

    @property
    def why(self) -> tuple[str, ...]:
        """The sentences that say it; for work also the one about the years after the free ones."""
        return (self.sentence, "1.5") if self.kind in JOBS else (self.sentence,)


@dataclass(frozen=True)
class MeansTest:
    """Per-head countable income (yuan a month), the unknown facts it hangs on, and what was left out."""

    low: Exact
    high: Exact | None
    unknown: tuple[tuple[str | None, str], ...]
    disregards: tuple[Disregard, ...] = ()

    @property
    def per_head(self) -> Interval:
        return self.low, self.high


def _sum(entries: list[Income]) -> Interval:
    total: Interval = NOTHING
    for entry in entries:
        total = add(total, ANYTHING if entry.monthly is None else (entry.monthly, entry.monthly))
    return total


def _above(total: Interval, limit: Interval) -> Interval:
    """The part of `total` above `limit`, never below 0."""
    low, high = subtract(total, limit)
    return max(0, low) if low is not None else 0, None if high is None else max(0, high)


def _phase(entry: Income, free: int, best: bool) -> str:
    """'free', 'cost' or 'full'; with unknown months the kindest (`best`) or the hardest it may be."""
    month = entry.months_in_job
    if month is None:
        return "free" if best else "full"
    return "free" if month < free else "cost" if month < free + COST_MONTHS else "full"


def _jobs(entries: list[Income], recognised: bool | None, certificate: bool | None, cost: Interval) -> tuple[Interval, Interval]:
    """What one person's first jobs and first businesses bring, before and after.

    Counting never falls from free to cost to full, so the kindest and the hardest case span all others. The cost of
    working is taken off once, off the sum of what is in that phase."""
    total = _sum(entries)
    outcomes: list[Interval] = []
    if recognised is not True:
        outcomes.append(total)
    if recognised is not False:
        for has in (True, False) if certificate is None else (certificate,):
            for best in (True, False):
                found: dict[str, list[Income]] = {"free": [], "cost": [], "full": []}
                for e in entries:
                    found[_phase(e, FREE_MONTHS_DISABLED if has and e.kind == "first_job" else FREE_MONTHS, best)].append(e)
                working = _above(_sum(found["cost"]), cost) if found["cost"] else NOTHING
                outcomes.append(add(_sum(found["full"]), working))
    return total, hull(outcomes)


def means_test(household: Household, dibian: Interval) -> MeansTest:
    """The means test of one household; `dibian` is the 低边 standard (yuan a month) as far as it is known."""
    heads = household.facts.get("members")
    if heads is None:  # one person was entered, and how many live with them was not said
        return MeansTest(0, None, ((None, "members"),))
    if household.income is None:
        given = household.facts.get("monthly_income")
        low, high = household.spans.get((None, "monthly_income"), ANYTHING) if given is None else (given, given)
        open_ = ((None, "monthly_income"),) if low != high else ()
        return MeansTest(exact(Fraction(low) / heads), None if high is None else exact(Fraction(high) / heads), open_)

    total: Interval = NOTHING
    unknown: list[tuple[str | None, str]] = []
    left_out: list[Disregard] = []
    people = {p.id: p.facts for p in household.people}
    if any(e.monthly is None and e.kind not in ("collective_equity", "veteran_supplement") for e in household.income):
        unknown.append((None, "income"))

    def count(kind: str, member: str | None, before: Interval, after: Interval, sentence: str, certain: bool = True):
        nonlocal total
        total = add(total, after)
        if after != before:
            left_out.append(Disregard(kind, member, before, after, sentence, certain))

    for entry in household.income:
        whole = ANYTHING if entry.monthly is None else (entry.monthly, entry.monthly)
        if entry.kind in ("wage", "self_employment", "pension", "other"):
            total = add(total, whole)
        elif entry.kind == "collective_equity":
            count(entry.kind, entry.member, whole, NOTHING, "23.9")
        elif entry.kind == "veteran_supplement":
            count(entry.kind, entry.member, whole, NOTHING, "4.2")

    for member, facts in people.items():
        jobs = [e for e in household.income if e.member == member and e.kind in JOBS]
        if not jobs:
            continue
        assistance, certificate = facts.get("assistance"), facts.get("disability_certificate")
        recognised = None if assistance is None else assistance in ("dibao", "dibian")
        before, after = _jobs(jobs, recognised, certificate, dibian)
        matters = any(j.monthly != 0 for j in jobs)
        if recognised is None and matters:
            unknown.append((member, "assistance"))
        if recognised is not False and matters:
            if certificate is None and any(j.kind == "first_job" for j in jobs):
                unknown.append((member, "disability_certificate"))
            if any(j.months_in_job is None for j in jobs):
                unknown.append((None, "income"))
        longer = certificate is True and any(j.kind == "first_job" for j in jobs)
        count(jobs[0].kind, member, before, after, "1.4" if longer else "1.3", recognised is True)

    limited = [e for e in household.income if e.kind in ("public_job_subsidy", "crop_compensation", "home_processing")]
    if limited:
        statuses = [f.get("assistance") for f in people.values()]
        farm = household.facts.get("low_income_rural")
        difficult = True if farm is True or any(s in ("dibao", "dibian", "tekun") for s in statuses) else (
            False if farm is False and all(s == "none" for s in statuses) else None)
        changed = False

        def limit_once(kind: str, member: str | None, entries: list[Income], limit: Interval, sentence: str):
            nonlocal changed
            before = _sum(entries)
            after = _above(before, limit)
            if difficult is not True:  # not in the text for other households: from the above up to all of it
                after = after[0], before[1]
                changed = changed or after[0] != before[0]
            count(kind, member, before, after, sentence, difficult is True)

        for member in people:
            entries = [e for e in limited if e.kind == "public_job_subsidy" and e.member == member]
            if entries:
                limit_once("public_job_subsidy", member, entries, dibian, "1.6")
        for kind, yearly in (("crop_compensation", CROP_YEARLY), ("home_processing", PROCESSING_YEARLY)):
            entries = [e for e in limited if e.kind == kind]
            if entries:
                limit = exact(Fraction(yearly, 12))
                limit_once(kind, None, entries, (limit, limit), "1.7")
        if difficult is None and changed:
            unknown.extend((m, "assistance") for m, f in people.items() if f.get("assistance") is None)
            if farm is None:
                unknown.append((None, "low_income_rural"))

    low = exact(Fraction(total[0]) / heads)
    high = None if total[1] is None else exact(Fraction(total[1]) / heads)
    return MeansTest(low, high, tuple(dict.fromkeys(unknown)), tuple(left_out))
