"""The list as plain HTML, the same on the screen and on the printable page: no script, no picture, nothing to load."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from benefits.bars import Bar, Chart, legend, outside
from benefits.entries import Entry, Errand, Listing, Refusal, Share

SHORT = 3  # so many lines stand open, the rest behind one tap
DOT = " · "


def top(found: Listing) -> str:
    """What stands first: the notice, the honest sentence, what to do first."""
    words = found.result.book.wording["list"]
    notice = f'<p class="notice" role="note">{escape(found.notice)}</p>' if found.notice else ""
    lead = "".join(f"<p>{escape(line)}</p>" for line in found.lead)
    return f'{notice}<div class="lead">{lead}</div>{errands(found.errands, words)}'


def errands(things: tuple[Errand, ...], words: dict) -> str:
    if not things:
        return ""
    items = "".join(f'<li><b>{escape(e.step)}</b>{_ours(e.ours, words)}：{escape(e.what)}，<span class="gain">{escape(e.gain)}</span></li>'
                    for e in things)
    return f"<h2>{escape(words['first'] if len(things) > 1 else words['first_one'])}</h2><ol class=\"errands\">{items}</ol>"


def _ours(ours: bool, words: dict) -> str:
    """The mark of a window that is our advice."""
    return f'<span class="mark">{escape(words["ours"])}</span>' if ours else ""


def card(entry: Entry, words: dict, level: int = 3) -> str:
    """One row: what it is, for whom, how much, why, what to do, who leads; the rest behind one tap."""
    labels = words["labels"]
    head = (f'<p class="badge">{escape(entry.badge)}</p><h{level}>{escape(entry.name)}</h{level}>'
            f'<p class="plainly">{escape(entry.plain)}</p>' + (f"<p>{escape(entry.also)}</p>" if entry.also else ""))
    shares = "".join(_share(share, labels) for share in entry.shares)
    lacking = ""
    if entry.lacking:
        more = f"，还有 {len(entry.lacking) - SHORT} 样在下面" if len(entry.lacking) > SHORT else ""
        lacking = f"<p><b>{labels['lacking']}</b>：{escape('；'.join(entry.lacking[:SHORT]))}{more}</p>"
    return (f'<article class="card {entry.status}">{head}{shares}{lacking}'
            f"<p><b>{labels['step']}</b>：{escape(entry.step)}{_ours(entry.ours, words)}</p>"
            f"<p><b>{labels['lead']}</b>：{escape('、'.join(entry.departments))}{DOT}{entry.clause}</p>{depth(entry)}</article>")


def _share(share: Share, labels: dict[str, str]) -> str:
    whom = f"<p><b>{labels['whom']}</b>：{escape(share.whom)}</p>" if share.whom else ""
    beside = "".join(f' <span class="mark">{escape(text)}</span>' for text in (share.working, share.remark) if text)
    chosen = f"<p>{escape(share.chosen)}</p>" if share.chosen else ""
    return f'{whom}<p class="money">{escape(share.money)}{beside}</p>{chosen}<p><b>{labels["why"]}</b>：{escape(share.why)}</p>'


def depth(entry: Entry) -> str:
    """Conditions, the sentence of the document, how the figure was computed, the elements of a service guide."""
    parts = [_part("每一条条件", lines(entry.reasons)), _part("还差", lines(entry.lacking) if len(entry.lacking) > SHORT else ""),
             _part("文件原文", "".join(f'<blockquote class="law">第 {escape(c.sentence)} 句：「{escape(c.words)}」</blockquote>'
                                   for c in entry.quotes)),
             _part("怎么算的", lines(entry.working)),
             _part("怎么办", "<dl>" + "".join(f"<dt>{escape(what)}</dt><dd>{escape(text)}"
                                           + (f' <span class="mark">〔文件 {escape(sentence)}〕</span>' if sentence else "") + "</dd>"
                                           for what, text, sentence in entry.guide) + "</dl>"),
             _part("说明", lines(entry.notes))]
    return f'<details><summary>看原文、怎么算、怎么办</summary>{"".join(parts)}</details>'


def _part(title: str, body: str) -> str:
    return f'<p class="sub">{title}</p>{body}' if body else ""


def folded(title: str, body: str) -> str:
    """Something that stands behind one tap."""
    return f'<details class="folded"><summary>{escape(title)}</summary>{body}</details>'


def refusals(refused: Iterable[Refusal]) -> str:
    """What does not fit this time, each with what refutes it and when that may change."""
    out = []
    for r in refused:
        rest = f"<details><summary>还有 {len(r.because) - SHORT} 条</summary>{lines(r.because[SHORT:])}</details>" if len(
            r.because) > SHORT else ""
        whom = f"<p>{escape(r.whom)}</p>" if r.whom else ""
        out.append(f'<article class="refused"><h3>{escape(r.name)}</h3>{whom}{lines(r.because[:SHORT])}{rest}'
                   f"<p>{escape(r.change)}</p></article>")
    return "".join(out)


def marked(line: str) -> str:
    """A line with its 〔…〕 at the end set apart, escaped."""
    text, found, mark = line.rpartition("〔")
    return f'{escape(text)} <span class="mark">〔{escape(mark)}</span>' if found and mark.endswith("〕") else escape(line)


def lines(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{marked(line)}</li>" for line in texts)
    return f"<ul>{items}</ul>" if items else ""


# --- bars ---------------------------------------------------------------------------------------------------------

def chart(found: Chart, words: dict) -> str:
    """A chart that costs nothing: what to see, the bars with their numbers in words, the same as a table."""
    longest = max(float(b.top) for b in found.bars) or 1
    items = "".join(f'<li><span class="of">{escape(b.name)}</span> <b>{escape(b.said)}</b>{track(b, longest)}</li>' for b in found.bars)
    key = f'<p class="mark">{escape(told)}</p>' if (told := legend(found, words)) else ""
    none = "".join(f"<p>{escape(line)}</p>" for line in outside(found, words))
    return f'<p>{escape(found.see)}</p><ul class="bars">{items}</ul>{key}{none}{table(found)}'


def track(bar: Bar, longest: float) -> str:
    """One bar: solid to the low end, hatched to the high end; only an outline where nothing is sure; an arrow without an end."""
    low, high = float(bar.value[0]), float(bar.top)
    wide = [f"{100 * part / (longest * 1.06):.1f}%" for part in (low, high - low)]
    sure = f'<i class="sure" style="width:{wide[0]}"></i>' if low else ""
    more = f'<i class="{"may" if low else "only"}" style="width:{wide[1]}"></i>' if high > low else ""
    arrow = '<i class="arrow"></i>' if bar.value[1] is None else ""
    return f'<span class="track{" other" if bar.marked else ""}" aria-hidden="true">{sure}{more}{arrow}</span>'


def table(found: Chart) -> str:
    every = (*found.bars, found.apart) if found.apart else found.bars
    rows = "".join(f'<tr><th scope="row">{escape(b.name)}</th><td>{escape(b.said)}'
                   + (f'<br><span class="mark">{escape(b.beside)}</span>' if b.beside else "") + "</td></tr>" for b in every)
    return (f'<details class="figures"><summary>看成表格：{escape(found.title)}</summary><table><caption>{escape(found.title)}</caption>'
            f'<thead><tr><th scope="col">项目</th><th scope="col">钱数</th></tr></thead><tbody>{rows}</tbody></table></details>')
