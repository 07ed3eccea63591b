"""The amount of the text that a reply states to somebody who asked for an amount: looked up, so that it is bound."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assistant.draft import ReplyDraft
from assistant.offline.alike_years import said_years
from assistant.offline.calculated import money, ref_of
from assistant.offline.compose import SURE
from assistant.offline.contracts import CLAIMED
from assistant.offline.differences import asks_difference
from assistant.offline.kinds import top_kind
from assistant.offline.that_count import may_be_input
from assistant.offline.tool import Arguments, Tool
from assistant.offline.turn import STATED, Turn
from assistant.offline.words import any_of, cues, plain, replies, say
from calculators.money import find_money

_REF = re.compile(r"\[([^@\]]+)@(\d+)-(\d+)\]")
_OF_AMOUNTS = frozenset({"how_much", "target"})
_NO_DOUBT = 0.95
"""A fact with this chance is asked for, whatever amount the question names beside it."""
_EXACT = re.compile(r"[1-9][\d.]*")
_GIVEN = frozenset({"cap", "grade"})
_THRESHOLD, _GRADE = "threshold", "grade"


def amounts_told(
    turn: Turn, found: Mapping[str, Any], draft: ReplyDraft, tools: Mapping[str, Tool]
) -> list[tuple[str, Arguments]]:
    """Return the call that looks up the amount which a draft's main sentence states, where one is asked for.

    Of a question for several, or for how far two are apart, each line's amount is looked up.
    """
    told = draft.status == "answered" and not turn.calculations and STATED in tools and not turn.done_any(STATED)
    unsure = found["answerable"] < SURE and not turn.results("read_clause") and not _roles(plain(turn.question))
    if not told or unsure or not _asks(turn, found):
        return []
    amounts = tools[STATED].amounts
    several = asks_difference(turn.question) or any_of(cues().asks_each).search(plain(turn.question))
    lines = draft.text.split("\n") if several else [draft.text.partition("\n")[0]]
    meant = dict.fromkeys(amount for line in lines if (amount := _meant(turn, line, amounts)))
    if asks_whole_life(turn.question) and any(amounts[amount]["yearly"] for amount in meant):
        return [(STATED, {"amount": one, "whole": True}) for one in meant if _fits(turn, amounts[one])][:1]
    return [
        (STATED, {"amount": amount})
        for amount in meant
        if amounts[amount]["role"] not in _GIVEN or not _has_own_sum(turn, amounts[amount], tools)
    ]


def left_of_cap(
    turn: Turn, tool: Tool, inputs: Arguments | None, tools: Mapping[str, Tool]
) -> list[tuple[str, Arguments]]:
    """Return the call for what is left of a cap, where the user tells what he had and nothing to calculate with."""
    used = (inputs or {}).get(CLAIMED)
    priced = [one for one in (inputs or {}).get("contracts") or [] if one["amount_yuan"] is not None]
    asks = any_of(cues().asks_remaining).search(plain(turn.question))
    if not asks or not used or priced or not _EXACT.fullmatch(str(used)) or STATED not in tools:
        return []
    caps = [name for name, one in tools[STATED].amounts.items() if one["role"] == "cap" and _is_of(one, tool.clause)]
    return [(STATED, {"amount": caps[0], "used_yuan": used})] if caps else []


def _is_of(amount: Mapping[str, Any], clause: str) -> bool:
    return any(_REF.findall(ref)[0][0] == clause for ref in amount["refs"])


def with_amount_named(
    turn: Turn, found: dict[str, Any], focus: dict[str, Any] | None, tools: Mapping[str, Tool]
) -> dict[str, Any]:
    """Return what was found with the fact that holds the amount which a question names: 那上限呢 behind the rates.

    The words settle it against what the facts of the question before make likely.
    """
    said = plain(turn.question)
    if focus is None or STATED not in tools or turn.calculations or any_of(cues().asks_share).search(said):
        return found
    roles = _roles(said)
    amounts = tools[STATED].amounts
    held = {
        fact: [amounts[name]["role"] for names in _told_in(f"{words['text']}{words['ref']}", amounts) for name in names]
        for fact, words in focus["plain"].items()
    }
    facts = found["facts"].get(focus["clause"], {})
    likely = max((fact for fact in facts if fact in held), key=lambda fact: facts[fact], default="")
    put_up = not roles and _puts_up(turn, found)
    fitting = [fact for fact in held if (held[fact] if put_up else roles and {*roles} <= {*held[fact]})]
    if not fitting or likely in fitting or facts.get(likely, 0.0) >= _NO_DOUBT:
        return found
    best = min(fitting, key=lambda fact: (-facts.get(fact, 0.0), len(held[fact]), len(focus["plain"][fact]["text"])))
    return {**found, "facts": {**found["facts"], focus["clause"]: {best: 1.0}}}


def _roles(said: str) -> list[str]:
    """Return which amounts of a text a question names: the cap, the threshold, the pool."""
    yearly = ["cap"] if asks_whole_life(said) else []
    return [*yearly, *(role for role, words in cues().amount_roles.items() if any_of(words).search(said))]


def asks_whole_life(question: str) -> bool:
    """Say whether a question is for what all years of the policy come to: 年年领满，到期一共多少."""
    said = plain(question)
    return bool(any_of(cues().whole_life).search(said)) and bool(any_of(cues().sums_years).search(said))


def _fits(turn: Turn, amount: Mapping[str, Any]) -> bool:
    """Say whether the text gives a yearly amount for as many years as are named, or for some number where none is."""
    years = said_years(plain(turn.question))
    return bool(amount["whole"]) and years in (0, 1, Decimal(amount["whole"]))


def with_whole_life(turn: Turn, found: Mapping[str, Any], draft: ReplyDraft, tools: Mapping[str, Tool]) -> ReplyDraft:
    """Return a draft that leads with what all years come to; where the text does not say, it says that it doesn't."""
    if draft.status != "answered" or turn.calculations or STATED not in tools or not asks_whole_life(turn.question):
        return draft
    totals = [one for one in turn.results(STATED) if one["inputs"].get("whole")]
    if totals:
        last = totals[0]["steps"][-1]
        lead = say("whole_life", amount=money(totals[0]["amount_yuan"]), ref=ref_of(last))
        return draft.model_copy(update={"text": f"{lead}\n{draft.text}"})
    amount = _meant(turn, draft.text.partition("\n")[0], tools[STATED].amounts)
    entry = tools[STATED].amounts.get(amount, {})
    if not entry.get("yearly") or entry["whole"] or said_years(plain(turn.question)) > 1:
        return draft
    life = f"{found['policy']['in_force_text']}{found['policy']['in_force_ref']}"
    return draft.model_copy(
        update={"status": "partial", "text": "\n".join([say("whole_life_unstated"), draft.text, life])}
    )


