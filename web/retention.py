"""Retention (bewaren en vernietigen): what is past its term, destroying or holding it, and the proofs."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import catalogue, retention
from domain.actor import Actor
from domain.calendar import today
from domain.errors import DomainError
from domain.retention import PlaceHold
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import page

router = APIRouter(include_in_schema=False)


@router.get("/retention")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """What can be destroyed, and what is held."""
    found = retention.due(session, actor)
    shown = {
        "free": [one for one in found if one.hold is None],
        "held": [one for one in found if one.hold],
        "all_terms": catalogue.retention_terms(session, today()),
    }
    return page(request, "retention/index.html", shown | _lists(session))


@router.get("/retention/{scope_id}")
def show(request: Request, session: Db, actor: ActorDep, scope_id: UUID) -> Response:
    """One signal, subject or case: its term, and what can be done."""
    return _show(request, session, actor, scope_id, Typed())


@router.post("/retention/{scope_id}/destructions")
def destroy(request: Request, session: Db, actor: ActorDep, scope_id: UUID, typed: Form) -> Response:
    """Destroy it, and go on to the proof."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: retention.destroy(session, actor, scope_id),
        lambda refused: _show(request, session, actor, scope_id, typed, refused),
        to=lambda made: f"/destructions/{made}",
        said=N_("It is destroyed. This is the proof."),
    )


@router.post("/retention/{scope_id}/holds")
def place_hold(request: Request, session: Db, actor: ActorDep, scope_id: UUID, typed: Form) -> Response:
    """Hold it, with a reason and a day to look at it again."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: retention.hold(session, actor, scope_id, typed.shape(PlaceHold)),
        lambda refused: _show(request, session, actor, scope_id, typed, refused),
        to=f"/retention/{scope_id}",
        said=N_("It is held. It cannot be destroyed until you release it."),
    )


@router.post("/retention/{scope_id}/releases")
def release(request: Request, session: Db, actor: ActorDep, scope_id: UUID, typed: Form) -> Response:
    """End the hold."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: retention.release(session, actor, scope_id),
        lambda refused: _show(request, session, actor, scope_id, typed, refused),
        to=f"/retention/{scope_id}",
        said=N_("It is released."),
    )


@router.get("/destructions")
def proofs(request: Request, session: Db, actor: ActorDep) -> Response:
    """Every proof of destruction, newest first."""
    return page(
        request,
        "retention/proofs.html",
        {"proofs": retention.proofs(session, actor)} | _lists(session),
    )


@router.get("/destructions/{proof_id}")
def proof(request: Request, session: Db, actor: ActorDep, proof_id: UUID) -> Response:
    """One proof, to read and to print."""
    found = retention.proof(session, actor, proof_id)
    return page(request, "retention/proof.html", {"proof": found} | _lists(session))


def _show(
    request: Request,
    session: Session,
    actor: Actor,
    scope_id: UUID,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    found = retention.retained(session, actor, scope_id)
    shown = {"one": found, "latest": today() + retention.REVIEWED_WITHIN} | _lists(session)
    return rooms.form(request, "retention/show.html", shown, typed, refused)


def _lists(session: Session) -> dict[str, Any]:
    on = today()
    grounds = catalogue.legal_grounds(session, "R", on)
    return {
        "terms": catalogue.retention_terms(session, on),
        "grounds": {one.code: f"{one.source}, {one.article}" for one in grounds},
    }
