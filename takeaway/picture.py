"""The list in a few words as one long picture for the family's chat: the same words as the message, made in memory."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from benefits.entries import Listing
from benefits.explain import date_text

from . import letter, message

MOST = 4_000  # characters: every row that may be named


def png(found: Listing, made: date, named: bool = False) -> bytes:
    """The picture as bytes. made: the day it is made; named: every name is written."""
    drawn = found.result.book.wording["paper"]["drawn"].format(day=date_text(made))
    return letter.compiled("picture.typ", {**asdict(message.told(found, MOST, named)), "made": drawn}, picture=True)
