"""Interventions over the API: propose, reply, follow."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.deps import ActorDep, Db, following, onward, require_scope
from api.etag import tagged
from api.idempotency import Once
from domain import assignment, interventions, lists
from domain.assignment import GiveReply, Propose
from domain.interventions import InterventionView
from domain.shapes import Slice, View

router = APIRouter(tags=["assignment"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("cases:write")]


class InterventionList(Slice[InterventionView]):
    """Interventies: part of the list, last active first."""


class PlanOfSubject(View):
    """Plan: the interventions for one subject, as far as shared with you."""

    items: Sequence[InterventionView] = Field(description="Interventies")


@router.post("/subjects/{subject_id}/interventions", status_code=201, dependencies=WRITE)
def propose_intervention(
    session: Db, actor: ActorDep, once: Once, subject_id: UUID, data: Propose
) -> InterventionView:
    """Interventie voorstellen: nothing until that partner itself says yes."""
    return once(
        lambda: assignment.propose(session, actor, subject_id, data),
        lambda made: interventions.view(session, actor, made),
        "/interventions/{id}",
    )


@router.get("/subjects/{subject_id}/interventions", dependencies=READ)
def list_interventions_of_subject(session: Db, actor: ActorDep, subject_id: UUID) -> PlanOfSubject:
    """Plan: the interventions for one subject; others' at title level, your own whole."""
    return PlanOfSubject(items=interventions.interventions_of(session, actor, subject_id))


@router.get("/interventions", dependencies=READ)
def list_interventions(
    session: Db, actor: ActorDep, asked: Annotated[lists.InterventionsAsked, Query()]
) -> InterventionList:
    """Interventies: those your organisation directs or carries out, last active first."""
    after = following(lists.INTERVENTIONS, asked)
    items, further = interventions.interventions(session, actor, asked, after=after)
    return InterventionList(items=items, next=onward(further))


@router.get("/interventions/{intervention_id}", response_model=InterventionView, dependencies=READ)
def get_intervention(session: Db, actor: ActorDep, request: Request, intervention_id: UUID) -> Response:
    """Interventie: at title level, or whole for the partner and the RIEC."""
    return tagged(request, interventions.intervention(session, actor, intervention_id))


@router.post("/interventions/{intervention_id}/replies", status_code=201, dependencies=WRITE)
def reply_to_intervention(
    session: Db, actor: ActorDep, once: Once, intervention_id: UUID, data: GiveReply
) -> InterventionView:
    """Antwoord: accept, refuse or defer for your own organisation, with capacity and priority."""
    return once(
        lambda: assignment.reply(session, actor, intervention_id, data),
        lambda made: interventions.view(session, actor, made),
        "/interventions/{id}",
    )
