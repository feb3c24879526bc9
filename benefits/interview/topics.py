"""How many questions are still to come, and which of them stand on a grid worker's page of one topic."""

from __future__ import annotations

from ..content import Book
from .said import Answers, Screen

FEW = 3      # up to so many open screens are counted as they are
SURE = 300   # hundredths of a question: below, one number is told, right within two
NEAR = 600   # below, two numbers that lie NARROW apart; above, the usual number and that it may be a few more
NARROW = 4
MORE = 9     # how many "a few more" may be
USUAL = 88   # hundredths of what is likely that are told as the usual number: the few more come on top
LEAST = 75   # hundredths of what is likely below which that number does not fall by itself
SPARE = 80   # hundredths of a question told beyond what is likely: a number that falls faster disappoints nobody
COMMON = 60  # hundredths of a question that come of an open screen that was never measured


def left(book: Book, answers: Answers, screens: list[Screen], before: tuple[int, int] | None = None,
         first: str = "usual") -> tuple[int, int]:
    """About how many questions are still to come, from least to most, of the screens that make sense now; more than NARROW apart,
    the lower number is the usual one, and to be told as that. before: what was told on the page before; neither number is ever
    higher now, and both fall with the answers.

    Before it is known who they are, that is the usual length without what is behind. Later, most screens that are open early fall
    away again: content/progress.json holds what came of each (tests/questions.py measures it). first: which of the usual lengths
    (content/wording.yaml) is the lower number until then."""
    if not answers.gathered or first_of_all(book, screens):  # until then it is not known either what else there is to ask
        behind = len(answers.records) + bool(answers.born)  # one person more brings as many questions as were put
        usual = book.wording["length"]["alone" if answers.alone else "family"]
        low, high = (max(n, n_left - behind) for n, n_left in zip((1, FEW), (usual[first], usual["most"]), strict=True))
        return (low, high) if before is None else (min(low, before[0]), min(high, before[1]))
    about = sum(book.progress.get(weighed(s), COMMON) for s in screens)
    if len(screens) <= FEW:
        low = high = len(screens)
    elif about + SPARE < SURE:
        low = high = max(1, (about + SPARE + 50) // 100)
    elif about < NEAR:
        high = -(-about * 12 // 1000) + 1
        low = max(1, high - NARROW)
    else:
        low = about * USUAL // 10_000
        high = low + MORE
    if before is not None and before[1]:
        apart = high - low
        high = max(min(high, before[1] - 1), min(len(screens), FEW, before[1]))
        falls = low if len(screens) <= FEW else max(min(low, before[0] - 1), about * LEAST // 10_000)
        low = min(max(falls, high - apart, 1), before[0], high)
    return low, high


def beyond(book: Book, answers: Answers, screens: list[Screen], page: list[Screen],
           before: tuple[int, int] | None = None) -> tuple[int, int]:
    """The same for somebody who fills in a topic at a time: about how many questions come after those of `page`. before: what was
    told on the page before to come after it. On the first page all are one question, so that it is the fewest that come after."""
    here = {s.id for s in screens} & {s.id for s in page}  # some may be answered already
    low, high = (max(0, n - len(here)) for n in left(book, answers, screens, before and (before[0] + 1, before[1] + 1), "least"))
    return (low, high) if before is None else (min(low, before[0]), min(high, before[1]))


def weighed(screen: Screen) -> str:
    """The name under which content/progress.json counts a screen."""
    return f"{screen.kind} {screen.question.id}" if screen.question else screen.kind


def topic_of(book: Book, screen: Screen) -> str:
    """What a screen is about; what is asked to know who they are is about the first topic."""
    return screen.question.topic if screen.question else next(iter(book.sections))


def page_of(book: Book, screen: Screen) -> str:
    """The topic on whose page a screen stands for somebody who fills in a topic at a time."""
    return (screen.question.page if screen.question else "") or topic_of(book, screen)


def next_topic(book: Book, screens: list[Screen], after: str = "") -> str:
    """The topic whose page comes next for somebody who fills in a topic at a time; what an earlier page brought up stands on the
    next one too (see `of_topic`), and what the last page brought up on the last one again."""
    order, open_ = list(book.sections), {page_of(book, s) for s in screens if not s.waits}
    if first_of_all(book, screens):
        return order[0]
    return next((t for t in order[order.index(after) + 1 if after else 0:] if t in open_), order[-1])


def first_of_all(book: Book, screens: list[Screen]) -> bool:
    """Whether it is still to be said where they live and who they are: the rest hangs on it."""
    where = next(iter(book.questions))
    return any(s.question is None or s.question.id == where for s in screens)


def of_topic(book: Book, screens: list[Screen], topic: str) -> list[Screen]:
    """The screens on the page of a topic: its own, and what earlier pages brought up; without those that hang on another of them.
    What is asked of the household stands first, then each person's together."""
    order = list(book.sections)
    found = [s for s in screens if order.index(page_of(book, s)) <= order.index(topic)]
    several = len({p for s in found for p in s.of if p}) > 1
    return sorted([s for s in found if not s.waits] or found, key=lambda s: _whose(s) if several else (0, ""))


def _whose(screen: Screen) -> tuple[int, str]:
    """The household first, then one person after the other."""
    who = screen.of[0] if len(screen.of) == 1 else None
    return (0, "") if who is None else (len(who), who)

