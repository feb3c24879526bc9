"""What is true of a person or a household, and its answers: facts.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, model_validator

from .base import Entity, Number, Part, as_tuple
from .tree import Condition


class Option(Part):
    """One value of a fact. `daily`: what a resident calls it, `help`: what it is, where the label is an office word; `yearly`: an
    income that is told by the year; `called`: what one such person is called, `of_age` one whose {age} is known, from the age on that
    stands before it, `of_one` the only one, `of_many` the {n}th of several, `of_all` {n} together; `nothing`: there is nothing of what
    is asked for; `instead`: that one of the others is not had beside it; `from_age`: who is younger has nobody of the kind, so
    that he is not offered it (never a rule); `alone`: the answer in a sentence where no other is told beside it."""

    value: str
    label: str
    daily: str = ""
    help: str = ""
    yearly: bool = False
    called: str = ""
    of_age: dict[int, str] = {}
    of_one: str = ""
    alone: str = ""
    of_many: str = ""
    of_all: str = ""
    nothing: bool = False
    instead: str = ""
    from_age: int = 0

    @property
    def said(self) -> str:
        return self.daily or self.label


COMPARED = ("at_least", "more_than", "at_most", "less_than")  # the words of a test of a number
INCOME_KINDS = ("wage", "self_employment", "pension", "first_job", "first_business", "public_job_subsidy",
                "crop_compensation", "home_processing", "collective_equity", "veteran_supplement", "other")


class Fact(Part):
    """One thing that is true of a person or household.

    `daily`: what the label is called when speaking to a resident, where the office says it otherwise; `asks`: how it is called while
    it is not known, `which`: while it is known that there is something but not what; `yes`/`no`: how a bool reads as a sentence, or
    that a choice or number has something or nothing; `holds`/`lacks`: how a choice reads with its {value}, and that it is another;
    `tell`: what to look at, or whom to ask; `at_hand`: it stands on one's own card, so that one row is worth the look; `unsaid`:
    which rows ({names}) may be asked for by who would not say it;
    `compared`: how a number reads against a {limit}, by the word of the test; `whether`: how it is asked on which side of one it lies;
    `ask_when`: the fact makes sense only then (never a rule);
    `usual`: what it is with nearly everybody; while it is not known, rows that hang on the contrary are told apart (never a rule);
    `common`: nearly everybody has it, so that as a reason it tells little and comes after what sets somebody apart (never a rule);
    `waits`: whether somebody without it may be told to look again once it is there; false of what does not come about or is a misfortune,
    a number where it does so up to that age (never a rule);
    `part_of`: a number that is part of another one, so never above it.
    """

    id: str
    of: Entity
    type: Literal["bool", "int", "number", "date", "choice", "choices", "label", "income"]
    label: str
    daily: str = ""
    help: str = ""
    options: Annotated[tuple[Option, ...], BeforeValidator(as_tuple)] = ()
    minimum: Number = 0
    maximum: Number | None = None
    unit: str = ""
    yes: str = ""
    no: str = ""
    holds: str = ""
    lacks: str = ""
    asks: str = ""
    which: str = ""
    tell: str = ""
    at_hand: bool = False
    unsaid: str = ""
    compared: dict[str, str] = {}
    whether: str = ""
    topic: str
    ask_when: Condition | None = None
    usual: bool | str | None = None
    derived: bool = False
    common: bool = False
    waits: bool | int = True
    part_of: str | None = None

    @model_validator(mode="after")
    def _complete(self):
        if self.type in ("choice", "choices") and not self.options:
            raise ValueError(f"“{self.id}”是选择题，要写 options")
        if self.type == "bool" and not (self.yes and self.no):
            raise ValueError(f"“{self.id}”是是非题，要写 yes 和 no 两句")
        if self.usual is not None and (self.usual not in {o.value for o in self.options} if self.type == "choice" else self.type != "bool"
                                       or not isinstance(self.usual, bool)):
            raise ValueError(f"“{self.id}”的 usual 要写它的一个答案，是非题写 true 或 false")
        if wrong := [word for word, said in self.compared.items() if word not in COMPARED or "{limit}" not in said]:
            raise ValueError(f"“{self.id}”的 compared 里，“{wrong[0]}”写错了。要写 {'、'.join(COMPARED)}，每句里有 {{limit}}")
        if self.whether and "{limit}" not in self.whether:
            raise ValueError(f"“{self.id}”的 whether 里要有 {{limit}}")
        if self.type == "income" and {o.value for o in self.options} != set(INCOME_KINDS):
            raise ValueError(f"“{self.id}”的 options 要正好写这几种收入：" + "、".join(INCOME_KINDS))
        return self

    @property
    def said(self) -> str:
        return self.daily or self.label

    @property
    def open(self) -> str:
        """What is not known, as it stands after 弄清 and 还不知道: 有没有残疾人证."""
        if self.asks or self.type != "bool":
            return self.asks or self.said
        return next((ask + self.yes.removeprefix(word) for word, ask in (("有", "有没有"), ("是", "是不是")) if self.yes.startswith(word)),
                    self.said)

    def left(self, known: object) -> str:
        """The same where `known` are the answers that may yet be: without what is answered already."""
        some = isinstance(known, frozenset) and self.nothing is not None and self.nothing.value not in known
        return self.which if some and self.which else self.open

    @property
    def steps(self) -> range:
        """The numbers of one that goes by a few steps (一级, 二级), so that they are named; else none."""
        few = self.type == "int" and self.minimum > 0 and self.maximum is not None and self.maximum < 10
        return range(int(self.minimum), int(self.maximum or 0) + 1) if few else range(0)

    @property
    def nothing(self) -> Option | None:
        """The answer of a choice that there is nothing of the kind."""
        return next((o for o in self.options if o.nothing or o.value == "none"), None)


class Topic(Part):
    id: str
    title: str
    why: str = ""
