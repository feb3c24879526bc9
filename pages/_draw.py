"""What several pages draw: the dress of the page, plain HTML from content, the card of one benefit. Holds no rule."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

import streamlit as st

from benefits import Determination, Screening
from benefits.listing import amount_text, figure_remark, first_stop, grouped, lacking_text, monthly_text, status_word, whom, why
from benefits.model import Benefit, Citation

from . import _frame

STYLE = Path(__file__).with_name("_style.css")
SHORT = 3  # so many open facts or refuting reasons stand open, the rest behind one tap


def dress() -> None:
    st.html(STYLE)
    _frame.bar()


def arrive(step: str, heading: str, code: str | None = None, announce: str = "") -> _frame.Came:
    """The first words of every page: tells the browser what is shown now (see _frame.frame), then the heading."""
    came = _frame.frame(step, heading, code, announce)
    title(heading)
    return came


def title(text: str) -> None:
    st.title(bare(text), anchor=False)


def header(text: str) -> None:
    st.header(bare(text), anchor=False)


def subheader(text: str) -> None:
    st.subheader(bare(text), anchor=False)


def small(text: str) -> None:
    st.caption(bare(text))


def plain(text: str) -> None:
    """A paragraph, shown as it is written."""
    st.html(f"<p>{escape(text)}</p>")


def bare(text: str) -> str:
    """For what Streamlit reads as Markdown: signs that mean something there are shown as they are."""
    return "".join("\\" + c if c in "\\`*_[]#~$:<>|" else c for c in text)


def bullets(lines: Iterable[str]) -> None:
    st.html('<ul class="plain">' + "".join(f"<li>{marked(line)}</li>" for line in lines) + "</ul>")


def marked(line: str) -> str:
    """A line with its 〔…〕 at the end set apart, escaped."""
    text, found, mark = line.rpartition("〔")
    return f'{escape(text)} <span class="mark">〔{escape(mark)}</span>' if found and mark.endswith("〕") else escape(line)


def cited(law: Iterable[Citation]) -> str:
    """5.4「80周岁至89周岁」、…"""
    return "、".join(f"{c.sentence}「{c.words}」" for c in law)


def quotes(benefit: Benefit) -> str:
    return "".join(f'<blockquote class="law">第 {escape(c.sentence)} 句：「{escape(c.words)}」</blockquote>'
                   for c in benefit.quote)


# --- one benefit --------------------------------------------------------------------------------------------------

def cards(result: Screening, found: Iterable[Determination]) -> None:
    """The cards of one status; what several people of the household share stands on one card."""
    st.html("".join(card(result, same) for same in grouped(list(found))))


def card(result: Screening, same: list[Determination]) -> str:
    """One benefit for one or several people, as HTML: what, how much, whom to see; why and the law behind one tap."""
    b, status = same[0].benefit, same[0].status
    out = [f'<article class="card {status}"><h3>{escape(b.name)}</h3>']
    alike: dict[tuple, list[Determination]] = {}
    for d in same:
        alike.setdefault((d.annual, d.once, d.superseded_by, tuple(d.because)), []).append(d)
    for people in alike.values():
        out.append(_what(result, people))
    out.append(f'<p class="badge">{escape(status_word(result, status))}</p><p>{escape(b.summary)}</p>')
    missing = lacking_text(result, _distinct(key for d in same for key in d.missing))
    if missing:
        out.append(f"<p><b>还差</b>：{escape('；'.join(missing[:SHORT]))}{'……' if len(missing) > SHORT else ''}</p>")
    elif status == "possible":
        out.append("<p>能不能给，由部门看情况定。</p>")
    where, document = first_stop(result, b)
    out.append(f"<p><b>先找谁</b>：{escape(where)}{'' if document else '（我们的建议）'}</p>"
               f"<p><b>牵头</b>：{escape('、'.join(b.departments))}</p>")
    reasons = why(result, *same)
    more = f"<h4>还差</h4>{_list(missing)}" if len(missing) > SHORT else ""
    notes = _distinct(n for d in same for n in d.notes if n not in d.because)
    out.append(f"<details><summary>为什么、原文（第 {b.clause} 条）</summary><h4>为什么</h4>{_list(reasons)}{more}"
               f"<h4>原文</h4>{quotes(b)}{'<h4>说明</h4>' + _list(notes) if notes else ''}</details></article>")
    return "".join(out)


def _what(result: Screening, people: list[Determination]) -> str:
    """For whom and how much, for people with the same answer."""
    d = people[0]
    detail, remark = monthly_text(d), figure_remark(result, d)
    some = any(value is not None and value != (0, 0) for value in (d.annual, d.once))
    each = "每人" if len(people) > 1 and some else ""
    out = [f"<p>给谁：{escape(whom(result, [p.member for p in people]))}</p>",
           f'<p class="money">{each}{escape(amount_text(result, d).strip())}'
           + (f' <span class="mark">（{escape(detail)}）</span>' if detail else "")
           + (f' <span class="mark">{escape(remark)}</span>' if remark else "") + "</p>"]
    if d.superseded_by:
        winner = escape(result.book.benefits[d.superseded_by].name)
        out.append(f"<p>同类的只领最高的一份：算“{winner}”，这一份不另算。</p>")
    out += [f"<p>为什么是可能：{escape(because)}</p>" for because in d.because]
    return "".join(out)


def refusals(result: Screening) -> None:
    """What does not fit this time: what refutes each benefit, nothing else."""
    out = []
    for same in grouped(result.of("ineligible")):
        lines = why(result, *same)
        of, rest = whom(result, [d.member for d in same]), ""
        if len(lines) > SHORT:
            rest = f"<details><summary>还有 {len(lines) - SHORT} 条</summary>{_list(lines[SHORT:])}</details>"
        out.append(f'<article class="refused"><h3>{escape(same[0].benefit.name)}</h3><p>{escape(of)}</p>'
                   f"{_list(lines[:SHORT])}{rest}</article>")
    st.html("".join(out))


def _list(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{marked(line)}</li>" for line in lines) + "</ul>"


def _distinct(items: Iterable) -> list:
    return list(dict.fromkeys(items))
