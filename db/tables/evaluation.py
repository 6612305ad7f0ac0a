"""What a case taught, its closure, and that it was taken up once more."""

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import Shareable, lies_in


class Evaluation(Shareable, table=True):
    """The evaluation of one subject, or of the case as a whole when `subject_id` is empty."""

    __tablename__ = "evaluations"
    __table_args__ = (
        CheckConstraint("goal in ('reached', 'partly', 'not_reached', 'unknown')", name="goal"),
        lies_in("case_id"),
    )

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    subject_id: UUID | None = Field(default=None, foreign_key="subjects.id")
    goal: str
    worked: str
    lessons: str = ""


class Closure(Shareable, table=True):
    """The decision to close a case; sealing follows from it (domain.md 6.3, B17)."""

    __tablename__ = "closures"
    __table_args__ = (
        CheckConstraint("reason in ('goal_reached', 'insufficient', 'handed_over', 'left')", name="reason"),
        lies_in("case_id"),
    )

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    reason: str
    text: str


class Reopening(Shareable, table=True):
    """The decision to take up a subject once more, or a closed case when `subject_id` is empty (domain.md 6.3, B18)."""

    __tablename__ = "reopenings"
    __table_args__ = (
        CheckConstraint("reason in ('new_facts', 'not_solved', 'partner_asks', 'mistake')", name="reason"),
        CheckConstraint("length(trim(text)) > 0", name="motive"),
        lies_in("coalesce(subject_id, case_id)"),
    )

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    subject_id: UUID | None = Field(default=None, foreign_key="subjects.id", index=True)
    reason: str
    text: str
