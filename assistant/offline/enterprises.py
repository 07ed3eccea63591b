"""Several independent enterprises told together: each has caps of its own, then all is added up."""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.offline.categories import find_categories
from assistant.offline.item_words import item_words
from assistant.offline.pieces import Piece
from assistant.offline.projects import ENTERPRISE, together
from assistant.offline.slot_filling import given
from assistant.offline.tool import Arguments, Tool
from assistant.offline.turn import ADD_UP, Call
from assistant.offline.words import any_of, plain
from corpus.numerals import parse_numeral

Calls = list[tuple[str, Arguments]]
_COUNT = re.compile(r"([两二三四五六2-6俩仨])(?:家|个)?")
_MOST = 6


def several_enterprises(text: str) -> bool:
    """Say whether a text speaks of several enterprises that apply for themselves, and not of several suppliers."""
    said = plain(text)
    return bool(any_of(item_words().enterprises).search(said)) and not any_of(item_words().suppliers).search(said)


def by_enterprise(text: str, placed: Sequence[tuple[Piece, str]], tools: Mapping[str, Tool]) -> Calls:
    """Return the calls for the costs of several enterprises and their sum; none where a text is on one alone."""
    if not placed or not several_enterprises(text):
        return []
    groups = _groups(placed) or _alike(text, placed)
    names = {tool.clause: tool for tool in tools.values() if tool.clause}
    shared = {category for _, category in find_categories(text)}
    parts = [
        (tool, _of_one_kind(own, shared), label)
        for label, group in groups.items()
        for clause, said in _by_clause(group).items()
        if (tool := names.get(clause)) and (own := given(tool.name, said))
    ]
    if len({label for _, _, label in parts}) < 2:
        return []
    calls = together([(tool.name, {**dict.fromkeys(tool.required), **own}) for tool, own, _ in parts])
    return labelled(calls, [label for _, _, label in parts])


def repeated(call: Call) -> Calls:
    """Return the calls that a calculation was made with: of a sum each part and whose it is."""
    parts = call.arguments.get("parts") if call.name == ADD_UP else None
    if not parts:
        return [(call.name, call.arguments)]
    calls = together([(part["calculator"], part["inputs"]) for part in parts])
    return labelled(calls, [part.get(ENTERPRISE, "") for part in parts])


def _of_one_kind(own: Arguments, kinds: set[str]) -> Arguments:
    """Return one enterprise's contracts with the only kind of computing power that is named: 都租国产卡，大的3000万."""
    contracts = own.get("contracts")
    if not contracts or len(kinds) != 1:
        return own
    (kind,) = kinds
    return {**own, "contracts": [{**one, "category": one["category"] or kind} for one in contracts]}


def labelled(calls: Calls, labels: Iterable[str]) -> Calls:
    """Return the calls of a sum with whose each part is."""
    *each, (name, arguments) = calls
    parts = [
        {**part, ENTERPRISE: label} if label else part for part, label in zip(arguments["parts"], labels, strict=True)
    ]
    return [*each, (name, {**arguments, "parts": parts})]


def _groups(placed: Sequence[tuple[Piece, str]]) -> dict[str, list[tuple[Piece, str]]]:
    """Return the pieces of each enterprise by what it is called; a piece that names none is on the one before."""
    groups: dict[str, list[tuple[Piece, str]]] = {}
    label = ""
    for piece, clause in placed:
        found = any_of(item_words().enterprise_label).search(plain(piece.text))
        label = found[0].strip() if found else label
        if not label:
            return {}
        groups.setdefault(label, []).append((piece, clause))
    return groups if len(groups) > 1 else {}


def _alike(text: str, placed: Sequence[tuple[Piece, str]]) -> dict[str, list[tuple[Piece, str]]]:
    """Return the same pieces for as many enterprises as have each such a cost: 三家公司各租了国产算力3000万.

    Without labels as many pieces as enterprises are one of each.
    """
    counted = _COUNT.search(plain(text))
    spoken = counted[1].translate(str.maketrans("俩仨", "两三")) if counted else ""
    count = parse_numeral(spoken) if spoken else 0
    if not 1 < count <= _MOST:
        return {}
    if len(placed) == 1 and any_of(item_words().alike).search(plain(placed[0][0].text)):
        return {str(number + 1): list(placed) for number in range(count)}
    return {str(at + 1): [one] for at, one in enumerate(placed)} if len(placed) == count else {}


def _by_clause(group: Sequence[tuple[Piece, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for piece, clause in group:
        found[clause] = f"{found.get(clause, '')}，{piece.whole}".strip("，")
    return found
