"""What the administration keeps beside organisations and people: recertification and deputies."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from db.tables.base import Table, moment, new_id


class Recertification(Table, table=True):
    """A round in which every access is confirmed or ended (WGS 1.8(2)); what nobody confirmed ends by itself."""

    __tablename__ = "recertifications"
    __table_args__ = (
        CheckConstraint("due_on > started_on", name="period"),
        # One round at a time, or nobody knows which one counts.
        Index(
            "uq_recertifications_open",
            text("(true)"),
            unique=True,
            postgresql_where=text("closed_at is null"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    started_on: date
    due_on: date
    started_by: UUID = Field(foreign_key="actors.id")
    closed_at: datetime | None = moment(nullable=True)


class Confirmation(Table, table=True):
    """What became of the access of one person or client in one round; open while there is no outcome."""

    __tablename__ = "confirmations"
    __table_args__ = (
        CheckConstraint("outcome in ('confirmed', 'ended', 'lapsed')", name="outcome"),
        Index("ix_confirmations_actor_id", "actor_id"),
    )

    recertification_id: UUID = Field(foreign_key="recertifications.id", primary_key=True)
    actor_id: UUID = Field(foreign_key="actors.id", primary_key=True)
    outcome: str | None = None
    decided_by: UUID | None = Field(default=None, foreign_key="actors.id")
    decided_at: datetime | None = moment(nullable=True)


class Deputy(Table, table=True):
    """That a colleague watches over somebody's work during leave, as themselves and with their own rights only."""

    __tablename__ = "deputies"
    __table_args__ = (
        CheckConstraint("actor_id <> deputy_id", name="somebody_else"),
        CheckConstraint("valid_until >= valid_from", name="period"),
        Index("ix_deputies_actor_id", "actor_id"),
        Index("ix_deputies_deputy_id", "deputy_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    actor_id: UUID = Field(foreign_key="actors.id")
    deputy_id: UUID = Field(foreign_key="actors.id")
    valid_from: date
    # Until, not including: the first day back. One that was ended before it began lasts no day at all.
    valid_until: date
