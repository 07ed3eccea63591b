"""Awards that need no figure of the user's, told beside other matters: 开源也评上了, 首次应用的方案入选."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.offline.conditions import names_one
from assistant.offline.tool import Tool
from assistant.offline.words import any_of, plain, slots

_CLEAR = 0.4
"""A stretch with a hit of this score is about that clause."""


def naming_awards(stretches: Sequence[str], tools: Mapping[str, Tool], *, summed: bool) -> list[str]:
    """Return the stretches that may tell of an award; only where a sum is asked for those that merely name a prize."""
    awards = [tool for tool in tools.values() if tool.clause and not tool.required]
    words = any_of(slots().award_named)
    return [
        stretch
        for stretch in stretches
        if any(names_one(stretch, tool.conditions) for tool in awards) or (summed and words.search(plain(stretch)))
    ]


def awards_told(
    stretches: Sequence[str], looks: Sequence[Mapping[str, Any]], tools: Mapping[str, Tool]
) -> dict[str, str]:
    """Return by clause the stretches that are about an award; ``looks`` are what they were searched for."""
    awards = {tool.clause for tool in tools.values() if tool.clause and not tool.required}
    found: dict[str, str] = {}
    for stretch, look in zip(stretches, looks, strict=True):
        for hit in look["hits"]:
            if hit["score"] >= _CLEAR and hit["clause"] in awards:
                found[hit["clause"]] = f"{found.get(hit['clause'], '')}，{stretch}".strip("，")
    return found
