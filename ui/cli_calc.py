"""``suance calc`` and ``suance check``: the calculators alone, without starting the assistant."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import InputError
from ui.cli_chinese import ChineseCommand
from ui.files import STDIN, read_bytes, read_text, write_lines
from ui.options import as_json as as_json_flag
from ui.options import as_of as as_of_option
from ui.options import out as out_option

if TYPE_CHECKING:
    from calculators.contract import Result

PRINT_ONLY = "\n"
"""The value of ``--json`` without inputs: print JSON."""


class CalcCommand(ChineseCommand):
    """``--help`` after a calculator's name describes that calculator."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Describe the calculator that is named, else parse as usual."""
        if "--help" in args and (named := [word for word in args if not word.startswith("-")]):
            from calculators.forward import find_calculator
            from ui.tables import describe

            click.echo(describe(find_calculator(named[0])))
            ctx.exit()
        return super().parse_args(ctx, args)


@click.command(cls=CalcCommand)
@click.argument("name", required=False, metavar="[计算器]")
@click.option(
    "--json",
    "inputs",
    is_flag=False,
    flag_value=PRINT_ONLY,
    metavar="[输入]",
    help="输入（JSON 对象、@文件 或 - 表示标准输入），并输出 JSON；不带输入时只表示输出 JSON。",
)
@click.option(
    "--set",
    "-s",
    "settings",
    multiple=True,
    metavar="字段=值",
    help="给一个字段，可重复；列表写作 contracts[0].amount_yuan=1000万。",
)
@click.option("--solve", "field", metavar="字段", help="反推：达到 --target 至少要填多少。")
@click.option("--target", default="cap", show_default=True, metavar="金额", help="反推的目标金额，cap 表示封顶额。")
@click.option("--list", "listing", is_flag=True, help="列出全部计算器。")
@click.option(
    "--batch", "batch_file", metavar="输入.jsonl", help='逐行计算：每行 {"id", "calculator", "inputs", "as_of"?}。'
)
@as_of_option
@out_option
def calc(
    name: str | None, inputs: str | None, settings: tuple[str, ...], field: str | None, target: str, listing: bool,
    batch_file: str | None, as_of: date | None, out: str | None,
) -> None:  # fmt: skip
    """计算补贴、贴息和奖励的数额，每一步都引用原文。

    \b
    例：
      suance calc --list
      suance calc compute_voucher --help
      suance calc rnd_matching -s received_funds_yuan=1000万
      suance calc rnd_matching --json '{"received_funds_yuan": "1000万"}'
      suance calc rnd_matching --solve received_funds_yuan --target 300万
      suance calc --batch 输入.jsonl --out 结果.jsonl
    """  # noqa: D301
    day = as_of or date.today()
    if batch_file is not None:
        _write(_batch_rows(batch_file, day), out)
    elif listing:
        _write([_listing(as_json=inputs is not None)], out)
    elif name is None:
        raise click.UsageError("请写计算器的名称，或用 --list、--batch")
    else:
        values = {**_read_inputs(inputs), **_read_settings(settings)}
        result = _run(name, values, day, (field, target))
        _write([result.model_dump_json() if inputs is not None else _table(result)], out)


def _run(name: str, values: Mapping[str, Any], day: date, sought: tuple[str | None, str]) -> "Result":
    from calculators.run import calculate, solve

    field, target = sought
    return solve(name, values, field=field, target=target, as_of=day) if field else calculate(name, values, as_of=day)


def _table(result: "Result") -> str:
    from ui.tables import result_table

    return result_table(result)


def _listing(*, as_json: bool) -> str:
    from calculators.registry import load_calculators
    from ui.tables import calculators_json, calculators_table

    calculators = load_calculators()
    return calculators_json(calculators) if as_json else calculators_table(calculators)


def _read_inputs(text: str | None) -> dict[str, Any]:
    """Read the value of ``--json``: an object, ``@file`` or ``-``."""
    from calculators.run import read_json

    if text is None or text == PRINT_ONLY:
        return {}
    if text == STDIN or text.startswith("@"):
        text = read_text(text.removeprefix("@"))
    values = read_json(text)
    if not isinstance(values, dict):
        raise InputError("--json", text, allowed="一个 JSON 对象")
    return values


def _read_settings(settings: Iterable[str]) -> dict[str, Any]:
    """Read ``field=value`` pairs; ``contracts[0].amount_yuan=1000万`` fills a list, 是/否 and true/false a flag."""
    values: dict[str, Any] = {}
    for setting in settings:
        path, equals, text = setting.partition("=")
        if not equals or not path:
            raise InputError("--set", setting, allowed="字段=值")
        _place(values, path, _plain(text))
    return values


def _plain(text: str) -> object:
    words: dict[str, object] = {"true": True, "false": False, "是": True, "否": False, "null": None, "不知道": None}
    return words.get(text.strip(), text)


def _place(values: dict[str, Any], path: str, value: object) -> None:
    name, bracket, rest = path.partition("[")
    number, _, item = rest.partition("].")
    if not bracket:
        values[path] = value
        return
    items = values.setdefault(name, [])
    if (
        not number.isascii()
        or not number.isdigit()
        or not item
        or not isinstance(items, list)
        or int(number) > len(items)
    ):
        raise InputError("--set", path, allowed=f"从 {name}[0] 起依次填写，如 {name}[0].字段=值")
    if int(number) == len(items):
        items.append({})
    items[int(number)][item] = value


def _batch_rows(name: str, day: date) -> Iterator[str]:
    from calculators.run import run_line

    rows = [line for line in read_bytes(name).removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip()]
    if not any(_is_text(line) for line in rows):
        question = "请确认文件有内容，并另存为 UTF-8"
        raise InputError("--batch", name, allowed="每行一个 JSON 对象的 UTF-8 文件", question=question)
    return (run_line(line, as_of=day) for line in rows)


def _is_text(line: bytes) -> bool:
    try:
        return "\x00" not in line.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _write(lines: Iterable[str], out: str | None) -> None:
    """Print the lines, or write them to a file that appears only when it is whole."""
    if out is None:
        for line in lines:
            sys.stdout.write(line + "\n")
    else:
        write_lines(out, lines)


@click.command(cls=ChineseCommand)
@click.argument("file", required=False, metavar="[企业情况.yaml]")
@click.option("--template", is_flag=True, help="打印一份可以填写的企业情况。")
@as_json_flag
@as_of_option
@out_option
def check(file: str | None, template: bool, as_json: bool, as_of: date | None, out: str | None) -> None:
    """政策体检：一份企业情况，对照全部措施，找出最优的合规搭配。

    \b
    例：
      suance check --template --out 企业情况.yaml
      suance check 企业情况.yaml
    """  # noqa: D301
    from calculators.portfolio import check_profile, read_profile_file
    from ui.tables import portfolio_table, profile_template

    if template:
        if out is not None and Path(out).is_file():
            raise InputError("--out", out, allowed="还不存在的文件", question="它已存在，为免覆盖填好的内容请换名")
        _write([profile_template()], out)
        return
    if file is None:
        raise click.UsageError("请写企业情况文件的路径，或用 --template 得到一份可填写的")
    portfolio = check_profile(read_profile_file(Path(file)), as_of=as_of or date.today())
    _write([portfolio.model_dump_json() if as_json else portfolio_table(portfolio)], out)
