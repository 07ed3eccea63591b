"""Results of the calculators as tables for a terminal. Rich is imported only when a table is drawn."""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from calculators.calculator import Calculator, Field
from calculators.contract import Result
from calculators.explain import conclusion
from calculators.forward import find_calculator
from calculators.spoken import say_arithmetic
from corpus.normalise import to_script

if TYPE_CHECKING:
    from calculators.portfolio_result import Portfolio

_MIN_WIDTH, _MAX_WIDTH = 60, 140
_TO_COPY = ("字段", "计算器")  # columns of names, never broken over lines


def _draw(head: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in head:
        table.add_column(name, overflow="fold", no_wrap=name in _TO_COPY)
    for row in rows:
        table.add_row(*row)
    width = min(max(shutil.get_terminal_size((100, 24)).columns, _MIN_WIDTH), _MAX_WIDTH)
    console = Console(file=StringIO(), width=width, color_system=None, markup=False, emoji=False, highlight=False)
    console.print(table)
    file = console.file
    assert isinstance(file, StringIO)
    return "\n".join(line.rstrip() for line in file.getvalue().strip("\n").split("\n"))


def result_table(result: Result) -> str:
    """Return a result as a table of its steps, with what follows from them below."""
    calculator = find_calculator(result.calculator)
    parts = [f"{result.title}（{result.calculator}，{result.clause}，按 {result.as_of} 的政策）"]
    parts += [_draw(("步骤", "计算", "条款与原文"), _step_rows(calculator, result))] if result.steps else []
    parts.append(f"结果：{conclusion(calculator, result)}")
    parts += [f"注意：{cliff.text}" for cliff in result.cliffs]
    parts += [f"请补充：{missing.question}（{missing.field}）" for missing in result.missing]
    parts += [f"假定：{text}" for text in result.assumptions]
    return "\n".join(parts)


def _step_rows(calculator: Calculator, result: Result) -> Iterator[tuple[str, str, str]]:
    """Yield a row a step; a quote that stands in the row above is not said again."""
    above = ""
    for step in result.steps:
        source = f"{calculator.clause_names.get(step.clause, step.clause)} {step.quote}"
        yield step.label, say_arithmetic(step), "同上" if source == above else source
        above = source


def describe(calculator: Calculator) -> str:
    """Return a calculator's fields, units and clause."""
    clause = calculator.clause_record()
    rows = [
        (field.path, field.label, field.unit, "必填" if field.required else "可选", _help(field.help, field.choices))
        for field in _told_once(calculator)
    ]
    head = f"{calculator.name}：{calculator.title}\n条款：{calculator.clause} {to_script(clause.label, 'hans')}"
    table = _draw(("字段", "名称", "单位", "", "说明"), rows) if rows else "没有输入字段：--json '{}'"
    return f"{head}\n\n{table}\n\n原文：{clause.text}"


def _told_once(calculator: Calculator) -> list[Field]:
    """Return the fields without those of list items that are the same as outside the list."""
    return [
        field for field in calculator.fields.values() if field.name == field.path or field.name not in calculator.fields
    ]


def _help(text: str, choices: Sequence[str]) -> str:
    return text if not choices or choices[0] in text else f"{text}可选：{'、'.join(choices)}"


def _marked(field: Field) -> str:
    return field.path if field.required else f"{field.path}?"


def calculators_table(calculators: Mapping[str, Calculator]) -> str:
    """Return the list of calculators; optional fields have a question mark."""
    rows = [
        (item.name, item.title, item.clause, "\n".join(map(_marked, _told_once(item)))) for item in calculators.values()
    ]
    return _draw(("计算器", "名称", "条款", "字段（? 为可选）"), rows)


def calculators_json(calculators: Mapping[str, Calculator]) -> str:
    """Return the list of calculators with their fields as JSON."""
    rows = [
        {
            "calculator": item.name, "title": item.title, "clause": item.clause,
            "fields": [
                {"path": field.path, "label": field.label, "unit": field.unit, "required": field.required,
                 "kind": field.kind, "choices": field.choices, "help": field.help, "question": field.question}
                for field in item.fields.values()
            ],
        }
        for item in calculators.values()
    ]  # fmt: skip
    return json.dumps({"calculators": rows}, ensure_ascii=False)


def portfolio_table(portfolio: "Portfolio") -> str:
    """Return the check of a profile as a table of the measures, the best combination and the open questions."""
    from calculators.portfolio_result import portfolio_words, say_bound

    if portfolio.status == "not_in_force":
        return portfolio.explanation.hans
    verdicts = portfolio_words().verdicts
    rows = []
    for check in portfolio.measures:
        amount = say_bound(check.amount_yuan, check.range_yuan) or "—"
        rows.append((check.label.replace(" ", ""), verdicts[check.verdict], amount, check.reason))
    title = f"{portfolio.policy}，按 {portfolio.as_of} 的政策"
    parts = [_draw(("措施", "判断", "数额", "理由"), rows, title=title)]
    parts.append(portfolio.combination.reason if portfolio.combination else portfolio_words().nothing)
    parts += [f"不重复：{exclusion.text}" for exclusion in portfolio.exclusions]
    parts += [f"待答的都成立时：{portfolio.possible.reason}"] if portfolio.possible else []
    parts += [f"先回答：{question.question}（{question.field}）" for question in portfolio.questions[:5]]
    parts += [f"假定：{text}" for text in portfolio.assumptions]
    return "\n".join(parts)


def profile_template() -> str:
    """Return a profile to fill in: every field with its question, nothing answered."""
    from calculators.portfolio import find_eligibility

    lines = ["# 企业情况：不知道的留空（null）。金额可以写 1000万、1.2亿；是/否写 true 或 false。"]
    for field in find_eligibility().fields.values():
        lines += [f"# {field.question}（{field.unit}）", f"{field.name}: null"]
    lines += [
        "# 算力合同写成列表：",
        "#   - {amount_yuan: 1000万, category: domestic}",
        "# 同一笔费用已享受的其他政策支持：",
        "#   - {measure: m03, name: 区级算力补贴, amount_yuan: 200万}",
        "other_supports: []",
    ]
    return "\n".join(lines)
