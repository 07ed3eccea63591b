from datetime import date
from decimal import Decimal

import pytest

from assistant.agent import Assistant
from assistant.arguments import check_arguments
from assistant.offline.contracts_again import placed, split_anew
from assistant.offline.follow_up import disputes
from assistant.offline.quantities import find_target, find_values
from assistant.offline.turn import Call, Turn
from assistant.reply import Reply, Status
from calculators.contract import Result
from corpus.errors import InputError

TODAY = date(2026, 3, 1)


def ask(assistant: Assistant, *turns: str) -> Reply:
    for turn in turns:
        reply = assistant.ask(turn, thread="".join(turns), as_of=TODAY)
    return reply


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (("海光算力签了 900 万，能补吗", "所以是几个钱"), "2700000"),
        (("国家项目的补助款打过来了，杭州那个配套我们能拿几个钱？", "684万"), "1710000"),
        (("国家项目的补助款打过来了，杭州那个配套我们能拿几个钱？", "约875万吧"), "2187500"),
        (("国家项目的补助款打过来了，杭州那个配套我们能拿几个钱？", "花了96万"), "240000"),
        (("我们创新中心今年能拿多少资助", "1280万"), "5000000"),
        (
            ("全年国产算力合同2000万 算力券能有多少", "那要是下半年再追加1500万 也是国产的 一年下来总共能拿多少"),
            "8000000",
        ),
        (("海光算力签了 900 万，能补吗", "这条归谁管", "那补多少来着"), "2700000"),
        (("我们用的进口卡，有没有补贴", "账单嘛，三百五十万"), "700000"),
        (("听说市里对国家课题一比一配，我们到账 240 万就再给 240 万", "那照规定是多少"), "600000"),
        (("评测花了 28 万，已经备案", "还有一笔 7 万的测试费"), "350000"),
        (
            ("省里课题到账 300 万，能配多少", "寒武纪租了 100 万呢", "说回课题，同一个项目又到账 100 万，一共"),
            "1000000",
        ),
        (("一份合同 600 万，昇腾和 A800 各一半", "调一下，昇腾四百、A800二百"), "1600000"),
        (("昇腾 400 万、H20 的 100 万，两份", "第二份没谈成，去掉"), "1200000"),
        (("总投 2 亿，向合作银行贷 8000 万，年利率 4%", "审下来只给我们 1 个点的档位"), "800000"),
    ],
)
def test_what_was_said_before_is_not_lost(assistant: Assistant, turns: tuple[str, ...], amount: str) -> None:
    reply = ask(assistant, *turns)
    assert reply.calculations and reply.calculations[-1].amount_yuan == Decimal(amount), reply.text


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (("燧原的卡 500 万，能补多少", "国家课题到账 400 万呢", "两样各能拿多少"), "2500000"),
        (
            ("燧原的卡 500 万，能补多少", "国家课题到账 400 万呢", "两样一共呢", "课题错了，是 200 万，重报"),
            "2000000",
        ),
        (("备案评测费 30 万，另外签了进口卡 500 万", "备案费用其实是 20 万，重算"), "1200000"),
        (("公司签了沐曦 600 万、省里的课题到账 100 万", "分别能拿多少"), "2050000"),
    ],
)
def test_several_measures_are_told_again_together(assistant: Assistant, turns: tuple[str, ...], amount: str) -> None:
    reply = ask(assistant, *turns)
    assert reply.calculations and reply.calculations[-1].amount_yuan == Decimal(amount), reply.text


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (("昇腾 300 万、A100 200 万两份", "省课题到账 100 万", "说回算力，两份合同一共多少"), "1300000"),
        (("国家课题到账 300 万", "昇腾 200 万", "刚才课题那个能拿多少来着"), "750000"),
        (("H20 签了 700 万，能补多少", "那就是 140 万对吧"), "1400000"),
        (("沐曦 300 万，能补多少", "搞错了，不是沐曦是英伟达"), "600000"),
        (("总投 9000 万，合作银行贷 6000 万，利率 3.5%", "利率记错了，是 2.6"), "780000"),
        (("市级制造业创新中心，投了 2000 万，审定 800 万", "那三年能拿多少"), "12000000"),
    ],
)
def test_one_measure_is_come_back_to_and_corrected(assistant: Assistant, turns: tuple[str, ...], amount: str) -> None:
    reply = ask(assistant, *turns)
    assert reply.calculations and reply.calculations[-1].amount_yuan == Decimal(amount), reply.text


@pytest.mark.parametrize(
    "doubt", ["你算少了吧", "怎么才这么点", "会计说应该有五成吧", "不是只能按两成吗", "为什么不按 1000 万全给"]
)
def test_a_doubt_is_answered_by_the_clause_and_the_calculation_once_more(assistant: Assistant, doubt: str) -> None:
    reply = ask(assistant, "昇腾签了 1000 万，能补多少", doubt)
    assert reply.status is Status.ANSWERED and reply.calculations[-1].amount_yuan == Decimal(3_000_000)
    assert reply.text.index("第(三)条") < reply.text.index("最高可得"), reply.text


@pytest.mark.parametrize(
    ("turns", "needed"),
    [
        (("都用 H100，想补 60 万", "那合同得签多大"), "3000000"),
        (("想拿 120 万补贴，用海光，要签多大", "要是今年领过 500 万，想把额度用完，再签多大"), "10000000"),
        (("贴息想拿 150 万，年利率 4%，贷多少", "想贴 300 万呢，利率一样"), "200000000"),
    ],
)
def test_a_target_holds_over_turns(assistant: Assistant, turns: tuple[str, ...], needed: str) -> None:
    last = ask(assistant, *turns).calculations[-1]
    assert (last.kind, last.amount_yuan) == ("reverse", Decimal(needed))


