"""Several measures with their amounts in one message: each calculated and cited, then added up; and what follows."""

from datetime import date

import pytest

from assistant.agent import Assistant
from assistant.reply import Reply

TODAY = date(2026, 3, 1)


def ask(assistant: Assistant, *turns: str) -> Reply:
    thread = "sums " + " ".join(turns)
    return [assistant.ask(turn, thread=thread, as_of=TODAY) for turn in turns][-1]


def amounts(reply: Reply) -> dict[str, str]:
    return {result.calculator: f"{result.amount_yuan:.0f}" for result in reply.calculations}


def total(total: int, **parts: int) -> dict[str, str]:
    return {**{name: str(part) for name, part in parts.items()}, "match_profile": str(total)}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("①省课题到账880万 ②A800算力合同250万，两项各补多少",
         total(2700000, rnd_matching=2200000, compute_voucher=500000)),
        ("（1）昇腾合同200万（2）备案评测费28万（3）国家课题到账1000万，各多少，总数呢",
         total(3380000, rnd_matching=2500000, compute_voucher=600000, filing_award=280000)),
        ("機房（總投1.5億、合作銀行貸4000萬、利率4%、一年）的貼息，跟省課題到帳320萬的配套，各是多少",
         total(1400000, rnd_matching=800000, loan_interest=600000)),
        ("算力券和研发配套各能拿多少：寒武纪算力700万、国家课题到账2800万",
         total(7100000, rnd_matching=5000000, compute_voucher=2100000)),
        ("新建算力基地总投3亿，贷款2亿，利率3.6%，一年息720万；国家重点研发那边实到900万。贴息一年加研发资助，加总是多少",
         total(5250000, rnd_matching=2250000, loan_interest=3000000)),
        ("Cambricon compute contract 2 million yuan and a national grant of 8 million yuan received: in total?",
         total(2600000, rnd_matching=2000000, compute_voucher=600000)),
    ],
)  # fmt: skip
def test_each_is_calculated_cited_and_added_up(assistant: Assistant, question: str, wanted: dict[str, str]) -> None:
    reply = ask(assistant, question)
    assert amounts(reply) == wanted
    assert {citation.clause for citation in reply.citations} >= {result.clause for result in reply.calculations}


def test_two_matters_told_one_by_one_are_summed(assistant: Assistant) -> None:
    turns = [
        "创新中心（市级、未来产业、已认定、团队全）今年审定投入1100万",
        "另一摊子事：别的研发课题国家拨款到账480万，跟创新中心的花销不重叠",
    ]
    wanted = total(6200000, rnd_matching=1200000, innovation_platform=5000000)
    assert amounts(ask(assistant, *turns, "两项今年总共能要到多少")) == wanted


def test_what_was_said_in_one_message_is_summed_in_the_next(assistant: Assistant) -> None:
    turns = ["研发配套和算力券，省课题到账2400万、昇腾合同3000万，能拿多少", "一共呢"]
    assert amounts(ask(assistant, *turns))["match_profile"] == "13000000"


@pytest.mark.parametrize(
    ("change", "sum_of_all"),
    [
        ("课题那笔写错了，到账是160万，重新各报一遍", "1900000"),
        ("合同改成900万", "3200000"),
        ("如果是进口卡呢", "1500000"),
        ("另外备案评测费40万，加上呢", "2400000"),
    ],
)
def test_a_sum_takes_corrections_what_ifs_and_additions(assistant: Assistant, change: str, sum_of_all: str) -> None:
    turns = ["租昇腾500万、省课题到账200万，各能拿多少", change]
    assert amounts(ask(assistant, *turns))["match_profile"] == sum_of_all


def test_several_projects_beside_another_measure(assistant: Assistant) -> None:
    reply = ask(assistant, "两个国家课题分别到账400万、3200万，寒武纪合同600万，一共多少")
    assert [f"{result.amount_yuan:.0f}" for result in reply.calculations] == [
        "1000000",
        "5000000",
        "1800000",
        "7800000",
    ]
    assert "算力券：最高 1,800,000 元" in reply.text


def test_a_measure_whose_condition_fails_is_named_with_it(assistant: Assistant) -> None:
    reply = ask(assistant, "机房总投2000万、贷款1500万、利率4%，另外省课题到账360万，各补多少")
    assert amounts(reply) == {"rnd_matching": "900000"}
    assert "得不到，没有达到项目总投资门槛" in reply.text


@pytest.mark.parametrize(
    "question", ["研发投入1200万，科技部给了700万，市里配多少", "我们自己研发花了900万，国家课题到账700万"]
)
def test_what_was_spent_beside_what_came_in_is_no_second_matter(assistant: Assistant, question: str) -> None:
    assert amounts(ask(assistant, question)) == {"rnd_matching": "1750000"}


