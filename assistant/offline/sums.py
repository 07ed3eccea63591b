"""Costs of several measures named together: each calculated, and what they come to in all."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.draft import ReplyDraft
from assistant.offline.awards import awards_told, naming_awards
from assistant.offline.calculated import amount_of, steps_of, total_headline
from assistant.offline.categories import find_categories
from assistant.offline.changes import exact
from assistant.offline.conditions import unmet_in
from assistant.offline.contracts import VOUCHER
from assistant.offline.contracts_merged import merge_voucher
from assistant.offline.enterprises import by_enterprise, several_enterprises
from assistant.offline.matters import counting, is_no_cost, pieces_about
from assistant.offline.pieces import Piece, bare_stretches, pieces
from assistant.offline.projects import PROJECT, named_apart, together
from assistant.offline.quantities import find_values
from assistant.offline.slot_filling import given, joins_on
from assistant.offline.tool import Arguments, Tool
from assistant.offline.turn import ADD_UP, PROFILE, Call, Turn
from assistant.offline.words import any_of, cues, plain, replies, slots
from index.hit import likeliest_kind

_ABOUT_MONEY = frozenset({"how_much", "portfolio", "what", "eligible", "list", "target"})
_MOST_PIECES = 8
_SHORT = 40  # characters of a question that may ask about all that was said before
_OF_ALL = 0.2
"""With this chance a question is for all that there is to get."""
Calls = list[tuple[str, Arguments]]


def sums_up(turn: Turn, found: Mapping[str, Any], tools: Mapping[str, Tool]) -> Calls:
    """Return the calls that add up costs of several measures named together; none where there is only one."""
    totals = any_of(slots().totals).search(plain(turn.question))
    about_money = turn.last_sum or totals or likeliest_kind(found["kinds"], found["answerable"]) in _ABOUT_MONEY
    if PROFILE not in tools or not about_money or any_of(cues().asks_target).search(plain(turn.question)):
        return []
    said = _said(turn)
    told, bare = pieces(said), bare_stretches(said)
    if not told or not _asks_for_all(found):
        bare = naming_awards(bare, tools, summed=_asks_for_a_sum(turn))
    fewest = 1 if turn.last_sum or several_enterprises(said) else 2
    if not fewest <= len(told) + len(bare) <= 2 * _MOST_PIECES or len(told) > _MOST_PIECES:
        return []
    queries = [("search_clauses", {"query": text}) for text in (*(piece.text for piece in told), *bare)]
    searches = [turn.done(*query) for query in queries]
    if None in searches:
        return queries
    looks = [call.data for call in searches if call]
    placed = pieces_about(told, looks[: len(told)], found, tools, summed=_asks_for_a_sum(turn))
    seen = {piece.text: look for piece, look in zip(told, looks, strict=False)}
    placed = counting(placed, seen, said, found, tools)
    by_clause = _by_clause(placed)
    if not by_clause and turn.last_sum and len(told) == 1 and found["hits"]:
        by_clause = {found["hits"][0]["clause"]: told[0].whole}
    by_clause = {**awards_told(bare, looks[len(told) :], tools), **by_clause}
    named = {tool.clause: tool for tool in tools.values() if tool.clause in by_clause}
    if turn.done_any(PROFILE) or turn.done_any(ADD_UP):
        return []
    if calls := by_enterprise(said, placed, tools):
        return calls
    return _corrected(turn, named, by_clause, tools) or (_sum(named, by_clause, tools) if len(named) > 1 else [])


def _asks_for_a_sum(turn: Turn) -> bool:
    said = plain(turn.question)
    words = (*slots().totals, *cues().asks_total, *cues().asks_each, *cues().things_told)
    adds = turn.last_sum is not None and any_of(cues().adds_to_earlier).search(said)
    return bool(adds or any_of(words).search(said)) and not any_of(slots().of_contracts).search(said)


def _asks_for_all(found: Mapping[str, Any]) -> bool:
    """Say whether a question wants to know all that there is to get: then every stretch may tell of an award."""
    return bool(sum(found["kinds"].get(kind, 0.0) for kind in ("portfolio", "list")) >= _OF_ALL)


def _said(turn: Turn) -> str:
    """The question; where it brings no amount, what was said before goes with it: 那一共能拿多少, 各能拿多少.

    So it does where the question adds a matter and asks for both: 评测又花了61万，两件事合计多少.
    """
    said = plain(turn.question)
    if any(value.kind == "money" for value in find_values(turn.question)):
        adds = any_of(cues().adds_to_earlier).search(said) and any_of(slots().totals).search(said)
        all_told = turn.last_calculation and not turn.last_sum and (adds or any_of(cues().things_told).search(said))
        return "。".join([*turn.earlier, turn.question]) if all_told else turn.question
    sums = any_of(slots().totals).search(said) or any_of(cues().asks_each).search(said)
    if not sums or len(said) > _SHORT or any_of(slots().of_contracts).search(said):
        return turn.question
    return "。".join([*turn.earlier, turn.question])


def _by_clause(placed: Sequence[tuple[Piece, str]]) -> dict[str, str]:
    """Return by clause all that the pieces say of it."""
    found: dict[str, str] = {}
    for piece, clause in placed:
        found[clause] = f"{found.get(clause, '')}，{piece.whole}".strip("，")
    return found


def _sum(named: Mapping[str, Tool], by_clause: Mapping[str, str], tools: Mapping[str, Tool]) -> Calls:
    """Return the call of the profile; where one measure has several projects, each call and their sum."""
    several = [name for name, unit in (tools[ADD_UP].several if ADD_UP in tools else {}).items() if unit == PROJECT]
    apart = {tool.name: named_apart(tool.name, by_clause[clause]) for clause, tool in named.items()
             if tool.name in several}  # fmt: skip
    if not any(len(parts) > 1 for parts in apart.values()):
        return [(PROFILE, {"facts": _facts(named, by_clause, tools), "assume": _measures(named)})]
    parts = [
        (tool.name, {**dict.fromkeys(tool.required), **inputs})
        for clause, tool in named.items()
        for inputs in apart.get(tool.name) or [given(tool.name, by_clause[clause])]
    ]
    return together(parts)


def _corrected(turn: Turn, named: Mapping[str, Tool], by_clause: Mapping[str, str], tools: Mapping[str, Tool]) -> Calls:
    """Return the last sum with what a message says anew: 课题那笔写错了，是260万; 另外课题到账800万，加上呢."""
    last, said, names = turn.last_sum, plain(turn.question), set(_measures(named))
    if last is None or not names:
        return []
    before = set(last.arguments["assume"])
    adds = any_of(cues().adds_to_earlier).search(said) or any_of(slots().same_one).search(said)
    facts, same = _facts(named, by_clause, tools), names <= before
    if same and all(joins_on(tool.name, turn.question) for tool in named.values()):
        return _again(turn, last, _with_old(last.arguments["facts"], facts), sorted(before))
    if bool(adds) == same:
        return []  # a further one of the same kind is no sum of this sort; another matter is one only where it is added
    return _again(turn, last, facts, sorted(names | before))


def _with_old(old: Arguments, facts: Arguments) -> Arguments:
    """Return facts with each sum on top of the one told before: 课题的钱后来又追加了100万."""
    sums = {name: (exact(old.get(name)), exact(value)) for name, value in facts.items()}
    return {**facts, **{name: f"{was + new:f}" for name, (was, new) in sums.items() if was and new}}


def other_terms(turn: Turn, tools: Mapping[str, Tool]) -> Calls:
    """Return the last sum on other terms: 如果是进口卡呢, 备案还没批下来; none for other messages."""
    last = turn.last_sum
    priced = any(value.kind == "money" for value in find_values(turn.question))
    if last is None or priced or turn.done_any(PROFILE):
        return []
    assumed = list(last.arguments["assume"])
    own = [tool for tool in tools.values() if tool.clause.rpartition("/")[2] in assumed]
    denied = [name for tool in own for name in unmet_in(turn.question, tool.conditions)]
    if denied:
        return _again(turn, last, dict.fromkeys(denied, False), assumed)
    if not find_categories(turn.question):
        return []
    contracts = given(VOUCHER, turn.question).get("contracts")
    name = tools[PROFILE].feeds.get(f"{VOUCHER}.contracts", "")
    if not contracts or name not in last.arguments["facts"]:
        return []
    return _again(turn, last, {name: contracts}, assumed)


def _again(turn: Turn, last: Call, facts: Arguments, measures: list[str]) -> Calls:
    """Return the call of the profile with new facts among those of the last one."""
    old: Arguments = last.arguments["facts"]
    merged = {**old, **facts}
    for name, value in facts.items():
        if isinstance(value, list) and isinstance(old.get(name), list):
            merged[name] = merge_voucher({"contracts": old[name]}, {"contracts": value}, turn.question)["contracts"]
    told = facts or set(measures) - set(last.arguments["assume"])
    return [(PROFILE, {"facts": merged, "assume": measures})] if told else []


def with_costs_apart(turn: Turn, calls: Calls, tools: Mapping[str, Tool]) -> Calls:
    """Return calls of the profile with what the user said of the costs: 跟创新中心的投入不是一笔钱."""
    told = plain("。".join([*turn.earlier, turn.question]))
    if not any_of(slots().costs_apart).search(told):
        return calls
    return [(name, _apart(arguments, tools[PROFILE]) if name == PROFILE else arguments) for name, arguments in calls]


def _apart(arguments: Arguments, profile: Tool) -> Arguments:
    assumed = set(arguments["assume"])
    settled = [name for name, measures in profile.overlaps.items() if assumed.issuperset(measures)]
    return {**arguments, "facts": {**arguments["facts"], **dict.fromkeys(settled, False)}}


def _facts(named: Mapping[str, Tool], by_clause: Mapping[str, str], tools: Mapping[str, Tool]) -> Arguments:
    """Return the facts of the profile that feed the calculators named."""
    feeds = tools[PROFILE].feeds
    facts: Arguments = {}
    for clause, tool in named.items():
        inputs = {f"{tool.name}.{name}": value for name, value in given(tool.name, by_clause[clause]).items()}
        facts |= {feeds[name]: value for name, value in inputs.items() if name in feeds}
        facts |= dict.fromkeys(unmet_in(by_clause[clause], tool.conditions), False)
    return facts


def _measures(named: Mapping[str, Tool]) -> list[str]:
    return sorted(clause.rpartition("/")[2] for clause in named)


def summed_up(turn: Turn, call: Call, tools: Mapping[str, Tool]) -> ReplyDraft:
    """Write the reply to several costs named together: the sum, then each amount with its steps, then what fails."""
    texts, data = replies().texts, call.data
    results: list[dict[str, Any]] = data["calculations"]
    each = results[:-1] if len(results) > 1 else results
    names = {measure["clause"]: measure["label"] for measure in data["measures"]}
    refs = "".join(_ref(result) for result in results)
    lines = [total_headline(results[-1], refs, alone=len(results) == 1)] if results else []
    for result in each:
        lines.append(texts["each_item"].format(name=names[result["clause"]], amount=amount_of(result)))
        lines += steps_of(result)[1:]  # without its title
    for measure in data["measures"]:
        if measure["verdict"] == "not_eligible" and measure["clause"].rpartition("/")[2] in call.arguments["assume"]:
            unmet = "；".join(f"{item['text']}{item['ref']}" for item in measure["unmet"])
            lines.append(texts["each_failed"].format(name=measure["label"], conditions=unmet))
    if costs := _left_out(turn, tools):
        lines.append(texts["costs_left_out"].format(costs="、".join(costs)))
    lines += [texts["assumption"].format(text=text) for text in data["exclusions"]]
    if data["assumed"]:
        lines.append(
            texts["assumed"].format(conditions="；".join(f"{it['text']}{it['ref']}" for it in data["assumed"]))
        )
    lines += [texts["assumption"].format(text=text) for text in data["assumptions"][-1:]]
    return ReplyDraft(
        status="answered", text="\n".join(lines), suggestions=list(replies().suggestions["clause"]), missing=[]
    )


def _left_out(turn: Turn, tools: Mapping[str, Tool]) -> list[str]:
    """Return the costs that a sum leaves out, in the user's words."""
    told = [(piece.text, turn.done("search_clauses", {"query": piece.text})) for piece in pieces(_said(turn))]
    return [text for text, call in told if call and is_no_cost(text, call.data, tools)]


def _ref(result: Mapping[str, Any]) -> str:
    step = result["steps"][-1] if result["steps"] else None
    return f"[{step['clause']}@{step['start']}-{step['end']}]" if step else ""
