"""Opens a register's files: Parquet as it is, CSV (UTF-8 or GB18030) and Excel as text, cell for cell.

Text stays text (00123 keeps its zeros, a blank is no number); what is not Parquet is rewritten once as Parquet, so that
every register can be read by ranges.
"""

from __future__ import annotations

import codecs
import csv
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import polars as pl

from ..content import Book
from ..household import InputError, why
from .register import BAD, TABLES, Table, header_reader, table, unknown_words

EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TEXT = (".csv", ".tsv", ".txt")
MOST_UNPACKED = 4 * 2**30  # bytes of an Excel file when unpacked
ROWS_ABOVE = 10            # a title may stand above the headers of a sheet
Means = Callable[[str], str | None]  # a header to the column it stands for


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
            frame, first = _excel(path, name, work / f"{what}.parquet", header_reader(what, book))
        elif ending in TEXT:
            frame, first = _text(path, name, work / f"{what}.parquet", header_reader(what, book))
        else:
            raise InputError([f"{name}：不认识这种文件，能读 " + "、".join((".parquet", *TEXT, *EXCEL))])
        found = table(what, frame, book, first)
        return found if ending == ".parquet" else _without_number(_plain(found), work / f"{what}.marked.parquet", book)
    except OSError as error:
        raise InputError([f"{name}：读不了（{why(error)}）"]) from None
    except (pl.exceptions.PolarsError, csv.Error):
        raise InputError([f"{name}：读不了，文件坏了，或者不是这一种"]) from None


def _plain(of: Table) -> Table:
    """Household numbers and codes of persons as they are meant: half width, and 1.0 is 1."""
    codes = [of.headers[name] for name in ("household_id", "id", "member") if name in of.headers]
    return replace(of, frame=of.frame.with_columns(
        pl.col(codes).str.normalize("NFKC").str.strip_chars().str.replace(r"^(\d+)\.0+$", "${1}")))


def _without_number(of: Table, kept: Path, book: Book) -> Table:
    """A row without its household's number may belong to the household above it (merged cells hold it once): that household
    is marked too, for without this row it would be counted with a member, or an income, too few."""
    others = [pl.col(c).is_not_null() & (pl.col(c).str.strip_chars() != "") for c in of.headers.values()]
    number = pl.col(of.headers["household_id"]).str.strip_chars()
    given = pl.when(~number.is_in(unknown_words(book))).then(number)
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


def _excel(path: Path, name: str, kept: Path, means: Means) -> tuple[pl.LazyFrame, int]:
    import fastexcel

    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            if sum(i.file_size for i in packed.infolist()) > MOST_UNPACKED:
                raise InputError([f"{name}：解开以后太大，请分成几个文件，或存成 CSV"])
    try:
        book = fastexcel.read_excel(path)
        for page in book.sheet_names:
            sheet = book.load_sheet(page, header_row=None, dtypes="string").to_polars()
            found = _top(sheet.head(ROWS_ABOVE).rows(), means)
            if found is not None:
                break
        else:
            raise InputError([f"{name}：没有找到表头"])
    except fastexcel.FastExcelError:
        raise InputError([f"{name}：不是完好的 Excel 文件"]) from None
    headers, below = _headers(found[0], name), found[1]
    return stored(kept, sheet.slice(below).rename(dict(zip(sheet.columns, headers))).lazy()), below + 1


def _top(rows: Sequence[Sequence[str | None]], means: Means) -> tuple[list[str], int] | None:
    """The headers among the first rows, and how many rows they and the titles above take. Headers may stand in two rows: a wide
    cell above (残疾) with narrow ones below (类别, 等级), or one cell that reaches over both."""
    tops = [[(c or "").strip() for c in row] for row in rows]
    best: tuple[int, list[str], int] = 0, [], 0
    for i, row in enumerate(tops):
        tries = [(row, i + 1)]
        if i + 1 < len(tops):
            wide = [next((c for c in reversed(row[:n + 1]) if c), "") for n in range(len(row))]
            tries.append(([_joined(*three, means) for three in zip(row, wide, tops[i + 1], strict=False)], i + 2))
        for cells, below in tries:
            known = len({means(c) for c in cells if c} - {None})
            if known > best[0]:
                best = known, cells, below
    return best[1:] if best[0] else None


def _joined(over: str, wide: str, under: str, means: Means) -> str:
    """One header of two cells; wide: the cell above, or the one it may reach over from."""
    if not under:
        return over
    return next((words for words in (wide + under, under) if means(words)), under if means(under) or not means(over) else f"{over}{under}")


def _headers(cells: list[str], name: str) -> list[str]:
    """The headers; a blank one is named after its place. Raises InputError where one stands twice."""
    cells = [c.strip() for c in cells]
    twice = next((c for i, c in enumerate(cells) if c and c in cells[:i]), None)
    if twice is not None:
        raise InputError([f"{name}：“{twice}”这一列写了两遍"])
    return [c or f"第 {i + 1} 列" for i, c in enumerate(cells)]


def _text(path: Path, name: str, kept: Path, means: Means) -> tuple[pl.LazyFrame, int]:
    source = path
    if not _decodes(path, "utf-8"):
        if not _decodes(path, "gb18030"):
            raise InputError([f"{name}：不是 UTF-8，也不是 GB18030 的文字"])
        source = kept.with_suffix(".utf8")
        with path.open(encoding="gb18030", newline="") as a, source.open("w", encoding="utf-8", newline="") as b:
            while block := a.read(1 << 20):
                b.write(block)
    with source.open(encoding="utf-8-sig", newline="") as file:
        top = list(islice(file, ROWS_ABOVE))
    if not "".join(top).strip():
        raise InputError([f"{name}：是空的"])
    separator = max(",\t;", key="".join(top).count)
    rows = list(csv.reader(top, delimiter=separator))
    below = 1
    if len(rows) == len(top):  # no cell runs over lines
        found = _top(rows, means)
        if found is not None and found[1] > 1:
            source, below = _from(source, found[0], found[1], separator, kept.with_suffix(".topped")), found[1]
            rows[0] = found[0]
    _headers(rows[0], name)
    try:
        return stored(kept, pl.scan_csv(source, separator=separator, infer_schema=False)), below + 1
    except pl.exceptions.PolarsError:
        return stored(kept, _line_by_line(source, separator, name).lazy()), below + 1


def _from(source: Path, headers: Sequence[str], below: int, separator: str, to: Path) -> Path:
    """The file with its headers as its first line and nothing above them."""
    with source.open(encoding="utf-8-sig", newline="") as a, to.open("w", encoding="utf-8", newline="") as b:
        csv.writer(b, delimiter=separator).writerow(headers)
        for _ in islice(a, below):
            pass
        while block := a.read(1 << 20):
            b.write(block)
    return to


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
