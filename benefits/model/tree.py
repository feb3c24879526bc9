"""Conditions and amounts: the tree that is interpreted for one household and lowered to columns for a register.

The nodes are few and typed on purpose. A condition may compare amounts and an amount may hang on conditions, so the two stand together.
No node reads a clock, holds a float, or knows a benefit by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, Union

from pydantic import BeforeValidator, Discriminator, Field, Tag, field_validator, model_validator

from .base import Law, Number, Part, as_tuple

Basis = Literal["exact", "at_least", "at_most", "local", "in_kind"]


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
    one_of: Annotated[tuple[str | int, ...], BeforeValidator(as_tuple)] | None = None
    none_of: Annotated[tuple[str | int, ...], BeforeValidator(as_tuple)] | None = None
    includes_any: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] | None = None
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

    @cached_property
    def word(self) -> str:
        return next(w for w in TEST_WORDS if getattr(self, "is_" if w == "is" else w) is not None)

    @cached_property
    def limit(self) -> Any:
        return self.is_ if self.word == "is" else getattr(self, self.word)


class All(Sourced):
    """Every part holds."""

    all: Annotated[tuple[Condition, ...], BeforeValidator(as_tuple), Field(min_length=1)]


class AnyOf(Sourced):
    """At least one part holds."""

    any: Annotated[tuple[Condition, ...], BeforeValidator(as_tuple), Field(min_length=1)]


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
    times: Annotated[tuple[Expr, ...], BeforeValidator(as_tuple), Field(min_length=2)]


class Plus(Part):
    plus: Annotated[tuple[Expr, ...], BeforeValidator(as_tuple), Field(min_length=2)]


class Minus(Part):
    minus: Annotated[tuple[Expr, ...], BeforeValidator(as_tuple), Field(min_length=2, max_length=2)]


class Over(Part):
    """Exact division; the divisor is a number of the row, above 0."""

    over: Annotated[tuple[Expr, ...], BeforeValidator(as_tuple), Field(min_length=2, max_length=2)]


class Least(Part):
    least: Annotated[tuple[Expr, ...], BeforeValidator(as_tuple), Field(min_length=2)]


class Greatest(Part):
    greatest: Annotated[tuple[Expr, ...], BeforeValidator(as_tuple), Field(min_length=2)]


class Between(Part):
    """Two readings of one figure: an interval."""

    between: Annotated[tuple[Number, ...], BeforeValidator(as_tuple), Field(min_length=2, max_length=2)]


class Branch(Part):
    """`pays` left out: the document gives no figure in this case. like: words to go by then, in which {money} is what the branches
    without such words come to; told beside the row, counted nowhere. whose: whom the case is of, where those without a figure are
    counted apart."""

    when: Condition
    pays: Expr | None = None
    basis: Basis | None = None
    like: str = ""
    whose: str = ""

    @model_validator(mode="after")
    def _told_only(self):
        if self.like and (self.pays is not None or "{money}" not in self.like):
            raise ValueError("like 写在没有 pays 的分支里，里面要有 {money}")
        if self.whose and self.pays is not None:
            raise ValueError("whose 写在没有 pays 的分支里")
        return self


class Case(Part):
    """The first branch that holds; with unknown facts every branch that still may."""

    case: Annotated[tuple[Branch, ...], BeforeValidator(as_tuple), Field(min_length=1)]
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


def walk(expr: Any) -> Iterator[Any]:
    """A part and every part inside it, the outermost first."""
    yield expr
    for name in type(expr).model_fields if isinstance(expr, Part) else ():
        value = getattr(expr, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Part):
                yield from walk(part)
