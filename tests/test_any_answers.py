"""Nothing that anybody can answer ends in an error: hundreds of visits with answers drawn at random, and at random moments of each
everything that the screens, the paper and the files make of them.

Guards the whole way from an answer to a sentence (interview, screen, entries, listing, plan, coming, whatif, income curve, frozen, desk,
takeaway) against a case nobody thought of: 不清楚 and 不想说 to anything, an age of which only a band is known, a year without a
birthday, children only, parents younger than their children, twelve people, answers changed, people added and taken off later. What comes
out is no None and no empty place. `python -m tests.test_any_answers 5000` tries more; a second number is the first seed.
"""

from __future__ import annotations

import random
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

import pytest

from benefits import load
from benefits.bars import charts, legend, outside
from benefits.calendar_file import ics
from benefits.coming import count_text, days
from benefits.desk import Kept, first_of, from_roster, judge, sheets
from benefits.entries import Listing, arranged, listing
from benefits.frozen import code, freeze, from_code, reopen, row_lines
from benefits.household import InputError
from benefits.income_curve import falls, income_curve
from benefits.interview import (
    FAMILY,
    REFUSED,
    UNSURE,
    Answers,
    Screen,
    answer,
    band_said,
    beyond,
    doubts,
    heard,
    left,
    next_topic,
    of_question,
    of_topic,
    on_a_line,
    presumptions_that_matter,
    screened,
    to_ask,
    whose_again,
)
from benefits.keep import pack, unpack
from benefits.listing import by_kinship
from benefits.plan import plan
from benefits.plan import text as plan_text
from benefits.readout import text as readout
from benefits.screen import rules_of, words_of
from benefits.voice import voices
from benefits.whatif import beside, changeable, in_words, sections, sums, unlikely_lines
from takeaway import letter, markup, message, sheet, steps, workbook
from tests.households import household

BOOK = load()
DAYS = (date(2025, 6, 1), date(2026, 11, 26), date(2024, 2, 29))
VISITS = 200
MOST_PAGES = 200
PARTS = 6  # beside the list, of what is made
BAD = re.compile(r"None|True|False|\bnan\b|[{}]|<p></p>|<li></li>|<h[1-4]></h|（）|「」|“”|〔〕")
Moment = tuple[Answers, date, str]
RELATIONS = [o.value for o in BOOK.facts["relation"].options if o.value != "self"]
KINDS = BOOK.facts["relation"].options
AGED = r"(?:\d+ 岁|\d{4} 年生)"
PERSON = re.compile("|".join((  # what can be nothing but the name of one person
    *(text.replace("{age} 岁", AGED) for o in KINDS for text in o.of_age.values()), rf"[\u4e00-\u9fff]+（{AGED}）",
    *(text.replace("{n}", "(?:.| \\d+ )") for o in KINDS if (text := o.of_many)), *(f"(?<!的){o.of_one}" for o in KINDS if o.of_age and o.of_one))))


# --- anybody's answers --------------------------------------------------------------------------------------------

def born(rng: random.Random, day: date, worker: bool) -> dict[str, Any]:
    """What may be said of a birth."""
    way = rng.random()
    if way < 0.12:
        return {}
    age = rng.choice([rng.randint(0, 20), rng.randint(14, 70), rng.randint(55, 110), rng.choice([6, 16, 18, 60, 80, 90, 100])])
    if way < 0.3:
        return {"age": age, "day": day.isoformat()}
    found: dict[str, Any] = {"year": day.year - age, "day": day.isoformat()}
    if way < 0.4:
        found["passed"] = rng.random() < 0.5 and age > 0
    elif worker and on_a_line(rules_of(BOOK), found, day):
        found["passed"] = rng.choice([True, False, UNSURE])
    return found


def people(rng: random.Random, answers: Answers, day: date, worker: bool) -> None:
    """Who they are: one, a family as it comes, twelve, children only, two spouses, parents younger than their children."""
    answers.born[answers.members[0]["id"]] = born(rng, day, worker)
    if answers.alone:
        answers.heads = rng.choice([None, 1, 1, 2, 5, 8])
    else:
        kind = rng.random()
        others = (["child"] * rng.randint(1, 3) if kind < 0.2 else ["spouse", "spouse"] if kind < 0.25 else
                  rng.choices(RELATIONS, k=rng.choice([0, 0, 1, 1, 2, 2, 3, 3, 4, 11])))
        for relation in others:
            answers.add_member(relation, born(rng, day, worker))
    answers.gathered = True


