"""查条款 and what belongs to it: routes of plain HTML pages, made whole by the server; a script makes them quick."""

from datetime import date

from fastapi import APIRouter, FastAPI, HTTPException, Request, Response

from corpus.clause import Clause
from corpus.errors import InputError
from corpus.load import resolve_clause
from ui.api_service import Service
from ui.day import read_day
from ui.desk_search import STATES, Desk, Query
from ui.desk_texts import desk_texts
from ui.desk_tickets import VIEW as TICKETS
from ui.desk_tickets import tickets_page
from ui.plain_page import PlainPage, Tabs, html_response, language_of
from ui.render_desk import Shown, clause_panel, empty_panel, find_view, results_html, views_html
from ui.render_desk_text import compare_view, text_view
from ui.render_page import FILES
from ui.staff import Staff
from ui.web_texts import LANGUAGES, Language

PATH = "desk"
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


def add_desk(app: FastAPI, service: Service, tabs: Tabs, staff: Staff | None) -> None:
    """Add the desk's pages and the files that plain pages load."""
    desk = Desk(service.policies, service.assistant.searcher.find)
    router = APIRouter(include_in_schema=False)
    for language in LANGUAGES:
        _add_page(router, desk, PlainPage(service, tabs, staff, key=PATH, path=PATH, language=language))
    _add_parts(router, desk)
    _add_files(router)
    app.include_router(router)


def _add_page(router: APIRouter, desk: Desk, page: PlainPage) -> None:
    @router.get(page.route)
    def show(request: Request) -> Response:
        frame, shown, asked = page.frame(request), _shown(request, page.language), request.query_params
        view, status = asked.get("view", ""), 200
        if view == TICKETS:
            return tickets_page(page, request)
        if view == "text":
            body = text_view(desk, shown)
        elif view == "compare":
            first = find_clause(desk, asked.get("a", "")) or next(iter(desk.policies.values())).measures[0]
            body = compare_view(desk, first, find_clause(desk, asked.get("b", "")) or _beside(desk, first), shown)
        else:
            view = ""
            body, status = _find(desk, request, shown)
        title = desk_texts(page.language).find.label
        return page.answer(frame, title, views_html(frame, view, shown.as_of) + body, status=status)


def _find(desk: Desk, request: Request, shown: Shown) -> tuple[str, int]:
    query, named = read_query(request), request.query_params.get("clause", "")
    clause = find_clause(desk, named) if named else None
    if clause:
        return find_view(
            desk, query, shown, clause_panel(desk, clause, desk.marks(clause, query.text), shown), clause.id
        ), 200
    notice = desk_texts(shown.language).clause.missing.format(clause=named[:40]) if named else ""
    return find_view(desk, query, shown, empty_panel(shown, notice)), 404 if named else 200


def _add_parts(router: APIRouter, desk: Desk) -> None:
    @router.get(f"/{PATH}/find")
    def find(request: Request) -> Response:
        query, shown = read_query(request), _shown(request, language_of(request))
        return html_response(
            results_html(desk.search(query, shown.day), query, shown, request.query_params.get("opened", ""))
        )

    @router.get(f"/{PATH}/clause")
    def opened(request: Request) -> Response:
        clause = find_clause(desk, request.query_params.get("clause", ""))
        shown = _shown(request, language_of(request))
        if clause is None:
            raise HTTPException(404)
        return html_response(clause_panel(desk, clause, desk.marks(clause, read_query(request).text), shown))


def _add_files(router: APIRouter) -> None:
    @router.get("/look/{name}")
    def look(name: str) -> Response:
        if name not in FILES:
            raise HTTPException(404)
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
        return Response(FILES[name], media_type=_TYPES[name.rpartition(".")[2]], headers=headers)


def read_query(request: Request) -> Query:
    """Return what an address asks to look for; what it does not know does not narrow."""
    asked = {name: value.encode("utf-8", "replace").decode() for name, value in request.query_params.items()}
    state = next((state for state in STATES if state == asked.get("state")), None)
    return Query(asked.get("q", ""), asked.get("chapter", ""), asked.get("unit", ""), state)


def find_clause(desk: Desk, reference: str) -> Clause | None:
    """Return the clause that an address names; None if there is none."""
    named = reference.rpartition("/")[0]
    for policy in desk.policies.values():
        if named in ("", policy.id) and reference:
            try:
                return resolve_clause(policy, reference)
            except InputError:
                continue
    return None


def _beside(desk: Desk, clause: Clause) -> Clause:
    """Return the next clause, or the one before the last."""
    clauses = desk.policies[clause.policy_id].clauses
    here = clauses.index(clause)
    return clauses[here + 1] if here + 1 < len(clauses) else clauses[here - 1]


def _shown(request: Request, language: Language) -> Shown:
    chosen, today = read_day(request.query_params.get("as_of")), date.today()
    return Shown(language, today, None if chosen == today else chosen)
