"""The parts of the 幸福清单 in words: who, how much, why, what is missing. Holds no rule."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from .content import Book
from .explain import Words, as_said, span, written, yuan
from .figures import OWN, Figure, doubt
from .household import Household, Person
from .model import COMPARISONS, Fact, FactValue, Named, walk
from .numbers import Interval
from .refusing import Need, against, nearly, refused
from .rules import Key, Node, Run, tested, truth
from .screen import Determination, Outcome, Reason, Screening, reason_of, rules_of, suffix, term_words, words_of

FEW = 2  # where more are meant, the one who is left out is named instead
BREATH = 35  # characters of one alternative, and
ALL = 60  # of all of them together, and
WAYS = 5  # so many of them; where there is more, the row says in its own words for whom it is
SUM = re.compile(r"([^\d]*)(.*)")  # 一年最多 2,560 元: up to the number, and from there
MANY = 3  # so many of a list of answers are named in a refusal


def who(result: Screening, member: str | None) -> str:
    """For whom: the household, or the person by relation and age (no name is ever known)."""
    if member is None:
        return "全家"
    relation = next(p.facts for p in result.household.people if p.id == member).get("relation")
    return by_kinship(words_of(result.book), result.household, member) if relation else "家里别的人"


def by_kinship(words: Words, house: Household, member: str) -> str:
    """One of a household by relation and age, or by the year of birth where only that is known: the one name there is of them, in the
    questionnaire as in everything that comes of it."""
    said = {p.id: _aged(house, p) for p in house.people}
    kinds = {p.id: p.facts.get("relation", "") for p in house.people}
    aged = {p: words.aged(kinds[p], age).replace(f"{age} 岁", text) for p, (age, text) in said.items() if age is not None}
    if aged.get(member) and list(aged.values()).count(aged[member]) == 1:
        return aged[member]
    same = [p for p, kind in kinds.items() if kind == kinds[member]]
    name = words.person(kinds[member], same.index(member) + 1 if len(same) > 1 else 0)
    return name + (f"（{said[member][1]}）" if said[member][1] else "")


def _aged(house: Household, person: Person) -> tuple[int | None, str]:
    """How old somebody is, or turns this year where only the year of birth is known; and that in words."""
    if (age := person.facts.get("age")) is not None:
        return age, f"{age} 岁"
    first, last = house.births.get(person.id, (None, None))
    if first is None or first.year != last.year:
        return None, ""
    return house.as_of.year - first.year, f"{first.year} 年生"


def status_word(book: Book, status: str, term: str) -> str:
    """The status of one row: what it is called depends on the term of its document."""
    words = book.wording["status"]
    return words.get(status + suffix(term), words[status])


def heading_word(book: Book, status: str, term: str) -> str:
    """The status of several rows together, short. term: the weakest of their documents."""
    words = book.wording["list"]["heading"]
    return words.get(status + suffix(term), words[status])


def term_notice(book: Book, term: str) -> str:
    """What must be said first while the document is not in force; else nothing."""
    return "".join(term_words(book, term))


def term_named(book: Book, term: str) -> str:
    """The same with which document it is, where that is said nowhere near."""
    told = term_notice(book, term)
    return book.wording["term"]["document"].format(number=book.policy.number) + told if told else ""


def term_brief(book: Book, term: str) -> str:
    """The same in one short line, under which the whole is one tap away."""
    return book.wording["term"]["brief"].get(term, "")


def either(book: Book, rows: Iterable[Determination]) -> list[str]:
    """Of which of the rows it is not written whether they may be had together: a sentence for each kind of overlap."""
    kinds: dict[str, dict[str, bool]] = {}
    for d in rows:
        if d.benefit.may_overlap:
            names = kinds.setdefault(d.benefit.may_overlap, {})
            names[d.benefit.name] = names.get(d.benefit.name, False) or d.annual is not None or d.once is not None
    return [book.wording["list"]["overlap"].format(names="、".join(names)) for names in kinds.values()
            if len(names) > 1 and any(names.values())]


def amount_text(result: Screening, d: Determination) -> str:
    """The amount with its basis and period, or why there is none."""
    parts = [f"一年{_amount(result.book, d, d.annual)}"] if d.annual else []
    if d.once:
        once = _amount(result.book, d, d.once)
        parts.append(f"可贷{once}，要还" if d.benefit.pays == "loan" else f"一次{once}")
    if parts:
        kind = "" if d.benefit.pays != "in_kind" else f"（{result.book.wording['basis']['in_kind']}）"
        return "，".join(parts) + kind
    if told := like_text(result, d):
        return told
    if d.missing_figures or (d.amount_unknown and d.benefit.amount is not None):
        of, words = open_numbers(result.book, d), result.book.wording["basis"]
        return words["unknown_of"].format(of=of) if of else words["unknown"]
    return result.book.wording["basis"]["in_kind" if d.basis == "in_kind" else "local"]


def open_numbers(book: Book, d: Determination) -> str:
    """The numbers an amount is made of that were not said, in words; empty where it has none of their own."""
    open_ = {name for member, name in d.amount_unknown if member in (d.member, None)}
    return "、".join(dict.fromkeys(book.facts[name].asks for name in counts(d.benefit.amount) if name in open_ and book.facts[name].asks))


def counts(amount: object) -> Iterator[str]:
    """The facts whose numbers an amount is made of."""
    return (part.fact for part in walk(amount) if isinstance(part, FactValue))


def like_text(result: Screening, d: Determination) -> str:
    """Where the document gives no figure of its own but says whose to go by: that figure in words. It enters no sum."""
    row = rules_of(result.book).row_of[d.benefit.id]
    if d.quantified or row.others is None:
        return ""
    state = next((s for s in result.house.people if s.id == d.member), result.house)
    told = next((words for node, words in row.like if truth(node, state) is not False), "")
    run = Run(asks=False)
    value = row.others(state, run) if told else None
    if value is None:
        return ""
    value = (value[0], None) if "at_least" in run.bases else value
    when = result.book.wording["list"]["working"][d.benefit.period]
    return told.format(money=f"{when} {span(*value)}".replace(" 至", "至"))


def hangs_on(book: Book, d: Outcome) -> str:
    """On what an amount hangs of which only the most is told; nothing of what is paid for them or lent."""
    plain = (d.basis != "at_most" and d.benefit.hangs_on != "income") or d.benefit.way == "paid" or d.benefit.pays == "loan"
    return "" if plain else book.wording["hangs_on"][d.benefit.hangs_on]


def _amount(book: Book, d: Determination, value: Interval) -> str:
    low, high = as_said(value) if d.benefit.pays == "cash" else value
    if high == 0:
        return " 0 元（按现在填的算）"
    if high is None:
        return span(low, None)
    if d.basis == "at_most" or not low:
        return "，".join(filter(None, [f"最多 {yuan(high)} 元", hangs_on(book, d)]))
    return " " + span(low, high)


def saved_text(book: Book, d: Determination, money: str) -> str:
    """What is not paid out as a sentence, from its sum in words: 看病一年能少付 2,560 元. Where the price on one of several bills is
    not known, which bills the sum holds and which it does not."""
    words, bills = book.wording["list"], {name: p.bill for name, p in book.parameters.items() if p.bill}
    held_, apart = ([bills[name] for name in names if name in bills] for names in ([f.name for f in d.figures], d.missing_figures))
    if held_ and apart and d.basis == "exact" and all(f.low == f.high for f in d.figures):
        money = money.replace(words["only_least"], " ")
    when, sum_ = SUM.match(money).groups()
    return words["ways"].get(d.benefit.way, words["gain"]["worth"]).format(
        money=money, of="、".join(held_) or d.benefit.bill, when=when.strip(), sum=sum_,
        apart=words["apart"].format(bills="、".join(apart)) if apart else "")


def spent(result: Screening, d: Determination, received: Collection[str]) -> bool:
    """Whether a row cannot be had beside one that is had already (`received`: ids), of which it is not known to be the higher."""
    if not received or not d.benefit.group or d.benefit.id in received:
        return False
    whole = result.book.policy.stacking[d.benefit.group].per == "household"
    had = [x for x in result.of("eligible")
           if x.benefit.id in received and x.benefit.group == d.benefit.group and (whole or x.member == d.member)]
    return bool(had) and not any(x.superseded_by == d.benefit.id for x in had)


def figure_remark(result: Screening, d: Determination) -> str:
    """What must stand beside an amount that rests on a figure which is not official: 最后查到的数，可能已调整."""
    if not d.quantified:
        return ""
    return figures_remark(result.book, d.figures)


def figures_remark(book: Book, figures: Iterable[Figure]) -> str:
    """How well the worst of the figures is known; an office's own above all."""
    key = doubt(figures)
    return OWN if key == "own" else book.wording["figure"].get(key, "")


