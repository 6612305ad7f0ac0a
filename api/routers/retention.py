"""Retention over the API: what is past its term, destroying, holding, and the proofs."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.deps import ActorDep, Db, require_scope
from api.idempotency import Once
from domain import retention
from domain.retention import PlaceHold, Proof, Retained
from domain.shapes import View

router = APIRouter(tags=["retention"])

READ = [require_scope("cases:read")]
WRITE = [require_scope("cases:write")]


class RetentionList(View):
    """Te vernietigen of aangehouden, longest past its term first."""

    items: Sequence[Retained] = Field(description="Regels: at most two hundred")


class ProofList(View):
    """Vernietigingsbewijzen, newest first."""

    items: Sequence[Proof] = Field(description="Bewijzen: at most two hundred")


@router.get("/retention", dependencies=READ)
def list_due(session: Db, actor: ActorDep) -> RetentionList:
    """Te vernietigen: what is past its term, and what is held; numbers and dates, no content."""
    return RetentionList(items=retention.due(session, actor))


@router.get("/retention/{scope_id}", dependencies=READ)
def get_retained(session: Db, actor: ActorDep, scope_id: UUID) -> Retained:
    """Bewaard: one signal, subject or case, with the term that is over first."""
    return retention.retained(session, actor, scope_id)


@router.post("/retention/{scope_id}/destructions", status_code=201, dependencies=WRITE)
def destroy(session: Db, actor: ActorDep, once: Once, scope_id: UUID) -> Proof:
    """Vernietigen: every row of something whose term is over; what is left is the proof."""
    return once(
        lambda: retention.destroy(session, actor, scope_id),
        lambda made: retention.proof(session, actor, made),
        "/destructions/{id}",
    )


@router.post("/retention/{scope_id}/holds", status_code=201, dependencies=WRITE)
def place_hold(session: Db, actor: ActorDep, once: Once, scope_id: UUID, data: PlaceHold) -> Retained:
    """Aanhouden: keep it for a claim or a statutory duty, and look at it again within half a year."""
    return once(
        lambda: retention.hold(session, actor, scope_id, data),
        lambda made: retention.retained(session, actor, made),
        "/retention/{id}",
    )


@router.post("/retention/{scope_id}/releases", status_code=201, dependencies=WRITE)
def release_hold(session: Db, actor: ActorDep, once: Once, scope_id: UUID) -> Retained:
    """Vrijgeven: end the hold."""
    return once(
        lambda: retention.release(session, actor, scope_id),
        lambda made: retention.retained(session, actor, made),
        "/retention/{id}",
    )


@router.get("/destructions", dependencies=READ)
def list_proofs(session: Db, actor: ActorDep) -> ProofList:
    """Vernietigingsbewijzen: what was destroyed, how much of it and on which ground; without personal data."""
    return ProofList(items=retention.proofs(session, actor))


@router.get("/destructions/{proof_id}", dependencies=READ)
def get_proof(session: Db, actor: ActorDep, proof_id: UUID) -> Proof:
    """Vernietigingsbewijs: one of them."""
    return retention.proof(session, actor, proof_id)
