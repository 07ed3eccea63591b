from datetime import date

import pytest

from assistant.agent import Assistant
from assistant.offline.years import years_named
from assistant.reply import Reply

TODAY = date(2026, 11, 22)


def ask(assistant: Assistant, *turns: str) -> Reply:
    thread = "years " + " ".join(turns)
    return [assistant.ask(turn, thread=thread, as_of=TODAY) for turn in turns][-1]


@pytest.mark.parametrize(
    ("turns", "calculator", "amount"),
    [
        # 500 + 400 (the threshold is on all that was invested by then) + 500
        (["创新中心2025年审定1200万，2026年800万，2027年1500万，三年一共能拿多少"], "add_up", "14000000.00"),
        # 0 (below the threshold) + 500
        (["创新中心2025年审定800万，2026年1200万，两年一共能拿多少"], "add_up", "5000000.00"),
        # the threshold is on the whole investment where it is told: 400 + 500 + 300
        (
            ["创新中心总投入2500万，三年审核投入依次是800万、1100万、600万，合计多少"],
            "add_up",
            "12000000.00",
        ),
        (["创新中心今年审定投入1100万，能补多少", "明年再投900万，后年2000万，三年加一起呢"], "add_up", "14500000.00"),
        # 800 (the cap) + 300
        (["2025年租昇腾签了3000万，2026年又签了1000万昇腾，两年合计能拿多少券"], "add_up", "11000000.00"),
        (["去年租国产算力900万，券已经拿了270万，今年又租2000万，今年能拿多少"], "compute_voucher", "6000000.00"),
        # as many years, each like the one told
        (["创新中心审定投入1080万，一年最多多少", "两年都是这个数呢，总共？"], "innovation_platform", "10000000.00"),
        (["创新中心审定1200万，能补多少", "三年下来呢"], "innovation_platform", "15000000.00"),
        (["创新中心投了两年，今年审定1400万，能补多少"], "innovation_platform", "5000000.00"),
        # three years at most, less those that were paid for before
        (
            ["创新中心前三年的资助我们都领了，今年是第四个年头，又审定投入1800万，还能再拿多少"],
            "innovation_platform",
            "0.00",
        ),
        (["前面三年的创新中心资助都到手了，今年审定1300万能给多少"], "innovation_platform", "0.00"),
        (["创新中心审定1300万，前三年能拿到多少"], "innovation_platform", "15000000.00"),
        (["創新中心攞過兩年，跟住三年每年審定1600萬，仲可以攞幾多"], "innovation_platform", "5000000.00"),
        (["创新中心审定投入1200万，能拿多少", "我们之前已经领过三年了"], "innovation_platform", "0.00"),
        (["创新中心审定1500万，之前没领过，连着三年一共多少"], "innovation_platform", "15000000.00"),
        # one loan, the interest of each year: min(75, 90) + min(75, 60)
        (
            ["我们去年贷款5000万付了利息180万，今年付了120万，项目总投资1.2个亿，两年一共能贴多少"],
            "add_up",
            "1350000.00",
        ),
        # min(180, 200) + min(180, 180) + min(180, 150)
        (["贷款1.2亿，总投资2亿，头一年利息400万、次年360万、第三年300万，三年贴息总额多少"], "add_up", "5100000.00"),
        # min(120, 150) + min(75, 100): a principal of the year's own
        (["总投资2亿，第一年贷了8000万付息300万，第二年本金降到5000万付息200万，两年一共"], "add_up", "1950000.00"),
        (
            ["总投资1亿，贷款6000万，利率4%，一年贴多少", "第一年付的利息是240万，第二年只付了100万，两年合起来呢"],
            "add_up",
            "1400000.00",
        ),
        (["2026年租昇腾签了300万，今年已经领过100万，还能拿多少"], "compute_voucher", "900000.00"),
        # years that are alike
        (
            ["2026年和2027年各签一份国产算力合同，每年2000万，各年分开申请。两年加起来最多拿多少"],
            "add_up",
            "12000000.00",
        ),
        (["每年国产算力都要签三千万，一年能领多少", "连着签两年，两年拢共顶多领多少"], "add_up", "16000000.00"),
        (["今年和明年各租1500万国产算力，两年一共能领多少券"], "add_up", "9000000.00"),
        (["国产算力合同签了三年，总共900万，能领多少"], "compute_voucher", "2700000.00"),
    ],
)
def test_each_year_has_its_own_cap(assistant: Assistant, turns: list[str], calculator: str, amount: str) -> None:
    reply = ask(assistant, *turns)
    assert reply.calculations, reply.text
    assert (reply.calculations[-1].calculator, str(reply.calculations[-1].amount_yuan)) == (calculator, amount)


def test_the_reply_tells_the_years_apart(assistant: Assistant) -> None:
    text = ask(assistant, "创新中心2025年审定1200万，2026年1500万，两年一共能拿多少").text
    assert "审定投入 12,000,000 元（1200万元）的那一年" in text and "几个年度各按各的到顶" in text


@pytest.mark.parametrize(
    ("said", "years"),
    [
        (["昇腾两份合同，3000万和2000万"], 1),
        (["2025年租昇腾签了3000万，2026年又签了1000万"], 2),
        (["今年审定1100万", "明年再投900万，后年2000万"], 3),
        (["审定1100万", "明年再投900万"], 2),
        (["三年分别投1000万、1400万、600万"], 3),
    ],
)
def test_one_years_contracts_are_not_several_years(said: list[str], years: int) -> None:
    """A model that splits them would give each a cap of its own: the tool refuses more parts than years."""
    assert years_named(said) == years
