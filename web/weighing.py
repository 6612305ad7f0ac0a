"""Weighing and qualification: the opinion of a partner, and the weighing sheet of the chair."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import dossier, sharing, weighing
from domain.actor import Actor
from domain.errors import DomainError
from domain.weighing import GiveOpinion, Weigh
from web import rooms
from web.forms import Form, Typed
from web.render import gettext_of, see_other

router = APIRouter(prefix="/subjects/{subject_id}", include_in_schema=False)


@router.get("/opinions/new")
def start_opinion(request: Request, session: Db, actor: ActorDep, subject_id: UUID) -> Response:
    """Ask what the own organisation advises for one subject."""
    context = _sheet(session, actor, subject_id)
    return rooms.offer(request, "give-opinion", "weighing/opinion.html", context, Typed())


@router.post("/opinions/new")
def give_opinion(request: Request, session: Db, actor: ActorDep, subject_id: UUID, typed: Form) -> Response:
    """Give the own organisation's opinion."""

    def again(refused: DomainError | None) -> Response:
        context = _sheet(session, actor, subject_id)
        return rooms.form(request, "weighing/opinion.html", context, typed, refused)

    _ = gettext_of(request)
    said = _("Your opinion is recorded.")
    return rooms.submit(
        session,
        actor,
        typed,
        lambda: weighing.give_opinion(session, actor, subject_id, typed.shape(GiveOpinion)),
        lambda _id: see_other(f"/subjects/{subject_id}", said),
        again,
    )


@router.get("/weigh")
def start_weighing(request: Request, session: Db, actor: ActorDep, subject_id: UUID) -> Response:
    """The weighing sheet: what partners hold and advise beside the decision."""
    return rooms.offer(request, "weigh", "weighing/weigh.html", _sheet(session, actor, subject_id), Typed())


@router.post("/weigh")
def weigh(request: Request, session: Db, actor: ActorDep, subject_id: UUID, typed: Form) -> Response:
    """Record the decision for one subject."""

    def again(refused: DomainError | None) -> Response:
        context = _sheet(session, actor, subject_id)
        return rooms.form(request, "weighing/weigh.html", context, typed, refused)

    _ = gettext_of(request)
    said = _("The weighing is recorded.")
    return rooms.submit(
        session,
        actor,
        typed,
        lambda: weighing.weigh(session, actor, subject_id, typed.shape(Weigh)),
        lambda _id: see_other(f"/subjects/{subject_id}", said),
        again,
    )


def _sheet(session: Session, actor: Actor, subject_id: UUID) -> dict[str, Any]:
    return rooms.about(session, actor, subject_id) | {
        "sheet": weighing.sheet(session, actor, subject_id),
        "contributions": dossier.contributions(session, actor, subject_id),
        "categories": sharing.categories(session),
    }
