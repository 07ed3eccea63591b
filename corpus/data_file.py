"""The one strict reader of YAML data files: duplicate and unknown keys are refused, numbers become Decimal."""

from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import DataError


class DataModel(BaseModel):
    """Base of every record read from a data file: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Model = TypeVar("Model", bound=BaseModel)
Lines = dict[tuple[str | int, ...], int]


class _Loader(yaml.SafeLoader):
    """SafeLoader whose floats are Decimals; dates stay dates."""


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


def _walk(file: Path, node: yaml.Node, path: tuple[str | int, ...], lines: Lines) -> None:
    """Note the line of every key and refuse a key that stands twice in one mapping."""
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            _walk(file, item, (*path, position), lines)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise DataError(file, str(key.value), line=line, found="重复的键", expected="每个键只出现一次")
            seen.add(key.value)
            _walk(file, value, (*path, key.value), lines)
            lines[(*path, key.value)] = key.start_mark.line + 1


def parse_yaml(file: Path) -> tuple[Any, Lines]:
    """Return the plain data of a YAML file and the line of every key path; ``DataError`` if it is no YAML."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DataError(file, "文件", found="不存在", expected="一个 YAML 文件") from None
    except OSError as error:
        raise DataError(file, "文件", found=error.strerror, expected="能读取的 YAML 文件") from None
    except UnicodeDecodeError as error:
        raise DataError(file, "编码", found=f"第 {error.start} 字节不是 UTF-8", expected="UTF-8") from None
    try:
        return _construct(file, text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise DataError(file, "YAML", line=line, found="写法有误", expected="合法的 YAML") from None
    except (yaml.YAMLError, ValueError):
        raise DataError(file, "YAML", found="不能读取的字符或值", expected="合法的 YAML") from None
    except RecursionError:
        raise DataError(file, "YAML", found="嵌套过深或引用自身", expected="不过深的 YAML") from None


def _construct(file: Path, text: str) -> tuple[Any, Lines]:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines: Lines = {}
        if node is None:
            raise DataError(file, "内容", found="空文件", expected="YAML 内容")
        _walk(file, node, (), lines)
        return loader.construct_document(node), lines
    finally:
        loader.dispose()


def read_yaml(file: Path, model: type[Model]) -> Model:
    """Read a YAML file into a pydantic model; the first fault becomes a ``DataError`` with file, line and key."""
    data, lines = parse_yaml(file)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _data_error(file, lines, error) from None


def _data_error(file: Path, lines: Lines, error: ValidationError) -> DataError:
    fault = error.errors(include_url=False)[0]
    place = tuple(part for part in fault["loc"])
    known = place
    while known and known not in lines:
        known = known[:-1]
    key = ".".join(str(part) for part in place) or "内容"
    found: object = fault["input"]
    if fault["type"] == "extra_forbidden":
        return DataError(file, key, line=lines.get(known), found="未知的键", expected="文档列出的键")
    if fault["type"] == "missing":
        found = "缺少此键"
    return DataError(file, key, line=lines.get(known), found=found, expected=fault["msg"])