def sum_remark(book: Book, rows: Iterable[Determination]) -> str:
    """What must stand at the sum of rows that rests on such a figure, in few words."""
    return book.wording["figure"]["sum"].get(doubt(f for d in rows if d.quantified for f in d.figures), "")


def term_remark(result: Screening, d: Determination) -> str:
    """What must stand at an amount while its document is not in force."""
    key = {"expired": "beside", "early": "beside_early"}.get(d.term)
    return result.book.wording["term"][key].rstrip("。") if key and d.quantified else ""


def reason_text(result: Screening, reason: Reason) -> str:
    """One leaf as a plain line: whether it holds, what was asked for and what was said."""
    words, fact, patterns = words_of(result.book), result.book.facts[reason.fact], result.book.wording["against"]
    told = fact.id == "age" and len(result.household.people) > 1  # the age stands beside the person already
    asked = _with_limit(result, reason, _many(result.book, reason.node, reason.turn) or reason.test)
    if reason.holds is None:
        hanging = result.whose.get((reason.member, fact.id), ())
        plainly = asked in (fact.yes, fact.no) or hanging or _many(result.book, reason.node, reason.turn)
        area = result.book.wording["tests"]["open_area"].get(reason.node.test.districts) if reason.node.test.same_area_as else ""
        line = patterns["unknown" if plainly or area else "wanted"].format(
            label="、".join(w.open for w in hanging) or area or fact.left(reason.value),
            asked="" if plainly or area else wanted(result.book, _beyond(fact, asked), fact))
    elif reason.turn == "unknown":
        line = reason.test
    elif reason.holds and fact.type == "choice" and not reason.turn and isinstance(reason.value, str):
        line = held(words, fact, [reason.value])
    elif reason.holds and fact.type == "choices" and not reason.turn:
        line = held(words, fact, list(reason.value))
    elif reason.holds:
        shown = fact.type not in ("bool", "choice") and reason.value not in (None, (0, None)) and not told and asked != fact.yes
        line = ("；" if len(asked) > BREATH // 2 else "，").join(filter(None, [asked, _said(result, reason) if shown else ""]))
    else:
        line = _against(result, reason, told)
    inferred = reason.holds and reason.turn != "unknown" and reason.presumed(result.household)
    return patterns["inferred"].format(line=line) if inferred else line


def _said(result: Screening, reason: Reason) -> str:
    """What was said, or what it comes to: 填的是 12 个月, 现在没在读."""
    words, fact, patterns = words_of(result.book), result.book.facts[reason.fact], result.book.wording["against"]
    if isinstance(reason.value, frozenset):  # not known, but that it is not what is asked for
        return patterns["cannot"]
    if reason.holds is False and reason.value == 0 and fact.type in ("int", "number") and fact.id != "age" and not fact.derived:
        return patterns["none"].format(value=patterns["not"]["有"])
    if fact.id == "age" and reason.presumed(result.household):
        return ""
    value = words.value(fact, reason.value)
    if fact.nothing and reason.value == fact.nothing.value:
        one = len(reason.node.test.limit) == 1 or isinstance(reason.node.test.limit, str)
        return patterns["none"].format(value=value.removeprefix("都") if one else value)
    return patterns["reckoned" if fact.derived else "value"].format(value=value if value[0] > "~" else f" {value}")


def _against(result: Screening, reason: Reason, told: bool) -> str:
    """What one test that does not hold asks for and what was said instead; told: the answer stands beside the person already."""
    words, fact = words_of(result.book), result.book.facts[reason.fact]
    unasked = _unasked(result, reason)
    test = reason.node.test
    opposite = words.test(test, reason.node.limits, "" if reason.turn else "not")
    if fact.type == "bool" or test.word == "same_area_as" or opposite in (fact.yes, fact.no):
        return "；".join(filter(None, [opposite, unasked]))
    if isinstance(reason.value, str) and (test.word == "none_of") is not bool(reason.turn):
        return _shut(result, reason)
    asked = wanted(result.book, _with_limit(result, reason, asked_for(result, reason.node, bool(reason.turn))), fact)
    answer = "" if told else unasked if unasked and fact.id != "age" else _said(result, reason)
    return ("；" if unasked or len(asked) > BREATH // 2 else "，").join(filter(None, [asked, answer]))


def _unasked(result: Screening, reason: Reason) -> str:
    """That nobody was asked, by what was taken for granted instead where that is said; empty where it was asked."""
    house, words = result.household, result.book.wording["against"]
    taken = next((house.presumed[key] for who in (reason.member, None) if (key := (who, reason.fact)) in house.presumed), None)
    told = result.book.presumptions.get(taken) if taken is not None else None
    return "" if taken is None else words["taken"].format(say=told.say) if told and told.say else words["unasked"]


def _many(book: Book, node: Node, turned: object) -> str:
    """Of a long list of answers only that one of them would do."""
    limit = node.test.limit
    if node.test.word != "includes_any" or turned or len(limit) <= MANY:
        return ""
    return book.wording["tests"]["many"].format(label=book.facts[node.test.fact].said)


def _shut(result: Screening, reason: Reason) -> str:
    """That with the answer given the row is not for them."""
    words, patterns = words_of(result.book), result.book.wording["against"]
    if reason.fact == "relation":
        return patterns["shut_for"].format(who=words.person(reason.value))
    return patterns["shut"].format(value=held(words, result.book.facts[reason.fact], [reason.value]))


def held(words: Words, fact: Fact, values: Sequence[str]) -> str:
    """Answers to a choice as a sentence."""
    if fact.no and fact.nothing and list(values) == [fact.nothing.value]:
        return fact.no
    told = ([o.alone for o in fact.options if o.alone and list(values) == [o.value]]
            or [(words.label if fact.id == "relation" else words.called)(fact, value) for value in values])
    said = ("；" if any("，" in t for t in told) else "、").join(told)
    return fact.holds.format(value=said) if fact.holds else f"{fact.said}：{said}"


def asked_for(result: Screening, node: Node, turned: bool = False) -> str:
    """What one test or one definition asks for, in few words."""
    book, words = result.book, words_of(result.book)
    named = book.definitions.get(node.named)
    if named is not None and (node.test is None or not (node.test.fact == "age" or book.facts[node.test.fact].holds)):
        said = named.holds or named.label
        opposite = book.wording["against"]["not"]
        return opposite.get(said[0], opposite["other"]) + said.removeprefix(said[0] if said[0] in opposite else "") if turned else said
    return _many(book, node, turned) or words.test(node.test, node.limits, "not" if turned else "")


def _beyond(fact: Fact, asked: str) -> str:
    """What is asked for of a fact that is named before: without its name, or what both begin with."""
    left = asked.removeprefix(fact.said)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(fact.open, asked, strict=False)))
    return asked[same:] if left == asked and fact.compared else left


