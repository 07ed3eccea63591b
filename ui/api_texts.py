"""The words of REST and MCP, read once from api_texts.yaml."""

from functools import cache
from pathlib import Path

from corpus.data_file import DataModel, read_yaml

FILE = Path(__file__).with_name("api_texts.yaml")


class ErrorWords(DataModel):
    """One line for each way in which a request cannot be served."""

    body: str
    duplicate: str
    constant: str
    depth: str
    surrogate: str
    encoding: str
    syntax: str
    digits: str
    empty: str
    too_large: str
    not_found: str
    method: str
    conversation: str
    setup: str


class ToolWords(DataModel):
    """What MCP says of its tools."""

    ask: str
    search_clauses: str
    read_clause: str
    calculator: str
    solve_input: str
    check_portfolio: str
    as_of: str
    instructions: str


class ApiTexts(DataModel):
    """Every word of the two interfaces for programs."""

    title: str
    description: str
    errors: ErrorWords
    faults: dict[str, str]
    """Kind of a validation error → what to say; ``other`` for the rest."""
    tools: ToolWords


@cache
def api_texts() -> ApiTexts:
    """Return the words."""
    return read_yaml(FILE, ApiTexts)
