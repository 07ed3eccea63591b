"""Which language a page's labels are in: ``?lang=`` chooses, a cookie remembers, Simplified is the first.

Every page is built once in each language: ``/calc``, ``/calc.hant``, ``/calc.en``. Asked for ``/calc`` by a reader who
chose English, this leads on to ``/calc.en``.
"""

from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.web_texts import LANGUAGES, Language

COOKIE = "suance_language"
PARAMETER = "lang"
_KEPT_SECONDS = 365 * 24 * 3600
_FIRST = "home"
"""What the page at ``/`` is called where its address needs a name."""


def variant(path: str, language: Language) -> str:
    """Return the address of a page in a language; in Simplified it is the page's own."""
    return path if language == "hans" else f"{path or _FIRST}.{language}"


class ChooseLanguage:
    """Middleware: leads a reader to the page in the language of choice."""

    def __init__(self, app: ASGIApp, paths: Iterable[str]) -> None:
        self.app = app
        self.pages = {variant(path, language): (path, language) for path in paths for language in LANGUAGES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with the page's address in another language."""
        root = str(scope.get("root_path", ""))
        page = self.pages.get(str(scope.get("path", "")).removeprefix(f"{root}/"))
        if scope["type"] == "http" and page:
            answer = _elsewhere(scope, *page)
            if answer:
                return await answer(scope, receive, send)
        await self.app(scope, receive, send)


def _elsewhere(scope: Scope, path: str, language: Language) -> RedirectResponse | None:
    """Return the way to another language; None where the page asked for is the one to show."""
    query = parse_qsl(bytes(scope.get("query_string", b"")).decode("latin-1"), keep_blank_values=True)
    asked = _known(dict(query).get(PARAMETER, ""))
    kept = [(name, value) for name, value in query if name != PARAMETER]
    wanted = asked or (_known(_remembered(scope)) if language == "hans" else None) or language
    if not asked and wanted == language:
        return None
    answer = RedirectResponse(f"./{variant(path, wanted)}" + (f"?{urlencode(kept)}" if kept else ""), 302)
    answer.headers["Cache-Control"] = "no-store"
    if asked:
        answer.set_cookie(COOKIE, asked, max_age=_KEPT_SECONDS, samesite="lax")
    return answer


def _known(name: str) -> Language | None:
    return next((language for language in LANGUAGES if language == name), None)


def _remembered(scope: Scope) -> str:
    try:
        kept = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return kept.value if kept else ""
