"""Builds the app: routers, pages, answers to what goes wrong, middleware; decides nothing else."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Response
from fastapi.routing import iter_route_contexts
from fastapi.staticfiles import StaticFiles
from sqlmodel import Session
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Scope

from api import middleware, openapi, problems
from api.live import Live
from api.problems.pages import router as problem_pages
from api.rates import Rates
from api.routing import Hall
from api.settings import Settings
from api.settings import settings as settings_of_this_process
from api.tokens import Tokens
from db.session import Database
from web.i18n import formats
from web.login import sign_in_again
from web.render import page, word

API: Final = "/api/v1"
STATIC: Final = Path(__file__).parents[1] / "web" / "static"

ROOMS: Final = (
    "lists",
    "detection",
    "signal_batches",
    "dossier",
    "relations",
    "attachments",
    "weighing",
    "assignment",
    "execution",
    "evaluation",
    "levels",
    "cases",
    "known",
    "connections",
    "circle",
    "timeline",
    "search",
    "sharing",
    "emergencies",
    "disclosures",
    "feedback",
    "concerns",
    "meetings",
    "agreements",
    "rules",
    "rehearsals",
    "retention",
    "audit",
    "administration",
    "catalogue",
    "notices",
)
"""Each has a router in `api.routers`."""

TECHNICAL: Final = ("oauth", "health")
"""Routers outside /api/v1: no resources of the chain, and not in its OpenAPI document."""

PAGES: Final = (
    "login",
    "today",
    "account",
    "lists",
    "detection",
    "importing",
    "recognition",
    "board",
    "sources",
    "connections",
    "dossier",
    "relations",
    "attachments",
    "rounds",
    "owning",
    "weighing",
    "assignment",
    "capacity",
    "execution",
    "evaluation",
    "reopening",
    "levels",
    "cases",
    "subjects",
    "known",
    "circle",
    "casefile",
    "emergencies",
    "disclosures",
    "concerns",
    "feedback",
    "meetings",
    "agenda_items",
    "drafts",
    "search",
    "sharing",
    "agreements",
    "rules",
    "rehearsals",
    "retention",
    "audit",
    "administration",
    "docs",
    "notices",
    "dead_letters",
    "tour",
)
"""The page modules in `web`."""

OUTSIDE: Final = (*(f"api.routers.{name}" for name in TECHNICAL), *(f"web.{name}" for name in PAGES))
"""What has a router and is not in the API."""


class App(FastAPI):
    """FastAPI with our middleware around the framework's own, so that its answer to a fault passes through it too."""

    def build_middleware_stack(self) -> ASGIApp:
        """The framework's stack, surrounded."""
        state = self.state
        return middleware.surround(super().build_middleware_stack(), state.settings, state.address_rates)


class Static(StaticFiles):
    """Files whose address changes with their content may be kept for ever; others are asked after each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept."""
        response = await super().get_response(path, scope)
        kept = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
        return response


def create_app(settings: Settings | None = None, database: Database | None = None) -> FastAPI:
    """The whole application; without arguments as the environment says."""
    settings = settings or settings_of_this_process()
    database = database or Database(
        settings.role_urls(), pool_size=settings.pool_size, keyring=settings.keyring()
    )
    app = App(
        title="Schakel",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # What it would record of a failed validation or a fault quotes the data.
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )

    def login_session() -> Session:
        return database.session_as("login")

    app.state.settings = settings
    app.state.database = database
    app.state.intake = settings.intake()
    app.state.tokens = Tokens(login_session, settings.public_url)
    app.state.live = Live(database)
    app.state.rates = Rates(login_session, settings.requests_per_minute)
    app.state.address_rates = Rates(login_session, settings.requests_per_minute_address)
    app.state.formats = formats
    problems.install(app, page, word, sign_in_again)
    _include(app)
    return app


def preload() -> None:
    """Import and build what every process needs: modules and routers. Connects to nothing, begins no thread."""
    for name in ROOMS:
        _hall(f"api.routers.{name}", API)
    for module in OUTSIDE:
        _hall(module)


def _include(app: FastAPI) -> None:
    for name in ROOMS:
        app.include_router(_hall(f"api.routers.{name}", API), prefix=API)

    def document() -> dict[str, Any]:
        rooms = APIRouter()
        for name in ROOMS:
            rooms.include_router(_router(f"api.routers.{name}"))
        return openapi.document(rooms)

    @app.get(f"{API}/openapi.json", include_in_schema=False)
    def openapi_document() -> Response:
        """The document itself, for anybody and from any site (ADR /core/publish-openapi).

        As it was committed, and a test says that it is the same: making it takes half a second and 50 MB.
        """
        headers = {"Access-Control-Allow-Origin": "*"}
        return Response(openapi.FILE.read_bytes(), media_type="application/json", headers=headers)

    for module in OUTSIDE:
        app.include_router(_hall(module), include_in_schema=False)
    app.include_router(problem_pages, include_in_schema=False)
    app.openapi = document  # type: ignore[method-assign]
    # Files alone: a compressed page that holds both a secret and what somebody typed tells the one by the other
    # (BREACH), so pages are left to a proxy whose operator weighs that.
    app.mount("/static", GZipMiddleware(Static(directory=STATIC, check_dir=False)), name="static")


@cache  # however many apps this process makes
def _hall(module: str, prefix: str = "") -> Hall:
    return Hall(_router(module), prefix)


def _router(module: str) -> APIRouter:
    router: APIRouter = import_module(module).router
    return router


@dataclass(frozen=True)
class Route:
    """One method on one address of the running app."""

    method: str
    path: str
    name: str
    kind: str
    """`api`, `page`, `technical` or `static`."""


def routes(app: FastAPI) -> list[Route]:
    """Every method and path that the app answers, included routers too: each needs a line in the access matrix."""
    return [
        Route(method, path, context.name or "", _kind(path))
        for context in iter_route_contexts(app.routes)
        for path in [context.path or "/"]
        for method in sorted(context.methods or {"GET"})
    ]


def _kind(path: str) -> str:
    if path.startswith("/static"):
        return "static"
    if path.startswith(API):
        return "api"
    return "technical" if path.startswith(problems.FOR_PROGRAMS) else "page"
