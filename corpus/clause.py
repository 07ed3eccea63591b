"""Policy, clause and span: what the rest of the project cites. All frozen."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path


class ClauseKind(StrEnum):
    """What a citable clause is within its policy."""

    PREAMBLE = "preamble"
    MEASURE = "measure"
    CLOSING = "closing"


_NAMES = {ClauseKind.PREAMBLE: "前言", ClauseKind.CLOSING: "附则"}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open [start, end) character offsets into the policy's source text, original script."""

    start: int
    end: int

    def of(self, source: str) -> str:
        """Return the characters that this span covers."""
        return source[self.start : self.end]

    def __contains__(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Clause:
    """A citable piece of a policy; texts are verbatim and in the source's script."""

    id: str
    """``policy/m03``, ``policy/preamble`` or ``policy/closing``."""
    kind: ClauseKind
    number: int | None
    marker: str
    """The number as printed: ``(三)``; empty for preamble and closing."""
    heading: str
    path: tuple[str, ...]
    """Headings above the clause, outermost first: ``("一、加快算力設施建設",)``."""
    span: Span
    body: Span
    """The clause without marker, heading and responsible units."""
    units: tuple[str, ...]
    """Responsible units (责任单位), in print order."""
    units_span: Span | None
    text: str

    def __hash__(self) -> int:
        """Hash by id alone: clauses are keys of caches, and their texts are long."""
        return hash(self.id)

    @property
    def policy_id(self) -> str:
        """Id of the policy that this clause belongs to."""
        return self.id.partition("/")[0]

    @property
    def short_id(self) -> str:
        """Id without the policy: ``m03``."""
        return self.id.partition("/")[2]

    @property
    def label(self) -> str:
        """The clause as people name it: ``(三) 擴容“算力券”發放``, 附则, 前言."""
        return f"{self.marker} {self.heading}".strip() or _NAMES.get(self.kind, self.short_id)


@dataclass(frozen=True, slots=True)
class PlainWords:
    """One fact of a clause in plain words (Simplified) and the spans of the source that it rests on."""

    clause: str
    fact: str
    """Which fact: ``what`` (the clause as a whole), ``who``, ``amount``, or one of the clause's own (``pool``)."""
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class RelatedPolicy:
    """Another document that users should know of; its text is not part of the corpus."""

    title: str
    issued: date
    note: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One official document with its clauses in print order."""

    id: str
    title: str
    short_title: str
    issuer: str
    lead_department: str
    in_force_from: date
    in_force_to: date
    """Last day in force, included."""
    source: str
    source_sha256: str
    clauses: tuple[Clause, ...]
    chapters: tuple[str, ...]
    related: tuple[RelatedPolicy, ...]
    folder: Path
    plain: tuple[PlainWords, ...] = ()

    def __hash__(self) -> int:
        """Hash by id and text digest alone: policies are keys of caches."""
        return hash((self.id, self.source_sha256))

    def clause(self, short_id: str) -> Clause:
        """Return the clause with this id, short (``m03``) or full; ``KeyError`` if there is none."""
        wanted = short_id.rpartition("/")[2]
        for clause in self.clauses:
            if clause.short_id == wanted:
                return clause
        raise KeyError(short_id)

    @property
    def measures(self) -> tuple[Clause, ...]:
        """The numbered clauses, in order."""
        return tuple(clause for clause in self.clauses if clause.kind is ClauseKind.MEASURE)

    def in_force(self, as_of: date) -> bool:
        """Say whether the policy applies on that day; first and last day included."""
        return self.in_force_from <= as_of <= self.in_force_to
