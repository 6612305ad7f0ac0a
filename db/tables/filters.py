"""The filters people keep: a way of their own to look at a list."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from db.tables.base import Table, moment, new_id


class SavedFilter(Table, table=True):
    """One filter of one person: codes, dates and ids, and the name that person gave it."""

    __tablename__ = "saved_filters"
    __table_args__ = (
        CheckConstraint("list in ('signals', 'cases', 'subjects', 'requests', 'interventions')", name="list"),
        UniqueConstraint("actor_id", "list", "name"),
        Index("uq_saved_filters_first", "actor_id", "list", unique=True, postgresql_where=text("first")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    actor_id: UUID = Field(foreign_key="actors.id")
    list: str
    name: str
    asked: dict[str, Any] = Field(sa_type=JSONB)
    # The one with which the list opens.
    first: bool = Field(default=False)
    created_at: datetime = moment(default_now=True)
