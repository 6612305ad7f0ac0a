"""Disclosures over the API: what leaves the case, whom that is asked of, and what became of it since."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from api.etag import tagged
from api.idempotency import Once
from domain import disclosures, dossier
from domain.disclosures import (
    Destination,
    DisclosureLine,
    DisclosureView,
    DraftDisclosure,
    ExtractView,
    GiveConsent,
    ReleaseDisclosure,
)
from domain.dossier import RequestView
from domain.shapes import View

router = APIRouter(tags=["disclosures"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("cases:write")]


class DisclosureList(View):
    """Verstrekkingen uit een casus, newest first; for the RIEC."""

    items: Sequence[DisclosureLine] = Field(description="Verstrekkingen")


class DestinationList(View):
    """Waar een bijdrage heen ging, oldest first."""

    items: Sequence[Destination] = Field(description="Ontvangers")


@router.post("/cases/{case_id}/disclosures", status_code=201, dependencies=WRITE)
def draft_disclosure(
    session: Db, actor: ActorDep, once: Once, case_id: UUID, data: DraftDisclosure
) -> DisclosureView:
    """Verstrekking opstellen: to whom, for what, on which ground, and which contributions (WGS 1.7)."""
    return once(
        lambda: disclosures.draft_disclosure(session, actor, case_id, data),
        lambda made: disclosures.disclosure_view(session, actor, made),
        "/disclosures/{id}",
    )


@router.get("/cases/{case_id}/disclosures", dependencies=READ)
def list_disclosures(session: Db, actor: ActorDep, case_id: UUID) -> DisclosureList:
    """Verstrekkingen uit een casus: for the RIEC; empty for everybody else."""
    return DisclosureList(items=disclosures.disclosures_of(session, actor, case_id))


@router.get("/disclosures/{disclosure_id}", response_model=DisclosureView, dependencies=READ)
def get_disclosure(session: Db, actor: ActorDep, request: Request, disclosure_id: UUID) -> Response:
    """Verstrekking: one of them, with its conditions and what is still missing."""
    return tagged(request, disclosures.disclosure(session, actor, disclosure_id))


@router.post("/disclosures/{disclosure_id}/questions", status_code=201, dependencies=WRITE)
def ask_suppliers(session: Db, actor: ActorDep, once: Once, disclosure_id: UUID) -> DisclosureView:
    """Leveranciers vragen: each about its own contributions, to whom and why."""
    return once(
        lambda: disclosures.ask_suppliers(session, actor, disclosure_id),
        lambda made: disclosures.disclosure_view(session, actor, made),
        "/disclosures/{id}",
    )


@router.post("/disclosures/{disclosure_id}/droppings", status_code=201, dependencies=WRITE)
def drop_disclosure(session: Db, actor: ActorDep, once: Once, disclosure_id: UUID) -> DisclosureView:
    """Verstrekking laten vervallen: it cannot be released any more."""
    return once(
        lambda: disclosures.drop_disclosure(session, actor, disclosure_id),
        lambda made: disclosures.disclosure_view(session, actor, made),
        "/disclosures/{id}",
    )


@router.post("/disclosures/{disclosure_id}/releases", status_code=201, dependencies=WRITE)
def release_disclosure(
    session: Db, actor: ActorDep, once: Once, disclosure_id: UUID, data: ReleaseDisclosure
) -> DisclosureView:
    """Verstrekken (B15): refused with everything that is missing until all conditions hold."""
    return once(
        lambda: disclosures.release_disclosure(session, actor, disclosure_id, data),
        lambda made: disclosures.disclosure_view(session, actor, made),
        "/disclosures/{id}",
    )


@router.get("/disclosures/{disclosure_id}/extract", dependencies=READ)
def get_extract(session: Db, actor: ActorDep, disclosure_id: UUID) -> ExtractView:
    """Uittreksel: what the recipient gets, as it was at the release; each look is logged."""
    return disclosures.extract(session, actor, disclosure_id)


@router.post("/extracts/{extract_id}/tellings", status_code=201, dependencies=WRITE)
def tell_recipient(session: Db, actor: ActorDep, once: Once, extract_id: UUID) -> DisclosureView:
    """Ontvanger ingelicht: that an original was corrected or withdrawn since (BGS 1.7)."""
    return once(
        lambda: disclosures.tell_recipient(session, actor, extract_id),
        lambda made: disclosures.disclosure_view(session, actor, made),
        "/disclosures/{id}",
    )


@router.post("/requests/{request_id}/consents", status_code=201, dependencies=WRITE)
def give_consent(
    session: Db, actor: ActorDep, once: Once, request_id: UUID, data: GiveConsent
) -> RequestView:
    """Instemming: no objection, consent, or objection for weighty reasons that you keep to yourself; once (WGS 1.7)."""

    def act() -> RequestView:
        disclosures.give_consent(session, actor, request_id, data)
        return dossier.request_view(session, actor, request_id)

    return once(
        act,
        lambda made: dossier.request_view(session, actor, made),
        "/requests/{id}",
    )


@router.get("/contributions/{contribution_id}/destinations", dependencies=READ)
def list_destinations(session: Db, actor: ActorDep, contribution_id: UUID) -> DestinationList:
    """Waar uw bijdrage heen ging: the released disclosures that hold it; for its owner and the RIEC."""
    return DestinationList(items=disclosures.destinations_of(session, actor, contribution_id))
