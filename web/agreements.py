"""The register of agreements on pages (afspraken): what partners agreed in writing, and until when."""

import hashlib
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, File, Request, Response, UploadFile
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import administration, catalogue, sharing
from domain.actor import Actor
from domain.calendar import today
from domain.errors import DomainError
from domain.sharing import AgreementView, RegisterAgreement, ReviewAgreement, Wanted
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import page
from web.rules import as_id

router = APIRouter(prefix="/sharing/agreements", include_in_schema=False)

HERE: Final = "/sharing/agreements"
STATES: Final = ("planned", "valid", "ended")
PIECE: Final = 64 * 1024


@router.get("")
def index(request: Request, session: Db, actor: ActorDep) -> Response:
    """The register, or those agreements that fit what is asked."""
    asked = {name: request.query_params.get(name, "") for name in ("kind", "party", "state")}
    wanted = Wanted.model_validate({
        "kind": asked["kind"] or None,
        "party_id": as_id(asked["party"]),
        "state": asked["state"] if asked["state"] in STATES else None,
    })  # fmt: skip
    shown = {
        "agreements": sharing.agreements(session, actor, wanted),
        "asked": asked,
        "may": actor.administers(),
    }
    return page(request, "sharing/agreements.html", shown | _lists(session, actor))


@router.get("/new")
def start(request: Request, session: Db, actor: ActorDep, after: UUID | None = None) -> Response:
    """Ask what was agreed; of a new version, beginning with what the one before says."""
    actor.require_administrator()
    typed = Typed(_of_version(sharing.agreement(session, actor, after)) if after else {})
    if (known := request.query_params.get("hash", "")) and not after:
        typed = Typed({"fileHash": [known[:64]]})
    return _form(request, session, actor, typed)


@router.post("/new")
def register(request: Request, session: Db, actor: ActorDep, typed: Form) -> Response:
    """Register an agreement."""
    actor.require_administrator()

    def made() -> AgreementView:
        data = typed.shape(RegisterAgreement, partyIds=typed.all("partyIds"))
        return sharing.agreement(session, actor, sharing.register_agreement(session, actor, data))

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        made,
        lambda refused: _form(request, session, actor, typed, refused),
        to=lambda made: f"{HERE}/{made}",
        said=N_("The agreement is in the register."),
    )


@router.get("/fingerprint")
def start_fingerprint(request: Request, session: Db, actor: ActorDep) -> Response:
    """Ask for the document of which somebody wants to know whether it is the signed one."""
    return page(request, "sharing/fingerprint.html", {"found": None, "known": [], "may": actor.administers()})


@router.post("/fingerprint")
def fingerprint(
    request: Request, session: Db, actor: ActorDep, document: Annotated[UploadFile | None, File()] = None
) -> Response:
    """The hash of a document, and which agreement it belongs to; the document itself is kept nowhere."""
    digest, size = hashlib.sha256(), 0
    while document is not None and (piece := document.file.read(PIECE)):
        digest.update(piece)
        size += len(piece)
    found = digest.hexdigest() if size else None
    known = sharing.agreements(session, actor, Wanted(file_hash=found)) if found else []
    shown = {"found": found, "known": known, "may": actor.administers(), "missing": not size}
    return page(request, "sharing/fingerprint.html", shown, status=200 if found else 400)


@router.get("/{agreement_id}")
def show(request: Request, session: Db, actor: ActorDep, agreement_id: UUID) -> Response:
    """One agreement: who, what, until when, and what stands on it."""
    return _show(request, session, actor, agreement_id, Typed())


@router.post("/{agreement_id}/ending")
def end(request: Request, session: Db, actor: ActorDep, agreement_id: UUID, typed: Form) -> Response:
    """End an agreement."""
    actor.require_administrator()

    def done() -> AgreementView:
        sharing.end_agreement(session, actor, agreement_id)
        return sharing.agreement(session, actor, agreement_id)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        done,
        lambda refused: _show(request, session, actor, agreement_id, Typed(), refused),
        to=f"{HERE}/{agreement_id}",
        said=N_("The agreement is ended, and every rule on it."),
    )


@router.post("/{agreement_id}/review")
def review(request: Request, session: Db, actor: ActorDep, agreement_id: UUID, typed: Form) -> Response:
    """Record that an agreement was reviewed."""
    actor.require_administrator()

    def done() -> AgreementView:
        sharing.review_agreement(session, actor, agreement_id, typed.shape(ReviewAgreement))
        return sharing.agreement(session, actor, agreement_id)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        done,
        lambda refused: _show(request, session, actor, agreement_id, typed, refused),
        to=f"{HERE}/{agreement_id}",
        said=N_("The review is recorded."),
    )


def _of_version(before: AgreementView) -> dict[str, list[str]]:
    """What a new version begins with."""
    return {
        "kind": [before.kind],
        "title": [before.title],
        "scopeText": [before.scope_text],
        "partyIds": [str(one.id) for one in before.named],
        "supersedesId": [str(before.id)],
        "takeOverRules": ["true"],
    }


def _lists(session: Session, actor: Actor) -> dict[str, Any]:
    return {
        "kinds": catalogue.agreement_kinds(session, today()),
        "organisations": administration.organisations(session, actor),
        "states": STATES,
    }


def _form(
    request: Request, session: Session, actor: Actor, typed: Typed, refused: DomainError | None = None
) -> Response:
    before = as_id(typed.get("supersedesId"))
    context = {"before": sharing.agreement(session, actor, before) if before else None}
    return rooms.form(
        request, "sharing/agreement_form.html", context | _lists(session, actor), typed, refused
    )


def _show(
    request: Request,
    session: Session,
    actor: Actor,
    agreement_id: UUID,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    context = {"agreement": sharing.agreement(session, actor, agreement_id), **_lists(session, actor)}
    return rooms.form(request, "sharing/agreement.html", context, typed, refused)
