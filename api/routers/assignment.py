"""Interventions over the API: propose, reply, follow."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.deps import ActorDep, Db, following, onward, require_scope
from api.etag import tagged
from api.idempotency import Once
from domain import assignment, capacity, interventions, lists
from domain.assignment import GiveReply, Propose
from domain.capacity import CapacityView, KeepCapacity
from domain.coordination import AddDependency, ScheduleIntervention
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


class PlanOfCase(View):
    """Plan van de casus: the interventions for all its subjects, as far as shared with you."""

    items: Sequence[InterventionView] = Field(description="Interventies")


class CapacityList(View):
    """Capaciteit per organisatie en periode."""

    items: Sequence[CapacityView] = Field(description="Capaciteit")


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


@router.get("/cases/{case_id}/plan", dependencies=READ)
def get_plan(session: Db, actor: ActorDep, case_id: UUID) -> PlanOfCase:
    """Plan van de casus: over all partners, with dates, order, embargo and what does not fit."""
    return PlanOfCase(items=interventions.plan(session, actor, case_id))


@router.post("/interventions/{intervention_id}/schedules", status_code=201, dependencies=WRITE)
def schedule_intervention(
    session: Db, actor: ActorDep, once: Once, intervention_id: UUID, data: ScheduleIntervention
) -> InterventionView:
    """Planning: when your organisation carries out what it accepted."""
    return once(
        lambda: assignment.schedule(session, actor, intervention_id, data),
        lambda made: interventions.view(session, actor, made),
        "/interventions/{id}",
    )


@router.post("/interventions/{intervention_id}/dependencies", status_code=201, dependencies=WRITE)
def add_dependency(
    session: Db, actor: ActorDep, once: Once, intervention_id: UUID, data: AddDependency
) -> InterventionView:
    """Afstemming (B14): what it has to wait for, another intervention of the case or a day; with or without embargo."""
    return once(
        lambda: assignment.add_dependency(session, actor, intervention_id, data),
        lambda made: interventions.view(session, actor, made),
        "/interventions/{id}",
    )


@router.post("/dependencies/{dependency_id}/liftings", status_code=201, dependencies=WRITE)
def lift_dependency(session: Db, actor: ActorDep, once: Once, dependency_id: UUID) -> InterventionView:
    """Opheffen: the intervention no longer has to wait for it."""
    return once(
        lambda: assignment.lift_dependency(session, actor, dependency_id),
        lambda made: interventions.view(session, actor, made),
        "/interventions/{id}",
    )


@router.get("/capacities", dependencies=READ)
def list_capacities(
    session: Db,
    actor: ActorDep,
    organisation_id: Annotated[
        UUID | None, Query(alias="organisationId", description="Organisatie: only its capacity")
    ] = None,
) -> CapacityList:
    """Capaciteit: of your organisation, with what it promised; for the RIEC that of every partner, or of one."""
    asked = None if organisation_id is None else [organisation_id]
    return CapacityList(items=capacity.capacities(session, actor, asked))


@router.post("/capacities", status_code=201, dependencies=WRITE)
def keep_capacity(session: Db, actor: ActorDep, once: Once, data: KeepCapacity) -> CapacityView:
    """Capaciteit doorgeven: what your organisation can do in a month or a quarter; the last word holds."""
    return once(
        lambda: capacity.keep(session, actor, data),
        lambda made: capacity.a_capacity(session, actor, made),
        "/capacities",
    )
