"""A calculation is held to the conditions of its clause: with one that the user denies it comes to nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.offline.carry import elsewhere
from assistant.offline.conditions import still_unmet, unmet_in
from assistant.offline.kinds import top_kind
from assistant.offline.slot_filling import fill
from assistant.offline.tool import UNMET, Arguments, Tool
from assistant.offline.turn import Turn
from assistant.offline.words import any_of, cues, plain

_AMOUNT_KINDS = frozenset({"how_much", "target", "premise"})
Calls = list[tuple[str, Arguments]]


def held_to_conditions(
    turn: Turn, found: Mapping[str, Any], focus: Mapping[str, Any] | None, calls: Calls, tools: Mapping[str, Tool]
) -> Calls:
    """Return the calls of a turn with the conditions that are not met; one more call where only a condition is told."""
    calls = [(name, _bare(arguments)) for name, arguments in calls]
    if not calls:
        return _told_alone(turn, found, focus, tools)
    name, arguments = calls[0]
    parts = arguments.get("parts")
    if parts:
        name, arguments = parts[-1]["calculator"], parts[-1]["inputs"]
    unmet = _unmet(turn, tools.get(name))
    return [(name, {**arguments, UNMET: unmet})] if unmet else calls


def _told_alone(
    turn: Turn, found: Mapping[str, Any], focus: Mapping[str, Any] | None, tools: Mapping[str, Tool]
) -> Calls:
    """Return the call where nothing but a condition is told or taken back: 那没入选呢, 上周团队组起来了."""
    last = turn.last_calculation
    tool = tools.get(last.calculator) if last else None
    going_on = tool is not None and not elsewhere(turn, dict(found), tool)
    if tool is None or not going_on or not _changes(turn, tool):
        clause = focus["clause"] if focus else ""
        tool, going_on = next((one for one in tools.values() if clause and one.clause == clause), None), False
    asks = top_kind(dict(found)) in _AMOUNT_KINDS or any_of(cues().asks_amount).search(plain(turn.question))
    if tool is None or not (asks or going_on) or not _changes(turn, tool):
        return []
    old = last.inputs if last and going_on else {}
    inputs = fill(tool.name, turn, list(tool.required)) or {**dict.fromkeys(tool.required), **old}
    unmet = _unmet(turn, tool)
    return [(tool.name, {**_bare(inputs), **({UNMET: unmet} if unmet else {})})]


def _changes(turn: Turn, tool: Tool) -> bool:
    """Say whether a message says of a condition that it is not met, or no longer unmet."""
    return bool(unmet_in(turn.question, tool.conditions)) or _unmet(turn, tool) != _before(turn, tool)


def _unmet(turn: Turn, tool: Tool | None) -> list[str]:
    return still_unmet(turn.question, _before(turn, tool), tool.conditions) if tool else []


def _before(turn: Turn, tool: Tool) -> Sequence[str]:
    last = turn.last_of(tool.name)
    unmet = list(last.inputs.get(UNMET) or []) if last else []
    if last is None:
        for question in turn.said_of(tool.clause):
            unmet = still_unmet(question, unmet, tool.conditions)
    return unmet


def _bare(arguments: Arguments) -> Arguments:
    """Return arguments without the conditions, which are found anew."""
    bare = {name: value for name, value in arguments.items() if name != UNMET}
    return {**bare, "inputs": _bare(bare["inputs"])} if "inputs" in bare else bare
