"""What one line of a picture of a register comes to, in words, bars and cells; of few real people nothing is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from benefits.bars import Bar
from benefits.counts import LEAST, in_wan, told
from benefits.explain import span
from benefits.model import Benefit
from benefits.numbers import Exact

from ._register import Held

WAYS = {"cash": "发到手的钱", "in_kind": "代缴、减免和服务"}
CENT = 100  # fen in a yuan


def few(held: Held, line: Any) -> str:
    """What a line comes to, for reading; of few real people nothing."""
    return "人太少，不写" if held.real and 0 < line.n < LEAST else money(line, "，", in_wan)


def shown(held: Held, lines: list) -> list:
    """The lines that may be told: of real people those of few together."""
    from benefits.bulk.picture import merged
    return merged(lines) if held.real else lines


def apart(held: Held, by: Callable[[Callable[[Benefit], bool]], list[Any]]) -> dict[str, dict[str, Any]]:
    """The lines of one table by how they are paid and by key; of real people none where any line of the picture is of few: the
    difference between two lines would tell of them."""
    from benefits.bulk.picture import small

    found = {pays: by(_paid(pays)) for pays in WAYS}
    if held.real and any(map(small, (*held.board.now.by_benefit(), *by(lambda b: True), *found["cash"], *found["in_kind"]))):
        return {}
    return {pays: {line.key: line for line in lines} for pays, lines in found.items()}


def _paid(pays: str) -> Callable[[Benefit], bool]:
    return lambda b: b.pays == pays


def cells(held: Held, lines: Sequence[Any], ways: dict[str, dict[str, Any]] | None = None) -> list[tuple[str, ...]]:
    """The lines of a table under `headers`; the money by how it is paid where that is known (see `apart`)."""
    def paid(x: Any) -> Iterator[str]:
        return (money(ways[pays][x.key]) if x.key in ways[pays] else "没有" for pays in WAYS) if ways else iter((money(x),))
    return [(x.name, told(x.n, held.real), told(x.possible, held.real), *paid(x)) for x in lines]


def headers(word: str, ways: bool = False) -> tuple[str, ...]:
    """The headers over `cells`. ways: with the money by how it is paid."""
    return "项目", word, "可能", *(WAYS.values() if ways else ("钱",))


def ends(line: Any, bucket: str) -> tuple[Fraction, Fraction | None]:
    """Yuan; no upper end where one of them has none."""
    return Fraction(line.low[bucket], CENT), None if line.open[bucket] else Fraction(line.high[bucket], CENT)


def money(line: Any, between: str = "\n", say: Callable[[Exact, Exact | None], str] = span) -> str:
    """What a line comes to, by year and once, in words. say: how an interval of yuan is told."""
    parts = []
    for bucket, word in (("annual", "一年"), ("once", "一次性")):
        low, high = ends(line, bucket)
        if low or high or line.open[bucket]:
            said = say(low, high)
            parts.append(f"{word}{'' if said[0] in '至最约' else ' '}{said}")
    return between.join(parts) or "没有数"


def yuan(cents: int) -> str:
    """Fen as yuan in words."""
    return span(Fraction(cents, CENT), Fraction(cents, CENT))


def yuan_bars(lines: Iterable[Any]) -> list[Bar]:
    """A bar for each line that comes to something in a year."""
    return [Bar(x.name, ends(x, "annual"), in_wan(*ends(x, "annual"))) for x in lines if x.low["annual"] or x.high["annual"]]
