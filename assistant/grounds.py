"""What the text of a clause or of a calculation bears out: its words, by pairs of characters and by sentences."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.figures import plain_figures
from assistant.grounding_words import cue, groups
from calculators.eligibility import load_eligibility
from calculators.registry import load_calculators
from corpus.clause import Clause, ClauseKind, Policy
from corpus.normalise import fold

HAN = re.compile("[\u4e00-\u9fff\ue000]+")
DENIED = "\ue000"
"""Stands for a denial that needs no support."""
NEGATORS = frozenset("不没未无非勿免" + DENIED)
_LATIN = re.compile(r"[a-z]{2,}")
_SENTENCES = re.compile(r"[^。;!?\n]+[。;!?\n]?")
_PIECES = re.compile(r"[,:|](?!\d)|(?=但是?|不过|然而|而且|并且)")
_QUOTES = re.compile(r"[“”「」『』\"《》*#\s]")
_QUESTION = re.compile("吗|呢|[?]|多少|哪|怎|如何|什么|谁|多久|几|能不能|能否|是否|有没有|可不可以|算不算")
_PAIR = 2
_BARE = re.compile("(?:条文|原文|文件|政策|本条|这一?条|这份|里面|附则|里|中|都|也|均|并|还|的|[。;])*")


@dataclass(frozen=True, slots=True)
class Ground:
    """The words of a text."""

    bits: Mapping[str, int]
    """A pair of characters → in which sentences it stands, one bit each."""
    everywhere: int
    """A bit for each sentence."""
    denied: frozenset[str]
    """Pairs that it only says with a negation: 重复, of which it says 不重复."""
    duties: frozenset[str]
    """Pairs of its conditions: what may be called a duty."""
    latin: frozenset[str]
    characters: frozenset[str]
    letters: str
    """All of it, without marks: what is said word for word needs no further look."""


@lru_cache(maxsize=1024)
def clause_ground(clause: Clause, policy: Policy, offices: tuple[str, ...] = ()) -> Ground:
    """Return the words of a clause: its text, headings and plain facts; of its offices only those that are quoted."""
    facts = [words for words in policy.plain if words.clause == clause.id]
    whole = [clause.heading, *clause.path, *offices, policy.title, policy.short_title]
    if clause.kind is not ClauseKind.MEASURE:  # it speaks of all measures
        whole += [calculator.title for calculator in load_calculators().values() if calculator.policy.id == policy.id]
    asked, inputs = tuple(_conditions(clause, policy)), tuple(_inputs(clause))
    texts = (clause.body.of(policy.source), *(words.text for words in facts), *asked, *inputs)
    conditions = [words.text for words in facts if words.fact == "who" and not cue("silent").search(words.text)]
    return ground_of(texts, whole=tuple(whole), conditions=(*conditions, *(asked if conditions else ())))


def _conditions(clause: Clause, policy: Policy) -> Iterator[str]:
    """Yield a clause's conditions as the calculators name them."""
    rules = load_eligibility().get(policy.id)
    rule = rules.data.measures.get(clause.short_id) if rules else None
    if rules and rule:
        yield from (rules.fields[condition.field].label for condition in rule.conditions)


def _inputs(clause: Clause) -> Iterator[str]:
    """Yield what the calculators of a clause ask for, as they name it."""
    for calculator in load_calculators().values():
        if calculator.clause == clause.id:
            yield "，".join(field.label for field in calculator.fields.values())


@lru_cache(maxsize=1024)
def ground_of(texts: tuple[str, ...], *, whole: tuple[str, ...] = (), conditions: tuple[str, ...] = ()) -> Ground:
    """Return the words of texts; ``whole`` is said with every sentence of them."""
    told = [sentence for text in texts for sentence in _stated(text)]
    everywhere = (1 << len(told)) - 1
    bits: dict[str, int] = {}
    for place, sentence in enumerate(told):
        for pair in pairs(sentence):
            bits[pair] = bits.get(pair, 0) | 1 << place
    bits |= dict.fromkeys(_stated_pairs(whole), everywhere)
    bits, denied = _with_groups(bits, _only_denied(told), "".join(told))
    duties = _stated_pairs(conditions)
    return Ground(
        bits=bits,
        everywhere=everywhere,
        denied=denied,
        duties=duties | _grouped(fold("".join(conditions))),
        latin=latin_words(" ".join(told)),
        characters=frozenset("".join(told)),
        letters="\n".join(letters(text) for text in texts),
    )


