"""What a case taught, and its closure."""

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

    case_id: UUID = Field(foreign_key="cases.id", unique=True)
    reason: str
    text: str
