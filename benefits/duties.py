"""责任清单: what each department leads, which sentences that is, what it must publish, and by when figures run out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from . import model as m
from .content import Book
from .gaps import ParameterState, parameters
from .ledger import KINDS, Entry, ledger

STATES = {"official": "官方公布", "reported": "不是官方原件", "stale": "只查到以前的数", "none": "没有查到"}


@dataclass(frozen=True)
class Duty:
    """One department: rows it leads and helps with, their sentences, the figures it must publish."""

    department: str
    leads: tuple[m.Benefit, ...]
    helps: tuple[m.Benefit, ...]
    sentences: tuple[str, ...]
    figures: tuple[ParameterState, ...]

    @property
    def missing(self) -> tuple[ParameterState, ...]:
        """Figures that are not officially known for every area."""
        return tuple(f for f in self.figures if set(f.by_area.values()) != {"official"})


def duties(book: Book, as_of: date) -> list[Duty]:
    """Every department of the document, and last whoever else publishes a figure."""
    figures = parameters(book, as_of)
    found = []
    for department in book.policy.departments:
        leads = tuple(b for b in book.benefits.values() if b.departments[0] == department)
        helps = tuple(b for b in book.benefits.values() if department in b.departments[1:])
        sentences = tuple(dict.fromkeys(s for b in (*leads, *helps) for s in b.sentences))
        own = tuple(f for f in figures if department in f.parameter.publisher)
        found.append(Duty(department, leads, helps, sentences, own))
    told = {f.parameter.id for duty in found for f in duty.figures}
    others = dict.fromkeys(f.parameter.publisher for f in figures if f.parameter.id not in told)
    found += [Duty(p, (), (), (), tuple(f for f in figures if f.parameter.publisher == p)) for p in others]
    return [d for d in found if d.leads or d.helps or d.figures]


def until(parameter: m.Parameter) -> list[date]:
    """The last days that the newest values found are known to hold."""
    return sorted({s.known_until for s in parameter.values if s.known_until is not None and not any(
        other.area == s.area and other.from_ > s.from_ for other in parameter.values)})


def clauses(book: Book) -> dict[str, list[Entry]]:
    """The ledger by clause: 第 5 条, …, 附则."""
    found: dict[str, list[Entry]] = {}
    for e in ledger(book):
        found.setdefault(m.article(e.sentence), []).append(e)
    return found


def carried(book: Book, entry: Entry) -> str:
    """What carries a sentence, in names."""
    if entry.benefits:
        return "、".join(book.benefits[b].name for b in entry.benefits)
    names = [book.parameters[n].label for n in entry.by if n in book.parameters]
    return "、".join(names) or KINDS.get(entry.kind or "", "没有交代")


def places(book: Book, state: ParameterState) -> dict[str, list[str]]:
    """How well a figure is known, to the areas of which that is so."""
    found: dict[str, list[str]] = {}
    for area, how in state.by_area.items():
        found.setdefault(how, []).append(book.policy.areas[area])
    return found


def sheets(book: Book, as_of: date) -> list[tuple[str, tuple[str, ...], list[tuple]]]:
    """The responsibility list as sheets: name, headers, lines."""
    rows, figures = [], []
    for duty in duties(book, as_of):
        for role, benefits in (("牵头", duty.leads), ("配合", duty.helps)):
            rows += [(duty.department, role, b.article, b.name, "、".join(b.sentences), b.gives, book.document(b).starts.isoformat(),
                      book.document(b).ends.isoformat()) for b in benefits]
        for f in duty.figures:
            figures += [(duty.department, f.parameter.label, f.parameter.unit, book.policy.areas[area], STATES[how],
                         "、".join(map(str, until(f.parameter))))
                        for area, how in f.by_area.items()]
    text = [(name, e.sentence, e.opens + "……", KINDS.get(e.kind or "", "没有交代"), carried(book, e), e.note)
            for name, entries in clauses(book).items() for e in entries]
    return [("责任清单", ("部门", "牵头还是配合", "第几条", "项目", "依据的句子", "给什么", "从哪天起", "到哪天止"), rows),
            ("该公布的标准", ("部门", "标准", "单位", "地方", "公布了没有", "查到的数管到哪天"), figures),
            ("逐句交代", ("第几条", "句子", "开头", "哪一类", "落在哪里", "说明"), text)]
