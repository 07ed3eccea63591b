"""The tools of the MCP server: one for each thing that ``Service`` can do, and one for each calculator."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictStr

from calculators.calculator import Calculator
from calculators.profile import find_eligibility
from calculators.registry import load_calculators
from calculators.run import read_day
from corpus.normalise import to_script
from index.filters import Where
from ui.api_service import Service, strict_schema, without_defaults
from ui.api_texts import api_texts
from ui.contract import (
    MAX_QUESTION_CHARS,
    MAX_TEXT_CHARS,
    ClauseOut,
    Day,
    Portfolio,
    PortfolioIn,
    Reply,
    Result,
    SearchOut,
    Solve,
)

Arguments = Mapping[str, Any]
Given = TypeVar("Given", bound=BaseModel)


class _Arguments(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AskArguments(_Arguments):
    """Of ``ask``."""

    question: StrictStr = Field(min_length=1, max_length=MAX_QUESTION_CHARS)
    as_of: Day | None = None


class SearchArguments(_Arguments):
    """Of ``search_clauses``."""

    text: StrictStr = Field(min_length=1, max_length=MAX_TEXT_CHARS)
    k: Annotated[int, Field(strict=True, ge=1, le=100)] = 5
    policy: StrictStr = Field("", max_length=100)
    as_of: Day | None = None
    chapter: StrictStr = Field("", max_length=100)
    unit: StrictStr = Field("", max_length=100)


class ClauseArguments(_Arguments):
    """Of ``read_clause``."""

    clause: StrictStr = Field(min_length=1, max_length=200)


class SolveArguments(Solve):
    """Of ``solve_input``."""

    calculator: StrictStr
    inputs: dict[str, Any]
    as_of: Day | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its schemas, and what it does with arguments that may still be wrong."""

    name: str
    description: str
    input_schema: dict[str, Any]
    output: type[BaseModel]
    run: Callable[[Service, Arguments], BaseModel]


def all_tools() -> dict[str, Tool]:
    """Return every tool by name; calculators come from the registry."""
    return {tool.name: tool for tool in (*_looking(), *_calculating())}


def _looking() -> Iterator[Tool]:
    words = api_texts().tools

    def ask(service: Service, given: AskArguments) -> Reply:
        return service.ask(given.question, as_of=given.as_of)

    def search(service: Service, given: SearchArguments) -> SearchOut:
        where = Where(policy=given.policy, as_of=given.as_of, chapter=given.chapter, unit=given.unit)
        return service.search(given.text, given.k, where)

    def read(service: Service, given: ClauseArguments) -> ClauseOut:
        return service.clause(given.clause)

    yield _tool("ask", words.ask, AskArguments, Reply, ask)
    yield _tool("search_clauses", words.search_clauses, SearchArguments, SearchOut, search)
    yield _tool("read_clause", words.read_clause, ClauseArguments, ClauseOut, read)


def _calculating() -> Iterator[Tool]:
    words = api_texts().tools

    def solve(service: Service, given: SolveArguments) -> Result:
        return service.calculate(given.calculator, given.inputs, as_of=given.as_of, sought=given)

    def portfolio(service: Service, given: PortfolioIn) -> Portfolio:
        return service.portfolio(given.profile, as_of=given.as_of, policy=given.policy)

    calculators = load_calculators()
    yield from (_calculator(calculator) for calculator in calculators.values())
    solving = _tool("solve_input", words.solve_input, SolveArguments, Result, solve)
    solving.input_schema["properties"]["calculator"]["enum"] = list(calculators)
    yield solving
    checking = _tool("check_portfolio", words.check_portfolio, PortfolioIn, Portfolio, portfolio)
    _describe_profile(checking.input_schema)
    yield checking


def _tool(
    name: str, description: str, model: type[Given], output: type[BaseModel],
    run: Callable[[Service, Given], BaseModel],
) -> Tool:  # fmt: skip
    def checked(service: Service, arguments: Arguments) -> BaseModel:
        return run(service, model.model_validate(dict(arguments)))

    schema = without_defaults(model.model_json_schema())
    schema.pop("description", None)  # the tool's own is in the reader's language
    return Tool(name, description, schema, output, checked)


def _calculator(calculator: Calculator) -> Tool:
    words = api_texts().tools

    def run(service: Service, arguments: Arguments) -> Result:
        inputs = {key: value for key, value in arguments.items() if key != "as_of"}
        day: date | None = read_day(arguments["as_of"]) if "as_of" in arguments else None
        return service.calculate(calculator.name, inputs, as_of=day, sought=None)

    schema = strict_schema(calculator)
    day = {"type": "string", "format": "date", "description": words.as_of}
    schema["properties"] = {**schema["properties"], "as_of": day}
    title = to_script(calculator.title, "hans")
    return Tool(calculator.name, words.calculator.format(title=title, clause=calculator.clause), schema, Result, run)


def _describe_profile(schema: dict[str, Any]) -> None:
    """Put the fields of the first policy's profile in the place of "any object"."""
    rules = find_eligibility()
    profile = without_defaults(rules.profile.model_json_schema())
    schema["$defs"] = {**schema.get("$defs", {}), **profile.pop("$defs", {})}
    for name, field in rules.fields.items():
        profile["properties"][name]["description"] = f"{field.label}。{field.question}"
    schema["properties"]["profile"] = profile
