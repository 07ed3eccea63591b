"""Text → the sparse features that the question head weighs."""

import re

from corpus.normalise import with_places_alike, without_fillers
from index.tokenise import search_form, words

_LATIN = re.compile(r"[a-z]+")
_HAN_OR_DIGIT = re.compile(r"[㐀-鿿#a-z]+")
_ELSEWHERE = "某市"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def features(text: str) -> list[str]:
    """Return character 1- to 3-grams (digits as one sign), words with their numbers, Latin word pairs and 4-grams."""
    form = with_places_alike(without_fillers(search_form(text)), _ELSEWHERE)
    plain = _NUMBER.sub("#", form)
    found = [
        f"c{run[i : i + n]}"
        for run in _HAN_OR_DIGIT.findall(plain)
        for n in (1, 2, 3)
        for i in range(len(run) - n + 1)
        if n == 1 or not run[i : i + n].isascii() or "#" in run[i : i + n]
    ]
    cut = words(form)
    found += [f"w{word}" for word in cut]
    found += [f"p{first}_{second}" for first, second in zip(cut, cut[1:], strict=False)]
    latin = _LATIN.findall(plain)
    found += [f"l{word[i : i + 4]}" for word in latin for i in range(max(1, len(word) - 3))]
    return found
