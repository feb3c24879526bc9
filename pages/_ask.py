"""One screen of the questionnaire: draws it, and reads the answer back. Holds no rule.

Nothing is chosen beforehand except what was answered before; 不清楚 stands last, apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Any

from benefits import interview, load
from benefits.interview import FAMILY, REST, UNSURE, Answers, Screen
from benefits.model import Choice
from benefits.voice import say

from . import _draw, _hand, _state, _steps
from ._read import Unclear, number

NOTHING, UNKNOWN, REFUSED = "都没有", "不清楚", "不想说"
WHOSE_UNKNOWN, WHOSE_REFUSED = "不清楚是谁", "不想说是谁"
NOT_SAID = [UNSURE, interview.REFUSED]  # how 不想说 is kept: as not known, and that it was refused
WIDE = 4  # a place of more characters
CLAUSES = 3  # so many articles are named beside a question
BIRTHDAY = "看身份证上的月和日，不算农历。"
CHOOSE = "请选一个。不知道就选“不清楚”。"
WHO = "请选人。不知道就选“不清楚”。"
EXCLUSIVE = "选了“{}”，就不能再选别的。请改一下。"
ONE_OF = "“{}”和“{}”，一个人只有一样。请改一下。"
ONLY_ONE = "{}只能选一样。请改一下。"
NOWHERE = "{}还没有选。不知道就选“不清楚”。"
ONE_OF_US = "“{}”和“{}”，只能选一样。请改一下。"


@dataclass
class Given:
    """What one screen brought: what to keep, or what to change."""

    said: list[str]
    problem: str = ""
    lacking: list[tuple[Any, str]] = field(default_factory=list)  # of a page in several parts: the place under each part, its problem

    def wrong(self, under: Any, asked: str = "") -> list[tuple[Any, str]]:
        """What is to be put right, each (place, words). under: the place under the whole question; asked: what stands before the words."""
        return [(place, f"{asked}{text}") for place, text in self.lacking or ([(under, self.problem)] if self.problem else [])]


def draw(answers: Answers, screen: Screen, place: str) -> Given:
    """Draws the options of one screen and reads what is chosen. place: makes its widgets different from any other's."""
    q, asked = screen.question, _steps.asked(answers, screen)
    before = _before(answers, screen)
    if screen.kind == "who":
        return _whose(answers, screen, before, place)
    if q.form == "number" or (q.form == "bands" and not screen.bands):
        return _number(q, before, place)
    if q.form == "bands":
        options = {label: interview.band_said(low, high) for low, high, label in screen.bands}
        return _radio(options, before, place, q, asked)
    if q.form == "who":
        return _people(answers, screen, before, place)
    if q.form == "one":
        return _one(screen, before, place, asked)
    if screen.single:
        yes, no = yes_no(screen)
        return _radio({yes: [screen.single.id], no: []}, before, place, q, asked)
    if len(screen.of) == 1 and (q.form == "share" or q.exclusive):
        nothing: dict[str, list[str]] = {_nothing(q): []} if q.exclusive else {}
        return _radio({o.label: [o.id] for o in screen.options} | nothing, before, place, q, asked, screen.options)
    none = "" if q.form == "share" else _nothing(q)
    given = _ticks({o.id: o.label for o in screen.options}, before, place, none, q.refusable, screen.options)
    if len(screen.of) == 1 and not given.problem:
        given.problem = _clash([o for o in screen.options if o.id in given.said], ONE_OF if screen.of[0] else ONE_OF_US)
    return given


def yes_no(screen: Screen) -> list[str]:
    """Yes and no to the one thing left of a list, as they are said to such a question."""
    words, of = load().wording["single"]["answers"], _steps.single_of(screen)
    return words[of] if of in words else words.get(screen.single.does[0], words["other"])


def _of_one(screen: Screen, text: str) -> str:
    """A hint or reason about a list, where one thing alone is left of it."""
    for many, one in load().wording["single"]["words"].items() if screen.single else ():
        text = text.replace(many, one)
    return text.strip("。")


