"""Feedback on released results (terugkoppeling): what came of what was provided, at least yearly (WGS 1.7(4)).

A register outside all scopes: that something was released, to whom and on which basis, and no word of what. It outlives
the seal and the destruction of the case it came from. Nothing of it is ever changed: answers and an ending are added.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from db.tables.base import Table, moment, new_id


class ReleasedResult(Table, table=True):
    """That something was released to somebody, under a number of its own, and when feedback on it is first due."""

    __tablename__ = "released_results"
    __table_args__ = (
        CheckConstraint("recipient_kind in ('participant', 'public', 'private')", name="recipient_kind"),
        CheckConstraint("basis in ('public_task', 'legitimate_interest', 'statutory_duty')", name="basis"),
        # At least yearly is the law's; a region may want it more often, never less.
        CheckConstraint("due_on > released_on and due_on <= released_on + interval '1 year'", name="yearly"),
        Index("ix_released_results_recipient_id", "recipient_id", "created_at", "id"),
        Index("ix_released_results_created_at", "created_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(unique=True)
    # The RIEC that released it, and who decided.
    organisation_id: UUID = Field(foreign_key="organisations.id")
    actor_id: UUID = Field(foreign_key="actors.id")
    # An organisation of the region; without it somebody outside, who has no account.
    recipient_id: UUID | None = Field(default=None, foreign_key="organisations.id")
    recipient_name: str
    recipient_kind: str
    basis: str
    ground: str
    released_on: date
    due_on: date
    created_at: datetime = moment(default_now=True)


class ReleaseLink(Table, table=True):
    """From which disclosure a result came: for who sees that disclosure, and gone when it is destroyed."""

    __tablename__ = "release_links"

    result_id: UUID = Field(foreign_key="released_results.id", primary_key=True)
    disclosure_id: UUID = Field(
        unique=True, sa_column_args=(ForeignKey("disclosures.id", ondelete="CASCADE"),)
    )


class FeedbackAnswer(Table, table=True):
    """What the recipient says came of it, or why nothing did; a correction is another answer that refers to it."""

    __tablename__ = "feedback_answers"
    __table_args__ = (
        CheckConstraint("effect in ('intervention', 'otherwise', 'not_yet', 'not_used')", name="effect"),
        CheckConstraint("(effect in ('not_yet', 'not_used')) = (why <> '')", name="why"),
        CheckConstraint(
            "next_due_on > given_on and next_due_on <= given_on + interval '1 year'", name="yearly"
        ),
        # Only an answer about the same result, of the same organisation, is corrected; and each once.
        UniqueConstraint("id", "result_id", "organisation_id"),
        ForeignKeyConstraint(
            ["corrects_id", "result_id", "organisation_id"],
            ["feedback_answers.id", "feedback_answers.result_id", "feedback_answers.organisation_id"],
            name="corrects",
        ),
        Index("ix_feedback_answers_result_id", "result_id", text("given_on desc"), text("id desc")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    result_id: UUID = Field(foreign_key="released_results.id")
    organisation_id: UUID = Field(foreign_key="organisations.id")
    actor_id: UUID = Field(foreign_key="actors.id")
    corrects_id: UUID | None = Field(default=None, unique=True)
    effect: str
    text: str
    why: str
    # The day on which the recipient said it, and when it is asked again.
    given_on: date
    next_due_on: date
    created_at: datetime = moment(default_now=True)


class FeedbackEnding(Table, table=True):
    """That no more feedback is asked, and why."""

    __tablename__ = "feedback_endings"
    __table_args__ = (CheckConstraint("reason in ('reported', 'destroyed', 'other')", name="reason"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    result_id: UUID = Field(foreign_key="released_results.id", unique=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    actor_id: UUID = Field(foreign_key="actors.id")
    reason: str
    explanation: str
    created_at: datetime = moment(default_now=True)


__all__ = ["FeedbackAnswer", "FeedbackEnding", "ReleaseLink", "ReleasedResult"]
