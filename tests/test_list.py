"""The list in words: every row has its elements, nothing is invented, the voices agree, sums are honest, firsts are in order."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from benefits import determine, interview, load
from benefits.bars import charts, legend, outside
from benefits.desks import Window, window
from benefits.entries import FIRSTS, arranged, listing, settling
from benefits.entries.settling import SETTLES, hangs_on
from benefits.entries.sums import spoken
from benefits.explain import span
from benefits.household import read
from benefits.listing import figure_remark, grouped, lacking, who, whom
from benefits.listing import held as in_sentence
from benefits.model import Named, walk
from benefits.plan import find_out_lines, plan
from benefits.plan import text as plan_text
from benefits.quotes import citations, fingerprint
from benefits.screen import shares, totals_of, words_of
from benefits.voice import voices
from takeaway import letter, markup, message
from tests.households import household
from tests.test_any_answers import visits

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = [path.name for path in sorted((ROOT / "examples").glob("*.json"))]
DAYS = {"before": date(2022, 4, 30), "in": date(2025, 6, 1), "after": date(2026, 11, 25)}
BOOK = load()


def found(name: str, day: date = DAYS["after"], voice: str = "self", received: tuple[str, ...] = (), **changes):
    data = json.loads((ROOT / "examples" / name).read_text(encoding="utf-8"))
    data["household"].update(changes)
    return listing(determine(data, day), voice, received)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_every_row_has_its_elements(name, day):
    have = found(name, day)
    assert bool(have.notice) is not have.result.in_force
    for e in (*have.eligible, *have.possible):
        assert e.badge[0] in "●◐" and e.departments and e.clause and e.quotes
        assert e.step and len(e.step) <= 25 and e.step[0] in "问去弄看", e.step
        assert e.shares and all(s.money and s.why for s in e.shares), e.name
        assert e.status == "eligible" or e.lacking or all(d.because for d in e.found), e.name
        if not have.result.in_force:
            assert "● 能领" not in e.badge
    for r in have.refused:
        assert r.because


@pytest.mark.parametrize("name", EXAMPLES)
def test_before_the_fold_a_card_for_one_answer_is_short(name):
    for e in (*(have := found(name)).eligible, *have.possible):
        s = e.shares[0]
        text = "".join((e.badge, e.name, e.plain, s.money, s.working, s.remark, s.chosen, s.why, e.step, *e.departments))
        assert len(text) <= 124, (len(text), text)  # with the sum of what is paid


def test_every_row_of_the_guide_has_a_sentence_or_says_that_the_document_does_not_say():
    compared = set((ROOT / "content" / "quotes.lock").read_text(encoding="utf-8").split())
    seen = 0
    for benefit in BOOK.screened():
        for told in benefit.guide.values():
            assert told.law and all(any(fingerprint(c) in line for line in compared) for c in told.law)
    for name in EXAMPLES:
        for e in found(name).eligible:
            assert len(e.guide) == len(BOOK.wording["guide"])
            for _, text, sentence in e.guide:
                assert sentence or re.fullmatch("文件没写，问.+，或打 12345", text)
                seen += bool(sentence)
    assert seen and all(c.words for c in citations(BOOK))


@pytest.mark.parametrize("seed", range(12))
def test_the_closed_card_and_its_guide_send_to_the_same_place_and_only_a_sentence_that_says_so_is_cited_for_it(seed):
    """Also where the document tells one to give papers out or to approve: that is said of the papers and the steps."""
    place = BOOK.wording["guide"]["place"]
    have = listing(determine(household(random.Random(seed), BOOK, known=0.85), DAYS["after"]), "self")
    for e in (*have.eligible, *have.possible):
        at = window(BOOK, e.benefit, e.status)
        text, sentences = next((text, cited) for label, text, cited in e.guide if label == place)
        assert have.say(at.where) in text and (not e.desk or e.desk == have.say(at.where)), (e.id, e.desk, text)
        assert bool(sentences) is not at.ours
    stops = {b.id: b.first_stop for b in BOOK.screened() if b.first_stop}
    assert all(s.where in c.words for s in stops.values() for c in s.law), "a place is cited for what its sentence says"


def numbers(text: str) -> list[Fraction]:
    return [Fraction(n.replace(",", "")) for n in re.findall(r"[\d,]+(?:\.\d+)?(?= 元| 到)", text)]


def least(money: str, when: str) -> Fraction:
    """The sure part of what a card says is paid in a year, or once, as somebody reads it who knows no more."""
    part = next((p for p in re.split("，", money) if when in p), "")
    found = numbers(part)
    return Fraction(0) if not found or "最多" in part else found[0]


def people_of(whom: str, everybody: int) -> int:
    """How many people a card names: 家里每个人, 除了孩子，家里别的人, or 本人、两个孩子."""
    if whom.startswith("除") or whom.endswith("每个人"):
        return everybody - whom.startswith("除")
    return sum("一二三四五六七八九".index(n[1].replace("两", "二")) + 1 if (n := re.search("(?<!第)([两三四五六七八九])[个位人]", name)) else 1
               for name in whom.split("、"))


@pytest.mark.parametrize("day", ["in", "after"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_sentences_on_top_add_up_for_who_has_only_the_cards(name, day):
    have = found(name, DAYS[day])
    listed, everybody = BOOK.wording["list"], len(have.result.household.people)
    assert have.lead[0].startswith((f"{len(have.eligible)} 项", "没有找到", "按填的", "填的还太少"))
    if not have.eligible:
        assert len(have.lead) == 1
        return
    counts = {"cash": 0, "bare": 0, "zero": 0, "service": 0, "loan": 0, "other": 0}
    sums: dict[tuple[str, str], dict[str, Fraction]] = {}
    for e in have.eligible:
        texts = [s.money for s in e.shares if "领高的那份" not in s.chosen]
        service = any("不发钱" in t for t in texts) or e.found[0].benefit.pays == "in_kind"  # all of it zero: no word of money
        kind = ("other" if not texts else "loan" if any("可贷" in t for t in texts) else "service" if service else
                "cash" if any(numbers(t) and "现在是 0 元" not in t and "按现在填的是 0" not in t for t in texts) else
                "zero" if all("0 元" in t for t in texts) else "bare")
        counts[kind] += 1
        for s in e.shares:
            if s.money in texts and kind in ("cash", "service"):
                several = len(s.found) if s.whom == listed["others_of"] else people_of(s.whom, everybody)
                for when in ("一年", "一次"):
                    pays = sums.setdefault((kind, when), {})
                    pays[e.name] = pays.get(e.name, Fraction(0)) + least(s.money, when) * (several if s.money.startswith("每人") else 1)
    paying = counts["cash"] + counts["bare"] + counts["zero"]
    text = "".join(have.beside)
    assert (f"发钱的有 {paying} 项" in text) if paying else listed["no_cash"] in text
    for key, word in (("service", "{} 项是服务"), ("loan", "{} 项是贷款"), ("other", "{} 项只能领高"), ("zero", "{} 项现在是 0 元"), ("bare", "{} 项现在还算不出多少")):
        assert (word.format(counts[key]) in text) is bool(counts[key]), (key, text)
    assert sum(counts.values()) == len(have.eligible)
    for kind, said in (("cash", have.lead[0]), ("service", "".join(x for x in have.beside if x.startswith("服务和减免相当于")))):
        for when, before in (("一年", "一年"), ("一次", "一次给" if kind == "cash" else "一次性")):
            money = sums.get((kind, when), {})
            told = next((line for line in have.beside if "能不能都领" in line and kind == "cash"), "")
            either = [money.pop(n) for n in list(money) if n in told] if when == "一年" else []
            low = sum(money.values()) + max(either, default=0)
            found_ = re.search(before + r"(?:至少)? ?([\d,]+(?:\.\d+)?) ", said)
            if low:
                assert found_ and Fraction(found_[1].replace(",", "")) == low, (kind, when, low, said)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_numbers_of_rows_agree_wherever_they_stand(name):
    have = found(name)
    shown = {status: have.count(status) for status in ("eligible", "possible", "ineligible")}
    for status, n in shown.items():
        assert f"（{n} 项" in have.title(status)
        word = {"eligible": have.heading("eligible"), "possible": "可能", "ineligible": "不符合"}[status]
        assert (f"{n} 项{word}" in have.tally) if n else (f"项{word}" not in have.tally)
    assert (f"{shown['possible']} 项可能" in have.lead[0]) is bool(shown["possible"])
    ids = {e.id for e in have.eligible}
    assert shown["possible"] == len({e.id for e in have.possible} - ids) and len(have.possible) - shown["possible"] == have.twice["possible"]


@pytest.mark.parametrize(("age", "said"), [(82, "每月 50 元"), (93, "每月 200 元"), (101, "每月至少 500 元"), (None, "每月至少 50 元")])
def test_where_the_counties_go_by_the_figure_of_the_city_it_is_named_and_counted_nowhere(age, said):
    data = {"household": {"residence": "taishun"}, "members": [{"id": "p1", "relation": "self", "hukou": "taishun"} | ({"age": age} if age else {})]}
    have = listing(determine(data, DAYS["after"]))
    row = next(e for e in (*have.eligible, *have.possible) if e.id == "old-age-allowance")
    assert row.shares[0].money == f"给现金，市区是{said}，县（市）照着办，准数问当地民政" and row.clause == "第 5 条"
    d = row.found[0]
    assert (d.annual, d.once, d.basis) == (None, None, "local") and have.result.totals.cash_annual == (0, 0) and not charts(have.result)
    data["members"][0]["hukou"] = "lucheng"
    city = listing(determine(data, DAYS["after"]))
    assert not any("照着办" in s.money for e in (*city.eligible, *city.possible) for s in e.shares)


def sentences(have) -> list[str]:
    """All a list says in sentences of its own: without quotations, where they stand, and formulas."""
    lines = [*have.lead, *have.beside, have.notice, have.advice, *(f"{e.step}：{e.told}" for e in have.errands),
             *(line for r in have.refused for line in (*r.because, r.change))]
    for e in (*have.eligible, *have.possible):
        lines += [e.plain, e.step, e.also, *e.lacking, *e.reasons, *(text for _, text, _ in e.guide), *(n for n in e.notes if "×" not in n)]
        lines += [part for s in e.shares for part in (f"{s.whom}：{s.money}", s.why, s.chosen)]
    bare = (re.sub("「[^」]*」|《[^》]*》|〔[^〕]*〕", "", line) for line in lines)
    return [s for line in bare for s in re.split("[。；：？]", line) if s.strip()]


def test_sentences_are_short():
    said = {s for name in EXAMPLES for day in DAYS.values() for s in sentences(found(name, day))}
    assert max(map(len, said)) <= 35, max(said, key=len)
    assert sum(map(len, said)) / len(said) <= 18


def test_what_is_nothing_now_says_so_in_words_and_one_person_has_one_name():
    whole = found("family-of-five.json")
    aid = next(e for e in whole.eligible if e.id == "medical-assistance")
    assert {s.money for s in aid.shares if s.found[0].annual == (0, 0)} == {"现在是 0 元：看病没有自己付钱。以后有了再去问"}
    said = repr((whole.eligible, whole.refused))
    assert "74 岁的老人" in said and "爸妈" not in said and "父母一方" not in said


@pytest.mark.parametrize("voice", voices(BOOK))
def test_all_voices_tell_the_same_list(voice):
    plain, other = found("elder-alone.json"), found("elder-alone.json", voice=voice)
    assert [e.id for e in plain.eligible] == [e.id for e in other.eligible]
    said = repr((other.lead, other.errands, [(e.step, e.notes, e.reasons, *((s.whom, s.money, s.why, s.chosen) for s in e.shares))
                                                 for e in (*other.eligible, *other.possible)], other.refused))
    assert voice in ("self", "family") or "您" not in said


def test_sums_count_cash_only_and_change_with_what_is_received():
    have = found("family-of-five.json")
    assert "51,320" in have.lead[0] and "7,586" not in "".join(have.lead) and "7,586" in "".join(have.beside)
    got = found("family-of-five.json", received=("public-welfare-job",))
    assert "其中 1 项已经在领（现金一年 8,400 元）。还没领的 25 项，现金一年至少 42,920 元（其中 37,320 元应该已经在发）" in got.lead[0] and "51,320" not in got.lead[0]
    every = found("elder-alone.json", received=tuple(e.id for e in found("elder-alone.json").eligible))
    assert "都已经在领、在用（现金一年 600 元）。" in every.lead[0] and "还没领" not in every.lead[0]
    assert next(e for e in got.eligible if e.id == "public-welfare-job").badge.startswith("● 填了")
    assert {e.badge for e in every.eligible} == {"● 填了已经在领", "● 填了已经在用"}
    assert all(e.cash is (e.badge == "● 填了已经在领") and e.cash is (e.step == "看看数对不对") for e in every.eligible)
    assert not any("公益岗位上的补贴" in e.what for e in got.errands)


def test_what_cannot_be_had_beside_what_is_ticked_is_not_still_to_be_had_and_is_no_errand():
    """Of rows of which only one may be had, whichever is ticked; a higher one instead of a lower stays."""
    got = found("family-of-five.json", received=("rent-subsidy",))
    other = next(e for e in got.eligible if e.id == "public-rental-priority")
    assert got.lead[0].startswith("26 项") and "还没领的 24 项" in got.lead[0] and other.spent and other.step.startswith("已经有一样了")
    rng, tried = random.Random(8), 0
    houses = [json.loads((ROOT / "examples" / name).read_text(encoding="utf-8")) for name in EXAMPLES]
    for data in (*houses, *(household(rng, BOOK, 0.9, most=3) for _ in range(60))):
        result = determine(data, DAYS["after"])
        rows = {d.benefit.id: d for d in result.of("eligible") if d.benefit.group}
        for row, d in rows.items():
            have = listing(result, received=(row,))
            for x in (x for x in rows.values() if x is not d and x.benefit.group == d.benefit.group and x.member == d.member):
                e = next(e for e in have.eligible if e.id == x.benefit.id)
                if len(e.found) > 1:
                    continue
                tried += 1
                assert e.spent is (d.superseded_by != e.id)
                assert not e.spent or (all(e.id not in errand.rows and e.spoken not in errand.told for errand in have.errands)
                                       and e.id not in {r[0].benefit.id for t in plan(result, received=(row,)).trips for r in t.claims})
                gone = sum(e.spent for e in have.eligible)
                assert f"还没领的 {len(have.eligible) - 1 - gone} 项" in have.lead[0] or len(have.eligible) == 1 + gone
    assert tried > 3, tried


def test_an_act_that_opens_more_cash_than_is_sure_stands_first_and_a_smaller_one_does_not():
    have = {name: listing(determine(json.loads((ROOT / "examples" / f"{name}.json").read_text(encoding="utf-8")), date(2026, 11, 26)))
            for name in ("disabled-child", "family-of-five")}
    first = have["disabled-child"].errands[0]
    assert first.what == "办残疾人证" and "35,744 元" in first.gain and first.desk in first.step
    early, money = have["family-of-five"].errands[:2]
    assert "要赶早" in early.gain and "满 7 周岁" in early.gain and money.what.startswith("孩子的生活费")
    assert not any(e.gain.startswith("办成了") for e in have["family-of-five"].errands)


def test_errands_urgent_hardship_first_then_recognition_then_money_and_one_window_is_one_trip():
    have = found("elder-alone.json", sudden_hardship=True)
    assert len(have.errands) == FIRSTS
    one = have.errands[0]
    kinds = [next(i for i, line in enumerate(one.lines) if said in line) for said in ("临时救助", "高龄津贴：现金一年 600 元", "能不能评上低边")]
    assert "问 4 件" in one.step and kinds == [0, 1, 2] and "可能多" in one.lines[2] and one.lines[3].startswith("还能问：")
    assert all(e.step.startswith(("问", "去", "弄清", "看病")) for e in have.errands)


def test_what_else_may_be_asked_for_at_a_place_is_named_where_the_name_is_short():
    told = [e.told for name in ("farm-couple.json", "family-of-five.json", "graduate.json") for e in found(name).errands]
    assert any("还能问村里项目的分红等 4 项" in line for line in told) and any("还能问：医疗救助、益康保" in line for line in told)
    assert all(len(said) <= 7 for line in told for said in re.findall("还能问([^：0-9]+)等", line)) and any("还能问 2 项" in line for line in told)


@pytest.mark.parametrize("recognition", ["none", "dibao"])
@pytest.mark.parametrize("fact", sorted({b.need for b in BOOK.benefits.values() if b.need}))
def test_the_need_they_told_of_is_among_what_to_do_first(fact, recognition):
    data = {"household": {"residence": "lucheng"}, "members": [
        {"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng", "assistance": recognition, fact: True}]}
    have = listing(determine(data, DAYS["after"]))
    row = next(e for e in (*have.eligible, *have.possible) if e.benefit.need == fact)
    assert any(row.id in e.rows for e in have.errands) and not have.errands[0].urgent, [e.told for e in have.errands]
    first = next(e for e in have.errands if row.id in e.rows)
    assert sum(row.spoken in line for line in (first.what, *first.lines)) == 1, first


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_two_of_the_first_things_are_at_one_place_and_none_promises_what_an_office_decides(name):
    have = found(name)
    places = [Window(e.desk, e.ours).place for e in have.errands if e.desk]
    assert len(places) == len(set(places))
    assert all("可能" in e.told for e in have.errands if "评上" in e.told or "办成" in e.gain)


def test_money_that_may_not_be_had_with_other_money_says_so_in_the_same_sentence():
    gain = next(e.gain for e in found("family-of-five.json").errands if "孩子的生活费" in e.what)
    assert f"35,744 元，{BOOK.wording['bars']['beyond']}。" in gain and "能不能都领" not in gain, "as the chart says it"
    bus = found("bus-driver.json")
    assert "；和外地来的职工租保障房只能选一份" in bus.errands[0].gain and not bus.marks  # told once
    had = found("family-of-five.json", received=("dibao-allowance",))  # what is had is no part of the sum: then the child's money is
    assert "35,744" not in had.beside[0] and "没算进" not in next(e.gain for e in had.errands if "孩子的生活费" in e.what)
    assert "租房的 2 项只能选一份" in found("family-of-five.json").marks[0]


@pytest.mark.parametrize(("born", "said"), [("1947-03-05", "记着：2027年3月5日满 80 周岁，到时问高龄津贴。"), (None, "记着：一年以内满 80 周岁，到时问高龄津贴。"),
                                            ("1947-11-27", ""), ("1946-11-25", "")])
def test_what_begins_within_a_year_with_nothing_but_an_age_is_told_with_its_day(born, said):
    data = json.loads((ROOT / "examples" / "elder-79.json").read_text(encoding="utf-8"))
    if born:
        del data["members"][0]["age"]
        data["members"][0]["birth_date"] = born
    assert "".join(listing(determine(data, date(2026, 11, 26))).marks) == said
    data["members"][0]["hukou"] = "other_province"  # then an age alone is not enough
    assert not listing(determine(data, date(2026, 11, 26))).marks


def test_a_birthday_that_is_not_known_is_looked_up_on_ones_own_card():
    data = json.loads((ROOT / "examples" / "elder-79.json").read_text(encoding="utf-8"))
    del data["members"][0]["age"]
    house = replace(read(data, BOOK, DAYS["in"]), spans={("p1", "age"): (79, 80)})
    steps = [e.step for e in listing(determine(house, DAYS["in"])).errands]
    assert "弄清满了几周岁" in steps and BOOK.wording["list"]["helper"]["step"] not in steps[:steps.index("弄清满了几周岁")]


@pytest.mark.parametrize(("span", "told"), [((89, 90), "满没满 90 周岁"), ((99, 100), "满没满 100 周岁"), ((85, 101), "满了几周岁"), ((90, 91), "")])
def test_an_amount_that_is_a_range_for_want_of_an_answer_says_on_what_it_hangs_and_where_to_look(span, told):
    data = json.loads((ROOT / "examples" / "elder-79.json").read_text(encoding="utf-8"))
    del data["members"][0]["age"]
    have = listing(determine(replace(read(data, BOOK, DAYS["in"]), spans={("p1", "age"): span}), DAYS["in"]))
    share = next(e for e in have.eligible if e.id == "old-age-allowance").shares[0]
    assert share.hangs == told and share.chosen == (f"{told}，数不一样：看身份证上的生日。" if told else "")
    assert not told or any(f"，看{told}" in e.told for e in have.errands)


@pytest.mark.parametrize("seed", range(6))
def test_what_an_amount_hangs_on_is_told_of_ranges_only_and_of_what_is_had(seed):
    have = listing(determine(household(random.Random(seed), BOOK, known=0.65), DAYS["in"]))
    for e in (*have.eligible, *have.possible):
        for s in e.shares:
            low, high = s.found[0].annual or s.found[0].once or (0, 0)
            assert bool(s.hangs) == ("数不一样" in s.chosen)
            assert not s.hangs or (low > 0 and low != high and e.status == "eligible"), e.name


def test_what_is_open_is_named_without_what_was_answered_already():
    elder = {"id": "p1", "relation": "self", "hukou": "lucheng", "age": 84, "care_setting": "home", "tekun_support": "dispersed"}
    for recognised, row in (("dibao", "elderly-care-subsidy"), ("tekun", "tekun-care")):
        helped = read({"household": {"residence": "lucheng"}, "members": [{**elder, "assistance": recognised}]}, BOOK, DAYS["after"])
        helped = replace(helped, spans={("p1", "self_care"): frozenset({"mild_loss", "moderate_loss", "complete_loss"})})
        row = next(e for e in listing(determine(helped, DAYS["after"]), "self", ()).eligible if e.id == row)
        assert row.shares[0].chosen == "起居要帮到什么程度，数不一样：问照顾的人。"
    closed = {name for q in BOOK.questions.values() for o in q.options for name, value in (o.closes or {}).items()
              if (fact := BOOK.facts[name]).nothing and value == fact.nothing.value and fact.type == "choice"}
    for name in closed:  # what is known to be there is not asked about as if it were not
        fact = BOOK.facts[name]
        left = fact.left(frozenset(o.value for o in fact.options if o is not fact.nothing))
        assert not re.search("有没有|要不要|是不是|在不在|做不做", left) and left, name


@pytest.mark.parametrize("seed", range(40))
def test_no_fact_that_is_known_in_part_is_told_as_if_nothing_were_known(seed):
    rng = random.Random(seed)
    house = read(household(rng, BOOK, known=0.7, most=3), BOOK, DAYS["after"])
    spans = {(p.id, f.id): frozenset(o.value for o in f.options if not o.nothing and o.value != "none")
             for p in house.people for f in BOOK.facts.values() if f.which and f.of == "person" and f.id not in p.facts}
    have = listing(determine(replace(house, spans=spans), DAYS["after"]), "self", ())
    lines = [text for e in (*have.eligible, *have.possible) for text in (*e.lacks, *(s.chosen + s.why for s in e.shares))]
    for name in {name for _, name in spans}:
        if all((p.id, name) in spans for p in house.people):
            assert not [text for text in lines if BOOK.facts[name].asks in text], name


def test_what_was_taken_for_granted_is_no_reason_as_if_it_had_been_said():
    elder = {"id": "p1", "relation": "self", "hukou": "cangnan", "age": 101, "assistance": "dibao", "self_care": "complete_loss"}
    answers = interview.Answers(data={"household": {"residence": "cangnan"}, "members": [elder]}, gathered=True)
    option = next(o for o in BOOK.questions["disability_assessed"].options if o.id == "severe")
    elder.update(option.sets)
    result = interview.screened(BOOK, answers, DAYS["after"])
    row = next(e for e in listing(result, "self", ()).eligible if e.id == "long-term-care-insurance")
    assert row.shares[0].why.startswith("评上了重度失能")
    said = interview.heard(BOOK, answers, DAYS["after"])
    assert ("assessed", "p1") in interview.presumptions_that_matter(BOOK, answers, DAYS["after"], said)
    assert interview.comes_of_answers(BOOK, said, "assessed", "p1")
    assert [line.partition("〔")[0] for line in row.reasons if "保险" in line] == ["参加了长期护理保险（没有单独问，先这样算）"]
    held = next(e for e in listing(result, "self", ()).eligible if e.held)
    assert markup.card(held, BOOK.wording["list"]).count(held.step) == 1


@pytest.mark.parametrize("seed", range(12))
def test_what_leads_as_a_reason_was_said_wherever_something_was(seed):
    rng = random.Random(seed)
    house = read(household(rng, BOOK, known=0.8, most=3), BOOK, DAYS["after"])
    presumed = {(p.id, f): "older" for p in house.people for f in p.facts if f not in ("age", "relation") and rng.random() < 0.4}
    have = listing(determine(replace(house, presumed=presumed), DAYS["after"]), "self", ())
    mark = BOOK.wording["list"]["inferred"].partition("{")[0]
    for e in (*have.eligible, *have.possible):
        for share in e.shares:
            d = share.found[0]
            said = [r for r in d.reasons if r.holds and not r.turn and r.fact not in ("age", "relation", "residence", "hukou") and r.value
                    and r.node.test.word in ("is", "one_of") and r.member == d.member and not r.presumed(have.result.household)]
            assert not (said and len(share.found) == 1 and not d.because and share.why.startswith(mark)), (e.name, share.why)
        for d in e.found:
            inferred = any(True for r in d.reasons if r.holds and r.presumed(have.result.household) and r.turn != "unknown")
            assert not inferred or any("没有单独问" in line for line in e.reasons), e.name


def test_what_a_household_owes_to_some_who_are_from_elsewhere_names_them_and_asks_no_child_for_points():
    family = [("self", 30, "cangnan"), ("parent", 66, "other_province"), ("child", 9, "cangnan"), ("grandchild", 3, "zhejiang_other")]
    data = {"household": {"residence": "cangnan"}, "members": [
        {"id": f"p{i}", "relation": relation, "age": age, "hukou": hukou} for i, (relation, age, hukou) in enumerate(family)]}
    row = next(e for e in listing(determine(data, DAYS["after"]), "self", ()).eligible if e.id == "newcomer-public-services")
    assert row.shares[0].whom == whom(determine(data, DAYS["after"]), ["p1", "p3"])
    assert row.shares[0].why.startswith("户口在外省、浙江别的市")
    answers = interview.Answers(data=data, gathered=True)
    screens = [s for s in interview.to_ask(BOOK, answers, DAYS["after"]) if s.question and s.question.id == "points"]
    assert screens and all("p3" not in s.of and "p2" not in s.of for s in screens)


@pytest.mark.parametrize("seed", range(30))
def test_no_service_is_told_to_be_that_of_a_whole_household_some_of_whom_open_it(seed):
    house = household(random.Random(seed), BOOK, known=0.95, most=5)
    house["household"]["residence"] = "cangnan"
    result = determine(house, DAYS["after"])
    local = {p.id for p in result.household.people if p.facts.get("hukou") not in ("zhejiang_other", "other_province", None)}
    for e in listing(result, "self", ()).eligible:
        if e.id == "newcomer-public-services" and local and len(local) < len(result.household.people):
            assert e.shares[0].whom != BOOK.wording["list"]["household"] and e.shares[0].why.startswith("户口在")


def with_way_on(answers, day):
    """The list as the page has it: what the questionnaire is still to ask, or what may still be answered, is the way on."""
    screens = interview.to_ask(BOOK, answers, day) or interview.to_ask(BOOK, answers, day, late=True)
    return listing(interview.screened(BOOK, answers, day), coming=interview.coming(BOOK, answers, interview.heard(BOOK, answers, day), screens))


def test_what_the_questionnaire_is_still_to_ask_is_no_errand_but_the_way_on():
    answers, day = interview.Answers(alone=True, heads=1, gathered=True), date(2026, 11, 26)
    answers.born["p1"] = {"year": 1944, "passed": True, "day": day.isoformat()}
    for q, of, said in (("home", None, ["lucheng"]), ("hukou_all", "p1", ["here"]), ("recognitions", "p1", []), ("certificate", "p1", [])):
        shown = [o.id for o in BOOK.questions[q].options]
        answers.records.append({"q": q, "of": [of], "shown": shown, "said": said, "whose": {o: ["*"] for o in said if of}})

    def steps() -> list[tuple[str, str]]:
        return [(e.step, e.told) for e in with_way_on(answers, day).errands]
    asks = BOOK.facts["monthly_income"].open
    step, told = next(pair for pair in steps() if asks in pair[1])
    assert step == "接着填" and told.startswith("会问到") and not any("弄清" in step for step, _ in steps())
    assert "弄清" + asks in [e.step for e in listing(interview.screened(BOOK, answers, day)).errands]  # nothing to go on with
    for _ in range(40):
        if not (left := interview.to_ask(BOOK, answers, day)):
            break
        q = left[0].question
        said = ["?"] if q.form == "bands" else []
        answers.records.append({"q": q.id, "of": list(left[0].of), "shown": [o.id for o in left[0].options], "said": said, "whose": {}})
    assert not left and ("弄清" + asks) in dict(steps()) and "接着填" not in dict(steps())  # 不清楚 is looked up


def test_what_is_to_be_found_out_names_the_people_not_who_is_left_out():
    people = [("p1", "self", 76), ("p2", "spouse", 74), ("p3", "parent", 95), ("p4", "grandchild", 9)]
    members = [{"id": who, "relation": relation, "age": age, "hukou": "taishun", "assistance": "dibao"} for who, relation, age in people]
    result = determine({"household": {"residence": "taishun"}, "members": members}, date(2026, 11, 26))
    keys = [(who, "care_setting") for who in ("p1", "p2", "p3")]
    assert [lack.of for lack in lacking(result, keys)] == ["您本人、爱人、95 岁的老人"]
    assert whom(result, ["p1", "p2", "p3"]).startswith("除了")  # of whom a row is, it is shorter so


def test_what_was_answered_不清楚_is_never_told_to_be_asked_again():
    """In another form, as an exact sum after the bands, it may be asked; whoever did not know must look it up all the same."""
    seen = 0
    for seed in range(40):
        answers, day, _ = list(visits(seed))[-1]
        unsure = {f for r in answers.records if "?" in r["said"] for f in BOOK.questions[r["q"]].facts
                  if BOOK.facts[f].of == "household" or len(answers.members) == 1}
        steps = {e.step: e.told for e in with_way_on(answers, day).errands}
        asks = [BOOK.facts[f].open for f in unsure]
        assert not any(ask in steps.get("接着填", "") for ask in asks), (seed, steps)
        seen += any(f"弄清{ask}" in steps for ask in asks)
    assert seen


def test_one_or_two_things_that_are_left_are_named_with_who_can_tell_and_only_more_need_somebody_to_help():
    rng, helper, seen = random.Random(5), BOOK.wording["list"]["helper"]["step"], {"one": 0, "both": 0, "help": 0, "none": 0}
    both = [("household", "monthly_income"), (1, "special_disease"), (2, "school_aided")]  # with one thing to ask for and one to find out
    base = json.loads((ROOT / "examples" / "nothing.json").read_text(encoding="utf-8"))
    for n in range(60):
        given = {"household": dict(base["household"]), "members": [dict(m) for m in base["members"]]}
        for of, name in both if not n else ():
            del (given["household"] if of == "household" else given["members"][of])[name]
        for facts in () if not n else (given["household"], *given["members"]):
            known = [name for name in facts if name not in ("id", "relation")]
            for name in rng.sample(known, min(len(known), rng.choice([0, 1, 1, 2]))):
                del facts[name]
        have = listing(determine(given, DAYS["after"]))
        waiting = settling(have.result, have.possible)
        told = {s.fact.id for s in waiting if s.fact.at_hand or len(s.rows) >= SETTLES}
        left, every = [s for s in waiting if s.fact.id not in told], {name for e in have.possible for name in e.missing} - told
        helped, text = helper in [e.step for e in have.errands], "".join(f"{e.step}{e.told}" for e in have.errands)
        assert not helped or len(every) > 2, "of one or two it is said what they are"
        if len(every) <= 2 and (len(have.errands) < FIRSTS or any(have.say(s.open) in text for s in left)):
            assert all(have.say(s.open) in text and have.say(s.tell) in text for s in left), (text, left)
        seen["help"] += helped
        seen["none"] += not left and not helped
        seen["both"] += "弄清还差的 2 样" in text
        seen["one"] += len(left) == 1 and not helped
    assert all(seen.values()), seen


def test_what_is_urgent_stands_before_what_pays_more():
    first = found("farm-couple.json").errands[0]
    urgent = [spoken(b) for b in BOOK.screened() if b.urgent]
    assert any(name in first.told for name in urgent) and "15,000" in first.gain and "今天就去" in first.gain


@pytest.mark.parametrize("benefit", [b for b in BOOK.screened() if b.urgent], ids=lambda b: b.id)
def test_a_need_that_was_denied_makes_nothing_urgent_and_one_that_is_told_or_not_asked_about_does(benefit):
    data = {"household": {"residence": "lucheng", "rural": True, "rebuild_kind": "repair", "monthly_income": 300}, "members": [
        {"id": "p1", "relation": "self", "age": 80, "hukou": "other_province", "assistance": "none"}]}

    def first(**needs):
        house = {**data, "household": {**data["household"], **needs}}
        result = determine(house, DAYS["in"])
        have = listing(result)
        return result.urgent(benefit), [e.id for e in have.possible if not e.missing], have.errands[0], plan(result).trips[0].urgent
    assert first()[0] and first(**dict.fromkeys(benefit.urgent, True))[0]
    urgent, rows, errand, trip = first(**{need: False for b in BOOK.screened() for need in b.urgent})
    assert "newcomer-relief" in rows, "it still may be had"
    assert not urgent and not errand.urgent and not trip and BOOK.wording["list"]["may_at_once"] not in errand.told
    assert "newcomer-public-services" in errand.rows, "what is sure stands first"


CERTIFIED = {"disability_certificate": True, "disability_category": "vision", "disability_grade": 2}


@pytest.mark.parametrize(("others", "said"), [
    ([{"relation": "parent", "age": 110}], "您有残疾人证；110 岁的老人满 65 周岁"),
    ([{"relation": "parent", "age": 110, "assistance": "dibao"}], "您有残疾人证；110 岁的老人评上低保"),
    ([{"relation": "parent", "age": 110}, {"relation": "parent", "age": 84}], "父母两人满 65 周岁"),
    ([{"relation": "parent", "age": 84}, {"relation": "spouse", "age": 31, "assistance": "dibao"}], "别的人各有原因"),
    ([{"relation": "spouse", "age": 31, **CERTIFIED}], "有残疾人证，户口在鹿城")])
def test_where_each_has_a_reason_of_his_own_it_is_told_whose_it_is(others, said):
    people = [{"relation": "self", "age": 30, **CERTIFIED}, *others]
    members = [{"id": f"p{n}", "hukou": "lucheng", "assistance": "none", **p} for n, p in enumerate(people)]
    have = listing(determine({"household": {"residence": "lucheng"}, "members": members}, DAYS["in"]))
    share = next(s for e in have.eligible if e.id == "free-transit" for s in e.shares)
    assert said in share.why and len(share.why) <= 26 + len("；别的人各有原因") and (not others[0]["age"] > 65 or "户口" not in share.why)
    assert f"：{share.why}</span>" in markup.card(next(e for e in have.eligible if e.id == "free-transit"), BOOK.wording["list"])


@pytest.mark.parametrize("seed", range(40))
def test_no_row_that_several_get_is_told_by_where_they_live_where_each_has_a_reason_of_his_own(seed):
    have = listing(determine(household(random.Random(seed), BOOK, 0.8, 6), DAYS["in"]))
    for e in have.eligible:
        for share in (s for s in e.shares if len(s.found) > 1 and not any(d.because for d in s.found)):
            own = [any(r.holds and r.member == d.member and r.fact in ("age", "disability_certificate", "assistance") and not r.turn
                       for r in d.reasons) for d in share.found]
            assert not all(own) or not share.why.startswith("户口在"), (e.name, share.why)


def test_no_answer_at_all_first_asks_for_what_settles_most():
    have = found("all-unknown.json")
    assert not have.eligible and [e.step[:2] for e in have.errands] == ["弄清", "弄清", "找村"]
    counts = [int(re.search(r"\d+", e.gain)[0]) for e in have.errands[:2]]
    assert counts == sorted(counts, reverse=True)
    rows = [e for g in settling(have.result, have.possible) for e in g.rows]
    assert len(rows) == len({e.id for e in rows}) == sum(1 for e in have.possible if e.missing)


@pytest.mark.parametrize("voice", voices(BOOK))
def test_what_was_refused_is_told_of_the_speaker_and_never_names_one_person_twice(voice):
    """Who helps is the one who would not say it; of the one person looked at it goes without saying whose it is."""
    person = {"id": "p1", "relation": "self", "age": 10, "hukou": "lucheng", "school_level": "compulsory"}
    for q, of in (("recognitions", ["p1"]), ("certificate", ["p1"])):
        answers = interview.Answers(data={"household": {"residence": "lucheng"}, "members": [person]}, gathered=True, alone=True, heads=3, records=[
            {"q": q, "of": of, "shown": [o.id for o in BOOK.questions[q].options], "said": ["?", "-"]}])
        line = next(x for x in listing(interview.screened(BOOK, answers, DAYS["after"]), voice).marks if "定不下来" in x)
        assert line.startswith("您没说") is (voice in ("self", "family")), line
        assert not re.search("孩子|老人|对方|这家人|本人", line.removeprefix("您没说").split("定不下来")[0]), line


@pytest.mark.parametrize("said", [["?", "-"], ["?"]])
def test_nobody_is_told_to_find_out_what_they_would_not_say(said):
    """不想说 is no 不清楚: it stands under the errands and once above its rows, without who can tell."""
    data = json.loads((ROOT / "examples" / "elder-79.json").read_text(encoding="utf-8"))
    data["household"].pop("monthly_income")
    record = {"q": "income_bands", "of": [None], "shown": [], "said": said}
    have = listing(interview.screened(BOOK, interview.Answers(data=data, gathered=True, records=[record]), DAYS["after"]))
    fact, refused = BOOK.facts["monthly_income"], "-" in said
    group = next(g for g in arranged(have, "possible", "money") if fact.open in g.heading)
    assert ("没说" in group.heading) is refused and (group.tell == fact.tell) is not refused
    asked = fact.unsaid.partition("{")[0]
    assert any(fact.open in line and asked in line for line in have.marks) is refused
    assert any(fact.open in e.step for e in have.errands) is not refused
    assert any(fact.tell in line for e in group.entries for line in e.lacking) is not refused
    assert all(e.step.startswith("问" if refused else "弄清") for e in group.entries)
    assert any(fact.tell in line for line in find_out_lines(plan(have.result))) is not refused


@pytest.mark.parametrize(("hukou", "open_", "shut"), [("other_province", ["外地人有难处的救助"], ["低保", "低边"]), ("taishun", ["低保", "低边"], ["外地人"])])
def test_who_would_not_say_the_income_is_only_sent_to_rows_that_are_open(hukou, open_, shut):
    data = {"household": {"residence": "taishun"}, "members": [{"id": "p1", "relation": "self", "age": 80, "hukou": hukou, "assistance": "none"}]}
    record = {"q": "income_bands", "of": [None], "shown": [], "said": ["?", "-"]}
    have = listing(interview.screened(BOOK, interview.Answers(data=data, gathered=True, records=[record]), DAYS["after"]))
    line = next(line for line in have.marks if "收入低的" in line)
    assert all(name in line for name in open_) and not any(name in line for name in shut), line


def test_a_row_waits_for_what_it_asks_for_itself_and_not_for_one_of_several_ways():
    """What is told to be found out first decides alone; where nothing does, it is of the narrowest condition of the row."""
    data = {"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "age": 40, "hukou": "lucheng"}]}
    have = listing(determine(data, DAYS["after"]))
    key = {e.name: s.fact.id for s in settling(have.result, have.possible) for e in s.rows}
    assert key["创业担保贷款"] == key["创业担保贷款贴息"] == "business_kind"
    assert key["工会送温暖慰问"] in ("difficult_worker", "employed")
    assert key["求职创业补贴"] == "graduating_year" and key["灵活就业社保补贴"] == "flexible_work"
    assert key["医疗救助"] == key["最低生活保障金"] == "assistance"
    alone = [g for g in arranged(have, "possible", "money") if len(g.entries) == 1]
    assert len(alone) < 2  # rows that each wait for something of their own stand under one heading


def test_what_a_row_is_told_to_hang_on_is_enough_to_refuse_it():
    """Of all rows of a household of which nothing is known: an answer to the fact they wait for refuses them, if any single answer does."""
    data = json.loads((ROOT / "examples" / "all-unknown.json").read_text(encoding="utf-8"))
    result = determine(data, DAYS["after"])
    rows = {d.benefit.id: [d] for d in result.of("possible") if d.missing}
    assert len(rows) > 70
    refused: dict[str, set[str]] = {}
    for name in {name for (d,) in rows.values() for _, name in d.missing}:
        fact = BOOK.facts[name]
        tried = {"bool": (True, False), "choice": [o.value for o in fact.options], "choices": ((),)}.get(fact.type, (fact.minimum, 30, 90))
        for value in tried:
            if type(value) is bool or fact.maximum is None or fact.type in ("choice", "choices") or value <= fact.maximum:
                given = {key: dict(data["household"]) if key == "household" else [dict(data["members"][0])] for key in data}
                (given["household"] if fact.of == "household" else given["members"][0])[name] = value
                given["members"][0] |= {"disability_category": "limb"} if name == "disability_grade" else {}
                refused.setdefault(name, set()).update(d.benefit.id for d in determine(given, DAYS["after"]).of("ineligible"))
    for row, same in rows.items():
        alone = {name for _, name in same[0].missing if row in refused[name]}
        assert not alone or hangs_on(result, same) & alone, (row, alone)
    for s in settling(result, listing(result).possible):
        assert all(s.fact.id in hangs_on(result, e.found) for e in s.rows)


@pytest.mark.parametrize("view", BOOK.wording["list"]["views"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_no_view_loses_a_row(name, view):
    have = found(name)
    for status, rows in (("eligible", have.eligible), ("possible", have.possible)):
        assert {e.id for g in arranged(have, status, view) for e in g.entries} == {e.id for e in rows}


def test_a_heading_counts_what_stands_under_it_and_a_row_that_fits_for_others_stands_apart():
    rng, seen = random.Random(8), 0
    for given in (*(json.loads((ROOT / "examples" / name).read_text(encoding="utf-8")) for name in EXAMPLES),
                  *(household(rng, BOOK, rng.choice([0.4, 0.8])) for _ in range(20))):
        have = listing(determine(given, DAYS["after"]))
        fit = {e.id for e in have.eligible}
        for view in ("money", "department"):
            groups = arranged(have, "possible", view)
            apart = [g for g in groups if any(e.id in fit for e in g.entries)]
            assert apart == groups[-1:] * bool(have.twice["possible"])
            assert sum(len(g.entries) for g in groups if g not in apart) == have.count("possible")
            assert all(f"{len(g.entries)} 项" in g.heading and all(e.id in fit for e in g.entries) for g in apart)
            seen += len(apart)
        headed = {m[1]: m[2] for g in arranged(have, "possible", "money") if (m := re.match("弄清(.+)，就能定 (.+) 项", g.heading))}
        assert all(headed[of] in e.gain for e in have.errands if (of := e.step.removeprefix("弄清")) in headed)
    assert seen


def test_under_a_person_a_row_tells_only_what_it_is_to_that_one():
    have = found("family-of-five.json")
    groups = {g.heading: g.entries for g in arranged(have, "eligible", "person")}
    assert sum(e.id == "medical-assistance" for rows in groups.values() for e in rows) > 1
    for whose, rows in groups.items():
        for d in (d for e in rows for s in e.shares for d in s.found):
            assert (d.member is None) is (whose == "全家") and whose in (have.say(who(have.result, d.member)), "全家")
        texts = "".join(s.whom + s.money for e in rows for s in e.shares)
        assert not [other for other in groups if other not in (whose, "全家") and other in texts] and "每人" not in texts


def test_of_rows_that_exclude_each_other_both_say_what_the_other_was_worth():
    data = json.loads((ROOT / "examples" / "family-of-five.json").read_text(encoding="utf-8"))
    data["members"][3]["adult_exam_certificate"] = True
    have = listing(determine(data, DAYS["in"]))
    lost = [e for e in have.eligible if any(d.superseded_by for d in e.found)]
    assert lost
    for e in lost:
        share = next(s for s in e.shares if s.chosen)
        winner = next(d.superseded_by for d in e.found if d.superseded_by)
        assert BOOK.benefits[winner].name in share.chosen and "领高的那份" in share.chosen and "元" in share.chosen
        assert any(e.name in s.chosen for x in have.eligible if x.id == winner for s in x.shares)


def test_a_refusal_by_age_says_when_it_changes():
    data = json.loads((ROOT / "examples" / "elder-alone.json").read_text(encoding="utf-8"))
    data["members"][0]["age"] = 79
    have = listing(determine(data, DAYS["in"]))
    refusal = next(r for r in have.refused if r.name == BOOK.benefits["old-age-allowance"].name)
    assert refusal.change == "满 80 周岁再查（约 2026 年）"
    have = found("family-of-five.json")  # the ages of the training stand in a definition: none of the others grows younger
    refusal = next(r for r in have.refused if r.name == "残疾儿童康复训练费补贴")
    assert refusal.change == BOOK.wording["list"]["change"]["over"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_bars_add_up_and_never_mix(name):
    result = determine(json.loads((ROOT / "examples" / name).read_text(encoding="utf-8")), DAYS["in"])
    for chart in charts(result):
        assert len(chart.bars) <= (12 if chart.key.endswith("month") else 8)
        if not chart.key.endswith("month"):
            rows = [d for d in result.of("eligible") if d.benefit.pays == chart.pays]
            when = "once" if chart.key.endswith("once") else "annual"
            low = sum(getattr(totals_of(same), f"{chart.pays}_{when}")[0] for same in grouped(rows))
            assert sum(b.value[0] for b in chart.bars) <= low
            if not chart.key.endswith("month"):
                assert max(b.worth for b in chart.bars if not b.name.startswith("其余")) == chart.bars[0].worth


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_months_and_what_has_no_month_are_the_year_and_doubt_is_told_under_every_chart(name):
    have = found(name)
    totals, told = have.result.totals, [line for line in have.beside if "能不能都领" in line]
    for pays in ("cash", "in_kind"):
        months = [c for c in charts(have.result) if c.key == f"{pays}-month"]
        low = sum(b.value[0] for c in months for b in (*c.bars, *([c.apart] if c.apart else ())))
        assert not months or low == getattr(totals, f"{pays}_annual")[0]
    for chart in charts(have.result):
        assert set(chart.either) <= set(told)
        rows = [d.benefit for d in have.result.of("eligible") if d.benefit.pays == chart.pays and not d.superseded_by and d.annual]
        if len({b.id for b in rows if b.may_overlap}) > 1:
            assert chart.either and chart.either[0] in outside(chart, BOOK.wording["bars"])


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_sum_of_the_headline_is_in_a_chart_row_by_row(name):
    """What is had once stands in a chart of its own and in no yearly one; what is drawn solid comes to the sum, what may overlap says
    that it is not in it, on every chart."""
    result = found(name).result
    drawn = {c.key: c for c in charts(result)}
    for pays, when, key in ((p, *w) for p in ("cash", "in_kind") for w in (("annual", "benefit"), ("once", "once"))):
        total, chart = getattr(result.totals, f"{pays}_{when}"), drawn.get(f"{pays}-{key}")
        assert (chart is None) == (total == (0, 0)), (pays, when)
        if chart is not None:
            assert sum(b.value[0] - b.apart for b in chart.bars) == total[0]
    words = BOOK.wording["bars"]
    for chart in drawn.values():
        more = {b for b in chart.bars if "另有" in b.said}  # the higher of several that may not be had together: the rest is told, not drawn
        assert all(("没算" in b.said) is (bool(b.apart) or b in more) for b in chart.bars) and not any(b.apart for b in more)
        assert chart.even or (words["legend"]["beyond"] in legend(chart, words)) is any(b.apart for b in chart.bars)
        assert not chart.key.endswith("benefit") or "class=\"off\"" in markup.bars(chart.bars) or not any(b.apart for b in chart.bars)


def test_a_household_with_低保_and_a_child_in_need_reads_one_total():
    have = found("family-of-five.json")
    assert have.result.totals.cash_annual[0] == 51_320 and "51,320" in have.lead[0]
    month = next(c for c in charts(have.result) if c.key == "cash-month")
    assert 12 * month.bars[0].value[0] + month.apart.value[0] == 51_320 and "41,344" not in month.see
    assert "一年里其余的 5,600 元，" in month.see and month.apart.said == "5,600 元，另有至少 35,744 元没算"
    assert have.beside[0] == "发钱的有 6 项。4 项现金一年至少 51,320 元；1 项没算在内；1 项现在还算不出多少。"
    assert all(c.either for c in charts(have.result) if c.pays == "cash")
    assert [b.name for b in month.stretches] == ["每个月"] and markup.table(month).count("<tr>") == 3
    benefit = next(c for c in charts(have.result) if c.key == "cash-benefit")
    office = next(c for c in charts(have.result) if c.key == "cash-department").bars[0]
    assert office.said == "37,320 元，参考数，另有至少 35,744 元没算" and office.kind == "exact", "only the row that is not counted is at least so much"
    assert [b.said.partition("（")[2] for b in benefit.bars if b.apart] == ["没算进上面的数）"]


def test_what_is_at_least_so_much_is_told_in_whole_yuan_and_to_the_fen_where_somebody_reckons():
    """Rounded down it is as true, and a table beside a chart says what the chart says; the sum behind the tap and the data keep the fen."""
    assert [span(low, None) for low in (600, Fraction("35744.10"), Fraction("0.84"))] == ["至少 600 元", "至少 35,744 元", "至少 0.84 元"]
    assert span(Fraction("35744.10"), None, fen=True) == "至少 35,744.10 元" and span(Fraction("1.5"), Fraction("1.5")) == "1.50 元"
    rng = random.Random(4)
    for given in (*(json.loads((ROOT / "examples" / name).read_text(encoding="utf-8")) for name in EXAMPLES),
                  *(household(rng, BOOK, rng.choice([0.5, 0.9])) for _ in range(12))):
        have = listing(determine(given, DAYS["after"]))
        drawn = charts(have.result)
        cards = [text for e in (*have.eligible, *have.possible) for s in e.shares for text in (s.money, s.working)]
        told = [*have.lead, *have.beside, *cards, *(e.told for e in have.errands), message.text(have, True),
                *(line for c in drawn for line in (c.see, c.most, markup.table(c), *(b.said for b in c.bars)))]
        assert not [line for line in told if re.search(r"至少 ?[1-9][\d,]*\.\d", line)]


def test_months_after_the_last_day_of_the_document_are_marked():
    result = determine(json.loads((ROOT / "examples" / "elder-alone.json").read_text(encoding="utf-8")), DAYS["in"])
    chart = next(c for c in charts(result) if c.key == "cash-month")
    assert [b.marked for b in chart.bars] == [False] * 7 + [True] * 5 and {b.value for b in chart.bars} == {(50, 50)}


def test_what_hardly_anybody_has_is_told_apart_by_name_until_something_of_the_kind_is_said():
    rare, told = "injection_assessed", BOOK.benefits["psychosis-injection"].name
    unsure = json.loads((ROOT / "examples" / "elder-alone.json").read_text(encoding="utf-8"))
    unsure["members"][0] |= {name: None for name in unsure["members"][0] if name not in ("id", "relation", "age", "hukou")}
    have = listing(determine(unsure, DAYS["in"]))
    assert told in [name for name, _ in have.distant] and told not in [e.name for e in have.possible]
    assert BOOK.facts[rare].yes in dict(have.distant)[told] and len(have.distant) > 10
    assert not any(d.benefit.urgent for d in have.result.of("possible") if d.benefit.name in dict(have.distant))
    assert {e.id for e in have.possible} | {d.benefit.id for d in have.result.of("possible") if d.benefit.name in dict(have.distant)} == {
        d.benefit.id for d in have.result.of("possible")}
    unsure["members"][0]["psychosis_registered"] = True
    known = listing(determine(unsure, DAYS["in"]))
    assert told in [e.name for e in known.possible]


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_hardly_anybody_has_says_in_what_circumstances(name):
    have = found(name)
    people = {have.say(whom(have.result, [d.member for d in have.result.of("possible") if d.benefit.name == row])) for row, _ in have.distant}
    assert all(said and said not in people for _, said in have.distant)
    assert all(said.endswith("才有") for _, said in have.distant), "a condition, not what is so"


def test_an_age_that_is_over_or_far_away_is_no_news_where_the_row_stands_on_the_list_for_others():
    """Unknown is never no: where it would be nowhere on the list it stays, and that somebody is left out is told."""
    have = found("family-of-five.json")
    assert have.distant == (("城乡居民养老保险代缴", "第一个孩子（15 岁），一般满 16 周岁才有"),), "16 within a year"
    assert have.apart == ("上面有的，家里还有谁也能有", "".join(BOOK.wording["list"]["distant"][k] for k in ("why_one", "left_out")))
    far = {d.benefit.name for d in have.result.of("possible")}
    assert {"城乡居民养老保险代缴", "就业援助和免费技能培训"} <= far & {e.name for e in have.eligible}
    alone = _alone(500)
    alone["members"][0]["assistance"] = "dibao"
    assert "填的是 82 岁" in dict(listing(determine(alone, DAYS["after"])).distant)["城乡居民养老保险代缴"]
    assert found("all-unknown.json").apart[0] == "可能性很小的（22 项，没算在上面 56 项里）"


def test_what_is_to_be_found_out_of_somebody_says_of_whom():
    data = json.loads((ROOT / "examples" / "family-of-five.json").read_text(encoding="utf-8"))
    del data["members"][4]["in_rehab"]
    have = listing(determine(data, DAYS["after"]))
    groups = arranged(have, "possible", "money")
    assert any("第二个孩子" in g.heading for g in groups), [g.heading for g in groups]


SWEPT = [(q, o) for q in BOOK.questions.values() if q.form == "sweep" for o in q.options if interview.of_people(BOOK, o)]


@pytest.mark.parametrize(("q", "option"), SWEPT, ids=[f"{q.id}-{o.id}" for q, o in SWEPT])
def test_where_only_who_it_is_is_open_that_is_what_is_to_be_found_out(q, option):
    answers = interview.Answers(gathered=True)
    for relation, age in (("spouse", 38), ("parent", 81), ("child", 6)):
        answers.add_member(relation, {"age": age, "day": DAYS["after"].isoformat()})
    answers.born["p1"] = {"age": 40, "day": DAYS["after"].isoformat()}
    people, shown = [p["id"] for p in answers.members], [o.id for o in q.options]
    answers.records = [{"q": "home", "of": [None], "shown": ["lucheng"], "said": ["lucheng"]},
                       {"q": "hukou_all", "of": people, "shown": ["here"], "said": ["here"], "whose": {"here": ["*"]}},
                       {"q": q.id, "of": people, "shown": shown, "said": [option.id], "whose": {option.id: ["?"]}}]
    have = listing(interview.screened(BOOK, answers, DAYS["after"]))
    asked, facts = q.whose_of(option), {f for f in option.facts if BOOK.facts[f].of == "person"}
    assert re.search("谁|哪个孩子", asked) and {f for _, f in have.result.whose} == facts
    for e in have.possible:
        open_ = {key for d in e.found for key in d.missing}
        assert not open_ & have.result.whose.keys() or have.say(asked) in {lack.what for lack in e.lacks}, (e.name, e.lacks)
        for name in {name for _, name in open_ & have.result.whose.keys()} - {name for _, name in open_ - have.result.whose.keys()}:
            assert BOOK.facts[name].open not in {lack.what for lack in e.lacks}, (e.name, e.lacks)


def test_a_household_that_has_an_illness_of_nobody_knows_whom_is_not_told_that_nothing_fits():
    answers = interview.Answers(gathered=True)
    answers.add_member("spouse", {"age": 45, "day": DAYS["after"].isoformat()})
    answers.born["p1"] = {"age": 46, "day": DAYS["after"].isoformat()}
    answers.records = [{"q": "home", "of": [None], "shown": ["lucheng"], "said": ["lucheng"]},
                       {"q": "hukou_all", "of": ["p1", "p2"], "shown": ["here"], "said": ["here"], "whose": {"here": ["*"]}},
                       {"q": "recognitions", "of": ["p1", "p2"], "shown": ["dibao", "dibian", "tekun", "farm"], "said": []},
                       {"q": "certificate", "of": ["p1", "p2"], "shown": ["yes"], "said": []},
                       {"q": "diseases", "of": ["p1", "p2"], "shown": ["pressure"], "said": ["pressure"], "whose": {"pressure": ["?"]}},
                       {"q": "insurance", "of": ["p1", "p2"], "shown": ["resident"], "said": ["resident"], "whose": {"resident": ["*"]}}]
    have = listing(interview.screened(BOOK, answers, DAYS["after"]))
    assert not have.eligible and "“高血压”，还不清楚是谁" in have.lead[0]
    assert "弄清谁有高血压" in [e.step for e in have.errands]
    assert "谁有高血压" in "".join(find_out_lines(plan(have.result)))


@pytest.mark.parametrize("seed", range(25))
def test_what_the_first_sentence_says_is_to_be_found_out_stands_in_what_to_do_with_the_same_number(seed):
    """Of households that could not say several things, among them whose a recognition, an illness or a certificate is."""
    rng, day = random.Random(seed), DAYS["after"].isoformat()
    answers = interview.Answers(gathered=True)
    answers.born["p1"] = {"age": rng.choice([35, 62, 81]), "day": day}
    for relation, age in rng.sample([("spouse", 38), ("parent", 81), ("child", 6), ("child", 16)], rng.randint(1, 3)):
        answers.add_member(relation, {"age": age, "day": day})
    people = [p["id"] for p in answers.members]
    answers.records = [{"q": "home", "of": [None], "shown": ["lucheng"], "said": ["lucheng"]},
                       {"q": "hukou_all", "of": people, "shown": ["here"], **rng.choice([{"said": ["?"]}, {"said": ["here"], "whose": {"here": ["*"]}}])}]
    for q, option in rng.sample(SWEPT, rng.choice([3, 6])):
        if q.id not in {r["q"] for r in answers.records}:
            answers.records.append({"q": q.id, "of": people, "shown": [o.id for o in q.options], "said": [option.id], "whose": {option.id: ["?"]}})
    for voice in ("self", "elder"):
        have = listing(interview.screened(BOOK, answers, DAYS["after"]), voice)
        asked = next((e for e in have.errands if e.finds), None)
        open_ = [s.open for s in settling(have.result, have.possible)]
        assert len(open_) == len(set(open_)), "what is found out with one question is one thing"
        named = re.search(r"有 (\d+) 项可能，(?:其中 (\d+) 项)?先要弄清(.+)。", have.lead[0])
        assert ("还不清楚是谁" in have.lead[0]) is (not have.eligible and any(
            key in have.result.whose for e in have.possible for d in e.found for key in d.missing))
        assert bool(named) is (asked is not None and "还不清楚是谁" in have.lead[0]), have.lead
        if named:
            n = int(named[2] or named[1])
            assert asked.finds == (named[3], n) and asked.step == f"弄清{named[3]}" and f" {n} 项" in f" {asked.gain}", (have.lead, asked)


def test_what_costs_the_person_and_what_is_no_service_says_so_where_the_amount_stands():
    must = {"own": "自己交", "rented": "租金", "loan": "要还", "thing": "买东西的钱", "decided": "由当地定", "less": "少付", "waived": "付", "paid": "交"}
    seen = set()
    for name in EXAMPLES:
        for e in (*(have := found(name)).eligible, *have.possible):
            benefit = e.found[0].benefit
            kind = "loan" if benefit.pays == "loan" else benefit.way
            for s in e.shares if kind in must else ():
                assert ("能再报" if kind == "own" and e.status == "eligible" else must[kind]) in s.money or "0 元" in s.money, (e.name, s.money)
                seen.add(kind)
    assert seen == set(must)


def test_the_sum_on_top_says_that_a_standard_under_it_may_have_changed():
    said = BOOK.wording["figure"]["sum"]["stale_reported"]
    assert said in found("family-of-five.json").marks[0] and not found("elder-alone.json").marks


def test_why_names_what_the_fewest_rows_ask_for_and_how_many_conditions_there_are():
    rows = {e.id: e for e in found("farm-couple.json").eligible}
    house = rows["rural-house-repair"]
    assert BOOK.facts["dilapidated_house"].yes in house.shares[0].why and f"另外 {len(house.reasons) - 1} 条" in house.shares[0].why
    assert "另外" not in rows["household-plan"].shares[0].why
    family = {e.id: e.shares[0].why for e in found("family-of-five.json").eligible}
    assert family["employment-assistance"].startswith("评上低保") and family["disabled-study-aid"].startswith("第二个孩子有残疾人证，"), "no age, no 没有 in front"
    assert family["child-basic-living"].startswith("残疾等级是二级，"), "what they have, not all that would do"
    assert family["elderly-care-subsidy"].startswith("起居") and family["pension-premium-waiver"].startswith("评上低保")


def test_what_nearly_everybody_has_is_no_reason_in_front_of_what_sets_somebody_apart():
    """Asked of the words on the card: where they begin with a school, a scheme or where somebody lives, nothing else was said of them."""
    told = 0
    for seed in range(40):
        have = listing(determine(household(random.Random(seed), BOOK, known=0.9), DAYS["after"]))
        for share in (s for e in have.eligible for s in e.shares if len(s.found) == 1 and not s.found[0].because):
            held = [r for r in share.found[0].reasons if r.holds and r.turn == "" and r.origin != "general" and r.member is not None
                    and BOOK.facts[r.fact].type == "bool" and r.value is True and r.member == share.found[0].member]
            apart = [r for r in held if not BOOK.facts[r.fact].common]
            common = [fact for fact in BOOK.facts.values() if fact.common]
            if apart:
                said = [f.yes for f in common if f.type == "bool"] + [f.holds.format(value=o.called or o.label.partition("（")[0])
                                                                      for f in common for o in f.options if f.holds]
                assert not share.why.startswith(tuple(said)), (seed, share.why, apart)
                told += 1
    assert told > 20, told


def test_what_comes_with_a_recognition_one_has_is_told_apart_and_nobody_is_sent_for_it():
    for name, had in (("family-of-five.json", "其中 37,320 元应该已经在发"), ("graduate.json", "现金一年 12,360 元（应该已经在发）；一次给 3,000 元")):
        have = found(name)
        rows = [e for e in have.eligible if e.held]
        assert had in have.lead[0] and rows and all("已经在发" in e.step and not e.desk for e in rows)
        assert {e.badge for e in rows} == {"● 应该已经在发"}, "the card says at first sight what the first sentence says"
        assert all(f"<b>先做</b>：{e.step}</span></summary>" in markup.card(e, BOOK.wording["list"]) for e in rows)
        assert not [x for x in have.errands for e in rows if re.search(f"(?<!；和|，和){e.name}", x.told)]
    assert "应该已经在发" not in found("family-of-five.json", received=tuple(e.id for e in found("family-of-five.json").eligible if e.held)).lead[0]


def test_another_illness_is_called_so_only_beside_one_that_is_named():
    fact, words = BOOK.facts["chronic_disease"], words_of(BOOK)
    for option in fact.options:
        said = in_sentence(words, fact, [option.value])
        assert "别的" not in said and said.removeprefix("有") in (option.label, option.alone, fact.no), said
    assert in_sentence(words, fact, ["hypertension", "other"]) == "有高血压、别的慢性病"


def test_nobody_is_sent_for_what_they_pay_for_themselves_and_have():
    """Not even once everything else is ticked; the card says it is theirs, not that it is to be asked for."""
    rng, seen = random.Random(43), 0
    for _ in range(40):
        data = household(rng, BOOK, rng.choice([0.4, 0.8, 0.95]))
        have = listing(determine(data, rng.choice([DAYS["in"], DAYS["after"]])), "self", ())
        for e in (e for e in have.eligible if e.joined):
            others = listing(have.result, "self", tuple(x.id for x in have.eligible if x.id != e.id))
            assert e.badge == BOOK.wording["badge"]["joined"] and "参加" in e.badge and all("不发钱" in s.money for s in e.shares)
            assert not [x for x in (*have.errands, *others.errands) if e.id in x.rows], e.name
            seen += 1
    assert seen >= 5


def test_of_money_had_already_no_number_is_told_where_only_the_most_of_it_is_known():
    data = json.loads((ROOT / "examples" / "family-of-five.json").read_text(encoding="utf-8"))
    data["household"].pop("monthly_income", None)
    data["household"].pop("income", None)
    lead = listing(determine(data, DAYS["after"])).lead[0]
    assert "元；还有 1 项现金，算不出多少。最低生活保障金应该已经在发，数看存折。" in lead, "no part of the sum is one that should be paid already"


def test_of_cash_of_which_only_the_most_is_known_no_number_is_promised_but_on_what_it_hangs():
    """It may be nothing: the number stands on the card, where it says that it is the most."""
    data = {"household": {"residence": "lucheng"}, "members": [
        {"id": "p1", "relation": "self", "age": 50, "hukou": "lucheng", "assistance": "dibao"}]}
    assert "。最低生活保障金应该已经在发，数看存折。" in listing(determine(data, DAYS["after"])).lead[0]
    data["members"][0] |= {"assistance": "dibian", "veteran": True, "chronic_disease": "hypertension"}
    have = listing(determine(data, DAYS["after"]))
    assert "给现金的 1 项，看花了多少才知道。" in have.lead[0] and "元" not in have.lead[0]
    card = next(e for e in have.eligible if e.cash)
    assert re.search(r"最多 [\d,.]+ 元", card.shares[0].money) and "给现金，看花了多少才知道" in next(e.told for e in have.errands if card.id in e.rows)
    data = json.loads((ROOT / "examples" / "elder-79.json").read_text(encoding="utf-8"))
    data["household"].pop("monthly_income")
    record = {"q": "income_bands", "of": [None], "shown": [], "said": ["0", "1109"]}
    band = listing(interview.screened(BOOK, interview.Answers(data=data, gathered=True, records=[record]), DAYS["after"]))
    told = next(e.told for e in band.errands if "评上低保" in e.told)
    assert "评上给现金，收入差多少，补多少，可能多" in told and "元" not in told, told


def test_no_household_is_promised_a_most_of_cash_in_the_first_sentence_or_in_what_to_do():
    assert set(BOOK.wording["list"]["only_most"]) > {b.hangs_on for b in BOOK.screened() if b.pays == "cash"}
    rng, seen = random.Random(3), 0
    for _ in range(60):
        have = listing(determine(household(rng, BOOK, rng.choice([0.4, 0.8])), DAYS["in"]))
        assert not re.search("现金(一年|一次给)?最多", "".join(have.lead)), have.lead
        assert not any(re.search("现金(一年|一次给)?最多", e.told) for e in have.errands), have.errands
        seen += any(how in have.lead[0] for how in BOOK.wording["list"]["only_most"].values())
    assert seen


def test_every_row_that_pays_cash_is_in_the_sum_on_top_or_counted_beside_it():
    """A row without a figure is counted; one that is known of some of its people only makes the sum a least."""
    rng, seen = random.Random(17), {"sum": 0, "beside": 0, "part": 0, "apart": 0}
    for n in range(80):
        result = determine(household(rng, BOOK, rng.choice([0.6, 0.85, 0.95])), DAYS["in"])
        received = {d.benefit.id for d in result.of("eligible") if n % 2 and rng.random() < 0.4}
        have = listing(result, received=received)
        left = [e for e in have.eligible if not (e.received or e.spent)]
        if not left:
            continue
        text = have.lead[0].partition("还没领的")[2] or have.lead[0]
        paying = {e.id for e in left if e.cash and e.kind in ("cash", "bare")}
        hung = sum(int(n) for n in re.findall(r"给现金的 (\d+) 项", text))
        quiet = [e for e in left if e.held and e.kind == "cash" and not e.worth[1]]
        assert bool(quiet) is ("数看存折" in text) and all(e.name in text for e in quiet[:1]), have.lead
        hung += len(quiet)
        bare = sum(int(n) for n in re.findall(r"(?:其中|还有) (\d+) 项给?现金", text))
        summed = "现金一" in text
        found = [d for e in left for d in e.found if e.id in paying and not d.superseded_by]
        figures = {d.benefit.id: d for d in found if any(v not in (None, (0, 0)) for v in (d.annual, d.once))}
        if summed or hung:
            assert bare == len(paying - figures.keys()), have.lead
            assert summed or hung == len(figures), have.lead
            assert not summed or hung < len(figures) or not figures
        else:
            assert not figures and (bare == len(paying) or (len(left) == len(paying) and "给现金，现在还算不出" in text)), have.lead
        part = {d.benefit.id for d in found if not d.quantified} & {d.benefit.id for d in found if d.annual and d.annual[0]}
        assert not summed or not part or "一年至少" in text, have.lead
        parts = {word: int(k) for k, word in re.findall(r"(\d+) 项(现金|没算在内|现在还算不出|现在是 0)", have.beside[0] if not any(
            e.received for e in have.eligible) else have.beside[1])}
        every = re.search(r"发钱的有 (\d+) 项", "".join(have.beside))
        assert not every or not parts or sum(parts.values()) == int(every[1]), have.beside
        counted = {d.benefit.id for d, bucket, (low, _) in shares([d for e in have.eligible for d in e.found])
                   if bucket.startswith("cash") and (low or not getattr(d, bucket.removeprefix("cash_"))[0])} & {
                       e.id for e in have.eligible if e.kind == "cash" and not (e.held and not e.worth[1])}
        assert parts.get("现金", len(counted)) == len(counted), have.beside
        seen["apart"] += "没算在内" in parts
        seen["sum"] += summed
        seen["beside"] += summed and bool(bare)
        seen["part"] += summed and bool(part)
    assert all(seen.values()), seen


def test_what_was_had_for_some_months_is_asked_for_as_such():
    """The row names the fact; the sum says it, what to do says for how long, the card asks whether it goes on."""
    have = found("bus-driver.json")
    row = next(e for e in have.eligible if e.benefit.had_for)
    assert row.had == (10,) and "（以前领过，还发不发要问）" in have.lead[0] and "领过 10 个月，问还发不发" in have.errands[0].gain
    assert row.step.endswith("还发不发")
    several = next(e for e in found("family-of-five.json").errands if "自己交社保的补贴" in e.what)
    assert "，自己交社保的补贴领过 6 个月。" in several.gain, "of several rows it is said which"
    data = json.loads((ROOT / "examples" / "bus-driver.json").read_text(encoding="utf-8"))
    data["members"][0]["frontline_subsidy_months_used"] = 0
    new = listing(determine(data, DAYS["after"]))
    assert "领过" not in new.lead[0] + new.errands[0].gain


def test_what_is_to_be_done_is_named_so_that_it_can_be_read_aloud():
    """All rows: no brackets, the plain words of the card where they are a name about as short as the official one, else that, unless
    it is more than a breath; no two alike."""
    rows = list(BOOK.screened())
    said = {b.id: spoken(b) for b in rows}
    assert len(set(said.values())) == len(rows) and not any(sign in name for name in said.values() for sign in "（，：")
    assert said["elderly-care-subsidy-extended"] == "收入不高家庭的养老服务" and said["elderly-care-subsidy"] == "养老服务补贴"
    assert said["child-basic-living"] == "孩子的生活费" and said["flexible-premium-subsidy"] == "自己交社保的补贴"
    assert said["old-age-allowance"] == "高龄津贴", "plain as it is"
    assert said["free-transit"] == "免费乘坐公共交通", "坐公交不要钱 is a sentence and no name"
    assert not any("（" in name for e in found("elder-alone.json").errands for name in (e.what, *e.lines) if "低边" not in name)


def _alone(income: object) -> dict:
    return {"household": {"residence": "lucheng", "monthly_income": income},
            "members": [{"id": "p1", "relation": "self", "age": 82, "hukou": "lucheng", "assistance": "none"}]}


@pytest.mark.parametrize(("income", "asked"), [(2000, False), (None, True)])
def test_no_answer_is_asked_for_where_only_the_local_line_decides(income, asked):
    """Between the lowest and the highest the local line may be, no income decides; what is told is the line, and whom to ask for it."""
    assert Fraction(1110) * Fraction(3, 2) < 2000 < 2 * Fraction(1110)
    result = determine(_alone(income), DAYS["in"])
    d = next(d for d in result.determinations if d.benefit.id == "dibian-recognition")
    assert d.status == "possible" and ((None, "monthly_income") in d.missing) is asked and bool(d.open_limits) is not asked
    entry = next(e for e in listing(result).possible if e.found[0].benefit is d.benefit)
    told = [e.told for e in listing(result).errands if "评上低边" in e.told and "项帮扶" in e.told]
    assert bool(told) is not asked, "what only the local line decides is asked for first as what an office decides is"
    if not asked:
        assert entry.lacking == ["当地的低边线是低保的几倍。问乡镇（街道）救助窗口"] and "乡镇（街道）救助窗口" in entry.step


@pytest.mark.parametrize(("band", "asked"), [((1666, 2220), False), ((1800, 3000), True), ((1000, 2000), True)])
def test_a_band_is_asked_about_only_where_some_number_in_it_decides(band, asked):
    household = replace(read(_alone(None), BOOK, DAYS["in"]), spans={(None, "monthly_income"): band})
    d = next(d for d in determine(household, DAYS["in"]).determinations if d.benefit.id == "dibian-recognition")
    assert d.status == "possible" and ((None, "monthly_income") in d.missing) is asked


def test_what_the_formula_only_leaves_over_is_no_low_end():
    """An income below 1,110 yuan leaves from 1 yuan on: 1 yuan is no news, the most and on what it hangs is."""
    house = _alone(None)
    house["members"][0] |= {"assistance": "dibao", "age": 70}
    for band, said in (((0, 1109), "最多 13,320 元，收入差多少，补多少"), ((500, 600), "6,120 到 7,320 元")):
        have = listing(determine(replace(read(house, BOOK, DAYS["in"]), spans={(None, "monthly_income"): band}), DAYS["in"]))
        share = next(e for e in have.eligible if e.id == "dibao-allowance").shares[0]
        assert share.money.strip().removeprefix("一年").strip() == said and share.found[0].annual[0] == (1110 - band[1]) * 12
        assert ("12 到" not in have.lead[0] and "最多" in share.working) is (band[0] == 0), have.lead


# what stands before these says what is set up or wished for, not who or where
_FROM_WITHIN = {"5.5", "12.3", "15.4", "21.6", "24.3", "26.1", "26.5", "31.3"}


def test_a_quotation_begins_where_its_sentence_does_so_that_no_who_or_where_is_cut_off():
    """The ledger holds the opening words of every sentence."""
    for benefit in BOOK.benefits.values():
        for c in benefit.quote:
            opens = BOOK.sentences[c.sentence].opens
            whole = c.words.startswith(opens) or opens.startswith(c.words)
            assert whole is (c.sentence not in _FROM_WITHIN), (benefit.id, c.sentence, c.words)


def test_what_the_quoted_words_do_not_say_is_told_as_how_we_read_them():
    result = determine(_alone(2000), DAYS["in"])
    lines = {line for e in listing(result).possible if e.found[0].benefit.id == "dibian-recognition" for line in e.reasons}
    assert {"没有低保、低边（比低保宽一点的困难户）或特困供养（以前叫五保）〔文件第 2 条第 1 句，我们这样理解〕"} <= lines
    assert any(line.endswith("〔文件第 2 条第 1 句〕") for line in lines), lines


@pytest.mark.parametrize(("low", "high"), [(15, 16), (59, 60), (50, 59), (0, 16)])
def test_an_age_of_which_only_a_band_is_known_is_listed_like_any_other(low, high):
    """A year of birth without the birthday, or about how old."""
    facts = read({"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self"}]}, BOOK, DAYS["in"])
    have = listing(determine(replace(facts, spans={("p1", "age"): (low, high)}), DAYS["in"]))
    told = [(line, int(limit[1])) for r in have.refused if (limit := re.match(r"满 (\d+) 周岁再查", line := r.change))]
    assert told or high > 20
    for line, limit in told:
        assert line.endswith(f"（约 {2025 + limit - high} 年）" if high - low <= 1 else "再查")


def test_what_should_be_paid_already_and_lies_within_the_sum_is_not_told_as_left_out_of_it():
    """Three on the 低保 list of whom no income is known: the most of it is in no sum, and where to see how much it is is said."""
    people = [{"id": f"p{i}", "relation": r, "age": a, "hukou": "lucheng", "assistance": "dibao"}
              for i, (r, a) in enumerate((("self", 56), ("child", 30), ("parent", 86)), 1)]
    lead = listing(determine({"household": {"residence": "lucheng"}, "members": people}, DAYS["after"])).lead[0]
    assert "。现金一年 600 元。最低生活保障金应该已经在发，数看存折。" in lead and "没算在内" not in lead and "40,560" not in lead


def test_an_empty_bar_says_on_what_it_hangs_how_much_it_is():
    """What tops an income up to a line is not called saving, and a medical bill is not called topping up."""
    told, words = BOOK.wording["bars"]["legend"]["at_most"], BOOK.wording["bars"]
    kinds = {b.hangs_on for b in BOOK.screened() if b.pays == "cash"}
    assert kinds <= set(told) and len(set(told.values())) == len(told) and not any(re.search("花|省", told[k]) for k in told if k != "spent")
    data = {"household": {"residence": "ruian", "monthly_income": 1000}, "members": [
        {"id": "p1", "relation": "self", "age": 70, "hukou": "ruian", "assistance": "dibao"}, {"id": "p2", "relation": "child", "age": 12, "hukou": "ruian"}]}
    seen = set()
    for way in ({}, {"monthly_income": None}):
        data["household"].update(way)
        for chart in charts(determine(data, DAYS["after"])):
            hangs = {b.hangs for b in chart.bars if b.kind == "at_most"}
            assert (told["income"] in legend(chart, words)) is (hangs == {"income"} and not chart.even)
            seen |= {b.said for b in chart.bars if b.hangs == "income" and b.kind == "at_most"}
    assert all(s.startswith("最多") for s in seen)


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_nobody_is_sent_to_apply_while_the_document_is_not_in_force(day):
    steps = [e.step for name in EXAMPLES for have in [found(name, day)] for e in (*have.eligible, *have.possible, *have.errands)]
    sent = [step for step in steps if step.startswith("去") and ("申请" in step or step == "去当地住建窗口")]
    assert bool(sent) is (day == DAYS["in"]) and any("还收不收申请" in step for step in steps) is (day == DAYS["after"])


def test_a_row_that_something_told_to_be_done_first_opens_says_so_where_it_is_refused():
    have = found("disabled-child.json")
    opened = {BOOK.benefits[row].name: act for e in have.errands for row, act in e.opens}
    refused = {r.name: r.change for r in have.refused if r.name in opened}
    assert refused and all(change.startswith(f"{opened[name]}，办成了") for name, change in refused.items())
    assert not any(change.endswith("办成了可能有") for change in (r.change for r in have.refused if r.name not in opened))


def every_text(result) -> str:
    """All that is told of a household: the list, its charts, the plan, the message, the paper."""
    have = listing(result)
    return "\n".join(map(str, (have.lead, have.beside, have.errands, have.marks, have.distant, have.refused,
                               [(e.shares, e.lacks, e.step, e.working, e.notes) for e in (*have.eligible, *have.possible)],
                               *((c.see, c.most, c.bars, c.apart, c.without) for c in charts(result)), plan_text(plan(result)),
                               message.text(have, True), letter.words(have, DAYS["after"]))))


PAYER = {"id": "p1", "relation": "self", "age": 43, "hukou": "ouhai", "assistance": "dibao", "employed": False, "unemployed": False,
         "flexible_work": True, "flexible_subsidy_months_used": 0, "enterprise_capital": 0, "employment_difficulty": False}


def test_nothing_is_told_as_at_least_0_yuan():
    rng, numbers = random.Random(20), [f for f in BOOK.facts.values() if f.type == "number" and not f.derived and f.of == "person"]
    for _ in range(12):
        data = household(rng, BOOK, 0.85)
        for person in data["members"]:
            for fact in numbers:
                person.pop(fact.id, None)
        data["household"]["owns_vehicle"] = False
        data["members"][0] = PAYER
        of = read(data, BOOK, DAYS["after"])
        more = {(p.id, fact.id): (Fraction(1, 100), None) for p in of.people for fact in numbers}  # a fen: more than nothing
        result = determine(replace(of, spans={**of.spans, **more}), DAYS["after"])
        assert not re.search(r"至少 0(?!\.(0[89]|[1-9]))", every_text(result))


def one_who_pays():
    """Somebody who pays for the social insurance, nobody said how much."""
    of = read({"household": {"residence": "ouhai", "owns_vehicle": False, "low_income_rural": False}, "members": [PAYER]}, BOOK, DAYS["after"])
    return determine(replace(of, spans={("p1", "flexible_premium_paid"): (Fraction(1, 100), None)}), DAYS["after"])


def test_an_amount_made_of_a_number_that_was_not_said_tells_which():
    result = one_who_pays()
    (row,) = (e for e in listing(result).eligible if e.id == "flexible-premium-subsidy")
    assert not row.found[0].quantified and row.kind == "bare"
    assert row.shares[0].money == "给现金，现在还算不出多少，要看自己交了多少社保费"
    assert row.name in charts(result)[0].without and "至少 0" not in every_text(result)


def test_cash_without_a_figure_has_a_line_of_its_own_where_it_is_asked_for():
    """What an orphan lives on is the most there is, and nobody knows it here: beside 600 yuan of the grandmother it is not one of 等 4 项."""
    def has_line(found) -> int:
        n = 0
        for e in found.errands:
            bare = [x for x in found.eligible if x.kind == "bare" and x.found[0].missing_figures and not x.held]
            for row in (x for x in bare if e.desk == x.desk):
                n += 1
                assert row.id in e.rows or any(row.spoken in line for line in e.lines), (row.name, e)
        return n
    child = {"id": "p1", "relation": "self", "age": 12, "hukou": "lucheng", "orphan": "social", "school_level": "compulsory"}
    old = [{"id": f"p{n}", "relation": "grandparent", "age": 83 - n, "hukou": "lucheng"} for n in (2, 3)]
    found = listing(determine({"household": {"residence": "lucheng"}, "members": [child, *old]}, DAYS["after"]))
    assert has_line(found) == 1 and found.errands[0].lines[:2] == (
        "高龄津贴：现金一年 1,200 元", "孩子的生活费：给现金，现在还算不出多少")
    assert "还有 1 项现金，算不出多少" in found.lead[0]
    for seed in range(60):
        has_line(listing(determine(household(random.Random(seed), BOOK, known=0.8, most=5), DAYS["after"])))


def test_what_is_called_the_most_of_a_chart_is_that_for_certain():
    """What may be nothing stands behind what is sure, and where another bar may reach higher nothing is called the most."""
    rng, seen, words = random.Random(21), {"most": 0, "most_sure": 0, "see_open": 0}, BOOK.wording["bars"]
    for _ in range(60):
        for chart in charts(determine(household(rng, BOOK, rng.choice([0.3, 0.9])), DAYS["after"])):
            if chart.key.endswith("month") or not chart.bars[1:] or len({b.value for b in chart.bars}) == 1:
                continue
            rows = [b for b in chart.bars if not b.name.startswith("其余")]
            sure = max(rows, key=lambda b: b.value[0] if b.kind != "at_most" else 0)
            higher = any(b.value[1] is None or b.value[1] > sure.value[0] for b in rows if b is not sure)
            key = "see_open" if sure.kind == "at_most" else "most_sure" if higher else "most"
            seen[key] += 1
            said = words[key].format(name=sure.name, said=sure.said)
            if len(rows) < len(chart.bars) and key == "most":  # what is drawn together counts one by one
                said = said if chart.most[:4] == said[:4] else words["most_sure"].format(name=sure.name, said=sure.said)
            marks = f"，({'|'.join(words['doubt'].values())})"  # stand at the bars
            assert re.sub(f" |{marks}", "", chart.most) == re.sub(f" |{marks}", "", said), chart.bars
            counted = [b for b in chart.bars if not b.apart]
            only = key == "most_sure" and 1 < len(counted) < len(chart.bars) and counted[0].value[0] and not any(
                b.value[1] is None or b.value[1] > counted[0].value[0] for b in counted[1:])
            assert ("最多的是" in chart.see) is ("最多的是" in chart.most or bool(only)), chart.see
            assert not only or ("算进上面的数的，最多的是" in chart.see and (counted[0].brief or counted[0].name) in chart.see)
            assert key == "see_open" or (counted[0] if only else chart.bars[0]).said in chart.see, "what to see, with its number"
            assert key != "see_open" or chart.see.endswith(chart.most)
    assert all(seen.values()), seen


def test_a_chart_of_an_elder_with_low_income_does_not_call_the_smaller_the_most():
    house = {"household": {"residence": "lucheng"}, "members": [{"id": "p1", "relation": "self", "age": 84, "assistance": "dibao", "hukou": "lucheng"}]}
    first = charts(determine(house, DAYS["after"]))[0]
    low, other = first.bars[0], max(first.bars, key=lambda b: b.top)
    assert low.value == (600, 600) and other.top > 600
    assert first.see == "按至少有多少排，头一个是高龄津贴，一年 600 元。后面的可能更多。" and "最多的是" not in first.most


def test_a_bar_that_rests_on_a_figure_which_is_not_official_does_not_say_that_it_is_this_number():
    """In the chart as on the card and in the table: 参考数 at the number, and the line under the chart says so."""
    words, rng, seen = BOOK.wording["bars"], random.Random(3), {"exact": 0, "exact_but": 0, "exact_doubt": 0}
    assert set(words["doubt"]) == {"reported", "stale_reported", "stale", "own"}
    houses = [json.loads((ROOT / "examples" / name).read_text(encoding="utf-8")) for name in EXAMPLES]
    for data in (*houses, *(household(rng, BOOK, rng.choice([0.3, 0.9])) for _ in range(40))):
        result = determine(data, DAYS["after"])
        doubtful = {d.benefit.name for d in result.of("eligible") if not d.superseded_by and figure_remark(result, d)}
        for chart in charts(result):
            if chart.key.endswith("month"):
                continue
            for bar in chart.bars:
                mark = words["doubt"].get(bar.doubt, "")
                assert bool(mark) is bool(bar.doubt) and (not mark or bar.apart or f"，{mark}" in bar.said), bar
                assert not bar.brief or bool(mark) is (bar.brief in doubtful), bar
            solid = [b for b in chart.bars if b.kind == "exact" and not b.apart]
            if (told := legend(chart, words)) and solid:
                key = "exact" if not any(b.doubt for b in solid) else "exact_but" if any(not b.doubt for b in solid) else "exact_doubt"
                seen[key] += 1
                assert ("就是这个数" in told, "除外" in told, "不一定准" in told) == (key == "exact", key == "exact_but", key == "exact_doubt"), (told, solid)
    assert all(seen.values()), seen


def test_a_row_without_a_figure_that_is_all_there_is_is_told_in_one_sentence():
    result = one_who_pays()
    (bare,) = (d for d in result.of("eligible") if d.benefit.id == "flexible-premium-subsidy")
    service = next(d for d in result.of("eligible") if d.benefit.pays == "in_kind")

    def lead(*rows) -> str:
        return listing(replace(result, determinations=list(rows))).lead[0]
    assert lead(bare) == "1 项符合文件条件，给现金，现在还算不出多少。"
    assert lead(bare, service) == "2 项符合文件条件。其中 1 项给现金，现在还算不出多少。"


@pytest.mark.parametrize("seed", range(8))
def test_what_is_charged_less_says_for_what_verb_first_and_which_bills_the_sum_leaves_out(seed):
    have, bills = listing(determine(household(random.Random(seed), BOOK, known=0.8, most=5), DAYS["after"])), {p.id: p.bill for p in BOOK.parameters.values()}
    for e in (e for e in (*have.eligible, *have.possible) if e.benefit.way in ("less", "waived")):
        for s in (s for s in e.shares if s.found[0].quantified and "能少付" in s.money):
            d, (of, _, sum_) = s.found[0], s.money.partition("能少付 ")
            used, lost = ([bills[n] for n in names if bills[n]] for names in ([f.name for f in d.figures], d.missing_figures))
            assert re.search("(一年|一次)(最多|至少)?$", of) and sum_[0].isdigit() and sum_.endswith("，不发钱"), s.money
            assert ("、".join(used) or d.benefit.bill) in of and all(f"{bill}" in sum_ for bill in lost) and ("另算" in sum_) == bool(lost), s.money
            assert not (used and lost and "至少" in of) or any(f.low != f.high for f in d.figures), s.money


def test_whatever_is_charged_less_by_a_number_says_for_what():
    for b in BOOK.benefits.values():
        if b.way in ("less", "waived") and b.amount is not None:
            prices = [BOOK.parameters[part.name].bill for part in walk(b.amount) if isinstance(part, Named) and part.name in BOOK.parameters]
            assert b.bill or (prices and all(prices)), b.id


@pytest.mark.parametrize("seed", range(8))
def test_a_heading_over_possible_rows_is_true_of_every_card_under_it(seed):
    have = listing(determine(household(random.Random(seed), BOOK, known=0.5, most=4), DAYS["after"]))
    words, fit = BOOK.wording["list"], {e.id for e in have.eligible}
    for g in arranged(have, "possible", "money"):
        n = len(g.entries)
        if g.heading == words["again_group"].format(n=n):
            assert all(e.id in fit for e in g.entries)
        elif g.heading == words["decided"]:
            assert not any(e.missing for e in g.entries)
        elif g.heading == words["single_group"].format(n=n):
            assert len({e.lacks[0].fact for e in g.entries}) > 1
        else:
            first = {e.lacks[0].fact for e in g.entries}
            alone = g.heading.startswith("弄清")
            assert f"{n} 项" in g.heading and len(first) == 1 and (not alone or all(len(e.missing) == 1 for e in g.entries)), g.heading


def test_whom_to_ring_stands_beside_every_way_back_up_but_the_last_where_it_stands_above():
    words = BOOK.wording["list"]
    assert 'href="#top"' in markup.up(words) and 'href="tel:12345"' in markup.up(words) and "tel:" not in markup.up(words, ring=False)


def test_what_is_ticked_as_had_together_counts_in_full_and_nothing_says_it_may_not_be():
    have = found("family-of-five.json", received=("dibao-allowance", "child-basic-living", "public-welfare-job"))
    assert "其中 3 项已经在领（现金一年至少 81,464 元）" in have.lead[0]
    assert any("不是官方公布的，可能已调整" in line for line in have.marks), "such a number is in the first sentence"
    rng, seen = random.Random(29), 0
    for _ in range(70):
        result = determine(household(rng, BOOK, rng.choice([0.8, 0.95])), DAYS["in"])
        rows: dict[str, set[str]] = {}
        for d in result.of("eligible"):
            if d.benefit.may_overlap:
                rows.setdefault(d.benefit.may_overlap, set()).add(d.benefit.id)
        for of, ids in rows.items():
            if len(ids) > 1:
                have = listing(result, received=ids)
                live = [d for e in have.eligible if e.id in ids for d in e.found if not d.superseded_by]
                assert sum(low for d in live for low, _ in (have.counted(next(e for e in have.eligible if e.id == d.benefit.id)).values())) \
                    >= sum(d.annual[0] for d in live if d.annual)
                assert BOOK.policy.overlap[of] not in repr([(e.notes, [s.chosen for s in e.shares]) for e in have.eligible if e.id in ids])
                assert not [line for line in have.beside if all(e.name in line for e in have.eligible if e.id in ids) and "能不能都领" in line]
                seen += 1
    assert seen >= 3


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_ways_to_the_parts_add_up_to_every_row_once(name):
    have = found(name)
    every = re.search(r"一共查了 (\d+) 项", have.tally)[1]
    assert sum(have.count(s) for s in ("eligible", "possible", "ineligible")) + have.far() == int(every)
