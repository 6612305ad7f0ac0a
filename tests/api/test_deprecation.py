"""What will end says so in each answer and in the document (docs/api.md)."""

from datetime import date

import pytest
from fastapi import APIRouter, FastAPI
from starlette.testclient import TestClient

from api import openapi
from api.deprecation import Deprecated, deprecated
from api.deps import ActorDep, require_scope
from api.main import API, create_app
from api.settings import Settings
from db.session import Database

ENDING = deprecated(since=date(2027, 3, 1), sunset=date(2028, 3, 1), guide="old-things")
SAID = {
    "deprecation": "@1803859200",
    "sunset": "Wed, 01 Mar 2028 00:00:00 GMT",
    "link": '</help/api#old-things>; rel="deprecation"; type="text/html", '
    '</help/api#old-things>; rel="sunset"; type="text/html"',
}


def _rooms() -> APIRouter:
    rooms = APIRouter()

    @rooms.get("/old-things", dependencies=[ENDING, require_scope("signals:read")])
    def list_old_things(actor: ActorDep) -> list[str]:
        """Oude dingen: that will end."""
        return []

    @rooms.get("/things", dependencies=[require_scope("signals:read")])
    def list_things(actor: ActorDep) -> list[str]:
        """Dingen: that stay."""
        return []

    return rooms


@pytest.fixture(scope="module")
def app(database: Database) -> FastAPI:
    made = create_app(Settings(), database)
    made.include_router(_rooms(), prefix=API)
    return made


def test_an_operation_that_ends_says_so_in_each_answer_refusals_too(app: FastAPI) -> None:
    client = TestClient(app, base_url="https://testserver")
    old, kept = client.get(f"{API}/old-things"), client.get(f"{API}/things")
    assert (old.status_code, kept.status_code) == (401, 401)
    assert {name: old.headers.get(name) for name in SAID} == SAID
    assert not SAID.keys() & kept.headers.keys()


def test_the_document_says_so_too() -> None:
    paths = openapi.document(_rooms())["paths"]
    old, kept = paths["/old-things"]["get"], paths["/things"]["get"]
    assert old["deprecated"] is True
    assert "2028-03-01" in old["description"]
    assert {"Deprecation", "Sunset", "Link"} <= old["responses"]["200"]["headers"].keys()
    assert "deprecated" not in kept


def test_nothing_ends_within_a_year() -> None:
    with pytest.raises(ValueError, match="365 days"):
        Deprecated(date(2027, 3, 1), date(2027, 9, 1), "old-things")
