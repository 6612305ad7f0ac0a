"""Concerns (meldingen): what an organisation that is no participant tells a participant of its choice (WGS 2.19).

Outside all scopes, since nothing is shared: it is between the two. The register knows that something was sent, to whom
and what became of it; its words stand beside it and go on a clock, and the register then says when.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlmodel import Field

from db.tables.base import Table, moment, new_id


class Concern(Table, table=True):
    """That somebody sent something to a participant, under a number; without a word of what."""

    __tablename__ = "concerns"
    __table_args__ = (
        # Of care or of oversight: the box it stays in. What becomes a signal is written anew, in box R.
        CheckConstraint("compartment in ('T', 'Z')", name="compartment"),
        CheckConstraint("recipient_id <> organisation_id", name="to_another"),
        Index("ix_concerns_organisation_id", "organisation_id", "created_at", "id"),
        Index("ix_concerns_recipient_id", "recipient_id", "created_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: str = Field(unique=True)
    compartment: str
    # Who sent it, and the participant it was sent to.
    organisation_id: UUID = Field(foreign_key="organisations.id")
    actor_id: UUID = Field(foreign_key="actors.id")
    recipient_id: UUID = Field(foreign_key="organisations.id")
    created_at: datetime = moment(default_now=True)
    # When its words were destroyed: the proof that the clock did what it had to do.
    forgotten_at: datetime | None = moment(nullable=True)


class ConcernAccount(Table, table=True):
    """The words of it, as they were sent: for the recipient alone, and until the clock takes them."""

    __tablename__ = "concern_accounts"
    __table_args__ = (CheckConstraint("urgency in ('none', 'soon', 'danger')", name="urgency"),)

    concern_id: UUID = Field(foreign_key="concerns.id", primary_key=True)
    form: str
    words: str
    place: str
    municipality_code: str
    seen_on: date | None = None
    urgency: str
    # How, when and through whom one can be reached without danger; and how not.
    safe_contact: str


class ConcernDecision(Table, table=True):
    """Whether it became a signal: all that the sender ever hears."""

    __tablename__ = "concern_decisions"
    __table_args__ = (CheckConstraint("outcome in ('taken_up', 'declined')", name="outcome"),)

    concern_id: UUID = Field(foreign_key="concerns.id", primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    actor_id: UUID = Field(foreign_key="actors.id")
    outcome: str
    created_at: datetime = moment(default_now=True)


class ConcernReason(Table, table=True):
    """Why not, or which signal it became: for the recipient alone. It goes with the words."""

    __tablename__ = "concern_reasons"
    __table_args__ = (CheckConstraint("(text <> '') <> (signal_id is not null)", name="one"),)

    concern_id: UUID = Field(foreign_key="concerns.id", primary_key=True)
    text: str = ""
    signal_id: UUID | None = Field(
        default=None, index=True, sa_column_args=(ForeignKey("signals.id", ondelete="CASCADE"),)
    )


__all__ = ["Concern", "ConcernAccount", "ConcernDecision", "ConcernReason"]