def _nothing(q) -> str:
    """What stands last where none of the options, or nobody, fits."""
    return (q.nobody if q.form == "who" else q.otherwise) or NOTHING


def _clash(chosen: Sequence[Choice], words: str) -> str:
    """What to say where two of the options cannot both be so; "" = they can."""
    for first, second in combinations(chosen, 2):
        if set(first.only_one) & set(second.only_one):
            return words.format(*(o.label.split("（")[0] for o in (first, second)))
    return ""


def help_line(screen: Screen, answers: Answers | None = None) -> str:
    """The hint under a question; "" = none. answers: where they tell who is asked about, what helps only of the young as well."""
    q = screen.question
    if q is None or screen.kind == "who":
        return ""
    hints = [q.hints.get(part, "") for part in dict.fromkeys(o.part for o in screen.options)]
    young = [text for age, text in q.help_under.items() if answers and any(_youngest(answers, who) < age for who in screen.of if who)]
    helps = "，".join(filter(None, [_of_one(screen, q.help), *young]))
    lines = [helps, *hints, "各人不一样的，可以选几个" if q.form == "share" and len(screen.of) > 1 else ""]
    return say(load(), _state.voice(), "。".join(filter(None, lines)))


def _youngest(answers: Answers, who: str) -> int:
    """How old somebody is at least; 0 where nobody said."""
    house = _state.heard(answers).household
    known = next((p.facts["age"] for p in house.people if p.id == who and "age" in p.facts), None)
    return int(house.spans.get((who, "age"), (0, 0))[0] if known is None else known)


def why(answers: Answers, screen: Screen) -> str:
    """Why it is asked of those it is put to: what of it may still change for them; "" = nothing is said."""
    q = screen.question
    if q is None or not (q.why or q.because):
        return ""
    rows = interview.may_change(load(), answers, screen, _state.as_of(), q.late) if screen.rows is None else screen.rows
    return _of_one(screen, q.why_of(rows))


def hints(answers: Answers, screen: Screen, desk: bool = False) -> None:
    """Why it is asked, and what helps to answer it. desk: to a grid worker, who also sees where in the document it counts."""
    if screen.kind == "birthday":
        _draw.small(BIRTHDAY)
    if reason := why(answers, screen):
        _draw.plain(f"为什么问：{reason}。")
    if line := help_line(screen, answers):
        _draw.small(line + ("" if line[-1] in "。？" else "。"))
    if desk and (where := clauses(screen.articles)):
        _draw.small(where)


def clauses(articles: Sequence[str]) -> str:
    """文件第 5、12 条: the first few articles as they are read together; "" = none."""
    told = articles[:CLAUSES]
    numbers = [a.removeprefix("第 ").removesuffix(" 条") for a in told if a.startswith("第 ")]
    found = [f"第 {'、'.join(numbers)} 条"] if numbers else []
    found += [a for a in told if not a.startswith("第 ")]
    return f"文件{'，'.join(found)}{'等' if len(articles) > CLAUSES else ''}" if found else ""


def _before(answers: Answers, screen: Screen) -> list[str] | None:
    """What was said on this screen before, or stands for now; None = nothing yet."""
    if screen.kind == "who":
        record = next((r for r in answers.records if r["q"] == screen.question.id and set(screen.of) <= set(r["of"])), {})
        whose = record.get("whose", {})
        found = [f"{o.id}:{p}" for o, _ in screen.groups for p in whose.get(o.id, ())]
        return found if found else None
    record = answers.record(screen.question.id, screen.of)
    return record["said"] if record else None if screen.stands is None else list(screen.stands)


