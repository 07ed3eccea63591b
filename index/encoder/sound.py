"""How a text sounds: Pinyin syllables, so that a slip of the keyboard or plain Pinyin meets the word it stands for."""

import re
from functools import cache

from pypinyin import Style, lazy_pinyin
from pypinyin.pinyin_dict import pinyin_dict

_RUN = re.compile(r"[㐀-鿿]+|[a-z]+")
_LONGEST = 6
_FEWEST = 2
_MOSTLY = 0.75
"""Share of the Latin letters that must be Pinyin: some English words can be read as Pinyin too."""


@cache
def _syllable(character: str) -> str:
    return str(lazy_pinyin(character, style=Style.NORMAL)[0])


@cache
def _syllables() -> frozenset[str]:
    return frozenset(_syllable(chr(code)) for code in pinyin_dict if 0x4E00 <= code <= 0x9FFF)


@cache
def _cut(run: str) -> tuple[str, ...]:
    """Cut a Latin run into syllables, longest first with a step back; empty where it is no Pinyin."""
    if not run:
        return ()
    for length in range(min(_LONGEST, len(run)), 0, -1):
        if run[:length] in _syllables():
            rest = _cut(run[length:])
            if rest or length == len(run):
                return (run[:length], *rest)
    return ()


def sounds(form: str) -> list[tuple[str, ...]]:
    """Return the syllables of each stretch of a search form that is Chinese or Pinyin."""
    runs = _RUN.findall(form)
    latin = [run for run in runs if run[0] < "㐀"]
    pinyin = sum(len(run) for run in latin if _cut(run)) >= _MOSTLY * sum(len(run) for run in latin)
    found: list[list[str]] = []
    after_latin = False
    for run in runs:
        is_latin = run[0] < "㐀"
        cut = (list(_cut(run)) if pinyin else []) if is_latin else [_syllable(character) for character in run]
        if is_latin and after_latin and cut:
            found[-1].extend(cut)  # Pinyin is written in words: the sound goes on
        elif cut:
            found.append(cut)
        after_latin = is_latin and bool(cut)
    return [tuple(stretch) for stretch in found if len(stretch) >= _FEWEST]