@pytest.mark.parametrize(
    ("turns", "most"),
    [
        (("国家课题市里配多少", "到账多少我真不清楚"), 5_000_000),
        (("备案的奖怎么给", "评测费？记不得了"), 500_000),
    ],
)
def test_who_does_not_know_gets_a_range(assistant: Assistant, turns: tuple[str, ...], most: int) -> None:
    reply = ask(assistant, *turns)
    assert reply.status is Status.ANSWERED
    assert reply.calculations[-1].range_yuan == (Decimal(0), Decimal(most))


@pytest.mark.parametrize("question", ["钱几天能到账", "多久打过来"])
def test_a_question_without_a_matter_stays_with_the_clause(assistant: Assistant, question: str) -> None:
    reply = ask(assistant, "昇腾签了 500 万，补多少", question)
    assert (reply.status, reply.citations[0].clause) == (Status.NOT_STATED, "hz_ai_2024/m03")


@pytest.mark.parametrize("question", ["今天天气怎么样", "买房能补 50 万吗", "第七条给多少", "备案奖一家给多少"])
def test_another_matter_is_not_drawn_into_the_calculation(assistant: Assistant, question: str) -> None:
    reply = ask(assistant, "昇腾签了 500 万，补多少", question)
    assert not reply.calculations or reply.calculations[-1].calculator != "compute_voucher", reply.text


def doubts(question: str) -> bool:
    return disputes(
        Turn(question, earlier=("前一句",), last_calculation=Call("compute_voucher", {}, "{}", failed=False))
    )


def test_corrections_and_suppositions_are_no_doubts() -> None:
    assert doubts("算错了吧") and doubts("人家说能补四成，是吗") and doubts("是不是该按三成")
    assert doubts("国产不是三成，进口不是两成吗")
    assert not doubts("我说错了，是 900 万") and not doubts("要是只有两成呢") and not doubts("又签了一份")


TWO = {"contracts": [{"amount_yuan": "6000000", "category": "domestic"}, {"amount_yuan": "4000000", "category": None}]}


def test_bare_shares_count_only_where_they_make_up_the_whole() -> None:
    shares = [(one["amount_yuan"], one["category"]) for one in split_anew(TWO, "昇腾七百，A100三百")]
    assert shares == [("7000000", "domestic"), ("3000000", "other")]
    assert split_anew(TWO, "300的昇腾，700的A100")[0]["amount_yuan"] == "3000000"
    assert (
        not split_anew(TWO, "昇腾七百，A100四百")
        and not split_anew(TWO, "昇腾七百")
        and not split_anew({}, "昇腾1A100 2")
    )


def test_tenths_share_out_the_sum_of_before() -> None:
    said = [(one["amount_yuan"], one["category"]) for one in split_anew(TWO, "记反了，A100三成，海光七成")]
    assert [(Decimal(amount), category) for amount, category in said] == [
        (Decimal(3_000_000), "other"),
        (Decimal(7_000_000), "domestic"),
    ]
    assert not split_anew(TWO, "国产补三成，进口补两成吗")


def test_a_tool_may_be_given_such_shares_and_no_others() -> None:
    said = ["一份合同1000万", "改成昇腾七百、英伟达三百"]
    check_arguments({"contracts": [{"amount_yuan": "7000000"}, {"amount_yuan": "3000000"}]}, said)
    with pytest.raises(InputError):
        check_arguments({"contracts": [{"amount_yuan": "7000000"}]}, ["一份合同1200万", "改成昇腾700、英伟达300"])


@pytest.mark.parametrize(
    ("question", "places"), [("第一份不要了", [0]), ("那份黄了", [2]), ("前面那份作废", [0]), ("第三笔取消", [2])]
)
def test_contracts_go_by_their_order(question: str, places: list[int]) -> None:
    assert placed(question, 3) == places


def test_a_wish_is_a_target_and_a_purchase_is_none() -> None:
    assert find_target("全用H100，想补90万") == "900000"
    assert find_target("想拿500万去买昇腾") is None and find_target("想补90万的话能补多少") is None


def test_a_word_in_another_sentence_says_nothing_of_an_amount() -> None:
    assert [value.low for value in find_values("算了不问房租了。昇腾算力110万")] == [Decimal(1_100_000)]
    assert not find_values("房租110万") and not find_values("营收，2000万")


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (("每个月租卡30万，昇腾，租一年，券多少", "要是只租半年"), "540000.00"),
        (("昇腾合同2000万，这单还能领多少", "以前领没领过？记不清了，前任会计走了，不知道"), "6000000.00"),
        (("我们租天数智芯740万，能报多少", "改成国外卡呢，价不变，另外再多租60万同样的国外卡"), "1600000.00"),
        (("租昇腾500万，另外备案评测花了40万，一共能拿多少", "备案还没批下来"), "1500000.00"),
        (("备案评测费发票合计 412,350.80 元，最高能奖多少", "其中5万重复录入了，扣掉以后呢"), "362350.80"),
        (("创新中心总投资1200万，审计投入800万，补多少", "再追加300万投资"), "4000000.00"),
        (("创新中心审核投入700万，能给多少", "又追加500万，也审定了"), "5000000.00"),
        (("昇腾合同310万，补多少", "再加一件事，中央网信办备案下来了，评测花61万，两件事合计？"), "1430000.00"),
    ],
)
def test_what_a_later_message_changes(assistant: Assistant, turns: tuple[str, ...], amount: str) -> None:
    reply = ask(assistant, *turns)
    assert reply.calculations, reply.text
    assert amount in {str(value) for value in (reply.calculations[-1].amount_yuan, *_highest(reply.calculations[-1]))}


def _highest(result: Result) -> list[Decimal]:
    return [result.range_yuan[1]] if result.range_yuan else []
