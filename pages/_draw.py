"""What several pages draw: the dress of the page, plain HTML from content, the card of one benefit. Holds no rule."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Iterable

import streamlit as st

from benefits import Determination, Screening
from benefits.listing import amount_text, fact_text, first_stop, monthly_text, status_word, who, why
from benefits.model import Benefit, Citation

STYLE = Path(__file__).with_name("_style.css")
SHORT = 3  # so many reasons are open on a card, the rest behind one tap


def dress() -> None:
    st.html(STYLE)


def arrive(where: str) -> None:
    """After each step: the page says its language, stands at its top, and the focus is on the heading."""
    st.html(f"""<script>/* {escape(where)} */ setTimeout(() => {{
      document.documentElement.lang = 'zh-CN';
      const main = document.querySelector('[data-testid=stMain]');
      if (main) main.scrollTo(0, 0);
      const head = main && main.querySelector('h1');
      if (head) {{ head.tabIndex = -1; head.style.outline = 'none'; head.focus({{preventScroll: true}}); }}
    }}, 200)</script>""", unsafe_allow_javascript=True)


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
    return "".join(f'<blockquote class="law">第 {escape(c.sentence)} 句：「{escape(c.words)}」</blockquote>' for c in benefit.quote)


# --- one benefit --------------------------------------------------------------------------------------------------

def cards(result: Screening, status: str) -> None:
    """The cards of one status; what several people of the household share stands on one card."""
    rows: dict[str, list[Determination]] = {}
    for d in result.of(status):
        rows.setdefault(d.benefit.id, []).append(d)
    for same in rows.values():
        st.html(card(result, same))


def card(result: Screening, same: list[Determination]) -> str:
    """One benefit for one or several people, as HTML."""
    first = same[0]
    b, status = first.benefit, first.status
    out = [f'<article class="card {status}"><p class="badge">{escape(status_word(result, status))}</p><h3>{escape(b.name)}</h3>']
    alike = len({amount_text(result, d) for d in same}) == 1
    if alike:
        everyone = "、".join(who(result, d.member) for d in same)
        each = "每人" if len(same) > 1 and first.quantified else ""
        out.append(f"<p>给谁：{escape(everyone)}</p>" + _money(result, first, each))
    else:
        out += [_money(result, d, who(result, d.member) + "：") for d in same]
    out.append(f"<p>{escape(b.summary)}</p>")
    for because in _distinct(b for d in same for b in d.because):
        out.append(f"<p>为什么是可能：{escape(because)}</p>")
    replaced = _distinct(result.book.benefits[d.superseded_by].name for d in same if d.superseded_by)
    for winner in replaced:
        out.append(f"<p>和「{escape(winner)}」只能领一份，这里算的是「{escape(winner)}」。</p>")
    out.append(_open(result, same))
    where, document = first_stop(result, b)
    out.append(f"<h4>先找谁</h4><p>{escape(where)}{'' if document else '（这是我们的建议，文件没写）'}</p>")
    out.append(f"<p>牵头：{escape('、'.join(b.departments))}</p>")
    reasons = _distinct(line for d in same for line in why(result, d))
    short, rest = reasons[:SHORT], reasons[SHORT:]
    if short:
        out.append("<h4>为什么</h4>" + _list(short))
    if rest:
        out.append(f"<details><summary>还有 {len(rest)} 条</summary>{_list(rest)}</details>")
    notes = _distinct(n for d in same for n in d.notes if n not in d.because)
    out.append(f"<details><summary>看原文和说明（第 {b.clause} 条）</summary>{quotes(b)}{_list(notes)}</details></article>")
    return "".join(out)


def _money(result: Screening, d: Determination, lead: str) -> str:
    detail = monthly_text(d)
    beside = "" if result.in_force or not d.quantified else f' <span class="mark">{escape(_beside(result))}</span>'
    return f'<p class="money">{escape(lead)}{escape(amount_text(result, d).strip())}' \
           + (f' <span class="mark">（{escape(detail)}）</span>' if detail else "") + beside + "</p>"


def _beside(result: Screening) -> str:
    return result.book.wording["term"]["beside" if result.term == "expired" else "beside_early"]


def _open(result: Screening, same: list[Determination]) -> str:
    """What is missing and who can tell, or that only the department can."""
    missing = _distinct(fact_text(result, key) for d in same for key in d.missing)
    if missing:
        rest = missing[SHORT:]
        return "<h4>还差</h4>" + _list(missing[:SHORT]) + (
            f"<details><summary>还差另外 {len(rest)} 样</summary>{_list(rest)}</details>" if rest else "")
    return "<p>能不能给，由部门看情况定。</p>" if same[0].status == "possible" else ""


def refusals(result: Screening) -> None:
    """What does not fit this time: one line a benefit, with what refutes it."""
    rows: dict[str, list[Determination]] = {}
    for d in result.of("ineligible"):
        rows.setdefault(d.benefit.id, []).append(d)
    out = []
    for same in rows.values():
        everyone = same[0].member is None or len(same) == len(result.household.people)
        whom = "全家" if everyone else "、".join(who(result, d.member) for d in same)
        lines = _distinct(line for d in same for line in why(result, d))
        rest = lines[SHORT:]
        more = f"<details><summary>还有 {len(rest)} 条</summary>{_list(rest)}</details>" if rest else ""
        out.append(f'<article class="card"><h3>{escape(same[0].benefit.name)}</h3><p>{escape(whom)}</p>{_list(lines[:SHORT])}{more}</article>')
    st.html("".join(out))


def _list(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{marked(line)}</li>" for line in lines) + "</ul>"


def _distinct(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))
