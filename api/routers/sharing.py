"""The sharing matrix over the API, and of one record why it is seen."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.deps import ActorDep, Db, require_scope
from api.etag import tagged
from domain import sharing
from domain.sharing import Basis, Matrix

router = APIRouter(tags=["sharing"])


@router.get("/sharing-matrix", response_model=Matrix, dependencies=[require_scope("cases:read")])
def get_sharing_matrix(session: Db, actor: ActorDep, request: Request) -> Response:
    """Deelmatrix: who may see at most what, at which step, on which ground."""
    return tagged(request, sharing.matrix(session, actor))


@router.get("/bases/{record_id}", response_model=Basis, dependencies=[require_scope("cases:read")])
def get_basis(session: Db, actor: ActorDep, request: Request, record_id: UUID) -> Response:
    """Waarom ziet u dit: whose any record is, and on which ground it is shared with you, until when."""
    return tagged(request, sharing.basis(session, actor, record_id))
