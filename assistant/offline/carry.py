"""What a turn carries on from the turns before: the calculation at hand, or the clause spoken of last."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assistant.offline.aims import aim_of, is_reverse
from assistant.offline.contracts import VOUCHER
from assistant.offline.contracts_again import price_completed, refund_in, withdraws
from assistant.offline.earlier_cases import both_cases
from assistant.offline.follow_up import disputes, knows_not, leans
from assistant.offline.gathered import asks, asks_amount
from assistant.offline.kinds import SURE_SCORE, own_search, top_kind
from assistant.offline.quantities import find_target, find_values
from assistant.offline.slot_filling import given, has_figures, portion_of_last, solved_field
from assistant.offline.told_amounts import only_figures
from assistant.offline.tool import Arguments, Tool
from assistant.offline.turn import Call, Turn
from assistant.offline.weighed import weighs_another
from assistant.offline.words import any_of, cues, plain

_SHORT_CHANGE = 20  # characters of a new value or chip for the calculation at hand
_NEAR = 0.15  # a clause with this score may be the one that a turn comes back to
_AMOUNT = 0.2  # with this chance a question that names no matter is for the amount
_OTHER_KINDS = frozenset({"who", "overlap", "procedure", "list", "date", "define"})


def spoken_of(turn: Turn, tools: Mapping[str, Tool]) -> str:
    """Return the calculator of the clause spoken of last; empty where that has none."""
    clause = turn.cited_clauses[-1] if turn.cited_clauses else None
    return next((tool.name for tool in tools.values() if tool.clause == clause), "")


def carried(turn: Turn, found: dict[str, Any], tools: Mapping[str, Tool]) -> Call | None:
    """Return the calculation that the question carries on; None where it has a subject of its own."""
    last = turn.last_calculation
    if last is None:
        return None
    if any_of(cues().asks_how).search(plain(turn.question)) and not elsewhere(turn, found, tools[last.calculator]):
        return last
    doubts = knows_not(turn.question) and names_nothing(turn)
    if not (turn.awaiting or leans(turn) or doubts or len(turn.question) <= _SHORT_CHANGE):
        return None
    drops = last.calculator == VOUCHER and (withdraws(turn.question) or refund_in(turn.question) > 0)
    brings = given(last.calculator, turn.question) or knows_not(turn.question) or drops
    brings = (
        brings or (last.calculator == VOUCHER and price_completed(turn)) or portion_of_last(turn, last.calculator, {})
    )
    mends = any_of(cues().mends).search(plain(turn.question)) and has_figures(given(last.calculator, turn.question))
    return last if brings and (mends or not elsewhere(turn, found, tools[last.calculator])) else None


def elsewhere(turn: Turn, found: dict[str, Any], tool: Tool) -> bool:
    """Say whether a question names a clause that is not a calculator's own."""
    hits = [] if only_figures(turn.question) else found["hits"]
    if any(clause["clause"] != tool.clause for clause in turn.results("read_clause")):
        return True
    return bool(hits and hits[0]["score"] >= SURE_SCORE and hits[0]["clause"] != tool.clause)


def resumed(turn: Turn, found: dict[str, Any], tools: Mapping[str, Tool]) -> str:
    """Return the calculator of the clause spoken of that now gets its figure, or is to do without; else empty.

    Nothing was calculated yet: 国产算力补几成, and only then 合同找到了，215万; or 不知道.
    """
    name = spoken_of(turn, tools)
    calculated = turn.last_calculation is not None and turn.last_calculation.calculator == name
    if not name or calculated or elsewhere(turn, found, tools[name]):
        return ""
    said = plain(turn.question)
    if knows_not(turn.question):
        return "" if found["kinds"].get(top_kind(found), 0.0) >= SURE_SCORE and _is_other(found) else name
    if has_figures(given(name, turn.question)):
        bare = not any_of(cues().asks_anything).search(said) or any_of(cues().asks_amount).search(said)
        return name if bare and len(turn.question) <= 2 * _SHORT_CHANGE else ""
    if not _asks_for_the_result(turn) or disputes(turn):
        return ""
    return name if has_figures(told_before(turn, tools[name])) else ""


def _is_other(found: dict[str, Any]) -> bool:
    return top_kind(found) in _OTHER_KINDS


def told_before(turn: Turn, tool: Tool, *, without: str = "") -> Arguments:
    """Return what the user told of a clause while it was spoken of and nothing was calculated yet."""
    told: Arguments = {}
    for question in [] if turn.last_of(tool.name) else turn.said_of(tool.clause):
        told |= given(tool.name, question, without)
    return told


