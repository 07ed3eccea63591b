"""What a reply says of a figure must be said of it where the figure comes from: at most, each year, each enterprise.

The lock proves that a figure stands somewhere; this check that it has not been given another part to play: the asker's
own million as the cap, a cap as a floor, the rate of one kind of computing as that of another. Roles: roles.yaml.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from assistant.figures import Figure, denied_figure, plain_figures, read_figures
from assistant.number_lock import Segment, step_figures
from assistant.offline.words import slots
from assistant.reply import Citation
from calculators.contract import Result
from calculators.stated import NAME as STATED
from calculators.stated import quotes_only
from corpus.clause import Policy
from corpus.data_file import DataModel, read_yaml

_PIECES = re.compile(r"[，；;。!！?？：\n]|[,:](?!\d)|其中")
_SENTENCES = re.compile(r"[。；;!！?？\n]")
_ENDS = re.compile(r"【[^】]*】")  # which end of a range a step belongs to: said of the result, not of its figures
_BETWEEN = re.compile(r"\s*(?:[—–~～-]+|到|至)\s*")
_COMPARED = re.compile("[≥<]")
_MONTHS_PER_YEAR = 12
_BESIDE = re.compile("低于|高于|超过|超出|达到|达不到|不到|不足|小于|大于|没到|够|离|距|差")
"""Between a figure and a role behind it: the figure is held against the role, it has it not."""
_APART = re.compile(r"分别|依次|各为")
Role = tuple[str, str]
"""Family and role: ("bound", "most")."""


class RoleWords(DataModel):
    """How a role is said; regular expressions over folded text."""

    before: str = ""
    """In front of the figures that it is said of."""
    after: str = ""
    """Right behind the figure."""
    source: str = ""
    """How else the text may say it."""


class Family(DataModel):
    """Roles of which a figure has one."""

    name: str
    within: Literal["piece", "sentence"] = "piece"
    """Where its words must stand in the source to hold for a figure."""
    kinds: tuple[str, ...] = ()
    """Kinds of figures that have such a role; none for all."""
    texts_only: tuple[str, ...] = ()
    """Roles that the asker's words cannot give: a rate of support is the text's, whoever else has named one."""
    roles: dict[str, RoleWords]


class _Roles(DataModel):
    kinds: tuple[str, ...]
    families: tuple[Family, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A role that a piece of text gives to figures."""

    role: Role
    words: str
    figures: tuple[Figure, ...]


def role_faults(
    parts: Sequence[Segment],
    citations: Sequence[Citation],
    policies: Mapping[str, Policy],
    *,
    calculations: Sequence[Result],
    words: Sequence[str],
) -> Iterator[str]:
    """Yield what a reply says of figures that nothing behind them says. ``words``: the user's, and what tools said."""
    everywhere = [*map(_given, words), *(part for result in calculations for part in _calculated(result))]
    for part in parts:
        pieces = _PIECES.split(_ENDS.sub("", plain_figures(part.text)))
        roles = [found for piece in pieces for found in _told(piece)]
        cited = part.cited(citations) if roles else ()
        given = [*everywhere, *map(_given, _sources(cited, policies))]
        for told in roles:
            sources = given[len(words) :] if told.role in _of_texts() else given
            if told.role in _of_texts() and denied_figure(part.text, told.figures[0]):
                continue
            if not any(told.role in source.get(figure, ()) for figure in told.figures for source in sources):
                yield f"“{told.figures[0].text}”在依据里没有说是“{told.words}”"


def _sources(cited: Iterable[Citation], policies: Mapping[str, Policy]) -> Iterator[str]:
    for citation in cited:
        yield citation.quote
        policy = policies[citation.clause.partition("/")[0]]
        yield from (fact.text for fact in policy.plain if fact.clause == citation.clause)


@lru_cache(maxsize=2048)
def _told(piece: str) -> tuple[Told, ...]:
    """Return every role that a piece gives to its figures, in order of the families."""
    figures = [figure for figure in read_figures(piece) if figure.kind in _roles().kinds]
    return tuple(
        found
        for family in _families() if figures
        for found in _told_of(family, piece, [one for one in figures if not family.kinds or one.kind in family.kinds])
    )  # fmt: skip


def _told_of(family: Family, piece: str, figures: Sequence[Figure]) -> Iterator[Told]:
    """A word in front holds for the figures up to the next role of its family, else for the one before it."""
    cues = sorted(
        (found.start(), found.end(), name, found[0])
        for name, words in family.roles.items() if words.before for found in _pattern(words.before).finditer(piece)
        if not any(figure.start < found.end() and found.start() < _end(figure) for figure in figures)
    )  # fmt: skip
    apart = _APART.search(piece) is not None
    for place, (start, end, name, words) in enumerate(cues):
        until = next((begin for begin, _, other, _ in cues[place + 1 :] if other != name and not apart), len(piece))
        governed = [figure for figure in figures if end <= figure.start < until]
        if not governed and not (apart and figures):
            governed = [figure for figure in figures if figure.start < end][-1:]
            governed = [] if governed and _BESIDE.search(piece, _end(governed[0]), start) else governed
        if governed:
            yield Told((family.name, name), words, tuple(governed))
    for name, role in family.roles.items():
        for figure in figures if role.after else ():
            if found := _pattern(role.after).match(piece, _end(figure)):
                yield Told((family.name, name), found[0], (figure,))


