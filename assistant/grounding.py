"""Does what a sentence says stand in what it cites? By words: whatever is no clerk's word must stand there.

A quote supports a sentence if every word of it that could change the matter is the quote's, the clause's plain facts',
a calculation's of this turn, or the asker's own; if words that the text only denies are denied, and what it only
encourages is not made a duty; and if words of one piece are said together somewhere in the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.figures import plain_figures
from assistant.grounding_words import askable, chips, cue, frame, grounding_words, singles
from assistant.grounds import DENIED, HAN, NEGATORS, Ground, latin_words, letters, pairs, sentences, told_pieces

_ASKED = re.compile(r"^关于[“「『\"].*[”」』\"]:$", re.MULTILINE)
"""A heading that holds up one of several questions."""
_NEAR = 4  # characters in front of a word where its negation may stand
_LEAST = 2
_DUTY_SHARE = 0.6  # of what is called a duty that must stand among the conditions


@dataclass(frozen=True, slots=True)
class Backing:
    """What a piece of a reply rests on."""

    grounds: Sequence[Ground]
    said: frozenset[str] = frozenset()
    """Pairs of the asker's statements."""
    latin: frozenset[str] = frozenset()
    offices: tuple[str, ...] = ()
    """Offices that a piece which sends the asker there may name."""


def ungrounded(text: str, backings: Sequence[Backing]) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text that none of the backings bears out, each with the words that stand nowhere."""
    for sentence in sentences(_ASKED.sub("", plain_figures(text))):
        if sentence.rstrip("。;").endswith(("?", "吗", "呢")):  # asks the user
            continue
        for piece, silent in told_pieces(sentence):
            wrong = [] if silent else [_fault(piece, sentence, backing) for backing in backings]
            if wrong and all(wrong):
                yield piece, min(wrong, key=len)


def silent_about(text: str) -> Iterator[str]:
    """Yield what a text says is not stated, as it is said."""
    for piece, silent in (told for sentence in sentences(text) for told in told_pieces(sentence)):
        matter = cue("silent").sub("，", piece).strip("，。;：: ") if silent else ""
        if len(matter) >= _LEAST:
            yield matter


def _fault(piece: str, sentence: str, backing: Backing) -> str:
    """Return the words that a piece may not say; empty for none."""
    if any(letters(piece) in ground.letters for ground in backing.grounds):
        return ""
    if cue("allows").search(piece) and not cue("theirs").search(piece):
        backing = replace(backing, said=frozenset())
    asks = cue("asks").search(piece) is not None
    content: list[str] = []
    for run in HAN.findall(_open_words(piece, sentence, backing)):
        if wrong := _uncovered(run, _framed(run, asks=asks), backing, content):
            return wrong
    return _strange_latin(piece, backing) or _no_duty(piece, content, backing) or _apart(content, backing)


def _open_words(piece: str, sentence: str, backing: Backing) -> str:
    """Return a piece without what is judged otherwise: chips, offices to ask, duties, denials of outcomes."""
    known = chips().sub(lambda found: found[0] if _known(found[0], backing) else " ", piece)
    for office in backing.offices if cue("asks").search(piece) else ():
        known = known.replace(office, " ")
    if cue("lacking").search(sentence):
        known = cue("denied").sub(lambda found: DENIED * len(found[0]), known)
    return cue("duties").sub(lambda found: " " * len(found[0]), known)


def _strange_latin(piece: str, backing: Backing) -> str:
    known = backing.latin.union(grounding_words().latin, *(ground.latin for ground in backing.grounds))
    return next(iter(sorted(latin_words(piece) - known)), "")


def _no_duty(piece: str, content: Sequence[str], backing: Backing) -> str:
    """Return the word that makes a duty of what is no condition; empty for none."""
    duty = cue("duties").search(piece)
    conditions = [pair for pair in content if any(pair in ground.duties for ground in backing.grounds)]
    return str(duty[0]) if duty and len(conditions) < _DUTY_SHARE * len(content) else ""


def _uncovered(run: str, plain: Sequence[bool], backing: Backing, content: list[str]) -> str:
    """Return the first characters of a run that nothing covers; collect its pairs that the text covers.

    ``plain``: which of its characters a clerk's own words cover.
    """
    covered = list(plain)
    for at in range(len(run) - 1):
        pair = run[at : at + 2]
        standing = [ground for ground in backing.grounds if pair in ground.bits]
        if (plain[at] and plain[at + 1]) or not (standing or pair in backing.said):
            continue
        covered[at] = covered[at + 1] = True
        if standing and pair not in backing.said and all(pair in ground.denied for ground in standing):
            negators = [place for place in range(max(0, at - _NEAR), at) if run[place] in NEGATORS]
            if not negators:
                return pair
            covered[negators[-1]] = True
        if not plain[at] and not plain[at + 1]:
            content.append(pair)
    for rest in re.finditer("0+", "".join("1" if known else "0" for known in covered)):
        words = run[rest.start() : rest.end()]
        if not _alone(words, run, backing):
            return words
    return ""


def _alone(words: str, run: str, backing: Backing) -> bool:
    """Say whether what is not covered is one character that says nothing new by itself."""
    if len(words) > 1 or words in NEGATORS:
        return False
    return run == words in grounding_words().alone or any(words in ground.characters for ground in backing.grounds)


@lru_cache(maxsize=4096)  # replies are made of set phrases and of the sentences of the policies
def _framed(run: str, *, asks: bool) -> tuple[bool, ...]:
    """Say of each character of a run whether a clerk's own words cover it; ``asks``: it names an office to ask."""
    plain = [character in singles() or character == DENIED for character in run]
    for heads in (frame(), askable()) if asks else (frame(),):
        for at in range(len(run) - 1):
            word = next((word for word in heads.get(run[at : at + 2], ()) if run.startswith(word, at)), "")
            plain[at : at + len(word)] = [True] * len(word)
    return tuple(plain)


def _known(words: str, backing: Backing) -> bool:
    """Say whether words stand in the text, in part at least."""
    return any(pair in ground.bits for pair in pairs(words) for ground in backing.grounds)


def _apart(content: Iterable[str], backing: Backing) -> str:
    """Return two words of a piece that the text nowhere says together; empty if it does."""
    places: dict[str, int] = {}
    for pair in content:
        shift, where = 0, 0
        for ground in backing.grounds:
            where |= ground.bits.get(pair, 0) << shift
            shift += ground.everywhere.bit_length()
        if where:
            places[pair] = where
    for pair, where in places.items():
        for other, there in places.items():
            if not where & there:
                return f"{pair}”与“{other}"
    return ""
