"""Every page that is plain HTML, added to the application."""

from fastapi import FastAPI

from ui.api_service import Service
from ui.desk import add_desk
from ui.desk_tickets import add_ticket_actions
from ui.plain_page import Tabs
from ui.report import add_report
from ui.staff import Staff
from ui.staff_pages import add_sign_in


def add_plain_pages(app: FastAPI, service: Service, tabs: Tabs, staff: Staff | None) -> None:
    """Add the desk, and with ``staff`` what has to be signed in for."""
    add_desk(app, service, tabs, staff)
    if staff is not None:
        add_sign_in(app, service, tabs, staff)
        add_ticket_actions(app, service, staff)
        add_report(app, service, tabs, staff)
