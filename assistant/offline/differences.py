"""By how much two amounts differ, asked as a figure: 国产比进口多拿多少, 两家差多少, 比刚才多了多少."""

from collections.abc import Mapping, Sequence

from assistant.draft import ReplyDraft
from assistant.offline.calculated import money, ref_of
from assistant.offline.categories import find_categories
from assistant.offline.contracts import VOUCHER
from assistant.offline.quantities import find_values
from assistant.offline.tool import Arguments, Tool
from assistant.offline.turn import ADD_UP, DIFFERENCE, STATED, Call, Turn
from assistant.offline.words import any_of, cues, plain, replies, say

_PAIR = 2
Calls = list[tuple[str, Arguments]]


def asks_difference(question: str) -> bool:
    """Say whether a question is for the difference of two amounts, and not for how far one is from a limit."""
    said = plain(question)
    return bool(any_of(cues().asks_difference).search(said)) and not any_of(cues().no_difference).search(said)


def between_told(turn: Turn, tools: Mapping[str, Tool]) -> Calls:
    """Return the call for the last two amounts calculated, where a message asks for no more than their difference."""
    if find_values(turn.question) or turn.calculations or turn.done_any(DIFFERENCE) or not _wanted(turn, tools):
        return []
    pair = _distinct(turn.worked)[-_PAIR:]
    named = {kind for _, kind in find_categories(turn.question)}  # 要是换进口的，差多少 brings another case
    as_told = not named or named == {kind for call in pair for kind in _kinds(call)}
    return [_call(pair)] if len(pair) == _PAIR and as_told else []


def each_alone(turn: Turn, calls: Calls) -> Calls:
    """Return the calls for two things by themselves, not for their sum, where the difference is asked for."""
    if not asks_difference(turn.question):
        return calls
    if len(calls) == _PAIR + 1 and calls[-1][0] == ADD_UP:
        return calls[:-1]
    if len(calls) != 1 or calls[0][0] != VOUCHER or len(calls[0][1].get("contracts") or []) != _PAIR:
        return calls
    name, inputs = calls[0]
    return [(name, {**inputs, "contracts": [contract]}) for contract in inputs["contracts"]]


def difference_of(turn: Turn, tools: Mapping[str, Tool]) -> Calls:
    """Return the call for the difference of what was calculated or looked up in this turn.

    One amount alone is held against the one calculated before it.
    """
    now = _distinct(turn.calculations or _looked_up(turn))
    if not now or turn.done_any(DIFFERENCE) or not _wanted(turn, tools):
        return []
    before = [turn.last_calculation] if turn.last_calculation and turn.calculations else []
    pair = now if len(now) == _PAIR else _distinct([*before, *now])[-_PAIR:]
    return [_call(pair)] if len(now) <= _PAIR == len(pair) else []


def _looked_up(turn: Turn) -> list[Call]:
    return [call for call in turn.calls if call.name == STATED]


def _wanted(turn: Turn, tools: Mapping[str, Tool]) -> bool:
    return DIFFERENCE in tools and asks_difference(turn.question)


def _distinct(calls: Sequence[Call]) -> list[Call]:
    """Return the calls that found one amount, each case once; a sum stands for its parts only where it is alone."""
    sure = [call for call in calls if not call.failed and not call.is_reverse and (call.data or {}).get("amount_yuan")]
    if len(sure) > 1:
        sure = [call for call in sure if call.name != ADD_UP] or sure[-1:]
    return [call for at, call in enumerate(sure) if not any(one.is_of(call.name, call.arguments) for one in sure[:at])]


def _call(pair: Sequence[Call]) -> tuple[str, Arguments]:
    return (DIFFERENCE, {"parts": [{"calculator": call.name, "inputs": call.arguments} for call in pair]})


def difference_told(turn: Turn) -> ReplyDraft | None:
    """Write the reply to a difference of amounts calculated before; None for another question."""
    lead = "" if turn.calculations or _looked_up(turn) else _lead(turn)
    return ReplyDraft(status="answered", text=lead, suggestions=list(replies().suggestions["clause"])) if lead else None


def with_difference(turn: Turn, draft: ReplyDraft) -> ReplyDraft:
    """Return a draft led by the difference that was found."""
    lead = _lead(turn)
    if not lead:
        return draft
    return draft.model_copy(update={"text": f"{lead}\n{draft.text}"})


def _lead(turn: Turn) -> str:
    found = next((call for call in turn.calls if call.name == DIFFERENCE and not call.failed), None)
    if found is None or found.data["amount_yuan"] is None:
        return ""
    result, calls = found.data, _distinct([*turn.worked, *turn.calculations, *_looked_up(turn)])
    pair = [next(call for call in calls if call.is_of(part["calculator"], part["inputs"]))
            for part in found.arguments["parts"]]  # fmt: skip
    told = [_told(name, call) for name, call in zip(_names(pair), pair, strict=True)]
    template = "differ_by" if float(result["amount_yuan"]) else "differ_not"
    return say(template, amount=money(result["amount_yuan"]), ref=ref_of(result["steps"][-1]), each="，".join(told))


def _told(name: str, call: Call) -> str:
    template = "differ_stated" if call.name == STATED else "differ_each"
    return say(template, name=name, amount=money(call.data["amount_yuan"]), ref=_ref(call))


def _ref(call: Call) -> str:
    steps = call.data["steps"]
    return ref_of(next((step for step in steps if step["value"] == call.data["amount_yuan"]), steps[-1]))


def _names(pair: Sequence[Call]) -> list[str]:
    """Return what a reply calls each of two: by the kind of computing where they differ in it, else by its turn."""
    kinds = [_kinds(call) for call in pair]
    if all(len(one) == 1 for one in kinds) and kinds[0] != kinds[1]:
        return [say(f"kind_{kind}") for one in kinds for kind in one]
    if all(call.name == STATED for call in pair):
        return [str(call.data["title"]) for call in pair]
    return [replies().texts[name] for name in ("former", "latter")]


def _kinds(call: Call) -> set[str]:
    return {contract["category"] for contract in call.inputs.get("contracts") or []}
