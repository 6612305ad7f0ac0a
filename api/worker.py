"""The other entry point: seals the logs, relays the outbox and keeps the clock. Calls the same domain functions.

Several may run; one works, held by an advisory lock that goes when its connection goes, and another takes over.
The lock is for peace, not for truth: sealing takes a lock of its own and the outbox is read with `skip locked`.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlmodel import Session

from db.session import Database
from domain import accounts, audit, events

log = logging.getLogger("schakel.worker")

MINUTE = 60.0
HOUR = 60 * MINUTE
LONGEST_PAUSE = 30.0

HANDLERS: list[Callable[[events.Notice], None]] = []
"""Who is told of each event. A handler that raises has the event again later, and the others too: at least
once, so each must bear to hear the same twice."""


def run(database: Database, stop: threading.Event, *, data_dir: Path, interval: float = 1.0) -> None:
    """Work until asked to stop; when the database is away, wait for it and go on."""
    failures = 0
    while not stop.is_set():
        try:
            with _turn(database) as connection:
                if connection is not None:
                    failures = 0
                    _work(_Chores(database, data_dir), connection, stop, interval)
        except (SQLAlchemyError, OSError) as error:
            failures += 1
            log.warning("worker waits for the database: %s", _name(error))
        stop.wait(min(interval * 2 ** min(failures, 10), LONGEST_PAUSE))


@contextmanager
def _turn(database: Database) -> Iterator[Connection | None]:
    """The connection that holds the lock, or None while another worker has it."""
    with database.engine("worker").connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        mine = connection.execute(
            text("select pg_try_advisory_lock(hashtext('schakel.worker'))")
        ).scalar_one()
        try:
            yield connection if mine else None
        finally:
            with suppress(SQLAlchemyError):
                connection.execute(text("select pg_advisory_unlock_all()"))


def _work(chores: "_Chores", connection: Connection, stop: threading.Event, interval: float) -> None:
    while not stop.is_set():
        connection.execute(text("select 1"))  # no connection, no lock
        chores.do_what_is_due()
        stop.wait(interval)
    # What was done last is signed too, so that whoever starts again sees that nothing happened in between.
    chores.seal()
    chores.checkpoint()


@dataclass
class _Chores:
    """What there is to do, and when each was last done."""

    database: Database
    data_dir: Path
    _last: dict[str, float] = field(default_factory=dict)

    def do_what_is_due(self) -> None:
        """Everything whose time has come, in this order; one that fails does not keep the others from it."""
        for chore, every in (
            (self.seal, 0.0),
            (self.relay, 0.0),
            (self.checkpoint, MINUTE),
            (self.seal_late_comers, HOUR),
            (self.tidy, HOUR),
        ):
            name = chore.__name__
            if time.monotonic() - self._last.get(name, float("-inf")) >= every:
                self._last[name] = time.monotonic()
                _attempt(name, chore)

    def seal(self) -> None:
        """Chain what was committed."""
        with self._as("sealer") as session:
            audit.seal(session)

    def checkpoint(self) -> None:
        """Sign how far the chain has come."""
        with self._as("sealer") as session:
            audit.checkpoint(session, self.data_dir)

    def seal_late_comers(self) -> None:
        """Chain also what took very long to commit, such as an import."""
        with self._as("sealer") as session:
            audit.seal(session, margin=audit.LONG_MARGIN)

    def relay(self) -> None:
        """Tell the handlers what happened."""
        with self._as("worker") as session:
            events.relay(session, _deliver)

    def tidy(self) -> None:
        """Remove what nobody needs any more."""
        with self._as("worker") as session:
            events.forget_delivered(session)
        with self._as("login") as session:
            accounts.sweep(session)

    @contextmanager
    def _as(self, role: str) -> Iterator[Session]:
        with self.database.session_as(role) as session, session.begin():
            yield session


def _deliver(notice: events.Notice) -> None:
    for handler in HANDLERS:
        handler(notice)


def _attempt(name: str, chore: Callable[[], None]) -> None:
    try:
        chore()
    except Exception as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        log.error("worker could not %s: %s", name, _name(error))


def _name(error: Exception) -> str:
    """The kind of error and no more: its text may hold what does not belong in a log."""
    return (
        f"{error.__class__.__name__} {getattr(getattr(error, 'orig', None), 'sqlstate', None) or ''}".strip()
    )
