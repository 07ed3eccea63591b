"""The words of the desk, the report and the sign-in page, read once: Simplified and English from files."""

from functools import cache
from pathlib import Path

from assistant.reply import Status
from assistant.tickets.compare import ChangeKind
from corpus.data_file import DataModel, read_yaml
from corpus.normalise import to_script
from ui.desk_search import State
from ui.web_texts import Language

FILE = Path(__file__).with_name("desk_texts.yaml")
FILE_EN = Path(__file__).with_name("desk_texts_en.yaml")


class ViewWords(DataModel):
    """The views of the clauses."""

    label: str
    find: str
    text: str
    compare: str
    tickets: str


class FindWords(DataModel):
    """Around the search."""

    label: str
    placeholder: str
    key: str
    chapter: str
    unit: str
    state: str
    chapter_label: str
    unit_label: str
    state_label: str
    submit: str
    results: str
    count: str
    count_alike: str
    alike: str
    nothing: str
    failed: str
    keys: str
    empty: str


class DeskClauseWords(DataModel):
    """On an opened clause."""

    copy_it: str
    copied: str
    copy_failed: str
    compare: str
    link: str
    back: str
    previous: str
    next: str
    period: str
    missing: str
    chosen: str


class TextWords(DataModel):
    """On the whole text."""

    contents: str
    heading: str


class CompareWords(DataModel):
    """On two clauses side by side."""

    heading: str
    first: str
    second: str
    go: str
    amounts: str
    none: str


class TicketWords(DataModel):
    """On tickets, feedback and replays."""

    heading: str
    every: str
    rated: str
    none_rated: str
    nothing: str
    pick: str
    number: str
    open: str
    missing: str
    question: str
    earlier: str
    reply: str
    unreadable: str
    evidence: str
    cited: str
    uncited: str
    changed: str
    tools: str
    failed: str
    checks: str
    passed: str
    parameters: str
    versions: str
    about: str
    votes: str
    no_votes: str
    reader: str
    up: str
    down: str
    reason: str
    correction: str
    correction_hint: str
    reason_hint: str
    rate: str
    replay: str
    replaying: str
    same: str
    differs: str
    before: str
    after: str
    nothing_there: str
    other_words: str
    other_versions: str
    kinds: dict[ChangeKind, str]
    statuses: dict[Status, str]


class ReportWords(DataModel):
    """On the evaluation report."""

    heading: str
    none: str
    command_hint: str
    command: str
    about: str
    older: str
    open: str
    frame: str


class SignInWords(DataModel):
    """On the sign-in page."""

    heading: str
    hint: str
    name: str
    password: str
    submit: str
    link: str
    out: str
    signed_in: str
    wrong: str
    wait: str
    busy: str
    nobody: str
    command: str
    strange: str
    again: str


class DeskTexts(DataModel):
    """Every word of these pages."""

    views: ViewWords
    find: FindWords
    states: dict[State, str]
    clause: DeskClauseWords
    text: TextWords
    compare: CompareWords
    tickets: TicketWords
    report: ReportWords
    sign_in: SignInWords


@cache
def desk_texts(language: Language = "hans") -> DeskTexts:
    """Return the words in the language of the labels."""
    if language == "en":
        return read_yaml(FILE_EN, DeskTexts)
    texts = read_yaml(FILE, DeskTexts)
    return texts if language == "hans" else DeskTexts.model_validate_json(to_script(texts.model_dump_json(), language))
