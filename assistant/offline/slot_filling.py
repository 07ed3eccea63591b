"""A question, and what was said before → a calculator's inputs. Values that nobody gave are null, never guessed."""

from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from assistant.offline.categories import find_categories
from assistant.offline.claimed_results import without_results
from assistant.offline.contracts import VOUCHER, read_contracts
from assistant.offline.contracts_again import told_anew, withdraws
from assistant.offline.contracts_merged import left_over, merge_voucher
from assistant.offline.fields import STOPS, Inputs, goes_off, read_fields
from assistant.offline.follow_up import knows_not, leans
from assistant.offline.gathered import asks
from assistant.offline.loans import LOAN, PRINCIPAL, is_further, read_loans, with_loans
from assistant.offline.portions import asks_for_whole, left_to_pay, portioned, said_portion, told_part
from assistant.offline.quantities import find_values, without_quoted
from assistant.offline.that_count import is_audited
from assistant.offline.turn import Call, Turn
from assistant.offline.words import any_of, cues, plain, slots

_ANY = ("",)
"""Whatever the words."""


def fill(
    calculator: str,
    turn: Turn,
    required: list[str],
    *,
    without: str = "",
    upper: bool = False,
    before: Inputs | None = None,
) -> Inputs | None:
    """Return the inputs for a calculator; None where the user has given nothing to calculate with.

    What a turn leaves out is carried over from the last calculation of the same kind; ``before`` is what the user told
    while nothing was calculated yet. ``without`` is an amount in yuan that is no input: the target of a reverse
    question. ``upper`` takes vague amounts at their upper end.
    """
    found = given(calculator, turn.question, without, upper=upper)
    base = _base(calculator, turn, found, required) or _told(calculator, found, before or {})
    if part := portion_of_last(turn, calculator, found):
        return {**dict.fromkeys(required), **part}
    if kept := _kept(calculator, turn, without):
        return {**dict.fromkeys(required), **kept}
    if calculator == VOUCHER and (anew := told_anew(base, turn) or _contract_less(base, turn.question)):
        return {**dict.fromkeys(required), **base, **anew}
    if not found and not (base and (before or knows_not(turn.question) or withdraws(turn.question))):
        return None
    merged = _merged(calculator, base, found, turn)
    if calculator == VOUCHER and base:
        merged = left_over(base, found, turn.question) or merge_voucher(base, found, turn.question)
    if calculator == VOUCHER and leans(turn) and not any_of(slots().unknown_chips).search(plain(turn.question)):
        _take_category_from(turn.earlier[-1], merged)
    if "loans" in merged:
        required = [name for name in required if name != "principal_yuan"]
    return {**dict.fromkeys(required), **merged}


def takes_share(calculator: str, question: str) -> bool:
    """Say whether the share that a question names is already in the sum that came in: 到账一半."""
    received = any(field.received for field in slots().calculators.get(calculator, {}).values())
    ends = [value.end for value in find_values(question) if value.kind == "money"] if received else []
    return any(any_of(slots().partly_received).search(plain(question[end:])) for end in ends)


def portion_of_last(turn: Turn, calculator: str, found: Inputs) -> Inputs:
    """Return the last inputs with the part of their amount that a turn is about: 要是只借一半呢; else nothing.

    Where the amount was itself told as a part (先打进来一半，148万), the other part makes the whole of it.
    """
    last = turn.last_of(calculator)
    if last is None or last.is_reverse or has_figures(found) or find_categories(turn.question):
        return {}
    part = said_portion(turn.question) or left_to_pay(turn.question)
    if asks_for_whole(turn.question):
        part = next((1 / share for said in reversed(turn.earlier) if (share := _part_told(said))), None)
    return portioned(last.inputs, solved_field(calculator), part) if part else {}


def _part_told(question: str) -> Fraction | None:
    money = [value for value in find_values(question) if value.kind == "money"]
    return told_part(question, money[0]) if len(money) == 1 else None


def _merged(calculator: str, base: Inputs, found: Inputs, turn: Turn) -> Inputs:
    """Return what was known with what a question says anew."""
    if calculator != LOAN:
        return _without_smaller(calculator, {**base, **_with_earlier(calculator, turn, found)})
    further = is_further(base, found, turn.question, turn.earlier)
    found = found if further else _with_earlier(LOAN, turn, found)
    return _without_smaller(LOAN, with_loans(base, found, turn.question, turn.earlier))


def _kept(calculator: str, turn: Turn, without: str) -> Inputs:
    """Return the inputs of the last calculation where a turn only holds up a figure to ask about it; else nothing."""
    last = turn.last_calculation
    rest = without_results(without_quoted(turn.question), told_amounts(last), next(iter(turn.earlier[-1:]), ""))
    if rest == turn.question or last is None or last.calculator != calculator or not has_figures(last.inputs):
        return {}
    return {} if has_figures(given(calculator, rest, without)) else dict(last.inputs)


