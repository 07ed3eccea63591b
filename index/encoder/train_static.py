"""Train the static encoder: a query's vector is drawn to its passage's and away from the other passages of the batch.

A word's vector is the sum of its own and of those of its characters and character pairs, so that a rare word knows what
its characters say; the sums are worked out once, at the end. Words start as long as they are rare (IDF).
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from scipy.sparse import csr_matrix
from scipy.special import softmax
from tokenizers import Tokenizer
from tqdm import tqdm

from index.encoder.pairs import PairData, law_pair
from index.encoder.row_adam import RowAdam
from index.encoder.static import TABLE
from index.encoder.vocabulary import learn_vocabulary, make_tokenizer

Words = NDArray[np.int64]
Ids = list[Words]
Matrix = NDArray[np.float32]
Mask = NDArray[np.bool_]
_NEIGHBOURS = {"laws": 8, "cmrc2018": 2, "drcd": 2}
"""How many rows that stand beside each other go into one batch: articles of one law are each other's hard negatives."""
_TIMES = {"bank": 2, "lay": 8}
"""How often an epoch shows a source, where not once: the bank is small and what it says weighs most."""
_MODULE = "sentence_transformers.sentence_transformer.modules.StaticEmbedding"
_MODULES = f'[{{"idx": 0, "name": "0", "path": "", "type": "{_MODULE}"}}]\n'
_CONFIG = '{"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"}\n'


@dataclass(frozen=True, slots=True)
class Recipe:
    """What training may vary; the defaults made the shipped encoder."""

    pieces: int = 36_000
    dimensions: int = 256
    batch: int = 1024
    epochs: int = 3
    rate: float = 3e-3
    temperature: float = 0.05
    dropped: float = 0.15
    """Share of a long query's words that are left out."""
    seed: int = 7


class WordTable:
    """Vectors of the vocabulary's words, made of vectors of their parts; it learns by Adam."""

    def __init__(self, vocabulary: list[str], rarity: Matrix, recipe: Recipe) -> None:
        known: dict[str, int] = {}
        parts = [[known.setdefault(part, len(known)) for part in _parts(word)] for word in vocabulary]
        lengths = np.array([len(own) for own in parts])
        columns = np.array([part for own in parts for part in own])
        shape = (len(parts), len(known))
        self._made_of = csr_matrix((np.ones(len(columns), np.float32), columns, np.r_[0, lengths.cumsum()]), shape)
        chance = np.random.default_rng(recipe.seed)
        start = chance.standard_normal((len(known), recipe.dimensions), dtype=np.float32)
        self._parts = RowAdam(start / np.float32(np.sqrt(recipe.dimensions)))
        self._lengths = RowAdam((rarity / rarity.mean())[:, None])
        self._sharpness = np.float32(1 / recipe.temperature)

    def rows(self, words: Words) -> Matrix:
        """Return the vectors of these words, one row each."""
        return np.asarray((self._made_of[words] @ self._parts.values) * self._lengths.values[words], dtype=np.float32)

    def step(self, queries: Ids, passages: Ids, rate: float) -> float:
        """Learn from one batch; return how badly queries told their passages from the batch's, before the step."""
        words, counts = _counted([*queries, *passages])
        made_of = self._made_of[words]
        lengths = self._lengths.values[words]
        bare = made_of @ self._parts.values
        sums = counts @ (bare * lengths)
        norms = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
        units = sums / norms
        loss, slope = _contrast(units[: len(queries)], units[len(queries) :], _same(passages), self._sharpness)
        slope = (slope - units * (slope * units).sum(axis=1, keepdims=True)) / norms
        back = counts.T @ slope
        self._lengths.step(words, (back * bare).sum(axis=1, keepdims=True), rate)
        used = np.unique(made_of.indices)
        self._parts.step(used, made_of[:, used].T @ (back * lengths), rate)
        return loss


def _counted(texts: Ids) -> tuple[Words, csr_matrix]:
    """Return the words of the texts and how often each text has each: shape (texts, words)."""
    lengths = np.array([len(ids) for ids in texts])
    words, places = np.unique(np.concatenate(texts), return_inverse=True)
    starts = np.r_[0, lengths.cumsum()]
    return words, csr_matrix((np.ones(len(places), np.float32), places, starts), (len(texts), len(words)))


def _contrast(
    queries: Matrix, passages: Matrix, same: NDArray[np.bool_], sharpness: np.float32
) -> tuple[float, Matrix]:
    """Return the cross entropy of query → passage (and half of the way back) and its slope for both sides, stacked."""
    scores = sharpness * (queries @ passages.T)
    scores[same] = -np.inf
    there, back = softmax(scores, axis=1), softmax(scores, axis=0)
    own = np.arange(len(queries))
    loss = -np.log(there[own, own] + 1e-9).mean()
    slope = there + back / 2
    slope[own, own] -= 1.5
    slope *= sharpness / len(queries)
    return float(loss), np.vstack([slope @ passages, slope.T @ queries])


