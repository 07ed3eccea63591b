"""Amounts told by what was said before: bare numbers, comparisons, steps with what they come to."""

from decimal import Decimal

import pytest

from assistant.agent import Assistant
from assistant.arguments import check_arguments, check_named
from assistant.offline.elliptic import all_in_full, in_full
from corpus.errors import InputError


@pytest.mark.parametrize(
    ("earlier", "message", "full"),
    [
        (["国产算力合同800万"], "不对，是900", "不对，是900万"),
        (["昇腾合同600万"], "改成八百", "改成800万"),
        (["合同800万"], "搞错了，七百二", "搞错了，720万"),
        (["合同800万"], "不是800，是900", "不是800万，是900万"),
        (["总投资2亿，贷款8000万，利率4%"], "本金记错了，是9000", "本金记错了，是9000万"),
        (["our contract is 8 million yuan"], "sorry, 9", "sorry, 9 million"),
        ([], "850万出头的合同，取整按850算就行", "850万出头的合同，取整按850万算就行"),
        (["合同800万"], "改成2026年呢", "改成2026年呢"),
        (["合同800万"], "贷款改成12个月", "贷款改成12个月"),
        (["贷款8000万"], "利率不对，是3.8", "利率不对，是3.8"),
        (["合同800万"], "第三条不对", "第三条不对"),
        ([], "不对，是900", "不对，是900"),
        (["东边机房130万", "南边机房40万"], "西边的比东边的多120万", "另外，西边的250万"),
        ([], "A合同国产200万，B合同是A合同的两倍", "A合同国产200万，B合同400万"),
        (["去年400万"], "今年比去年多三成", "今年520万"),
        (["去年400万"], "今年是去年的一半", "今年200万"),
        (["去年400万"], "今年比去年少一半", "今年200万"),
        ([], "第一份昇腾240万，第二份比第一份少40万", "第一份昇腾240万，第二份200万"),
        ([], "工行3亿，农行是工行的一倍半", "工行3亿，农行45000万"),
        (["合同800万"], "一半是国产", "一半是国产"),
        (["费用260万"], "是不是只能按两成？", "是不是只能按两成？"),
        (["到账640万"], "市里是配五成吧", "市里是配五成吧"),
        (["东边130万", "西边250万"], "利率比东边的低20%", "利率比东边的低20%"),
        (["合同300万"], "写多了一个零", "改成30万"),
        (["合同30万"], "少打了个零", "改成300万"),
        (["合同500万"], "涨了一成，现在能补多少", "改成550万，现在能补多少"),
        (["到账600万"], "后来追加了一倍", "后来改成1200万"),
        (["贷款6000万"], "利率涨了一成", "利率涨了一成"),
        (["合同800万"], "还是按九百算吧", "还是按900万算吧"),
        ([], "昇腾200万，A100是它的三倍", "昇腾200万，A100 600万"),
        ([], "南区260万，北区便宜40万", "南区260万，北区220万"),
        (["建行贷了8000万"], "工行比建行少贷3000万", "另外，工行5000万"),
        (["东边130万", "西边250万"], "还有一份英伟达的，跟西边那份一样多", "另外，还有一份英伟达的，250万"),
        ([], "合同300万，比同行贵50万，国产的", "合同300万，，国产的"),
        ([], "国产卡合同比预算少签了50万，预算500万", "国产卡合同450万，预算500万"),
        (["东边130万", "西边250万"], "政策跟去年一样吗", "政策跟去年一样吗"),
        (["signed 4 million yuan"], "and twice that this month", "and 8000000 yuan this month"),
        (["合同500万"], "加多80萬，變580萬", "500万改成580萬"),
        (["合同500万"], "退了80万，剩420万", "退了80万，剩420万"),
        ([], "今年审定960万，总投入两千九，认定了", "今年审定960万，总投入2900万，认定了"),
        (["大概是九百六十万"], "不是九百六是六百九 说反了", "不是960万是690万 说反了"),
        (["国产的签了800万"], "另一份一千二，一共呢", "另一份1200万，一共呢"),
        (["租卡300万"], "电费六千二", "电费六千二"),
        (["租卡300万"], "每张每月五千，一百二十张", "每张每月五千，一百二十张"),
        ([], "另一份一千二", "另一份一千二"),
        (["合同500万"], "加80万，另外一份600万", "加80万，另外一份600万"),
    ],
)
def test_a_message_with_its_amounts_in_full(earlier: list[str], message: str, full: str) -> None:
    assert in_full(message, tuple(earlier)) == full


def test_what_was_told_by_another_amount_can_be_compared_with() -> None:
    told = all_in_full(["东边130万", "西边比东边的多120万", "北边是西边的一半"])
    assert told == ["东边130万", "另外，西边250万", "另外，北边125万"]


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (("国产算力合同800万，能领多少", "不对，是900"), "2700000"),
        (("国家项目到账400万，配多少", "不对，是420"), "1050000"),
        (("評測費30萬能獎多少", "錯了，應該是35"), "350000"),
        (("合同500万，国产，能领多少", "加多80萬，變580萬"), "1740000"),
        (("东边机房国产合同130万，能补多少", "西边那份也是国产，比东边的多120万"), "1140000"),
        (("东边机房国产合同130万", "西边那份也是国产，比东边的多120万", "一共能领多少"), "1140000"),
        (("A合同国产200万，B合同是A合同的两倍，也是国产，能领多少",), "1800000"),
        (("第一份合同昇腾240万，第二份比第一份少40万，英伟达的，一共补多少",), "1120000"),
    ],
)
def test_what_is_meant_is_calculated(assistant: Assistant, turns: tuple[str, ...], amount: str) -> None:
    reply = [assistant.ask(turn, thread="|".join(turns)) for turn in turns][-1]
    assert reply.calculations, reply.text
    assert reply.calculations[-1].amount_yuan == Decimal(amount)


def test_an_amount_told_by_another_is_named_and_no_other_is() -> None:
    said = ["东边130万", "西边比东边的多一倍", "不对，是300"]
    for amount in ("2600000", "3000000"):
        check_arguments({"received_funds_yuan": amount}, said)
    with pytest.raises(InputError):
        check_arguments({"received_funds_yuan": "9100000"}, said)


def test_a_step_of_one_of_several_is_named() -> None:
    said = ["甲项目到账300万，乙项目到账200万", "乙那边又到了100万"]
    check_named({"parts": [{"received_funds_yuan": "3000000"}, {"received_funds_yuan": "3000000"}]}, said)
    with pytest.raises(InputError):
        check_named({"parts": [{"received_funds_yuan": "3000000"}, {"received_funds_yuan": "6000000"}]}, said)
