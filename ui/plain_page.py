"""What the routes of plain pages share: who asks, what surrounds the page, and how an answer is sent."""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from ui.api_service import Service
from ui.render_frame import Tab
from ui.render_page import CONTENT_POLICY, Frame, page_html
from ui.staff import Staff
from ui.web_language import variant
from ui.web_texts import LANGUAGES, Language

HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}  # fmt: skip
SIGN_IN = "sign-in"
Tabs = Callable[[str, Language, bool], Sequence[Tab]]
"""The navigation: the key of the page, its language, whether staff see it → tabs."""


def html_response(text: str, status: int = 200) -> HTMLResponse:
    """Return a page or a part of one; no cache keeps it, and no other site's page may hold it."""
    return HTMLResponse(text, status, headers=HEADERS)


def language_of(request: Request) -> Language:
    """Return the language that a part of a page is asked for in."""
    return next((each for each in LANGUAGES if each == request.query_params.get("lang")), LANGUAGES[0])


class PlainPage:
    """One page in one language; ``key`` names it in the navigation."""

    def __init__(
        self, service: Service, tabs: Tabs, staff: Staff | None, *, key: str, path: str, language: Language
    ) -> None:
        self.service, self.staff, self.language = service, staff, language
        self._tabs, self._key, self._path = tabs, key, path

    @property
    def route(self) -> str:
        """Its address for the router."""
        return f"/{variant(self._path, self.language)}"

    def frame(self, request: Request, key: str = "") -> Frame:
        """Return what surrounds the page for whoever asks; ``key`` where a view has a name of its own."""
        user = self.staff.user(request) if self.staff else None
        tabs = self._tabs(key or self._key, self.language, user is not None)
        name = user.name if user else ""
        return Frame(self.service.policies, tabs, self.language, name, self._back(request), self.staff is not None)

    def answer(self, frame: Frame, title: str, body: str, *, status: int = 200) -> Response:
        """Return the whole page."""
        return html_response(page_html(frame, title, body, kind=self._path), status)

    def to_sign_in(self, request: Request) -> Response:
        """Return the way to the sign-in page, which leads back to this one."""
        address = f"./{variant(SIGN_IN, self.language)}?next={quote(self._back(request), safe='')}"
        return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})

    def _back(self, request: Request) -> str:
        return variant(self._path, self.language) + (f"?{request.url.query}" if request.url.query else "")
