"""The plan in plain HTML: trip by trip, the same on the screen and on the printable page; and as words for the sheet."""

from __future__ import annotations

import re
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from benefits.plan import Item, Leg, Plan, along_lines, carry_line, find_out_lines, legs, nothing_line, unasked_line
from benefits.voice import say

from . import letter, markup, sheet

HERE = Path(__file__).resolve().parent
_BESIDE = re.compile(r"(【[^】]*】|〔[^〕]*〕)")


def html(one: Plan, voice: str, folded: bool = False) -> str:
    """Everything but the heading; trips are of level 2. folded: the first trip stands open, of each thing what has to be known to do it."""
    told = words(one, voice)
    first = [f'<p><b>{title}</b>：{beside(line)}</p>' for title, line in told["first"]]
    notes = [f'<p class="mark">{escape(line)}</p>' for line in (told["beside"], told["tick"]) if told["trips"]]
    unasked = first[:-1] if folded and told["trips"] else []
    out = [f'<div class="lead"><p>{escape(told["lead"])}</p></div>']
    if len(told["trips"]) > 1 and not folded:
        out.append('<ol class="errands">' + "".join(f'<li><a href="#trip-{n}">{escape(t["where"])}</a></li>'
                                                    for n, t in enumerate(told["trips"], 1)) + "</ol>")
    out += [line for line in first if line not in unasked]
    out += notes
    out += [_leg(n, trip, told, folded) for n, trip in enumerate(told["trips"], 1)]
    out += [f'<h2>{escape(told[key + "_title"])}</h2><ul class="plain">{"".join(f"<li>{beside(x)}</li>" for x in told[key])}</ul>'
            for key in ("along", "ask") if told[key]]
    return "".join(out + unasked)


def _leg(n: int, trip: dict[str, Any], told: dict[str, Any], folded: bool) -> str:
    early = "".join(f'<p class="badge">{escape(line)}</p>' for line in trip["early"])
    head = f'<h2>{escape(trip["title"])}</h2>' + (f'<p class="badge">{escape(trip["urgent"])}</p>' if trip["urgent"] else "")
    body = f'<p>{escape(trip["lead"])}</p>' + (f'<p><b>{told["bring"]}</b>：{beside(trip["bring"])}</p>' if trip["bring"] else "")
    body += "".join(f'<h3>{escape(part["title"])}</h3><ul class="boxes">'
                    f'{"".join(_item(i, part["whom"], told["more"], folded) for i in part["items"])}</ul>' for part in trip["parts"])
    kind = f'class="trip{" urgent" if trip["urgent"] else ""}" id="trip-{n}"'
    if not folded:
        return f"<section {kind}>{head}{early}{body}</section>"
    summary = f'<summary>{head}<p>{escape(trip["gist"])}</p>{early}</summary>'
    return f'<details {kind}{" open" if n == 1 else ""}>{summary}{body}</details>'


def _item(item: dict[str, Any], whom: str, more: str, folded: bool) -> str:
    whose = f'<b>{whom}</b>：{escape(item["whom"])}' if item["whom"] else ""
    said = "" if folded and item["long"] else beside(item["said"])
    lines = [f"{whose}　{said}" if whose and said and folded else "", *(() if whose and said and folded else (whose, said))]
    rest = ([beside(item["said"])] if folded and item["long"] else []) + [beside(line) for line in item["written"]]
    under = "".join(f"<p>{line}</p>" for line in rest if line) + _blocks(item["rest"])
    if folded and under:
        under = f'<details class="folded"><summary>{escape(more)}</summary>{under}</details>'
    return (f'<li><label class="act"><input type="checkbox">{escape(item["name"])}</label>{"".join(f"<p>{x}</p>" for x in lines if x)}'
            f'{_blocks(item["blocks"])}{under}</li>')


def _blocks(blocks: list[dict[str, Any]]) -> str:
    return "".join(f"<p>{beside(block['said'])}</p>" + (f"<ul>{''.join(f'<li>{beside(row)}</li>' for row in block['rows'])}</ul>"
                                                      if block["rows"] else "") for block in blocks)


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
    first = [(told["unasked"], unasked_line(one)), (told["carry"], carry_line(one) if found else "")]
    return {"lead": said(count), "first": [(title, said(line)) for title, line in first if line],
            "beside": told["ours"] if found else "", "tick": told["tick"],
            "trips": [_trip(leg, told, said) for leg in found], "bring": told["bring"], "more": told["more"],
            "along_title": told["along"], "along": [said(line) for line in along_lines(one)],
            "ask_title": told["ask"], "ask": [said(line) for line in find_out_lines(one)]}


def _trip(leg: Leg, told: dict[str, str], said: Any) -> dict[str, Any]:
    return {"title": told["trip"].format(n=leg.number, where=leg.where), "where": leg.where, "lead": leg.lead, "gist": leg.gist,
            "early": [said(line) for line in leg.early],
            "urgent": told["urgent"] if leg.urgent else "", "bring": said("；".join(leg.bring)),
            "parts": [{"title": said(title), "whom": told["who" if title == told["do"] else "whom"],
                       "items": [_words(item, said) for item in items]} for title, items in leg.parts]}


def _words(item: Item, said: Any) -> dict[str, Any]:
    blocks = ([{"said": said(line), "rows": [said(row) for row in rows]} for line, rows in some] for some in (item.blocks, item.rest))
    return {"name": item.name, "whom": said(item.whom), "said": said(item.said), "written": ["".join(item.written)] if item.written else [],
            "long": item.long, **dict(zip(("blocks", "rest"), blocks, strict=True))}


def page(one: Plan, voice: str, made: date) -> str:
    """The plan as a page of its own that needs nothing else. made: the day it is printed."""
    head = {k: escape(v) for k, v in _head(one, voice, made).items()}
    notes = "".join(map(markup.notice, one.result.notes))
    return sheet.whole(head["title"], head["mark"],
                       f"<h1>{head['title']}</h1><p class=\"mark\">{head['made']}　{head['as_of']}　{head['versions']}</p>"
                       f"{notes}<p><b>{head['self_check']}</b></p>{html(one, voice)}{sheet.space(one.result.book)}"
                       f"<p><b>{head['help']}</b>{head['error']}</p>")


def pdf(one: Plan, voice: str, made: date) -> bytes:
    """The plan as a large print PDF. made: the day it is printed."""
    paper = one.result.book.wording["paper"]
    told = {**_head(one, voice, made), **words(one, voice), "notes": one.result.notes,
            **{k: paper[k] for k in ("page", "village", "stamp", "reply")}}
    return letter.compiled("steps.typ", told)


def _head(one: Plan, voice: str, made: date) -> dict[str, str]:
    title = one.result.book.wording["paper"]["title"]
    head = {**letter.head(one.result, made), "title": f"{title}：{one.result.book.wording['plan']['title']}"}
    return {**head, "foot": letter.foot({**head, "title": one.result.book.wording["plan"]["title"]}, one.result)}
