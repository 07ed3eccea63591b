"""What the question head reads of a text beside its words."""

import pytest

from index.encoder.features import features, word_features
from index.encoder.sound import sounds


@pytest.mark.parametrize(
    ("form", "heard"),
    [
        ("suanliquan", [("suan", "li", "quan")]),
        ("bei jing 算力", [("bei", "jing"), ("suan", "li")]),
        ("what is heading", []),
        ("券", []),
        ("", []),
    ],
)
def test_pinyin_is_heard_and_english_is_not(form: str, heard: list[tuple[str, ...]]) -> None:
    assert sounds(form) == heard


def test_a_slip_of_the_keyboard_and_pinyin_sound_like_the_word_meant() -> None:
    meant = {name for name in features("算力券") if name.startswith("y")}
    assert meant == {"ysuan_li", "yli_quan", "ysuan_li_quan"}
    assert meant <= set(features("suan li quan")) and "ysuan_li" in features("算李")


def test_english_words_count_as_chinese_ones_for_the_question_head_alone() -> None:
    assert "w算力券" in features("how much is a compute voucher")
    assert "w算力券" not in word_features("how much is a compute voucher")
