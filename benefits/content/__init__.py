"""Reads content/ into one frozen Book. Every dangling name, wrong type or condition without a source stops here.

`load()` returns the Book, or raises ContentError with one line per problem: file, line, what is wrong, what to write. `reading` goes
over the files, `examining` has the whole looked through: one short module for each kind of file, `tree` for the conditions and amounts
in all of them.
"""

from ..yaml_reader import ContentError
from .altering import altered
from .book import Book
from .loading import FOLDER, load

__all__ = ["FOLDER", "Book", "ContentError", "altered", "load"]
