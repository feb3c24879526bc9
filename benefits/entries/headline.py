"""The honest sentence: how many rows there are, what they pay, and how that adds up, each row counted once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from ..bars import spaced
from ..explain import as_said
from ..listing import called, either, left_out, short, sum_remark
from ..numbers import Interval, add
from ..screen import shares, words_of
from .errands import Errand
from .rows import Entry
from .settling import settling
from .sums import GIVEN, NOTHING, cash_of, cash_sum, known_and_open, lowered, names, spoken, sums
from .visit import Visit


def sentences(visit: Visit, eligible: list[Entry], possible: list[Entry], maybe: int,
              first: tuple[Errand, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How many rows there are and what they pay, what is had already apart; then how that adds up, each row counted once by what it
    pays. maybe: so many rows are only possible; first: what is to be done first."""
    words, word = visit.words, visit.words["heading"]["eligible" + visit.term]
    beside: list[str] = []
    if eligible:
        got, left = [e for e in eligible if e.received], [e for e in eligible if not (e.received or e.spent)]
        lead = words["count"].format(sure=len(eligible), word=word)
        if got:
            money = _cash(visit, got)
            beside.append(words["with_received"])
            kinds = {e.cash for e in got}
            had = words["received"]["had"]["both" if len(kinds) > 1 else "cash" if True in kinds else "use"]
            lead += words["received"]["some" if len(got) < len(eligible) else "all"].format(
                n=len(got), had=had, money=words["received"]["money"].format(money=money) if money else "")
            lead += words["received"]["left"].format(n=len(left)) if left else ""
        lead += _of_which(visit, left, bool(got)) if left else ""
        lead += words["maybe"].format(maybe=maybe) if maybe else ""
        beside += [*_counted(visit, eligible), *_besides(visit, eligible, possible)]
    elif possible:
        settled = len({d.benefit.id for d in visit.result.of("ineligible")})
        lead = _hanging(visit, possible, maybe, first) or words["none" if settled >= maybe else "unknown"].format(maybe=maybe, word=word)
    else:
        lead = words["nothing"].format(word=word)
    beside += left_out(visit.result)
    return (visit.say(lead),), tuple(map(visit.say, beside))


def _hanging(visit: Visit, possible: list[Entry], maybe: int, first: tuple[Errand, ...]) -> str:
    """What was chosen for somebody of whom nobody could say who it is; and what is to be found out first, that or another thing, with how
    many of the rows that may be had hang on it, as it stands in what to do."""
    told = dict.fromkeys(w.option for e in possible for d in e.found for key in d.missing for w in visit.result.whose.get(key, ()))
    if not told:
        return ""
    fact, n = next((e.finds for e in first if e.finds), ("", 0))
    key = "none" if not n else "all" if n == maybe else "some"
    return visit.words["hanging"][key].format(names="、".join(f"“{name}”" for name in told), n=n, maybe=maybe, fact=fact)


def _cash(visit: Visit, rows: list[Entry]) -> str:
    """What these rows pay in cash, as far as more than the most of it is known, and how many of them are not in that."""
    ceilings = _ceilings(rows)
    known, _ = known_and_open(visit.book, [d for e in rows if e not in ceilings for d in e.found])
    money = sums(**known, at_once=GIVEN)
    return money + _without(visit, rows, list(known)) if money else ""


def _without(visit: Visit, rows: list[Entry], told: Iterable[str]) -> str:
    """How many of these rows pay cash that is in nothing of what is told (annual, once)."""
    found = [d for e in rows for d in e.found]
    counted = {d.benefit.id for when in told for d, value in cash_of(found, when) if value != NOTHING}
    n = sum(e.kind in ("cash", "bare") and e.cash and e.id not in counted for e in rows)
    return visit.words["of_which"]["and_bare"].format(n=n) if n else ""


def _of_which(visit: Visit, rows: list[Entry], some_had: bool) -> str:
    """What of these rows is cash, what of a year and what once, each with what of it is paid already; where only the most of it is known,
    no number, but on what it hangs. some_had: others are received."""
    words, quiet, kinds = visit.words["of_which"], _ceilings(rows), [e.kind for e in rows]
    rows = [e for e in rows if e not in quiet]
    told = words["quiet"].format(names=names([e.name for e in quiet], len(quiet))) if quiet else ""
    join = "，" if some_had else "。"
    if not any(e.cash and e.kind in ("cash", "bare") for e in rows) and told:
        return f"{join}{told}"
    found = [d for e in rows for d in e.found]
    known, hangs = known_and_open(visit.book, found)
    money = "；".join(sums(**{when: total}, at_once=GIVEN) + _had_of(visit, rows, when) for when, total in known.items())
    money += _uncounted(visit, rows) if any(low for low, _ in known.values()) else ""
    open_ = "；".join(words["most"].format(n=len({d.benefit.id for d, value in cash_of(found, when) if value != NOTHING}), how=how)
                     + _had_of(visit, rows, when) for when, how in hangs.items())
    money += words["and_most"].format(open=open_) if money and open_ else ""
    money, open_ = ((text and text + _without(visit, rows, (*known, *hangs))) for text in (money, open_ if not money else ""))
    bare = kinds.count("bare")
    without = "no_cash" if not bare else "bare" if bare < len(kinds) else "bare_one" if bare == 1 else "bare_all"
    return words["cash" if money else "open" if open_ else without].format(join=join, money=money, open=open_, n=bare) + told


