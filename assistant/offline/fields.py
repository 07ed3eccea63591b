"""A question's numbers → a calculator's fields, by the words that stand beside them."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from assistant.offline.others_share import without_others_share
from assistant.offline.proportions import shares_in
from assistant.offline.quantities import Value, find_values, others_money
from assistant.offline.settled_fields import settled_field
from assistant.offline.slot_words import Field
from assistant.offline.that_count import beside_the_point, is_audited, is_left_out, is_of, likelier_field, plain_field
from assistant.offline.words import any_of, plain, slots
from calculators.money import find_money, plain_number
from corpus.normalise import fold
from corpus.numerals import parse_numeral

ZERO = Decimal(0)
_AFTER = 12  # characters after a value in which a cue may say what it is
_DOUBT, _DOUBTFUL = 20, 0.25  # so much farther away is a cue from a value that may well be something else
_CLOSE = 6  # a cue at most this far away speaks of the value
_TOTAL = 6  # characters before a value in which a word says that it is the sum of the others
SUM = -1.0  # a sum stands before every amount that it sums up
NOT_YET = 100.0  # an amount that is only agreed on gives way to one that is there
CROSSING = 40  # a cue behind a comma counts as this much farther away
_NEXT = "\ue000"  # stands for the next amount of the same kind
_NEAR = 3  # characters: a cue farther behind an amount, and as near in front of the next, is about that one
STOPS = re.compile(r"[,，。;；!！?？\n]")
LISTED = re.compile(r"(?:元|块)?(?:、|,|，|和|跟|以及|加上?|还有|/)*(?:一(?:项|笔|张))?")
Inputs = dict[str, Any]
"""A calculator's inputs by field name; money as decimal strings in yuan."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A value that wants a field; of several the one with the nearest cue has it."""

    distance: float
    position: int
    name: str
    value: Value
    other: str = ""
    """The whole that it may as well be: a word for both stands beside it (投了)."""


def read_fields(calculator: str, question: str, without: str, *, upper: bool = False) -> Inputs:
    """Give each value to the field whose cue stands nearest, or to the default field of its kind.

    Where two values want one field, the one with the nearer cue has it.
    """
    fields = slots().calculators.get(calculator, {})
    wishes = wishes_of(calculator, question, without, upper=upper)
    inputs: Inputs = {}
    for wish in [wish for wish in wishes if _yields(wish, wishes)]:
        inputs.setdefault(wish.other, shown(wish.value, fields[wish.other]))
        wishes.remove(wish)
    for wish in sorted(wishes, key=lambda wish: (wish.distance, wish.position)):
        spare = _spare(fields, wish.value) if wish.distance == CROSSING and wish.name in inputs else ""
        inputs.setdefault(spare or wish.name, shown(wish.value, fields[spare or wish.name]))
    for name in [name for name, field in fields.items() if field.elsewhere and name in inputs]:
        inputs[name] = without_others_share(question, inputs[name], fields[name], [wish.value for wish in wishes])
    for name in [name for name, field in fields.items() if field.adds and name in inputs]:
        own = [wish for wish in wishes if wish.name == name]
        further = _with_further(question, own, one=fields[name].received)
        further = further or ("" if fields[name].received else _all_of_one(question, calculator, own))
        inputs[name] = further or inputs[name]
    for name in [name for name, field in fields.items() if field.default and field.kind == "money" and name in inputs]:
        inputs[name] = _less(question, inputs[name], [wish for wish in wishes if wish.name == name])
    return inputs | _without_values(fields, question)


def _without_values(fields: dict[str, Field], question: str) -> Inputs:
    """Return the inputs that a question gives by its words alone: what is so, how many years went by."""
    flags = {
        name: True
        for name, field in fields.items()
        if field.kind == "flag" and any_of(field.cues).search(plain(question))
    }
    past = {name: _years_gone_by(field, question) for name, field in fields.items() if field.kind == "past"}
    return {**flags, **{name: years for name, years in past.items() if years}}


def _years_gone_by(field: Field, question: str) -> int:
    """Return how many years of support a message says were received before: 前三年都领了; 0 where it says nothing."""
    found = next((hit for cue in field.cues if (hit := re.search(cue, plain(question)))), None)
    return parse_numeral(found["n"]) if found else 0


