"""Several independent enterprises: each has caps of its own; one enterprise's contracts never become several's."""

from datetime import date
from uuid import uuid4

import pytest

from assistant.agent import Assistant
from assistant.offline.enterprises import several_enterprises
from assistant.reply import Reply

TODAY = date(2026, 3, 1)
SISTERS = "姐妹公司俩：大的那家国家重点研发到账1720万，小的那家省级重点研发到账236万"
CLIENTS = "代账的，手里两家客户：甲家省重点研发到账300万，乙家到账2400万"
OWNED = "老板名下有两家公司，A公司租昇腾1500万，B公司租英伟达500万，各自申报，合计"


def ask(assistant: Assistant, *turns: str) -> Reply:
    thread = uuid4().hex
    return [assistant.ask(turn, thread=thread, as_of=TODAY) for turn in turns][-1]


def amounts(reply: Reply) -> list[str]:
    return [f"{result.amount_yuan:.0f}" for result in reply.calculations]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("老闆名下兩家各自獨立的公司，一家租國產算力花4000萬，另一家租國產算力花1000萬，兩家一共封頂多少",
         ["8000000", "3000000", "11000000"]),
        ("三家公司各租了昇腾3000万，一共能领多少券", ["8000000", "8000000", "8000000", "24000000"]),
        ("母公司备案测评花了70万，子公司备案测评花了30万，两个公司合计奖多少", ["500000", "300000", "800000"]),
        ("兄弟公司两家，甲公司租昇腾500万还有省课题到账400万，乙公司租H800 600万，两家总共",
         ["1500000", "1000000", "1200000", "3700000"]),
        ("集团下面两家企业都有贷款，一家总投2亿贷1亿利率3%，一家总投8亿贷7亿利率3%，一年贴息合计",
         ["1500000", "10000000", "11500000"]),
        ("Two separate companies: one rents Ascend for 40 million yuan, the other rents Ascend for 10 million yuan. "
         "Total voucher at most?", ["8000000", "3000000", "11000000"]),
    ],
)  # fmt: skip
def test_each_enterprise_has_caps_of_its_own(assistant: Assistant, question: str, wanted: list[str]) -> None:
    reply = ask(assistant, question)
    assert (reply.status, amounts(reply)) == ("answered", wanted)
    assert "各自独立申报" in reply.text or "各自獨立申報" in reply.text


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        ([SISTERS, "先说大的，市里最多给多少"], "4300000"),
        ([SISTERS, "先说大的，市里最多给多少", "小的呢"], "590000"),
        ([OWNED, "B公司那份不要了"], "4500000"),
        ([OWNED, "B公司那份不要了", "B公司的又签上了，改成国产卡"], "6000000"),
        ([OWNED, "小的那家改成1200万呢"], "6900000"),
        ([CLIENTS, "乙家市里能配多少"], "5000000"),
        ([CLIENTS, "乙家市里能配多少", "甲家呢"], "750000"),
        (
            ["集团下面两家独立法人都要买国产算力训练，大的签3000万，小的签1500万", "它俩各算各的，合起来最多拿多少券"],
            "12500000",
        ),
        (["三份国产算力合同：A 100万，B 200万，C 300万，合计多少", "第二份单独能补多少？老板只问这一份"], "600000"),
    ],
)
def test_one_of_several_enterprises_is_looked_at_taken_out_and_mended(
    assistant: Assistant, turns: list[str], wanted: str
) -> None:
    assert amounts(ask(assistant, *turns))[-1] == wanted


@pytest.mark.parametrize(
    "question",
    [
        "跟两家智算中心签了合同，一家昇腾2000万，另一家昇腾1500万，能领多少券",
        "从两家公司租了国产算力，一家2000万，一家1500万，一共补多少",
    ],
)
def test_several_suppliers_are_no_several_enterprises(assistant: Assistant, question: str) -> None:
    assert not several_enterprises(question)
    assert amounts(ask(assistant, question)) == ["8000000"]


def test_what_may_not_be_added_up_is_told_one_by_one(assistant: Assistant) -> None:
    reply = ask(assistant, "两个国家课题分别到账400万、3200万，创新中心审定1500万，一共多少")
    assert (reply.status, amounts(reply)) == ("answered", ["1000000", "5000000", "5000000"])
    assert "不能直接相加" in reply.text
