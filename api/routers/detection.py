"""Signals over the API: submit, read, add to, assess."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.deps import SEARCH, ActorDep, Db, costs, following, onward, require_scope
from api.etag import tagged
from api.idempotency import Once
from domain import cases, detection, lists
from domain.detection import (
    AddToSignal,
    AskUnmasking,
    AssessSignal,
    BoardAsked,
    BoardView,
    BringIn,
    DecideUnmasking,
    SafeContactView,
    SignalLine,
    SignalView,
    SubmitSignal,
    UnmaskingView,
)
from domain.search import EarlierList
from domain.shapes import Slice, View

router = APIRouter(tags=["signals"])


class UnmaskingList(View):
    """Verzoeken om een bron te zien, newest first."""

    items: Sequence[UnmaskingView] = Field(description="Verzoeken")


class SafeContactList(View):
    """Veilig contact: what was said of it with the signals of the case, oldest first."""

    items: Sequence[SafeContactView] = Field(description="Veilig contact")


class SignalList(Slice[SignalLine]):
    """Signalen: part of the list, last active first."""


@router.post("/signals", status_code=201, dependencies=[require_scope("signals:write")])
def submit_signal(session: Db, actor: ActorDep, once: Once, data: SubmitSignal) -> SignalView:
    """Signaal melden: the preparation team, the RIEC and the municipality concerned can see it at once."""
    return once(
        lambda: detection.submit_signal(session, actor, data),
        lambda made: detection.view(session, actor, made),
        "/signals/{id}",
    )


@router.get("/signals", dependencies=[require_scope("signals:read")])
def list_signals(session: Db, actor: ActorDep, asked: Annotated[lists.SignalsAsked, Query()]) -> SignalList:
    """Signalen: those your organisation takes part in, last active first."""
    after = following(lists.SIGNALS, asked)
    items, further = detection.signals(session, actor, asked, after=after)
    return SignalList(items=items, next=onward(further))


@router.get("/board", dependencies=[require_scope("signals:read")])
def get_board(session: Db, actor: ActorDep, asked: Annotated[BoardAsked, Query()]) -> BoardView:
    """Bord van het voorbereidingsteam: the signals to assess, the most urgent and the oldest first."""
    return detection.board(session, actor, asked)


@router.get("/signals/{signal_id}", response_model=SignalView, dependencies=[require_scope("signals:read")])
def get_signal(session: Db, actor: ActorDep, request: Request, signal_id: UUID) -> Response:
    """Signaal: as far as you may see it; the reporter sees the status of the assessment, not its reasons."""
    return tagged(request, detection.signal(session, actor, signal_id))


@router.get("/signals/{signal_id}/earlier", dependencies=[require_scope("signals:read"), costs(SEARCH)])
def get_earlier(session: Db, actor: ActorDep, signal_id: UUID) -> EarlierList:
    """Al te zien: what else you can see of the persons and things that a signal names."""
    return detection.earlier(session, actor, detection.signal(session, actor, signal_id))


@router.post("/signals/{signal_id}/additions", status_code=201, dependencies=[require_scope("signals:write")])
def add_to_signal(session: Db, actor: ActorDep, once: Once, signal_id: UUID, data: AddToSignal) -> SignalView:
    """Aanvulling: add to your own signal, while it has not been decided on."""
    return once(
        lambda: detection.add_to_signal(session, actor, signal_id, data),
        lambda made: detection.view(session, actor, made),
        "/signals/{id}",
    )


@router.post("/signals/{signal_id}/assessments", status_code=201, dependencies=[require_scope("cases:write")])
def assess_signal(
    session: Db, actor: ActorDep, once: Once, signal_id: UUID, data: AssessSignal
) -> SignalView:
    """Beoordeling: decide on a signal on the five criteria of BGS 2.16."""
    return once(
        lambda: detection.assess_signal(session, actor, signal_id, data),
        lambda made: detection.view(session, actor, made),
        "/signals/{id}",
    )


@router.post("/signals/{signal_id}/bring-ins", status_code=201, dependencies=[require_scope("cases:write")])
def bring_in(session: Db, actor: ActorDep, once: Once, signal_id: UUID, data: BringIn) -> SignalView:
    """Inbrengen: what partners read of a signal whose source stays behind the RIEC; a new signal of the RIEC."""
    return once(
        lambda: detection.bring_in(session, actor, signal_id, data),
        lambda made: detection.view(session, actor, made),
        "/signals/{id}",
    )


@router.post("/signals/{signal_id}/unmaskings", status_code=201, dependencies=[require_scope("cases:write")])
def ask_unmasking(
    session: Db, actor: ActorDep, once: Once, signal_id: UUID, data: AskUnmasking
) -> UnmaskingView:
    """Verzoek om de bron te zien: with its reason; a second person decides."""
    return once(
        lambda: detection.ask_unmasking(session, actor, signal_id, data),
        lambda made: detection.unmasking(session, actor, made),
        "/unmaskings/{id}",
    )


@router.get("/subjects/{subject_id}/safe-contacts", dependencies=[require_scope("cases:read")])
def list_safe_contacts(session: Db, actor: ActorDep, subject_id: UUID) -> SafeContactList:
    """Veilig contact: how a person who may be a victim can be reached without danger, for who may read that."""
    subject = cases.subject(session, actor, subject_id)
    return SafeContactList(items=detection.safe_contacts(session, actor, subject))


@router.get("/unmaskings", dependencies=[require_scope("cases:read")])
def list_unmaskings(session: Db, actor: ActorDep) -> UnmaskingList:
    """Verzoeken om een bron te zien: your own, and for who decides all of them."""
    return UnmaskingList(items=detection.unmaskings(session, actor))


@router.get("/unmaskings/{unmasking_id}", dependencies=[require_scope("cases:read")])
def get_unmasking(session: Db, actor: ActorDep, unmasking_id: UUID) -> UnmaskingView:
    """Verzoek om een bron te zien: one of them."""
    return detection.unmasking(session, actor, unmasking_id)


@router.post(
    "/unmaskings/{unmasking_id}/decisions", status_code=201, dependencies=[require_scope("cases:write")]
)
def decide_unmasking(
    session: Db, actor: ActorDep, once: Once, unmasking_id: UUID, data: DecideUnmasking
) -> UnmaskingView:
    """Besluit: let who asked see the source, or not; its reporter is told."""
    return once(
        lambda: detection.decide_unmasking(session, actor, unmasking_id, data),
        lambda made: detection.unmasking(session, actor, made),
        "/unmaskings/{id}",
    )
