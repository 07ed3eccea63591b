import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clause import Span
from corpus.load import load_policies
from corpus.normalise import (
    asks_who_is_in_charge,
    detect_script,
    fold,
    fold_with_offsets,
    synonyms,
    to_mainland,
    to_script,
    with_places_alike,
    without_asking,
    without_courtesies,
    without_fillers,
)

CHINESE = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
ANYTHING = st.text(
    st.one_of(CHINESE, st.characters(exclude_categories=["Cs"]), st.sampled_from("ＡＢＣ１２３（）“”　㎡①"))
)


@given(ANYTHING)
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANYTHING)
def test_offsets_point_at_the_same_characters(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.origins) == len(folded.text)
    assert all(folded.text[at] in fold(text[origin]) for at, origin in enumerate(folded.origins))
    assert list(folded.origins) == sorted(folded.origins)


@given(ANYTHING, st.data())
def test_a_folded_span_maps_to_source_that_folds_to_it(text: str, data: st.DataObject) -> None:
    folded = fold_with_offsets(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    span = folded.source_span(start, end)
    assert folded.text[start:end] in fold(span.of(text))


def test_empty_spans_map_to_empty_spans() -> None:
    assert fold_with_offsets("㎡a").source_span(2, 2) == Span(1, 1)
    assert fold_with_offsets("ab").source_span(2, 2) == Span(2, 2)
    assert fold_with_offsets("").source_span(0, 0) == Span(0, 0)


def test_both_scripts_and_widths_fold_alike() -> None:
    assert fold("擴容“算力券”，每年２．５億元，ＭａａＳ") == fold("扩容“算力券”,每年2.5亿元,maas")


def test_the_source_survives_conversion_there_and_back() -> None:
    source = load_policies()["hz_ai_2024"].source
    assert to_script(to_script(source, "hans"), "hant") == source
    assert len(fold(source)) == len(source)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("有人说得用进口卡才给三成", "hans"),
        ("外資喺杭州開嘅公司接咗國家課題,呢筆配套攞唔攞到㗎", "hant"),
        ("爲搶抓人工智能新一輪發展機遇", "hant"),
        ("請問公司若接了國家級的重大研究計畫,貴市會另外加碼多少比例?", "hant"),
        ("AI補助上限?", "hant"),
        ("zujin jianmian you ma", "hans"),
        ("", "hans"),
    ],
)
def test_script_is_detected(text: str, script: str) -> None:
    assert detect_script(text) == script


def test_text_that_does_not_tell_keeps_the_default() -> None:
    assert detect_script("3000", default="hant") == "hant"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("人工智慧", "人工智能"),
        ("晶片", "芯片"),
        ("伺服器", "服务器"),
        ("資料中心", "数据中心"),
        ("幾多錢", "多少钱"),
        ("攞到", "拿到"),
    ],
)
def test_words_of_taiwan_and_hong_kong_are_understood(said: str, meant: str) -> None:
    assert to_mainland(fold(said)) == meant
    assert to_mainland(fold(to_script(said, "hans"))) == meant, "written in either script"


def test_synonyms_are_folded_words_of_a_policy() -> None:
    sources = "".join(fold(policy.source) for policy in load_policies().values())
    assert all(word == fold(word) for word in synonyms())
    assert any(official in sources for words in synonyms().values() for official in words)


def test_courtesies_are_left_out_unless_nothing_else_is_there() -> None:
    assert without_fillers("您好请问算力券怎么领").strip() == "算力券怎么领"
    assert without_fillers("你好") == "你好"


def test_other_places_become_one_mark() -> None:
    assert with_places_alike("深圳的算力券", "某地") == with_places_alike("宁波的算力券", "某地") == "某地的算力券"
    assert with_places_alike("杭州的算力券", "某地") == "杭州的算力券"


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("请问模型备案有没有奖励", "模型备案 奖励"),
        ("算力券怎么算", "算力券"),
        ("多少", "多少"),
    ],
)
def test_words_of_asking_are_left_out_unless_nothing_else_is_left(question: str, bare: str) -> None:
    assert without_asking(question).split() == bare.split()


def test_a_question_for_what_a_unit_is_in_charge_of() -> None:
    assert asks_who_is_in_charge("市科技局负责哪些")
    assert not asks_who_is_in_charge("市科技局在哪里办公")


@pytest.mark.parametrize(
    ("said", "bare"),
    [
        ("您好，模型备案有没有奖励，谢谢", "模型备案有没有奖励"),
        ("請問 算力券怎麼領？ 謝謝！", "算力券怎麼領？"),
        ("hi, how much is the voucher? thanks", "how much is the voucher?"),
        ("我们想问一下谢谢您的人", "我们想问一下谢谢您的人"),
        ("你好", "你好"),
        ("哪些条款没有写金额", "哪些条款没有写金额"),
        ("额度是多少", "额度是多少"),
        ("", ""),
    ],
)
def test_courtesies_go_from_both_ends_only(said: str, bare: str) -> None:
    assert without_courtesies(said) == bare
