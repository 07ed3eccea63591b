"""Loans told together or one after another: each keeps its own rate and time; the yearly cap is on their sum."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from assistant.offline.changes import exact, with_changes
from assistant.offline.contracts import copies
from assistant.offline.contracts_again import named_by_place
from assistant.offline.fields import CROSSING, LISTED, NOT_YET, STOPS, SUM, Inputs, Wish, read_fields, shown, wishes_of
from assistant.offline.quantities import Value
from assistant.offline.words import any_of, cues, plain, slots
from calculators.money import find_money

LOAN = "loan_interest"
PRINCIPAL, _RATE, _MONTHS = "principal_yuan", "annual_rate_percent", "months"
_EACH_OWN = re.compile(
    r"(?:一|另)(?:个|家|座|处|边|期)[^,，。;；]*$|(?:[甲乙丙丁]|(?<![a-z])[a-z](?![a-z])|[东西南北]区?|[一二三四]期)[^,，。;；]*$"
)
"""In front of a principal: the project that is told apart from others."""
_TERMS = (PRINCIPAL, _RATE, "interest_paid_yuan", _MONTHS, "subsidised_points")


def read_loans(question: str, without: str, *, upper: bool = False) -> Inputs:
    """Return what a question says of the project and its loan; of several loans a list with the terms of each."""
    inputs = read_fields(LOAN, question, without, upper=upper)
    wishes = wishes_of(LOAN, question, without, upper=upper)
    principals = _several(question, wishes)
    if len(principals) == 1:
        principals *= len(copies(question, principals[0], 1))  # 三家银行各借了2000万
    if len(principals) < 2:
        return inputs
    fields = slots().calculators[LOAN]
    loans: list[Inputs] = [{PRINCIPAL: shown(value, fields[PRINCIPAL]), _RATE: None} for value in principals]
    for name in _TERMS[1:]:
        told = [wish.value for wish in wishes if wish.name == name and wish.distance != SUM]
        for loan, value in zip(loans, _shared_out(question, told, principals), strict=True):
            if value is not None:
                loan[name] = shown(value, fields[name])
    return {**{name: value for name, value in inputs.items() if name not in _TERMS}, "loans": loans}


def _several(question: str, wishes: Sequence[Wish]) -> list[Value]:
    """Return the principals of a question that speaks of more than one loan; of one loan its own, or nothing."""
    money = [wish for wish in wishes if wish.value.kind == "money"]
    told = [wish for wish in money if wish.name == PRINCIPAL and wish.distance < NOT_YET]
    sums = [wish.value for wish in told if wish.distance == SUM]
    rates = [wish for wish in wishes if wish.name == _RATE]
    own = [wish.value for wish in told if wish.distance != SUM and _is_loan(question, wish, money, rates)]
    if sums and len(own) > 1:
        return own if sum(value.low for value in own) == sums[0].low else []
    between = [plain(question[first.end : second.start]) for first, second in pairwise(own)]
    if len(own) < 2:
        return own
    if any(any_of(slots().one_loan_anew).search(words) for words in between):
        return []
    if any_of(slots().part_of).search(between[0]):
        return _parts(question, own[0], own[1:])
    listed = all(any_of((*slots().lists, *slots().further_loan, *slots().lender)).search(words) for words in between)
    paired = len(rates) == len(own) and all(_has_one(between_two, rates) for between_two in pairwise(own))
    starts = [max((one.value.end for one in money if one.value.end <= value.start), default=0) for value in own]
    named = all(
        _EACH_OWN.search(plain(question[since : value.start])) for since, value in zip(starts, own, strict=True)
    )
    return own if listed or paired or named or any_of(slots().several_loans).search(plain(question)) else []


def _is_loan(question: str, wish: Wish, money: Sequence[Wish], rates: Sequence[Wish]) -> bool:
    """Say whether an amount is called a loan, or told with a rate of its own: 另一笔1000万, 建行1500万4.2%."""
    value = wish.value
    before = [one for one in money if one.value.end <= value.start]
    listed = next((one.value.end for one in before[::-1] if one.name == PRINCIPAL), None)
    if listed is not None and LISTED.fullmatch(plain(question[listed : value.start])):
        return True
    other = next((one.value.end for one in before[::-1] if one.name != PRINCIPAL), 0)
    if any_of(slots().counted_loans).search(plain(question[other : value.start])):
        return True
    since = before[-1].value.end if before else 0
    front = plain(STOPS.split(question[since : value.start])[-1])
    if wish.distance < CROSSING or any_of((*slots().several_loans, *slots().further_loan)).search(front):
        return True
    until = min([one.value.start for one in money if one.value.start >= value.end], default=len(question))
    named = any_of(slots().lender).search(front)  # 甲行4亿，年利率3.3%: the rate is its own, behind a stop as well
    ends = until if named else value.end + len(STOPS.split(question[value.end : until])[0])
    return any(value.end <= rate.value.start < ends for rate in rates)


def _parts(question: str, whole: Value, parts: list[Value]) -> list[Value]:
    """Return the parts of a loan, and what is left of it as one more: 贷款5000万，其中3000万是工行的，剩下建行."""
    left = whole.low - sum(part.low for part in parts)
    rest = any_of(slots().remainder).search(question)
    if left > 0 and rest:
        return [*parts, replace(whole, start=rest.end(), end=rest.end(), low=left, high=left)]
    return parts if left == 0 else []


def _has_one(between: tuple[Value, Value], rates: Sequence[Wish]) -> bool:
    first, second = between
    return any(first.end <= rate.value.start < second.start for rate in rates)


def _shared_out(question: str, told: list[Value], principals: list[Value]) -> list[Value | None]:
    """Give each loan its own of some values of one kind; a single one that is said of no loan holds for all."""
    starts = [value.start for value in principals]
    if len(told) == len(principals):
        return [*told]
    if len(told) == 1:
        own = [at for at, start in enumerate(starts) if start <= told[0].start]
        piece = plain(STOPS.split(question[: told[0].start])[-1])
        alone = own and (own[-1] < len(starts) - 1 or any_of(slots().this_alone).search(piece))
        if not alone or any_of(slots().of_every_loan).search(piece):
            return [told[0]] * len(principals)
    ends = [*starts[1:], len(question)]
    inside = [[value for value in told if start <= value.start < end] for start, end in zip(starts, ends, strict=True)]
    return [values[0] if values else None for values in inside]


def is_further(base: Inputs, found: Inputs, question: str, earlier: Sequence[str] = ()) -> bool:
    """Say whether a message brings a loan beside those told before: 另外还有一笔1000万的; 乙行2亿 after 甲行1亿."""
    before, new = loans_of(base), loans_of(found)
    if not before or not new or any_of(cues().mends).search(plain(question)):
        return False
    wishes = [wish.value for wish in wishes_of(LOAN, question) if wish.name == PRINCIPAL]
    front = plain(question[: wishes[0].start]) if wishes else ""
    if named_by_place(front, len(before)) or any_of(slots().changed_amount).search(front):
        return False
    return bool(any_of(slots().further_loan).search(front)) or _names_another_lender(front, earlier)


def _names_another_lender(front: str, earlier: Sequence[str]) -> bool:
    """Say whether a loan is told with the name of a bank where those told before have other names."""
    own = {found[0] for found in any_of(slots().lender).finditer(front)}
    before = {found[0] for said in earlier for found in any_of(slots().lender).finditer(plain(said))}
    return bool(own and before and own.isdisjoint(before))


def with_loans(base: Inputs, found: Inputs, question: str, earlier: Sequence[str] = ()) -> Inputs:
    """Return the inputs of before with what a message says of one loan more, of one of several, or of all of them."""
    project = {name: value for name, value in {**base, **found}.items() if name not in (*_TERMS, "loans")}
    if is_further(base, found, question, earlier):
        return {**project, "loans": [*loans_of(base), *(_as_before(loan, base, question) for loan in loans_of(found))]}
    if "loans" in found:
        return {**project, "loans": found["loans"]}
    if "loans" not in base:
        return {**base, **found}
    loans = _changed([dict(loan) for loan in base["loans"]], found, question)
    return {**project, **(loans[0] if len(loans) == 1 else {"loans": loans})}


def loans_of(inputs: Mapping[str, Any]) -> list[Inputs]:
    """Return the loans of inputs, each with its own terms; none where no principal is known."""
    if loans := inputs.get("loans"):
        return [dict(loan) for loan in loans]
    terms = {name: inputs[name] for name in _TERMS if inputs.get(name) is not None}
    terms = {_RATE: None, **terms}
    return [terms] if PRINCIPAL in terms else []


def _as_before(loan: Inputs, base: Inputs, question: str) -> Inputs:
    """Return a further loan; one on the same terms has those of the last one before."""
    alike = any_of(slots().same_terms).search(plain(question))
    last = loans_of(base)[-1]
    shared = {name: last[name] for name in (_RATE, _MONTHS) if name in last} if alike else {}
    return {**loan, **{name: value for name, value in shared.items() if loan.get(name) is None}}


def _changed(loans: list[Inputs], found: Inputs, question: str) -> list[Inputs]:
    """Return several loans with new terms for the one that is meant, without one that falls away, or all anew."""
    if changed := with_changes(loans, question, PRINCIPAL):
        return changed
    new = {name: found[name] for name in _TERMS if found.get(name) is not None}
    said = [low for _, _, low, _ in find_money(question)]
    alike = [at for at, loan in enumerate(loans) if exact(loan.get(PRINCIPAL)) in said]
    places = named_by_place(question, len(loans)) or alike
    if any_of(slots().removes).search(plain(question)) and places:
        return [loan for at, loan in enumerate(loans) if at not in places] or loans
    if not places:
        places = [len(loans) - 1] if PRINCIPAL in new else [*range(len(loans))]
    return [{**loan, **new} if at in places else loan for at, loan in enumerate(loans)]
