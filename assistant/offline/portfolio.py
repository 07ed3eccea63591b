"""Questions about everything at once: several costs named together, or what there is to get in all."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.draft import ReplyDraft
from assistant.offline.calculated import money, steps_of
from assistant.offline.fields import STOPS
from assistant.offline.pick import name_of
from assistant.offline.quantities import find_values
from assistant.offline.slot_filling import given
from assistant.offline.tool import Arguments, Tool
from assistant.offline.turn import PROFILE, Call, Turn
from assistant.offline.words import any_of, cues, plain, replies, slots
from index.hit import ANSWERABLE, UNSTATED, likeliest_kind

_ABOUT_MONEY = frozenset({"how_much", "portfolio", "what", "eligible", "list", "target"})
_WANTING = frozenset({"how_much", "what", "eligible"})
_CLEAR = 0.4
_NAMED = 0.1  # a clause with this score is among what a question about everything names
_BY_ITSELF = 0.75
"""A piece with a hit of this score is about that clause, whatever the rest of the question says."""
_AGREED = 0.08
_ONE_MATTER = 0.95
"""A question whose best hit has this score names no second matter, whatever its pieces look like by themselves."""
_VAGUE = 0.3  # without a hit of this score a question names no matter of its own
_VAGUE_SHORT = 0.45  # the same for a short one, whose few words may weigh too much
_SHORT = 6
_UNTOLD = 0.8  # with this chance of a clause not to state it a question for an amount is one for a detail
_DETAIL = 0.6  # the same for other questions
_STATED = 0.4
_PERHAPS = 0.4
"""A question for money that names no matter is taken for one about this policy from here on."""
_MOST_PIECES = 5
_PIECES = re.compile(rf"{STOPS.pattern}|、")


def sums_up(turn: Turn, found: Mapping[str, Any], tools: Mapping[str, Tool]) -> list[tuple[str, Arguments]]:
    """Return the calls that add up costs of several measures named together; none where there is only one."""
    if PROFILE not in tools or likeliest_kind(found["kinds"], found["answerable"]) not in _ABOUT_MONEY:
        return []
    if found["hits"] and found["hits"][0]["score"] >= _ONE_MATTER:
        return []
    pieces = _priced_pieces(_said(turn))
    if not 1 < len(pieces) <= _MOST_PIECES or any_of(cues().asks_target).search(plain(turn.question)):
        return []
    searches = [turn.done("search_clauses", {"query": piece}) for piece in pieces]
    if None in searches:
        return [("search_clauses", {"query": piece}) for piece in pieces]
    by_clause = _by_clause(pieces, [call for call in searches if call], found)
    named = {tool.clause: tool for tool in tools.values() if tool.clause in by_clause}
    if len(named) < 2 or turn.done_any(PROFILE):
        return []
    facts: Arguments = {}
    for clause, tool in named.items():
        inputs = {f"{tool.name}.{name}": value for name, value in given(tool.name, by_clause[clause]).items()}
        facts |= {tools[PROFILE].feeds[name]: value for name, value in inputs.items() if name in tools[PROFILE].feeds}
    return [(PROFILE, {"facts": facts, "assume": sorted(clause.rpartition("/")[2] for clause in named)})]


def _said(turn: Turn) -> str:
    """The question; where it brings no amount, what was said before goes with it: 那一共能拿多少."""
    if any(value.kind == "money" for value in find_values(turn.question)):
        return turn.question
    said = plain(turn.question)
    if any_of(slots().of_contracts).search(said):
        return turn.question
    sums = turn.earlier and (any_of(slots().totals).search(said) or any_of(cues().asks_each).search(said))
    return "。".join([*turn.earlier, turn.question]) if sums else turn.question


def _priced_pieces(text: str) -> list[str]:
    """Return the stretches between stops that hold the user's own amounts."""
    stops = [0, *(found.end() for found in _PIECES.finditer(text)), len(text)]
    pieces = [text[start:end].strip() for start, end in zip(stops, stops[1:], strict=False)]
    return [piece for piece in pieces if any(value.kind == "money" for value in find_values(piece))]


