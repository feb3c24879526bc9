"""The picture of a register as charts, tables and sentences, the same for the screen and for paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from benefits.bars import Bar
from benefits.counts import LEAST, told

from ._board_lines import WAYS, apart, cells, few, headers, money, shown, yuan_bars
from ._register import Held

PAID = "实心的一段是发钱的，斜线和空框是代缴、减免、服务和贷款。"
BOTH = "按部门、地方和人分的，现金和减免都在内：有的项人少，拆开写会认出人来。"
TWICE = "给全家的一份，记在申请的人名下。有几项可能只发一份：分开看，每项都算了；合计最少的数里，只算一份。"


@dataclass(frozen=True)
class Part:
    """One chart of the picture, and the table below it where one follows. legend: what its patterns mean, if not the amounts';
    both: that cash and what is not paid out stand in it together."""

    key: str
    title: str
    bars: list[Bar]
    unit: str
    caption: str = ""
    cells: Sequence[tuple[str, ...]] = ()
    headers: tuple[str, ...] = ()
    heading: str = ""
    legend: str = ""
    both: bool = False


def sums(held: Held, word: str) -> list[str]:
    """The totals in words. word: what the eligible are called."""
    now, total = held.board.now, held.board.now.total()
    return [f"一个人（或一户）的一项，算一份。{word}的有 {told(total.n, held.real)} 份，"
            f"至少有一份的是 {told(held.board.helped(), held.real)} 户。"
            f"可能的还有 {told(total.possible, held.real)} 份，要问清才知道。",
            *(f"{way}：{few(held, now.total(pays))}。" for pays, way in WAYS.items()),
            f"发到手的钱和服务、减免不加在一起，贷款不算。另有 {told(total.none, held.real)} 份没有数，或者给的是服务。"]


def answers(held: Held, word: str) -> list[tuple[str, str, str]]:
    """What an official asks first: how much there is to see to, for whom, for how much. Question, number, beside it."""
    book, now = held.board.book, held.board.now
    cash, in_kind = (few(held, now.total(pays)) for pays in WAYS)
    yearly, _, once = cash.partition("，")
    return [("有多少项", f"{len(book.screened())} 项给个人和家庭",
             f"{len(book.organisations())} 项给单位。文件写了 {len(book.policy.departments)} 个部门和单位负责。"),
            ("多少户符合", f"{told(held.board.helped(), held.real)} 户至少有一项",
             f"登记册里共 {now.households:,} 户{share(held)}"),
            ("要花多少钱", yearly, f"这是登记册里 {now.households:,} 户合起来{WAYS['cash']}{f'，另有{once}' if once else ''}。"
             f"{WAYS['in_kind']}另算：{in_kind}。")]


def share(held: Held) -> str:
    """What part of the households of a register that is, and how many of them get cash; of real people nothing that would tell of few."""
    some, cash, of = held.board.helped(), held.board.helped("cash"), held.board.now.households
    few_of, few_cash = (held.real and any(0 < n < LEAST for n in split) for split in ((some, of - some), (cash, some - cash)))
    said = "" if few_of or not of else f"，占 {some * 100 // of}%"
    return said + ("。" if few_of or few_cash else f"。有钱发到手的 {cash:,} 户。")


def whom(held: Held) -> str:
    """Whom the document helps."""
    return f"文件帮的是：{'；'.join(kind.label for kind in held.board.book.policy.people.values())}。"


def parts(held: Held, word: str) -> Sequence[Part]:
    """The charts and tables of the picture, for the screen and for paper; of an invented register made once for everybody."""
    if held.real or held.values:
        return tuple(_parts(held, word))
    kept = held.board.kept
    return kept.get(word) or kept.setdefault(word, tuple(_parts(held, word)))


def _parts(held: Held, word: str) -> Iterator[Part]:
    now = held.board.now
    cash, in_kind = (yuan_bars(shown(held, now.by_benefit(lambda b, pays=pays: b.pays == pays and b.period != "once"))) for pays in WAYS)
    yield Part("benefit-cash", "一年多少钱（发到手的钱）", cash, "元", heading="每一项")
    yield Part("benefit-in_kind", "一年多少钱（代缴、减免或服务）", in_kind, "元", "每一项多少份、多少钱",
               cells(held, shown(held, [x for x in now.by_benefit() if x.n or x.possible])), headers(word))
    offices, ways = shown(held, now.by_department()), apart(held, now.by_department)
    totals = [replace(now.total(pays), name=f"合计：{way}") for pays, way in WAYS.items()]
    if held.real and any(0 < x.n < LEAST for x in totals):
        totals = []
    caption, heading = "各牵头部门和合计", "各部门、各地、各样的人"
    if ways:
        sums = [(x.name, told(x.n, held.real), told(x.possible, held.real), *(money(x) if way == pays else "" for way in WAYS))
                for x, pays in zip(totals, WAYS, strict=False)]
        yield Part("department-cash", "各牵头部门，一年多少钱（发到手的钱）", yuan_bars(ways["cash"].values()), "元", heading=heading)
        yield Part("department-in_kind", "各牵头部门，一年多少钱（代缴、减免或服务）", yuan_bars(ways["in_kind"].values()), "元", caption,
                   [*cells(held, offices, ways), *sums], headers(word, True))
    else:
        yield Part("department", "各牵头部门，一年多少钱（现金和减免都在内）", yuan_bars(offices), "元", caption,
                   cells(held, [*offices, *totals]), headers(word), heading, both=True)
    for dim in now.dims:
        found, ways = shown(held, now.by(dim.key)), apart(held, partial(now.by, dim.key))
        if ways:
            paid = {key: line.n for key, line in ways["cash"].items()}
            drawn = [Bar(x.name, (paid.get(x.key, 0), x.n), f"{x.n:,} 份，发钱的 {paid.get(x.key, 0):,} 份") for x in found]
        else:
            drawn = [Bar(x.name, (x.n, x.n), f"{x.n:,} 份") for x in found]
        yield Part(dim.key, f"按{dim.label}，{word}的多少份", drawn, "份", f"按{dim.label}", cells(held, found, ways),
                   headers(word, bool(ways)), legend=PAID if ways else "", both=not ways)


def beneath(found: Sequence[Part]) -> str:
    """What must be known of the numbers above."""
    return (BOTH if any(part.both for part in found) else "") + TWICE
