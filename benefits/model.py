"""What may stand in content/: facts, conditions, amounts, benefits, parameters, checked by pydantic when loaded.

The condition and amount nodes are few and typed on purpose: the same tree is interpreted for one household and can be
lowered to columns for a register. No node reads a clock, holds a float, or knows a benefit by name.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, field_validator, model_validator

Number = Annotated[Union[int, Decimal], Field(union_mode="left_to_right")]
Status = Literal["eligible", "possible", "ineligible"]
Basis = Literal["exact", "at_least", "at_most", "local", "in_kind"]
Period = Literal["month", "year", "once"]
Pays = Literal["cash", "in_kind", "loan"]
Entity = Literal["person", "household"]
Confidence = Literal["official", "reported"]

NUMBERED = r"[\u4e00-\u9fff]{0,6}[0-9]+\.[0-9]+"  # a sentence: clause and place in it, after the mark of its document (附 for the annex)
_CITATION = re.compile(f"({NUMBERED})「(.+)」\\Z", re.S)


class Part(BaseModel):
    """Base of everything in content/: unknown keys are refused, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Citation(Part):
    """A sentence of the document and its operative words, written `5.4「80周岁至89周岁」` in content."""

    sentence: str
    words: str


def _citations(value: Any) -> Any:
    if value is None:
        return ()
    found = []
    for text in value if isinstance(value, list) else [value]:
        match = _CITATION.match(text) if isinstance(text, str) else None
        if match is None:
            raise ValueError(f"出处“{text}”要写成 5.4「原文的几个字」，前面是句号，括号里照抄原文")
        found.append(Citation(sentence=match[1], words=match[2]))
    return tuple(found)


Law = Annotated[tuple[Citation, ...], BeforeValidator(_citations)]


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"日期“{value}”要写成 2022-05-01 这样") from None
    return value


Day = Annotated[date, BeforeValidator(_day)]


# --- conditions ---------------------------------------------------------------------------------------------------

class Sourced(Part):
    """Every condition says where it comes from: the document (law), a general rule, or our assumption.

    A part without any of the three takes the source of the part around it.
    """

    law: Law = ()
    read: bool = False  # the quoted words do not say it: it is how we read them
    general: str | None = None
    assumed: str | None = None

    @model_validator(mode="after")
    def _one_source(self):
        if self.read and not self.law:
            raise ValueError("read 要和 law 一起写")
        if sum(map(bool, (self.law, self.general, self.assumed))) > 1:
            raise ValueError("law、general、assumed 只能写一个")
        return self


COMPARISONS = ("at_least", "more_than", "at_most", "less_than")
TEST_WORDS = ("is", "one_of", "none_of", "includes_any", "same_area_as", *COMPARISONS)


class Test(Sourced):
    """A fact against one limit: the leaf of every condition."""

    fact: str
    is_: bool | str | None = Field(None, alias="is")
    one_of: Annotated[tuple[str | int, ...], BeforeValidator(_tuple)] | None = None
    none_of: Annotated[tuple[str | int, ...], BeforeValidator(_tuple)] | None = None
    includes_any: Annotated[tuple[str, ...], BeforeValidator(_tuple)] | None = None
    same_area_as: str | None = None
    districts: Literal["together", "apart"] = "together"
    at_least: Expr | None = None
    more_than: Expr | None = None
    at_most: Expr | None = None
    less_than: Expr | None = None

    @field_validator("is_", mode="before")
    @classmethod
    def _no_number(cls, value: Any) -> Any:
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            raise ValueError("数不能用 is 来比，写 at_least、at_most、more_than 或 less_than")
        return value

    @model_validator(mode="after")
    def _one_limit(self):
        given = [word for word in TEST_WORDS if getattr(self, "is_" if word == "is" else word) is not None]
        if len(given) != 1:
            said = "没有写界限" if not given else "写了几个界限：" + "、".join(given)
            raise ValueError(f"条件“{self.fact}”{said}，要从这些里写一个：" + "、".join(TEST_WORDS))
        return self

    @property
    def word(self) -> str:
        return next(w for w in TEST_WORDS if getattr(self, "is_" if w == "is" else w) is not None)

    @property
    def limit(self) -> Any:
        return self.is_ if self.word == "is" else getattr(self, self.word)


