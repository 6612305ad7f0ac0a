"""One region for the journeys of a module, and the four ways in which each is gone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final
from uuid import UUID

import pytest
from playwright.sync_api import Browser, ConsoleMessage

from api.demo.clock import told_time
from db.clock import at
from db.session import Database
from domain import cases, detection
from domain.calendar import now
from tests import world
from tests.browser.conftest import DESKTOP, PHONE, Region, served
from tests.browser.hands import Mouse
from tests.world import World, take_up

WAYS: Final = {
    "desk with scripts": (DESKTOP, True),
    "desk without scripts": (DESKTOP, False),
    "phone with scripts": (PHONE, True),
    "phone without scripts": (PHONE, False),
}
AGO: Final = 20
"""Days since the region was founded: long enough for something to be late."""


@contextmanager
def long_ago(database: Database, days: int) -> Iterator[None]:
    """Do something so many days ago."""
    with told_time(database), at(now() - timedelta(days=days)):
        yield


class Way:
    """A journey as it is gone this time."""

    def __init__(self, region: Region, name: str) -> None:
        self.region = region
        self.size, self.scripts = WAYS[name]
        self.name = name
        self.heard: list[str] = []

    @property
    def world(self) -> World:
        """The cast."""
        return self.region.world

    def hand(self, name: str = "") -> Mouse:
        """This person at a new window."""
        page = self.region.visit(name, self.size, scripts=self.scripts)
        page.on("pageerror", lambda error: self.heard.append(str(error)))
        page.on("console", self._hear)
        return Mouse(page)

    def case(self, title: str, *partners: str) -> UUID:
        """A case with this title, and these partners in it."""
        signal_id = self.world.signal()
        described = {"title": title, "purpose": "Nagaan of er sprake is van uitbuiting."}
        with self.world.acting("preparer") as (session, actor):
            taken = detection.assess_signal(session, actor, signal_id, take_up(new_case=described))
        case_id = taken.assessments[0].case_id
        assert case_id
        return self.world.joined(case_id, *partners)

    def managed(self, case_id: UUID) -> UUID:
        """The case, with its case manager."""
        with self.world.acting("case_manager") as (session, actor):
            cases.name_case_manager(session, actor, case_id, cases.NameManager(manager_id=actor.id))
        return case_id

    def _hear(self, message: ConsoleMessage) -> None:
        # That something is not there, or not allowed, is an answer.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.heard.append(message.text)


@pytest.fixture(scope="module")
def region(module_database: Database, browser: Browser) -> Iterator[Region]:
    """The cast, founded some weeks ago, and served."""
    with long_ago(module_database, AGO):
        made = world.build(module_database)
    with served(made, browser) as opened:
        yield opened


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, region: Region) -> Iterator[Way]:
    """Each of the four ways; and the browser had nothing to complain of."""
    gone = Way(region, request.param)
    yield gone
    region.close()
    assert not gone.heard
