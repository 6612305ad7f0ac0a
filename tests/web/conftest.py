"""The portal over the cast, for most tests of pages; and for some a page about nothing but its parts.

That page is served as the application serves pages, without a database.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from fastapi.testclient import TestClient
from jinja2 import ChoiceLoader, FileSystemLoader
from starlette.middleware.base import RequestResponseEndpoint

from api.main import create_app
from api.middleware import PAGE_POLICY
from api.settings import Settings
from db.session import Database
from domain.actor import Actor, StaffRole
from tests.web.people import Browser, signed_in
from tests.world import World, build
from web import render
from web.i18n import LANGUAGES, PSEUDO

HERE = Path(__file__).parent
SANNE = Actor(
    id=UUID(int=1),
    organisation_id=UUID(int=2),
    organisation_name="Gemeente Alkmaar",
    organisation_kind="municipality",
    name="Sanne de Wit",
    kind="person",
    staff_roles=frozenset({StaffRole.CASE_MANAGER}),
    compartments=frozenset("R"),
)
NOON = datetime(2026, 7, 17, 12, 5, tzinfo=UTC)
ROWS = [
    ("Politie Noord-Holland", "Bekend in de basisvoorziening?", "success", "Geleverd"),
    ("Belastingdienst", "Inkomen uit de onderneming", "warning", "Wacht op antwoord"),
    ("Nederlandse Arbeidsinspectie", "Eerdere controles op dit adres", "inactive", "Niets bekend"),
    ("Immigratie- en Naturalisatiedienst", "Verblijfspositie", "danger", "Te laat"),
]
WRONG = {
    "": "Iemand anders was u voor",
    "name": "Vul een naam in",
    "since": "Vul een datum in, bijvoorbeeld 17-11-2026",
    "ground": "Kies een grondslag",
    "necessity": "Leg uit waarom dit nodig is",
    "outcome": "Kies een besluit",
    "indicators": "Kies er minstens één",
}


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast, in a database of this module."""
    return build(module_database)


@pytest.fixture(scope="module")
def app(world: World) -> FastAPI:
    """The application over the cast."""
    return create_app(Settings(), world.database)


@pytest.fixture(scope="module")
def browser(app: FastAPI, world: World) -> Browser:
    """The browser of somebody of the cast, signed in."""
    return cache(lambda name: signed_in(app, world, name))


@pytest.fixture(scope="session")
def guide() -> Iterator[FastAPI]:
    """The style guide at /cases/x (with ?wrong as a refused form), a problem at /problem."""
    for language in (*LANGUAGES, PSEUDO):
        environment = render.environment(language)
        environment.loader = ChoiceLoader([environment.loader, FileSystemLoader(HERE)])
    app = FastAPI()
    app.state.settings = SimpleNamespace(demo=True)
    app.mount("/static", StaticFiles(directory=HERE.parents[1] / "web" / "static"))
    app.middleware("http")(_as_sanne)
    app.get("/cases/x")(_styleguide)
    app.get("/problem")(_problem)
    app.get("/block")(_block)
    app.get("/done")(_done)
    yield app
    render.environment.cache_clear()


@pytest.fixture
def client(guide: FastAPI) -> TestClient:
    """Over https: a browser sends __Host- cookies to nothing else."""
    return TestClient(guide, base_url="https://testserver")


async def _as_sanne(request: Request, call_next: RequestResponseEndpoint) -> Response:
    if "anonymous" not in request.query_params:
        request.state.actor = SANNE
    answer = await call_next(request)
    answer.headers["Content-Security-Policy"] = PAGE_POLICY
    return answer


def _context(request: Request) -> dict[str, Any]:
    problems = WRONG if "wrong" in request.query_params else {}
    return {"problems": problems, "rows": ROWS, "date": date(2026, 11, 17), "moment": NOON}


def _styleguide(request: Request) -> Response:
    status = 400 if "wrong" in request.query_params else 200
    return render.page(request, "styleguide.html", _context(request), status=status)


def _block(request: Request) -> Response:
    return render.page(request, "styleguide.html", _context(request), block="main")


def _done(request: Request) -> Response:
    return render.see_other("/block", flash="De weging is vastgelegd — 1 < 2.")


def _problem(request: Request) -> Response:
    shown = {
        "title": "Dit is er niet",
        "detail": "De pagina bestaat niet.",
        "errors": ["name: te lang"],
        "request_id": "01",
    }
    return render.page(request, "problem.html", {"problem": shown, "back": None}, block="main", status=404)
