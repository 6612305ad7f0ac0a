"""Who of an organisation takes part in a case: what was decided about that, and access in an emergency."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from db.tables.base import Table, moment, new_id


class CircleDecision(Table, table=True):
    """A decision about who takes part (WGS 2.23(5)); the row is the act, and nobody edits it.

    Named, unnamed, opened and left say which persons `participations.persons` holds; barred and lifted, `bars`.
    """

    __tablename__ = "circle_decisions"
    __table_args__ = (
        CheckConstraint("kind in ('named', 'unnamed', 'opened', 'barred', 'lifted', 'left')", name="kind"),
        CheckConstraint("(kind in ('opened', 'left')) = (person_id is null)", name="person"),
        CheckConstraint("length(trim(reason)) > 0", name="reason"),
        Index("ix_circle_decisions_scope_id", "scope_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    scope_id: UUID = Field(foreign_key="scopes.id")
    # Whose participation it is about, and whom of it.
    organisation_id: UUID = Field(foreign_key="organisations.id")
    person_id: UUID | None = Field(default=None, foreign_key="actors.id")
    kind: str
    reason: str
    # Who decided, and for whom.
    actor_id: UUID = Field(foreign_key="actors.id")
    owner_id: UUID = Field(foreign_key="organisations.id")
    created_at: datetime = moment(default_now=True)


class Emergency(Table, table=True):
    """Break-glass: that one person looks into one case of the own organisation without being named in it."""

    __tablename__ = "emergencies"
    __table_args__ = (
        CheckConstraint("length(trim(reason)) > 0", name="reason"),
        CheckConstraint("ends_at > created_at", name="limit"),
        CheckConstraint("verdict in ('justified', 'not_justified')", name="verdict"),
        CheckConstraint(
            "(verdict is null) = (reviewed_at is null) and (verdict is null) = (review is null)"
            " and (verdict is null) = (reviewed_by is null)",
            name="review",
        ),
        # Asked at the start of every transaction: has this person one that still runs?
        Index("ix_emergencies_actor_id", "actor_id", "ends_at"),
        Index("ix_emergencies_scope_id", "scope_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    scope_id: UUID = Field(foreign_key="scopes.id")
    actor_id: UUID = Field(foreign_key="actors.id")
    organisation_id: UUID = Field(foreign_key="organisations.id")
    reason: str
    created_at: datetime = moment()
    # Moved forward once, when it is ended early.
    ends_at: datetime = moment()
    ended_by: UUID | None = Field(default=None, foreign_key="actors.id")
    verdict: str | None = None
    review: str | None = None
    reviewed_by: UUID | None = Field(default=None, foreign_key="actors.id")
    reviewed_at: datetime | None = moment(nullable=True)


class AccessTerm(Table, table=True):
    """What the region decided, dated: hours of an emergency, since when persons must be named, days to object in,
    days after which what is late is escalated, and months in which feedback is due with the days before that;
    days that the words of a concern are kept, decided on or not."""

    __tablename__ = "access_terms"
    __table_args__ = (
        CheckConstraint(
            "code in ('emergency_hours', 'naming_required', 'objection_days', 'overdue_days', 'feedback_months',"
            " 'feedback_notice_days', 'concern_days', 'concern_open_days')",
            name="code",
        ),
        # Feedback is asked at least yearly (WGS 1.7(4)).
        CheckConstraint("code <> 'feedback_months' or number <= 12", name="yearly"),
        CheckConstraint("valid_until is null or valid_until > valid_from", name="validity"),
        CheckConstraint("number > 0", name="number"),
    )

    code: str = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    valid_until: date | None = None
    number: int
    legal_ground: str


__all__ = ["AccessTerm", "CircleDecision", "Emergency"]
