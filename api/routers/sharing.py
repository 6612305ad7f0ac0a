"""The sharing matrix over the API."""

from fastapi import APIRouter, Request, Response

from api.deps import ActorDep, Db, require_scope
from api.etag import tagged
from domain import sharing
from domain.sharing import Matrix

router = APIRouter(tags=["sharing"])


@router.get("/sharing-matrix", response_model=Matrix, dependencies=[require_scope("cases:read")])
def get_sharing_matrix(session: Db, actor: ActorDep, request: Request) -> Response:
    """Deelmatrix: who may see at most what, at which step, on which ground."""
    return tagged(request, sharing.matrix(session, actor))
