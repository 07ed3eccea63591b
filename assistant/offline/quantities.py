"""Amounts, rates and durations in a question, with their places."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from assistant.offline.net import settled
from assistant.offline.proportions import shares_in
from assistant.offline.rates import find_rates
from assistant.offline.taken_back import taken_back_in
from assistant.offline.words import any_of, cues, plain, slots
from calculators.amounts import Amount
from calculators.fields import MONTHS_PER_YEAR
from calculators.money import find_amounts, find_money, plain_number
from corpus.normalise import fold_with_offsets
from corpus.numerals import parse_numeral

ValueKind = Literal["money", "percent", "months", "count"]
_NUMERAL = r"[零一二三四五六七八九十两\d]+"
_DURATION = re.compile(
    rf"(?P<half>半)年|(?P<years>{_NUMERAL})年(?P<more>半)?(?!度|底|初|前)|(?P<months>{_NUMERAL})个月"
    rf"|(?P<quarters>{_NUMERAL})个季度|(?P<english>\d{{1,2}})[ -](?P<of>year|month)s?(?![a-z])"
)
_NEGATIVE = re.compile(r"(?:[-−－]|负)$")
_MONTHS_PER_QUARTER = 3
_BLANK = "\u3000"  # stands for an amount that is left out
_STOPS = re.compile(r"[,，。;；!！?？\n]")
_PART = 3  # characters behind a comma that are more than a word to fill in
_LEAST = re.compile(r"(?:最低|最少|至少|起码|下限|少则|保守)(?:是|有|要|会|估计)?$")
_MOST = re.compile(r"[,，、]?(?:到|至|而|但|也)?(?:最高|最多|至多|顶多|上限|多则|乐观)(?:是|到|有|会|估计)?")
_PAYS = re.compile(r"(?:元|块)?(?:去|来)(?:租|买|签|投|做|建|贷|付)")
_ASKED = re.compile(r"(?:元|块)?(?:吗|么|嘛|咩)")
CAP = "cap"
"""The aim of a reverse question that wants all there is to get."""
_BEFORE = 10  # characters before an amount in which a cue says what it is


@dataclass(frozen=True, slots=True)
class Value:
    """A number of the question; ``low`` and ``high`` differ where it is a range."""

    kind: ValueKind
    start: int
    end: int
    low: Decimal
    high: Decimal
    below: bool = False
    """The upper end of a vague amount, given as ``low``, that the amount does not reach: 四千多万."""


def find_values(question: str, *, upper: bool = False) -> list[Value]:
    """Return the user's own numbers in order; a claim about the text or another matter is left out.

    ``upper`` gives the upper end of vague amounts (七八百万) as ``low``.
    """
    return [*_values(question, upper=upper)]


@lru_cache(maxsize=4096)
def _values(question: str, *, upper: bool) -> tuple[Value, ...]:
    folded = fold_with_offsets(question)
    taken_back = taken_back_in(question)
    values = [
        _money(amount, upper=upper)
        for amount in find_amounts(question)
        if amount.start not in taken_back and not _is_foreign(question[: amount.start], question[amount.end :])
    ]
    for rate in find_rates(folded.text):
        span = folded.source_span(rate.start, rate.end)
        values.append(Value("percent", span.start, span.end, rate.percent, rate.percent))
    for found in _DURATION.finditer(folded.text):
        months = _months(found)
        span = folded.source_span(*found.span())
        if 0 < months <= 240:
            values.append(Value("months", span.start, span.end, Decimal(months), Decimal(months)))
    values += _from_least_to_most(question, values, upper=upper)
    values = _without_denied(question, sorted(values, key=lambda value: value.start))
    old = [first for first, _ in _changes(question, values)]
    return tuple(settled(question, [value for value in values if value not in old]))


def changed_money(question: str) -> list[tuple[Decimal, Decimal]]:
    """Return the amounts in yuan that a question changes, each with what it is changed into: 500万那份改成600万."""
    values = [Value("money", *amount) for amount in find_money(question)]
    return [(first.low, second.low) for first, second in _changes(question, values)]


def old_money(question: str) -> list[Decimal]:
    """Return the amounts in yuan that a question takes back: 是840万不是1200万, 500万那份改成600万."""
    values = [Value("money", *amount) for amount in find_money(question)]
    denied = [value.low for value in values if len(values) > 1 and _is_denied(question, value)]
    return denied + [old for old, _ in changed_money(question)]


def _changes(question: str, values: list[Value]) -> list[tuple[Value, Value]]:
    """Return the pairs of neighbours of which the first becomes the second: 从4%降到3%, change 5m to 6m."""
    return [
        (first, second)
        for first, second in pairwise(values)
        if first.kind == second.kind and _becomes(question, first, second)
    ]


def _becomes(question: str, first: Value, second: Value) -> bool:
    between = plain(question[first.end : second.start])
    if any_of(slots().becomes).fullmatch(between):
        return True
    last = _STOPS.split(between)[-1]  # 签了1400万，国产的，后来加到1900万
    if any_of(slots().at_last).match(last) and any_of(slots().becomes).fullmatch(last):
        return not any_of(slots().apart_from).search(between)
    to, change = any_of(slots().becomes_after), any_of(slots().changes)
    return bool(to.fullmatch(between) and change.search(plain(question[: first.start])))


def _from_least_to_most(question: str, values: list[Value], *, upper: bool) -> list[Value]:
    """Return the amounts told by their ends, and take the ends out of the values: 最低4000万最高5000万."""
    amounts, found = find_amounts(question), []
    for first, second in pairwise(amounts):
        between = plain(question[first.end : second.start])
        if not (_LEAST.search(plain(question[: first.start])) and _MOST.fullmatch(between)):
            continue
        low, high = plain_number(first.quantity.low), plain_number(second.quantity.high)
        values[:] = [
            value for value in values if value.kind != "money" or value.start not in (first.start, second.start)
        ]
        found.append(Value("money", first.start, second.end, high if upper else low, high))
    return found


def _without_denied(question: str, values: list[Value]) -> list[Value]:
    """Leave out a number that is said to be wrong, where another of its kind takes its place: 是2.4%不是4.2%."""
    denied = [value for value in values if _is_denied(question, value)]
    left = [value for value in values if value not in denied]
    kinds = {value.kind for value in left}
    return [value for value in values if value in left or value.kind not in kinds]


def denies(piece: str) -> bool:
    """Say whether a stretch does no more than deny an amount, however it sounds like a question: 哪有60万."""
    amounts = find_money(piece)
    last = max((end for _, end, _, _ in amounts), default=0)
    tail = plain(piece[last:]).strip(" ,，。;；")
    return len(amounts) == 1 and not tail and _is_denied(piece, Value("money", *amounts[0]))


def _is_denied(question: str, value: Value) -> bool:
    """Say whether a number is said to be wrong; 总投资不是6000万吗 by itself says that it is right."""
    behind = plain(question[value.end :])
    if any_of(slots().denied_after).search(behind):
        return True
    asked = _ASKED.match(behind) and not any_of(slots().contradicted).search(behind)
    return bool(any_of(slots().denied).search(plain(question[: value.start]))) and not asked


def _money(amount: Amount, *, upper: bool) -> Value:
    quantity = amount.quantity
    low, high = plain_number(quantity.low), plain_number(quantity.high)
    return Value("money", amount.start, amount.end, high if upper else low, high, below=upper and quantity.below)


def is_vague(question: str) -> bool:
    """Say whether an amount of the user's own is a range: 七八百万, 50到80万."""
    return any(value.low != value.high for value in find_values(question))


