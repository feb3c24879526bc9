"""A Book with other numbers, for trying a change out: checked like the files themselves, which stay as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import model as m
from ..yaml_reader import ContentError
from .book import Book
from .examining import examine
from .loading import FOLDER
from .reading import Reading


def altered(book: Book, numbers: Mapping[tuple[str, str], Mapping[tuple, Any]], values: Mapping[str, tuple[m.Step, ...]] | None = None,
            folder: Path = FOLDER) -> Book:
    """`book` with other numbers, checked like content/ itself. Raises ContentError.

    numbers: ("benefit" | "definition", id) to {place in its part of the file: number}. values: a parameter's id to all its values.
    """
    reading = Reading(folder)
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
        examine(book, reading)
    if reading.problems:
        raise ContentError(reading.problems)
    return book
