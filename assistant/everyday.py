"""Which characters of a piece are a clerk's own words or everyday words of talk, which need no support."""

import re
from functools import lru_cache

from assistant.grounding_words import askable, frame, general, grounding_words, long_general, singles
from assistant.grounds import DENIED
from index.tokenise import words as cut

_TWICE = re.compile(r"[先再]?([^年月日天周次家个人层处笔份项])一?\1")
"""A verb said twice makes light of it: 聊聊, 再等等, 理一理."""


@lru_cache(maxsize=4096)  # replies are made of set phrases and of the sentences of the policies
def framed(run: str, *, asks: bool, steps: bool) -> tuple[bool, ...]:
    """Say of each character of a run whether a clerk's own words cover it.

    ``asks``: it names an office to ask; ``steps``: it says what to ask or to tell the assistant, in which order.
    """
    order = grounding_words().sequence if steps else ""
    plain = [character in singles() or character == DENIED or character in order for character in run]
    for heads in (frame(), askable()) if asks else (frame(),):
        for at in range(len(run) - 1):
            word = next((word for word in heads.get(run[at : at + 2], ()) if run.startswith(word, at)), "")
            plain[at : at + len(word)] = [True] * len(word)
    return tuple(plain)


@lru_cache(maxsize=4096)
def everyday(run: str) -> tuple[bool, ...]:
    """Say of each character of a run whether it belongs to an everyday word of talk.

    Two characters must be a word where the text is cut into words: 自然 is none in 来自然后.
    """
    covered, at = [False] * len(run), 0
    for word in cut(run.replace(DENIED, "不")):
        covered[at : at + len(word)] = [word in general()] * len(word)
        at += len(word)
    for found in _TWICE.finditer(run):
        covered[found.start() : found.end()] = [True] * len(found[0])
    for phrase in long_general():
        at = run.find(phrase)
        while at >= 0:
            covered[at : at + len(phrase)] = [True] * len(phrase)
            at = run.find(phrase, at + 1)
    return tuple(covered)
