"""Messages → what the current turn knows."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from assistant.draft import ReplyDraft
from assistant.offline.elliptic import all_in_full, in_full
from assistant.offline.hearing import heard, understood

_CITED = re.compile(r"\[([a-z0-9_]+/[a-z0-9-]+)@")
SOLVE = "solve_input"
"""The tool that solves a calculator for one input."""
ADD_UP = "add_up"
"""The tool that adds up several calculations."""
PROFILE = "match_profile"
"""The tool that holds an enterprise's facts against all measures."""
STATED = "stated_amount"
"""The tool that looks up an amount of the text."""
DIFFERENCE = "difference"
"""The tool that says by how much two amounts differ."""
_TEXT_TOOLS = frozenset({"search_clauses", "read_clause", "list_measures", PROFILE, STATED, DIFFERENCE})
"""Those that calculate nothing of the user's own, for a later message to go on from."""


@lru_cache(maxsize=64)  # each step of a turn reads the results of the steps before it, many times over
def _parsed(content: str) -> Any:  # noqa: ANN401
    return json.loads(content)


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call of an earlier step with what came back."""

    name: str
    arguments: dict[str, Any]
    content: str
    failed: bool

    @property
    def data(self) -> Any:  # noqa: ANN401
        """The tool's JSON, not to be changed by the caller; None for a failed call."""
        return None if self.failed else _parsed(self.content)

    def is_of(self, name: str, arguments: dict[str, Any]) -> bool:
        """Say whether this is the call with that name and those arguments."""
        return self.name == name and self.arguments == arguments

    @property
    def is_reverse(self) -> bool:
        """Whether the call solves for an input."""
        return self.name == SOLVE

    @property
    def calculator(self) -> str:
        """The calculator that was called, forward or in reverse; of a sum the last part's."""
        return str(self._last_part["calculator"]) if self.name == ADD_UP or self.is_reverse else self.name

    @property
    def inputs(self) -> dict[str, Any]:
        """The calculator's inputs; of a sum the last part's."""
        return dict(self._last_part["inputs"]) if self.name == ADD_UP or self.is_reverse else self.arguments

    def parts(self, calculator: str) -> list[dict[str, Any]]:
        """Return the inputs of every part of a sum that is of a calculator; of another call its own."""
        if self.name != ADD_UP:
            return [self.inputs]
        return [dict(part["inputs"]) for part in self.arguments["parts"] if part["calculator"] == calculator]

    @property
    def _last_part(self) -> dict[str, Any]:
        return dict(self.arguments["parts"][-1]) if self.name == ADD_UP else self.arguments


@dataclass(frozen=True, slots=True)
class Turn:
    """The current question, what was said before, and what the tools have returned so far in this turn."""

    question: str
    earlier: tuple[str, ...] = ()
    """The user's earlier messages, oldest first."""
    calls: tuple[Call, ...] = ()
    last_calculation: Call | None = None
    """The last calculator call of earlier turns."""
    last_draft: dict[str, Any] = field(default_factory=dict)
    """Arguments of the previous turn's reply draft."""
    cited_clauses: tuple[str, ...] = ()
    """What earlier replies cited first, oldest first."""
    worked: tuple[Call, ...] = ()
    """All calculator calls of earlier turns, and those for several measures at once, oldest first."""
    last_sum: Call | None = None
    """The call of the previous turn that held what was said against all measures; None for another turn."""
    subjects: tuple[str, ...] = ()
    """What the reply to each earlier message cited first; empty where it cited nothing."""
    worked_for: tuple[int, ...] = ()
    """How many of ``worked`` each earlier message led to."""

    def results(self, name: str) -> list[Any]:
        """Return what a tool returned in this turn, failed calls left out."""
        return [call.data for call in self.calls if call.name == name and not call.failed]

    def last_of(self, calculator: str) -> Call | None:
        """Return the last call of a calculator in earlier turns, whatever was spoken of since."""
        if self.last_calculation and self.last_calculation.calculator == calculator:
            return self.last_calculation
        return next((call for call in reversed(self.worked) if call.calculator == calculator), None)

    def said_of(self, clause: str) -> list[str]:
        """Return the user's latest messages in a row that were answered from a clause, oldest first."""
        said: list[str] = []
        for question, subject in zip(reversed(self.earlier), reversed(self.subjects), strict=False):
            if subject != clause:
                break
            said.insert(0, question)
        return said

    @property
    def calculations(self) -> list[Call]:
        """Calculator calls of this turn, failed ones included."""
        return [call for call in self.calls if call.name not in _TEXT_TOOLS or call.arguments.get("used_yuan")]

    def done(self, name: str, arguments: dict[str, Any]) -> Call | None:
        """Return this call, if it was made in this turn."""
        return next((call for call in self.calls if call.is_of(name, arguments)), None)

    def done_any(self, name: str) -> bool:
        """Say whether a tool was called in this turn, with whatever arguments and success."""
        return any(call.name == name for call in self.calls)

    def followed_by(self, draft: ReplyDraft) -> "Turn":
        """Return what the next turn knows once this one has ended with a draft; its question is still empty."""
        calculations = [call for call in self.calculations if not call.failed]
        cited = _first_cited(draft.model_dump())
        return Turn(
            question="",
            earlier=(*self.earlier, self.question),
            last_calculation=calculations[-1] if calculations else self.last_calculation,
            last_draft=draft.model_dump(),
            cited_clauses=(*self.cited_clauses, cited) if cited else self.cited_clauses,
            worked=(*self.worked, *_working(self.calls)),
            last_sum=_sum_of(self.calls),
            subjects=(*self.subjects, cited),
            worked_for=(*self.worked_for, len(_working(self.calls))),
        )

    def behind(self, at: int, clause: str, calculation: Call | None) -> "Turn":
        """Return the turn as it would be right behind an earlier message, its clause and the calculation at hand then.

        Where nothing was said at ``at`` the messages stay as they are.
        """
        said = self.earlier[at : at + 1]
        return replace(
            self,
            earlier=(*self.earlier, *said),
            subjects=(*self.subjects, *(clause for _ in said)),
            worked_for=(*self.worked_for, *(0 for _ in said)),
            cited_clauses=(*self.cited_clauses, clause),
            last_calculation=calculation,
            last_sum=None,
            last_draft={**self.last_draft, "status": "answered"},
        )

    @property
    def last_cited(self) -> tuple[str, ...]:
        """The clauses that the previous reply cited, each once, in the order of use."""
        return tuple(dict.fromkeys(_CITED.findall(str(self.last_draft.get("text", "")))))

    @property
    def awaiting(self) -> bool:
        """Whether the previous turn asked for a value."""
        return self.last_draft.get("status") == "needs_input"