def said(rng: random.Random, screen: Screen) -> list[str]:
    """One of the answers that a screen takes."""
    q = screen.question
    assert q is not None
    if screen.kind == "who":
        found = []
        for option, of in screen.groups:
            ways = [[UNSURE], *([[UNSURE, REFUSED]] if q.refusable else []), *([[FAMILY]] if option.family else []), rng.sample(of, rng.randint(1, len(of)))]
            found += [f"{option.id}:{who}" for who in rng.choice(ways)]
        return found
    way = rng.random()
    if way < 0.15:
        return [UNSURE]
    if way < 0.25 and q.refusable:
        return [UNSURE, REFUSED]
    if q.form == "bands" and screen.bands:
        return band_said(*rng.choice(screen.bands)[:2])
    if q.fact:
        fact = BOOK.facts[q.fact]
        least, most = int(fact.minimum), int(min(fact.maximum or 10 ** 6, 10 ** 6))
        return [str(rng.choice([least, rng.randint(least, most), min(most, rng.randint(0, 40)), min(most, rng.randint(0, 20_000))]))]
    if q.form == "who":
        return rng.sample(screen.of, rng.randint(0, len(screen.of)))  # type: ignore[arg-type]
    if q.form == "one":
        return [rng.choice([UNSURE, *(o.id for o in screen.options if o.part == part)] if rng.random() < 0.2 else
                           [o.id for o in screen.options if o.part == part]) for part in dict.fromkeys(o.part for o in screen.options)]
    ids = [o.id for o in screen.options]
    if len(screen.of) == 1 and (q.form == "share" or q.exclusive):
        return [rng.choice(ids)] if q.form == "share" or rng.random() < 0.7 else []
    return rng.sample(ids, min(len(ids), rng.choice([0, 1, 1, 2, 3]) or (q.form == "share")))


def give(rng: random.Random, answers: Answers, screen: Screen, day: date, worker: bool) -> None:
    """Answers one screen."""
    if screen.kind == "people":
        people(rng, answers, day, worker)
    elif screen.kind == "birthday":
        answers.born[screen.of[0]]["passed"] = rng.choice([True, False, UNSURE])
    else:
        answer(BOOK, answers, screen, said(rng, screen), day)


def change(rng: random.Random, answers: Answers, day: date, worker: bool) -> None:
    """Something said before is said otherwise, as the check page lets one."""
    way = rng.randrange(8)
    if way < 3 and answers.records:
        screen = of_question(BOOK, answers, rng.choice(answers.records), day)
        answer(BOOK, answers, screen, said(rng, screen), day)
        whose = whose_again(BOOK, answers, screen, day)
        if whose:
            answer(BOOK, answers, whose, said(rng, whose), day)
    elif way == 3 and not answers.alone and len(answers.members) < 13:
        answers.add_member(rng.choice(RELATIONS), born(rng, day, worker))
    elif way == 4 and len(answers.members) > 1:
        answers.drop_member(rng.choice(answers.members[1:])["id"])
    elif way == 5:
        member = rng.choice(answers.members)
        answers.born[member["id"]] = born(rng, day, worker)
        if member is not answers.members[0]:
            member["relation"] = rng.choice(RELATIONS)
    elif way == 6:
        taken = heard(BOOK, answers, day).by_presumption
        answers.lifted += [list(rng.choice(taken))] if taken else []
    else:
        kinds = [o.value for o in BOOK.facts["income"].options]
        answers.put_items(rng.choice([None, [], [
            {"kind": rng.choice(kinds), "member": rng.choice(answers.members)["id"], "monthly": rng.randint(0, 9000)} for _ in range(2)]]),
            complete=rng.random() < 0.7)


