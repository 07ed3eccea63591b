"""Does a quote support its sentence? A check by words: it can't judge meaning, but it sees what stands nowhere."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache

from assistant.backing import Rest, result_texts
from assistant.figures import Figure, denied_figure, plain_figures, read_figures
from assistant.grounds import NEGATORS, letters, sentences, told_pieces
from assistant.number_lock import Segment
from assistant.offline.words import replies
from assistant.reply import Citation
from assistant.wording import check_words, pattern
from calculators.contract import Result
from corpus.clause import Clause, Policy
from corpus.normalise import fold, synonyms

SUPPORTED = 0.26
"""Share of the words of a reply without citations that must have been said or calculated."""
_FEW = 3  # pairs of characters below which a sentence says too little to judge
_PIECES = re.compile(r"[,，;；。:：\n]|其中")
_SENTENCES = re.compile(r"[。；;!！?？]")
_QUOTED = re.compile(r"[“「『\"]([^“”「」『』\"]{6,})[”」』\"]")
_QUOTED_PART = 2  # characters of a quotation on either side of what it leaves out
_RESTATED, _RESTATED_SHARE = 4, 0.6  # pairs, and share of its pairs, with which a sentence only says a piece again
_Piece = tuple[frozenset[str], frozenset[Figure]]
"""Pairs of characters and figures of a piece of a text."""
_CLEARER = 2  # pairs more that another part of the quote must share with a sentence to be the one that it speaks of


def support_faults(
    parts: Sequence[Segment],
    citations: Sequence[Citation],
    policies: Mapping[str, Policy],
    *,
    calculations: Sequence[Result],
    words: Sequence[str],
    said: Sequence[str],
    bound_elsewhere: AbstractSet[Figure],
) -> Iterator[str]:
    """Yield the sentences that what they cite does not bear out."""
    rest = Rest(citations, policies, calculations=calculations, said=said)
    for part in parts:
        cited = part.cited(citations)
        clauses = [_clause(citation, policies) for citation in cited]
        if part.marks and (wrong := _wrong_clause(part, clauses)):
            yield f"“{part.text.strip()}”说的是{wrong}，引用的却不是它"
        if cited:
            yield from rest.faults(part)
        else:
            yield from _unlike(part, [*words, *(text for result in calculations for text in result_texts(result))])
        if part.marks:
            yield from _beyond_the_text(part, [clause.text for clause in clauses])
        yield from _misquoted(part, [*words, *(clause.text for clause in clauses)])
        if part.marks:
            own = [piece for message in said for piece in _quoted_pieces(message)]
            yield from _misplaced(part, cited, bound_elsewhere, own)


def _unlike(part: Segment, sources: Sequence[str]) -> Iterator[str]:
    """Yield the sentences of a reply without citations that say what stands nowhere."""
    around = _pairs("，".join(sources))
    for sentence in _SENTENCES.split(part.text):
        told = _pairs(sentence) - _frame()
        if len(told) >= _FEW and len(told & around) < SUPPORTED * len(told):
            yield f"“{sentence.strip()}”在所引用的条文里没有依据"


def _clause(citation: Citation, policies: Mapping[str, Policy]) -> Clause:
    return policies[citation.clause.partition("/")[0]].clause(citation.clause)


def _wrong_clause(part: Segment, clauses: Iterable[Clause]) -> str:
    """Return the clause that a sentence names although it cites only others."""
    named = [figure for figure in read_figures(part.text) if figure.kind == "clause"]
    numbers = {clause.number for clause in clauses}
    return "" if not named or any(figure.value in numbers for figure in named) else named[0].text


def _beyond_the_text(part: Segment, cited: Sequence[str]) -> Iterator[str]:
    """Yield what a cited sentence grants to all, or says of an office, although the clause does not; denials may."""
    texts = plain_figures("，".join(cited))
    told = [sentence for sentence in sentences(part.text) if not pattern("denies").search(sentence)]
    for piece in (piece for sentence in told for piece, silent in told_pieces(sentence) if not silent):
        for found in (*pattern("absolute").finditer(piece), *pattern("offices").finditer(piece)):
            if found[0] not in texts:
                yield f"所引用的条文里没有“{found[0]}”"


def _misquoted(part: Segment, sources: Sequence[str]) -> Iterator[str]:
    """Yield what stands in quotation marks but nowhere else."""
    for quoted in _QUOTED.findall(part.text):
        if not any(quoted_from(letters(quoted), letters(source)) for source in sources):
            yield f"原文里没有“{quoted}”这句话"


def quoted_from(quoted: str, source: str) -> bool:
    """Say whether a source says what is quoted, but for a few words left out that deny or count nothing."""
    if quoted in source:
        return True
    cuts = ((quoted[:at], quoted[at:]) for at in range(_QUOTED_PART, len(quoted) - _QUOTED_PART + 1))
    found = (re.search(f"{head}(.{{1,8}}?){tail}", source) for head, tail in cuts if head in source and tail in source)
    return any(gap and NEGATORS.isdisjoint(gap[1]) and not read_figures(gap[1]) for gap in found)


def _misplaced(
    part: Segment, cited: Sequence[Citation], bound_elsewhere: AbstractSet[Figure], own: Sequence[_Piece]
) -> Iterator[str]:
    """Yield figures that stand in the quote, but in a part of it that speaks of something else.

    ``own``: the pieces of the asker's words, whose figures may be told as he told them.
    """
    pieces = [piece for citation in cited for piece in _quoted_pieces(citation.quote)]
    for fragment in _PIECES.split(part.text):
        told = read_figures(fragment)
        words = _official_pairs(fragment) if told else frozenset()
        for figure in () if _is_result(fragment, told) else told:
            others = [(len(words & pairs), figures) for pairs, figures in pieces
                      if any(other.kind == figure.kind for other in figures)]  # fmt: skip
            having = max((shared for shared, figures in others if figure in figures), default=None)
            lacking, known = max(((shared, figures) for shared, figures in others if figure not in figures),
                                 default=(0, frozenset()), key=lambda other: other[0])  # fmt: skip
            clearer = lacking >= (having or 0) + _CLEARER
            restated = lacking >= max(_RESTATED, _RESTATED_SHARE * len(words)) and known.isdisjoint(told)
            elsewhere = having is None or figure in bound_elsewhere
            told_so = any(figure in figures and len(words & pairs) >= _CLEARER for pairs, figures in own)
            if clearer and (restated or not elsewhere) and not told_so and not denied_figure(fragment, figure):
                yield f"“{fragment.strip()}”里的“{figure.text}”在条文里说的不是这一项"


def _is_result(fragment: str, figures: Sequence[Figure]) -> bool:
    """Say whether a fragment tells the asker what he may get: held to the calculations elsewhere (claims.py)."""
    plain = plain_figures(fragment)
    award = bool(figures) and pattern("award").search(plain[: figures[0].start])
    return bool(award) and not pattern("cap").search(plain)


@lru_cache(maxsize=512)  # quotes are sentences of the policies: there are only so many
def _quoted_pieces(quote: str) -> tuple[_Piece, ...]:
    return tuple((_pairs(piece), frozenset(read_figures(piece))) for piece in _PIECES.split(quote))


@lru_cache(maxsize=2048)  # the fragments of set phrases come again in turn after turn
def _official_pairs(text: str) -> frozenset[str]:
    """Return the pairs of a text and of the policy's words for its colloquial ones: 进口卡 → 其他算力设施."""
    folded = fold(text)
    official = (word for spoken, words in synonyms().items() if spoken in folded for word in words)
    return _pairs("，".join([folded, *official]))


@cache
def _frame() -> frozenset[str]:
    """Return the pairs of a clerk's own words, which need no support."""
    return _pairs("，".join([*check_words().frame, *replies().texts.values()]))


_PAIR = re.compile(r"(?=([\u4e00-\u9fff]{2}))")


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    """Return the neighbouring pairs of Chinese characters."""
    return frozenset(_PAIR.findall(plain_figures(text)))
