"""Walks through the portal as the people of the demo region, and keeps one page of each kind.

Nobody lists the pages: they are found by following links. So a page that no link leads to is missed, and the test
that every route was found says so.
"""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from typing import Final
from urllib.parse import urldefrag

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.main import routes
from api.middleware import SESSION_COOKIE
from api.problems import LANGUAGE_COOKIE
from db.session import Database
from domain import accounts
from domain.accounts import Place
from tests.asking import asking

WALKERS: Final = (
    "annelies.bakkum@alkmaar.example.org",  # case manager
    "ineke.schouten@riec.example.org",  # chair, Kennemerland and Zaanstreek-Waterland
    "ravi.bhagwandin@riec.example.org",  # chair, Noord-Holland Noord
    "samira.ouali@riec.example.org",  # preparation team
    "daan.terpstra@riec.example.org",  # analyst
    "youssef.amrani@alkmaar.example.org",  # reporter
    "renske.postma@nla.example.org",  # labour inspector
    "gerda.vos@nla.example.org",  # mandate holder
    "naima.elkhatib@politie.example.org",
    "wietske.kuyper@zaanstad.example.org",
    "erik.sluiter@haarlemmermeer.example.org",
    "amina.hersi@opvang-noord.example.org",  # shelter, no participant: sends concerns
    "hassan.bouzidi@beverwijk.example.org",
    "marleen.hoogland@riec.example.org",  # functional administrator
    "ayse.korkmaz@politie.example.org",  # privacy officer
    "hulya.demirci@riec.example.org",  # coordinating data protection officer
    "pieterjan.smits@riec.example.org",  # auditor
)
CHAIR: Final = "ineke.schouten@riec.example.org"
REPORTER: Final = "youssef.amrani@alkmaar.example.org"
WITHOUT_ANYTHING: Final = "esther.wolthuis@zorgcoordinatie.example.org"
"""Takes part in nothing: what these pages look like when there is nothing."""
STRANGER: Final = "marleen.hoogland@riec.example.org"
"""May not see any content: what these pages look like to whom they are closed."""

MOST: Final = 400
"""Pages that one person opens; a walk has an end."""
PER_KIND: Final = 10
"""Of each kind of page, how many one person opens: each may lead somewhere the others do not."""
KNOWN: Final = 2
"""The same, once others opened enough of them."""

# Answers that are no page: for machines, or a way through to one.
NO_PAGE: Final = re.compile(
    r"/api/|/oauth/|/\.well-known/|/healthz|/readyz|/static|/help/pictures/|/checkpoints/file"
    r"|/meetings/[^/]+/(live|minutes\.pdf)|/imports/template|/imports/[^/]+/(errors|results)"
    r"|/attachments/[^/]+/(content|original|thumbnail|page)"
)


@dataclass(frozen=True)
class Sight:
    """A page as one person got it."""

    route: str
    address: str
    who: str
    status: int
    html: str = field(repr=False, compare=False)

    @property
    def bones(self) -> str:
        """The page without what is written on it: pages with the same bones look the same."""
        return re.sub(r">[^<]+<", "><", re.sub(r'="[^"]*"', "", self.html))


class Portal:
    """The application with a signed-in browser for anybody of the demo region."""

    def __init__(self, app: FastAPI, database: Database) -> None:
        self.app = app
        self.database = database
        self.pages = [
            route.path for route in routes(app) if route.method == "GET" and not NO_PAGE.match(route.path)
        ]
        self._tokens: dict[str, str] = {}
        self._clients: dict[tuple[str, str], TestClient] = {}

    def token(self, email: str) -> str:
        """The session of this person."""
        if email not in self._tokens:
            with self.database.session_as("login") as session:
                self._tokens[email] = accounts.open_demo_session(session, email, Place("10.9.0.1", "Firefox"))
                session.commit()
        return self._tokens[email]

    def get(self, email: str | None, address: str, language: str = "nl") -> Sight:
        """The page at this address."""
        client = self._client(email, language)
        answer = client.get(address)
        return Sight(self.route_of(address), address, email or "", answer.status_code, answer.text)

    def _client(self, email: str | None, language: str) -> TestClient:
        key = (email or "", language)
        if key not in self._clients:
            client = asking(self.app, headers={"sec-fetch-site": "same-origin"})
            client.cookies.set(LANGUAGE_COOKIE, language)
            if email:
                client.cookies.set(SESSION_COOKIE, self.token(email))
            self._clients[key] = client
        return self._clients[key]

    def route_of(self, address: str) -> str:
        """Which page of the application an address is of; the fixed path before the one with an id in it."""
        path = address.partition("?")[0]
        fitting = [one for one in self.pages if _pattern(one).fullmatch(path)]
        return min(fitting, key=lambda one: one.count("{"), default="")


@cache
def _pattern(route: str) -> re.Pattern[str]:
    return re.compile(
        re.sub(r"\\\{\w+(:path)?\\\}", lambda found: ".+" if found[1] else "[^/]+", re.escape(route))
    )


def links(html: str) -> Iterator[str]:
    """Where the links of a page lead, within the portal."""
    for href in re.findall(r'<a\b[^>]*?\bhref="([^"]+)"', html):
        address = urldefrag(unescape(href)).url
        if address.startswith("/") and not NO_PAGE.match(address):
            yield address


def walk(
    portal: Portal, email: str | None, start: Iterable[str] = ("/",), others: Counter[str] | None = None
) -> list[Sight]:
    """Every kind of page this person can reach, each a few times; `others` counts what was opened before."""
    before = Counter() if others is None else others
    waiting, known = deque(start), set(start)
    opened: dict[str, int] = {}
    found: list[Sight] = []
    while waiting and len(found) < MOST:
        address = waiting.popleft()
        route = portal.route_of(address)
        if not route or opened.get(route, 0) >= (KNOWN if before[route] >= PER_KIND else PER_KIND):
            continue
        seen = portal.get(email, address)
        if seen.status != 200:
            continue
        opened[route] = opened.get(route, 0) + 1
        found.append(seen)
        for link in links(seen.html):
            if link not in known:
                known.add(link)
                waiting.append(link)
    before.update(opened)
    return found
