"""A further matter that is to be added to what was calculated before: 另外还租进口卡150万，跟贴息加起来多少."""

from collections.abc import Mapping
from typing import Any

from assistant.offline.awards import awards_told
from assistant.offline.items import Calls
from assistant.offline.matters import pieces_about
from assistant.offline.measures_again import calls_of_all, measures_so_far
from assistant.offline.pieces import bare_stretches, pieces
from assistant.offline.slot_filling import given
from assistant.offline.tool import Tool
from assistant.offline.turn import PROFILE, Turn
from assistant.offline.words import any_of, cues, plain

_MOST = 8


def joined(turn: Turn, found: Mapping[str, Any], tools: Mapping[str, Tool]) -> Calls:
    """Return the call that calculates all measures of before with those that a message adds; none for others."""
    joins = any_of(cues().joins_earlier)
    if PROFILE not in tools or not turn.worked or turn.done_any(PROFILE) or not joins.search(plain(turn.question)):
        return []
    state = measures_so_far(turn, tools)
    told = pieces(turn.question)[:_MOST]
    bare = [text for text in bare_stretches(turn.question) if not joins.search(plain(text))][:_MOST]
    queries = [("search_clauses", {"query": text}) for text in (*(piece.text for piece in told), *bare)]
    searches = [turn.done(*query) for query in queries]
    if None in searches:
        return queries
    looks = [call.data for call in searches if call]
    texts = awards_told(bare, looks[len(told) :], tools)
    for piece, clause in pieces_about(told, looks[: len(told)], found, tools):
        texts[clause] = f"{texts.get(clause, '')}，{piece.whole}".strip("，")
    named = {tool.name: texts[tool.clause] for tool in tools.values() if tool.clause in texts}
    new = {name: given(name, text) for name, text in named.items() if name not in state}
    return calls_of_all(state | new, tools) if state and new and len(new) == len(named) else []
