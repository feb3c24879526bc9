"""NOTICE.md names every library of the requirements, with the licence its installed package declares."""

from __future__ import annotations

import re
from importlib.metadata import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_every_library_stands_there_with_its_licence():
    wanted = {line.split("==")[0] for name in ("requirements.txt", "requirements-test.txt")
              for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if "==" in line}
    told = dict(re.findall(r"^\| ([A-Za-z-]+) \| ([A-Za-z0-9.-]+) \|", (ROOT / "NOTICE.md").read_text(encoding="utf-8"), re.M))
    assert set(told) == wanted
    for name, licence in told.items():
        about = metadata(name)
        declared = " ".join(str(x) for x in (about["License-Expression"], about["License"], *(about.get_all("Classifier") or ()))
                            if x and ("License ::" in str(x) or "::" not in str(x)))
        if declared:  # some packages declare nothing; their licence stands in their repository
            assert licence.split("-")[0] in declared, (name, declared)
