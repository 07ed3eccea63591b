"""Files and lines that users give: read whole, or refused with one clear line."""

import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from corpus.errors import InputError

Row = TypeVar("Row", bound=BaseModel)
STDIN = "-"
_BOM = b"\xef\xbb\xbf"
_REASONS = {
    "extra_forbidden": "没有这个键，可用的键：{names}",
    "missing": "必须有这个键",
    "string_type": "应为文字",
    "list_type": "应为列表",
    "too_short": "至少要有一项",
    "model_type": "应为 JSON 对象",
    "date_format": "应为 2026-03-01 这样的日期",
    "bad_text": "含有无法显示的字符",
}


def read_bytes(name: str) -> bytes:
    """Return a file's bytes (``-``: standard input); ``InputError`` if there is none to read."""
    try:
        return _standard_input() if name == STDIN else Path(name).read_bytes()
    except FileNotFoundError:
        raise InputError("文件", name, allowed="一个存在的文件", question="请检查路径") from None
    except IsADirectoryError:
        raise InputError("文件", name, allowed="一个文件，不是文件夹", question="请检查路径") from None
    except (OSError, ValueError):
        raise InputError("文件", name, allowed="能读取的文件", question="请检查路径和权限") from None


def read_text(name: str) -> str:
    """Return a UTF-8 file's text with its line breaks as they are; ``InputError`` for anything else, or nothing."""
    raw = read_bytes(name)
    try:
        text = raw.decode("utf-8-sig" if raw.startswith(_BOM) else "utf-8")
    except UnicodeDecodeError as error:
        allowed = f"UTF-8 文本（第 {error.start + 1} 字节起不是）"
        raise InputError("文件", name, allowed=allowed, question="请另存为 UTF-8 后重试") from None
    if not text.strip():
        raise InputError("文件", name, allowed="有内容的文件", question="文件里没有内容，请检查")
    if "\x00" in text:
        raise InputError("文件", name, allowed="文本文件，不是二进制文件", question="请检查是否选错了文件")
    return text


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise InputError("文件", STDIN, allowed="一个文件", question="标准输入已关闭，请改写文件路径")
    return sys.stdin.buffer.read()


def read_rows(name: str, model: type[Row]) -> list[Row]:
    """Return a JSONL file's lines as records; blank ones are skipped, ``InputError`` names the first bad one."""
    lines = enumerate(read_text(name).split("\n"), 1)
    return [_row(f"{name} 第 {number} 行", line, model) for number, line in lines if line.strip()]


def read_json_line(line: str) -> object:
    """Parse one JSON value; ``ValueError`` for bad JSON, a key that stands twice, or nesting too deep."""
    try:
        return json.loads(line, object_pairs_hook=_unique)
    except RecursionError:
        raise ValueError("嵌套过深") from None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise ValueError("有重复的键")
    return record


def _row(place: str, line: str, model: type[Row]) -> Row:
    try:
        return model.model_validate(read_json_line(line))
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in fault["loc"]) or "整行"
        names = "、".join(model.model_fields)
        reason = _REASONS.get(fault["type"], "类型或写法不对").format(names=names)
        raise InputError(f"{place} {key}", line, allowed=f"合乎格式的值（{reason}）") from None
    except ValueError:
        raise InputError(place, line, allowed="一个没有重复键的 JSON 对象") from None


def check_writable(name: str | None) -> None:
    """Refuse an output path that cannot be written, before any work is done for it."""
    if name is None:
        return
    path = Path(name)
    if not name or name.endswith(os.sep) or path.is_dir():
        raise InputError("--out", name or "空白", allowed="一个文件的路径", question="请写上文件名")
    if not path.parent.is_dir():
        raise InputError("--out", name, allowed="已有文件夹中的路径", question="请先建立这个文件夹")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise InputError("--out", name, allowed="可写的文件路径", question="请换路径或修改权限")


def write_lines(name: str, lines: Iterable[str]) -> None:
    """Write lines to a file that changes in one step, so that a killed process leaves no half.

    Links are followed, an existing file keeps its mode, and a device or pipe is written straight.
    """
    check_writable(name)
    target = Path(name).resolve()
    try:
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8") as stream:
                stream.writelines(line + "\n" for line in lines)
            return
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as stream:
            draft = Path(stream.name)
            try:
                stream.writelines(line + "\n" for line in lines)
            except BaseException:
                draft.unlink(missing_ok=True)
                raise
        draft.chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask())
        draft.replace(target)
    except OSError as error:
        raise InputError("--out", name, allowed=f"可写的文件路径（{error.strerror}）", question="请换路径") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
