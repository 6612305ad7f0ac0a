"""The other entry point: seals the logs, relays the outbox and keeps the clock. Calls the same domain functions.

What waits for others, such as a mail server, or takes long, such as a file of signals, goes on beside it: sealing and
relaying never wait for them.

Several may run; one works, held by an advisory lock that goes when its connection goes, and another takes over.
The lock is for peace, not for truth: sealing takes a lock of its own and the outbox is read with `skip locked`.
"""

import logging
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlmodel import Session

from api.deps import actor_of
from api.importing import signal_of
from api.mail import Mailing
from api.problems import postgres
from db.session import Database, who
from db.vault import Unreadable
from domain import (
    accounts,
    administration,
    attachments,
    audit,
    concerns,
    drafts,
    events,
    importing,
    notices,
    rehearsal,
)
from domain.errors import DomainError, NotAllowed
from web.letters import compose

log = logging.getLogger("schakel.worker")

CONNECTIONS = 4
"""As the role `worker`: the lock, the outbox, whom to tell, and the mails. With fewer they wait for each other."""

SOON = 10.0
MINUTE = 60.0
HOUR = 60 * MINUTE
LONGEST_PAUSE = 30.0

HANDLERS: list[Callable[[events.Notice], None]] = []
"""Who is told of each event. A handler that raises has the event again later, and the others too: at least
once, so each must bear to hear the same twice."""


def run(
    database: Database,
    stop: threading.Event,
    *,
    data_dir: Path,
    interval: float = 1.0,
    mailing: Mailing | None = None,
    intake: attachments.Intake | None = None,
) -> None:
    """Work until asked to stop; when the database is away, wait for it and go on.

    Without `mailing` no mail leaves; without `intake` nobody looks after files.
    """
    failures = 0
    while not stop.is_set():
        try:
            with _turn(database) as connection:
                if connection is not None:
                    failures = 0
                    errands, imports = _Errands(database, mailing, intake), Imports(database)
                    with _beside(errands, interval), _beside(imports, interval):
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


