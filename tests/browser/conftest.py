"""The real application in a real Chromium: a server on a port of its own, a browser window for each person.

People sign in through the pages, with password and second factor. `window("inspector")` is what that person has
open; with `scripts=False` in a browser without JavaScript.
"""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyotp
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from api.main import create_app
from api.settings import Settings
from db.session import Database
from domain import accounts
from tests import world
from tests.world import World

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--no-first-run",
]  # fmt: skip
# A busy machine is no reason to fail (milliseconds).
PATIENCE = 30_000
PASSWORD = "een lange zin met kanaries 17"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass
class Region:
    """A running Schakel with its people."""

    address: str
    world: World
    browser: Browser
    scripts: bool = True
    _windows: dict[str, Page] = field(default_factory=dict)

    def window(self, name: str) -> Page:
        """The browser window of this person, signed in."""
        if name not in self._windows:
            self._windows[name] = self._signed_in(name)
        return self._windows[name]

    def _signed_in(self, name: str) -> Page:
        with self.world.database.session_as("login") as session:
            accounts.create_account(session, self.world.people[name], PASSWORD, SECRET)
            session.commit()
        context = self.browser.new_context(
            base_url=self.address, java_script_enabled=self.scripts, locale="nl-NL",
            viewport={"width": 1280, "height": 900},
        )  # fmt: skip
        page = context.new_page()
        page.goto("/login")
        page.fill("[name=email]", f"{name}@example.org")
        page.fill("[name=password]", PASSWORD)
        send(page, "Inloggen")
        page.fill("[name=code]", pyotp.TOTP(SECRET).now())
        send(page, "Verder")
        page.wait_for_url("**/")
        return page

    def close(self) -> None:
        """Close every window."""
        for page in self._windows.values():
            page.context.close()


def send(page: Page, button: str) -> None:
    """Press a button by what stands on it, and wait for what comes of it."""
    with page.expect_response(lambda one: one.request.resource_type in ("document", "xhr"), timeout=PATIENCE):
        page.get_by_role("button", name=button, exact=True).last.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".htmx-request")).to_have_count(0, timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a module."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def region(fresh_database: Database, browser: Browser) -> Iterator[Callable[..., Region]]:
    """A function that starts the application over a new world."""
    opened: list[Region] = []
    servers: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(*, scripts: bool = True) -> Region:
        made = world.build(fresh_database)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        app = create_app(Settings(public_url=f"http://127.0.0.1:{port}"), fresh_database)
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        servers.append((server, thread))
        opened.append(Region(f"http://127.0.0.1:{port}", made, browser, scripts))
        return opened[-1]

    yield start
    for one in opened:
        one.close()
    for server, thread in servers:
        server.should_exit = True
        thread.join(timeout=10)
