"""Execution over the API: progress and completion."""

from uuid import UUID

from fastapi import APIRouter

from api.deps import ActorDep, Db, require_scope
from api.idempotency import Once
from domain import execution, interventions
from domain.execution import Complete, ReportProgress
from domain.interventions import InterventionView

router = APIRouter(
    prefix="/interventions/{intervention_id}", tags=["execution"], dependencies=[require_scope("cases:write")]
)


@router.post("/reports", status_code=201)
def report_progress(
    session: Db, actor: ActorDep, once: Once, intervention_id: UUID, data: ReportProgress
) -> InterventionView:
    """Voortgang melden: how an intervention that you accepted is going."""
    return once(
        lambda: execution.report_progress(session, actor, intervention_id, data),
        lambda made: interventions.view(session, actor, made),
        "/interventions/{id}",
    )


@router.post("/completions", status_code=201)
def complete_intervention(
    session: Db, actor: ActorDep, once: Once, intervention_id: UUID, data: Complete
) -> InterventionView:
    """Afronden: with the result; after the last one the subject moves to evaluation."""
    return once(
        lambda: execution.complete(session, actor, intervention_id, data),
        lambda made: interventions.view(session, actor, made),
        "/interventions/{id}",
    )
