"""The list as a printable page of its own: one HTML file that needs nothing else and asks nobody."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path

from benefits.bars import charts
from benefits.content import Book
from benefits.entries import Listing, arranged

from . import markup
from .letter import heads

HERE = Path(__file__).resolve().parent
PAGE = """
html {font-size: 20px; font-family: 'PingFang SC', 'Microsoft YaHei', 'HarmonyOS Sans SC', 'Noto Sans CJK SC', sans-serif; color: #1a1a1a}
body {max-width: 760px; margin: 0 auto; padding: 12px 16px; line-height: 1.6; overflow-wrap: anywhere}
h1 {font-size: 1.6rem; margin: 0} h2 {font-size: 1.3rem; margin: 1em 0 .3em}
p {margin: .3em 0} .card {margin: 0 0 14px; break-inside: avoid}
.names {columns: 2; padding-left: 1.2em}
.space {display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 8px; break-inside: avoid; margin-top: 16px}
.space div {border: 1px solid #000; min-height: 30mm; padding: 6px}
@page {size: A4; margin: 10mm 13mm 11mm}
@media print {html {font-size: 16pt} body {padding: 0; max-width: none}
  body, .card :is(.line, p, li, summary), .lead p, .errands li, li, p, .chart p {line-height: 1.3 !important}
  h2 {margin: .5em 0 .2em} li {margin: 0}
  .mark, .chart :is(p, li), .small, .small :is(li, p) {font-size: 14pt !important} .small ul {margin: 0}
  .card {margin: 0 0 3px !important; border-width: 1px !important; border-left-width: 6px !important}
  .card summary {padding: 1px 8px 2px !important}
  .card.brief {border: 0 !important; border-bottom: 1px solid #6b6b6b !important; border-radius: 0}
  .card.brief .badge, .card.eligible h3 + .line {display: none !important}
  .card.brief :is(h3, .line) {display: inline} .card.brief .line::before {content: "　"}
  :is(.card:not(.brief) .badge, .card :is(h3, h4), .card.eligible .line:nth-last-child(-n+2)) {display: inline !important}
  .card.eligible .line:last-child::before {content: "　"}
  h1, h2, h3, p.group, .group + p {break-after: avoid} .bars li, .chart {break-inside: avoid}
  .chart h2 {font-size: 1.1rem} .bars, .bars li, .chart p {margin: 1px 0 !important}
  .track, .track i {height: 8px !important} .track .arrow {border-width: 4px 0 4px 8px !important}
  .foot {position: fixed; bottom: 0; right: 0; margin: 0; background: #fff}
  .folded, .card summary::after {display: none} .paper {display: block !important; columns: 2} .paper b {break-after: avoid}
  .names {margin: 0} .names li {font-size: 14pt; line-height: 1.25}}
"""


def html(found: Listing, made: date) -> str:
    """The whole page. made: the day it is printed."""
    book = found.result.book
    listed, bars = book.wording["list"], book.wording["bars"]
    head = {k: escape(v) for k, v in heads(found, made).items()}
    out = [f"<h1>{head['title']}</h1><p class=\"mark\">{head['made']}　{head['as_of']}　{head['versions']}</p>"
           f"<p><b>{head['self_check']}</b></p>", markup.top(found, paper=True)]
    for status, rows in (("eligible", found.eligible), ("possible", found.possible)):
        none = "" if rows else f"<p>{escape(found.labels['none'])}</p>"
        out.append(f"<h2>{escape(found.title(status))}</h2>{none}")
        out += [markup.group(g, listed) for g in arranged(found, status, "money")]
    if found.distant:
        names = "".join(f"<li>{escape(name)}：{escape(said)}</li>" for name, said in found.distant)
        out.append(f'<p class="group"><b>{escape(found.apart[0])}</b></p><ul class="names">{names}</ul>')
    out.append(f"<div class=\"small\"><p>{head['refused']}{escape(found.tally)}</p></div>")
    if told := [line for line in (*found.beside, found.advice) if line]:
        out.append(f"<p class=\"group\"><b>{escape(listed['sums_why'])}</b></p><div class=\"small\">{markup.lines(told)}</div>")
    out += [f"<section class=\"chart\"><h2>{escape(c.title)}（{escape(bars[c.pays])}）</h2>{markup.chart(c, bars)}</section>"
            for c in charts(found.result, found.voice) if c.key.endswith(("benefit", "once")) and c.bars[1:] and not c.even]
    out.append(f'{space(book)}<p><b>{markup.called(book.wording["paper"]["help"])}</b>{head["error"]}</p>')
    return whole(head["title"], head["mark"], "".join(out))


def space(book: Book) -> str:
    """Room for the village, the window's stamp and the department's answer."""
    paper = book.wording["paper"]
    return (f'<div class="space"><div>{escape(paper["village"])}</div><div>{escape(paper["stamp"])}</div>'
            f'<div>{escape(paper["reply"])}</div></div>')


def whole(title: str, mark: str, body: str) -> str:
    """A page that needs nothing else. mark: what stands on every sheet of it. All are HTML already."""
    style = PAGE + (HERE / "list.css").read_text(encoding="utf-8")
    beneath = f'<p class="foot">{mark}</p>' if mark else ""
    return (f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{title}</title><style>{style}</style></head><body><main>{body}</main>{beneath}</body></html>")
