"""The checks: what is bound passes in any spelling, and any change of a valid reply is caught."""

import json
import random
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.agent import Assistant
from assistant.checks import Draft, faults
from assistant.figures import read_figures
from assistant.number_lock import calculated_figures, unbound_figures
from assistant.reply import Citation, Reply, Status
from calculators.run import calculate
from corpus.clause import Policy

TODAY = date(2026, 11, 23)
QUESTIONS = Path("index/encoder/questions/tune.jsonl")
QUOTE = Citation(
    n=1, clause="hz_ai_2024/m03", label="(三) 扩容", quote="申領不超過800萬元,比例不超過30%", start=0, end=9
)
RESULT = calculate(
    "compute_voucher", {"contracts": [{"amount_yuan": "1234567.89", "category": "domestic"}]}, as_of=date(2026, 1, 1)
)


@pytest.mark.parametrize(
    "text",
    [
        "最高 800 万元[1]",
        "最高八百万元", "最高 8,000,000 元", "捌佰万元", "８００万元", "按 30% 计", "百分之三十", "第(三)条",
        "您的 50 万", "可得 370,370.36 元", "1,234,567.89 × 30%", "0.08 亿元",
    ],
)  # fmt: skip
def test_bound_figures_pass_in_any_spelling(text: str) -> None:
    assert not unbound_figures(text, citations=[QUOTE], calculated=calculated_figures([RESULT]), said=["我有50万"])


@pytest.mark.parametrize(
    "text",
    [
        "最高 900 万元",
        "最高九百万元", "玖佰萬元", "按 35% 计", "百分之三十五", "2029年到期", "电话 0571-8888888", "一共三十家",
        "８０１万元", "可得 370,370.37 元", "三成五", "九折", "30家", "30万元", "30个月", "800家", "800", "第(四)条",
        "nine million yuan", "9 0 0 万", "9\u200b00万元", "九 百 万", "⑨百万", "翻倍", "三分之一", "几百万", "近千万",
        "三个工作日内到账", "见 www.example.cn", "一年内到账", "8OO万元", "Ⅸ", "𝟗𝟎𝟎万", "全额",
    ],
)  # fmt: skip
def test_unbound_figures_are_caught_in_any_spelling(text: str) -> None:
    assert unbound_figures(text, citations=[QUOTE], calculated=calculated_figures([RESULT]), said=["我有50万"])


def test_a_sentence_is_bound_by_its_own_quotes_only() -> None:
    other = QUOTE.model_copy(update={"n": 2, "quote": "不超過10家企業"})
    both = [QUOTE, other]
    assert not unbound_figures("不超过10家[2]，不超过800万元[1]。", citations=both, calculated=frozenset(), said=[])
    assert unbound_figures("不超过10家[1]，不超过800万元[1]。", citations=both, calculated=frozenset(), said=[])


def replies(assistant: Assistant, step: int, offset: int) -> list[tuple[list[str], Reply]]:
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()][offset::step]
    answered = []
    for number, row in enumerate(rows):
        turns = [*row.get("context", []), row["q"]]
        said = [assistant.ask(turn, thread=f"checks {offset} {number}", as_of=TODAY) for turn in turns]
        answered.append((turns, said[-1]))
    return answered


def test_the_rules_never_trip_the_checks(assistant: Assistant) -> None:
    failed = [turns for turns, reply in replies(assistant, 2, 0) if reply.status is Status.FAILED]
    assert not failed


def test_any_figure_changed_in_a_valid_reply_is_caught(assistant: Assistant, policies: dict[str, Policy]) -> None:
    chance = random.Random(5)
    changed = 0
    for turns, reply in replies(assistant, 5, 1):
        draft = Draft(reply.text, reply.citations, reply.calculations, turns, TODAY)
        assert not faults(draft, policies), reply.text
        known = {figure.value for text in (reply.text, *turns) for figure in read_figures(text)}
        for found in re.finditer(r"(?<![\d,.\[])\d[\d,]*(?:\.\d+)?(?![\d\]])", reply.text):
            lie = _another(found[0], chance)
            text = reply.text[: found.start()] + lie + reply.text[found.end() :]
            if {figure.value for figure in read_figures(text)} <= known:
                continue  # by chance a figure that stands in the reply as well
            changed += 1
            assert faults(replace(draft, text=text), policies), (found[0], lie, text)
    assert changed > 100


def _another(number: str, chance: random.Random) -> str:
    """Change one digit of a number."""
    at = chance.choice([place for place, character in enumerate(number) if character.isdigit()])
    digit = chance.choice([digit for digit in "123456789" if digit != number[at]])
    return number[:at] + digit + number[at + 1 :]