def with_own_asked(turn: Turn, draft: ReplyDraft) -> ReplyDraft:
    """Return a draft that asks for the user's own sum, where he was told the most that there is of it."""
    asked = [one["question"]["question"] for one in turn.results(STATED) if one["question"]]
    if not asked or any_of(cues().asks_rule).search(plain(turn.question)):
        return draft
    text = f"{draft.text}\n{say('ask_own', question=asked[0])}"
    return draft.model_copy(update={"text": text, "suggestions": list(replies().suggestions["calculable"])})


def _asks(turn: Turn, found: Mapping[str, Any]) -> bool:
    """Say whether a question is for an amount of money, and not for a share alone."""
    said = plain(turn.question)
    rest = any_of(cues().asks_share).sub("", said)
    if _roles(rest):
        return True
    words = any_of((*cues().asks_amount, *cues().asks_threshold, *cues().asks_most))
    if rest != said:
        return bool(words.search(rest))
    kind = top_kind(dict(found))
    put_up = _puts_up(turn, found)
    only_whether = any_of(cues().ends_whether).search(said)  # 区里拨款也能让市里再配四分之一么
    return bool(put_up or words.search(said)) or (kind in _OF_AMOUNTS and not only_whether)


def _puts_up(turn: Turn, found: Mapping[str, Any]) -> bool:
    """Say whether an amount is put up for the text's own: 备案直接奖200万，真的假的."""
    return top_kind(dict(found)) == "premise" and bool(find_money(turn.question))


def _has_own_sum(turn: Turn, amount: Mapping[str, Any], tools: Mapping[str, Tool]) -> bool:
    """Say whether the user has told a sum of his own to calculate with: what he may get is no cap then.

    Who names the cap and speaks of no one's own wants it all the same.
    """
    said = plain(turn.question)
    if _roles(said) and not any_of(cues().speaks_of_own).search(said):
        return False
    clause = _REF.findall(amount["refs"][0])[0][0]
    name = next((tool.name for tool in tools.values() if tool.clause == clause), "")
    return any(may_be_input(words, name) for words in (*turn.said_of(clause), turn.question))


def _meant(turn: Turn, line: str, amounts: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the amount that a question is for, of those which a line tells; empty for none of them."""
    quotes = _told_in(line, amounts)
    if not quotes:
        return ""
    least = any_of((*cues().asks_threshold, *cues().asks_condition)).search(plain(turn.question))
    thresholds = [name for within in quotes for name in within if amounts[name]["role"] == _THRESHOLD]
    if least and thresholds:
        return thresholds[0]
    given = [name for name in quotes[0] if name not in thresholds]
    return _one_end(turn, given, amounts) if given else thresholds[0]


def _one_end(turn: Turn, given: list[str], amounts: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the amount that is given; of one that has two ends the one that is asked for, else none."""
    if amounts[given[0]]["role"] != _GRADE or len(given) == 1:
        return given[0]
    return given[-1] if any_of(cues().asks_most).search(plain(turn.question)) else ""


def _told_in(line: str, amounts: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """Return for each quote of a line the amounts that stand in it and that the line's own words tell."""
    said = {end for _, _, low, high in find_money(line) for end in (low, high)}
    told = {name: entry for name, entry in amounts.items() if said & set(map(Decimal, entry["yuan"]))}
    return [within for quote in _REF.findall(line) if (within := _within(quote, told))]


def _within(quote: tuple[str, str, str], amounts: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the amounts that stand in a quote, in the order of the text."""
    clause, start, end = quote[0], int(quote[1]), int(quote[2])
    places = [(name, place) for name, entry in amounts.items() for place in _REF.findall("".join(entry["refs"]))]
    found = [
        (int(first), name)
        for name, (where, first, last) in places
        if where == clause and start <= int(first) and int(last) <= end
    ]
    return [name for _, name in sorted(found)]
