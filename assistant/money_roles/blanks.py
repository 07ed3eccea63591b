"""What a question for a size asks for: a sum that has to be put in (签多少), or what comes of it (能补多少).

A question that asks for the first and names a support aims at it: it is a reverse question, whatever its words.
"""

from collections.abc import Mapping
from functools import lru_cache

from assistant.money_roles.features import blank_features
from assistant.money_roles.reader import load_reader, sums_in
from assistant.offline.aim_words import aim_words
from assistant.offline.words import any_of
from corpus.normalise import fold_with_offsets

BLANKS = "blanks"
"""The name of the weights."""
NEED, GAIN = "need", "gain"
"""A sum to put in, or anything else that a size is asked of; marks of messages as well."""


def blanks_in(text: str) -> list[tuple[int, int]]:
    """Return where a text asks for a size: 多少, 多大, how much; half-open offsets, none within a sum."""
    folded, sums = fold_with_offsets(text), sums_in(text)
    spans = [folded.source_span(*found.span()) for found in any_of(aim_words().asks_size).finditer(folded.text)]
    return [
        (span.start, span.end)
        for span in spans
        if not any(span.start < one.end and one.start < span.end for one in sums)
    ]


def features_of(text: str, blank: tuple[int, int], calculator: str) -> list[str]:
    """Return the features of one question for a size in a text."""
    sums = [one for one in sums_in(text) if one.end <= blank[0] or blank[1] <= one.start]
    return blank_features(text, sums, blank, calculator)


@lru_cache(maxsize=1024)
def needs_in(text: str, calculator: str) -> Mapping[int, float]:
    """Return for each question for a size, by the offset at which it begins, the chance that it is for a sum to put in.

    ``calculator`` names the one that the message is about.
    """
    reader = load_reader(name=BLANKS)
    return {blank[0]: reader.judge(features_of(text, blank, calculator))[NEED] for blank in blanks_in(text)}
