from decimal import Decimal

import pytest

from assistant.offline.contracts_merged import merge_voucher
from assistant.offline.quantities import changed_money, find_values
from assistant.offline.slot_filling import given


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("昇腾合同从500万追加到700万", ["7000000"]),
        ("昇腾合同原来500万，现在变成800万了", ["8000000"]),
        ("机房总投资4000万，后来增加到6000万，贷款2000万", ["60000000", "20000000"]),
        ("利率由4%调到2.5%", ["2.5"]),
        ("change 5 million to 6 million", ["6000000"]),
        ("昇腾500万 → 700万", ["7000000"]),
        ("昇腾500万，又加了700万", ["5000000", "7000000"]),  # one more
        ("昇腾500万，改租英伟达300万", ["5000000", "3000000"]),
    ],
)
def test_what_becomes_another_amount_falls_away(question: str, wanted: list[str]) -> None:
    assert [f"{value.low.normalize():f}" for value in find_values(question)] == wanted


def test_an_amount_of_before_is_changed_where_it_stands() -> None:
    base = given("compute_voucher", "租昇腾500万，A100 300万")
    said = "500万那份改成600万"
    contracts = merge_voucher(base, given("compute_voucher", said), said)["contracts"]
    assert changed_money(said) == [(Decimal(5_000_000), Decimal(6_000_000))]
    assert [(one["amount_yuan"], one["category"]) for one in contracts] == [
        ("6000000", "domestic"), ("3000000", "other"),
    ]  # fmt: skip
