"""The plain pages over REST, without Gradio, which takes a second to build."""

from fastapi import FastAPI

from ui.api import build_api
from ui.api_feedback import FeedbackStore
from ui.api_service import Assistance, Service
from ui.metrics import Metrics
from ui.plain_pages import add_plain_pages
from ui.render_frame import Tab
from ui.staff import Staff
from ui.web_language import variant
from ui.web_texts import Language


def plain_app(assistant: Assistance, feedback: FeedbackStore, staff: Staff | None = None) -> FastAPI:
    """Return an application with the plain pages; their neighbours stand in the navigation."""
    service = Service(assistant, feedback)
    app = build_api(service, Metrics())
    add_plain_pages(app, service, _tabs, staff)
    return app


def _tabs(here: str, language: Language, inside: bool) -> list[Tab]:
    keys = ["ask", "desk", *(["report"] if inside else [])]
    return [Tab(key, variant("" if key == "ask" else key, language), here=key == here) for key in keys]
