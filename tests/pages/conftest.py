"""The demo region, and what people find in it."""

import pickle
import re
import socket
from collections import Counter
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from filelock import FileLock

from api.main import create_app
from api.settings import Settings
from tests.browser.conftest import browser
from tests.conftest import Postgres
from tests.demo.loaded import Loaded
from tests.pages.walk import CHAIR, REPORTER, WALKERS, Portal, Sight, links, walk


@pytest.fixture(scope="module")
def port() -> int:
    """A free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def demo_app(demo_region: Loaded, port: int) -> FastAPI:
    """The application over the demo region, as `./demo` serves it."""
    settings = Settings(demo=True, data_dir=demo_region.file.parent, public_url=f"http://127.0.0.1:{port}")
    return create_app(settings, demo_region.database)


@pytest.fixture(scope="module")
def portal(demo_app: FastAPI, demo_region: Loaded) -> Portal:
    """The portal over the demo region."""
    return Portal(demo_app, demo_region.database)


@pytest.fixture(scope="module")
def sights(portal: Portal, postgres: Postgres) -> list[Sight]:
    """What all of them find, and what is there for who is not signed in.

    Walked once per run: every module has a copy of the same region.
    """
    kept = postgres.home / "sights.pickle"
    with FileLock(postgres.home / ".sights"):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_walked(portal)))
    found: list[Sight] = pickle.loads(kept.read_bytes())
    return found


def _walked(portal: Portal) -> list[Sight]:
    opened: Counter[str] = Counter()
    found = walk(portal, None, ("/login", "/problems/not-found"))
    for email in WALKERS:
        found += walk(portal, email, others=opened)
    # Shown once, after sending.
    reported = next(one for one in found if one.route == "/signals/{signal_id}" and one.who == REPORTER)
    # Few signals name something that one can ask about, and a walk opens only some signals.
    named = next(one for one in _listed(portal, found, "/signals") if "/known-questions/new" in one.html)
    return [
        *found,
        *walk(portal, REPORTER, (f"{reported.address}/receipt",)),
        *walk(portal, named.who, (named.address,)),
        *_leaving(portal, found),
    ]


def _leaving(portal: Portal, sights: list[Sight]) -> Iterator[Sight]:
    """What leaves a case: few cases have it, and a walk opens only some."""
    cases = _listed(portal, [one for one in sights if one.who == CHAIR], "/cases")
    listed = (portal.get(CHAIR, f"{one.address}/disclosures") for one in cases)
    disclosures = next(one for one in listed if 'href="/disclosures/' in one.html)
    yield disclosures
    for link in links(disclosures.html):
        if re.fullmatch("/disclosures/[^/]+", link):
            yield (shown := portal.get(CHAIR, link))
            yield from (portal.get(CHAIR, one) for one in links(shown.html) if one.endswith("/extract"))


def _listed(portal: Portal, sights: list[Sight], listing: str) -> Iterator[Sight]:
    """What the rows of a list lead to, for each who saw that list."""
    for one in sights:
        for link in links(one.html) if one.route == listing else ():
            if re.fullmatch(listing + "/[^/]+", link):
                yield portal.get(one.who, link)


__all__ = ["browser"]
