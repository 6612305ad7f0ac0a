"""Weighing over the API: opinions and the decision per subject."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.deps import ActorDep, Db, require_scope
from api.etag import tagged
from api.idempotency import Once
from domain import cases, weighing
from domain.audience import AudienceChange, ChangeAudience
from domain.cases import SubjectView
from domain.weighing import GiveOpinion, OpinionView, SheetView, Weigh

router = APIRouter(tags=["weighing"])


@router.get(
    "/subjects/{subject_id}/weighings", response_model=SheetView, dependencies=[require_scope("cases:read")]
)
def get_weighing_sheet(session: Db, actor: ActorDep, request: Request, subject_id: UUID) -> Response:
    """Weegblad: opinions and decisions about one subject, as far as shared with you."""
    return tagged(request, weighing.sheet(session, actor, subject_id))


@router.post("/subjects/{subject_id}/opinions", status_code=201, dependencies=[require_scope("cases:write")])
def give_opinion(
    session: Db, actor: ActorDep, once: Once, subject_id: UUID, data: GiveOpinion
) -> OpinionView:
    """Advies: what your organisation advises for one subject."""
    return once(
        lambda: weighing.give_opinion(session, actor, subject_id, data),
        lambda made: weighing.opinion(session, actor, subject_id, made),
        f"/subjects/{subject_id}/weighings",
    )


@router.get("/opinions/{opinion_id}", response_model=OpinionView, dependencies=[require_scope("cases:read")])
def get_opinion(session: Db, actor: ActorDep, request: Request, opinion_id: UUID) -> Response:
    """Advies: one of them, as far as shared with you."""
    return tagged(request, weighing.an_opinion(session, actor, opinion_id))


@router.post("/opinions/{opinion_id}/audiences", status_code=201, dependencies=[require_scope("cases:write")])
def change_opinion_audience(
    session: Db, actor: ActorDep, once: Once, opinion_id: UUID, data: ChangeAudience
) -> OpinionView:
    """Kring wijzigen: for whom your own opinion is from now on; what was told of it before follows."""
    return once(
        lambda: weighing.change_opinion_audience(session, actor, opinion_id, data),
        lambda made: weighing.an_opinion(session, actor, made),
        "/opinions/{id}",
    )


@router.post("/opinions/{opinion_id}/audience-rehearsals", dependencies=[require_scope("cases:read")])
def rehearse_opinion_audience(
    session: Db, actor: ActorDep, opinion_id: UUID, data: ChangeAudience
) -> AudienceChange:
    """Kring proberen: who would gain and who would lose sight, by name; nothing changes."""
    return weighing.rehearse_opinion_audience(session, actor, opinion_id, data)


@router.post("/subjects/{subject_id}/weighings", status_code=201, dependencies=[require_scope("cases:write")])
def weigh_subject(session: Db, actor: ActorDep, once: Once, subject_id: UUID, data: Weigh) -> SubjectView:
    """Weging: decide for one subject, with necessity, proportionality and subsidiarity each in its own words."""
    return once(
        lambda: weighing.weigh(session, actor, subject_id, data),
        lambda made: cases.subject_view(session, actor, made),
        "/subjects/{id}",
    )
