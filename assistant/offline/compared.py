"""Two measures told before, compared by a question that names neither anew: 这两道门槛哪个更高."""

import re
from decimal import Decimal
from typing import Any

from assistant.draft import ReplyDraft
from assistant.offline.carry import names_nothing
from assistant.offline.differences import asks_difference
from assistant.offline.kinds import compares
from assistant.offline.pick import name_of
from assistant.offline.tool import Arguments
from assistant.offline.turn import Turn
from assistant.offline.words import any_of, cues, plain, replies
from calculators.money import find_money

_PLACE = re.compile(r"第[一二三四五六七八九\d]样")
_MEASURE = "/m"
_PAIR = 2
Clause = dict[str, Any]


def told_pair(turn: Turn, found: dict[str, Any]) -> list[tuple[str, Arguments]]:
    """Return the calls that read the two measures told last, where a question compares them; else nothing."""
    told = [clause for clause in dict.fromkeys(reversed(turn.subjects)) if _MEASURE in clause][:_PAIR]
    if len(told) < _PAIR or turn.calculations or not names_nothing(turn) or not _holds_together(turn, found):
        return []
    return [("read_clause", {"clause": clause}) for clause in reversed(told)]


def _holds_together(turn: Turn, found: dict[str, Any]) -> bool:
    said = plain(turn.question)
    said = _PLACE.sub("", said)  # 只看第一样 says nothing of 一样
    if asks_difference(turn.question):
        return True
    both = any_of(cues().nth_of_several[:1]).search(said) and any_of(cues().nth_of_several[1:2]).search(said)
    if any_of(cues().each_amount).search(said) or find_money(said):
        return False
    return bool(compares(turn, found) and (both or any_of(cues().compares).search(said)))


def side_by_side(turn: Turn, pair: list[tuple[str, Arguments]]) -> ReplyDraft:
    """Write what each of two measures says of what is compared, and of which of them the figure is the larger."""
    texts = replies().texts
    clauses: list[Clause] = [call.data for call in (turn.done(*look) for look in pair) if call]
    fact = _fact(turn, clauses)
    told = [clause["plain"].get(fact) or clause["plain"]["what"] for clause in clauses]
    each = [
        texts["says"].format(name=name_of(clause), sentences=f"{words['text']}{words['ref']}")
        for clause, words in zip(clauses, told, strict=True)
    ]
    most = [max((high for _, _, _, high in find_money(words["text"])), default=Decimal(0)) for words in told]
    verdict = ""
    if all(most):
        larger = clauses[most.index(max(most))]
        verdict = texts["alike"] if most[0] == most[1] else texts["larger"].format(name=name_of(larger))
    return ReplyDraft(
        status="answered",
        text="\n".join([*([verdict] if verdict else []), *each]),
        suggestions=list(replies().suggestions["clause"]),
    )


def _fact(turn: Turn, clauses: list[Clause]) -> str:
    """Return which of the measures' facts is compared: the condition where that was spoken of, else the amount."""
    words = any_of((*cues().asks_condition, *cues().asks_threshold))
    spoken = [plain(turn.question), *(plain(said) for said in turn.earlier[-_PAIR:])]
    return "who" if words.search(spoken[0]) or all(words.search(said) for said in spoken[1:]) else "amount"