def wanted(book: Book, asked: str, of: Fact | None = None) -> str:
    """That something is asked for (`of` a fact); not so that it could be heard as 要是 (if) or 要不 (or else)."""
    words = book.wording["against"]
    if of is not None and of.compared:
        much, stop, told = asked.strip().partition("；")
        return words["asked_much"].format(asked=much) + stop + told
    start = next(filter(asked.startswith, words["asked_is"]), "")
    return words["asked_is"].get(start, words["asked"]).format(asked=asked, rest=asked.removeprefix(start))


def plain(book: Book, lines: Iterable[str]) -> list[str]:
    """Lines in which the gloss of an answer stands where it is named first, and only there."""
    found, seen = [], set[str]()
    for line in lines:
        for label, name in words_of(book).glossed.items() if "（" in line else ():
            if label in line:
                first, rest = line.split(label, 1)
                line = first + (name if label in seen else label) + rest.replace(label, name)
                seen.add(label)
        found.append(line)
    return found


def short(book: Book, text: str) -> str:
    """A line in which answers stand without their glosses."""
    for label, name in words_of(book).glossed.items() if "（" in text else ():
        text = text.replace(label, name)
    return text


def _with_limit(result: Screening, reason: Reason, asked: str, inside: bool = False) -> str:
    """What is asked for, with the number of a limit that stands in it by name only. inside: as one of several things asked for."""
    limit, patterns = _limit_text(result, reason), result.book.wording["against"]
    short_ = isinstance(reason.node.test.limit, Named) and len(asked + limit) < BREATH
    return patterns["limit" if short_ or inside else "comes_to"].format(asked=asked, limit=limit) if limit else asked


