"""Does what a sentence says stand in what it cites? By words: whatever is no clerk's word must stand there.

A quote supports a sentence if every word of it that could change the matter is the quote's, the clause's plain facts',
a calculation's of this turn, or the asker's own; if words that the text only denies are denied, and what it only
encourages is not made a duty; and if words of one piece are said together somewhere in the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.everyday import everyday, framed
from assistant.figures import plain_figures
from assistant.grounding_words import chips, cue, frame, grounding_words
from assistant.grounds import DENIED, HAN, NEGATORS, Ground, latin_words, letters, pairs, sentences, told_pieces

_ASKED = re.compile(r"^关于[“「『\"].*[”」』\"]:$", re.MULTILINE)
"""A heading that holds up one of several questions."""
_CONSEQUENCE = re.compile("只有.*才")
"""What follows from a condition is no duty itself."""
_NEAR = 4  # characters in front of a word where its negation may stand
_LEAST = 2
_OFFICE = re.compile(r"由.{0,24}[局办委厅府]")
"""What an office does must stand in the text word for word."""
_UNKNOWN = 2  # words of a piece that the lists need not know
_WORD = 3  # characters of what may be a word that the lists don't know
_KIND_OF = re.compile("[^的]?的(?:企业|公司|单位|项目|模型|方案|合同|中心|人才|选手|团队)|[类型](?:企业|公司|单位)")
"""Behind an unknown word: a kind of enterprise that the text doesn't know."""
_DUTY_SHARE = 0.6  # of what is called a duty that must stand among the conditions


@dataclass(frozen=True, slots=True)
class Backing:
    """What a piece of a reply rests on."""

    grounds: Sequence[Ground]
    said: frozenset[str] = frozenset()
    """Pairs of the asker's statements."""
    terms: frozenset[str] = frozenset()
    """Pairs that clauses of the policy speak with: what only other clauses say is no clerk's word."""
    latin: frozenset[str] = frozenset()
    told: str = ""
    """The asker's statements, as letters: held up to him word for word they need no support."""
    nothing: bool = False
    """Whether it was calculated that there is nothing to be had."""
    strict: bool = False
    """Whether no word may be unknown, not even one that seems to be only another way to say things."""
    offices: tuple[str, ...] = ()
    """Offices that a piece which sends the asker there may name."""


@dataclass(slots=True)
class _Read:
    """What is noted of a piece while it is read."""

    content: list[str] = field(default_factory=list)
    """Pairs that the text covers and no clerk's word does."""
    alone: list[str] = field(default_factory=list)
    """Words that stand nowhere and seem to be only another way to say things."""


def ungrounded(text: str, backings: Sequence[Backing]) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text that none of the backings bears out, each with the words that stand nowhere."""
    for sentence in sentences(_ASKED.sub("", plain_figures(text))):
        if sentence.rstrip("。;").endswith(("?", "吗", "呢")):  # asks the user
            continue
        for piece, silent in told_pieces(sentence):
            wrong = [] if silent else [_fault(piece, sentence, backing) for backing in backings]
            if wrong and all(wrong):
                yield piece, min(wrong, key=len)


def silent_about(text: str) -> Iterator[str]:
    """Yield what a text says is not stated, as it is said."""
    for piece, silent in (told for sentence in sentences(text) for told in told_pieces(sentence)):
        matter = cue("silent").sub("，", piece).strip("，。;：: ") if silent else ""
        if len(matter) >= _LEAST:
            yield matter


def _fault(piece: str, sentence: str, backing: Backing) -> str:
    """Return the words that a piece may not say; empty for none."""
    if (
        cue("answers").search(piece.strip())
        or letters(piece) in backing.told
        or any(letters(piece) in ground.letters for ground in backing.grounds)
    ):
        return ""
    if _asserts_nothing(piece, sentence):
        return ""
    if cue("allows").search(piece) and not cue("theirs").search(piece) and not cue("denied").search(piece):
        backing = replace(backing, said=frozenset())
    asks, steps = (cue(name).search(piece) is not None for name in ("asks", "steps"))
    read = _Read()
    known = _open_words(piece, sentence, backing)
    if unlike := cue("unlike").search(known):
        return unlike[0]
    for run in HAN.findall(known):
        if wrong := _uncovered(run, framed(run, asks=asks, steps=steps), backing, read):
            return wrong
    if len(read.alone) > (0 if backing.strict or _OFFICE.search(piece) else _UNKNOWN):
        return "”“".join(read.alone)
    follows = _CONSEQUENCE.search(sentence) and not _CONSEQUENCE.search(piece)
    duty = "" if follows else _no_duty(piece, read.content, backing)
    return _strange_latin(piece, backing) or duty or _apart(read.content, backing)


def _asserts_nothing(piece: str, sentence: str) -> bool:
    """Say whether a piece holds a question that its sentence leaves open, or says what the asker may wish."""
    told = piece.strip(" ,。;:")
    if cue("wish").fullmatch(told):
        return True
    asks = cue("embedded").search(told) and not cue("embedded_states").search(told)
    return bool(asks) and (cue("opens").search(sentence) or cue("silent").search(sentence)) is not None


def _open_words(piece: str, sentence: str, backing: Backing) -> str:
    """Return a piece without what is judged otherwise: chips, offices to ask, duties, denials of outcomes."""
    known = piece
    if any(chips().search(ground.letters) for ground in backing.grounds):
        known = chips().sub(lambda found: found[0] if _known(found[0], backing) else " ", piece)
    for office in backing.offices if cue("asks").search(piece) else ():
        known = known.replace(office, " ")
    if backing.nothing or cue("lacking").search(sentence):
        known = cue("denied").sub(_without_denial, known)
    known = cue("compares").sub(lambda found: " " * len(found[0]), known)
    return cue("duties").sub(lambda found: " " * len(found[0]), known)


def _without_denial(found: re.Match[str]) -> str:
    """Return the stand-in of a denial; one that begins a clerk's own phrase (不足) stays."""
    phrase = next((word for word in frame().get(found.string[found.start() :][:2], ())
                   if found.string.startswith(word, found.start())), "")  # fmt: skip
    return found[0] if len(phrase) >= len(found[0]) else DENIED * len(found[0])


