"""All that `schakel demo` starts, in order, and stops again: PostgreSQL, the schema, the demo region, the worker
and the web server, in one process that leaves nothing behind."""

import json
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from alembic.util import CommandError
from pydantic import SecretStr
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError

from api.settings import Settings
from db import bootstrap
from db.embedded import Server, held
from db.session import Database
from domain import cases, digests, filing

# The region is loaded into a database of this name, which gets its own name when it is whole. So a database
# called `schakel` is complete, and what an interrupted load left behind is recognised and thrown away.
UNFINISHED = "schakel_unfinished"

STOPPING = (signal.SIGINT, signal.SIGTERM)


class LaunchFailed(RuntimeError):
    """The demo cannot start here; says why, and what would help."""


class Stopped(BaseException):
    """Somebody asked the process to stop. No Exception: nothing on the way may mistake it for a failure."""


def demo(settings: Settings, port: int) -> None:
    """Run the demo until it is asked to stop."""
    progress = Progress()
    progress.say("Schakel, demo with made-up people. Ctrl-C stops it; the data stays.\n")
    with until_stopped(progress), ExitStack() as running:
        listener = running.enter_context(_reserved(port))
        running.enter_context(held(settings.data_dir))
        server = running.enter_context(_database_server(settings, progress))
        # Nobody of the demo has a mailbox: what would be mailed to them stands in a folder.
        changed = {
            "database_url": SecretStr(_in_full(server)),
            "mail_host": None,
            "mail_dir": _mail(settings),
        }
        settings = settings.model_copy(update=changed)
        _prepare(server, settings, progress)
        with progress.stage("Web server and worker"):
            from api import worker
            from api.mail import mailing_of
            from api.main import create_app

            app = create_app(settings)
            running.enter_context(
                _in_background(
                    partial(
                        worker.run,
                        data_dir=settings.data_dir,
                        mailing=mailing_of(settings),
                        intake=settings.intake(),
                    ),
                    Database(settings.role_urls(), keyring=settings.keyring()),
                )
            )
        web = AnnouncedServer(uvicorn.Config(app, **SERVER_OPTIONS), lambda: _announce(settings, progress))
        web.run(sockets=[listener])
        raise LaunchFailed("the web server ended by itself; what it printed above says why")


SERVER_OPTIONS: dict[str, Any] = {
    "http": "httptools",
    "loop": "uvloop",
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
    "timeout_graceful_shutdown": 5,
}


class Progress:
    """A line per stage, with its seconds; a stage may say more in between."""

    def __init__(self) -> None:
        self._line_is_open = False

    def say(self, line: str) -> None:
        """Print a line of its own."""
        print("\n" * self._line_is_open + line, flush=True)
        self._line_is_open = False

    def note(self, detail: str) -> None:
        """Print a detail of the stage that is going on."""
        self.say(f"      {detail}")

    @contextmanager
    def stage(self, title: str) -> Iterator[None]:
        """Announce a stage, and say afterwards how long it took."""
        started = time.monotonic()
        print(f"  {title:<28}", end="", flush=True)
        self._line_is_open = True
        yield
        label = "" if self._line_is_open else f"  {title:<28}"
        print(f"{label}{time.monotonic() - started:6.1f} s", flush=True)
        self._line_is_open = False


class AnnouncedServer(uvicorn.Server):
    """uvicorn's server, which tells when it has begun to listen."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then tell."""
        await super().startup(sockets)
        if self.started:
            self._listening()


@contextmanager
def until_stopped(progress: Progress) -> Iterator[None]:
    """Turn Ctrl-C, SIGTERM and a closed terminal into one orderly way out, whatever is going on."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for number in (*STOPPING, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # stopping cannot be stopped half-way
        progress.say("\nStopping ...")
        raise Stopped

    for number in STOPPING:
        signal.signal(number, stop)
    # uvicorn has its own handlers for the other two while it serves; this way the third reaches them as well.
    signal.signal(signal.SIGHUP, lambda _signal, _frame: signal.raise_signal(signal.SIGTERM))
    try:
        yield
    except Stopped:
        progress.say("Stopped.")


@contextmanager
def _reserved(port: int) -> Iterator[socket.socket]:
    """Take the port before anything slow happens; nobody can connect until uvicorn listens on it."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            raise LaunchFailed(
                f"port {port} cannot be used ({error.strerror}); try --port {port + 1}"
            ) from None
        yield listener


