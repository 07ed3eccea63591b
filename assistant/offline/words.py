"""The word lists of the offline model, read from data files."""

import re
from functools import cache, lru_cache
from pathlib import Path

from assistant.offline.slot_words import Slots
from corpus.data_file import DataModel, read_yaml
from corpus.normalise import fold, to_mainland

FOLDER = Path(__file__).parent


class Cues(DataModel):
    """intents.yaml: short cues that the question head cannot see, as regular expressions over folded text."""

    leans_on_earlier: tuple[str, ...]
    concedes: tuple[str, ...]
    refers_back: tuple[str, ...]
    drops: tuple[str, ...]
    sets_aside: tuple[str, ...]
    district_policy: tuple[str, ...]
    asks_of_text: tuple[str, ...]
    detail_of_support: tuple[str, ...]
    counted: tuple[str, ...]
    """Each with the unit in a group."""
    next_clause: tuple[str, ...]
    previous_clause: tuple[str, ...]
    one_up: tuple[str, ...]
    that_before: tuple[str, ...]
    what_of: tuple[str, ...]
    nth_of_several: tuple[str, ...]
    each_amount: tuple[str, ...]
    """One pattern for the first, one for the second, and so on."""
    here: tuple[str, ...]
    adds_to_earlier: tuple[str, ...]
    asks_to_calculate: tuple[str, ...]
    asks_amount: tuple[str, ...]
    asks_share: tuple[str, ...]
    asks_difference: tuple[str, ...]
    no_difference: tuple[str, ...]
    whole_life: tuple[str, ...]
    sums_years: tuple[str, ...]
    amount_roles: dict[str, tuple[str, ...]]
    asks_most: tuple[str, ...]
    asks_count: tuple[str, ...]
    speaks_of_own: tuple[str, ...]
    miswritten: dict[str, str]
    """A character to the one of a word of the trade that it is taken for."""
    asks_support: tuple[str, ...]
    computing: tuple[str, ...]
    computes: tuple[str, ...]
    contract: tuple[str, ...]
    elsewhere: tuple[str, ...]
    asks_anything: tuple[str, ...]
    english_asks: tuple[str, ...]
    acknowledges: tuple[str, ...]
    greets: tuple[str, ...]
    asks_meaning: tuple[str, ...]
    asks_target: tuple[str, ...]
    before_target: tuple[str, ...]
    target_after: tuple[str, ...]
    wishes: tuple[str, ...]
    spends: tuple[str, ...]
    whole_cap: tuple[str, ...]
    does_not_know: tuple[str, ...]
    claims_figure: tuple[str, ...]
    higher_level: tuple[str, ...]
    funded_from_above: tuple[str, ...]
    claims_after: tuple[str, ...]
    quotes_figure: tuple[str, ...]
    settled_after: tuple[str, ...]
    quoted_after: tuple[str, ...]
    mends: tuple[str, ...]
    joins_earlier: tuple[str, ...]
    things_told: tuple[str, ...]
    makes_exact: tuple[str, ...]
    says_nothing: tuple[str, ...]
    ends_whether: tuple[str, ...]
    asks_remaining: tuple[str, ...]
    names_another: tuple[str, ...]
    settles: tuple[str, ...]
    corrects: tuple[str, ...]
    holds_up: tuple[str, ...]
    paid_back: tuple[str, ...]
    spent_on: tuple[str, ...]
    is_part: tuple[str, ...]
    founded: tuple[str, ...]
    acts: tuple[str, ...]
    asks_validity: tuple[str, ...]
    ends: tuple[str, ...]
    extends: tuple[str, ...]
    the_policy: tuple[str, ...]
    english_months: tuple[str, ...]
    lists_all: tuple[str, ...]
    names_chapter: tuple[str, ...]
    below: tuple[str, ...]
    english_numbers: tuple[str, ...]
    """From one on, as a chapter may be numbered."""
    lists_clauses: tuple[str, ...]
    not_in_charge: tuple[str, ...]
    alone_in_charge: tuple[str, ...]
    together_in_charge: tuple[str, ...]
    """Each with how many, and 以上, in a group."""
    superlative: tuple[str, ...]
    the_least: tuple[str, ...]
    ranks: tuple[str, ...]
    ranks_up: tuple[str, ...]
    ranked_by_place: tuple[str, ...]
    without_amount: tuple[str, ...]
    with_amount: tuple[str, ...]
    writes_figure: tuple[str, ...]
    figure_written: tuple[str, ...]
    whose_figure: tuple[str, ...]
    mentions: tuple[str, ...]
    """Each with the word in a group."""
    facts_listed: dict[str, tuple[str, ...]]
    """A fact that several measures may state, to what people call it."""
    most: tuple[str, ...]
    more_than: tuple[str, ...]
    less_than: tuple[str, ...]
    compares: tuple[str, ...]
    asks_to_compare: tuple[str, ...]
    takes_both: tuple[str, ...]
    asks_unit: tuple[str, ...]
    of_those_told: tuple[str, ...]
    asks_recipient: tuple[str, ...]
    asks_wording: tuple[str, ...]
    of_the_whole: tuple[str, ...]
    denies: tuple[str, ...]
    outsider: tuple[str, ...]
    yours: tuple[str, ...]
    speaks_from: tuple[str, ...]
    asks_text: tuple[str, ...]
    remarks: tuple[str, ...]
    asks_clause: tuple[str, ...]
    asks_whether: tuple[str, ...]
    lists_department: tuple[str, ...]
    asks_to_confirm: tuple[str, ...]
    award_sentence: tuple[str, ...]
    condition_sentence: tuple[str, ...]
    date_sentence: tuple[str, ...]
    between_sides: tuple[str, ...]
    asks_favour: tuple[str, ...]
    about_me: tuple[str, ...]
    chats: tuple[str, ...]
    thanks: tuple[str, ...]
    asks_condition: tuple[str, ...]
    beside_condition: tuple[str, ...]
    asserts: tuple[str, ...]
    names_unknown: tuple[str, ...]
    asks_threshold: tuple[str, ...]
    asks_rule: tuple[str, ...]
    asks_how: tuple[str, ...]
    asks_total: tuple[str, ...]
    comes_back: tuple[str, ...]
    back_to_first: tuple[str, ...]
    both_cases: tuple[str, ...]
    asks_spread: tuple[str, ...]
    asks_each: tuple[str, ...]
    asks_again: tuple[str, ...]
    disputes: tuple[str, ...]
    hypothetical: tuple[str, ...]
    supposes: tuple[str, ...]
    spoken_shares: dict[int, tuple[str, ...]]
    """Percent → how people say it without a figure."""
    departments: dict[str, str]


