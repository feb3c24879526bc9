"""The check page: apart 不清楚 and what was not asked, then every answer in plain words by person, 改 beside each. And
是这样吗？ for an answer that is hardly ever right."""

from __future__ import annotations

import streamlit as st

from benefits import interview, load
from benefits.interview import UNSURE, Answers, Screen
from benefits.listing import held
from benefits.model import Question
from benefits.screen import words_of
from benefits.voice import say

from . import _around, _ask, _draw, _frame, _hand, _income, _people, _state, _steps
from ._state import Spot

TITLE = "对一对，再看结果"
DRAWN = "按您的回答推出来的"
SO = "是这样"
FILE = "幸福清单-接着填.txt"
CLEAR = "清除我的回答"
MANY = 4  # of more people each one is folded
FEW = 4   # more lines of one person stand under the titles of topics


def check(answers: Answers, spot: Spot) -> None:
    """Apart what was 不清楚 and what was taken for granted, then all answers, by person; the buttons that lead on."""
    visit = _state.visit()
    _around.arrived(answers, TITLE)
    if answers.sample:
        _draw.plain(f"这是样例“{answers.sample}”，改了也不影响自己填的。")
    _draw.plain("这一户填的，都在下面。" if answers.sample else "看一遍。不对的，点旁边的“改”。")
    if st.button("看结果", type="primary", key="to-results", width="stretch"):
        st.switch_page(_steps.RESULTS)
    order = list(load().questions)
    records = sorted((r for r in answers.records if answers.items is None or load().questions[r["q"]].fact != interview.SUM),
                     key=lambda r: order.index(r["q"]))
    births, unsure = interview.unclear(load(), answers)
    _unclear(answers, births, [r for r in records if r in unsure])
    _presumed(answers)
    _said(answers, [r for r in records if r not in unsure])
    if _income.offered(answers):
        _draw.header("收入")
        _income.written(answers)
        _income.way(answers)
    _draw.header("接下来")
    more = _steps.following(answers)
    if st.button("看结果", type="primary", key="to-results-below", width="stretch"):
        st.switch_page(_steps.RESULTS)
    if more and visit.worker:  # counted as on the desk
        _draw.plain(f"还有 {interview.unasked(load(), answers, _state.as_of(), _state.heard(answers))} 样没问。")
    if more and st.button("接着填", key="go-on", width="stretch"):
        _steps.go_on(answers)
    if not more and _steps.following(answers, late=True):
        _draw.plain("该填的都填完了。还有几个，不填也行，填了钱数更准。")
        if st.button("想知道准数，再填几个", key="more-amounts", width="stretch"):
            _steps.go_on(answers, late=True)
    if answers.alone and not answers.sample and st.button("再查查家里别的人", key="whole", width="stretch"):
        answers.widen()
        visit.voice = {"self": "family"}.get(visit.voice, visit.voice)
        _steps.go(Spot("family"))
    _around.back(answers)
    _around.desk()
    keep_file()
    clear_button()


def _unclear(answers: Answers, births: list[str], records: list[dict]) -> None:
    """What was answered 不清楚, and who can tell; of a household that came as a file, what the file does not say."""
    book = load()
    open_ = {f for _, f in _state.screened(answers).next_questions}
    asked = [q for q in book.questions.values() if open_ & set(q.facts) and not q.late and q.ask_when is None and q.of == "household"] \
        if answers.sample and not answers.records else []
    n = len(births) + len(records) + len(asked)
    if not n:
        return
    _draw.header(f"不清楚、不想说的（{n} 样）")
    for who in births:
        _birthday(answers, who)
    for r in records:
        q = book.questions[r["q"]]
        tell = q.whose_tell if q.whose_tell and UNSURE not in r["said"] else _tell(q, r["shown"], open_)
        _line(answers, r, r["of"], _ask.spoken(answers, r), f"可以{tell}。" if tell and not interview.refused(r) else "")
    _draw.bullets(_steps.asked(answers, Screen("question", q, tuple(m["id"] for m in answers.members), q.options)) for q in asked)


