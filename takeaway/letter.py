"""The list as a large print PDF: A4, 16 pt, fonts embedded, tagged for a screen reader. Made in memory."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from benefits.bars import charts, legend
from benefits.entries import Entry, Listing, arranged
from benefits.explain import date_text
from benefits.screen import Screening
from benefits.version import content_version

HERE = Path(__file__).resolve().parent
LACKING = 3
_one_at_a_time = Lock()  # a sheet costs as much as ten pages of the app: two at once would be felt by everybody


def pdf(found: Listing, made: date) -> bytes:
    """The sheet as bytes. made: the day it is printed."""
    return joined([words(found, made)])


def joined(letters: list[dict[str, Any]]) -> bytes:
    """The sheets of several households (their `words`) in one file, each from a page of its own with its own page numbers."""
    return compiled("letter.typ", letters)


def compiled(template: str, told: Any, picture: bool = False) -> bytes:
    """A PDF of the words `told`, or one PNG 1,080 points wide, laid out by a template of this folder."""
    import typst

    with _one_at_a_time:
        return typst.compile((HERE / template).read_bytes(), font_paths=[str(HERE / "fonts")],  # type: ignore[call-overload]
                             ignore_system_fonts=True, format="png" if picture else "pdf", ppi=216.0,
                             sys_inputs={"list": json.dumps(told, ensure_ascii=False)})


def heads(found: Listing, made: date) -> dict[str, str]:
    """What stands on every sheet of the list: title, days, document and version."""
    told = head(found.result, made)
    return {**told, "notice": found.notice,
            "refused": found.result.book.wording["paper"]["refused"].format(n=found.fails) if found.refused else ""}


def head(result: Screening, made: date) -> dict[str, str]:
    """What stands on everything that is taken along."""
    paper = result.book.wording["paper"]
    printed = paper["made"].format(day=date_text(made))
    return {"title": paper["title"], "mark": result.mark, "number": result.book.policy.number, "made": f"{result.mark}　{printed}".strip(),
            "as_of": paper["as_of"].format(day=date_text(result.as_of)),
            "versions": paper["versions"].format(number=result.book.policy.number, version=content_version()),
            "self_check": result.book.wording["list"]["self_check"], "help": paper["help"], "error": paper["error"]}


def foot(top: dict[str, str], result: Screening) -> str:
    """What stands at the foot of every page. top: its `head`."""
    return "　".join(part for part in (top["title"], result.mark, top["as_of"], top["self_check"].split("。")[0]) if part)


def words(found: Listing, made: date) -> dict[str, Any]:
    """Everything the sheet says, as JSON values."""
    book = found.result.book
    listed, paper, bars = book.wording["list"], book.wording["paper"], book.wording["bars"]
    top = heads(found, made)
    parts = []
    for status in ("eligible", "possible"):
        groups = [{"heading": g.heading + (f"（{g.tell}）" if g.tell else ""), "names": g.names if g.waits else "",
                   "rows": [] if g.waits else [_card(e, listed) for e in g.entries]}
                  for g in arranged(found, status, "money")]
        parts.append({"heading": found.title(status), "entries": groups})
    drawn = []
    for chart in charts(found.result):
        if chart.key.endswith("benefit"):
            longest = max(float(b.top) for b in chart.bars) or 1
            drawn.append({"title": f"{chart.title}（{bars[chart.pays]}）", "legend": legend(chart, bars),
                          "bars": [{"name": b.name, "said": b.said, "low": float(b.value[0]) / longest,
                                                    "more": float(b.top - b.value[0]) / longest, "endless": b.value[1] is None}
                                                   for b in chart.bars]})
    distant = "、".join(name for name, _ in found.distant)
    return {**top, "foot": foot(top, found.result), "page": paper["page"], "lead": list(found.lead),
            "beside": [line for line in (*found.beside, found.advice) if line], "sums_why": listed["sums_why"],
            "first": listed["first"] if len(found.errands) > 1 else listed["first_one"],
            "errands": [{"step": e.step, "what": e.what, "gain": e.gain, "mark": listed["ours"] if e.ours else ""} for e in found.errands],
            "parts": parts, "charts": drawn,
            "distant": f"{listed['distant']}（{len(found.distant)} 项）：{distant}。" if distant else "",
            "labels": {**{k: paper[k] for k in ("stamp", "village", "reply")}, **listed["labels"]}}


def _card(e: Entry, listed: dict) -> dict[str, Any]:
    lacking = "；".join(e.lacking[:LACKING]) + (f"，还有 {len(e.lacking) - LACKING} 样" if len(e.lacking) > LACKING else "")
    return {"badge": e.badge.split("，")[0], "name": e.title, "step": e.step, "also": e.also, "mark": listed["ours"] if e.ours else "",
            "lacking": lacking,
            "lead": "、".join(e.departments),
            "shares": [{"whom": s.whom, "money": s.money, "beside": "；".join(x for x in (s.working, s.remark) if x), "why": s.why,
                        "clause": f"〔{e.clause.replace(' ', '')}〕" if s is e.shares[-1] else "", "chosen": s.chosen} for s in e.shares]}
