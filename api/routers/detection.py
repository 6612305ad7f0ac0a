"""Signals over the API: submit, read, add to, assess."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.deps import ActorDep, Db, following, onward, require_scope
from api.etag import tagged
from api.idempotency import Once
from domain import detection, lists
from domain.detection import AddToSignal, AssessSignal, SignalLine, SignalView, SubmitSignal
from domain.shapes import Slice

router = APIRouter(prefix="/signals", tags=["signals"])


class SignalList(Slice[SignalLine]):
    """Signalen: part of the list, last active first."""


@router.post("", status_code=201, dependencies=[require_scope("signals:write")])
def submit_signal(session: Db, actor: ActorDep, once: Once, data: SubmitSignal) -> SignalView:
    """Signaal melden: the preparation team, the RIEC and the municipality concerned can see it at once."""
    return once(
        lambda: detection.submit_signal(session, actor, data),
        lambda made: detection.view(session, actor, made),
        "/signals/{id}",
    )


@router.get("", dependencies=[require_scope("signals:read")])
def list_signals(session: Db, actor: ActorDep, asked: Annotated[lists.SignalsAsked, Query()]) -> SignalList:
    """Signalen: those your organisation takes part in, last active first."""
    after = following(lists.SIGNALS, asked)
    items, further = detection.signals(session, actor, asked, after=after)
    return SignalList(items=items, next=onward(further))


@router.get("/{signal_id}", response_model=SignalView, dependencies=[require_scope("signals:read")])
def get_signal(session: Db, actor: ActorDep, request: Request, signal_id: UUID) -> Response:
    """Signaal: as far as you may see it; the reporter sees the status of the assessment, not its reasons."""
    return tagged(request, detection.signal(session, actor, signal_id))


@router.post("/{signal_id}/additions", status_code=201, dependencies=[require_scope("signals:write")])
def add_to_signal(session: Db, actor: ActorDep, once: Once, signal_id: UUID, data: AddToSignal) -> SignalView:
    """Aanvulling: add to your own signal, while it has not been decided on."""
    return once(
        lambda: detection.add_to_signal(session, actor, signal_id, data),
        lambda made: detection.view(session, actor, made),
        "/signals/{id}",
    )


@router.post("/{signal_id}/assessments", status_code=201, dependencies=[require_scope("cases:write")])
def assess_signal(
    session: Db, actor: ActorDep, once: Once, signal_id: UUID, data: AssessSignal
) -> SignalView:
    """Beoordeling: decide on a signal on the five criteria of BGS 2.16."""
    return once(
        lambda: detection.assess_signal(session, actor, signal_id, data),
        lambda made: detection.view(session, actor, made),
        "/signals/{id}",
    )
