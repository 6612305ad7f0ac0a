"""Turning a concern into a signal of one's own: what one writes and answers for oneself (BGS 2.16)."""

from uuid import UUID

from sqlmodel import Session

from domain import concerns
from domain.actor import Actor
from domain.detection.shapes import SignalView, SubmitSignal
from domain.detection.signals import view
from domain.detection.submitting import require_reporter, submit_signal


def take_up_concern(session: Session, actor: Actor, concern_id: UUID, data: SubmitSignal) -> SignalView:
    """Submit a signal out of a concern; its words stay as they were sent, and the recipient alone knows of both."""
    concerns.require_open(session, actor, concern_id)
    require_reporter(actor)

    made = submit_signal(session, actor, data)
    concerns.close(session, actor, concern_id, "taken_up", signal_id=made.id)
    return view(session, actor, made.id)
