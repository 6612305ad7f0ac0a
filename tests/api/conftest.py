"""The edge under test: the real app on a real database, with a few routes that only tests have.

The probe table has what a table of a room has and can go wrong: a row policy that hides and one that refuses, a
unique name, a foreign key, and a constraint that is checked at commit.
"""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Annotated, Any
from uuid import UUID

import pytest
from fastapi import APIRouter, FastAPI, Form, Request, Response
from pydantic import Field
from sqlalchemy import text
from starlette.testclient import TestClient

from api.deps import ActorDep, Db, Page, attempt, cursor, require_scope
from api.etag import require_match, tagged
from api.idempotency import Once
from api.main import API, create_app
from api.problems import sentences
from api.settings import Settings
from db.session import Database
from db.tables.base import new_id
from db.tables.spine import ActorRole, ActorRow, Organisation
from domain import accounts
from domain.actor import StaffRole
from domain.errors import Conflict, Invalid, NotFound, Problem, TooMany, WrongStep
from domain.shapes import Line, Shape, View
from tests.asking import asking
from tests.world import sworn_to_secrecy

PROBES = """
create table probes (
  id uuid primary key,
  name text not null unique check (name <> 'unfit'),
  organisation_id uuid references organisations,
  later_id uuid references organisations deferrable initially deferred
);
alter table probes enable row level security;
grant select, insert on probes to schakel_app;
create policy shown on probes for select to schakel_app using (name not like 'hidden%');
create policy added on probes for insert to schakel_app with check (name <> 'refused');
create table secrets (id int)
"""


class ProbeShape(Shape):
    """Proef: something to send."""

    name: Line = Field(description="Naam: of the probe", examples=["Proef 1"])
    organisation_id: UUID | None = Field(default=None, description="Organisatie: of the probe")
    later_id: UUID | None = Field(default=None, description="Later: checked at commit")


class ProbeView(View):
    """Proef: what was sent."""

    id: UUID = Field(description="Kenmerk: of the probe")
    name: str = Field(description="Naam: of the probe", examples=["Proef 1"])


def make_probe(session: Db, data: ProbeShape) -> ProbeView:
    """Add a row."""
    made = ProbeView(id=new_id(), name=data.name)
    session.execute(
        text("insert into probes values (:id, :name, :organisation, :later)"),
        {"id": made.id, "name": made.name, "organisation": data.organisation_id, "later": data.later_id},
    )
    return made


def find_probe(session: Db, probe_id: UUID) -> ProbeView:
    """Find a row."""
    row = session.execute(text("select id, name from probes where id = :id"), {"id": probe_id}).one_or_none()
    if row is None:
        raise NotFound
    return ProbeView(id=row.id, name=row.name)


api = APIRouter(prefix=f"{API}/probes")
pages = APIRouter(prefix="/probes")


@api.post("", status_code=201, dependencies=[require_scope("signals:write")])
def create(data: ProbeShape, session: Db, once: Once) -> ProbeView:
    """The shape of every POST in a router."""
    return once(
        lambda: make_probe(session, data), lambda found: find_probe(session, found), at="/probes/{id}"
    )


@api.get("/{probe_id}", response_model=ProbeView)
def show(request: Request, probe_id: UUID, session: Db, actor: ActorDep) -> Response:
    """The shape of every GET of one thing."""
    return tagged(request, find_probe(session, probe_id))


@api.put("/{probe_id}")
def change(request: Request, probe_id: UUID, session: Db, data: ProbeShape) -> ProbeView:
    """The shape of a change."""
    require_match(request, session, probe_id, lambda: find_probe(session, probe_id))
    return find_probe(session, probe_id)


@api.get("")
def listed(page_of_list: Page, actor: ActorDep) -> dict[str, Any]:
    """What was asked of a list."""
    return {"limit": page_of_list.limit, "next": cursor(page_of_list.after), "who": actor.name}


@api.post("/sql")
def run_sql(session: Db, statement: Annotated[str, Form()]) -> None:
    """Let something go wrong in the database."""
    session.execute(text(statement))


