"""The demo region, and what people find in it."""

import socket
from collections import Counter
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.demo import load
from api.main import create_app
from api.settings import Settings
from db.session import Database
from tests.browser.conftest import browser
from tests.pages.walk import REPORTER, WALKERS, Portal, Sight, walk


@pytest.fixture(scope="module")
def port() -> int:
    """A free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def demo_app(module_database: Database, tmp_path_factory: pytest.TempPathFactory, port: int) -> FastAPI:
    """The application over the demo region, as `./demo` serves it."""
    folder: Path = tmp_path_factory.mktemp("demo")
    load(module_database, folder, lambda _: None)
    return create_app(
        Settings(demo=True, data_dir=folder, public_url=f"http://127.0.0.1:{port}"), module_database
    )


@pytest.fixture(scope="module")
def portal(demo_app: FastAPI, module_database: Database) -> Portal:
    """The portal over the demo region."""
    return Portal(demo_app, module_database)


@pytest.fixture(scope="module")
def sights(portal: Portal) -> list[Sight]:
    """What all of them find, and what is there for who is not signed in."""
    opened: Counter[str] = Counter()
    found = walk(portal, None, ("/login", "/problems/not-found"))
    for email in WALKERS:
        found += walk(portal, email, others=opened)
    # Shown once, after sending.
    reported = next(one for one in found if one.route == "/signals/{signal_id}" and one.who == REPORTER)
    return [*found, *walk(portal, REPORTER, (f"{reported.address}/receipt",))]


__all__ = ["browser"]