def visits(seed: int) -> Iterator[Moment]:
    """One visit, page by page from who they are on, and at the end something said before changed."""
    rng = random.Random(seed)
    day, voice, worker = rng.choice(DAYS), rng.choice(voices(BOOK)), rng.random() < 0.6
    answers = Answers(alone=not worker and rng.random() < 0.6)
    if rng.random() < 0.15:  # of a roster, where some is told already
        answers = from_roster(household(rng, BOOK, known=rng.choice([0.2, 0.6]), most=4), day)
    topic, told = "", None
    for _ in range(MOST_PAGES):
        screens = to_ask(BOOK, answers, day, by_topic=worker)
        if not screens:
            break
        if worker:
            topic = next_topic(BOOK, screens, topic)
            page = of_topic(BOOK, screens, topic)
            told = beyond(BOOK, answers, screens, page, told)
        else:
            told, page = left(BOOK, answers, screens, told), screens[:1]
        first = not answers.gathered
        for screen in sorted(page, key=lambda s: s.kind != "people") if first else page:
            of_all = worker and first and screen.kind == "question" and screen.of != (None,)  # of those told on the same page
            give(rng, answers, replace(screen, of=tuple(m["id"] for m in answers.members)) if of_all else screen, day, worker)
        answers.sure += [[d.id, who] for d, who in doubts(BOOK, answers, day)]
        if answers.gathered:
            yield answers, day, voice
            if rng.random() < 0.15:
                change(rng, answers, day, worker)
    else:
        raise AssertionError(f"{seed}: the interview does not end")
    change(rng, answers, day, worker)
    yield answers, day, voice


# --- what is made of them -----------------------------------------------------------------------------------------

def words(part: Any) -> Iterator[str]:
    """All texts in what a template is given."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for one in part.values():
            yield from words(one)
    elif isinstance(part, (list, tuple)):
        for one in part:
            yield from words(one)


def listed(found: Listing, view: str) -> Iterator[str]:
    """The list on the screen."""
    told = BOOK.wording["list"]
    yield markup.top(found)
    yield markup.refusals(found.refused, found.labels)
    for status in ("eligible", "possible"):
        for group in arranged(found, status, view):
            assert group.entries and (view == "money" or group.heading), (status, view)
            yield markup.group(group, told)
    yield from (f"{name}：{whom}" for name, whom in found.distant)
    yield "".join((*found.lead, *found.beside, *found.marks, *found.glosses, found.advice, found.tally, found.notice))


def taken(found: Listing, made: date) -> Iterator[str]:
    """Its bars, the message, the text to be read out, the words on paper."""
    bars = BOOK.wording["bars"]
    for chart in charts(found.result, found.voice):
        yield markup.chart(chart, bars) + markup.table(chart) + legend(chart, bars)
        yield from outside(chart, bars)
    yield message.text(found)
    yield readout(found)
    yield from words({**letter.words(found, made), "page": ""})  # the number of a page is put in by the template


def aside(answers: Answers, found: Listing) -> Iterator[str]:
    """The plan, the days ahead, and what is kept."""
    result, voice = found.result, found.voice
    one = plan(result, received=answers.received)
    yield plan_text(one, voice)
    yield steps.html(one, voice, folded=True)
    yield from words(steps.words(one, voice))
    yield ics(one)
    ahead = days(result, one.events)
    yield count_text(result, ahead)
    for d in ahead:
        yield from (d.when, d.why, d.hint, d.late, *d.changes, *d.gained, *d.lost)
    again = reopen(from_code(code(freeze(answers.as_dict(), result))))
    assert again.same and not again.rows, list(row_lines(again))


def changed(rng: random.Random, found: Listing) -> Iterator[str]:
    """One answer changed, another day, and a higher income."""
    result = found.result
    places = {p: facts for p, facts in changeable(result).items() if facts}
    place = rng.choice(list(places))
    fact = rng.choice(places[place])
    value = rng.choice({"bool": [True, False, None]}.get(fact.type) or [o.value for o in fact.options] or [fact.minimum, int(fact.minimum) + 7])
    for change_, on in (({f"{place}.{fact.id}": value}, None), ({}, result.as_of + timedelta(days=rng.randint(1, 700)))):
        try:
            one = beside(result, change_, on)
        except InputError as error:
            yield from (in_words(line, BOOK) for line in error.problems)
            continue
        yield "".join((*unlikely_lines(one), *sums(one), *(line for title, lines in sections(one) for line in (title, *lines))))
    curve = income_curve(result)
    for points in (curve.points, curve.ahead()):
        yield from (line for at, rows in falls(points) for line in (at, *rows))


def desk(answers: Answers, day: date) -> Iterator[str]:
    """The line of a household on the desk, and its tables."""
    j = judge(BOOK, Kept("鹿城0001号", answers.as_dict(), day.isoformat()), day)
    assert not j.problem
    yield first_of(BOOK, j, "other_family")
    yield from (cell for _, _, lines in sheets(BOOK, [j]) for line in lines for cell in line if isinstance(cell, str))


def files(answers: Answers, found: Listing, day: date) -> Iterator[str]:
    """The page to print, the workbook; what the visitor's device keeps."""
    assert workbook.xlsx(found, day)
    assert Answers.from_dict(unpack(pack(answers.as_dict())), BOOK, day).text() == answers.text()
    yield sheet.html(found, day).split("</style>")[1]


