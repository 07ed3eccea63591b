"""The words of amounts, from ``money_words.yaml``, and the regular expressions built of them."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from corpus.data_file import DataModel, read_yaml

FILE = Path(__file__).parent / "money_words.yaml"
_NUMBER = r"(?:\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+ \d{3}| 000)(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
"""1,000,000 and 1 000 000; one group behind a space is one only where it could be nothing else: 80 000."""


class MoneyWords(DataModel):
    """money_words.yaml; all words in the form that ``plain`` gives."""

    variants: dict[str, str]
    digits: dict[str, int]
    tens: dict[str, int]
    powers: dict[str, int]
    scales: dict[str, int]
    scales_with_currency: dict[str, int]
    spent_before: tuple[str, ...]
    spent_after: tuple[str, ...]
    spent_between: tuple[str, ...]
    spent_asked: str
    spoken_ends: tuple[str, ...]
    unspent: str
    counted_english: str
    unspent_english: str
    unit_named: tuple[str, ...]
    unit_between: tuple[str, ...]
    currency_before: tuple[str, ...]
    currency_after: tuple[str, ...]
    trailing: tuple[str, ...]
    dimes: tuple[str, ...]
    cents: tuple[str, ...]
    foreign_before: tuple[str, ...]
    foreign_after: tuple[str, ...]
    half: str
    measure: str
    point: str
    dimes_followers: tuple[str, ...]
    vague: tuple[str, ...]
    vague_after: tuple[str, ...]
    some: tuple[str, ...]
    some_not_after: str
    some_asked: str
    some_asked_if: str
    some_asked_after: str
    some_told: str
    vague_not_before: tuple[str, ...]
    ranges: tuple[str, ...]
    tail_followers: tuple[str, ...]
    tail_breakers: tuple[str, ...]
    spoken_tail_breakers: tuple[str, ...]
    fillers_before: tuple[str, ...]
    fillers_after: tuple[str, ...]
    counts: tuple[str, ...]
    counts_exceptions: tuple[str, ...]
    times: tuple[str, ...]
    pieces: tuple[str, ...]
    ordinals: tuple[str, ...]


@cache
def money_words() -> MoneyWords:
    """Return the words, read once."""
    return read_yaml(FILE, MoneyWords)


class _PlainTable(dict[int, str]):
    """Lazy ``str.translate`` table: half-width, lower case, common character; one character for one."""

    def __missing__(self, code: int) -> str:
        written = chr(code)
        half_width = unicodedata.normalize("NFKC", written).lower()
        common = half_width if len(half_width) == 1 else written
        variants = money_words().variants
        self[code] = variants.get(written, variants.get(common, common))
        return self[code]


_PLAIN = _PlainTable()


def plain(text: str) -> str:
    """Return the text as the grammar of amounts reads it; every character keeps its place."""
    return text.translate(_PLAIN)


def one_of(words: Iterable[str]) -> str:
    """Return a regular expression for any of the words, longest first; a Latin word must end where its letters end."""
    longest_first = sorted(words, key=len, reverse=True)
    latin = [word.isascii() and word[-1:].isalpha() for word in longest_first]
    parts = [re.escape(word) + "(?![a-z])" * ends_open for word, ends_open in zip(longest_first, latin, strict=True)]
    return "(?:" + "|".join(parts) + ")"


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return the compiled expression of a word list, or of ``number``."""
    words = money_words()
    if name == "number":
        return re.compile(_NUMBER)
    if name == "scale":
        return re.compile(rf"[ \u3000]?(?P<word>{one_of([*words.scales, *words.scales_with_currency])})")
    if name == "spent":
        between = f"(?:{one_of(words.spent_between)})*"
        return re.compile(rf"{one_of(words.spent_before)}{between}$")
    if name == "spent_after":
        return re.compile(rf"(?:的[\u4e00-\u9fff]{{0,8}}?)?{one_of(words.spent_after)}")
    if name == "unit":
        between = f"(?:{one_of(words.unit_between)})*"
        word = rf"(?P<{{}}>[{''.join(words.powers)}]?{one_of(words.scales)})元?"
        named = rf"{one_of(words.unit_named)}{between}{word.format('named')}"
        return re.compile(rf"{named}|以{word.format('counted')}(?:计|为单位)|[(]{word.format('bracketed')}[)]")
    if name == "suffix":
        trailing = one_of(words.trailing)
        return re.compile(rf"[ \u3000]?(?P<word>{one_of(words.currency_after)}){trailing}?")
    listed: tuple[str, ...] | str = getattr(words, name)
    return re.compile(listed if isinstance(listed, str) else one_of(listed))
