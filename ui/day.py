"""按哪天看: the day whose rules apply, chosen on a page; the page's address keeps it."""

from datetime import date
from html import escape

from pydantic import TypeAdapter, ValidationError

from ui.contract import Day
from ui.web_texts import Language, page_texts

_READER: TypeAdapter[date] = TypeAdapter(Day)


def read_day(text: object) -> date | None:
    """Return the day that a page sends as YYYY-MM-DD; None, which is today, for anything else."""
    try:
        return _READER.validate_python(text) if isinstance(text, str) else None
    except ValidationError:
        return None


def day_html(language: Language) -> str:
    """Return the field to choose the day in; ``web.js`` fills it and keeps the address."""
    words = page_texts(language).page
    return (
        f'<label class="sc-day" title="{escape(words.as_of_help)}"><span>{escape(words.as_of)}</span>'
        '<input type="date" required></label>'
    )
