"""Reads content/ into one frozen Book. Every dangling name, wrong type or condition without a source stops here.

`load()` returns the Book, or raises ContentError with one line per problem: file, line, what is wrong, what to write.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from . import model as m
from .yaml_reader import ContentError, line_of, read

FOLDER = Path(__file__).resolve().parent.parent / "content"

# the English of pydantic never reaches a policy officer
_MESSAGES = {
    "missing": "少写了 {last}",
    "extra_forbidden": "不认识“{last}”{hint}",
    "string_type": "要写文字；像 5.4 这样的数当文字用，请加引号",
    "bool_type": "要写 true 或 false",
    "int_type": "要写一个整数",
    "decimal_type": "要写一个数",
    "literal_error": "写了 {input}，只能写 {expected}",
    "tuple_type": "要写成列表 [ … ]",
    "dict_type": "要写成“名字: 值”",
    "too_short": "至少要写 {min_length} 项",
    "too_long": "最多写 {max_length} 项",
    "model_type": "要写成“名字: 值”",
    "string_pattern_mismatch": "写了 {input}，要写一到六个汉字",
    "date_type": "要写成 2022-05-01 这样的日期",
}


@dataclass(frozen=True)
class Book:
    """Everything in content/, loaded and checked; the one thing all readers share."""

    policy: m.Policy
    topics: dict[str, m.Topic]
    facts: dict[str, m.Fact]
    definitions: dict[str, m.Definition]
    parameters: dict[str, m.Parameter]
    benefits: dict[str, m.Benefit]
    sentences: dict[str, m.Sentence]
    wording: dict[str, Any]
    acts: dict[str, m.Act] = field(default_factory=dict)
    time: m.Time = field(default_factory=m.Time)
    plan: m.Plan | None = None
    migrations: tuple[m.Migration, ...] = ()
    questions: dict[str, m.Question] = field(default_factory=dict)
    presumptions: dict[str, m.Presumption] = field(default_factory=dict)
    doubts: dict[str, m.Doubt] = field(default_factory=dict)
    progress: dict[str, int] = field(default_factory=dict)  # of a screen that stands open, how many hundredths of a question come of it
    sections: dict[str, m.Topic] = field(default_factory=dict)  # the pages of a questionnaire in topics
    files: dict[str, str] = field(default_factory=dict)  # where each row stands; `#i` is the place in a further document
    documents: tuple[m.FurtherDocument, ...] = ()
    roster: m.Roster | None = None

    def document(self, row: m.Benefit) -> m.Document:
        """The document a row stands in: the main one, or one of content/documents/."""
        return next((d for d in self.documents if row.sentences[0].startswith(d.mark)), self.policy)

    def heard(self) -> dict[str, m.Fact]:
        """Each question as a fact of its own, by its id: what was chosen there, for the conditions of later questions;
        `alone`: whether only one person is looked at; `younger`: by how many years a member is younger than the first one."""
        found = {"alone": m.Fact.model_construct(id="alone", of="household", type="bool", label="只查一个人", options=(),
                                                 minimum=0, maximum=None, part_of=None),
                 "younger": m.Fact.model_construct(id="younger", of="person", type="int", label="比本人小几岁", options=(), unit="岁",
                                                   minimum=-150, maximum=150, part_of=None)}
        for q in self.questions.values():
            personal = q.of == "person" or q.form == "who"
            found[q.id] = m.Fact.model_construct(
                id=q.id, of="person" if personal else "household", type="bool" if q.form == "who" else "choices", label=q.text,
                options=tuple(m.Option(value=o.id, label=o.label) for o in q.options), minimum=0, maximum=None, part_of=None)
        return found

    def areas(self, values: Iterable[str]) -> tuple[str, ...]:
        """Area codes with the names of groups written out."""
        found: list[str] = []
        for value in values:
            group = self.policy.groups.get(value)
            found.extend(group.areas if group else (value,))
        return tuple(dict.fromkeys(found))

    @property
    def articles(self) -> int:
        """How many articles the main document has."""
        return len({s.partition(".")[0] for s in self.sentences if s[:1].isdigit()})

    def screened(self) -> list[m.Benefit]:
        """The rows for persons and households, in the order of the catalogue."""
        return [b for b in self.benefits.values() if b.unit != "organisation"]

    def organisations(self) -> list[m.Benefit]:
        return [b for b in self.benefits.values() if b.unit == "organisation"]


def _hint(word: str, allowed: Iterable[str]) -> str:
    allowed = [str(a) for a in allowed]
    near = get_close_matches(str(word), allowed, 1, 0.5)
    if near:
        return f"，是不是 {near[0]}？"
    return "，可以写：" + "、".join(allowed[:12]) + ("……" if len(allowed) > 12 else "") if allowed else ""


def _said(error: Mapping[str, Any], part: type[m.Part]) -> str:
    kind, context = error["type"], error.get("ctx") or {}
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    if kind in ("condition_word", "amount_word"):
        return error["msg"]
    last = str(error["loc"][-1]) if error["loc"] else ""
    pattern = _MESSAGES.get(kind)
    if pattern is None:
        return f"{last} 写得不对"
    hint = _hint(last, {f.alias or name for name, f in part.model_fields.items()}) if kind == "extra_forbidden" else ""
    return pattern.format(last=last, hint=hint, input=error.get("input"), expected=context.get("expected", ""),
                          min_length=context.get("min_length"), max_length=context.get("max_length"))


class _Reading:
    """One pass over the folder; problems are collected, so that an officer sees them all at once."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.problems: list[str] = []
        self.raw: dict[str, Any] = {}

    def file(self, name: str) -> Any:
        whole, _, place = name.partition("#")
        try:
            self.raw[name] = self.file(whole)["benefits"][int(place)] if place else read(self.folder / name, "content/" + name)
        except ContentError as error:
            self.problems.extend(error.problems)
            self.raw[name] = None
        except FileNotFoundError:
            self.problems.append(f"content/{name}: 没有这个文件")
            self.raw[name] = None
        return self.raw[name]

    def complain(self, name: str, path: tuple, what: str) -> None:
        self.problems.append(f"content/{name.partition('#')[0]}:{line_of(self.raw[name], path)}: {what}")

    def part(self, kind: type[m.Part], raw: Any, name: str, path: tuple = ()) -> Any:
        try:
            return kind.model_validate(raw)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                self.complain(name, path + tuple(one["loc"]), _said(one, kind))
            return None

    def list_of(self, kind: type[m.Part], name: str, raw: Any = None, path: tuple = ()) -> dict[str, Any]:
        raw = self.file(name) if raw is None else raw
        found: dict[str, Any] = {}
        for i, entry in enumerate(raw or ()):
            part = self.part(kind, entry, name, (*path, i))
            if part is None:
                continue
            if part.id in found:
                self.complain(name, (*path, i, "id"), f"“{part.id}”写了两遍")
            found[part.id] = part
        return found