def without_quoted(question: str, *, alone: bool = True) -> str:
    """Return a question with the amounts blanked that it only asks about: 为什么不是300万, 能按600万的25%给吗.

    Every character keeps its place. Not ``alone``: only where another amount stands beside them.
    """
    money = [value for value in find_values(question) if value.kind == "money"]
    quoted = [value for value in money if _is_quoted(question, value)]
    return blanked(question, quoted) if alone or len(quoted) < len(money) else question


def blanked(question: str, values: Iterable[Value]) -> str:
    """Return a question without some of its values; every character keeps its place."""
    for value in values:
        question = f"{question[: value.start]}{_BLANK * (value.end - value.start)}{question[value.end :]}"
    return question


def _is_quoted(question: str, value: Value) -> bool:
    before, behind = _folded_tail(question[: value.start]), plain(question[value.end :])
    if any_of(cues().settled_after).search(behind):
        return False  # 还是按800万算吧
    return bool(any_of(cues().quotes_figure).search(before) or any_of(cues().quoted_after).search(behind))


def claimed_money(question: str) -> list[Value]:
    """Return amounts that a question ascribes to the policy: 最多 500 万."""
    return [
        Value("money", start, end, low, high)
        for start, end, low, high in find_money(question)
        if any_of(cues().claims_figure).search(_folded_tail(question[:start]))
    ]


