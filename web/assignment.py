"""Intervention assignment: proposing one to a partner, the list of interventions, and the partner's answer."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import assignment, calendar, capacity, cases, catalogue, interventions, weighing
from domain.actor import Actor
from domain.assignment import GiveReply, Propose
from domain.catalogue import InterventionKindView
from domain.coordination import AddDependency, ScheduleIntervention
from domain.interventions import Offer
from web import rooms
from web.execution import intervention_page
from web.forms import Form, Typed
from web.i18n import N_
from web.render import gettext_of, see_other

router = APIRouter(include_in_schema=False)

# The form asks for capacity in a unit of the partner's choice; programs may still tell it in hours.
IN_A_UNIT = {"capacityHours": "capacityAmount"}


@router.get("/subjects/{subject_id}/interventions/new")
def start_proposal(request: Request, session: Db, actor: ActorDep, subject_id: UUID) -> Response:
    """Ask which partner is asked to do what."""
    context = _proposing(session, actor, subject_id)
    return rooms.offer(request, "propose", "assignment/propose.html", context, Typed())


@router.post("/subjects/{subject_id}/interventions/new")
def propose(request: Request, session: Db, actor: ActorDep, subject_id: UUID, typed: Form) -> Response:
    """Propose an intervention to a partner."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: assignment.propose.without_looking(session, actor, subject_id, typed.shape(Propose)),
        lambda refused: rooms.form(
            request, "assignment/propose.html", _proposing(session, actor, subject_id), typed, refused
        ),
        to=f"/subjects/{subject_id}",
        said=N_("The proposal is with the partner."),
    )


@router.post("/interventions/{intervention_id}/replies")
def reply(request: Request, session: Db, actor: ActorDep, intervention_id: UUID, typed: Form) -> Response:
    """Accept, refuse or put off, for the own organisation."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: assignment.reply.without_looking(session, actor, intervention_id, typed.shape(GiveReply)),
        lambda refused: intervention_page(
            request, session, actor, intervention_id, typed, refused, IN_A_UNIT
        ),
        to=f"/interventions/{intervention_id}",
        said=N_("Your answer is recorded."),
    )


@router.post("/interventions/{intervention_id}/schedules")
def schedule(request: Request, session: Db, actor: ActorDep, intervention_id: UUID, typed: Form) -> Response:
    """Plan when the own organisation carries it out."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: assignment.schedule.without_looking(
            session, actor, intervention_id, typed.shape(ScheduleIntervention)
        ),
        lambda refused: intervention_page(request, session, actor, intervention_id, typed, refused),
        to=f"/interventions/{intervention_id}",
        said=N_("Your planning is recorded."),
    )


@router.post("/interventions/{intervention_id}/dependencies")
def add_dependency(
    request: Request, session: Db, actor: ActorDep, intervention_id: UUID, typed: Form
) -> Response:
    """Say what it has to wait for."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: assignment.add_dependency.without_looking(
            session, actor, intervention_id, typed.shape(AddDependency)
        ),
        lambda refused: intervention_page(request, session, actor, intervention_id, typed, refused),
        to=f"/interventions/{intervention_id}",
        said=N_("The order is recorded."),
    )


@router.post("/dependencies/{dependency_id}/liftings")
def lift_dependency(request: Request, session: Db, actor: ActorDep, dependency_id: UUID) -> Response:
    """Say that an intervention no longer has to wait for that."""
    freed = assignment.lift_dependency.without_looking(session, actor, dependency_id)
    return see_other(
        f"/interventions/{freed.id}", gettext_of(request)(N_("It no longer has to wait for that."))
    )


def _proposing(session: Session, actor: Actor, subject_id: UUID) -> dict[str, Any]:
    context = rooms.about(session, actor, subject_id)
    offers = interventions.offers(session, subject_id)
    return context | {
        "partners": [(offer.partner_id, offer.partner) for offer in offers],
        "menu": menu_of(offers),
        "grounds": catalogue.legal_grounds(session, None, calendar.today()),
        "plan": interventions.interventions_of(session, actor, subject_id),
        "siblings": interventions.plan(session, actor, context["case"].id),
        "capacities": capacity.capacities(session, actor, [offer.partner_id for offer in offers]),
        "units": catalogue.capacity_units(session, calendar.today()),
        "foreseen": weighing.foreseen(session, subject_id),
        "others": _names(context["case"].participants),
        "kinds": catalogue.intervention_kinds(session, None, calendar.today()),
    }


def menu_of(offers: Iterable[Offer]) -> list[tuple[str, tuple[InterventionKindView, ...]]]:
    """What can be asked, under the names of the partners who can do it."""
    groups: dict[tuple[InterventionKindView, ...], list[str]] = {}
    for offer in offers:
        groups.setdefault(offer.kinds, []).append(offer.partner)
    return [(", ".join(names), kinds) for kinds, names in groups.items()]


def _names(participants: Iterable[cases.ParticipantView]) -> list[str]:
    return list(dict.fromkeys(one.name for one in participants))
