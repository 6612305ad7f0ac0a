"""Partners and colleagues over the API: whom one can name in an act."""

from collections.abc import Sequence

from fastapi import APIRouter
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from domain import administration
from domain.administration import ColleagueView, OrganisationView
from domain.shapes import View

router = APIRouter(tags=["organisations"], dependencies=[require_scope("cases:read")])


class OrganisationList(View):
    """Organisaties, by name."""

    items: Sequence[OrganisationView] = Field(description="Organisaties")


class ColleagueList(View):
    """Collega's, by name."""

    items: Sequence[ColleagueView] = Field(description="Collega's")


@router.get("/organisations")
def list_organisations(session: Db, actor: ActorDep) -> OrganisationList:
    """Organisaties: the partners of the chain."""
    return OrganisationList(items=administration.organisations(session, actor))


@router.get("/colleagues")
def list_colleagues(session: Db, actor: ActorDep) -> ColleagueList:
    """Collega's: the people of your own organisation, with their staff roles."""
    return ColleagueList(items=administration.colleagues(session, actor))
