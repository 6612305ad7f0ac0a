"""Evaluation over the API: what was learned, and closing a case."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from api.idempotency import Once
from domain import evaluation
from domain.evaluation import Close, ClosureView, Evaluate, EvaluationView
from domain.shapes import View

router = APIRouter(prefix="/cases/{case_id}", tags=["evaluation"])


class EvaluationList(View):
    """Evaluaties van een casus, oldest first."""

    items: Sequence[EvaluationView] = Field(description="Evaluaties")


@router.post("/evaluations", status_code=201, dependencies=[require_scope("cases:write")])
def evaluate_case(session: Db, actor: ActorDep, once: Once, case_id: UUID, data: Evaluate) -> EvaluationView:
    """Evaluatie: what one subject, or the case as a whole, taught."""
    return once(
        lambda: evaluation.evaluate(session, actor, case_id, data),
        lambda made: evaluation.evaluation(session, case_id, made),
        f"/cases/{case_id}/evaluations",
    )


@router.get("/evaluations", dependencies=[require_scope("cases:read")])
def list_evaluations(session: Db, actor: ActorDep, case_id: UUID) -> EvaluationList:
    """Evaluaties: of a case, as far as shared with you."""
    return EvaluationList(items=evaluation.evaluations(session, actor, case_id))


@router.post("/closures", status_code=201, dependencies=[require_scope("cases:write")])
def close_case(session: Db, actor: ActorDep, once: Once, case_id: UUID, data: Close) -> ClosureView:
    """Afsluiten: the case is sealed at once; only its outline stays visible."""
    return once(
        lambda: evaluation.close(session, actor, case_id, data),
        lambda made: evaluation.closure(session, case_id, made),
        f"/cases/{case_id}",
    )
