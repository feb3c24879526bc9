"""How others write what our vocabulary calls its own way: rosters, and answers kept under an older vocabulary."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import BeforeValidator, model_validator

from .base import Part, as_tuple

ROSTER_COLUMNS = ("household_id", "id", "member", "kind", "monthly", "annual", "months_in_job", "receiving")  # beside the facts
Words = Annotated[tuple[str, ...], BeforeValidator(as_tuple)]


def alike(word: str) -> str:
    """A written word without what makes no difference: full width or half, capitals, spaces."""
    return "".join(unicodedata.normalize("NFKC", word).split()).casefold()


class Roster(Part):
    """How people write in rosters what the vocabulary calls otherwise: headers, options, yes and no, places, units."""

    unknown: Words
    yes: Words
    no: Words
    nothing: Words
    who: Words
    before: Words
    columns: dict[str, Words]
    areas: dict[str, Words]
    area_before: Words
    options: dict[str, dict[str, Words]]
    numbers: dict[str, dict[int, Words]]
    units: dict[str, Words]


class Migration(Part):
    """How answers kept under an older vocabulary are carried over: a fact or benefit renamed, an option renamed, a fact dropped."""

    fact: str | None = None
    benefit: str | None = None
    value: str | None = None
    becomes: str | None = None
    renamed: str | None = None
    dropped: str | None = None

    @model_validator(mode="after")
    def _one_thing(self):
        if (self.fact is None) == (self.benefit is None):
            raise ValueError("写 fact 或 benefit，只写一个")
        if sum(x is not None for x in (self.renamed, self.becomes, self.dropped)) != 1 or (self.value is None) != (self.becomes is None):
            raise ValueError("写 renamed，或者 value 和 becomes，或者 dropped")
        return self
