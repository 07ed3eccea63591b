"""Long texts → passages: what one vector can stand for."""

import re

MAX_CHARS = 400
"""A passage ends before it grows longer, unless one sentence does; shorter texts are one passage."""
_SENTENCE = re.compile(r"[^。；;！？!?\n]*[。；;！？!?\n]+|[^。；;！？!?\n]+$")


def passages(text: str) -> list[str]:
    """Cut a text between sentences; joined, the passages are the text. A text without anything is one empty passage."""
    if len(text) <= MAX_CHARS:
        return [text]
    found = [""]
    for sentence in _pieces(text):
        if found[-1] and len(found[-1]) + len(sentence) > MAX_CHARS:
            found.append("")
        found[-1] += sentence
    return found


def _pieces(text: str) -> list[str]:
    """Return the sentences; one that is longer than a passage is cut."""
    sentences = _SENTENCE.findall(text)
    return [part[at : at + MAX_CHARS] for part in sentences for at in range(0, len(part), MAX_CHARS)]
