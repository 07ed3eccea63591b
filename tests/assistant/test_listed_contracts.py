"""Contracts told in a list: what is said of some of them by name, place, amount or exclusion, and asked of one."""

import pytest

from assistant.offline.contracts import read_contracts
from assistant.offline.contracts_again import parted, recategorised
from assistant.offline.turn import Turn

D, F = "domestic", "other"
THREE = "手里三份租算力的合同：甲180万，乙75万，丙420万"


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (f"{THREE}。甲跟丙那边机房清一色国产芯片，乙用的是英伟达", [D, F, D]),
        ("甲100万，乙200万，丙300万，三份都是国产，就乙那份用的英伟达", [D, F, D]),
        ("国产的是甲和丙，英伟达的是乙。甲90万，乙80万，丙70万", [D, F, D]),
        ("甲200万，乙300万，只有乙是进口的", [D, F]),
        ("三份：50万、60万、70万，除第二份以外都是昇腾", [D, F, D]),
        ("三份：50万、60万、70万。除了第二份是A100，其余都是昇腾", [D, F, D]),
        ("签了四份，100万、200万、300万、400万，前三份昇腾，最后一份英伟达", [D, D, D, F]),
        ("签了三单，分别是45万、65万、85万，中间那单是英伟达的，两头的是国产", [D, F, D]),
        ("五份合同，10万、20万、30万、40万、50万，第一、三、五份国产，第二、四份进口", [D, F, D, F, D]),
        ("今年五张算力单：120万、230万、55万、310万、95万。230那张是国产的，剩下四张全英伟达", [F, D, F, F, F]),
        ("跟云启签了120万，跟浪潮签了340万，浪潮那份是H800，另一份昇腾", [D, F]),
        ("500萬同300萬兩份，大嗰份係國產，細嗰份係英偉達", [D, F]),
        ("合同A：200万；合同B：300万；合同C：400万。B为进口算力，A和C为国产算力", [D, F, D]),
        ("Three contracts: A 2 million yuan, B 3 million yuan, C 1 million yuan. A and C run on Ascend, B on Nvidia",
         [D, F, D]),
        ("甲100万，乙200万，丙300万，甲的是昇腾", [D, None, None]),
        ("租了两笔，500万的国产，300万的进口", [D, F]),
        ("三份国产算力合同：A 100万，B 200万，C 300万，合计多少", [D, D, D]),
        ("租了两份，一份国产300万，另一份500万", [D, None]),
    ],
)  # fmt: skip
def test_a_reference_gives_a_contract_its_category(question: str, wanted: list[str | None]) -> None:
    assert [one["category"] for one in read_contracts(question, "")["contracts"]] == wanted


@pytest.mark.parametrize(
    ("told", "later", "wanted"),
    [
        (THREE, "甲跟丙那边机房清一色国产芯片，乙用的是英伟达", [D, F, D]),
        ("A合同310万，B合同640万，C合同88万", "A、C是国产，B不是，B是老外的芯片", [D, F, D]),
        (
            "今年租算力四笔，160、340、70、210，单位都是万",
            "头两笔在国产集群上，第三笔也是国产，第四笔是进口",
            [D, D, D, F],
        ),
        ("跟阿里签了120万，跟腾讯签了340万", "腾讯那份是国产卡，阿里那份不是", [F, D]),
        ("训练用的那份260万，推理用的那份90万", "训练那份走的昇腾，推理那份走的L40", [D, F]),
        ("两份算力合同270万和530万", "270万那份用国产卡，530万那份是辉达的", [D, F]),
        ("甲100万，乙200万，丙300万", "乙和丙都不是国产，甲是", [D, F, F]),
    ],
)
def test_a_later_message_gives_contracts_their_category(told: str, later: str, wanted: list[str]) -> None:
    before = read_contracts(told, "")
    assert [one["category"] for one in recategorised(before, Turn(later, earlier=(told,)))] == wanted


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (
            "一份是国产卡，一份是A100，两份合同加起来700万，国产那份是450万，另一份自己减一下",
            [("4500000", D), ("2500000", F)],
        ),
        ("今年总共签了900万，国产400万，另一份英伟达", [("4000000", D), ("5000000", F)]),
        ("今年签了国产500万，另一份60万是进口", [("5000000", D), ("600000", F)]),
        ("270万同530万两份，270万那份用国产卡，530万那份係英偉達", [("2700000", D), ("5300000", F)]),
    ],
)
def test_each_contract_is_counted_once(question: str, wanted: list[tuple[str, str]]) -> None:
    contracts = read_contracts(question, "")["contracts"]
    assert [(one["amount_yuan"], one["category"]) for one in contracts] == wanted


def test_the_rest_of_a_sum_told_before_is_taken_off() -> None:
    told = "一份是国产卡，一份是A100，两份合同加起来700万"
    parts = parted(read_contracts(told, ""), Turn("国产那份是450万，另一份自己减一下", earlier=(told,)))
    assert [(one["amount_yuan"], one["category"]) for one in parts] == [("4500000", D), ("2500000", F)]
    assert parted(read_contracts(told, ""), Turn("另一份60万，是国产", earlier=(told,))) == []
