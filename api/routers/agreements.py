"""The register of agreements over the API: read by everybody in the chain, kept by the RIEC's administrator."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from api.etag import tagged
from api.idempotency import Once
from domain import sharing
from domain.shapes import View
from domain.sharing import AgreementLine, AgreementView, RegisterAgreement, ReviewAgreement, Wanted
from domain.sharing.registered import State

router = APIRouter(tags=["sharing"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("administration:write")]


class AgreementList(View):
    """Afspraken: what asks for attention first, what has ended last."""

    items: Sequence[AgreementLine] = Field(description="Afspraken")


@router.get("/agreements", response_model=AgreementList, dependencies=READ)
def list_agreements(
    session: Db,
    actor: ActorDep,
    request: Request,
    kind: Annotated[str | None, Query(max_length=60, description="Soort")] = None,
    state: Annotated[State | None, Query(description="Stand")] = None,
    party_id: Annotated[UUID | None, Query(alias="partyId", description="Partij: an organisation")] = None,
) -> Response:
    """Afspraken: covenants, processing agreements and the rest, with their parties and their dates."""
    found = sharing.agreements(session, actor, Wanted(kind=kind, state=state, party_id=party_id))
    return tagged(request, AgreementList(items=found))


@router.post("/agreements", status_code=201, dependencies=WRITE)
def register_agreement(session: Db, actor: ActorDep, once: Once, data: RegisterAgreement) -> AgreementView:
    """Afspraak vastleggen: the document is kept elsewhere, its hash here; a new version ends the one before."""
    return once(
        lambda: sharing.agreement(session, actor, sharing.register_agreement(session, actor, data)),
        lambda made: sharing.agreement(session, actor, made),
        "/agreements/{id}",
    )


@router.get("/agreements/{agreement_id}", response_model=AgreementView, dependencies=READ)
def get_agreement(session: Db, actor: ActorDep, request: Request, agreement_id: UUID) -> Response:
    """Afspraak: one of them, with its parties and versions."""
    return tagged(request, sharing.agreement(session, actor, agreement_id))


@router.post("/agreements/{agreement_id}/endings", status_code=201, dependencies=WRITE)
def end_agreement(session: Db, actor: ActorDep, once: Once, agreement_id: UUID) -> AgreementView:
    """Afspraak beëindigen: now, and every rule on it in the same second."""

    def end() -> AgreementView:
        sharing.end_agreement(session, actor, agreement_id)
        return sharing.agreement(session, actor, agreement_id)

    return once(end, lambda made: sharing.agreement(session, actor, made), "/agreements/{id}")


@router.post("/agreements/{agreement_id}/reviews", status_code=201, dependencies=WRITE)
def review_agreement(
    session: Db, actor: ActorDep, once: Once, agreement_id: UUID, data: ReviewAgreement
) -> AgreementView:
    """Afspraak geëvalueerd: it stays as it is, until the next review."""

    def review() -> AgreementView:
        sharing.review_agreement(session, actor, agreement_id, data)
        return sharing.agreement(session, actor, agreement_id)

    return once(review, lambda made: sharing.agreement(session, actor, made), "/agreements/{id}")