def _ceilings(rows: Iterable[Entry]) -> list[Entry]:
    """What should be paid already and of which only the most is known: no sum holds it."""
    return [e for e in rows if e.held and e.cash and e.kind == "cash" and not e.worth[1]]


def _had_of(visit: Visit, rows: list[Entry], when: str) -> str:
    """How much of the cash of these rows should be paid already, or that all of it was had before. when: that of a year (annual), or that
    had once."""
    ways = {d.benefit.id: "held" if e.held else "had" if e.had else "" for e in rows for d in e.found}
    cash = [(ways[d.benefit.id], value) for d, value in cash_of([d for e in rows for d in e.found], when)]
    all_ = reduce(add, [value for _, value in cash], NOTHING)
    held, had = (reduce(add, [value for x, value in cash if x == way], NOTHING) for way in ("held", "had"))
    said = visit.words["of_which"]["had"] if had == all_ != NOTHING else _held_of(visit, held, all_)
    return visit.words["of_which"]["beside"].format(said=said) if said else ""


def _held_of(visit: Visit, held: Interval, all_: Interval) -> str:
    """What part of a sum should be paid already; nothing where only the most of it is known and the sum is at least so much."""
    said = visit.words["of_which"]
    if held == NOTHING or (all_[0] and not held[0] and all_[1] is None):
        return ""
    if held == all_:
        return said["all_held"]
    return said["held"].format(money=spaced(as_said(held))) if held[0] else said["some_held"]


def _uncounted(visit: Visit, rows: list[Entry]) -> str:
    """What should be paid already and adds nothing for certain to the sum: only the most of it is known, or it may not be had beside
    another."""
    found = [d for e in rows for d in e.found]
    open_ = {bucket for _, bucket, (_, high) in shares(found) if high is None}  # told as at least so much
    sure = {d.benefit.id for d, bucket, (low, high) in shares(found) if low or (high and bucket not in open_)}
    out = [e.name for e in rows if e.held and e.cash and e.kind == "cash" and e.id not in sure]
    return visit.words["of_which"]["uncounted"].format(names=names(out, len(out))) if out else ""


def _counted(visit: Visit, eligible: list[Entry]) -> list[str]:
    """The rows that pay cash, those in the sum apart from those that are not, then those that do not."""
    words = visit.words
    kinds: dict[str, list[Entry]] = {}
    for e in eligible:
        kinds.setdefault(e.kind, []).append(e)
    cash = known, bare, zero = [kinds.get(k, []) for k in ("cash", "bare", "zero")]
    rest = {k: kinds[k] for k in ("service", "loan", "other") if k in kinds}
    found = [d for e in eligible for d in e.found]
    ceilings = _ceilings(eligible)
    in_sum = [d for e in eligible if e not in ceilings for d in e.found]
    paying, money = sum(map(len, cash)), sums(cash_sum(in_sum, "annual"), cash_sum(in_sum, "once"), GIVEN)
    off = lowered(found) | {e.id for e in ceilings}
    parts, apart = [], sum(e.id in off for e in known)
    if len(known) > apart:
        parts.append(words["paid"]["known" if len(known) - apart < paying else "all"].format(n=len(known) - apart, money=money))
    parts += [words["paid"]["apart"].format(n=apart)] if apart else []
    parts += [words["paid"][k].format(n=len(rows), names="" if known else f"（{names([e.name for e in rows], len(rows))}）")
              for k, rows in (("bare", bare), ("zero", zero)) if rows]
    out = [words["paying"].format(n=paying, parts="；".join(parts)) if paying else words["no_cash"]]
    if rest:
        said = "，".join(words["rest"][k].format(n=len(rows)) for k, rows in rest.items())
        out.append((words["others_are"] if paying else "") + said + "。")
    return out


