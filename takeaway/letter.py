"""The list as a large print PDF: A4, 16 pt, fonts embedded, tagged for a screen reader. Made in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from benefits.bars import charts, legend
from benefits.entries import Entry, Listing, arranged
from benefits.explain import date_text
from benefits.listing import lacking_lines
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
            "refused": found.result.book.wording["paper"]["refused"].format(n=found.count("ineligible")) if found.refused else ""}


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
    parts = [{"heading": found.title("eligible"), "groups": [*_paid(found), *_windows(found)]},
             {"heading": found.title("possible"), "groups": list(_waiting(found))}]
    drawn = []
    for chart in charts(found.result, found.voice):
        if chart.key.endswith(("benefit", "once")) and chart.bars[1:] and not chart.even:  # one bar shows no more than its row says
            longest = max(float(b.top) for b in chart.bars) or 1
            drawn.append({"title": f"{chart.title}（{bars[chart.pays]}）", "legend": legend(chart, bars),
                          "bars": [{"name": b.name, "said": b.said, "low": float(b.value[0]) / longest, "apart": float(b.apart) / longest,
                                    "more": float(b.top - b.value[0]) / longest, "endless": b.value[1] is None} for b in chart.bars]})
    return {**top, "foot": foot(top, found.result), "page": paper["page"], "lead": list(found.lead), "marks": list(found.marks),
            "beside": [line for line in (*found.beside, found.advice) if line], "sums_why": listed["sums_why"],
            "first": listed["first"] if len(found.errands) > 1 else listed["first_one"],
            "errands": [{"step": e.step, "told": e.told, "lines": e.lines, "mark": listed["ours"] if e.ours else ""}
                        for e in found.errands],
            "parts": parts, "charts": drawn,
            "distant": [f"{name}：{said}" for name, said in found.distant], "distant_title": found.apart[0],
            "labels": {**{k: paper[k] for k in ("stamp", "village", "reply")}, **listed["labels"]}}


def _paid(found: Listing) -> list[dict[str, Any]]:
    """What pays cash, row by row with why and where to go."""
    cards = [_card(e, found) for e in found.eligible if e.found[0].benefit.pays == "cash"]
    return [_group("", cards=cards)] if cards else []


def _windows(found: Listing) -> Iterator[dict[str, Any]]:
    """What pays no cash, in a line or two each, by what is to be done where; who leads stands once where all have the same."""
    book = found.result.book
    titles = {"in_kind": book.wording["bars"]["in_kind"], "loan": book.wording["paper"]["pays"]["loan"]}
    for pays, title in titles.items():
        steps: dict[str, list[Entry]] = {}
        for e in found.eligible:
            if e.found[0].benefit.pays == pays:
                steps.setdefault(e.step, []).append(e)
        for n, (step, rows) in enumerate(steps.items()):
            yield _group(step, title="" if n else title, mark=_ours(rows[0], found), **_rows(rows, found))


def _waiting(found: Listing) -> Iterator[dict[str, Any]]:
    """What is only possible, by what is missing; of many that wait for the same the names, by who leads."""
    listed = found.result.book.wording["list"]
    for g in arranged(found, "possible", "money"):
        said = g.heading + (f"（{g.tell}）" if g.tell else "")
        if g.waits:
            led = ({"office": listed["led"].format(of=office, n=len(rows)), "names": rows} for office, rows in g.led.items())
            yield _group(said, led=list(led))
        elif g.tell or any(e.missing for e in g.entries):
            yield _group(said, **_rows(g.entries, found, 1 if g.tell else 0))  # the heading says the first thing that is missing
        else:
            yield _group(said, cards=[_card(e, found) for e in g.entries])


def _group(heading: str, **more: Any) -> dict[str, Any]:
    return {"heading": heading, "title": "", "mark": "", "lead": "", "led": [], "cards": [], "rows": [], **more}


def _rows(entries: Sequence[Entry], found: Listing, told: int = 0) -> dict[str, Any]:
    """Rows of one group; who leads stands once where all have the same. told: of what is missing so much stands in the heading."""
    alike = len({e.departments for e in entries}) == 1
    return {"lead": "、".join(entries[0].departments) if alike else "",
            "rows": [_row(e, found, "" if alike else "、".join(e.departments), told) for e in entries]}


def _ours(e: Entry, found: Listing) -> str:
    return found.result.book.wording["list"]["ours"] if e.ours else ""


def _badge(e: Entry, found: Listing) -> str:
    """The shape of a row, with words only where they are not those of the heading it stands under."""
    words = found.result.book.wording["badge"]
    return e.badge[0] if e.badge == words[e.status + found.result.claim] else e.badge.split("，")[0]


def _name(e: Entry) -> str:
    """For whom it is stands once: before the amount, or in the name where nothing does."""
    return e.name if any(s.whom for s in e.shares) else e.title


def _clause(e: Entry) -> str:
    return f"〔{e.clause.replace(' ', '')}〕"


def _row(e: Entry, found: Listing, lead: str, told: int) -> dict[str, Any]:
    """One row in a line or two: for whom, how it is had, and what is missing beyond what its group waits for (`told`)."""
    said = [f"{s.whom}：{s.money}" if s.whom else s.money for s in e.shares]
    if e.status == "eligible":  # the heading says that it is no cash
        said = [text.replace(found.result.book.wording["paper"]["understood"], "") for text in said]
    lacking = "；".join(lacking_lines(e.lacks[told:LACKING], tells=0)) + (f"等 {len(e.lacks) - told} 样" if len(e.lacks) > LACKING else "")
    remarks = dict.fromkeys(f"（{s.remark}）" for s in e.shares if s.remark)
    beside = [found.also_said(e), *remarks, e.also, *dict.fromkeys(s.chosen for s in e.shares),
              f"{found.labels['more']}：{lacking}" if lacking else ""]
    return {"badge": _badge(e, found), "name": _name(e), "said": "；".join(dict.fromkeys(said)), "clause": _clause(e),
            "beside": "".join(filter(None, beside)), "lead": lead}


def _card(e: Entry, found: Listing) -> dict[str, Any]:
    why = found.result.book.wording["list"]["open"]  # what is open is told by what is missing
    return {"badge": _badge(e, found), "name": _name(e), "also": found.also_said(e) + e.also, "mark": _ours(e, found),
            "lacking": "；".join(e.lacking), "step": "" if e.lacking else e.step, "lead": "、".join(e.departments),
            "shares": [{"whom": s.whom, "money": s.money, "beside": "；".join(x for x in (s.working, s.remark) if x),
                        "why": "" if s.why == why else s.why, "clause": _clause(e) if s is e.shares[-1] else "", "chosen": s.chosen}
                       for s in e.shares]}
