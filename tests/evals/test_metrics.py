"""Metrics: rates over turns, intervals over cases, agreement between forms and repeats."""

from collections.abc import Sequence

from evals.case import Case
from evals.metrics import measure, metric_words
from evals.result import CaseResult


def with_status(result: CaseResult, status: str) -> CaseResult:
    turns = [turn.model_copy(update={"reply": {**turn.reply, "status": status}}) for turn in result.turns]
    return result.model_copy(update={"turns": tuple(turns)})


def test_every_metric_has_words_and_most_have_a_value(cases: Sequence[Case], results: list[CaseResult]) -> None:
    overall = measure(cases, results).overall
    assert overall.cases == len(cases)
    assert set(overall.metrics) <= set(metric_words())
    assert {"cases", "parity", "dressed", "repeats", "paraphrases", "latency_p95"} <= set(overall.metrics)
    for metric in overall.metrics.values():
        assert metric.low <= metric.value <= metric.high and metric.count > 0


def test_the_same_results_give_the_same_intervals(cases: Sequence[Case], results: list[CaseResult]) -> None:
    assert measure(cases, results) == measure(cases, list(reversed(results)))


def test_groups_hold_their_own_cases(cases: Sequence[Case], results: list[CaseResult]) -> None:
    found = measure(cases, results)
    assert sum(group.cases for group in found.by_kind.values()) == len(cases)
    assert found.by_measure["m03"].cases == sum(case.measure == "m03" for case in cases)
    assert found.blind.cases == 0 and found.blind.metrics == {}


def test_a_form_that_is_answered_otherwise_lowers_agreement(cases: Sequence[Case], results: list[CaseResult]) -> None:
    for variant, metric in (("converted", "parity"), ("dressed", "dressed")):
        at = next(place for place, one in enumerate(results) if one.variant == variant)
        changed = [*results[:at], with_status(results[at], "failed"), *results[at + 1 :]]
        whole = measure(cases, changed).overall.metrics[metric]
        assert whole.value == 1 - 1 / whole.count or whole.value < 1
        assert whole.low < whole.value


def test_a_repeat_that_is_answered_otherwise_lowers_stability(cases: Sequence[Case], results: list[CaseResult]) -> None:
    changed = [with_status(one, "failed") if one.attempt == 1 else one for one in results]
    assert measure(cases, changed).overall.metrics["repeats"].value == 0


def test_cases_without_results_are_left_out(cases: Sequence[Case], results: list[CaseResult]) -> None:
    own = [one for one in results if one.case == "recipe"]
    assert measure(cases, own).overall.cases == 1
