"""How the rules were checked, how often, and what nobody can know from the document alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from benefits import load
from benefits.gaps import doubtful, left_to_departments, parameters, without_figure
from benefits.report import changed_since, named, report
from pages import _door, _draw, _state

_door.enter()
book = load()
areas = book.policy.areas
measured = report() or {}
STATES = {"official": "官方公布", "reported": "不是官方原件", "stale": "最后查到的数", "none": "没有查到"}


def many(n: int) -> str:
    """A count as it is said, ready for its measure word: “1.9 亿”, “12 万”, “1,402 ”."""
    return f"{n / 1e8:.1f} 亿" if n >= 1e8 else f"{n // 10000} 万" if n >= 100_000 else f"{n:,} "


def briefly(where: list[str], everywhere: list[str]) -> str:
    """Some of the areas, by those that are left out where that is shorter."""
    others = [area for area in everywhere if area not in where]
    return "各地都是" if not others else f"{'、'.join(others)}以外各地" if len(others) < len(where) else "、".join(where)


def compared(form: dict[str, Any]) -> list[str]:
    """What one form of the comparison came to."""
    return [
        f"编出 {many(form['households'])}户人家：一口到十二口人，十三个地方都有，有的情况故意不说。软件和独立读本各判一次，"
        f"比了 {many(form['determinations'])}个结论，算不算、多少钱都要一样。不一样的：{form['difference_count']} 个。",
        f"只说了一半情况的人家，把没说的补齐再判，比了 {many(form['completions'])}次。能领变成不符合，不符合变成能领，"
        f"或者钱数跑出先前的范围，都算错。错的：{form['flip_count']} 次。",
        f"判成不符合 {many(form['refusals'])}次，每次都要有文件的原话撑着。没有的：{form['groundless_count']} 次。"]


def spaces(walk: dict[str, Any]) -> None:
    """Row by row, how many combinations there are and how many were tried."""
    lines = []
    with st.expander("逐项看配了多少种"):
        for row, one in walk["by_row"].items():
            tried = "都配过了" if one["complete"] else f"抽了 {many(one['walked'])}种"
            lines.append(f"{named(book, row)}：一共 {many(one['space'])}种，{tried}")
        _draw.bullets(lines)


_draw.arrive("accuracy", "准不准，怎么查的")

short, long = measured.get("short"), measured.get("long")
_draw.header("查过什么，查了多少")
if short is None:
    _draw.plain("这一版还没有出报告。")
else:
    _draw.plain(f"除了软件里的规则，还有一份独立读本：只看文件，把个人和家庭的 {len(book.screened())} 项规定另写了一遍。两份对着查。")
    walk, days, cases = measured.get("walk") or short["walk"], short["days"], short["named"]
    _draw.bullets([
        *compared(long or short),
        f"一项一项查：这项规定看哪几样情况，就把每样的每种回答（也有“不清楚”）都配一遍。{walk['rows']} 项里 {walk['complete']} 项配完了，"
        f"别的太多，抽着配，一共 {many(walk['walked'])}种。不一样的：{walk['difference_count']} 种。",
        f"一天一天查：文件生效前一个月，到失效后一个月，{days['days']:,} 天，{days['households']} 户人家天天判。"
        f"不一样的：{days['difference_count']} 个。",
        f"写明该怎么判的人家 {cases['cases']:,} 户（五口以上 {cases['large_cases']} 户），照文件写的小故事 {cases['vignettes']} 个。"
        f"判错的：{cases['failed_count']} 个。里面判成不符合 {many(cases['refusals'])}次，没有原话的：{cases['groundless_count']} 次。",
        f"小故事只看文件先判了 {cases['verdicts']} 次，和软件不同的 {cases['explained_verdicts']} 次，每次都写了原因。",
        *(f"反过来查：故意把规则改坏 {m['tried']:,} 处，一次一处。{m['killed']:,} 处被发现，"
          f"{m['equivalent']} 处改了也没有分别，没发现的：{m['left']} 处。" for m in [measured.get("mutation")] if m)])
    spaces(walk)

_draw.header("查的是不是现在的规则")
if long is None:
    _draw.plain("大的那次还没有比。上面是每次改完都比的一次。")
else:
    changed = [named(book, name) for name in changed_since(book, long["rules"])]
    day = date.fromisoformat(long["measured_on"])
    _draw.plain(f"{many(long['households'])}户是 {day.year} 年 {day.month} 月 {day.day} 日比的。"
                + (f"那以后改过这些，还没有重新比这么多户：{'、'.join(changed)}。" if changed else "那以后规则没有改过。"))
    if short is not None:
        _draw.plain(f"每次改完都再比一次，最近一次 {many(short['households'])}户，不一样的 {short['difference_count']} 个。")

if "decisions" in measured:
    d = measured["decisions"]
    _draw.header("两份读得不一样的，怎么定的")
    _draw.plain(f"起先有 {d['all']} 处读得不一样，一处一处回到原文定。{d['reading']} 处软件的读法站得住，改了独立读本；"
                f"{d['rules'] + d['both']} 处照原文改了软件。"
                "改过的地方，两份相同只说明照定下来的写对了；没改过的，才是两份各自读出来的一样。")
    with st.expander("逐处看"):
        _draw.bullets(f"{named(book, what)}（第 {sentence} 句）。软件：{software}。独立读本：{reading}。定：{decision}。"
                      for what, sentence, software, reading, decision in d["table"])

_draw.header("要部门定的")
_draw.plain("这些文件只说“可以”“鼓励”，或者让各地自己定，所以最多是“可能”：")
_draw.bullets(f"{b.name}（{'、'.join(b.departments)}）" for b in left_to_departments(book))
_draw.plain("这些给钱，但文件没写数，也没写怎么算：")
_draw.bullets(f"{b.name}（{'、'.join(b.departments)}）" for b in without_figure(book))

_draw.header("一句话有两种读法的")
_draw.plain("拿不准的，算“可能”，或者两个数都写出来：")
with st.expander("逐项看"):
    _draw.bullets(f"{b.name}〔{'、'.join(b.sentences)}〕：{'；'.join(said)}" for b, said in doubtful(book))

_draw.header("还缺官方数字的标准")
_draw.plain("下面按今天的日期说。没有查到的不编数，只写公式。")
lines = []
for state in parameters(book, _state.today()):
    if set(state.by_area.values()) == {"official"}:
        continue
    places: dict[str, list[str]] = {}
    for area, how in state.by_area.items():
        places.setdefault(how, []).append(areas[area])
    told = "；".join(f"{STATES[how]}：{briefly(where, [areas[a] for a in state.by_area])}" for how, where in places.items())
    lines.append(f"{state.parameter.label}：{told}。该由{state.parameter.publisher}公布。")
_draw.bullets(lines)

if "areas" in measured:
    _draw.header("各地算得出数的有多少")
    _draw.plain("同一批编出来的人家，放到各地去判。能领、该给钱的，按 2025 年 6 月 1 日：")
    alike: dict[tuple[int, ...], list[str]] = {}
    for area, n in measured["areas"].items():
        alike.setdefault((n["payable"], n["exact"], n["bound"], n["none"]), []).append(areas[area])
    _draw.bullets(f"{'、'.join(where)}：{payable:,} 次里，有准数的 {exact * 100 // payable}%，有范围的 {bound * 100 // payable}%，"
                  f"没有数的 {none} 次。" for (payable, exact, bound, none), where in alike.items())
