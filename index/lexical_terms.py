"""Text → what the lexical index counts, and a question → what it looks for, with weights.

Beside words and character bigrams every single character counts a little: 租 and 租赁, 房 and 房屋 share no bigram.
"""

from collections import Counter
from pathlib import Path

from corpus.normalise import TERMS, synonyms, without_asking
from index import numbers
from index.tokenise import search_form, terms

CHARACTER = "'"
"""Mark of a term that is a character by itself, so that it is no one-character word."""
CHARACTER_WEIGHT = 0.75
"""Weight of a character beside words and bigrams, chosen on the development benchmarks."""


def lexical_form(text: str) -> str:
    """Return the search form with every amount in digits: 三成 = 30%, 五百万 = 500万 = 5000000."""
    return numbers.with_plain_numbers(search_form(text))


def document_terms(text: str) -> Counter[str]:
    """Count a text's words, bigrams and characters."""
    return _counted(lexical_form(text))


def query_terms(question: str) -> dict[str, float]:
    """Return a question's terms with their weights, the policy's words for its colloquial ones included.

    Words of asking (请问, 怎么办) are passed over unless there is nothing else.
    """
    form = lexical_form(question)
    weights = _weighted(_counted(without_asking(form)))
    for word in _official(form):
        for term, weight in _weighted(_counted(word)).items():
            weights[term] = weights.get(term, 0.0) + weight
    return weights


def _official(form: str) -> list[str]:
    return [word for said, found in synonyms().items() if said in form for word in found if word not in form]


def _counted(form: str) -> Counter[str]:
    counted = Counter(terms(form))
    counted.update(CHARACTER + character for character in form if "㐀" <= character <= "鿿")
    return counted


def _weighted(counted: Counter[str]) -> dict[str, float]:
    return {term: count * (CHARACTER_WEIGHT if term[0] == CHARACTER else 1.0) for term, count in counted.items()}


def lexical_files() -> tuple[Path, ...]:
    """Return the files whose change makes the lexical index out of date, beside those of the tokeniser."""
    return (TERMS / "asking.yaml", Path(__file__), Path(numbers.__file__))
