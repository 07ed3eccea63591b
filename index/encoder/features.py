"""Text → the sparse features that the question head weighs."""

import re

from corpus.english import in_chinese
from corpus.normalise import with_places_alike, without_fillers
from index.encoder.sound import sounds
from index.tokenise import search_form, words

_LATIN = re.compile(r"[a-z]+")
_HAN_OR_DIGIT = re.compile(r"[㐀-鿿#a-z]+")
_ELSEWHERE = "某市"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def features(text: str) -> list[str]:
    """Return the word features and what a question is by other means: English words in Chinese, and its sounds."""
    plain = _plain(_form(text))
    chinese = in_chinese(plain)
    heard = sounds(plain)
    return [
        *word_features(text),
        *_grams(chinese),
        *(f"w{word}" for word in words(chinese)),
        *(f"y{'_'.join(run[i : i + n])}" for run in heard for n in (2, 3) for i in range(len(run) - n + 1)),
    ]


def word_features(text: str) -> list[str]:
    """Return character 1- to 3-grams (digits as one sign), words with their numbers, Latin word pairs and 4-grams."""
    form = _form(text)
    plain = _plain(form)
    cut = words(form)
    found = _grams(plain) + [f"w{word}" for word in cut]
    found += [f"p{first}_{second}" for first, second in zip(cut, cut[1:], strict=False)]
    latin = _LATIN.findall(plain)
    return found + [f"l{word[i : i + 4]}" for word in latin for i in range(max(1, len(word) - 3))]


def _form(text: str) -> str:
    return with_places_alike(without_fillers(search_form(text)), _ELSEWHERE)


def _plain(form: str) -> str:
    return _NUMBER.sub("#", form)


def _grams(plain: str) -> list[str]:
    return [
        f"c{run[i : i + n]}"
        for run in _HAN_OR_DIGIT.findall(plain)
        for n in (1, 2, 3)
        for i in range(len(run) - n + 1)
        if n == 1 or not run[i : i + n].isascii() or "#" in run[i : i + n]
    ]
