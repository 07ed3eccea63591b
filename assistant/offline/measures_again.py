"""Several measures calculated in a conversation: told again side by side, with what a turn corrects in one of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.offline.awards import awards_told, naming_awards
from assistant.offline.carry import names_nothing
from assistant.offline.items import state_of, whole_items
from assistant.offline.quantities import find_values
from assistant.offline.slot_filling import fill
from assistant.offline.tool import UNMET, Arguments, Tool
from assistant.offline.turn import PROFILE, Call, Turn
from assistant.offline.words import any_of, cues, plain, slots

_NAMED = 0.3  # a clause with this score is the one that a turn corrects
_ASKED = 0.25  # with this chance a turn that names no matter asks how much
State = dict[str, Arguments]
"""By calculator the inputs that the conversation has come to."""


def all_again(turn: Turn, found: Mapping[str, Any], tools: Mapping[str, Tool]) -> list[tuple[str, Arguments]]:
    """Return the call that calculates all measures of the conversation at once; none where a turn is for one alone.

    各能拿多少 · 两项一共呢 · 课题写错了，是260万，重新各报一遍.
    """
    if PROFILE not in tools or not turn.worked or turn.done_any(PROFILE) or not _asks_for_all(turn, found):
        return []
    state = measures_so_far(turn, tools)
    awards = naming_awards([turn.question], tools, summed=True)
    added = awards_told(awards, [found] * len(awards), tools)
    state |= {tool.name: {} for tool in tools.values() if tool.clause in added and tool.name not in state}
    if len(state) < 2 or any_of(cues().asks_target).search(plain(turn.question)):
        return []
    if any(value.kind == "money" for value in find_values(turn.question)):
        named = _named(found, state, tools)
        if not named:
            return []
        state[named] = _corrected(turn, named, state[named])
    return calls_of_all(state, tools)


def calls_of_all(state: State, tools: Mapping[str, Tool]) -> list[tuple[str, Arguments]]:
    """Return the call that calculates several measures, by calculator with their inputs, at once."""
    feeds = tools[PROFILE].feeds
    given = {f"{name}.{field}": value for name, inputs in state.items() for field, value in inputs.items()}
    facts = {feeds[name]: value for name, value in given.items() if name in feeds}
    facts |= dict.fromkeys((field for inputs in state.values() for field in inputs.get(UNMET) or []), False)
    return [(PROFILE, {"facts": facts, "assume": sorted(tools[name].clause.rpartition("/")[2] for name in state)})]


def _asks_for_all(turn: Turn, found: Mapping[str, Any]) -> bool:
    said = plain(turn.question)
    if any_of(slots().of_contracts).search(said):
        return False
    if any_of((*cues().asks_each, *cues().things_told)).search(said):
        return True
    if not names_nothing(turn) and turn.worked[-1].name != PROFILE:
        return False
    if any_of(cues().asks_total).search(said) or turn.worked[-1].name != PROFILE:
        return bool(any_of(cues().asks_total).search(said))
    if any_of((*slots().totals, *slots().same_one)).search(said) and names_nothing(turn):
        return True
    changes = any_of(cues().supposes).search(said) or any_of(cues().asks_again).search(said)
    asks = any_of(cues().asks_amount).search(said) and found["kinds"].get("how_much", 0.0) >= _ASKED
    return bool(changes or (asks and names_nothing(turn)))


def measures_so_far(turn: Turn, tools: Mapping[str, Tool]) -> State:
    """Return what was calculated for each measure and not taken out; several projects are no one measure's."""
    state: State = {}
    items = whole_items(state_of(turn, tools).present)
    for item in items:
        if [one.calculator for one in items].count(item.calculator) == 1:
            state[item.calculator] = dict(item.inputs)
    return state


def _named(found: Mapping[str, Any], state: State, tools: Mapping[str, Tool]) -> str:
    """Return the calculator among those at hand whose clause a turn is about; empty where it is about another."""
    hit = next(iter(found["hits"]), None)
    if hit is None or hit["score"] < _NAMED:
        return ""
    return next((name for name in state if tools[name].clause == hit["clause"]), "")


def _corrected(turn: Turn, calculator: str, inputs: Arguments) -> Arguments:
    last = Call(calculator, inputs, "{}", failed=False)
    now = replace(turn, last_calculation=last, last_draft={"status": "needs_input"})
    return {**inputs, **(fill(calculator, now, []) or {})}
