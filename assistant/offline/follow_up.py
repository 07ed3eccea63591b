"""Does a question lean on what was said before?"""

import re
from dataclasses import replace

from assistant.offline.fields import STOPS
from assistant.offline.pick import figures_of
from assistant.offline.portions import asks_for_whole, left_to_pay, said_portion
from assistant.offline.quantities import claimed_money, find_target, find_values
from assistant.offline.turn import Turn
from assistant.offline.words import any_of, cues, plain, slots

_STRANGE = 0.3  # with this chance a question is one that the policy doesn't answer
_BARE_REQUEST = 14  # characters: 帮我算一下能拿多少


def leans(turn: Turn) -> bool:
    """Say whether the question carries on from the turn before, or adds to it."""
    said = plain(turn.question)
    words = (*cues().leans_on_earlier, *cues().adds_to_earlier, *cues().concedes, *cues().mends)
    carries_on = any_of(words).search(said)
    insists = len(said) < _BARE_REQUEST and (any_of(cues().asks_to_confirm).search(said) or figures_of(turn.question))
    return bool(turn.earlier) and bool(carries_on or insists)


def refers_back(turn: Turn) -> bool:
    """Say whether the question is about the clause of the turn before: 它归谁管, 不说上海了，封顶多少."""
    said = plain(turn.question)
    dropped = any_of(cues().drops).search(said)
    elsewhere = dropped is not None and any_of(cues().elsewhere).search(dropped[0])
    return bool(turn.earlier) and bool(elsewhere or any_of(cues().refers_back).search(said))


def one_of_several(turn: Turn) -> int | None:
    """Return which of the things of the turn before is meant, from 0 on: 后面那个; None for none."""
    said = plain(turn.question)
    if not turn.earlier or turn.awaiting:
        return None
    return next((at for at, pattern in enumerate(cues().nth_of_several) if re.search(pattern, said)), None)


def asked_before(turn: Turn) -> Turn:
    """Return the turn with the question before it, where this one only asks whether the text says so: 文件写了没有."""
    if not turn.earlier or turn.awaiting or not any_of(cues().asks_text).search(plain(turn.question)):
        return turn
    return replace(turn, question=turn.earlier[-1], earlier=turn.earlier[:-1], subjects=turn.subjects[:-1])


def asks_unit_too(turn: Turn) -> bool:
    """Say whether a question asks for another matter's unit, as the one before it did: 备案奖归谁, then 那开源的呢."""
    if not turn.earlier or not any_of(cues().what_of).search(plain(turn.question)):
        return False
    sums = any_of((*cues().asks_amount, *cues().asks_threshold)).search(plain(turn.question))  # 那封顶呢
    return not sums and bool(any_of(cues().asks_unit).search(plain(turn.earlier[-1])))


def returns_here(turn: Turn) -> str:
    """Return a question without the policy's own city, where the turn before was about another one; else empty.

    那杭州的呢 behind 宁波有没有算力券: what is meant was said there, and the city is understood here.
    """
    said = plain(turn.question)
    here = any_of(cues().here)
    if not turn.earlier or not here.search(said) or any_of(cues().elsewhere).search(said):
        return ""
    return here.sub("", said) if any_of(cues().elsewhere).search(plain(turn.earlier[-1])) else ""


def bare_request(turn: Turn) -> bool:
    """Say whether the question asks to calculate without naming a matter: 帮我算一下能拿多少."""
    folded = plain(turn.question)
    return bool(any_of(cues().asks_to_calculate).search(folded)) and len(folded) < _BARE_REQUEST


def disputes(turn: Turn) -> bool:
    """Say whether the user doubts the calculation of an earlier turn, or holds a rule against it."""
    said = plain(turn.question)
    if turn.last_calculation is None or any_of(cues().supposes).search(said):
        return False
    if any_of(cues().disputes).search(said) or _holds_a_share_against(turn, said):
        return True
    search = turn.done("search_clauses", {"query": turn.question})
    near = search is not None and search.data["kinds"].get("unanswerable", 0.0) < _STRANGE  # 买房能补50万吗
    return near and bool(any_of(cues().asks_anything).search(said)) and _claims_a_result(turn.question)


def _claims_a_result(question: str) -> bool:
    """Say whether a message puts up an amount as one that is given: 能给满600万吧."""
    own = find_values(question)  # 最低280万，最高320万吧 is an amount of the user's
    claims = [
        one
        for one in claimed_money(question)
        if not any(value.start <= one.start < value.end for value in own)
        and any_of(cues().paid_back).search(plain(STOPS.split(question[: one.start])[-1]))
    ]
    return bool(claims) and find_target(question) is None


def _holds_a_share_against(turn: Turn, said: str) -> bool:
    """Say whether a claim names a share although the calculation takes none from the user: 听说能补四成."""
    last = turn.last_calculation
    takes = last is not None and any(
        field.kind == "percent" for field in slots().calculators.get(last.calculator, {}).values()
    )
    shares = [value for _, value in figures_of(turn.question) if isinstance(value, str)]
    part = said_portion(turn.question) or asks_for_whole(turn.question) or left_to_pay(turn.question)
    # 剩下那一半呢 is no claim about the rule
    return bool(shares) and not (takes or part) and bool(any_of(cues().asks_anything).search(said))


def knows_not(question: str) -> bool:
    """Say whether the user answers that they don't know."""
    return bool(any_of(cues().does_not_know).search(plain(question)))
