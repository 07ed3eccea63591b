"""The numbers that a reply counts its own lines with state nothing; any other number does."""

import pytest

from assistant.figures import read_figures
from assistant.numbering import without_numbering


@pytest.mark.parametrize(
    "text",
    [
        "1. 甲\n2. 乙\n3. 丙", "（1）甲 （2）乙", "一、甲\n二、乙", "① 甲；② 乙", "第一，甲；第二，乙",
        "一是甲；二是乙",
        "三个条件：甲、乙、丙", "两点：\n- 甲\n- 乙", "有三条。一是甲；二是乙；三是丙。三条都没有写明",
    ],
)  # fmt: skip
def test_numbering_is_no_figure(text: str) -> None:
    numbered = without_numbering(text)
    assert len(numbered) == len(text)
    assert not read_figures(numbered)


@pytest.mark.parametrize(
    "text",
    [
        "9. 甲", "（1）亿元", "①亿元", "三个条件：甲、乙", "五个工作日：甲、乙", "三个月：甲、乙", "第十三条：甲",
        "1.5 个百分点",
        "分三次。甲",
    ],
)  # fmt: skip
def test_other_numbers_stay(text: str) -> None:
    assert read_figures(without_numbering(text)) == read_figures(text)
