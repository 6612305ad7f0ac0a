"""What people typed in a form and did not send yet."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from db.tables.base import Table


class Draft(Table, table=True):
    """One form of one person, as it was left; nobody else ever reads it."""

    __tablename__ = "drafts"
    __table_args__ = (
        Index("ix_drafts_expires_at", "expires_at"),
        CheckConstraint("(about_kind is null) = (about_id is null)", "about"),
    )

    actor_id: UUID = Field(foreign_key="actors.id", primary_key=True)
    address: str = Field(primary_key=True)
    # The thing the form is about: its table and id. Who can no longer see it, no longer sees the draft.
    about_kind: str | None = None
    about_id: UUID | None = None
    # The concern whose words it was begun with: they are gone from here when they are gone there.
    concern_id: UUID | None = Field(default=None, index=True)
    fields: dict[str, Any] = Field(sa_type=JSONB)
    saved_at: datetime = Field(
        sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": text("clock_timestamp()")}
    )
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))
