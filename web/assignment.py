"""Intervention assignment: proposing one to a partner, the list of interventions, and the partner's answer."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db, Page, cursor
from domain import assignment, calendar, cases, catalogue, interventions
from domain.actor import Actor
from domain.assignment import GiveReply, Offer, Propose
from domain.catalogue import InterventionKindView
from domain.errors import DomainError
from domain.interventions import OPEN_FOR_REPLY, RUNNING, InterventionView
from web import rooms
from web.execution import intervention_page
from web.forms import Form, Typed
from web.render import gettext_of, page, see_other

router = APIRouter(include_in_schema=False)


@router.get("/subjects/{subject_id}/interventions/new")
def start_proposal(request: Request, session: Db, actor: ActorDep, subject_id: UUID) -> Response:
    """Ask which partner is asked to do what."""
    context = _proposing(session, actor, subject_id)
    return rooms.offer(request, "propose", "assignment/propose.html", context, Typed())


@router.post("/subjects/{subject_id}/interventions/new")
def propose(request: Request, session: Db, actor: ActorDep, subject_id: UUID, typed: Form) -> Response:
    """Propose an intervention to a partner."""

    def again(refused: DomainError | None) -> Response:
        context = _proposing(session, actor, subject_id)
        return rooms.form(request, "assignment/propose.html", context, typed, refused)

    _ = gettext_of(request)
    said = _("The proposal is with the partner.")
    return rooms.submit(
        session,
        actor,
        typed,
        lambda: assignment.propose(session, actor, subject_id, typed.shape(Propose)),
        lambda _id: see_other(f"/subjects/{subject_id}", said),
        again,
    )


@router.get("/interventions")
def list_interventions(request: Request, session: Db, actor: ActorDep, part: Page) -> Response:
    """The interventions one's organisation carries out or directs."""
    found, further = interventions.interventions(session, actor, part.after, part.limit)
    subjects = cases.subjects(session, actor, list({one.subject_id for one in found}))
    context = {
        "groups": _grouped(actor, found),
        "subjects": subjects,
        "cases": cases.lines(session, actor, list({one.case_id for one in subjects.values()})),
        "kinds": catalogue.intervention_kinds(session, None, calendar.today()),
        "next": cursor(further),
        "first": part.after is None,
    }
    return page(request, "assignment/interventions.html", context)


@router.post("/interventions/{intervention_id}/replies")
def reply(request: Request, session: Db, actor: ActorDep, intervention_id: UUID, typed: Form) -> Response:
    """Accept, refuse or put off, for the own organisation."""
    _ = gettext_of(request)
    said = _("Your answer is recorded.")
    return rooms.submit(
        session,
        actor,
        typed,
        lambda: assignment.reply(session, actor, intervention_id, typed.shape(GiveReply)),
        lambda _id: see_other(f"/interventions/{intervention_id}", said),
        lambda refused: intervention_page(request, session, actor, intervention_id, typed, refused),
    )


def _proposing(session: Session, actor: Actor, subject_id: UUID) -> dict[str, Any]:
    context = rooms.about(session, actor, subject_id)
    offers = assignment.offers(session, subject_id)
    return context | {
        "partners": [(offer.partner_id, offer.partner) for offer in offers],
        "menu": _menu(offers),
        "grounds": catalogue.legal_grounds(session, None, calendar.today()),
        "plan": interventions.interventions_of(session, actor, subject_id),
        "others": _names(context["case"].participants),
        "kinds": catalogue.intervention_kinds(session, None, calendar.today()),
    }


def _menu(offers: Iterable[Offer]) -> list[tuple[str, tuple[InterventionKindView, ...]]]:
    """What can be asked, under the names of the partners who can do it."""
    groups: dict[tuple[InterventionKindView, ...], list[str]] = {}
    for offer in offers:
        groups.setdefault(offer.kinds, []).append(offer.partner)
    return [(", ".join(names), kinds) for kinds, names in groups.items()]


def _names(participants: Iterable[cases.ParticipantView]) -> list[str]:
    return list(dict.fromkeys(one.name for one in participants))


def _grouped(actor: Actor, found: Iterable[InterventionView]) -> dict[str, list[InterventionView]]:
    """By what has to happen: the own yes or no, what is late, what waits for another, what runs, what is over."""
    groups: dict[str, list[InterventionView]] = {
        key: [] for key in ("reply", "overdue", "waiting", "running", "over")
    }
    for one in found:
        groups[_group(actor, one)].append(one)
    return groups


def _group(actor: Actor, one: InterventionView) -> str:
    waiting = one.status in OPEN_FOR_REPLY
    if waiting and one.partner_id == actor.organisation_id:
        return "reply"
    if one.overdue:
        return "overdue"
    if waiting:
        return "waiting"
    return "running" if one.status in RUNNING else "over"
