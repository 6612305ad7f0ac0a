"""Connections (verbanden): under which keys mentions and subjects are filed, and what people decided of two of them.

What is proposed is worked out for whoever looks and stands nowhere; a decision is added and never changed.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlmodel import Field

from db.tables.base import Shareable, Table, moment, new_id


class ConnectionEntry(Table, table=True):
    """A mention or a subject as it is filed: its keys, and for whom. Nobody reads this table."""

    __tablename__ = "connection_entries"
    __table_args__ = (Index("ix_connection_entries_scope_id", "scope_id"),)

    row_id: UUID = Field(primary_key=True)
    number: int = Field(sa_column=Column(BigInteger, Identity(always=True), nullable=False, unique=True))
    version: int = Field(sa_type=SmallInteger)  # of the kinds of keys: what has an earlier one is filed anew
    scope_id: UUID
    keys: list[int] = Field(sa_type=ARRAY(BigInteger), nullable=False)
    organisations: list[UUID] = Field(sa_type=ARRAY(PgUUID(as_uuid=True)), nullable=False)


class ConnectionPosting(Table, table=True):
    """That an organisation finds an entry under a key. Each has keys of its own, so that it reads past nobody else's."""

    __tablename__ = "connection_postings"

    key: int = Field(sa_type=BigInteger, primary_key=True)
    number: int = Field(sa_type=BigInteger, primary_key=True)


class Connection(Shareable, table=True):
    """What somebody decided: that two descriptions are of one and the same, that they are not, or that this is open again.

    It lies where the first lies, in the category of that; only who sees both sees it: see `db.policies.connections`.
    """

    __tablename__ = "connections"
    __table_args__ = (
        CheckConstraint("from_id <> to_id", name="two"),
        CheckConstraint("verdict in ('same', 'not_same', 'open')", name="verdict"),
        CheckConstraint("band in ('strong', 'probable', 'possible')", name="band"),
    )

    # Each a mention or a subject.
    from_id: UUID = Field(index=True)
    to_id: UUID = Field(index=True)
    verdict: str
    reason: str
    # How alike they were when it was decided, and by which model; nothing where no likeness was proposed.
    band: str | None = None
    compared_with: str | None = None


class ConnectionAdvice(Table, table=True):
    """From when to when connections across cases are on: by which legal advice and impact assessment (domain.md 2.12)."""

    __tablename__ = "connection_advices"
    __table_args__ = (
        CheckConstraint("(ended_at is null) = (ended_by is null)", name="ended"),
        # One at a time: the next one begins when this one was ended.
        Index("uq_connection_advices_current", text("(true)"), unique=True, postgresql_where=text("ended_at is null")),
    )  # fmt: skip

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str
    assessed_on: date
    organisation_id: UUID = Field(foreign_key="organisations.id")
    actor_id: UUID = Field(foreign_key="actors.id")
    created_at: datetime = moment(default_now=True)
    ended_at: datetime | None = moment(nullable=True)
    ended_by: UUID | None = Field(default=None, foreign_key="actors.id")


__all__ = ["Connection", "ConnectionAdvice", "ConnectionEntry", "ConnectionPosting"]
