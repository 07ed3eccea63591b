"""The gate: green for the accepted run, red for each kind of fall."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.gate import Baseline, judge_run, make_baseline, read_baseline, write_baseline
from evals.result import CaseResult, Share
from evals.retrieval import Retrieval, measure_bank
from evals.suite import Ran, Wanted, run_suite
from index.encoder.encoder import SHIPPED
from index.search import Searcher
from tests.evals.conftest import CASES, Quiet
from tests.evals.test_compare import broken
from ui.cli import run


@pytest.fixture(scope="module")
def ran(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    settings = Settings(home=home, model="offline", encoder=SHIPPED)
    return run_suite(settings, Wanted(cases=CASES, out=tmp_path_factory.mktemp("run")), Quiet())


@pytest.fixture(scope="module")
def baseline(ran: Ran) -> Baseline:
    return make_baseline(ran.report, ran.cases)


def problems(
    baseline: Baseline, ran: Ran, results: Sequence[CaseResult], retrieval: Sequence[Retrieval] | None = None
) -> str:
    return "\n".join(judge_run(baseline, ran.cases, results, retrieval or ran.report.retrieval).problems)


def test_the_accepted_run_is_green(baseline: Baseline, ran: Ran, tmp_path: Path) -> None:
    write_baseline(baseline, tmp_path / "b.json")
    verdict = judge_run(read_baseline(tmp_path / "b.json"), ran.cases, ran.results, ran.report.retrieval)
    assert (verdict.problems, verdict.lost, verdict.gained, verdict.new, verdict.gone) == ((), (), (), (), ())


def test_a_lost_case_is_red_unless_another_is_gained(baseline: Baseline, ran: Ran) -> None:
    fewer = [broken(one) if one.case == "filing" and one.variant == "asked" else one for one in ran.results]
    assert "原来通过、现在不通过的有 1 题" in problems(baseline, ran, fewer)
    swapped = {**baseline.held}
    other = swapped.pop("recipe")
    accepted = baseline.model_copy(update={"held": swapped, "fell": {"recipe": other}})
    verdict = judge_run(accepted, ran.cases, fewer, ran.report.retrieval)
    assert (verdict.lost, verdict.gained) == (("filing",), ("recipe",))
    assert not any("原来通过" in problem for problem in verdict.problems)


def test_a_fallen_metric_is_red_and_a_small_fall_is_not(baseline: Baseline, ran: Ran) -> None:
    for better, rise in (("hit_at_1", 0.02), ("false_refusals", -0.02)):
        higher = {**baseline.metrics, better: baseline.metrics[better] + rise}
        assert problems(baseline.model_copy(update={"metrics": higher}), ran, ran.results)
        slightly = {**baseline.metrics, better: baseline.metrics[better] + rise / 4}
        assert not problems(baseline.model_copy(update={"metrics": slightly}), ran, ran.results)


def test_what_must_hold_is_not_bargained_with(baseline: Baseline, ran: Ran) -> None:
    for name, label in (("verbatim", "引文逐字"), ("unbound", "无据数字"), ("failed", "答复失败")):
        share = Share(part=999, whole=1000) if name == "verbatim" else Share(part=1, whole=1000)
        turn = ran.results[0].turns[0]
        worse = turn.model_copy(update={"shares": {**turn.shares, name: share}})
        first = ran.results[0].model_copy(update={"turns": (worse, *ran.results[0].turns[1:])})
        assert f"{label}必须是" in problems(baseline, ran, [first, *ran.results[1:]])


def test_worse_retrieval_is_red(baseline: Baseline, ran: Ran) -> None:
    bank = ran.report.retrieval[0]
    for name, value in (("recall_at_1", bank.recall_at_1 - 0.02), ("false_refusals", 0.9)):
        assert f"检索 {name}" in problems(baseline, ran, ran.results, [bank.model_copy(update={name: value})])


def test_a_reworded_case_is_named_and_not_held_against_the_run(baseline: Baseline, ran: Ran) -> None:
    known = baseline.model_copy(update={"held": {**baseline.held, "filing": "other", "old-one": "x"}})
    verdict = judge_run(known, ran.cases, ran.results, ran.report.retrieval)
    assert verdict.new == ("filing",) and set(verdict.gone) == {"filing", "old-one"} and not verdict.problems


def test_the_command(
    ran: Ran, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SUANCE_HOME", str(home))
    arguments = ["--cases", str(CASES), "--out", str(ran.folder), "--jobs", "1", "--baseline", str(tmp_path / "b.json")]
    assert run(["eval", "gate", *arguments]) == 2
    assert "gate --update" in capsys.readouterr().err
    assert run(["eval", "gate", "--update", *arguments]) == 0
    assert run(["eval", "gate", *arguments]) == 0
    assert "合格" in capsys.readouterr().out
    accepted = read_baseline(tmp_path / "b.json")
    higher = accepted.model_copy(update={"retrieval": {**accepted.retrieval, "mrr": 1.5}})
    write_baseline(higher, tmp_path / "b.json")
    assert run(["eval", "gate", *arguments]) == 1
    assert "不合格：检索 mrr" in capsys.readouterr().out


def test_the_bank_is_scored_on_its_tune_part(searcher: Searcher) -> None:
    found = measure_bank(searcher)
    assert found.curve[0].refused == 0 and found.curve[0].false_refusals == 0
    assert [point.refused for point in found.curve] == sorted(point.refused for point in found.curve)
    in_use = next(point for point in found.curve if point.threshold == found.threshold)
    assert (in_use.refused, in_use.false_refusals) == (found.refused, found.false_refusals)
    assert found.recall_at_1 <= found.recall_at_3 <= 1 and found.questions > found.outside > 0
