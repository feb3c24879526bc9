"""Opens a register's files: Parquet as it is, CSV (UTF-8 or GB18030) and Excel as text, cell for cell.

Text stays text (00123 keeps its zeros, a blank is no number); what is not Parquet is rewritten once as Parquet, so that
every register can be read by ranges.
"""

from __future__ import annotations

import codecs
import csv
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl

from ..content import Book
from ..household import InputError, why
from .register import BAD, TABLES, UNKNOWN, Table, fields, table

EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TEXT = (".csv", ".tsv", ".txt")
MOST_UNPACKED = 4 * 2**30  # bytes of an Excel file when unpacked
ROWS_ABOVE = 10            # a title may stand above the headers of a sheet


def open_table(what: str, path: Path, book: Book, work: Path) -> Table:
    """The table in a file. Raises InputError naming the file where it cannot be used. `work`: a folder of our own."""
    name, ending = f"{TABLES[what]}“{path}”", path.suffix.lower()
    if not path.is_file():
        raise InputError([f"{name}：没有这个文件"])
    first = 2
    try:
        if ending == ".parquet":
            frame, first = pl.scan_parquet(path), 1
        elif ending in EXCEL:
            frame, first = _excel(path, name, work / f"{what}.parquet", {w for f in fields(book)[what].values() for w in (f.name, f.label)})
        elif ending in TEXT:
            frame = _text(path, name, work / f"{what}.parquet")
        else:
            raise InputError([f"{name}：不认识这种文件，能读 " + "、".join((".parquet", *TEXT, *EXCEL))])
        found = table(what, frame, book, first)
        return found if ending == ".parquet" else _without_number(found, work / f"{what}.marked.parquet")
    except OSError as error:
        raise InputError([f"{name}：读不了（{why(error)}）"]) from None
    except (pl.exceptions.PolarsError, csv.Error):
        raise InputError([f"{name}：读不了，文件坏了，或者不是这一种"]) from None


def _without_number(of: Table, kept: Path) -> Table:
    """A row without its household's number may belong to the household above it (merged cells hold it once): that household
    is marked too, for without this row it would be counted with a member, or an income, too few."""
    others = [pl.col(c).is_not_null() & (pl.col(c).str.strip_chars() != "") for c in of.headers.values()]
    number = pl.col(of.headers["household_id"]).str.strip_chars()
    given = pl.when(~number.is_in(UNKNOWN)).then(number)
    above = of.frame.select(given.is_null() & pl.any_horizontal(others), given.forward_fill().alias("above")).filter(
        pl.first()).select(pl.col("above").drop_nulls().unique()).collect()["above"].to_list()
    if not above:
        return of
    why_not = pl.when(given.is_in(above)).then(pl.lit("下面有没写户号的行，是不是这一户的不清楚。合并的单元格请先拆开、填满"))
    said = [pl.col(BAD)] if of.bad else []
    return replace(of, frame=stored(kept, of.frame.with_columns(pl.coalesce(*said, why_not).alias(BAD))), bad=BAD)


def stored(path: Path, frame: pl.LazyFrame) -> pl.LazyFrame:
    """The frame as a Parquet file; the file appears when it is complete."""
    half = path.with_suffix(".part")
    frame.sink_parquet(half, compression="lz4", row_group_size=100_000)
    half.replace(path)
    return pl.scan_parquet(path)


def _excel(path: Path, name: str, kept: Path, words: set[str]) -> tuple[pl.LazyFrame, int]:
    import fastexcel

    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            if sum(i.file_size for i in packed.infolist()) > MOST_UNPACKED:
                raise InputError([f"{name}：解开以后太大，请分成几个文件，或存成 CSV"])
    try:
        sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars()
    except fastexcel.FastExcelError:
        raise InputError([f"{name}：不是完好的 Excel 文件"]) from None
    tops = [[(c or "").strip() for c in row] for row in sheet.head(ROWS_ABOVE).rows()]
    at = max(range(len(tops)), key=lambda i: (sum(c in words for c in tops[i]), -i), default=None)
    if at is None or not any(c in words for c in tops[at]):
        raise InputError([f"{name}：第一张表里没有找到表头"])
    headers = _headers(tops[at], name)
    return stored(kept, sheet.slice(at + 1).rename(dict(zip(sheet.columns, headers))).lazy()), at + 2


def _headers(cells: list[str], name: str) -> list[str]:
    """The headers; a blank one is named after its place. Raises InputError where one stands twice."""
    cells = [c.strip() for c in cells]
    twice = next((c for i, c in enumerate(cells) if c and c in cells[:i]), None)
    if twice is not None:
        raise InputError([f"{name}：“{twice}”这一列写了两遍"])
    return [c or f"第 {i + 1} 列" for i, c in enumerate(cells)]


def _text(path: Path, name: str, kept: Path) -> pl.LazyFrame:
    source = path
    if not _decodes(path, "utf-8"):
        if not _decodes(path, "gb18030"):
            raise InputError([f"{name}：不是 UTF-8，也不是 GB18030 的文字"])
        source = kept.with_suffix(".utf8")
        with path.open(encoding="gb18030", newline="") as a, source.open("w", encoding="utf-8", newline="") as b:
            while block := a.read(1 << 20):
                b.write(block)
    with source.open(encoding="utf-8-sig", newline="") as file:
        header = file.readline()
    if not header.strip():
        raise InputError([f"{name}：是空的"])
    separator = max(",\t;", key=header.count)
    _headers(next(csv.reader([header], delimiter=separator)), name)
    try:
        return stored(kept, pl.scan_csv(source, separator=separator, infer_schema=False))
    except pl.exceptions.PolarsError:
        return stored(kept, _line_by_line(source, separator, name).lazy())


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _line_by_line(source: Path, separator: str, name: str) -> pl.DataFrame:
    """A messy file: lines with more cells than headers are kept and marked, shorter ones are filled with blanks."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file, delimiter=separator)
        headers = _headers(next(lines), name)
        rows = [[*(line + [""] * len(headers))[: len(headers)], f"这一行有 {len(line)} 格，表头只有 {len(headers)} 格"
                 if len(line) > len(headers) else None] for line in lines]
    return pl.DataFrame(rows, schema=dict.fromkeys([*headers, BAD], pl.String), orient="row")
