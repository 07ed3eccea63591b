"""Comparing two runs, case by case."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

from evals.compare import compare, mcnemar
from evals.result import CaseResult, Check
from evals.run import RESULTS
from ui.cli import cli, run


def broken(result: CaseResult) -> CaseResult:
    wrong = Check(name="status", passed=False, expected="answered", got="failed")
    turns = (result.turns[0].model_copy(update={"checks": (wrong,)}), *result.turns[1:])
    return result.model_copy(update={"turns": turns})


def store(folder: Path, results: Iterable[CaseResult]) -> str:
    folder.mkdir()
    (folder / RESULTS).write_text("".join(one.model_dump_json() + "\n" for one in results), encoding="utf-8")
    return str(folder)


def test_changes_are_found_both_ways(results: list[CaseResult]) -> None:
    asked = [one for one in results if one.variant == "asked" and one.attempt == 0 and one.passed]
    old, new = [broken(asked[0]), *asked[1:]], [*asked[:-1], broken(asked[-1])]
    found = compare(old, new)
    assert [one.case for one in found.better] == [asked[0].case]
    assert [one.case for one in found.worse] == [asked[-1].case]
    assert found.worse[0].after == ("status：应为 answered，得到 failed",) and found.worse[0].before == ()
    assert found.p_value == 1 and not found.significant


def test_one_bad_repeat_fails_a_case(results: list[CaseResult]) -> None:
    runs = [one for one in results if one.case == "voucher-domestic" and one.variant == "asked"]
    assert len(runs) == 2 and not compare(runs, runs).worse
    assert len(compare(runs, [runs[0], broken(runs[1])]).worse) == 1


def test_a_reworded_case_is_not_compared(results: list[CaseResult]) -> None:
    one = next(one for one in results if one.variant == "asked")
    found = compare([one], [one.model_copy(update={"digest": "other"})])
    assert (found.shared, found.only_before, found.only_after) == (0, (one.case,), (one.case,))


@pytest.mark.parametrize(
    ("better", "worse", "p"), [(0, 0, 1.0), (1, 0, 1.0), (0, 6, 0.03125), (10, 2, 0.038574), (5, 5, 1.0)]
)
def test_the_exact_test(better: int, worse: int, p: float) -> None:
    assert round(mcnemar(better, worse), 6) == p == round(mcnemar(worse, better), 6)


def test_the_command_exits_with_1_on_regressions(results: list[CaseResult], tmp_path: Path) -> None:
    asked = [one for one in results if one.variant == "asked"]
    old = store(tmp_path / "old", asked)
    new = store(tmp_path / "new", [broken(asked[0]), *asked[1:]])
    assert run(["eval", "compare", old, old]) == 0
    assert run(["eval", "compare", old, new]) == 1
    assert run(["eval", "compare", new, old]) == 0
    assert run(["eval", "compare", old, str(tmp_path / "nowhere")]) == 2
    shown = CliRunner().invoke(cli, ["eval", "compare", old, new], standalone_mode=False).output
    assert f"变坏  {asked[0].case}" in shown and "得到 failed" in shown and "不显著" in shown
    printed = CliRunner().invoke(cli, ["eval", "compare", old, new, "--json"], standalone_mode=False).output
    assert json.loads(printed)["worse"][0]["case"] == asked[0].case