def test_one_measure_with_two_amounts_is_no_sum_of_measures(assistant: Assistant) -> None:
    assert amounts(ask(assistant, "国产机房900万+进口卡600万，补贴合计多少")) == {"compute_voucher": "3900000"}


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (["省课题进账520万、工厂质检方案被评为首次应用优秀方案、海光合同150万，共计多少"],
         total(6750000, rnd_matching=1300000, compute_voucher=450000, demonstration_award=5000000)),
        (["首次应用优秀方案拿下了，省课题另外到账一百二十万，封顶加一起"],
         total(5300000, rnd_matching=300000, demonstration_award=5000000)),
        (["昇腾合同1,200万、省课题到账400万，合计", "还有首次应用的方案也选上了，三样一共多少"],
         total(9600000, rnd_matching=1000000, compute_voucher=3600000, demonstration_award=5000000)),
        (["省课题进账520万、方案被评为首次应用优秀方案、海光合同150万，共计多少", "要是方案没评上呢"],
         total(1750000, rnd_matching=1300000, compute_voucher=450000)),
    ],
)  # fmt: skip
def test_an_award_without_a_figure_is_summed_with_the_rest(
    assistant: Assistant, turns: list[str], wanted: dict[str, str]
) -> None:
    reply = ask(assistant, *turns)
    assert amounts(reply) == wanted
    assert {citation.clause for citation in reply.citations} >= {result.clause for result in reply.calculations}


@pytest.mark.parametrize(
    ("turns", "low", "high"),
    [
        (["备案下来了，测评18万", "开源那个奖我们也拿到名额了，两个加一块呢"], 380000, 1180000),
        (["首次应用奖和开源奖都有我们，合计最多"], 5200000, 6000000),
        (["开源社区奖评上了；另外昇腾单子340万。统共能有多少"], 1220000, 2020000),
    ],
)
def test_an_award_between_two_amounts_makes_the_sum_a_range(
    assistant: Assistant, turns: list[str], low: int, high: int
) -> None:
    found = ask(assistant, *turns).calculations[-1]
    assert found.range_yuan is not None and [int(end) for end in found.range_yuan] == [low, high]


def test_costs_that_no_measure_is_for_are_left_out_and_named(assistant: Assistant) -> None:
    reply = ask(assistant, "租海光算力花了260万，省课题到账80万，还办了场选手大赛花掉90万，食堂41万，加起来能拿多少")
    assert amounts(reply) == total(980000, rnd_matching=200000, compute_voucher=780000)
    assert "没有算进去的：还办了场选手大赛花掉90万、食堂41万" in reply.text


def test_who_makes_open_models_asks_for_no_award(assistant: Assistant) -> None:
    assert amounts(ask(assistant, "我们训练开源模型，昇腾合同800万，一共能补多少")) == {"compute_voucher": "2400000"}


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (["贷款6000万，利率4%，总投资1亿，一年贴多少", "另外还租进口卡150万，跟贴息加起来多少"],
         total(1200000, loan_interest=900000, compute_voucher=300000)),
        (["国产算力合同600万，能领多少", "我们还拿了示范应用优秀解决方案，跟那个奖合起来多少"],
         total(6800000, compute_voucher=1800000, demonstration_award=5000000)),
        (["国家课题到账800万，市里配多少", "模型备案评测花了42万，和前面的配套加在一起一共多少"],
         total(2420000, rnd_matching=2000000, filing_award=420000)),
        (["模型备案评测花费72万，奖多少", "再加上国家项目实际到账1,080万的市配套，一共最多几多"],
         total(3200000, filing_award=500000, rnd_matching=2700000)),
    ],
)  # fmt: skip
def test_a_further_matter_is_added_to_what_was_calculated(
    assistant: Assistant, turns: list[str], wanted: dict[str, str]
) -> None:
    assert amounts(ask(assistant, *turns)) == wanted


def test_a_further_contract_added_to_the_one_before_is_no_further_matter(assistant: Assistant) -> None:
    reply = ask(assistant, "国产合同200万，能领多少", "再签一份进口的100万，跟国产的加起来多少")
    assert amounts(reply) == {"compute_voucher": "800000"}


@pytest.mark.parametrize(
    ("turns", "amount", "told"),
    [
        (["国产算力合同600万能领多少", "区里对这份合同能给150万，两头不能都拿，我最多落多少"], "1800000", "不比这里"),
        (["国家项目到账1000万，配多少", "区里也配，能给300万，市里区里能都拿吗，最多拿到多少"], "2500000", "按那一头"),
    ],
)  # fmt: skip
def test_another_support_is_weighed_by_the_rule(assistant: Assistant, turns: list[str], amount: str, told: str) -> None:
    reply = ask(assistant, *turns)
    assert f"{reply.calculations[-1].amount_yuan:.0f}" == amount
    assert reply.citations[0].clause.endswith("/closing")
    assert told in reply.text
