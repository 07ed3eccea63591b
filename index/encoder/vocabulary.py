"""The static encoder's tokenizer: words learned from the training texts, cut by their likelihood.

A Unigram model over jieba's words gives what jieba would give, from one ``tokenizer.json`` that needs no code of ours.
"""

import math
from collections import Counter
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC, Lowercase, Sequence
from tokenizers.pre_tokenizers import Split
from tqdm import tqdm

from index.tokenise import words

UNKNOWN = "[UNK]"
_RUN = r"[㐀-鿿]+|[a-z]+|[0-9]+(?:\.[0-9]+)?%?"
_LONGEST = 8
_LEAST = 3
"""A word that stands in fewer texts is spelt by its characters."""


def learn_vocabulary(texts: Iterable[str], size: int) -> list[tuple[str, float]]:
    """Return at most ``size`` pieces with their log-likelihood: every character seen, then the commonest words."""
    counts: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for text in tqdm(texts, "词表", unit="段"):
        counts.update(words(text))
        characters.update(text)
    total = sum(counts.values())
    single = [c for c, n in characters.items() if c.isalnum() or c in ".%" if n >= _LEAST]
    pieces = {c: math.log(max(counts[c], 1) / total) for c in single}
    several = ((word, n) for word, n in counts.most_common() if 1 < len(word) <= _LONGEST and n >= _LEAST)
    for word, n in several:
        if len(pieces) >= size - 1:
            break
        pieces[word] = math.log(n / total)
    return [(UNKNOWN, 0.0), *sorted(pieces.items(), key=lambda item: (-item[1], item[0]))]


def make_tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """Return a tokenizer that drops punctuation and cuts each run of one writing into its likeliest pieces."""
    tokenizer = Tokenizer(Unigram(pieces, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = Sequence([NFKC(), Lowercase()])
    tokenizer.pre_tokenizer = Split(Regex(_RUN), behavior="removed", invert=True)
    return tokenizer
