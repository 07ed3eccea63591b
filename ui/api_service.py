"""The one core behind REST, MCP and the page: what each of them can ask for, as plain calls. No HTTP here."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

from assistant.reply import Event, Reply, ReplyEvent
from calculators.calculator import Calculator
from calculators.contract import Result
from calculators.curve import Curve, draw_curve
from calculators.portfolio import check_profile, read_profile
from calculators.profile import find_eligibility
from calculators.registry import load_calculators
from calculators.run import calculate, solve
from corpus.clause import Clause, Policy
from corpus.errors import InputError
from corpus.load import resolve_clause
from corpus.normalise import detect_script, to_script
from index.filters import ANYWHERE, Where
from index.hit import Found
from ui.api_feedback import FeedbackStore
from ui.contract import (
    MAX_TEXT_CHARS,
    CalculatorField,
    CalculatorOut,
    CalculatorsOut,
    ClauseName,
    ClauseOut,
    PoliciesOut,
    PolicyOut,
    Portfolio,
    RelatedOut,
    SearchHit,
    SearchOut,
    Solve,
)
from ui.web_chat import Answering


class Searching(Protocol):
    """What finds clauses."""

    def find(self, question: str, k: int = 5, *, where: Where = ANYWHERE) -> Found:
        """Return the best clauses."""
        ...


class Assistance(Answering, Protocol):
    """What the server needs of the assistant."""

    @property
    def searcher(self) -> Searching:
        """Its index."""
        ...

    def forget(self, thread: str) -> None:
        """Delete a conversation and its tickets at its owner's wish."""
        ...

    def leave(self, thread: str) -> None:
        """Let go of a conversation that will not be continued; its tickets stay."""
        ...


class Service:
    """Answers what the interfaces ask; safe to share between threads."""

    def __init__(self, assistant: Assistance, feedback: FeedbackStore) -> None:
        self.assistant, self.feedback = assistant, feedback

    @property
    def policies(self) -> Mapping[str, Policy]:
        """Policies by id."""
        return self.assistant.policies

    @cached_property
    def calculators(self) -> dict[str, Calculator]:
        """Every calculator of every policy, by name."""
        return load_calculators()

    def stream(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> Iterator[Event]:
        """Answer step by step; an ``InputError`` comes before the first step."""
        return self.assistant.stream(question, thread=thread, as_of=as_of)

    def ask(self, question: str, *, thread: str | None = None, as_of: date | None = None) -> Reply:
        """Answer a question."""
        *_, last = self.stream(question, thread=thread, as_of=as_of)
        assert isinstance(last, ReplyEvent)
        return last.reply

    def search(self, text: str, k: int, where: Where = ANYWHERE) -> SearchOut:
        """Find clauses by anybody's words; ``InputError`` for a policy, chapter or unit that there is not."""
        if not any(character.isalnum() for character in text) or len(text) > MAX_TEXT_CHARS:
            raise InputError("text", text or "空白", allowed=f"1 至 {MAX_TEXT_CHARS} 字的要找的内容")
        script = detect_script(text)
        hits = [
            SearchHit(clause=hit.clause.id, label=to_script(hit.clause.label, script), score=hit.score, why=hit.why)
            for hit in self.assistant.searcher.find(text, k, where=where).hits
        ]
        return SearchOut(hits=hits)

    def clause(self, reference: str) -> ClauseOut:
        """Return the clause that a person names; of several policies the one named, else the first that has it."""
        problem = InputError("clause", reference, allowed="条款编号")
        named = reference.rpartition("/")[0]
        for policy in self.policies.values():
            if named in ("", policy.id):
                try:
                    return self._clause(policy, resolve_clause(policy, reference))
                except InputError as error:
                    problem = error
        raise problem

    def _clause(self, policy: Policy, clause: Clause) -> ClauseOut:
        return ClauseOut(
            clause=clause.id, policy=policy.id, kind=clause.kind, number=clause.number, label=clause.label,
            label_hans=to_script(clause.label, "hans"), path=list(clause.path), units=list(clause.units),
            text=clause.text, text_hans=to_script(clause.text, "hans"), start=clause.span.start, end=clause.span.end,
            calculators=[item.name for item in self.calculators.values() if item.clause == clause.id],
        )  # fmt: skip

    def list_policies(self) -> PoliciesOut:
        """Return every policy with its dates and the names of its clauses."""
        return PoliciesOut(policies=[_policy(policy) for policy in self.policies.values()])

    def list_calculators(self) -> CalculatorsOut:
        """Return every calculator with its inputs."""
        return CalculatorsOut(calculators=[_calculator(item) for item in self.calculators.values()])

    def calculate(self, name: str, inputs: Mapping[str, Any], *, as_of: date | None, sought: Solve | None) -> Result:
        """Run a calculator, backward where ``sought`` names a field."""
        day = as_of or date.today()
        if sought is None:
            return calculate(name, inputs, as_of=day)
        return solve(name, inputs, field=sought.field, target=sought.target, as_of=day)

    def curve(
        self, name: str, inputs: Mapping[str, Any], *, field: str, as_of: date | None = None, wide: Decimal = Decimal(0)
    ) -> Curve:
        """Return the picture of a calculation over a money field."""
        return draw_curve(name, inputs, field=field, as_of=as_of or date.today(), wide=wide)

    def portfolio(self, profile: Mapping[str, Any], *, as_of: date | None, policy: str | None) -> Portfolio:
        """Check an enterprise against all measures."""
        rules = find_eligibility(policy)
        facts = read_profile(profile, rules)
        return check_profile(facts, as_of=as_of or date.today(), policy=rules.policy.id)


def _policy(policy: Policy) -> PolicyOut:
    return PolicyOut(
        id=policy.id, title=policy.title, issuer=policy.issuer, lead_department=policy.lead_department,
        in_force_from=policy.in_force_from, in_force_to=policy.in_force_to, source_sha256=policy.source_sha256,
        clauses=[ClauseName(clause=item.id, label=item.label, path=list(item.path)) for item in policy.clauses],
        related=[RelatedOut(title=item.title, issued=item.issued, note=item.note) for item in policy.related],
    )  # fmt: skip


def _calculator(calculator: Calculator) -> CalculatorOut:
    names = CalculatorField.model_fields
    fields = [
        CalculatorField.model_validate({name: getattr(field, name) for name in names})
        for field in calculator.fields.values()
    ]
    return CalculatorOut(
        name=calculator.name, title=calculator.title, clause=calculator.clause, fields=fields,
        input_schema=strict_schema(calculator),
    )  # fmt: skip


def strict_schema(calculator: Calculator) -> dict[str, Any]:
    """Return the schema of the inputs: what is needed is required, nothing has a default, nothing else is allowed."""
    needed = list(calculator.inputs.model_construct().needed())
    return without_defaults({**calculator.json_schema(), "required": needed})


def without_defaults(schema: dict[str, Any]) -> dict[str, Any]:
    """Take every default out of a schema: a program must not fill in a value that nobody gave."""
    found: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "default":
            continue
        if isinstance(value, dict):
            value = without_defaults(value)
        elif isinstance(value, list):
            value = [without_defaults(item) if isinstance(item, dict) else item for item in value]
        found[key] = value
    return found
