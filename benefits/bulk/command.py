"""`python -m benefits bulk`: a register's files to a folder of answers, range by range.

A range is finished when its mark stands in OUT/.work; files appear whole (written beside, then renamed), so a run that
was killed goes on where it stopped and gives the same files. OUT: determinations-*.parquet (or determinations.csv),
households/ (household, area, members, notices), rejects.csv, manifest.json. Of an invented register every name
begins with synthetic-.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from ..content import FOLDER, Book, load
from ..explain import date_text
from ..household import InputError, why
from ..listing import heading_word
from ..screen import read_day, read_parameters, weakest
from .answer import households_told, orphans, program, read_slice, schema, told
from .engine import Plan, determined, stacked
from .files import open_table, stored
from .layout import PERSONS_A_RANGE, layout
from .register import REJECTS, Reader, Table, unused_columns
from .synth import SYNTHETIC

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
FORMAT = 2  # of the files in OUT
HALVES = (("", "*determinations*.part"), ("", "*rejects.csv.part"), ("", "manifest.json.part"), ("households", "*.parquet.part"),
          (".work", "*.part"))  # what a killed run may leave behind: nobody else's files
ASKED = {"as_of": "日期", "parameters": "标准", "content": "政策内容", "inputs": "输入的文件", "form": "格式", "range": "分段",
         "format": "版本"}


class Progress:
    """A line on standard error with the share done, the rate and the time left; nothing where nobody watches."""

    def __init__(self, total: int, before: int = 0):
        self.total, self.before, self.started = total, before, time.monotonic()
        self.shown = sys.stderr.isatty()

    def at(self, done: int) -> None:
        if not self.shown:
            return
        spent, here = time.monotonic() - self.started, done - self.before
        rate = here / spent if spent > 0 else 0
        left = f"还要 {(self.total - done) / rate:.0f} 秒" if rate else ""
        full = 20 * done // max(self.total, 1)
        line = f"\r{'█' * full}{'░' * (20 - full)} {100 * done // max(self.total, 1):3}%  {done:,} 人  每秒 {rate:,.0f} 人  {left}   "
        sys.stderr.write(line + ("\n" if done >= self.total else ""))
        sys.stderr.flush()


def digest(paths: list[Path]) -> str:
    """Of names and bytes."""
    found = hashlib.blake2b(digest_size=16)
    for path in paths:
        found.update(path.name.encode())
        with path.open("rb") as file:
            while block := file.read(1 << 22):
                found.update(block)
    return found.hexdigest()


def content_version() -> str:
    """A digest of everything in content/ that decides or names a benefit."""
    return digest(sorted(FOLDER.rglob("*.yaml")))


def write_whole(path: Path, data: bytes) -> None:
    half = path.with_name(path.name + ".part")
    with half.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def _write_frame(path: Path, frame: pl.DataFrame, synthetic: bool) -> None:
    half = path.with_name(path.name + ".part")
    frame.write_parquet(half, compression="zstd", compression_level=1, metadata={"synthetic": SYNTHETIC} if synthetic else None)
    half.replace(path)


def bulk(persons: Path, households: Path | None, income: Path | None, out: Path, as_of: date | str, given: Mapping[str, Any] | None,
         form: str = "parquet", size: int = PERSONS_A_RANGE) -> dict[str, Any]:
    """Runs or goes on with a run; the manifest as written. Raises InputError for unusable input."""
    book, day = load(), read_day(as_of)
    parameters = read_parameters(given, book)
    inputs = [p for p in (persons, households, income) if p is not None]
    for path in inputs:
        if not path.is_file():
            raise InputError([f"没有“{path}”这个文件"])
    of = program(book, day, parameters)
    asked = {"format": FORMAT, "as_of": day.isoformat(), "parameters": {k: str(v) for k, v in sorted(parameters.items())},
             "content": content_version(), "inputs": digest(inputs), "form": form, "range": size}
    existed = out.exists()
    manifest = _begin(out, asked)
    if manifest.get("finished"):
        _tidy(out, form)
        return manifest
    work = out / ".work"
    for half in [h for where, name in HALVES for h in (out / where).glob(name)]:
        half.unlink()
    try:
        tables: list[Table | None] = [None if path is None else open_table(what, path, book, work)
                                      for what, path in (("persons", persons), ("households", households), ("income", income))]
        for one in tables:
            if one is not None:
                for line in unused_columns(one, book):
                    print(line, file=sys.stderr)
        order = layout(tables[0], tables[1], tables[2], lambda what, frame: stored(work / f"{what}.sorted.parquet", frame), size)
        if not order.slices:
            raise InputError([f"人员表“{persons}”：没有一行数据"])
    except InputError:  # nothing was worked out: the folder is as it was, and the mended file may use it
        if not [*work.glob("*.json")]:
            shutil.rmtree(work, ignore_errors=True)
            (out / "manifest.json").unlink(missing_ok=True)
            if not existed:
                with suppress(OSError):
                    out.rmdir()
        raise
    synthetic = any(t is not None and t.synthetic for t in tables)
    prefix = "synthetic-" if synthetic else ""
    (out / "households").mkdir(exist_ok=True)
    reader, plan = Reader(book, day), Plan(of)
    late = [b.id for b in book.screened() if book.document(b).term(day) != "in_force"]
    marks = [work / f"{n:05}.json" for n in range(len(order.slices))]
    total = sum(s.persons[1] for s in order.slices)
    done = sum(s.persons[1] for s, m in zip(order.slices, marks) if m.exists())
    progress = Progress(total, done)
    progress.at(done)
    for n, mark in enumerate(marks):
        if mark.exists():
            continue
        part = read_slice(reader, order, n)
        found, notices = determined(plan, book, part.persons, part.households, part.entries)
        rows = told(stacked(book, of, found), book, part)
        _write_frame(out / f"{prefix}determinations-{n:05}.parquet", rows, synthetic)
        _write_frame(out / "households" / f"{prefix}{n:05}.parquet", households_told(book, part, notices), synthetic)
        _write_frame(work / f"{n:05}.rejects.parquet", part.rejects, synthetic)
        counts = {"persons": part.persons.height, "households": part.households.height, "households_set_aside": part.households_set_aside,
                  "persons_set_aside": part.persons_set_aside, "eligible": int(rows["status"].eq("eligible").sum()),
                  "possible": int(rows["status"].eq("possible").sum()),
                  "eligible_not_in_force": int((rows["status"].eq("eligible") & rows["benefit"].cast(pl.String).is_in(late)).sum())}
        write_whole(mark, json.dumps(counts).encode())
        done += order.slices[n].persons[1]
        progress.at(done)
    rejects = pl.concat([orphans(reader, order), *(pl.read_parquet(work / f"{n:05}.rejects.parquet") for n in range(len(marks)))])
    write_whole(out / f"{prefix}rejects.csv", safe(rejects.select(*REJECTS)).write_csv(include_bom=True).encode())
    if form == "csv":
        _as_csv(out, prefix)
    ranges = [json.loads(m.read_text()) for m in marks]
    summed = {key: sum(r[key] for r in ranges) for key in ranges[0]}
    rejected = rejects.filter(pl.col("row").is_not_null()).select(pl.struct("table", "row").n_unique()).item() if rejects.height else 0
    terms = {document.number: document.term(day) for document in (book.policy, *book.documents)}
    manifest = {**asked, "finished": True, "policy": book.policy.number, "in_force": terms[book.policy.number] == "in_force",
                "terms": terms, "synthetic": synthetic, "counts": {**summed, "rejected_rows": rejected}, "columns": list(schema(book))}
    write_whole(out / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    _tidy(out, form)
    return manifest


def _begin(out: Path, asked: dict[str, Any]) -> dict[str, Any]:
    """The manifest of OUT: a new one, or that of the same run broken off or finished."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        path = out / "manifest.json"
        if path.exists():
            found = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(found, dict):
                raise ValueError
            other = [ASKED[k] for k in asked if found.get(k) != asked[k]]
            if other:
                raise InputError([f"--out：“{out}”里是另一次的结果，不一样的有：{'、'.join(other)}。请换一个目录"])
            if not found.get("finished"):
                (out / ".work").mkdir(exist_ok=True)
            return found
        (out / ".work").mkdir(exist_ok=True)
        write_whole(path, json.dumps({**asked, "finished": False}, ensure_ascii=False, indent=1).encode())
        return {}
    except InputError:
        raise
    except OSError as error:
        raise InputError([f"--out：“{out}”写不了（{why(error)}）"]) from None
    except ValueError:
        raise InputError([f"--out：“{out}”里的 manifest.json 不是 bulk 写的，请换一个目录"]) from None


