"""Signing in and out: a plain form, a cookie, and one clear line for whatever is wrong."""

import logging
import math
from html import escape

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from corpus.errors import SetupError
from ui.api_service import Service
from ui.desk_texts import SignInWords, desk_texts
from ui.plain_page import SIGN_IN, PlainPage, Tabs
from ui.staff import Form, Staff, safe_back
from ui.staff_session import COOKIE, SECONDS
from ui.staff_users import normal_name
from ui.web_texts import LANGUAGES, Language

_log = logging.getLogger(__name__)


def add_sign_in(app: FastAPI, service: Service, tabs: Tabs, staff: Staff) -> None:
    """Add the sign-in page in every language, and signing out."""
    router = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        _add_page(router, _SignIn(service, tabs, staff, language))

    @router.post("/sign-out")
    def sign_out(request: Request, form: Form) -> Response:
        staff.sessions.end(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("./desk", 303, headers={"Cache-Control": "no-store"})
        answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
        return answer

    app.include_router(router)


class _SignIn:
    """The page in one language."""

    def __init__(self, service: Service, tabs: Tabs, staff: Staff, language: Language) -> None:
        self.staff, self.words = staff, desk_texts(language).sign_in
        self.plain = PlainPage(service, tabs, None, key="", path=SIGN_IN, language=language)

    def page(self, request: Request, back: str, name: str = "", problem: str = "", status: int = 200) -> Response:
        """Return the page, with what is wrong, if anything is."""
        try:
            empty = not self.staff.users.all()
        except SetupError as error:
            empty, problem, status = False, str(error), 503
        body = _form_html(self.words, (back, name), problem, empty=empty)
        return self.plain.answer(self.plain.frame(request), self.words.heading, body, status=status)

    def enter(self, request: Request, form: dict[str, str]) -> Response:
        """Check name and password, and lead back signed in; or show what is wrong."""
        name, back = normal_name(form.get("name", "")[:100]), safe_back(form.get("next", ""))
        address = request.client.host if request.client else ""
        wait = self.staff.guard.attempt(name, address)
        if wait:
            _log.warning("sign-in braked for %d s: many wrong passwords from %s", wait, address)
            return self.page(request, back, name, self.words.wait.format(minutes=math.ceil(wait / 60)), 429)
        try:
            user = self.staff.users.check(name, form.get("password", ""))
        except SetupError:
            return self.page(request, back, name, self.words.busy, 503)
        if user is None:
            return self.page(request, back, name, self.words.wrong, 401)
        self.staff.guard.succeeded(name, address)
        _log.info("%s signed in from %s", user.name, address)
        answer = RedirectResponse(f"./{back}", 303, headers={"Cache-Control": "no-store"})
        answer.set_cookie(
            COOKIE, self.staff.sessions.begin(user), max_age=SECONDS, path="/", httponly=True, samesite="strict",
            secure=request.url.scheme == "https",
        )  # fmt: skip
        return answer


def _add_page(router: APIRouter, page: _SignIn) -> None:
    @router.get(page.plain.route)
    def show(request: Request) -> Response:
        return page.page(request, safe_back(request.query_params.get("next", "")))

    @router.post(page.plain.route)
    def enter(request: Request, form: Form) -> Response:
        return page.enter(request, form)


def _form_html(words: SignInWords, filled: tuple[str, str], problem: str, *, empty: bool) -> str:
    back, name = filled
    alert = f'<p class="dk-problem" role="alert">{escape(problem)}</p>' if problem else ""
    nobody = f"<p>{escape(words.nobody)}</p><pre><code>{escape(words.command)}</code></pre>" if empty else ""
    return (
        f'<main id="dk-main"><form id="dk-sign-in" method="post"><h1>{escape(words.heading)}</h1>'
        f'<p class="dk-hint">{escape(words.hint)}</p>{nobody}{alert}'
        f'<input type="hidden" name="next" value="{escape(back)}">'
        f'<label>{escape(words.name)}<input name="name" value="{escape(name)}" autocomplete="username" required '
        f'maxlength="100"{"" if name else " autofocus"}></label>'
        f'<label>{escape(words.password)}<input name="password" type="password" autocomplete="current-password" '
        f'required maxlength="400"{" autofocus" if name else ""}></label>'
        f'<button class="dk-strong">{escape(words.submit)}</button></form></main>'
    )
