"""A calculator's inputs → a form. Pure. The page's script makes copies of it, one for each scenario.

Every field stands in ``<div class="sc-field" data-path="…">`` with its label, its help and a place for its fault; ids
are given by the script, as a form may stand on the page more than once. ``[#]`` in a path is the place in a list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from calculators.calculator import Calculator, Field
from ui.form_english import said_in
from ui.web_texts import Language, page_texts
from ui.web_texts_forms import FormWords


@dataclass(frozen=True, slots=True)
class Asked:
    """One input of a form, as people see it."""

    path: str
    kind: str
    label: str
    unit: str
    help: str
    required: bool = True
    choices: Mapping[str, str] | None = None


_MOST_PILLS = 4
"""More choices than these stand in a list that opens."""


class FormHtml:
    """Writes fields in one language."""

    def __init__(self, language: Language) -> None:
        self.words: FormWords = page_texts(language).form
        self.language = language

    def text(self, simplified: str) -> str:
        """Return words of ours in the reader's language, safe."""
        return escape(said_in(simplified, self.language))

    def field(self, asked: Asked) -> str:
        """Return one input with label, help and a place for what is wrong with it."""
        if asked.kind == "choice" and len(asked.choices or ()) > _MOST_PILLS:
            return self._select(asked)
        if asked.kind in ("flag", "choice"):
            return self._choice(asked)
        example = escape(self.words.examples[asked.kind])
        unit = f' <span class="sc-unit">{self.text(asked.unit)}</span>' if asked.unit else ""
        return (
            f'<div class="sc-field" data-path="{escape(asked.path)}"><label>{self.text(asked.label)}{unit}</label>'
            f'<input type="text" autocomplete="off" maxlength="100" placeholder="{example}">{self._below(asked)}</div>'
        )

    def _select(self, asked: Asked) -> str:
        options = "".join(
            f'<option value="{escape(value)}">{self.text(name)}</option>'
            for value, name in {"": self.words.choose, **(asked.choices or {})}.items()
        )
        return (
            f'<div class="sc-field" data-path="{escape(asked.path)}"><label>{self.text(asked.label)}</label>'
            f"<select>{options}</select>{self._below(asked)}</div>"
        )

    def _choice(self, asked: Asked) -> str:
        flags = {"yes": self.words.affirm, "no": self.words.deny}
        choices = (
            flags if asked.kind == "flag" else {key: self.text(name) for key, name in (asked.choices or {}).items()}
        )
        buttons = "".join(
            f'<label><input type="radio" value="{escape(value)}"{"" if value else " checked"}>'
            f"<span>{name}</span></label>"
            for value, name in {**choices, "": escape(self.words.unknown)}.items()
        )
        return (
            f'<div class="sc-field" data-path="{escape(asked.path)}" role="radiogroup">'
            f'<span class="sc-legend">{self.text(asked.label)}</span>'
            f'<span class="sc-pills">{buttons}</span>{self._below(asked)}</div>'
        )

    def _below(self, asked: Asked) -> str:
        told = f'<p class="sc-help">{self.text(asked.help)}</p>' if asked.help else ""
        return f'{told}<p class="sc-fault" role="alert"></p>'

    def items(self, listed: Asked, inside: Iterable[Asked], *, first: bool) -> str:
        """Return a list: a pattern for its items, and a button that adds one; ``first`` says that one stands there."""
        fields = "".join(self.field(asked) for asked in inside)
        words = self.words
        return (
            f'<div class="sc-list sc-field" data-list="{listed.path}" data-path="{listed.path}"'
            f' data-first="{int(first)}">'
            f'<template><fieldset class="sc-item"><legend data-form="{escape(words.item)}"></legend>'
            f"{button_html('sc-remove', words.remove)}{fields}</fieldset></template>"
            '<div class="sc-items"></div><p class="sc-fault" role="alert"></p>'
            f"{button_html('sc-add', f'{words.add}（{said_in(listed.label, self.language)}）')}</div>"
        )


def button_html(css: str, name: str, **data: str) -> str:
    """Return a button that the page's script knows by its class, with what else it needs as ``data-…``."""
    known = "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())
    return f'<button type="button" class="sc-button {css}"{known}>{escape(name)}</button>'


def turn_html(turn: object) -> str:
    """Return the unseen mark that tells the page's script which of its requests is answered."""
    return f'<span hidden class="sc-turn" data-turn="{escape(str(turn)[:20])}"></span>'


def jump_html(language: Language) -> str:
    """Return the way from a form to its results, which lie below it on a phone."""
    return button_html("sc-jump", page_texts(language).form.jump)


def calculator_fields(calculator: Calculator, language: Language) -> str:
    """Return the inputs of a calculator: what is needed first, the rest behind a fold."""
    html, fields = FormHtml(language), list(calculator.fields.values())
    needed: list[str] = []
    rest: list[str] = []
    for field in fields:
        if "[]" in field.path:
            continue
        if field.kind == "list":
            inside = [_asked(each) for each in fields if each.path.startswith(f"{field.path}[].")]
            piece = html.items(_asked(field), inside, first=field.required)
        else:
            piece = html.field(_asked(field))
        (needed if field.required else rest).append(piece)
    if not needed and not rest:
        return f'<p class="sc-help">{escape(page_texts(language).calc.nothing_to_fill)}</p>'
    more = f'<details class="sc-more"><summary>{escape(html.words.more)}</summary>{"".join(rest)}</details>'
    return "".join(needed) + (more if rest else "")


def _asked(field: Field) -> Asked:
    told = field.help if not field.choices else ""  # the choices' names say it
    return Asked(
        field.path.replace("[]", "[#]"), field.kind, field.label, field.unit, told, field.required, field.choice_names
    )
