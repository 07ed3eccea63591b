"""A finished turn → its ticket → the store. A store that fails costs the user nothing: the log says it."""

import json
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from assistant.asked import Asked
from assistant.reply import Reply
from assistant.review import Reviewed
from assistant.tickets.ticket import Check, Evidence, Ticket, TicketStore, ToolCall, Versions
from assistant.tickets.versions import digest
from assistant.work import Call, Work
from calculators.calculator import Calculator
from calculators.parameters import Parameter
from corpus.clause import Policy
from corpus.errors import SetupError

_log = logging.getLogger(__name__)
_LEFT_OUT = frozenset({"sentences", "plain"})  # the words of clauses: their digests stand in the evidence


@dataclass
class Notes:
    """What a turn leaves for its ticket, beside the reply."""

    works: list[Work] = field(default_factory=list)
    """Of every driver that came as far as a draft."""
    checks: list[Check] = field(default_factory=list)

    def noting(self, review: Callable[[Asked, Work], Reviewed]) -> Callable[[Asked, Work], Reviewed]:
        """Return the review that also writes down what it was given and what it found."""

        def noted(asked: Asked, work: Work) -> Reviewed:
            reviewed = review(asked, work)
            if not any(work is known for known in self.works):
                self.works.append(work)
            self.checks.append(Check(name=f"draft {len(self.checks) + 1}", findings=reviewed.findings))
            return reviewed

        return noted


class Recorder:
    """Makes tickets for one assistant."""

    def __init__(
        self,
        store: TicketStore,
        policies: Mapping[str, Policy],
        calculators: Mapping[str, Calculator],
        versions: Versions,
    ) -> None:
        self.store = store
        self._calculators, self._versions = calculators, versions
        clauses = {clause.id: clause for policy in policies.values() for clause in policy.clauses}
        self._known = {clause.id: (clause.label, digest(clause.text)) for clause in clauses.values()}

    def record(self, reply: Reply, notes: Notes, *, thread: str | None, earlier: Sequence[str]) -> None:
        """Keep a turn; what keeps it from being kept goes to the log."""
        try:
            self.store.record(self._ticket(reply, notes, thread, tuple(earlier)))
        except (SetupError, ValueError, TypeError, LookupError) as error:
            _log.error("ticket %s is not kept: %s", reply.ticket, error)

    def _ticket(self, reply: Reply, notes: Notes, thread: str | None, earlier: tuple[str, ...]) -> Ticket:
        tools = tuple(_tool_call(call) for work in notes.works for call in work.calls)
        used = used_in(reply.model_dump(mode="json"), self._calculators)
        return Ticket(
            id=reply.ticket,
            at=datetime.now(UTC),
            thread=thread,
            earlier=earlier,
            question=reply.question,
            as_of=reply.as_of,
            model=reply.model,
            latency_ms=reply.latency_ms,
            evidence=self._evidence(reply, tools),
            tools=tools,
            checks=tuple(notes.checks),
            versions=self._versions,
            parameters=parameters_of(used, reply.as_of),
            reply=reply.model_dump(mode="json"),
        )

    def _evidence(self, reply: Reply, tools: Sequence[ToolCall]) -> tuple[Evidence, ...]:
        cited = {citation.clause: True for citation in reply.citations}
        seen = cited | {clause: clause in cited for call in tools for clause in _clauses(call.result)}
        return tuple(
            Evidence(clause=clause, label=self._known[clause][0], digest=self._known[clause][1], cited=was_cited)
            for clause, was_cited in seen.items()
            if clause in self._known
        )


def _tool_call(call: Call) -> ToolCall:
    try:
        result = None if call.content is None else _without_words(json.loads(call.content))
    except ValueError:
        result = call.content
    return ToolCall(name=call.name, arguments=call.arguments, result=result, failed=call.failed)


def _without_words(part: Any) -> Any:  # noqa: ANN401
    if isinstance(part, dict):
        return {key: _without_words(value) for key, value in part.items() if key not in _LEFT_OUT}
    return [_without_words(item) for item in part] if isinstance(part, list) else part


def _clauses(part: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield every clause id of a tool's result."""
    if isinstance(part, dict):
        if isinstance(part.get("clause"), str):
            yield part["clause"]
        part = list(part.values())
    if isinstance(part, list):
        for item in part:
            yield from _clauses(item)


def used_in(reply: Mapping[str, Any], calculators: Mapping[str, Calculator]) -> list[Calculator]:
    """Return the calculators that a reply as JSON rests on: those called, and those whose clauses are quoted."""
    names = {str(calculation["calculator"]) for calculation in reply["calculations"]}
    clauses = {str(calculation["clause"]) for calculation in reply["calculations"]}
    return [one for name, one in calculators.items() if name in names or one.clause in clauses]


def parameters_of(used: Iterable[Calculator], as_of: date) -> dict[str, str]:
    """Return the parameters that decide what these calculators give on a day: ``policy/id`` → value."""
    return {
        f"{calculator.policy.id}/{parameter.id}": _value(parameter)
        for calculator in used
        for parameter in calculator.parameters.at(as_of).values()
        if _decides(calculator.parameters.dated[parameter.id][0].clause, calculator.clause)
    }


def _decides(origin: str, clause: str) -> bool:
    """Parameters of the calculator's clause count, whoever amends them, and those that hold for the whole policy."""
    return origin == clause or not re.search(r"/m\d+$", origin)


def _value(parameter: Parameter) -> str:
    return parameter.quote if parameter.unit in ("text", "date") else f"{parameter.value} {parameter.unit}"