def target_of(turn: Turn, going_on: Call | None, name: str) -> str | None:
    """Return the subsidy that a reverse question aims at, here or in what it carries on; None for others.

    ``name`` is the calculator that the question is about.
    """
    kinds = own_search(turn)["kinds"]
    target = aim_of(turn.question, name, kinds)
    if target is None and going_on and going_on.is_reverse:
        found, solved = given(going_on.calculator, turn.question), solved_field(going_on.calculator)
        others = [value for name, value in found.items() if name != solved]
        money = [f"{value.low:f}" for value in find_values(turn.question) if value.kind == "money"]
        return next((amount for amount in money if amount not in others), str(going_on.arguments["target"]))
    if target is None and turn.earlier and any_of(cues().asks_target).search(plain(turn.question)):
        target = find_target(f"{turn.earlier[-1]}，{turn.question}")
    if target is None and turn.earlier and is_reverse(turn.question, name, kinds):
        return aim_of(f"{turn.earlier[-1]}，{turn.question}", name, kinds)
    return target


def restated(turn: Turn, found: dict[str, Any], tools: Mapping[str, Tool]) -> Call | None:
    """Return the calculation that is to be said once more: asked for again, or called in doubt.

    那贴多少 · 你是不是算少了 · 不是只能按两成吗. A question that names a matter asks for itself.
    """
    last = turn.last_calculation
    if back := _come_back_to(turn, tools) or (last if weighs_another(turn, found) else None):
        return back
    if last is None or last.calculator != spoken_of(turn, tools) or elsewhere(turn, found, tools[last.calculator]):
        return None
    if (disputes(turn) and not find_target(turn.question)) or _repeats_the_result(turn, last):
        return last
    anew = given(last.calculator, turn.question)  # 改用非国产的呢，得签多大
    asks_target = any_of(cues().asks_target).search(plain(turn.question))
    if last.is_reverse and not anew and not find_target(turn.question) and asks_target:
        return last
    if anew or portion_of_last(turn, last.calculator, {}) or withdraws(turn.question):
        return None
    if _asks_of_what_was_told(turn, found, tools[last.calculator]):
        return last
    if any_of(cues().asks_to_confirm).search(plain(turn.question)):
        return last if names_nothing(turn) else None
    return last if names_nothing(turn) and _asks_for_the_result(turn) else None


def _asks_of_what_was_told(turn: Turn, found: dict[str, Any], tool: Tool) -> bool:
    """Say whether a question is for the amount of what was told right before it: 付了330万 · 券能拿多少啊."""
    told = bool(turn.worked_for and turn.worked_for[-1]) and not asks(turn.earlier[-1])
    about = bool(found["hits"]) and found["hits"][0]["clause"] == tool.clause and asks_amount(turn.question)
    return told and about and not given(tool.name, turn.question)


def _come_back_to(turn: Turn, tools: Mapping[str, Tool]) -> Call | None:
    """Return the calculation of an earlier subject that a question comes back to: 说回算力，一共多少.

    Of what was calculated before it is the one that the question is nearest to, however few its words.
    """
    said = plain(turn.question)
    if not any_of(cues().comes_back).search(said) or any_of(cues().asks_rule).search(said):
        return None
    worked = {tool.clause: call for tool in tools.values() if tool.clause and (call := turn.last_of(tool.name))}
    near = [hit for hit in own_search(turn)["hits"] if hit["clause"] in worked and hit["score"] >= _NEAR]
    back = worked[near[0]["clause"]] if near and _asks_for_the_result(turn) else None
    return back if back and not given(back.calculator, turn.question) else None


def _repeats_the_result(turn: Turn, last: Call) -> bool:
    """Say whether every amount that a question puts up is one that the calculation came to: 那就是140万对吧."""
    amounts = {value.low for value in find_values(turn.question) if value.kind == "money"}
    if not amounts or not any_of(cues().asks_to_confirm).search(plain(turn.question)):
        return False
    return amounts <= {Decimal(step["value"]) for step in last.data["steps"] if step["unit"] == "CNY"}


def names_nothing(turn: Turn) -> bool:
    """Say whether a question by itself names no matter at all."""
    hits = [] if only_figures(turn.question) else own_search(turn)["hits"]
    return not hits or hits[0]["score"] < SURE_SCORE


def _asks_for_the_result(turn: Turn) -> bool:
    said = plain(turn.question)
    if any_of(cues().asks_count).search(said) or find_target(turn.question) or len(said) > 2 * _SHORT_CHANGE:
        return False
    asks = any_of(cues().asks_amount).search(said) or any_of(cues().asks_total).search(said)
    return bool(asks) and float(own_search(turn)["kinds"].get("how_much", 0.0)) >= _AMOUNT


def subject_of(turn: Turn, found: dict[str, Any], tools: Mapping[str, Tool]) -> str:
    """Return the clause of the calculation that a turn carries on, resumes or asks for again; else empty."""
    if both := both_cases(turn, tools):
        return tools[both[0][0]].clause
    again = restated(turn, found, tools) or carried(turn, found, tools)
    name = again.calculator if again else resumed(turn, found, tools)
    return tools[name].clause if name else ""
