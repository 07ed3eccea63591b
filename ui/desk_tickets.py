"""工单 on the desk: for those who have signed in."""

from datetime import date
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from assistant.tickets.ticket import Ticket
from corpus.errors import InputError, SetupError
from ui.api_service import Service
from ui.contract import FeedbackIn
from ui.desk_texts import desk_texts
from ui.plain_page import SIGN_IN, PlainPage, html_response, language_of
from ui.render_desk import Shown, address, empty_panel, views_html
from ui.render_desk_ticket import missing_panel, ticket_panel, tickets_view
from ui.render_replay import replay_html
from ui.staff import Form, Staff
from ui.web_language import variant
from ui.web_texts import LANGUAGES

VIEW = "tickets"
_RECENT = 50


def tickets_page(page: PlainPage, request: Request) -> Response:
    """Return the recent tickets and the one that is asked for; the way to the sign-in for a stranger."""
    frame, shown = page.frame(request, VIEW), Shown(page.language, date.today())
    if page.staff is None:
        raise HTTPException(404)
    if not frame.user:
        return page.to_sign_in(request)
    wanted, status = request.query_params.get("ticket", "").strip(), 200
    only = "rated" if request.query_params.get("only") == "rated" else ""
    try:
        store = page.staff.tickets
        recent = store.rated()[: -_RECENT - 1 : -1] if only else store.recent(_RECENT)
        found = _find(page.staff, wanted)
        status = 404 if wanted and not found else 200
        panel = ticket_panel(found, page.service.policies, shown) if found else missing_panel(wanted, shown)
        body = tickets_view(recent, panel, shown, opened=found.id if found else "", only=only)
    except SetupError as error:
        body, status = f'<main id="dk-main">{empty_panel(shown, str(error))}</main>', 503
    title = desk_texts(page.language).views.tickets
    return page.answer(frame, title, views_html(frame, VIEW) + body, status=status)


def _find(staff: Staff, wanted: str) -> Ticket | None:
    return staff.tickets.find(wanted) if wanted.isalnum() else None


def add_ticket_actions(app: FastAPI, service: Service, staff: Staff) -> None:
    """Add what staff do with a ticket: run it again, rate it."""
    router = APIRouter(include_in_schema=False)

    @router.post("/desk/replay")
    def replay(request: Request, form: Form) -> Response:
        if staff.user(request) is None:
            raise HTTPException(401, desk_texts(language_of(request)).sign_in.again)
        shown = Shown(language_of(request), date.today())
        try:
            ticket = _find(staff, form.get("ticket", ""))
            if ticket is None:
                return html_response(missing_panel(form.get("ticket", "") or "?", shown), 404)
            return html_response(replay_html(staff.replay(ticket), service.policies, shown))
        except (SetupError, InputError) as error:
            return html_response(empty_panel(shown, str(error)), 503)

    @router.post("/desk/rate")
    def rate(request: Request, form: Form) -> Response:
        user, language = staff.user(request), next((one for one in LANGUAGES if one == form.get("lang")), LANGUAGES[0])
        back = f"{variant('desk', language)}{address(view=VIEW, ticket=form.get('ticket', ''))}"
        if user is None:
            return _away(f"../{variant(SIGN_IN, language)}?next={quote(back, safe='')}")
        try:
            staff.feedback.add(FeedbackIn.model_validate(_given(form)), by=user.name)
        except ValidationError:
            raise HTTPException(422) from None
        return _away(f"../{back}")

    app.include_router(router)


def _away(address: str) -> Response:
    return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})


def _given(form: dict[str, str]) -> dict[str, str]:
    return {name: form[name] for name in ("ticket", "vote", "reason", "correction") if form.get(name, "").strip()}
