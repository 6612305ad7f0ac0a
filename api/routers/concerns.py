"""Concerns over the API: sent by who is no participant, and turned into a signal or not by the participant."""

from uuid import UUID

from fastapi import APIRouter

from api.deps import ActorDep, Db, Page, cursor, require_scope
from api.idempotency import Once
from domain import concerns, detection
from domain.concerns import ConcernLine, ConcernView, DeclineConcern, SendConcern
from domain.detection import SignalView, SubmitSignal
from domain.shapes import Slice

router = APIRouter(tags=["signals"])

READ = [require_scope("signals:read")]
WRITE = [require_scope("signals:write")]


class ConcernList(Slice[ConcernLine]):
    """Meldingen: part of the list, newest first."""


@router.get("/concerns", dependencies=READ)
def list_concerns(session: Db, actor: ActorDep, page: Page) -> ConcernList:
    """Meldingen: those your organisation sent or received; the RIEC and other partners see none of them."""
    items, further = concerns.concerns(session, actor, page.after, page.limit)
    return ConcernList(items=items, next=cursor(further))


@router.post("/concerns", status_code=201, dependencies=WRITE)
def send_concern(session: Db, actor: ActorDep, once: Once, data: SendConcern) -> ConcernView:
    """Melding doen: by an organisation that is no participant, to a participant of its choice."""
    return once(
        lambda: concerns.send_concern(session, actor, data),
        lambda made: concerns.view(session, actor, made),
        "/concerns/{id}",
    )


@router.get("/concerns/{concern_id}", dependencies=READ)
def get_concern(session: Db, actor: ActorDep, concern_id: UUID) -> ConcernView:
    """Melding: for the sender the receipt and the status, for the recipient what it says too."""
    return concerns.concern(session, actor, concern_id)


@router.post("/concerns/{concern_id}/declinings", status_code=201, dependencies=WRITE)
def decline_concern(
    session: Db, actor: ActorDep, once: Once, concern_id: UUID, data: DeclineConcern
) -> ConcernView:
    """Geen signaal: with a reason, which the sender does not read."""
    return once(
        lambda: concerns.decline_concern(session, actor, concern_id, data),
        lambda made: concerns.view(session, actor, made),
        "/concerns/{id}",
    )


@router.post("/concerns/{concern_id}/signals", status_code=201, dependencies=WRITE)
def take_up_concern(
    session: Db, actor: ActorDep, once: Once, concern_id: UUID, data: SubmitSignal
) -> SignalView:
    """Signaal uit een melding: a signal of your own, which nobody else can tell came from a melding."""
    return once(
        lambda: detection.take_up_concern(session, actor, concern_id, data),
        lambda made: detection.view(session, actor, made),
        "/signals/{id}",
    )
