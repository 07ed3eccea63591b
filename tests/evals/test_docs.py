"""docs/evaluation.md says what the code does."""

import re
from pathlib import Path

from evals.case import Case, Turn, load_cases
from evals.metrics import metric_words
from evals.report import metric_docs

DOC = Path(__file__).parents[2] / "docs" / "evaluation.md"


def test_the_metrics_are_the_real_ones() -> None:
    table = re.search(r"<!-- metrics -->\n(.*?)\n<!-- /metrics -->", DOC.read_text(encoding="utf-8"), re.S)
    assert table is not None and table[1] == metric_docs()
    assert metric_docs().count("\n") == len(metric_words()) + 1


def test_the_example_names_every_key_and_loads(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", DOC.read_text(encoding="utf-8"), re.S)
    assert example is not None
    keys = set(re.findall(r"^\s+(?:- )?(\w+):", example[1], re.MULTILINE))
    assert keys == {*Case.model_fields, *Turn.model_fields} - {"range"}
    assert "range:" in example[1]
    alone = re.sub(r"^\s+same_as:.*\n", "", example[1], flags=re.MULTILINE)
    (tmp_path / "a.yaml").write_text(alone, encoding="utf-8")
    assert load_cases(tmp_path)[0].turns[0].reverse is not None
