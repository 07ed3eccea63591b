"""Reverse questions beside what was signed or claimed before; machines bought instead of computing power."""

from datetime import date

import pytest

from assistant.agent import Assistant
from assistant.offline.contracts import buys_hardware
from assistant.offline.quantities import find_target
from assistant.reply import Reply

TODAY = date(2026, 3, 1)


def ask(assistant: Assistant, *turns: str) -> Reply:
    thread = "reverse " + " ".join(turns)
    return [assistant.ask(turn, thread=thread, as_of=TODAY) for turn in turns][-1]


@pytest.mark.parametrize(
    ("turns", "field", "amount"),
    [
        (["What size of Cambricon contract earns us 900k yuan"], "contracts[0].amount_yuan", "3000000.00"),
        (["今年已经签了600万寒武纪，想拿满还差多少合同"], "contracts[1].amount_yuan", "20666666.67"),
        (["今年簽了國產算力500萬，想用A100把券補到上限，A100那張最少要簽多少"],
         "contracts[1].amount_yuan", "32500000.00"),
        (["昇腾合同500万能补多少", "要领满还得再签多少昇腾"], "contracts[1].amount_yuan", "21666666.67"),
        (["昇腾合同500万能补多少", "那要领满得签多大"], "contracts[0].amount_yuan", "26666666.67"),
        (["上半年用掉了440万券，想把额度领完，进口卡还要签多少"], "contracts[0].amount_yuan", "18000000.00"),
        (["全用國產，我想攞240萬補貼，要簽幾大", "如果今年已經領咗600萬，想將額度攞盡，要再簽幾大"],
         "contracts[0].amount_yuan", "6666666.67"),
        (["想把算力券一年的上限拿满，用国产卡得签多大的单", "改用非国产的呢，得签多大"],
         "contracts[0].amount_yuan", "40000000.00"),
        (["利率3.2%，总投12亿，布局内，合作银行的贷款本金要多大才能把一年1000万贴息顶满"],
         "principal_yuan", "666666666.67"),
        (["要把50万备案奖领足，评测得花多少"], "costs_yuan", "500000.00"),
        (["省级课题到账多少，市里的配套就碰到天花板了"], "received_funds_yuan", "20000000.00"),
        (["国家课题进账多少以上，配套就不再增加了"], "received_funds_yuan", "20000000.00"),
        (["创新中心一年审定投入到多少就摸到上限了"], "audited_investment_yuan", "10000000.00"),
        (["一年贴息拿满，年利率3%，得贷多少", "如果只想贴450万呢，利率一样"], "principal_yuan", "300000000.00"),
        (["今年的券一定要拿到整整300万。机房清一色国产卡,那算力合同得签到多大老板才肯罢休"],
         "contracts[0].amount_yuan", "10000000.00"),
        (["省重点研发那笔款子,要实际到账多少,市里才会配得出叁佰万元整"], "received_funds_yuan", "12000000.00"),
        (["备案那个一次性的奖,我想按35万去报,测评之类的票据得攒够多少才撑得住"], "costs_yuan", "350000.00"),
        (["想把一年那八百万的券吃干抹净，都用国产机房，合同得签到多大？手上预算有4000万"],
         "contracts[0].amount_yuan", "26666666.67"),
        (["We only rent imported GPUs. How large would our contract have to be before we hit the yearly ceiling?"],
         "contracts[0].amount_yuan", "40000000.00"),
        (["贴息一年要拿够五百万，付给银行的利息总额得有多少"], "interest_paid_yuan", "10000000.00"),
        (["合同金额多少的时候券就不再往上涨了？我们全是国产"], "contracts[0].amount_yuan", "26666666.67"),
        (["今年国产算力这块,券已经批给我们五百万了", "那剩下的额度我想一单用光,国产机器还得再签多少钱的合同"],
         "contracts[0].amount_yuan", "10000000.00"),
    ],
)  # fmt: skip
def test_what_is_there_already_counts(assistant: Assistant, turns: list[str], field: str, amount: str) -> None:
    found = ask(assistant, *turns).calculations[-1]
    assert (found.kind, found.field, str(found.amount_yuan)) == ("reverse", field, amount)


def test_the_reply_says_that_it_is_a_further_contract(assistant: Assistant) -> None:
    reply = ask(assistant, "今年已经签了600万寒武纪，想拿满还差多少合同")
    assert "还要新订的合同金额至少要 20,666,666.67 元" in reply.text


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("预算三千万全拿来租寒武纪，能回来多少", "8000000.00"),
        ("国家课题到账一千六百万，市里能配到多少", "4000000.00"),
        ("简单问一句，签了一千万国产的，券拿多少", "3000000.00"),
        ("租了国产的一千万，券能不能到三百万", "3000000.00"),
    ],
)
def test_what_comes_of_a_sum_is_no_reverse_question(assistant: Assistant, question: str, amount: str) -> None:
    found = ask(assistant, question).calculations[-1]
    assert (found.kind, str(found.amount_yuan)) == ("forward", amount)


def test_what_was_claimed_is_no_target() -> None:
    assert find_target("已经领了500万，想把额度领完，还要签多少") == "cap"
    assert find_target("领过300万券，想再拿200万，得签多大") == "2000000"


@pytest.mark.parametrize(
    ("question", "bought"),
    [
        ("自己掏钱买了一批服务器放机房", True), ("采购了12块H20，180万", True), ("bought our own GPU servers", True),
        ("买显卡自己用，不是租的", True), ("租了8张卡", False), ("买了国产卡的算力", False),
        ("向智算中心买服务器机时", False), ("买算力花了200万", False),
    ],
)  # fmt: skip
def test_machines_are_told_from_computing_power(question: str, bought: bool) -> None:
    assert buys_hardware(question) is bought


def test_bought_machines_are_not_asked_for_their_category(assistant: Assistant) -> None:
    reply = ask(assistant, "公司花了400万买GPU服务器摆在自己机房，算力券能补多少")
    assert (reply.status, reply.calculations, reply.missing) == ("answered", (), ())
    assert reply.citations[0].clause == "hz_ai_2024/m03" and "没有写自己买的设备" in reply.text
