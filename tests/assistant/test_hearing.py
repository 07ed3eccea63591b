import pytest

from assistant.agent import Assistant
from assistant.offline.hearing import heard
from assistant.reply import Status


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("机房带款7000万", "机房贷款7000万"),
        ("年立率4%", "年利率4%"),
        ("算利券补帖多少", "算力券补贴多少"),
        ("租算力 butie 几成", "租算力 补贴 几成"),
        ("guojia yanfa xiangmu daozhang 500wan", "国家 研发 项目 到账 500wan"),
        ("機房帶款", "機房贷款"),
        ("利息还贴不贴", "利息还贴不贴"),
        ("只算队长一个", "只算队长一个"),
        ("国产的少，是反了吧", "国产的少，是反了吧"),
        ("What is the subsidy for chips", "What is the subsidy for chips"),
        ("昇腾、MaaS、REITs", "昇腾、MaaS、REITs"),
        ("", ""),
    ],
)
def test_only_slips_are_put_right(written: str, meant: str) -> None:
    assert heard(written) == meant


def test_a_question_full_of_slips_is_calculated(assistant: Assistant) -> None:
    reply = assistant.ask("机房带款7000万 年立率4% 总投资一个亿 一年 能贴多少力息")
    assert reply.status is Status.ANSWERED
    assert f"{reply.calculations[-1].amount_yuan:.2f}" == "1050000.00"
    assert reply.question.startswith("机房带款")
