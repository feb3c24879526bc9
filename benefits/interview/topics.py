"""How many questions are still to come, and which of them stand on a grid worker's page of one topic."""

from __future__ import annotations

from ..content import Book
from .said import Answers, Screen

FEW = 3        # up to so many open screens are counted as they are
NARROW = 5     # two numbers at most so far apart are told; until it is known who they are, that it hangs on how many live there too
OFF = 50       # hundredths of a question that a number told may be off, while two near enough are told
AHEAD = 150    # hundredths that two numbers too near for all that may come lie above what is likely: they only ever fall, so start higher
STEP = 2       # neither number told falls by more after one answer,
STANDS = 250   # and both stand still only where the lower one would be so many hundredths too low
COMMON = 60    # hundredths of a question that come of an open screen that was never measured
ADULT, ELDER = 18, 60  # from these ages on one person is asked other things
UNMEASURED: dict = {"hundredths": {}, "off": [[-450, 600]]}


def left(book: Book, answers: Answers, screens: list[Screen], before: tuple[int, int] | None = None,
         first: str = "usual") -> tuple[int, int]:
    """About how many questions are still to come, from least to most, of the screens that make sense now. before: what was told on
    the page before; neither number is ever higher now, and they fall with the answers.

    Before it is known who they are, that is the usual length without what is behind; more than NARROW apart, only the lower one and
    NARROW more are told. Later, most screens that are open early fall away again, and others come: content/progress.json holds what
    came of each and how far that was off (tests/questions.py measures it). first: which of the usual lengths
    (content/wording.yaml) is the lower number until then."""
    count = len(screens)
    if not answers.gathered or first_of_all(book, screens):  # until then it is not known either what else there is to ask
        behind = len(answers.records) + bool(answers.born)  # one person more brings as many questions as were put
        usual = book.wording["length"]["alone" if answers.alone or (answers.gathered and len(answers.members) == 1) else "family"]
        low, high = (max(n, n_left - behind) for n, n_left in zip((1, FEW), (usual[first], usual["ever"]), strict=True))
        if answers.gathered:  # it hangs on the ages now, no longer on how many they are
            high = min(high, low + NARROW)
        return (low, high) if before is None else (min(low, before[0]), min(high, before[1]))
    if count <= FEW:
        least = most = 100 * count
    else:
        least, most = likely(book, answers, [weighed(s) for s in screens])
    low, high = (max(1, (n + 50) // 100) if count else 0 for n in (least, most))
    if before is None or not before[1]:
        return low, high
    known, wide = len(answers.records) > 1 and before[1] - before[0] <= NARROW, high - low  # known: it was told from their answers
    lower, upper = before[0], min(before[1], before[0] + NARROW)                            # as it was read
    if count <= FEW:
        return min(low, lower), max(min(low, lower), min(high, upper))
    if known and least - 100 * lower > STANDS and upper - lower <= wide:
        return lower, upper
    high = max(min(high, upper - 1), upper - STEP if known else 1, 1)
    return max(1, min(max(low, lower - STEP if known else 1), lower, high - wide)), high


def likely(book: Book, answers: Answers, names: list[str]) -> tuple[int, int]:
    """From how many to how many hundredths of a question come of screens of these names, NARROW questions apart at most; where that
    is enough, what is told between them is hardly ever off by more than OFF."""
    measured = book.progress.get(company(answers), UNMEASURED)
    about = max(0, expected(measured["hundredths"], names, len(answers.members)))
    below, above = measured["off"][min(about // 100, len(measured["off"]) - 1)]
    least, most = about + below + OFF, about + above - OFF
    if least >= most:
        return (min(max(about + 50, most), least),) * 2
    half = min(50 * NARROW, max(50, about // 3), (most - least) // 2)  # of few questions a wide range would say nothing
    middle = min(max(about + AHEAD, least + half), most - half)
    return middle - half, middle + half


def expected(hundredths: dict[str, int], names: list[str], people: int) -> int:
    """How many hundredths of a question come of screens of these names: each has its own, and everybody at home some."""
    return sum(hundredths.get(name, COMMON) for name in names) + people * hundredths.get("people", 0)


def company(answers: Answers) -> str:
    """By which of the measures of content/progress.json it is told how many questions are left: family, child, adult or elder."""
    if len(answers.members) > 1:
        return "family"
    born = answers.born.get(answers.members[0]["id"], {})
    age = born.get("age", int(born["day"][:4]) - born["year"] if "year" in born else born.get("at_least", ADULT))
    return "elder" if age >= ELDER else "adult" if age >= ADULT else "child"


def beyond(book: Book, answers: Answers, screens: list[Screen], page: list[Screen],
           before: tuple[int, int] | None = None) -> tuple[int, int]:
    """The same for somebody who fills in a topic at a time: about how many questions come after those of `page`. before: what was
    told on the page before to come after it."""
    ids = {s.id for s in page}
    open_ = [s for s in screens if s.id in ids]  # some may be answered already
    here = standing(open_) - (bool(answers.born) and not answers.gathered)
    low, high = (max(0, n - here) for n in left(book, answers, screens, before and (before[0] + 1, before[1] + 1), "paged"))
    if answers.gathered and len(screens) > FEW:  # some would have fallen away, had they not all been put at once
        weights = book.progress.get(company(answers), UNMEASURED)["hundredths"]
        high += sum(100 - min(100, max(0, weights.get(weighed(s), COMMON))) for s in open_) // 100
        low = max(low, high - NARROW)
    return (low, high) if before is None else (min(low, before[0]), min(high, before[1]))


def standing(page: list[Screen]) -> int:
    """How many questions stand on a page: of the people there it is asked when the first was born, and who else there is."""
    return len(page) + sum(s.kind == "people" for s in page)


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

