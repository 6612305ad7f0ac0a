"""Weighing and qualification: the opinion of a partner, and the weighing sheet of the chair."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import audience, calendar, cases, catalogue, dossier, interventions, needs, sharing, weighing
from domain.actor import Actor
from domain.weighing import GiveOpinion, Weigh
from web import rooms
from web.assignment import menu_of
from web.forms import Form, Typed
from web.i18n import N_
from web.owning import audience_of

router = APIRouter(prefix="/subjects/{subject_id}", include_in_schema=False)


@router.get("/opinions/new")
def start_opinion(request: Request, session: Db, actor: ActorDep, subject_id: UUID) -> Response:
    """Ask what the own organisation advises for one subject."""
    context = _sheet(session, actor, subject_id)
    return rooms.offer(request, "give-opinion", "weighing/opinion.html", context, Typed())


@router.post("/opinions/new")
def give_opinion(request: Request, session: Db, actor: ActorDep, subject_id: UUID, typed: Form) -> Response:
    """Give the own organisation's opinion."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: weighing.give_opinion.without_looking(
            session, actor, subject_id, typed.shape(GiveOpinion, **audience_of(typed))
        ),
        lambda refused: rooms.form(
            request, "weighing/opinion.html", _sheet(session, actor, subject_id), typed, refused
        ),
        to=f"/subjects/{subject_id}",
        said=N_("Your opinion is recorded."),
    )


@router.get("/weigh")
def start_weighing(request: Request, session: Db, actor: ActorDep, subject_id: UUID) -> Response:
    """The weighing sheet: what partners hold and advise beside the decision."""
    context = _weighing(session, actor, subject_id)
    return rooms.offer(request, "weigh", "weighing/weigh.html", context, Typed())


@router.post("/weigh")
def weigh(request: Request, session: Db, actor: ActorDep, subject_id: UUID, typed: Form) -> Response:
    """Record the decision for one subject."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: weighing.weigh.without_looking(
            session, actor, subject_id, typed.shape(Weigh, options=typed.all("options"))
        ),
        lambda refused: rooms.form(
            request, "weighing/weigh.html", _weighing(session, actor, subject_id), typed, refused
        ),
        to=f"/subjects/{subject_id}",
        said=N_("The weighing is recorded."),
    )


def _weighing(session: Session, actor: Actor, subject_id: UUID) -> dict[str, Any]:
    on = calendar.today()
    return _sheet(session, actor, subject_id) | {
        "menu": menu_of(interventions.offers(session, subject_id)),
        "forms": catalogue.indicator_groups(session, on),
        "kinds": catalogue.intervention_kinds(session, None, on),
        "grounds": catalogue.legal_grounds(session, None, on),
    }


def _sheet(session: Session, actor: Actor, subject_id: UUID) -> dict[str, Any]:
    return rooms.about(session, actor, subject_id) | {
        "could_read": audience.possible_readers(session, actor, subject_id, ["opinion"]),
        "sheet": weighing.sheet(session, actor, subject_id),
        "contributions": dossier.contributions(session, actor, subject_id),
        "categories": sharing.categories(session),
        "need": needs.needs(session, actor, [subject_id])[subject_id],
        "readers": cases.readers(session, actor, subject_id, ["opinion", "weighing"]),
    }