def told_amounts(last: Call | None) -> list[Decimal]:
    """Return the amounts in yuan that a calculation took; of contracts the sum as well."""
    inputs = last.inputs if last else {}
    contracts = [contract["amount_yuan"] for contract in inputs.get("contracts") or []]
    money = [value for name, value in inputs.items() if name.endswith("_yuan")]
    exact = [Decimal(value) for value in money + contracts if isinstance(value, str) and not {"-", "<"} & {*value}]
    return [*exact, sum(exact, Decimal(0))] if contracts else exact


def _told(calculator: str, found: Inputs, before: Inputs) -> Inputs:
    """Return what was told before; where the question brings its own figure, without the one that it replaces."""
    if not has_figures(found):
        return before
    told = {name: value for name, value in before.items() if name not in ("contracts", solved_field(calculator))}
    categories = {contract["category"] for contract in before.get("contracts", [])}
    if len(categories) == 1:
        told["contracts"] = [{"amount_yuan": None, "category": categories.pop()}]
    return told


def _take_category_from(earlier: str, inputs: Inputs) -> None:
    """Fill in the one category that the turn before named: 那我们合同275万呢 after a question on domestic chips."""
    named = {category for _, category in find_categories(earlier)}
    for contract in inputs.get("contracts") or []:
        if contract["category"] is None and len(named) == 1:
            contract["category"] = next(iter(named))


def given(calculator: str, question: str, without: str = "", *, upper: bool = False) -> Inputs:
    """Return the inputs that a question itself gives; empty where it gives none."""
    return deepcopy(_given(calculator, question, without, upper=upper))  # the caller may fill them up


@lru_cache(maxsize=1024)  # every step of a turn, and every later turn, asks again what a message gives
def _given(calculator: str, question: str, without: str, *, upper: bool) -> Inputs:
    question = without_results(without_quoted(question, alone=False))
    if calculator == VOUCHER:
        found = read_contracts(question, without, upper=upper)
    elif calculator == LOAN:
        found = read_loans(question, without, upper=upper)
    else:
        found = read_fields(calculator, question, without, upper=upper)
    part = said_portion(question) if has_figures(found) and not takes_share(calculator, question) else None
    part = part or (left_to_pay(question) if has_figures(found) else None)
    return portioned(found, solved_field(calculator), part) if part else found


def solved_field(calculator: str) -> str:
    """Return the money input that a reverse question solves for; empty where there is none."""
    if calculator == VOUCHER:
        return "contracts[0].amount_yuan"
    fields = slots().calculators.get(calculator, {})
    return next((name for name, field in fields.items() if field.kind == "money" and field.default), "")


def known_before(turn: Turn, calculator: str) -> Inputs:
    """Return what the last calculation knew beside the amount that a reverse question now solves for."""
    last = turn.last_calculation
    just_now = bool(turn.worked_for and turn.worked_for[-1])
    if last is None or last.calculator != calculator or not (leans(turn) or turn.awaiting or just_now):
        return {}
    solved = solved_field(calculator)
    known = {name: value for name, value in last.inputs.items() if name != solved and value is not None}
    if calculator == VOUCHER and not any_of(slots().further_contract).search(plain(turn.question)):
        categories = {contract["category"] for contract in known.pop("contracts", [])}
        if len(categories) == 1:
            known["contracts"] = [{"amount_yuan": None, "category": categories.pop()}]
    return known


def _base(calculator: str, turn: Turn, found: Inputs, required: list[str]) -> Inputs:
    last = turn.last_of(calculator)
    if last is None:
        return {}
    incomplete = any(found.get(name) is None for name in required) or any(
        None in contract.values() for contract in found.get("contracts", [])
    )
    asked = last is turn.last_calculation and (turn.awaiting or _only_tells(calculator, turn.question))
    return dict(last.inputs) if asked or leans(turn) or incomplete else {}


def _only_tells(calculator: str, question: str) -> bool:
    """Say whether a message tells a figure of one thing anew and asks nothing: 复审下来认了820万."""
    return calculator not in (VOUCHER, LOAN) and not asks(question)


def has_figures(inputs: Inputs) -> bool:
    """Say whether the inputs hold a sum or a rate, and not only a time, or what the enterprise is or uses."""
    values = [value for name, value in inputs.items() if name != "contracts"]
    values += [contract["amount_yuan"] for contract in inputs.get("contracts") or []]
    values += [loan.get(PRINCIPAL) for loan in inputs.get("loans") or []]
    return any(isinstance(value, str) for value in values)


