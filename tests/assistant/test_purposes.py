from decimal import Decimal

import pytest

from assistant.agent import Assistant
from assistant.offline.contracts_again import recategorised
from assistant.offline.contracts_merged import merge_voucher
from assistant.offline.purposes import lapsed_contracts, set_aside
from assistant.offline.slot_filling import given
from assistant.offline.turn import Turn


def _contracts(question: str) -> list[str]:
    told = given("compute_voucher", question).get("contracts", [])
    return [f"{Decimal(one['amount_yuan']) / 10_000:f}" for one in told if one["amount_yuan"]]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("我们买服务器花了1000万，另外租了昇腾算力300万，算力券能领多少", ["300"]),
        ("自己采购了两百万的机器，还跟智算中心签了500万国产算力合同", ["500"]),
        ("机房装修花了600万，租国产卡花了400万，券能覆盖多少", ["400"]),
        ("存储费18万、带宽费7万、GPU机时费75万，卡是昇腾", ["75"]),
        ("合同600万国产卡，押金交了60万", ["600"]),
        ("国产算力合同900万，预付30%，也就是270万", ["900"]),
        ("跟阿里云签了昇腾算力900万的合同，发票先开了300万", ["900"]),
        ("云厂商送了我们50万代金券，租昇腾合同还签了250万", ["250"]),
        ("A800机时合同谈的是600万，最后砍到520万签的", ["520"]),
        ("签了1000万国产算力，打了八折，实际合同800万", ["800"]),
        ("算力券盘子2.5个亿，我们租海光签了700万", ["700"]),
        ("老板给这个项目批了1000万预算，实际租昇腾合同签了640万", ["640"]),
        ("国产卡算力合同1260万，电费另外算一年90来万不在合同里头", ["1260"]),
        ("we rent non-domestic GPUs, contract fee RMB 3.4 million, plus RMB 500k for electricity", ["340"]),
        ("昇腾合同标价500万，打折优惠了100万", ["400"]),
        ("公司账上趴着2000万，准备拿500万去租昇腾", ["500"]),
        ("50 million Series A, domestic compute contract of 3 million RMB", ["300"]),
        ("A轮融了5000万，国产算力合同300万", ["300"]),
        ("老合同国产600万去年签的，今年续约又签了300万", ["300"]),
        ("原来的合同500万到期了，续签了400万，昇腾", ["400"]),
        ("算力合同800万国产，其中200万是电费，扣掉能补多少", ["600"]),
        ("老合同到期续签，国产，新的一年420万，老的一年380万", ["420"]),
        ("老合同一年640万，今年续约涨到735万了，进口GPU的", ["735"]),
        ("刚融了3000万，其中800万租英伟达的卡", ["800"]),
        ("一台服务器报价120万，我们没买，改成租，国产的，一年96万", ["96"]),
        ("给智算中心打了两笔款，共计780万，都是国产算力，另外电力增容又花了120万", ["780"]),
        ("租卡：昇腾A区200万，昇腾B区150万，管理费20万", ["200", "150"]),
        ("用海光卡，机时费每小时12块，一年大概用掉240万", ["240"]),
        ("昇腾算力合同签了1200万，对方退了我们200万，实际花1000万", ["1000"]),
        ("国产合同500万，子公司签的200万不归我们报", ["500"]),
        ("监控摄像头买了60万，租昇腾算力300万，能领多少券", ["300"]),  # a thing that stands in no list
        ("昇腾算力签了500万，交换机买了80万", ["500"]),
        ("请了个外包团队花了150万，国产算力合同600万", ["600"]),
        ("花在算力上500万，花在人身上300万，国产的", ["500"]),
        ("花了60万买门禁，另外租海光120万", ["120"]),
        ("买了十张桌子，花了2万，另外租昇腾300万", ["300"]),  # the thing stands in the stretch before
        ("服务器这块花了300万，另外签了200万的国产算力合同", ["200"]),
        ("We spent 2 million on a new office and 5 million on an Ascend contract", ["500"]),
        ("租昇腾300万，合同已付100万", ["300"]),
        ("国产算力合同签了1400万，跑推理的，后来加到1900万", ["1900"]),
        ("昇腾合同400万，监理那边罚了我们30万，没关系吧", ["400"]),
        ("监控摄像头买了60万，能领多少算力券", []),  # nothing to calculate with
    ],
)
def test_what_is_paid_for_something_else_is_no_contract(question: str, wanted: list[str]) -> None:
    assert _contracts(question) == wanted


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("租国产卡：定金40万，尾款160万，都付了", ["40", "160"]),  # payments are all there is
        ("我们租英伟达付了200万，租昇腾付了300万", ["200", "300"]),
        ("昇腾那单1000万，另外最后又签了800万英伟达", ["1000", "800"]),  # a second one, no new price
        ("买了300万昇腾算力，又买了200万进口算力", ["300", "200"]),
        ("云上调用模型接口花了90万，租卡200万", ["90", "200"]),
        ("我们上半年在阿里付了200万，下半年在腾讯付了300万，都是国产卡", ["200", "300"]),
        ("模型训练花了300万，微调花了100万，都在昇腾上跑", ["300", "100"]),
        ("今年一共花了300万，能领多少算力券", ["300"]),
    ],
)
def test_contracts_stay(question: str, wanted: list[str]) -> None:
    assert _contracts(question) == wanted


