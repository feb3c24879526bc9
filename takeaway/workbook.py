"""The list as a workbook: rows, reasons, and what it rests on. Numbers are numbers; no text ever becomes a formula."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from benefits.entries import Entry, Listing
from benefits.listing import who
from benefits.numbers import Interval, plain

from .letter import heads
from .markup import guided

ROWS = ("状态", "已经在领", "项目", "给谁", "一年最少（元）", "一年最多（元）", "一次最少（元）", "一次最多（元）", "钱数怎么说", "怎么给",
        "先做什么", "还差什么", "牵头部门", "第几条")
REASONS = ("项目", "哪一类", "说的话", "文件哪一句")


def xlsx(found: Listing, made: date) -> bytes:
    """The workbook as bytes: 清单, 理由, 说明. An open upper end stays empty."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head, wrap = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}), book.add_format(
        {"text_wrap": True, "valign": "top"})
    money = book.add_format({"num_format": "#,##0.00", "valign": "top"})

    def sheet(name: str, titles: tuple[str, ...], lines: list[tuple[Any, ...]], widths: tuple[int, ...]) -> None:
        page, top = book.add_worksheet(name), 1 if told["mark"] else 0
        if told["mark"]:
            page.write_string(0, 0, told["mark"], head)
            page.set_header(f"&C{told['mark']}")
        for column, (title, width) in enumerate(zip(titles, widths, strict=True)):
            page.set_column(column, column, width)
            page.write_string(top, column, title, head)
        for row, line in enumerate(lines, top + 1):
            for column, value in enumerate(line):
                if isinstance(value, (int, float)):
                    page.write_number(row, column, value, money if titles[column].endswith("（元）") else wrap)
                elif value is not None:
                    page.write_string(row, column, value, wrap)
        page.freeze_panes(top + 1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)

    told, listed = heads(found, made), found.result.book.wording["list"]
    entries = [*found.eligible, *found.possible]
    sheet("清单", ROWS, [line for e in entries for line in _rows(found, e)], (16, 9, 26, 18, 12, 12, 12, 12, 24, 14, 26, 26, 24, 8))
    sheet("理由", REASONS, [line for e in entries for line in _reasons(e)], (26, 12, 60, 20))
    about = [("标题", told["title"]), ("打印日期", told["made"]), ("按哪一天算", told["as_of"]), ("依据和版本", told["versions"]),
             ("这是什么", told["self_check"]), ("期限", told["notice"]),
             *(("小结", line) for line in (*found.lead, *found.marks, *found.beside, found.advice)),
             *(("先做", f"{e.step}{listed['ours'] if e.ours else ''}：{e.told}") for e in found.errands),
             *(("可能性很小", f"{name}：{said}") for name, said in found.distant),
             ("这次不符合", told["refused"]), ("求助", told["help"])]
    sheet("说明", ("是什么", "内容"), [line for line in about if line[1]], (16, 90))
    book.close()
    return out.getvalue()


def _rows(found: Listing, e: Entry) -> list[tuple[Any, ...]]:
    pays, ours = found.result.book.wording["paper"]["pays"], found.result.book.wording["list"]["ours"] if e.ours else ""
    lines = []
    for d in e.found:
        share = next(s for s in e.shares if d in s.found)
        lines.append((e.badge, "是" if e.received else "", e.name, found.say(who(found.result, d.member)), *_ends(d.annual), *_ends(d.once),
                      share.money, pays[d.benefit.pays], e.step + ours, "；".join(e.lacking), "、".join(e.departments), e.clause))
    return lines


def _ends(value: Interval | None) -> tuple[int | float | None, int | float | None]:
    return (None, None) if value is None else (plain(value[0]), None if value[1] is None else plain(value[1]))


def _reasons(e: Entry) -> list[tuple[str, str, str, str]]:
    lines = [(e.name, "条件", line, "") for line in e.reasons]
    lines += [(e.name, "原文", c.words, c.sentence) for c in e.quotes]
    lines += [(e.name, "怎么算的", line, "") for line in e.working]
    lines += [(e.name, what, text, "、".join(sentences)) for what, text, sentences in guided(e.guide)]
    return lines + [(e.name, "说明", line, "") for line in e.notes]
