"""Several projects of an enterprise: each calculated by its own call, then added up."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.draft import ReplyDraft
from assistant.offline.calculated import Clause, amount_of, closing_lines, money, notes, steps_of, total_headline
from assistant.offline.changes import with_changes
from assistant.offline.contracts import copies
from assistant.offline.fields import NOT_YET, SUM, Inputs, wishes_of
from assistant.offline.item_words import item_words
from assistant.offline.slot_filling import solved_field
from assistant.offline.tool import UNKNOWN, Arguments, Tool
from assistant.offline.turn import ADD_UP, Call, Turn
from assistant.offline.words import any_of, cues, plain, replies, slots
from corpus.numerals import parse_numeral

Calls = list[tuple[str, Arguments]]
ENTERPRISE = "enterprise"
"""The key of a part of a sum that names the enterprise whose it is, where there are several."""
PROJECT = "项目"
"""The unit of calculators whose caps hold for a project."""
_SPOKEN = str.maketrans("俩仨", "两三")
_SOME = "几"
_ENGLISH = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def apart(turn: Turn, calls: Calls, tools: Mapping[str, Tool]) -> Calls:
    """Turn the call for one project into calls for each of several and their sum; other calls stay as they are."""
    units = tools[ADD_UP].several if ADD_UP in tools else {}
    several = [name for name, unit in units.items() if unit == PROJECT]
    last, removes = turn.last_calculation, any_of(slots().removes).search(plain(turn.question))
    if not calls and removes and last and last.name == ADD_UP and last.calculator in several:
        left = _over_turns(turn, last.calculator, {})
        return _calls(last.calculator, left)
    if len(calls) != 1 or calls[0][0] not in several:
        return calls
    name = calls[0][0]
    return _calls(name, _over_turns(turn, name, calls[0][1]) or named_apart(name, turn.question)) or calls


def _calls(calculator: str, parts: list[Inputs]) -> Calls:
    """Return the calls for several projects; for one left over its own, for none nothing."""
    calls = [(calculator, inputs) for inputs in parts]
    return together(calls) if len(calls) > 1 else calls


def together(parts: Calls) -> Calls:
    """Return the calls of several calculations and of their sum."""
    parts = [(name, {key: value for key, value in inputs.items() if key != UNKNOWN}) for name, inputs in parts]
    return [*parts, (ADD_UP, {"parts": [{"calculator": name, "inputs": inputs} for name, inputs in parts]})]


def named_apart(calculator: str, question: str) -> list[Inputs]:
    """Return the inputs of each project that a question names; empty where it speaks of one."""
    field = solved_field(calculator)
    wishes = [wish for wish in wishes_of(calculator, question) if wish.name == field]
    values = [wish.value for wish in wishes if wish.distance < NOT_YET and wish.distance != SUM]
    said = plain(question)
    if not values or any_of(slots().one_alone).search(said) or not any_of(slots().apart).search(said):
        return []
    amounts = [amount for value in values for amount in copies(question, value, len(values))]
    return [{field: f"{amount:f}"} for amount in amounts] if len(amounts) > 1 else []


def _over_turns(turn: Turn, calculator: str, new: Inputs) -> list[Inputs]:
    """Return the projects of earlier turns with what this one adds, corrects or takes away; empty for a new matter."""
    last, said, field = turn.last_calculation, plain(turn.question), solved_field(calculator)
    if last is None or last.calculator != calculator or last.is_reverse or any_of(slots().one_alone).search(said):
        return []
    parts, fresh = [dict(part) for part in last.parts(calculator)], named_apart(calculator, turn.question)
    values = [wish.value for wish in wishes_of(calculator, turn.question) if wish.name == field]
    named = any_of(slots().which_one).search(said) and len(parts) > 1
    if any_of(slots().another).search(said) and len(values) == 1 and parts[-1].get(field) is not None and not named:
        return [*parts, {**new, field: f"{values[0].low:f}"}]
    if len(parts) > 1 and (changed := with_changes(parts, turn.question, field)):
        return changed
    if fresh or len(parts) < 2:
        return fresh or ([] if values else _one_by_one(turn, calculator))
    at = _which(said, len(parts))
    if any_of(slots().removes).search(said):
        gone = [f"{value.low:f}" for value in values] or [str(parts[at].get(field))]
        return [part for part in parts if part.get(field) not in gone]
    if len(values) == 1:
        parts[at][field] = f"{values[0].low:f}"
    return parts


def _one_by_one(turn: Turn, calculator: str) -> list[Inputs]:
    """Return the projects that were told in a message each, where they are now taken together.

    这俩是独立的项目，一共多少: as many as are counted must have been told with different amounts, and none mended.
    """
    counted = any_of(item_words().counted_projects).search(plain(turn.question))
    mended = any(any_of(cues().mends).search(plain(said)) for said in turn.earlier)
    if counted is None or mended:
        return []
    word = next(part for part in counted.groups() if part)
    count = parse_numeral(word.translate(_SPOKEN)) if word not in _SOME else 0
    told = [call.inputs for call in turn.worked if call.name == calculator]
    distinct = [dict(inputs) for at, inputs in enumerate(told) if inputs not in told[:at]]
    return distinct if len(distinct) > 1 and count in (0, len(distinct)) else []


def _which(said: str, count: int) -> int:
    """Return which project a message speaks of; the last one where it does not say."""
    found = any_of(slots().which_one).search(said)
    word = next((part for part in found.groups() if part), "") if found else ""
    number = _ENGLISH.get(word) or (parse_numeral(word) if word else count)
    return min(number, count) - 1


def added_up(turn: Turn, focus: Clause) -> ReplyDraft:
    """Write the reply to several things added up: the sum, then each with its steps.

    Where they may not be added up each is told by itself.
    """
    texts, call = replies().texts, turn.calculations[-1]
    each = [one for one in turn.calculations if one.name != ADD_UP and not one.failed]
    lines = [texts["sum_refused"] if call.failed else total_headline(call.data)]
    owned = any(ENTERPRISE in part for part in call.arguments["parts"])
    for one in each:
        name = _name(one, each, owned=owned)
        lines.append(texts["each_item"].format(name=name, amount=amount_of(one.data)))
        lines += steps_of(one.data)[1:]  # without its title
    lines += [] if call.failed else [*steps_of(call.data)[1:], *notes(call.data)]
    lines += closing_lines(focus)
    question = next((one.data["question"] for one in each if one.data["question"]), None)
    if question:
        lines.append(texts["ask"].format(question=question["question"]))
    return ReplyDraft(
        status="needs_input" if question else "answered", text="\n".join(line for line in lines if line),
        missing=[question["field"]] if question else [], suggestions=list(replies().suggestions["clause"]),
    )  # fmt: skip


def _name(call: Call, each: Sequence[Call], *, owned: bool) -> str:
    """Return what a reply calls one of several: by its amount where there are more of its kind."""
    alike = [one for one in each if one.name == call.name]
    contracts = [contract["amount_yuan"] for contract in call.inputs.get("contracts") or []]
    names = ("interest_paid_yuan", solved_field(call.name))  # one loan's years have the same principal
    amounts = contracts or [str(call.inputs[name]) for name in names if call.inputs.get(name)][:1]
    if len(alike) == 1 or not amounts or None in amounts:
        return str(call.data["title"])
    told = f"{sum(Decimal(amount.partition('-')[0]) for amount in amounts):f}"
    texts = replies().texts
    known = texts["each_owned"] if owned else texts.get(f"each_{call.name}", texts["each_owned"])
    return known.format(title=call.data["title"], amount=money(told))
