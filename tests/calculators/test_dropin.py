"""A new policy's calculators are found by dropping a folder, and an amendment is one more dated value or rule."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from calculators.portfolio import check_profile
from calculators.registry import load_calculators
from calculators.run import calculate, solve

if TYPE_CHECKING:
    from tests.calculators.conftest import Copy

CATALOGUE = """
algorithm_award:
  title: 算法奖励
  clause: m01
  inputs: AlgorithmAward
  rules: [{from: 2026-01-01, rule: algorithm_award}]
  fields:
    costs_yuan: {label: 算法费用, unit: 元, help: 算法费用。, question: 算法费用是多少？}
    first: {label: 首个算法, unit: 是/否, help: 是否首个算法。, question: 是不是首个算法？}
  steps: {}
  assumptions: ["上限 {award_cap}"]
"""
PARAMETERS = """
award_rate:
  label: 奖励比例
  unit: percent
  values: [{from: 2026-01-01, value: 40, clause: m01, quote: 奖励为费用的40%}]
award_cap:
  label: 奖励上限
  unit: CNY
  values: [{from: 2026-01-01, value: 700000, clause: m01, quote: 不超过70万元奖励}]
no_double:
  label: 不重复
  unit: text
  values: [{from: 2026-01-01, clause: closing, quote: 从优、就高、不重复}]
"""
RULES = """
from calculators.fields import Flag, Inputs, Money, known
from calculators.scales import Law, Working, ZERO

class AlgorithmAward(Inputs):
    costs_yuan: Money | None
    first: Flag | None

def algorithm_award(case: AlgorithmAward, law: Law) -> Working:
    base = known(case.costs_yuan) if known(case.first) else ZERO
    return law.at_most(law.share(base, "award_rate"), "award_cap")
"""
ELIGIBILITY = """
fields:
  has_algorithm: {label: 有算法, question: 有没有算法？}
  costs_yuan: {like: algorithm_award.costs_yuan}
measures:
  m01:
    conditions: [{field: has_algorithm, quote: 支持算法}]
    calculator: algorithm_award
    inputs: {costs_yuan: costs_yuan, first: has_algorithm}
no_double: no_double
"""
DAY = date(2026, 6, 1)


def test_dropin(copy: "Copy") -> None:
    copy.add_policy("mou_2026")
    folder = copy.calculators / "mou_2026"
    folder.mkdir()
    files = {
        "calculators.yaml": CATALOGUE,
        "parameters.yaml": PARAMETERS,
        "rules.py": RULES,
        "eligibility.yaml": ELIGIBILITY,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    found = load_calculators(copy.calculators, copy.policies)
    assert {"algorithm_award", "compute_voucher"} <= found.keys()
    result = calculate("algorithm_award", {"costs_yuan": "100万", "first": True}, as_of=DAY, calculators=found)
    assert (result.amount_yuan, result.clause) == (Decimal("400000.00"), "mou_2026/m01")
    unknown = calculate("algorithm_award", {"costs_yuan": "100万", "first": None}, as_of=DAY, calculators=found)
    assert unknown.range_yuan == (Decimal("0.00"), Decimal("400000.00"))
    sought = solve("algorithm_award", {"first": True}, field="costs_yuan", target="cap", as_of=DAY, calculators=found)
    assert sought.amount_yuan == Decimal("1750000.00")
    late = calculate("algorithm_award", {"costs_yuan": "1", "first": True}, as_of=date(2027, 1, 1), calculators=found)
    assert (late.status, late.steps) == ("not_in_force", ())
    checked = check_profile(
        {"has_algorithm": True, "costs_yuan": "50万"}, as_of=DAY, policy="mou_2026",
        folder=copy.calculators, policies=copy.policies,
    )  # fmt: skip
    assert checked.combination is not None and checked.combination.amount_yuan == Decimal("200000.00")


AMENDMENT = (
    "某市修改算力券的若干措施\n\n"
    "(一)修改算力券。使用其他算力设施的补贴比例提高到25%。\n\n本措施自2026年1月1日起施行。\n"
)


def amend(copy: "Copy") -> None:
    copy.add_policy("hz_ai_2026", AMENDMENT)
    quote = "使用其他算力設施的企業補貼比例不超過算力合同費用的20%}"
    later = "\n    - {from: 2026-01-01, value: 25, clause: hz_ai_2026/m01, quote: 补贴比例提高到25%}"
    copy.replace("parameters.yaml", quote, quote + later)


@pytest.mark.parametrize(("day", "amount"), [(date(2025, 12, 31), "200000.00"), (date(2026, 1, 1), "250000.00")])
def test_an_amended_number_applies_from_its_day(copy: "Copy", day: date, amount: str) -> None:
    amend(copy)
    found = load_calculators(copy.calculators, copy.policies)
    inputs = {"contracts": [{"amount_yuan": "100万", "category": "other"}]}
    result = calculate("compute_voucher", inputs, as_of=day, calculators=found)
    assert result.amount_yuan == Decimal(amount)
    amended = day.year == 2026
    assert (result.steps[0].clause == "hz_ai_2026/m01") is amended
    assert ("hz_ai_2026/m01" in result.explanation.hans) is amended


@pytest.mark.parametrize(("day", "amount"), [(date(2026, 6, 30), "500000.00"), (date(2026, 7, 1), "600000.00")])
def test_an_amended_rule_applies_from_its_day(copy: "Copy", day: date, amount: str) -> None:
    old = "rules: [{from: 2024-08-19, rule: filing_award}]"
    new = "rules: [{from: 2024-08-19, rule: filing_award}, {from: 2026-07-01, rule: filing_award_2026}]"
    copy.replace("calculators.yaml", old, new)
    rules: Path = copy.file("rules.py")
    added = (
        "\n\ndef filing_award_2026(case: FilingAward, law: Law) -> Working:\n"
        '    return law.given(known(case.costs_yuan), "filing_costs", binding="costs")\n'
    )
    rules.write_text(rules.read_text(encoding="utf-8") + added, encoding="utf-8")
    found = load_calculators(copy.calculators, copy.policies)
    result = calculate("filing_award", {"costs_yuan": "60万"}, as_of=day, calculators=found)
    assert result.amount_yuan == Decimal(amount)


def test_an_amendment_may_bring_in_a_number(copy: "Copy") -> None:
    copy.add_policy("hz_ai_2026", AMENDMENT)
    parameters = copy.file("parameters.yaml")
    added = (
        "extra_rate:\n  label: 新比例\n  unit: percent\n  values:\n"
        "    - {from: 2026-01-01, value: 25, clause: hz_ai_2026/m01, quote: 补贴比例提高到25%}\n"
    )
    parameters.write_text(parameters.read_text(encoding="utf-8") + added, encoding="utf-8")
    copy.replace("calculators.yaml", "    - 方案实现首次应用", "    - 新比例为 {extra_rate}\n    - 方案实现首次应用")
    found = load_calculators(copy.calculators, copy.policies)
    before, after = (
        calculate("demonstration_award", {}, as_of=day, calculators=found).assumptions
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    )
    assert len(after) == len(before) + 1 and after[0] == "新比例为 25%"
