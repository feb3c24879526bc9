"""The list as a short text to paste into a chat: names, amounts, windows. Nothing about anybody's health."""

from __future__ import annotations

from benefits.entries import Entry, Listing

MOST = 900  # characters


def text(found: Listing) -> str:
    """At most MOST characters; a row whose name tells of an illness or a disability is counted, not named."""
    book = found.result.book
    paper = book.wording["paper"]
    head = [paper["title"], found.result.mark, f"依据 {book.policy.number}，{paper['as_of'].format(day=found.result.as_of.isoformat())}。",
            found.notice, book.wording["list"]["self_check"], *found.lead]
    foot = [paper["help"]]
    out, hidden = [line for line in head if line], 0
    room = MOST - sum(len(line) + 1 for line in (*out, *foot)) - len(paper["more"]) - 6
    for status, rows in (("eligible", found.eligible), ("possible", found.possible)):
        before = f"【{found.heading(status)}】\n"
        for e in rows:
            line = before + _line(e, paper["private"], found.labels["lead"])
            if any(word in e.name for word in paper["private"]) or len(line) + 1 > room:
                hidden += 1
                continue
            room -= len(line) + 1
            out.append(line)
            before = ""
    if hidden:
        out.append(paper["more"].format(n=hidden))
    return "\n".join([*out, *foot])


def _line(e: Entry, private: list[str], lead: str) -> str:
    money = f"：{e.shares[0].money}" if e.found[0].quantified else ""
    said = "" if any(word in e.departments[0] for word in private) else f"（{lead}：{e.departments[0]}）"
    return f"· {e.name}{money}{said}"
