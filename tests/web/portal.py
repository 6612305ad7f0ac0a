"""The portal as the cast uses it: the real app on the world, with a signed-in browser for each person."""

from dataclasses import dataclass, field
from uuid import UUID

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from api.main import create_app
from api.settings import Settings
from db.session import Database
from tests import world
from tests.web.people import alike, signed_in
from tests.world import World

NOWHERE = UUID("0199d0c7-5a50-7c13-9a4e-2f6d0f0f7a11")
"""The id of nothing."""


@dataclass
class Portal:
    """The app over a world."""

    app: FastAPI
    world: World
    _browsers: dict[str, TestClient] = field(default_factory=dict)

    def get(self, name: str, path: str) -> Response:
        """What this person sees there."""
        return self._browser(name).get(path)

    def post(self, name: str, path: str, /, **form: str | list[str]) -> Response:
        """What happens when this person sends this form."""
        return self._browser(name).post(path, data=form)

    def send(self, name: str, path: str, file: str, content: bytes) -> Response:
        """What happens when this person sends this file."""
        return self._browser(name).post(path, files={"file": (file, content)})

    def _browser(self, name: str) -> TestClient:
        if name not in self._browsers:
            self._browsers[name] = signed_in(self.app, self.world, name)
        return self._browsers[name]


def open_portal(database: Database) -> Portal:
    """The app over a new world."""
    return Portal(create_app(Settings(), database), world.build(database))


def assert_hidden(portal: Portal, name: str, path: str, object_id: UUID) -> None:
    """For this person the thing at `path` ({} is its id) is, byte for byte, one that never was."""
    hidden, missing = portal.get(name, path.format(object_id)), portal.get(name, path.format(NOWHERE))
    assert hidden.status_code == 404
    assert alike(hidden, object_id) == alike(missing, NOWHERE)