REFUSALS: dict[str, Exception] = {
    "role": WrongStep("wrong-step", step="weighing", allowed=["dossier"]),
    "conflict": Conflict("conflict"),
    "too-many": TooMany("too-many", retry_after=7),
    "invalid": Invalid(Problem("required", "/name"), Problem("text-too-short", "/story", {"min_length": 3})),
    "named": NotFound("probe-not-found", probe="x"),
    "surrogate": UnicodeEncodeError("utf-8", "\ud800", 0, 1, "no"),
    "fault": RuntimeError("the narrative of Jan Jansen"),
}


@api.get("/raise/{what}")
def refuse(what: str, session: Db, actor: ActorDep) -> None:
    """Refuse, or go wrong."""
    if what == "allowed":
        actor.require(StaffRole.CHAIR)
    raise REFUSALS[what]


@pages.get("/raise/{what}")
def refuse_page(what: str, session: Db) -> None:
    """The same for people."""
    raise REFUSALS[what]


@pages.post("/form")
def submit(request: Request, session: Db, name: Annotated[str, Form()]) -> Response:
    """The shape of every form."""
    with attempt(session) as act:
        make_probe(session, ProbeShape(name=name))
        if name.startswith("half"):
            raise Invalid(Problem("text-too-short", "/name", {"min_length": 9}))
    if act.refused:
        return Response(str(sentences(request, act.refused)), 400)
    return Response(status_code=204)


@dataclass
class Edge:
    """The app with who can ask."""

    app: FastAPI
    database: Database
    organisation_id: UUID

    def person(self, *roles: StaffRole, name: str = "Noor") -> UUID:
        """Somebody new, with roles."""
        with self.database.session_as("owner") as owner:
            made = ActorRow(id=new_id(), organisation_id=self.organisation_id, kind="person", name=name)
            owner.add(made)
            owner.flush()
            owner.add_all(
                ActorRole(actor_id=made.id, role=role, valid_from=date(2026, 1, 1)) for role in roles
            )
            owner.commit()
        sworn_to_secrecy(self.database, made.id)
        return made.id

    def browser(self, actor_id: UUID | None = None, *, second_factor: bool = True) -> TestClient:
        """A browser in which this person is signed in; nobody without one."""
        client = asking(self.app)
        client.headers["sec-fetch-site"] = "same-origin"
        if actor_id is not None:
            with self.database.session_as("login") as session:
                token = accounts.open_session(
                    session, actor_id, accounts.Place(), second_factor=second_factor
                )
                session.commit()
            client.cookies.set("__Host-sid", token)
        return client

    def machine(self, actor_id: UUID, *scopes: str) -> TestClient:
        """A program with a token for these scopes."""
        who = accounts.Client(actor_id=actor_id, client_id="probe", scopes=frozenset(scopes))
        with self.database.session_as("login") as session:
            token = self.app.state.tokens.issue(session, who, scopes).token
            session.commit()
        client = asking(self.app)
        client.headers["authorization"] = f"Bearer {token}"
        return client

    def rows(self, query: str, **values: Any) -> list[Any]:
        """What is really in the database."""
        with self.database.session_as("owner") as owner:
            return list(owner.execute(text(query), values).all())


_NUMBERS = count(1)


def _edge(database: Database) -> Edge:
    with database.session_as("owner") as owner:
        name = f"Gemeente Proef {next(_NUMBERS)}"
        made = Organisation(name=name, short_name=name, kind="municipality", sharing_key="municipality")
        owner.add(made)
        owner.execute(text(PROBES))
        owner.commit()
        organisation_id = made.id
    app = create_app(Settings(body_limit=100_000), database)
    app.include_router(api)
    app.include_router(pages)
    return Edge(app, database, organisation_id)


@pytest.fixture(scope="module")
def edge(module_database: Database) -> Edge:
    """The app and its database, shared by the tests of one module."""
    return _edge(module_database)


@pytest.fixture
def own_edge(fresh_database: Database) -> Edge:
    """The app with a database of its own, for breaking things."""
    return _edge(fresh_database)


@pytest.fixture
def noor(edge: Edge) -> TestClient:
    """Somebody signed in who may work, but decides nothing."""
    return edge.browser(edge.person(StaffRole.HANDLER))