def _under(place: str, options: Sequence[Choice]) -> str:
    """The end of a key by which headings stand between the options of one long list, without cutting it into several; where options
    stand beside each other, a long one has a row of its own, so that none is higher than its neighbours (in a
    wide window the first under a heading two places)."""
    heads = {i: o.under for i, o in enumerate(options, 1) if o.under and (i == 1 or options[i - 2].under != o.under)}
    if not heads:
        return place
    mark = f"under{options[0].id.replace('_', '')}{len(options)}"
    of = f"[class*={mark}] [role=radiogroup] > :nth-child"
    wide = {i: 2 if i in heads else 3 for i, o in enumerate(options, 1) if len(o.label) > WIDE}
    _hand.style("".join(f'{of}({i}) {{grid-column-start: 1}} {of}({i})::before {{content: "{head}"}}' for i, head in heads.items())
                + "".join(f"[class*=household-] {of}({i}) {{grid-column: 1 / -1}} " for i in wide if i not in heads)
                + "@media (min-width: 1000px) {"
                + "".join(f"[class*=household-] {of}({i}) {{grid-column: 1 / span {n}}} " for i, n in wide.items()) + "}")
    return f"{place}|under|{mark}"


def _radio(options: dict[str, list[str]], before: list[str] | None, place: str, q, asked: str, told: Sequence[Choice] = ()) -> Given:
    """One of the options, each with what is kept for it."""
    every = {**options, **({REFUSED: NOT_SAID} if q.refusable else {}), UNKNOWN: [UNSURE]}
    index = list(every.values()).index(before) if before in every.values() else None
    none = len(options) > 2 and ([] in options.values() or (bool(told) and told[-1].apart))  # yes and no stand together
    key = f"{_under(place, told)}|{_apart(none + q.refusable + 1)}"
    label = _hand.radio(asked, list(every), index, key, format_func=_draw.bare)
    return Given(every[label]) if label else Given([], CHOOSE)


def _one(screen: Screen, before: list[str] | None, place: str, asked: str) -> Given:
    """One option in each part."""
    q = screen.question
    said, problem = [], ""
    lacking: list[tuple[Any, str]] = []
    parts = list(dict.fromkeys(o.part for o in screen.options))
    for i, part in enumerate(parts):
        told = [o for o in screen.options if o.part == part]
        options = {o.label: o.id for o in told}
        options.update({REFUSED: interview.REFUSED} if q.refusable else {}, **{UNKNOWN: UNSURE})
        chosen = before[i] if before and i < len(before) else None
        chosen = interview.REFUSED if chosen == UNSURE and before and interview.REFUSED in before else chosen
        index = list(options.values()).index(chosen) if chosen in options.values() else None
        key = f"{_under(place, told)}|{i}|{_apart((told[-1].apart and len(told) > 2) + q.refusable + 1)}"
        with _hand.part(f"{place}|{i}", part if len(parts) > 1 else "") as under:
            label = _hand.radio(part or asked, list(options), index, key, format_func=_draw.bare)
        if label is None:
            problem = f"请选{part}。不知道就选“不清楚”。" if part else CHOOSE
            lacking += [(under, problem)] if len(parts) > 1 else []  # a part alone has no place of its own
        else:
            said.append(options[label])
    refused = interview.REFUSED in said  # of one part: what was said of the other stays
    return Given([UNSURE if text == interview.REFUSED else text for text in said] + [interview.REFUSED] * refused, problem, lacking)


def _apart(last: int) -> str:
    """The end of a key by which the style sets the last options apart: one, two or three."""
    return ("apart", "apart-two", "apart-three")[last - 1]


