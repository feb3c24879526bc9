"""Invented registers: plausible in size, ages and rarity, about nobody. Every file says so in its name, in its metadata
and in the column `synthetic` (any text; SYNTHETIC).

Shares are rough guesses made for tests and demonstrations, not statistics. Same seed, same register.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ..content import Book
from ..household import INCOME_KINDS, OF_THE_HOUSEHOLD
from ..model import Fact

SYNTHETIC = "合成数据，不是真人"
REFERENCE = date(2025, 6, 1)  # the day on which the invented people have their ages
PERSONS_A_CHUNK = 500_000
SIZES = np.array([24, 26, 22, 14, 7, 3.6, 1.8, 0.8, 0.4, 0.2, 0.12, 0.08]) / 100
AREAS = {"lucheng": 12, "longwan": 7, "ouhai": 10, "dongtou": 1.5, "functional_zone": 1, "yueqing": 14, "ruian": 15, "longgang": 4.5,
         "yongjia": 8.5, "pingyang": 8, "cangnan": 8, "wencheng": 2.5, "taishun": 2.5, "zhejiang_other": 1, "other_province": 4.5}
# how many of those it may concern; facts that are not here are true for RARE of all
RARE = 0.01
SHARES: dict[str, tuple[str, float]] = {
    "autism": ("child", 0.008), "needs_assistive_device": ("disabled", 0.3), "in_rehab": ("child", 0.006),
    "deferral_certificate": ("child", 0.003), "dementia": ("elder", 0.05), "ltc_severe": ("elder", 0.02),
    "ltc_insured": ("adult", 0.5), "insured_supplementary": ("all", 0.4), "family_doctor_signed": ("all", 0.45),
    "special_disease": ("all", 0.02), "psychosis_registered": ("adult", 0.004), "psychosis_village_managed": ("adult", 0.003),
    "guardian_effective": ("adult", 0.003), "injection_assessed": ("adult", 0.001), "needs_antipsychotics": ("adult", 0.003),
    "school_aided": ("pupil", 0.05), "college_graduate": ("young", 0.4), "graduating_year": ("young", 0.05),
    "student_loan": ("young", 0.06), "adult_exam_certificate": ("young", 0.02), "independent": ("adult", 0.8),
    "unsupported_child": ("child", 0.001), "distressed_child": ("child", 0.002), "hiv_child": ("child", 0.00005),
    "employed": ("worker", 0.6), "unemployed": ("worker", 0.08), "employment_difficulty": ("worker", 0.02),
    "public_welfare_job": ("worker", 0.003), "job_social_insurance": ("worker", 0.003), "flexible_work": ("worker", 0.08),
    "veteran": ("adult", 0.025), "veteran_listed": ("adult", 0.002), "demobilised": ("adult", 0.005),
    "fallen_family": ("all", 0.0005), "heavy_medical_burden": ("all", 0.02), "work_injury_dispute": ("worker", 0.0005),
    "points_managed": ("adult", 0.01), "rural": ("all", 0.35), "low_income_rural": ("all", 0.03),
    "difficult_worker": ("all", 0.008), "home_in_city": ("all", 0.45), "in_public_rental": ("all", 0.01),
    "dilapidated_house": ("all", 0.003), "collective_equity_project": ("all", 0.01), "owns_vehicle": ("all", 0.45),
    "major_change": ("all", 0.004), "jisheng_difficult": ("all", 0.004), "jisheng_serious_illness": ("all", 0.002),
    "left_behind_member": ("all", 0.01), "only_child_dead_or_disabled": ("all", 0.003), "special_support": ("all", 0.003),
    "jisheng_special_hardship": ("all", 0.001), "sudden_hardship": ("all", 0.005), "complex_hardship": ("all", 0.002)}
# weights of the options in the order of the vocabulary; the rest have the last option that says "none", or the first
WEIGHTS: dict[str, tuple[str, list[float]]] = {
    "self_care": ("elder", [85, 8, 4, 3]), "care_setting": ("elder", [96, 4]), "insured_medical": ("all", [55, 41, 4]),
    "chronic_disease": ("adult", [14, 6, 5, 75]), "psychosis_risk_class": ("adult", [0.1, 0.1, 99.8]),
    "orphan": ("child", [0.03, 0.05, 99.92]), "business_kind": ("worker", [88, 10, 2]), "pension_scheme": ("adult", [45, 45, 10]),
    "frontline_job": ("worker", [0.4, 0.6, 99]), "junior_high": ("teen", [12, 5, 10, 73]),
    "recently_over_limit": ("all", [0.4, 0.1, 99.5]), "housing_project": ("all", [0.2, 0.5, 0.8, 0.2, 98.3])}
# money and the like: who has it, and about how much
AMOUNTS: dict[str, tuple[str, float, float]] = {
    "medical_cost_after_insurance": ("all", 0.15, 6000), "inpatient_special_cost": ("all", 0.06, 3000),
    "other_medical_reimbursement": ("all", 0.03, 1000), "antipsychotic_cost": ("adult", 0.003, 1500),
    "flexible_premium_paid": ("worker", 0.07, 9000), "tuition_paid": ("pupil", 0.3, 6000), "public_rent": ("all", 0.01, 300),
    "enterprise_capital": ("worker", 0.08, 200000), "housing_area": ("all", 0.45, 85), "rebuild_area": ("all", 0.003, 90),
    "residence_permit_years": ("adult", 0.05, 3), "years_to_retirement": ("worker", 0.9, 18),
    "registered_unemployed_months": ("worker", 0.06, 8), "zhejiang_registered_months": ("adult", 0.12, 20),
    "labour_contract_months": ("worker", 0.5, 30), "employer_social_insurance_months": ("worker", 0.5, 30),
    "business_age_months": ("worker", 0.12, 30), "months_since_graduation": ("young", 0.5, 40),
    "flexible_subsidy_months_used": ("worker", 0.04, 14), "frontline_subsidy_months_used": ("worker", 0.005, 12),
    "months_over_limit": ("all", 0.006, 8)}


def chunks(book: Book, persons: int, seed: int, unknown: float) -> Iterator[dict[str, pl.DataFrame]]:
    """The three tables, some hundred thousand persons at a time. unknown: the share of facts nobody has told."""
    made, household = 0, 0
    sequence = np.random.SeedSequence(seed)
    while made < persons:
        rng = np.random.Generator(np.random.PCG64(sequence.spawn(1)[0]))
        wanted = min(PERSONS_A_CHUNK, persons - made)
        sizes = rng.choice(np.arange(1, len(SIZES) + 1), size=wanted, p=SIZES / SIZES.sum())
        sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), wanted)) + 1]
        sizes[-1] -= sizes.sum() - wanted
        yield _chunk(book, rng, sizes, household, unknown)
        made += wanted
        household += len(sizes)


def _chunk(book: Book, rng: np.random.Generator, sizes: np.ndarray, first: int, unknown: float) -> dict[str, pl.DataFrame]:
    houses, people = len(sizes), int(sizes.sum())
    of = np.repeat(np.arange(houses), sizes)
    place = np.arange(people) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    age, relation = _family(rng, sizes, of, place, [o.value for o in book.facts["relation"].options])
    poor = rng.choice(4, size=houses, p=[0.022, 0.02, 0.003, 0.955])
    area = rng.choice(len(AREAS), size=houses, p=np.array(list(AREAS.values())) / sum(AREAS.values()))
    lives = np.where((rng.random(houses) < 0.06) | (area >= len(AREAS) - 2), rng.integers(0, len(AREAS) - 2, houses), area)
    groups = {"all": np.ones(people, bool), "child": age < 18, "teen": (age >= 14) & (age < 19), "pupil": (age >= 6) & (age < 23),
              "young": (age >= 20) & (age < 30), "worker": (age >= 18) & (age < 60), "adult": age >= 18, "elder": age >= 60}
    certificate = rng.random(people) < np.select([age < 18, age < 60], [0.008, 0.025], 0.08)
    groups["disabled"] = certificate
    ids = pl.Series(np.arange(first, first + houses)).cast(pl.String).str.zfill(8)
    household_id = pl.select(pl.lit("S") + pl.lit(ids)).to_series()

    def choice(fact: Fact, codes: np.ndarray) -> pl.Series:
        values = pl.Series([o.value for o in fact.options], dtype=pl.Enum([o.value for o in fact.options]))
        return values.gather(codes.astype(np.uint32))

    special: dict[str, Callable[[Fact], pl.Series]] = {
        "relation": lambda f: choice(f, relation),
        "birth_date": lambda f: pl.Series(_births(rng, age)),
        "assistance": lambda f: choice(f, np.where(rng.random(people) < 0.92, poor[of], 3)),
        "hukou": lambda f: choice(f, np.where(rng.random(people) < 0.97, area[of], rng.integers(0, len(AREAS), people))),
        "residence": lambda f: choice(f, lives),
        "disability_certificate": lambda f: pl.Series(certificate),
        "disability_category": lambda f: choice(f, np.where(certificate | (rng.random(people) < 0.003), rng.integers(1, 8, people), 0)),
        "school_level": lambda f: choice(f, np.select([age < 3, age < 6, age < 15, age < 18, age < 23],
                                                      [0, 1, 2, np.where(rng.random(people) < 0.9, 3, 0),
                                                       np.where(rng.random(people) < 0.6, 4 + (rng.random(people) < 0.5), 0)], 0)),
        "tekun_support": lambda f: choice(f, rng.choice(3, size=people, p=[0.3, 0.2, 0.5])),
        "monthly_income": lambda f: pl.Series(np.where(poor == 3, rng.lognormal(8.9, 0.8, houses), rng.lognormal(7.2, 0.5, houses))
                                              .clip(0, 900_000).round(2) * np.ones(houses)),
    }
    tables: dict[str, dict[str, pl.Series]] = {"person": {"household_id": household_id.gather(of), "id": pl.select(
        pl.lit("p") + pl.lit(pl.Series(place + 1)).cast(pl.String)).to_series()}, "household": {"household_id": household_id}}
    for fact in book.facts.values():
        if fact.derived or fact.type in ("label", "income") or fact.id == "age":
            continue
        count = people if fact.of == "person" else houses
        group = groups if fact.of == "person" else {"all": np.ones(houses, bool)}
        made = special[fact.id](fact) if fact.id in special else _plain(rng, fact, group, count, choice)
        tables[fact.of][fact.id] = made if fact.id == "relation" else _hidden(rng, made, unknown)
    person, house = pl.DataFrame(tables["person"]), pl.DataFrame(tables["household"])
    person = person.with_columns(
        disability_grade=pl.when(pl.col("disability_category") != "none").then("disability_grade"),
        tekun_support=pl.when(pl.col("assistance") == "tekun").then("tekun_support"),
        inpatient_special_cost=pl.min_horizontal("inpatient_special_cost",
                                                 pl.coalesce("medical_cost_after_insurance", "inpatient_special_cost")))
    listed = rng.random(houses) < 0.25
    house = house.with_columns(monthly_income=pl.when(pl.lit(pl.Series(~listed))).then("monthly_income"))
    income = _entries(rng, household_id, sizes, listed, unknown)
    return {name: frame.with_columns(synthetic=pl.lit(SYNTHETIC)) for name, frame in
            (("persons", person), ("households", house), ("income", income))}


def _hidden(rng: np.random.Generator, made: pl.Series, unknown: float) -> pl.Series:
    if not unknown:
        return made
    known = pl.Series(rng.random(len(made), dtype=np.float32) >= unknown)
    return pl.select(pl.when(pl.lit(known)).then(pl.lit(made)).alias(made.name)).to_series()


def _plain(rng: np.random.Generator, fact: Fact, groups: dict[str, np.ndarray], count: int,
           choice: Callable[[Fact, np.ndarray], pl.Series]) -> pl.Series:
    """A fact by its share or weights among those it concerns."""
    if fact.type == "bool":
        group, share = SHARES.get(fact.id, ("all", RARE))
        return pl.Series((rng.random(count, dtype=np.float32) < share) & groups[group])
    if fact.type == "choice":
        values = [o.value for o in fact.options]
        usual = values.index("none") if "none" in values else 0
        group, weights = WEIGHTS.get(fact.id, ("all", [1.0] * len(values)))
        drawn = np.searchsorted(np.cumsum(weights) / sum(weights), rng.random(count)).clip(0, len(values) - 1)
        return choice(fact, np.where(groups[group], drawn, usual))
    if fact.type == "choices":
        values = [o.value for o in fact.options]
        drawn = np.where(rng.random(count) < 0.02, rng.integers(0, len(values), count), len(values))
        return pl.Series([*([v] for v in values), []], dtype=pl.List(pl.String)).gather(drawn)
    if fact.type == "int" and fact.maximum is not None and fact.maximum <= 10:
        return pl.Series(rng.integers(int(fact.minimum), int(fact.maximum) + 1, count).astype(np.int16))
    group, share, mean = AMOUNTS.get(fact.id, ("all", RARE, 1000.0))
    has = (rng.random(count, dtype=np.float32) < share) & groups[group]
    drawn = np.where(has, rng.gamma(2.0, mean / 2, count), 0).clip(0, float(fact.maximum if fact.maximum is not None else 1e6))
    return pl.Series(drawn.round(0).astype(np.int16)) if fact.type == "int" else pl.Series(drawn.round(2))


def _family(rng: np.random.Generator, sizes: np.ndarray, of: np.ndarray, place: np.ndarray,
            relations: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Ages (0 to 105) and relations: the applicant first, then mostly a spouse, children, parents."""
    houses, people = len(sizes), len(of)
    alone = sizes == 1
    head = np.where(alone & (rng.random(houses) < 0.55), rng.integers(60, 96, houses), rng.triangular(20, 46, 88, houses).astype(int))
    head = np.where(rng.random(houses) < 0.0006, rng.integers(99, 106, houses), head)
    child_asks = ~alone & (rng.random(houses) < 0.01)
    head = np.where(child_asks, rng.integers(6, 18, houses), head)
    own, draw = head[of], rng.random(people)
    at = {r: relations.index(r) for r in relations}
    older = np.select([draw < 0.45, draw < 0.9], [at["child"], at["grandchild"]], at["other"])
    middle = np.select([draw < 0.6, draw < 0.9, draw < 0.94, draw < 0.96],
                       [at["child"], at["parent"], at["sibling"], at["grandparent"]], at["other"])
    young = np.select([draw < 0.6, draw < 0.9], [at["parent"], at["sibling"]], at["grandparent"])
    relation = np.select([own >= 55, own >= 23], [older, middle], young)
    relation = np.where((place == 1) & (own >= 23) & (rng.random(people) < 0.75), at["spouse"], relation)
    relation = np.where(place == 0, at["self"], relation)
    spread = rng.integers(0, 12, people)
    age = np.select([relation == at["spouse"], relation == at["child"], relation == at["parent"], relation == at["grandparent"],
                     relation == at["grandchild"], relation == at["sibling"], relation == at["self"]],
                    [own - 6 + spread, own - 33 + spread, own + 21 + spread, own + 45 + spread, own - 62 + spread, own - 5 + spread, own],
                    rng.integers(20, 80, people))
    return age.clip(np.where(relation == at["spouse"], 20, 0), 105), relation


