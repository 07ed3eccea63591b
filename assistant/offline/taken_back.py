"""Amounts of a message that a later amount in it stands for: taken back, settled otherwise, or made exact."""

import re
from itertools import pairwise

from assistant.offline.words import any_of, cues, plain
from calculators.money import find_money
from corpus.normalise import fold_with_offsets

_STOPS = re.compile(r"[,，。;；!！?？\n]")


def taken_back_in(question: str) -> set[int]:
    """Return where amounts start that the sentence itself takes back: 贷了12亿…不对，是4个亿.

    A slip takes back the amount in front of it; 先按300万 takes back all that was weighed before.
    """
    folded = fold_with_offsets(question)
    starts = [start for start, _, _, _ in find_money(question)]
    gone: set[int] = set()
    for slips, words in ((True, cues().corrects), (False, cues().settles)):
        for found in any_of(words).finditer(folded.text):
            end = folded.source_span(found.end(), found.end()).start
            before = [start for start in starts if start < end]
            if before and len(before) < len(starts):
                gone |= set(before[-1:] if slips else before)
    return gone | _made_exact(question)


def _made_exact(question: str) -> set[int]:
    """Return where vague amounts start that the exact one behind stands for: 四百二十来万…是四百二十六万整."""
    gone: set[int] = set()
    for (start, end, low, high), (behind, _, exact, same) in pairwise(find_money(question)):
        between = plain(question[end:behind])
        front = _STOPS.split(between)[-1]
        if (
            not any_of(cues().names_another).search(between)
            and low <= exact == same <= high > low
            and any_of(cues().makes_exact).search(front)
        ):
            gone.add(start)
    return gone
