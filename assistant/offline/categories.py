"""Chips and models named in a question → the category of each compute contract."""

import re
from functools import lru_cache
from itertools import pairwise

from assistant.offline.fields import STOPS
from assistant.offline.quantities import Value
from assistant.offline.words import any_of, cues, plain, slots
from corpus.normalise import fold
from corpus.numerals import parse_numeral

_ALL = re.compile(r"都|均|全部|全是|一律")
_OR = re.compile(r"的?(?:卡|算力|芯片|显卡)?(?:还是|或者?|抑或|定系|or)(?:是)?")
_COUNT = re.compile(r"([两二三四五六七八九俩仨2-9])[份个单笔批张家]")
_COLON = re.compile(r"[:：]")
_SPOKEN = str.maketrans("俩仨", "两三")
_SAID_OF_IT = re.compile(r"(?:元|块)?[,，。;；、 ]+(?:也|都|全|就|这|那|份|是|用|租|跑|走|系|的)*")
_PERIOD = re.compile(r"[一二三四1-4]季度?|(?<!\d)\d{1,2}月|[上下]半年|第[一二三四]期|[首二三四末]期|q[1-4]")


def find_categories(question: str) -> list[tuple[int, str]]:
    """Return (offset in the folded question, category) of every mention, negations turned round."""
    return [*_categories(question)]


@lru_cache(maxsize=1024)  # asked for again and again in a turn
def _categories(question: str) -> tuple[tuple[int, str], ...]:
    text = fold(question)
    table = slots()
    found: list[tuple[int, int, str]] = []
    for category, patterns in table.categories.items():
        for match in any_of(patterns).finditer(text):
            if any(start < match.end() and match.start() < end for start, end, _ in found):
                continue  # an earlier category has these words
            before, behind = text[: match.start()], text[match.end() :]
            if any_of(table.uncertain).search(before):
                continue
            negated = any_of(table.negations).search(before) or any_of(table.negations_after).search(behind)
            found.append((*match.span(), table.opposite.get(category, category) if negated else category))
    found = _without_alternatives(text, sorted(found))
    changed = [match.end() for match in any_of(table.changed_to).finditer(text)]
    mentions = [(start, category) for start, _, category in sorted(found)]
    return tuple([mention for mention in mentions if mention[0] >= max(changed, default=0)] or mentions)


def _without_alternatives(text: str, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Leave out two categories of which the user does not know which it is: 国产还是进口我不知道."""
    if not any_of(cues().does_not_know).search(text):
        return found
    open_ones = [
        one
        for first, second in pairwise(found)
        if first[2] != second[2] and _OR.fullmatch(text[first[1] : second[0]])
        for one in (first, second)
    ]
    return [one for one in found if one not in open_ones]


def assign_categories(question: str, amounts: list[Value], mentions: list[tuple[int, str]]) -> list[str | None]:
    """Give each contract the category named in its own part of the sentence; as many named as amounts go in order."""
    distinct = {category for _, category in mentions}
    if not mentions:
        return [None] * len(amounts)
    if len(amounts) == 1:
        return [_one_of_several(distinct) or _category_beside(question, amounts, 0, mentions, strict=True)]
    if in_turn := _in_turn(amounts, mentions):
        return in_turn
    own = [_category_beside(question, amounts, position, mentions) for position in range(len(amounts))]
    own = [name or _category_behind(question, amounts, position, mentions) for position, name in enumerate(own)]
    if None not in own:
        return own
    periods = len(_PERIOD.findall(fold(question))) >= len(amounts)  # 一季度租国产卡60万，二季度75万
    alike = periods or _ALL.search(plain(question)) or _is_heading(question, amounts, mentions)
    if len(distinct) == 1 and (not any(own) or alike):
        return [mentions[0][1]] * len(amounts)
    ahead = [_category_between(mentions, low, high) for low, high in _gaps(amounts)]
    return ahead if None not in ahead else own


def _is_heading(question: str, amounts: list[Value], mentions: list[tuple[int, str]]) -> bool:
    """Say whether the kind is named once, over a list: 三份国产算力合同：A 100万，B 200万，C 300万."""
    if len(mentions) != 1 or mentions[0][0] > amounts[0].start:
        return False
    head, (at, _) = fold(question[: amounts[0].start]), mentions[0]
    own = STOPS.split(head[:at])[-1]
    counted = [parse_numeral(found[1].translate(_SPOKEN)) for found in _COUNT.finditer(own)]
    return len(amounts) in counted or bool(_COLON.search(head, at))


def _in_turn(amounts: list[Value], mentions: list[tuple[int, str]]) -> list[str | None]:
    """Return the categories where amounts and categories take turns: 6 million on Nvidia and 2 million on Ascend.

    Words for one category in a row (Huawei Ascend) count once; empty where they take no turns.
    """
    events = sorted([*((value.start, "") for value in amounts), *mentions])
    names = [name for _, name in events]
    row = [name for at, name in enumerate(names) if not name or at == 0 or names[at - 1] != name]
    named = [name for name in row if name]
    takes_turns = all(bool(first) != bool(second) for first, second in pairwise(row))
    in_order = row == [*named, *("" for _ in amounts)]  # 昇腾和英伟达各一份，前者300万，后者500万
    return [*named] if (takes_turns or in_order) and len(named) == len(amounts) else []


def _one_of_several(distinct: set[str]) -> str | None:
    """The table's first category decides (a filed model, whatever it runs on); chips of both kinds decide nothing."""
    first = next(iter(slots().categories))
    return first if first in distinct else next(iter(distinct)) if len(distinct) == 1 else None


def _gaps(amounts: list[Value]) -> list[tuple[int, int]]:
    """What stands before each amount: from the one before it up to it."""
    starts = [0, *(value.end for value in amounts[:-1])]
    return [(low, value.start) for low, value in zip(starts, amounts, strict=True)]


def _category_between(mentions: list[tuple[int, str]], low: int, high: int) -> str | None:
    found = [category for at, category in mentions if low <= at < high]
    return found[-1] if found else None


def _category_beside(
    question: str, amounts: list[Value], position: int, mentions: list[tuple[int, str]], *, strict: bool = False
) -> str | None:
    """Return the nearest category in the amount's own part of the sentence; ``strict``: only if it is the only one."""
    value = amounts[position]
    low = amounts[position - 1].end if position else 0
    high = amounts[position + 1].start if position + 1 < len(amounts) else len(question)
    part = [(at, name) for at, name in mentions if low <= at < high and not _parted(question, at, value)]
    if strict and len({name for _, name in part}) != 1:
        return None
    return min(part, key=lambda mention: abs(mention[0] - value.start))[1] if part else None


def _category_behind(question: str, amounts: list[Value], position: int, mentions: list[tuple[int, str]]) -> str | None:
    """Return the category that a stretch of its own says of the amount right before it: 另一份200万，是英伟达的."""
    value = amounts[position]
    until = amounts[position + 1].start if position + 1 < len(amounts) else len(question)
    for at, name in mentions:
        if value.end <= at < until and _SAID_OF_IT.fullmatch(fold(question[value.end : at])):
            return name if until == len(question) or STOPS.search(question[at:until]) else None
    return None


def _parted(question: str, at: int, value: Value) -> bool:
    between = question[at : value.start] if at < value.start else question[value.end : at]
    return bool(STOPS.search(between)) or "、" in between
