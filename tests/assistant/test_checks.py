from datetime import date
from decimal import Decimal

import pytest

from assistant.checks import figures, unbound_figures
from assistant.reply import Citation
from calculators.run import calculate

QUOTE = Citation(
    n=1, clause="hz_ai_2024/m03", label="(三) 扩容", quote="申領不超過800萬元,比例不超過30%", start=0, end=9
)
RESULT = calculate(
    "compute_voucher", {"contracts": [{"amount_yuan": "1234567.89", "category": "domestic"}]}, as_of=date(2026, 1, 1)
)


@pytest.mark.parametrize(
    "text",
    [
        "最高 800 万元",
        "最高八百万元", "最高 8,000,000 元", "捌佰万元", "８００万元", "按 30% 计", "百分之三十", "第(三)条",
        "您的 50 万", "可得 370,370.36 元", "1,234,567.89 × 30%",
    ],
)  # fmt: skip
def test_bound_figures_pass_in_any_spelling(text: str) -> None:
    assert not unbound_figures(text, citations=[QUOTE], calculations=[RESULT], said=["我有50万"])


@pytest.mark.parametrize(
    "text",
    [
        "最高 900 万元",
        "最高九百万元", "玖佰萬元", "按 35% 计", "百分之三十五", "2029年到期", "电话 0571-8888888", "一共三十家",
        "８０１万元", "可得 370,370.37 元", "三成五", "九折",
    ],
)  # fmt: skip
def test_unbound_figures_are_caught_in_any_spelling(text: str) -> None:
    assert unbound_figures(text, citations=[QUOTE], calculations=[RESULT], said=["我有50万"])


def test_marks_are_no_figures_and_kinds_do_not_mix() -> None:
    assert figures("见[1]和[2]") == set()
    assert ("%", Decimal(30)) in figures("30%") and ("yuan", Decimal(300000)) in figures("30万")
    assert figures("一家企业、两个部门") == set()
