"""Weighing over the API: opinions and the decision per subject."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.deps import ActorDep, Db, require_scope
from api.etag import tagged
from api.idempotency import Once
from domain import cases, weighing
from domain.cases import SubjectView
from domain.weighing import GiveOpinion, OpinionView, SheetView, Weigh

router = APIRouter(prefix="/subjects/{subject_id}", tags=["weighing"])


@router.get("/weighings", response_model=SheetView, dependencies=[require_scope("cases:read")])
def get_weighing_sheet(session: Db, actor: ActorDep, request: Request, subject_id: UUID) -> Response:
    """Weegblad: opinions and decisions about one subject, as far as shared with you."""
    return tagged(request, weighing.sheet(session, actor, subject_id))


@router.post("/opinions", status_code=201, dependencies=[require_scope("cases:write")])
def give_opinion(
    session: Db, actor: ActorDep, once: Once, subject_id: UUID, data: GiveOpinion
) -> OpinionView:
    """Advies: what your organisation advises for one subject."""
    return once(
        lambda: weighing.give_opinion(session, actor, subject_id, data),
        lambda made: weighing.opinion(session, subject_id, made),
        f"/subjects/{subject_id}/weighings",
    )


@router.post("/weighings", status_code=201, dependencies=[require_scope("cases:write")])
def weigh_subject(session: Db, actor: ActorDep, once: Once, subject_id: UUID, data: Weigh) -> SubjectView:
    """Weging: decide for one subject, with necessity, proportionality and subsidiarity each in its own words."""
    return once(
        lambda: weighing.weigh(session, actor, subject_id, data),
        lambda made: cases.subject_view(session, actor, made),
        "/subjects/{id}",
    )