def _limit_text(result: Screening, reason: Reason, end: int | None = None) -> str:
    """The number of a limit that stands in the test by name only; of a range both ends, or the one asked for (0 the low, 1 the high)."""
    if reason.node.limit is None or reason.limit is None or (isinstance(reason.limit, tuple) and reason.limit[1] is None):
        return ""
    low, high = reason.limit if isinstance(reason.limit, tuple) else (reason.limit, reason.limit)
    unit = result.book.facts[reason.fact].unit.split("/")[0]
    low, high = (low, high) if end is None else ((low, high)[end],) * 2
    return f"{yuan(low)} {unit}" if low == high else f"{yuan(low)} 到 {yuan(high)} {unit}"


def sources_text(nodes: Iterable[Node], book: Book) -> str:
    """〔文件第 5 条第 4 句〕, each sentence once; that it is only how we read one, where none of them says it plainly; 我们推断的：…."""
    sources = [node.source for node in nodes]
    if len(sources) == 1 and sources[0].law:
        law = written(c.sentence for c in sources[0].law)
        return f"〔{book.wording['origin']['read'].format(law=law) if sources[0].read else law}〕"
    plainly = list(dict.fromkeys(c.sentence for s in sources if not s.read for c in s.law))
    read = dict.fromkeys(c.sentence for s in sources if s.read for c in s.law if c.sentence not in plainly)
    said = [written(plainly)] if plainly else []
    said += [book.wording["origin"]["read"].format(law=written(read))] if read else []
    said += [f"{book.wording['origin'][s.kind]}：{s.note}" for s in sources if not s.law]
    return f"〔{'；'.join(dict.fromkeys(said))}〕"


