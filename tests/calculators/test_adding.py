"""Several things of one kind: each under its own cap, then added up."""

from datetime import date
from decimal import Decimal

import pytest

from calculators.adding import Part, add_up
from corpus.errors import InputError

DAY = date(2026, 3, 1)


def project(amount: str | None) -> Part:
    return "rnd_matching", {"received_funds_yuan": amount}


CENTRE: Part = ("innovation_platform", {"audited_investment_yuan": "12000000"})
VOUCHER: Part = ("compute_voucher", {"contracts": [{"amount_yuan": "5000000", "category": "other"}]})


def test_each_project_has_its_own_cap() -> None:
    found = add_up([project("30000000"), project("8000000")], as_of=DAY)  # 750 capped at 500, and 200
    assert (found.amount_yuan, found.bound, found.binding) == (Decimal("7000000.00"), "upper", "mixed")
    assert [(step.expression, step.clause) for step in found.steps] == [("5000000 + 2000000", "hz_ai_2024/m01")]
    assert "不超過500萬元" in found.steps[0].quote
    assert found.inputs["parts"][1] == {"calculator": "rnd_matching", "inputs": {"received_funds_yuan": "8000000.00"}}
    assert "项目各按各的到顶" in found.assumptions[0]
    assert "700 万元" in found.explanation.hans


def test_one_sum_over_the_cap_is_not_two_projects() -> None:
    together = add_up([project("15000000"), project("15000000")], as_of=DAY)
    assert together.amount_yuan == Decimal("7500000.00") and together.binding == "rate"


def test_a_part_that_is_unknown_or_vague_makes_it_a_range() -> None:
    found = add_up([project("4000000"), project("1000000-2000000")], as_of=DAY)
    assert found.range_yuan == (Decimal("1250000.00"), Decimal("1500000.00"))
    assert [step.label[:4] for step in found.steps] == ["【最低】", "【最高】"]
    open_one = add_up([project("4000000"), project(None)], as_of=DAY)
    assert open_one.range_yuan == (Decimal("1000000.00"), Decimal("6000000.00"))
    assert open_one.question is not None and open_one.question.field == "received_funds_yuan"


def test_supports_of_different_measures_add_up_under_the_rule_on_claiming_twice() -> None:
    found = add_up([project("30000000"), project("4000000"), VOUCHER], as_of=DAY)
    assert found.amount_yuan == Decimal("7000000.00")
    assert found.clause == "hz_ai_2024/closing"


@pytest.mark.parametrize(
    "parts",
    [
        [project("1000000")],
        [project("1000000")] * 17,
        [("filing_award", {"costs_yuan": "300000"}), ("filing_award", {"costs_yuan": "400000"})],
        [project("1000000"), CENTRE],
    ],
)
def test_what_does_not_add_up_is_refused(parts: list[Part]) -> None:
    with pytest.raises(InputError) as caught:
        add_up(parts, as_of=DAY)
    assert caught.value.field == "parts"


def test_outside_the_policy_s_life_there_is_no_sum() -> None:
    found = add_up([project("1000000"), project("2000000")], as_of=date(2030, 1, 1))
    assert (found.status, found.amount_yuan) == ("not_in_force", None)


def test_no_more_years_add_up_than_the_policy_supports() -> None:
    year = ("innovation_platform", {"audited_investment_yuan": "20000000"})
    assert add_up([year] * 3, as_of=DAY).amount_yuan == Decimal("15000000.00")
    with pytest.raises(InputError, match="最多 3 个年度"):
        add_up([year] * 4, as_of=DAY)


def test_several_enterprises_have_each_their_own_caps_and_once_only_awards() -> None:
    parts: list[Part] = [("filing_award", {"costs_yuan": "700000"}), ("filing_award", {"costs_yuan": "300000"})]
    with pytest.raises(InputError):
        add_up(parts, as_of=DAY)
    result = add_up(parts, as_of=DAY, owners=["A", "B"])
    assert result.amount_yuan == Decimal("800000.00")
    assert result.assumptions[0].startswith("几家是各自独立申报的企业")


def test_what_one_of_several_enterprises_has_several_of_is_still_named() -> None:
    parts: list[Part] = [("rnd_matching", {"received_funds_yuan": f"{number}000000"}) for number in (1, 2, 3)]
    apart = "几个项目各按各的到顶"
    both = add_up(parts, as_of=DAY, owners=["A", "A", "B"]).assumptions
    each = add_up(parts, as_of=DAY, owners=["A", "B", "C"]).assumptions
    assert any(text.startswith(apart) for text in both) and not any(text.startswith(apart) for text in each)
