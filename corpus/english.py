"""English words → the Chinese ones that questions and policies use: for understanding, never for display."""

import re
from functools import cache

from corpus.data_file import DataModel, read_yaml
from corpus.normalise import TERMS, fold

ENGLISH = TERMS / "english.yaml"
_WORD = re.compile(r"[a-z&]+")
_LONGEST = 4
_ENDINGS = (("ies", "y"), ("es", "e"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"))


class _English(DataModel):
    """terms/english.yaml: a word or phrase in its plain form → Chinese words parted by spaces."""

    english: dict[str, str]


@cache
def _glossary() -> dict[str, str]:
    return {phrase: fold(chinese) for phrase, chinese in read_yaml(ENGLISH, _English).english.items()}


@cache
def _plain(word: str) -> str:
    """Return the form that the glossary knows of a word, else the word."""
    if word in _glossary():
        return word
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending) + instead
        if word.endswith(ending) and stem in _glossary():
            return stem
    return word


def in_chinese(folded: str) -> str:
    """Return the Chinese words for the English ones of a folded text, parted by spaces; longer phrases first."""
    words = _WORD.findall(folded)
    found: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            phrase = " ".join([*words[at : at + length - 1], _plain(words[at + length - 1])])
            if phrase in _glossary():
                found.append(_glossary()[phrase])
                break
        at += length
    return " ".join(found)