def test_what_is_not_calculated_with_is_told() -> None:
    assert set_aside("监控摄像头买了60万，租昇腾算力300万，能领多少券") == ["60万"]
    assert set_aside("租昇腾算力300万，租英伟达200万") == set_aside("监控摄像头买了60万") == []


def test_an_old_contract_that_another_one_has_replaced_is_told() -> None:
    assert lapsed_contracts("老合同国产600万去年签的，今年续约又签了300万") == ["600万"]
    assert lapsed_contracts("去年签了国产600万，今年又签了300万") == ["600万"]
    assert lapsed_contracts("老合同国产600万，进口卡300万") == []


def test_a_quarters_fee_counts_for_the_whole_time() -> None:
    assert _contracts("租海光每季度付75万，签了一年") == ["300"]
    assert _contracts("租海光每季度付75万") == ["75"]


@pytest.mark.parametrize(
    ("question", "received"),
    [
        ("国家课题到账900万，其中200万是区里配的，市里再给多少", "700"),
        ("账上收到1200万课题经费，里面有300万是自筹的", "900"),
        ("当中四百萬係區政府配嘅，國家重點研發經費一共攞到1600萬", "1200"),
        ("今年的课题款一半是区里出的，国家课题总共到了800万", "400"),
        ("国家课题到账900万，其中三成是区里配的", "630"),
        ("Our national key project received 8 million RMB, including 2 million from the district", "600"),
        ("国家项目到账600万，区里另外配了100万", "600"),
        ("和浙大联合承担国家项目，总共到账1600万，我们这边分到900万", "900"),
        ("省重点研发项目一共进账1000万，省里的占600万，剩下是企业自己投的", "600"),
    ],
)
def test_others_money_in_a_sum_does_not_count(question: str, received: str) -> None:
    told = given("rnd_matching", question)["received_funds_yuan"]
    assert Decimal(told) == Decimal(received) * 10_000


def test_what_others_got_is_not_claimed_by_us() -> None:
    told = given("compute_voucher", "听说隔壁公司拿了300万的券，我们签了1000万昇腾")
    assert "already_claimed_yuan" not in told and _contracts("听说隔壁公司拿了300万的券，我们签了1000万昇腾") == [
        "1000"
    ]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("那份A100其实是海光的", ["domestic", "domestic", "other"]),
        ("中间那份是国产的", ["domestic", "domestic", "other"]),
        ("第三份其实不是进口，是国产的", ["domestic", "other", "domestic"]),
        ("4090那单其实也是国产卡", ["domestic", "other", "domestic"]),
        ("英伟达的和昇腾的", []),  # nothing is said to be something else
        ("其实A100那份是300万，国产的", ["domestic", "domestic", "other"]),
        ("其实A100那份是350万，国产的", []),
    ],
)
def test_one_of_the_contracts_is_of_other_chips(question: str, wanted: list[str]) -> None:
    before = given("compute_voucher", "租昇腾500万、A100 300万、4090 200万")
    turn = Turn(question, earlier=("租昇腾500万、A100 300万、4090 200万，券多少",))
    assert [one["category"] for one in recategorised(before, turn)] == wanted


