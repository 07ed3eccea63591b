"""The frame of a page that is plain HTML: the header and looks of the other pages, nothing else loaded. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import quote

from corpus.clause import Policy
from ui.desk_texts import desk_texts
from ui.render_frame import Tab, header_html
from ui.web_texts import TAGS, Language, page_texts

_FOLDER = Path(__file__).parent
_SCRIPTS = ("desk_find.js", "desk.js")
_STYLES = ("web.css", "web_clause.css", "web_ask.css", "web_card.css", "desk.css")
FILES = {name: (_FOLDER / name).read_bytes() for name in (*_STYLES, *_SCRIPTS, "desk_dark.js")}
"""What these pages load, by name."""
CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a page."""

    policies: Mapping[str, Policy]
    tabs: Sequence[Tab]
    language: Language
    user: str = ""
    """Who is signed in."""
    back: str = ""
    """Where to return to after signing in, relative to the root."""
    staffed: bool = True
    """Whether there is anything to sign in for."""


def page_html(frame: Frame, title: str, body: str, *, kind: str) -> str:
    """Return a whole page; ``kind`` names it for the style."""
    words = page_texts(frame.language).page
    styles = "".join(f'<link rel="stylesheet" href="{file_address(name)}">' for name in _STYLES)
    scripts = "".join(f'<script src="{file_address(name)}" defer></script>' for name in _SCRIPTS)
    return (
        f'<!doctype html>\n<html lang="{TAGS[frame.language]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><title>{escape(title)} · {escape(words.title)}</title>{styles}'
        f'<script src="{file_address("desk_dark.js")}"></script>'
        f"{scripts}</head>"
        f'<body class="gradio-container dk-{kind}"><header id="sc-top"><div id="sc-header">'
        f"{header_html(frame.policies, frame.tabs, frame.language)}</div></header>{body}"
        f'<p id="dk-said" role="status"{_said(frame.language)}></p></body></html>\n'
    )


def _said(language: Language) -> str:
    """Return what the script may have to say."""
    words = desk_texts(language)
    messages = {
        "copied": words.clause.copied, "uncopied": words.clause.copy_failed, "chosen": words.clause.chosen,
        "failed": words.find.failed, "replaying": words.tickets.replaying,
    }  # fmt: skip
    return "".join(f' data-{name}="{escape(text)}"' for name, text in messages.items())


def file_address(name: str) -> str:
    """Return where a page finds one of ``FILES``; the address changes with its content."""
    return f"./look/{name}?v={sha256(FILES[name]).hexdigest()[:12]}"


def account_html(frame: Frame) -> str:
    """Return who is signed in with the way out, or the way in."""
    words = desk_texts(frame.language).sign_in
    if not frame.staffed:
        return ""
    if not frame.user:
        return f'<p class="dk-account"><a href="{sign_in_address(frame.back)}">{escape(words.link)}</a></p>'
    title = escape(words.signed_in.format(name=frame.user))
    return (
        f'<form class="dk-account" method="post" action="./sign-out"><span title="{title}">{escape(frame.user)}</span>'
        f"<button>{escape(words.out)}</button></form>"
    )


def sign_in_address(back: str) -> str:
    """Return the address of the sign-in page that leads back."""
    return f"./sign-in?next={quote(back, safe='')}"