@lru_cache(maxsize=4)
def load(folder: Path = FOLDER) -> Book:
    """The Book of a content folder. Raises ContentError, one line per problem, when anything does not hold together."""
    folder = Path(folder)
    reading = _Reading(folder)
    policy = reading.part(m.Policy, reading.file("policy.yaml"), "policy.yaml")
    facts_raw = reading.file("facts.yaml") or {}
    topics = reading.list_of(m.Topic, "facts.yaml", facts_raw.get("topics", []), ("topics",))
    facts = reading.list_of(m.Fact, "facts.yaml", facts_raw.get("facts", []), ("facts",))
    definitions = reading.list_of(m.Definition, "definitions.yaml")
    parameters = reading.list_of(m.Parameter, "parameters.yaml")
    sentences = reading.list_of(m.Sentence, "law.yaml")
    wording = reading.file("wording.yaml") or {}
    acts = reading.list_of(m.Act, "acts.yaml")
    time = reading.part(m.Time, reading.file("time.yaml") or {}, "time.yaml")
    plan = reading.part(m.Plan, reading.file("plan.yaml"), "plan.yaml")
    migrations = tuple(reading.part(m.Migration, raw, "migrations.yaml", (i,))
                       for i, raw in enumerate(reading.file("migrations.yaml") or ()))
    questions_raw = reading.file("questions.yaml") or {}
    for i, fact in enumerate(reading.list_of(m.Fact, "questions.yaml", questions_raw.get("facts", []), ("facts",)).values()):
        if fact.id in facts:
            reading.complain("questions.yaml", ("facts", i, "id"), f"“{fact.id}”写了两遍")
        facts[fact.id] = fact
    questions = reading.list_of(m.Question, "questions.yaml", questions_raw.get("questions", []), ("questions",))
    presumptions = reading.list_of(m.Presumption, "questions.yaml", questions_raw.get("presumed", []), ("presumed",))
    doubts = reading.list_of(m.Doubt, "questions.yaml", questions_raw.get("doubts", []), ("doubts",))
    progress = (reading.file("progress.json") or {}).get("hundredths", {})
    sections = reading.list_of(m.Topic, "questions.yaml", questions_raw.get("topics", []), ("topics",))
    roster = reading.part(m.Roster, reading.file("roster.yaml"), "roster.yaml")
    rows = []
    files: dict[str, str] = {}
    for path in sorted((folder / "benefits").glob("*.yaml")):
        name = "benefits/" + path.name
        raw = reading.file(name)
        row = reading.part(m.Benefit, raw, name) if raw is not None else None
        if row is not None:
            if row.id != path.stem:
                reading.complain(name, ("id",), f"id 是“{row.id}”，文件名要一样：{row.id}.yaml")
            rows.append(row)
            files[row.id] = name
    documents: list[m.FurtherDocument] = []
    for path in sorted((folder / "documents").glob("*.yaml")):
        name = "documents/" + path.name
        document = reading.part(m.FurtherDocument, reading.file(name), name) if reading.file(name) is not None else None
        if document is None:
            continue
        if any(document.mark.startswith(d.mark) or d.mark.startswith(document.mark) for d in documents):
            reading.complain(name, ("mark",), f"“{document.mark}”和另一份文件的 mark 分不开，请换一个")
        documents.append(document)
        sentences |= {s.id: s for s in document.sentences}
        for i, row in enumerate(document.benefits):
            if row.id in files:
                reading.complain(name, ("benefits", i, "id"), f"“{row.id}”在 content/{files[row.id]} 里已经有了，请换一个名字")
            rows.append(row)
            files[row.id] = f"{name}#{i}"
            reading.file(files[row.id])
    if reading.problems or policy is None:
        raise ContentError(reading.problems)
    rows.sort(key=lambda row: (row.order, row.id))
    book = Book(policy, topics, facts, definitions, parameters, {row.id: row for row in rows}, sentences, wording, acts, time, plan,
                migrations, questions, presumptions, doubts, progress, sections, files, tuple(documents), roster)
    _Checks(book, reading).run()
    if reading.problems:
        raise ContentError(reading.problems)
    return book


