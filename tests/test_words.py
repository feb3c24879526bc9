"""What generated households of all kinds are told reads as people speak: no chains of 或, no office words in quotation marks, no clause
too long for one breath, nobody spoken of in the wrong voice."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest

from benefits.content import load
from benefits.entries import arranged, listing
from benefits.plan import plan, text
from benefits.screen import determine, rules_of, words_of
from benefits.voice import voices
from tests.households import household

BOOK = load()
DAYS = (date(2025, 6, 1), date(2026, 11, 26))
ASIDE = re.compile("〔[^〕]*〕|【[^】]*】|（[^）]*）|「[^」]*」|《[^》]*》")
NUMBER = re.compile(r"[\d,.]*\d")
BREATH = 32  # characters between two stops, a gloss not counted

# what no sentence may hold, and why
STIFF = {
    "或[^，。；]*或[^，。；、]*或": "三个“或”连着说",
    "(认定|哪里|类别|情况|方式)不是": "问题的名字当成了人的情况",
    "不是没有|没有没": "两个否定",
    "”就是": "引号里的词，后面跟着解释",
    "要“": "要的东西放在引号里",
    "要是|要不(?!要)": "听起来是“如果”",
    "[：；，][：；，。]|^[，；：、。]|[、，]$": "标点连着，或者连词没有下文",
    "：[^：；。]{1,12}：": "一句里两个冒号",
    "要么|按一般情况|孙子孙女（": "绕口：几样并着说，或者一个人叫成了两个",
    "的的|是是|在在|有有(?!没)|要要|填的填": "字重复了",
    "填的是 ?[都没]": "没有的东西说成了填的",
    "元/|/人|·月": "单位没有念出来",
    "是灵活就业|单位在职|自主择业军转|学校认定的资助对象|其他特殊困难人员|纳入积分": "办事的人才说的话",
    "None|True|False|nan": "不是中文",
}


def told(seed: int) -> list[str]:
    """Everything one household is told about its rows, in one of the voices."""
    rng = random.Random(seed)
    result = determine(household(rng, BOOK, known=rng.choice([0.4, 0.75, 0.95]), most=4), DAYS[seed % 2])
    voice = voices(BOOK)[seed % 6]
    found = listing(result, voice)
    lines = [*found.lead, *found.beside, *found.glosses, *(line for e in found.errands for line in (f"{e.step}。{e.told}", *e.lines))]
    lines += [g.heading for status in ("eligible", "possible") for g in arranged(found, status, "money")]
    for e in (*found.eligible, *found.possible):
        lines += [*e.lacking, *e.reasons, e.step, e.also, *(part for s in e.shares for part in (s.whom, s.money, s.why, s.chosen))]
    lines += [line for r in found.refused for line in (*r.because, r.change)]
    if not seed % 4:
        lines += [line.strip("　 ·□=") for line in text(plan(result), voice).splitlines()]
    return [line for line in dict.fromkeys(lines) if line]


@pytest.mark.parametrize("part", range(4))
def test_what_is_told_reads_as_people_speak(part):
    wrong: dict[str, str] = {}
    for seed in range(part * 10, part * 10 + 10):
        for line in told(seed):
            bare = NUMBER.sub("9", ASIDE.sub("", line))
            wrong |= {why: line for pattern, why in STIFF.items() if re.search(pattern, bare)}
            clause = max(re.split("[，。；：？、]", bare), key=len)
            if len(clause) > BREATH:
                wrong["一口气念不完"] = line
            if "〕〔" in line:
                wrong["出处写了两个括号"] = line
            if voices(BOOK)[seed % 6] in ("self", "family") and re.search("(^|[：、，的是])本人([：、，（的]|$|户口|或爱人|评上|有|要)", bare):
                wrong["不对着人说“您”"] = line
            if voices(BOOK)[seed % 6] in ("elder", "adult", "child", "other_family") and "您" in bare:
                wrong["对着别人说“您”"] = line
    assert not wrong, "\n".join(f"{why}：{line}" for why, line in wrong.items())


def test_every_fact_has_a_name_that_stands_after_弄清():
    for fact in BOOK.facts.values():
        if fact.tell and not fact.derived:
            assert not re.search("^(没有|不|是(?!不是)|要(?!不要))|[：。？]", fact.open), (fact.id, fact.open)
            if fact.type == "bool":
                assert re.search("有没有|是不是|要不要|能不能|在不在|住不住|做不做|交不交|付不付|符不符合", fact.open), (fact.id, fact.open)


def test_no_test_reads_like_its_opposite():
    words, rules = words_of(BOOK), rules_of(BOOK)

    def leaves(node):
        yield from (node,) if node.kind == "test" else ()
        for part in node.parts:
            yield from leaves(part)
    nodes = [n for row in rules.rows for way in (row.eligible, *(node for node, _ in row.possible)) if way is not None for n in leaves(way)]
    nodes += [n for act in rules.acts.values() for n in leaves(act)]
    assert len(nodes) > 300
    for n in nodes:
        said, opposite = (words.test(n.test, n.limits, turn) for turn in ("", "not"))
        assert said and opposite and said != opposite, (n.test, said)


def test_what_a_definition_asks_for_reads_after_要():
    for definition in BOOK.definitions.values():
        assert not re.search("。|^要", definition.plain), definition.id
        said = definition.holds or definition.label
        assert re.match("有|是|满|未满|在|住|户口|生活|灵活|父母|只填|孩子的父母", said), (definition.id, said)


def test_what_a_row_gives_speaks_of_nobody_so_that_it_is_true_of_everybody_who_has_it():
    words = BOOK.wording["list"]
    told = [str(words[key]) for key in ("kinds", "ways", "gain")]
    for b in BOOK.benefits.values():
        told += [b.plain, b.summary, b.gives, *b.notes, *(case.because for case in b.possible_when)]
    assert not [line for line in told if "您" in line.replace("您家", "")]


def test_no_answer_is_told_with_an_approval_that_nobody_was_asked_about():
    for q in BOOK.questions.values():
        for o in q.options:
            heard = "".join((q.text, q.one, q.label, q.help, o.label))
            for name, value in (o.sets or {}).items():
                said = [a.label + a.called for a in BOOK.facts[name].options if a.value == value]
                assert not [word for word in ("批准", "鉴定") if said and word in said[0] and word not in heard], (q.id, o.id, said)


def test_who_said_only_that_she_lives_in_a_home_is_first_told_to_ask_whether_it_was_approved():
    elder = {"id": "p1", "relation": "self", "hukou": "lucheng", "age": 86, "assistance": "dibao", "care_setting": "institution",
             "self_care": "mild_loss"}
    have = listing(determine({"household": {"residence": "lucheng"}, "members": [elder]}, date(2026, 11, 26)))
    row = next(e for e in have.possible if e.id == "elderly-institution-care")
    assert "是不是民政批准住进去的" in row.step and not any("批准的" in s.why for s in row.shares)
    assert not [line for r in have.refused for line in r.because if "批准" in line.partition("〔")[0]]
