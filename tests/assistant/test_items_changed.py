"""What was summed is changed in later messages: taken out, put back, looked at alone, mended."""

from datetime import date
from uuid import uuid4

import pytest

from assistant.agent import Assistant
from assistant.arguments import check_arguments
from assistant.reply import Reply
from corpus.errors import InputError

TODAY = date(2026, 3, 1)
THREE = "昇腾合同900万、省课题600万、备案评测45万，合计能拿多少"
TWO = "甲项目省里到账320万，乙项目国家到账2600万，两个项目一共"


def ask(assistant: Assistant, *turns: str) -> Reply:
    thread = uuid4().hex
    return [assistant.ask(turn, thread=thread, as_of=TODAY) for turn in turns][-1]


def amounts(reply: Reply) -> list[tuple[str, str]]:
    return [(result.calculator, f"{result.amount_yuan:.0f}") for result in reply.calculations]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        (["备案那项先拿掉，只看算力"], [("compute_voucher", "2700000")]),
        (["课题那份作废了，剩两项多少"],
         [("compute_voucher", "2700000"), ("filing_award", "450000"), ("match_profile", "3150000")]),
        (["900万那份退租了，剔掉再加一遍"],
         [("rnd_matching", "1500000"), ("filing_award", "450000"), ("match_profile", "1950000")]),
        (["昇騰那單沒簽成，拿走重算"],
         [("rnd_matching", "1500000"), ("filing_award", "450000"), ("match_profile", "1950000")]),
        (["第二样先别算", "第二样还是加回来吧", "只看第一样"], [("compute_voucher", "2700000")]),
        (["先算算力的", "再算备案奖"], [("filing_award", "450000")]),
        (["最后那项不要了", "中间那份也取消"], [("compute_voucher", "2700000")]),
        (["备案那项先拿掉，只看算力", "研发的加回来呢"],
         [("rnd_matching", "1500000"), ("compute_voucher", "2700000"), ("match_profile", "4200000")]),
        (["算力那份取消", "还是恢复吧，但改成了进口卡"],
         [("rnd_matching", "1500000"), ("compute_voucher", "1800000"), ("filing_award", "450000"),
          ("match_profile", "3750000")]),
        (["不算课题的话呢", "要是都算呢"],
         [("rnd_matching", "1500000"), ("compute_voucher", "2700000"), ("filing_award", "450000"),
          ("match_profile", "4650000")]),
        (["备案取消了", "课题到账其实是440万"],
         [("rnd_matching", "1100000"), ("compute_voucher", "2700000"), ("match_profile", "3800000")]),
        (["课题那笔不是600，是610", "总数再报一遍"],
         [("rnd_matching", "1525000"), ("compute_voucher", "2700000"), ("filing_award", "450000"),
          ("match_profile", "4675000")]),
    ],
)  # fmt: skip
def test_what_is_left_is_calculated_anew(
    assistant: Assistant, changes: list[str], wanted: list[tuple[str, str]]
) -> None:
    reply = ask(assistant, THREE, *changes)
    assert (reply.status, amounts(reply)) == ("answered", wanted)
    assert {citation.clause for citation in reply.citations} >= {result.clause for result in reply.calculations}


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        ([TWO, "甲的立项被撤了，剔除"], "5000000"),
        ([TWO, "甲的立项被撤了，剔除", "又批下来了，恢复"], "5800000"),
        (["国家课题到账500万，上限多少", "另一个省课题到账3200万，两个项目合计呢",
          "省课题那个退出了，就剩国家那个，还能拿多少"], "1250000"),
        (["三个国家课题到账分别是400万、800万、2400万，合计能配多少", "中间那个取消了",
          "还是加回来吧，不过只到了600万"], "7500000"),
        (["Cambricon contract 2 million yuan and a national grant of 8 million yuan received, total?",
          "leave out the grant"], "600000"),
        (["仨省级课题到账50万、90万、2200万，共配多少", "最小的那个退了"], "5225000"),
        (["租国产算力300万，租进口算力700万，券一共多少", "先只看进口的"], "1400000"),
        (["甲家报价进口卡800万，乙家报价昇腾900万", "按乙那家的签，能补多少"], "2700000"),
    ],
)  # fmt: skip
def test_projects_and_contracts_are_told_apart_by_their_labels(
    assistant: Assistant, turns: list[str], wanted: str
) -> None:
    assert amounts(ask(assistant, *turns))[-1][1] == wanted


@pytest.mark.parametrize("said", ["不是同一笔钱", "费用不重叠"])
def test_costs_said_to_be_apart_add_up(assistant: Assistant, said: str) -> None:
    turns = ["创新中心审核投入1600万，认定了有团队；另外昇腾合同700万，合计多少"]
    assert amounts(ask(assistant, *turns))[-1] == ("match_profile", "5000000")
    assert amounts(ask(assistant, f"{turns[0]}，{said}"))[-1] == ("match_profile", "7100000")


def test_a_bare_number_has_the_unit_of_the_one_it_stands_against() -> None:
    said = ["到账160万，合同300万", "不是160，是610"]
    check_arguments({"received_funds_yuan": "6100000"}, said)
    with pytest.raises(InputError):
        check_arguments({"received_funds_yuan": "6100000"}, [said[0], "第610号文"])


@pytest.mark.parametrize(
    "question", ["退租的话券要不要还回去", "没签合同能不能先申请算力券", "先说说算力券什么条件", "课题那块归谁管"]
)
def test_a_question_for_something_else_changes_no_sum(assistant: Assistant, question: str) -> None:
    assert ask(assistant, THREE, question).calculations == ()


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (("两笔贷款，5000万和7000万，利率都是4%，总投资3亿，贴息多少", "只留7000万那笔"), "1050000"),
        (("两笔贷款，5000万和7000万，利率都是4%，总投资3亿，贴息多少", "小的那笔不算了"), "1050000"),
        (("总投资12亿，布局内", "工行贷了3亿，3.4%", "农行2亿，3.6%", "农行那笔先不算"), "4500000"),
        (("总投资12亿，工行贷了3亿，3.4%，农行2亿，3.6%，贴多少", "工行那笔改成4亿"), "9000000"),
        (("甲项目国家到账300万，乙项目省里到账200万，各配多少", "乙那边又到了100万"), "1500000"),
        (("甲课题到账300万，乙课题到账200万，两个独立项目，一共配多少", "甲课题被收回去50万"), "1125000"),
        (("东边机房国产合同130万，西边机房国产合同250万，一共多少", "东边那份退了30万"), "1050000"),
        (("A合同昇腾400万，B合同英伟达200万，能领多少", "B合同又加了50万"), "1700000"),
    ],
)
def test_one_of_several_is_picked_or_stepped(assistant: Assistant, turns: tuple[str, ...], wanted: str) -> None:
    reply = ask(assistant, *turns)
    assert amounts(reply)[-1][1] == wanted
