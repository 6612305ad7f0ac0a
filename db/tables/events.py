"""The two logs, the outbox that follows the first, and the chain that holds both.

Rows of a log stand by themselves: no foreign keys, so that what they tell about can be destroyed on time and
they need not change. That actor and organisation are the one who asks is the insert policy's to see to.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from db.tables.base import Table, moment, real_moment, texts


def _numbered() -> Any:
    """A key that PostgreSQL hands out and nobody can choose; rolled-back transactions leave holes in it."""
    return Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger,
        sa_column_args=(Identity(always=True),),
    )


def _hash() -> Any:
    """A SHA-256."""
    return Field(sa_type=LargeBinary, nullable=False)


class Event(Table, table=True):
    """What was done. `data` holds ids, codes and numbers, never personal data.

    `compartment` and `step` are those of the scope at that moment, filled by a trigger.
    """

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("type ~ '^[a-z]+\\.[a-z_]+$'", name="type"),
        CheckConstraint("jsonb_typeof(data) = 'object'", name="data"),
        Index("ix_events_at", "at"),
        Index("ix_events_scope_id", "scope_id", "id"),
        Index("ix_events_case_id", "case_id", "id"),
        # Whether somebody sets up an account or changes it: see `people_to_tell()`.
        Index(
            "ix_events_set_up",
            "actor_id",
            "id",
            postgresql_where=text("type in ('account.password_set', 'account.second_factor_enrolled')"),
        ),
        # The first event about an object is that of its origin: `who_read_mine()` asks whose it was.
        Index("ix_events_object_id", "object_id", "id", postgresql_where=text("object_id is not null")),
    )

    id: int = _numbered()
    at: datetime = moment(default_now=True)
    type: str
    compartment: str | None = None
    step: str | None = None
    scope_id: UUID | None = None
    case_id: UUID | None = None
    subject_id: UUID | None = None
    object_id: UUID | None = None
    owner_id: UUID | None = None
    category: str
    # That of the row it is about: an event tells no more of a closed row than the row does.
    circle: list[UUID] | None = Field(default=None, sa_type=ARRAY(Uuid), nullable=True)
    actor_id: UUID | None = None
    organisation_id: UUID | None = None
    request_id: str | None = None
    data: dict[str, Any] = Field(
        default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": text("'{}'")}, nullable=False
    )


class Access(Table, table=True):
    """Who looked, searched, exported or was refused. Read for lawfulness control alone (WGS 1.8(4))."""

    __tablename__ = "access_log"
    __table_args__ = (
        CheckConstraint("outcome in ('shown', 'exported', 'printed', 'refused')", name="outcome"),
        # Small on purpose: it is written on every read, and a purpose is a sentence, not a story.
        CheckConstraint("length(what) <= 100 and length(purpose) <= 1000", name="length"),
        Index("ix_access_log_at", "at"),
        Index("ix_access_log_actor_id", "actor_id", "at"),
        Index("ix_access_log_scope_id", "scope_id", "at"),
    )

    id: int = _numbered()
    at: datetime = moment(default_now=True)
    actor_id: UUID | None = None
    organisation_id: UUID | None = None
    staff_roles: list[str] = texts()
    what: str
    scope_id: UUID | None = None
    object_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid), nullable=False)
    rule_id: UUID | None = None
    ground: str | None = None
    purpose: str | None = None
    outcome: str
    request_id: str | None = None


class Outbox(Table, table=True):
    """An event that still has to be told to others; written by a trigger in the event's own transaction."""

    __tablename__ = "outbox"
    __table_args__ = (
        # What is to be done now; delivered rows and dead letters are not in the way.
        Index(
            "ix_outbox_due",
            "next_attempt_at",
            postgresql_where=text("delivered_at is null and dead_at is null"),
        ),
        Index("ix_outbox_dead_at", "dead_at", postgresql_where=text("dead_at is not null")),
    )

    id: int = _numbered()
    event_id: int = Field(sa_type=BigInteger, unique=True)
    created_at: datetime = real_moment()
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    next_attempt_at: datetime = real_moment()
    delivered_at: datetime | None = moment(nullable=True)
    dead_at: datetime | None = moment(nullable=True)
    last_error: str | None = None


class Seal(Table, table=True):
    """One link of the chain: a batch of rows of both logs, fixed by a hash over them and the link before."""

    __tablename__ = "seals"
    __table_args__ = (
        CheckConstraint("number >= 1 and first_position >= 1", name="from_one"),
        CheckConstraint("last_position >= first_position", name="not_empty"),
    )

    number: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    first_position: int = Field(sa_type=BigInteger, unique=True)
    last_position: int = Field(sa_type=BigInteger, unique=True)
    previous_hash: bytes = _hash()
    hash: bytes = _hash()
    sealed_at: datetime = moment()


class SealEntry(Table, table=True):
    """Which row stands at which position of the chain.

    Positions follow the order of sealing and have no holes, unlike ids: a low id may commit after a high one.
    """

    __tablename__ = "seal_entries"
    __table_args__ = (
        CheckConstraint("log in ('access_log', 'events')", name="log"),
        UniqueConstraint("log", "row_id"),
    )

    position: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    seal_number: int = Field(sa_type=BigInteger, sa_column_args=(ForeignKey("seals.number"),))
    log: str
    row_id: int = Field(sa_type=BigInteger)
    row_hash: bytes = _hash()


class Checkpoint(Table, table=True):
    """A signed statement of how long the chain was and what its last hash was; a copy stands outside."""

    __tablename__ = "checkpoints"

    seal_number: int = Field(
        sa_type=BigInteger, sa_column_args=(ForeignKey("seals.number"),), primary_key=True
    )
    position: int = Field(sa_type=BigInteger)
    hash: bytes = _hash()
    at: datetime = moment()
    key_id: str
    signature: bytes = _hash()


__all__ = ["Access", "Checkpoint", "Event", "Outbox", "Seal", "SealEntry"]