def _end(figure: Figure) -> int:
    return figure.start + len(figure.text)


@lru_cache(maxsize=2048)
def _given(text: str) -> Mapping[Figure, frozenset[Role]]:
    """Return the roles that a source gives to each of its figures."""
    given: dict[Figure, set[Role]] = {}
    for sentence, pieces in _with_figures(text):
        around = {(family.name, name) for family in _families() if family.within == "sentence"
                  for name, words in family.roles.items() if _says(words, sentence)}  # fmt: skip
        for piece in pieces:
            figures = read_figures(piece)
            closer = {told.role[0] for told in _told(piece)}
            for figure in figures:
                given.setdefault(figure, set()).update(role for role in around if role[0] not in closer)
            for low, high in pairwise(figures):
                if low.kind == high.kind and _BETWEEN.fullmatch(piece, _end(low), high.start):
                    given[low].add(("bound", "least"))
                    given[high].add(("bound", "most"))
            for told in _told(piece):
                for figure in told.figures:
                    given[figure].add(told.role)
    return {figure: frozenset(roles) for figure, roles in given.items()}


def _with_figures(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the sentences of a text that hold figures, with their pieces."""
    for sentence in _SENTENCES.split(plain_figures(text)):
        pieces = _PIECES.split(sentence)
        if any(map(read_figures, pieces)):
            yield sentence, pieces


def _says(words: RoleWords, sentence: str) -> bool:
    said = [pattern for pattern in (words.before, words.source) if pattern]
    return any(_pattern(pattern).search(sentence) for pattern in said)


def _calculated(result: Result) -> list[Mapping[Figure, frozenset[Role]]]:
    """Return the roles of a calculation's figures: the label of a step holds for all in it, a result is a maximum."""
    found: list[Mapping[Figure, frozenset[Role]]] = []
    for step in result.steps:
        roles = _labelled(step.label)
        if not _COMPARED.search(step.expression):  # the value of a threshold's step is the asker's own
            found.append(_roles_of([step.value], roles))
        labelled = frozenset(role for role in roles if role[0] != "bound") | _a_year(result)
        found += [dict.fromkeys(step_figures(step), labelled), _given(step.quote)]
    exact = result.kind == "forward" and result.bound == "exact"
    if exact or quotes_only(result):  # what it is, label and quote have said: a threshold is no maximum
        return [*found, _exactly(result)]
    most: Role = ("bound", "least" if result.kind == "reverse" else "most")
    amounts = [result.amount_yuan, *(result.range_yuan or ()), *(year.amount_yuan for year in result.years)]
    found.append(_roles_of(amounts, frozenset({most, ("period", "total")})))
    found.append(_roles_of([result.ceiling_yuan, result.target_yuan], frozenset({("bound", "most")})))
    texts = [*(cliff.text for cliff in result.cliffs), *result.assumptions, *(one.question for one in result.missing)]
    texts += [result.possibility.text] if result.possibility else []
    first, last = result.in_force.first, result.in_force.last
    dates = f"自{first.isoformat()}起施行，有效期至{last.isoformat()}"
    return [*found, *map(_given, texts), _given(dates)]


def _exactly(result: Result) -> Mapping[Figure, frozenset[Role]]:
    """Return the roles of an amount of the text, a maximum only where it is given, and of two that differ."""
    if result.bound != "exact":
        whole: frozenset[Role] = frozenset({("period", "total")} if result.inputs.get("whole") else ())
        return _roles_of([result.amount_yuan], whole | {("bound", "most")})
    stated = STATED in (result.calculator, *(part["calculator"] for part in result.inputs.get("parts") or []))
    return _roles_of([] if stated else [step.value for step in result.steps[:-1]], frozenset({("bound", "most")}))


@lru_cache(maxsize=1024)  # a rule labels its step in the same words in turn after turn
def _labelled(label: str) -> frozenset[Role]:
    """Return the roles that the label of a step names."""
    plain = plain_figures(label)
    return frozenset((family.name, name) for family in _families() for name, words in family.roles.items()
                     if _says(words, plain))  # fmt: skip


def _a_year(result: Result) -> frozenset[Role]:
    """A calculation over twelve months is one of a year; so is one that assumes them."""
    assumed = any("（months）" in text for text in result.assumptions)
    whole_year = assumed or result.inputs.get("months") == _MONTHS_PER_YEAR
    return frozenset({("period", "year")}) if whole_year else frozenset()


def _roles_of(amounts: Iterable[Decimal | None], roles: frozenset[Role]) -> Mapping[Figure, frozenset[Role]]:
    return {Figure("yuan", Fraction(amount)): roles for amount in amounts if amount is not None}


@cache
def _roles() -> _Roles:
    return read_yaml(Path(__file__).parent / "roles.yaml", _Roles)


@cache
def _families() -> tuple[Family, ...]:
    """Return the families, with the kinds of computing as the rules know them."""
    kinds = {
        name: RoleWords(before="|".join(f"(?:{word})" for word in words)) for name, words in slots().categories.items()
    }
    return (*_roles().families, Family(name="computing", roles=kinds))


@cache
def _of_texts() -> frozenset[Role]:
    return frozenset((family.name, role) for family in _families() for role in family.texts_only)


@lru_cache(maxsize=256)
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words)
