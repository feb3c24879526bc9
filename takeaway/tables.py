"""Tables as files: a workbook of several sheets, or one CSV. Numbers are numbers; no text ever becomes a formula."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

Sheet = tuple[str, Sequence[str], Sequence[Sequence[Any]]]  # name, headers, lines
WIDEST, LOOKED_AT = 60, 500  # characters of a column; lines that say how wide it is
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def xlsx(sheets: Sequence[Sheet], label: str = "") -> bytes:
    """A workbook. `label` (such as that all of it is invented) stands above the headers of every sheet."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head, wrap = (book.add_format({"text_wrap": True, "valign": "top", **more}) for more in ({"bold": True, "bottom": 1}, {}))
    for name, headers, lines in sheets:
        page, top = book.add_worksheet(name), 1 if label else 0
        if label:
            page.write_string(0, 0, label, head)
        for column, header in enumerate(headers):
            longest = max((_width(str(line[column])) for line in lines[:LOOKED_AT]), default=0)
            page.set_column(column, column, min(WIDEST, max(longest, _width(header)) + 2))
            page.write_string(top, column, header, head)
        for row, line in enumerate(lines, top + 1):
            for column, value in enumerate(line):
                if isinstance(value, (int, float, Decimal)):
                    page.write_number(row, column, value, wrap)
                elif value is not None:
                    page.write_string(row, column, value, wrap)
        page.freeze_panes(top + 1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def text(sheet: Sheet, label: str = "") -> bytes:
    """One sheet as CSV that a spreadsheet opens with its characters right; a label is the first line."""
    out = StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    for line in ([label],) if label else ():
        lines.writerow(line)
    lines.writerows([[_safe(v) for v in line] for line in (sheet[1], *sheet[2])])
    return out.getvalue().encode("utf-8-sig")


def _safe(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value


def _width(text: str) -> int:
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)