def _tell(question: Question, shown: list[str], open_: set[str]) -> str:
    """What to look at, or whom to ask, for an answer that was 不清楚; of a list of which one option was shown, for that."""
    book, options = load(), [o for o in question.options if o.id in shown]
    if question.tell and not (question.label and len(options) == 1):
        return question.tell
    facts = [f for o in options for f in o.facts] or question.facts
    return book.facts[next((f for f in facts if f in open_), facts[0])].tell


def _presumed(answers: Answers) -> None:
    """What was taken for granted, each with 改: what comes of an answer, then what was not asked."""
    book, visit, said = load(), _state.visit(), _state.heard(answers)
    found: dict[bool, dict[str, list[str | None]]] = {True: {}, False: {}}
    for name, who in interview.presumptions_that_matter(book, answers, _state.as_of(), said):
        found[interview.comes_of_answers(book, said, name, who)].setdefault(name, []).append(who)
    for drawn, taken in found.items():
        if taken:
            _draw.header((say(book, _state.voice(), DRAWN) if drawn else "没有问，先这样算的") + f"（{len(taken)} 样）")
            _draw.small("这些没有单独问。不对的，点“改”。" if drawn else "不对的，点“改”。")
        for name, people in taken.items():
            text = _of_whom(answers, name, people)
            if _draw.line(text, text, f"lift|{name}|{'-'.join(p or '' for p in people)}", "" if drawn else "默认"):
                screen = interview.reopened(_state.book(), answers, _state.as_of(), name, people, visit.worker)
                of = [who for who in people if screen is None or None in (who, *screen.of) or who in screen.of]
                _steps.go(Spot("screen" if screen else "presumed", screen, editing=True, lifts=tuple((name, who) for who in of)))
    back: dict[str, list[str | None]] = {}
    for name, who in interview.taken_back(book, answers, _state.as_of(), said):
        back.setdefault(name, []).append(who)
    if back:
        _draw.header(f"改成不清楚的（{len(back)} 样）")
        _draw.small("点“撤回”，就还照原来那样算。")
    for name, people in back.items():
        text = _of_whom(answers, name, people)
        if _draw.line(text, text, f"unlift|{name}|{'-'.join(p or '' for p in people)}", "改成不清楚了", way="撤回"):
            answers.lift([(name, who) for who in people], back=True)
            st.rerun()


def _of_whom(answers: Answers, name: str, people: list[str | None]) -> str:
    """What was taken for granted, among several people with whom it is about."""
    text = load().presumptions[name].say
    return text if people == [None] or len(answers.members) == 1 else \
        f"{'、'.join(_steps.named(answers, who) for who in people if who)}：{text}"


def _said(answers: Answers, records: list[dict]) -> None:
    """All that was answered: what is so of the household, then each person, of a long family folded."""
    people = [m["id"] for m in answers.members]
    one = people[0] if len(people) == 1 and not answers.alone else None
    found: dict[str | None, list[tuple[dict, list, str]]] = {who: [] for who in (None, *people, interview.REST)}
    for r in records:
        for who, said in _ask.by_person(answers, r).items():
            found[one or who].append((r, r["of"] if who is None else [who], said))
    groups = [who for who in found if found[who] or who in people or (who is None and one is None)]
    for who in groups:
        title = _steps.named(answers, who) if who else "全家"
        if who and len(people) > MANY:
            n = len(found[who]) + len(_from_file(answers, who))
            with st.expander(f"{title}，{n} 样" if n else title):
                _group(answers, who, found[who])
        else:
            _draw.header(title)
            _group(answers, who, found[who])


