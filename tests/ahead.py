"""Proofs over generated households of what the keys, the year ahead and the income curve claim.

`python -m tests.ahead 10000` is the long form (a second number: the first seed, to share the work among processors); make test
runs a few hundred through tests/test_keys.py, tests/test_timeline.py and tests/test_whatif.py.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from typing import Any

from benefits.content import load
from benefits.figures import Figures
from benefits.household import read
from benefits.income_curve import PLAIN, Curve, income_curve
from benefits.keys import MOST_ACTS, openings
from benefits.numbers import add, hull
from benefits.screen import determine, outcomes, rules_of
from benefits.timeline import TERM, Ahead, ahead
from tests.households import household

BOOK = load()
DAY = date(2025, 6, 1)
Step = tuple[str, str | None]


def generated(seed: int, most: int = 5) -> dict[str, Any]:
    """A household in which acts are likely: much is known, some people look for work, some children are in need."""
    rng = random.Random(seed)
    data = household(rng, BOOK, known=rng.choice([0.6, 0.85, 0.95]), most=most)
    for m in data["members"]:
        if rng.random() < 0.5:
            m["hukou"] = "ouhai"
        if rng.random() < 0.6:
            m["assistance"] = rng.choice(["none", "none", "dibian", "dibao"])
        if rng.random() < 0.3:
            m.update(unemployed=True, employed=False, registered_unemployed_months=0, school_level="none")
    if rng.random() < 0.4:
        data["household"].pop("income", None)
        data["household"]["monthly_income"] = 1000 * len(data["members"])
    return data


# --- keys: by brute force, on the answers as they were given ---

def apply(data: dict[str, Any], step: Step) -> dict[str, Any] | None:
    """The answers after one act, or None where it changes nothing."""
    act, member = BOOK.acts[step[0]], step[1]
    found = {"household": dict(data["household"]), "members": [dict(m) for m in data["members"]]}
    targets = [found["household"]] if act.of == "household" else [m for m in found["members"] if member in (None, m["id"])]
    changed = False
    for target in targets:
        for sets in act.sets:
            now = target.get(sets.fact)
            if (now in sets.from_ and type(now) in (bool, str, int, float)) if now is not None else sets.unknown:
                target[sets.fact] = float(sets.to) if type(sets.to).__name__ == "Decimal" else sets.to
                changed = True
    return found if changed else None


def sensible(data: dict[str, Any]) -> list[Step]:
    rules = rules_of(BOOK)
    house = rules.open(read(data, BOOK, DAY), Figures(BOOK, DAY))
    return [(act.id, state.id) for act in BOOK.acts.values() if not act.only for state in (house.people if act.of == "person" else [house])
            if rules.acts[act.id].ev(state) is True]


def facts_of(step: Step) -> set[tuple[str, str | None]]:
    return {(s.fact, step[1]) for s in BOOK.acts[step[0]].sets}


def clash(step: Step, steps: frozenset[Step]) -> bool:
    return any(f == g and (a is None or b is None or a == b) for f, a in facts_of(step) for s in steps for g, b in facts_of(s))


def statuses(data: dict[str, Any]) -> dict[tuple[str, str | None], str]:
    return {(o.benefit.id, o.member): o.status for o in outcomes(data, DAY).outcomes}


def worlds(data: dict[str, Any], size: int, limit: int = 4000) -> list[dict[frozenset[Step], dict]]:
    """By number of acts: every set of acts that can be done one after the other, with the answers after it."""
    levels: list[dict[frozenset[Step], dict]] = [{frozenset(): data}]
    for _ in range(size):
        following: dict[frozenset[Step], dict] = {}
        for steps, after in levels[-1].items():
            for step in sensible(after):
                if step in steps or clash(step, steps) or steps | {step} in following:
                    continue
                changed = apply(after, step)
                if changed is not None:
                    following[steps | {step}] = changed
        if len(following) > limit:
            break
        levels.append(following)
    return levels


def check_keys(data: dict[str, Any], size: int = 2) -> tuple[int, list[str]]:
    """How many keys were tried, and what was wrong: a key that does not open, a smaller set that does, a key not told."""
    wrong: list[str] = []
    levels = worlds(data, size)
    known = [{steps: statuses(after) for steps, after in level.items()} for level in levels]
    told: dict[tuple, set[frozenset[Step]]] = {}
    found = openings(determine(data, DAY))
    for one in found:
        steps = frozenset((s.act.id, s.member) for s in one.steps)
        if len(steps) > size:
            after = data
            for s in one.steps:
                if (s.act.id, s.member) not in sensible(after):
                    wrong.append(f"{s.act.id} is not sensible when its turn comes")
                after = apply(after, (s.act.id, s.member)) or after
            now = statuses(after)
        else:
            now = known[len(steps)].get(steps, {})
        for o in one.opens:
            told.setdefault((o.benefit.id, o.member), set()).add(steps)
            if now.get((o.benefit.id, o.member)) != "eligible":
                wrong.append(f"{sorted(map(str, steps))} does not open {o.benefit.id} for {o.member}")
        for o in one.may:
            if now.get((o.benefit.id, o.member)) != "possible":
                wrong.append(f"{sorted(map(str, steps))} does not make {o.benefit.id} possible for {o.member}")
    for key, status in known[0][frozenset()].items():
        if status == "eligible":
            continue
        for level in known[1:]:
            hits = {steps for steps, now in level.items() if now[key] == "eligible"}
            if hits:
                if hits != told.get(key):
                    wrong.append(f"{key}: told {told.get(key)}, but these are the smallest: {hits}")
                break
        else:
            if any(len(steps) < len(known) for steps in told.get(key, ())):
                wrong.append(f"{key}: told {told[key]}, which no search finds")
    return sum(len(one.opens) for one in found), wrong


# --- the year ahead ---

def dated(seed: int) -> dict[str, Any]:
    """A household in which most birth dates are known, and counts of months are near their limits."""
    rng = random.Random(seed)
    data = generated(seed, most=4)
    for m in data["members"]:
        if rng.random() < 0.7:
            m.pop("age", None)
            m["birth_date"] = date(2025 - rng.choice([6, 7, 9, 16, 18, 60, 65, 80, 90, 100]), rng.randint(1, 12), rng.randint(1, 28)).isoformat()
        for name in ("months_since_graduation", "business_age_months", "flexible_subsidy_months_used", "zhejiang_registered_months"):
            if name in m:
                m[name] = rng.choice([0, 1, 4, 20, 33, 34])
    return data


def check_events(data: dict[str, Any], every_day: bool = False) -> tuple[int, list[str]]:
    """How many events were judged again the day before and on the day, and what was wrong."""
    result, wrong = determine(data, DAY), []
    world = Ahead(result)
    until = date(DAY.year + 1, DAY.month, DAY.day)
    events = ahead(result, until)
    still = (not world.running and not data["household"].get("income") and all("birth_date" in m for m in data["members"])
             and all(one.get(lapse.fact) != lapse.from_ for lapse in BOOK.time.lapses for one in (data["household"], *data["members"])))
    told: dict[date, set] = {}
    for event in events:
        changed = {(c.benefit.id, c.member) for c in event.change.changes}
        told.setdefault(event.day, set()).update(changed)
        if not event.causes or not event.earliest <= event.day or (not changed and event.causes[0].kind not in TERM):
            wrong.append(f"{event.day}: an event without a ground: {event}")
    days = sorted({d for e in events for d in (e.day,)}) if not every_day else [DAY + timedelta(days=k) for k in range(1, 366)]
    for day in days:
        before, after = ({(o.benefit.id, o.member): (o.status, o.annual, o.once, o.superseded_by) if o.status == "eligible" else o.status
                          for o in outcomes(data if still else world.on(d), d).outcomes} for d in (day - timedelta(days=1), day))
        differs = {k for k in after if after[k] != before[k]} | _freed(world, day)
        if differs != told.get(day, set()):
            wrong.append(f"{day}: told {told.get(day)}, but {differs} differ")
    return len(events), wrong


def _freed(world: Ahead, day: date) -> set[tuple[str, str | None]]:
    """The rows that stay possible on a birthday, which until then a general rule spoke against by the age."""
    houses = [world.on(d) for d in (day - timedelta(days=1), day)]
    if [p.facts.get("age") for p in houses[0].people] == [p.facts.get("age") for p in houses[1].people]:
        return set()
    was, now = ({(d.benefit.id, d.member): any(r.holds is False and r.origin == "general" for r in d.reasons)
                 for d in determine(house, house.as_of).of("possible")} for house in houses)
    return {k for k in was.keys() & now.keys() if was[k] and not now[k]}


# --- the income curve ---

def check_curve(data: dict[str, Any], follows: bool | None = None) -> tuple[int, list[str]]:
    """How many falls were judged again on the answers themselves, and what was wrong: a fall that is none, one not told."""
    result, wrong, told = determine(data, DAY), [], 0
    curve = income_curve(result, follows=follows)
    before: dict[str, list] = {}
    for point in curve.points:
        sides: list[dict[str, Any]] = []
        for rank in point.recognised:
            changed = {"household": dict(data["household"]), "members": [dict(m) for m in data["members"]]}
            if rank or curve_follows(curve):
                for m in changed["members"]:
                    if m.get("assistance") in ("dibao", "dibian", "none"):
                        m["assistance"] = rank or "none"
            if "income" in changed["household"]:
                own = next(m["id"] for m in changed["members"] if m["relation"] == "self")
                changed["household"]["income"] = [
                    *(e for e in changed["household"]["income"] if e["kind"] not in PLAIN),
                    {"kind": "wage", "member": own, "annual": float((point.income - curve.fixed) * 12)}]
            else:
                changed["household"]["monthly_income"] = point.income
            paid: dict[str, Any] = {}
            for o in outcomes(changed, DAY).outcomes:
                if o.status == "eligible" and not o.superseded_by and o.benefit.pays != "loan" and o.annual is not None:
                    paid[o.benefit.id] = add(paid.get(o.benefit.id, (0, 0)), o.annual)
            sides.append(paid)
        now = {name: hull([side.get(name, (0, 0)) for side in sides]) for side in sides for name in side}
        falls = {name for name, was in before.items() if lower(now.get(name, (0, 0)), was)}
        said = {f.benefit.id for f in point.falls}
        told += len(said)
        if said != falls:
            wrong.append(f"at {point.income} ({point.recognised}): told {said}, but {falls} fall")
        before = now
    return told, wrong


def curve_follows(curve: Curve) -> bool:
    return any(rank for p in curve.points for rank in p.recognised)


def lower(now: tuple, was: tuple) -> bool:
    return now[0] < was[0] or (was[1] is None and now[1] is not None) or (now[1] is not None and was[1] is not None and now[1] < was[1])


def main(count: int, first: int = 0) -> None:
    tried = events = falls = 0
    for seed in range(first, first + count):
        number, wrong = check_keys(generated(seed), MOST_ACTS if seed % 10 == 0 else 2)
        tried += number
        days, more = check_events(dated(seed), every_day=seed % 50 == 0)
        events += days
        steps, less = check_curve(generated(seed, most=3)) if seed % 20 == 0 else (0, [])
        falls += steps
        if wrong or more or less:
            sys.exit(f"{seed}: " + "\n".join(wrong + more + less))
    print(f"{count} 户，{tried} 把钥匙：每一把都真的打开那一项，更少的都打不开。")
    print(f"{count} 户，{events} 个日子：前一天和当天各判断一次，都对得上。")
    print(f"收入曲线上 {falls} 处往下，每一处说的那一项都真的少了。")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3] or ["300"]))