def _births(rng: np.random.Generator, age: np.ndarray) -> np.ndarray:
    """A birthday within the year before the one that would make them older."""
    day = np.datetime64(REFERENCE, "D")
    return day - (age * 365.2425).astype(np.int64).astype("timedelta64[D]") - rng.integers(1, 365, len(age)).astype("timedelta64[D]")


def _entries(rng: np.random.Generator, ids: pl.Series, sizes: np.ndarray, listed: np.ndarray, unknown: float) -> pl.DataFrame:
    """One to three entries for each household that lists its income."""
    of = np.repeat(np.flatnonzero(listed), rng.integers(1, 4, int(listed.sum())))
    weights = np.array([50, 10, 20, 3, 1, 1, 2, 2, 3, 2, 6], dtype=float)
    kind = rng.choice(len(INCOME_KINDS), size=len(of), p=weights / weights.sum())
    kinds = pl.Series(INCOME_KINDS, dtype=pl.Enum(INCOME_KINDS)).gather(kind)
    member = pl.Series(rng.integers(0, sizes[of]) + 1)
    house = pl.Series(np.isin(kind, [INCOME_KINDS.index(k) for k in OF_THE_HOUSEHOLD]))
    job = pl.Series(np.isin(kind, [INCOME_KINDS.index(k) for k in ("first_job", "first_business")]))
    monthly, months = pl.Series(rng.gamma(2, 1800, len(of)).round(2)), pl.Series(rng.integers(0, 72, len(of)).astype(np.int16))
    frame = pl.DataFrame({"household_id": ids.gather(of), "kind": kinds, "monthly": _hidden(rng, monthly, unknown),
                          "months_in_job": _hidden(rng, months, unknown)})
    return frame.with_columns(member=pl.when(~pl.lit(house)).then(pl.lit("p") + pl.lit(member).cast(pl.String)),
                              months_in_job=pl.when(pl.lit(job)).then("months_in_job")).select(
        "household_id", "member", "kind", "monthly", "months_in_job")


