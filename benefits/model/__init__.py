"""What may stand in content/, checked by pydantic when loaded: one short module for each kind of file, one name for all of them."""

from .ahead import Act, Carry, Counter, Lapse, Paper, Plan, RisingIncome, Sets, Time
from .base import NUMBERED, Citation, Day, Entity, Law, Number, Part
from .benefits import (
    AskAt,
    Benefit,
    Calculator,
    CalculatorInput,
    Definition,
    FirstStop,
    GuideElement,
    Leads,
    Pays,
    Period,
    PossibleCase,
    Requirement,
    Told,
    article,
)
from .documents import AreaGroup, Document, FurtherDocument, Notice, PeopleGroup, Policy, Sentence, StackingGroup
from .facts import INCOME_KINDS, Fact, Option, Topic
from .parameters import Confidence, Parameter, Step
from .questions import Choice, Doubt, Presumption, Question
from .roster import ROSTER_COLUMNS, Migration, Roster, Words, alike
from .tree import (
    COMPARISONS,
    TEST_WORDS,
    All,
    AnyOf,
    Basis,
    BestMember,
    Between,
    Branch,
    Case,
    Condition,
    CountMembers,
    Expr,
    FactValue,
    Greatest,
    Known,
    Least,
    Meets,
    Minus,
    Named,
    Not,
    Over,
    Plus,
    Published,
    SomeMember,
    Sourced,
    Test,
    Times,
    UnlessKnown,
    Value,
    walk,
)

__all__ = ["COMPARISONS", "INCOME_KINDS", "NUMBERED", "ROSTER_COLUMNS", "TEST_WORDS", "Act", "All", "AnyOf", "AreaGroup", "AskAt", "Basis",
           "Benefit", "BestMember", "Between", "Branch", "Calculator", "CalculatorInput", "Carry", "Case", "Choice", "Citation",
           "Condition", "Confidence", "CountMembers", "Counter", "Day", "Definition", "Document", "Doubt", "Entity", "Expr", "Fact",
           "FactValue", "FirstStop", "FurtherDocument", "Greatest", "GuideElement", "Known", "Lapse", "Law", "Leads", "Least", "Meets",
           "Migration", "Minus", "Named", "Not", "Notice", "Number", "Option", "Over", "Paper", "Parameter", "Part", "Pays", "PeopleGroup",
           "Period", "Plan", "Plus", "Policy", "PossibleCase", "Presumption", "Published", "Question", "Requirement", "RisingIncome",
           "Roster", "Sentence", "Sets", "SomeMember", "Sourced", "StackingGroup", "Step", "Test", "Time", "Times", "Told", "Topic",
           "UnlessKnown", "Value", "Words", "alike", "article", "walk"]