def wishes_of(calculator: str, question: str, without: str = "", *, upper: bool = False) -> list[Wish]:
    """Return which field each value wants, in the order of the question."""
    fields = slots().calculators.get(calculator, {})
    values = [value for value in find_values(question, upper=upper) if f"{value.low:f}" != without]
    strange = others_money(question)
    wishes: list[Wish] = []
    for position, value in enumerate(values):
        before = max([values[position - 1].end if position else 0, *(end for end in strange if end <= value.start)])
        later = [one.start for one in values[position + 1 :] if one.kind == value.kind]
        own = f"{question[: later[0]]}{_NEXT}" if later else question
        name, distance = _field_of(value, own, before, fields)
        name, distance = _judged(name, distance, question, calculator, value)
        name = settled_field(question, calculator, value, name, stays=distance >= CROSSING)
        if name and fields[name].received and any_of(slots().partly_received).search(plain(question[value.end :])):
            came = _part_received(question, value)
            if came is None:
                continue  # how much has come in is not said
            value = came
        missing = bool(name) and fields[name].received and _is_missing(question, values[position:])
        if not missing and is_left_out(question, calculator, value, backed=distance < _CLOSE):
            continue
        if name and len(values) > 1:
            distance += _put_off(question, before, value, missing=missing)
        elif missing:
            value = replace(value, low=ZERO, high=ZERO)
        if name:
            whole = fields[name].within
            cues = fields[whole].cues if whole and len(values) > 1 else ()
            tied = bool(cues) and _distance(cues, question, before, value) == distance
            tied = tied and not is_audited(question, value.low)
            doubt = _DOUBT if beside_the_point(question, calculator, value) > _DOUBTFUL else 0
            wishes.append(Wish(distance + doubt, position, name, value, whole if tied else ""))
    return wishes


def field_at(fields: dict[str, Field], question: str, start: int) -> str:
    """Return which of some money inputs a sum at a place would be, by the words around it; empty where none says so."""
    before = max((end for _, end, _, _ in find_money(question) if end <= start), default=0)
    name, distance = _field_of(Value("money", start, start, ZERO, ZERO), question, before, fields)
    return name if distance < CROSSING else ""


def _judged(name: str, distance: float, question: str, calculator: str, value: Value) -> tuple[str, float]:
    """Return the field of a value, of one that no word stands beside as the role reader has it."""
    if name and distance == CROSSING:
        return likelier_field(question, calculator, value, name), distance
    return (name, distance) if name else (plain_field(question, calculator, value), float(CROSSING))


def _less(question: str, told: str | int, wishes: list[Wish]) -> str | int:
    """Return a sum without what is taken off it in the same message: 一共32万，里头5万是吃饭的，剔掉."""
    whole = next(
        (wish.value for wish in wishes if f"{wish.value.low:f}" == told and wish.value.high == wish.value.low), None
    )
    behind = find_money(question[whole.end :]) if whole else []
    if whole is None or len(behind) != 1 or not ZERO < behind[0][2] < whole.low:
        return told
    front = plain(STOPS.split(question[whole.end : whole.end + behind[0][0]])[-1])
    off = goes_off(front, plain(question[whole.end + behind[0][1] :]))
    return f"{whole.low - behind[0][2]:f}" if off and any_of(slots().part_of).search(front) else told


def goes_off(front: str, behind: str) -> bool:
    """Say whether a part of a sum goes off it again, by what stands before it and behind: 里头5万是吃饭的，剔掉."""
    table = slots()
    if any_of(table.takes_off_after).search(behind) or any_of((*table.takes_off, *table.refunded)).search(front):
        return True
    part = any_of(table.part_of).search(f"{front} {behind}")  # 有20万的培训费混在里面，得剔掉
    return bool(part and any_of((*table.takes_off, *table.removes)).search(behind))


def _put_off(question: str, before: int, value: Value, *, missing: bool) -> float:
    """Return by how much an amount stands behind the others: it is a further part, only agreed on, or not there."""
    further = CROSSING if _tops_up(question, before, value) else 0  # 又补投40万，审定960万: the other one is the sum
    agreed = any_of(slots().not_yet).search(plain(question[before : value.start]))
    return further + (NOT_YET if agreed or missing else 0)


def _part_received(question: str, value: Value) -> Value | None:
    """Return the part of an amount that has come in: 拨款1000万，到账一半; None where no share is named."""
    behind = fold(question[value.end :])
    found = any_of(slots().partly_received).search(behind)
    shares = [share for start, _, share in shares_in(behind) if found and start < found.end()]
    if len(shares) != 1:
        return None
    part = shares[0]
    ends = (round(end * part.numerator / part.denominator, 2) for end in (value.low, value.high))
    low, high = map(plain_number, ends)
    return replace(value, low=low, high=high)


def _tops_up(question: str, before: int, value: Value) -> bool:
    return bool(any_of(slots().tops_up).search(plain(STOPS.split(question[before : value.start])[-1])))


