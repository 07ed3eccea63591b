"""Batch rows: every line is answered, by a result or by an error that names type, field and message."""

import json
from datetime import date

import pytest

from calculators.run import read_day, run_line
from corpus.errors import InputError

DAY = date(2026, 1, 1)


def row(line: str | bytes) -> dict[str, object]:
    answer = run_line(line, as_of=DAY)
    answer.encode("utf-8")
    found = json.loads(answer)
    assert isinstance(found, dict)
    return found


def test_a_result() -> None:
    line = '{"id": "a", "calculator": "rnd_matching", "inputs": {"received_funds_yuan": 0.1}}'
    found = row(line)
    assert found["id"] == "a"
    result = found["result"]
    assert isinstance(result, dict) and result["amount_yuan"] == "0.02"
    assert found == row(line.encode())


def test_the_day_of_the_row_decides() -> None:
    line = '{"id": 1.5, "calculator": "demonstration_award", "as_of": "2028-01-01"}'
    found = row(line)
    assert isinstance(found["result"], dict) and found["result"]["status"] == "not_in_force"
    assert found["id"] == 1.5


def test_a_day_that_is_null_is_today() -> None:
    line = '{"id": 1, "calculator": "demonstration_award", "as_of": null}'
    found = row(line)
    assert isinstance(found["result"], dict) and found["result"]["as_of"] == str(DAY)


FAULTS = [
    ('{"id": "3", "calcul', "3", "json"),
    ("no json", None, "json"),
    ("[1]", None, "row"),
    ('{"id": 4, "calculator": "nope", "inputs": {}}', 4, "calculator"),
    ('{"id": 4, "calculator": 7, "inputs": {}}', 4, "calculator"),
    ('{"id": 4, "calculator": "rnd_matching", "inputs": null}', 4, "inputs"),
    ('{"id": 4, "calculator": "rnd_matching", "inputs": {"received_funds_yuan": true}}', 4, "received_funds_yuan"),
    ('{"id": 4, "calculator": "rnd_matching", "input": {}}', 4, "input"),
    ('{"id": 4, "calculator": "demonstration_award", "as_of": "2026-13-01"}', 4, "as_of"),
    ('{"id": 4, "calculator": "demonstration_award", "as_of": 20260101}', 4, "as_of"),
    ('{"id": "5", "calculator": "rnd_matching", "inputs": {"received_funds_yuan": NaN}}', "5", "json"),
    ('{"id": "6", "id": "7"}', "6", "id"),
    ('{"id": "\\ud800", "calculator": "\\ud800"}', "\ud800", "calculator"),
    (b'{"id": "8", "calculator": "\xff"}', "8", "row"),
]


@pytest.mark.parametrize(("line", "row_id", "field"), FAULTS)
def test_a_fault_is_a_row(line: str | bytes, row_id: object, field: str) -> None:
    found = row(line)
    error = found["error"]
    assert found["id"] == row_id
    assert isinstance(error, dict) and error["type"] == "InputError" and error["field"] == field and error["message"]


def test_days_are_written_one_way() -> None:
    assert read_day("2026-02-28") == date(2026, 2, 28)
    for value in ("20260228", "2026-2-28", "2026-02-30", None):
        with pytest.raises(InputError):
            read_day(value)
