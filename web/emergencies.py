"""Access in an emergency (noodtoegang): asking for it, ending it, and the review afterwards."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import emergencies
from domain.actor import CONTENT_ROLES, Actor
from domain.emergencies import BreakGlass, Review
from domain.errors import DomainError
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.login import Visitor
from web.render import page, see_other

router = APIRouter(prefix="/emergencies", include_in_schema=False)

STEP_UP = "/login/step-up?next=/emergencies/new"


@router.get("")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """One's own uses, and those one watches over."""
    found = emergencies.emergencies(session, actor)
    shown = {
        "waiting": [one for one in found if one.verdict is None],
        "reviewed": [one for one in found if one.verdict],
        "may_ask": actor.has(*CONTENT_ROLES),
    }
    return page(request, "emergencies/index.html", shown)


@router.get("/new")
def start(request: Request, session: Db, actor: ActorDep, visitor: Visitor) -> Response:
    """Ask which case and why, after the second factor."""
    actor.require(*CONTENT_ROLES)
    if not visitor.stepped_up():
        return see_other(STEP_UP)
    return rooms.form(request, "emergencies/new.html", {}, Typed())


@router.post("/new")
def break_glass(request: Request, session: Db, actor: ActorDep, visitor: Visitor, typed: Form) -> Response:
    """Look into the case from now on, for a few hours."""
    if not visitor.stepped_up():
        return see_other(STEP_UP)
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: emergencies.break_glass(session, actor, typed.shape(BreakGlass)),
        lambda refused: rooms.form(request, "emergencies/new.html", {}, typed, refused),
        to=lambda made: f"/emergencies/{made}",
        said=N_("You see the case now. Those who answer for it have been told."),
    )


@router.get("/{emergency_id}")
def show(request: Request, session: Db, actor: ActorDep, emergency_id: UUID) -> Response:
    """One use: who, why, how long, and what was thought of it."""
    return _show(request, session, actor, emergency_id, Typed())


@router.post("/{emergency_id}/endings")
def end(request: Request, session: Db, actor: ActorDep, emergency_id: UUID, typed: Form) -> Response:
    """End it before its time."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: emergencies.end(session, actor, emergency_id),
        lambda refused: _show(request, session, actor, emergency_id, typed, refused),
        to=f"/emergencies/{emergency_id}",
        said=N_("The access is ended."),
    )


@router.post("/{emergency_id}/reviews")
def review(request: Request, session: Db, actor: ActorDep, emergency_id: UUID, typed: Form) -> Response:
    """Say whether it was justified."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: emergencies.review(session, actor, emergency_id, typed.shape(Review)),
        lambda refused: _show(request, session, actor, emergency_id, typed, refused),
        to=f"/emergencies/{emergency_id}",
        said=N_("Your review is recorded."),
    )


def _show(
    request: Request,
    session: Session,
    actor: Actor,
    emergency_id: UUID,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    found = emergencies.emergency(session, actor, emergency_id)
    in_sight = found.case_id in actor.emergencies
    return rooms.form(request, "emergencies/show.html", {"one": found, "in_sight": in_sight}, typed, refused)
