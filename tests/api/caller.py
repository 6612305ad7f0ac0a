"""How tests call the app: as a person with a real session, as a program with a real token, or as nobody.

One app on one real database; everything goes through middleware, router, domain and policies. Nothing is replaced.

    with calling(database) as caller:
        caller.get("inspector", "/api/v1/signals")
        caller.post("machine", "/api/v1/signals", {...})
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from api.main import create_app
from api.middleware import FILES, SESSION_COOKIE
from api.settings import Settings
from db.session import Database
from domain import accounts, administration
from domain.accounts import ApiScope
from domain.actor import StaffRole
from domain.calendar import today
from tests.api.contract import Contract
from tests.attachments import photo
from tests.world import World, build, sworn_to_secrecy

NOBODY = "anonymous"
API = "/api/v1"

_REQUEST_ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Caller:
    """The app, its world, and how each of its people and programs is known at the door."""

    world: World
    app: FastAPI
    client: TestClient
    _known: dict[str, dict[str, str]] = field(default_factory=dict)
    _proofs: dict[str, dict[str, str]] = field(default_factory=dict)
    _fetched: dict[str, float] = field(default_factory=dict)

    @cached_property
    def contract(self) -> Contract:
        """What openapi.json promises: each answer that any test gets is held against it."""
        return _promised()

    def call(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Response:
        """One request; a body is JSON for the API and a form for a page."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent: dict[str, Any] = {}
        if body is not None and path.endswith(FILES):
            # A file goes along in the form, to the API too.
            sent["data"], sent["files"] = _form(body), {"file": ("foto.jpg", photo(), "image/jpeg")}
        elif body is not None and path.startswith(API):
            sent["json"] = body
        elif body is not None:
            sent["content"] = urlencode(_form(body), doseq=True)
            named["content-type"] = "application/x-www-form-urlencoded"
        answer = self.client.request(method, path, headers={**self._headers(who), **named}, **sent)
        self.client.cookies.clear()
        self.contract.hold(method, path, answer)
        return answer

    def get(self, who: str, path: str, **headers: str) -> Response:
        """Read something."""
        return self.call(who, "GET", path, **headers)

    def post(self, who: str, path: str, body: Any, **headers: str) -> Response:
        """Do something."""
        return self.call(who, "POST", path, body, **headers)

    def done(self, who: str, path: str, body: Any) -> Any:
        """What came of an act, which must have succeeded."""
        answer = self.post(who, API + path, body)
        assert answer.status_code == 201, f"{who} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def seen(self, who: str, path: str) -> Any:
        """What this one reads at an address of the API; None where there is nothing."""
        answer = self.get(who, API + path)
        assert answer.status_code in (200, 404), f"{who} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.status_code == 200 else None

    def person(self, name: str, organisation: str, *roles: StaffRole, admitted: bool = True) -> UUID:
        """Somebody new in the world; without admission it is as when the admission has expired."""
        return self._actor(name, "person", organisation, roles, admitted)

    def program(self, name: str, organisation: str, roles: tuple[StaffRole, ...], *scopes: ApiScope) -> None:
        """A machine of a partner, which fetched its token with client id and secret."""
        actor_id = self._actor(name, "client", organisation, roles, admitted=True)
        with self.world.database.session_as("login") as session:
            new = accounts.create_api_client(session, actor_id, scopes)
            session.commit()
        self._proofs[name] = {
            "grant_type": "client_credentials", "client_id": new.client_id, "client_secret": new.secret,
        }  # fmt: skip

    def _fetch_token(self, name: str) -> None:
        """A new one when the old one is half over; tests can take longer than a token lasts."""
        if self._fetched.get(name, 0.0) > time.monotonic():
            return
        answer = self.client.post("/oauth/token", data=self._proofs[name])
        assert answer.status_code == 200, answer.text
        self._fetched[name] = time.monotonic() + answer.json()["expires_in"] / 2
        self._known[name] = {"authorization": f"Bearer {answer.json()['access_token']}"}

    def forget(self, who: str) -> None:
        """The next time this person asks, in a new session."""
        if "cookie" in self._known.get(who, {}):
            del self._known[who]

    def _actor(
        self, name: str, kind: str, organisation: str, roles: tuple[StaffRole, ...], admitted: bool
    ) -> UUID:
        with self.world.acting("administrator") as (session, actor):
            made = administration.add_actor(
                session, actor,
                administration.AddActor(
                    organisation_id=self.world.organisations[organisation], kind=kind, name=name.title(),
                    email=f"{name}@example.org" if kind == "person" else None,
                ),
            )  # fmt: skip
            for role in roles:
                administration.give_role(session, actor, made, role)
            if admitted:
                administration.admit(session, actor, made, _admission())
        self.world.people[name] = made
        if kind == "person":
            sworn_to_secrecy(self.world.database, made)
        return made

    def _headers(self, who: str) -> dict[str, str]:
        if who == NOBODY:
            return {"sec-fetch-site": "same-origin"}
        if who in self._proofs:
            self._fetch_token(who)
        if who not in self._known:
            with self.world.database.session_as("login") as session:
                token = accounts.open_session(
                    session, self.world.people[who], accounts.Place(), second_factor=True
                )
                session.commit()
            self._known[who] = {"cookie": f"{SESSION_COOKIE}={token}", "sec-fetch-site": "same-origin"}
        return self._known[who]


@cache
def _promised() -> Contract:
    """Seconds of work, and the same for every app of this process."""
    return Contract(create_app(Settings(), Database({})).openapi())


def _form(body: dict[str, Any], path: str = "") -> dict[str, str | list[str]]:
    """A shape as the fields of a form, each named after its place in the shape; several values, several fields."""
    fields: dict[str, str | list[str]] = {}
    for name, value in body.items():
        if isinstance(value, dict):
            fields |= _form(value, f"{path}{name}/")
        elif isinstance(value, list) and value:
            fields[path + name] = [str(one) for one in value]
        elif value not in (None, "", []):
            fields[path + name] = str(value).lower() if isinstance(value, bool) else str(value)
    return fields


def _admission() -> administration.GiveAdmission:
    return administration.GiveAdmission(
        compartment="R", screening_kind="VOG", screened_on=today(), trained_on=today(),
        valid_until=today() + timedelta(days=365),
    )  # fmt: skip


@contextmanager
def calling(database: Database) -> Iterator[Caller]:
    """The app over a new world in this database."""
    # Files go beside the key of their database, so that their own master key is found again.
    beside = {"data_dir": database.keyring.path.parent} if database.keyring else {}
    app = create_app(Settings(**beside), database)
    with TestClient(app, base_url="https://testserver", follow_redirects=False) as client:
        yield Caller(build(database), app, client)


def without_request_id(answer: Response) -> tuple[int, list[tuple[str, str]], bytes]:
    """All that an answer tells, apart from the id of the request and how many one has done: status, headers, body."""
    request_id = answer.headers["x-request-id"].encode()
    of_request = ("x-request-id", "ratelimit")
    headers = [(name, value) for name, value in answer.headers.multi_items() if name not in of_request]
    return answer.status_code, sorted(headers), answer.content.replace(request_id, b"<request>")


def ids_in(answer: Response) -> set[str]:
    """Everything in an answer that looks like an id of ours, addresses in a page included."""
    return {found.decode() for found in _REQUEST_ID.findall(answer.content)}
