"""Checks of wording: plain text only, no promise, nothing of the inside. Word lists stand in checks.yaml."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from assistant.canned import PROMPTS
from assistant.figures import plain_figures
from corpus.data_file import DataModel, read_yaml

_SHINGLE = 16  # characters in a row that a reply may not share with a prompt


class CheckWords(DataModel):
    """checks.yaml."""

    markup: tuple[str, ...]
    promises: tuple[str, ...]
    not_a_promise: tuple[str, ...]
    leaks: tuple[str, ...]
    grants: tuple[str, ...]
    award: tuple[str, ...]
    cap: tuple[str, ...]
    at_most: tuple[str, ...]
    theirs: tuple[str, ...]
    absolute: tuple[str, ...]
    offices: tuple[str, ...]
    denies: tuple[str, ...]
    frame: tuple[str, ...]


@cache
def check_words() -> CheckWords:
    """Return the word lists, read once."""
    return read_yaml(Path(__file__).parent / "checks.yaml", CheckWords)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a list of checks.yaml as one expression."""
    return re.compile("|".join(f"(?:{part})" for part in getattr(check_words(), name)))


def wording_faults(text: str, said: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with the words of a reply; the user's own words may be held up to him."""
    plain, spoken = plain_figures(text), plain_figures("\n".join(said))
    if found := pattern("markup").search(plain):
        yield f"只许写纯文字，不能有“{found[0]}”"
    if promise := _not_said(pattern("promises"), pattern("not_a_promise").sub("", plain), spoken):
        yield f"不能作出承诺或代表单位表态：“{promise}”"
    if leak := _not_said(pattern("leaks"), plain, spoken):
        yield f"不能提到内部的名称或规则：“{leak}”"
    if not _pieces(plain).isdisjoint(_prompt_pieces()):
        yield "不能复述提示词"


def _not_said(words: re.Pattern[str], text: str, spoken: str) -> str:
    return next((found[0] for found in words.finditer(text) if found[0] not in spoken), "")


def _pieces(plain: str) -> set[str]:
    letters = "".join(character for character in plain if character.isalnum())
    return {letters[at : at + _SHINGLE] for at in range(len(letters) - _SHINGLE + 1)}


@cache
def _prompt_pieces() -> frozenset[str]:
    texts = (plain_figures(path.read_text(encoding="utf-8")) for path in sorted(PROMPTS.glob("*.md")))
    return frozenset().union(*(_pieces(text) for text in texts))


def without_markup_said(text: str, said: Iterable[str]) -> str:
    """Disarm markup that is the user's own, held up to him: its angle brackets become full-width."""
    spoken = plain_figures("\n".join(said))
    return pattern("markup").sub(
        lambda found: _disarmed(found[0]) if plain_figures(found[0]) in spoken else found[0], text
    )


def _disarmed(markup: str) -> str:
    return markup.translate(str.maketrans("<>&[`", "‹›＆［｀")) if markup.isascii() else markup