def why(result: Screening, *determinations: Determination) -> list[str]:
    """The reasons of one row that is not refused as lines; whose they are where it is not all for whom the row is."""
    return _together(result, [d.member for d in determinations],
                     ((r.member, reason_text(result, r), (r.node,)) for d in determinations for r in _open_once(d.reasons)
                      if not (r.holds and r.fact == "relation")))  # who it is stands in front of the line


def why_not(result: Screening, refused_: Iterable[tuple[Determination, list[Need]]], first: Need | None = None) -> list[str]:
    """What the rule of one row asks for and does not find as lines, alternatives in one line. refused_: each with its `needs`; first: one
    of them that is told before the others."""
    rows = list(refused_)
    lines = [(n is first, told) for d, found in rows for n in found for told in _told(result, d, n)]
    leads = {told[1] for leads, told in lines if leads}
    return _together(result, [d.member for d, _ in rows], sorted((told for _, told in lines), key=lambda told: told[1] not in leads))


def _together(result: Screening, of: Sequence[str | None], lines: Iterable[tuple[str | None, str, Sequence[Node]]]) -> list[str]:
    """People for whom the same holds are told together; nobody is named where it is all of those whom the row is for (`of`)."""
    together: dict[tuple[str, str], tuple[list[str | None], Sequence[Node]]] = {}
    for member, line, nodes in lines:
        people, _ = together.setdefault((line, sources_text(nodes, result.book)), ([], nodes))
        if member not in people:
            people.append(member)
    told: dict[tuple, list[tuple[str, Sequence[Node]]]] = {}  # the same words of the same people once, with every sentence they rest on
    for (line, source), (people, nodes) in together.items():
        told.setdefault((line, *people), []).append((source, nodes))
    alone = len(result.household.people) == 1
    return [(text if alone or people == [None] or set(people) == set(of) else f"{whom(result, people)}：{text}")
            + (found[0][0] if len(found) == 1 else sources_text((n for _, nodes in found for n in nodes), result.book))
            for (text, *people), found in told.items()]


def _open_once(reasons: list[Reason]) -> list[Reason]:
    """What is not known is told once, however many tests ask for it one after the other: of several limits the outermost."""
    kept: dict[tuple, Reason] = {}
    for i, r in enumerate(reasons):
        unknown = r.holds is None or r.turn == "unknown"
        key = (r.member, r.fact) if unknown else (i,)
        if key not in kept or (unknown and _wider(r, kept[key])):
            kept[key] = r
    return list(kept.values())


def _wider(one: Reason, other: Reason) -> bool:
    """Whether a test lets more numbers in than another of the same kind does."""
    word, mine, its = one.node.test.word, one.node.shown_limit, other.node.shown_limit
    if other.node.test.word != word or word not in COMPARISONS or one.turn or other.turn or mine is None or its is None:
        return False
    return mine > its if word in ("less_than", "at_most") else mine < its


# --- refusals -----------------------------------------------------------------------------------------------------

def needs(result: Screening, d: Determination) -> list[Need]:
    """What a row that is refused asks for and does not find."""
    state = next(s for s in (result.house, *result.house.people) if s.id == d.member)
    return refused(rules_of(result.book).row_of[d.benefit.id], state)


def beside(result: Screening, d: Determination) -> list[Need]:
    """What a general rule asks for beside, which is not written in the document, and does not find."""
    row = rules_of(result.book).row_of[d.benefit.id]
    return against(row, next((s for s in result.house.people if s.id == d.member), result.house))


def later_text(result: Screening, d: Determination, need: Need) -> str:
    """When to look again, from what is lacking: the number where it is a limit, else the fact; of several ways the one with a number;
    what is too long stands above."""
    words = result.book.wording["list"]["change"]
    if _presumption(result, need):
        return words["presumed"]
    if told := _instead(result, need):
        return told
    if need.kind == "any" and (some := tuple(p for p in need.parts if awaited(result, p))):
        need = replace(need, parts=some) if some[1:] else some[0]
    limits = [text for n in (need.parts if need.kind == "any" else (need,)) if n.kind == "test" and (text := _reached(result, n))]
    asked = short(result.book, limits[0] if limits else _comes(result, d, need))
    if not asked:
        return words["other"]
    if len(asked) > BREATH - FEW or "；" in asked:
        line, patterns = need_text(result, d, need), result.book.wording["against"]
        if near := next(iter(_nearly(result, d)), None) if line.startswith(patterns["row"].partition("{")[0]) else None:
            return later_text(result, d, near)
        listed = need.kind == "any" and line.startswith(patterns["either"].partition("{")[0])
        return words["above_one" if listed else "above"]
    return words["is" if asked.startswith("是") and not {"的", "，"} & set(asked) else "comes"].format(asked=asked)