class All(Sourced):
    """Every part holds."""

    all: Annotated[tuple[Condition, ...], BeforeValidator(_tuple), Field(min_length=1)]


class AnyOf(Sourced):
    """At least one part holds."""

    any: Annotated[tuple[Condition, ...], BeforeValidator(_tuple), Field(min_length=1)]


class Not(Sourced):
    """The part does not hold."""

    not_: Condition = Field(alias="not")


class SomeMember(Sourced):
    """At least one member of the household, for whom the part holds."""

    some_member: Condition


class Meets(Sourced):
    """A definition of definitions.yaml, by name."""

    meets: str


class UnlessKnown(Sourced):
    """True unless the part is known to hold (the one place where learning more may take an 'eligible' back)."""

    unless_known: Condition


class Known(Sourced):
    """True only where the part is known to hold; never unknown. For amounts."""

    known: Condition


_CONDITION_TAGS = {"fact": "fact", "all": "all", "any": "any", "not": "not", "some_member": "some_member",
                   "meets": "meets", "unless_known": "unless_known", "known": "known"}


def _condition_tag(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((tag for key, tag in _CONDITION_TAGS.items() if key in value), None)
    tags: dict[type, str] = {Test: "fact", All: "all", AnyOf: "any", Not: "not", SomeMember: "some_member", Meets: "meets",
            UnlessKnown: "unless_known", Known: "known"}
    return tags.get(type(value))


Condition = Annotated[
    Union[Annotated[Test, Tag("fact")], Annotated[All, Tag("all")], Annotated[AnyOf, Tag("any")],
          Annotated[Not, Tag("not")], Annotated[SomeMember, Tag("some_member")], Annotated[Meets, Tag("meets")],
          Annotated[UnlessKnown, Tag("unless_known")], Annotated[Known, Tag("known")]],
    Discriminator(_condition_tag, custom_error_type="condition_word",
                  custom_error_message="条件要用这些词之一开头：" + "、".join(_CONDITION_TAGS)),
]


# --- amounts ------------------------------------------------------------------------------------------------------

class Value(Part):
    """A number standing in the row itself."""

    number: Number


class Named(Part):
    """A limit of the row or a parameter, by name."""

    name: str


class FactValue(Part):
    """The number a fact holds; unknown is 'anything within the fact's bounds'."""

    fact: str


class Times(Part):
    times: Annotated[tuple[Expr, ...], BeforeValidator(_tuple), Field(min_length=2)]


class Plus(Part):
    plus: Annotated[tuple[Expr, ...], BeforeValidator(_tuple), Field(min_length=2)]


class Minus(Part):
    minus: Annotated[tuple[Expr, ...], BeforeValidator(_tuple), Field(min_length=2, max_length=2)]


class Over(Part):
    """Exact division; the divisor is a number of the row, above 0."""

    over: Annotated[tuple[Expr, ...], BeforeValidator(_tuple), Field(min_length=2, max_length=2)]


class Least(Part):
    least: Annotated[tuple[Expr, ...], BeforeValidator(_tuple), Field(min_length=2)]


class Greatest(Part):
    greatest: Annotated[tuple[Expr, ...], BeforeValidator(_tuple), Field(min_length=2)]


class Between(Part):
    """Two readings of one figure: an interval."""

    between: Annotated[tuple[Number, ...], BeforeValidator(_tuple), Field(min_length=2, max_length=2)]


class Branch(Part):
    """`pays` left out: the document gives no figure in this case."""

    when: Condition
    pays: Expr | None = None
    basis: Basis | None = None


class Case(Part):
    """The first branch that holds; with unknown facts every branch that still may."""

    case: Annotated[tuple[Branch, ...], BeforeValidator(_tuple), Field(min_length=1)]
    otherwise: Expr | None = None


class CountMembers(Part):
    count_members: Condition


class BestMember(Part):
    """The greatest `value` among the members for whom `where` holds."""

    best_member: Expr
    where: Condition


class Published(Part):
    """An amount the area has published stands before the formula, which is then only the document's floor."""

    published: str
    otherwise: Expr


_EXPR_TAGS = {"fact": "fact", "times": "times", "plus": "plus", "minus": "minus", "over": "over", "least": "least",
              "greatest": "greatest", "between": "between", "case": "case", "count_members": "count_members",
              "best_member": "best_member", "published": "published"}


def _expr(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("这里要一个数，不是 true 或 false")
    if isinstance(value, (int, Decimal)):
        return Value(number=value)
    if isinstance(value, str):
        return Named(name=value)
    return value


def _expr_tag(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((tag for key, tag in _EXPR_TAGS.items() if key in value), None)
    tags: dict[type, str] = {Value: "number", Named: "name", FactValue: "fact", Times: "times", Plus: "plus", Minus: "minus",
            Over: "over", Least: "least", Greatest: "greatest", Between: "between", Case: "case",
            CountMembers: "count_members", BestMember: "best_member", Published: "published"}
    return tags.get(type(value))


Expr = Annotated[
    Annotated[
        Union[Annotated[Value, Tag("number")], Annotated[Named, Tag("name")], Annotated[FactValue, Tag("fact")],
              Annotated[Times, Tag("times")], Annotated[Plus, Tag("plus")], Annotated[Minus, Tag("minus")],
              Annotated[Over, Tag("over")], Annotated[Least, Tag("least")], Annotated[Greatest, Tag("greatest")],
              Annotated[Between, Tag("between")], Annotated[Case, Tag("case")],
              Annotated[CountMembers, Tag("count_members")], Annotated[BestMember, Tag("best_member")],
              Annotated[Published, Tag("published")]],
        Discriminator(_expr_tag, custom_error_type="amount_word",
                      custom_error_message="金额要写一个数、一个名字，或用这些词之一：" + "、".join(_EXPR_TAGS)),
    ],
    BeforeValidator(_expr),
]


# --- facts --------------------------------------------------------------------------------------------------------

class Option(Part):
    """One value of a fact. `daily`: what a resident calls it, `help`: what it is, where the label is an office word; `yearly`: an
    income that is told by the year; `called`: what one such person is called, `of_age` one whose {age} is known, from the age on that
    stands before it, `of_many` the {n}th of several, `of_all` {n} together; `nothing`: there is nothing of what is asked for."""

    value: str
    label: str
    daily: str = ""
    help: str = ""
    yearly: bool = False
    called: str = ""
    of_age: dict[int, str] = {}
    of_many: str = ""
    of_all: str = ""
    nothing: bool = False

    @property
    def said(self) -> str:
        return self.daily or self.label


INCOME_KINDS = ("wage", "self_employment", "pension", "first_job", "first_business", "public_job_subsidy",
                "crop_compensation", "home_processing", "collective_equity", "veteran_supplement", "other")


class Fact(Part):
    """One thing that is true of a person or household.

    `daily`: what the label is called when speaking to a resident, where the office says it otherwise; `asks`: how it is called while
    it is not known; `yes`/`no`: how a bool reads as a sentence, or that a choice or number has something or nothing; `holds`/`lacks`:
    how a choice reads with its {value}, and that it is another; `tell`: what to look at, or whom to ask;
    `ask_when`: the fact makes sense only then (never a rule);
    `usual`: what it is with nearly everybody; while it is not known, rows that hang on the contrary are told apart (never a rule);
    `part_of`: a number that is part of another one, so never above it.
    """

    id: str
    of: Entity
    type: Literal["bool", "int", "number", "date", "choice", "choices", "label", "income"]
    label: str
    daily: str = ""
    help: str = ""
    options: Annotated[tuple[Option, ...], BeforeValidator(_tuple)] = ()
    minimum: Number = 0
    maximum: Number | None = None
    unit: str = ""
    yes: str = ""
    no: str = ""
    holds: str = ""
    lacks: str = ""
    asks: str = ""
    tell: str = ""
    topic: str
    ask_when: Condition | None = None
    usual: bool | str | None = None
    derived: bool = False
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


# --- questions ----------------------------------------------------------------------------------------------------

class Choice(Part):
    """One option of a question and the facts it settles.

    sets: facts of those for whom it was chosen; closes: facts of those for whom it was not (left out: nothing, no, 0 for
    each fact it sets). A value is what the fact may hold, {at_least/more_than/at_most/less_than: number} (only a band is
    known), or {same_as: fact}. whole: it holds for everybody asked; nobody asks who. apart: none of the others is so; it
    stands apart, before 不清楚. family: "all of us" stands first when it is asked who. part: heading of the group it belongs to, on
    a page with two choices; under: heading over the options of a long list. only_one: names of groups; of the options of a group
    one person has one. when: shown only then. An option that settles nothing is a place for those whom no other one fits.
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
    only_one: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ()
    when: Condition | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.sets, *(self.closes or ())]))


class Question(Part):
    """One screen: a question that may settle several facts, for one or for many people.

    form: one (a single choice) | several (any of a list) | sweep (any of a list, then who) | share (everybody has one of a
    list: one chosen = all of them, several = then who has which) | who (which people) | bands (a number asked as bands
    between the limits that still matter) | number (typed).
    of: household = put once; person = put for each person. ask_when: a condition of the household, among: of a person;
    both may name earlier questions: what was chosen there. exclusive: of the options of a sweep one person has one. always: asked even
    where nothing hangs on it; late: only for those who want exact figures; private: the resident may tap it unseen. one: the wording
    where only one person is meant; only: of a page with two choices, by part, the wording where only that part is asked; either: in a
    visit for one person, where whoever lives with them counts too; otherwise: what none of the options is called (form who: the opposite
    of its option); label: what it is called where its list does not stand below it, on the check page; hints: of a page with two choices,
    by part, what helps to answer it; page: the topic on whose page a grid worker is asked, where that is not its own; spares: why those
    its conditions leave out are not asked although a row of theirs may stay open.
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
    otherwise: str = ""
    label: str = ""
    help: str = ""
    hints: dict[str, str] = {}
    why: str = ""
    options: Annotated[tuple[Choice, ...], BeforeValidator(_tuple)] = ()
    fact: str = ""
    ask_when: Condition | None = None
    among: Condition | None = None
    always: bool = False
    late: bool = False
    spares: str = ""
    private: bool = False
    exclusive: bool = False
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
        if self.form == "who" and (len(self.options) != 1 or not self.otherwise):
            raise ValueError(f"“{self.id}”问是谁，options 只写一项，otherwise 写不是的怎么说")
        if self.form in ("sweep", "share") and not self.who and any(not o.whole for o in self.options):
            raise ValueError(f"“{self.id}”选了以后要问是谁，请写 who")
        return self

    @property
    def asks_who(self) -> bool:
        return self.form in ("sweep", "share")

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
    cannot: dict[str, Annotated[tuple[str, ...], BeforeValidator(_tuple)]] = {}
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


# --- benefits -----------------------------------------------------------------------------------------------------

class PossibleCase(Part):
    """A further case in which the answer is 可能, with the reason told to the resident. ask: what to ask at the window, where it is not
    whether the row can be given."""

    when: Condition
    because: str
    ask: str = ""


class FirstStop(Part):
    """先找谁: one window, where a sentence makes it plain; elsewhere policy.yaml's guidance stands, marked as ours."""

    where: str
    law: Annotated[Law, Field(min_length=1)]


class AskAt(Part):
    """Whom we advise to ask instead of the window of the department in the lead. when: there is nothing to apply for, it is had when
    something else is done anyway."""

    where: str
    when: str = ""


class Told(Part):
    """One element of the service guide (怎么办、要带什么……), as a sentence of the document gives it."""

    text: str
    law: Annotated[Law, Field(min_length=1)]


GuideElement = Literal["asking", "steps", "papers", "place", "days", "fee"]


class Leads(Part):
    """The fact that a recognition sets, so that the rows it opens can be found by screening again."""

    fact: str
    value: str


class Requirement(Part):
    """What an organisation must meet, in words (organisations are not screened)."""

    text: str
    law: Law


class CalculatorInput(Part):
    """A whole number that an organisation says of itself; `part_of`: another input it cannot exceed."""

    id: str
    label: str
    unit: str
    help: str = ""
    maximum: Annotated[int, Field(gt=0)] = 1000000
    part_of: str | None = None


class Calculator(Part):
    """How often the row's amount is paid: `counted` over the inputs (named like limits), and the most that is paid in all.

    Where a share of the staff gives no whole number and the document does not say what then, both whole numbers stand."""

    inputs: Annotated[tuple[CalculatorInput, ...], BeforeValidator(_tuple)] = ()
    counted: Expr
    most: Expr | None = None


class Benefit(Part):
    id: str
    order: int
    name: str
    plain: str
    summary: str
    gives: str
    unit: Literal["person", "household", "organisation"]
    sentences: Annotated[tuple[str, ...], BeforeValidator(_tuple), Field(min_length=1)]
    quote: Annotated[Law, Field(min_length=1)]
    departments: Annotated[tuple[str, ...], BeforeValidator(_tuple), Field(min_length=1)]
    first_stop: FirstStop | None = None
    ask_at: AskAt | None = None
    guide: dict[GuideElement, Told] = {}
    urgent: bool = False
    held: bool = False  # comes with a recognition one has: whoever meets its conditions should be paid already
    leads_to: Leads | None = None
    scope: Literal["all", "city"] = "all"
    hukou: Literal["wenzhou", "any"] = "wenzhou"
    limits: dict[str, Number] = {}
    eligible_when: Condition | None = None
    possible_when: Annotated[tuple[PossibleCase, ...], BeforeValidator(_tuple)] = ()
    requires: Annotated[tuple[Requirement, ...], BeforeValidator(_tuple)] = ()
    calculator: Calculator | None = None
    amount: Expr | None = None
    months_paid: Expr | None = None
    basis: Basis
    period: Period | None = None
    pays: Pays
    # how what is not paid out is had: paid for them, not charged, charged less, as a service, for rent, only by who pays for it, as a
    # thing, as the office decides, as a rule
    way: Literal["", "paid", "waived", "less", "service", "rented", "own", "thing", "decided", "rule"] = ""
    hangs_on: Literal["spent", "months", "decided", "income"] = "spent"  # where only a most is told: on what it hangs
    group: str | None = None
    may_overlap: str | None = None
    notes: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ()

    @model_validator(mode="after")
    def _complete(self):
        if self.unit == "organisation":
            if self.eligible_when or self.possible_when:
                raise ValueError("单位可享的待遇不逐户判断，条件写在 requires 里")
        elif self.calculator is not None:
            raise ValueError("calculator 只写在单位可享的待遇里")
        elif not (self.eligible_when or self.possible_when):
            raise ValueError("eligible_when 和 possible_when 至少写一个")
        if self.calculator is not None and self.amount is None:
            raise ValueError("写了 calculator，就要写 amount：一份是多少")
        if self.amount is not None and self.way not in ("", "paid", "waived", "less", "service"):
            raise ValueError("算得出数的，way 只能写 paid、waived、less 或 service")
        if self.amount is not None and self.period is None and self.unit != "organisation":
            raise ValueError("有金额就要写 period：month、year 或 once")
        return self

    @property
    def clause(self) -> int:
        return int(re.findall("[0-9]+", self.sentences[0])[0])

    @property
    def article(self) -> str:
        """The clause as it is read: 第 5 条; in a further document after its mark."""
        return article(self.sentences[0])


def article(sentence: str) -> str:
    """The clause of a sentence as it is read: 第 5 条, 附则, 助餐第 1 条."""
    mark, number = re.match("([^0-9]*)([0-9]+)", sentence).groups()
    return "附则" if mark == "附" else f"{mark}第 {number} 条"


class Definition(Part):
    """A term used by several rows, written once. plain: as it reads after 要; holds: the label as a sentence, where it is a noun."""

    id: str
    of: Entity
    label: str
    holds: str = ""
    plain: str
    when: Condition


# --- parameters ---------------------------------------------------------------------------------------------------

class Step(Part):
    """A value from a day on, in one area. `known_until`: the last day it is known to hold."""

    area: str
    from_: Day = Field(alias="from")
    known_until: Day | None = None
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    confidence: Confidence
    source: str
    note: str = ""

    @model_validator(mode="after")
    def _a_value(self):
        if (self.value is None) == (self.low is None and self.high is None):
            raise ValueError("写 value，或者写 low 和 high")
        if any(n is not None and n < 0 for n in (self.value, self.low, self.high)):
            raise ValueError("标准不能是负数")
        if self.value is None and (self.low is None or self.high is None or self.low > self.high):
            raise ValueError("low 和 high 要成对，low 不大于 high")
        if self.known_until is not None and self.known_until < self.from_:
            raise ValueError("known_until 早于 from")
        return self


class Parameter(Part):
    """A figure that the document names but does not give; `formula` where it follows from others."""

    id: str
    label: str
    unit: str
    publisher: str
    plain: str = ""
    asked: str = ""  # what to find out of it, where its value is not known well enough to decide
    formula: Expr | None = None
    stands_in: str | None = None
    input: bool = True
    minimum: Number = 0
    maximum: Number = 100000000
    values: Annotated[tuple[Step, ...], BeforeValidator(_tuple)] = ()


class Sentence(Part):
    """One sentence of the document in the ledger: its opening words, and what carries it where no row does."""

    id: str
    opens: str
    kind: Literal["parameter", "disregard", "definition", "mechanism", "duty"] | None = None
    by: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ()
    note: str = ""


class Document(Part):
    """A document of the city: its number, its name and its term."""

    number: str
    title: str
    starts: Day
    ends: Day

    @model_validator(mode="after")
    def _term(self):
        if self.ends < self.starts:
            raise ValueError(f"ends（{self.ends}）早于 starts（{self.starts}）")
        return self

    def term(self, day: date) -> Literal["early", "in_force", "expired"]:
        """Where a day lies in the term; both ends of the term are in force."""
        return "early" if day < self.starts else "expired" if day > self.ends else "in_force"


class FurtherDocument(Document):
    """A document beside the main one, whole in one file: its sentences (numbered after its mark: 助餐1.1) and its rows."""

    mark: Annotated[str, Field(pattern="^[\u4e00-\u9fff]{1,6}$")]
    sentences: Annotated[tuple[Sentence, ...], BeforeValidator(_tuple), Field(min_length=1)]
    benefits: Annotated[tuple[Benefit, ...], BeforeValidator(_tuple)]

    @model_validator(mode="after")
    def _numbered(self):
        if self.mark.startswith("附"):
            raise ValueError("“附”是主文件附则的句号，mark 请换一个")
        wrong = [s.id for s in self.sentences if not re.fullmatch(re.escape(self.mark) + r"[0-9]+\.[0-9]+", s.id)]
        if wrong:
            raise ValueError(f"句号“{wrong[0]}”要写成 {self.mark}1.1 这样，前面是 mark")
        return self


class Policy(Document):
    """The main document: what every document has, its areas, and the words used about them."""

    short: str
    term_law: Law
    hukou_law: Law
    city_law: Law
    areas: dict[str, str]
    groups: dict[str, AreaGroup]
    parameter_areas: Annotated[tuple[str, ...], BeforeValidator(_tuple)]
    stacking: dict[str, StackingGroup]
    overlap: dict[str, str]
    notices: Annotated[tuple[Notice, ...], BeforeValidator(_tuple)]
    guidance: str
    asking: Told
    desks: dict[str, str]
    people: dict[str, PeopleGroup]
    departments: Annotated[tuple[str, ...], BeforeValidator(_tuple)]


class PeopleGroup(Part):
    """A group of people by which the rulebook is searched; `marks`: the facts and definitions that rows for them look at."""

    label: str
    marks: Annotated[tuple[str, ...], BeforeValidator(_tuple), Field(min_length=1)]


class AreaGroup(Part):
    label: str
    areas: Annotated[tuple[str, ...], BeforeValidator(_tuple)]


class StackingGroup(Part):
    """就高不重复: of the eligible rows of one group only the highest-paying is paid."""

    name: str
    per: Entity
    note: str
    no_figure_note: str
    law: Law


class Notice(Part):
    """A remark, while a condition of the household holds, on every row that would come to something else if people with one of
    `values` in `fact` had `lost` instead."""

    when: Condition
    fact: str
    values: Annotated[tuple[str, ...], BeforeValidator(_tuple)]
    lost: str
    text: str


# --- what a person can do, and what time does ---------------------------------------------------------------------

class Sets(Part):
    """A fact that an act sets: only where it stands at one of `from` (known), or, with `unknown`, where nobody knows it yet."""

    fact: str
    from_: Annotated[tuple[bool | str | Number, ...], BeforeValidator(_tuple)] = Field((), alias="from")
    unknown: bool = False
    to: bool | str | Number


class Act(Sourced):
    """One thing a person can do, and the facts it changes. Whether it is granted is the department's to say.

    of: person | household | family (every member at once, as a recognition is). sensible_when: only then is anybody told
    of it; it is judged with what is known, so `unless_known` says "where it may be". Never an age, an illness, a fate.
    law or general: where it is written that it is done there.
    """

    id: str
    name: str
    of: Literal["person", "household", "family"]
    sets: Annotated[tuple[Sets, ...], BeforeValidator(_tuple), Field(min_length=1)]
    sensible_when: Condition
    department: str
    where: str = ""
    papers: str = ""
    note: str = ""


class Counter(Part):
    """A number that time adds to: 1 a month (or, for unit year, 1 a year), while the condition is known to hold.

    said: how reaching {n} is told."""

    fact: str
    said: str
    unit: Literal["month", "year"] = "month"
    while_: Condition | None = Field(None, alias="while")


class Lapse(Part):
    """A fact that ends with the calendar year."""

    fact: str
    from_: bool | str = Field(alias="from")
    to: bool | str
    said: str


class Time(Part):
    counters: Annotated[tuple[Counter, ...], BeforeValidator(_tuple)] = ()
    lapses: Annotated[tuple[Lapse, ...], BeforeValidator(_tuple)] = ()


class Paper(Part):
    """The paper that shows a fact; told only where the row's own sentence has the words."""

    fact: str
    paper: str
    words: str


class Carry(Part):
    """A paper every window wants to see; with `fact` only where somebody's answer is one of `values`."""

    paper: str
    fact: str | None = None
    values: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ()


class RisingIncome(Part):
    """The income curve: how wide its steps are (yuan a month), and what is said before any loss."""

    step: Annotated[int, Field(gt=0)]
    first: Annotated[tuple[Told, ...], BeforeValidator(_tuple)]


class Plan(Part):
    """usual: how everything is marked that no sentence of the document says."""

    unasked: Told
    usual: str
    carry: Annotated[tuple[Carry, ...], BeforeValidator(_tuple)]
    papers: Annotated[tuple[Paper, ...], BeforeValidator(_tuple)]
    rising_income: RisingIncome


def alike(word: str) -> str:
    """A written word without what makes no difference: full width or half, capitals, spaces."""
    return "".join(unicodedata.normalize("NFKC", word).split()).casefold()


ROSTER_COLUMNS = ("household_id", "id", "member", "kind", "monthly", "annual", "months_in_job", "receiving")  # beside the facts
Words = Annotated[tuple[str, ...], BeforeValidator(_tuple)]


class Roster(Part):
    """How people write in rosters what the vocabulary calls otherwise: headers, options, yes and no, places, units."""

    unknown: Words
    yes: Words
    no: Words
    nothing: Words
    who: Words
    before: Words
    columns: dict[str, Words]
    areas: dict[str, Words]
    area_before: Words
    options: dict[str, dict[str, Words]]
    numbers: dict[str, dict[int, Words]]
    units: dict[str, Words]


class Migration(Part):
    """How answers kept under an older vocabulary are carried over: a fact or benefit renamed, an option renamed, a fact dropped."""

    fact: str | None = None
    benefit: str | None = None
    value: str | None = None
    becomes: str | None = None
    renamed: str | None = None
    dropped: str | None = None

    @model_validator(mode="after")
    def _one_thing(self):
        if (self.fact is None) == (self.benefit is None):
            raise ValueError("写 fact 或 benefit，只写一个")
        if sum(x is not None for x in (self.renamed, self.becomes, self.dropped)) != 1 or (self.value is None) != (self.becomes is None):
            raise ValueError("写 renamed，或者 value 和 becomes，或者 dropped")
        return self