def read_turn(messages: Sequence[BaseMessage]) -> Turn:
    """Read the conversation; the last human message is the current question."""
    at = _last_human(messages)
    before, now = messages[:at], messages[at + 1 :]
    earlier_calls = _calls(before)
    calculations = [call for call in earlier_calls if call.name not in _TEXT_TOOLS and not call.failed]
    drafts = [
        call["args"]
        for message in before
        if isinstance(message, AIMessage)
        for call in message.tool_calls
        if call["name"] == ReplyDraft.__name__
    ]
    earlier = tuple(all_in_full([heard(str(one.content)) for one in before if isinstance(one, HumanMessage)]))
    return Turn(
        question=in_full(understood(str(messages[at].content)), earlier),
        earlier=earlier,
        calls=tuple(_calls(now)),
        last_calculation=calculations[-1] if calculations else None,
        last_draft=drafts[-1] if drafts else {},
        cited_clauses=tuple(clause for draft in drafts if (clause := _first_cited(draft))),
        worked=tuple(_working(earlier_calls)),
        last_sum=_sum_of(_calls(before[_last_human(before) :])),
        subjects=tuple(_subjects(before)),
        worked_for=tuple(len(_working(_calls(part))) for part in _by_message(before)),
    )


def _last_human(messages: Sequence[BaseMessage]) -> int:
    """Return the place of the user's last message; 0 for none."""
    return max((place for place, message in enumerate(messages) if isinstance(message, HumanMessage)), default=0)


def _by_message(messages: Sequence[BaseMessage]) -> list[Sequence[BaseMessage]]:
    """Cut a conversation at the user's messages."""
    starts = [place for place, message in enumerate(messages) if isinstance(message, HumanMessage)]
    return [messages[start:end] for start, end in pairwise([*starts, len(messages)])]


def _sum_of(calls: Sequence[Call]) -> Call | None:
    return next((call for call in reversed(calls) if call.name == PROFILE and not call.failed), None)


def _calls(messages: Sequence[BaseMessage]) -> list[Call]:
    """Pair tool calls with their results; the reply draft is no tool."""
    asked = {
        str(call["id"]): (call["name"], call["args"])
        for message in messages
        if isinstance(message, AIMessage)
        for call in message.tool_calls
    }
    answered = [message for message in messages if isinstance(message, ToolMessage)]
    return [
        Call(*asked[message.tool_call_id], str(message.content), message.status == "error")
        for message in answered
        if asked.get(message.tool_call_id, ("", {}))[0] not in ("", ReplyDraft.__name__)
    ]


def _working(calls: Sequence[Call]) -> list[Call]:
    return [call for call in calls if (call.name == PROFILE or call.name not in _TEXT_TOOLS) and not call.failed]


def _subjects(messages: Sequence[BaseMessage]) -> list[str]:
    """Return for each message of the user what the last draft behind it cites first."""
    subjects: list[str] = []
    for message in messages:
        if isinstance(message, HumanMessage):
            subjects.append("")
        for call in message.tool_calls if isinstance(message, AIMessage) else ():
            if call["name"] == ReplyDraft.__name__ and subjects:
                subjects[-1] = _first_cited(call["args"])
    return subjects


def _first_cited(draft: dict[str, Any]) -> str:
    found = _CITED.search(str(draft.get("text", "")))
    return found[1] if found else ""