def awaited(result: Screening, need: Need) -> bool:
    """Whether what is asked for may come about and is worth waiting for: of alternatives one, of what must be together all."""
    if need.parts:
        return (any if need.kind == "any" else all)(awaited(result, p) for p in need.parts)
    facts = [result.book.facts[name] for name in dict.fromkeys(tested(need.node))]
    people = [p for s in need.of for p in ((s,) if s.id else s.house.people)]
    return any(f.waits if isinstance(f.waits, bool) else any((result.house.rules.span("age", p)[0] or 0) <= f.waits for p in people)
               for f in facts)


def settled_text(result: Screening, need: Need) -> bool:
    """Whether what is told of a need is what was taken for granted, or that two things are never had together: no waiting."""
    return bool(_presumption(result, need) or _instead(result, need))


def _presumption(result: Screening, need: Need) -> str:
    """What was taken for granted, where nothing else refuses several ways at once; else nothing."""
    ids = {result.household.presumed.get((s.id, leaf.node.reads[0]), "") if leaf.kind == "test" else "" for leaf in need.leaves()
           for s in leaf.of} if need.kind == "any" else {""}
    taken = ids.pop() if len(ids) == 1 else ""
    return result.book.presumptions[taken].say if taken else ""


def _instead(result: Screening, need: Need) -> str:
    """That what is asked for and what was said instead are never had together, of an answer that says so; else nothing."""
    for leaf in need.leaves():
        for fact in map(result.book.facts.__getitem__, tested(leaf.node)):
            said = {s.facts.get(fact.id) for s in leaf.of}
            if told := next((o.instead for o in fact.options if o.value in said and o.instead), ""):
                return told
    return ""


def _reached(result: Screening, need: Need) -> str:
    """A limit that is not met as it would be, with its number instead of its name, of several the one from which it is worth a look;
    empty where it has none."""
    if need.node.limit is None:
        return ""
    reason = reason_of(words_of(result.book), need.node, need.of[0], "not" if need.turned else "")
    top = (need.node.test.word in ("at_most", "less_than")) is not need.turned
    if not (limit := _limit_text(result, reason, 1 if top else 0)):
        return ""
    asked = asked_for(result, need.node, need.turned)
    name = words_of(result.book).limit(need.node.test.limit, need.node.limits)
    return asked.replace(name, f" {limit}") if name in asked else asked if limit in asked else f"{asked}（{limit}）"


def _comes(result: Screening, d: Determination, need: Need) -> str:
    """What would have to be there, in words without 要; empty where nothing of it can come about."""
    book = result.book
    if need.kind == "named" and not need.turned:
        return book.definitions[need.node.named].plain
    if need.kind == "some" and (of := _one(result, need, False)):
        return of
    if need.kind == "test" and (need.node.reads[0] == "relation" or _other(book, need)):
        return ""
    needs_ = [p for p in need.parts if not _other(book, p)] if need.kind == "any" else []
    parts = [_ways(result, d, p, True) for p in needs_ or need.parts] if need.kind == "any" else [_ways(result, d, need)]
    return book.wording["against"]["or_inside"].join(dict.fromkeys(parts))


def _other(book: Book, need: Need) -> bool:
    """Whether it asks that something chosen be given up or not be there: nobody is told to wait for that."""
    if need.kind != "test" or (fact := book.facts[need.node.test.fact]).type != "choice" or need.node.test.word == "same_area_as":
        return False
    nothing, limit = fact.nothing and fact.nothing.value, need.node.test.limit
    return (need.node.test.word == "none_of") is not need.turned or limit in (nothing, (nothing,))


def _told(result: Screening, d: Determination, need: Need) -> Iterator[tuple[str | None, str, Sequence[Node]]]:
    """Whom a need is about, its line, and on what it rests: one test is told to each of its people with what was said of that one;
    several tests to the person the row is for, if one of them is about that one."""
    if not need.parts:
        yield from ((s.id, need_text(result, d, need if len(need.of) == 1 else replace(need, of=(s,))), (need.node,)) for s in need.of)
        return
    line, patterns = need_text(result, d, need), result.book.wording["against"]
    yield d.member if any(s.id == d.member for leaf in need.leaves() for s in leaf.of) else None, line, [
        leaf.node for leaf in need.leaves()]
    for near in _nearly(result, d) if line.startswith(patterns["row"].partition("{")[0]) else ():
        yield near.of[0].id, _short_of(result, d, near), (near.node,)


def _short_of(result: Screening, d: Determination, need: Need) -> str:
    """The number that is asked for, not its name, and what was said."""
    reached, reason = _reached(result, need), reason_of(words_of(result.book), need.node, need.of[0], "not" if need.turned else "")
    if not reached or reason.presumed(result.household):
        return need_text(result, d, need)
    return f"{wanted(result.book, reached, result.book.facts[reason.fact])}，{_said(result, reason)}"


