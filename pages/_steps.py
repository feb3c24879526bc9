"""The way through the questionnaire: which place comes next, back, forward, and what the browser's own Back and Forward mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

import streamlit as st

from benefits import Screening, interview, load
from benefits.interview import Answers, Screen
from benefits.listing import by_kinship
from benefits.screen import words_of
from benefits.voice import say

from . import _frame, _state
from ._state import Spot

QUESTIONS, RESULTS, START, DESK = "pages/questions.py", "pages/results.py", "pages/start.py", "pages/desk.py"
DESK_PART = "desk-part"  # key of st.session_state: which part of the desk is shown
EARLY = ("certificate",)  # once this question is behind, the results may be looked at


def called(answers: Answers, member: str) -> str:
    """How one person is called; "" = the one spoken to or, in a visit for one person, spoken of."""
    book, voice = load(), _state.voice()
    if member == interview.REST:
        return "家里别的人"
    first = answers.members[0]["id"] == member
    if first and (answers.alone or voice in ("self", "family")) and not answers.sample:
        return ""
    return say(book, voice, by_kinship(words_of(book), _state.heard(answers).household, member))


def named(answers: Answers, member: str) -> str:
    """The same where a name has to stand: the one spoken to as 您, with the age where it is known."""
    book = load()
    return called(answers, member) or say(book, _state.voice(), by_kinship(words_of(book), _state.heard(answers).household, member))


def of_all(answers: Answers, of: Sequence[str | None]) -> bool:
    """Whether what was asked of these people was asked of everybody there is, or of the household."""
    return None in of or len(of) == len(answers.members) + (answers.alone and answers.heads != 1)


def asked(answers: Answers, screen: Screen, whom: bool = False) -> str:
    """The question as it is put to this visitor. whom: names whom it was put to, where it was not everybody."""
    book, voice, q = load(), _state.voice(), screen.question
    if screen.kind == "birthday":
        return say(book, voice, "您今年的生日过了吗？", called(answers, screen.of[0]))
    if screen.kind == "who":
        return say(book, voice, q.who_of([o for o, _ in screen.groups]))
    if screen.single:
        return _single(answers, screen, whom)
    parts = {o.part for o in screen.options}
    if q.of == "person" or len(screen.of) == 1:
        if screen.of == (interview.REST,) and "您" in q.text and not q.one:  # it speaks of the others to the one who is asked
            return say(book, voice, q.text)
        who = screen.of[0] and called(answers, screen.of[0])
        text = q.one if q.one and len(screen.of) == 1 and (q.of == "person" or len(answers.members) == 1 or screen.of[0]) else q.text
        text = q.only[min(parts)] if len(parts) == 1 < len(q.only) else text
        if who and "您" not in text:
            return f"{who}：{text.replace('孩子', '')}" if text.startswith("孩子") else f"{who}：{text}"
        return say(book, voice, text, who or "")
    some = _some(answers, screen, whom)
    if some and q.one:
        return say(book, voice, q.one, some)
    if some and whom:
        return f"{some}：{say(book, voice, q.text)}"
    return say(book, voice, q.either if q.either and interview.REST in screen.of else q.text)


def single_of(screen: Screen) -> str:
    """Of whom it is asked whether the one thing left of a list is so: one | house | people | either."""
    if not interview.of_people(load(), screen.single):
        return "house" if screen.question.of == "household" else "one"
    if len(screen.of) == 1:
        return "one" if screen.of[0] else "house"
    return "either" if interview.REST in screen.of else "people"


def _single(answers: Answers, screen: Screen, whom: bool) -> str:
    """The question whether the one thing left of a list is so."""
    book, of = load(), single_of(screen)
    words, does = book.wording["single"], screen.single.does
    some = _some(answers, screen, whom) if of in ("people", "either") else ""
    if some or of == "one":
        who = some or (screen.of[0] and called(answers, screen.of[0])) or ""
        return say(book, _state.voice(), words["one"].format(does=does), who)
    return say(book, _state.voice(), ((screen.question.single if of == "people" else "") or words[of]).format(does=does))


def _some(answers: Answers, screen: Screen, whom: bool) -> str:
    """Whom a question is about, where its words leave that open, others were asked the same apart, or (whom) where that is not everybody;
    "" = not named."""
    book = load()
    q = screen.question
    apart = q.named or any(book.questions[r["q"]].text == q.text and set(r["of"]) != set(screen.of) for r in answers.records)
    return "、".join(named(answers, who) for who in screen.of if who) if apart or (whom and not of_all(answers, screen.of)) else ""


def following(answers: Answers, late: bool = False) -> Screen | None:
    """The next thing to ask, or None when nothing more can change the list (or, with `late`, an amount)."""
    return next(iter(_state.to_ask(answers, late)), None)


def coming(answers: Answers) -> frozenset[tuple[str | None, str]]:
    """The facts the questionnaire is still to ask, or once it is through what may still be answered, and of whom; of a sample none, since
    nobody goes on with it."""
    screens = [] if answers.sample else _state.to_ask(answers) or _state.to_ask(answers, late=True)
    return interview.coming(load(), answers, _state.heard(answers), screens)


def unasked(answers: Answers, result: Screening) -> list[str]:
    """What a possible row still lacks, in words, that was never asked of the visitor and may be answered now; of nothing on the way."""
    if following(answers) is not None:
        return []
    asked = {key[1:] for key in _state.heard(answers).asked}
    lacking = {fact: None for d in result.of("possible") for who, fact in d.missing if (who, fact) not in asked}
    late = {fact for screen in _state.to_ask(answers, late=True) if screen.question for fact in screen.question.facts}
    return [result.book.facts[fact].open for fact in lacking if fact in late]


def birthdays(answers: Answers, result: Screening) -> list[str]:
    """Whose birthday was not known, or had not been when it was asked, with a possible row that hangs on the age."""
    lacking = {who for d in result.of("possible") for who, fact in d.missing if fact == "age"}
    return [m["id"] for m in answers.members if m["id"] in lacking and "passed" in answers.born.get(m["id"], {})]


def early(answers: Answers) -> bool:
    """Whether enough is known to look at the results before the end."""
    return bool(answers.sample) or any(r["q"] in EARLY for r in answers.records)


def here() -> Spot:
    """Where the visitor is; at the first question when nowhere."""
    now = _state.visit()
    if not now.spots:
        now.spots = _behind(now.open)
        now.at = len(now.spots) - 1
        put(_next(now.open))
    return now.spots[now.at]


def _behind(answers: Answers) -> list[Spot]:
    """The places where what is answered was asked, in order; of answers that were taken up again nobody knows more."""
    book, first, order = load(), answers.members[0]["id"], list(load().questions)
    records = sorted((r for r in answers.records if not book.questions[r["q"]].late), key=lambda r: order.index(r["q"]))
    screens = [interview.of_question(book, answers, r, _state.as_of()) for r in records]
    if _state.visit().worker and not answers.alone:
        if not answers.gathered:
            return []
        pages = {topic: [s for s in screens if interview.page_of(book, s) == topic] for topic in book.sections}
        if first in answers.born:  # who they are was asked on the first of them
            pages[next(iter(pages))].insert(1, Screen("people"))
        return [Spot("topic", topic=topic, screens=tuple(of)) for topic, of in pages.items() if of]
    found = [Spot("screen", s) for s in screens]
    roster = [Spot("born", member=first)] if first in answers.born else []
    roster += [Spot("heads" if answers.alone else "family")] if answers.gathered else []
    return [*found[:1], *roster, *found[1:]] if found else []


def _next(answers: Answers) -> Spot:
    """The place that comes after all that was answered."""
    now, book = _state.visit(), load()
    last = now.spots[now.at] if now.spots else Spot("topic")
    if answers.gathered and not answers.sample and not last.large:
        for doubt, who in interview.doubts(book, answers, _state.as_of(), _state.heard(answers)):
            return Spot("doubt", member=who or "", doubt=doubt.id)
    if last.late and last.screen and last.screen.kind == "birthday":
        for member in _behind_birthday(answers, last.screen.of[0]):
            return _of_birthday(member)
    if last.late and (screens := _state.to_ask(answers, late=True)):
        return Spot("screen", screens[0], late=True)
    screens = _state.to_ask(answers)
    if not screens:
        return Spot("check")
    if screens[0].kind == "people" and (answers.alone or not now.worker):
        first = answers.members[0]
        known = first["id"] in answers.born or "age" in first
        return Spot("born", member=first["id"]) if not known else Spot("heads" if answers.alone else "family")
    if not now.worker:
        return Spot("screen", screens[0])
    mine = interview.of_topic(book, screens, last.topic) if last.large else []
    if mine:  # what was handed over: the next of it, or back to the page it was handed over from
        return Spot("screen", mine[0], last.topic, large="topic") if last.large == "topic" else Spot("topic", topic=last.topic)
    return Spot("topic", topic=interview.next_topic(book, screens, last.topic))


def _behind_birthday(answers: Answers, member: str) -> list[str]:
    """Whose birthday is asked once more after that of a member."""
    order = [m["id"] for m in answers.members]
    return [who for who in birthdays(answers, _state.screened(answers)) if order.index(who) > order.index(member)]


def late_left(answers: Answers) -> int:
    """How many of what is put once more, and of the late questions, are left with the one here."""
    screen = here().screen
    again = 1 + len(_behind_birthday(answers, screen.of[0])) if screen and screen.kind == "birthday" else 0
    return again + len(_state.to_ask(answers, late=True))


def _of_birthday(member: str) -> Spot:
    """The birthday asked once more."""
    return Spot("screen", Screen("birthday", of=(member,)), late=True)


def put(spot: Spot) -> None:
    """Goes to a place after the one here; what lay ahead of it is gone."""
    now = _state.visit()
    now.spots[now.at + 1:] = [spot]
    now.at = len(now.spots) - 1
    now.told.pop(now.at, None)


def go(spot: Spot) -> NoReturn:
    """Shows a place after the one here."""
    put(spot)
    st.switch_page(QUESTIONS)


def stay(spot: Spot) -> None:
    """Says more exactly what the place here is."""
    now = _state.visit()
    now.spots[now.at] = spot


def advance(answers: Answers) -> None:
    """Leaves the place just answered. After 改: whose it is, what depends on the change, then back to the check page."""
    spot = here()
    interview.resized(load(), answers, _state.as_of())
    if spot.editing and spot.screen and spot.screen.kind == "question":
        whose = interview.whose_again(load(), answers, spot.screen, _state.as_of())
        if whose:
            put(replace(spot, screen=whose))
            return
    found = _next(answers)
    if spot.editing and found.kind != "check":
        found = replace(found, editing=True)
    put(found)


def onward(answers: Answers) -> NoReturn:
    """Leaves the place just answered and shows the next one."""
    advance(answers)
    st.switch_page(QUESTIONS)


def without(member: str) -> None:
    """Somebody was taken off the list: the places behind speak of the others; one that spoke of nobody else is the list."""
    now = _state.visit()
    now.spots = [_of_others(spot, member) for spot in now.spots]


def _of_others(spot: Spot, member: str) -> Spot:
    screens = [left for s in (spot.screen, *spot.screens) if s and (left := _screen_of_others(s, member))]
    if spot.member == member or ((spot.screen or spot.screens) and not screens):
        return Spot("family")
    return replace(spot, screen=screens[0]) if spot.screen else replace(spot, screens=tuple(screens))


def _screen_of_others(screen: Screen, member: str) -> Screen | None:
    of = tuple(who for who in screen.of if who != member)
    groups = tuple((o, left) for o, people in screen.groups if (left := tuple(who for who in people if who != member)))
    return replace(screen, of=of, groups=groups) if of or not screen.of else None


def retreat() -> None:
    """One place back; before the first is the first page."""
    now = _state.visit()
    if not now.at:
        st.switch_page(START)
    now.at -= 1


def back() -> NoReturn:
    retreat()
    st.switch_page(QUESTIONS)


def to_check(answers: Answers) -> None:
    """Puts the check page after the place here."""
    now = _state.visit()
    if not now.spots or here().kind != "check":
        put(Spot("check"))


def go_on(answers: Answers, late: bool = False) -> NoReturn:
    """From the results to the next open question."""
    now = _state.visit()
    screen = following(answers, late) if late else None
    open_ = birthdays(answers, _state.screened(answers)) if late else []
    if not now.spots:
        now.spots, now.at = [Spot("check")], 0
    go(_of_birthday(open_[0]) if open_ else Spot("screen", screen, late=True) if screen else _next(answers))


def to_desk(part: str) -> NoReturn:
    """Shows a part of the desk of a grid worker, "" = its households."""
    st.session_state[DESK_PART] = part
    st.switch_page(DESK)


def follow(came: _frame.Came) -> None:
    """Goes where the browser's Back or Forward led to; the answers stay."""
    now, step = _state.visit(), came.step or ""
    if step == "start":
        st.switch_page(START)
    elif step.startswith("results"):
        _state.reopen(step)
        st.switch_page(RESULTS)
    elif step.startswith("desk"):
        to_desk(step.removeprefix("desk").strip())
    elif step[:1] == "s" and step[1:].isdigit() and int(step[1:]) < len(now.spots):
        if st.session_state.get("page") == "questions" and now.at == int(step[1:]):
            return
        now.at = int(step[1:])
        st.switch_page(QUESTIONS)
