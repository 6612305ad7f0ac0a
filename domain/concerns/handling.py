"""Deciding on a concern: it becomes a signal (domain.detection takes it up), or it does not and the reason is kept."""

from typing import Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import events, guard, process
from domain.actor import Actor
from domain.concerns.reading import opened, view
from domain.concerns.shapes import HANDLERS, ConcernView
from domain.errors import Conflict, NotAllowed
from domain.events import EventType
from domain.guard import Guarded
from domain.shapes import Prose

_DECIDE: Final = text("""
insert into concern_decisions (concern_id, organisation_id, actor_id, outcome)
values (:concern, :organisation, :actor, :outcome)
""")
_REASON: Final = text(
    "insert into concern_reasons (concern_id, text, signal_id) values (:concern, :text, :signal)"
)


class DeclineConcern(Guarded):
    """Geen signaal: why it became none; for the recipient's own use."""

    reason: Prose = Field(
        description="Reden: the sender does not read it", examples=["Er was geen eigen waarneming bij."]
    )


def decline_concern(session: Session, actor: Actor, concern_id: UUID, data: DeclineConcern) -> ConcernView:
    """Let it become no signal; the sender hears that, and no reason."""
    require_open(session, actor, concern_id)
    guard.check(session, actor, data)

    close(session, actor, concern_id, "declined", reason=data.reason)
    return view(session, actor, concern_id)


def forget(session: Session) -> int:
    """Destroy the words of what was decided on weeks ago, or never; for the worker. The register says when."""
    gone: int = session.execute(text("select forget_concerns()")).scalar_one()
    return gone


def require_open(session: Session, actor: Actor, concern_id: UUID) -> ConcernView:
    """The concern, when this person decides on it now; one at a time."""
    process.alone(session, f"concern {concern_id}")
    found = view(session, actor, concern_id)

    actor.require(*HANDLERS)
    if found.sent:
        raise NotAllowed("concern-of-another")
    if not opened(actor, found.sent, found.status):
        raise Conflict("concern-decided")
    return found


def close(
    session: Session,
    actor: Actor,
    concern_id: UUID,
    outcome: str,
    *,
    reason: str = "",
    signal_id: UUID | None = None,
) -> None:
    """Write the decision down, and for the recipient alone why, or which signal it became."""
    given = {
        "concern": concern_id,
        "organisation": actor.organisation_id,
        "actor": actor.id,
        "outcome": outcome,
    }
    session.execute(_DECIDE, given)
    session.execute(_REASON, {"concern": concern_id, "text": reason, "signal": signal_id})

    events.record(session, actor, EventType.CONCERN_DECIDED, object_id=concern_id, data={"outcome": outcome})
