"""The words of the pages, read once: Simplified and English from files, Traditional converted."""

from functools import cache
from pathlib import Path
from typing import Literal, get_args

from assistant.reply import Status
from calculators.contract import Bound
from corpus.data_file import DataModel, read_yaml
from corpus.normalise import Script, to_script
from ui.web_texts_forms import CalcWords, CheckWords, FormWords
from ui.web_texts_talk import TalkWords

FILE = Path(__file__).with_name("web_texts.yaml")
FILE_EN = Path(__file__).with_name("web_texts_en.yaml")

Language = Literal["hans", "hant", "en"]
"""What a page's labels are written in; answers follow the script of the question instead."""
LANGUAGES: tuple[Language, ...] = get_args(Language)
TAGS: dict[Language, str] = {"hans": "zh-CN", "hant": "zh-Hant", "en": "en"}
"""HTML language tags, which choose the right forms of a pan-Chinese font."""
NAMES: dict[Language, tuple[str, str]] = {
    "hans": ("简", "简体中文"),
    "hant": ("繁", "繁體中文"),
    "en": ("EN", "English"),
}
"""How each language calls itself, short and in full: the same whatever the page is written in."""


class PageWords(DataModel):
    """Title and what stands in the header."""

    title: str
    seal: str
    home: str
    pages: str
    languages: str
    new_talk: str
    away: str
    as_of: str
    as_of_help: str


class NoticeWords(DataModel):
    """What the page says about the policy it answers on."""

    what: str
    in_force: str
    maxima: str
    related: str


class WelcomeWords(DataModel):
    """What an empty conversation shows."""

    heading: str
    hint: str
    examples: tuple[str, ...]


class AskWords(DataModel):
    """Around the question box."""

    placeholder: str
    label: str
    send: str
    conversation: str
    starting: str
    rejected: str
    retry: str
    broken: str


class AnswerWords(DataModel):
    """Inside an answer; every status but ``answered`` has a word."""

    statuses: dict[Status, str]
    sources: str
    open_clause: str
    as_of: str


class CalculationWords(DataModel):
    """On a calculation's card."""

    bounds: dict[Bound, str]
    reverse: str
    unreachable: str
    not_in_force: str
    range: str
    extremes: dict[str, str]
    between: str
    possibility: str
    decided_by: str


class UnitWords(DataModel):
    """Money in yuan, in ten thousands (万) and in hundred millions (亿)."""

    yuan: str
    wan: str
    yi: str


class ClauseWords(DataModel):
    """In the panel that shows a clause."""

    panel: str
    contents: str
    contents_hint: str
    back: str
    hans: str
    hant: str
    hans_title: str
    hant_title: str
    responsible: str
    converted: str
    original: str
    preamble: str
    closing: str
    previous: str
    next: str
    missing: str


class ServerWords(DataModel):
    """What the terminal shows when the server starts."""

    ready: str
    port_taken: str
    port_range: str
    port_invalid: str
    port_repair: str


class Texts(DataModel):
    """Every word of the page."""

    page: PageWords
    nav: dict[str, str]
    notice: NoticeWords
    welcome: WelcomeWords
    ask: AskWords
    talk: TalkWords
    answer: AnswerWords
    calculation: CalculationWords
    units: UnitWords
    clause: ClauseWords
    form: FormWords
    calc: CalcWords
    check: CheckWords
    server: ServerWords


def page_texts(language: Language = "hans") -> Texts:
    """Return the words of the pages in the language of their labels."""
    return _texts(language)


def answer_texts(script: Script) -> Texts:
    """Return the words in the script of an answer; an answer does not mix scripts."""
    return _texts(script)


@cache
def _texts(language: Language) -> Texts:
    if language == "en":
        return read_yaml(FILE_EN, Texts)
    texts = read_yaml(FILE, Texts)
    return texts if language == "hans" else Texts.model_validate_json(to_script(texts.model_dump_json(), language))


def script_of(language: Language) -> Script:
    """Return the script for Chinese words on a page: the policy has no English."""
    return "hant" if language == "hant" else "hans"
