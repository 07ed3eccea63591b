"""What the text does not state, told from the question's own words where the heads are not sure of it."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.offline.pick import figures_of
from assistant.offline.unsaid import asks_desk, asks_unsaid, unsaid_details
from assistant.offline.words import any_of, cues, plain
from corpus.normalise import fold
from corpus.numerals import NUMERAL
from index.hit import ANSWERABLE, UNSTATED
from index.tokenise import words

_LIKELY = 0.6
"""With this chance the closing does not state what is asked of it."""
_POSSIBLE = 0.1
"""A clause that the question names is meant from this score on, where the closing only stands in for it."""
_NEAR = 0.2
"""From this chance on a question on the support itself is one about the policy."""
_PERHAPS = 0.4
"""The same for one that asks whether the text says something."""
_ABOUT = 0.3
"""A question with a hit of this score is about that clause, whatever it asks."""
_STOPS = " ,，。.?？!！"
_STOP = re.compile(r"[,，。.?？!！;；]")
_DENIED = 10  # characters behind 没 that it may deny
_TORN = 0.4  # a clause with a smaller score is one of several
_OFTEN = 3  # times that a clause has a word of one character, such as 券, to be named by it
_TELLING = 2  # characters of a word that names something


def untold(found: Mapping[str, Any], clause: Mapping[str, Any]) -> float:
    """Return the chance that a clause does not state what is asked of it."""
    return float(found["facts"].get(clause["clause"], {}).get(UNSTATED, 0.0))


def counts_otherwise(question: str, clause: Mapping[str, Any]) -> bool:
    """Say whether a question asks for a number of something that the clause does not count: 几个工作日, 几个章."""
    said = plain(question)
    for pattern in cues().counted:
        if asked := re.search(pattern, said):
            unit = re.escape(next(unit for unit in asked.groups() if unit))
            return not re.search(rf"[{NUMERAL}]\s*个?{unit}", _body(clause))
    return False


def stands_in(question: str, clause: Mapping[str, Any]) -> bool:
    """Say whether the words of a text stand in a clause as they are."""
    said = plain(question).strip(_STOPS)
    return bool(said) and said in _body(clause)


def asks_threshold(question: str, clause: Mapping[str, Any]) -> bool:
    """Say whether a question asks how large something has to be, of a clause whose conditions hold a figure."""
    conditions = clause["plain"].get("who", {}).get("text", "")
    return bool(any_of(cues().asks_threshold).search(plain(question))) and bool(figures_of(conditions))


def denies_condition(question: str, clause: Mapping[str, Any]) -> bool:
    """Say whether a question denies something that the clause makes a condition: 没去备案, 不是未来产业的."""
    conditions = fold(clause["plain"].get("who", {}).get("text", ""))
    for denial in any_of(cues().denies).finditer(said := plain(question)):
        behind = _STOP.split(said[denial.end() : denial.end() + _DENIED])[0]
        if any(behind[at : at + _TELLING] in conditions for at in range(len(behind) - _TELLING + 1)):
            return True
    return False


def named_hit(question: str, found: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the clause that a question names in so many words, where what is found first does not state it.

    What the text says of no clause in particular (stamps, days, papers) is held to be the closing's matter; and of
    several clauses that are about as likely the one named is meant.
    """
    hits: list[dict[str, Any]] = found["hits"]
    general = bool(hits) and hits[0]["clause"].endswith("/closing")
    detail = general and bool(unsaid_details(question, hits[0]))  # its dates are none of a single measure's
    if not hits or (untold(found, hits[0]) < _LIKELY and not detail):
        return None
    if not general and hits[0]["score"] >= _TORN:
        return None
    title = fold(found["policy"]["title"])
    said = plain(question)
    named = {word for word in words(said) if len(word) >= _TELLING and word not in title}
    for hit in hits[1:] if general else hits:
        label, others = fold(hit["label"]), "".join(_body(other) for other in hits if other is not hit)
        own = {said[at : at + _TELLING] for at in range(len(said) - 1)}
        own |= {word for word in words(said) if _body(hit).count(word) >= _OFTEN}
        told = named | {pair for pair in own if pair not in others and pair not in title}
        if hit["score"] >= _POSSIBLE and any(word in label for word in told):
            return hit
    return None


def _body(hit: Mapping[str, Any]) -> str:
    return fold("".join(sentence["text"] for sentence in hit["sentences"]))


def asks_beyond(question: str, found: Mapping[str, Any]) -> bool:
    """Say whether a question asks what the text says, or of the support it grants, although nothing in it answers."""
    said, answerable = plain(question), found["answerable"]
    if answerable < ANSWERABLE and asks_desk(question):
        return True
    if not _NEAR <= answerable < ANSWERABLE or any_of(cues().elsewhere).search(said):
        return False
    score = found["hits"][0]["score"] if found["hits"] else 0.0
    if any_of(cues().detail_of_support).search(said) or (any_of(cues().counted).search(said) and score >= _ABOUT):
        return True
    of_support = (any_of(cues().asks_support).search(said) or score >= _TORN) and asks_unsaid(question)
    return bool(answerable >= _PERHAPS and (of_support or any_of(cues().asks_of_text).search(said)))
