import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import parse_numeral, print_numeral


@given(st.integers(1, 99))
def test_printed_numbers_are_read_back(number: int) -> None:
    assert parse_numeral(print_numeral(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("一百二十", 120),
        ("一百零五", 105),
        ("二〇二四", 2024),
        ("３", 3),
        ("两百", 200),
        (" 14 ", 14),
        ("三千", 3000),
    ],
)
def test_numbers_as_documents_write_them(text: str, number: int) -> None:
    assert parse_numeral(text) == number


@pytest.mark.parametrize("text", ["", "abc", "三条", "1.5"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        parse_numeral(text)


def test_only_clause_numbers_are_printed() -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        print_numeral(0)
