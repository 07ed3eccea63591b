"""Results of the calculators as tables for a terminal. Rich is imported only when a table is drawn."""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from calculators.calculator import Calculator
from calculators.contract import Result
from calculators.words import say, say_yuan, words
from corpus.normalise import to_script

if TYPE_CHECKING:
    from calculators.portfolio_result import Portfolio

_MIN_WIDTH, _MAX_WIDTH = 60, 140


def _draw(head: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in head:
        table.add_column(name, overflow="fold")
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
    rows = [
        (step.label, step.expression, say(step.value, step.unit), f"{step.clause} {step.quote}")
        for step in result.steps
    ]
    parts = [f"{result.title}（{result.calculator}，{result.clause}，按 {result.as_of} 的政策）"]
    parts += [_draw(("步骤", "算式", "结果", "条款与原文"), rows)] if rows else []
    parts.append(f"结果：{_amount(result)}")
    parts += [f"可能：{result.possibility.text}"] if result.possibility else []
    parts += [f"注意：{cliff.text}" for cliff in result.cliffs]
    parts += [f"请补充：{missing.question}（{missing.field}）" for missing in result.missing]
    parts += [f"假定：{text}" for text in result.assumptions]
    return "\n".join(parts)


def _amount(result: Result) -> str:
    if result.range_yuan is not None:
        return f"{say_yuan(result.range_yuan[0])} 至 {say_yuan(result.range_yuan[1])}"
    if result.amount_yuan is None:
        return result.explanation.hans.rpartition("。")[0].rpartition("。")[2] + "。"
    prefix = {"upper": "最高 ", "exact": "至少 "}.get(result.bound, "") if result.amount_yuan else ""
    why = words().bindings.get(result.binding or "", "")
    return prefix + say_yuan(result.amount_yuan) + (f"，{why}" if why else "")


def describe(calculator: Calculator) -> str:
    """Return a calculator's fields, units and clause."""
    clause = calculator.clause_record()
    rows = [
        (field.path, field.label, field.unit, "必填" if field.required else "可选", _help(field.help, field.choices))
        for field in calculator.fields.values()
    ]
    head = f"{calculator.name}：{calculator.title}\n条款：{calculator.clause} {to_script(clause.label, 'hans')}"
    table = _draw(("字段", "名称", "单位", "", "说明"), rows) if rows else "没有输入字段：--json '{}'"
    return f"{head}\n\n{table}\n\n原文：{clause.text}"


def _help(text: str, choices: Sequence[str]) -> str:
    return text if not choices or choices[0] in text else f"{text}可选：{'、'.join(choices)}"


def calculators_table(calculators: Mapping[str, Calculator]) -> str:
    """Return the list of calculators."""
    rows = [(item.name, item.title, item.clause, "、".join(item.fields)) for item in calculators.values()]
    return _draw(("计算器", "名称", "条款", "字段"), rows)


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
    from calculators.portfolio_result import portfolio_words

    if portfolio.status == "not_in_force":
        return portfolio.explanation.hans
    verdicts = portfolio_words().verdicts
    rows = []
    for check in portfolio.measures:
        why = [condition.text for condition in check.conditions if condition.text]
        why = why or [condition.question for condition in check.conditions if condition.question]
        amount = check.note and "—"
        if check.amount_yuan is not None:
            amount = f"最高 {say_yuan(check.amount_yuan)}"
        elif check.range_yuan is not None:
            amount = f"{say_yuan(check.range_yuan[0])} 至 {say_yuan(check.range_yuan[1])}"
        rows.append((check.label, verdicts[check.verdict], amount, " ".join(why) or check.note))
    parts = [
        _draw(
            ("措施", "判断", "数额", "原因或待答问题"), rows, title=f"{portfolio.policy}，按 {portfolio.as_of} 的政策"
        )
    ]
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
