"""Several years with the same costs: 今明两年各租1500万, 每年签三千万…连着签两年. Each year has its own cap."""

import re
from collections.abc import Callable, Mapping

from assistant.offline.projects import Calls, together
from assistant.offline.turn import Turn
from assistant.offline.words import any_of, plain, slots
from corpus.numerals import parse_numeral

_EACH = re.compile(
    r"每年|年年|各(?:年|自)?(?:都)?(?:签|租|买|投|付|花|是|有)|(?:都|也)(?:是|签|租|买|花|投|付)|一样|连着|连续|一连|同样|照(?:旧|此)"
    r"|each year|every year|per year|the same"
)
_COUNT = re.compile(r"(?<![\d第])(?P<count>[两二三四俩仨2-4])(?:个)?年(?!度|级)|(?P<pair>今明|明后)(?:两|二)?年")
_SPOKEN = str.maketrans("俩仨", "两三")
_PAIR = 2


def in_alike_years(turn: Turn, calls: Calls, years_in: Callable[[str], set[int]]) -> Calls:
    """Turn the call for one year into one for each of several that are alike, and their sum; other calls stay.

    ``years_in`` returns the years that a text names.
    """
    (name, inputs), said = calls[0], plain(turn.question)
    if any(field.kind in ("count", "months") for field in slots().calculators[name].values()) or _vague(inputs):
        return calls  # it takes the number of years itself
    if not any_of(slots().totals).search(said) or not _EACH.search(" ".join([*map(plain, turn.earlier[-1:]), said])):
        return calls
    count = max(len(years_in(turn.question)), said_years(said))
    return together([(name, inputs)] * count) if count > 1 else calls


def said_years(said: str) -> int:
    """Return how many years a folded text counts; 0 for none: 两年, 今明两年."""
    counts = [
        _PAIR if found["pair"] else parse_numeral(found["count"].translate(_SPOKEN)) for found in _COUNT.finditer(said)
    ]
    return max(counts, default=0)


def _vague(inputs: Mapping[str, object]) -> bool:
    return not any(inputs.values())
