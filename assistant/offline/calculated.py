"""A calculator's result → answer, steps, assumptions, and the question that is still open."""

import json
import re
from decimal import Decimal
from typing import Any

from assistant.draft import ReplyDraft
from assistant.offline.contracts import VOUCHER
from assistant.offline.follow_up import knows_not
from assistant.offline.pick import name_of, pick
from assistant.offline.purposes import lapsed_contracts, set_aside
from assistant.offline.slot_filling import has_figures
from assistant.offline.tool import UNKNOWN
from assistant.offline.turn import STATED, Call, Turn
from assistant.offline.words import any_of, plain, replies, slots
from calculators.between import is_wide

_CONDITION = "condition"  # what decides where a condition is not met
_YEARS = "years"
_UNKNOWN = "?"  # stands in a step for an input that nobody gave
_SMALLER = re.compile(r"min\(([^,()]+), ([^,()]+)\)")
_COMMA_WAN = re.compile(r"(\d),(\d{3}) 万")  # 5,000 万元 → 5000万元, as people write it
_WAN = Decimal(10_000)
_FIELD_NAME = re.compile(r"（[a-z_]+）")
Clause = dict[str, Any]


def calculated(turn: Turn, focus: Clause, *, lead: str = "") -> ReplyDraft:
    """Write the draft for a turn with a calculation; ``lead`` is what the clause says to a doubt about it."""
    call = turn.calculations[-1]
    texts = replies().texts
    if call.failed:
        return ReplyDraft(
            status="needs_input",
            text=_problem(call.content),
            missing=[],
            suggestions=list(replies().suggestions["amount"]),
        )
    result = call.data
    question = result["question"] or _reverse_question(call)
    unsure = call.inputs.get(UNKNOWN) or []
    told = question is not None and question["field"] in unsure  # the user has said that they cannot tell
    open_question = question if question and not told and not knows_not(turn.question) else None
    nothing_known = open_question is not None and not has_figures(call.inputs) and not call.is_reverse
    headline = _rule(turn, focus) if nothing_known else _headline(result)
    aside = _told_apart(turn.question) if call.calculator == VOUCHER else []
    lines = [headline, *steps_of(result), *notes(result), *_of_tax(turn.question, focus), *aside]
    lines += closing_lines(focus)
    if not open_question and result["bound"] == "range" and is_wide(call.inputs):
        lines.append(texts["ask_about"])
    if open_question:
        lines.append(texts["ask"].format(question=open_question["question"]))
    text = _COMMA_WAN.sub(r"\1\2万", "\n".join(line for line in lines if line))
    return ReplyDraft(
        status="needs_input" if open_question else _status(result),
        text=text,
        missing=_missing(result, open_question),
        suggestions=_suggestions(call.calculator, call.content, open_question),
    )


def _of_tax(question: str, focus: Clause) -> list[str]:
    """Say how a price told with its tax is taken, where the clause says nothing of tax."""
    said = plain(question)
    told = any_of((*slots().with_tax, *slots().without_tax)).search(said)
    written = any("税" in plain(sentence["text"]) for sentence in focus["sentences"])
    return [replies().texts["of_tax"]] if told and not written else []


def _told_apart(question: str) -> list[str]:
    """Say which of the user's amounts are not calculated with: they look like no contracts, or like old ones."""
    lapsed = lapsed_contracts(question)
    told = {"set_aside": [one for one in set_aside(question) if one not in lapsed], "set_aside_lapsed": lapsed}
    return [replies().texts[name].format(amounts="、".join(amounts)) for name, amounts in told.items() if amounts]


def _reverse_question(call: Call) -> dict[str, Any] | None:
    """Ask for the category where a reverse answer depends on it."""
    if not (call.is_reverse and call.calculator == VOUCHER and call.data["range_yuan"]):
        return None
    return {"field": "contracts[0].category", "question": replies().texts["ask_category"]}


def _problem(content: str) -> str:
    """Return what to say of a tool error: a number that was not understood is asked for again."""
    texts = replies().texts
    try:
        told = json.loads(content)
        if "ask" in told:
            return texts["number_unclear"].format(question=told["ask"])
        message = str(told["message"]).partition(": ")[2]
    except (ValueError, KeyError, TypeError):
        message = content
    return texts["calculation_failed"].format(message=message)


def _missing(result: dict[str, Any], open_question: dict[str, Any] | None) -> list[str]:
    if open_question is None:
        return []
    return [item["field"] for item in result["missing"]] or [open_question["field"]]


def _rule(turn: Turn, focus: Clause) -> str:
    """What the clause grants: the answer as long as the user has given no figure."""
    sentences = pick(turn.question, focus, "how_much")
    return replies().texts["says"].format(name=name_of(focus), sentences=sentences)


def _status(result: dict[str, Any]) -> Any:  # noqa: ANN401
    return "not_in_force" if result["status"] == "not_in_force" else "answered"


def money(value: str) -> str:
    """Return yuan as 3,000,000 元（300万元）, or 3,000,000.25 元 where no round number of 万 says it."""
    amount = Decimal(value)
    shown = f"{amount:,.0f} 元" if amount == amount.to_integral_value() else f"{amount:,.2f} 元"
    ten_thousands = amount / _WAN
    if amount < _WAN or ten_thousands != round(ten_thousands, 2):
        return shown
    return f"{shown}（{ten_thousands.normalize():f}万元）"


def ref_of(part: dict[str, Any]) -> str:
    """Return the reference mark of a step's quote."""
    return f"[{part['clause']}@{part['start']}-{part['end']}]"


