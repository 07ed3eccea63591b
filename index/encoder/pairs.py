"""Training pairs from public data: a query and the passage that answers it, read from a folder the caller names."""

import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import DataError
from corpus.load import load_policies
from corpus.normalise import to_script
from index.encoder.bank import load_bank
from index.encoder.lay import LAY, load_lay, text_digest
from index.tokenise import search_form

PAIR_FILES = ("cmrc2018", "drcd", "csl", "news")
"""Files of ``{"query", "positive"}`` rows in the data folder, each ``NAME.jsonl.gz``."""
LAWS = "laws"
"""The file of ``{"title", "chapter", "article", "text"}`` rows."""
PASSAGE_CHARS = 240
"""A longer passage is cut: the query asks for its start more often than not, and a static vector blurs with length."""
_MIN_CHARS = 6
_KEPT = 0.35
"""How often the sentence that becomes the query stays in its article too: words shared are evidence as well."""
_SENTENCE_END = re.compile(r"(?<=[。;!?])")
_ARTICLE_NUMBER = re.compile(r"^第[零〇一二三四五六七八九十百千\d]+条(之[一二三四五六七八九十]+)?\s*")


@dataclass(frozen=True, slots=True)
class Law:
    """One article of a law, in search form."""

    title: str
    chapter: str
    text: str


@dataclass(frozen=True, slots=True)
class PairData:
    """All that the encoder is trained on, in search form."""

    pairs: dict[str, list[tuple[str, str]]]
    """By source: (query, passage)."""
    laws: list[Law]
    """In the order of the laws, so that neighbours are alike."""


def read_pairs(folder: Path) -> PairData:
    """Read the data folder and the bank's train part; ``DataError`` naming the file that is missing or does not fit."""
    pairs = {name: _pairs(folder / f"{name}.jsonl.gz") for name in PAIR_FILES}
    pairs["bank"] = bank_pairs()
    rows = list(_rows(folder / f"{LAWS}.jsonl.gz", ("title", "chapter", "text")))
    laws = [_law(row) for row in rows]
    pairs["lay"] = lay_pairs({text_digest(row["text"]): law for row, law in zip(rows, laws, strict=True)})
    return PairData(pairs, [law for law in laws if len(law.text) >= _MIN_CHARS])


def _law(row: dict[str, str]) -> Law:
    text = _ARTICLE_NUMBER.sub("", search_form(row["text"]))
    return Law(search_form(row["title"]), search_form(row["chapter"] or ""), text)


def bank_pairs() -> list[tuple[str, str]]:
    """Return the bank's answerable training questions with the clause that answers each."""
    texts = {
        clause.id: search_form(" ".join([*clause.path, to_script(clause.text, "hans")]))
        for policy in load_policies().values()
        for clause in policy.clauses
    }
    rows = [row.question for row in load_bank() if row.part == "train" and row.question.clauses]
    return [(search_form(row.q), texts[row.clauses[0]]) for row in rows]


def lay_pairs(laws: Mapping[str, Law]) -> list[tuple[str, str]]:
    """Return laypeople's questions with the article that answers each; ``laws`` by the digest of their text."""
    known = [(row, laws[row.text]) for row in load_lay() if row.text in laws]
    return [(search_form(row.q), f"{law.title} {law.text}"[:PASSAGE_CHARS]) for row, law in known]


def law_pair(law: Law, chance: random.Random) -> tuple[str, str]:
    """Return one of the article's sentences as a query, and the article (with or without it) as its passage."""
    sentences = [part for part in _SENTENCE_END.split(law.text) if len(part) >= _MIN_CHARS]
    if len(sentences) < 2:
        sentences = [part for part in re.split(r"(?<=[,:])", law.text) if len(part) >= _MIN_CHARS]
    headed = f"{law.title} {law.chapter}"
    if len(sentences) < 2:
        return headed, law.text
    at = chance.randrange(len(sentences))
    kept = sentences if chance.random() < _KEPT else sentences[:at] + sentences[at + 1 :]
    passage = "".join(kept)[:PASSAGE_CHARS]
    draw = chance.random()
    if draw < 0.25:
        return f"{law.title} {sentences[at]}", passage
    return sentences[at], f"{headed} {passage}" if draw < 0.5 else passage


def digests(folder: Path) -> dict[str, str]:
    """Return the digests of the files that ``read_pairs`` reads there, and of the laypeople's questions."""
    files = [*(folder / f"{name}.jsonl.gz" for name in (*PAIR_FILES, LAWS)), *sorted(LAY.glob("*.jsonl"))]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:16] for file in files}


def _pairs(file: Path) -> list[tuple[str, str]]:
    rows = ((search_form(row["query"]), search_form(row["positive"])) for row in _rows(file, ("query", "positive")))
    return [(query, passage[:PASSAGE_CHARS]) for query, passage in rows if query and passage]


def _rows(file: Path, keys: tuple[str, ...]) -> Iterator[dict[str, str]]:
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                row = json.loads(line)
                if not isinstance(row, dict) or not all(
                    key in row and isinstance(row[key], str | None) for key in keys
                ):
                    raise DataError(
                        file, "行", line=number, found=line[:60], expected=f"JSON 对象，有 {'、'.join(keys)}"
                    )
                yield row
    except (OSError, ValueError) as error:
        raise DataError(
            file, "训练数据", found=str(error)[:80], expected="gzip 的 JSONL（--data 指向它所在的文件夹）"
        ) from None
