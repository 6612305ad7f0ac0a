"""Recertification: rounds in which every access is confirmed or ended; mandate holders see their own people."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import administration
from domain.actor import Actor
from domain.administration import Confirm, StartRecertification
from domain.errors import DomainError
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_

router = APIRouter(prefix="/administration/recertifications")

HERE = "/administration/recertifications"


@router.get("")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """Every round, and the form to begin one."""
    return _index(request, session, actor, Typed())


@router.post("")
def start(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """Begin a round."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: administration.start_recertification(session, actor, typed.shape(StartRecertification)),
        lambda refused: _index(request, session, actor, typed, refused),
        to=lambda made: f"{HERE}/{made}",
        said=N_("The round has begun."),
    )


@router.get("/{round_id}")
def show(request: Request, session: Db, actor: ActorDep, round_id: UUID) -> Response:
    """One round: whose access is still to be confirmed or ended."""
    return _show(request, session, actor, round_id)


@router.post("/{round_id}")
def confirm(request: Request, session: Db, actor: ActorDep, round_id: UUID, typed: Form) -> Response:
    """Confirm somebody's access, or end it."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: administration.confirm(session, actor, round_id, typed.shape(Confirm)),
        lambda refused: _show(request, session, actor, round_id, refused),
        to=f"{HERE}/{round_id}",
        said=N_("The access is ended.")
        if typed.get("outcome") == "ended"
        else N_("The access is confirmed."),
    )


def _index(
    request: Request, session: Session, actor: Actor, typed: Typed, refused: DomainError | None = None
) -> Response:
    context = {
        "rounds": administration.recertifications(session, actor),
        "may_start": administration.is_administrator(actor),
    }
    return rooms.form(request, "administration/rounds.html", context, typed, refused)


def _show(
    request: Request, session: Session, actor: Actor, round_id: UUID, refused: DomainError | None = None
) -> Response:
    context = {
        "round": administration.recertification(session, actor, round_id),
        "people": administration.to_confirm(session, actor, round_id),
        "is_administrator": administration.is_administrator(actor),
    }
    return rooms.form(request, "administration/round.html", context, Typed(), refused)