def _besides(visit: Visit, eligible: list[Entry], possible: list[Entry]) -> Iterable[str]:
    """What else must be known of the sum: what stands in both lists, what is in kind, what is only a most, lent or reported."""
    words, totals = visit.words, visit.result.totals
    both = [e.name for e in eligible if e.id in {e.id for e in possible}]
    if both:
        yield words["both"].format(names=names(both, len(both)), word=words["heading"]["eligible" + visit.term])
    counted = [d for e in eligible for d in e.found if not d.superseded_by and d.benefit.pays != "loan"]
    yield from either(visit.book, counted)
    kind = sums(totals.in_kind_annual, totals.in_kind_once)
    if kind:
        yield words["kind"].format(money=kind)
    ends = [(value, getattr(totals, f"{d.benefit.pays}_{when}")) for d in counted
            for when, value in (("annual", d.annual), ("once", d.once)) if value and value != NOTHING]
    if any(value[0] == 0 and total[1] is None for value, total in ends):
        yield words["most"]
    if any(e.kind == "loan" for e in eligible):
        yield words["loans"]
    remarks = dict.fromkeys(s.remark for e in eligible for s in e.shares if s.remark)
    yield from (words["reported"].format(remark=remark) for remark in remarks)


def counted_once(visit: Visit, ids: dict[str, list[str]]) -> tuple[dict[str, int], str]:
    """How many rows of each heading stand under an earlier one, and the sentence that counts each row once. ids: by heading."""
    words, word, seen = visit.words, visit.words["heading"]["eligible" + visit.term], set()
    twice, parts = {}, []
    for key, rows in ids.items():
        new = set(rows) - seen
        seen |= new
        twice[key] = len(rows) - len(new)
        if new:
            parts.append(words["tally"][key].format(n=len(new), word=word))
    split = words["split"] if twice["ineligible"] else ""
    return twice, "".join((words["counted"].format(all=len(seen)), "，".join(parts), "。", split,
                           words["units"].format(n=len(visit.book.organisations()))))


def marks(visit: Visit, eligible: list[Entry], possible: list[Entry], errands: tuple[Errand, ...],
          begins: Iterable[str]) -> tuple[str, ...]:
    """What was not said and would settle rows; what begins soon for certain (`begins`); then how well the sum in the sentence is known,
    and of which rows only one may be had, unless an errand says so."""
    cash = (d for e in eligible for d in e.found if d.benefit.pays == "cash" and not d.superseded_by)
    doubt = sum_remark(visit.book, cash) + "".join(
        visit.words["choose"].format(of=of, n=len(rows)) for of, rows in _choices(visit, eligible)
        if not any(all(name in e.told for name in rows) for e in errands))
    return tuple(map(visit.say, filter(None, (_unsaid(visit, possible), *begins, doubt))))


def _unsaid(visit: Visit, possible: list[Entry]) -> str:
    """What they would not say, how many rows hang on it, and which of those may be asked for all the same."""
    left = [s for s in settling(visit.result, possible) if s.unsaid] if visit.result.unsaid else []
    told = [p.id for p in visit.result.household.people if "relation" in p.facts]
    alone = called(visit.result, told[0]) if len(told) == 1 else ""  # of one person looked at it goes without saying whose it is
    facts = [s.open.removeprefix(alone) for s in left]
    pattern = visit.words["unsaid"].get(visit.voice, visit.words["unsaid"]["other"])
    said = pattern.format(facts=names(facts, len(facts)), n=sum(len(s.rows) for s in left)) if left else ""
    for s in left:
        rows = [_brief(visit, e) for e in s.rows]
        said += f"{s.fact.unsaid.format(names=names(rows, len(rows)))}。" if s.fact.unsaid else ""
    return said


def _brief(visit: Visit, e: Entry) -> str:
    """A row in a word: a recognition by what they would be then."""
    leads = e.benefit.leads_to
    return e.spoken if leads is None else short(visit.book, words_of(visit.book).label(visit.book.facts[leads.fact], leads.value))


def _choices(visit: Visit, eligible: list[Entry]) -> Iterable[tuple[str, list[str]]]:
    """Of which rows of what kind only one may be had, where it is not plain which."""
    groups: dict[str, dict[str, bool]] = {}
    for d in (d for e in eligible for d in e.found if d.benefit.group and not d.superseded_by):
        rows, note = groups.setdefault(d.benefit.group, {}), visit.book.policy.stacking[d.benefit.group].no_figure_note
        name = spoken(d.benefit)
        rows[name] = rows.get(name, False) or note in d.notes
    return ((visit.book.policy.stacking[group].name, list(rows)) for group, rows in groups.items()
            if len(rows) > 1 and any(rows.values()))
