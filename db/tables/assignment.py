"""Interventions proposed to a partner, the partner's own yes or no, and when: dates, order and capacity."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import Shareable, Table, lies_in, moment, new_id


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
        CheckConstraint(
            "(capacity_amount is null) = (capacity_unit is null) and coalesce(capacity_amount, 0) >= 0",
            name="capacity_unit",
        ),
        in_the_corner(),
    )

    intervention_id: UUID = Field(foreign_key="interventions.id", index=True)
    outcome: str
    capacity_hours: int | None = None
    # In the unit that the partner counts its capacity in; replies of before there were units are in hours.
    capacity_amount: int | None = None
    capacity_unit: str | None = None
    priority: str | None = None
    reason: str = ""
    until: date | None = None


class Schedule(Shareable, table=True):
    """When the partner plans to carry it out, or when it did; of each kind the last row holds."""

    __tablename__ = "schedules"
    __table_args__ = (
        CheckConstraint("kind in ('planned', 'actual')", name="kind"),
        CheckConstraint(
            "case when ends_on is null then kind = 'actual' else ends_on >= starts_on end", name="period"
        ),
    )

    intervention_id: UUID = Field(foreign_key="interventions.id", index=True)
    kind: str
    starts_on: date
    ends_on: date | None = None


class Dependency(Shareable, table=True):
    """What an intervention has to wait for (domain.md 6.3, B14): another one, or a day; with an embargo nobody starts."""

    __tablename__ = "dependencies"
    __table_args__ = (
        CheckConstraint("(waits_for_id is null) <> (not_before is null)", name="one_of_both"),
        CheckConstraint("(waits_for_id is null) = (until is null)", name="until_set"),
        CheckConstraint("until in ('started', 'completed')", name="until"),
        CheckConstraint("waits_for_id <> intervention_id", name="another"),
    )

    intervention_id: UUID = Field(foreign_key="interventions.id", index=True)
    waits_for_id: UUID | None = Field(default=None, foreign_key="interventions.id", index=True)
    until: str | None = None
    not_before: date | None = None
    embargo: bool = True
    lifted_at: datetime | None = moment(nullable=True)


class Capacity(Table, table=True):
    """What an organisation can do in a month or a quarter, in its own unit; the last row for a period holds."""

    __tablename__ = "capacities"
    __table_args__ = (
        CheckConstraint("months in (1, 3)", name="months"),
        CheckConstraint(
            "extract(day from starts_on) = 1 and (months = 1 or extract(month from starts_on) in (1, 4, 7, 10))",
            name="starts_on",
        ),
        CheckConstraint("amount >= 0", name="amount"),
        Index("ix_capacities_period", "organisation_id", "starts_on"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    starts_on: date
    months: int
    unit: str
    # Of one kind of intervention; in general when it is empty.
    intervention_kind: str | None = None
    amount: int
    actor_id: UUID = Field(foreign_key="actors.id")
    created_at: datetime = moment(default_now=True)
