"""Source protection: what the RIEC writes of a protected signal, and requests to see its source."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import catalogue, detection
from domain.calendar import today
from domain.detection import AskUnmasking, BringIn, DecideUnmasking, SignalView
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import page, too_late

router = APIRouter(include_in_schema=False)


@router.get("/signals/{signal_id}/bring-in")
def start_bringing_in(request: Request, session: Db, actor: ActorDep, signal_id: UUID) -> Response:
    """Ask what partners may read of a protected signal, beside what its reporter wrote."""
    found = detection.signal(session, actor, signal_id)
    if "bring-in" not in found.acts:
        return too_late(request, f"/signals/{found.id}")
    stored = {
        "narrative": [found.narrative], "contraIndications": [found.contra_indications], "organisedCrimeLink": [found.organised_crime_link], "place": [found.place],
        "safeContact": [found.safe_contact or ""], "withMentions": ["true"],
    }  # fmt: skip
    return rooms.form(request, "detection/bring_in.html", _about(session, found), Typed(stored))


@router.post("/signals/{signal_id}/bring-in")
def bring_in(request: Request, session: Db, actor: ActorDep, signal_id: UUID, typed: Form) -> Response:
    """Bring it in, without its source."""
    found = detection.signal(session, actor, signal_id)
    chosen = {name: bool(typed.get(name)) for name in ("withMentions", "withObservations")}
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: detection.bring_in(session, actor, signal_id, typed.shape(BringIn, **chosen)),
        lambda refused: rooms.form(
            request, "detection/bring_in.html", _about(session, found), typed, refused
        ),
        to="/signals/{}".format,
        said=N_("The signal is brought in. Nothing in it tells who reported it."),
    )


@router.get("/signals/{signal_id}/unmask")
def start_asking(request: Request, session: Db, actor: ActorDep, signal_id: UUID) -> Response:
    """Ask why the source has to be seen."""
    found = detection.signal(session, actor, signal_id)
    if "ask-unmasking" not in found.acts:
        return too_late(request, f"/signals/{found.id}")
    return rooms.form(request, "detection/unmask.html", _about(session, found), Typed())


@router.post("/signals/{signal_id}/unmask")
def ask_unmasking(request: Request, session: Db, actor: ActorDep, signal_id: UUID, typed: Form) -> Response:
    """Ask to see the source."""
    found = detection.signal(session, actor, signal_id)
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: detection.ask_unmasking(session, actor, signal_id, typed.shape(AskUnmasking)),
        lambda refused: rooms.form(request, "detection/unmask.html", _about(session, found), typed, refused),
        to="/unmaskings/{}".format,
        said=N_("Your request is with a second person."),
    )


@router.get("/unmaskings")
def list_unmaskings(request: Request, session: Db, actor: ActorDep) -> Response:
    """The requests to see a source: one's own, or all for who decides."""
    return page(request, "detection/unmaskings.html", {"items": detection.unmaskings(session, actor)})


@router.get("/unmaskings/{unmasking_id}")
def show_unmasking(request: Request, session: Db, actor: ActorDep, unmasking_id: UUID) -> Response:
    """One request, with the form to decide on it for a second person."""
    found = detection.unmasking(session, actor, unmasking_id)
    return rooms.form(request, "detection/unmasking.html", {"one": found}, Typed())


@router.post("/unmaskings/{unmasking_id}")
def decide_unmasking(
    request: Request, session: Db, actor: ActorDep, unmasking_id: UUID, typed: Form
) -> Response:
    """Let who asked see the source, or not."""
    found = detection.unmasking(session, actor, unmasking_id)
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: detection.decide_unmasking(session, actor, unmasking_id, typed.shape(DecideUnmasking)),
        lambda refused: rooms.form(request, "detection/unmasking.html", {"one": found}, typed, refused),
        to=f"/unmaskings/{unmasking_id}",
        said=N_("Your decision is recorded."),
    )


def _about(session: Session, found: SignalView) -> dict[str, Any]:
    return {"signal": found, "forms": catalogue.indicator_groups(session, today())}
