"""The way from a content folder to a Book that holds together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from .. import model as m
from ..yaml_reader import ContentError
from .book import Book
from .examining import examine
from .reading import Reading

FOLDER = Path(__file__).resolve().parent.parent.parent / "content"


@lru_cache(maxsize=4)
def load(folder: Path = FOLDER) -> Book:
    """The Book of a content folder. Raises ContentError, one line per problem, when anything does not hold together."""
    reading = Reading(Path(folder))
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
    progress = reading.file("progress.json") or {}
    sections = reading.list_of(m.Topic, "questions.yaml", questions_raw.get("topics", []), ("topics",))
    roster = reading.part(m.Roster, reading.file("roster.yaml"), "roster.yaml")
    own, files = _rows(reading)
    documents, further = _documents(reading, files)
    if reading.problems or policy is None:
        raise ContentError(reading.problems)
    rows = sorted((*own, *(row for document in documents for row in document.benefits)), key=lambda row: (row.order, row.id))
    sentences |= {s.id: s for document in documents for s in document.sentences}
    book = Book(policy, topics, facts, definitions, parameters, {row.id: row for row in rows}, sentences, wording, acts, time, plan,
                migrations, questions, presumptions, doubts, progress, sections, {**files, **further}, documents, roster)
    examine(book, reading)
    if reading.problems:
        raise ContentError(reading.problems)
    return book


def _each(reading: Reading, kind: type[m.Part], folder: str) -> Iterator[tuple[str, Any]]:
    """What the files of a folder hold, by the name of each; one that cannot be read has been complained of."""
    for path in sorted((reading.folder / folder).glob("*.yaml")):
        name = f"{folder}/{path.name}"
        raw = reading.file(name)
        part = reading.part(kind, raw, name) if raw is not None else None
        if part is not None:
            yield name, part


def _rows(reading: Reading) -> tuple[list[m.Benefit], dict[str, str]]:
    """The rows of benefits/, and the file of each by its id."""
    rows: list[m.Benefit] = []
    files: dict[str, str] = {}
    for name, row in _each(reading, m.Benefit, "benefits"):
        if name != f"benefits/{row.id}.yaml":
            reading.complain(name, ("id",), f"id 是“{row.id}”，文件名要一样：{row.id}.yaml")
        rows.append(row)
        files[row.id] = name
    return rows, files


def _documents(reading: Reading, taken: Mapping[str, str]) -> tuple[tuple[m.FurtherDocument, ...], dict[str, str]]:
    """The further documents, and where each of their rows stands, by its id. taken: the same for the rows of benefits/."""
    documents: list[m.FurtherDocument] = []
    files: dict[str, str] = {}
    for name, document in _each(reading, m.FurtherDocument, "documents"):
        if any(document.mark.startswith(d.mark) or d.mark.startswith(document.mark) for d in documents):
            reading.complain(name, ("mark",), f"“{document.mark}”和另一份文件的 mark 分不开，请换一个")
        documents.append(document)
        for i, row in enumerate(document.benefits):
            if (there := files.get(row.id, taken.get(row.id))) is not None:
                reading.complain(name, ("benefits", i, "id"), f"“{row.id}”在 content/{there} 里已经有了，请换一个名字")
            files[row.id] = f"{name}#{i}"
            reading.file(files[row.id])
    return tuple(documents), files
