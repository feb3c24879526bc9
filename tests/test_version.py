"""The fingerprint of content changes with every rule and word, and with nothing else."""

from __future__ import annotations

import shutil

from benefits.content import FOLDER
from benefits.version import content_version, engine_version


def test_a_changed_amount_is_another_version(tmp_path):
    same = tmp_path / "same"
    shutil.copytree(FOLDER, same)
    (same / "accuracy.json").write_text("{}", encoding="utf-8")
    assert content_version(same) == content_version() and len(content_version()) == 10
    other = tmp_path / "other"
    shutil.copytree(FOLDER, other)
    file = other / "benefits" / "old-age-allowance.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("pays: 50}", "pays: 80}"), encoding="utf-8")
    assert content_version(other) != content_version()
    assert engine_version() != content_version() and len(engine_version()) == 10
