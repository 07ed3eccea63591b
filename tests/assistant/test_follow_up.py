from datetime import date

import pytest

from assistant.agent import Assistant
from assistant.reply import Status

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("turns", "status", "clause", "told"),
    [
        (["备案奖最多多少", "贴息归谁管", "前面那条的上限再说一遍"], "answered", "m04", "50万元"),
        (["备案奖给多少", "它归谁管", "开源的呢", "最早那条能拿几次"], "answered", "m04", "一次性"),
        (["第三条讲什么", "前面那条呢"], "answered", "m02", "贴息"),  # by number
        (["备案奖给多少", "前面那条归谁管"], "answered", "m04", "市委网信办"),  # no other was told
        (["算力卷能不能转让给别的公司", "这个文件写了没有嘛"], "not_stated", "m03", "没有写明"),
        (["算力券一家一年最多多少", "文件里有写吗"], "answered", "m03", "800万元"),
        (["创新中心一年最多给多少", "光投钱够不够，还要什么"], "answered", "m07", "核心带头人"),
        (["創新中心補幾多", "除咗錢仲要咩條件"], "answered", "m07", "核心帶頭人"),
        (["我们机房总投8000万，贴息该找哪个局"], "answered", "m02", "市委金融办"),
    ],
)
def test_a_later_question_is_of_what_was_said_before(
    assistant: Assistant, turns: list[str], status: str, clause: str, told: str
) -> None:
    for turn in turns:
        reply = assistant.ask(turn, thread="/".join(turns), as_of=TODAY)
    assert reply.status is Status(status), reply.text
    assert reply.citations[0].clause.endswith(clause)
    assert told in reply.text
