"""What one row means for people with the same answer: for whom, how much, why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..listing import Lack, amount_text, counts, figure_remark, lacking, saved_text, whom
from ..model import Test, Value, walk
from ..numbers import Exact, exact
from ..reckoning import by_month, sums
from ..rules import Key
from ..screen import Determination
from ..voice import say
from .deciding import own_line, some, why_line
from .sums import NOTHING
from .visit import Visit

SHORT = 26  # characters of a sum that stands beside its amount


@dataclass(frozen=True, slots=True)
class Share:
    """What one benefit means for people with the same answer (`found`). whom is empty where there is one person only, or where
    the amount says it. chosen: what must be known with the amount; hangs: what is not known that it is a range for."""

    found: tuple[Determination, ...]
    whom: str
    money: str
    working: str
    remark: str
    why: str
    chosen: str
    hangs: str


def alike(same: list[Determination]) -> list[list[Determination]]:
    """The determinations of one row by what they come to; what is 0 yuan now comes last."""
    found: dict[tuple, list[Determination]] = {}
    for d in same:
        found.setdefault((d.annual, d.once, d.superseded_by, tuple(d.because)), []).append(d)
    return sorted(found.values(), key=lambda people: NOTHING in (people[0].annual, people[0].once))


def shares_of(visit: Visit, same: list[Determination]) -> tuple[Share, ...]:
    """One share for all to whom the same comes; who is left beside those named is 家里别的人."""
    parts = alike(same)
    found = [_share(visit, people) for people in parts]
    everybody = len(same) == len(visit.result.household.people) > 1 < len(found)
    rest = max(range(len(found)), key=lambda i: len(parts[i]))
    if everybody and found[rest].whom and sum(len(people) == len(parts[rest]) for people in parts) == 1:
        found[rest] = replace(found[rest], whom=visit.words["others_of"])
        found.append(found.pop(rest))
    return tuple(found)


def _share(visit: Visit, people: list[Determination]) -> Share:
    """One of them."""
    d = people[0]
    some = any(v not in (None, (0, 0)) for v in (d.annual, d.once))
    each = "每人" if len(people) > 1 and some else ""
    of = "" if visit.alone else visit.say(whom(visit.result, _of(visit, people)))
    own = "" if d.because else own_line(visit, people)  # says whose each reason is
    because = _because(d.because) or own or why_line(visit, people) or visit.words["open"]
    called = of if d.member and not own and "您家" not in because else ""
    money, open_ = each + money_text(visit, d), _open(visit, people)
    return Share(tuple(people), "" if of and money.startswith(of) else of, money, _beside(visit, people), figure_remark(visit.result, d),
                 say(visit.book, visit.voice, because, called), visit.say(_chosen(visit, d) + _depends(visit, open_)),
                 visit.say("、".join(lack.what for lack in open_)))


def _of(visit: Visit, people: Sequence[Determination]) -> list[str | None]:
    """For whom: a service to a household that goes to it because of some who are from elsewhere is theirs."""
    d = people[0]
    return (d.benefit.way == "service" and some(visit, d)) or [p.member for p in people]


def _open(visit: Visit, people: Sequence[Determination]) -> list[Lack]:
    """What is not known of them that their amount is a range for; of a number with one limit in between, on which side it lies. Nothing
    where it is still open whether they have it at all, since that comes first, or where only the most is told."""
    d, result = people[0], visit.result
    value = d.annual or d.once
    if d.status != "eligible" or d.superseded_by or d.basis == "at_most" or d.benefit.pays == "loan":
        return []
    if value is None or value[0] == value[1] or not value[0]:
        return []
    keys = dict.fromkeys(key for x in people for key in x.amount_unknown)
    here, found = whom(result, [x.member for x in people]), []
    for lack in lacking(result, keys):
        fact, limits = visit.book.facts.get(lack.fact), _between(visit, d, [key for key in keys if key[1] == lack.fact])
        what = fact.whether.format(limit=limits.pop()) if fact and fact.whether and len(limits) == 1 else lack.what
        found.append(lack._replace(what=what if lack.of in ("", here) else lack.of + what))
    return found


def _between(visit: Visit, d: Determination, keys: Iterable[Key]) -> set[Exact]:
    """The limits an amount goes by that lie inside what is known of a number of these people."""
    spans = [span for key in keys if (span := visit.result.household.spans.get(key))]
    return {exact(limit.number) for part in walk(d.benefit.amount) if isinstance(part, Test) and any(part.fact == key[1] for key in keys)
            and isinstance(limit := part.limit, Value) and any(low < limit.number <= high for low, high in spans)}


def _depends(visit: Visit, open_: Sequence[Lack]) -> str:
    """On what an amount hangs and where to look, in one short line."""
    if not open_:
        return ""
    words, tell = visit.words["depends"], _first(open_[0].tell) if len(open_) == 1 else ""
    return words["line" if tell else "bare"].format(open="、".join(lack.what for lack in open_), tell=tell)


def _first(tell: str) -> str:
    """Of where to look the first place."""
    return tell.partition("。")[0].partition("，")[0]


def _beside(visit: Visit, people: list[Determination]) -> str:
    """How the amount comes about, where that is short: by month, or the sum with their own numbers, of cash that is sure with any,
    where it is the same for all."""
    if monthly := by_month(visit.result, people[0]):
        return monthly
    of = [sums(visit.result, d) for d in people] if people[0].benefit.period != "month" else []  # such a sum is of a month
    sure = people[0].benefit.pays == "cash" and people[0].status == "eligible"
    if not of or len(of[0]) != 1 or not (of[0][0].own or sure) or of.count(of[0]) < len(of):
        return ""
    return next((text for text in (of[0][0].named, of[0][0].brief) if len(text) <= SHORT), "")


def money_text(visit: Visit, d: Determination) -> str:
    """What one of them has of the row: yuan, how it is had, or that it is nothing as things stand, and why."""
    if d.benefit.leads_to and d.benefit.pays == "in_kind" and not d.quantified:
        return visit.words["leads"]
    text = amount_text(visit.result, d).strip()
    if NOTHING in (d.annual, d.once):
        said = {**visit.result.household.facts, **next((p.facts for p in visit.result.household.people if p.id == d.member), {})}
        empty = [no for name in counts(d.benefit.amount) if said.get(name) in (0, NOTHING) and (no := visit.book.facts[name].no)]
        return visit.words["zero_of"].format(none=empty[0]) if empty else visit.words["zero"]
    if d.benefit.pays == "in_kind" and d.quantified:
        text = text.removesuffix(f"（{visit.book.wording['basis']['in_kind']}）")
        text = visit.say(saved_text(visit.book, d, text))
    if d.quantified and d.member is None and not visit.alone:
        return visit.words["household"] + text
    if d.quantified or d.benefit.pays == "loan":
        return text
    if d.benefit.pays == "cash":
        return visit.words["cash_only"].format(text=text)
    kinds, way = visit.words["kinds"], d.benefit.way
    had = kinds.get(f"{way}_had") if d.status == "eligible" else None
    kind = visit.say(had or kinds.get(way, visit.words["kind_only"]))
    local = d.basis == "local" and d.benefit.way not in ("decided", "rule", "thing")
    tail = "no_number" if d.benefit.amount is not None else "local" if local else ""
    return kind + (visit.words["tails"][tail] if tail else "")


def _chosen(visit: Visit, d: Determination) -> str:
    """Of rows that exclude each other: which was chosen, and what the other was worth."""
    if d.superseded_by:
        winner = next(x for x in visit.result.of("eligible") if x.benefit.id == d.superseded_by
                      and (x.member == d.member or None in (x.member, d.member)
                           or visit.book.policy.stacking[d.benefit.group].per == "household"))
        return visit.words["superseded"].format(winner=winner.benefit.name, winner_money=money_text(visit, winner),
                                                 money=money_text(visit, d))
    told = ""
    if d.benefit.group:
        losers = [x for x in visit.result.of("eligible") if x.superseded_by == d.benefit.id and x.benefit.group == d.benefit.group
                  and (x.member == d.member or visit.book.policy.stacking[d.benefit.group].per == "household")]
        told = "".join(visit.words["chosen"].format(loser=x.benefit.name, money=money_text(visit, x)) for x in losers)
    return told + "".join(left_open(visit, d))


def left_open(visit: Visit, d: Determination) -> list[str]:
    """What the document leaves open about having two rows at once: stands on the card, not behind the tap."""
    benefit, policy = d.benefit, visit.book.policy
    known = [policy.overlap[benefit.may_overlap]] if benefit.may_overlap else []
    told = [note for note in known if note in d.notes]
    if benefit.group and policy.stacking[benefit.group].no_figure_note in d.notes:
        others = [x for x in visit.result.of("eligible") if x.benefit.group == benefit.group and x.benefit.id != benefit.id
                  and (x.member == d.member or policy.stacking[benefit.group].per == "household")]
        told.append(visit.words["one_of"].format(names="”、“".join(dict.fromkeys(x.benefit.name for x in others))))
    return told


def _because(told: Sequence[str]) -> str:
    """Several reasons as one; what they end in alike is said once."""
    ends = {line.partition("，")[2] for line in told}
    if len(told) < 2 or len(ends) > 1 or "" in ends:
        return "；".join(told)
    return "、".join(line.partition("，")[0] for line in told) + f"，{ends.pop()}"
