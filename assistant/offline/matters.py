"""What each piece of a message is about: the measure whose calculator takes its amount, or none."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.money_roles.reader import roles_in
from assistant.offline.categories import find_categories
from assistant.offline.contracts import VOUCHER
from assistant.offline.fields import CROSSING, wishes_of
from assistant.offline.pieces import Piece
from assistant.offline.purposes import is_other_thing
from assistant.offline.quantities import Value, find_values
from assistant.offline.tool import Tool
from assistant.offline.words import any_of, cues, plain
from index.hit import ANSWERABLE

_CLEAR = 0.4
_BY_ITSELF = 0.75
"""A piece with a hit of this score is about that clause, whatever the rest of the question says."""
_AGREED = 0.08
_ONE_MATTER = 0.95
"""Where the question's best hit has this score, so must a piece's that is about a second matter."""
_OWN_WORDS, _NO_OTHER = 0.85, 0.1
"""A piece with such a best hit and no better second one is without doubt about that clause."""
_OUTSIDE = 0.3
"""Below this a piece is about nothing that the policy answers."""
_NONE_OF_IT = 0.9
"""With this chance of the role of all else a sum that is unsure by itself counts for nothing."""
_ELSEWHERE = 0.35
"""A piece with a hit of this score on a measure without a sum of its own is about that one."""


def pieces_about(
    told: Sequence[Piece],
    looks: Sequence[Any],
    whole: Mapping[str, Any],
    tools: Mapping[str, Tool],
    *,
    summed: bool = False,
) -> list[tuple[Piece, str]]:
    """Give each piece to the clause that it is clearly about, an unclear one to that of the piece before or behind.

    A cost that no calculator is for, such as wages, goes with none. ``summed``: the question asks for a sum, of which
    a piece with words of its own may be a part although the rest is all of one matter.
    """
    own = [(piece, look) for piece, look in zip(told, looks, strict=True) if not is_no_cost(piece.text, look, tools)]
    likely = {hit["clause"]: hit["score"] for hit in whole["hits"] if hit["score"] >= _AGREED}
    one_matter = max(likely.values(), default=0.0) >= _ONE_MATTER
    names = {tool.clause: tool.name for tool in tools.values()}
    about = [
        _clause_of(
            look,
            likely,
            one_matter=one_matter
            and not find_categories(piece.text)
            and not (summed and _in_own_words(piece.text, look, names)),
        )
        for piece, look in own
    ]
    about = [
        clause if _takes(names.get(clause, ""), piece.text) else ""
        for (piece, _), clause in zip(own, about, strict=True)
    ]
    last = next((clause for clause in about if clause), "")
    placed: list[tuple[Piece, str]] = []
    for (piece, _), clause in zip(own, about, strict=True):
        last = clause or last
        placed += [(piece, last)] if last else []
    return placed


def counting(
    placed: Sequence[tuple[Piece, str]],
    looks: Mapping[str, Any],
    said: str,
    whole: Mapping[str, Any],
    tools: Mapping[str, Tool],
) -> list[tuple[Piece, str]]:
    """Leave out pieces that are hardly about their clause, and whose sum is none for what all is about: 研发投入1200万.

    ``looks`` has the search for each piece by its text.
    """
    best = next(iter(whole["hits"]), None)
    name = next((tool.name for tool in tools.values() if best and tool.clause == best["clause"]), "")
    values = [value for value in find_values(said) if value.kind == "money"]
    left: list[tuple[Piece, str]] = []
    for piece, clause in placed:
        hits = looks[piece.text]["hits"]
        unsure = best and clause != best["clause"] and not (hits and hits[0]["score"] >= _BY_ITSELF)
        at = said.find(piece.text)
        own = [value for value in values if at <= value.start < at + len(piece.text)]
        if not (name and unsure and own and all(_is_none_of_it(said, name, value) for value in own)):
            left.append((piece, clause))
    return left


def _is_none_of_it(said: str, calculator: str, value: Value) -> bool:
    return roles_in(said, calculator).get(value.start, {}).get("other", 0.0) >= _NONE_OF_IT


def _takes(calculator: str, text: str) -> bool:
    """Say whether a piece may be about a calculator: one on computing power is about another only in words of its own.

    国产机房两千万 is no loan; a bare 3200万 is no contract.
    """
    named = bool(find_categories(text))
    if calculator == VOUCHER:
        return named or bool(any_of(cues().contract).search(plain(text)))
    return not named or any(wish.distance < CROSSING for wish in wishes_of(calculator, text))


def _in_own_words(text: str, look: Mapping[str, Any], names: Mapping[str, str]) -> bool:
    """Say whether a piece is without doubt about one clause, by the words beside its amount as well."""
    hits = look["hits"]
    scores = [*(float(hit["score"]) for hit in hits[:2]), 0.0, 0.0]
    name = names.get(hits[0]["clause"], "") if hits else ""
    sure = scores[0] >= _OWN_WORDS and scores[1] <= _NO_OTHER
    return bool(name) and sure and any(wish.distance < CROSSING for wish in wishes_of(name, text))


def is_no_cost(text: str, look: Mapping[str, Any], tools: Mapping[str, Tool]) -> bool:
    """Say whether a piece tells of a cost that no calculator is for: 食堂41万, 厂房租金240万, 办比赛花了50万."""
    if find_categories(text):
        return False
    if look["answerable"] < _OUTSIDE or not look["hits"]:
        return True
    best = look["hits"][0]
    if best["clause"] in {tool.clause for tool in tools.values()}:
        return bool(best["score"] < _CLEAR and is_other_thing(text))
    return bool(best["score"] >= _ELSEWHERE or is_other_thing(text))


def _clause_of(look: Mapping[str, Any], likely: Mapping[str, float], *, one_matter: bool) -> str:
    hits = look["hits"]
    if not hits or look["answerable"] < ANSWERABLE:
        return ""
    best = hits[0]
    wanted = _CLEAR if best["clause"] in likely else _ONE_MATTER if one_matter else _BY_ITSELF
    return str(best["clause"]) if best["score"] >= wanted else ""
