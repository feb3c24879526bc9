"""Which rules gave an answer: short fingerprints of content/ and of the modules that decide."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from .content import FOLDER

_DECIDE = ("figures", "household", "income", "model", "numbers", "rules", "screen")


@lru_cache(maxsize=4)
def content_version(folder: Path = FOLDER) -> str:
    """Ten hex digits over every YAML file of a content folder: any change of a rule, a figure or a word changes it."""
    folder = Path(folder)
    return _digest((path.relative_to(folder).as_posix(), path) for path in sorted(folder.rglob("*.yaml")))


@lru_cache(maxsize=1)
def engine_version() -> str:
    """Ten hex digits over the modules that turn answers into determinations."""
    here = Path(__file__).resolve().parent
    files = (path for name in _DECIDE for where in (f"{name}.py", f"{name}/*.py") for path in sorted(here.glob(where)))
    return _digest((path.relative_to(here).as_posix(), path) for path in files)


def _digest(files: Iterable[tuple[str, Path]]) -> str:
    found = hashlib.sha256()
    for name, path in files:
        text = path.read_bytes().replace(b"\r\n", b"\n")
        found.update(f"{name}\0{len(text)}\0".encode())
        found.update(text)
    return found.hexdigest()[:10]
