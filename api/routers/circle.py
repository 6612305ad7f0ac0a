"""The circle of a case over the API: who takes part, which persons, and decisions about that."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.deps import ActorDep, Db, require_scope
from api.etag import tagged
from api.idempotency import Once
from domain import circle
from domain.circle import Candidate, CircleView, Decide, Decided, Foresee, Foreseen
from domain.shapes import Slice

router = APIRouter(tags=["cases"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("cases:write")]


class CandidateList(Slice[Candidate]):
    """Personen die genoemd of geweerd kunnen worden, by name."""


@router.get("/cases/{case_id}/circle", response_model=CircleView, dependencies=READ)
def get_circle(session: Db, actor: ActorDep, request: Request, case_id: UUID) -> Response:
    """Kring: which organisations and named persons take part, and what was decided about that (WGS 2.23(5))."""
    return tagged(request, circle.circle(session, actor, case_id))


@router.get("/cases/{case_id}/circle-candidates", dependencies=READ)
def list_candidates(
    session: Db,
    actor: ActorDep,
    case_id: UUID,
    organisation_id: Annotated[
        UUID | None, Query(alias="organisationId", description="Organisatie; your own when absent")
    ] = None,
) -> CandidateList:
    """Te kiezen personen: for who may decide about this organisation, and empty for everybody else."""
    circle.circle(session, actor, case_id)
    of = organisation_id or actor.organisation_id
    return CandidateList(items=circle.candidates(session, actor, case_id, of), next=None)


@router.post("/cases/{case_id}/circle-decisions", status_code=201, dependencies=WRITE)
def decide_who_takes_part(session: Db, actor: ActorDep, once: Once, case_id: UUID, data: Decide) -> Decided:
    """Besluit over de kring: name, un-name or bar persons, open a participation again, or end it."""
    return once(
        lambda: circle.decide(session, actor, case_id, data),
        lambda made: circle.decided(session, actor, made),
        f"/cases/{case_id}/circle",
    )


@router.post("/cases/{case_id}/circle-previews", dependencies=READ)
def foresee_who_will_see(session: Db, actor: ActorDep, case_id: UUID, data: Foresee) -> Foreseen:
    """Wie gaat dit zien: who gains and who loses sight of the case by such a decision; nothing changes."""
    return circle.foresee(session, actor, case_id, data)
