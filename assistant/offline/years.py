"""Amounts of several years: each year is calculated under its own cap, then they are added up.

2025年审定1200万，2026年800万: two years of an innovation centre. 去年租了900万，今年2000万，今年能拿多少: one of them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assistant.offline.alike_years import in_alike_years, said_years
from assistant.offline.fields import SUM, ZERO, Inputs, wishes_of
from assistant.offline.loans import LOAN, PRINCIPAL
from assistant.offline.projects import Calls, together
from assistant.offline.quantities import find_values
from assistant.offline.slot_filling import given, solved_field
from assistant.offline.tool import Tool
from assistant.offline.turn import ADD_UP, Turn
from assistant.offline.words import any_of, slots
from corpus.normalise import fold
from corpus.numerals import parse_numeral

YEAR = "年度"
"""The unit of calculators whose caps hold for a year."""
_LABEL = re.compile(
    r"(?P<number>20[12]\d)(?=年|度|[ ,，、:：租签付投审]|$)|第(?P<nth>[一二三四五1-5])年|(?P<first>头一年|首年)"
    r"|(?P<next>次年)|(?P<word>今年|本年度?|当年|明年|后年|去年|上一?年度?|前年|this year|next year|last year)"
)
_RELATIVE = {"前年": -2, "去年": -1, "上年": -1, "上一年": -1, "上年度": -1, "上一年度": -1, "last year": -1,
             "明年": 1, "next year": 1, "后年": 2}  # fmt: skip
_EACH_OF = re.compile(
    r"(?<!\d)(?P<count>[两二三四五2-5])年(?:里|内|下来)?(?:的|来|间)?(?:审定|审核|核定|投入|投资|分?别|依序|各|依次|每年|是|为|签|租|投|付)+"
)
_APART = re.compile(r"(?:分别|各)(?:是|算|在|为|属于)?(?P<count>[两二三四五2-5])年")
_SHARED = frozenset({"total_investment_yuan", "annual_rate_percent", "subsidised_points"})
"""Said once, they hold for every year."""
_INTEREST = "interest_paid_yuan"
_YEAR_MONTHS = 12
_FIRST_CALENDAR_YEAR = 1000  # smaller numbers count from this year


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of what was said that speaks of one year."""

    year: int
    text: str


def years_named(said: Iterable[str]) -> int:
    """Return how many years messages tell apart: 2025年, 2026年; 三年分别. What goes with no year is this year's."""
    labels: set[int] = set()
    listed = 1
    for text in map(fold, said):
        labels |= {_year(found) for found in _LABEL.finditer(text)}
        listed = max(
            [
                listed,
                said_years(text) if any_of(slots().totals).search(text) else 1,
                *(parse_numeral(found["count"]) for of in (_EACH_OF, _APART) for found in of.finditer(text)),
            ]
        )
    relative = any(abs(year) < _FIRST_CALENDAR_YEAR for year in labels)
    return max(listed, len(labels | {0} if relative else labels))


def in_years(turn: Turn, calls: Calls, tools: Mapping[str, Tool]) -> Calls:
    """Turn the call for one year into calls for each of several and their sum; other calls stay as they are."""
    units = tools[ADD_UP].several if ADD_UP in tools else {}
    if len(calls) != 1 or units.get(calls[0][0]) != YEAR:
        return calls
    name = calls[0][0]
    tool = tools[name]
    by_year = _told(name, turn.question)
    if not by_year:
        return in_alike_years(turn, calls, _years_in)
    before = turn.said_of(tool.clause)
    earlier = [_told(name, said, default=True) for said in before]
    merged: dict[int, Inputs] = {}
    for told in (*earlier, by_year):
        merged |= told
    merged = _of_one_loan(merged, [*before, turn.question])
    if len(merged) < 2:
        return in_alike_years(turn, calls, _years_in)
    asked = _asked(turn.question)
    shared = _shared(name, [*before, turn.question], merged)
    merged = _with_whole(name, merged, shared)
    parts = [
        (name, {**dict.fromkeys(tool.required), **shared, **_with_category(merged[year], merged)})
        for year in sorted(merged)
        if asked not in merged or year == asked
    ]
    return together(parts) if len(parts) > 1 else parts


def _years_in(text: str) -> set[int]:
    return {_year(found) for found in _LABEL.finditer(fold(text))}


def _shared(calculator: str, said: list[str], by_year: Mapping[int, Inputs]) -> Inputs:
    """Return what holds for every year: no amount that is one year's own."""
    told = [pair for question in said for pair in given(calculator, question).items()]
    own = {
        value
        for year in by_year.values()
        for name, value in year.items()
        if isinstance(value, str) and not (name in _SHARED and (name, value) in told)
    }
    return {name: value for name, value in told if name in _SHARED and value not in own}


