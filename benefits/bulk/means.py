"""The means test of benefits.income on columns: what all members of a household earn a month, as an interval.

Whole numbers over `den` yuan; an unknown high end = no upper end. The limits are those of benefits.income.
"""

from __future__ import annotations

from itertools import product

import polars as pl

from .. import income as law
from ..content import Book
from ..household import INCOME_KINDS

KIND = {kind: i for i, kind in enumerate(INCOME_KINDS)}
WHOLE = ("wage", "self_employment", "pension", "other")
ZERO = pl.lit(0, pl.Int64)


def _kinds(names: tuple[str, ...]) -> pl.Expr:
    return pl.col("kind").is_in([KIND[n] for n in names])


def _sums(name: str, where: pl.Expr) -> list[pl.Expr]:
    """The sum of entries, and whether one of them has no figure."""
    return [pl.col("amount").filter(where).sum().alias(name), (where & pl.col("amount").is_null()).any().alias(name + "?")]


def _above(low: pl.Expr, high: pl.Expr, limit_low: pl.Expr, limit_high: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The part of [low, high] above the limit, never below 0."""
    zero = pl.lit(0, pl.Int64)
    above_low, above_high = low - limit_high, high - limit_low
    return (pl.when(above_low > 0).then(above_low).otherwise(zero),
            pl.when(above_high > 0).then(above_high).when(above_high.is_null()).then(None).otherwise(zero))


def _ends(name: str) -> tuple[pl.Expr, pl.Expr]:
    return pl.col(name), pl.when(~pl.col(name + "?")).then(pl.col(name))


def _jobs(entries: pl.LazyFrame, people: pl.LazyFrame, book: Book) -> pl.LazyFrame:
    """What first jobs and businesses of each member count for: h, low, high. The kindest and the hardest case span all."""
    months, is_job = pl.col("months_in_job"), pl.col("kind") == KIND["first_job"]
    scenarios = list(product((True, False), (True, False)))
    aggregates = _sums("all", pl.lit(True))
    for has, best in scenarios:
        free = pl.when(is_job).then(law.FREE_MONTHS_DISABLED if has else law.FREE_MONTHS).otherwise(law.FREE_MONTHS)
        full = (months >= free + law.COST_MONTHS).fill_null(not best)
        cost = ((months >= free) & (months < free + law.COST_MONTHS)).fill_null(False)
        name = f"{has:d}{best:d}"
        aggregates += [*_sums("full" + name, full), *_sums("cost" + name, cost), cost.any().alias("works" + name)]
    found = entries.filter(_kinds(law.JOBS)).group_by("h", "i").agg(aggregates).join(people, on="i", how="left")
    places = {o.value: n for n, o in enumerate(book.facts["assistance"].options)}
    recognised = pl.col("assistance").is_in([places["dibao"], places["dibian"]])
    certificate = pl.col("disability_certificate")
    all_low, all_high = _ends("all")
    lows = [pl.when(recognised.fill_null(False)).then(None).otherwise(all_low)]
    highs = [(pl.when(recognised.fill_null(False)).then(None).otherwise(all_high), ~recognised.fill_null(False) & all_high.is_null())]
    for has, best in scenarios:
        name = f"{has:d}{best:d}"
        counts = recognised.fill_null(True) & (certificate.fill_null(True) if has else ~certificate.fill_null(False))
        working_low, working_high = _above(*_ends("cost" + name), pl.col("dibian_low"), pl.col("dibian_high"))
        works = pl.col("works" + name)
        full_low, full_high = _ends("full" + name)
        low = full_low + pl.when(works).then(working_low).otherwise(ZERO)
        high = full_high + pl.when(works).then(working_high).otherwise(ZERO)
        lows.append(pl.when(counts).then(low))
        highs.append((pl.when(counts).then(high), counts & high.is_null()))
    endless = pl.any_horizontal(*(e for _, e in highs))
    return found.select("h", low=pl.min_horizontal(*lows), high=pl.when(~endless).then(pl.max_horizontal(*(h for h, _ in highs))))


def _limited(entries: pl.LazyFrame, difficult: pl.LazyFrame, den: int) -> pl.LazyFrame:
    """What is left out up to a limit, once off the sum of each member's or the household's entries: h, low, high."""
    parts = []
    for kind, by, limit in (("public_job_subsidy", ("h", "i"), None), ("crop_compensation", ("h",), law.CROP_YEARLY),
                            ("home_processing", ("h",), law.PROCESSING_YEARLY)):
        found = entries.filter(pl.col("kind") == KIND[kind]).group_by(by).agg(_sums("all", pl.lit(True)))
        found = found.join(difficult, on="h", how="left")
        low, high = _ends("all")
        ends = (pl.col("dibian_low"), pl.col("dibian_high")) if limit is None else (pl.lit(limit * den // 12, pl.Int64),) * 2
        after_low, after_high = _above(low, high, *ends)
        # not in the text for other households: from the above up to all of it
        parts.append(found.select("h", low=after_low, high=pl.when(pl.col("difficult").fill_null(False)).then(after_high).otherwise(high)))
    return pl.concat(parts)


def per_household(book: Book, persons: pl.DataFrame, households: pl.DataFrame, entries: pl.DataFrame | None, den: int,
                  scale: int) -> pl.DataFrame:
    """households with income_low and income_high, over `den`.

    households: one row for each h (0, 1, …), with monthly_income (over `scale`), dibian_low, dibian_high (over `den`),
    low_income_rural. persons: h, i (place), assistance, disability_certificate. entries: h, i, kind (place in
    INCOME_KINDS), amount (a month, over 12 * scale; null = not known), months_in_job."""
    given = (pl.col("monthly_income") * (den // scale)).cast(pl.Int64)
    out = households.with_columns(income_low=given.fill_null(0), income_high=given)
    if entries is None or entries.is_empty():
        return out
    lists = entries.lazy().with_columns(amount=pl.col("amount") * (den // (12 * scale)))
    standards = households.lazy().select("h", "dibian_low", "dibian_high")
    lists = lists.join(standards, on="h", how="left")
    people = persons.lazy().select("i", "h", "assistance", "disability_certificate").join(standards, on="h", how="left").drop("h")
    places = {o.value: n for n, o in enumerate(book.facts["assistance"].options)}
    status, farm = pl.col("assistance"), pl.col("low_income_rural")
    some = status.is_in([places[v] for v in ("dibao", "dibian", "tekun")]).any(ignore_nulls=False)
    difficult = persons.lazy().select("h", "assistance").group_by("h").agg(some=some).join(
        households.lazy().select("h", "low_income_rural", "dibian_low", "dibian_high"), on="h", how="left").select(
        "h", "dibian_low", "dibian_high", difficult=pl.col("some") | farm)
    whole = lists.filter(_kinds(WHOLE)).select("h", low=pl.col("amount").fill_null(0), high="amount")
    parts = pl.concat([whole, _jobs(lists.drop("dibian_low", "dibian_high"), people, book),
                       _limited(lists.drop("dibian_low", "dibian_high"), difficult, den),
                       lists.select("h").unique().with_columns(low=ZERO, high=ZERO)])
    total = parts.group_by("h").agg(listed_low=pl.col("low").sum(), listed_high=pl.when(pl.col("high").is_not_null().all())
                                    .then(pl.col("high").sum()))
    return (out.lazy().join(total, on="h", how="left", maintain_order="left")
            .with_columns(income_low=pl.coalesce("listed_low", "income_low"),
                          income_high=pl.when(pl.col("listed_low").is_not_null()).then(pl.col("listed_high")).otherwise(pl.col("income_high")))
            .drop("listed_low", "listed_high").collect())
