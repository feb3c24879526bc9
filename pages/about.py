"""What this is and is not, what becomes of the answers, how amounts are counted, how the document is accounted for."""

from __future__ import annotations

import streamlit as st

from benefits import load
from benefits.explain import written
from benefits.gaps import parameters
from benefits.ledger import KINDS, ledger, unaccounted
from benefits.listing import heading_word
from pages import _check, _door, _draw, _state

_door.enter()
book = load()
policy, privacy = book.policy, book.wording["privacy"]
published = len(parameters(book, _state.today()))
DAY = "{0.year} 年 {0.month} 月 {0.day} 日"

_draw.arrive("about", "说明和隐私")

_draw.header("这是什么")
_draw.bullets([
    "按一份市政府文件，看一户人家可能有哪些帮扶。是自查，不是审批。",
    "查一查，不等于申请了，也不是部门的答复。能不能领、领多少，以部门认定为准。",
    "结果不对，或者拿不准，打 12345，或者问乡镇（街道）、村社。"])

_draw.header("依据和期限")
_draw.bullets([
    f"{policy.title}（{policy.number}）。",
    f"文件从 {DAY.format(policy.starts)}起施行，到 {DAY.format(policy.ends)}为止〔{written(c.sentence for c in policy.term_law)}〕。",
    "过了期的，照原来的规定算，旁边写着已到期。还办不办，要问部门。",
    f"有 {published} 个标准（如低保标准），文件没写数，由部门公布。每个数都写着是哪里、哪天、从哪里查到的。没见到官方原件的，旁边会说。",
    f"另外 {len(book.parameters) - published} 个标准，文件写了数，或者写了怎么算。"])

_draw.header("您填的去了哪里")
_draw.bullets([
    *privacy["never"], privacy["kept"], privacy["how"]])
if _state.visit().open is not None:
    _check.clear_button()

_draw.header("结果里的词")
_draw.bullets([
    f"{heading_word(book, 'eligible', policy.term(_state.today()))}：按您填的，文件写的条件都够了。",
    "可能：还有几样没弄清，或者要部门看情况定。",
    "这次不符合：您填的有一样，和文件写的条件对不上。是哪一样，会写着。",
    "写着“文件第几条第几句”的，理由就出自那一句。",
    "写着“我们推断的”，是文件没写，我们看着该这样。光凭这个，不会说您不符合。",
    "选“不清楚”的，当作还不知道，不当作没有。"])

_draw.header("钱怎么算")
_draw.bullets([
    "发到手的钱、服务和减免、要还的贷款，各算各的，不加在一起。",
    "写“至少”的，可能更多；写“最多”的，看实际花了多少；写几元到几元的，有的事还没弄清，在这中间。",
    "一年的数，是情况不变的话，十二个月一共多少。只给一次的，另外算。",
    "文件说同类的只给最高一份的，就只算最高的那份。",
    "查不到标准的，只写怎么算，不编数。"])

_draw.header("文件的每一句")
entries = ledger(book)
counts = {kind: sum(e.kind == kind for e in entries) for kind in KINDS}
_draw.plain(f"文件有 {len(entries)} 句，每一句落在哪里都写着：" + "，".join(f"{KINDS[k]} {n} 句" for k, n in counts.items() if n) + "。"
            if not unaccounted(book) else f"文件有 {len(entries)} 句，还有没写落在哪里的。")
_draw.plain(f"待遇 {len(book.benefits)} 项：个人和家庭 {len(book.screened())} 项，单位 {len(book.organisations())} 项。")
with st.expander("逐句看"):
    _draw.bullets(f"{e.sentence} {e.opens}……：{KINDS.get(e.kind or '', '没有交代')}。{e.note}" for e in entries)
st.page_link("pages/rulebook.py", label="看每一项待遇的规定")
st.page_link("pages/accuracy.py", label="看准不准，怎么查的")
st.page_link("pages/board.py", label="政策看板：给部门和办事人员看")
