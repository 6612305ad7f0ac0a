"""Interventions proposed to a partner, and the partner's own yes or no."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Shareable, lies_in


def in_the_corner() -> ForeignKeyConstraint:
    """That a row lies in the scope of the content of the intervention it is about."""
    return ForeignKeyConstraint(
        ["intervention_id", "scope_id"], ["interventions.id", "interventions.content_scope_id"]
    )


class Intervention(Shareable, table=True):
    """The title of an intervention: what, by whom, when. Its content stands in a scope of its own."""

    __tablename__ = "interventions"
    __table_args__ = (
        lies_in("subject_id"),
        # What `in_the_corner` points at: an intervention together with the scope of its content.
        UniqueConstraint("id", "content_scope_id"),
    )

    subject_id: UUID = Field(foreign_key="subjects.id", index=True)
    content_scope_id: UUID = Field(foreign_key="scopes.id", unique=True)
    kind: str
    partner_id: UUID = Field(foreign_key="organisations.id")
    not_before: date | None = None
    due_on: date


class Instruction(Shareable, table=True):
    """What the partner is asked to do: content, for that partner and the RIEC only."""

    __tablename__ = "instructions"
    __table_args__ = (in_the_corner(),)

    intervention_id: UUID = Field(foreign_key="interventions.id", index=True)
    text: str


class Reply(Shareable, table=True):
    """The partner's own answer, with capacity and priority (seed R04)."""

    __tablename__ = "replies"
    __table_args__ = (
        CheckConstraint("outcome in ('accepted', 'refused', 'deferred')", name="outcome"),
        CheckConstraint("priority in ('high', 'normal', 'low')", name="priority"),
        CheckConstraint("capacity_hours is null or capacity_hours >= 0", name="capacity"),
        in_the_corner(),
    )

    intervention_id: UUID = Field(foreign_key="interventions.id", index=True)
    outcome: str
    capacity_hours: int | None = None
    priority: str | None = None
    reason: str = ""
    until: date | None = None
