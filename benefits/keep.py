"""Answers as a short code that the visitor keeps: on the own device, in a file, in a QR code. No server keeps it.

The code is "1" (the version), then compact JSON, deflated, in URL-safe base64 without padding: it may stand in the fragment of an
address. What comes back is untrusted: its length, the size it inflates to, its depth and its types are bounded before anybody reads it.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any

VERSION = "1"
MOST_CODE = 20_000  # characters; fifteen people with every question answered need fewer than 4,000
MOST_TEXT = 200_000  # bytes of JSON
MOST_DEPTH = 8
MOST_ENTRIES = 20_000


class KeepError(ValueError):
    """A code that cannot be read; the text is a Chinese line for the visitor."""


def pack(data: dict[str, Any]) -> str:
    """The code for data made of dict, list, str, int, float, bool and None. Raises TypeError for anything else."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return VERSION + base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")


def unpack(code: str) -> dict[str, Any]:
    """The data of a code. Raises KeepError. Keys and values still have to be checked by whoever takes them over."""
    code = "".join(code.split()) if isinstance(code, str) else ""
    if not code:
        raise KeepError("这里面没有回答")
    if len(code) > MOST_CODE:
        raise KeepError(f"这份回答太长，最多 {MOST_CODE:,} 个字符")
    if code[0] != VERSION:
        raise KeepError("这不是本站存的回答，或者是别的版本存的")
    try:
        packed = base64.b64decode(code[1:] + "=" * (-len(code[1:]) % 4), altchars=b"-_", validate=True)
        inflate = zlib.decompressobj()
        text = inflate.decompress(packed, MOST_TEXT)
        if inflate.unconsumed_tail:
            raise KeepError("这份回答太大，读不了")
        if not inflate.eof:
            raise KeepError("这份回答不完整，可能少了一截")
        data = json.loads(text.decode(), parse_constant=_refuse)
    except (binascii.Error, zlib.error, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise error if isinstance(error, KeepError) else KeepError("这份回答坏了，读不出来") from None
    if not isinstance(data, dict):
        raise KeepError("这份回答坏了，读不出来")
    if _entries(data, MOST_DEPTH) > MOST_ENTRIES:
        raise KeepError("这份回答太大，读不了")
    return data


def _refuse(word: str) -> None:
    raise KeepError("这份回答坏了，读不出来")


def _entries(value: Any, depth: int) -> int:
    """How many values there are, inside out. Raises KeepError where they are nested deeper than anything this project keeps."""
    if not isinstance(value, dict | list):
        return 1
    if not depth:
        raise KeepError("这份回答坏了，读不出来")
    return 1 + sum(_entries(part, depth - 1) for part in (value.values() if isinstance(value, dict) else value))
