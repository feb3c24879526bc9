"""What to do first: trips to one place each, what to do and to claim there, what to find out, and the days ahead.

`plan` gives the structure for pages and print; `text` writes it as a grid worker reads it out. Whatever the document
does not say (where to go, what to bring) is marked as general rule or as our advice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import model as m
from .coming import called, cause_text, days, early_line, last_day, pays_text, totals_lines
from .compare import Comparison, compare
from .content import Book
from .desks import Window, placed, window, window_of_act
from .entries import listing
from .explain import date_text, written
from .interview import REST, unlikely
from .keys import Opening, Question, Worlds, openings, questions
from .listing import amount_text, figure_remark, grouped, lacking, lacking_lines, like_text, saved_text, spent, term_remark, whom
from .numbers import Exact
from .reckoning import by_month
from .screen import Determination, Screening, determine, suffix, weakest
from .timeline import Event, ahead, birthday, closing
from .voice import say

MOST_ROWS = 7  # so many rows a task opens are told one by one, those with a figure first; the others by name
ZERO, OTHERS = "现在是 0 元", "其余的人"
GIST = 2  # so many things of a trip are named where it is closed
SOON = 2  # years within which a task is told that what it opens ends again


@dataclass
class Task:
    """What to do at one window for `members` (None = household or family): `acts` one after the other, mostly one.

    after: acts of other tasks that come first; any one of these ways will do. instead: tasks of which only one can be done
    beside this. opens: rows it opens (as they then stand); may: rows a department then decides. known: opened rows that
    another task, ranked higher, opens too. together: what it opens only with another act of the plan. change: everything
    that is then different, with yuan. ask: what to find out before. ends: opened rows that close again soon, with the day.
    """

    acts: tuple[m.Act, ...]
    members: tuple[str | None, ...]
    after: list[tuple[m.Act, ...]]
    opens: list[Determination]
    may: list[Determination]
    change: Comparison
    then: Screening
    ask: list[tuple[str | None, str]] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    instead: list[m.Act] = field(default_factory=list)
    together: list[Task] = field(default_factory=list)
    ends: list[tuple[m.Benefit, Event]] = field(default_factory=list)

    @property
    def act(self) -> m.Act:
        return self.acts[-1]

    def rows(self) -> set[tuple[str, str | None]]:
        return {(d.benefit.id, d.member) for d in (*self.opens, *self.may)}

    def all_opened(self) -> list[Determination]:
        return [d for t in (self, *self.together) for d in (*t.opens, *t.may)]


@dataclass
class Trip:
    """One place: what to do there, what to claim, what to ask, what to bring (paper, where that is written,
    whose; nobody named = the household's). windows: as they are told of what is done there, departments: who leads it; recognised: rows
    (ids) that are asked for by one of the tasks; told: other rows that are told of one; urgent: something there may not wait."""

    place: str
    windows: dict[str, None] = field(default_factory=dict)
    departments: dict[str, None] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    claims: list[list[Determination]] = field(default_factory=list)
    asks: list[list[Determination]] = field(default_factory=list)
    papers: list[tuple[str, str, tuple[str | None, ...]]] = field(default_factory=list)
    recognised: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    urgent: bool = False

    @property
    def rows(self) -> set[str]:
        """The rows (ids) that are asked for there, as the list counts them: also those told of a task."""
        return {same[0].benefit.id for same in (*self.claims, *self.asks)} | self.recognised | self.told

    @property
    def to_do(self) -> int:
        """How many things are to be done there beside asking for a row."""
        return len(self.tasks) - len(self.recognised)

    @property
    def where(self) -> str:
        """The window; where several begin with the same place, that place."""
        return next(iter(self.windows)) if len(self.windows) == 1 else self.place



@dataclass
class Plan:
    result: Screening
    trips: list[Trip]
    along: list[list[Determination]]  # what needs no trip: it is had when something else is done anyway, or comes to nothing now
    find_out: list[Question]
    events: list[Event]


def plan(result: Screening, parameters: Mapping[str, Any] | None = None, received: Collection[str] = ()) -> Plan:
    """The plan of a household. parameters: those `result` was made with. received: rows (ids) that are had already."""
    worlds = Worlds(result, parameters)
    tasks = _tasks(openings(result, parameters), worlds)
    done = {(s.fact, s.to) for t in tasks for a in t.acts for s in a.sets}
    far = unlikely(result)
    claims = grouped([d for d in result.of("eligible")
                      if not (d.superseded_by or d.benefit.id in received or spent(result, d, received))])
    may = grouped([d for d in result.of("possible") if d.because and (d.benefit.id, d.member) not in far])
    asks = [rows for rows in may if not ((leads := rows[0].benefit.leads_to) and (leads.fact, leads.value) in done)]
    trips: dict[str, Trip] = {}
    windows = {rows[0].benefit.id: window(result.book, rows[0].benefit, rows[0].status) for rows in (*claims, *asks)}
    along = [rows for rows in (*claims, *asks) if windows[rows[0].benefit.id].when or _held(rows)]
    place = placed([*(window_of_act(result.book, t.act) for t in tasks), *(w for w in windows.values() if not w.when)])

    def trip(at: Window, department: str) -> Trip:
        one = trips.setdefault(place(at), Trip(place(at)))
        one.windows[at.where] = one.departments[department] = None
        return one
    opened: dict[str, set[tuple[str, str | None]]] = {}
    for task in tasks:
        at = window_of_act(result.book, task.act)
        trip(at, task.act.department).tasks.append(task)
        opened.setdefault(place(at), set()).update((d.benefit.id, d.member) for d in task.all_opened())
    for rows in (r for r in (*claims, *asks) if r not in along):
        d = rows[0]
        at = window(result.book, d.benefit, d.status)
        if d.status == "eligible":
            trip(at, d.benefit.departments[0]).claims.append(rows)
        elif left := [d for d in rows if (d.benefit.id, d.member) not in opened.get(place(at), ())]:
            trip(at, d.benefit.departments[0]).asks.append(left)
        else:
            trips[place(at)].told.add(d.benefit.id)
    for benefit in (rows[0].benefit for rows in may if rows not in asks):
        if at_desk := trips.get(place(window(result.book, benefit, "possible"))):
            sets = {(s.fact, s.to) for t in at_desk.tasks for a in t.acts for s in a.sets}
            leads = benefit.leads_to
            (at_desk.recognised if leads and (leads.fact, leads.value) in sets else at_desk.told).add(benefit.id)
    for one in [t for t in trips.values() if not t.tasks and not t.asks and all(map(_nothing, t.claims))]:
        along += trips.pop(one.place).claims
    events = ahead(result, None, parameters)
    soon = {c.benefit.id for e in events if e.by(birthday(result.as_of, 1)) for c in e.change.of("closes")}
    for one in trips.values():
        one.papers = _papers(one, result)
        one.urgent = any(result.urgent(rows[0].benefit) for rows in (*one.claims, *one.asks))
        one.claims.sort(key=lambda rows: (rows[0].benefit.id not in soon, *_place(rows[0])))
    first = dict.fromkeys(place(Window(e.desk, e.ours)) for e in listing(result, received=received).errands if e.desk)
    rank = {place: i for i, place in enumerate(first)}
    order = {d: i for i, d in enumerate(result.book.policy.departments)}
    ordered = sorted(trips.values(), key=lambda t: (not t.urgent, rank.get(t.place, len(rank)), *_worth(t),
                                                    order[next(iter(t.departments))]))
    shown: set[str] = set()
    read = [t for one in ordered for task in one.tasks for t in (task, *task.together)]
    for task in read:  # what is told once is told where it is read first
        task.known = shown & {d.benefit.id for d in task.opens}
        shown |= {d.benefit.id for d in task.opens}
    return Plan(result, ordered, along, [q for q in questions(result) if q.key not in result.unsaid], events)


def _place(d: Determination) -> tuple:
    """Money in hand first, then what has a figure, what now comes to nothing last; then the order of the catalogue."""
    return d.quantified and d.pay_high == 0, d.benefit.pays != "cash", not d.quantified, d.benefit.order


def _held(same: list[Determination]) -> bool:
    """Whether a row should be paid already, so that nobody has to go for it."""
    return same[0].status == "eligible" and same[0].benefit.held


def _nothing(same: list[Determination]) -> bool:
    """Whether all of a row comes to nothing as things are: nobody is sent to a place for that alone."""
    return all(d.quantified and d.pay_high == 0 for d in same)


def _worth(trip: Trip) -> tuple[Exact, ...]:
    """Behind what the list says is to be done first: trips where cash is to be claimed, then those whose tasks open most (cash,
    then rows), then those where most is to be claimed; at the end those that have to wait for another."""
    waits = not trip.claims and not trip.asks and all(t.after for t in trip.tasks)
    paid = any(rows[0].benefit.pays == "cash" for rows in trip.claims)
    opened = [d for t in trip.tasks for d in t.all_opened() if d.status == "eligible" and d.benefit.id not in t.known]
    return (waits, not paid, -_cash(opened), -len({d.benefit.id for d in opened}), -_cash(d for rows in trip.claims for d in rows),
            -len(trip.claims))


def _cash(rows: Iterable[Determination]) -> Exact:
    """What rows pay in hand, as much as is known of it; only to put trips in order."""
    values = [v for d in rows if d.benefit.pays == "cash" for v in (d.annual, d.once) if v is not None]
    return sum(low if high is None else high for low, high in values)


def _tasks(found: list[Opening], worlds: Worlds) -> list[Task]:
    """The keys as tasks: the same acts of several members are one; what two acts open only together stands with one of them."""
    same_acts: dict[tuple[str, ...], list[Opening]] = {}
    for one in found:
        same_acts.setdefault(tuple(s.act.id for s in one.steps), []).append(one)
    tasks: list[Task] = []
    shown: set[str] = set()
    for same in same_acts.values():
        task = _task(same, worlds)
        if not task.rows():
            continue
        ready = {t.act.id: t for t in tasks if not t.after and len(t.acts) == 1}
        if len(task.acts) > 1 and all(a.id in ready for a in task.acts):
            ready[task.acts[-1].id].together.append(task)
        else:
            first = tuple(a for a in task.acts[:-1] if a.id in ready)
            task.acts = tuple(a for a in task.acts if a not in first)
            task.after = [first] if first else []
            like = next((t for t in tasks if t.acts == task.acts and t.after and task.after and task.rows() <= t.rows()), None)
            if like is not None:
                like.after += task.after
                continue
            touched = {s.fact for a in task.acts for s in a.sets}
            task.instead = [t.act for t in tasks if t.members == task.members and touched & {s.fact for a in t.acts for s in a.sets}]
            tasks.append(task)
        task.known = shown & {d.benefit.id for d in task.opens}
        shown |= {d.benefit.id for d in task.opens}
    return tasks


def _task(same: list[Opening], worlds: Worlds) -> Task:
    """Openings by the same acts, judged as one."""
    result, steps = worlds.result, frozenset(s for one in same for s in one.steps)
    then = determine(worlds.household(steps), result.as_of, worlds.given, result.book)
    there = {(d.benefit.id, d.member): d for d in then.determinations}
    opens, may = ([there[k] for k in dict.fromkeys((o.benefit.id, o.member) for one in same for o in getattr(one, side))]
                  for side in ("opens", "may"))
    may = [d for d in may if d.because or not d.missing]  # what still hangs on an answer is asked for first
    task = Task(tuple(s.act for s in same[0].steps), tuple(dict.fromkeys(one.steps[-1].member for one in same)), [], opens, may,
                compare(result.determinations, [d for d in then.determinations if d.member != REST]), then,
                list(dict.fromkeys(k for one in same for k in one.ask)))
    task.ends = _ends(task, worlds)
    return task


def _ends(task: Task, worlds: Worlds) -> list[tuple[m.Benefit, Event]]:
    """The rows a task opens that close again within SOON years, while nothing else changes."""
    until = birthday(task.then.as_of, SOON)
    found = closing(task.then, [(d.benefit.id, d.member) for d in task.opens], until, worlds.given)
    return list({benefit: (worlds.result.book.benefits[benefit], event) for (benefit, _), event in reversed(found.items())}.values())


def _papers(trip: Trip, result: Screening) -> list[tuple[str, str, tuple[str | None, ...]]]:
    """What to bring to claim, beside the papers of identity: what a sentence of the document names, then what is usual for what is given
    there and what that rests on. What is to be brought for a task stands with it."""
    found: dict[str, tuple[str, dict[str | None, None]]] = {}

    def bring(paper: str, law: m.Law, member: str | None = None) -> None:
        found.setdefault(paper, (cited(law[:1]), {}))[1].update({member: None} if member else {})
    for d in (d for rows in trip.claims for d in rows):
        told = d.benefit.guide.get("papers")
        if told:
            bring(told.text, told.law)
        for reason in d.reasons:
            for p in result.book.plan.papers:
                law = tuple(c for c in reason.law if p.words in c.words)
                if reason.holds and not reason.turn and reason.fact == p.fact and law:
                    bring(p.paper, law, reason.member)
    asked = [d for rows in (*trip.claims, *trip.asks) for d in rows]
    given = {d.benefit.pays for d in asked}
    people, usual = {p.id: p.facts for p in result.household.people}, f"〔{result.book.plan.usual}〕"
    for c in (c for c in result.book.plan.carry if c.paper not in found):
        resting = [r.member for d in asked for r in d.reasons if c.fact and r.fact == c.fact and r.holds and not r.turn
                   and any(people[p].get(c.fact) in c.values for p in ([r.member] if r.member else people))]
        if resting or given.intersection(c.pays):
            found[c.paper] = usual, dict.fromkeys(filter(None, resting)) if c.whose else {}
    return [(paper, source, tuple(people)) for paper, (source, people) in found.items()]


def cited(law: m.Law) -> str:
    """〔文件第 5 条第 3 句〕."""
    return f"〔{written(c.sentence for c in law)}〕"


def _sources(acts: Iterable[m.Act], book: Book) -> tuple[str, ...]:
    """Where the acts are written, and of what is written nowhere that it is usual."""
    acts = list(acts)
    law = tuple(c for a in acts for c in a.law[:1])
    return (*([cited(law)] if law else []), *dict.fromkeys(f"〔{book.plan.usual}：{a.general}〕" for a in acts if not a.law))


# --- in words ------------------------------------------------------------------------------------------------------

Block = tuple[str, tuple[str, ...]]  # a line, and the rows under it


@dataclass(frozen=True)
class Item:
    """One thing to tick off, in words: what, for whom, how much or why, where that is written, and what is told under it: what has to
    be known to do it, then the rest. long: `said` belongs to the rest."""

    name: str
    whom: str
    said: str = ""
    written: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    rest: tuple[Block, ...] = ()
    long: bool = False

    def text(self) -> list[str]:
        whose, said = (sign + part if part else "" for sign, part in (("｜", self.whom), ("：", self.said)))
        return [f"□ {self.name}{whose}{said}{''.join(self.written)}",
                *("　　" + line for said, rows in (*self.blocks, *self.rest) for line in (said, *("· " + row for row in rows)))]


@dataclass(frozen=True)
class Leg:
    """One trip in words. gist: how many things there are to do, and which first; early: what ends soon; parts: what to do, to claim, to
    ask there, each under its title; bring: beside the papers of identity."""

    number: int
    where: str
    urgent: bool
    lead: str
    gist: str
    early: tuple[str, ...]
    parts: tuple[tuple[str, tuple[Item, ...]], ...]
    bring: tuple[str, ...]


def text(one: Plan, voice: str = "self") -> str:
    """The plan in Chinese, to be followed line by line, in one of the voices of wording.yaml."""
    result, words = one.result, one.result.book.wording
    book, told = result.book, words["plan"]
    out = [told["title"], f"依据：{book.policy.number}　按{date_text(result.as_of)}算", words["list"]["self_check"]]
    out += [f"【注意】{note}" for note in result.notes]
    out += [unasked_line(one)] if unasked_line(one) else []
    out += [f"{told['carry']}：{carry_line(one)}", told["ours"]] if one.trips else ["", nothing_line(one)]
    for leg in legs(one):
        out += ["", f"第 {leg.number} 趟　{leg.where}{'【' + told['urgent'] + '】' if leg.urgent else ''}", "　　" + leg.lead]
        out += ["　　" + line for line in leg.early]
        out += [f"　　{told['bring']}：" + "；".join(leg.bring)] if leg.bring else []
        for title, items in leg.parts:
            out += [f"　　{title}：", *("　　" + line for item in items for line in item.text())]
    if one.along:
        out += ["", f"== {told['along']} ==", *(f"· {line}" for line in along_lines(one))]
    asked = find_out_lines(one)
    if asked:
        out += ["", f"== {told['ask']} ==", *(f"· {line}" for line in asked)]
    ahead_of = days(result, one.events)
    if ahead_of:
        out += ["", f"== {told['ahead']} ==", *(d.text() for d in ahead_of)]
    return say(book, voice, "\n".join([*out, "", words["paper"]["help"]]))


def unasked_line(one: Plan) -> str:
    """What may come without being asked for, as far as the document says it."""
    told = one.result.book.plan.unasked
    return told.text + cited(told.law[:1]) if any(t.claims for t in one.trips) else ""


def carry_line(one: Plan) -> str:
    """What every window wants to see."""
    told = one.result.book.plan
    return f"{'；'.join(c.paper for c in told.carry if c.fact is None and not c.pays)}〔{told.usual}〕"


def nothing_line(one: Plan) -> str:
    return "按您填的，眼下没有要去办的。" + ("先弄清下面这些，再来看。" if one.find_out else "")


def legs(one: Plan) -> list[Leg]:
    """The trips in words."""
    result, found = one.result, []
    told = result.book.wording["plan"]
    ends = {c.benefit.id: e for e in reversed(one.events) if e.by(birthday(result.as_of, SOON)) for c in e.change.of("closes")}
    tasks = [t for trip in one.trips for t in trip.tasks]
    for number, trip in enumerate(one.trips, 1):
        term = weakest({rows[0].term for rows in trip.claims} or {"in_force"})
        parts = [(told["do"], [_task_item(result, t, trip, tasks) for t in trip.tasks]),
                 (told["claim" + suffix(term)], [_row_item(result, r, ends, trip) for r in trip.claims]),
                 (told["may"], [_row_item(result, r, ends, trip) for r in trip.asks])]
        if trip.claims and trip.claims[0][0].benefit.id in ends:  # what ends soon is asked for before anything is begun
            parts[:2] = reversed(parts[:2])
        by_source: dict[str, list[str]] = {}
        for paper, source, people in trip.papers:
            by_source.setdefault(source, []).append((f"{called(result, list(people))}的" if people else "") + paper)
        bring = tuple("、".join(papers) + source for source, papers in by_source.items())
        soon = [(rows[0].benefit, ends[rows[0].benefit.id], result) for rows in trip.claims if rows[0].benefit.id in ends]
        soon += [(b, e, t.then) for task in trip.tasks for t in (task, *task.together) for b, e in t.ends]
        early = dict.fromkeys(early_line(told, cause_text(of, e.causes), next((a for (row, _), a in e.kept.items() if row == b.id), None),
                                         b.name) for b, e, of in soon)
        things = list(dict.fromkeys(item.name for _, items in parts for item in items))
        counts = [told["gist"][key].format(n=n) for key, n in (("do", trip.to_do), ("ask", len(trip.rows))) if n]
        gist = f"{'，'.join(counts)}：{'、'.join(things[:GIST])}{told['gist']['more'] if len(things) > GIST else ''}"
        found.append(Leg(number, trip.where, trip.urgent, told["lead"].format(department="、".join(trip.departments)),
                         gist, tuple(early), tuple((title, tuple(items)) for title, items in parts if items), bring))
    return found


def _task_item(result: Screening, task: Task, trip: Trip, tasks: list[Task]) -> Item:
    """One task: for whom, where, what comes first, what it opens, by when, what it is worth."""
    act, book, told = task.act, result.book, result.book.wording["plan"]
    name = act.name if len(task.acts) == 1 else "，再".join(["先" + task.acts[0].name, *(a.name for a in task.acts[1:])])
    at = window_of_act(book, act).where
    out: list[Block] = [(f"到：{at}", ())] if at != trip.where else []
    out += [(f"带：{a.papers}〔{book.plan.usual}〕", ()) for a in task.acts if a.papers]
    ask = [key for key in task.ask if key not in result.unsaid]
    if ask and not task.after:
        out.append(("先弄清" + "；".join(lacking_lines(lacking(result, ask))), ()))
    if task.after:
        ways = "，或者".join("、".join(a.name for a in way) for way in task.after)
        out.append((told["after"].format(ways=ways), ()))
    out += [(told["instead"].format(name=a.name), ()) for a in task.instead]
    out += [(told["spared"].format(name=t.act.name), ()) for t in tasks if t is not task and _spares(t, task)]
    rest = _opened_blocks(result, task, told["done"])
    alike: dict[tuple, list[Task]] = {}
    for other in task.together:
        alike.setdefault(tuple(sorted(other.rows(), key=str)), []).append(other)
    for same in alike.values():
        names = dict.fromkeys("、".join(a.name for a in t.acts if a.id != act.id) for t in same)
        rest += _opened_blocks(result, same[0], told["with"].format(ways="，或者".join(names)))
    return Item(name, _people(result, task.members), "", _sources(task.acts, book), tuple(out),
                (*rest, *((a.note, ()) for a in task.acts if a.note)))


def _spares(other: Task, task: Task) -> bool:
    """Whether all that `task` opens is opened by `other` too, which stands before it in the plan and waits for nothing."""
    return not task.may and not task.together and not other.after and bool(task.known) and task.rows() <= other.rows()


def _opened_blocks(result: Screening, task: Task, when: str) -> list[Block]:
    """What is open when the task is done."""
    told = result.book.wording["plan"]
    rows = grouped(sorted((d for d in task.opens if d.benefit.id not in task.known), key=_place))
    again = grouped([d for d in task.opens if d.benefit.id in task.known])
    out: list[Block] = []
    if rows:
        first = [same for same in rows if same[0].quantified][:MOST_ROWS] or rows[:MOST_ROWS]
        shown = [_opened_row(result, task, same) for same in first]
        more = ["还有：" + "、".join(same[0].benefit.name for same in rows if same not in first)] if len(rows) > len(first) else []
        term = suffix(weakest({same[0].term for same in rows}))
        out.append((told["opens" + term].format(when=when, n=len(rows)), (*shown, *more)))
    if again:
        word = told["again" + suffix(weakest({same[0].term for same in again}))]
        out.append((f"{when}，{word}：" + "、".join(same[0].benefit.name for same in again), ()))
    if task.may:
        out.append((f"{when}，还能去问：" + "、".join(same[0].benefit.name for same in grouped(task.may)), ()))
    late = "" if result.in_force else told["late"]
    sums = totals_lines(task.change.gained) if len(rows) > 1 and not again and len(task.acts) == 1 and not task.after else []
    out += [(f"加起来{late}：{'；'.join(sums)}。", ())] if sums else []
    less = totals_lines(task.change.lost)
    out += [(f"同时会少{late}：{'；'.join(less)}。", ())] if less else []
    return out + [(told["until"].format(name=b.name, day=last_day(e), cause=cause_text(task.then, e.causes)), ()) for b, e in task.ends]


def _opened_row(result: Screening, task: Task, same: list[Determination]) -> str:
    """A row a task opens; whose it is only where that is not said of the task already."""
    whose = "" if {d.member for d in same} <= set(task.members) else _people(task.then, [d.member for d in same])
    return f"{same[0].benefit.name}{f'，给{whose}' if whose else ''}：{_amounts(task.then, same)}"


def _people(result: Screening, members: Sequence[str | None]) -> str:
    """For whom; nothing where one person lives alone."""
    return whom(result, list(members)) if len(result.household.people) > 1 else ""


def _amounts(result: Screening, same: list[Determination], monthly: str = "") -> str:
    """The amount of one row (and by month) with what it rests on, or what is given and why there is no figure; where members
    differ, each."""
    said: dict[str, list[str | None]] = {}
    for d in same:
        said.setdefault(_amount(result, d, monthly), []).append(d.member)
    if len(said) == 1:
        found = next(iter(said)) + ("，一人一份" if len(same) > 1 and same[0].quantified and same[0].pay_high != 0 else "")
    else:
        parts = sorted(said.items(), key=lambda part: part[0] == ZERO)
        rest = parts[-1][0] == ZERO and len(same) == len(result.household.people)
        found = "；".join(f"{OTHERS if rest and amount == ZERO else whom(result, people)}，{amount}" for amount, people in parts)
    remarks = (figure_remark(result, same[0]), term_remark(result, same[0]) if same[0].term != result.term else "")
    return found + "".join(f"【{remark}】" for remark in remarks if remark)


def _amount(result: Screening, d: Determination, monthly: str = "") -> str:
    """The amount of one row for one person (and by month), or what is given and why there is no figure; said as on the list."""
    if not d.quantified:
        lost = [result.book.parameters[name].label for name in d.missing_figures]
        like = like_text(result, d)
        return d.benefit.gives.rstrip("。") + (f"。算不出数，{'、'.join(lost)}没有查到" if lost else f"。{like}" if like else "")
    if d.pay_high == 0:
        return ZERO
    if d.benefit.pays == "loan":
        return amount_text(result, d)
    if d.benefit.pays == "in_kind":
        return saved_text(result.book, d, pays_text(d) + (f"（{monthly}）" if monthly else ""))
    return pays_text(d) + (f"，{monthly}" if monthly else "")


def _row_item(result: Screening, same: list[Determination], ends: Mapping[str, Event], trip: Trip) -> Item:
    """One row to claim or to ask for. ends: when a row closes, by its id."""
    told_, benefit, d, people = result.book.wording["plan"]["until"], same[0].benefit, same[0], _people(result, [d.member for d in same])
    if d.status == "eligible":
        people = "" if len({_amount(result, x) for x in same}) > 1 else people  # then it is said of each
        said = _amounts(result, same, by_month(result, d) if len(same) == 1 else "")
    else:
        said = "；".join(dict.fromkeys(b for x in same for b in x.because))
    at, event = window(result.book, benefit, d.status), ends.get(benefit.id)
    source = "" if at.ours or benefit.first_stop is None else cited(benefit.first_stop.law[:1])
    ask = result.book.wording["list"]["labels"]["desk"]
    out = [f"{ask}：{at.where}{source}"] if source or at.where != trip.where else []
    policy, group = result.book.policy, result.book.policy.stacking.get(benefit.group or "")
    shared = (policy.overlap.get(benefit.may_overlap or ""), group.no_figure_note if group else None)
    out += [note for note in shared if note is not None and note in d.notes]
    days = f"{result.book.wording['guide']['days']}："
    out += [(days if element == "days" else "") + told.text + cited(told.law[:1]) for element, told in benefit.guide.items()
            if element not in ("papers", "fee")]
    until = [(told_.format(name="", day=last_day(event), cause=cause_text(result, event.causes)), ())] if event else []
    return Item(benefit.name, people, said, (), tuple(until), tuple((line, ()) for line in out), not d.quantified or d.status != "eligible")


def along_lines(one: Plan) -> list[str]:
    """What needs no trip: when to ask for it, and whom."""
    result, pattern = one.result, one.result.book.wording["plan"]["along_line"]
    rows = ((same[0].benefit, _people(result, [d.member for d in same]), _held(same)) for same in one.along)
    return [pattern["held" if held else "at_use" if b.ask_at and b.ask_at.when else "zero"].format(
        name="，".join(filter(None, (b.name, people))), when=b.ask_at.when if b.ask_at else "", where=window(result.book, b).where)
        for b, people, held in rows]


def find_out_lines(one: Plan, most: int = 8) -> list[str]:
    """The questions worth asking, the same fact of several people in one line."""
    together: dict[str, list[Question]] = {}
    for q in one.find_out:
        together.setdefault(q.key[1], []).append(q)
    out = []
    for same in together.values():
        rows = list(dict.fromkeys(b.name for q in same for b, _ in q.rows))
        said = "、".join(rows[:4]) + (f"等 {len(rows)} 项" if len(rows) > 4 else "")
        out.append(f"{lacking_lines(lacking(one.result, [q.key for q in same]))[0]}，关系到{said}")
    return out[:most] + ([f"还有 {len(out) - most} 样"] if len(out) > most else [])
