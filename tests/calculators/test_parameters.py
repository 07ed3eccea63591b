"""No number loads without the sentence that states it."""

import ast
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from calculators.parameters import ParameterSet, numbers_in
from calculators.registry import FOLDER, load_calculators
from corpus.errors import DataError
from corpus.load import load_policies

if TYPE_CHECKING:
    from tests.calculators.conftest import Copy

BROKEN = [
    ("value: 8000000, clause: m03", "value: 9000000, clause: m03", "voucher_yearly_cap.values.0.value", "m03"),
    ("value: 8000000, clause: m03", "value: 8000000, clause: m04", "voucher_yearly_cap.values.0.quote", "m04"),
    ("value: 8000000, clause: m03", "value: 8000000, clause: m99", "voucher_yearly_cap.values.0.clause", "m99"),
    (
        "value: 8000000, clause: m03",
        "value: 8000000, clause: nope/m03",
        "voucher_yearly_cap.values.0.quote",
        "nope/m03",
    ),
    ("申領不超過800萬元}", "申領不超過900萬元}", "voucher_yearly_cap.values.0.quote", "m03"),
    ("quote: 生成式多模態基礎大模型企業可以放寬}", 'quote: ""}', "voucher_relaxed.values.0.quote", "m03"),
    ("clause: m03, quote: 生成式", "value: 3, clause: m03, quote: 生成式", "voucher_relaxed.values.0.value", "text"),
    ("{from: 2024-08-19, value: 25", "{from: 2024-08-20, value: 25", "rnd_matching_rate.values", "2024-08-19"),
    ("value: 2027-12-31", "value: 2027-12-30", "in_force_to.values.0.value", "2027-12-31"),
    ("unit: percent\n", "unit: share\n", "rnd_matching_rate.unit", ""),
]


@pytest.mark.parametrize(("old", "new", "key", "named"), BROKEN)
def test_what_does_not_hold_is_named(copy: "Copy", old: str, new: str, key: str, named: str) -> None:
    file = copy.replace("parameters.yaml", old, new)
    with pytest.raises(DataError) as caught:
        load_calculators(copy.calculators, copy.policies)
    assert caught.value.key == key
    assert str(file) in str(caught.value) and named in str(caught.value)
    assert caught.value.line


def test_dates_must_rise(copy: "Copy") -> None:
    quote = "不少於1000萬元投入}"
    again = "\n    - {from: 2024-08-19, value: 10000000, clause: m07, quote: 不少於1000萬元投入}"
    copy.replace("parameters.yaml", quote, quote + again)
    with pytest.raises(DataError, match="由早到晚"):
        load_calculators(copy.calculators, copy.policies)


def test_quotes_stand_where_they_say() -> None:
    for calculator in load_calculators().values():
        source = calculator.policy.source
        for line in calculator.parameters.dated.values():
            for item in line:
                assert source[item.start : item.end] == item.quote
                assert calculator.policy.clause(item.clause).text.count(item.quote) >= 1


def test_before_the_first_day_there_is_nothing() -> None:
    parameters = next(iter(load_calculators().values())).parameters
    assert parameters.at(date(2024, 8, 18)) == {}
    assert parameters.said_at(date(2024, 8, 18)) == {}
    assert ParameterSet({}).at(date(2026, 1, 1)) == {}


def test_in_force_dates_agree_with_the_policy() -> None:
    for policy in load_policies().values():
        dated = next(iter(load_calculators().values())).parameters.dated
        assert numbers_in(dated["in_force_from"][-1].quote, "date") == [str(policy.in_force_from)]
        assert numbers_in(dated["in_force_to"][-1].quote, "date") == [str(policy.in_force_to)]


def test_numbers_of_each_unit() -> None:
    assert numbers_in("给予每家20万元—100万元", "CNY") == []
    assert numbers_in("3年内10家", "count") == ["10"]
    assert numbers_in("不超過3年,2025年", "year") == ["3"]
    assert numbers_in("1.5个百分点", "percentage_point") == ["1.5"]
    assert numbers_in("50%", "text") == []


PACKAGES = ["corpus", "index", "calculators", "assistant", "ui", "evals"]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_number_of_the_policy_stands_in_code(package: str) -> None:
    """No amount of money anywhere; no number at all beside the rules, and no larger one in the calculators."""
    parameters = next(iter(load_calculators().values())).parameters
    items = [item for line in parameters.dated.values() for item in line if item.unit not in ("text", "date")]
    money, values = {item.value for item in items if item.unit == "CNY"}, {item.value for item in items}
    for file in sorted((FOLDER.parent / package).rglob("*.py")):
        small = set() if file.parent.name == "hz_ai_2024" else {value for value in values if value <= 10}
        forbidden = values - small if package == "calculators" else money
        for number in literals(file):
            assert number not in forbidden, f"{file}: {number}"


def literals(file: Path) -> list[Decimal]:
    """Return the numbers of a file, those written as text too: ``Decimal("0.3")``."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        written = str(node.value) if isinstance(node, ast.Constant) else ""
        if re.fullmatch(r"\d+(\.\d+)?", written):
            found.append(Decimal(written))
    return found


def test_the_search_for_numbers_finds_them_in_any_form(tmp_path: Path) -> None:
    file = tmp_path / "rules.py"
    file.write_text('cap = 5_000_000\nrate = Decimal("30")\npoints = 1.5\nname = "m03"\n', encoding="utf-8")
    assert set(literals(file)) == {Decimal(5_000_000), Decimal(30), Decimal("1.5")}
