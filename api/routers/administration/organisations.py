"""Organisations: whom one can name in an act, and for the administrator how they are kept."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.deps import ActorDep, Db, LoginDb, require_scope
from api.etag import require_match, tagged
from api.idempotency import Once
from domain import administration
from domain.administration import (
    AddOrganisation,
    AttentionView,
    ChangeOrganisation,
    ColleagueView,
    OrganisationDetail,
    OrganisationView,
)
from domain.shapes import View

router = APIRouter(tags=["organisations"])

ANYBODY = [require_scope("cases:read")]
READ = [require_scope("administration:read")]
WRITE = [require_scope("administration:write")]


class OrganisationList(View):
    """Organisaties, by name."""

    items: Sequence[OrganisationView] = Field(description="Organisaties")


class OrganisationDetailList(View):
    """Organisaties, the active ones first, by name."""

    items: Sequence[OrganisationDetail] = Field(description="Organisaties")


class ColleagueList(View):
    """Collega's, by name."""

    items: Sequence[ColleagueView] = Field(description="Collega's")


@router.get("/organisations", dependencies=ANYBODY)
def list_organisations(session: Db, actor: ActorDep) -> OrganisationList:
    """Organisaties: the partners of the chain."""
    return OrganisationList(items=administration.organisations(session, actor))


@router.get("/colleagues", dependencies=ANYBODY)
def list_colleagues(session: Db, actor: ActorDep) -> ColleagueList:
    """Collega's: the people of your own organisation, with their staff roles."""
    return ColleagueList(items=administration.colleagues(session, actor))


@router.get("/administration", dependencies=READ, tags=["administration"])
def get_attention(session: Db, login: LoginDb, actor: ActorDep) -> AttentionView:
    """Beheer: how much there is, and what asks for attention."""
    return administration.attention(session, login, actor)


@router.get("/administration/organisations", dependencies=READ, tags=["administration"])
def list_all_organisations(session: Db, actor: ActorDep) -> OrganisationDetailList:
    """Organisaties: also those that no longer take part, with how many people work there."""
    return OrganisationDetailList(items=administration.all_organisations(session, actor))


@router.post("/organisations", status_code=201, dependencies=WRITE, tags=["administration"])
def add_organisation(session: Db, actor: ActorDep, once: Once, data: AddOrganisation) -> OrganisationDetail:
    """Organisatie toevoegen: whether it is a participant follows from its kind (WGS 2.19)."""
    return once(
        lambda: administration.organisation(
            session, actor, administration.add_organisation(session, actor, data)
        ),
        lambda made: administration.organisation(session, actor, made),
        "/organisations/{id}",
    )


@router.get(
    "/organisations/{organisation_id}",
    response_model=OrganisationDetail,
    dependencies=READ,
    tags=["administration"],
)
def get_organisation(session: Db, actor: ActorDep, request: Request, organisation_id: UUID) -> Response:
    """Organisatie: one of them; its ETag is what a change must match."""
    return tagged(request, administration.organisation(session, actor, organisation_id))


@router.put(
    "/organisations/{organisation_id}",
    response_model=OrganisationDetail,
    dependencies=WRITE,
    tags=["administration"],
)
def change_organisation(
    session: Db, actor: ActorDep, request: Request, organisation_id: UUID, data: ChangeOrganisation
) -> Response:
    """Organisatie wijzigen: what describes it, with If-Match; its kind and municipality stay."""
    require_match(
        request,
        session,
        organisation_id,
        lambda: administration.organisation(session, actor, organisation_id),
    )
    return tagged(request, administration.change_organisation(session, actor, organisation_id, data))


@router.post(
    "/organisations/{organisation_id}/deactivations",
    status_code=201,
    dependencies=WRITE,
    tags=["administration"],
)
def deactivate_organisation(
    session: Db, login: LoginDb, actor: ActorDep, once: Once, organisation_id: UUID
) -> OrganisationDetail:
    """Organisatie uitschakelen: nobody of it can sign in any more; nothing is deleted."""
    return once(
        lambda: administration.deactivate_organisation(session, login, actor, organisation_id),
        lambda made: administration.organisation(session, actor, made),
        "/organisations/{id}",
    )


@router.post(
    "/organisations/{organisation_id}/reactivations",
    status_code=201,
    dependencies=WRITE,
    tags=["administration"],
)
def reactivate_organisation(
    session: Db, actor: ActorDep, once: Once, organisation_id: UUID
) -> OrganisationDetail:
    """Organisatie weer inschakelen: with the people and rules it had."""
    return once(
        lambda: administration.reactivate_organisation(session, actor, organisation_id),
        lambda made: administration.organisation(session, actor, made),
        "/organisations/{id}",
    )
