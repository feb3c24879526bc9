"""Who is being spoken of: content says 您, and one switch turns it into 这位老人, 对方, 孩子 or 这家人, without names.

The questions, the list, the print-out and the plan all speak through `say`; the words stand in content/wording.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from .content import Book

SELF = "self"


def voices(book: Book) -> tuple[str, ...]:
    """The ids a visit may be spoken in: self, family, elder, adult, child, other_family (content/wording.yaml, voices)."""
    return tuple(book.wording["voices"])


def say(book: Book, voice: str, text: str, called: str = "") -> str:
    """`text`, written to 您, in the given voice. called: how one person is called (老伴（82 岁）); it stands for 您.

    Raises KeyError for a voice that content does not know.
    """
    words = book.wording["voices"][voice]["words"]
    if called:
        words = {**words, "您": called}
    longest_first = "|".join(sorted(words, key=len, reverse=True))
    return re.sub(longest_first, lambda found: words[found[0]], text) if "您" in text else text


def tells_of_body(text: str, words: Mapping[str, Collection[str]]) -> bool:
    """Whether a text holds one of the words that tell of an illness or a disability. words: content/wording.yaml, paper."""
    for plain in words["not_private"]:
        text = text.replace(plain, "")
    return any(word in text for word in words["private"])
