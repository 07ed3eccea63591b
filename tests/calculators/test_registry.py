"""Code and words of a folder agree, or the first thing that does not is named."""

from typing import TYPE_CHECKING

import pytest

from calculators.fields import Inputs
from calculators.registry import load_calculators, load_rules
from corpus.errors import DataError

if TYPE_CHECKING:
    from tests.calculators.conftest import Copy

BROKEN = [
    ("inputs: RndMatching", "inputs: Nothing", "rnd_matching.inputs"),
    ("inputs: RndMatching", "inputs: rnd_matching", "rnd_matching.inputs"),
    ("cap: rnd_matching_cap", "cap: nothing", "rnd_matching.several.cap"),
    ("most: platform_years", "most: nothing", "innovation_platform.several.most"),
    ("shared: [total_investment_yuan]}", "shared: [nothing]}", "innovation_platform.several.shared"),
    ("clause: m01", "clause: m77", "rnd_matching.clause"),
    ("rule: rnd_matching}", "rule: nothing}", "rnd_matching.rules"),
    ("from: 2024-08-19, rule: rnd_matching}", "from: 2024-08-20, rule: rnd_matching}", "rnd_matching.rules"),
    ("    received_funds_yuan:\n", "    received_funds:\n", "rnd_matching.fields"),
    ("{voucher_city_total}", "{voucher_nothing}", "compute_voucher"),
    (
        "      question: 这个项目实际到账的国家、省资助经费是多少？\n",
        "      question: 多少？\n    extra: {label: 多, unit: 元, help: 多, question: 多？}\n",
        "rnd_matching.fields.extra",
    ),
    ("{domestic: 国产算力, ", "{", "compute_voucher.fields.contracts[].category"),
    ("      unit: 元\n", "      unit: 元\n      choice_names: {a: 甲}\n", "rnd_matching.fields.received_funds_yuan"),
    ("  title: 算力券\n", "  title: 算力券\n  note: 多余\n", "compute_voucher.note"),
]


@pytest.mark.parametrize(("old", "new", "key"), BROKEN)
def test_what_does_not_hold_is_named(copy: "Copy", old: str, new: str, key: str) -> None:
    file = copy.replace("calculators.yaml", old, new)
    with pytest.raises(DataError) as caught:
        load_calculators(copy.calculators, copy.policies)
    assert caught.value.key == key and str(file) in str(caught.value)


def test_a_folder_must_be_named_like_a_policy(copy: "Copy") -> None:
    copy.file("").rename(copy.calculators / "unknown")
    with pytest.raises(DataError, match="unknown"):
        load_calculators(copy.calculators, copy.policies)


def test_names_are_unique_over_policies(copy: "Copy") -> None:
    for folder in (copy.policies, copy.calculators):
        target = folder / "hz_ai_copy"
        target.mkdir()
        for file in (folder / "hz_ai_2024").iterdir():
            (target / file.name).write_bytes(file.read_bytes())
    with pytest.raises(DataError, match="不重复的计算器名称"):
        load_calculators(copy.calculators, copy.policies)


def test_rules_must_be_there(copy: "Copy") -> None:
    copy.file("rules.py").unlink()
    with pytest.raises(DataError, match="规则函数"):
        load_calculators(copy.calculators, copy.policies)


def test_rules_of_the_package_are_imported_as_part_of_it() -> None:
    assert load_rules(
        load_calculators()["rnd_matching"].policy.folder.parents[2] / "calculators" / "hz_ai_2024"
    ).__name__ == ("calculators.hz_ai_2024.rules")


def test_what_must_be_given_is_what_the_rule_needs() -> None:
    fields = load_calculators()["loan_interest"].fields
    required = {path for path, field in fields.items() if field.required}
    assert required == {
        "total_investment_yuan", "principal_yuan", "annual_rate_percent",
        "loans[].principal_yuan", "loans[].annual_rate_percent",
    }  # fmt: skip


def test_schema_speaks_to_a_model() -> None:
    for calculator in load_calculators().values():
        schema = calculator.json_schema()
        assert schema["additionalProperties"] is False
        for entry in schema["properties"].values():
            assert entry["title"] and entry["description"]
        assert calculator.clause_record().id == calculator.clause
        assert issubclass(calculator.inputs, Inputs)
        assert all(field.label and field.question and field.help for field in calculator.fields.values())
    assert "contracts[].category" in load_calculators()["compute_voucher"].fields
