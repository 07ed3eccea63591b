"""What somebody says of himself before he asks: 我在杭州开了家小公司，备案奖归哪个部门管."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.offline.anything import asks_for_anything
from assistant.offline.categories import find_categories
from assistant.offline.kinds import is_sure
from assistant.offline.pick import figures_of
from assistant.offline.unsaid import asks_unsaid, names_trait
from assistant.offline.words import any_of, cues, plain
from index.hit import ANSWERABLE

_PIECE = re.compile(r"(?<=[?？!！。;；\n,，])|(?<=[^\d.]\.)(?=\s)")
_HAN = re.compile(r"[㐀-鿿]")
_FITTING = 0.15
"""An opening that is less likely about anything here tells what for: 我想开个餐馆, then 有什么扶持 is nothing here."""
_NEAR = 0.4
"""From this chance on a question with its opening may as well be answerable."""
_CLEAR = 0.7
"""With this chance, what is asked is answerable by itself."""
_LONGEST = 120
"""Characters of an opening; a longer story tells more than who speaks."""


Search = Mapping[str, Any]


def opening_and_rest(question: str) -> tuple[str, str] | None:
    """Return the opening of a question and what it asks; None without one, or where it tells what an answer needs."""
    pieces = _PIECE.split(question)
    at = next((at for at, piece in enumerate(pieces) if _asks(piece)), 0)
    opening, asked = "".join(pieces[:at]).strip(), "".join(pieces[at:]).strip()
    idle = bool(opening) and _is_idle(plain(opening), plain(asked))
    counts = figures_of(opening) or find_categories(opening) or any(character.isdigit() for character in opening)
    return None if not idle or counts else (opening, asked)


def stands_alone(parts: tuple[str, str], whole: Search, opening: Search, asked: Search) -> bool:
    """Say whether what is asked is better understood without its opening, by the searches for all, that and it."""
    opens = plain(parts[0])
    if (
        any_of(cues().greets).search(opens)
        and not any_of(cues().elsewhere).search(opens)
        and asks_for_anything(parts[1])
    ):
        return _FITTING <= float(opening["answerable"]) < ANSWERABLE  # else it tells what for
    near = _NEAR <= whole["answerable"] < ANSWERABLE and asked["answerable"] >= _CLEAR
    return opening["answerable"] >= _FITTING and (is_sure(asked) or near)


def _asks(piece: str) -> bool:
    """Say whether a piece asks; an English one by its mark or first word, for ``is`` and ``do`` tell as well."""
    said = plain(piece)
    if _HAN.search(said):
        return bool(any_of(cues().asks_anything).search(said))
    return "?" in said or bool(any_of(cues().english_asks).match(said))


def _is_idle(opening: str, asked: str) -> bool:
    """Say whether an opening only greets or says who speaks; one's own amount is asked for in the first person."""
    if len(opening) > _LONGEST or not any_of((*cues().speaks_of_own, *cues().greets)).search(opening):
        return False
    words = cues()
    telling = (*words.acts, *words.spent_on, *words.computing, *words.contract, *words.denies, *words.supposes)
    if any_of(telling).search(opening) or names_trait(opening, asked):
        return False
    own = any_of(words.asks_amount).search(asked) and not asks_unsaid(asked)
    return not own or bool(any_of((*words.asks_rule, *words.asks_threshold)).search(asked))
