"""What an owner may do later with what it contributed: narrow or widen for whom it is, and withdraw it."""

from typing import Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from db.tables.dossier import Contribution
from domain import audience, events, process, rows
from domain.actor import Actor
from domain.audience import AudienceChange, ChangeAudience
from domain.cases import CONTRIBUTORS
from domain.dossier.contributing import ContributionView, contribution
from domain.errors import NotAllowed
from domain.events import EventType
from domain.shapes import Shape, Wrong

WITHDRAWN_FOR: Final = ("incorrect", "unlawful", "unnecessary")


class Withdraw(Shape):
    """Intrekken: why one's own contribution should not have been there (BGS 1.7)."""

    reason: Wrong = Field(
        description="Reden: incorrect, unlawful (not lawfully held) or unnecessary", examples=["incorrect"]
    )


def rehearse_audience(
    session: Session, actor: Actor, contribution_id: UUID, data: ChangeAudience
) -> AudienceChange:
    """Who would gain and who would lose sight of one's own contribution."""
    return audience.rehearse(session, actor, Contribution, contribution_id, data)


def change_audience(
    session: Session, actor: Actor, contribution_id: UUID, data: ChangeAudience
) -> ContributionView:
    """Narrow or widen for whom one's own contribution is."""
    audience.change(
        session, actor, Contribution, contribution_id, data, CONTRIBUTORS, EventType.DOSSIER_AUDIENCE_CHANGED
    )
    return contribution(session, actor, contribution_id)


def withdraw(session: Session, actor: Actor, contribution_id: UUID, data: Withdraw) -> ContributionView:
    """Take back one's own contribution: the text is gone, and who read it sees that it was withdrawn."""
    found = rows.find(session, Contribution, contribution_id)

    if found.owner_id != actor.organisation_id:
        raise NotAllowed("not-the-owner")
    actor.require(*CONTRIBUTORS)
    if found.withdrawn_at:
        raise NotAllowed("withdrawn")
    process.require(session, found.scope_id, *process.OPEN)

    subject_id, category = found.subject_id, found.category
    session.execute(text("select withdraw(:id, :reason)"), {"id": contribution_id, "reason": data.reason})
    session.expire(found)

    events.record(
        session, actor, EventType.DOSSIER_WITHDRAWN, scope_id=subject_id, subject_id=subject_id,
        case_id=process.parent_of(session, subject_id), object_id=contribution_id, category=category,
        data={"reason": data.reason},
    )  # fmt: skip
    return contribution(session, actor, contribution_id)
