"""Choose the sentences of a clause that answer a question."""

import re
from collections import Counter
from decimal import Decimal
from typing import Any

from assistant.offline.words import any_of, cues, replies
from calculators.money import find_money
from corpus.normalise import fold
from index.tokenise import query_terms, terms

_SPAN = re.compile(r"@(\d+)-(\d+)\]")
_PERCENT = re.compile(r"\d+(?:\.\d+)?\s*(?:%|个百分点)")
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


def overlap(refs: str, others: str) -> bool:
    """Say whether two texts with references cite a common stretch of the source."""
    spans = [[(int(a), int(b)) for a, b in _SPAN.findall(text)] for text in (refs, others)]
    return any(
        start < other_end and other_start < end for start, end in spans[0] for other_start, other_end in spans[1]
    )


def _rarity(sentences_with_term: int, sentences: int) -> float:
    """A term that every sentence of the clause has tells nothing about which one is meant."""
    return 1 - (sentences_with_term - 1) / sentences


def _score(text: str, shared: dict[str, float], kind: str) -> float:
    wanted = {"eligible": cues().condition_sentence, "date": cues().date_sentence}.get(kind)
    if kind in _FIGURE_KINDS:
        wanted = cues().award_sentence
    fits = wanted is not None and any_of(wanted).search(fold(text))
    return sum(shared.values()) / (1 + len(text) / _LONG) + (_FITTING if fits else 0.0)


def figures_of(text: str) -> list[tuple[str, Decimal | str]]:
    """Return the amounts and percentages of a text: as written, and their value."""
    figures: list[tuple[str, Decimal | str]] = [
        (text[start:end], low) for start, end, low, high in find_money(text) if low == high
    ]
    shares = [
        (found[0], f"{share}%")
        for share, words in cues().spoken_shares.items()
        for found in any_of(words).finditer(fold(text))
    ]
    return figures + shares + [(found[0], re.sub(r"[^\d.]", "", found[0]) + "%") for found in _PERCENT.finditer(text)]