def _with_whole(calculator: str, by_year: Mapping[int, Inputs], shared: Inputs) -> dict[int, Inputs]:
    """Fill in the whole that nobody told: by then at least what was audited in the years so far has been invested."""
    part = solved_field(calculator)
    field = slots().calculators[calculator].get(part)
    whole = field.within if field else ""
    exact = all(isinstance(told.get(part), str) and not {"-", "<"} & {*told[part]} for told in by_year.values())
    if not whole or whole in shared or not exact:
        return dict(by_year)
    years: dict[int, Inputs] = {}
    invested = ZERO
    for year, told in sorted(by_year.items()):
        invested += Decimal(told[part])
        years[year] = {whole: f"{invested:f}", **told} if years else dict(told)
    return years


def _of_one_loan(by_year: Mapping[int, Inputs], said: list[str]) -> dict[int, Inputs]:
    """Read the years of one loan: 贷款5000万，去年付了利息180万，今年付了120万. The principal holds for all of them."""
    if len(by_year) < 2 or not any(_INTEREST in told for told in by_year.values()):
        return dict(by_year)
    wishes = [wish for question in said for wish in wishes_of(LOAN, question) if wish.name == PRINCIPAL]
    principal = f"{max((wish.value.low for wish in wishes), default=ZERO):f}"
    years: dict[int, Inputs] = {}
    for year, told in by_year.items():
        own = {name: value for name, value in told.items() if name != "months" or value <= _YEAR_MONTHS}
        if _INTEREST not in own and own.get(PRINCIPAL, principal) != principal:
            own[_INTEREST] = own.pop(PRINCIPAL)  # 今年120万: what it was is said of the year before
        years[year] = ({PRINCIPAL: principal} if Decimal(principal) else {}) | own
    return years


def _told(calculator: str, question: str, *, default: bool = False) -> dict[int, Inputs]:
    """Return what a message tells of each year; ``default``: an amount that goes with no year is this year's."""
    field = solved_field(calculator).partition("[")[0]
    listed = _listed(calculator, question)
    if listed:
        return listed
    found: dict[int, Inputs] = {}
    for stretch in _stretches(question, default=default):
        inputs = {name: value for name, value in given(calculator, stretch.text).items() if name != "years"}
        if _has(inputs, field) or _has(inputs, "interest_paid_yuan"):
            found[stretch.year] = inputs
    return found


def _has(inputs: Inputs, field: str) -> bool:
    value = inputs.get(field)
    return any(one["amount_yuan"] for one in value) if isinstance(value, list) else value is not None


def _listed(calculator: str, question: str) -> dict[int, Inputs]:
    """Return the years of a list of as many amounts: 三年分别投1000万、1400万、600万."""
    found = _EACH_OF.search(fold(question))
    field = solved_field(calculator)
    if found is None or "[" in field:
        return {}
    values = [wish.value for wish in wishes_of(calculator, question) if wish.name == field and wish.distance != SUM]
    if len(values) != parse_numeral(found["count"]) or len(values) < 2:
        return {}
    return {year: {field: f"{value.low:f}"} for year, value in enumerate(values)}


def _stretches(question: str, *, default: bool) -> list[_Stretch]:
    folded = fold(question)
    if len(folded) != len(question):
        folded = question
    labels = [*_LABEL.finditer(folded)]
    starts = [(_year(found), found.start()) for found in labels]
    if default and (not starts or starts[0][1] > 0):
        starts.insert(0, (0, 0))
    if not starts:
        return []
    ends = [start for _, start in starts[1:]] + [len(question)]
    return [_Stretch(year, question[start:end]) for (year, start), end in zip(starts, ends, strict=True)]


def _year(found: re.Match[str]) -> int:
    """Return a year as a number that orders it among the others: 2026, or 0 for this year, 1 for the next."""
    if found["number"]:
        return int(found["number"])
    if found["nth"]:
        return parse_numeral(found["nth"]) - 1
    if found["word"]:
        return _RELATIVE.get(found["word"], 0)
    return 1 if found["next"] else 0


def _asked(question: str) -> int | None:
    """Return the year that alone is asked about: 今年能拿多少 behind the last amount."""
    labels = [*_LABEL.finditer(fold(question))]
    if not labels or any_of(slots().totals).search(fold(question[labels[-1].start() :])):
        return None
    amounts = [value.end for value in find_values(question) if value.kind == "money"]
    return _year(labels[-1]) if labels[-1].start() >= max(amounts, default=0) else None


def _with_category(own: Inputs, by_year: Mapping[int, Inputs]) -> Inputs:
    """Fill in the one category of computing power that other years name."""
    contracts = own.get("contracts")
    named = {one["category"] for told in by_year.values() for one in told.get("contracts") or []} - {None}
    if not contracts or len(named) != 1:
        return own
    only = next(iter(named))
    return {**own, "contracts": [{**one, "category": one["category"] or only} for one in contracts]}
