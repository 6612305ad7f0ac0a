"""Proposals to the steering group (beleidsvoorstellen): what the chain taught, for one organisation to follow up.

They stand in no case and hold no personal data: the RIEC and that organisation read them, and nothing of a case has
to be opened for it. Nothing of it is ever changed: what is decided, and what came of it, is added.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from db.tables.base import Table, moment, new_id


class SteeringProposal(Table, table=True):
    """What the RIEC proposes to the steering group, and which organisation would follow it up."""

    __tablename__ = "steering_proposals"
    __table_args__ = (Index("ix_steering_proposals_addressed_id", "addressed_id", "due_on"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    actor_id: UUID = Field(foreign_key="actors.id")
    title: str
    text: str
    reason: str
    addressed_id: UUID = Field(foreign_key="organisations.id")
    due_on: date
    created_at: datetime = moment(default_now=True)


class SteeringDecision(Table, table=True):
    """That a proposal was adopted or rejected, once; and once, when it was adopted, what came of it."""

    __tablename__ = "steering_decisions"
    __table_args__ = (
        CheckConstraint("outcome in ('adopted', 'rejected', 'done')", name="outcome"),
        Index(
            "uq_steering_decisions_verdict",
            "proposal_id",
            unique=True,
            postgresql_where=text("outcome <> 'done'"),
        ),
        Index(
            "uq_steering_decisions_done",
            "proposal_id",
            unique=True,
            postgresql_where=text("outcome = 'done'"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    proposal_id: UUID = Field(foreign_key="steering_proposals.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisations.id")
    actor_id: UUID = Field(foreign_key="actors.id")
    outcome: str
    text: str
    created_at: datetime = moment(default_now=True)


__all__ = ["SteeringDecision", "SteeringProposal"]