def _headline(result: dict[str, Any]) -> str:
    texts = replies().texts
    ref = _deciding_ref(result)
    if result["kind"] == "reverse":
        return _reverse_headline(result, ref)
    if result["range_yuan"]:
        low, high = (money(value) for value in result["range_yuan"])
        return texts["amount_range"].format(low=low, high=high, ref=ref)
    if result["amount_yuan"] is None:
        return texts["amount_none"].format(ref=ref)
    if result["binding"] == _CONDITION:
        conditions = "；".join(f"{step['label']}{ref_of(step)}" for step in result["steps"])
        return texts["amount_unmet"].format(conditions=conditions)
    if result["calculator"] == STATED:
        left = "amount_left" if Decimal(result["amount_yuan"]) else "amount_none_left"
        return texts[left].format(amount=money(result["amount_yuan"]), ref=ref)
    if Decimal(result["amount_yuan"]) == 0 and result["binding"] == _YEARS:
        return texts["amount_no_years"].format(ref=ref)
    if Decimal(result["amount_yuan"]) == 0:
        return texts["amount_zero"].format(ref=ref) + "".join(cliff["text"] for cliff in result["cliffs"][:1])
    template = "amount_exact" if result["bound"] == "exact" else "amount_upper"
    return texts[template].format(amount=money(result["amount_yuan"]), ref=ref)


def _reverse_headline(result: dict[str, Any], ref: str) -> str:
    texts = replies().texts
    target = money(result["target_yuan"]) if result["target_yuan"] else texts["whole_cap"]
    if result["status"] == "unreachable":
        ceiling = money(result["ceiling_yuan"]) if result["ceiling_yuan"] else "0"
        return texts["reverse_unreachable"].format(target=target, ceiling=ceiling, ref=ref)
    list_name, in_list, name = result["field"].rpartition(".")
    further = in_list and not list_name.endswith("[0]")  # beside those that are signed already
    label = texts["solved_further" if further else f"solved_{name}"]
    if result["range_yuan"]:
        low, high = (money(value) for value in result["range_yuan"])
        return texts["reverse_range"].format(target=target, label=label, low=low, high=high, ref=ref)
    return texts["reverse_target"].format(target=target, label=label, amount=money(result["amount_yuan"]), ref=ref)


def total_headline(result: dict[str, Any], refs: str = "", *, alone: bool = False) -> str:
    """Return the sentence that tells a sum; ``alone``: of it one thing is left."""
    texts, kind = replies().texts, "amount" if alone else "sum"
    return _bounded(result, texts[f"{kind}_upper"], texts[f"{kind}_range"], refs or _deciding_ref(result))


def amount_of(result: dict[str, Any]) -> str:
    """Return what one of several calculations found."""
    texts = replies().texts
    return _bounded(result, texts["each_upper"], texts["each_range"], _deciding_ref(result))


def _bounded(result: dict[str, Any], upper: str, spread: str, ref: str) -> str:
    if result["range_yuan"]:
        low, high = (money(value) for value in result["range_yuan"])
        return spread.format(low=low, high=high, ref=ref)
    return upper.format(amount=money(result["amount_yuan"] or "0"), ref=ref)


def _deciding_ref(result: dict[str, Any]) -> str:
    """Cite the step that first reaches the amount: the rate, or the cap that cut it."""
    steps = result["steps"]
    amount = result["range_yuan"][1] if result["range_yuan"] else result["amount_yuan"]
    deciding = [step for step in steps if amount is not None and Decimal(step["value"]) == Decimal(amount)]
    return ref_of((deciding or steps)[0]) if steps else ""


def steps_of(result: dict[str, Any]) -> list[str]:
    """Return the lines of a calculation, each with its clause; none where it has no step to show."""
    texts = replies().texts
    if result["binding"] == _CONDITION:
        return []  # nothing was calculated; the headline has the conditions
    lines = [
        texts["step" if step["expression"] else "step_plain"].format(
            label=step["label"],
            expression=_plain_words(step["expression"]),
            value=money(step["value"]) if step["unit"] == "CNY" else step["value"],
            unit="" if step["unit"] == "CNY" else texts.get(f"units_{step['unit']}", step["unit"]),
            ref=ref_of(step),
        )
        for step in result["steps"]
        if _UNKNOWN not in step["expression"]
    ]
    return [texts["steps_title"], *lines] if lines else []


def _plain_words(expression: str) -> str:
    """Write min(a, b) as a clerk would."""
    found = _SMALLER.fullmatch(expression)
    return replies().texts["smaller_of"].format(first=found[1], second=found[2]) if found else expression


def notes(result: dict[str, Any]) -> list[str]:
    """Return what a result rests on, line by line."""
    texts = replies().texts
    notes = [texts["assumption"].format(text=_FIELD_NAME.sub("", text)) for text in result["assumptions"]]
    told = result["amount_yuan"] is not None and Decimal(result["amount_yuan"]) == 0  # the headline has the first
    notes += [texts["assumption"].format(text=cliff["text"]) for cliff in result["cliffs"][int(told) :]]
    if result["possibility"]:
        notes.append(texts["assumption"].format(text=result["possibility"]["text"]))
    return [texts["assumptions_title"], *notes] if notes else []


def closing_lines(focus: Clause) -> list[str]:
    """Return whom to ask."""
    if not focus["units"]:
        return []
    return [replies().texts["units"].format(units="、".join(focus["units"]), ref=focus["units_ref"])]


def _suggestions(calculator: str, content: str, question: dict[str, Any] | None) -> list[str]:
    table = replies().suggestions
    if question is None and calculator == VOUCHER:
        return list(table["what_if_other" if '"domestic"' in content else "what_if_domestic"])
    if question is None:
        return list(table["clause"])
    is_category = calculator == VOUCHER and "category" in question["field"]
    return list(table["voucher_category" if is_category else "amount"])
