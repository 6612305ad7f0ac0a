"""Which requests were carried out already, so that a retry does not do it again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, LargeBinary, text
from sqlmodel import Field

from db.tables.base import Table, real_moment


class IdempotencyKey(Table, table=True):
    """One carried-out request of one actor; holds where the result is, never the result itself."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index("ix_idempotency_keys_expires_at", "expires_at"),)

    actor_id: UUID = Field(foreign_key="actors.id", primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: bytes = Field(sa_type=LargeBinary)
    status: int
    location: str
    object_id: UUID
    created_at: datetime = real_moment()
    expires_at: datetime = Field(
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": text("clock_timestamp() + interval '24 hours'")},
    )
