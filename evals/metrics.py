"""Results → metrics with confidence intervals, over all cases and by kind, measure and section. Pure and seeded."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.reply import Status
from corpus.data_file import DataModel, read_yaml
from evals.case import Case
from evals.result import CaseResult, Record, Share, Variant

RESAMPLES = 1000
_SEED = 20240819
_PERCENTILES = {"latency_p50": 50, "latency_p95": 95}
Numbers = NDArray[np.float64]


class MetricWords(DataModel):
    """How a metric is called and read."""

    label: str
    meaning: str
    better: Literal["up", "down", "none"]
    must: int | None = None
    """The value that the gate insists on."""


class _MetricFile(DataModel):
    metrics: dict[str, MetricWords]


@cache
def metric_words() -> Mapping[str, MetricWords]:
    """Return every metric's words, in the order of the report."""
    return read_yaml(Path(__file__).with_name("metrics.yaml"), _MetricFile).metrics


class Metric(Record):
    """A value with its 95% interval (bootstrap over cases)."""

    value: float
    low: float
    high: float
    count: int
    """Turns (or cases, where a metric is per case) that have a say."""


class Group(Record):
    """The metrics of some of the cases."""

    cases: int
    metrics: dict[str, Metric]


class Metrics(Record):
    """All that a run measured about the dialogue."""

    overall: Group
    by_kind: dict[str, Group]
    by_measure: dict[str, Group]
    by_section: dict[str, Group]
    blind: Group
    """Over the cases that were written without sight of rules and word lists."""


@dataclass(frozen=True, slots=True)
class _Tally:
    """What one case adds to each metric."""

    case: Case
    shares: Mapping[str, Share]
    latencies: tuple[float, ...]


def measure(cases: Sequence[Case], results: Iterable[CaseResult]) -> Metrics:
    """Return the metrics of a run; cases without a result are left out."""
    runs: dict[str, list[CaseResult]] = {}
    for result in sorted(results, key=lambda one: one.key):
        runs.setdefault(result.case, []).append(result)
    firsts = {name: first for name, own in runs.items() if (first := _only(own, "asked", 0))}
    tallies = [_tally(case, runs[case.id], firsts) for case in cases if case.id in firsts]
    return Metrics(
        overall=_group(tallies),
        by_kind=_groups(tallies, lambda case: case.kind),
        by_measure=_groups(tallies, lambda case: case.measure),
        by_section=_groups(tallies, lambda case: case.section),
        blind=_group([tally for tally in tallies if tally.case.blind]),
    )


def _only(results: Iterable[CaseResult], variant: Variant, attempt: int) -> CaseResult | None:
    return next((one for one in results if one.variant == variant and one.attempt == attempt), None)


def _tally(case: Case, runs: Sequence[CaseResult], firsts: Mapping[str, CaseResult]) -> _Tally:
    asked = [run for run in runs if run.variant == "asked"]
    shares: dict[str, list[Share]] = {"cases": [_flag(run.passed) for run in asked]}
    for turn in (turn for run in asked for turn in run.turns):
        for name, share in turn.shares.items():
            shares.setdefault(name, []).append(share)
    shares["clarifying_turns"] = [Share(part=sum(map(_asks, run.answers)), whole=1) for run in asked]
    first = firsts[case.id]
    shares["parity"] = [_flag(run.answers == first.answers) for run in runs if run.variant == "converted"]
    shares["dressed"] = [_flag(run.answers == first.answers) for run in runs if run.variant == "dressed"]
    shares["repeats"] = [_flag(run.answers == first.answers) for run in asked if run.attempt > 0]
    twin = firsts.get(case.same_as or "")
    shares["paraphrases"] = [_flag(_gist(first) == _gist(twin))] if twin else []
    latencies = tuple(float(turn.reply["latency_ms"]) for run in asked for turn in run.turns)
    return _Tally(case, {name: _sum(own) for name, own in shares.items() if own}, latencies)


def _flag(held: bool) -> Share:
    return Share(part=float(held), whole=1)


def _asks(answer: tuple[str, tuple[str, ...], tuple[str, ...]]) -> bool:
    return answer[0] == Status.NEEDS_INPUT


def _gist(result: CaseResult) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return per turn the status, the clause cited first and the amounts: what paraphrases share."""
    firsts = [next((str(one["clause"]) for one in turn.reply["citations"]), "") for turn in result.turns]
    return [(status, first, amounts) for (status, _, amounts), first in zip(result.answers, firsts, strict=True)]


def _sum(shares: Sequence[Share]) -> Share:
    return Share(part=sum(one.part for one in shares), whole=sum(one.whole for one in shares))


def _groups(tallies: Sequence[_Tally], name: Callable[[Case], str]) -> dict[str, Group]:
    names = sorted({name(tally.case) for tally in tallies})
    return {own: _group([tally for tally in tallies if name(tally.case) == own]) for own in names}


def _group(tallies: Sequence[_Tally]) -> Group:
    count = len(tallies)
    if not count:
        return Group(cases=0, metrics={})
    random = np.random.default_rng(_SEED)
    weights = random.multinomial(count, np.full(count, 1 / count), size=RESAMPLES)
    found = {name: _rate(tallies, name, weights) for name in metric_words() if name not in _PERCENTILES}
    found |= {name: _percentile(tallies, wanted, random) for name, wanted in _PERCENTILES.items()}
    return Group(cases=count, metrics={name: metric for name, metric in found.items() if metric is not None})


def _rate(tallies: Sequence[_Tally], name: str, weights: NDArray[np.int64]) -> Metric | None:
    nothing = Share(part=0, whole=0)
    shares = [tally.shares.get(name, nothing) for tally in tallies]
    part: Numbers = np.array([share.part for share in shares])
    whole: Numbers = np.array([share.whole for share in shares])
    if not whole.sum():
        return None
    parts, wholes = weights @ part, weights @ whole
    rates = parts[wholes > 0] / wholes[wholes > 0]
    low, high = np.percentile(rates, [2.5, 97.5])
    return _metric(part.sum() / whole.sum(), low, high, int(whole.sum()))


def _percentile(tallies: Sequence[_Tally], wanted: int, random: np.random.Generator) -> Metric | None:
    values: Numbers = np.array([value for tally in tallies for value in tally.latencies])
    if not values.size:
        return None
    drawn = values[random.integers(values.size, size=(RESAMPLES // 4, values.size))]
    low, high = np.percentile(np.percentile(drawn, wanted, axis=1), [2.5, 97.5])
    return _metric(np.percentile(values, wanted), low, high, int(values.size))


def _metric(value: float, low: float, high: float, count: int) -> Metric:
    return Metric(value=round(float(value), 4), low=round(float(low), 4), high=round(float(high), 4), count=count)
