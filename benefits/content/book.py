"""Everything in content/ as one frozen object, and what is asked of the whole of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .. import model as m


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
    progress: dict[str, dict[str, Any]] = field(default_factory=dict)  # of what stands open, what comes of it: interview/topics.py
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
