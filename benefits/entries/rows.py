"""One row of the list: the elements of its card, in the order they are read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from ..catalogue import amounts
from ..explain import rate
from ..listing import Lack, lacking, lacking_lines, plain, short, spent, whom, why
from ..model import Benefit, Citation, Told
from ..numbers import Exact
from ..reckoning import Sum, sums
from ..rules import Key
from ..screen import Determination, missing_note, suffix, words_of
from .shares import Share, left_open, shares_of
from .sums import NOTHING, spoken
from .visit import Visit

STEP = 25  # characters of one step


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the list with its elements; `found`: its determinations."""

    found: tuple[Determination, ...]
    status: str
    received: bool
    spent: bool  # it cannot be had beside one that is received
    badge: str
    name: str
    title: str  # the name, with for whom where the row stands under both headings
    plain: str
    shares: tuple[Share, ...]
    lacks: tuple[Lack, ...]
    step: str
    desk: str  # the window in `step`; empty where it names none
    ours: bool  # that window is our guidance, not the document's
    also: str  # that others of the household have this row under the other heading
    departments: tuple[str, ...]
    clause: str
    reasons: tuple[str, ...]
    quotes: tuple[Citation, ...]
    working: tuple[str, ...]
    guide: tuple[tuple[str, str, tuple[str, ...]], ...]  # what, text, sentences (none: the document does not say)
    notes: tuple[str, ...]
    had: tuple[int, ...]  # for how many months it was had before, as those said who had it

    @property
    def benefit(self) -> Benefit:
        return self.found[0].benefit

    @property
    def id(self) -> str:
        return self.benefit.id

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the open facts."""
        return tuple(dict.fromkeys(name for d in self.found for _, name in d.missing))

    @property
    def lacking(self) -> list[str]:
        """What is still to be found out and who can tell, in a line for each person."""
        return lacking_lines(self.lacks)

    @property
    def cash(self) -> bool:
        """Whether it is money in hand, so that it is 领, not 用."""
        return self.benefit.pays == "cash"

    @property
    def held(self) -> bool:
        """Whether it should be paid already, so that nobody has to go for it."""
        return self.status == "eligible" and self.benefit.held

    @property
    def joined(self) -> bool:
        """Whether it is what they pay for themselves and have, so that there is nothing to ask for."""
        return _joined(self.benefit, self.status)

    @property
    def spoken(self) -> str:
        """What it is called where something is to be done."""
        return spoken(self.benefit)

    @property
    def worth(self) -> tuple[int, Exact, Exact]:
        """For sorting by money: cash first, then the sure part, then what it may come to; what is 0 yuan now comes last."""
        live = [d for d in self.found if not d.superseded_by and d.benefit.pays != "loan"]
        value = [v for d in live for v in (d.annual, d.once) if v]
        zero = bool(value) and all(v == NOTHING for v in value)
        return -1 if zero else int(self.cash), sum(v[0] for v in value), sum(v[1] or v[0] for v in value)

    @property
    def kind(self) -> str:
        """One word for what it pays out, so that every row is counted once: cash | bare (cash without a figure) | zero | service |
        loan | other (only the higher of two rows is had)."""
        live = [d for d in self.found if not d.superseded_by]
        if self.benefit.pays == "loan":
            return "loan"
        if not live:
            return "other"
        if not self.cash:
            return "service"
        return "cash" if self.worth[2] else "zero" if all(NOTHING in (d.annual, d.once) for d in live) else "bare"


def entry(visit: Visit, same: list[Determination]) -> Entry:
    """The row of `same`, its determinations of one status."""
    benefit, status = same[0].benefit, same[0].status
    received = status == "eligible" and benefit.id in visit.received
    missing = list(dict.fromkeys(k for d in same for k in d.missing))
    lacks = [Lack(x.fact, *map(visit.say, x[1:])) for x in lacking(visit.result, missing)]
    if limits := list(dict.fromkeys(name for d in same for name in d.open_limits)):  # a figure is missing, not an answer
        words, of = visit.words["no_limit"], [visit.book.parameters[name] for name in limits]
        asked = "、".join(p.asked or words["figure"].format(label=p.label) for p in of)
        lacks.append(Lack("", "", visit.say(words["one"].format(asked=asked, desk=visit.desk(benefit, status).where))))
    had = "received" if benefit.pays == "cash" else "in_use"
    held = status == "eligible" and benefit.held
    badge = (had if received else "superseded" if all(d.superseded_by for d in same) else "held" if held else
             "joined" if _joined(benefit, status) else status + suffix(same[0].term))
    gone = status == "eligible" and all(spent(visit.result, d, visit.received) for d in same)
    step, desk, ours = _step(visit, same, received, missing, gone)
    reasons = tuple(map(visit.say, plain(visit.book, why(visit.result, *same))))
    words = words_of(visit.book)  # the formula is told where it says how the figure was computed
    brief = {missing_note(words, d): missing_note(words, d, formula=False) for d in same if d.missing_figures}
    notes = dict.fromkeys(brief.get(n, n) for d in same for n in d.notes if n not in d.because and n not in left_open(visit, d))
    also = _also(visit, benefit, status)
    whom_ = "" if visit.alone or not also else visit.say(whom(visit.result, [d.member for d in same]))
    title = visit.words["of_whom"].format(name=benefit.name, whom=whom_) if whom_ else benefit.name
    return Entry(tuple(same), status, received, gone, visit.book.wording["badge"][badge], benefit.name, title, visit.say(benefit.plain),
                 shares_of(visit, same), tuple(lacks), visit.say(step),
                 visit.say(desk), ours, also, benefit.departments, benefit.article, reasons, benefit.quote,
                 tuple(_working(visit, same)), tuple(_guide(visit, benefit, status)), tuple(map(visit.say, notes)), had_before(visit, same))


def _joined(benefit: Benefit, status: str) -> bool:
    return status == "eligible" and benefit.way == "own"


def had_before(visit: Visit, same: list[Determination]) -> tuple[int, ...]:
    """For how many months this very row was had before, as it was said of them or, of what the whole household has, of anybody."""
    fact, members = same[0].benefit.had_for, {d.member for d in same}
    said = (p.facts.get(fact) for p in visit.result.household.people if fact and (None in members or p.id in members))
    return tuple(dict.fromkeys(n for n in said if isinstance(n, int) and n > 0))


def _also(visit: Visit, benefit: Benefit, status: str) -> str:
    """That the same row stands under the other heading for others of the household."""
    other = "possible" if status == "eligible" else "eligible"
    others = [d for d in visit.result.of(other) if d.benefit.id == benefit.id and (d.benefit.id, d.member) not in visit.far]
    return visit.words["also"][other].format(n=len(others), word=visit.words["heading"]["eligible" + visit.term]) if others else ""


def _step(visit: Visit, same: list[Determination], received: bool, missing: Collection[Key], gone: bool) -> tuple[str, str, bool]:
    """What to do, verb first, the window, and whether that is our guidance."""
    d = same[0]
    benefit, status = d.benefit, d.status
    words, at = visit.words["step"], visit.desk(benefit, status)
    desk, ours = at.where, at.ours
    if received:
        return words["received" if benefit.pays == "cash" else "in_use"], "", False
    if gone:
        return words["spent"].format(desk=desk), desk, ours
    if status == "eligible" and benefit.held:
        return words["held"], "", False
    if status == "possible" and missing:
        return (words["unsaid"].format(desk=desk), desk, ours) if visit.result.unsaid.issuperset(missing) else (
            words["missing" if len(missing) > 1 else "missing_one"], "", False)
    if at.when:
        return words["at_use"].format(when=at.when, desk=desk), desk, ours
    if status == "eligible" and all(NOTHING in (x.annual, x.once) for x in same):
        return words["zero"].format(desk=desk), desk, ours
    if status == "possible":
        if benefit.leads_to:
            return words["recognition"].format(desk=desk, ask=recognised(visit, benefit, glossed=False)), desk, ours
        key = "possible"
    else:
        key = "asking" + suffix(d.term) if "asking" in benefit.guide else "unknown"
    if had_before(visit, [d]):
        key = "again"
    elif key == "unknown" and benefit.pays == "cash" and len(words["running"].format(desk=desk)) <= STEP:
        key = "running"
    ask = next((c.ask for c in benefit.possible_when if c.ask and c.because in d.because), words["may"])
    return words[key].format(desk=desk, ask=ask), desk, ours


def recognised(visit: Visit, benefit: Benefit, glossed: bool = True) -> str:
    """What to ask for a recognition: whether they get it, in plain words."""
    words, fact = words_of(visit.book), visit.book.facts[benefit.leads_to.fact]
    value = words.label(fact, benefit.leads_to.value)
    return visit.words["recognised"].format(value=value if glossed else short(visit.book, value))


def _working(visit: Visit, same: list[Determination]) -> list[str]:
    """How the figure was computed: the sum with the numbers of the household, the formula case by case, and each figure with its value
    and source."""
    benefit, words = same[0].benefit, visit.words["working"]
    if benefit.amount is None:
        return []
    cases = amounts(visit.book, benefit)
    lines = [*_sums(visit, same)]
    lines.append(words["cases" if len(cases) > 1 else "formula"].format(period=words.get(benefit.period, ""), said=cases[0][1]))
    lines += [f"{when}：{said}" for when, said in cases] if len(cases) > 1 else []
    for figure in {f.name: f for d in same for f in d.figures}.values():
        parameter = visit.book.parameters[figure.name]
        value = rate(figure.low, figure.high, parameter.unit)
        source = figure.step.source if figure.step else "各地不一，取最低到最高"
        lines.append(words["figure"].format(label=parameter.label, value=value, source=source))
    return [visit.say(line) for line in plain(visit.book, lines)]


def _sums(visit: Visit, same: list[Determination]) -> Iterator[str]:
    """The sums of all of them, each once; whose where they differ."""
    words, whose = visit.words["working"], dict[tuple[Sum, ...], list[str | None]]()
    for d in same:
        whose.setdefault(tuple(sums(visit.result, d)), []).append(d.member)
    for found, members in whose.items():
        of = f"{whom(visit.result, members)}，" if len(whose) > 1 else ""
        yield from (of + words["sum" + (s.end and f"_{s.end}")].format(sum=s.text) for s in found)


def _guide(visit: Visit, benefit: Benefit, status: str) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    """The elements of a service guide: as the document gives them, or where to ask: the same window that the closed card tells."""
    labels, desk = visit.book.wording["guide"], visit.desk(benefit, status)
    given: dict[str, Told] = {str(element): told for element, told in benefit.guide.items()}
    yield labels["what"], visit.say(benefit.gives), benefit.sentences
    yield labels["who"], visit.say(benefit.summary), benefit.sentences
    for element in ("asking", "steps", "place", "papers", "days", "fee"):
        told = given.get(element)
        if element == "place" and benefit.first_stop is not None and not desk.ours:
            yield labels[element], visit.say(desk.where), tuple(c.sentence for c in benefit.first_stop.law)
        elif told is None:
            yield labels[element], visit.words["guide_missing"].format(desk=desk.where), ()
        else:
            yield labels[element], visit.say(told.text), tuple(c.sentence for c in told.law)
