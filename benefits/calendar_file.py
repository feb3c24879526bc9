"""The days ahead as a calendar file (iCalendar, RFC 5545). Names of benefits only: nothing in it says who or how old."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from .content import Book
from .explain import date_text
from .plan import Plan
from .timeline import Event

_KINDS = ("opens", "closes", "possible", "refused", "amount")


def ics(plan: Plan) -> str:
    """One all-day entry an event; where only a window is known, on its last day. Lines end in CRLF and are folded."""
    book = plan.result.book
    stamp = plan.result.as_of.strftime("%Y%m%dT000000Z")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//xingfu-qingdan//plan//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             f"X-WR-CALNAME:{_escaped('　'.join(filter(None, ('幸福清单', plan.result.mark))))}"]
    entries = {(event.day, summary(book, event)): event for event in plan.events}  # two people, one entry
    for (_, said), event in entries.items():
        mark = hashlib.sha256(f"{event.day}{said}".encode()).hexdigest()[:20]
        window = "" if event.exact else f"最晚这一天，最早{date_text(event.earliest)}。"
        told = f"{f'{plan.result.mark}。' if plan.result.mark else ''}{window}依据{book.policy.number}。办之前问部门，或打 12345。"
        lines += ["BEGIN:VEVENT", f"UID:{mark}@xingfu-qingdan", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
                  f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{_escaped(said)}", f"DESCRIPTION:{_escaped(told)}",
                  "TRANSP:TRANSPARENT", "END:VEVENT"]
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def summary(book: Book, event: Event) -> str:
    """What changes, by the names of the benefits."""
    parts, words = [], book.wording["plan"]["changes"]
    for kind in _KINDS:
        names = list(dict.fromkeys(c.benefit.name for c in event.change.of(kind)
                                   if kind != "refused" or (c.benefit.id, c.member) not in event.kept))
        if names:
            parts.append(f"{words[kind]}：{'、'.join(names)}")
    return "；".join(parts) or "文件的期限到了，是否延续问部门"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets a line; a character is never cut."""
    out, length = [], 0
    for character in line:
        size = len(character.encode())
        if length + size > 75:
            out.append("\r\n ")
            length = 1
        out.append(character)
        length += size
    return "".join(out) + "\r\n"
