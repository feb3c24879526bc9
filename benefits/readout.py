"""The list as plain text, to be read out: the same entries in the same order as on the screen and on paper."""

from __future__ import annotations

from .entries import Entry, Group, Listing, arranged
from .explain import date_text


def text(found: Listing) -> str:
    """The whole list as lines."""
    result, words = found.result, found.result.book.wording["list"]
    paper, policy = result.book.wording["paper"], result.book.policy
    out = [paper["title"], f"依据：{policy.number}　{paper['as_of'].format(day=date_text(result.as_of))}", words["self_check"],
           *filter(None, (found.advice, found.notice and f"【注意】{found.notice}")), "", *found.lead, *found.marks, *found.beside]
    if found.errands:
        out += ["", words["first"] if len(found.errands) > 1 else words["first_one"]]
        for i, e in enumerate(found.errands, 1):
            out += [f"{i}. {e.step}{words['ours'] if e.ours else ''}：{'' if e.lines else e.told}", *(f"   · {line}" for line in e.lines)]
    for status in ("eligible", "possible"):
        out += ["", f"== {found.title(status)} =="]
        for group in arranged(found, status, "money"):
            out += _group(group, words)
    if found.distant:
        out += ["", f"== {found.apart[0]} ==", found.apart[1],
                *(f"· {name}｜{whom}" for name, whom in found.distant)]
    out += ["", f"== {found.title('ineligible')} ==", found.tally]
    out += [f"· {r.name}{f'｜{r.whom}' if r.whom else ''}：{'。'.join(r.because)}。{r.change}" for r in found.refused]
    return "\n".join([*out, "", paper["help"]])


def _group(group: Group, words: dict) -> list[str]:
    head = ["", f"—— {group.heading}" + (f"（{group.tell}）" if group.tell else "")] if group.heading else []
    return head + [line for e in group.entries for line in _entry(e, words)]


def _entry(e: Entry, words: dict) -> list[str]:
    labels = words["labels"]
    out = ["", f"{e.badge}　{e.title}（{e.plain}）", *([f"   {e.also}"] if e.also else [])]
    for s in e.shares:
        beside = "".join(f"（{x}）" for x in (s.working, s.remark) if x)
        out.append("   " + (f"{labels['whom']}：{s.whom}　" if s.whom else "") + s.money + beside)
        out += [f"   {s.chosen}"] if s.chosen else []
        out.append(f"   {labels['why']}：{s.why}")
    out += [f"   · {line}" for line in e.reasons]
    out += [f"   {labels['lacking']}：" + "；".join(e.lacking)] if e.lacking else []
    out.append(f"   {labels['step']}：{e.step}{words['ours'] if e.ours else ''}")
    out.append(f"   {labels['lead']}：{'、'.join(e.departments)}　依据：{e.clause}" + "".join(f"「{c.words}」" for c in e.quotes))
    return out + [f"   {line}" for line in e.working] + [f"   注：{note}" for note in e.notes]
