"""Speed of registers: `make bench-bulk`. Twelve rows written by hand in Polars run beside the lowered ones, in turn, in
one process, on the same invented register, and give the same rows; then all rows, unknowns, growth, a what-if, and the
command line as a whole. Writes build/bench-bulk.json. `--long` adds ten million persons.

Others may load the machine: read the ratios first.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from benefits.bulk import Register
from benefits.bulk.answer import program
from benefits.bulk.engine import Plan, determined
from benefits.bulk.register import Range
from benefits.bulk.synth import write
from benefits.content import load

ROOT = Path(__file__).resolve().parent.parent
BOOK = load()
DAY = date(2025, 6, 1)
BY_HAND = ("old-age-allowance", "psychosis-guardian-subsidy", "psychosis-care-subsidy", "psychosis-injection", "veteran-dibao-supplement",
           "disabled-accident-insurance", "family-doctor-fee", "medical-premium-waiver", "free-transit", "public-welfare-job",
           "household-plan", "jisheng-illness-grant")
TARGETS = {"lowered_to_hand": 1.25, "unknown_to_known": 1.4, "ten_million_seconds": 60, "ten_million_mib": 1024, "what_if_seconds": 2}
LOCAL, EXACT, AT_LEAST, IN_KIND = 0, 4, 1, 3  # places in lower.BASES


def by_hand(persons: pl.DataFrame, households: pl.DataFrame) -> pl.DataFrame:
    """The twelve rows as somebody would write them who knows the rules and Polars."""
    place = {b.id: i for i, b in enumerate(BOOK.screened())}
    p, c = persons.lazy().with_row_index("i"), pl.col
    house = households.lazy().with_row_index("h")
    flags = p.group_by("h", maintain_order=True).agg(
        wenzhou=(c("hukou") <= 12).any(ignore_nulls=False), city=(c("hukou") <= 4).any(ignore_nulls=False),
        recognised=(c("assistance") <= 2).any(ignore_nulls=False))
    house = pl.concat([house.select("h", "low_income_rural", "residence", "jisheng_difficult", "jisheng_serious_illness").collect(),
                       flags.drop("h").collect()], how="horizontal").lazy()
    down = house.select(c("low_income_rural", "residence").gather(pl.lit(persons["h"]))).collect()
    p = pl.concat([p.collect(), down.rename({"low_income_rural": "farm"})], how="horizontal").lazy()
    p = p.with_columns(wenzhou=c("hukou") <= 12, city=c("hukou") <= 4, recognised=c("assistance") <= 2, eighty=c("age") >= 80,
                       child=c("age") < 18, lives=c("residence") <= 4)
    p = p.with_columns(difficult=c("recognised") | c("farm")).collect().lazy()
    certificate, category, job = c("disability_certificate"), c("disability_category"), c("public_welfare_job")
    group = c("college_graduate") | c("employment_difficulty") | (certificate & c("difficult")) | c("farm")
    orphan = (c("orphan") <= 1) | c("distressed_child") | c("hiv_child") | c("unsupported_child")
    premium = c("difficult") | certificate | (c("child") & orphan)
    rider = (c("age") >= 65) | certificate | c("difficult")
    insured = c("insured_medical")
    county = c("hukou").is_between(5, 12)
    age, hundred = c("age"), c("age") >= 100
    month = 1200
    # of an unknown, every branch that may hold
    pay_low = (pl.when(hundred).then(500).when(age >= 90).then(200).otherwise(50) * month)
    old_low = pl.when(county | county.is_null()).then(None).when(age.is_null()).then(50 * month).otherwise(pay_low)
    old_high = pl.when(county | county.is_null() | hundred | hundred.is_null()).then(None).otherwise(pay_low)
    old_basis = pl.when(county | county.is_null()).then(LOCAL).when(hundred | hundred.is_null()).then(AT_LEAST).otherwise(EXACT)
    risk, insured_job = c("psychosis_risk_class"), c("job_social_insurance")
    risk_low = pl.when(risk == 1).then(400 * month).otherwise(150 * month)
    risk_high = pl.when(risk == 0).then(150 * month).otherwise(400 * month)
    job_low = pl.when(insured_job.fill_null(True)).then(600 * month).otherwise(700 * month)
    job_high = pl.when(insured_job.fill_null(False)).then(600 * month).otherwise(700 * month)
    nothing, exact, kind = pl.lit(None), pl.lit(EXACT), pl.lit(IN_KIND)
    person_rows: list[tuple[str, pl.Expr, list[pl.Expr], pl.Expr, pl.Expr, pl.Expr]] = [
        ("old-age-allowance", c("wenzhou") & c("eighty") & (c("city") | county), [], old_low, old_high, old_basis),
        ("psychosis-guardian-subsidy", c("wenzhou") & (risk <= 1) & c("guardian_effective"), [], risk_low, risk_high, exact),
        ("psychosis-care-subsidy", c("wenzhou") & c("psychosis_village_managed") & c("recognised"), [], pl.lit(200 * month),
         pl.lit(200 * month), exact),
        ("psychosis-injection", c("wenzhou") & c("injection_assessed"), [], pl.lit(1_000_000), pl.lit(1_000_000), exact),
        ("veteran-dibao-supplement", c("wenzhou") & c("veteran") & (c("assistance") == 0), [], pl.lit(111 * month), nothing, pl.lit(AT_LEAST)),
        ("disabled-accident-insurance", c("wenzhou") & certificate, [c("wenzhou") & (category != 0) & ~certificate], pl.lit(5000), nothing,
         pl.lit(AT_LEAST)),
        ("family-doctor-fee", c("wenzhou") & c("difficult") & c("family_doctor_signed"),
         [c("wenzhou") & c("difficult") & ~c("family_doctor_signed")], nothing, nothing, exact),
        ("medical-premium-waiver", c("wenzhou") & (insured == 0) & premium, [c("wenzhou") & (insured == 2) & premium], pl.lit(63000),
         pl.lit(63000), exact),
        ("free-transit", c("city") & rider, [~c("city") & c("lives") & rider], nothing, nothing, kind),
        ("public-welfare-job", c("wenzhou") & job & group,
         [c("wenzhou") & group & (age >= 16) & c("unemployed") & ~job], job_low, job_high, exact)]
    house_rows = [("household-plan", c("wenzhou") & (c("recognised") | c("low_income_rural")), [], nothing, nothing, kind),
                  ("jisheng-illness-grant", c("city") & c("jisheng_difficult") & c("jisheng_serious_illness"), [], pl.lit(350_000),
                   pl.lit(350_000), exact)]

    def rows(frame: pl.LazyFrame, spec: Any, i: pl.Expr) -> pl.LazyFrame:
        name, yes, may, low, high, basis = spec
        shown = yes.fill_null(True)
        for other in may:
            shown = shown | other.fill_null(True)
        return frame.filter(shown).select(
            pl.lit(place[name], pl.UInt8).alias("row"), "h", i.alias("i"), yes.fill_null(False).alias("eligible"),
            low.cast(pl.Int64).alias("low"), high.cast(pl.Int64).alias("high"), basis.cast(pl.UInt8).alias("basis"))
    of_persons = [rows(p, s, c("i")) for s in person_rows]
    return pl.concat(pl.collect_all([*of_persons, *(rows(house, s, pl.lit(None, pl.UInt32)) for s in house_rows)]))


def register(folder: Path, persons: int, unknown: float) -> Register:
    write(BOOK, folder, persons, 1, unknown)
    return Register(*(pl.scan_parquet(folder / f"synthetic-{n}.parquet") for n in ("persons", "households", "income")), as_of=DAY)


def in_turn(runs: dict[str, Callable[[], Any]], times: int) -> dict[str, list[tuple[float, float]]]:
    """Wall and CPU seconds of each run after the others, round by round, after a warm-up: paired under the same load."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for n in range(times + 1):
        for name in list(runs) if n % 2 else list(reversed(runs)):
            wall, cpu = time.perf_counter(), time.process_time()
            runs[name]()
            if n:
                found[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    return found


def paired(found: dict[str, list[tuple[float, float]]], a: str, b: str) -> dict[str, float]:
    """The median of the ratios of the rounds, by wall and by CPU seconds."""
    return {name: statistics.median(x[i] / y[i] for x, y in zip(found[a], found[b])) for i, name in enumerate(("wall", "cpu"))}


def seconds(found: dict[str, list[tuple[float, float]]]) -> dict[str, dict[str, float]]:
    return {name: {"median": statistics.median(w for w, _ in v), "best": min(w for w, _ in v), "cpu": statistics.median(c for _, c in v)}
            for name, v in found.items()}


def lowered(plan: Plan, ranges: list[Range]) -> list[pl.DataFrame]:
    return [determined(plan, BOOK, r.persons, r.households, r.entries)[0] for r in ranges]


def whole(folder: Path, persons: int) -> dict[str, float]:
    """The command line from Parquet to Parquet, cold start included: seconds and peak MiB of its own process."""
    write(BOOK, folder, persons, 1)
    with tempfile.TemporaryDirectory() as out:
        start, peak = time.perf_counter(), 0.0
        process = subprocess.Popen([sys.executable, "-m", "benefits", "bulk", folder / "synthetic-persons.parquet",
                                    folder / "synthetic-households.parquet", "--income", folder / "synthetic-income.parquet", "--out", out,
                                    "--as-of", str(DAY)], cwd=ROOT, stdout=subprocess.DEVNULL)
        while process.poll() is None:
            try:  # what wait4 says would include this process from before exec
                status = Path(f"/proc/{process.pid}/status").read_text()
                peak = max(peak, *(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)
            except OSError:
                pass
            time.sleep(0.02)
        assert process.returncode == 0
        return {"persons": persons, "seconds": time.perf_counter() - start, "mib": peak}


def main(long: bool, persons: int = 1_000_000, times: int = 9) -> None:
    report: dict[str, Any] = {"machine": platform.machine(), "cores": os.cpu_count(), "load_before": os.getloadavg()[0],
                              "polars": pl.__version__, "persons": persons}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        known, unknown = register(folder / "known", persons, 0), register(folder / "unknown", persons, 0.05)
        of = program(BOOK, DAY, {})
        place = {r.benefit.id: i for i, r in enumerate(of.rows)}
        twelve, everything = Plan(of, sorted(place[b] for b in BY_HAND)), Plan(of)
        for part in unknown.ranges:  # the same answers, unknowns included
            mine = by_hand(part.persons, part.households).sort("row", "h", "i")
            theirs = determined(twelve, BOOK, part.persons, part.households, part.entries)[0].drop("pay").sort("row", "h", "i")
            assert mine.equals(theirs), mine.join(theirs, on=["row", "h", "i"], how="anti", nulls_equal=True)
        found = in_turn({"hand": lambda: [by_hand(r.persons, r.households) for r in known.ranges],
                         "lowered": lambda: lowered(twelve, known.ranges),
                         "hand_unknown": lambda: [by_hand(r.persons, r.households) for r in unknown.ranges],
                         "lowered_unknown": lambda: lowered(twelve, unknown.ranges)}, times)
        report["twelve_rows"] = {"seconds": seconds(found), "lowered_to_hand": paired(found, "lowered", "hand"),
                                 "lowered_to_hand_with_unknowns": paired(found, "lowered_unknown", "hand_unknown"),
                                 "unknown_to_known": paired(found, "lowered_unknown", "lowered")}
        found = in_turn({"known": lambda: lowered(everything, known.ranges), "unknown": lambda: lowered(everything, unknown.ranges)}, 3)
        report["all_rows"] = {"rows": len(of.rows), "seconds": seconds(found), "unknown_to_known": paired(found, "unknown", "known"),
                              "shown": {n: sum(f.height for f in lowered(everything, r.ranges)) for n, r in
                                        (("known", known), ("unknown", unknown))}}
        plans = {str(n): Plan(of, range(n)) for n in (12, 24, 48, len(of.rows))}
        report["growth_with_rules"] = seconds(in_turn({n: (lambda p=p: lowered(p, known.ranges)) for n, p in plans.items()}, 3))
        before = unknown.answer()
        report["what_if"] = seconds(in_turn({
            "dibao_standard": lambda: unknown.answer({"dibao_standard": 1200}, before=before),
            "medical_premium": lambda: unknown.answer({"medical_premium": 700}, before=before)}, 3))
        report["command"] = [whole(folder / str(n), n) for n in (100_000, 300_000, 1_000_000)]
    if long:
        del known, unknown, before
        with tempfile.TemporaryDirectory() as name:
            report["command"].append(whole(Path(name), 10_000_000))
    report["load_after"] = os.getloadavg()[0]
    report["targets"] = TARGETS
    path = ROOT / "build" / "bench-bulk.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    print(table(report))


def told(found: dict[str, dict[str, float]]) -> str:
    return "，".join(f"{name} {v['median']:.2f}／{v['best']:.2f}／{v['cpu']:.2f}" for name, v in found.items())


def ratio(found: dict[str, float]) -> str:
    return f"{found['wall']:.2f}（CPU {found['cpu']:.2f}）"


def table(report: dict[str, Any]) -> str:
    """The figures in words. Three figures: median and best wall seconds, median CPU seconds."""
    t, a = report["twelve_rows"], report["all_rows"]
    lines = [f"{report['machine']}，{report['cores']} 核，Polars {report['polars']}，{report['persons']:,} 人；"
             f"开始时负载 {report['load_before']:.1f}，结束时 {report['load_after']:.1f}。秒：中位／最快／CPU",
             f"12 项待遇：{told(t['seconds'])}",
             f"  翻译的 ÷ 手写的：{ratio(t['lowered_to_hand'])}，目标 {TARGETS['lowered_to_hand']}；"
             f"有未知时 {ratio(t['lowered_to_hand_with_unknowns'])}",
             f"  有未知 ÷ 都知道：{ratio(t['unknown_to_known'])}，目标 {TARGETS['unknown_to_known']}",
             f"全部 {a['rows']} 项：{told(a['seconds'])}；条数 {a['shown']}；有未知 ÷ 都知道 {ratio(a['unknown_to_known'])}",
             f"待遇多少和时间：{told(report['growth_with_rules'])}",
             f"改一个标准再算：{told(report['what_if'])}，目标 {TARGETS['what_if_seconds']}"]
    return "\n".join([*lines, *(f"命令行，{c['persons']:,} 人：{c['seconds']:.1f} 秒，内存最多 {c['mib']:.0f} MiB" for c in report["command"])])


if __name__ == "__main__":
    main("--long" in sys.argv, *(int(a) for a in sys.argv[1:] if a.isdigit()))