def altered(book: Book, numbers: Mapping[tuple[str, str], Mapping[tuple, Any]], values: Mapping[str, tuple[m.Step, ...]] | None = None,
            folder: Path = FOLDER) -> Book:
    """`book` with other numbers, checked like content/ itself. Raises ContentError.

    numbers: ("benefit" | "definition", id) to {place in its part of the file: number}. values: a parameter's id to all its values.
    """
    reading = _Reading(folder)
    benefits, definitions = dict(book.benefits), dict(book.definitions)
    for (kind, of), changes in numbers.items():
        name = book.files[of] if kind == "benefit" else "definitions.yaml"
        raw = reading.raw[name] if name in reading.raw else reading.file(name)
        where = () if kind == "benefit" else (next(i for i, one in enumerate(raw) if one["id"] == of),)
        part = raw[where[0]] if where else raw
        for path, number in changes.items():
            inside = part
            for step in path[:-1]:
                inside = inside[step]
            inside[path[-1]] = number
        made = reading.part(m.Benefit if kind == "benefit" else m.Definition, part, name, where)
        if made is not None:
            (benefits if kind == "benefit" else definitions)[of] = made
    parameters = {**book.parameters, **{of: book.parameters[of].model_copy(update={"values": all_}) for of, all_ in (values or {}).items()}}
    if not reading.problems:
        book = replace(book, benefits=benefits, definitions=definitions, parameters=parameters)
        reading.raw = defaultdict(lambda: None, reading.raw)
        _Checks(book, reading).run()
    if reading.problems:
        raise ContentError(reading.problems)
    return book