@pytest.mark.parametrize(
    ("calculator", "question", "name", "value"),
    [
        ("loan_interest", "贷款4500万，利率是2.4%不是4.2%", "annual_rate_percent", "2.4"),
        ("loan_interest", "总投6.8亿，贷了12亿…不对，是贷了4个亿", "principal_yuan", "400000000"),
        ("loan_interest", "总投6.8亿，贷了12亿…不对，是贷了4个亿", "total_investment_yuan", "680000000"),
        ("loan_interest", "贷款一个亿，三点五的利率", "annual_rate_percent", "3.5"),
        ("loan_interest", "盘子一共4800万，银行借了3000万，年息3.8%", "total_investment_yuan", "48000000"),
        ("filing_award", "那如果没花到50万，比如49万9", "costs_yuan", "499000"),
        ("filing_award", "评测费用才九千八，老板以为能领五十万", "costs_yuan", "9800"),
        ("loan_interest", "如果追加到五千二百万，贷款跟利率不变", "total_investment_yuan", "52000000"),
        ("loan_interest", "贷款7000万，付给银行的利息一共175万", "interest_paid_yuan", "1750000"),
        ("innovation_platform", "每年审核投入都是800万，三年合计2400万", "total_investment_yuan", "24000000"),
        ("innovation_platform", "每年审核投入都是800万，三年合计2400万", "audited_investment_yuan", "8000000"),
        ("rnd_matching", "国家项目三年总共900万，今年占三分之一已经到账", "received_funds_yuan", "3000000"),
        ("rnd_matching", "国家课题到账1000万，合作单位分走四成", "received_funds_yuan", "6000000"),
        ("rnd_matching", "省里到账900万，分给合作高校三分之一", "received_funds_yuan", "6000000"),
        ("rnd_matching", "到账800万，我们拿走三成发奖金", "received_funds_yuan", "8000000"),
        ("rnd_matching", "研发花了1100万，科技部给了460万", "received_funds_yuan", "4600000"),
        ("compute_voucher", "已经领了150万的话呢", "already_claimed_yuan", "1500000"),
        ("innovation_platform", "总投入2500万，审核投入800万", "total_investment_yuan", "25000000"),
        ("innovation_platform", "18 million invested in total; audited investment is 7 million",
         "total_investment_yuan", "18000000"),
    ],
)  # fmt: skip
def test_a_figure_goes_to_its_field(calculator: str, question: str, name: str, value: str) -> None:
    assert Decimal(given(calculator, question)[name]) == Decimal(value)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("合同312.6万，国产还是进口我不知道", [None]),
        ("一季度租国产卡60万，二季度75万，三季度110万", ["domestic"] * 3),
        ("这95万里有40万是国产卡的，剩下55万是进口", ["domestic", "other"]),
    ],
)
def test_what_kind_each_contract_is_of(question: str, wanted: list[str | None]) -> None:
    assert [one["category"] for one in given("compute_voucher", question)["contracts"]] == wanted


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("三份：沐曦100万、4090 200万、昇腾300万，算力券一共多少", ["100", "200", "300"]),  # 300 is no sum of the two
        ("昇腾300万，A800 500万，一共800万", ["300", "500"]),
        ("每个月租卡30万，昇腾，租一年", ["360"]),
    ],
)
def test_a_sum_is_one_only_where_it_is_called_one(question: str, wanted: list[str]) -> None:
    assert _contracts(question) == wanted


def test_costs_told_in_parts_are_added_up() -> None:
    assert given("filing_award", "评测费三项分别是12万、9万8、20万")["costs_yuan"] == "418000"


def test_an_amount_between_two() -> None:
    told = [
        given("loan_interest", "本金最低4000万最高5000万", upper=upper)["principal_yuan"] for upper in (False, True)
    ]
    assert told == ["40000000", "50000000"]


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("昇腾合同2000万，今年领没领过记不清了", True),
        ("国产算力合同500万，前面领过多少忘了", True),
        ("Ascend contract 20 million, not sure whether we already claimed any this year", True),
        ("寒武紀合約1000萬，今年攞過未唔記得", True),
        ("昇腾合同2000万，今年领过200万", False),
        ("昇腾合同2000万，今年没领过", False),
        ("昇腾合同2000万，能领多少？是不是国产我不确定", False),
    ],
)
def test_who_does_not_know_what_was_claimed_says_so(question: str, *, unknown: bool) -> None:
    assert given("compute_voucher", question).get("unknown", []) == (["already_claimed_yuan"] if unknown else [])


def test_a_doubt_about_what_was_claimed_ends_with_the_amount() -> None:
    before = given("compute_voucher", "昇腾合同2000万，今年领没领过记不清了")
    said = "想起来了，领过300万"
    after = merge_voucher(before, given("compute_voucher", said), said)
    assert "unknown" not in after and after["already_claimed_yuan"] == "3000000"


def test_a_wide_range_asks_for_the_figure_and_an_old_contract_is_named(assistant: Assistant) -> None:
    vague = assistant.ask("我们签了几百万的昇腾算力合同，能补多少", thread="vague")
    assert vague.calculations[-1].range_yuan == (Decimal("600000.00"), Decimal("3000000.00"))
    assert "大概是多少" in vague.text
    renewed = assistant.ask("老合同国产600万，今年续约又签了300万，能领多少", thread="renewed")
    assert renewed.calculations[-1].amount_yuan == Decimal("900000.00")
    assert "之前的合同" in renewed.text