def safe(frame: Frame) -> Frame:
    """No cell that a spreadsheet would take for a formula."""
    texts = [c for c, t in frame.lazy().collect_schema().items() if t == pl.String]
    return frame.with_columns(pl.when(pl.col(c).str.contains(r"^[=+\-@\t\r]")).then("'" + pl.col(c)).otherwise(pl.col(c)).alias(c)
                              for c in texts)


def unsafe(frame: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """A column of a file that `safe` made, as it was."""
    return frame.with_columns(pl.col(column).str.replace(r"^'([=+\-@\t\r])", "$1"))


def _as_csv(out: Path, prefix: str) -> None:
    parts = sorted(out.glob(f"{prefix}determinations-*.parquet"))
    path = out / f"{prefix}determinations.csv"
    half = path.with_name(path.name + ".part")
    safe(pl.scan_parquet(parts)).sink_csv(half, include_bom=True)
    half.replace(path)


def _tidy(out: Path, form: str) -> None:
    """Once the manifest says that all is done: what was only needed on the way."""
    for part in out.glob("*determinations-*.parquet") if form == "csv" else ():
        part.unlink()
    shutil.rmtree(out / ".work", ignore_errors=True)


def summary(manifest: Mapping[str, Any], out: Path, book: Book) -> str:
    """What was done, in words."""
    c, terms = manifest["counts"], manifest["terms"]
    fit = heading_word(book, "eligible", weakest(set(terms.values()) if c["eligible_not_in_force"] else {"in_force"}))
    lines = [f"算了 {c['households']:,} 户 {c['persons']:,} 人：{fit} {c['eligible']:,} 条，可能 {c['possible']:,} 条"]
    if manifest["synthetic"]:
        lines.insert(0, SYNTHETIC)
    if c["rejected_rows"]:
        lines.append(f"有 {c['rejected_rows']:,} 行不能读；{c['households_set_aside']:,} 户（{c['persons_set_aside']:,} 人）整户先不算，"
                     f"原因见 {next(out.glob('*rejects.csv')).name}")
    for document in (book.policy, *book.documents):
        if (term := terms[document.number]) != "in_force":
            named = "" if document is book.policy else f"{document.number}："
            lines.append(named + book.wording["term"][term].format(starts=date_text(document.starts), ends=date_text(document.ends)))
    return "\n".join(lines)
