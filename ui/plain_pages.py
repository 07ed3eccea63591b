"""Every page that is plain HTML, added to the application."""

from fastapi import FastAPI, Request, Response

from ui.api_service import Service
from ui.desk import add_desk
from ui.desk_tickets import add_ticket_actions
from ui.plain_page import Tabs, html_response, language_of
from ui.render_frame import STAFF_TABS, links_html
from ui.report import add_report
from ui.staff import Staff
from ui.staff_pages import add_sign_in


def add_plain_pages(app: FastAPI, service: Service, tabs: Tabs, staff: Staff | None) -> None:
    """Add the desk, and with ``staff`` what has to be signed in for."""
    add_desk(app, service, tabs, staff)
    _add_tabs(app, tabs, staff)
    if staff is not None:
        add_sign_in(app, service, tabs, staff)
        add_ticket_actions(app, service, staff)
        add_report(app, service, tabs, staff)


def _add_tabs(app: FastAPI, tabs: Tabs, staff: Staff | None) -> None:
    @app.get(f"/{STAFF_TABS}", include_in_schema=False)
    def staff_tabs(request: Request, here: str = "") -> Response:
        """Return the links of the navigation to whoever is signed in; nothing to anybody else."""
        if staff is None or staff.user(request) is None:
            return Response(status_code=204, headers={"Cache-Control": "no-store"})
        language = language_of(request)
        return html_response(links_html(tabs(here, language, True), language))
