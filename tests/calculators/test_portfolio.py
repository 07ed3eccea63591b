"""One profile, fourteen measures, and the best lawful combination."""

import json
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.combination import Candidate, best
from calculators.eligibility import load_eligibility
from calculators.portfolio import Profile, check_profile, find_eligibility, read_profile, read_profile_file
from calculators.portfolio_result import MeasureCheck, Portfolio
from corpus.errors import DataError, InputError

if TYPE_CHECKING:
    from tests.calculators.conftest import Copy

DAY = date(2026, 1, 1)
RND = {"undertakes_state_task": True, "received_funds_yuan": "2400万"}
VOUCHER = {"buys_listed_compute": True, "contracts": [{"amount_yuan": "1000万", "category": "domestic"}]}
PLATFORM = {"recognised_centre": True, "core_team": True, "platform_audited_yuan": "1200万"}
LOAN = {
    "planned_compute_project": True, "partner_bank_loan": True, "total_investment_yuan": "8000万",
    "principal_yuan": "6000万", "annual_rate_percent": "4",
}  # fmt: skip


def run(**facts: object) -> Portfolio:
    return check_profile(facts, as_of=DAY)


def measure(portfolio: Portfolio, number: int) -> MeasureCheck:
    return portfolio.measures[number - 1]


def test_nothing_known_tells_nothing_and_asks() -> None:
    found = run()
    assert len(found.measures) == 14
    assert {check.verdict for check in found.measures} == {"cannot_tell"}
    assert found.combination is None and found.possible is not None
    assert all(question.question for question in found.questions)
    assert len({question.field for question in found.questions}) == len(found.questions)
    assert found.questions[0].field == "planned_compute_project"


def test_each_clause_and_quote_is_the_source() -> None:
    source = find_eligibility().policy.source
    for check in run(**LOAN).measures:
        for condition in check.conditions:
            assert source[condition.start : condition.end] == condition.quote


def test_a_failed_threshold_says_how_near() -> None:
    check = measure(run(**{**LOAN, "total_investment_yuan": "4900万"}), 2)
    failed = [condition for condition in check.conditions if condition.met is False]
    assert check.verdict == "not_eligible" and check.calculation is None and check.amount_yuan is None
    assert [str(condition.shortfall_yuan) for condition in failed] == ["1000000.00"]
    assert "还差 100 万元" in failed[0].text


def test_a_failed_fact_is_named() -> None:
    check = measure(run(self_developed_model=True, model_filed=False, filing_costs_yuan="60万"), 4)
    assert check.verdict == "not_eligible"
    assert [condition.field for condition in check.conditions if condition.met is False] == ["model_filed"]


def test_eligible_with_amount() -> None:
    found = run(**LOAN)
    check = measure(found, 2)
    assert (check.verdict, check.amount_yuan) == ("eligible", Decimal("900000.00"))
    assert found.combination is not None and found.combination.chosen == ("m02",)
    assert found.combination.steps[0].value == found.combination.amount_yuan == Decimal("900000.00")


def test_platform_threshold_uses_the_total_where_it_is_given() -> None:
    assert measure(run(**PLATFORM), 7).verdict == "eligible"
    assert measure(run(**{**PLATFORM, "platform_total_yuan": "900万"}), 7).verdict == "not_eligible"
    assert (
        measure(run(**{**PLATFORM, "platform_audited_yuan": "1万", "platform_total_yuan": "1000万"}), 7).verdict
        == "eligible"
    )
    assert measure(run(recognised_centre=True, core_team=True), 7).verdict == "cannot_tell"


def test_eligible_but_inputs_missing_gives_a_range_and_asks() -> None:
    found = run(buys_listed_compute=True)
    check = measure(found, 3)
    assert (check.verdict, check.range_yuan) == ("eligible", (Decimal("0.00"), Decimal("8000000.00")))
    assert "contracts" in [question.field for question in found.questions]
    assert found.combination is not None and (found.combination.low_yuan, found.combination.amount_yuan) == (
        Decimal("0.00"), Decimal("8000000.00"),
    )  # fmt: skip


def test_measures_without_amount_say_so() -> None:
    check = measure(run(first_recognised_title=True), 10)
    assert (check.verdict, check.amount_yuan, check.range_yuan) == ("eligible", None, None)
    assert "有关政策" in check.note


