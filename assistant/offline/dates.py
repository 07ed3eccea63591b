"""The days, months and years that a question speaks of, and whether a policy applies in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.offline.words import any_of, cues, plain
from corpus.numerals import parse_numeral

_SPELLED_YEAR = re.compile(r"二[零〇○][零〇○一二三四五六七八九]{2}(?=年)")
_PERHAPS = 0.4  # a question whether something holds on a day is taken for one about the policy from here on
_NAMED = 0.2  # the same where it names the policy


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a month or a year, with the words that name it."""

    words: str
    first: str
    """ISO days, both included."""
    last: str

    def meets(self, policy: Mapping[str, Any]) -> bool:
        """Say whether a policy applies on one of its days at least."""
        return bool(self.first <= policy["last"] and policy["first"] <= self.last)


@cache
def _dates() -> re.Pattern[str]:
    months = "|".join(cues().english_months)
    return re.compile(
        r"(?P<year>20\d\d)(?:\s*年\s*|[-./])(?P<month>\d{1,2})(?:(?:\s*月\s*|[-./])(?P<day>\d{1,2})(?!\d)\s*[日号]?|(?!\d)\s*月?)"
        rf"|(?P<name>{months})[a-z]*\.?\s+(?:(?P<date>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?:of\s+)?(?P<in>20\d\d)"
        r"|(?P<only>20\d\d)\s*年|(?<![\d.])(?:in|by|until|till|before|after|since|during|from|of|year)\s+(?P<alone>20\d\d)(?!\d)"
    )


def periods_in(question: str) -> Iterator[Period]:
    """Yield the days, months and years that a question names, each as closely as it is named."""
    said = _SPELLED_YEAR.sub(lambda year: f"{parse_numeral(year[0])}", plain(question))
    for found in _dates().finditer(said):
        year = found["year"] or found["in"] or found["only"] or found["alone"]
        number = cues().english_months.index(found["name"]) + 1 if found["name"] else int(found["month"] or 0)
        day = int(found["day"] or found["date"] or 0)
        words = year if found["alone"] else found[0].strip(" -")
        yield _period(words.capitalize(), year, number, day)


def _period(words: str, year: str, month: int, day: int) -> Period:
    if not month:
        return Period(words, f"{year}-01-01", f"{year}-12-31")
    if not day:
        return Period(words, f"{year}-{month:02}-01", f"{year}-{month:02}-31")
    return Period(words, f"{year}-{month:02}-{day:02}", f"{year}-{month:02}-{day:02}")


def asks_validity(question: str) -> bool:
    """Say whether a question asks if something holds, is in force."""
    return bool(any_of(cues().asks_validity).search(plain(question)))


def holds_on(question: str) -> bool:
    """Say whether a question asks if something holds on a day that it names."""
    return asks_validity(question) and any(periods_in(question))


def asks_whether_in_force(question: str, answerable: float) -> bool:
    """Say whether a question is, as far as a search can tell, whether the policy is in force on a day."""
    named = any_of(cues().the_policy).search(plain(question))
    return holds_on(question) and answerable >= (_NAMED if named else _PERHAPS)


def outside_life(question: str, policy: Mapping[str, Any], *, dated: bool = False) -> str:
    """Return the time in which a question wants to act, where the policy does not apply in it; else an empty text.

    ``dated``: the question is one for the policy's own dates, whatever it wants to do.
    """
    said = plain(question)
    periods = list(periods_in(question))
    if not periods or any(period.meets(policy) for period in periods) or any_of(cues().asks_to_confirm).search(said):
        return ""
    past = any_of(cues().founded).search(said) and max(period.last for period in periods) <= policy["last"]
    acts = any_of(cues().acts).search(said) or asks_validity(question)
    ends = not acts and any_of(cues().ends).search(said)
    return "" if past or ends or not (dated or acts) else periods[0].words
