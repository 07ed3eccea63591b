import pytest

from corpus.english import in_chinese


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        ("which bureau handles filings", "哪个 哪条 局 部门 备案"),
        ("data centre, new", "数据中心 智算中心"),
        ("innovation centre", "制造业创新中心"),
        ("companies subsidised", "企业 公司 补贴"),
        ("quux 算力", ""),
        ("", ""),
    ],
)
def test_english_words_have_their_chinese_ones_and_phrases_come_first(said: str, chinese: str) -> None:
    assert in_chinese(said) == chinese
