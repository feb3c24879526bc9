"""Why a row is refused: what is told asks for exactly what the rule asks for, with its 并且 and 或者 where the rule has them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from benefits import interview
from benefits.content import load
from benefits.entries import listing
from benefits.household import read
from benefits.listing import later_text, need_text, needs, short, why_not
from benefits.refusing import Need, nearly
from benefits.rules import Node, State, truth
from benefits.screen import determine, rules_of
from benefits.voice import say
from tests.households import household

BOOK, DAY = load(), date(2025, 6, 1)
Guess = dict[tuple[int, str | None], bool]


def value(node: Node, s: State, guess: Guess, hope: bool = False) -> bool:
    """Whether a condition holds where some of its tests come out as guessed. hope: what is not known and not guessed turns out well."""
    if node.household:
        s = s.house
    parts = node.parts
    match node.kind:
        case "test":
            known = truth(node, s)
            return guess.get((node.slot, s.id), hope if known is None else known)
        case "all":
            return all(value(p, s, guess, hope) for p in parts)
        case "any":
            return any(value(p, s, guess, hope) for p in parts)
        case "some":
            return any(value(parts[0], p, guess, hope) for p in s.people)
        case "known":
            return value(parts[0], s, guess, hope)
        case _:
            return not value(parts[0], s, guess, not hope)


def met(need: Need, guess: Guess, only: State | None = None) -> bool:
    """Whether what is told to be lacking would be there."""
    match need.kind:
        case "all":
            return all(met(p, guess, only) for p in need.parts)
        case "any":
            return any(met(p, guess, only) for p in need.parts)
        case "some":
            return any(met(need.parts[0], guess, s) for s in need.of[0].people)
    of = (only,) if only is not None and len(need.of) > 1 else need.of
    return any(value(need.node, s, guess) is not need.turned for s in of)


def conditions(node: Node, s: State) -> Iterator[tuple[Node, State, bool]]:
    """What a way asks for one beside the other, each with whether its opposite is asked for; what one person must have, too."""
    yield node, s, False
    if node.kind == "all":
        for p in node.parts:
            yield from conditions(p, s)
    elif node.kind == "not":
        inner = node.parts[0]
        yield inner, s, True
        if inner.kind == "some":
            yield from ((inner.parts[0], p, True) for p in s.people)
    elif node.kind == "some":
        yield from conditions(node.parts[0], s)


def leaves_of(node: Node, s: State) -> Iterator[tuple[Node, State]]:
    if node.household:
        s = s.house
    if node.kind == "test":
        yield node, s
    for p in node.parts:
        for at in s.people if node.kind == "some" else (s,):
            yield from leaves_of(p, at)


def guesses(rng: random.Random, needs: list[Need]) -> list[Guess]:
    """Ways in which what is lacking could be there after all."""
    open_ = {(t.slot, at.id) for n in needs for leaf in n.leaves() for s in leaf.of for t, at in leaves_of(leaf.node, s)
             if truth(t, at) is not (not leaf.turned)}
    return [{key: rng.random() < share for key in open_} for share in (0.3, 0.6, 0.9) for _ in range(12)]


@pytest.mark.parametrize("seed", range(12))
def test_what_is_told_is_asked_for_in_every_way_and_is_just_that(seed):
    rng = random.Random(seed)
    result = determine(household(rng, BOOK, known=rng.choice([0.7, 0.95]), most=4), DAY)
    for d in result.of("ineligible"):
        row = rules_of(BOOK).row_of[d.benefit.id]
        s = next(s for s in (result.house, *result.house.people) if s.id == d.member)
        ways = [*([row.eligible] if row.eligible else []), *(node for node, _ in row.possible)]
        told = needs(result, d)
        assert told and all(n.certain for n in told)
        tried = guesses(rng, told)
        for n in told:
            would = [met(n, g) for g in tried]
            for way in ways:  # without it no way is open
                assert not any(value(way, s, g) and not ok for g, ok in zip(tried, would, strict=True)), (d.benefit.id, n)
            if not n.parts:
                continue
            alike = [[value(node, at, g, hope) is not turned for g in tried] for way in ways for node, at, turned in conditions(way, s)
                     for hope in (True, False)]
            together = [any(value(way, s, g, True) for way in ways) for g in tried]  # what may yet be there is not told
            assert would in alike or would == together, (d.benefit.id, d.member, need_text(result, d, n))


@pytest.mark.parametrize("seed", range(12))
def test_alternatives_are_told_as_such_and_never_as_a_single_demand(seed):
    result = determine(household(random.Random(seed), BOOK, known=0.9, most=3), DAY)
    words = BOOK.wording["against"]
    either = words["either"].partition("{")[0]
    for d in result.of("ineligible"):
        for n in needs(result, d):
            line = need_text(result, d, n).partition("〔")[0]
            assert line.startswith(either) <= (n.kind == "any"), line
            if line.startswith(either):
                ways = re.split("|".join((words["or"], words["or_short"])), line.removeprefix(either))
                assert 1 < len(ways) <= len(n.parts), line
                if len(ways) == len(n.parts):
                    assert all(("，" in way) or p.kind not in ("all", "some") for way, p in zip(ways, n.parts, strict=True)), line


def test_a_child_is_not_told_that_its_age_is_enough():
    data = {"household": {"residence": "lucheng", "low_income_rural": False},
            "members": [{"id": "p1", "relation": "self", "age": 40, "hukou": "lucheng", "assistance": "none", "tekun_support": None},
                        {"id": "p2", "relation": "child", "age": 8, "hukou": "lucheng", "assistance": "none", "orphan": "none",
                         "autism": False, "special_disease": False, "psychosis_registered": False, "needs_antipsychotics": False}]}
    result = determine(data, DAY)
    lines = [line for d in result.of("ineligible") for line in why_not(result, [(d, needs(result, d))])]
    assert lines
    for line in lines:
        for way in re.split("；|，或者|、", line.partition("〔")[0]):
            assert way.rpartition("：")[2] != "未满 18 周岁" or "才行" in line, line


def test_each_person_is_told_what_was_said_of_that_person():
    data = {"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "age": 50, "hukou": "ouhai"},
                                                                {"id": "p2", "relation": "spouse", "age": 49, "hukou": "pingyang"}]}
    lines = [line for r in listing(determine(data, DAY)).refused for line in r.because if "填的是" in line and "户口" in line]
    assert lines and all("瓯海" in line for line in lines if "50 岁" in line) and all("平阳" in line for line in lines if "49 岁" in line)
    assert not any("每个人" in line for line in lines)


def test_what_was_never_asked_is_not_called_an_answer_and_no_advice_waits_for_the_years_to_go_back():
    data = {"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng"}]}
    have = listing(determine(data, DAY))
    children = [r for r in have.refused if any("未满 18 周岁" in line for line in r.because)]
    assert children and all(r.change == BOOK.wording["list"]["change"]["over"] for r in children)
    assert "不是没有" not in "".join(line for r in have.refused for line in r.because)


@pytest.mark.parametrize(("said", "line"), [
    ({"hukou": "other_province", "labour_contract_months": 6}, "劳动合同签满 1 年才行，填的是 6 个月"), ({"business_kind": "company", "business_age_months": 50}, "店或企业开了不超过 3 年才行，填的是 50 个月"),
    ({"hukou": "taishun"}, "户口要在市区，填的是泰顺"), ({"hukou": "other_province", "zhejiang_registered_months": 3, "residence_permit_years": 0}, "登记居住满半年")])
def test_what_is_asked_for_is_said_as_people_say_it(said, line):
    data = {"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "age": 40, "hukou": "lucheng", **said}]}
    have = listing(determine(data, DAY))
    lines = [text for r in have.refused for text in r.because] + [text for e in have.possible for text in e.reasons]
    assert any(line in text for text in lines), [text for text in lines if line[:2] in text]
    assert not any(stiff in text for text in lines for stiff in ("期限至少", "时间至少", "要户口", "对不上", "能有的是"))


@pytest.mark.parametrize("seed", range(16))
def test_the_first_reason_is_the_one_that_may_change_and_a_limit_is_named_with_its_number(seed):
    rng = random.Random(seed)
    have = listing(determine(household(rng, BOOK, known=rng.choice([0.7, 0.95]), most=4), DAY))
    words, result, told = BOOK.wording["list"]["change"], have.result, 0
    for r in have.refused:
        rows = [d for d in result.of("ineligible") if d.benefit.name == r.name]
        assert "有变化" not in r.change, r
        if limit := re.match(r"满 (\d+) 周岁再查", r.change):
            assert f"满 {limit[1]} 周岁" in r.because[0], r
        elif r.change == words["over"] or r.change.startswith(words["over_rule"].partition("{")[0]):
            assert "周岁" in r.because[0], r
        elif r.change and "办成了" not in r.change:
            of = [(d, n) for d in rows for n in needs(result, d) if say(BOOK, "self", later_text(result, d, n)) == r.change]
            first = short(BOOK, r.because[0])
            assert any(n.kind == "test" or short(BOOK, say(BOOK, "self", need_text(result, d, n))) in first for d, n in of), r
            for number in re.findall(r"[\d,]+(?= 元)", r.change):
                assert number in r.because[0], r
            told += 1
    assert told


def test_an_age_past_a_general_rule_is_told_first_and_is_not_called_the_document():
    data = {"household": {"residence": "lucheng", "low_income_rural": False}, "members": [
        {"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng", "assistance": "none", "disability_certificate": False}]}
    row = next(r for r in listing(determine(data, DAY)).refused if r.name == "城乡居民养老保险代缴")
    assert row.because[0].startswith("一般未满 60 周岁才行，填的是 82 岁") and "我们推断的" in row.because[0] and "问" in row.change
    data["members"][0]["age"] = 50
    row = next(r for r in listing(determine(data, DAY)).refused if r.name == "城乡居民养老保险代缴")
    assert "周岁" not in "".join(row.because)


@pytest.mark.parametrize("seed", range(16))
def test_where_only_what_was_taken_for_granted_refuses_that_is_the_reason(seed):
    rng, say = random.Random(seed), BOOK.presumptions["older"].say
    house = read(household(rng, BOOK, known=0.9, most=3), BOOK, DAY)
    given = {name: value for name, value in BOOK.presumptions["older"].facts.items() if BOOK.facts[name].of == "person"
             and not isinstance(value, dict)}
    people = tuple(replace(p, facts={**p.facts, **given}) for p in house.people)
    presumed = {(p.id, name): "older" for p in house.people for name in given}
    result = determine(replace(house, people=people, presumed=presumed), DAY)
    for d in result.of("ineligible"):
        for n in needs(result, d):
            leaves = list(n.leaves())
            alone = n.kind == "any" and all(leaf.kind == "test" and (s.id, leaf.node.reads[0]) in presumed for leaf in leaves for s in leaf.of)
            assert need_text(result, d, n).startswith(say) is alone, (d.benefit.id, need_text(result, d, n))
    elder = {"id": "p1", "relation": "self", "hukou": "lucheng", "age": 84, "assistance": "dibao"}
    answers = interview.Answers(data={"household": {"residence": "lucheng"}, "members": [elder]}, gathered=True)
    have = listing(interview.screened(BOOK, answers, DAY), "self", ())
    one = next(r for r in have.refused if r.name == BOOK.benefits["public-welfare-job-insurance"].name)
    assert one.because[0].startswith(f"不在公益岗位上；{say}，先这样算"), "one test alone names what was taken for granted as several do"
    row = next(r for r in have.refused if r.name == BOOK.benefits["public-welfare-job"].name)
    assert row.because[0].startswith(say) and "没有工作" not in "".join((*row.because, row.change))


def test_nobody_is_told_to_wait_for_a_misfortune_or_for_what_an_age_makes_impossible():
    hurts = [f.yes for f in BOOK.facts.values() if f.waits is False and f.yes]
    told = 0
    for seed in range(60):
        have = listing(determine(household(random.Random(seed), BOOK, known=0.9), DAY))
        for r in have.refused:
            for way in r.change.removesuffix("，再来查").removesuffix("的").removeprefix("家里有人").split("，或者"):
                assert way not in hurts, r
        told += sum(bool(r.change) for r in have.refused)
    assert told > 200
    elder = {"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng", **{
        name: "none" if BOOK.facts[name].type == "choice" else False for name in (
            "school_level", "graduating_year", "veteran", "fallen_family", "psychosis_village_managed", "assistance")}}]}
    said = [r.change for r in listing(determine(elder, DAY)).refused]
    assert any(said) and not any(word in text for text in said for word in ("毕业", "在读", "遗属", "精神", "退役军人")), said
    child = {"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "age": 5, "hukou": "lucheng",
                                                                 "school_level": "preschool", "school_aided": True}]}
    row = next(r for r in listing(determine(child, DAY)).refused if r.name == "义务教育营养餐")
    assert row.change == "在读小学或初中，再来查", "that comes with the years"


@pytest.mark.parametrize("seed", range(16))
def test_who_is_特困_is_not_told_to_wait_for_低保(seed):
    data = household(random.Random(seed), BOOK, known=0.9, most=1)
    data["members"][0]["assistance"] = "tekun"
    for r in listing(determine(data, DAY), "self", ()).refused:
        assert not re.match("评上低", r.change), r


@pytest.mark.parametrize(("years", "said"), [(2, "填的是 2 年"), (0, "现在没有")])
def test_a_number_that_alone_refuses_is_told_with_its_limit_and_what_was_said(years, said):
    people = [{"id": "p1", "relation": "self", "age": 40, "hukou": "other_province", "residence_permit_years": years},
              {"id": "p2", "relation": "child", "age": 15, "hukou": "other_province", "junior_high": "fresh_3_years"}]
    have = listing(determine({"household": {"residence": "lucheng"}, "members": people}, DAY))
    row = next(r for r in have.refused if r.name == BOOK.benefits["newcomer-senior-high"].name)
    assert any(line.startswith(f"您（40 岁）：居住证的年数够 3 年才行，{said}") for line in row.because), row
    assert row.change == "居住证的年数够 3 年，再来查"


def test_such_a_number_is_told_only_where_the_row_may_be_had_once_it_is_met():
    told = 0
    for seed in range(60):
        house = read(household(random.Random(seed), BOOK, known=0.9), BOOK, DAY)
        result = determine(house, DAY)
        for d in result.of("ineligible"):
            row = rules_of(BOOK).row_of[d.benefit.id]
            for n in nearly(row, next((s for s in result.house.people if s.id == d.member), result.house)):
                (s,), limit = n.of, n.node.shown_limit
                if limit is None or BOOK.facts[n.node.test.fact].derived or n.node.test.word not in ("at_least", "at_most"):
                    continue
                met_ = limit if not n.turned else limit + (-1 if n.node.test.word == "at_least" else 1)
                people = tuple(replace(p, facts={**p.facts, n.node.test.fact: met_}) if p.id == s.id else p for p in house.people)
                own = {**house.facts, n.node.test.fact: met_} if s.id is None else house.facts
                after = determine(replace(house, people=people, facts=own), DAY)
                assert next(x for x in after.determinations if (x.benefit.id, x.member) == (d.benefit.id, d.member)).status != "ineligible", (
                    seed, d.benefit.id, n.node.test)
                told += 1
    assert told > 20


def test_no_refusal_says_that_nobody_asked_where_what_was_taken_for_granted_has_words():
    for age in (6, 30, 62, 76, 84):
        one = {"id": "p1", "relation": "self", "hukou": "lucheng", "age": age, "assistance": "dibao"}
        result = interview.screened(BOOK, interview.Answers(data={"household": {"residence": "lucheng"}, "members": [one]}, gathered=True), DAY)
        mute = {BOOK.facts[name].said for (_, name), taken in result.household.presumed.items() if not BOOK.presumptions[taken].say}
        lines = [line for r in listing(result).refused for line in r.because if BOOK.wording["against"]["unasked"] in line]
        assert all(any(said in line for said in mute) for line in lines), lines
