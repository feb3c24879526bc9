"""One pass over the files of a content folder: each part checked by pydantic, every problem with its file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from .. import model as m
from ..yaml_reader import ContentError, line_of, read
from .messages import said


class Reading:
    """One pass over the folder; problems are collected, so that an officer sees them all at once."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.problems: list[str] = []
        self.raw: dict[str, Any] = {}

    def file(self, name: str) -> Any:
        """What stands in a file, or at `#i` in its list of benefits; None where it cannot be read."""
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
        """Notes a problem with the line of `path` in a file that was read."""
        self.problems.append(f"content/{name.partition('#')[0]}:{line_of(self.raw[name], path)}: {what}")

    def part(self, kind: type[m.Part], raw: Any, name: str, path: tuple = ()) -> Any:
        """`raw`, found at `path` of a file, as what it must be; None where it is not."""
        try:
            return kind.model_validate(raw)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                self.complain(name, path + tuple(one["loc"]), said(one, kind))
            return None

    def list_of(self, kind: type[m.Part], name: str, raw: Any = None, path: tuple = ()) -> dict[str, Any]:
        """The entries of a list by their ids; of the whole file, or of `raw`, found at `path` of it."""
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
