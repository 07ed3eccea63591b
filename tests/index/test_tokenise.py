import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.normalise import to_script
from index.tokenise import query_terms, search_form, terms


@pytest.mark.parametrize("said", ["三成", "30%", "百分之三十", "３０％", "30 %", "三十%"])
def test_percentages_have_one_form(said: str) -> None:
    assert "30%" in search_form(f"补贴{said}")


@pytest.mark.parametrize("said", ["成立三成立", "七成立", "这一成果"])
def test_other_words_with_cheng_stay(said: str) -> None:
    assert "0%" not in search_form(said)


def test_policy_words_stay_whole() -> None:
    assert {"算力券", "小巨人"} <= set(terms("小巨人能领算力券吗"))


@given(st.text(st.sampled_from("算力券國產補貼機房貸款利息多少錢嗎的 30%abc"), max_size=30))
def test_both_scripts_give_the_same_terms(text: str) -> None:
    assert terms(text) == terms(to_script(text, "hans")) == terms(to_script(text, "hant"))


def test_colloquial_words_bring_the_policy_s_own() -> None:
    assert "不超" in query_terms("顶多给多少")
    assert query_terms("🎉！？ ") == []