def test_the_same_cost_counts_once() -> None:
    apart = run(**RND, **PLATFORM, platform_covers_rnd=False)
    assert apart.combination is not None and apart.combination.amount_yuan == Decimal("10000000.00")
    assert apart.exclusions == ()
    same = run(**RND, **PLATFORM, platform_covers_rnd=True)
    assert same.combination is not None and same.combination.amount_yuan == Decimal("5000000.00")
    assert (same.exclusions[0].between, same.exclusions[0].known) == (("m01", "m07"), True)
    unknown = run(**RND, **PLATFORM)
    assert unknown.combination == same.combination
    assert not unknown.exclusions[0].known
    assert unknown.questions[0].field == "platform_covers_rnd"
    assert "platform_covers_rnd" in unknown.assumptions[0]


def test_two_smaller_supports_may_beat_one_larger() -> None:
    facts = {**RND, **VOUCHER, **PLATFORM, "received_funds_yuan": "1600万"}
    found = run(**facts, platform_covers_rnd=True, platform_covers_compute=True)
    assert found.combination is not None
    assert found.combination.chosen == ("m01", "m03") and found.combination.amount_yuan == Decimal("7000000.00")
    assert [exclusion.kept for exclusion in found.exclusions] == ["m01", "m03"]


def test_supports_of_other_policies_exclude_the_same_cost() -> None:
    others = [
        {"measure": "m03", "name": "区级补贴", "amount_yuan": "350万"},
        {"measure": "m03", "name": "省级补贴", "amount_yuan": "100万"},
        {"measure": "m06", "name": "赛事补贴", "amount_yuan": "10万"},
    ]
    found = run(**VOUCHER, other_supports=others)
    assert found.combination is not None and found.combination.chosen == ("other:0", "other:2")
    assert {exclusion.between for exclusion in found.exclusions} == {
        ("m03", "other:0"), ("m03", "other:1"), ("other:0", "other:1"),
    }  # fmt: skip
    less = run(**VOUCHER, other_supports=others[1:])
    assert less.combination is not None and less.combination.chosen == ("m03", "other:1")


def test_possible_is_left_out_when_nothing_is_open() -> None:
    closed = {name: False for name, field in find_eligibility().fields.items() if field.kind == "flag"}
    found = check_profile({**closed, "undertakes_state_task": True, "received_funds_yuan": "100万"}, as_of=DAY)
    assert found.possible is None and found.combination is not None
    assert found.combination.amount_yuan == Decimal("250000.00")
    assert (
        "条件都已满足；最高 25 万元。" in found.explanation.hans
        and "條件都已滿足；最高 25 萬元。" in found.explanation.hant
    )


def test_each_measure_says_why_how_near_and_how_much() -> None:
    found = run(**{**LOAN, "total_investment_yuan": "4900万"}, open_source_selected=True, self_developed_model=False)
    assert all(check.reason and check.conditions[0].clause == check.clause for check in found.measures)
    assert (
        measure(found, 2).reason == "项目总投资门槛为 5,000 万元，现为 4,900 万元，还差 100 万元；其余 2 项条件已满足"
    )
    assert measure(found, 4).reason == ("不满足“模型为企业自研”；待答：是否已经获得中央网信办生成式人工智能模型备案")
    assert measure(found, 5).reason.endswith("其余 1 项条件已满足；若都满足，20 万元到最高 100 万元")
    assert measure(found, 10).reason.endswith("本政策没有写明数额")
    assert measure(found, 4).amount_yuan is None and measure(found, 10).amount_yuan is None


def test_the_explanation_names_what_excludes_what() -> None:
    found = run(**RND, **PLATFORM, platform_covers_rnd=True)
    assert found.exclusions[0].text in found.explanation.hans
    assert found.explanation.hans.endswith("最高不超过 500 万元。所列标准均为最高标准，实际数额由主管部门核定。")


def test_not_in_force() -> None:
    found = check_profile({}, as_of=date(2028, 1, 1))
    assert (found.status, found.measures, str(found.in_force.last)) == ("not_in_force", (), "2027-12-31")


BAD: list[tuple[object, str]] = [
    ({"undertakes_state_tasks": True}, "undertakes_state_tasks"),
    ({"core_team": "yes"}, "core_team"),
    ({"received_funds_yuan": -1}, "received_funds_yuan"),
    ({"contracts": [{"amount_yuan": 1}]}, "contracts[0].category"),
    ({"contracts": [{"amount_yuan": 1, "category": "x"}]}, "contracts[0].category"),
    ({"contracts": [{"amount_yuan": 1, "category": "other", "x": 1}]}, "contracts[0].x"),
    ({"other_supports": [{"measure": "m99", "name": "x", "amount_yuan": 1}]}, "other_supports[0].measure"),
    ({"other_supports": [{"measure": "m03", "name": "x", "amount_yuan": True}]}, "other_supports[0].amount_yuan"),
    ({"other_supports": [{"measure": "m03", "name": "x", "amount_yuan": 1}] * 9}, "other_supports"),
    ([], "profile"),
]