@contextmanager
def _beside(round: "_Round", interval: float) -> Iterator[None]:
    """Let a round be made in a thread of its own, for as long as it is this worker's turn."""
    done = threading.Event()

    def go() -> None:
        while not done.is_set():
            with suppress(SQLAlchemyError, OSError):
                round.do_what_is_due()
            done.wait(interval)

    thread = threading.Thread(target=go, name=type(round).__name__, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(timeout=20)


Due = tuple[Callable[[], None], float]
"""What there is to do, and how many seconds after the last time."""


@dataclass
class _Round(ABC):
    """A list of things to do, and when each was last done."""

    database: Database
    _last: dict[str, float] = field(default_factory=dict, kw_only=True)

    @abstractmethod
    def due(self) -> Iterable[Due]:
        """Everything there is to do, in this order."""

    def do_what_is_due(self) -> None:
        """Everything whose time has come; one that fails does not keep the others from it."""
        for chore, every in self.due():
            name = chore.__name__
            if time.monotonic() - self._last.get(name, float("-inf")) >= every:
                self._last[name] = time.monotonic()
                _attempt(name, chore)

    @contextmanager
    def _as(self, role: str) -> Iterator[Session]:
        with self.database.session_as(role) as session, session.begin():
            yield session


@dataclass
class _Chores(_Round):
    """What is ours alone: the logs and the outbox."""

    data_dir: Path

    def due(self) -> Iterable[Due]:
        """Sealing before relaying."""
        return (
            (self.seal, 0.0),
            (self.relay, 0.0),
            (self.count, SOON),
            (self.checkpoint, MINUTE),
            (self.seal_late_comers, HOUR),
            (self.lapse, HOUR),
            (self.tidy, HOUR),
        )

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

    def count(self) -> None:
        """Fold what changed into the totals of rehearsals; the rest waits for the next time."""
        with self._as("worker") as session:
            rehearsal.fold_tallies(session)

    def relay(self) -> None:
        """Tell the handlers what happened."""
        with self._as("worker") as session:
            events.relay(session, self._deliver)

    def lapse(self) -> None:
        """End the access that nobody confirmed before the last day of a recertification."""
        with self._as("worker") as session:
            administration.lapse_unconfirmed(session)

    def tidy(self) -> None:
        """Remove what nobody needs any more."""
        with self._as("worker") as session:
            events.forget_delivered(session)
            drafts.forget_expired(session)
            importing.forget_expired(session)
            notices.forget_mails(session)
            concerns.forget(session)
        with self._as("login") as session:
            accounts.sweep(session)

    def _deliver(self, event: events.Notice) -> None:
        notices.tell(self.database, event)
        for handler in HANDLERS:
            handler(event)


@dataclass
class _Errands(_Round):
    """What takes as long as others take: mail, and the clock that looks at everybody's terms."""

    mailing: Mailing | None
    intake: attachments.Intake | None = None

    def due(self) -> Iterable[Due]:
        """The clocks before the mail, so that what they make goes out at once."""
        clocks: tuple[Due, ...] = (
            (self.tell_of_terms, HOUR),
            (self.scan_files, MINUTE),
            (self.sweep_files, HOUR),
        )
        if self.mailing is None:
            return (*clocks, (self.drop_mails, MINUTE))
        return (*clocks, (self.open_digests, MINUTE), (self.send_mails, 0.0))

    def tell_of_terms(self) -> None:
        """Say what is late and what soon ends; each is said once."""
        notices.tell_of_terms(self.database)

    def scan_files(self) -> None:
        """Have the scanner look at what was held, each in the name of its owner; when it is away, later."""
        if self.intake is None or self.intake.scanner is None:
            return
        with self._as("worker") as session:
            held = attachments.to_scan(session)
        for attachment_id, actor_id in held:
            try:
                with self.database.session_for(actor_id) as session:
                    verdict = attachments.scan(session, actor_of(who(session)), self.intake, attachment_id)
                    session.commit()
            except (DomainError, Unreadable) as error:
                # Who was chosen may not see it any more, or its bytes are gone: the others are looked at all the same.
                log.warning("worker could not scan a file: %s", _name(error))
                continue
            if verdict is attachments.Verdict.UNKNOWN:
                return

    def sweep_files(self) -> None:
        """Remove the files that belong to nothing."""
        if self.intake is not None:
            with self._as("worker") as session:
                attachments.sweep(session, self.intake.vault)

    def open_digests(self) -> None:
        """See to today's digest of everybody who wants one."""
        notices.open_digests(self.database, datetime.now(UTC))

    def send_mails(self) -> None:
        """Send the mails that are due."""
        if self.mailing is not None:
            mailing = self.mailing
            with mailing.post.round() as send:
                notices.send_due(
                    self.database, lambda letter: send(compose(letter, mailing.sender, mailing.site))
                )

    def drop_mails(self) -> None:
        """Where no mail can be sent, none waits."""
        with self._as("worker") as session:
            notices.drop_mails(session)


@dataclass
class Imports(_Round):
    """Files of signals: as long as the longest of them takes, so in parts, each as the person whose file it is."""

    def due(self) -> Iterable[Due]:
        """One thing; each turn goes a part further with every file."""
        return ((self.go_on, 0.0),)

    def go_on(self) -> None:
        """Check and submit rows for so long; what is committed stays, whatever happens to this worker."""
        until = time.monotonic() + SOON
        with self._as("worker") as session:
            waiting = importing.due(session)
        while waiting and time.monotonic() < until:
            waiting = [one for one in waiting if self._part(*one)]

    def _part(self, import_id: UUID, actor_id: UUID) -> bool:
        """The next part of one file; whether there may be more.

        Who may no longer report finds it standing still, and so does everybody after a fault of ours: it would come
        back each second, and keep the files of others from their turn.
        """
        with self.database.session_for(actor_id) as session:
            try:
                more = importing.go_on(session, actor_of(who(session)), import_id, signal_of)
            except Exception as fault:
                if not isinstance(fault, NotAllowed) and postgres.meaning(fault).status != 500:
                    raise  # busy or out of reach for a moment: the next turn does it again
                session.rollback()
                importing.stop(session, import_id, getattr(fault, "code", "unexpected"))
                more = False
                if not isinstance(fault, NotAllowed):
                    log.error("worker stopped a file of signals: %s", _name(fault))
            session.commit()
        return more


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
