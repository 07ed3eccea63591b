"""The things that a conversation has calculated so far, each by itself: a measure, a project, a contract."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from assistant.offline.changes import exact
from assistant.offline.conditions import names_one
from assistant.offline.contracts import VOUCHER
from assistant.offline.enterprises import labelled
from assistant.offline.loans import LOAN, PRINCIPAL, loans_of
from assistant.offline.pieces import stretches
from assistant.offline.projects import ENTERPRISE, together
from assistant.offline.slot_filling import solved_field
from assistant.offline.tool import UNMET, Arguments, Tool
from assistant.offline.turn import ADD_UP, PROFILE, Call, Turn
from calculators.money import find_money

Calls = list[tuple[str, Arguments]]
_PARTS = {VOUCHER: "contracts", LOAN: "loans"}
"""Where a calculator takes several things of a kind."""
_LATE = sys.maxsize
"""The place of a thing that the user told in no words that are found again."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was calculated; of compute contracts each is one."""

    calculator: str
    inputs: Mapping[str, Any]
    told: str = ""
    """The stretch of the user's words that told of it."""
    owner: str = ""
    """The enterprise whose it is, where there are several."""
    place: int = _LATE
    """Where that stretch stands among all that he said."""

    @property
    def amount(self) -> Decimal | None:
        """The amount in yuan that it was calculated with; None for a vague one, or none."""
        if self.calculator == VOUCHER:
            contracts = self.inputs.get("contracts") or [{}]
            return exact(contracts[0].get("amount_yuan"))
        if self.calculator == LOAN:
            return next((exact(loan.get(PRINCIPAL)) for loan in loans_of(self.inputs)), None)
        return exact(self.inputs.get(solved_field(self.calculator)))

    @property
    def category(self) -> str | None:
        """The category of a contract."""
        contracts = self.inputs.get("contracts") or [{}]
        return contracts[0].get("category") if self.calculator == VOUCHER else None

    def changed(self, *, amount: Decimal | None = None, category: str | None = None) -> "Item":
        """Return it with another amount or category."""
        new: dict[str, Any] = {}
        if self.calculator == VOUCHER:
            contract = dict((self.inputs.get("contracts") or [{"amount_yuan": None, "category": None}])[0])
            contract |= {"amount_yuan": f"{amount:f}"} if amount is not None else {}
            contract |= {"category": category} if category is not None else {}
            new = {"contracts": [contract]}
        elif amount is not None and self.inputs.get("loans"):
            new = {"loans": [{**loans_of(self.inputs)[0], PRINCIPAL: f"{amount:f}"}]}
        elif amount is not None:
            new = {solved_field(self.calculator): f"{amount:f}"}
        return replace(self, inputs={**self.inputs, **new})

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it apart from others."""
        own = self.inputs.get("contracts") if self.calculator == VOUCHER else self.inputs
        return self.calculator, self.owner, repr(own)


@dataclass(frozen=True, slots=True)
class State:
    """What a conversation has come to."""

    present: tuple[Item, ...] = ()
    gone: tuple[Item, ...] = ()
    """What fell away, the last to go last."""
    summed: bool = False
    """Whether several measures were calculated together."""


def state_of(turn: Turn, tools: Mapping[str, Tool]) -> State:
    """Return what the conversation has calculated and not left behind, in the order in which the user told it."""
    state = State()
    for call in turn.worked:
        items = [item for one in _items(call, tools) for item in _apart(one)]
        several = len({item.calculator for item in items}) > 1
        whole = call.name == PROFILE or (call.name == ADD_UP and (several or state.summed))
        kept = (
            []
            if whole
            else [item for item in state.present if item.calculator not in {one.calculator for one in items}]
        )
        present = (*kept, *items)
        gone = [item for item in state.gone if item.key not in {one.key for one in present}]
        state = State(present, (*gone, *_lost(state.present, present)), state.summed or call.name == PROFILE or several)
    told = _told(turn, tools, (*state.present, *state.gone))
    here = sorted(told[: len(state.present)], key=lambda item: item.place)
    return State(tuple(here), tuple(told[len(state.present) :]), state.summed)


def _items(call: Call, tools: Mapping[str, Tool]) -> list[Item]:
    """Return what one call calculated; a reverse one calculates nothing that could be summed."""
    if call.name == ADD_UP:
        parts = call.arguments["parts"]
        return [Item(str(one["calculator"]), dict(one["inputs"]), owner=one.get(ENTERPRISE, "")) for one in parts]
    if call.name != PROFILE:
        return [Item(call.name, call.inputs)] if call.name in tools and not call.is_reverse else []
    facts, measures = call.arguments["facts"], call.arguments.get("assume") or []
    fields = {name: field.partition(".") for field, name in tools[PROFILE].feeds.items()}
    found: list[Item] = []
    for tool in tools.values():
        if tool.clause and tool.clause.rpartition("/")[2] in measures:
            own = {
                fields[fact][2]: value
                for fact, value in facts.items()
                if fact in fields and fields[fact][0] == tool.name
            }
            unmet = [name for name in tool.conditions if facts.get(name) is False]
            found.append(Item(tool.name, {**own, **({UNMET: unmet} if unmet else {})}))
    return found


def _apart(item: Item) -> list[Item]:
    """Return the contracts or loans of an item each by itself."""
    name = _PARTS.get(item.calculator, "")
    parts = item.inputs.get(name)
    return [replace(item, inputs={**item.inputs, name: [one]}) for one in parts] if parts else [item]


def _lost(before: Sequence[Item], now: Sequence[Item]) -> list[Item]:
    """Return what is no longer there; what only changed is still there."""
    names, keys = [item.calculator for item in now], {item.key for item in now}
    had = [item.calculator for item in before]
    return [
        item for item in before if item.key not in keys and names.count(item.calculator) < had.count(item.calculator)
    ]


def _told(turn: Turn, tools: Mapping[str, Tool], items: Sequence[Item]) -> list[Item]:
    """Return items with the words that told of them: the last ones with their amount, or of an award its condition."""
    said = [stretch for question in turn.earlier for stretch in _with_lead(question)]
    money = [{low for _, _, low, _ in find_money(stretch)} for stretch in said]
    used: set[int] = set()
    found: list[Item] = []
    for item in items:
        amount, tool = item.amount, tools.get(item.calculator)
        if amount is None and tool and tool.conditions:
            places = [at for at, stretch in enumerate(said) if names_one(stretch, tool.conditions)]
        else:
            places = [at for at, values in enumerate(money) if amount in values]
        free = [at for at in places if at not in used] or places
        used |= set(free[:1])
        found.append(replace(item, told=said[free[0]], place=free[0]) if free else item)
    return found


def _with_lead(question: str) -> list[str]:
    """Return the stretches of a message, one with an amount with the bare ones before: 乙项目，到账360万."""
    found: list[str] = []
    lead = ""
    for stretch in stretches(question):
        priced = bool(find_money(stretch))
        found.append(f"{lead}{stretch}" if priced else stretch)
        lead = "" if priced else f"{lead}{stretch}，"
    return found


def calls_for(items: Sequence[Item], tools: Mapping[str, Tool], *, summed: bool) -> Calls:
    """Return the calls that calculate items and add them up; ``summed``: as a sum of measures, even of one alone."""
    wholes = whole_items(items)
    parts = [(one.calculator, {**_required(one, tools), **one.inputs}) for one in wholes]
    names, owners = [name for name, _ in parts], [one.owner for one in wholes]
    if len(set(names)) == len(names) and len(set(owners)) == 1 and (summed or len(parts) > 1):
        return [_profile(parts, tools)]
    bare = [(name, {key: value for key, value in inputs.items() if key != UNMET}) for name, inputs in parts]
    if len(parts) < 2:
        return parts
    return labelled(together(bare), owners if len(set(owners)) > 1 else [""] * len(parts))


def _required(item: Item, tools: Mapping[str, Tool]) -> Arguments:
    """Return the inputs that a calculator must have, open; several loans have their principals each."""
    names = tools[item.calculator].required
    return dict.fromkeys(name for name in names if not (name == PRINCIPAL and "loans" in item.inputs))


def whole_items(items: Iterable[Item]) -> list[Item]:
    """Put the contracts of each enterprise, and its loans, back into one calculation."""
    wholes: list[Item] = []
    for item in items:
        name = _PARTS.get(item.calculator, "")
        alike = [at for at, one in enumerate(wholes) if (one.calculator, one.owner) == (item.calculator, item.owner)]
        if not alike or name not in item.inputs or name not in wholes[alike[0]].inputs:
            wholes.append(item)
            continue
        whole = wholes[alike[0]]
        parts = [*(whole.inputs[name] or []), *(item.inputs[name] or [])]
        wholes[alike[0]] = replace(whole, inputs={**whole.inputs, name: parts})
    return [_of_one_loan(item) for item in wholes]


def _of_one_loan(item: Item) -> Item:
    """Return a single loan with its terms among the inputs, as it would have been told alone."""
    loans = item.inputs.get("loans") or []
    project = {name: value for name, value in item.inputs.items() if name not in ("loans", *loans[0])} if loans else {}
    return replace(item, inputs={**project, **loans[0]}) if len(loans) == 1 else item


def _profile(parts: Calls, tools: Mapping[str, Tool]) -> tuple[str, Arguments]:
    feeds = tools[PROFILE].feeds
    facts: Arguments = {}
    for name, inputs in parts:
        given = {f"{name}.{field}": value for field, value in inputs.items() if value is not None}
        facts |= {feeds[field]: value for field, value in given.items() if field in feeds}
        facts |= dict.fromkeys(inputs.get(UNMET) or [], False)
    return PROFILE, {"facts": facts, "assume": sorted(tools[name].clause.rpartition("/")[2] for name, _ in parts)}
