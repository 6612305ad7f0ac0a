"""Requests to see the origin of a signal that stays behind the RIEC."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import Table, moment, new_id


class Unmasking(Table, table=True):
    """That one person of the RIEC asked to see a protected source, and what a second person decided."""

    __tablename__ = "unmaskings"
    __table_args__ = (
        CheckConstraint("decided_by <> asked_by", name="two_people"),
        CheckConstraint(
            "(decided_at is null) = (decided_by is null) and (decided_at is null) = (granted is null)",
            name="decided",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    # The signal as partners see it; who asks need not know which one it was made from.
    signal_id: UUID = Field(foreign_key="scopes.id", index=True)
    asked_by: UUID = Field(foreign_key="actors.id")
    reason: str
    asked_at: datetime = moment(default_now=True)
    decided_by: UUID | None = Field(default=None, foreign_key="actors.id")
    decided_at: datetime | None = moment(nullable=True)
    granted: bool | None = None
    motive: str = Field(default="", sa_column_kwargs={"server_default": ""})


__all__ = ["Unmasking"]