def _ticks(options: dict[str, str], before: list[str] | None, place: str, none: str, refusable: bool = False,
           told: Sequence[Choice] = (), empty: str = "") -> Given:
    """Any of the options; 都没有, 不想说 and 不清楚 stand apart and exclude the rest. empty: what to say where nothing is chosen."""
    heads, under, chosen = {o.id: o.under for o in told}, "", []
    for i, label in options.items():
        if heads.get(i, under) != under:
            under = heads[i]
            _hand.subheader(under)
        if _hand.checkbox(label, bool(before) and i in before, f"{place}|{i}"):
            chosen.append(i)
    apart: dict[str, tuple[list[str], bool]] = {
        **({none: ([], before == [])} if none else {}), **({REFUSED: (NOT_SAID, before == NOT_SAID)} if refusable else {}),
        UNKNOWN: ([UNSURE], bool(before) and UNSURE in before and before != NOT_SAID)}
    alone = [label for i, (label, (_, ticked)) in enumerate(apart.items()) if _hand.checkbox(label, ticked, f"{place}|apart-{i}")]
    if not chosen and not alone:
        return Given([], empty or "请选一样。" + (f"都不是，就选“{none}”。" if none else "不知道就选“不清楚”。"))
    if alone and (chosen or len(alone) > 1):
        return Given([], EXCLUSIVE.format(alone[0]))
    return Given(apart[alone[0]][0] if alone else chosen)


def _people(answers: Answers, screen: Screen, before: list[str] | None, place: str) -> Given:
    """Which people; for one person alone, yes or no."""
    option = screen.question.options[0]
    if len(screen.of) == 1:
        q = screen.question
        return _radio({option.label: [screen.of[0]], q.otherwise: []}, before, place, q, _steps.asked(answers, screen))
    return _ticks({p: _name(answers, p) for p in screen.of}, before, place, _nothing(screen.question), screen.question.refusable)


def _whose(answers: Answers, screen: Screen, before: list[str] | None, place: str) -> Given:
    """For each option chosen before, which people."""
    said, problem = [], ""
    lacking: list[tuple[Any, str]] = []
    for option, people in screen.groups:
        names = {**({FAMILY: "全家都算"} if option.family else {}), **{p: _name(answers, p) for p in people}}
        earlier = [text.split(":", 1)[1] for text in before if text.startswith(option.id + ":")] if before else None
        with _hand.part(f"{place}|{option.id}", option.label) as under:
            found = _ticks(names, earlier or None, f"{place}|{option.id}", "", screen.question.refusable, empty=WHO)
        if found.problem:
            which = f"“{option.label.split('（')[0]}”：" if len(screen.groups) > 1 else ""
            lacking.append((under, which + found.problem))
        said += [f"{option.id}:{p}" for p in found.said]
    if lacking:
        return Given(said, lacking[0][1], lacking)
    named = [who for who in (text.split(":", 1)[1] for text in said) if who not in NOT_SAID]
    twice = [p for p, times in Counter(named).items() if times > 1 and p != REST]  # the others may have one each
    if twice and (screen.question.exclusive or screen.question.form == "share"):
        return Given([], ONLY_ONE.format(_name(answers, twice[0])))
    if screen.question.form == "share" and not any(text.endswith(f":{UNSURE}") for text in said):
        record = next((r for r in answers.records if r["q"] == screen.question.id and set(screen.of) <= set(r["of"])), {})
        others = [p for o, people in record.get("whose", {}).items() if o not in {g.id for g, _ in screen.groups} for p in people]
        if left := [p for p in screen.of if p not in {*named, *others}]:
            problem = NOWHERE.format(_name(answers, left[0]))
    for who in named:
        told = [o for o, _ in screen.groups if {f"{o.id}:{who}", f"{o.id}:{FAMILY}"} & set(said)]
        problem = problem or _clash(told, ONE_OF)
    return Given(said, problem)


def _name(answers: Answers, member: str) -> str:
    return _steps.called(answers, member) or say(load(), _state.voice(), "您本人")


