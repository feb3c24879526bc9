"""A rule as it stands in content/, as a nested list: what is asked for, and where each condition comes from. Holds no rule."""

from __future__ import annotations

from html import escape
from typing import Any

from benefits import Book
from benefits import model as m
from benefits.explain import date_text, rate
from benefits.numbers import exact
from benefits.screen import words_of

from . import _draw

KINDS = {"document": "文件写的", "annex": "文件附则写的"}


def conditions(book: Book, benefit: m.Benefit) -> str:
    """Everything a household row or person row asks for."""
    own = _mark(book, m.Sourced(), benefit.quote)
    out = []
    hukou = _hukou(book, benefit)
    if hukou:
        out.append(f"<li>{hukou}</li>")
    if benefit.eligible_when is not None:
        out.append(f"<li>这样就符合 {own}{_tree(book, benefit.eligible_when, benefit.limits)}</li>")
    for case in benefit.possible_when:
        out.append(f"<li>这样是可能的：{escape(case.because)}{_tree(book, case.when, benefit.limits)}</li>")
    return f'<div class="tree"><ul>{"".join(out)}</ul></div>'


def requirements(benefit: m.Benefit) -> str:
    """What an organisation must meet."""
    items = (f'<li>{escape(r.text)} <span class="mark">〔{KINDS["document"]} {escape(_draw.cited(r.law))}〕</span></li>'
             for r in benefit.requires)
    return f'<div class="tree"><ul>{"".join(items)}</ul></div>'


def _hukou(book: Book, benefit: m.Benefit) -> str:
    policy = book.policy
    if benefit.scope == "city":
        named, law = book.definitions["city_hukou"], policy.city_law
    elif benefit.hukou == "wenzhou":
        named, law = book.definitions["wenzhou_hukou"], policy.hukou_law
    else:
        return "不看是不是温州户口"
    lead = "家里有人" if benefit.unit == "household" else ""
    return f'{escape(lead + named.holds)} <span class="mark">〔{KINDS["annex"]} {escape(_draw.cited(law))}〕</span>'


def _tree(book: Book, cond: Any, limits: dict) -> str:
    return f"<ul>{_item(book, cond, limits)}</ul>"


def _item(book: Book, cond: Any, limits: dict) -> str:
    words = words_of(book)
    mark = _mark(book, cond)
    if isinstance(cond, m.Test):
        return f"<li>{escape(words.test(cond, limits))}{mark}</li>"
    if isinstance(cond, m.Meets):
        definition = book.definitions[cond.meets]
        return f"<li>{escape(definition.label)}：{escape(definition.plain)}{mark or _mark(book, definition.when)}</li>"
    for kind, head in ((m.All, "这些都要"), (m.AnyOf, "有一样就行")):
        if isinstance(cond, kind):
            parts = cond.all if isinstance(cond, m.All) else cond.any
            return f"<li>{head}{mark}<ul>{''.join(_item(book, p, limits) for p in parts)}</ul></li>"
    for one, head, name in ((m.Not, "不能是", "not_"), (m.SomeMember, "家里有人是这样", "some_member"),
                            (m.UnlessKnown, "除非已经查明", "unless_known"), (m.Known, "已经查明", "known")):
        if isinstance(cond, one):
            return f"<li>{head}{mark}<ul>{_item(book, getattr(cond, name), limits)}</ul></li>"
    raise TypeError(type(cond))


def _mark(book: Book, cond: m.Sourced, law: tuple[m.Citation, ...] = ()) -> str:
    """〔文件写的 5.4「…」〕, or that it is our assumption."""
    law = cond.law or law
    if law:
        kind = "annex" if law[0].sentence.startswith("附") else "document"
        said = f"{book.wording['origin'][kind]} {_draw.cited(law)}"
        text = book.wording["origin"]["read"].format(law=said) if cond.read else said
    elif cond.general or cond.assumed:
        text = book.wording["origin"]["general" if cond.general else "assumed"] + f"：{cond.general or cond.assumed}"
    else:
        return ""
    return f' <span class="mark">〔{escape(text)}〕</span>'

def parameters(benefit: m.Benefit, book: Book) -> list[m.Parameter]:
    """The parameters a row's conditions and amount name."""
    parts = benefit.eligible_when, [c.when for c in benefit.possible_when], benefit.amount, benefit.months_paid
    return [book.parameters[name] for name in dict.fromkeys(_names(parts, book)) if name in book.parameters]


def _names(part: Any, book: Book) -> list[str]:
    if isinstance(part, m.Named):
        found = book.parameters.get(part.name)
        return [part.name, *(_names(found.formula, book) if found is not None and found.formula is not None else ())]
    if isinstance(part, m.Meets):
        return _names(book.definitions[part.meets].when, book)
    if isinstance(part, (list, tuple)):
        return [name for item in part for name in _names(item, book)]
    if isinstance(part, m.Part):
        own = [part.published] if isinstance(part, m.Published) else []
        return own + [name for key in type(part).model_fields for name in _names(getattr(part, key), book)]
    return []


def steps(book: Book, parameter: m.Parameter) -> list[dict[str, str]]:
    """The known values of one parameter: where, how much from when, source and how well known."""
    place = {**book.policy.areas, **{key: group.label for key, group in book.policy.groups.items()}}
    said = {"official": "官方公布", "reported": "不是官方公布的原件"}
    found = []
    for step in parameter.values:
        ends = (step.value, step.value) if step.value is not None else (step.low, step.high)
        number = rate(exact(ends[0]), exact(ends[1]), parameter.unit)
        until = f"；只查到{date_text(step.known_until)}为止" if step.known_until else ""
        found.append({"地方": place.get(step.area, step.area), "数": f"{number}，{date_text(step.from_)}起",
                      "出处": f"{step.source}（{said[step.confidence]}{until}）"})
    return found
