"""The list as plain HTML, the same on the screen and on the printable page: no script, no picture, nothing to load."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from html import escape

from benefits.bars import Bar, Chart, keys, outside
from benefits.entries import Entry, Errand, Group, Listing, Refusal, Share
from benefits.explain import written
from benefits.listing import lacking_lines

SHORT = 3  # so many lines stand open, the rest behind one tap
DOT = " · "
_MONTH = re.compile(r"(\d+) 月")
_NUMBER = re.compile(r"(?<!\d)(12345)(?!\d)")


def top(found: Listing, paper: bool = False, ways: str = "") -> str:
    """What stands first: the notice of the term, on the screen in one line that opens; the honest sentence, what to do first, and what
    must be known with them. ways: to the parts of the page, before that last, so that they show without a tap."""
    words = found.result.book.wording["list"]
    lead = "".join(f"<p>{escape(line)}</p>" for line in found.lead)
    said = notice(found.notice) if paper else term(found.named, found.brief, found.result.book.wording["term"]["why"])
    marks = "".join(f'<p class="beside">{escape(line)}</p>' for line in found.marks)
    return f'{said}<div class="lead">{lead}</div>{errands(found.errands, words)}{ways}{marks}'


def notice(text: str) -> str:
    return f'<p class="notice" role="note">{called(text)}</p>' if text else ""


def term(text: str, brief: str, why: str) -> str:
    """The notice of the term as one line, with a number to call one tap away; the whole opens with another tap."""
    return (f'<div class="notice" role="note"><span class="line">{called(brief)}</span><details><summary>{escape(why)}'
            f"</summary><p>{called(text)}</p></details></div>") if text else ""


def errands(things: tuple[Errand, ...], words: dict) -> str:
    if not things:
        return ""
    items = "".join(f'<li><b>{escape(e.step)}</b>{_ours(e.ours, words)}：{_told(e)}</li>' for e in things)
    return f"<h2>{escape(words['first'] if len(things) > 1 else words['first_one'])}</h2><ol class=\"errands\">{items}</ol>"


def _told(e: Errand) -> str:
    """For what and why; of several things each in a line of its own."""
    if e.lines:
        return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in e.lines)}</ul>"
    return f"{escape(e.what)}。" + (f'<span class="gain">{escape(e.gain)}</span>' if e.gain else "")


def parts(places: Iterable[tuple[str, str]]) -> str:
    """Ways to the parts of the page: (id, words)."""
    links = "".join(f'<a href="#{place}">{escape(words)}</a>' for place, words in places)
    return f'<nav class="parts" aria-label="这一页的几部分">{links}</nav>'


def head(place: str, words: str) -> str:
    """The heading of a part that can be gone to."""
    return f'<h2 id="{place}">{escape(words)}</h2>'


def up(words: dict, ring: bool = True) -> str:
    """The way back up, and beside it whom to `ring`, where nothing just above says so."""
    beside = f"<span>{called(words['ring'])}</span>" if ring else ""
    return f'<p class="up"><a href="#top">{escape(words["up"])}</a>{beside}</p>'


def called(text: str) -> str:
    """Escaped text in which a number to call is one tap away."""
    return _NUMBER.sub(r'<a class="tel" href="tel:\1">\1</a>', escape(text))


def _ours(ours: bool, words: dict) -> str:
    """The mark of a window that is our advice."""
    return f'<span class="mark ours">{escape(words["ours"])}</span>' if ours else ""


def group(found: Group, words: dict) -> str:
    """The rows of one heading; many that wait for one and the same answer stand behind a tap."""
    cards = "".join(card(e, words, 4 if found.heading else 3) for e in found.entries)
    if found.waits:
        led = "".join(f"<p><b>{escape(words['led'].format(of=office, n=len(rows)))}</b><br>{'<br>'.join(map(escape, rows))}</p>"
                      for office, rows in found.led.items())
        cards = folded(words["which"].format(n=len(found.entries)), cards) + f'<div class="paper">{led}</div>'
    tell = f"<p>{called(found.tell)}</p>" if found.tell else ""
    return (f'<h3 class="group">{escape(found.heading)}</h3>' if found.heading else "") + tell + cards


def card(entry: Entry, words: dict, level: int = 3) -> str:
    """One row. Closed: status, name, what it is, for whom, how much, why or what is missing, and where. The rest opens with a tap on
    it."""
    labels = words["labels"]
    whys = dict.fromkeys(s.why for s in entry.shares if s.why != words["open"])  # what is open is told by what is missing
    open_ = []
    if len(whys) == 1 and not entry.lacks:  # what is missing tells more than what already fits
        open_.append(_line(labels["why"], *whys))
    if entry.lacks:
        more = f"等 {len(entry.lacks)} 样" if len(entry.lacks) > SHORT else ""
        open_.append(_line(labels["lacking"], "；".join(lacking_lines(entry.lacks[:SHORT], tells=1)) + more))
    elif entry.desk:
        open_.append(_line(labels["desk"], entry.desk, _ours(entry.ours, words)))
    elif entry.held:  # nowhere to go
        open_.append(_line(labels["step"], entry.step))
    told = [f'<span class="line">{escape(entry.plain)}</span>', *(_share(s, labels, len(whys) > 1, entry.title) for s in entry.shares)]
    brief = " brief" if entry.status == "eligible" and entry.found[0].benefit.pays != "cash" and not entry.received else ""
    return (f'<article class="card {entry.status}{brief}"><details><summary><span class="badge">{escape(entry.badge)}</span>'
            f'<h{level}>{escape(entry.title)}</h{level}>{"".join((*told, *open_))}</summary>'
            f'{depth(entry, labels, words)}</details></article>')


def _line(label: str, text: str, after: str = "") -> str:
    return f'<span class="line"><b>{label}</b>：{escape(text)}{after}</span>'


def _share(share: Share, labels: dict[str, str], reasoned: bool, title: str) -> str:
    whom = f"{escape(share.whom)}：" if share.whom and not title.endswith(f"：{share.whom}") else ""
    beside = "".join(f'<span class="mark">（{escape(text)}）</span>' for text in (share.working, share.remark) if text)
    chosen = f'<span class="line">{escape(share.chosen)}</span>' if share.chosen else ""
    return (f'<span class="line">{whom}<strong class="money">{escape(share.money)}</strong>{beside}</span>{chosen}'
            + (_line(labels["why"], share.why) if reasoned else ""))


def depth(entry: Entry, labels: dict[str, str], words: dict) -> str:
    """What to do and who leads; conditions, the sentence of the document, how the figure was computed, the
    elements of a service guide."""
    above = entry.held and not entry.lacks and not entry.desk  # it stands on the card
    parts = [f"<p>{escape(entry.also)}</p>" if entry.also else "",
             "" if above else f"<p><b>{labels['step']}</b>：{escape(entry.step)}{_ours(entry.ours, words)}</p>",
             f"<p><b>{labels['lead']}</b>：{escape('、'.join(entry.departments))}{DOT}{entry.clause}</p>",
             _part("每一条条件", lines(entry.reasons)), _part("还差", lines(entry.lacking)),
             _part("文件原文", "".join(f'<blockquote class="law">{escape(written([c.sentence]))}：「{escape(c.words)}」</blockquote>'
                                   for c in entry.quotes)),
             _part("怎么算的", lines(entry.working)),
             _part("怎么办", _guide(entry.guide)),
             _part("说明", lines(entry.notes))]
    return f'<div class="depth">{"".join(parts)}</div>'


def _guide(guide: Iterable[tuple[str, str, tuple[str, ...]]]) -> str:
    items = "".join(f"<dt>{escape(what)}</dt><dd>{called(text)}"
                    + (f' <span class="mark">〔{escape(written(sentences))}〕</span>' if sentences else "") + "</dd>"
                    for what, text, sentences in guided(guide))
    return f"<dl>{items}</dl>"


def guided(guide: Iterable[tuple[str, str, tuple[str, ...]]]) -> list[tuple[str, str, tuple[str, ...]]]:
    """The elements of a service guide; those the document does not give stand together."""
    told: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for what, text, sentences in guide:
        told.setdefault((text, sentences), []).append(what)
    return [("、".join(whats), text, sentences) for (text, sentences), whats in told.items()]


def _part(title: str, body: str) -> str:
    return f'<p class="sub">{title}</p>{body}' if body else ""


def folded(title: str, body: str) -> str:
    """Something that stands behind one tap."""
    return f'<details class="folded"><summary>{escape(title)}</summary>{body}</details>'


def refusals(refused: Sequence[Refusal], labels: dict[str, str]) -> str:
    """What does not fit this time, each with what refutes it and when that may change."""
    out = []
    for r in refused:
        rest = f"<details><summary>还有 {len(r.because) - SHORT} 条</summary>{lines(r.because[SHORT:])}</details>" if len(
            r.because) > SHORT else ""
        whom = f"<p>{escape(r.whom)}</p>" if r.whom else ""
        out.append(f'<article class="refused"><h3>{escape(r.name)}</h3>{whom}{lines(r.because[:SHORT])}{rest}'
                   + (f'<p><b>{labels["later"]}</b>：{escape(r.change)}</p>' if r.change else "") + "</article>")
    return "".join(out) + (f"<p>{escape(labels['amiss'])}</p>" if not all(r.change for r in refused) else "")


def marked(line: str) -> str:
    """A line with its 〔…〕 at the end set apart, escaped."""
    text, found, mark = line.rpartition("〔")
    return f'{called(text)} <span class="mark">〔{escape(mark)}</span>' if found and mark.endswith("〕") else called(line)


def lines(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{marked(line)}</li>" for line in texts)
    return f"<ul>{items}</ul>" if items else ""


# --- bars ---------------------------------------------------------------------------------------------------------

def chart(found: Chart, words: dict) -> str:
    """A chart that costs nothing: what to see, the bars with their numbers in words, the same as a table."""
    told = "".join(key(*each) for each in keys(found, words))
    none = "".join(f"<p>{escape(line)}</p>" for line in outside(found, words))
    drawn = "" if found.even else bars(found.bars)
    return f"<p>{escape(found.see)}</p>{drawn}{told}{none}{folded(f'看成表格：{found.title}', table(found))}"


def key(pattern: str, line: str) -> str:
    """One line of what the patterns mean, behind a piece that is drawn so."""
    solid = '<i class="sure"></i>' if pattern == "arrow" else ""
    return f'<p class="key"><span class="track" aria-hidden="true">{solid}<i class="{pattern}"></i></span>{escape(line)}</p>'


def bars(found: Collection[Bar]) -> str:
    longest = max(float(b.top) for b in found) or 1
    items = "".join(f'<li><span class="of">{escape(b.name)}</span> <b>{escape(b.said)}</b>{track(b, longest)}</li>' for b in found)
    return f'<ul class="bars">{items}</ul>'


def columns(found: Chart) -> str:
    """Twelve months side by side, the number of the month under each; only outlines after the last day of the document."""
    longest = max(float(b.top) for b in found.bars) or 1
    items = ""
    for b in found.bars:
        kind, high = "only" if b.marked or not b.value[0] else "sure", 100 * float(b.top) / longest
        items += f'<span><i class="{kind}" style="height:{high:.0f}%"></i><b>{_MONTH.findall(b.name)[0]}</b></span>'
    return f'<div class="months" aria-hidden="true">{items}</div>'


def track(bar: Bar, longest: float) -> str:
    """One bar: solid to the low end, dotted what of it is not in the total, hatched to the high end; only an outline where nothing is
    sure; an arrow without an end."""
    low, apart, high = float(bar.value[0]), float(bar.apart), float(bar.top)
    wide = [f"{100 * part / (longest * 1.06):.1f}%" for part in (low - apart, apart, high - low)]
    sure = f'<i class="sure" style="width:{wide[0]}"></i>' if low > apart else ""
    sure += f'<i class="off" style="width:{wide[1]}"></i>' if apart else ""
    more = f'<i class="{"may" if low else "only"}" style="width:{wide[2]}"></i>' if high > low else ""
    arrow = '<i class="arrow"></i>' if bar.value[1] is None else ""
    return f'<span class="track{" other" if bar.marked else ""}" aria-hidden="true">{sure}{more}{arrow}</span>'


def table(found: Chart) -> str:
    bars = found.stretches if found.key.endswith("month") else found.bars
    every = (*bars, found.apart) if found.apart else bars
    rows = "".join(f'<tr><th scope="row">{escape(b.name)}</th><td>{escape(b.said)}'
                   + (f'<br><span class="mark">{escape(b.beside)}</span>' if b.beside else "") + "</td></tr>" for b in every)
    rows += "".join(f'<tr><th scope="row">{escape(name)}</th><td>没有数</td></tr>' for name in found.without)
    return (f"<table><caption>{escape(found.title)}</caption>"
            f'<thead><tr><th scope="col">项目</th><th scope="col">钱数</th></tr></thead><tbody>{rows}</tbody></table>')
