"""A ticket beside its new reply: the same clauses and figures, or exactly what changed. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from assistant.reply import Reply
from assistant.tickets.ticket import Ticket, Versions

ChangeKind = Literal["text", "parameter", "clause", "figure", "status"]
_FIGURES = ("status", "bound", "amount_yuan", "range_yuan", "binding", "field", "target_yuan", "ceiling_yuan")
_STEP = ("expression", "value", "unit", "clause")


class Change(BaseModel):
    """Something that is not as it was; None where there is nothing on that side."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ChangeKind
    """text: the wording of a clause; parameter: a number of it; clause: what is cited; figure: what is calculated."""
    what: str
    before: str | None
    after: str | None


class Replay(BaseModel):
    """The outcome of running a ticket again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ticket: str
    same: bool
    """The same clauses and figures on the same texts and parameters."""
    changes: tuple[Change, ...]
    same_words: bool
    """Whether the reply's text is the same, too; other words alone are no change."""
    versions: dict[str, tuple[str, str]]
    """What else is not the same as then: name → (before, after). These alone are no change either."""
    reply: Reply


def compare(
    ticket: Ticket, reply: Reply, *, digests: Mapping[str, str], parameters: Mapping[str, str],
    versions: Versions | None,
) -> Replay:  # fmt: skip
    """Compare a ticket with its new reply; ``digests`` are the present texts', by clause id."""
    now = reply.model_dump(mode="json")
    changes = (
        *_texts(ticket, digests),
        *_values("parameter", ticket.parameters, parameters),
        *_values("status", {"status": ticket.reply["status"]}, {"status": now["status"]}),
        *_values("clause", _cited(ticket.reply), _cited(now)),
        *_values("figure", _figures(ticket.reply), _figures(now)),
    )
    return Replay(
        ticket=ticket.id, same=not changes, changes=changes, same_words=ticket.reply["text"] == now["text"],
        versions=_versions(ticket, reply, versions), reply=reply,
    )  # fmt: skip


def _texts(ticket: Ticket, digests: Mapping[str, str]) -> Iterator[Change]:
    for evidence in ticket.evidence:
        after = digests.get(evidence.clause)
        if after != evidence.digest:
            yield Change(kind="text", what=evidence.clause, before=evidence.digest, after=after)


def _values(kind: ChangeKind, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for what in dict.fromkeys([*before, *after]):
        if before.get(what) != after.get(what):
            yield Change(kind=kind, what=what, before=before.get(what), after=after.get(what))


def _cited(reply: Mapping[str, Any]) -> dict[str, str]:
    """Return the quotes, by clause and order within the clause."""
    found: dict[str, str] = {}
    for citation in reply["citations"]:
        number = sum(key.partition("#")[0] == citation["clause"] for key in found) + 1
        found[f"{citation['clause']}#{number}"] = citation["quote"]
    return found


def _figures(reply: Mapping[str, Any]) -> dict[str, str]:
    """Return every figure of the calculations by its place: ``compute_voucher#1.steps[0].value``."""
    found: dict[str, str] = {}
    for number, calculation in enumerate(reply["calculations"], 1):
        place = f"{calculation['calculator']}#{number}"
        for name in _FIGURES:
            if calculation.get(name) is not None:
                found[f"{place}.{name}"] = _said(calculation[name])
        for position, step in enumerate(calculation["steps"]):
            found |= {f"{place}.steps[{position}].{name}": _said(step[name]) for name in _STEP}
    return found


def _said(value: Any) -> str:  # noqa: ANN401
    return " – ".join(str(part) for part in value) if isinstance(value, list) else str(value)


def _versions(ticket: Ticket, reply: Reply, versions: Versions | None) -> dict[str, tuple[str, str]]:
    if versions is None:
        return {}
    before = _flat(ticket.versions) | {"model": ticket.model}
    after = _flat(versions) | {"model": reply.model}
    return {
        name: (before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    }


def _flat(versions: Versions) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in versions.model_dump().items():
        parts = {f"{name}.{key}": part for key, part in value.items()} if isinstance(value, dict) else {name: value}
        found |= parts
    return found