def _is_missing(question: str, values: list[Value]) -> bool:
    """Say whether the first amount is said not to have come in: 500万还没到账; 总共1000万，到了500万."""
    value, *later = values
    if any_of(slots().none_received).search(plain(question[value.end :])):
        return True
    return bool(later and any_of(slots().then_received).search(plain(question[value.end : later[0].start])))


def _yields(wish: Wish, wishes: list[Wish]) -> bool:
    """Say whether a value is the whole, because a smaller one can only be the part: 投了2000万，审定800万."""
    told = any(one.name == wish.other for one in wishes)  # the whole stands there in so many words
    return (
        bool(wish.other)
        and not told
        and any(one.name == wish.name and not one.other and one.value.low < wish.value.low for one in wishes)
    )


def _with_further(question: str, wishes: list[Wish], *, one: bool) -> str:
    """Return the sum of several amounts of one thing: 先到了300万，后来又到200万; empty where they are none.

    ``one``: so it is where they are said to be of one project: 同一个任务，国家到账300万，省里到账200万.
    """
    there = [wish.value for wish in wishes if wish.distance < NOT_YET]
    between = [(value, plain(question[last.end : value.start])) for last, value in pairwise(there)]
    further = [value for value, words in between if any_of((*slots().again, *slots().instalment)).search(words)]
    if any_of(slots().parts_listed).search(plain(question)) and all(LISTED.fullmatch(words) for _, words in between):
        further = there[1:]
    if one and any_of(slots().one_alone).search(plain(question)) and all(wish.distance < CROSSING for wish in wishes):
        further = there[1:]
    if not further or any(wish.distance == SUM for wish in wishes) or any(value.low != value.high for value in there):
        return ""
    return f"{there[0].low + sum(value.low for value in further):f}"


def _all_of_one(question: str, calculator: str, wishes: list[Wish]) -> str:
    """Return the sum of costs that stand beside each other: 评测费31万，专家费9万六; empty where one is in another."""
    if any(wish.distance == SUM or wish.value.low != wish.value.high for wish in wishes):
        return ""
    values = [wish.value for wish in wishes if is_of(question, calculator, wish.value, wish.name)]
    between = [plain(question[last.end : value.start]) for last, value in pairwise(values)]
    if len(values) < 2 or any(any_of((*slots().part_of, *slots().becomes)).search(words) for words in between):
        return ""
    return f"{sum(value.low for value in values):f}"


def _field_of(value: Value, question: str, before: int, fields: dict[str, Field]) -> tuple[str, float]:
    """Return the field that a value belongs to and how far its cue is; empty where no field takes it."""
    wanted = {"months": ("months", "count")}.get(value.kind, (value.kind,))
    fitting = {name: field for name, field in fields.items() if field.kind in wanted}
    distances = {name: _distance(field.cues, question, before, value) for name, field in fitting.items() if field.cues}
    near = {name: distance for name, distance in distances.items() if distance is not None}
    for name, field in fitting.items():
        strange = _distance(field.elsewhere, question, before, value) if field.elsewhere else None
        if strange is not None and strange <= near.get(name, float(CROSSING)):
            return "", 0.0
    total = bool(any_of(slots().totals).search(fold(question[before : value.start])[-_TOTAL:]))
    if near:
        name = min(near, key=lambda name: near[name])
        return name, SUM if total else near[name]
    return next((name for name, field in fitting.items() if field.default), ""), SUM if total else float(CROSSING)


def _spare(fields: dict[str, Field], value: Value) -> str:
    """Return the field for a value that stands near no cue and whose default field has another one."""
    return next((name for name, field in fields.items() if field.spare and field.kind == value.kind), "")


def _distance(words: tuple[str, ...], question: str, before: int, value: Value) -> float | None:
    """Characters between the nearest of some cues and the value; cues in front come first, longer ones win ties."""
    front = fold(question[before : value.start])
    far = 2 * _AFTER if question[value.end : value.end + _AFTER].isascii() else _AFTER  # English words are longer
    behind = fold(STOPS.split(question[value.end : value.end + far])[0])
    in_front = [
        len(front) - found.end() + (CROSSING if STOPS.search(front[found.end() :]) else 0) - len(found[0]) / 10
        for found in any_of(words).finditer(front)
    ]
    after = [
        found.start() + 2 - len(found[0]) / 10
        for found in any_of(words).finditer(behind)
        if not (found.start() > _NEAR and _NEXT in behind[: found.end() + _NEAR])  # 一个亿，跟银行借了九千万
    ]
    return min([*in_front, *after], default=None)


def shown(value: Value, field: Field) -> str | int:
    """Return a value as the input of a field."""
    if field.kind == "months":
        return int(value.low)
    if field.kind == "count":
        return int(value.low) // 12 or 1
    return f"{'<' * value.below}{value.low:f}"
