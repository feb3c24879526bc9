"""Two bulk results: who newly qualifies (应统尽统), who no longer does (应退尽退), whose amount changed.

Counted by department and by area. Where a household may be in a grace period, a row that it loses says so: it follows
from the notices of the policy and from what a row rests on, not from any row's name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from ..content import Book
from ..household import InputError
from ..model import Notice
from ..rules import Node, Rulebook
from .answer import MONEY, schema
from .command import safe, unsafe
from .synth import SYNTHETIC

KINDS = {"new": "新符合（应统尽统）", "lost": "不再符合（应退尽退）", "amount": "钱数变了"}
KEYS = ["household_id", "member", "benefit"]
MONIES = ("annual_low", "annual_high", "once_low", "once_high")
ROWS_AT_ONCE = 4_000_000
GONE = "这一户不在新的结果里"


class Result:
    """A folder that `bulk` has written."""

    def __init__(self, folder: Path, book: Book):
        try:
            self.manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise InputError([f"“{folder}”里没有 manifest.json，不是 bulk 的结果"]) from None
        if not isinstance(self.manifest, dict) or not {"finished", "as_of"} <= self.manifest.keys() or (
                self.manifest["finished"] and "synthetic" not in self.manifest):
            raise InputError([f"“{folder}”里的 manifest.json 不是 bulk 写的"])
        if not self.manifest.get("finished"):
            raise InputError([f"“{folder}”还没有算完，请用同样的命令接着算"])
        parts, text = sorted(folder.glob("*determinations-*.parquet")), sorted(folder.glob("*determinations.csv"))
        if parts:
            rows = pl.scan_parquet(parts)
        elif text:
            rows = unsafe(pl.scan_csv(text, infer_schema=False), "household_id")
        else:
            raise InputError([f"“{folder}”里没有 determinations 文件"])
        dtypes = schema(book)
        self.rows = rows.select(*KEYS[:2], pl.col("benefit", "area", "status", "superseded_by").cast(pl.String),
                                *(pl.col(c).cast(dtypes[c]) for c in MONIES))
        self.households = pl.scan_parquet(sorted((folder / "households").glob("*.parquet")))


def rests_on(node: Node, notice: Notice) -> bool:
    """Whether a condition asks for one of the values of the notice's fact."""
    if node.test is not None and node.test.fact == notice.fact and node.test.word in ("is", "one_of"):
        asked = (node.test.limit,) if node.test.word == "is" else node.test.limit
        return bool(set(asked) & set(notice.values))
    return any(rests_on(p, notice) for p in node.parts)


