"""The plan in plain HTML: trip by trip, the same on the screen and on the printable page; and as words for the sheet."""

from __future__ import annotations

import re
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from benefits.plan import Item, Leg, Plan, find_out_lines, identity_line, legs, nothing_line, unasked_line
from benefits.voice import say

from . import letter, sheet

HERE = Path(__file__).resolve().parent
_BESIDE = re.compile(r"(【[^】]*】|〔[^〕]*〕)")


def html(one: Plan, voice: str) -> str:
    """Everything but the heading; trips are of level 2."""
    told = words(one, voice)
    out = [f'<div class="lead"><p>{escape(told["lead"])}</p></div>']
    out += [f'<p><b>{title}</b>：{beside(line)}</p>' for title, line in told["first"]]
    for trip in told["trips"]:
        out.append(f'<section class="trip{" urgent" if trip["urgent"] else ""}"><h2>{escape(trip["title"])}</h2>')
        out.append(f'<p class="badge">{escape(trip["urgent"])}</p>' if trip["urgent"] else "")
        out.append(f'<p class="mark">{escape(trip["lead"])}</p>')
        out.append(f'<p><b>{told["bring"]}</b>：{beside(trip["bring"])}</p>' if trip["bring"] else "")
        for part in trip["parts"]:
            out.append(f'<h3>{escape(part["title"])}</h3><ul class="boxes">{"".join(_item(i, told["whom"]) for i in part["items"])}</ul>')
        out.append("</section>")
    if told["ask"]:
        out.append(f'<h2>{escape(told["ask_title"])}</h2><ul class="plain">{"".join(f"<li>{beside(x)}</li>" for x in told["ask"])}</ul>')
    return "".join(out)


def _item(item: dict[str, Any], whom: str) -> str:
    rows = "".join(f"<li>{beside(line)}</li>" for line in item["rows"])
    whose = f'<p><b>{whom}</b>：{escape(item["whom"])}</p>' if item["whom"] else ""
    before, after = ("".join(f"<p>{beside(line)}</p>" for line in lines if line)
                     for lines in ([item["said"], *item["before"]], item["after"]))
    return f'<li><p class="act">{escape(item["name"])}</p>{whose}{before}{f"<ul>{rows}</ul>" if rows else ""}{after}</li>'


def beside(line: str) -> str:
    """A line with all its 〔…〕 and 【…】 set apart, escaped."""
    return "".join(f'<span class="mark">{escape(part)}</span>' if part[0] in "【〔" else escape(part)
                   for part in _BESIDE.split(line) if part)


def words(one: Plan, voice: str) -> dict[str, Any]:
    """Everything the plan says, in the voice of the visit, as JSON values."""
    book = one.result.book
    told = book.wording["plan"]

    def said(text: str) -> str:
        return say(book, voice, text)
    found = legs(one)
    count = nothing_line(one) if not found else told["count" if len(found) > 1 else "count_one"].format(n=len(found), where=found[0].where)
    first = [(told["unasked"], unasked_line(one)), (told["carry"], identity_line(one) if found else "")]
    return {"lead": said(count), "first": [(title, said(line)) for title, line in first if line],
            "trips": [_trip(leg, told, said) for leg in found], "bring": told["bring"], "whom": told["whom"],
            "ask_title": told["ask"], "ask": [said(line) for line in find_out_lines(one)]}


def _trip(leg: Leg, told: dict[str, str], said: Any) -> dict[str, Any]:
    return {"title": told["trip"].format(n=leg.number, where=leg.where), "urgent": told["urgent"] if leg.urgent else "", "lead": leg.lead,
            "bring": said("；".join(leg.bring)),
            "parts": [{"title": said(title), "items": [_words(item, said) for item in items]} for title, items in leg.parts]}


def _words(item: Item, said: Any) -> dict[str, Any]:
    """The lines of a step: what stands before the first row it opens, the rows, what stands after."""
    lines = [said(line) for line in item.lines]
    at = [i for i, line in enumerate(lines) if line.startswith("·")]
    start, end = (at[0], at[-1] + 1) if at else (len(lines), len(lines))
    return {"name": item.name, "whom": item.whom, "said": said(item.said + "".join(item.written)), "before": lines[:start],
            "rows": [line.removeprefix("· ") for line in lines[start:end]], "after": lines[end:]}


def page(one: Plan, voice: str, made: date) -> str:
    """The plan as a page of its own that needs nothing else. made: the day it is printed."""
    head = {k: escape(v) for k, v in _head(one, voice, made).items()}
    notes = "".join(f'<p class="notice" role="note">{escape(note)}</p>' for note in one.result.notes)
    return sheet.whole(head["title"], f"<h1>{head['title']}</h1><p class=\"mark\">{head['made']}　{head['as_of']}　{head['versions']}</p>"
                       f"{notes}<p><b>{head['self_check']}</b></p>{html(one, voice)}<p><b>{head['help']}</b>{head['error']}</p>")


def pdf(one: Plan, voice: str, made: date) -> bytes:
    """The plan as a large print PDF. made: the day it is printed."""
    told = {**_head(one, voice, made), **words(one, voice), "notes": one.result.notes, "page": one.result.book.wording["paper"]["page"]}
    return letter.compiled("steps.typ", told)


def _head(one: Plan, voice: str, made: date) -> dict[str, str]:
    title = one.result.book.wording["paper"]["title"]
    return {**letter.head(one.result, made), "title": f"{title}：{one.result.book.wording['plan']['title']}"}
