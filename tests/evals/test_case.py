"""Case files: what is read, and what is refused with file and line."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.reply import Status
from corpus.clause import Policy
from corpus.errors import DataError
from evals.case import CASES, DAY, Case, load_cases, squeeze

GOOD = """cases:
  - id: one
    kind: who
    section: normal
    measure: m03
    turns:
      - ask: 算力券谁管
        status: answered
        clauses: [m03]
"""


def write(folder: Path, text: str, name: str = "a.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_case_is_read(tmp_path: Path) -> None:
    (case,) = load_cases(write(tmp_path, GOOD))
    assert case.turns[0].status == (Status.ANSWERED,)
    assert (case.as_of, case.blind, case.turns[0].amount) == (DAY, False, None)


def test_amounts_are_exact(tmp_path: Path) -> None:
    text = GOOD + '        amount: "703.68"\n        range: ["0.10", 5]\n'
    turn = load_cases(write(tmp_path, text))[0].turns[0]
    assert turn.amount == Decimal("703.68") and turn.range == (Decimal("0.10"), Decimal(5))


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ("    kind: who\n", "    kind: who\n    colour: red\n", 4, "colour"),
        ("        clauses: [m03]\n", "        clause: [m03]\n", 9, "clause"),
        ("    kind: who\n", "    kind: whom\n", 3, "kind"),
        ("        status: answered\n", "        status: fine\n", 8, "status"),
        ("    measure: m03\n", "    measure: m3\n", 5, "measure"),
        ("        clauses: [m03]\n", "        clauses: [m77]\n", 9, "clauses"),
        ("        clauses: [m03]\n", "        clauses: [m03]\n        quote: 补贴百分之九十\n", 10, "quote"),
        ("        clauses: [m03]\n", "        amount: true\n", 9, "amount"),
        ("    id: one\n", "    id: One Two\n", 2, "id"),
    ],
)
def test_faults_name_file_and_line(
    old: str, new: str, line: int, key: str, tmp_path: Path, policies: Mapping[str, Policy]
) -> None:
    text = GOOD.replace("  - id: one\n", "  -\n    id: one\n") if key == "id" else GOOD
    with pytest.raises(DataError) as caught:
        load_cases(write(tmp_path, text.replace(old, new)), policies)
    assert caught.value.file.endswith("a.yaml") and key in caught.value.key
    assert caught.value.line == line + (key == "id")


def test_a_duplicate_id_names_both_places(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    with pytest.raises(DataError, match=r"b\.yaml:2: .*one.*a\.yaml:2"):
        load_cases(write(tmp_path, GOOD, "b.yaml"))


def test_a_case_must_lean_on_one_that_exists(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nobody"):
        load_cases(write(tmp_path, GOOD.replace("    kind: who\n", "    kind: who\n    same_as: nobody\n")))


def test_a_changed_expectation_changes_the_digest(tmp_path: Path) -> None:
    (before,) = load_cases(write(tmp_path, GOOD))
    (after,) = load_cases(write(tmp_path, GOOD.replace("answered", "partial")))
    assert before.digest != after.digest
    assert before.digest == Case.model_validate(before.model_dump()).digest


def test_texts_are_compared_without_script_spaces_and_marks() -> None:
    assert squeeze("最高可得 **３00 萬元**[1]。") == "最高可得300万元。"


def test_the_shipped_cases_hold_together(policies: Mapping[str, Policy]) -> None:
    cases = load_cases(CASES, policies)
    assert len({case.id for case in cases}) == len(cases)