def _group(answers: Answers, who: str | None, lines: list[tuple[dict, list, str]]) -> None:
    """The lines of the household or of one person, by topic; first who it is."""
    topic = ""
    member = next((m for m in answers.members if m["id"] == who), None)
    if who is None:
        _heads(answers)
    elif member:
        _person(answers, member)
    for r, of, said in lines:
        title = load().sections[load().questions[r["q"]].topic].title
        if title != topic and len(lines) > FEW:
            _draw.subheader(title)
        topic = title
        _line(answers, r, of, said, under=who is not None)
    if facts := _from_file(answers, who):
        _draw.bullets(facts)


def _heads(answers: Answers) -> None:
    """How many they are."""
    if answers.alone:
        heads = f"一起过日子的：{answers.heads} 口人" if answers.heads else "一起过日子的：不清楚几口人"
        if _draw.line(heads, "几口人", "edit-heads"):
            _steps.go(Spot("heads", editing=True))
    elif _draw.line(f"一共 {len(answers.members)} 口人", "家里的人", "edit-people"):
        _steps.go(Spot("family", editing=True))


def _person(answers: Answers, member: dict) -> None:
    """When somebody was born, with 改."""
    born, name = answers.born.get(member["id"]), _steps.named(answers, member["id"])
    text = f"{born['year']} 年生" if born and "year" in born else f"{born['age']} 岁" if born and "age" in born else \
        _taken(born) if born else f"{member['age']} 岁" if "age" in member and member["age"] is not None else "哪年出生：不清楚"
    first = member is answers.members[0]
    if _draw.line(text, f"{name}的年份", f"edit-member|{member['id']}"):
        _steps.go(Spot("born" if first else "person", member=member["id"], editing=True))
    if born and born.get("passed", UNSURE) != UNSURE:
        _birthday(answers, member["id"])
    if first and len(answers.members) == 1 and not answers.alone and st.button("加一个人", key="edit-people", width="stretch"):
        _steps.go(Spot("family", editing=True))


def _taken(born: dict) -> str:
    """What is taken for granted of the age of somebody whose year nobody knows."""
    aged = f"满 {born['at_least']} 岁" if born["at_least"] else f"未满 {born['less_than']} 岁"
    return f"哪年出生：不清楚，先按{aged}算"


def _birthday(answers: Answers, who: str) -> None:
    """Whether the birthday of a year had been when it was asked, with 改; 不清楚 stands apart, with whose it is."""
    born = answers.born[who]
    this = born["day"][:4] == str(_state.today().year)
    said = next(label for label, value in _people.PASSED.items() if value == born["passed"])
    text = "今年的生日" if this else f"{born['day'][:4]} 年的生日"
    what = f"{_steps.named(answers, who)}：{text}" if len(answers.members) > 1 else text
    hint = _ask.BIRTHDAY if born["passed"] == UNSURE else ""
    if _draw.line(what if hint else text, what, f"edit-birthday|{who}", said, hint):
        _steps.go(Spot("screen", Screen("birthday", of=(who,)), editing=True))


def _from_file(answers: Answers, who: str | None) -> list[str]:
    """What came with a file, in words, without what is not so."""
    words, book = words_of(load()), load()
    given = answers.data["household"] if who is None else next((m for m in answers.members if m["id"] == who), {})
    if len(answers.members) == 1 and who:
        given = {**answers.data["household"], **given}
    return [value if fact.type == "bool" else held(words, fact, [said]) if fact.type == "choice" else f"{fact.said}：{value}"
            for name, said in given.items()
            if (fact := book.facts.get(name)) and name not in ("id", "relation", "age", "birth_date", "income")
            and said not in (None, False, 0, []) and not (fact.nothing and said == fact.nothing.value)
            and (value := words.value(fact, said))]


