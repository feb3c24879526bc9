"""What one visitor has said. It lives in this session only: no disk, no log, no address bar of a server ever sees it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

import streamlit as st

from benefits import Book, Screening, interview, load
from benefits.adjust import changed, rests_on_own
from benefits.desk import Desk, is_code
from benefits.figures import OWN
from benefits.interview import Answers, Heard, Screen
from benefits.keep import KeepError, pack, unpack
from benefits.rules import Key
from benefits.voice import voices
from benefits.yaml_reader import read as read_yaml

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
KEY, DESK = "answers", "desk"  # the keys of st.session_state that hold what people said
VALUES = "board-values"  # what an office brought: [(parameter, Step)]
NEIGHBOUR = "other_family"  # the voice in which a grid worker is told of a household of the desk
ALOUD = "family"  # the voice of the pages which she reads aloud to one of them
INVENTED = "合成数据，不是真人"


@dataclass(frozen=True)
class Spot:
    """One place of the questionnaire. kind: screen | topic (several questions of one topic) | born (one's own year) | heads (how many
    they are, where one is asked about) | family (the list of the others) | person (one of them) | doubt (是这样吗？) | presumed (what is
    taken for granted and no question settles) | check | income | item (of income).

    late: one of the questions that only make figures exact, put one after the other.
    screens: of a topic, what stood on its page when it was first shown, so that it stands there again after 上一题.
    member: whom `born`, `person` or `doubt` is about, "" = one more; editing: opened there by 改. lifts:
    the presumptions, each with whose it is, that fall once another answer is given here. large: given to the resident herself
    by a grid worker, "once" for this question, "topic" for what is open on the page of the topic, "page" for the page as it is."""

    kind: str
    screen: Screen | None = None
    topic: str = ""
    member: str = ""
    doubt: str = ""
    editing: bool = False
    lifts: tuple[Key, ...] = ()
    late: bool = False
    large: str = ""
    screens: tuple[Screen, ...] = ()


@dataclass
class Visit:
    """The visitor's own answers and, apart from them, the sample being looked at; and the places gone through."""

    own: Answers | None = None
    sample: Answers | None = None
    as_of: date | None = None  # None = today
    voice: str = "self"        # who is spoken of, see benefits/voice.py
    worker: bool = False       # a grid worker: several questions a page
    spots: list[Spot] = field(default_factory=list)
    at: int = 0
    resumed: bool = False      # taken up from what the device kept: this window has not seen the places behind
    told: dict[int, tuple[int, int]] = field(default_factory=dict)  # by place gone through, how many questions were said to be left
    heard: bool = False        # the press that started this run led here already
    looked: tuple | None = None  # the change whose outcome is being looked at
    read: list[bytes] = field(default_factory=list)  # the kept results that were opened, the last one is shown
    code: str = ""             # of the household on the desk whose answers `own` are
    open_screens: tuple[tuple, dict[bool, list[Screen]]] | None = None  # what is still to be asked, late or not, and of what answers
    said: tuple[tuple, Heard] | None = None  # what the answers come to, likewise; only while a page is drawn

    @property
    def open(self) -> Answers | None:
        return self.sample or self.own


def visit() -> Visit:
    return st.session_state.setdefault(KEY, Visit())


def voice() -> str:
    """Who is spoken to by the questions: the resident whom a grid worker hands the phone, or reads the page aloud to, is spoken to
    herself."""
    now = visit()
    spot = now.spots[now.at] if now.spots else None
    if spot is not None and spot.large:
        return "self"
    return ALOUD if now.worker and spot is not None and spot.kind == "topic" else now.voice


def begin(day: date) -> None:
    """Called by the door: today's date enters the pages here and nowhere else."""
    st.session_state["today"] = day
    visit()


def end() -> None:
    """Called by the door when a page stands: what was only worked out to draw it does not wait for the next press."""
    if KEY in st.session_state:
        st.session_state[KEY].said = None


def today() -> date:
    return st.session_state["today"]


def as_of() -> date:
    return visit().as_of or today()


def clear() -> None:
    st.session_state[KEY] = Visit()


def start(voice: str, alone: bool) -> None:
    """A new household of one's own."""
    put_back()
    st.session_state[KEY] = Visit(own=Answers(alone=alone), voice=voice)


def code() -> str | None:
    """What the visitor's own device keeps; None where there is nothing of one's own to keep."""
    now = visit()
    if now.own is None or now.sample is not None or not now.own.started:
        return None
    return pack({"voice": now.voice, "worker": now.worker, "answers": now.own.as_dict(), **({"code": now.code} if now.code else {})})


def resume(kept: str) -> None:
    """Takes over what `code` gave, from the device or from a file. Raises KeepError with a line for the visitor."""
    found = unpack(kept)
    try:
        own = Answers.from_dict(found["answers"], load(), today())
        voice = found["voice"] if found["voice"] in voices(load()) else "self"
    except (KeyError, TypeError, ValueError):
        raise KeepError("这份回答坏了，读不出来") from None
    code = found["code"] if is_code(found.get("code"), load()) else ""
    st.session_state[KEY] = Visit(own=own, voice=voice, worker=found.get("worker") is True, code=code, resumed=True)
    if code and not desk().synthetic and code not in desk().households:  # after a reload the desk is empty
        desk().put(code, own.as_dict(), today())


