"""Choose the sentences of a clause that answer a question."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from assistant.offline.words import any_of, cues, replies
from calculators.money import find_money
from corpus.normalise import fold
from corpus.numerals import parse_numeral
from index.tokenise import query_terms, terms

_FRAGMENT = re.compile(r"[^,，;；。]+")
_SPAN = re.compile(r"@(\d+)-(\d+)\]")
_PERCENT = re.compile(r"\d+(?:\.\d+)?\s*(?:%|个百分点)")
_TENTHS = re.compile(
    r"([一二两三四六七八九]|五(?=成[半一二三四五六七八九]))成([半一二三四五六七八九])?(?![本为员立果交])"
)  # 五成: a spoken share
_DISCOUNT = re.compile(r"(?<![\d.])([\d一二两三四五六七八九]{1,2})折(?!叠|旧|腾|中|合|算|线|射|返)")
_WHOLE_SHARE = 100  # of which a discount leaves some tenths to pay: 七折 is 30% paid by others
_FIGURE_KINDS = frozenset({"how_much", "target", "premise", "portfolio", "compare"})
_FITTING = 2.0  # as much as two telling terms: who asks how much wants the figure, who asks whether, the condition
_LONG = 150  # a sentence of this many characters must share twice as much as a very short one
_GOOD = 0.5  # a second sentence must be half as good as the best
_WHOLE = 2  # a clause of up to two sentences is shown whole


def name_of(clause: dict[str, Any]) -> str:
    """Return a clause as people call it: 第(三)条（扩容“算力券”发放）."""
    short = str(clause["clause"]).partition("/")[2]
    if short in ("closing", "preamble"):
        return replies().texts[f"{short}_name"]
    marker, _, heading = str(clause["label"]).partition(" ")
    return replies().texts["measure_name"].format(marker=marker, heading=heading or short)


def pick(question: str, clause: dict[str, Any], kind: str, *, limit: int = _WHOLE) -> str:
    """Return the best sentences in print order, each with its reference."""
    sentences: list[dict[str, str]] = clause["sentences"]
    asked = set(query_terms(question))
    owned = [set(terms(sentence["text"])) for sentence in sentences]
    frequency = Counter(term for own in owned for term in own)
    scored = [
        (
            _score(sentence["text"], {term: _rarity(frequency[term], len(owned)) for term in asked & own}, kind),
            -at,
            sentence,
        )
        for at, (sentence, own) in enumerate(zip(sentences, owned, strict=True))
    ]
    ranked = sorted(scored, key=lambda row: row[:2], reverse=True)
    good = [row for row in ranked[:limit] if row[0] >= _GOOD * ranked[0][0]]
    best = sorted(good, key=lambda row: -row[1])
    return "".join(f"{sentence['text']}{sentence['ref']}" for _, _, sentence in best)


def told_by(question: str, clause: dict[str, Any], refs: str) -> float:
    """Return how much of what the question shares with a clause stands in the stretches that references name (0 to 1).

    1 where it shares nothing at all: then nothing else is aimed at.
    """
    spans = [(int(start), int(end)) for start, end in _SPAN.findall(refs)]
    asked = set(query_terms(question))
    inside, everywhere = 0.0, 0.0
    for start, text in _fragments(clause):
        shared = len(asked & set(terms(text)))
        everywhere += shared
        inside += shared if any(since <= start < until for since, until in spans) else 0
    return inside / everywhere if everywhere else 1.0


def _fragments(clause: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield what stands between commas with its place in the source; Simplified keeps the source's length."""
    for sentence in clause["sentences"]:
        start = int(_SPAN.findall(sentence["ref"])[0][0])
        for found in _FRAGMENT.finditer(sentence["text"]):
            yield start + found.start(), found[0]


def _rarity(sentences_with_term: int, sentences: int) -> float:
    """A term that every sentence of the clause has tells nothing about which one is meant."""
    return 1 - (sentences_with_term - 1) / sentences


def _score(text: str, shared: dict[str, float], kind: str) -> float:
    wanted = {"eligible": cues().condition_sentence, "date": cues().date_sentence}.get(kind)
    if kind in _FIGURE_KINDS:
        wanted = cues().award_sentence
    fits = wanted is not None and any_of(wanted).search(fold(text))
    return sum(shared.values()) / (1 + len(text) / _LONG) + (_FITTING if fits else 0.0)


def _tenths(said: str) -> int:
    """Return the percent that is left to pay: 七 → 70, 八五 → 85."""
    digits = "".join(str(parse_numeral(digit)) for digit in said)
    return int(digits.ljust(2, "0"))


def _tenths_of(found: re.Match[str]) -> int:
    """Return the percent of 两成五, 三成半, 四成."""
    ones = (found[2] or "零").replace("半", "五")
    return parse_numeral(found[1]) * 10 + parse_numeral(ones)


@lru_cache(maxsize=1024)  # the same question and the same sentences of a clause, at every step of a turn
def figures_of(text: str) -> tuple[tuple[str, Decimal | str], ...]:
    """Return the amounts and percentages of a text: as written, and their value."""
    figures: list[tuple[str, Decimal | str]] = [
        (text[start:end], low) for start, end, low, high in find_money(text) if low == high
    ]
    tenths = [(found[0], f"{_tenths_of(found)}%") for found in _TENTHS.finditer(fold(text))]
    shares = [
        (found[0], f"{share}%")
        for share, words in cues().spoken_shares.items()
        for found in any_of(words).finditer(_TENTHS.sub("", fold(text)))
    ]
    discounts = [(found[0], f"{_WHOLE_SHARE - _tenths(found[1])}%") for found in _DISCOUNT.finditer(fold(text))]
    percents = [(found[0], re.sub(r"[^\d.]", "", found[0]) + "%") for found in _PERCENT.finditer(text)]
    return (*figures, *shares, *tenths, *discounts, *percents)
