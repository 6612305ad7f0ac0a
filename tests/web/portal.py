"""The portal as the cast uses it: the real app on the world, with a signed-in browser for each person."""

import html
import re
from dataclasses import dataclass, field

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from api.main import create_app
from api.settings import Settings
from db.session import Database
from domain import accounts
from tests import world
from tests.world import World

NOWHERE = "0199d0c7-5a50-7c13-9a4e-2f6d0f0f7a11"
"""An id of nothing."""


@dataclass
class Portal:
    """The app over a world."""

    app: FastAPI
    world: World
    _browsers: dict[str, TestClient] = field(default_factory=dict)

    def browser(self, name: str) -> TestClient:
        """The browser of this person; over https, else it drops our cookies."""
        if name not in self._browsers:
            client = TestClient(self.app, base_url="https://testserver", follow_redirects=False)
            client.headers |= {"accept-language": "nl", "sec-fetch-site": "same-origin"}
            with self.world.database.session_as("login") as session:
                token = accounts.open_session(
                    session, self.world.people[name], accounts.Place(), second_factor=True
                )
                session.commit()
            client.cookies.set("__Host-sid", token)
            self._browsers[name] = client
        return self._browsers[name]

    def get(self, name: str, path: str) -> Response:
        """What this person sees there."""
        return self.browser(name).get(path)

    def post(self, name: str, path: str, **form: str) -> Response:
        """What happens when this person sends this form."""
        return self.browser(name).post(path, data=form)


def open_portal(database: Database) -> Portal:
    """The app over a new world."""
    return Portal(create_app(Settings(), database), world.build(database))


def said(answer: Response) -> str:
    """What the page says, without its markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def without_request_id(answer: Response) -> str:
    """The page as it is, but for the number of this one request."""
    request_id = answer.headers.get("x-request-id", "")
    assert request_id
    return answer.text.replace(request_id, "-")


def assert_hidden(portal: Portal, name: str, path: str, id: object) -> None:
    """For this person the thing at `path` ({} is its id) is, byte for byte, one that never was."""
    hidden, missing = portal.get(name, path.format(id)), portal.get(name, path.format(NOWHERE))
    assert hidden.status_code == missing.status_code == 404
    assert without_request_id(hidden).replace(str(id), NOWHERE) == without_request_id(missing)