def kept_code(kept: str | None) -> str:
    """The code of the household of the desk that the device kept; "" = it is none."""
    try:
        code = unpack(kept).get("code") if kept else ""
    except KeepError:
        return ""
    return code if is_code(code, load()) else ""


def book() -> Book:
    """The rules of this visit: content/, with the values an office brought for it."""
    values = tuple(st.session_state.get(VALUES, ()))
    return _with(values) if values else load()


@lru_cache(maxsize=4)
def _with(values: tuple) -> Book:
    return changed(load(), (), values)


def own_line() -> str:
    """What stands where an office's values may enter a figure; empty without them."""
    values = st.session_state.get(VALUES, ())
    return f"用了 {len(values)} 个{OWN}。" if values else ""


def to_ask(answers: Answers, late: bool = False) -> list[Screen]:
    """The screens that make sense now, the next one first. Worked out once for the same answers: a press draws the page it
    was made on, looks for the next one and draws that, and each asks for them."""
    held = visit()
    rules = book()
    basis = answers.text(), as_of(), id(rules)
    if held.open_screens is None or held.open_screens[0] != basis:
        held.open_screens = basis, {}
    found = held.open_screens[1]
    if late not in found:
        found[late] = interview.to_ask(rules, answers, as_of(), late, heard(answers), held.worker)
    return found[late]


def heard(answers: Answers) -> Heard:
    """What the answers come to; worked out once while a page is drawn. Raises InputError."""
    held = visit()
    rules = book()
    basis = answers.text(), as_of(), id(rules)
    if held.said is None or held.said[0] != basis:
        held.said = basis, interview.heard(rules, answers, as_of())
    return held.said[1]


def screened(answers: Answers, day: date | None = None, code: str = "") -> Screening:
    """The engine's answer for what is filled in so far. code: of the household on the desk; the open one has its own. Raises
    InputError."""
    found = interview.screened(book(), answers, day or as_of())
    code = code or (visit().code if answers is visit().own else "")
    sample = [book().wording["paper"]["sample"]] if answers.sample else []
    found.mark = "，".join([*sample, *([marked(code)] if code else []), *([f"用了{OWN}"] if rests_on_own(found) else [])])
    return found


# --- the desk of a grid worker ------------------------------------------------------------------------------------

def desk() -> Desk:
    """All households of this worker, in this session only."""
    return st.session_state.setdefault(DESK, Desk())


def held() -> tuple[int, bool]:
    """How many real households are on the desk, and whether something of them is in no file."""
    of: Desk | None = st.session_state.get(DESK)
    if of is None or of.synthetic or not of.households:
        return 0, False
    now = visit()
    asked = now.own is not None and now.code in of.households and of.households[now.code].answers != now.own.as_dict()
    return len(of.households), asked or not of.saved


def put_back() -> None:
    """What was asked of the household open now is on the desk."""
    now = visit()
    if now.own is not None and now.code in desk().households:
        desk().put(now.code, now.own.as_dict(), today())


def take_up(code: str) -> bool:
    """Opens a household of the desk; False where its answers cannot be read."""
    put_back()
    try:
        own = Answers.from_dict(dict(desk().households[code].answers), load(), today())
    except ValueError:
        return False
    st.session_state[KEY] = Visit(own=own, voice=NEIGHBOUR, worker=True, code=code)
    return True


def file_name(result: Screening, *parts: str) -> str:
    """The name of a file made of an answer, its mark first."""
    return "-".join(part for part in (result.mark, *parts) if part)


def leave() -> None:
    """Closes the household that is open; the desk is about to change as a whole."""
    if visit().code:
        st.session_state[KEY] = Visit()


def marked(code: str) -> str:
    """What stands on everything made of a household of the desk."""
    return f"代号 {code}" + (f"（{INVENTED}）" if desk().synthetic else "")


# --- samples ------------------------------------------------------------------------------------------------------

@lru_cache(maxsize=1)
def samples() -> list[dict]:
    """The sample households: file, title, note, in order."""
    return read_yaml(EXAMPLES / "samples.yaml", "examples/samples.yaml")


def open_sample(file: str) -> None:
    """Opens a sample beside the visitor's own answers, which stay as they are."""
    visit().sample = sample(file)


def reopen(step: str) -> bool:
    """Opens the sample that a step of a page names, as Back or a reload leads to it; False where it names none."""
    found = next((s["file"] for s in samples() if s["title"] == step.partition(" ")[2]), "")
    if found and (visit().sample is None or visit().sample.sample != step.partition(" ")[2]):
        open_sample(found)
        visit().spots, visit().at = [], 0
    return bool(found)


def close_sample() -> None:
    """Back to the visitor's own answers; the places gone through in the sample are none of theirs."""
    now = visit()
    if now.sample is not None:
        now.sample, now.spots, now.at, now.told = None, [], 0, {}


def sample(file: str) -> Answers:
    """What a sample household answers."""
    data = json.loads((EXAMPLES / file).read_text(encoding="utf-8"))
    data.setdefault("household", {})
    return Answers(data, gathered=True, sample=next(s["title"] for s in samples() if s["file"] == file))
