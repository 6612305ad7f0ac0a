"""Cases (casussen): the list, and what is done with a case as a whole."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db
from domain import cases, catalogue
from domain.actor import Actor
from domain.calendar import today
from domain.cases import AddParticipant, AddSubject, CaseView, NameManager, OpenPhase
from domain.errors import DomainError
from web import rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import gettext_of, see_other

router = APIRouter(prefix="/cases", include_in_schema=False)

FORMS = {
    "add-subject": "cases/subject.html",
    "add-participant": "cases/participant.html",
    "open-phase": "cases/phase.html",
    "name-manager": "cases/manager.html",
}


@router.get("/{case_id}/subjects/new")
def start_subject(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """Ask who or what the case is about."""
    return _form(request, session, actor, case_id, "add-subject", Typed())


@router.post("/{case_id}/subjects/new")
def add_subject(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Add someone or something to the case."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: cases.add_subject(session, actor, case_id, typed.shape(AddSubject)),
        lambda refused: _form(request, session, actor, case_id, "add-subject", typed, refused),
        to=f"/cases/{case_id}",
        said=N_("The subject is part of the case."),
    )


@router.get("/{case_id}/participants/new")
def start_participant(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """Ask which partner joins, and why."""
    return _form(request, session, actor, case_id, "add-participant", Typed())


@router.post("/{case_id}/participants/new")
def add_participant(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Let a partner join the case."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: cases.add_participant(session, actor, case_id, typed.shape(AddParticipant)),
        lambda refused: _form(request, session, actor, case_id, "add-participant", typed, refused),
        to=f"/cases/{case_id}",
        said=N_("The partner takes part in the case."),
    )


@router.get("/{case_id}/phases/new")
def start_phase(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """Ask why the next data phase is necessary."""
    return _form(request, session, actor, case_id, "open-phase", Typed())


@router.post("/{case_id}/phases/new")
def open_phase(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Open the next data phase."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: cases.open_phase(session, actor, case_id, typed.shape(OpenPhase)),
        lambda refused: _form(request, session, actor, case_id, "open-phase", typed, refused),
        to=f"/cases/{case_id}",
        said=N_("The phase is open."),
    )


@router.get("/{case_id}/manager")
def start_manager(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """Ask who manages the case for the municipality."""
    return _form(request, session, actor, case_id, "name-manager", Typed())


@router.post("/{case_id}/manager")
def name_manager(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Name the case manager."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: cases.name_case_manager(session, actor, case_id, typed.shape(NameManager)),
        lambda refused: _form(request, session, actor, case_id, "name-manager", typed, refused),
        to=f"/cases/{case_id}",
        said=N_("The case manager is named."),
    )


def _form(
    request: Request,
    session: Session,
    actor: Actor,
    case_id: UUID,
    act: str,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    """The form of an act, as long as that may be done; else back to the case."""
    _ = gettext_of(request)
    found = cases.case(session, actor, case_id)
    if refused is None and act not in found.acts:
        return see_other(f"/cases/{case_id}", _("That is not possible here, or not any more."))
    shown = {
        "case": found,
        "choices": _choices(session, actor, found, act),
        "seen_by": cases.audience(session, actor, case_id) if act == "add-subject" else [],
    }
    return rooms.form(request, FORMS[act], shown, typed, refused)


def _choices(session: Session, actor: Actor, found: CaseView, act: str) -> list[cases.Choice]:
    """Whom one can choose from in the form of this act."""
    if act == "add-participant":
        return cases.possible_participants(session, [one.organisation_id for one in found.participants])
    return cases.possible_managers(session, actor) if act == "name-manager" else []


def _lists(session: Session) -> dict[str, Any]:
    return {"municipalities": catalogue.municipalities(session, today())}