def _line(answers: Answers, record: dict, of: list, said: str, hint: str = "", under: bool = False) -> None:
    """One answer as a line with 改, as it is put to those it is about; what pointed at a list is called by its label, with whose it is
    where it does not stand under them."""
    book = load()
    q = book.questions[record["q"]]
    options = tuple(o for o in q.options if o.id in record["shown"])
    text = what = q.label or _steps.asked(answers, Screen("question", q, tuple(of), options), whom=True)
    if q.label:
        if len(options) == 1 and UNSURE not in record["said"]:
            text, said = options[0].label, "没有" if said in (_ask.NOTHING, q.otherwise) else "有"
        people = [who for who in of if who]
        what = text if _steps.of_all(answers, of) else f"{'、'.join(_steps.named(answers, who) for who in people)}：{text}"
        text = text if under else what
    elif under and len(of) == 1 and of[0]:  # whose it is stands over it
        text = text.removeprefix(_steps.called(answers, of[0])).removeprefix("：").removeprefix("的")
    if _draw.line(text, what, f"edit|{Screen('question', q, tuple(record['of'])).id}|{'-'.join(p or '' for p in of)}", said, hint):
        _steps.go(Spot("screen", interview.of_question(book, answers, record, _state.as_of()), editing=True))


def doubt(answers: Answers, spot: Spot) -> None:
    """是这样吗？: one tap, and nothing is held up."""
    book = load()
    odd = book.doubts[spot.doubt]
    _around.arrived(answers, "是这样吗？")
    text = say(book, _state.voice(), odd.say)
    _draw.plain(f"{_steps.named(answers, spot.member)}：{text}。" if spot.member else f"{text}。")
    _draw.small("少见，也可能是真的。写错了，就去改。")
    if _around.primary(SO):
        answers.sure.append([odd.id, spot.member or None])
        _steps.onward(answers)
    if st.button("写错了，去改", key="change", width="stretch"):
        record = next((r for r in answers.records if r["q"] == odd.change and (not spot.member or spot.member in r["of"])), None)
        if record:
            _steps.go(Spot("screen", interview.of_question(book, answers, record, _state.as_of()), editing=True))
        first = spot.member == answers.members[0]["id"]
        _steps.go(Spot("born" if first else "person", member=spot.member, editing=True) if spot.member else Spot("check"))
    _around.ways_out(answers)


def presumed(answers: Answers, spot: Spot) -> None:
    """What is taken for granted and no question settles: it stays so, or nobody knows."""
    asked = "是这样吗？"
    _around.arrived(answers, asked)
    _draw.plain(f"{_of_whom(answers, spot.lifts[0][0], [who for _, who in spot.lifts])}。")
    _draw.small("没有单独问，先这样算。不对，就选“不清楚”。")
    chosen = _hand.radio(asked, [SO, _ask.UNKNOWN], 0, f"presumed|{_state.visit().at}|apart")
    if _around.primary():
        answers.lift(spot.lifts, back=chosen == SO)
        _steps.onward(answers)
    _around.ways_out(answers)


def keep_file() -> None:
    """存成一个文件: the visitor's own answers as a file on the visitor's own device."""
    code = _state.code()
    if code is not None and not _state.visit().code:
        st.download_button("存成一个文件", code, FILE, "text/plain", key="keep-file", on_click="ignore", width="stretch")


def clear_button(label: str = CLEAR) -> None:
    """Asks once, works at once. What is on the desk is cleared there; a sample is closed, one's own answers stay."""
    visit = _state.visit()
    if visit.sample is not None and label == CLEAR:
        if st.button("关掉样例", key="close-sample", width="stretch"):
            _state.close_sample()
            st.switch_page(_steps.START)
        return
    if visit.code:
        return
    if st.button(label, key="clear", width="stretch"):
        st.session_state["ask-clear"] = True
    if st.session_state.get("ask-clear"):
        _draw.plain("清除以后找不回来。")
        if st.button("确定清除", key="clear-yes", width="stretch"):
            st.session_state.pop("ask-clear")
            _state.clear()
            _frame.forget()
            st.switch_page(_steps.START)
