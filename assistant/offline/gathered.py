"""Facts told message by message, and asked about only then: 甲行4亿，3.3% · 乙行2.5亿，3.5% · 一年最多贴多少.

Such a question is read with the statements in front of it as one message, as a clerk would who had let him finish.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from assistant.offline.aims import aims_before
from assistant.offline.quantities import find_values
from assistant.offline.tool import Tool
from assistant.offline.turn import PROFILE, Turn
from assistant.offline.words import any_of, cues, plain, slots

_MOST = 8  # messages that are read together


def gathered(turn: Turn, tools: Mapping[str, Tool]) -> Turn:
    """Return a turn that asks for an amount with the statements right before it in its question.

    Where the statements led to calculations already, only a bare question for their sum gathers them, and only where
    they are of one matter, and more than one of them holds a sum of money; every other turn is returned as it is.
    """
    told = _statements(turn)
    since = len(turn.earlier) - len(told)
    if not _has_money(turn.question) and aims_before(turn.question, told, _calculator(turn.subjects[since:], tools)):
        return _as_one(turn, told)
    priced = [text for text in told if _has_money(text)]
    if not priced or not asks_amount(turn.question):
        return turn
    made = sum(turn.worked_for[since:])
    one_matter = len(set(turn.subjects[since:])) == 1 and len(priced) > 1
    if made and not (one_matter and _asks_for_all(turn.question) and not _has_money(turn.question)):
        return turn
    return _as_one(turn, told)


def _calculator(subjects: Sequence[str], tools: Mapping[str, Tool]) -> str:
    """Return the calculator of the last of some clauses that has one; empty for none."""
    by_clause = {tool.clause: tool.name for tool in tools.values() if tool.clause}
    return next((by_clause[clause] for clause in reversed(subjects) if clause in by_clause), "")


def _as_one(turn: Turn, told: Sequence[str]) -> Turn:
    """Return a turn whose question holds the statements before it, as if nothing had been said to them."""
    since = len(turn.earlier) - len(told)
    worked = turn.worked[: len(turn.worked) - sum(turn.worked_for[since:])]
    return replace(
        turn,
        question="。".join([*told, turn.question]),
        earlier=turn.earlier[:since],
        subjects=turn.subjects[:since],
        worked=worked,
        worked_for=turn.worked_for[:since],
        last_calculation=next((call for call in reversed(worked) if call.name != PROFILE), None),
        last_sum=None,
        last_draft={},
        cited_clauses=tuple(clause for clause in turn.subjects[:since] if clause),
    )


def _statements(turn: Turn) -> Sequence[str]:
    """Return the messages right before the question that ask nothing, oldest first."""
    last = list(takewhile(lambda text: not asks(text), reversed(turn.earlier)))
    return last[:_MOST][::-1]


def asks(text: str) -> bool:
    """Say whether a message asks, has something confirmed or supposes something; else it only tells."""
    said = plain(text)
    return bool(any_of((*cues().asks_anything, *cues().asks_to_confirm, *cues().supposes)).search(said))


def _has_money(text: str) -> bool:
    return any(value.kind == "money" for value in find_values(text))


def asks_amount(question: str) -> bool:
    """Say whether a message asks how much, of what is so: no what-if, and not for the unit."""
    said = plain(question)
    if any_of((*cues().hypothetical, *cues().asks_unit)).search(said):
        return False
    return bool(any_of((*cues().asks_amount, *cues().asks_most)).search(said)) or _asks_for_all(question)


def _asks_for_all(question: str) -> bool:
    said = plain(question)
    return bool(any_of((*slots().totals, *cues().things_told, *cues().asks_each)).search(said))