def write(book: Book, folder: Path, persons: int, seed: int, unknown: float = 0.03, form: str = "parquet",
          told: Callable[[int], Any] = lambda done: None) -> list[Path]:
    """The register as synthetic-persons, synthetic-households, synthetic-income in `folder`; each appears when complete."""
    import pyarrow.csv
    import pyarrow.parquet

    folder.mkdir(parents=True, exist_ok=True)
    names = {what: folder / f"synthetic-{what}.{form}" for what in ("persons", "households", "income")}
    half = {what: path.with_suffix(path.suffix + ".part") for what, path in names.items()}
    writers: dict[str, Any] = {}
    done = 0
    try:
        for tables in chunks(book, persons, seed, unknown):
            for what, frame in tables.items():
                if form == "csv":
                    frame = frame.with_columns(pl.col(pl.List(pl.String)).list.join(";"))
                    with half[what].open("ab" if what in writers else "wb") as file:
                        frame.write_csv(file, include_header=what not in writers, include_bom=what not in writers)
                    writers[what] = None
                    continue
                arrow = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
                if what not in writers:
                    arrow_schema = arrow.schema.with_metadata({"synthetic": SYNTHETIC, "seed": str(seed)})
                    writers[what] = pyarrow.parquet.ParquetWriter(half[what], arrow_schema, compression="zstd")
                writers[what].write_table(arrow.cast(writers[what].schema), row_group_size=PERSONS_A_CHUNK // 2)
            done += tables["persons"].height
            told(done)
    finally:
        for writer in writers.values():
            if writer is not None:
                writer.close()
    for what, path in names.items():
        half[what].replace(path)
    return list(names.values())
