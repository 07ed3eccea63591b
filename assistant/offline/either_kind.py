"""Contracts that are not signed both, but held against each other: 同样花1200万，国产的和英伟达的差多少."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assistant.draft import ReplyDraft
from assistant.offline.calculated import Clause, amount_of, closing_lines, steps_of
from assistant.offline.categories import find_categories
from assistant.offline.contracts import VOUCHER
from assistant.offline.differences import asks_difference
from assistant.offline.enterprises import several_enterprises
from assistant.offline.kinds import compares
from assistant.offline.quantities import find_values
from assistant.offline.shares import shared_out
from assistant.offline.slot_filling import given
from assistant.offline.tool import Arguments, Tool
from assistant.offline.turn import DIFFERENCE, Call, Turn
from assistant.offline.words import any_of, cues, plain, replies
from calculators.money import find_money

_PAIR = 2
Calls = list[tuple[str, Arguments]]


def either_kind(turn: Turn, found: dict[str, Any], tools: Mapping[str, Tool]) -> Calls:
    """Return the call for each of two contracts that a question compares; none for another question.

    A later message may bring another sum for both: 改成一千万再比一遍.
    """
    if VOUCHER not in tools or turn.calculations or several_enterprises(turn.question):
        return []
    kinds = list(dict.fromkeys(kind for _, kind in find_categories(turn.question)))
    money = [f"{value.low:f}" for value in find_values(turn.question) if value.kind == "money"]
    money = money or [f"{low:f}" for _, _, low, _ in find_money(turn.question)]  # 手上800万预算 is no contract yet
    before = _compared_before(turn)
    if not kinds and before and len(money) == 1:
        return [(VOUCHER, {**call.inputs, "contracts": [{**call.inputs["contracts"][0], "amount_yuan": money[0]}]})
                for call in before]  # fmt: skip
    if len(kinds) != _PAIR or not money or not _asks_which(turn, found):
        return []
    contracts = given(VOUCHER, turn.question).get("contracts") or []
    if len(contracts) == 1 or len(money) == 1:
        if shared_out(turn.question, Decimal(money[0])):
            return []
        contracts = [{"amount_yuan": money[0], "category": kind} for kind in kinds]
    told = {contract["category"] for contract in contracts}
    return [(VOUCHER, {"contracts": [one]}) for one in contracts] if told == {*kinds} else []


def _asks_which(turn: Turn, found: dict[str, Any]) -> bool:
    said = plain(turn.question)
    if any_of(cues().asks_total).search(said):  # 分别签的合同，券一共多少
        return False
    return bool(any_of(cues().compares).search(said) or compares(turn, found) or asks_difference(turn.question))


def _compared_before(turn: Turn) -> list[Call]:
    """Return the two calculations that the message before was answered with, where they stood side by side."""
    count = turn.worked_for[-1] if turn.worked_for else 0
    calls = list(turn.worked[-count:]) if count == _PAIR else []
    alike = all(call.name == VOUCHER and len(call.inputs.get("contracts") or []) == 1 for call in calls)
    return calls if alike else []


def are_compared(turn: Turn) -> bool:
    """Say whether a turn calculated two contracts side by side, and no sum of them, or two things that differ."""
    return len(turn.calculations) == _PAIR and all(
        not call.failed and (call.name == VOUCHER or turn.done_any(DIFFERENCE)) for call in turn.calculations
    )


def both_told(turn: Turn, focus: Clause) -> ReplyDraft:
    """Write the reply to two contracts compared: which brings more, then each with its steps."""
    texts, calls = replies().texts, turn.calculations
    most = [max(call.data["range_yuan"] or [call.data["amount_yuan"]], key=float) for call in calls]
    kinds = [(call.inputs.get("contracts") or [{}])[0].get("category") for call in calls]
    names = [texts["former"], texts["latter"]]
    if all(kinds) and kinds[0] != kinds[1]:
        names = [texts[f"kind_{kind}"] for kind in kinds]
    if float(most[0]) == float(most[1]):
        lines = [texts["same_amount"]]
    else:
        lines = [texts["more_from"].format(name=names[float(most[1]) > float(most[0])])]
    for name, call in zip(names, calls, strict=True):
        lines += [texts["each_item"].format(name=name, amount=amount_of(call.data)), *steps_of(call.data)[1:]]
    question = next((call.data["question"] for call in calls if call.data["question"]), None)
    lines += closing_lines(focus)
    lines += [texts["ask"].format(question=question["question"])] if question else []
    return ReplyDraft(
        status="needs_input" if question else "answered", text="\n".join(line for line in lines if line),
        missing=[question["field"]] if question else [], suggestions=list(replies().suggestions["clause"]),
    )  # fmt: skip
