"""The same words said to oneself, about an elder, a child or another family."""

from __future__ import annotations

import pytest

from benefits.content import load
from benefits.voice import say, voices


@pytest.mark.parametrize(("voice", "text", "said"), [
    ("self", "您家现在住在哪里？", "您家现在住在哪里？"),
    ("elder", "您有残疾人证吗？", "这位老人有残疾人证吗？"),
    ("elder", "您家现在住在哪里？", "老人家里现在住在哪里？"),
    ("adult", "您平时做什么？", "对方平时做什么？"),
    ("other_family", "您家现在住在哪里？", "这家人现在住在哪里？"),
])
def test_the_switch_changes_who_is_spoken_of(voice, text, said):
    assert say(load(), voice, text) == said


def test_a_person_of_the_family_is_named_by_relation():
    assert say(load(), "family", "您有残疾人证吗？", "老伴（82 岁）") == "老伴（82 岁）有残疾人证吗？"


def test_every_voice_leaves_no_您_behind():
    for voice in voices(load()):
        if voice not in ("self", "family"):
            assert "您" not in say(load(), voice, "您家、您自己、您")
