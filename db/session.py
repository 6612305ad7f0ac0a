"""Engines per database role, and sessions that tell PostgreSQL who is asking."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

from db.keyring import Keyring

ROLES = ("app", "login", "worker", "auditor", "sealer", "statistics")

# Four connections per worker process: more only lengthen the queue in PostgreSQL (performance.md 2f).
POOL_SIZE = 4

# Planning a statement under the policies takes longer than running it on few rows.
PLAN_ONCE: Mapping[str, Any] = {
    "options": "-c plan_cache_mode=force_generic_plan",
    "prepare_threshold": 0,
}
STATEMENTS_KEPT = 1_000


class IdentityMissing(RuntimeError):
    """A session of the application began a transaction without saying who asks; nothing would be visible."""


_BECOME = text("select become(:actors) as who")
_WROTE_NOTHING = text("select pg_current_xact_id_if_assigned() is null")


class IdentifiedSession(Session):
    """A session whose every transaction starts by telling PostgreSQL who is asking.

    One that wrote nothing ends in a commit, also when somebody is refused: to PostgreSQL that is the same, but a
    rollback makes psycopg forget every statement it prepared on that connection, and to plan those again under the
    policies takes longer than most requests.
    """

    def close(self) -> None:
        """Let go of the transaction, and of the connection."""
        self._end_unwritten()
        super().close()

    def rollback(self) -> None:
        """Undo what the transaction wrote."""
        self._end_unwritten()
        super().rollback()

    def _end_unwritten(self) -> None:
        begun: Connection | None = self.info.get("begun")
        # A connection that is gone can only be let go of.
        if begun is None or begun.closed or begun.invalidated or not begun.in_transaction():
            return
        driver: Any = begun.connection.dbapi_connection
        # So can what went wrong in PostgreSQL, and what goes on in a connection that nobody waited for.
        if driver.info.transaction_status != TransactionStatus.INTRANS:
            return
        with suppress(SQLAlchemyError):
            if begun.execute(_WROTE_NOTHING).scalar_one():
                self.expunge_all()
                self.commit()


@event.listens_for(IdentifiedSession, "after_begin")
def _become(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    """Establish the identity inside the transaction, so that pooling can never hand it to another."""
    actors: Sequence[UUID] | None = session.info.get("actors")
    if not actors:
        raise IdentityMissing
    session.info["who"] = connection.execute(_BECOME, {"actors": list(actors)}).scalar_one()
    session.info["begun"] = connection


def _keep_statements(connection: Any, _record: object) -> None:
    connection.prepared_max = STATEMENTS_KEPT


class Database:
    """The database as this process knows it: one engine for each role it holds the password of.

    With `plan_once` each connection plans each statement the first time and never again, whatever is asked for:
    for many statements on few rows, such as telling the demo region, and not for production, where a migration
    may change what a statement stands for.
    """

    def __init__(
        self,
        urls: Mapping[str, URL | str],
        *,
        pool_size: int = POOL_SIZE,
        keyring: Keyring | None = None,
        plan_once: bool = False,
    ) -> None:
        self._urls = dict(urls)
        self._plan_once = plan_once
        self._pool_size = pool_size
        self.keyring = keyring
        self._engines: dict[str, Engine] = {}

    def url(self, role: str) -> URL:
        """Where and as whom one role connects."""
        return make_url(self._urls[role])

    def engine(self, role: str) -> Engine:
        """The engine that connects as one role (`app`, `login`, `worker`, ...), made on first use."""
        if role not in self._engines:
            # The owner arranges things, with several commands in one text: those cannot be prepared.
            once = self._plan_once and role != "owner"
            self._engines[role] = create_engine(
                self._urls[role],
                pool_size=self._pool_size,
                # None beyond those: one made for a rush and thrown away costs ten times a request, and comes
                # without the plans that the others have prepared. Who finds none free waits for milliseconds.
                max_overflow=0,
                # The one that came back last goes out first: it has the statements prepared and the catalogue at
                # hand, and with little to do one connection learns what otherwise all of them must.
                pool_use_lifo=True,
                # What a fault prints may hold names and numbers of people.
                hide_parameters=True,
                connect_args={
                    "application_name": f"schakel-{role}",
                    "connect_timeout": 5,
                    **(PLAN_ONCE if once else {}),
                },
            )
            if once:
                event.listen(self._engines[role], "connect", _keep_statements)
        return self._engines[role]

    def session_for(self, *actors: UUID) -> IdentifiedSession:
        """A session as these actors: normally one; on a wall everyone in the room, and all must pass."""
        info = {"actors": actors, "keyring": self.keyring}
        return IdentifiedSession(self.engine("app"), info=info, expire_on_commit=False)

    def session_as(self, role: str) -> Session:
        """A session of a technical role, which has no identity and sees no content."""
        return Session(self.engine(role), expire_on_commit=False)

    def dispose(self) -> None:
        """Close every pooled connection."""
        for engine in self._engines.values():
            engine.dispose()


def who(session: Session) -> dict[str, Any]:
    """What PostgreSQL established about the one who asks; begins the transaction when none is open."""
    session.connection()
    found: dict[str, Any] = session.info["who"]
    return found
