"""REST: the application that the page is mounted on. Everything it can do is a call of ``Service``."""

import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, HTTPException, Path, Query, Request, Response
from fastapi.routing import APIRoute
from starlette.middleware import Middleware
from starlette.routing import Route

from index.filters import Where
from ui.api_ask import add_ask
from ui.api_body import BodyLimit, StrictRoute
from ui.api_errors import add_error_handlers
from ui.api_service import Service
from ui.api_texts import api_texts
from ui.contract import (
    MAX_TEXT_CHARS,
    CalculateIn,
    CalculatorsOut,
    ClauseOut,
    Day,
    ErrorOut,
    FeedbackIn,
    FeedbackOut,
    Health,
    PoliciesOut,
    Portfolio,
    PortfolioIn,
    Result,
    SearchOut,
)
from ui.mcp_http import mount_mcp
from ui.metrics import CountRequests, Metrics

PREFIX = "/api"
_METRICS_TYPE = "text/plain; version=1.0.0; charset=utf-8"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
_Text = Annotated[str, Query(min_length=1, max_length=MAX_TEXT_CHARS, examples=["银行利息帮我扛一半"])]
_Filter = Annotated[str, Query(max_length=100)]
_Name = Annotated[str, Path(examples=["compute_voucher"])]
_Id = Annotated[str, Path(examples=["m03", "hz_ai_2024/m03", "第三条"])]


def errors(*codes: int) -> dict[int | str, dict[str, Any]]:
    """Return the documentation of the errors that a route answers with."""
    return {code: {"model": ErrorOut} for code in codes}


def build_api(service: Service, metrics: Metrics, *, allowed_hosts: Iterable[str] = ()) -> FastAPI:
    """Return the application: REST below ``/api``, MCP at ``/mcp``, ``/healthz``, ``/metrics``, ``/openapi.json``."""
    texts = api_texts()
    middleware = [Middleware(CountRequests, metrics=metrics), Middleware(BodyLimit, prefix=PREFIX)]
    mcp = mount_mcp(service, allowed_hosts)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with mcp.run():
            yield

    app = FastAPI(
        title=texts.title, description=texts.description, version="1", docs_url=None, redoc_url=None,
        middleware=middleware, lifespan=lifespan,
    )  # fmt: skip
    add_error_handlers(app)
    router = APIRouter(prefix=PREFIX, route_class=StrictRoute)
    _add_reading(router, service)
    _add_calculating(router, service)
    add_ask(router, service, errors)
    app.include_router(router)
    _add_watching(app, metrics)
    app.router.routes.append(mcp.route)
    _add_refusals(app, router)
    return app


def _add_reading(router: APIRouter, service: Service) -> None:
    @router.get("/search", responses=errors(422))
    def search(
        text: _Text, k: Annotated[int, Query(ge=1, le=100)] = 5, policy: _Filter = "", as_of: Day | None = None,
        chapter: _Filter = "", unit: _Filter = "",
    ) -> SearchOut:  # fmt: skip
        """Find clauses by anybody's words, best first, with the reasons.

        Only those of a policy, in force on a day, of a chapter (number or words) or of a responsible unit.
        """
        return service.search(text, k, Where(policy=policy, as_of=as_of, chapter=chapter, unit=unit))

    @router.get("/clauses/{id:path}", responses=errors(404))
    def clause(id: _Id) -> ClauseOut:
        """Return a clause: ``hz_ai_2024/m03``, ``m03``, ``3``, ``第三条``, ``（三）``, ``附则``."""
        return service.clause(id)

    @router.get("/policies")
    def policies() -> PoliciesOut:
        """Return every policy with its dates and the names of its clauses."""
        return service.list_policies()


def _add_calculating(router: APIRouter, service: Service) -> None:
    @router.get("/calculators")
    def calculators() -> CalculatorsOut:
        """Return every calculator with the schema, labels and units of its inputs, and its clause."""
        return service.list_calculators()

    @router.post("/calculators/{name}", responses=errors(400, 404, 413, 422))
    def calculate(name: _Name, body: CalculateIn) -> Result:
        """Run a calculator; with ``solve`` backward: what a field must be to reach the target or the cap."""
        return service.calculate(name, body.inputs, as_of=body.as_of, sought=body.solve)

    @router.post("/portfolio", responses=errors(400, 413, 422))
    def portfolio(body: PortfolioIn) -> Portfolio:
        """Check an enterprise against all measures and find the best lawful combination."""
        return service.portfolio(body.profile, as_of=body.as_of, policy=body.policy)

    @router.post("/feedback", status_code=201, responses=errors(400, 413, 422, 503))
    def feedback(body: FeedbackIn) -> FeedbackOut:
        """Keep what a reader thinks of a reply."""
        service.feedback.add(body)
        return FeedbackOut(ticket=body.ticket, vote=body.vote)


def _add_watching(app: FastAPI, metrics: Metrics) -> None:
    @app.get("/healthz")
    def healthz() -> Health:
        """Say that the server answers."""
        return Health(status="ok")

    @app.get("/metrics", response_class=Response, responses={200: {"content": {_METRICS_TYPE: {}}}})
    def counters() -> Response:
        """Return counts and latencies in Prometheus' text form."""
        return Response(metrics.text(), media_type=_METRICS_TYPE)


def _add_refusals(app: FastAPI, router: APIRouter) -> None:
    """Answer what REST does not serve in its own form; else the page, mounted at the root, would answer."""
    served: dict[str, set[str]] = {}
    for route in router.routes:
        if isinstance(route, APIRoute):
            served.setdefault(route.path, set()).update(route.methods or ())

    for path, methods in served.items():
        allow = {"Allow": ", ".join(sorted(methods))}
        app.router.routes.append(Route(path, _refusal(405, allow), methods=sorted(_METHODS - methods)))
    app.router.routes.append(Route(f"{PREFIX}/{{rest:path}}", _refusal(404), methods=sorted(_METHODS)))


def _refusal(code: int, headers: dict[str, str] | None = None) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    async def refuse(request: Request) -> Response:
        raise HTTPException(code, headers=headers)

    return refuse
