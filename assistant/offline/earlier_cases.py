"""Cases told earlier that a turn comes back to: the first of all, or the last two taken together."""

from collections.abc import Mapping
from dataclasses import replace

from assistant.offline.contracts import VOUCHER
from assistant.offline.enterprises import repeated
from assistant.offline.loans import LOAN, loans_of
from assistant.offline.projects import together
from assistant.offline.tool import Arguments, Tool
from assistant.offline.turn import ADD_UP, PROFILE, Turn
from assistant.offline.words import any_of, cues, plain, replies
from assistant.offline.years import YEAR, years_named
from corpus.normalise import fold

_AROUND = " ,，。;；、是"
_FEW = 2  # characters that still ask for something of their own


def at_first(turn: Turn, tools: Mapping[str, Tool]) -> Turn:
    """Return a turn that comes back to what was told first as one right behind it: 回到最开始那个情况，再加一份.

    Every other turn is returned as it is.
    """
    folded = fold(turn.question)
    found = any_of(cues().back_to_first).search(folded)
    first = next((call for call in turn.worked if call.name in tools and call.name != PROFILE), None)
    if found is None or first is None or len(folded) != len(turn.question) or first.calculator not in tools:
        return turn
    rest = f"{turn.question[: found.start()]}{turn.question[found.end() :]}".strip(_AROUND)
    at = next((place for place, made in enumerate(turn.worked_for) if made), len(turn.earlier))
    asked = rest if len(plain(rest)) > _FEW else replies().texts["asks_again"]
    return replace(turn.behind(at, tools[first.calculator].clause, first), question=asked, worked=(first,))


def both_cases(turn: Turn, tools: Mapping[str, Tool]) -> list[tuple[str, Arguments]]:
    """Return the calls for the last two cases of one calculator taken together: 那两种情况加起来呢; else nothing."""
    if not any_of(cues().both_cases).search(plain(turn.question)) or turn.calculations:
        return []
    last = turn.last_calculation
    if last and last.name == ADD_UP:
        return repeated(last)  # they were taken together already
    name = last.calculator if last else ""
    cases = [call.inputs for call in turn.worked if call.calculator == name and not call.is_reverse]
    distinct = [inputs for at, inputs in enumerate(cases) if inputs not in cases[:at]][-2:]
    if len(distinct) < 2 or name not in tools:
        return []
    first, second = distinct
    if name == VOUCHER and first.get("contracts") and second.get("contracts"):
        return [(name, {**first, **second, "contracts": [*first["contracts"], *second["contracts"]]})]
    if name == LOAN:
        project = {key: value for key, value in {**first, **second}.items() if key == "total_investment_yuan"}
        return [(name, {**project, "annual_rate_percent": None, "loans": [*loans_of(first), *loans_of(second)]})]
    unit = tools[ADD_UP].several.get(name) if ADD_UP in tools else None
    if unit is None or (unit == YEAR and years_named([*turn.earlier, turn.question]) < len(distinct)):
        return []
    return together([(name, first), (name, second)])
