"""An installation of its own: PostgreSQL and the commands of production as real processes, to be killed at will.

Everything stands in one directory, which is the data directory of `schakel serve` and `schakel worker` too; so
the processes find the server and the roles' passwords as they do in production.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import httpx2

from api.settings import Settings
from api.tokens import Tokens
from db import bootstrap
from db.embedded import PORTS, Server
from db.keyring import FILE, Keyring
from db.session import Database
from domain import accounts

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0  # on two cores that have much else to do

UNLIMITED = {f"SCHAKEL_{name}": "1000000" for name in ("REQUESTS_PER_MINUTE", "REQUESTS_PER_MINUTE_ADDRESS")}


class Installation:
    """PostgreSQL in a directory of its own, migrated, and the processes that work on it."""

    def __init__(
        self, home: Path, *, bin_directory: Path | None = None, settings: Mapping[str, str] | None = None
    ) -> None:
        self.home = home
        self.postgres = Server(home, bin_directory=bin_directory, settings=settings)
        self.web = Process(home, "serve")
        self.database = Database({})

    def set_up(self) -> None:
        """Start PostgreSQL and make the database."""
        self.postgres.start()
        passwords = bootstrap.role_passwords(self.home / "roles.json")
        bootstrap.bootstrap(self.postgres.url(), passwords)
        urls = bootstrap.role_urls(self.postgres.url(), passwords)
        bootstrap.migrate(urls["owner"])
        self.database = Database(urls, keyring=Keyring(self.home / FILE))

    def token(self, actor_id: UUID, *scopes: str) -> str:
        """A token of ten minutes for this actor."""
        who = accounts.Client(actor_id=actor_id, client_id="storm", scopes=frozenset(scopes))
        tokens = Tokens(lambda: self.database.session_as("login"), Settings().public_url)
        with self.database.session_as("login") as session:
            issued = tokens.issue(session, who, scopes)
            session.commit()
        return issued.token

    def rows(self, question: LiteralString) -> list[tuple[Any, ...]]:
        """What is really in the database: the superuser looks past every policy."""
        with self.superuser() as connection:
            return connection.execute(question).fetchall()

    def superuser(self) -> AbstractContextManager[bootstrap.Connection]:
        """A connection of the superuser to the database."""
        return bootstrap.connect(self.postgres.url().set(database=bootstrap.DATABASE))

    def close(self) -> None:
        """Leave no process behind."""
        self.web.kill()
        self.database.dispose()
        self.postgres.stop()


class Process:
    """A command of `schakel` with all its children."""

    def __init__(self, home: Path, *command: str) -> None:
        self.home = home
        self.port = _free_port()
        self.settings: dict[str, str] = {}
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = command
        self._log = home / f"{command[0]}.log"
        self._running: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> None:
        """Start the command; a web server once it answers."""
        serves = self._command == ("serve",)
        address = ("--port", str(self.port)) if serves else ()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SCHAKEL_")}
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-m", "api.cli", *self._command, *address, *options],
                cwd=ROOT,
                env=environment | UNLIMITED | {"SCHAKEL_DATA_DIR": str(self.home)} | self.settings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if serves:
            self.wait()

    def wait(self) -> None:
        """Wait until the web server answers."""
        wait_for(lambda: _status(f"{self.url}/healthz") == 200, "the web server")

    @property
    def pid(self) -> int | None:
        """The process, as long as it lives."""
        return self._running.pid if self._running and self._running.poll() is None else None

    def kill(self) -> None:
        """Kill it and its children as the kernel does when memory is short."""
        if self._running is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait()
            self._running = None

    def said(self) -> str:
        """What it wrote about itself."""
        return self._log.read_text(errors="replace")


def wait_for(condition: Any, what: str, patience: float = PATIENCE) -> Any:
    """Ask again until it is so; fail when it takes too long."""
    deadline = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < deadline, f"{what} did not come within {patience} s"
        time.sleep(0.05)
    return found


@contextmanager
def running(installation: Installation) -> Iterator[Installation]:
    """The installation, set up, which leaves nothing behind."""
    try:
        installation.set_up()
        yield installation
    finally:
        installation.close()


def _status(url: str) -> int | None:
    try:
        return httpx2.get(url, timeout=2).status_code
    except httpx2.HTTPError:
        return None


def _free_port() -> int:
    for port in random.sample(PORTS, 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no free port")
