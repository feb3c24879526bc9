"""Whole registers through the same rules as one household: `run(persons, households, income, as_of=...)`.

Answers are sparse: one row for each determination that is eligible or possible. Equal in every cell, to the fen, to
`benefits.screen`; only this package and its commands import Polars.
"""

from .answer import Answer, Register, run

__all__ = ["Answer", "Register", "run"]