def check_page(answers: Answers, day: date) -> None:
    """What was said, read over; what else may be asked for exact figures."""
    now = heard(BOOK, answers, day)
    for r in answers.records:
        of_question(BOOK, answers, r, day)
    presumptions_that_matter(BOOK, answers, day, now)
    to_ask(BOOK, answers, day, late=True, said=now)


def one_name(found: Listing, lines: Iterable[str]) -> Iterator[str]:
    """The lines, of which none calls somebody otherwise than the questionnaire does."""
    house = found.result.household
    own = {found.say(by_kinship(words_of(BOOK), house, p.id)) for p in house.people if "relation" in p.facts}
    own |= {name.partition("（")[0] for name in own}
    for line in lines:
        strange = {name for name in PERSON.findall(line) if not name.endswith(tuple(own))}
        assert not strange, (strange, own, line)
        yield line


def looked(rng: random.Random, moment: Moment, parts: int) -> Iterator[str]:
    """What is made at one moment of a visit: the list, and so many of the other parts."""
    answers, day, voice = moment
    result = screened(BOOK, answers, day)
    fits = [d.benefit.id for d in result.of("eligible")]
    answers.received = set(rng.sample(fits, rng.randint(0, len(fits)))) if rng.random() < 0.4 else set()
    found = listing(result, voice, answers.received)
    yield from one_name(found, listed(found, rng.choice(list(BOOK.wording["list"]["views"]))))
    others = [lambda: one_name(found, taken(found, day)), lambda: one_name(found, aside(answers, found)), lambda: changed(rng, found), lambda: desk(answers, day), lambda: files(answers, found, day),
              lambda: iter(check_page(answers, day) or ())]
    for part in rng.sample(others, parts):
        yield from part()


def wrong(rng: random.Random, moment: Moment, parts: int) -> list[str]:
    """What of it is no sentence."""
    return [line[max(0, bad.start() - 40):bad.end() + 40] for line in looked(rng, moment, parts) if (bad := BAD.search(line))]


@pytest.mark.parametrize("part", range(4))
def test_anybodys_answers_come_to_a_list(part):
    for seed in range(part * VISITS // 4, (part + 1) * VISITS // 4):
        rng = random.Random(-seed - 1)
        *_, moment = islice(visits(seed), rng.choice((1, 1, 2, 2, 3, 5, 8, MOST_PAGES)))
        assert not (bad := wrong(rng, moment, int(seed % 3 == 0))), (seed, bad)


def main(count: int, first: int = 0) -> int:
    """Every part at many moments of so many visits."""
    found = looks = 0
    for seed in range(first, first + count):
        rng = random.Random(-seed - 1)
        try:
            for n, moment in enumerate(visits(seed)):
                if n < 2 or rng.random() < 0.2:
                    looks += 1
                    for line in wrong(rng, moment, PARTS):
                        found += 1
                        print(f"{seed}: {line}", flush=True)
        except Exception:
            found += 1
            print(f"{seed}:\n{traceback.format_exc(limit=-5)}", flush=True)
    print(f"{count} 次，看了 {looks} 回，{found} 处不对")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3] or ["300"])))
