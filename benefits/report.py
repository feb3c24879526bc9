"""The accuracy report as it was last written to content/accuracy.json by `make accuracy`."""

from __future__ import annotations

import json
from typing import Any

from . import content


def report() -> dict[str, Any] | None:
    """The measured counts, or None where nothing was measured yet."""
    path = content.FOLDER / "accuracy.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
