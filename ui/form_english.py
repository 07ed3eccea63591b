"""The words of calculators and profile in the language of a page: English where form_words_en.yaml has it."""

from functools import cache
from pathlib import Path

from pydantic import RootModel

from corpus.data_file import read_yaml
from ui.render_place import in_script
from ui.web_texts import Language, script_of

FILE = Path(__file__).with_name("form_words_en.yaml")


class _Words(RootModel[dict[str, str]]):
    """form_words_en.yaml: Chinese words → English."""


@cache
def english() -> dict[str, str]:
    """Return the English of Chinese words."""
    return read_yaml(FILE, _Words).root


def said_in(simplified: str, language: Language) -> str:
    """Return words of a form in a language; Chinese where there is no English for them."""
    if language == "en":
        return english().get(simplified, simplified)
    return in_script(simplified, script_of(language))
