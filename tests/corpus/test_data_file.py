from decimal import Decimal
from pathlib import Path

import pytest

from corpus.data_file import DataModel, parse_yaml, read_yaml
from corpus.errors import DataError


class Item(DataModel):
    name: str
    rate: Decimal


class Sheet(DataModel):
    items: list[Item]


def write(folder: Path, text: str) -> Path:
    file = folder / "sheet.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_numbers_become_exact_decimals(tmp_path: Path) -> None:
    data, lines = parse_yaml(write(tmp_path, "a:\n  b: 0.30\n"))
    assert data == {"a": {"b": Decimal("0.30")}}
    assert lines["a", "b"] == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("items:\n- name: x\n  rate: 1\n  name: y\n", r":4: name: 找到 重复的键"),
        ("items:\n- name: x\n  rate: 1\n  colour: red\n", r":4: items\.0\.colour: 找到 未知的键"),
        ("items:\n- name: x\n", r":2: items\.0\.rate: 找到 缺少此键"),
        ("items:\n- name: x\n  rate: many\n", r":3: items\.0\.rate: 找到 many"),
        ("items: [", r"YAML"),
        ("items: \x07", r"YAML: 找到 不能读取的字符或值"),
        ("items: &a [*a]", r"YAML: 找到 嵌套过深或引用自身"),
        ("[" * 5000 + "]" * 5000, r"YAML: 找到 嵌套过深或引用自身"),
        ("", r"空文件"),
        ("[]", r":1: 内容"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_yaml(write(tmp_path, text), Sheet)


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="不存在"):
        read_yaml(tmp_path / "none.yaml", Sheet)
    with pytest.raises(DataError, match="能读取的 YAML 文件"):
        read_yaml(tmp_path, Sheet)
    file = tmp_path / "sheet.yaml"
    file.write_bytes(b"\xff")
    with pytest.raises(DataError, match="UTF-8"):
        read_yaml(file, Sheet)
