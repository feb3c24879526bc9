"""The dates of the law: what begins and ends on which day, drawn from content/. CHANGELOG.md holds the same lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from .content import Book
from .explain import bare
from .model import Parameter, Step
from .numbers import exact

CONFIDENCE = {"official": "", "reported": "（转述，没见到官方原件）"}


def lawdays(book: Book) -> list[tuple[date, str]]:
    """Day and what holds from it on, in order: documents, then figures; last days are told on that day."""
    found = [line for document in (book.policy, *book.documents)
             for line in ((document.starts, f"{document.number}起施行。"),
                          (document.ends, f"{document.number}写明的最后一天。第二天起，每一处都说它已到期；延期就改它的 `ends` 一行。"))]
    for parameter in book.parameters.values():
        found += _steps(book, parameter)
    return sorted(found, key=lambda one: one[0])


def text(book: Book) -> str:
    return "\n".join(f"- **{day.isoformat()}** {said}" for day, said in lawdays(book))


def _steps(book: Book, parameter: Parameter) -> Iterator[tuple[date, str]]:
    by_day: dict[tuple[date, str], dict[str, list[str]]] = {}
    last: dict[date, list[str]] = {}
    for step in parameter.values:
        ends = dict.fromkeys((step.value if step.value is not None else step.low, step.value if step.value is not None else step.high))
        told = " 到 ".join(bare(exact(n)) for n in ends if n is not None)
        by_day.setdefault((step.from_, step.confidence), {}).setdefault(told, []).append(_place(book, step))
        if step.known_until is not None and not any(later.area == step.area and later.from_ <= step.known_until + timedelta(days=1)
                                                    and later.from_ > step.from_ for later in parameter.values):
            last.setdefault(step.known_until, []).append(_place(book, step))
    for (day, confidence), values in by_day.items():
        said = "；".join(f"{'、'.join(places)} {told}" for told, places in values.items())
        yield day, f"{parameter.label}（{parameter.unit}）：{said}{CONFIDENCE[confidence]}。"
    for day, places in last.items():
        yield day, f"{parameter.label}：{'、'.join(places)}查到的数管到这一天，第二天起的没查到。"


def _place(book: Book, step: Step) -> str:
    return {**book.policy.areas, **{key: group.label for key, group in book.policy.groups.items()}}[step.area]
