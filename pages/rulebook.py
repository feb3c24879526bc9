"""The rulebook: every row of the document, its rule, its numbers, its words, drawn from content/."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from benefits import load
from benefits.catalogue import amounts, audiences, both_sides, mates
from benefits.desks import window
from benefits.model import Benefit
from benefits.screen import words_of
from pages import _calculator, _door, _draw, _rules

UNITS = {"person": "个人", "household": "家庭", "organisation": "单位"}
PAYS = {"cash": "发到手的钱", "in_kind": "代缴、减免或服务，不发钱", "loan": "贷款，要还"}
PERIODS = {"month": "每月", "year": "一年", "once": "一次"}
BASES = {"exact": "文件写明了数或者算法", "at_least": "文件写“不低于”，给的是下限",
         "at_most": "文件写“最多”“不超过”，按实际发生算", "local": "文件没写数，各地自己定", "in_kind": "不发钱"}
ALL, ORGANISATION = "全部", "organisation"


def listing(only: str = "") -> None:
    """All rows, to be narrowed by people, clause, department or a word. only: the units shown, such as those of organisations."""
    book = load()
    rows = [b for b in book.benefits.values() if not only or b.unit == only]
    _draw.arrive(f"rulebook {only}", "单位可享" if only == ORGANISATION else "政策逐项看")
    if only == ORGANISATION:
        units(rows)
        return
    named = "、".join(f"{d.title}（{d.number}）" for d in (book.policy, *book.documents))
    _draw.plain(f"{named}里的待遇，共 {len(rows)} 项。每一项都写明条件、钱数和出自哪一句。")
    word = st.text_input("找一个词", key="find", placeholder="如 高龄、学费、残疾")
    people = audiences(book)
    group = st.selectbox("给哪些人", [ALL, *people, UNITS[ORGANISATION]], key="people", filter_mode=None)
    clauses = dict.fromkeys(b.article for b in sorted(rows, key=lambda b: (book.document(b) is not book.policy, b.clause)))
    clause = st.selectbox("哪一条", [ALL, *clauses], key="clause", filter_mode=None)
    offices = [ALL, *dict.fromkeys(d for b in rows for d in b.departments)]
    office = st.selectbox("哪个部门", offices, key="office", filter_mode=None)
    whose = people.get(group, {b.id for b in rows if group == ALL or b.unit == ORGANISATION})
    found = [b for b in rows if b.id in whose and clause in (ALL, b.article) and (office == ALL or office in b.departments)
             and all(part in _text(b) for part in word.split())]
    _draw.header(f"找到 {len(found)} 项")
    with st.container(key="rows"):
        for b in found:
            link(b)
        st.page_link("pages/rulebook.py", label="单位可享：企业和机构看这里", query_params={"for": ORGANISATION})


def link(b: Benefit) -> None:
    label = _draw.bare(f"{b.article}　{b.name}（{UNITS[b.unit]}）")
    st.page_link("pages/rulebook.py", label=label, query_params={"row": b.id})


def units(rows: list[Benefit]) -> None:
    """What employers and institutions may have: first what can be worked out."""
    _draw.plain(f"给企业、学校和机构的，一共 {len(rows)} 项。")
    for title, key, found in (("填几个数就能算", "count", [b for b in rows if b.calculator]),
                              ("算不出数的", "rest", [b for b in rows if not b.calculator])):
        _draw.header(f"{title}（{len(found)} 项）")
        with st.container(key=f"rows-{key}"):
            for b in found:
                st.page_link("pages/rulebook.py", label=_draw.bare(f"{b.name}：{b.gives}"), query_params={"row": b.id})
    st.page_link("pages/rulebook.py", label="回到全部待遇")


def _text(b: Benefit) -> str:
    return " ".join((b.id, b.name, b.plain, b.summary, b.gives, *(c.words for c in b.quote)))


def one(b: Benefit) -> None:
    """Everything about one row."""
    book = load()
    words = words_of(book)
    _draw.arrive(f"rulebook {b.id}", b.name)
    _draw.plain(b.plain)
    _draw.plain(b.summary)
    first = window(book, b)
    origin = f"文件写的 {_draw.cited(b.first_stop.law)}" if b.first_stop else "我们的建议，文件没写"
    _draw.bullets([f"给谁：{UNITS[b.unit]}", f"给什么：{b.gives}", f"怎么给：{PAYS[b.pays]}", f"先找谁：{first.where}〔{origin}〕",
                   f"牵头部门：{'、'.join(b.departments)}"])

    _draw.header("条件")
    if b.unit == "organisation":
        _draw.plain("这一项给单位，不逐户判断。")
        st.html(_rules.requirements(b))
    else:
        st.html(_rules.conditions(book, b))
        sides = both_sides(book, b)
        if sides:
            _draw.subheader("正好在线上的，算不算")
            _draw.bullets(sides)

    if b.calculator is not None:
        _calculator.calculator(b)

    _draw.header("钱数")
    if b.amount is None:
        _draw.plain(BASES[b.basis] + "。")
    else:
        cases = amounts(book, b)
        _draw.plain(f"{PERIODS.get(b.period or '', '一共')}：" + (f"{cases[0][1]}。" if len(cases) == 1 else ""))
        if len(cases) > 1:
            _draw.bullets(f"{when}：{said}" for when, said in cases)
            _draw.small("从上往下看，先符合哪一条，就按哪一条。")
        if b.months_paid:
            _draw.plain(f"最多付几个月：{words.formula(b.months_paid, b.limits)}。")
        _draw.small(BASES[b.basis] + "。")
    if b.group:
        _draw.plain(f"同类的只给最高的一份〔{_draw.cited(book.policy.stacking[b.group].law)}〕。")
    if b.may_overlap:
        _draw.plain(book.policy.overlap[b.may_overlap])
    beside = mates(book, b)
    if beside:
        _draw.subheader("和这几项有关")
        with st.container(key="rows-beside"):
            for other in beside:
                link(other)
    for parameter in _rules.parameters(b, book):
        _draw.subheader(f"用到的标准：{parameter.label}")
        if parameter.plain:
            _draw.plain(parameter.plain)
        if parameter.formula is not None:
            _draw.plain(f"算法：{words.formula(parameter.formula, {})}")
        steps = _rules.steps(book, parameter)
        if steps:
            st.table(pd.DataFrame(steps).map(_draw.bare), hide_index=True, border="horizontal", alt=f"{parameter.label}的数")
        elif parameter.formula is None:
            _draw.plain(f"没有查到，由{parameter.publisher}公布。算不出的就不算。")

    _draw.header("原文")
    st.html(_draw.quotes(b))
    _draw.small(f"依据的句子：{'、'.join(b.sentences)}（{book.document(b).number}）")
    if b.notes:
        _draw.header("说明")
        _draw.bullets(b.notes)
    st.page_link("pages/rulebook.py", label="回到全部待遇")


_door.enter()
row = st.query_params.get("row")
if row in load().benefits:
    one(load().benefits[row])
else:
    if row:
        st.info(f"没有“{escape(row[:40])}”这一项，下面是全部待遇。")
    listing(ORGANISATION if st.query_params.get("for") == ORGANISATION else "")
