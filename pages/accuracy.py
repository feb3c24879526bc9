"""How the rules were checked, how often, and what nobody can know from the document alone."""

from __future__ import annotations

import streamlit as st

from benefits import load
from benefits.gaps import doubtful, left_to_departments, parameters, without_figure
from benefits.report import report
from pages import _door, _draw, _state

_door.enter()
book = load()
areas = book.policy.areas
measured = report()
STATES = {"official": "官方公布", "reported": "不是官方原件", "stale": "最后查到的数", "none": "没有查到"}

_draw.arrive("accuracy", "准不准，怎么查的")

_draw.header("查过什么，查了多少")
if measured is None:
    _draw.plain("这一版还没有出报告。")
else:
    m = measured
    _draw.bullets([
        f"另有一份读本，只照文件把 {len(book.screened())} 项规定独立写了一遍。随机编 {m['households']:,} 户人家，两边各判一次，"
        f"比了 {m['determinations']:,} 个结论，说不清的不同有 {m['difference_count']} 个。",
        "两边起先有七十多处读得不一样，逐处回到句子定了哪一边对。改过的地方两边相同，只说明照定下来的读法写对了；"
        "没改过的地方，才是两份各自读出来的一样。",
        f"只知道一半情况的人家，把没说的补齐再判，比了 {m['completions']:,} 次：能领和不符合互相翻转的，或者钱数跑出原来范围的，"
        f"有 {m['flip_count']} 次。",
        f"判成不符合的 {m['refusals']:,} 次里，没有文件原话撑着的有 {m['groundless_count']} 次。",
        f"写明该怎么判的人家 {m['cases']:,} 户（五口以上 {m['large_cases']:,} 户），不对的 {len(m['failed_cases'])} 户。",
        f"照文件写的小故事 {m['vignettes']} 个，逐项判了 {m['verdicts']} 次，和软件不同、已说明原因的 {m['explained_verdicts']} 次。"])

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
for state in parameters(book, _state.today()):
    if set(state.by_area.values()) == {"official"}:
        continue
    places: dict[str, list[str]] = {}
    for area, how in state.by_area.items():
        places.setdefault(how, []).append(areas[area])
    told = "；".join(f"{STATES[how]}：{'各地都是' if len(where) == len(state.by_area) else '、'.join(where)}"
                    for how, where in places.items())
    _draw.bullets([f"{state.parameter.label}：{told}。该由{state.parameter.publisher}公布。"])

if measured is not None:
    _draw.header("各地算得出数的有多少")
    _draw.plain("编出来的人家里，能领、该有钱数的项目，有多少算得出数或老实的范围（按 2025 年 6 月 1 日）：")
    _draw.bullets(f"{areas[area]}：{n['payable']} 项里 {n['known']} 项（{n['known'] * 100 // max(1, n['payable'])}%）"
                  for area, n in measured["areas"].items())
