"""A register that somebody hands over in the browser: refused as a whole where a column tells who people are, else read as
any other. The files stand in a private folder only while they are opened."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from ..content import Book
from ..household import InputError
from .files import open_table
from .register import BAD, TABLES, Table, label_of

KINDS = ("csv", "xlsx", "parquet")
MOST_BYTES, MOST_UNPACKED = 200 * 2**20, 2**30
IDENTITY = r"(?:^|[^0-9])(?:[0-9]{17}[0-9Xx](?:[0-9]{2}B?)?|[0-9]{15}|1[3-9][0-9]{9})(?:[^0-9]|$)"
BETWEEN = r"[\s\-—·]"  # what people put between the digits of a long number
A_NAME = r"^[\u4e00-\u9fff]{2,4}$"  # a household number of Chinese characters alone
SHARED = Path("/dev/shm")  # memory, where there is such a place


@dataclass(frozen=True)
class Handed:
    """The tables handed over. synthetic: they say that they are invented; first: by the name of a table, the number its first row
    has in the file."""

    tables: dict[str, pl.DataFrame]
    synthetic: bool
    first: dict[str, int]


def opened(files: Mapping[str, tuple[str, bytes]], book: Book, most: int = MOST_BYTES, unpacked: int = MOST_UNPACKED) -> Handed:
    """Tables by what they are (persons, households, income) from a file's name and bytes. most, unpacked: bytes of a file, and of
    an Excel file when unpacked. Raises InputError."""
    tables: dict[str, Table] = {}
    frames: dict[str, pl.DataFrame] = {}
    with TemporaryDirectory(dir=SHARED if SHARED.is_dir() else None) as folder:
        for what, (name, data) in files.items():
            ending, told = Path(name).suffix.lower(), f"{TABLES[what]}“{name}”"
            if ending.lstrip(".") not in KINDS:
                raise InputError([f"{told}：不收这种文件，请存成 xlsx、csv 或 parquet"])
            if len(data) > most or (ending == ".xlsx" and _unpacked(data, told) > unpacked):
                raise InputError([f"{told}：太大了。请分成几个文件，或者用命令行算"])
            path = Path(folder) / f"{what}{ending}"
            path.write_bytes(data)
            try:
                tables[what] = open_table(what, path, book, Path(folder))
                frames[what] = tables[what].frame.collect()
            except InputError as error:
                raise InputError([line.replace(str(path), name) for line in error.problems]) from None
            except pl.exceptions.PolarsError:
                raise InputError([f"{told}：读不了，文件可能坏了"]) from None
            problems = identities(frames[what], told, tables[what], book.roster.who)
            if problems:
                raise InputError(problems)
    return Handed(frames, any(t.synthetic for t in tables.values()), {TABLES[what]: t.first_row for what, t in tables.items()})


def _unpacked(data: bytes, told: str) -> int:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            if any(i.filename.lower().endswith("vbaproject.bin") for i in packed.infolist()):
                raise InputError([f"{told}：里面有宏，不收。请另存成没有宏的 xlsx"])
            return sum(i.file_size for i in packed.infolist())
    except zipfile.BadZipFile:
        raise InputError([f"{told}：不是完好的 Excel 文件"]) from None


def identities(frame: pl.DataFrame, told: str, of: Table, who: Sequence[str]) -> list[str]:
    """One line for each column that says who people are. who: words of such headers."""
    problems = []
    for column in frame.columns:
        if column == BAD:
            continue
        if column not in of.headers.values() and any(name in column for name in who):
            problems.append(f"{told}：“{column}”这一列写的是谁，这里不收。请删掉这一列")
            continue
        dtype = frame.schema[column]
        text = label_of(pl.col(column), dtype)
        if dtype == pl.String or dtype.is_numeric():
            long = text.str.normalize("NFKC").str.replace_all(BETWEEN, "").str.contains(IDENTITY)
            problems += _at(frame, long, f"{told}：“{column}”这一列第 {{}} 行像证件号或电话号，这里不收。请删掉", of)
        if dtype == pl.String and column == of.headers["household_id"]:
            named = text.str.strip_chars().str.contains(A_NAME)
            problems += _at(frame, named, f"{told}：“{column}”这一列第 {{}} 行像姓名，这里不收。请改成编号", of)
    return problems


def _at(frame: pl.DataFrame, wrong: pl.Expr, line: str, of: Table) -> list[str]:
    """The line with the number of the first wrong row, as the file counts them."""
    found = frame.select(wrong.arg_true().first()).item()
    return [] if found is None else [line.format(found + of.first_row)]
