"""One case on the report's page: question, expected, got, evidence, checks. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from corpus.data_file import DataModel, read_yaml
from corpus.normalise import fold
from evals.case import Case
from evals.judge import short
from evals.result import CaseResult, Check, TurnResult, signature


class PageWords(DataModel):
    """page_words.yaml: Chinese names of what the page shows."""

    kinds: dict[str, str]
    sections: dict[str, str]
    checks: dict[str, str]
    forms: dict[str, str]


@cache
def page_words() -> PageWords:
    """Return the page's words."""
    return read_yaml(Path(__file__).with_name("page_words.yaml"), PageWords)


def case_html(case: Case, runs: Sequence[CaseResult]) -> str:
    """Return a case as a block that opens; a case that held as asked and in every form stays short."""
    first = next(run for run in runs if run.variant == "asked" and run.attempt == 0)
    failing = [run for run in runs if run.variant == "asked" and not run.passed]
    differing = [run for run in runs if run is not first and run.answers != first.answers]
    shown = failing[0] if failing else first
    body = "".join(map(_turn, shown.turns)) if failing or differing else _short(first)
    return (
        f'<details class="case{" wrong" if failing else ""}" {_data(case, failing, differing)}>'
        f"<summary>{_summary(case, failing, differing)}</summary>{body}{_forms(first, differing)}</details>"
    )


def _data(case: Case, failing: Sequence[CaseResult], differing: Sequence[CaseResult]) -> str:
    state = ["wrong" if failing else "right", *(["differs"] if differing else [])]
    words = fold(" ".join([case.id, *(turn.ask for turn in case.turns)]))
    values = {
        "state": " ".join(state), "kind": case.kind, "section": case.section, "measure": case.measure,
        "check": " ".join(_failed_checks(failing)), "words": words,
    }  # fmt: skip
    return " ".join(f'data-{name}="{escape(value)}"' for name, value in values.items())


def _failed_checks(failing: Iterable[CaseResult]) -> list[str]:
    turns = (turn for run in failing for turn in run.turns)
    return list(dict.fromkeys(check.name for turn in turns for check in turn.checks if not check.passed))


def _summary(case: Case, failing: Sequence[CaseResult], differing: Sequence[CaseResult]) -> str:
    words = page_words()
    ask = " → ".join(turn.ask for turn in case.turns)
    tags = [f'<span class="tag wrong">{escape(words.checks[name])}</span>' for name in _failed_checks(failing)]
    tags += [f'<span class="tag wrong">{form}不同</span>' for form in dict.fromkeys(map(_form, differing))]
    tags.append(f'<span class="tag">{words.kinds[case.kind]}</span><span class="tag">{case.measure}</span>')
    blind = '<span class="tag">盲写</span>' if case.blind else ""
    return f'<span class="ask">{escape(ask)}</span><span class="id">{case.id}</span>{"".join(tags)}{blind}'


def _form(run: CaseResult) -> str:
    return page_words().forms["repeat" if run.variant == "asked" else run.variant]


def _short(run: CaseResult) -> str:
    return "".join(f'<div class="turn"><p><b>问</b> {escape(turn.ask)}</p>{_reply(turn)}</div>' for turn in run.turns)


def _turn(turn: TurnResult) -> str:
    rows = "".join(map(_check_row, sorted(turn.checks, key=lambda check: check.passed)))
    table = f"<table><tr><th>检查</th><th>应为</th><th>得到</th></tr>{rows}</table>"
    return (
        f'<div class="turn"><p><b>问</b> {escape(turn.ask)}</p>{_reply(turn)}{_evidence(turn.reply)}'
        f'<div class="scroll">{table}</div></div>'
    )


def _reply(turn: TurnResult) -> str:
    return f'<div class="reply">{escape(str(turn.reply["text"]))}</div>'


def _check_row(check: Check) -> str:
    got = "见上面的答复" if check.name in ("say", "say_any", "never") else check.got
    name = ("" if check.passed else "✗ ") + page_words().checks[check.name]
    style = "" if check.passed else ' class="wrong"'
    return f"<tr{style}><td>{escape(name)}</td><td>{escape(check.expected)}</td><td>{escape(got)}</td></tr>"


def _evidence(reply: Mapping[str, Any]) -> str:
    items = [f"[{one['n']}] {short(one['clause'])} <q>{escape(one['quote'])}</q>" for one in reply["citations"]]
    for one in reply["calculations"]:
        items.append(f"<b>{escape(one['calculator'])}</b> 输入 {escape(str(one['inputs']))}")
        items += [f"{escape(step['label'])}：{escape(step['expression'])} = {step['value']}" for step in one["steps"]]
    missing = "、".join(map(str, reply["missing"]))
    items += [f"追问：{escape(missing)}"] if missing else []
    return f'<ul class="evidence">{"".join(f"<li>{item}</li>" for item in items)}</ul>' if items else ""


def _forms(first: CaseResult, differing: Iterable[CaseResult]) -> str:
    rows = []
    for run in differing:
        for before, after in zip(first.turns, run.turns, strict=True):
            if signature(before.reply) != signature(after.reply):
                cells = (_form(run), after.ask, _answer(before.reply), _answer(after.reply))
                rows.append(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>")
    if not rows:
        return ""
    head = "<tr><th>形式</th><th>问</th><th>原样的答复</th><th>此形式的答复</th></tr>"
    return f'<div class="turn"><div class="scroll"><table>{head}{"".join(rows)}</table></div></div>'


def _answer(reply: Mapping[str, Any]) -> str:
    status, clauses, amounts = signature(dict(reply))
    return "；".join(filter(None, [status, "、".join(map(short, clauses)), "、".join(amounts)]))