def sentences(text: str) -> list[str]:
    """Cut a text into sentences with their ends, in the form that is compared: folded, without quotation marks."""
    return _SENTENCES.findall(_QUOTES.sub("", plain_figures(text)))


def told_pieces(sentence: str) -> list[tuple[str, bool]]:
    """Return the pieces of a sentence, and whether they tell that the text is silent or what it is silent about."""
    pieces = [piece for piece in _PIECES.split(sentence) if piece]
    silent = [bool(cue("silent").search(piece)) for piece in pieces]
    return [
        (piece, silent[at] or _listed(pieces, silent, at) or _is_matter(piece, pieces[at + 1 :], silent[at + 1 :]))
        for at, piece in enumerate(pieces)
    ]


def _listed(pieces: list[str], silent: list[bool], at: int) -> bool:
    """Say whether a piece is the list behind 条文没写的: …"""
    return at > 0 and silent[at - 1] and pieces[at - 1].endswith("的")


def _is_matter(piece: str, following: list[str], silent: list[bool]) -> bool:
    """Say whether a piece names what the text is then said to be silent about."""
    if any(silent[:2]) and cue("unsure").search(piece):
        return True
    if piece.startswith(("如果", "若", "要是")):
        return False
    bare = any(silent[:1]) and _BARE.fullmatch(cue("silent").sub("", following[0])) is not None
    return bare and not cue("permits").search(piece)


@lru_cache(maxsize=1024)
def own_statements(message: str) -> tuple[str, ...]:
    """Return what an asker states of himself: nothing asked, heard or to be confirmed."""
    stated: list[str] = []
    for sentence in sentences(message):
        if cue("confirms").search(sentence.strip()):
            continue
        heard = cue("heard").search(sentence)
        pieces = _PIECES.split(sentence[: heard.start()] if heard else sentence)
        asks = [cue("asked").search(piece) if _QUESTION.search(piece) else None for piece in pieces]
        stated += [piece[: ask.start()] if ask else piece for piece, ask in zip(pieces, asks, strict=True)]
    return tuple(stated)


@cache
def policy_pairs(policy: Policy) -> frozenset[str]:
    """Return every pair of characters that a clause of a policy speaks with."""
    return frozenset().union(*(clause_ground(clause, policy).bits for clause in policy.clauses))


@lru_cache(maxsize=4096)
def pairs(text: str) -> frozenset[str]:
    """Return the neighbouring pairs of Chinese characters of a folded text."""
    return frozenset(run[at : at + _PAIR] for run in HAN.findall(text) for at in range(len(run) - 1))


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(character for character in plain_figures(text) if character.isalnum())


def latin_words(text: str) -> frozenset[str]:
    """Return the words of a text in Latin letters."""
    return frozenset(_LATIN.findall(plain_figures(text)))


def _stated(text: str) -> Iterator[str]:
    """Yield the sentences of a source without the pieces that say what it does not state."""
    for sentence in sentences(text):
        yield ",".join(piece for piece in _PIECES.split(sentence) if not cue("silent").search(piece))


def _stated_pairs(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(pairs(sentence) for text in texts for sentence in _stated(text)))


def _only_denied(told: Iterable[str]) -> frozenset[str]:
    """Return the pairs that stand nowhere without a negation right in front."""
    free: dict[str, bool] = {}
    for run in (run for sentence in told for run in HAN.findall(sentence)):
        for at in range(len(run) - 1):
            pair = run[at : at + _PAIR]
            free[pair] = free.get(pair, False) or at == 0 or run[at - 1] not in NEGATORS
    return frozenset(pair for pair, said in free.items() if not said)


def _with_groups(bits: dict[str, int], denied: frozenset[str], text: str) -> tuple[dict[str, int], frozenset[str]]:
    """Add the other words for a thing that stands in the text; denied as it is."""
    added, refused = dict(bits), set(denied)
    for group in groups():
        standing = [word[:_PAIR] for word in group if word in text and word[:_PAIR] in bits]
        where = 0
        for head in standing:
            where |= bits[head]
        for pair in (pair for word in group if standing for pair in pairs(word)):
            added[pair] = added.get(pair, 0) | where
            if pair not in bits and all(head in denied for head in standing):
                refused.add(pair)
    return added, frozenset(refused)


def _grouped(text: str) -> frozenset[str]:
    """Return the pairs of all words for the things that stand in a text."""
    same = (group for group in groups() if any(word in text for word in group))
    return frozenset().union(*(pairs(word) for group in same for word in group))
