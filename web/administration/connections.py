"""Whether connections across cases are on: by which advice and assessment, noted and ended by the administrator."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import administration, connections
from domain.actor import Actor
from domain.connections import NoteAdvice
from domain.errors import DomainError
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_

router = APIRouter(prefix="/administration/connections")

HERE = "/administration/connections"


@router.get("")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """By what they are on and were, and the form to turn them on."""
    return _index(request, session, actor, Typed())


@router.post("")
def note(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """Turn connections across cases on."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: connections.note_advice(session, actor, typed.shape(NoteAdvice)),
        lambda refused: _index(request, session, actor, typed, refused),
        to=HERE,
        said=N_("Connections across cases are on."),
    )


@router.post("/{advice_id}/endings")
def end(request: Request, session: Db, actor: ActorDep, advice_id: UUID, typed: Form) -> Response:
    """Turn connections across cases off."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: connections.end_advice(session, actor, advice_id),
        lambda refused: _index(request, session, actor, typed, refused),
        to=HERE,
        said=N_("Connections across cases are off."),
    )


def _index(
    request: Request, session: Session, actor: Actor, typed: Typed, refused: DomainError | None = None
) -> Response:
    administration.require_administrator(actor)
    context = {"advices": connections.advices(session, actor)}
    return rooms.form(request, "administration/connections.html", context, typed, refused)
