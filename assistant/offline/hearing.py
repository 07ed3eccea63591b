"""What a person meant to write: words of the trade that came out as homophones or in pinyin, put right.

Only stretches that are no words of their own are touched (带款 → 贷款, daikuan → 贷款), where they sound like a word
of ``corpus/terms/misheard.yaml``. Nothing that is shown is changed: this is for understanding alone.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from pypinyin import lazy_pinyin

from assistant.offline.words import any_of, cues, plain
from corpus.data_file import DataModel, read_yaml
from corpus.normalise import TERMS, fold, fold_with_offsets, with_places_alike, without_courtesies
from index.tokenise import words

_OUTSIDE = "外地"
_SAYS = 2
"""Characters that say something of their own."""
_LONGEST = 4
"""Characters of a word, or Latin words of one in pinyin."""
_HAN = re.compile(r"[㐀-鿿]+")
_PIECE = re.compile(r"(?<=[,，。;；!！?？])")
_LATIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")


class _Misheard(DataModel):
    """misheard.yaml."""

    words: tuple[tuple[str, ...], ...]
    common: str
    """Characters so common that one of them is hardly a slip."""


@cache
def _misheard() -> _Misheard:
    return read_yaml(TERMS / "misheard.yaml", _Misheard)


@cache
def _by_sound() -> dict[str, str]:
    """Return the words by their pinyin without tones; of two that sound alike the first in the file."""
    listed = [word for line in _misheard().words for word in line]
    return {"".join(lazy_pinyin(word)): word for word in reversed(listed)}


@lru_cache(maxsize=1024)
def understood(text: str) -> str:
    """Return a message as it is understood: without courtesies, slips put right, a place of origin as 外地."""
    return from_outside(heard(_to_the_point(without_courtesies(text))))


def _to_the_point(text: str) -> str:
    """Return a message without the words at its beginning that only take note: 行吧。那我改成600万."""
    folded = fold_with_offsets(text)
    noted = any_of(cues().acknowledges).match(folded.text)
    rest = text[folded.source_span(noted.end(), noted.end()).start :] if noted else text
    return rest if sum(character.isalnum() for character in rest) >= _SAYS else text


def from_outside(question: str) -> str:
    """Return a question of somebody from elsewhere on this city's policy with 外地 for the place he is from.

    温州的企业能领杭州的券吗 is no question on Wenzhou's policy.
    """
    folded = fold(question)
    marked = with_places_alike(folded, _OUTSIDE)
    if marked == folded:
        return question
    here = any_of(cues().here).search(marked) or any_of(cues().yours).search(marked)
    if here and any_of(cues().outsider).search(marked) and not any_of(cues().compares).search(marked):
        return marked
    return _without_own_place(question)


def _without_own_place(question: str) -> str:
    """Return a question without the place that somebody only speaks from: 归哪个局管？我在台北打电话要找谁.

    Where support is spoken of behind the place it may be that place's own: 我在深圳，有没有算力券.
    """
    pieces = _PIECE.split(question)
    for at, piece in enumerate(pieces):
        marked = with_places_alike(fold(piece), _OUTSIDE)
        supported = any_of(cues().asks_support).search(plain("".join(pieces[at:])))
        if any_of(cues().speaks_from).search(marked) and not supported:
            pieces[at] = any_of(cues().speaks_from).sub("", marked)
    return "".join(pieces)


@lru_cache(maxsize=1024)
def heard(text: str) -> str:
    """Return the text with misheard and miswritten words put right; other characters stay as they are."""
    text = _miswritten().sub(lambda found: _as_meant(found[0]), text)
    return _LATIN.sub(lambda found: _spelled(found[0]), _HAN.sub(lambda found: _homophones(found[0]), text))


@cache
def _miswritten() -> re.Pattern[str]:
    """Return a pattern of the trade's words with a character that only looks like the right one: 算力卷."""
    words_of_trade = [word for line in _misheard().words for word in line]
    wrong = {
        word.replace(meant, written)
        for written, meant in cues().miswritten.items()
        for word in words_of_trade
        if meant in word
    }
    return re.compile("|".join(sorted(map(re.escape, wrong), key=len, reverse=True)) or r"(?!)")


def _as_meant(word: str) -> str:
    return "".join(cues().miswritten.get(character, character) for character in word)


def _homophones(run: str) -> str:
    result, at = "", 0
    for start, end in _loose(fold(run)):
        while start < end:
            length, word = _like(run[start:end])
            if word:
                result, at = f"{result}{run[at:start]}{word}", start + length
            start += length or 1
    return result + run[at:]


def _loose(folded: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of two or more characters that belong to no word."""
    start = at = 0
    for token in [*words(folded), ""]:
        if len(token) != 1:
            if at - start > 1:
                yield start, at
            start = at + len(token)
        at += len(token)


def _like(stretch: str) -> tuple[int, str]:
    """Return the word that the beginning of a stretch sounds like, and how many characters it takes."""
    for length in range(min(_LONGEST, len(stretch)), 1, -1):
        word = _by_sound().get("".join(lazy_pinyin(stretch[:length])), "")
        if len(word) == length and _is_slip(stretch[:length], word):
            return length, word
    return 0, ""


def _is_slip(written: str, word: str) -> bool:
    """Say whether one can have been written for the other: some character is right, no wrong one is a common one."""
    wrong = {own for own, meant in zip(written, word, strict=True) if own != meant}
    return 0 < len(wrong) < len(word) and wrong.isdisjoint(_misheard().common)


def _spelled(run: str) -> str:
    tokens = run.split(" ")
    result: list[str] = []
    while tokens:
        taken = next(
            (n for n in range(min(_LONGEST, len(tokens)), 0, -1) if "".join(tokens[:n]).lower() in _by_sound()), 0
        )
        result.append(_by_sound()["".join(tokens[:taken]).lower()] if taken else tokens[0])
        tokens = tokens[taken or 1 :]
    return " ".join(result)
