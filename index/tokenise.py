"""Text → the terms that lexical search counts: words, character bigrams, normalised numbers."""

import logging
import re
from functools import cache
from pathlib import Path

import jieba

from corpus.normalise import TERMS, fold, synonyms, to_mainland

_RUN = re.compile(r"[㐀-鿿]+|[a-z]+|\d+(?:\.\d+)?%?")
_PERCENT = re.compile(r"百分之([零一二三四五六七八九十百\d.]+)|([零一二三四五六七八九十百\d.]+)\s*%")
_TENTHS = re.compile(r"(?<![一二三四五六七八九十\d])([一二两三四五六七八九])成(?!立|为|果|长|功|本|交|员|熟|都|品|型)")
USER_WORDS = TERMS / "words.txt"


@cache
def _cutter() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    cutter.initialize()
    for word in USER_WORDS.read_text(encoding="utf-8").split():
        cutter.add_word(fold(word))
    return cutter


def search_form(text: str) -> str:
    """Return the folded text in the mainland's words, with percentages in one form (三成 = 30%)."""
    folded = to_mainland(fold(text))
    folded = _PERCENT.sub(lambda found: f"{_plain(found[1] or found[2])}%", folded)
    return _TENTHS.sub(lambda found: f"{_plain(found[1])}0%", folded)


def _plain(number: str) -> str:
    from corpus.numerals import parse_numeral

    try:
        return str(parse_numeral(number))
    except ValueError:
        return number


def words(form: str) -> list[str]:
    """Cut a search form into jieba words, Latin words and numbers; punctuation is dropped."""
    found: list[str] = []
    for run in _RUN.findall(form):
        found.extend(_cutter().lcut(run, HMM=False) if run[0] >= "㐀" else [run])
    return found


def terms(text: str) -> list[str]:
    """Return words and character bigrams of a text, repeated as they occur."""
    form = search_form(text)
    bigrams = [run[i : i + 2] for run in _RUN.findall(form) if run[0] >= "㐀" for i in range(len(run) - 1)]
    long_words = [word for word in words(form) if len(word) != 2 or word[0] < "㐀"]  # two-character words are bigrams
    return long_words + bigrams


def query_terms(question: str) -> list[str]:
    """Return a question's terms and those of the policy's words for its colloquial ones."""
    form = search_form(question)
    official = [word for said, found in synonyms().items() if said in form for word in found if word not in form]
    return terms(question) + [term for word in official for term in terms(word)]


def tokeniser_files() -> tuple[Path, ...]:
    """Return the files whose change makes an index out of date."""
    return (USER_WORDS, TERMS / "variants.yaml", TERMS / "synonyms.yaml", Path(__file__))
