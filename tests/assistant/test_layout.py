from datetime import date
from typing import Any

import pytest

from assistant.agent import Assistant
from assistant.offline.layout import Place, layout_asked
from assistant.reply import Status

TODAY = date(2026, 3, 1)
ROWS: list[dict[str, Any]] = [
    {"chapter": chapter, "clause": name} for chapter, name in zip("aabcc", "12345", strict=True)
]


@pytest.mark.parametrize(
    ("question", "there"),
    [
        ("末尾那章叫什么名字", "45"),
        ("倒數第二章講什麼", "3"),
        ("整份文件一共分成几个部分", "12345"),
        ("第二条前面是哪一条", "1"),
        ("第四条之后那条归谁负责", "5"),
        ("最后两条说的什么", "45"),
        ("开头三条分别是什么", "123"),
        ("哪一章的条数最多", "1245"),
        ("what is the second to last measure", "4"),
        ("what comes before clause 3?", "2"),
        ("第九条后面是什么", ""),
    ],
)
def test_a_place_is_counted_from_either_end(question: str, there: str) -> None:
    place = layout_asked(question)
    assert place is not None
    assert "".join(row["clause"] for row in place.of(ROWS)) == there


def test_before_and_behind_all_measures_stand_preamble_and_closing() -> None:
    assert Place(chapters=False, start=0, length=1, step=-1).beyond(ROWS) == "preamble"
    assert Place(chapters=True, start=-1, length=1, step=1).beyond(ROWS) == "closing"
    assert Place(chapters=False, start=8, length=1, step=1).beyond(ROWS) == ""


@pytest.mark.parametrize(
    "question",
    [
        "第三条",
        "劳动法最后一章讲什么",
        "我们有三条生产线",
        "有几条是归科技局的",
        "最后一条消息没发出去",
    ],
)
def test_other_questions_are_not_on_the_layout(question: str) -> None:
    assert layout_asked(question) is None


@pytest.mark.parametrize(
    ("question", "clauses", "told"),
    [
        ("這份文件總共幾章幾條", {f"m{number:02d}" for number in range(1, 15)}, "從第(一)條排到第(十四)條"),
        ("最后一章有几条", {"m12", "m13", "m14"}, "从第(十二)条到第(十四)条"),
        ("第二章下面有几条", {"m04", "m05", "m06"}, "这一章，从第(四)条到"),
        ("第八条后面接着的是什么", {"m09"}, "第(九)条"),
        ("第十四条后面还有什么", {"closing"}, "附则"),
        ("Which chapter has the most measures?", {f"m{n:02d}" for n in range(1, 15)} - {"m07", "m08"}, "条数最多的是"),
    ],
)
def test_the_layout_is_told(assistant: Assistant, question: str, clauses: set[str], told: str) -> None:
    reply = assistant.ask(question, thread=question, as_of=TODAY)
    assert reply.status is Status.ANSWERED, reply.text
    assert {citation.clause.partition("/")[2] for citation in reply.citations} == clauses
    assert told in reply.text


def test_no_measure_stands_beyond_the_last(assistant: Assistant) -> None:
    reply = assistant.ask("第二十条后面是什么", as_of=TODAY)
    assert reply.status is Status.NOT_STATED and "第(十四)条" in reply.text