@contextmanager
def _database_server(settings: Settings, progress: Progress) -> Iterator[URL]:
    """The server that the settings name, or else our own for as long as the demo runs."""
    if settings.database_url is not None:
        yield settings.server_url()
        return
    server = Server(settings.data_dir)
    try:
        with progress.stage("PostgreSQL"):
            server.start()
        yield server.url()
    finally:
        server.stop()


def _in_full(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _prepare(superuser: URL, settings: Settings, progress: Progress) -> None:
    """See to a whole database: make and fill it once, bring it up to date every time."""
    name = settings.database_name
    passwords = bootstrap.role_passwords(settings.roles_path)
    with bootstrap.connect(superuser) as connection:
        whole = bootstrap.exists(connection, name)
        if whole and not accounts_file(settings).exists():
            raise LaunchFailed(
                f"the server has a database {name!r} that this demo did not fill; "
                f"use another server, or another --data-dir"
            )
        bootstrap.drop_database(connection, UNFINISHED)

    with progress.stage("Roles and schema"):
        place = name if whole else UNFINISHED
        bootstrap.bootstrap(superuser, passwords, place)
        urls = bootstrap.role_urls(superuser, passwords, place)
        with _explained(settings) if whole else nullcontext():
            bootstrap.migrate(urls["owner"])
        if whole:
            _index(urls, settings)
    if not whole:
        with progress.stage("Demo region, once"):
            from api.demo import load

            database = Database(urls, keyring=settings.keyring(), plan_once=True)
            load(database, settings.data_dir, progress.note)
            database.dispose()
            with bootstrap.connect(superuser) as connection:
                bootstrap.rename_database(connection, UNFINISHED, name)
    _refuse_told_time(bootstrap.role_urls(superuser, passwords, name))


def _index(urls: dict[str, URL], settings: Settings) -> None:
    """What was written before there was an index or an order by name gets its place once."""
    database = Database(urls)
    with database.session_as("owner") as session:
        cases.put_in_order(session)
        if not digests.is_indexed(session):
            digests.rebuild(session, settings.keyring())
        filing.file_missing(session, settings.keyring())
    database.dispose()


@contextmanager
def _explained(settings: Settings) -> Iterator[None]:
    """Say in words that a database of another version cannot be brought up to date; nothing was changed then."""
    try:
        yield
    except OperationalError:  # it does not answer, or is locked: that says nothing about its version
        raise
    except (CommandError, DBAPIError):
        raise LaunchFailed(
            f"The demo in {settings.data_dir} was made by another version of Schakel, and this one cannot bring it"
            f" up to date.\nNothing was changed. To begin anew: rm -r {settings.data_dir}, or give another --data-dir."
        ) from None


def _refuse_told_time(urls: dict[str, URL]) -> None:
    """Nobody is served by a database that believes a story what time it is."""
    from api.demo.clock import ClockIsTold, refuse_told_time

    database = Database(urls)
    try:
        refuse_told_time(database)
    except ClockIsTold:
        raise LaunchFailed("The clocks of the database are those of the story; begin anew.") from None
    finally:
        database.dispose()


@contextmanager
def _in_background(
    work: Callable[[Database, threading.Event], None], database: Database
) -> Iterator[threading.Thread]:
    """Let a worker work beside the web server, and wait for it at the end."""
    stop = threading.Event()
    thread = threading.Thread(target=work, args=(database, stop), name="worker", daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(timeout=10)
        database.dispose()


def accounts_file(settings: Settings) -> Path:
    """Where the demo accounts stand, for people and for scripts."""
    return settings.data_dir / "demo-accounts.json"


def _mail(settings: Settings) -> Path:
    """Where the mails of the demo stand."""
    return settings.data_dir / "mail"


def _announce(settings: Settings, progress: Progress) -> None:
    """Say where it runs and who can sign in."""
    lists = json.loads(accounts_file(settings).read_text())
    for title, rows in lists.items():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            progress.say(f"\n{title.replace('_', ' ').capitalize()}")
            _print_table(rows)
    progress.say(
        f"\nAll of this stands in {accounts_file(settings)} too.\nSchakel runs on {settings.public_url}\n"
    )


def _print_table(rows: list[dict[str, Any]]) -> None:
    """Columns as wide as their longest value, long lists and long secrets left to the file."""
    columns = [name for name in rows[0] if all(len(_cell(row.get(name))) <= 48 for row in rows)]
    widths = [max(len(name), *(len(_cell(row.get(name))) for row in rows)) for name in columns]
    for cells in [columns, *([_cell(row.get(name)) for name in columns] for row in rows)]:
        line = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        sys.stdout.write(f"  {line.rstrip()}\n")
    sys.stdout.flush()


def _cell(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
