"""The real application in a real Chromium: a server on a port of its own, a browser window for each person.

`window("inspector")` is what that person has open, signed in through the pages with password and second factor;
`visit("inspector")` is one more window, of any width, with or without JavaScript, in which that person is signed in
already.
"""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pyotp
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from api.main import create_app
from api.middleware import SESSION_COOKIE
from api.settings import Settings
from db.session import Database
from domain import accounts
from tests import world
from tests.browser.hands import PATIENCE, Mouse
from tests.world import World

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--no-first-run",
]  # fmt: skip
# The one without windows takes a third less of the processor.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PASSWORD = "een lange zin met kanaries 17"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
DESKTOP, PHONE = (1280, 900), (390, 844)

__all__ = ["PASSWORD", "PATIENCE", "SECRET", "Region", "chromium", "send"]


def chromium() -> str | None:
    """Where the browser of this machine stands."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@dataclass
class Region:
    """A running Schakel with its people."""

    address: str
    world: World
    browser: Browser
    scripts: bool = True
    _windows: dict[str, Page] = field(default_factory=dict)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def window(self, name: str) -> Page:
        """The browser window of this person, signed in."""
        if name not in self._windows:
            self._windows[name] = self._signed_in(name)
        return self._windows[name]

    def visit(self, name: str = "", size: tuple[int, int] = DESKTOP, *, scripts: bool | None = None) -> Page:
        """A new window, in which this person is signed in already; without a name nobody is."""
        context = self.browser.new_context(
            base_url=self.address, java_script_enabled=self.scripts if scripts is None else scripts,
            locale="nl-NL", viewport={"width": size[0], "height": size[1]},
        )  # fmt: skip
        self._contexts.append(context)
        if name:
            with self.world.database.session_as("login") as session:
                token = accounts.open_session(
                    session, self.world.people[name], accounts.Place(), second_factor=True
                )
                session.commit()
            # Chromium sends secure cookies to this machine itself, but takes them by hand for https alone.
            url = self.address.replace("http:", "https:")
            context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": url, "secure": True}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    def _signed_in(self, name: str) -> Page:
        with self.world.database.session_as("login") as session:
            accounts.create_account(session, self.world.people[name], accounts.chosen(PASSWORD), SECRET)
            session.commit()
        page = self.visit()
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
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        self._windows.clear()


def send(page: Page, button: str) -> None:
    """Press a button by what stands on it, and wait for what comes of it."""
    Mouse(page).send(button)


@contextmanager
def served(made: World, browser: Browser, *, scripts: bool = True) -> Iterator[Region]:
    """The application over this world, on a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(Settings(public_url=f"http://127.0.0.1:{port}", live_seconds=15), made.database)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    opened = Region(f"http://127.0.0.1:{port}", made, browser, scripts)
    yield opened
    opened.close()
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a module."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def region(fresh_database: Database, browser: Browser) -> Iterator[Callable[..., Region]]:
    """A function that starts the application over a new world."""
    with ExitStack() as open_ones:

        def start(*, scripts: bool = True) -> Region:
            made = world.build(fresh_database)
            return open_ones.enter_context(served(made, browser, scripts=scripts))

        yield start