def changes(old: Result, new: Result, book: Book) -> Iterator[pl.DataFrame]:
    """The changed rows, some households at a time: kind, household_id, member, area, department, benefit, amounts before
    and after (yuan), superseded_by after, status after, note."""
    total = old.rows.select(pl.len()).collect().item() + new.rows.select(pl.len()).collect().item()
    buckets = max(1, -(-total // ROWS_AT_ONCE))
    graces = [{row.benefit.id for row in Rulebook(book).rows if row.eligible is not None and rests_on(row.eligible, n)}
              for n in book.policy.notices]
    lead = {b.id: b.departments[0] for b in book.screened()}
    for bucket in range(buckets):
        mine = pl.col("household_id").hash(0) % buckets == bucket
        before, after = (r.rows.filter(mine & (pl.col("status") == "eligible")) for r in (old, new))
        possible = new.rows.filter(mine & (pl.col("status") == "possible")).select(*KEYS, now=pl.lit("possible"))
        both = before.join(after, on=KEYS, how="full", coalesce=True, nulls_equal=True, suffix="_new")
        same = pl.all_horizontal(pl.col(c).eq_missing(pl.col(c + "_new")) for c in (*MONIES, "superseded_by"))
        kind = (pl.when(pl.col("status").is_null()).then(pl.lit("new")).when(pl.col("status_new").is_null()).then(pl.lit("lost"))
                .when(~same).then(pl.lit("amount")))
        found = both.with_columns(kind=kind).filter(pl.col("kind").is_not_null())
        found = found.join(possible, on=KEYS, how="left", nulls_equal=True)
        houses = new.households.filter(mine).select("household_id", *(f"notice{n}" for n in range(len(graces))), here=pl.lit(True))
        found = found.join(houses, on="household_id", how="left")
        note: Any = pl.when((pl.col("kind") == "lost") & pl.col("here").is_null()).then(pl.lit(GONE))
        for n, ids in enumerate(graces):
            note = note.when((pl.col("kind") == "lost") & pl.col(f"notice{n}") & pl.col("benefit").is_in(list(ids))).then(
                pl.lit(book.policy.notices[n].text))
        yield found.select(
            "kind", *KEYS[:2], area=pl.coalesce("area_new", "area"), department=pl.col("benefit").replace_strict(lead, default=None),
            benefit="benefit", name=pl.col("benefit").replace_strict({b.id: b.name for b in book.screened()}, default=None),
            status_now=pl.coalesce("status_new", "now", pl.lit("ineligible")),
            **{c: pl.col(c) for c in MONIES}, **{c + "_new": pl.col(c + "_new") for c in MONIES},
            superseded_by=pl.col("superseded_by_new"), note=note).sort("kind", "household_id", "benefit", "member").collect()


def counted(parts: list[pl.DataFrame]) -> dict[str, Any]:
    """Counts by kind, and by department and area; grace: how many of the lost have a note of a grace period; yuan: the
    change of the low ends, a year and once, where both are known (a new row counts from 0, a lost one to 0)."""
    def group(by: str) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for part in parts:
            for name, kind, n in part.group_by(by, "kind").len().iter_rows():
                one = found.setdefault(name or "不知道", dict.fromkeys(KINDS, 0))
                one[kind] += n
        return dict(sorted(found.items(), key=lambda kv: (-sum(kv[1].values()), kv[0])))
    totals = dict.fromkeys(KINDS, 0)
    grace = 0
    yuan: dict[str, Any] = {"annual": 0, "once": 0}
    for part in parts:
        for kind, n in part.group_by("kind").len().iter_rows():
            totals[kind] += n
        grace += part.filter(pl.col("note").is_not_null() & (pl.col("note") != GONE)).height
        for when in yuan:
            low, now = pl.col(f"{when}_low"), pl.col(f"{when}_low_new")
            known = part.select(pl.when(pl.col("kind") == "new").then(0).otherwise(low).cast(MONEY).alias("a"),
                                pl.when(pl.col("kind") == "lost").then(0).otherwise(now).cast(MONEY).alias("b"))
            known = known.filter(pl.col("a").is_not_null() & pl.col("b").is_not_null())
            yuan[when] += known.select(pl.col("b").sum() - pl.col("a").sum()).item()
    return {"totals": totals, "grace": grace, "yuan": {k: float(v) for k, v in yuan.items()}, "departments": group("department"),
            "areas": group("area"), "benefits": group("name")}


def report(old: Path, new: Path, book: Book, form: str, out: Path | None) -> str:
    """The differences as text or JSON; every changed row as CSV in `out`. Raises InputError."""
    before, after = Result(old, book), Result(new, book)
    try:
        parts = list(changes(before, after, book))
    except pl.exceptions.PolarsError:
        raise InputError([f"“{old}”或“{new}”里的文件坏了，请重新算一次"]) from None
    if out is not None:
        half = out.with_name(out.name + ".part")
        synthetic = before.manifest["synthetic"] or after.manifest["synthetic"]
        written = pl.concat(parts)
        try:
            safe(written.with_columns(synthetic=pl.lit(SYNTHETIC)) if synthetic else written).write_csv(half, include_bom=True)
            half.replace(out)
        except OSError:
            half.unlink(missing_ok=True)
            raise
    found = counted(parts)
    return json.dumps(found, ensure_ascii=False, indent=1) if form == "json" else text(found, before, after, book)


def text(found: dict[str, Any], old: Result, new: Result, book: Book) -> str:
    """The counts in words."""
    lines = [f"旧：{old.manifest['as_of']}　新：{new.manifest['as_of']}"]
    if old.manifest["synthetic"] or new.manifest["synthetic"]:
        lines.insert(0, SYNTHETIC)
    for kind, label in KINDS.items():
        more = f"，其中 {found['grace']:,} 条可能在渐退期，要核实" if kind == "lost" and found["grace"] else ""
        lines.append(f"{label}：{found['totals'][kind]:,} 条{more}")
    lines.append(f"一年合计变化（按最少算）：{found['yuan']['annual']:+,.2f} 元；一次性：{found['yuan']['once']:+,.2f} 元")
    names = {**book.policy.areas}
    for title, key in (("按部门", "departments"), ("按地区", "areas"), ("按待遇", "benefits")):
        lines.append(f"\n{title}（新符合／不再符合／钱数变了）")
        lines += [f"  {names.get(name, name)}：{c['new']:,}／{c['lost']:,}／{c['amount']:,}" for name, c in found[key].items()]
    return "\n".join(lines)
