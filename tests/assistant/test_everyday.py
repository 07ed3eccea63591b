"""Everyday words of talk need no support, but they are never what adds to a policy."""

import pytest

from assistant.everyday import everyday, framed
from assistant.grounding_words import general, grounding_words


def test_an_everyday_word_counts_only_where_the_text_is_cut_so() -> None:
    assert all(everyday("恐怕麻烦"))
    assert not any(everyday("释放心率"))


def test_a_long_phrase_counts_wherever_it_stands() -> None:
    assert everyday("要保险起见吗") == (False, True, True, True, True, False)


def test_the_order_of_steps_is_free_only_in_what_to_ask() -> None:
    assert framed("先", asks=True, steps=True) == (True,)
    assert framed("先", asks=True, steps=False) == (False,)


BINDING = """必须 另行 单独 优先 逐年 先后 除外 提前 自动 直接 立即 一律 每次 本地 凡是 特殊 重新 正式 指定 其他 不同
不必 无须 登记 审批 材料"""


@pytest.mark.parametrize("word", list(BINDING.split()))
def test_no_word_that_adds_a_condition_is_an_everyday_word(word: str) -> None:
    assert word not in general()


def test_everyday_words_hold_no_character_that_binds() -> None:
    binding = set("须核缴罚盖押")
    assert not [word for word in general() if binding & set(word)]
    assert binding <= set(grounding_words().weighty + grounding_words().never)