@pytest.mark.parametrize(("facts", "field"), BAD)
def test_what_cannot_be_used_is_named(facts: object, field: str) -> None:
    with pytest.raises(InputError) as caught:
        read_profile(facts)
    assert caught.value.field == field


def test_files(tmp_path: Path) -> None:
    facts = {"received_funds_yuan": 0.1, "undertakes_state_task": True}
    as_json, as_yaml = tmp_path / "a.json", tmp_path / "a.yaml"
    as_json.write_text(json.dumps(facts), encoding="utf-8")
    as_yaml.write_text("received_funds_yuan: 0.1\nundertakes_state_task: true\n", encoding="utf-8")
    assert read_profile_file(as_json) == read_profile_file(as_yaml) == read_profile(facts)
    assert check_profile(read_profile(facts), as_of=DAY) == check_profile(facts, as_of=DAY)
    with pytest.raises(InputError):
        read_profile_file(tmp_path / "none.yaml")
    as_json.write_bytes(b'{"a": "\xff"}')
    with pytest.raises(InputError, match="UTF-8"):
        read_profile_file(as_json)
    as_yaml.write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(DataError):
        read_profile_file(as_yaml)
    assert issubclass(find_eligibility().profile, Profile)


def test_policy_must_be_known() -> None:
    with pytest.raises(InputError, match="hz_ai_2024"):
        check_profile({}, as_of=DAY, policy="nope")


def test_no_rules_at_all(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"eligibility\.yaml"):
        check_profile({}, as_of=DAY, folder=tmp_path)


candidates = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6).map(
    lambda pairs: [
        Candidate(str(n), str(n), Decimal(min(pair)), Decimal(max(pair))) for n, pair in enumerate(pairs)
    ]
)  # fmt: skip


@settings(deadline=None, derandomize=True, max_examples=60)
@given(candidates, st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8))
def test_no_lawful_combination_is_better(found: list[Candidate], pairs: set[tuple[int, int]]) -> None:
    conflicts = {frozenset(map(str, pair)) for pair in pairs if pair[0] != pair[1]}
    chosen = best(found, conflicts)
    keys = [candidate.key for candidate in chosen.chosen]
    assert not any(frozenset(pair) in conflicts for pair in combinations(keys, 2))
    for mask in range(2 ** len(found)):
        some = [candidate for n, candidate in enumerate(found) if mask >> n & 1]
        if not any(frozenset((a.key, b.key)) in conflicts for a, b in combinations(some, 2)):
            assert sum((item.high for item in some), Decimal(0)) <= chosen.high


BROKEN = [
    ("  m14:\n", "  m15:\n", "measures"),
    ("quote: 鼓勵企業承擔國家、省重點研發任務}", "quote: 鼓勵企业}", "measures.m01.conditions"),
    ("field: undertakes_state_task,", "field: undertakes,", "measures.m01.conditions"),
    ("at_least: loan_project_threshold", "at_least: nothing", "measures.m02.conditions"),
    (
        "at_least: loan_project_threshold}",
        "quote: 對納入, at_least: loan_project_threshold}",
        "measures.m02.conditions.1",
    ),
    ("calculator: rnd_matching", "calculator: nothing", "measures.m01.calculator"),
    ("calculator: rnd_matching\n", "no_amount: 无\n    calculator: rnd_matching\n", "measures.m01"),
    (
        "inputs: {received_funds_yuan: received_funds_yuan}",
        "inputs: {funds: received_funds_yuan}",
        "measures.m01.inputs",
    ),
    (
        "inputs: {received_funds_yuan: received_funds_yuan}",
        "inputs: {received_funds_yuan: funds}",
        "measures.m01.inputs",
    ),
    ("{like: rnd_matching.received_funds_yuan}", "{like: rnd_matching.funds}", "fields.received_funds_yuan.like"),
    ("{like: rnd_matching.received_funds_yuan}", "{like: matching.funds}", "fields.received_funds_yuan.like"),
    ("field: platform_covers_rnd}", "field: platform_covers}", "overlaps.platform_covers"),
    ("no_double: no_double", "no_double: nothing", "no_double"),
]


@pytest.mark.parametrize(("old", "new", "key"), BROKEN)
def test_rules_that_do_not_hold_are_named(copy: "Copy", old: str, new: str, key: str) -> None:
    file = copy.replace("eligibility.yaml", old, new)
    with pytest.raises(DataError) as caught:
        load_eligibility(copy.calculators, copy.policies)
    assert caught.value.key == key and str(file) in str(caught.value)
