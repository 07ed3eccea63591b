"""Which field a sum goes to where the message settles it: 贷款不变 leaves another one, 合计 is the whole of parts."""

import re
from collections.abc import Mapping

from assistant.money_roles.reader import roles_in
from assistant.offline.quantities import Value, find_values
from assistant.offline.slot_words import Field
from assistant.offline.words import any_of, plain, slots

_STOPS = re.compile(r"[,，。;；!！?？\n]")


def settled_field(question: str, calculator: str, value: Value, name: str, *, stays: bool) -> str:
    """Return the field that a value goes to by all that the message says, where its place gives it one; or none.

    ``stays``: nothing but its place gives it that one, so a field that stays as it is cannot be its own.
    """
    fields = slots().calculators.get(calculator, {})
    if not name:
        return ""
    if stays and name in (unchanged := _unchanged(question, fields)):
        return _other_field(question, calculator, value, unchanged)
    if fields[name].kind == "count" and _is_of_a_sum(question, value):
        return ""
    return fields[name].within if fields[name].within and _sums_up_others(question, value) else name


def _unchanged(question: str, fields: Mapping[str, Field]) -> set[str]:
    """Return the fields of money that a stretch without a sum says stay as they are: 贷款跟利率不变."""
    money = [value for value in find_values(question) if value.kind == "money"]
    found: set[str] = set()
    at = 0
    for stretch in _STOPS.split(question):
        own = any(at <= value.start < at + len(stretch) for value in money)
        said = plain(stretch)
        if not own and any_of(slots().unchanged).search(said):
            found |= {
                name for name, field in fields.items() if field.kind == "money" and any_of(field.cues).search(said)
            }
        at += len(stretch) + 1
    return found


def _other_field(question: str, calculator: str, value: Value, unchanged: set[str]) -> str:
    """Return the likeliest field of a sum that is none of those that stay as they are; empty for none."""
    own = slots().roles.get(calculator, {})
    chances = roles_in(question, calculator).get(value.start, {})
    left = {field: chances.get(role, 0.0) for role, field in own.items() if field not in unchanged}
    return max(left, key=lambda field: left[field], default="")


def _is_of_a_sum(question: str, value: Value) -> bool:
    """Say whether a time is that of a sum behind it, and not of a support: 三年合计2400万."""
    stretch = _STOPS.split(question[value.end :])[0]
    money = [one for one in find_values(question) if one.kind == "money"]
    amount = next((one for one in money if value.end <= one.start < value.end + len(stretch)), None)
    between = plain(question[value.end : amount.start]) if amount else ""
    return bool(amount and any_of((*slots().totals, *slots().so_far)).search(between))


def _sums_up_others(question: str, value: Value) -> bool:
    """Say whether a sum is said to be what the others of several years come to: 每年审定800万，三年合计2400万."""
    others = [one for one in find_values(question) if one.kind == "money" and one.start != value.start]
    front = plain(_STOPS.split(question[: value.start])[-1])
    larger = bool(others) and all(one.high < value.low for one in others)
    return larger and bool(any_of((*slots().totals, *slots().so_far)).search(front))