def _nearly(result: Screening, d: Determination) -> list[Need]:
    """Of a row that says in its own words for whom it is, the numbers that alone keep them from it; an age stands beside the person."""
    row = rules_of(result.book).row_of[d.benefit.id]
    state = next((s for s in result.house.people if s.id == d.member), result.house)
    return [n for n in nearly(row, state) if n.node.test.fact != "age"]


def need_text(result: Screening, d: Determination, need: Need) -> str:
    """One line of a refusal: a test with what was said instead, a definition, or alternatives with what each of them asks for."""
    book, patterns = result.book, result.book.wording["against"]
    if need.kind == "named" and not need.turned:
        return patterns["named"].format(asked=wanted(book, book.definitions[need.node.named].plain))
    if taken := _presumption(result, need):
        return patterns["taken"].format(say=taken)
    leaves = list(need.leaves())
    tests = [reason_of(words_of(book), n.node, n.of[0], "not" if n.turned else "") for n in leaves if n.kind == "test"]
    if need.kind == "test":
        text = reason_text(result, tests[0])
        return patterns["general"].format(line=text) if need.node.weak else text
    same = len(tests) == len(leaves) and len({(r.fact, r.member) for r in tests}) == 1
    if same and need.kind == "any" and isinstance(tests[0].value, str):
        return _shut(result, tests[0])
    if need.kind == "some" and (of := _one(result, need)):
        return patterns["of"].format(ways=of)
    parts = [_ways(result, d, p, True) for p in need.parts] if need.kind == "any" else [_ways(result, d, need)]
    parts = list(dict.fromkeys(parts))
    lengths = [len(short(book, part)) for part in parts]
    if len(need.parts) > WAYS or max(lengths) > BREATH or sum(lengths) > ALL:
        return patterns["row"].format(plain=d.benefit.summary.rstrip("。"))
    if need.kind != "any":
        return patterns["some"].format(ways=parts[0]) if need.kind == "some" else wanted(book, parts[0])
    if len(parts) == 1:
        return wanted(book, parts[0])
    brief = len(parts) == 2 and not any("，" in part for part in parts) and sum(map(len, parts)) < BREATH * 2 // 3
    return patterns["either"].format(ways=patterns["or_short" if brief else "or"].join(parts))


def _one(result: Screening, need: Need, ask: bool = True) -> str:
    """What one person of the household must have, where it is said who: 本人或爱人的户口在温州以外. ask: as it is asked for."""
    book, words, parts = result.book, words_of(result.book), need.parts[0].parts
    who_ = [p for p in parts if p.kind == "test" and p.node.reads[0] == "relation" and not p.turned]
    if need.parts[0].kind != "all" or len(who_) != 1:
        return ""
    limits = who_[0].node.test.limit
    name = words.either([words.person(relation) for relation in ((limits,) if isinstance(limits, str) else limits)])
    asked = _both(book, [asked_for(result, p.node, p.turned) for p in parts if p is not who_[0]])
    return name + (wanted(book, asked) if ask else asked)