def _number(q, before: list[str] | None, place: str) -> Given:
    fact = load().facts[q.fact]
    typed = _hand.text(fact.unit or fact.label, before[0] if before and UNSURE not in before else "", place, 20)
    apart = {**({REFUSED: NOT_SAID} if q.refusable else {}), UNKNOWN: [UNSURE]}
    ticked = [label for i, (label, said) in enumerate(apart.items()) if _hand.checkbox(label, before == said, f"{place}|apart-{i}")]
    if len(ticked) > 1:
        return Given([], EXCLUSIVE.format(ticked[0]))
    if ticked and typed.strip():
        return Given([], f"填了数，就不要选“{ticked[0]}”。")
    if ticked:
        return Given(apart[ticked[0]])
    if not typed.strip():
        return Given([], "请填一个数。不知道就选“不清楚”。")
    try:
        return Given([str(number(typed, fact))])
    except Unclear as error:
        return Given([], str(error))


def keep(answers: Answers, screen: Screen, given: Given) -> None:
    """Takes one answer over."""
    interview.answer(load(), answers, screen, given.said, _state.today())


def keep_of_all(answers: Answers, screen: Screen, given: Given) -> None:
    """The same on a page that is drawn again while people are added to it: what was said of fewer or of others is replaced."""
    record = answers.record(screen.question.id, screen.of)
    if record is None or record["said"] != given.said:
        answers.records = [r for r in answers.records if r["q"] != screen.question.id or r is record]
        keep(answers, screen, given)


def _several(words: Sequence[str]) -> str:
    """Several answers in one line: apart by more than the marks inside them."""
    return ("；" if any(mark in word for word in words for mark in "、，") else "、").join(words)


def spoken(answers: Answers, record: dict) -> str:
    """What a record says, in the words of its options."""
    q = load().questions[record["q"]]
    said = record["said"]
    if UNSURE in said:
        chosen = [o.label for o in q.options if o.id in said]
        return _several([*chosen, REFUSED if "-" in said else UNKNOWN])
    if q.fact:
        unit = load().facts[q.fact].unit.split("/")[0]
        low, *high = [f"{Decimal(n):,}" if n else "" for n in said]
        return record.get("words") or (f"{low} 到 {high[0]} {unit}" if high and high[0] else f"{low} {unit}{'或更多' if high else ''}")
    if q.form == "who":
        if len(record["of"]) == 1:
            return q.options[0].label if said else q.otherwise
        return "、".join(_name(answers, p) for p in said) or _nothing(q)
    out = []
    for o in q.options:
        if o.id in said:
            named = record.get("whose", {}).get(o.id, ())
            whose = [p for p in named if p in (UNSURE, FAMILY, *record["of"])]
            hidden = WHOSE_REFUSED if interview.REFUSED in named else WHOSE_UNKNOWN
            names = [hidden if p == UNSURE else "全家" if p == FAMILY else _name(answers, p) for p in whose
                     if p != FAMILY or _steps.of_all(answers, record["of"])]
            out.append(o.label + (f"（{'、'.join(names)}）" if names and len(record["of"]) > 1 else ""))
    return _several(out) or _nothing(q)


def by_person(answers: Answers, record: dict) -> dict[str | None, str]:
    """What a record says of each person; under None what it says of them all, or of the household."""
    book = load()
    q, of = book.questions[record["q"]], record["of"]
    whole = spoken(answers, record)
    if len(of) == 1:
        return {of[0]: whole}
    if not (q.asks_who or q.form == "who") or not record["said"]:
        return {None: whole}
    chosen = [o for o in q.options if o.id in record["said"]]
    if q.form == "who":
        found = {p: q.options[0].label if p in record["said"] else q.otherwise for p in of}
    else:
        whose = record.get("whose", {})
        own = {p: [o.label for o in chosen if {p, FAMILY} & set(whose.get(o.id, ()))] for p in of}
        found = {p: _several(labels) or (_nothing(q) if q.form == "sweep" else UNKNOWN) for p, labels in own.items()}
    shared = [o.label for o in chosen if q.asks_who and q.form != "share" and not interview.of_people(book, o)]
    if len(set(found.values())) == 1:
        return {None: whole}
    return {**({None: _several(shared)} if shared else {}), **found}
