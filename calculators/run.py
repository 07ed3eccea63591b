"""Run calculators: ``calculate`` forward, ``solve`` backward, ``run_line`` for a line of a batch."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.forward import calculate
from calculators.reverse import solve
from corpus.errors import InputError, SuanceError

_ID = re.compile(r'"id"\s*:\s*"([^"\\]*)"')

__all__ = ["calculate", "read_json", "run_line", "solve"]


def read_json(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Parse JSON with exact numbers; ``InputError`` for no JSON, a key that stands twice, NaN or Infinity."""
    try:
        return _DECODER.decode(text)
    except (json.JSONDecodeError, RecursionError) as error:
        place = f"第 {error.lineno} 行第 {error.colno} 字" if isinstance(error, json.JSONDecodeError) else "嵌套过深"
        raise InputError("json", text, allowed=f"合法的 JSON（{place}）") from None
    except ValueError:
        raise InputError("json", text, allowed="位数正常的数") from None


def _refuse_constant(name: str) -> None:
    raise InputError("json", name, allowed="有限的数")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(twice, "重复的键", allowed="每个键只出现一次")
    return found


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_unique)


def run_line(line: str | bytes, *, as_of: date) -> str:
    """Return the JSON row for one line of a batch: a result, or an error that names type, field and message."""
    row: Any = None
    try:
        row = read_json((line if isinstance(line, str) else _decoded(line)).strip())
        result = _run_row(row, as_of)
    except SuanceError as error:
        field = getattr(error, "field", getattr(error, "key", ""))
        fault = {"type": type(error).__name__, "field": field, "message": str(error)}
        return f'{{"id": {_dump(_row_id(row) if row is not None else _torn_id(line))}, "error": {_dump(fault)}}}'
    return f'{{"id": {_dump(_row_id(row))}, "result": {result}}}'


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("row", repr(line), allowed=f"UTF-8 文本（第 {error.start + 1} 字节起不是）") from None


def _dump(value: object) -> str:
    """Return JSON that can be written as UTF-8, broken characters escaped."""
    text = json.dumps(value, ensure_ascii=False, default=float)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, default=float)
    return text


def _row_id(row: object) -> object:
    return row.get("id") if isinstance(row, dict) else None


def _torn_id(line: str | bytes) -> str | None:
    """Return the id of a line that is no JSON, so that its error can be matched, if it can be made out."""
    found = _ID.search(line if isinstance(line, str) else line.decode("utf-8", "replace"))
    return found[1] if found else None


def _run_row(row: object, as_of: date) -> str:
    if not isinstance(row, dict):
        raise InputError("row", row, allowed='对象 {"id", "calculator", "inputs", "as_of"?}')
    for name in row.keys() - {"id", "calculator", "inputs", "as_of"}:
        raise InputError(name, name, allowed="id、calculator、inputs、as_of")
    name, inputs = row.get("calculator"), row.get("inputs", {})
    if not isinstance(name, str):
        raise InputError("calculator", name, allowed="计算器名称")
    day = as_of if row.get("as_of") is None else read_day(row["as_of"])
    return calculate(name, inputs, as_of=day).model_dump_json()


def read_day(value: object) -> date:
    """Read a day written YYYY-MM-DD."""
    try:
        if isinstance(value, str) and len(value) == len("YYYY-MM-DD"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise InputError("as_of", value, allowed="日期 YYYY-MM-DD", question="按哪一天计算？")