def _with_earlier(calculator: str, turn: Turn, found: Inputs) -> Inputs:
    """Add a further amount of the same thing to the one before: 同一个项目又到账200万，合起来算; 漏了一笔，还有9万."""
    name, said, last = solved_field(calculator), plain(turn.question), turn.last_of(calculator)
    if last is None or last.is_reverse:
        return found
    old, new = last.inputs.get(name), found.get(name)
    adds = any_of(cues().adds_to_earlier).search(said) or any_of(slots().again).search(said)
    field = slots().calculators.get(calculator, {}).get(name)
    further = joins_on(calculator, turn.question)
    topped = _is_further(turn.question, slots().tops_up)
    if topped and field is not None and field.within and not any_of(slots().audited).search(said):
        whole = _exact(last.inputs.get(field.within)) or _exact(old)
        return {field.within: f"{whole + _exact(new):f}"} if new else found  # more was invested, not yet audited
    if field is not None and field.within and not last.inputs.get(field.within) and _only_now_audited(turn, old, new):
        return {field.within: old, **found}
    if calculator != VOUCHER and isinstance(old, str) and _is_taken_off(turn.question):
        less = _exact(old) - _exact(new)
        return {**found, name: f"{less:f}"} if less > 0 else found
    too = adds or _is_further(turn.question, slots().also)  # 省里也到了100万，同一个项目
    same = too and any_of(slots().same_one).search(said) and _is_further(turn.question, _ANY)
    if calculator == VOUCHER or not (same or further or topped):
        return found
    if not isinstance(old, str) or not isinstance(new, str) or {"-", "<"} & {*old, *new}:
        return found
    return {**found, name: f"{Decimal(old) + Decimal(new):f}"}


def _only_now_audited(turn: Turn, old: object, new: object) -> bool:
    """Say whether what was invested was told before, and only now the smaller sum that was audited of it."""
    if not 0 < _exact(new) < _exact(old) or any_of(cues().mends).search(plain(turn.question)):
        return False
    before = (said for said in turn.earlier for value in find_values(said) if value.low == _exact(old))
    return is_audited(turn.question, _exact(new)) and not any(is_audited(said, _exact(old)) for said in before)


def joins_on(calculator: str, question: str) -> bool:
    """Say whether a message's one amount belongs to what was said before: 又到200万, 第二期也进账了, 这张也算进去.

    What came in for another project is none of this one's; of costs all that are added belong together.
    """
    said, field = plain(question), slots().calculators.get(calculator, {}).get(solved_field(calculator))
    if field is None or not field.adds:
        return False
    if _is_further(question, slots().again):
        return True
    if any_of((*slots().another, *slots().totals)).search(said) or not _is_further(question, _ANY):
        return False
    words = (*slots().joins, *slots().instalment, *(() if field.received else cues().adds_to_earlier))
    return bool(any_of(words).search(said))


def _is_further(question: str, words: tuple[str, ...]) -> bool:
    """Say whether a message's one amount comes on top of what was said: 又到200万; 总共27万 is all there is."""
    money = [value for value in find_values(question) if value.kind == "money"]
    if len(money) != 1:
        return False
    own = plain(STOPS.split(question[: money[0].start])[-1])
    return bool(any_of(words).search(own)) and not any_of(slots().totals).search(own)


def _is_taken_off(question: str) -> bool:
    """Say whether a message's one amount goes off what was said: 其中5万重复录入了，扣掉以后呢."""
    money = [value for value in find_values(question) if value.kind == "money"]
    if len(money) != 1:
        return False
    before = plain(STOPS.split(question[: money[0].start])[-1])
    return goes_off(before, plain(question[money[0].end :]))


def _contract_less(base: Inputs, question: str) -> Inputs:
    """Return one contract of before without a part that is none of it: 里面有20万是培训费，剔掉; else nothing."""
    contracts = base.get("contracts") or []
    money = [value.low for value in find_values(question) if value.kind == "money"]
    part = any_of(slots().part_of).search(plain(question))
    if len(contracts) != 1 or part is None or not _is_taken_off(question):
        return {}
    less = _exact(contracts[0]["amount_yuan"]) - money[0]
    return {"contracts": [{**contracts[0], "amount_yuan": f"{less:f}"}]} if less > 0 else {}


def _exact(told: object) -> Decimal:
    """Return an amount told; of a vague or missing one nothing that could be taken off or from."""
    return Decimal(told) if isinstance(told, str) and not {"-", "<"} & {*told} else Decimal(0)


def _without_smaller(calculator: str, inputs: Inputs) -> Inputs:
    """Leave out a whole that is smaller than its part: it was said of an earlier state of things."""
    for name, field in slots().calculators.get(calculator, {}).items():
        part, whole = inputs.get(name), inputs.get(field.within)
        if (
            isinstance(part, str)
            and isinstance(whole, str)
            and not {"-", "<"} & {*part, *whole}
            and Decimal(whole) < Decimal(part)
        ):
            return {key: value for key, value in inputs.items() if key != field.within}
    return inputs
