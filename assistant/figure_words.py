"""The words of figures, from figures.yaml."""

from functools import cache
from pathlib import Path

from corpus.data_file import DataModel, read_yaml


class FigureWords(DataModel):
    """figures.yaml; regular expressions over folded text unless they are single words."""

    variants: dict[str, str]
    idioms: tuple[str, ...]
    measures: str
    shares: dict[int, str]
    multiples: dict[int, str]
    vague: str
    english: dict[str, int]
    english_powers: dict[str, int]
    pinyin: str
    domains: str
    months: dict[str, int]
    days: dict[str, int]


@cache
def figure_words() -> FigureWords:
    """Return the words, read once."""
    return read_yaml(Path(__file__).parent / "figures.yaml", FigureWords)


def one_of(words: object) -> str:
    """Return an expression for any of the words, longest first."""
    listed = sorted((str(word) for word in words), key=len, reverse=True)  # type: ignore[attr-defined]
    return "(?:" + "|".join(listed) + ")"