def train_encoder(data: PairData, out: Path, recipe: Recipe | None = None) -> dict[str, object]:
    """Write a sentence-transformers folder trained on the data; return what the model card records."""
    recipe = recipe or Recipe()
    chance = random.Random(recipe.seed)
    pieces = learn_vocabulary(_sample(data, chance), recipe.pieces)
    tokenizer = make_tokenizer(pieces)
    model = WordTable([piece for piece, _ in pieces], _rarity(tokenizer, data, len(pieces)), recipe)
    _fit(model, tokenizer, data, recipe, chance)
    table = model.rows(np.arange(len(pieces)))
    table[0] = 0  # an unknown character says nothing
    out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    save_file({TABLE: table.astype(np.float16)}, out / "model.safetensors", metadata={"format": "pt"})
    (out / "modules.json").write_text(_MODULES, encoding="utf-8")
    (out / "config_sentence_transformers.json").write_text(_CONFIG, encoding="utf-8")
    rows = {name: len(pairs) for name, pairs in data.pairs.items()} | {"laws": len(data.laws)}
    return {"pieces": len(pieces), "rows": rows, "seed": recipe.seed, "epochs": recipe.epochs, "batch": recipe.batch}


def _parts(word: str) -> list[str]:
    pairs = [f"2{word[i : i + 2]}" for i in range(len(word) - 1)] if len(word) > 2 else []
    return [f"={word}", *(f"1{character}" for character in word), *pairs]


def _sample(data: PairData, chance: random.Random) -> list[str]:
    """Return texts to learn words from: a share of the data, and the bank's questions three times."""
    texts = [law.text for law in data.laws]
    texts += [text for name, pairs in data.pairs.items() if name != "bank" for pair in pairs for text in pair]
    return chance.sample(texts, len(texts) // 2) + [query for query, _ in data.pairs["bank"]] * 3


def _rarity(tokenizer: Tokenizer, data: PairData, size: int) -> Matrix:
    """Return the inverse document frequency of each word."""
    texts = [law.text for law in data.laws[::5]]
    texts += [passage for pairs in data.pairs.values() for _, passage in pairs[:6000]]
    counts = np.zeros(size, dtype=np.float32)
    for ids in _ids(tokenizer, texts):
        counts[np.unique(ids)] += 1
    rarity = np.log((len(texts) + 1) / (counts + 1))
    return np.asarray(np.maximum(rarity, 0.1), dtype=np.float32)


def _ids(tokenizer: Tokenizer, texts: list[str]) -> Ids:
    cut = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    return [np.array(encoding.ids or [0], dtype=np.int64) for encoding in cut]


def _fit(model: WordTable, tokenizer: Tokenizer, data: PairData, recipe: Recipe, chance: random.Random) -> None:
    batches = [batch for _ in range(recipe.epochs) for batch in _batches(data, recipe.batch, chance)]
    dropping = np.random.default_rng(recipe.seed)
    with tqdm(batches, "编码器", unit="批", mininterval=5) as progress:
        for at, (source, rows) in enumerate(progress):
            drawn = [law_pair(data.laws[row], chance) if source == "laws" else data.pairs[source][row] for row in rows]
            queries = [_dropped(ids, recipe.dropped, dropping) for ids in _ids(tokenizer, [pair[0] for pair in drawn])]
            passages = _ids(tokenizer, [pair[1] for pair in drawn])
            loss = model.step(queries, passages, recipe.rate * _pace(at / len(batches)))
            if at % 20 == 0:
                progress.set_postfix({source: round(loss, 2)}, refresh=False)


def _pace(done: float) -> float:
    """Return the share of the learning rate: a short rise, then half a cosine down."""
    return float(min(1, done / 0.03 + 0.05) * max(0.03, 0.5 * (1 + np.cos(np.pi * done))))


def _batches(data: PairData, size: int, chance: random.Random) -> Iterator[tuple[str, list[int]]]:
    """Cut every source into batches of neighbours and yield them in random order."""
    batches = []
    for source, count in {**{name: len(pairs) for name, pairs in data.pairs.items()}, "laws": len(data.laws)}.items():
        width = _NEIGHBOURS.get(source, 1)
        blocks = [range(start, min(start + width, count)) for start in range(0, count, width)]
        chance.shuffle(blocks)
        rows = [row for block in blocks for row in block]
        batches += [(source, rows[start : start + size]) for start in range(0, count, size)] * _TIMES.get(source, 1)
    chance.shuffle(batches)
    yield from batches


def _dropped(ids: Words, share: float, chance: np.random.Generator) -> Words:
    kept = ids[chance.random(len(ids)) > share]
    return kept if len(ids) > 6 and len(kept) else ids


def _same(passages: Ids) -> Mask:
    """Mark pairs of rows whose passage is one and the same: they are no negatives of each other."""
    keys = np.array([hash(ids.tobytes()) for ids in passages])
    same: Mask = (keys[:, None] == keys[None]) & ~np.eye(len(keys), dtype=bool)
    return same
