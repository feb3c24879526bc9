"""How the desk and the board are used, in the words of those who work with them."""

from __future__ import annotations

import streamlit as st

from benefits import load
from benefits.counts import LEAST
from benefits.listing import heading_word

from . import _draw, _state
from ._desk_print import MOST

DESK = (
    "一户一个代号。代号是谁，您自己写在纸上，不要放进电脑。",
    "“问一户”是当面问。先念给对方听，对方同意了再问。",
    "“把名册放进来”要用表格。可以先存空表，照着填。",
    "表里写“配偶”“低保户”“鹿城区”“二级”，都认得。认不出的，会说在哪一行，怎么改。",
    "写错一格，那一户先不放进来，别的照收。改好再放一次就行。",
    "排在前面的先去：刚{word}的，90 天内有变的，没领的钱多的。",
    "{word}，是按填的看，条件都够了。可能，是还差几样没问清。都不是批准，部门认定才算。",
    "不知道的空着，不要猜。空着不会当成没有。",
    f"打印一次最多 {MOST} 户。可以全在一个文件里，也可以一户一个文件。",
    "关掉页面就什么都没有了。收工以前存“工作台文件”，下次放进来接着用。",
    "工作台文件里有住户的情况。不要发给别人，用完删掉。",
    "本单位有自己的标准，可以在政策看板的“标准”里放进来。变了的户都会写明。")
BOARD = (
    "登记册：看每一项有多少人，一年多少钱。没放自己的表以前，人都是编的，不能当统计用。",
    "自己的表只在这次打开的页面里用，关掉就没有了。不收姓名、证件号、电话。",
    "一份，是一个人（或一户）的一项。一个人有三项，就是三份。",
    "钱有最少和最多两头。只写“至少”的没有上限；没有数的项，钱里不算它。",
    "贷款要还，不算在钱里。发到手的钱，和代缴、减免的，分开算。",
    f"真实的登记册，少于 {LEAST} 的数合在一起或者不写，免得认出人来。",
    "改了会怎样：改一个数，看差多少人、多少钱。只是试算，规定没有变。标准可以只改一个地方的。",
    "收入和补助：收入一步步往上，补助会怎样少。看的是一户样例人家。",
    "社会力量：文件没写数、要一户一户商量的，按项目和地方数。",
    "逐句交代：文件的每一句落在哪里。责任清单：每个部门管什么，该公布什么。",
    "标准：哪些数还没公布。本单位的数可以放进来试，用到的地方都写明没有核对。",
    "每个数都能点到规定和原文。每张表都能存成表格。登记册还能存成纸（PDF），拿去开会。")


def guide(lines: tuple[str, ...]) -> None:
    word = heading_word(load(), "eligible", load().policy.term(_state.today()))
    with st.expander("怎么用"):
        _draw.bullets(line.format(word=word) for line in lines)
