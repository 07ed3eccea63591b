from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.normalise import to_script
from index.lexical import Counted, LexicalIndex
from index.lexical_terms import CHARACTER, document_terms, lexical_form, query_terms
from index.passages import MAX_CHARS, passages

TEXTS = ["养蜂合作社购买蜂箱给予补贴", "算力券每年不超过800万元", "蜂蜜加工厂的贷款贴息", "租赁住房的押金应当退还"]


def indexed(texts: list[str], **more: object) -> LexicalIndex:
    return LexicalIndex.build([Counted.of(document_terms(text) for text in texts)], range(len(texts)))


@pytest.mark.parametrize("said", ["五百万", "500万", "5,000,000", "500 万", "5000000", "５００万"])
def test_amounts_have_one_form(said: str) -> None:
    assert "补贴5000000元" in lexical_form(f"补贴{said}元").replace(" ", "")


@pytest.mark.parametrize(
    ("said", "form"),
    [("三十%", "30%"), ("百分之三十", "30%"), ("两千五百万", "25000000"), ("2.5亿", "250000000"), ("三十条", "30条"),
     ("十分重要", "十分重要"), ("第三条", "第三条"), ("万一", "万一"), ("3.85%", "3.85%"), ("1,200.50", "1200.5")],
)  # fmt: skip
def test_numbers_are_plain_and_words_stay(said: str, form: str) -> None:
    assert lexical_form(said) == form


def test_the_text_that_says_it_comes_first() -> None:
    index = indexed(TEXTS)
    scores = index.scores(query_terms("请问买蜂箱有没有补贴"))
    assert scores.argmax() == 0
    assert index.scores(query_terms("一年800万")).argmax() == 1
    assert index.scores({"天气": 1.0}).tolist() == [0, 0, 0, 0]
    assert index.shared(query_terms("蜂箱补不补贴"), 0) == ["蜂箱", "补贴"]


def test_a_single_character_counts_a_little() -> None:
    scores = indexed(TEXTS).scores(query_terms("租的房"))
    assert scores.argmax() == 3 and scores[0] == 0


def test_words_of_asking_are_passed_over_unless_there_is_nothing_else() -> None:
    assert query_terms("请问怎么办") and not query_terms("请问蜂箱怎么办").keys() & {"请问", "怎么"}
    assert query_terms("！？🎉") == {}


@given(
    st.lists(st.text(st.sampled_from("蜂箱补贴算力券贷款ab12"), max_size=8), min_size=1, max_size=6),
    st.data(),
)
def test_an_update_is_the_same_as_a_new_index(texts: list[str], data: st.DataObject) -> None:
    old = data.draw(st.permutations(texts))
    kept_rows = [row for row in range(len(texts)) if data.draw(st.booleans())]
    kept, free = {}, list(range(len(old)))
    for row in kept_rows:
        before = next((at for at in free if old[at] == texts[row]), None)
        if before is not None:
            free.remove(before)
            kept[before] = row
    changed = [row for row in range(len(texts)) if row not in kept.values()]
    parts = [Counted.of(document_terms(texts[row]) for row in changed)]
    updated = LexicalIndex.build(parts, changed, base=indexed(old), kept=kept)
    query = query_terms("蜂箱补贴ab12算力")
    assert np.allclose(updated.scores(query), indexed(texts).scores(query))
    assert updated.lengths.tolist() == indexed(texts).lengths.tolist()


@given(st.text(st.sampled_from("算力券國產補貼機房貸款利息五百萬三成多少錢嗎 30%abc"), max_size=30))
def test_both_scripts_give_the_same_query(text: str) -> None:
    assert query_terms(text) == query_terms(to_script(text, "hans")) == query_terms(to_script(text, "hant"))


def test_characters_do_not_make_a_text_longer() -> None:
    counted = Counted.of([Counter({"蜂箱": 2, f"{CHARACTER}蜂": 2, f"{CHARACTER}箱": 2})])
    assert counted.lengths.tolist() == [2] and counted.sizes.tolist() == [3]


@given(st.text(st.sampled_from("蜂箱补贴。；\n甲乙"), max_size=1500))
def test_passages_lose_nothing_and_stay_short(text: str) -> None:
    found = passages(text)
    assert "".join(found) == text
    assert all(len(passage) <= MAX_CHARS for passage in found)
    assert len(found) == 1 or all(found)
