"""Speed of a desk of 2,000 invented households: `python -m tests.bench_desk` (make bench-desk). Every action, in seconds."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import polars as pl

from benefits.bulk.households import roster
from benefits.bulk.synth import chunks
from benefits.content import Book, load
from benefits.desk import Desk, dump, read, sheets
from pages._desk_parts import A_PAGE, SLICE, parquet
from pages._desk_print import Job
from pages._state import NEIGHBOUR
from takeaway import tables

HOUSEHOLDS, SEED, DAY = 2_000, 1, date(2025, 6, 1)


def invented(book: Book, households: int) -> dict[str, tuple[str, bytes]]:
    """The tables of a synthetic register with so many households, as CSV files."""
    made = next(chunks(book, 4 * households, SEED, 0.03))
    ids = made["households"].head(households).select("household_id")
    lists = pl.col(pl.List(pl.String))
    found = {}
    for what, frame in made.items():
        frame = frame.join(ids, on="household_id", how="semi", maintain_order="left")
        flat = frame.with_columns(pl.when(lists.list.len() == 0).then(pl.lit("都没有")).otherwise(lists.list.join(";")).name.keep(),
                                  synthetic=pl.lit("合成数据"))
        found[what] = f"{what}.csv", flat.write_csv().encode()
    return found


def timed(name: str, run: Callable[[], Any]) -> Any:
    start, spent = time.perf_counter(), time.process_time()
    found = run()
    print(f"{name}：{time.perf_counter() - start:.2f} 秒（处理器 {time.process_time() - spent:.2f} 秒）", flush=True)
    return found


def main() -> None:
    book, desk = load(), Desk(synthetic=True)
    files = invented(book, HOUSEHOLDS)
    print(f"{platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}；"
          f"{HOUSEHOLDS:,} 户，{sum(len(data) for _, data in files.values()):,} 字节的名册")
    found = timed("读名册", lambda: roster(files, book, DAY))
    timed("放上工作台", lambda: desk.take(found.found, "瑞安", DAY, book))
    timed(f"全部算一遍（页面上分成每次 {SLICE} 秒，边算边能用）", lambda: [desk.judge(book, c, DAY) for c in desk.waiting(DAY)])
    some = next(iter(desk.households))
    desk.put(some, {**desk.households[some].answers, "received": ["old-age-allowance"]}, DAY)
    timed("改了一户，再算", lambda: [desk.judge(book, c, DAY) for c in desk.waiting(DAY)])
    judged = timed("排出先去谁", lambda: desk.judged(DAY))
    timed(f"这一页的 {A_PAGE} 户，各先办什么", lambda: [desk.with_first(book, j, NEIGHBOUR) for j in judged[:A_PAGE]])
    file = timed("存工作台文件", lambda: dump(desk, DAY))
    print(f"工作台文件 {len(file):,} 字节")
    timed("打开工作台文件", lambda: read(file, book))
    out = timed("存成表格（Excel）", lambda: tables.xlsx(sheets(book, judged), "合成数据，不是真人"))
    timed("存成文本表（CSV）", lambda: tables.text(sheets(book, judged)[0], "合成数据，不是真人"))
    timed("存数据表（Parquet）", lambda: parquet(judged, synthetic=True))
    for n in (20, 200):
        job = Job(tuple(judged[:n]), DAY, synthetic=True)
        timed(f"做 {n} 户的大字纸（页面上每次 {SLICE} 秒，边做边能用）", lambda: job.work(float("inf")))  # noqa: B023 - run at once
        print(f"一个文件 {len(job.joined):,} 字节，压缩包 {len(job.packed()):,} 字节")
    assert BytesIO(out).read(2) == b"PK" and len(judged) == HOUSEHOLDS


if __name__ == "__main__":
    main()
