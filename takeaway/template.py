"""The empty roster to fill in: a workbook with drop-downs and a sheet that explains every column, or one line of CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from benefits import Book
from benefits.bulk.register import Field, fields

SHEET, WORDS, EXPLAINED = "人员表", "选项", "怎么填"
ROWS = 5_000  # so many lines have drop-downs
FIRST = ("household_id", "id", "relation", "birth_date", "age", "residence", "hukou")
RECEIVES = ("正在领", "这个人已经在领的", "写项目名，几项用分号隔开")
NEEDED = {"household_id": "一定要填", "relation": "一定要填"}
YES_NO, NONE = ("是", "否"), "都没有"
INVENTED = "synthetic"  # the header by which a table says that it is invented
HOW = (("一个人写一行。同一户的人，户号写一样的。", "不写姓名、证件号、电话。"),
       ("每户要有一个“本人”。", "不知道的空着，不要猜。空着不等于没有。"),
       ("全家的情况，写在本人那一行就行。", "没用的列可以删掉。"))


def columns(book: Book) -> list[Field]:
    """The columns of a roster, those first that every household has."""
    known = fields(book)["persons"]
    return [*(known[name] for name in FIRST), *(f for name, f in known.items() if name not in FIRST)]


def csv(book: Book) -> bytes:
    return (",".join([*(f.label for f in columns(book)), RECEIVES[0]]) + "\r\n").encode("utf-8-sig")


def xlsx(book: Book, households: Sequence[Mapping[str, Any]] = (), mark: str = "") -> bytes:
    """The workbook: an empty roster or these households, what every column means, and (hidden) the words of the drop-downs. mark:
    what households that are invented say of themselves."""
    import xlsxwriter

    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head, wrap = (made.add_format({"text_wrap": True, "valign": "top", **more}) for more in ({"bold": True, "bottom": 1}, {}))
    text = made.add_format({"num_format": "@"})
    page, told, words = (made.add_worksheet(name) for name in (SHEET, EXPLAINED, WORDS))
    words.hide()
    for row, line in enumerate(HOW):
        told.write_row(row, 0, line, wrap)
    top = len(HOW) + 1
    told.write_row(top, 0, ("列", "是什么", "可以写什么"), head)
    for n, column in enumerate(columns(book)):
        page.set_column(n, n, max(12, 2 * len(column.label) + 2), text if column.kind == "text" else None)
        page.write_string(0, n, column.label, head)
        choices = options(column, book)
        if choices:
            words.write_column(0, n, choices)
            place = xlsxwriter.utility.xl_range_abs(0, n, len(choices) - 1, n)
            page.data_validation(1, n, ROWS, n, {"validate": "list", "source": f"={WORDS}!{place}", "error_title": "请选一个",
                                                 "error_message": "请从下拉的词里选。不知道就空着。"})
        told.write_row(top + 1 + n, 0, (column.label, meaning(column, book), column.allowed), wrap)
    page.set_column(n + 1, n + 1, 20)
    page.write_string(0, n + 1, RECEIVES[0], head)
    told.write_row(top + n + 2, 0, RECEIVES, wrap)
    for n, width in enumerate((26, 60, 70)):
        told.set_column(n, n, width)
    people = [(n, {**(one["household"] if not i else {}), **person}) for n, one in enumerate(households, 1)
              for i, person in enumerate(one["members"])]
    for row, (number, person) in enumerate(people, 1):
        page.write_row(row, 0, [cell(c, str(number) if c.name == "household_id" else person.get(c.name), book) for c in columns(book)])
        page.write_string(row, len(columns(book)) + 1, mark)
    if people:
        page.write_string(0, len(columns(book)) + 1, INVENTED)
    page.freeze_panes(1, 3)
    made.close()
    return out.getvalue()


def cell(column: Field, value: Any, book: Book) -> str | int | float:
    """What is known, in the words of the drop-downs; what is not known stays empty."""
    if value is None:
        return ""
    if column.kind == "bool":
        return YES_NO[0] if value else YES_NO[1]
    labels = {o.value: o.label for o in book.facts[column.name].options} if column.name in book.facts else {}
    if isinstance(value, list):
        return "；".join(labels[v] for v in value) or NONE
    return labels.get(value, value)


def options(column: Field, book: Book) -> list[str]:
    """The words of a drop-down; none where something else is written."""
    if column.kind == "bool":
        return list(YES_NO)
    return [o.label for o in book.facts[column.name].options] if column.kind == "choice" else []


def meaning(column: Field, book: Book) -> str:
    fact = book.facts.get(column.name)
    if fact is None:
        return NEEDED.get(column.name, "")
    said = [NEEDED.get(column.name, ""), fact.yes or "", fact.help or "", "全家一样" if fact.of == "household" else ""]
    return "。".join(part.rstrip("。") for part in said if part)
