"""Questions whose words could as well ask for something else: a who, a comparison, a few words on the last clause."""

from datetime import date

import pytest

from assistant.agent import Assistant
from assistant.offline.pick import figures_of
from assistant.reply import Status

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("turns", "status", "first", "told"),
    [
        (("备案得满足什么条件",), "answered", "m04", "要获得中央网信办"),
        (("网站备案得满足什么条件",), "out_of_scope", "", "没有依据"),
        (("房租减免的钱是补给谁的",), "answered", "m11", "租金减免"),
        (("Do the districts give rent relief?",), "answered", "m11", "租金减免"),
        (("What does measure 11 ask the districts to do?", "And the funds, who should they back?"),
         "answered", "m11", "天使投资"),
        (("贴息跟算力券可以同时享受不",), "answered", "closing", "不重复"),
        (("Compare the voucher and the interest subsidy",), "answered", "m02", "扩容“算力券”发放"),
        (("Which measures give no money?",), "answered", "m06", "第(十四)条"),
        (("听说买算力改成六折了",), "answered", "m03", "没有您说的六折"),
        (("Is the 30% guaranteed?",), "answered", "closing", "最高标准"),
        (("算力券归哪个局", "网址呢"), "not_stated", "m03", "网址"),
        (("封顶五百万的一共几条", "分别归谁"), "answered", "m01", "第(八)条"),
        (("备案奖归谁", "那开源的呢"), "answered", "m05", "由市经信局负责"),
        (("第十二条讲什么", "上一条", "再上一条归谁管"), "answered", "m10", "市投资促进局"),
        (("last chapter please", "who is responsible for the first of these?"), "answered", "m12", "市委人才办"),
        (("科技局和网信办各管哪条",), "answered", "m01", "第(四)条"),
        (("REITs要多大体量才能发",), "not_stated", "m02", "没有写明"),
        (("模型评测找哪家机构做",), "not_stated", "m04", "名单"),
        (("Are foreign GPUs covered at a lower rate?",), "answered", "m03", "20%"),
        (("Support for technical heads of world-famous companies?",), "answered", "m12", "世界知名企业"),
        (("Are the amounts fixed or maximum?",), "answered", "closing", "最高标准"),
        (("Which measure pays the most money?",), "answered", "m02", "第(二)条"),
        (("Who is on the jury for the open source award?",), "not_stated", "m05", "由谁评审"),
        (("写“择优”的有哪几条",), "answered", "m02", "第(八)条"),
        (("人社局和教育局一起负责的有哪些条",), "answered", "m14", "第(十四)条"),
        (("算力卷怎么领,要跑几趟,找谁办",), "partial", "m03", "由市经信局负责"),
        (("What's in part four?",), "answered", "m09", "第(十一)条"),
        (("有效期到哪天？到期还能续吗？",), "partial", "closing", "会不会延长"),
        (("是不是国家级项目才给配套，省里的不算",), "answered", "m01", "国家或省"),
    ],
)  # fmt: skip
def test_a_question_is_taken_as_it_is_meant(
    assistant: Assistant, turns: tuple[str, ...], status: str, first: str, told: str
) -> None:
    for turn in turns:
        reply = assistant.ask(turn, thread="".join(turns), as_of=TODAY)
    assert reply.status is Status(status), reply.text
    assert [citation.clause.partition("/")[2] for citation in reply.citations][:1] == ([first] if first else [])
    assert told in reply.text


def test_an_amount_is_told_once(assistant: Assistant) -> None:
    reply = assistant.ask("是不是国家级项目才给配套，省里的不算", as_of=TODAY)
    assert reply.text.count("25%") == 1


@pytest.mark.parametrize(
    ("said", "shares"), [("打七折", ["30%"]), ("八五折", ["15%"]), ("6折", ["40%"]), ("打折叠", [])]
)
def test_a_discount_is_the_share_that_is_left(said: str, shares: list[str]) -> None:
    assert [value for _, value in figures_of(said)] == shares