def _strange_latin(piece: str, backing: Backing) -> str:
    known = backing.latin.union(grounding_words().latin, *(ground.latin for ground in backing.grounds))
    return next(iter(sorted(latin_words(piece) - known)), "")


def _no_duty(piece: str, content: Sequence[str], backing: Backing) -> str:
    """Return the word that makes a duty of what is no condition; empty for none."""
    duty = cue("duties").search(piece)
    only = cue("exclusive").search(piece)
    if only:
        return "" if any(letters(only["whom"]) in ground.letters for ground in backing.grounds) else only[0]
    conditions = [pair for pair in content if any(pair in ground.duties for ground in backing.grounds)]
    return str(duty[0]) if duty and len(conditions) < _DUTY_SHARE * len(content) else ""


def _uncovered(run: str, plain: Sequence[bool], backing: Backing, read: _Read) -> str:
    """Return the first characters of a run that nothing covers; note what the text covers and what stands alone.

    ``plain``: which of its characters a clerk's own words cover.
    """
    covered = list(plain)
    for at in range(len(run) - 1):
        pair = run[at : at + 2]
        standing = [ground for ground in backing.grounds if pair in ground.bits]
        if (plain[at] and plain[at + 1]) or not (standing or pair in backing.said):
            continue
        covered[at] = covered[at + 1] = True
        if standing and pair not in backing.said and all(pair in ground.denied for ground in standing):
            negator = _negator(run, at)
            if negator is None and not (plain[at] or plain[at + 1]):
                return pair
            covered[at if negator is None else negator] = True
        if not plain[at] and not plain[at + 1]:
            read.content.append(pair)
    talk = everyday(run) if not all(covered) else covered
    return _left(run, [known or said for known, said in zip(covered, talk, strict=True)], backing, read)


def _negator(run: str, at: int) -> int | None:
    """Return the place of the negation in front of a word; None for none."""
    return next((place for place in range(at - 1, max(-1, at - 1 - _NEAR), -1) if run[place] in NEGATORS), None)


def _left(run: str, covered: Sequence[bool], backing: Backing, read: _Read) -> str:
    """Return the first characters that are not covered and say something; note the others."""
    for rest in re.finditer("0+", "".join("1" if known else "0" for known in covered)):
        words = run[rest.start() : rest.end()]
        if not _alone(words, rest.start(), run, backing):
            return words
        if not any(words in ground.characters for ground in backing.grounds):
            read.alone.append(words)
    return ""


def _alone(words: str, at: int, run: str, backing: Backing) -> bool:
    """Say whether what is not covered is only another way to say things: nothing weighty, no term of the policy."""
    if run == words and words in grounding_words().alone:
        return True
    if run == words and len(words) == 1 and any(words in ground.characters for ground in backing.grounds):
        return words not in NEGATORS
    if len(words) == 1 and any(words in ground.characters for ground in backing.grounds):
        return words not in NEGATORS and words not in grounding_words().never
    if _KIND_OF.match(run, at + len(words)):
        return False
    whole = run[max(0, at - 1) : at + len(words) + 1]
    term = not backing.terms.isdisjoint(whole[place : place + 2] for place in range(len(whole) - 1))
    weighty = not NEGATORS.union(grounding_words().never, grounding_words().weighty).isdisjoint(words)
    return len(words) <= _WORD and not weighty and not term


def _known(words: str, backing: Backing) -> bool:
    """Say whether words stand in the text, in part at least."""
    return any(pair in ground.bits for pair in pairs(words) for ground in backing.grounds)


def _apart(content: Iterable[str], backing: Backing) -> str:
    """Return two words of a piece that the text nowhere says together; empty if it does."""
    places: dict[str, int] = {}
    for pair in content:
        shift, where = 0, 0
        for ground in backing.grounds:
            where |= ground.bits.get(pair, 0) << shift
            shift += ground.everywhere.bit_length()
        if where:
            places[pair] = where
    for pair, where in places.items():
        for other, there in places.items():
            if not where & there:
                return f"{pair}”与“{other}"
    return ""