def _both(book: Book, parts: Sequence[str]) -> str:
    """What must be there together."""
    words = book.wording["against"]
    return words["and_last"].join((words["and"].join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]


def _ways(result: Screening, d: Determination, need: Need, inside: bool = False, one: bool = False) -> str:
    """A need in words: what must be there together by 而且, alternatives in brackets. one: the people asked are told already."""
    words = result.book.wording["against"]
    if need.kind == "some":
        return _ways(result, d, need.parts[0], inside, True)
    if need.parts:
        parts = list(dict.fromkeys(_ways(result, d, p, True, one) for p in need.parts))
        joined = _both(result.book, parts) if need.kind == "all" else words["or_inside"].join(parts)
        return f"（{joined}）" if inside and need.kind == "any" else joined
    asked = asked_for(result, need.node, need.turned)
    if need.kind == "test" and need.node.limit is not None:
        asked = _with_limit(result, reason_of(words_of(result.book), need.node, need.of[0], ""), asked, True)
    ids = [s.id for s in need.of]
    of = "" if one or ids == [d.member] or ids == [None] or len(result.household.people) == 1 else (
        words["one"] if len(ids) > 1 else called(result, ids[0]))
    return (f" {of}" if of[:1].isdigit() else of) + asked


def whom(result: Screening, people: list[str | None], but: bool = True) -> str:
    """People in words: one with the age; several without, those of one kind together, 家里每个人 where it is everybody, and (but) who is
    left out where that is shorter."""
    known = list(dict.fromkeys(p for p in people if p is not None))
    if len(known) == 1:
        return who(result, known[0])
    if not known:
        return who(result, None)
    words = result.book.wording["people"]
    others = [p.id for p in result.household.people if p.id not in known]
    if not others:
        return words["all"]
    if but and len(others) == 1 and len(known) > FEW:
        name = called(result, others[0])
        return words["but"].format(name=f" {name}" if name[0].isdigit() else name)
    kinds: dict[str, list[str]] = {}
    for p in result.household.people:
        kinds.setdefault(p.facts.get("relation", ""), []).append(p.id)
    together = {p: words_of(result.book).together(relation, len(ids)) for relation, ids in kinds.items() if len(ids) > 1
                and set(ids) <= set(known) for p in ids}
    return "、".join(dict.fromkeys(together.get(p) or called(result, p) for p in known))


def called(result: Screening, member: str) -> str:
    """A person without the age, unless that is what they are called by."""
    return who(result, member).split("（")[0]


def left_out(result: Screening) -> list[str]:
    """One line for each income the means test leaves out: whose, which, how much a month, why, and where it is written."""
    words, lines = result.book.wording["list"]["left_out"], []
    kinds = {o.value: o for o in result.book.facts["income"].options}
    for x in result.means.disregards:
        of = "" if x.member is None or len(result.household.people) == 1 else f"{called(result, x.member)}，"
        when, times = ("一年", 12) if kinds[x.kind].yearly else ("每月", 1)
        (low, high), (least, most) = ((a * times, None if b is None else b * times) for a, b in (x.total, x.counted))
        known = high is not None and low == high
        text = words[("all" if known else "whole") if most == 0 else "unknown" if not known else "sure" if x.certain else "maybe"]
        free = span(0 if most is None else high - most, high - least) if known else ""
        text = text.format(when=when, sum=span(low, low), free=free if free[:1] in "至最" else f" {free}")
        why = "".join(result.book.sentences[s].note for s in x.why)
        lines.append(f"{of}{kinds[x.kind].said}：{text}{why}〔{written(x.why)}〕")
    return lines


class Lack(NamedTuple):
    """One thing to find out: the fact (its id), whose it is where there are several people, what it is, and who can tell."""

    fact: str
    of: str
    what: str
    tell: str = ""


def lacking(result: Screening, keys: Iterable[Key]) -> list[Lack]:
    """Open facts as things to find out; one fact of several people is one. Who can tell is left out where they would not say it."""
    together: dict[str, list[str | None]] = {}
    for member, name in keys:
        together.setdefault(name, []).append(member)
    found: dict[tuple[str, str], Lack] = {}  # what several facts hang on once
    for name, people in together.items():
        unsaid = all((who, name) in result.unsaid for who in people)
        for lack in to_find_out(result, name, people):
            found.setdefault(lack[1:3], lack._replace(tell="") if unsaid else lack)
    return list(found.values())


def lacking_lines(lacks: Sequence[Lack], tells: int | None = None) -> list[str]:
    """The same as lines; a person is named once. tells: of so many of them also who can tell (None = of all)."""
    of: dict[str, list[str]] = {}
    for i, lack in enumerate(lacks):
        tell = f"（{lack.tell}）" if lack.tell and (tells is None or i < tells) else ""
        of.setdefault(lack.of or lack.what, []).append(lack.what + tell)
    named = {lack.of for lack in lacks}
    return [(name + ("：" if len(told) > 1 else "") if name in named else "") + "、".join(told) for name, told in of.items()]


def to_find_out(result: Screening, name: str, people: Sequence[str | None]) -> list[Lack]:
    """What is not known of a fact of these people, as it stands after 弄清: for whom an option holds that was chosen for somebody; of the
    others the fact itself, with whose it is."""
    found = [Lack(name, "", w.open, w.tell) for member in people for w in result.whose.get((member, name), ())]
    if left := [member for member in people if (member, name) not in result.whose]:
        fact = result.book.facts[name]
        of = "" if left == [None] or len(result.household.people) == 1 else whom(result, left, but=False)
        known = frozenset().union(*(_may_be(result, member, name) for member in left))
        found.append(Lack(name, of, fact.left(known), fact.tell))
    return list(dict.fromkeys(found))


def _may_be(result: Screening, member: str | None, name: str) -> frozenset:
    """The answers that may yet be to a choice."""
    known = result.household.spans.get((member, name))
    return known if isinstance(known, frozenset) else frozenset(o.value for o in result.book.facts[name].options)


def grouped(rows: list[Determination]) -> list[list[Determination]]:
    """Determinations of one row together, in the order of the catalogue."""
    found: dict[str, list[Determination]] = {}
    for d in rows:
        found.setdefault(d.benefit.id, []).append(d)
    return list(found.values())
