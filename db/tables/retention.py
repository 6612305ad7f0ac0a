"""That something was destroyed, by whose decision and how much of it; and what may not be destroyed yet."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from db.tables.base import Table, moment, new_id


class Destruction(Table, table=True):
    """The decision to destroy, and the proof that it was done (vernietigingsbewijs): kinds, numbers and a hash.

    No foreign keys: what it tells about is gone. It holds no personal data, so it can be kept.
    """

    __tablename__ = "destructions"
    __table_args__ = (
        CheckConstraint("kind in ('signal', 'subject', 'case')", name="kind"),
        # The three come together, from `destroy()` alone.
        CheckConstraint(
            "(destroyed_at is null) = (rows is null) and (destroyed_at is null) = (digest is null)",
            name="proof",
        ),
        Index("ix_destructions_created_at", "created_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    scope_id: UUID = Field(unique=True)
    kind: str
    term: str
    ground: str
    actor_id: UUID = Field(foreign_key="actors.id")
    organisation_id: UUID = Field(foreign_key="organisations.id")
    created_at: datetime = moment(default_now=True)
    # Kind of row -> how many.
    rows: dict[str, int] | None = Field(default=None, sa_type=JSONB, nullable=True)
    # SHA-256 over the ids of those rows, in order: who kept a list of ids can check it.
    digest: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)
    destroyed_at: datetime | None = moment(nullable=True)


class Hold(Table, table=True):
    """That something is kept although its term is over, for a claim or a statutory duty (WGS 1.8(7))."""

    __tablename__ = "holds"
    __table_args__ = (
        CheckConstraint("length(trim(reason)) > 0", name="reason"),
        Index("uq_holds_open", "scope_id", unique=True, postgresql_where=text("released_at is null")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    scope_id: UUID = Field(foreign_key="scopes.id")
    reason: str
    review_on: date
    actor_id: UUID = Field(foreign_key="actors.id")
    organisation_id: UUID = Field(foreign_key="organisations.id")
    created_at: datetime = moment(default_now=True)
    released_at: datetime | None = moment(nullable=True)
    released_by: UUID | None = Field(default=None, foreign_key="actors.id")


__all__ = ["Destruction", "Hold"]
