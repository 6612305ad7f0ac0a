"""When a person last looked at the start page, so that it can tell what changed since."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, text
from sqlmodel import Field

from db.tables.base import Table, real_moment


class Visit(Table, table=True):
    """The last look of one person: `looked_at` moves with every look, `since` only when a new visit begins."""

    __tablename__ = "visits"

    actor_id: UUID = Field(foreign_key="actors.id", primary_key=True)
    looked_at: datetime = real_moment()
    # What is new to somebody who was never here before.
    since: datetime = Field(
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": text("clock_timestamp() - interval '7 days'")},
    )
