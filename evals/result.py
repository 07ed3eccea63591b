"""What a run leaves behind: checks and counts of each turn of each case. JSON both ways."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Variant = Literal["asked", "converted", "dressed"]
"""As written; in the other script; with courtesies, full-width digits and no closing mark."""


class Record(BaseModel):
    """Base: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Check(Record):
    """One thing that a reply had to hold."""

    name: str
    passed: bool
    expected: str
    got: str


class Share(Record):
    """A count out of a total; several add up to a rate."""

    part: float
    whole: float


class TurnResult(Record):
    """A turn as it went."""

    ask: str
    reply: dict[str, Any]
    """The reply's JSON."""
    checks: tuple[Check, ...]
    shares: dict[str, Share] = Field(default_factory=dict)
    """Metric → this turn's contribution."""

    @property
    def passed(self) -> bool:
        """Whether every check held."""
        return all(check.passed for check in self.checks)


class CaseResult(Record):
    """One run through a case."""

    case: str
    digest: str
    variant: Variant
    attempt: int
    """0, or the repeat's number."""
    turns: tuple[TurnResult, ...]

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What makes a result of another run the same one."""
        return (self.case, self.digest, self.variant, self.attempt)

    @property
    def passed(self) -> bool:
        """Whether every turn held."""
        return all(turn.passed for turn in self.turns)

    @property
    def answers(self) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
        """Per turn the status, the clauses cited and the amounts: what must not depend on wording or chance."""
        return tuple(signature(turn.reply) for turn in self.turns)


def signature(reply: dict[str, Any]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the status, the clauses cited and the amounts of a reply."""
    clauses = tuple(sorted({str(citation["clause"]) for citation in reply["citations"]}))
    amounts = tuple(str(one["amount_yuan"] or one["range_yuan"]) for one in reply["calculations"])
    return (str(reply["status"]), clauses, amounts)
