"""Concerns (meldingen): sending one, the receipt and the status, and what the recipient makes of it."""

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db, Page, cursor
from domain import catalogue, concerns, danger
from domain.actor import Actor
from domain.calendar import today
from domain.concerns import DeclineConcern, SendConcern
from domain.errors import DomainError
from web import rooms
from web.forms import Form, Typed, new_key
from web.i18n import N_
from web.render import page, see_other

router = APIRouter(prefix="/concerns", include_in_schema=False)

HERE: Final = "/concerns"


@router.get("")
def index(request: Request, session: Db, actor: ActorDep, page_of: Page) -> Response:
    """What one's organisation sent or received."""
    found, further = concerns.concerns(session, actor, page_of.after, page_of.limit)
    context = {
        "concerns": found,
        "may_send": concerns.may_send(actor),
        "next": f"{HERE}?cursor={cursor(further)}" if further else None,
        "first": HERE if page_of.after else None,
    }
    return page(request, "concerns/index.html", context)


@router.get("/new")
def start(request: Request, session: Db, actor: ActorDep) -> Response:
    """Ask what was seen and to whom it is told."""
    concerns.require_sender(actor)
    return _new(request, session, Typed({"key": [new_key()]}))


@router.post("/new")
def send(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """Send it; what follows is the receipt."""
    concerns.require_sender(actor)
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: concerns.send_concern(session, actor, typed.shape(SendConcern)),
        lambda refused: _new(request, session, typed, refused),
        to=f"{HERE}/{{}}".format,
        said=N_("Your concern was sent. Keep its number."),
    )


@router.get("/{concern_id}")
def show(request: Request, session: Db, actor: ActorDep, concern_id: UUID) -> Response:
    """The receipt with its status; for the recipient what it says, and the choice what becomes of it."""
    return _show(request, session, actor, concern_id, Typed())


@router.get("/{concern_id}/declinings")
def to_concern(concern_id: UUID) -> Response:
    """A refused form is shown at this address; whoever comes back to it finds the concern."""
    return see_other(f"{HERE}/{concern_id}")


@router.post("/{concern_id}/declinings")
def decline(request: Request, session: Db, actor: ActorDep, concern_id: UUID, typed: Form) -> Response:
    """Let it become no signal."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: concerns.decline_concern(session, actor, concern_id, typed.shape(DeclineConcern)),
        lambda refused: _show(request, session, actor, concern_id, typed, refused),
        to=f"{HERE}/{concern_id}",
        said=N_("It becomes no signal. The sender sees that, and not why."),
    )


def _new(request: Request, session: Session, typed: Typed, refused: DomainError | None = None) -> Response:
    context = {"recipients": concerns.recipients(session)} | _lists(session)
    return rooms.form(request, "concerns/new.html", context, typed, refused)


def _show(
    request: Request,
    session: Session,
    actor: Actor,
    concern_id: UUID,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    context = {"one": concerns.concern(session, actor, concern_id)} | _lists(session)
    return rooms.form(request, "concerns/show.html", context, typed, refused)


def _lists(session: Session) -> dict[str, Any]:
    on = today()
    return {
        "forms": catalogue.forms(session, on),
        "municipalities": catalogue.municipalities(session, on),
        "emergency_number": danger.emergency_number(session, on),
    }
