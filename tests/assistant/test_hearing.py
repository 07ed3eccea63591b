from uuid import uuid4

import pytest

from assistant.agent import Assistant
from assistant.offline.hearing import from_outside, heard
from assistant.reply import Status


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("机房带款7000万", "机房贷款7000万"),
        ("年立率4%", "年利率4%"),
        ("算利券补帖多少", "算力券补贴多少"),
        ("算力卷、补帖，手卷", "算力券、补贴，手卷"),
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


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("宁波的工厂能领杭州的示范奖吗", "外地的工厂能领杭州的示范奖吗"),
        ("我们注册在苏州，杭州的备案奖能申请吗", "我们注册在外地,杭州的备案奖能申请吗"),
        ("杭州和宁波的企业补贴哪个多", "杭州和宁波的企业补贴哪个多"),
        ("宁波的企业能领宁波的算力券吗", "宁波的企业能领宁波的算力券吗"),
        ("杭州的公司去上海租算力", "杭州的公司去上海租算力"),
    ],
)
def test_only_where_somebody_is_from_is_called_elsewhere(said: str, meant: str) -> None:
    assert from_outside(said) == meant


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (("国产合同500万，补多少", "行吧。那我改成600万"), "1800000.00"),
        (("合同500万，机器国产", "写错了，机器是进口的", "好。现在能拿多少"), "1000000.00"),
        (("国产合同500万，补多少", "OK，那换成进口的"), "1000000.00"),
        (("租国产算力，合同500万", "还有一份，跟上面那份差不多大，进口的", "一共多少"), "2500000.00"),
        (("昇腾合同200万，能领多少", "课题到账400万呢", "算力改成350万"), "1050000.00"),
        (("国家课题到账200万，市里配多少", "省里也到了100万，同一个项目"), "750000.00"),
        (("好的，国产算力300万，能领多少",), "900000.00"),
    ],
)
def test_a_point_in_passing_is_taken(assistant: Assistant, turns: tuple[str, ...], amount: str) -> None:
    thread = uuid4().hex
    reply = [assistant.ask(turn, thread=thread) for turn in turns][-1]
    assert f"{reply.calculations[-1].amount_yuan:.2f}" == amount


def test_somebody_from_elsewhere_is_answered_in_his_own_script(assistant: Assistant) -> None:
    reply = assistant.ask("台北的公司可以申請杭州的算力券嗎？")
    assert reply.status in (Status.ANSWERED, Status.NOT_STATED) and reply.script == "hant"
    assert reply.citations[0].clause == "hz_ai_2024/m03"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("早晨呀", Status.ANSWERED),
        ("你係邊個", Status.ANSWERED),
        ("吃過晚飯沒有呀", Status.OUT_OF_SCOPE),
        ("飲咗茶未呀", Status.OUT_OF_SCOPE),
    ],
)
def test_greetings_are_returned_and_other_talk_is_out_of_scope(assistant: Assistant, said: str, status: Status) -> None:
    assert assistant.ask(said).status is status
