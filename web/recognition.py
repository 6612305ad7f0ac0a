"""Recognition (signalen herkennen): the signs of each form of exploitation as sheets to read, print and share."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db, attempt
from domain import detection, recognition
from domain.actor import Actor
from domain.calendar import today
from domain.recognition import AskSheets
from web.forms import Typed, status_of
from web.render import page

router = APIRouter(prefix="/recognition", include_in_schema=False)


@router.get("")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """Every form of exploitation, and how its signs are counted."""
    return _page(request, session, actor, "recognition/index.html", {})


@router.get("/all")
def every_sheet(request: Request, session: Db, actor: ActorDep) -> Response:
    """All sheets on one page, each on a paper of its own."""
    return _page(request, session, actor, "recognition/all.html", {})


@router.get("/{form}")
def show(request: Request, session: Db, actor: ActorDep, form: str) -> Response:
    """The sheet of one form of exploitation."""
    return _page(request, session, actor, "recognition/show.html", {"form": recognition.form(session, form)})


def _page(request: Request, session: Session, actor: Actor, template: str, more: dict[str, Any]) -> Response:
    """The sheets of the day that the address asks for; or no sheet, and what is wrong with that day."""
    typed = Typed({"on": [request.query_params.get("on", "")]})
    edition = None
    with attempt(session) as tried:
        edition = recognition.edition(session, typed.shape(AskSheets))
    shown = {
        "edition": edition,
        "former": f"?on={edition.on}" if edition and edition.on != today() else "",
        "typed": typed,
        "problems": typed.problems(request, tried.refused),
        "may_submit": detection.may_submit(actor),
    }
    return page(request, template, {**shown, **more}, status=status_of(tried.refused))
