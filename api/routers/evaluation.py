"""Evaluation over the API: what was learned, closing a case, and taking it up once more."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from api.idempotency import Once
from domain import evaluation
from domain.evaluation import Close, ClosureView, Evaluate, EvaluationView, Reopen, ReopeningView
from domain.shapes import View

router = APIRouter(tags=["evaluation"])


class EvaluationList(View):
    """Evaluaties van een casus, oldest first."""

    items: Sequence[EvaluationView] = Field(description="Evaluaties")


class ReopeningList(View):
    """Heropeningen in een casus, oldest first."""

    items: Sequence[ReopeningView] = Field(description="Heropeningen")


@router.post("/cases/{case_id}/evaluations", status_code=201, dependencies=[require_scope("cases:write")])
def evaluate_case(session: Db, actor: ActorDep, once: Once, case_id: UUID, data: Evaluate) -> EvaluationView:
    """Evaluatie: what one subject, or the case as a whole, taught."""
    return once(
        lambda: evaluation.evaluate(session, actor, case_id, data),
        lambda made: evaluation.evaluation(session, case_id, made),
        f"/cases/{case_id}/evaluations",
    )


@router.get("/cases/{case_id}/evaluations", dependencies=[require_scope("cases:read")])
def list_evaluations(session: Db, actor: ActorDep, case_id: UUID) -> EvaluationList:
    """Evaluaties: of a case, as far as shared with you."""
    return EvaluationList(items=evaluation.evaluations(session, actor, case_id))


@router.post("/cases/{case_id}/closures", status_code=201, dependencies=[require_scope("cases:write")])
def close_case(session: Db, actor: ActorDep, once: Once, case_id: UUID, data: Close) -> ClosureView:
    """Afsluiten: the case is sealed at once; only its outline stays visible."""
    return once(
        lambda: evaluation.close(session, actor, case_id, data),
        lambda made: evaluation.closure(session, case_id, made),
        f"/cases/{case_id}",
    )


@router.post("/cases/{case_id}/reopenings", status_code=201, dependencies=[require_scope("cases:write")])
def reopen_case(session: Db, actor: ActorDep, once: Once, case_id: UUID, data: Reopen) -> ReopeningView:
    """Heropenen: the seal of a closed case is broken; its subjects stay where they are."""
    return once(
        lambda: evaluation.reopen_case(session, actor, case_id, data),
        lambda made: evaluation.reopening(session, case_id, made),
        f"/cases/{case_id}/reopenings",
    )


@router.get("/cases/{case_id}/reopenings", dependencies=[require_scope("cases:read")])
def list_reopenings(session: Db, actor: ActorDep, case_id: UUID) -> ReopeningList:
    """Heropeningen: of a case and its subjects."""
    return ReopeningList(items=evaluation.reopenings(session, actor, case_id))


@router.post(
    "/subjects/{subject_id}/reopenings", status_code=201, dependencies=[require_scope("cases:write")]
)
def reopen_subject(session: Db, actor: ActorDep, once: Once, subject_id: UUID, data: Reopen) -> ReopeningView:
    """Betrokkene heropenen: a subject that had been dealt with goes back to the dossier, and no other."""
    return once(
        lambda: evaluation.reopen_subject(session, actor, subject_id, data),
        lambda made: evaluation.subject_reopening(session, actor, subject_id, made),
        f"/subjects/{subject_id}",
    )
