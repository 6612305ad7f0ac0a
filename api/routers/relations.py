"""Relations between subjects over the API."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from api.etag import require_match, tagged
from api.idempotency import Once
from domain import dossier
from domain.dossier import CorrectRelation, Relate, RelationView, Withdraw
from domain.shapes import View

router = APIRouter(tags=["dossier"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("cases:write")]


class RelationList(View):
    """Relaties, oldest first."""

    items: Sequence[RelationView] = Field(description="Relaties")


@router.post("/subjects/{subject_id}/relations", status_code=201, dependencies=WRITE)
def relate(session: Db, actor: ActorDep, once: Once, subject_id: UUID, data: Relate) -> RelationView:
    """Relatie: what a subject may have to do with another of the same case; seen by who sees both."""
    return once(
        lambda: dossier.relate(session, actor, subject_id, data),
        lambda made: dossier.relation(session, actor, made),
        "/relations/{id}",
    )


@router.get("/subjects/{subject_id}/relations", dependencies=READ)
def list_relations(session: Db, actor: ActorDep, subject_id: UUID) -> RelationList:
    """Relaties van een betrokkene, from it and to it, as far as shared with you."""
    return RelationList(items=dossier.relations(session, actor, subject_id))


@router.get("/cases/{case_id}/relations", dependencies=READ)
def list_relations_of_case(session: Db, actor: ActorDep, case_id: UUID) -> RelationList:
    """Relaties tussen de betrokkenen van een casus, as far as shared with you."""
    return RelationList(items=dossier.relations_of(session, actor, case_id))


@router.get("/relations/{relation_id}", response_model=RelationView, dependencies=READ)
def get_relation(session: Db, actor: ActorDep, request: Request, relation_id: UUID) -> Response:
    """Relatie: one of them; its ETag is what a correction must match."""
    return tagged(request, dossier.relation(session, actor, relation_id))


@router.put("/relations/{relation_id}", response_model=RelationView, dependencies=WRITE)
def correct_relation(
    session: Db, actor: ActorDep, request: Request, relation_id: UUID, data: CorrectRelation
) -> Response:
    """Correctie: of what your organisation said, with If-Match; readers see that it was corrected (BGS 1.7)."""
    require_match(request, session, relation_id, lambda: dossier.relation(session, actor, relation_id))
    return tagged(request, dossier.correct_relation(session, actor, relation_id, data))


@router.post("/relations/{relation_id}/withdrawals", status_code=201, dependencies=WRITE)
def withdraw_relation(
    session: Db, actor: ActorDep, once: Once, relation_id: UUID, data: Withdraw
) -> RelationView:
    """Intrekken: what it said is gone, who read it sees that it was withdrawn (BGS 1.7)."""
    return once(
        lambda: dossier.withdraw_relation(session, actor, relation_id, data),
        lambda made: dossier.relation(session, actor, made),
        "/relations/{id}",
    )
