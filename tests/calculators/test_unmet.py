"""A condition that is not met brings the amount to 0, with the clause that sets it."""

from datetime import date

import pytest

from calculators.eligibility import load_eligibility
from calculators.forward import calculate
from calculators.unmet import BINDING, conditions_of, without_conditions
from corpus.errors import InputError

DAY = date(2026, 1, 1)
RULES = load_eligibility()["hz_ai_2024"]


def test_an_unmet_condition_brings_nothing_and_cites_itself() -> None:
    met = calculate("filing_award", {"costs_yuan": "40万"}, as_of=DAY)
    result = without_conditions(RULES, met, ["model_filed"])
    assert str(result.amount_yuan) == "0.00" and result.binding == BINDING and result.clause == met.clause
    [step] = result.steps
    assert RULES.policy.source[step.start : step.end] == step.quote and "備案" in step.quote
    assert "40 万元" in result.assumptions[0] and "備案" in result.explanation.hant


def test_what_is_not_known_is_not_asked_where_nothing_is_granted() -> None:
    met = calculate("innovation_platform", {"audited_investment_yuan": None}, as_of=DAY)
    result = without_conditions(RULES, met, ["core_team", "recognised_centre"])
    assert met.missing and not result.missing and result.question is None and result.range_yuan is None
    assert len(result.steps) == 2


def test_with_all_conditions_met_nothing_changes() -> None:
    met = calculate("demonstration_award", {}, as_of=DAY)
    assert without_conditions(RULES, met, []) == met


def test_a_condition_of_another_measure_is_refused() -> None:
    met = calculate("demonstration_award", {}, as_of=DAY)
    assert "model_filed" not in conditions_of(RULES, "demonstration_award")
    with pytest.raises(InputError, match="unmet"):
        without_conditions(RULES, met, ["model_filed"])