def find_target(question: str) -> str | None:
    """Return the subsidy in yuan that a reverse question aims at, ``cap`` for all there is; None for others."""
    said = plain(question)
    if any_of(cues().asks_to_confirm).search(said):
        return None
    if not any_of(cues().asks_target).search(said):
        return _wished(question)
    for start, end, low, _ in find_money(question):
        spent = _PAYS.match(plain(question[end:]))  # 拿500万去租昇腾
        if spent or any_of(slots().just_claimed).search(_folded_tail(question[:start])):
            continue
        behind = any_of(cues().target_after).search(plain(question[end:]))
        if behind or any_of(cues().before_target).search(_folded_tail(question[:start])):
            return f"{low:f}"
    return CAP if any_of(cues().whole_cap).search(said) else None


def _wished(question: str) -> str | None:
    """Return the one amount that a sentence wishes to get: 全用H100，想补90万."""
    amounts = find_money(question)
    if len(amounts) != 1 or any_of(cues().asks_amount).search(plain(question)):
        return None
    start, end, low, _ = amounts[0]
    wished = any_of(cues().wishes).search(_folded_tail(question[:start]))
    return f"{low:f}" if wished and not any_of(cues().spends).search(plain(question[end:])) else None


def _folded_tail(before: str) -> str:
    """Return the last words of the part of a sentence that an amount stands in, in the mainland's words."""
    tail = before[-_BEFORE:]
    for stop in reversed([*_STOPS.finditer(tail)]):
        least = _PART if stop[0] in ",，" else 1
        if shares_in(plain(tail[: stop.start()])):  # 同行说补四成，500万: all that he said stands before the stop
            least = 0
        if len(tail) - stop.end() >= least:
            return plain(tail[stop.end() :])
    return plain(tail)


def _is_foreign(before: str, behind: str) -> bool:
    """Say whether an amount is a claim about the text, somebody else's, of another matter, or negative."""
    tail = _folded_tail(before)
    claims = any_of(cues().claims_figure).search(tail) and not any_of(cues().funded_from_above).search(tail)
    foreign = any_of(slots().not_an_input).search(tail) or claims
    after = any_of(cues().claims_after + slots().not_an_input_after).search(plain(behind))
    return bool(foreign or after or _NEGATIVE.search(tail))


def others_money(question: str) -> list[int]:
    """Return where amounts end that are somebody else's or of another matter: 听说隔壁公司拿了300万."""
    amounts = find_money(question)
    before, behind = any_of(slots().not_an_input), any_of(slots().not_an_input_after)
    return [
        end
        for start, end, _, _ in amounts
        if before.search(_folded_tail(question[:start])) or behind.search(plain(question[end:]))
    ]


def _months(found: re.Match[str]) -> int:
    if found["half"]:
        return 6
    try:
        if found["english"]:
            return int(found["english"]) * (MONTHS_PER_YEAR if found["of"] == "year" else 1)
        if found["quarters"]:
            return _MONTHS_PER_QUARTER * parse_numeral(found["quarters"])
        if found["months"]:
            return parse_numeral(found["months"])
        return 12 * parse_numeral(found["years"]) + (6 if found["more"] else 0)
    except ValueError:
        return 0
