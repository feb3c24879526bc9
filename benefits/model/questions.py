"""How the facts are asked for, what is taken for granted, and what is asked once more: questions.yaml."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator

from .base import Entity, Part, as_tuple
from .tree import Condition


class Choice(Part):
    """One option of a question and the facts it settles.

    sets: facts of those for whom it was chosen; closes: facts of those for whom it was not (left out: nothing, no, 0 for each fact it
    sets). A value is what the fact may hold, {at_least/more_than/at_most/less_than: number} (only a band is known), {one_of/none_of:
    [answers]} (only which it can be; other_than: a fact, whose value it is not either), or {same_as: fact}. whole: it holds for
    everybody asked; nobody asks who. apart: none of the others is so; it stands apart, before 不清楚. family: "all of us" stands first
    when it is asked who. part: heading of the group it belongs to, on a page with two choices; under: heading over the options of a
    long list. only_one: names of groups; of the options of
    a group one person has one. when: shown only then; among: a condition of a person, who alone can be named for it. whose: what is not
    known where it was chosen and nobody could say who it is; does: of a list, the option as what somebody does or has, for where it
    alone is left to choose. An option that settles nothing is a place for those whom no other one fits.
    """

    id: str
    label: str
    sets: dict[str, Any] = {}
    closes: dict[str, Any] | None = None
    whole: bool = False
    apart: bool = False
    family: bool = False
    part: str = ""
    under: str = ""
    whose: str = ""
    does: str = ""
    only_one: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = ()
    when: Condition | None = None
    among: Condition | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.sets, *(self.closes or ())]))

    @property
    def name(self) -> str:
        """The label without its gloss."""
        return self.label.partition("（")[0]


class Because(Part):
    """Why a question is asked, in words that promise something particular. of: the rows (ids) that give it, or hang on it; it is said
    only where one of them may still change."""

    of: Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
    say: str


class Question(Part):
    """One screen: a question that may settle several facts, for one or for many people.

    form: one (a single choice) | several (any of a list) | sweep (any of a list, then who) | share (everybody has one of a
    list: one chosen = all of them, several = then who has which) | who (which people) | bands (a number asked as bands
    between the limits that still matter) | number (typed).
    of: household = put once; person = put for each person. ask_when: a condition of the household, among: of a person;
    both may name earlier questions: what was chosen there. exclusive: of the options of a sweep one person has one, so they are all shown.
    together: of a page with two choices both are shown, where one matters: an amount hangs on the other.
    named: put to several, it names them: its words leave open whom it means.
    spreads: put to several, it is put to them all, those too whom `among` leaves out: its words are about the whole family, and so is
    the answer. always: asked even
    where nothing hangs on it; late: only for those who want exact figures; private: the resident may tap it unseen. one: the wording
    where only one person is meant; only: of a page with two choices, by part, the wording where only that part is asked; either: in a
    visit for one person, where whoever lives with them counts too; otherwise: what none of the options is called (form who: the opposite
    of its option), nobody: the same of several people (form who); label: what it is called where its list does not stand
    below it, on the check page; hints: of a page with two choices, by part, what helps to answer it; help_under: by age, what
    helps where somebody may be younger of those it is put to;
    tell: what to look at, or whom to ask, where what it settles is told by several (see Fact); page: the topic on whose
    page a grid worker is asked, where that is not its own; whose: of a sweep, how what is not known is called where an option was
    chosen and nobody could say who it is ({option}: the option), as it stands after 弄清; who: how it is asked whose the options chosen
    are, each: where several were chosen and none of them is a whole family's, as others of the list may be; whose_tell: who can tell then;
    spares: why those its conditions leave out are not asked although a row of theirs may stay open; because: why it is asked, the first
    of which a row may still change; why: the same where none of them may, in words true of any row;
    single: how a list is asked of several people where one option alone is left ({does}), "" = as content/wording.yaml has it.
    """

    id: str
    topic: str
    page: str = ""
    form: Literal["one", "several", "sweep", "share", "who", "bands", "number"]
    of: Entity = "household"
    text: str
    one: str = ""
    only: dict[str, str] = {}
    either: str = ""
    who: str = ""
    each: str = ""
    whose: str = ""
    whose_tell: str = ""
    otherwise: str = ""
    nobody: str = ""
    label: str = ""
    single: str = ""
    help: str = ""
    help_under: dict[int, str] = {}
    hints: dict[str, str] = {}
    tell: str = ""
    why: str = ""
    because: Annotated[tuple[Because, ...], BeforeValidator(as_tuple)] = ()
    options: Annotated[tuple[Choice, ...], BeforeValidator(as_tuple)] = ()
    fact: str = ""
    ask_when: Condition | None = None
    among: Condition | None = None
    always: bool = False
    late: bool = False
    spares: str = ""
    private: bool = False
    exclusive: bool = False
    together: bool = False
    named: bool = False
    spreads: bool = False
    refusable: bool = False

    @model_validator(mode="after")
    def _complete(self):
        if self.form in ("bands", "number"):
            if not self.fact or self.options:
                raise ValueError(f"“{self.id}”问一个数，要写 fact，不写 options")
        elif not self.options or self.fact:
            raise ValueError(f"“{self.id}”要写 options，不写 fact")
        parts = {o.part for o in self.options if o.part}
        if set(self.only) != parts:
            raise ValueError(f"“{self.id}”的 only 要写每一组单独问时怎么说：{'、'.join(sorted(parts))}")
        if not set(self.hints) <= parts:
            raise ValueError(f"“{self.id}”的 hints 只能按组写：{'、'.join(sorted(parts)) or '这一题不分组'}")
        if self.form in ("several", "sweep") and not self.label:
            raise ValueError(f"“{self.id}”可以选几个，请写 label：不列选项的时候怎么叫")
        if lists := [o.id for o in self.options if bool(o.does) is not (self.form in ("several", "sweep") and bool(o.facts))]:
            raise ValueError(f"“{self.id}”的“{lists[0]}”：可以选几个的题，每一项都要写 does；别的题和什么也不定的选项不写")
        if self.form == "who" and (len(self.options) != 1 or not self.otherwise):
            raise ValueError(f"“{self.id}”问是谁，options 只写一项，otherwise 写不是的怎么说")
        if self.form in ("sweep", "share") and not self.who and any(not o.whole for o in self.options):
            raise ValueError(f"“{self.id}”选了以后要问是谁，请写 who")
        if bool(self.whose or any(o.whose for o in self.options)) is not bool(self.whose_tell):
            raise ValueError(f"“{self.id}”的 whose 和 whose_tell 要一起写：不清楚是谁的时候，弄清什么，问谁")
        return self

    @property
    def asks_who(self) -> bool:
        return self.form in ("sweep", "share")

    def why_of(self, rows: Collection[str]) -> str:
        """Why it is asked of those for whom these rows (ids) may still change; empty where none may."""
        return next((b.say for b in self.because if not set(b.of).isdisjoint(rows)), self.why) if rows else ""

    def who_of(self, choices: Sequence[Choice]) -> str:
        """How it is asked whose these options are: of those that are no whole family's by themselves not whether they are."""
        if not any(o.family for o in self.options) or any(o.family for o in choices):
            return self.who
        return f"{self.whose_of(choices[0])}？" if len(choices) == 1 else self.each

    def whose_of(self, choice: Choice) -> str:
        """What is to be found out where `choice` was chosen and nobody could say who it is: 谁有高血压; empty where that is not told."""
        return choice.whose or self.whose.format(option=choice.name)

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact,) if self.fact else tuple(dict.fromkeys(f for o in self.options for f in o.facts))


class Presumption(Part):
    """Facts taken from age, place or an earlier answer instead of being asked. Shown with `say` and one tap to change;
    follows: it follows from what was said, so nothing is shown; evident: where it goes without saying, so nothing is shown either;
    cannot: answers to a choice that nobody like that can give, whatever else is not known."""

    id: str
    of: Entity = "person"
    when: Condition
    facts: dict[str, Any] = {}
    cannot: dict[str, Annotated[tuple[str, ...], BeforeValidator(as_tuple)]] = {}
    say: str = ""
    follows: bool = False
    evident: Condition | None = None

    @model_validator(mode="after")
    def _shown(self):
        if self.facts and not self.say and not self.follows:
            raise ValueError(f"“{self.id}”是默认的，要写 say，告诉填的人默认了什么")
        return self


class Doubt(Part):
    """An answer that is possible and hardly ever right: it is asked once whether it is so, and never stands in the way.

    say: what looks odd; change: the question where it may have been answered wrong, "" = who lives there."""

    id: str
    of: Entity = "person"
    when: Condition
    say: str
    change: str = ""
