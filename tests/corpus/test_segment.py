from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.load import load_policies
from corpus.segment import is_lossless, segment, split_units

LAW = """# 某市数据条例

2020年1月1日 通过

<!-- INFO END -->

目录

第一章 总则
第二章 罚则

## 第一章  总则

第一条 为了规范数据，制定本条例。

第二条 本条例适用于本市。
第一条规定的情形除外。

## 第二章  罚则

### 第一节 一般规定

第三条【罚款】 违反第二条的，处罚款。

第三条之一 情节严重的，加重。

第十条 略。

附件
第一条 表格
"""
POLICY = """关于支持产业的若干措施

各有关单位：
为支持产业，制定本措施。

一、总体要求
坚持市场导向。

二、支持研发
（一）支持立项。给予补助。（责任单位：市科技局、各区、县（市）政府；适用范围：全市）
（二）支持转化，给予补助

三、支持应用
（一）支持示范。给予奖励。
本措施自发布之日起施行。
"""


def test_the_policy_is_cut_losslessly() -> None:
    policy = load_policies()["hz_ai_2024"]
    cut = segment(policy.source, "x", file="source.txt", title=policy.title)
    assert is_lossless(policy.source, cut.pieces)
    assert cut.lead.of(policy.source).startswith("杭州:擴容")
    without_title = segment(policy.source, "x", file="source.txt")
    assert without_title.lead == cut.lead, "the title is recognised without being told"


def test_a_law_is_cut_by_articles() -> None:
    cut = segment(LAW, "law", file="law.md")
    assert [clause.short_id for clause in cut.clauses] == ["m01", "m02", "m03", "m03-1", "m10"]
    assert cut.chapters == ("第一章  总则", "第二章  罚则", "第一节 一般规定"), "the table of contents is no chapter"
    assert cut.clauses[2].path == ("第二章  罚则", "第一节 一般规定")
    assert cut.clauses[2].heading == "【罚款】"
    assert cut.clauses[1].text.endswith("第一条规定的情形除外。"), "a reference at a line's start is no article"
    assert [fault.found for fault in cut.faults] == ["第十条"]
    assert "附件" not in cut.clauses[-1].text
    assert is_lossless(LAW, cut.pieces)


def test_measures_that_start_again_in_each_chapter_keep_apart() -> None:
    cut = segment(POLICY, "p", file="p.txt")
    assert [clause.short_id for clause in cut.clauses] == ["preamble", "c01", "c02m01", "c02m02", "c03m01", "closing"]
    assert cut.clauses[2].units == ("市科技局", "各区、县（市）政府")
    assert not cut.faults
    assert cut.clauses[3].heading == "", "a single sentence is text, not a heading"
    assert cut.clauses[-1].text == "本措施自发布之日起施行。"
    assert is_lossless(POLICY, cut.pieces)


def test_points_alone_are_measures() -> None:
    cut = segment("一、提高认识。要重视。\n二、加强落实\n各单位要落实。\n附表\n1", "p", file="p.txt")
    assert [(clause.short_id, clause.heading) for clause in cut.clauses] == [("m01", "提高认识"), ("m02", "加强落实")]


def test_headings_of_a_law_may_be_points_in_markdown() -> None:
    cut = segment("# 规定\n## 一、总则\n第一条 甲。\n## 二、附则\n第二条 乙。\n# 其他", "p", file="p.md")
    assert cut.chapters == ("一、总则", "二、附则")


def test_text_without_numbers_is_kept_whole() -> None:
    text = "关于命名的通知\n各单位：\n现予公布。\n"
    cut = segment(text, "p", file="p.txt")
    assert [clause.short_id for clause in cut.clauses] == ["preamble"]
    assert is_lossless(text, cut.pieces)
    assert segment("", "p", file="p.txt").pieces == ()


@pytest.mark.parametrize(
    ("note", "units"),
    [
        ("市科技局", ("市科技局",)),
        ("甲、乙,丙", ("甲", "乙", "丙")),
        ("各區、縣(市)政府", ("各區、縣(市)政府",)),
        ("、", ()),
    ],
)
def test_units_are_split(note: str, units: tuple[str, ...]) -> None:
    assert split_units(note) == units


line = st.sampled_from(
    [
        "一、总则",
        "二、支持",
        "(一)甲。乙。",
        "（二）丙",
        "第一条 甲",
        "第二条 乙。",
        "# 题法",
        "附件",
        "正文。",
        "",
        "　",
    ]
)


@given(st.lists(line, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_any_mixture_of_lines_is_cut_losslessly(lines: list[str], ending: str) -> None:
    source = ending.join(lines)
    cut = segment(source, "p", file="p.txt")
    assert is_lossless(source, cut.pieces)
    assert all(before.end == after.start for before, after in pairwise(cut.pieces))
    assert all(clause.span.of(source) == clause.text and clause.text for clause in cut.clauses)
