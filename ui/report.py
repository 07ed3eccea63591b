"""评测: the latest evaluation report, for those who have signed in."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

from fastapi import APIRouter, FastAPI, HTTPException, Request, Response
from fastapi.responses import FileResponse
from pydantic import ValidationError

from evals.place import RUNS
from evals.report import About, read_report
from evals.suite import PAGE
from ui.api_service import Service
from ui.desk_texts import ReportWords, desk_texts
from ui.plain_page import PlainPage, Tabs
from ui.render_page import Frame, account_html
from ui.staff import Staff
from ui.web_texts import LANGUAGES

PATH = "report"
_SHOWN = 10
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "frame-ancestors 'self'; sandbox allow-scripts"
)
"""The report has its style and script within; it can fetch nothing and reach nothing of this site."""


@dataclass(frozen=True, slots=True)
class Found:
    """A report that lies in the data directory."""

    folder: Path
    about: About


def find_reports(home: Path) -> list[Found]:
    """Return the reports, newest first; a folder that holds none, or a broken one, is passed over."""
    found = []
    for file in (home / RUNS).glob(f"*/{PAGE}"):
        try:
            found.append(Found(file.parent, read_report(file.parent).about))
        except (OSError, ValidationError):
            continue
    return sorted(found, key=lambda one: one.about.made, reverse=True)


def add_report(app: FastAPI, service: Service, tabs: Tabs, staff: Staff) -> None:
    """Add the page in every language, and the report that it holds."""
    router = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        _add_page(router, PlainPage(service, tabs, staff, key=PATH, path=PATH, language=language), staff)

    @router.get("/report.html")
    def report(request: Request) -> Response:
        if staff.user(request) is None:
            raise HTTPException(401)
        chosen = _choose(find_reports(staff.home), request.query_params.get("run", ""))
        if chosen is None:
            raise HTTPException(404)
        headers = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
        return FileResponse(chosen.folder / PAGE, media_type="text/html; charset=utf-8", headers=headers)

    app.include_router(router)


def _add_page(router: APIRouter, page: PlainPage, staff: Staff) -> None:
    @router.get(page.route)
    def show(request: Request) -> Response:
        frame, words = page.frame(request), desk_texts(page.language).report
        if not frame.user:
            return page.to_sign_in(request)
        reports = find_reports(staff.home)
        chosen = _choose(reports, request.query_params.get("run", ""))
        body = _report_html(chosen, reports, words) if chosen else _none_html(words)
        return page.answer(frame, words.heading, _bar(frame, words) + body)


def _choose(reports: list[Found], run: str) -> Found | None:
    """Return the report that is asked for by its folder's name, else the newest."""
    return next((one for one in reports if one.folder.name == run), reports[0] if reports else None)


def _bar(frame: Frame, words: ReportWords) -> str:
    return f'<div class="dk-views"><h1>{escape(words.heading)}</h1>{account_html(frame)}</div>'


def _report_html(chosen: Found, reports: list[Found], words: ReportWords) -> str:
    options = "".join(
        f'<option value="{escape(one.folder.name)}"{" selected" if one is chosen else ""}>'
        f"{escape(_about(one, words))}</option>"
        for one in reports[:_SHOWN]
    )
    address = f"./report.html?run={escape(chosen.folder.name)}"
    return (
        '<main id="dk-main" class="dk-report"><form class="dk-runs">'
        f'<select name="run" aria-label="{escape(words.older)}">{options}</select>'
        f"<noscript><button>{escape(words.open)}</button></noscript>"
        f'<a class="dk-plain" href="{address}" target="_blank">{escape(words.open)}</a></form>'
        f'<iframe src="{address}" title="{escape(words.frame)}" sandbox="allow-scripts"></iframe></main>'
    )


def _about(found: Found, words: ReportWords) -> str:
    about = found.about
    return words.about.format(
        model=about.model, commit=about.commit, cases=about.cases, time=f"{about.made.astimezone():%Y-%m-%d %H:%M}"
    )


def _none_html(words: ReportWords) -> str:
    return (
        f'<main id="dk-main" class="dk-nothing"><p>{escape(words.none)}</p><p>{escape(words.command_hint)}</p>'
        f"<pre><code>{escape(words.command)}</code></pre></main>"
    )