def _by_clause(pieces: list[str], searches: list[Call], whole: Mapping[str, Any]) -> dict[str, str]:
    """Give each piece to the clause that it is clearly about, an unclear one to the clause of the piece before."""
    found: dict[str, str] = {}
    likely = {hit["clause"] for hit in whole["hits"] if hit["score"] >= _AGREED}
    last = ""
    for piece, call in zip(pieces, searches, strict=True):
        hits = call.data["hits"]
        wanted = _CLEAR if hits and hits[0]["clause"] in likely else _BY_ITSELF
        if hits and hits[0]["score"] >= wanted and call.data["answerable"] >= ANSWERABLE:
            last = hits[0]["clause"]
        if last:
            found[last] = f"{found.get(last, '')}，{piece}".strip("，")
    return found


def summed_up(data: Mapping[str, Any]) -> ReplyDraft:
    """Write the reply to several costs named together: the sum, then each amount with its steps."""
    texts = replies().texts
    results = data["calculations"]
    total = results[-1]
    names = {measure["clause"]: measure["label"] for measure in data["measures"]}
    refs = "".join(_ref(result) for result in results)
    lines = [_amount(total, texts["sum_upper"], texts["sum_range"], refs)]
    for result in results[:-1]:
        head = _amount(result, texts["each_upper"], texts["each_range"])
        lines.append(texts["each_item"].format(name=names[result["clause"]], amount=head))
        lines += steps_of(result)[1:]  # without its title
    lines += [texts["assumption"].format(text=text) for text in data["exclusions"]]
    lines.append(texts["assumed"].format(conditions="；".join(f"{it['text']}{it['ref']}" for it in data["assumed"])))
    lines += [texts["assumption"].format(text=text) for text in data["assumptions"][-1:]]
    return ReplyDraft(
        status="answered", text="\n".join(lines), suggestions=list(replies().suggestions["clause"]), missing=[]
    )


def _ref(result: Mapping[str, Any]) -> str:
    step = result["steps"][-1] if result["steps"] else None
    return f"[{step['clause']}@{step['start']}-{step['end']}]" if step else ""


def _amount(result: Mapping[str, Any], upper: str, spread: str, refs: str = "") -> str:
    ref = refs or _ref(result)
    if result["range_yuan"]:
        low, high = (money(value) for value in result["range_yuan"])
        return spread.format(low=low, high=high, ref=ref)
    return upper.format(amount=money(result["amount_yuan"] or "0"), ref=ref)


def asks_for_everything(turn: Turn, found: Mapping[str, Any]) -> bool:
    """Say whether a question wants to know what there is to get, and names no single matter."""
    kind = likeliest_kind(found["kinds"], found["answerable"])
    scores = [hit["score"] for hit in found["hits"][:1]]
    if turn.results("read_clause") or not scores:
        return False
    if kind == "portfolio":
        return True
    untold = found["facts"].get(found["hits"][0]["clause"], {}).get(UNSTATED, 0.0)
    stated = (found["stated"] >= _STATED and untold < _DETAIL) or (kind == "how_much" and untold < _UNTOLD)
    return scores[0] < _vague(turn) and kind in _WANTING and found["answerable"] >= _PERHAPS and stated


def _vague(turn: Turn) -> float:
    return _VAGUE_SHORT if len(plain(turn.question)) <= _SHORT else _VAGUE


def overview(turn: Turn, found: Mapping[str, Any], rows: list[dict[str, Any]]) -> ReplyDraft:
    """Write what there is to get: the measures that the question names, else all, those with an amount first."""
    texts = replies().texts
    named = (
        [hit for hit in found["hits"] if hit["score"] >= _NAMED] if found["hits"][0]["score"] >= _vague(turn) else []
    )
    if named:
        lines = [texts["overview_named"], *(_item(clause, "what") for clause in named)]
    else:
        priced = [row for row in rows if row["has_figures"]]
        lines = [texts["overview_all"], *(_item(row, "amount") for row in priced)]
        others = [f"{name_of(row)}{row['heading_ref']}" for row in rows if row not in priced]
        lines.append(texts["overview_others"].format(names="、".join(others)))
    lines.append(texts["overview_ask"])
    return ReplyDraft(
        status="answered" if named else "needs_input",
        text="\n".join(lines),
        missing=[] if named else ["facts"],
        suggestions=list(replies().suggestions["nothing_found"]),
    )


def _item(clause: Mapping[str, Any], subject: str) -> str:
    words = clause["plain"].get(subject)
    told = f"{words['text']}{words['ref']}" if words else clause["heading_ref"]
    return replies().texts["overview_item"].format(name=name_of(dict(clause)), sentences=told)