class _Checks:
    """What pydantic cannot see: names that point somewhere else, types of limits, sources of conditions."""

    def __init__(self, book: Book, reading: _Reading):
        self.book, self.reading, self.known = book, reading, book.facts

    def run(self) -> None:
        book = self.book
        self.policy()
        self.roster()
        own = len((self.reading.raw.get("facts.yaml") or {}).get("facts", ()))
        for i, fact in enumerate(book.facts.values()):
            here = ("facts.yaml", ("facts", i)) if i < own else ("questions.yaml", ("facts", i - own))
            if fact.topic not in book.topics:
                self.bad(*here, "topic", f"没有“{fact.topic}”这个题组{_hint(fact.topic, book.topics)}")
            if fact.ask_when is not None:
                self.condition(fact.ask_when, fact.of, True, {}, *here, "ask_when")
        heard = book.heard()
        self.known = {**book.facts, "alone": heard["alone"]}
        for i, question in enumerate(book.questions.values()):
            self.question(question, i)
            self.known[question.id] = heard[question.id]  # a condition names earlier questions only
        for i, presumption in enumerate(book.presumptions.values()):
            here = ("questions.yaml", ("presumed", i))
            self.condition(presumption.when, presumption.of, True, {}, *here, "when")
            if presumption.evident is not None:
                self.condition(presumption.evident, presumption.of, True, {}, *here, "evident")
            self.settles(presumption.facts, *here, "facts")
            self.settles({f: list(values) for f, values in presumption.cannot.items()}, *here, "cannot")
        self.known |= {"younger": heard["younger"]}
        for i, doubt in enumerate(book.doubts.values()):
            here = ("questions.yaml", ("doubts", i))
            self.condition(doubt.when, doubt.of, True, {}, *here, "when")
            if doubt.change and doubt.change not in book.questions:
                self.bad(*here, "change", f"没有“{doubt.change}”这一题{_hint(doubt.change, book.questions)}")
        self.known = {**book.facts}
        for i, definition in enumerate(book.definitions.values()):
            self.condition(definition.when, definition.of, True, {}, "definitions.yaml", (i,), "when", (definition.id,))
        for i, parameter in enumerate(book.parameters.values()):
            self.parameter(parameter, i)
        for i, act in enumerate(book.acts.values()):
            self.act(act, i)
        for i, migration in enumerate(book.migrations):
            known = book.facts if migration.fact else book.benefits
            for name, wanted in ((migration.renamed, True), (migration.fact or migration.benefit, migration.becomes is not None)):
                if name is not None and (name in known) is not wanted:
                    why = "没有" + _hint(name, known) if wanted else "还在用，不能当旧名字"
                    self.bad("migrations.yaml", (i,), None, f"“{name}”现在{why}")
        for part, facts in (("papers", [p.fact for p in book.plan.papers]), ("carry", [c.fact for c in book.plan.carry])):
            for i, named in enumerate(facts):
                if named is not None and named not in book.facts:
                    self.bad("plan.yaml", (part, i), "fact", f"没有“{named}”这个情况{_hint(named, book.facts)}")
        for told in (book.plan.unasked, *book.plan.rising_income.first):
            self.citations(told.law, "plan.yaml", ())
        for i, counter in enumerate(book.time.counters):
            self.moves(counter, ("counters", i), ("int", "number"))
        for i, lapse in enumerate(book.time.lapses):
            self.moves(lapse, ("lapses", i), ("bool", "choice"))
        orders: dict[int, str] = {}
        for row in book.benefits.values():
            name = book.files[row.id]
            if row.order in orders:
                self.bad(name, (), "order", f"order {row.order} 和 {orders[row.order]} 重了")
            orders[row.order] = row.id
            self.row(row, name)

    def bad(self, name: str, path: tuple, key: str | tuple | None, what: str) -> None:
        self.reading.complain(name, path + (key if isinstance(key, tuple) else (key,) if key else ()), what)

    def roster(self) -> None:
        """Other words name what there is, and no word stands for two things."""
        roster, facts, name = self.book.roster, self.book.facts, "roster.yaml"
        for column in roster.columns:
            if column not in facts and column not in m.ROSTER_COLUMNS:
                self.bad(name, ("columns",), column, f"没有“{column}”这一列{_hint(column, [*m.ROSTER_COLUMNS, *facts])}")
        for area in roster.areas:
            if area not in self.book.policy.areas:
                self.bad(name, ("areas",), area, f"没有“{area}”这个地区{_hint(area, self.book.policy.areas)}")
        chosen = ("choice", "choices", "income")
        for key, named, wanted in (("options", list(roster.options), chosen), ("numbers", list(roster.numbers), ("int",))):
            for fact in named:
                if fact not in facts or facts[fact].type not in wanted:
                    self.bad(name, (key,), fact, f"“{fact}”不是这样填的情况{_hint(fact, facts)}")
        for fact, words in roster.options.items():
            for option in words if fact in facts else ():
                if option not in (values := [o.value for o in facts[fact].options]):
                    self.bad(name, ("options", fact), option, f"“{fact}”没有“{option}”这个选项{_hint(option, values)}")
        groups: list[tuple[tuple[str, ...], Mapping[Any, tuple[str, ...]]]] = [(("areas",), roster.areas)]
        groups += [(("options", fact), words) for fact, words in roster.options.items()]
        groups += [(("numbers", fact), others) for fact, others in roster.numbers.items()]
        for path, told in groups:
            options = facts[path[-1]].options if path[-1] in facts else ()
            meant = {m.alike(word): o.value for o in options for word in (o.label, o.label.split("（")[0], o.said)}
            for option, others in told.items():
                for word in others:
                    if meant.setdefault(m.alike(word), option) != option:
                        self.bad(name, path, option, f"“{word}”已经是“{meant[m.alike(word)]}”的写法，一个词只能是一样")

    def policy(self) -> None:
        policy = self.book.policy
        for key, group in policy.groups.items():
            for area in group.areas:
                if area not in policy.areas:
                    self.bad("policy.yaml", ("groups",), key, f"没有“{area}”这个地区{_hint(area, policy.areas)}")
        for key in policy.parameter_areas:
            if key not in policy.groups:
                self.bad("policy.yaml", (), "parameter_areas", f"没有“{key}”这一组{_hint(key, policy.groups)}")
        names = {**self.book.facts, **self.book.definitions}
        for key, people in policy.people.items():
            for name in people.marks:
                if name not in names:
                    self.bad("policy.yaml", ("people",), key, f"没有“{name}”这个情况或说法{_hint(name, names)}")
        for i, notice in enumerate(policy.notices):
            self.condition(notice.when, "household", True, {}, "policy.yaml", ("notices", i), "when")
        for department in sorted({b.departments[0] for b in self.book.screened()} - set(policy.desks)):
            self.bad("policy.yaml", (), "desks", f"少写了“{department}”在身边的窗口")
        for law in (policy.term_law, policy.hukou_law, policy.city_law, policy.asking.law):
            self.citations(law, "policy.yaml", ())

    def parameter(self, parameter: m.Parameter, i: int) -> None:
        policy, seen = self.book.policy, set()
        if parameter.stands_in is not None and parameter.stands_in not in self.book.parameters:
            self.bad("parameters.yaml", (i,), "stands_in", f"没有“{parameter.stands_in}”这个标准")
        if parameter.formula is not None:
            self.expr(parameter.formula, "household", {}, "parameters.yaml", (i,), "formula")
        for j, step in enumerate(parameter.values):
            here = (i, "values", j)
            if step.area not in policy.areas and step.area not in policy.groups:
                self.bad("parameters.yaml", here, "area",
                         f"没有“{step.area}”这个地区{_hint(step.area, [*policy.areas, *policy.groups])}")
            if (step.area, step.from_) in seen:
                self.bad("parameters.yaml", here, "from", f"{step.area} 从 {step.from_} 起写了两个数")
            seen.add((step.area, step.from_))

    def moves(self, part: m.Counter | m.Lapse, path: tuple, types: tuple[str, ...]) -> None:
        fact = self.book.facts.get(part.fact)
        if fact is None or fact.type not in types:
            self.bad("time.yaml", path, "fact", f"没有“{part.fact}”这个情况，或者它不会随时间变{_hint(part.fact, self.book.facts)}")
        elif isinstance(part, m.Counter) and part.while_ is not None:
            self.condition(part.while_, fact.of, True, {}, "time.yaml", path, "while")

    def act(self, act: m.Act, i: int) -> None:
        here = ("acts.yaml", (i,))
        if not (act.law or act.general):
            self.bad(*here, None, "少写了出处：law（原文）或 general（一般规定）")
        self.citations(act.law, *here)
        self.condition(act.sensible_when, "person" if act.of == "person" else "household", True, {}, *here, "sensible_when")
        if act.department not in self.book.policy.departments:
            self.bad(*here, "department", f"没有“{act.department}”这个部门{_hint(act.department, self.book.policy.departments)}")
        for j, sets in enumerate(act.sets):
            fact = self.book.facts.get(sets.fact)
            if fact is None:
                self.bad(*here, ("sets", j, "fact"), f"没有“{sets.fact}”这个情况{_hint(sets.fact, self.book.facts)}")
                continue
            if (fact.of == "household") is not (act.of == "household"):
                self.bad(*here, ("sets", j, "fact"), f"“{fact.id}”是{'全家' if fact.of == 'household' else '一个人'}的情况，和 of 对不上")
            if not sets.from_ and not sets.unknown:
                self.bad(*here, ("sets", j), "要写 from（原来是什么）或 unknown: true（原来不知道）")
            options = {o.value for o in fact.options}
            for value in (*sets.from_, sets.to):
                kinds = (bool,) if fact.type == "bool" else (str,) if options else (int, Decimal)
                if type(value) not in kinds or (options and value not in options):
                    self.bad(*here, ("sets", j), f"“{fact.id}”没有“{value}”这个答案")

    def row(self, row: m.Benefit, name: str) -> None:
        document = self.book.document(row)
        for i, sentence in enumerate(row.sentences):
            mark = document.mark if isinstance(document, m.FurtherDocument) else ""
            if bool(mark) is not ("#" in name) or not sentence.startswith(mark):
                self.bad(name, ("sentences", i), None, f"“{sentence}”不是这份文件的句子")
        if "#" in name and (row.scope, row.hukou) != ("all", "any"):
            self.bad(name, (), "hukou", "温州户口的总规定是主文件附则写的；这里写 hukou: any，户口的条件写进 eligible_when")
        for i, sentence in enumerate(row.sentences):
            if sentence not in self.book.sentences:
                self.bad(name, ("sentences", i), None, f"没有“{sentence}”这一句{_hint(sentence, self.book.sentences)}")
        self.citations(row.quote, name, ("quote",))
        for sentence in sorted({c.sentence for c in row.quote} - set(row.sentences)):
            self.bad(name, (), "quote", f"quote 引了 {sentence}，sentences 里也要写上它")
        if row.first_stop and row.ask_at:
            self.bad(name, (), "ask_at", "first_stop、ask_at 只能写一个")
        if row.first_stop:
            self.citations(row.first_stop.law, name, ("first_stop", "law"))
        for element, told in row.guide.items():
            self.citations(told.law, name, ("guide", element, "law"))
        if row.leads_to is not None:
            fact = self.book.facts.get(row.leads_to.fact)
            if fact is None or row.leads_to.value not in {o.value for o in fact.options}:
                self.bad(name, (), "leads_to", f"没有“{row.leads_to.fact}：{row.leads_to.value}”这个答案")
        for i, department in enumerate(row.departments):
            if department not in self.book.policy.departments:
                self.bad(name, ("departments", i), None, f"没有“{department}”这个部门{_hint(department, self.book.policy.departments)}")
        if row.group and row.group not in self.book.policy.stacking:
            self.bad(name, (), "group", f"没有“{row.group}”这一组{_hint(row.group, self.book.policy.stacking)}")
        if row.may_overlap and row.may_overlap not in self.book.policy.overlap:
            self.bad(name, (), "may_overlap", f"没有“{row.may_overlap}”{_hint(row.may_overlap, self.book.policy.overlap)}")
        if row.unit == "organisation":
            for i, requirement in enumerate(row.requires):
                self.citations(requirement.law, name, ("requires", i, "law"))
            if row.amount is not None:
                self.expr(row.amount, "household", row.limits, name, (), "amount")
            if row.calculator is not None:
                asked = {**row.limits, **{i.id: 1 for i in row.calculator.inputs}}
                for key in ("counted", "most"):
                    if getattr(row.calculator, key) is not None:
                        self.expr(getattr(row.calculator, key), "household", asked, name, ("calculator",), key)
                for i, one in enumerate(row.calculator.inputs):
                    if one.part_of is not None and one.part_of not in asked:
                        self.bad(name, ("calculator", "inputs", i), "part_of", f"没有“{one.part_of}”这一问{_hint(one.part_of, asked)}")
            return
        if row.eligible_when is not None:
            self.condition(row.eligible_when, row.unit, False, row.limits, name, (), "eligible_when")
        for i, case in enumerate(row.possible_when):
            self.condition(case.when, row.unit, False, row.limits, name, ("possible_when", i), "when")
        if row.amount is not None:
            self.expr(row.amount, row.unit, row.limits, name, (), "amount")
        if row.months_paid is not None:
            self.expr(row.months_paid, row.unit, row.limits, name, (), "months_paid")

    def question(self, question: m.Question, i: int) -> None:
        name, path = "questions.yaml", ("questions", i)
        for key, topic in (("topic", question.topic), ("page", question.page or question.topic)):
            if topic not in self.book.sections:
                self.bad(name, path, key, f"没有“{topic}”这个题组{_hint(topic, self.book.sections)}")
        if question.id in self.book.facts:
            self.bad(name, path, "id", f"“{question.id}”是一个情况的名字，题目请换个名字")
        if question.fact and question.fact not in self.book.facts:
            self.bad(name, path, "fact", f"没有“{question.fact}”这个情况{_hint(question.fact, self.book.facts)}")
        if question.ask_when is not None:
            self.condition(question.ask_when, "household", True, {}, name, path, "ask_when")
        if question.among is not None:
            self.condition(question.among, "person", True, {}, name, path, "among")
        seen: set[str] = set()
        for j, choice in enumerate(question.options):
            here = (*path, "options", j)
            if choice.id in seen:
                self.bad(name, here, "id", f"“{choice.id}”写了两遍")
            seen.add(choice.id)
            if choice.when is not None:
                self.condition(choice.when, "household", True, {}, name, here, "when")
            self.settles(choice.sets, name, here, "sets")
            self.settles(choice.closes or {}, name, here, "closes")

    def settles(self, values: dict[str, Any], name: str, path: tuple, key: str) -> None:
        """Each fact exists, and may hold the value."""
        for fact_id, value in values.items():
            fact = self.book.facts.get(fact_id)
            here = (*path, key)
            if fact is None or fact.derived:
                self.bad(name, here, fact_id, f"没有“{fact_id}”这个情况{_hint(fact_id, self.book.facts)}")
            elif isinstance(value, dict):
                words = (*m.COMPARISONS, "same_as")
                wrong = [w for w in value if w not in words]
                if wrong or not value:
                    self.bad(name, here, fact_id, "要写 " + "、".join(words) + (_hint(wrong[0], words) if wrong else ""))
                elif ("same_as" in value) == (fact.type in ("int", "number")):
                    self.bad(name, here, fact_id, f"“{fact_id}”不能这样写")
            elif fact.type == "bool" and not isinstance(value, bool):
                self.bad(name, here, fact_id, f"“{fact_id}”要写 true 或 false，不是 {value}")
            elif fact.type in ("choice", "choices"):
                options = [o.value for o in fact.options]
                for one in value if isinstance(value, list) else [value]:
                    if one not in options:
                        self.bad(name, here, fact_id, f"“{fact_id}”没有“{one}”这一项{_hint(str(one), options)}")
            elif fact.type in ("int", "number") and (isinstance(value, bool) or not isinstance(value, (int, Decimal))):
                self.bad(name, here, fact_id, f"“{fact_id}”要写一个数")

    def citations(self, law: tuple[m.Citation, ...], name: str, path: tuple) -> None:
        for citation in law:
            if citation.sentence not in self.book.sentences:
                self.bad(name, path, None,
                         f"出处里没有“{citation.sentence}”这一句{_hint(citation.sentence, self.book.sentences)}")

    # conditions: `sourced` = some part around already says where this comes from
    def condition(self, cond: Any, unit: str, sourced: bool, limits: dict, name: str, path: tuple, key: Any,
                  inside: tuple[str, ...] = (), negated: bool = False, ours: bool = False) -> None:
        path = path + (key,) if not isinstance(key, tuple) else path + key
        self.citations(cond.law, name, path)
        sourced = sourced or bool(cond.law or cond.general or cond.assumed)
        ours = bool(cond.general or cond.assumed) or (ours and not cond.law)
        if negated and ours:  # "not" would turn "never refutes" into "always may"
            self.bad(name, path, None, "原文没有的条件不能放在 not 里，请写成肯定的说法")
        again = (unit, sourced, limits, name, path)
        more: dict[str, Any] = {"negated": negated, "ours": ours}
        if isinstance(cond, (m.All, m.AnyOf)):
            key = "all" if isinstance(cond, m.All) else "any"
            for i, part in enumerate(getattr(cond, key)):
                self.condition(part, *again, (key, i), inside, **more)
        elif isinstance(cond, m.Not):
            self.condition(cond.not_, *again, "not", inside, negated=True, ours=ours)
        elif isinstance(cond, m.SomeMember):
            self.condition(cond.some_member, "person", sourced, limits, name, path, "some_member", inside, **more)
        elif isinstance(cond, m.UnlessKnown):
            self.condition(cond.unless_known, *again, "unless_known", inside, **more)
        elif isinstance(cond, m.Known):
            self.condition(cond.known, *again, "known", inside, **more)
        elif isinstance(cond, m.Meets):
            found = self.book.definitions.get(cond.meets)
            if found is None:
                self.bad(name, path, "meets", f"没有“{cond.meets}”这个说法{_hint(cond.meets, self.book.definitions)}")
            elif cond.meets in inside:
                self.bad(name, path, "meets", "绕了一圈又回到自己：" + " → ".join((*inside, cond.meets)))
            else:
                if found.of == "person" and unit == "household":
                    self.bad(name, path, "meets", f"“{cond.meets}”说的是一个人，要放在 some_member 里")
                if inside:
                    self.condition(found.when, found.of, True, {}, name, path, "meets", (*inside, cond.meets))
        else:
            if not sourced:
                self.bad(name, path, None, f"条件“{cond.fact}”没写出处：加 law（原文）、general（一般规定）或 assumed（推断）")
            self.test(cond, unit, limits, name, path)

    def test(self, cond: m.Test, unit: str, limits: dict, name: str, path: tuple) -> None:
        fact = self.known.get(cond.fact)
        if fact is None:
            self.bad(name, path, "fact", f"没有“{cond.fact}”这个情况{_hint(cond.fact, self.known)}")
            return
        if fact.of == "person" and unit == "household":
            self.bad(name, path, "fact", f"“{cond.fact}”说的是一个人，要放在 some_member 里")
        word, limit = cond.word, cond.limit
        allowed = {"bool": ("is",), "choice": ("is", "one_of", "none_of"), "choices": ("includes_any",),
                   "int": m.COMPARISONS, "number": m.COMPARISONS, "date": (), "label": (), "income": ()}[fact.type]
        if fact.id in ("hukou", "residence"):
            allowed = (*allowed, "same_area_as")
        if word not in allowed:
            self.bad(name, path, word, f"“{fact.id}”不能用 {word}，可以用：" + "、".join(allowed))
        elif fact.type == "bool":
            if not isinstance(limit, bool):
                self.bad(name, path, word, f"“{fact.id}”是是非题，要写 true 或 false，不是 {limit}")
        elif fact.type in ("choice", "choices") and word != "same_area_as":
            values = [option.value for option in fact.options]
            groups = self.book.policy.groups if set(values) & set(self.book.policy.areas) else {}
            for value in (limit,) if word == "is" else limit:
                if value not in values and not (value in groups and word != "is"):
                    self.bad(name, path, word, f"“{fact.id}”没有“{value}”这一项{_hint(value, [*values, *groups])}")
        elif word in m.COMPARISONS:
            self.expr(limit, unit, limits, name, path, word)

    def expr(self, expr: Any, unit: str, limits: dict, name: str, path: tuple, key: Any) -> None:
        path = path + (key,) if not isinstance(key, tuple) else path + key
        again = (unit, limits, name, path)
        if isinstance(expr, m.Named):
            if expr.name not in limits and expr.name not in self.book.parameters:
                self.bad(name, path, None,
                         f"没有“{expr.name}”这个界限或标准{_hint(expr.name, [*limits, *self.book.parameters])}")
        elif isinstance(expr, m.FactValue):
            fact = self.book.facts.get(expr.fact)
            if fact is None:
                self.bad(name, path, "fact", f"没有“{expr.fact}”这个情况{_hint(expr.fact, self.book.facts)}")
            elif fact.type not in ("int", "number"):
                self.bad(name, path, "fact", f"“{expr.fact}”不是数，不能算")
            elif fact.of == "person" and unit == "household":
                self.bad(name, path, "fact", f"“{expr.fact}”说的是一个人，要放在 best_member 里")
        elif isinstance(expr, m.Case):
            for i, branch in enumerate(expr.case):
                self.condition(branch.when, unit, True, limits, name, path, ("case", i, "when"))
                if branch.pays is not None:
                    self.expr(branch.pays, *again, ("case", i, "pays"))
            if expr.otherwise is not None:
                self.expr(expr.otherwise, *again, "otherwise")
        elif isinstance(expr, m.CountMembers):
            self.condition(expr.count_members, "person", True, limits, name, path, "count_members")
        elif isinstance(expr, m.BestMember):
            self.condition(expr.where, "person", True, limits, name, path, "where")
            self.expr(expr.best_member, "person", limits, name, path, "best_member")
        elif isinstance(expr, m.Published):
            if expr.published not in self.book.parameters:
                self.bad(name, path, "published",
                         f"没有“{expr.published}”这个标准{_hint(expr.published, self.book.parameters)}")
            self.expr(expr.otherwise, *again, "otherwise")
        elif isinstance(expr, m.Over):
            divisor = expr.over[1]
            number = divisor.number if isinstance(divisor, m.Value) else limits.get(getattr(divisor, "name", ""))
            if number is None or number <= 0:
                self.bad(name, path, "over", "除数要是一个大于 0 的数，或 limits 里的名字")
            self.expr(expr.over[0], *again, ("over", 0))
        else:
            for key in ("times", "plus", "minus", "least", "greatest"):
                for i, part in enumerate(getattr(expr, key, ())):
                    self.expr(part, *again, (key, i))
