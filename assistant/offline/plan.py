"""What to do next in a turn: search first, calculate where there is something to calculate, then answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.draft import ReplyDraft
from assistant.offline.aims import sought_field, without_other_sums
from assistant.offline.carry import carried, restated, resumed, subject_of, target_of, told_before
from assistant.offline.claimed_results import claimed_results
from assistant.offline.compared import side_by_side, told_pair
from assistant.offline.compose import compose, own_hardware
from assistant.offline.context import best_search
from assistant.offline.contracts import VOUCHER, buys_hardware, with_open_contract
from assistant.offline.dates import outside_life
from assistant.offline.differences import between_told, difference_of, difference_told, each_alone, with_difference
from assistant.offline.earlier_cases import at_first, both_cases
from assistant.offline.either_kind import either_kind
from assistant.offline.enterprises import repeated
from assistant.offline.follow_up import asked_before, knows_not
from assistant.offline.gathered import gathered
from assistant.offline.holding import held_to_conditions
from assistant.offline.items_changed import items_changed
from assistant.offline.joined import joined
from assistant.offline.kinds import compares, other_side, top_kind
from assistant.offline.layout import layout_asked
from assistant.offline.layout_told import clause_there
from assistant.offline.listing import listing
from assistant.offline.measures_again import all_again
from assistant.offline.opening import opening_and_rest, stands_alone
from assistant.offline.own_amount import claims_its_amount, wants_own_amount
from assistant.offline.parts import group, join, rambles, split
from assistant.offline.projects import apart
from assistant.offline.quantities import find_values, is_vague
from assistant.offline.returning import aside_and_rest, returned, turns_away
from assistant.offline.slot_filling import fill, given, has_figures, known_before, solved_field
from assistant.offline.stated_amounts import (
    amounts_told,
    left_of_cap,
    with_amount_named,
    with_own_asked,
    with_whole_life,
)
from assistant.offline.subject import first_look, further_looks
from assistant.offline.sums import other_terms, summed_up, sums_up, with_costs_apart
from assistant.offline.that_count import has_input
from assistant.offline.tool import UNKNOWN, UNMET, Arguments, Tool
from assistant.offline.turn import PROFILE, SOLVE, Call, Turn
from assistant.offline.unstated import named_hit
from assistant.offline.wants_sum import asks_to_calculate, may_calculate
from assistant.offline.words import any_of, cues, plain
from assistant.offline.years import in_years
from calculators.between import span_of

Step = list[tuple[str, Arguments]] | ReplyDraft
"""The tool calls to make now, or the draft that ends the turn."""


def next_step(turn: Turn, tools: Mapping[str, Tool]) -> Step:
    """Return what to do next; a message with several questions is answered part by part, without its opening."""
    turn = gathered(at_first(asked_before(turn), tools), tools)
    for cut, goes in ((opening_and_rest, stands_alone), (aside_and_rest, turns_away)):
        if not (parts := cut(turn.question)) or (cut is aside_and_rest and turn.last_sum):
            continue
        looks: list[tuple[str, Arguments]] = [("search_clauses", {"query": text}) for text in (turn.question, *parts)]
        found = [call.data for look in looks if (call := turn.done(*look))]
        if len(found) < len(looks):
            return looks
        turn = replace(turn, question=parts[1]) if goes(parts, *found) else turn
    return _answer_parts(turn, tools)


def _answer_parts(turn: Turn, tools: Mapping[str, Tool]) -> Step:
    parts = split(turn.question)
    if len(parts) > 1:
        done = [turn.done("search_clauses", {"query": part}) for part in (turn.question, *parts)]
        if None in done:
            return [("search_clauses", {"query": part}) for part in (turn.question, *parts)]
        groups = group(parts, [call.data for call in done[1:] if call])
        if len(groups) > 1 and (step := _answer_each(turn, groups, tools)) is not None:
            return step
    return _replay(turn, turn.calls, tools)[0]


def _answer_each(turn: Turn, groups: Sequence[str], tools: Mapping[str, Tool]) -> Step | None:
    """Answer the questions of one message like turns that follow each other; None where only one of them is one."""
    texts = (turn.question, *groups)
    searches = [turn.done("search_clauses", {"query": text}) for text in texts]
    if None in searches:
        return [("search_clauses", {"query": text}) for text in texts]
    if rambles(turn.question, groups, [call.data for call in searches if call]):
        return None
    part = replace(turn, question="", calls=())
    drafts: list[ReplyDraft] = []
    for text in groups:
        step, answered = _replay(replace(part, question=text), turn.calls, tools)
        if not isinstance(step, ReplyDraft):
            return step
        drafts.append(step)
        part = answered.followed_by(step)
    return join(groups, drafts)


def _replay(turn: Turn, done: Sequence[Call], tools: Mapping[str, Tool]) -> tuple[Step, Turn]:
    """Take the steps of a turn as far as the calls already made carry."""
    turn = replace(turn, calls=())
    while not isinstance(step := _step(turn, tools), ReplyDraft):
        made = [next((call for call in done if call.is_of(*wanted)), None) for wanted in step]
        if None in made:
            return [wanted for wanted, call in zip(step, made, strict=True) if call is None], turn
        turn = replace(turn, calls=(*turn.calls, *(call for call in made if call)))
    return step, turn


def _step(turn: Turn, tools: Mapping[str, Tool]) -> Step:
    if looks := first_look(turn):
        return looks
    turn = returned(turn, tools)
    found = best_search(turn)
    if outside_life(turn.question, found["policy"]) and not turn.calculations:
        return compose(turn, found, focus_of(turn, found, tools))
    if told := difference_told(turn):
        return told
    if (pair := told_pair(turn, found)) and not between_told(turn, tools):
        looks = [look for look in pair if not turn.done(*look)]
        return looks or _with_amounts(turn, found, side_by_side(turn, pair), tools)
    if looks := further_looks(turn, found, tools):
        return looks
    return _work_out(turn, found, tools)


def _work_out(turn: Turn, found: dict[str, Any], tools: Mapping[str, Tool]) -> Step:
    if summary := next((call for call in turn.calls if call.name == PROFILE and not call.failed), None):
        return summed_up(turn, summary, tools)
    if calls := _of_several(turn, found, tools):
        return calls
    if calls := difference_of(turn, tools):
        return calls
    focus = focus_of(turn, found, tools)
    if not turn.calculations and (calls := _calls(turn, found, focus, tools)):
        return calls
    if lists := _unread(turn, tools) or _list_first(turn, found):
        return lists
    if machines := _hardware(turn, focus, tools):
        return machines
    draft = compose(turn, with_amount_named(turn, found, focus, tools), focus)
    return _with_amounts(turn, found, draft, tools)


def _with_amounts(turn: Turn, found: dict[str, Any], draft: ReplyDraft, tools: Mapping[str, Tool]) -> Step:
    """Return the calls that bind the amounts which a draft tells, then the draft."""
    if calls := amounts_told(turn, found, draft, tools) or difference_of(turn, tools):
        return calls
    draft = with_whole_life(turn, found, with_own_asked(turn, draft), tools)
    return with_difference(turn, draft)


def _of_several(turn: Turn, found: dict[str, Any], tools: Mapping[str, Tool]) -> list[tuple[str, Arguments]]:
    """Return the calls for several things at once: changed, on other terms, all again, or told together."""
    if turn.calculations:
        return []
    calls = (
        between_told(turn, tools)
        or both_cases(turn, tools)
        or either_kind(turn, found, tools)
        or items_changed(turn, tools)
        or other_terms(turn, tools)
        or joined(turn, found, tools)
        or all_again(turn, found, tools)
        or sums_up(turn, found, tools)
    )
    return each_alone(turn, with_costs_apart(turn, calls, tools))


def _list_first(turn: Turn, found: dict[str, Any]) -> list[tuple[str, Arguments]]:
    """List the measures that are asked for, then read the one that stands at the place asked for."""
    listed = any(call.name == "list_measures" for call in turn.calls)
    if not listed and not turn.calculations and (arguments := listing(turn, found)) is not None:
        return [("list_measures", arguments)]
    clause = _clause_at_place(turn)
    return [("read_clause", {"clause": clause})] if clause else []


def _clause_at_place(turn: Turn) -> str:
    """Return the clause that stands where a question points: 倒数第二条; empty where it is none, or read."""
    place, rows = layout_asked(turn.question), turn.results("list_measures")
    return clause_there(place, rows[0]) if place and rows and not turn.results("read_clause") else ""


def _hardware(turn: Turn, focus: dict[str, Any] | None, tools: Mapping[str, Tool]) -> ReplyDraft | None:
    """Return the reply to somebody who bought machines where the clause is for computing power; None for others."""
    about = focus is not None and VOUCHER in tools and focus["clause"] == tools[VOUCHER].clause
    if not (focus and about and buys_hardware(turn.question)) or turn.calculations:
        return None
    return own_hardware(focus, computes=bool(any_of(cues().computes).search(plain(turn.question))))


def focus_of(turn: Turn, found: dict[str, Any], tools: Mapping[str, Tool]) -> dict[str, Any] | None:
    """Return the clause that the turn is about; None where nothing was found."""
    read = turn.results("read_clause")
    if calculated := _calculated_clause(turn, tools):
        return calculated
    if read:
        return dict(read[0])
    hits: list[dict[str, Any]] = found["hits"]
    subject = subject_of(turn, found, tools)
    own = [hit for hit in hits if hit["clause"] == subject]
    named = named_hit(turn.question, found)
    return next(iter([*own, *([named] if named else []), *hits]), None)


def _calculated_clause(turn: Turn, tools: Mapping[str, Tool]) -> dict[str, Any] | None:
    """Return the clause that was calculated in this turn, as a search or a reading has it."""
    clause = _calculated(turn, tools)
    found = [*turn.results("read_clause"), *(hit for one in turn.results("search_clauses") for hit in one["hits"])]
    return next((dict(one) for one in found if one["clause"] == clause), None)


def _calculated(turn: Turn, tools: Mapping[str, Tool]) -> str:
    done = turn.calculations[-1:]
    return tools[done[0].calculator].clause if done and done[0].calculator in tools else ""


def _unread(turn: Turn, tools: Mapping[str, Tool]) -> list[tuple[str, Arguments]]:
    """Return the call that reads the clause that was calculated, where no search has it."""
    call = ("read_clause", {"clause": _calculated(turn, tools)})
    return [call] if call[1]["clause"] and not _calculated_clause(turn, tools) and not turn.done(*call) else []


def _calls(
    turn: Turn, found: dict[str, Any], focus: dict[str, Any] | None, tools: Mapping[str, Tool]
) -> list[tuple[str, Arguments]]:
    calls = held_to_conditions(turn, found, focus, _calculation(turn, found, focus, tools), tools)
    if any(UNMET in arguments for _, arguments in calls):
        return calls
    return each_alone(turn, in_years(turn, apart(turn, calls, tools), tools))


def _calculation(
    turn: Turn, found: dict[str, Any], focus: dict[str, Any] | None, tools: Mapping[str, Tool]
) -> list[tuple[str, Arguments]]:
    if again := restated(turn, found, tools):
        return repeated(again)
    going_on = carried(turn, found, tools)
    resuming = "" if going_on else resumed(turn, found, tools)
    named = (tool.name for tool in tools.values() if focus and tool.clause == focus["clause"])
    name = going_on.calculator if going_on else resuming or next(named, "")
    if name == VOUCHER and buys_hardware(turn.question):
        return []
    if not name or not (going_on or resuming or may_calculate(turn, found, focus)):
        return []
    if focus and not going_on and compares(turn, found) and other_side(turn, focus) and not given(name, turn.question):
        return []
    target = target_of(turn, going_on, name)
    if target is not None and (field := _sought(turn, going_on, name)):
        turn = replace(turn, question=without_other_sums(turn.question, name, target))
        before = told_before(turn, tools[name], without=target)
        others = fill(name, turn, [], without=target, before=before) or known_before(turn, name) or before
        others = {key: value for key, value in others.items() if key != UNKNOWN}
        if name == VOUCHER:
            others, field = with_open_contract(others, turn.question)
        return [(SOLVE, {"calculator": name, "field": field, "target": target, "inputs": others})]
    return _forward(turn, found, tools[name], tools, carried=going_on is not None or bool(resuming))


def _sought(turn: Turn, going_on: Call | None, name: str) -> str:
    """Return the input whose size a reverse question asks for; one that names none asks for the one before."""
    again = str(going_on.arguments["field"]) if going_on and going_on.is_reverse and name != VOUCHER else ""
    return solved_field(name) if name == VOUCHER else sought_field(turn.question, name, again or solved_field(name))


def _forward(
    turn: Turn, found: dict[str, Any], tool: Tool, tools: Mapping[str, Tool], *, carried: bool
) -> list[tuple[str, Arguments]]:
    """Call the calculator where there is a figure to calculate with, or where the user wants to know his own amount."""
    last = turn.last_calculation
    if carried and last and any_of(cues().asks_how).search(plain(turn.question)):
        return [(tool.name, last.inputs)]
    before = told_before(turn, tool)
    inputs = fill(tool.name, turn, list(tool.required), before=before)
    if left := left_of_cap(turn, tool, inputs, tools):
        return left
    confirms = any_of(cues().asks_to_confirm).search(plain(turn.question)) and not knows_not(turn.question)
    own = any_of(cues().speaks_of_own).search(plain(turn.question)) or has_input(turn.question, tool.name)
    priced = any(value.kind == "money" for value in find_values(turn.question))
    if not (carried or priced) and any_of(cues().asks_rule).search(plain(turn.question)) and tool.required:
        return []
    claims = claimed_results(turn.question) or claims_its_amount(
        turn, found, tool
    )  # 签了500万，按40%能返200万，对吧: there is something to calculate with
    if confirms and not claims and not (priced and (own or carried or top_kind(found) != "premise")):
        return []
    asked = asks_to_calculate(turn) or wants_own_amount(turn, found, tool)
    if inputs is not None and (carried or asked or has_figures(inputs)):
        most = (
            fill(tool.name, turn, list(tool.required), upper=True, before=before) if is_vague(turn.question) else None
        )
        return [(tool.name, span_of(inputs, most) if most else inputs)]
    nothing_new = last.inputs if last and last.calculator == tool.name else dict.fromkeys(tool.required) | before
    return [(tool.name, nothing_new)] if asked or carried else []