class Replies(DataModel):
    """replies.yaml: the words of every reply; ``{…}`` are filled in."""

    texts: dict[str, str]
    suggestions: dict[str, tuple[str, ...]]


@cache
def cues() -> Cues:
    """Return the cue lists."""
    return read_yaml(FOLDER / "intents.yaml", Cues)


@cache
def slots() -> Slots:
    """Return the slot tables."""
    return read_yaml(FOLDER / "slots.yaml", Slots)


@cache
def replies() -> Replies:
    """Return the reply texts."""
    return read_yaml(FOLDER / "replies.yaml", Replies)


def say(text: str, /, **values: str) -> str:
    """Return a reply text with its places filled in."""
    return replies().texts[text].format(**values)


@lru_cache(maxsize=4096)  # hundreds of cues are looked for in the same few messages
def plain(text: str) -> str:
    """Return the form that cues are matched against: folded, in the mainland's words."""
    return to_mainland(fold(text)).strip()


def department_in(text: str) -> str:
    """Return the official name of the department that a text names; empty for none."""
    return next(iter(departments_in(text)), "")


def departments_in(text: str) -> list[str]:
    """Return the official names of all departments that a text names."""
    said = plain(text)
    return [name for name, pattern in cues().departments.items() if re.search(pattern, said)]


def check_words() -> None:
    """Read every word list; ``DataError`` for the first that does not hold."""
    cues(), slots(), replies()


@cache
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern that matches any of several, longest first."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in sorted(patterns, key=len, reverse=True)))
