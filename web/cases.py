"""Cases (casussen): the list, and what is done with a case as a whole."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db, attempt
from domain import cases, catalogue, circle, detection, dossier, sharing
from domain.actor import Actor
from domain.acts import Made
from domain.calendar import today
from domain.cases import AddParticipant, AddSubject, CaseView, NameManager
from domain.circle import Foresee, Foreseen
from domain.detection import MentionOfCase
from domain.dossier import OpenPhase
from domain.errors import DomainError
from domain.naming import NamePartsView
from web import earlier, rooms
from web.forms import Form, Typed
from web.i18n import N_
from web.render import too_late

router = APIRouter(prefix="/cases", include_in_schema=False)

BEFORE = "Zoeken voor het maken van een betrokkene"
"""The purpose of looking first, as the log of reads has it."""

FORMS = {
    "add-subject": "cases/subject.html",
    "add-participant": "cases/participant.html",
    "open-phase": "cases/phase.html",
    "name-manager": "cases/manager.html",
}


@router.get("/{case_id}/subjects/new")
def start_subject(
    request: Request, session: Db, actor: ActorDep, case_id: UUID, mention: UUID | None = None
) -> Response:
    """Ask who or what the case is about; begun with what a signal says of it, when one was chosen."""
    return _form(request, session, actor, case_id, "add-subject", Typed(), mention=mention)


@router.post("/{case_id}/subjects/new")
def add_subject(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Add someone or something to the case."""
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: _add_subject(session, actor, case_id, typed),
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
    """Let a partner join the case; or first look who will see what by that."""
    if typed.get("look"):
        return _look(request, session, actor, case_id, typed)
    return rooms.submit(
        request,
        session,
        actor,
        typed,
        lambda: cases.add_participant.without_looking(session, actor, case_id, typed.shape(AddParticipant)),
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
        lambda: dossier.open_phase(session, actor, case_id, typed.shape(OpenPhase)),
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
        lambda: cases.name_case_manager.without_looking(session, actor, case_id, typed.shape(NameManager)),
        lambda refused: _form(request, session, actor, case_id, "name-manager", typed, refused),
        to=f"/cases/{case_id}",
        said=N_("The case manager is named."),
    )


def _add_subject(session: Session, actor: Actor, case_id: UUID, typed: Typed) -> Made:
    data = typed.shape(AddSubject, aliases=lines(typed))
    if "add-subject" in cases.view(session, actor, case_id).acts:
        # A signal of this very case is where it comes from, and nothing new.
        besides = {case_id, *(one.id for one in detection.signals_of_case(session, case_id))}
        earlier.look_first(session, actor, typed, [data], BEFORE, besides)
    return cases.add_subject.without_looking(session, actor, case_id, data)


def name_fields(parts: NamePartsView | None) -> dict[str, str]:
    """The fields of a name in parts, as they stand in a form."""
    said = parts.model_dump(by_alias=True) if parts else {}
    return {f"nameParts/{name}": part or "" for name, part in said.items()}


def lines(typed: Typed) -> list[str]:
    """The other names, one on each line."""
    return [one.strip() for one in typed.get("aliases").splitlines() if one.strip()]


def _form(
    request: Request,
    session: Session,
    actor: Actor,
    case_id: UUID,
    act: str,
    typed: Typed,
    refused: DomainError | None = None,
    mention: UUID | None = None,
    foreseen: Foreseen | None = None,
) -> Response:
    """The form of an act, as long as that may be done; else back to the case."""
    found = cases.case(session, actor, case_id)
    if refused is None and act not in found.acts:
        return too_late(request, f"/cases/{case_id}")
    mentioned = detection.mentions_of_case(session, actor, case_id) if act == "add-subject" else []
    there = {(one.kind, one.name) for one in found.subjects}
    mentioned = [one for one in mentioned if (one.kind, one.display_name or one.name) not in there]
    begun = next((one for one in mentioned if one.id == mention), None)
    shown = {
        "case": found,
        "mentioned": mentioned,
        "choices": _choices(session, actor, found, act),
        "seen_by": cases.audience(session, actor, case_id) if act == "add-subject" else [],
        "foreseen": foreseen,
        "earlier": earlier.show(session, actor, typed, refused, BEFORE),
        "municipalities": catalogue.municipalities(session, today()),
        "categories": sharing.categories(session) if foreseen else [],
        "titles": catalogue.name_titles(session, today()) if act == "add-subject" else [],
    }
    return rooms.form(request, FORMS[act], shown, _begun_with(begun) if begun else typed, refused)


def _look(request: Request, session: Session, actor: Actor, case_id: UUID, typed: Typed) -> Response:
    """The form again, with who would see what; nothing is added yet."""
    with attempt(session) as tried:
        found = circle.foresee(session, actor, case_id, typed.shape(Foresee, kind="joined"))
        return _form(request, session, actor, case_id, "add-participant", typed, foreseen=found)
    return _form(request, session, actor, case_id, "add-participant", typed, tried.refused)


def _begun_with(mention: MentionOfCase) -> Typed:
    """What a signal says of someone or something, as if it was typed."""
    said = {
        "kind": mention.kind,
        "name": mention.name,
        **name_fields(mention.name_parts),
        "birthDate": mention.birth_date,
        "identifierKind": mention.identifier_kind or "",
        "identifier": mention.identifier_raw or "",
        "description": mention.description,
    }
    return Typed({name: [value] for name, value in said.items()})


def _choices(session: Session, actor: Actor, found: CaseView, act: str) -> list[cases.Choice]:
    """Whom one can choose from in the form of this act."""
    if act == "add-participant":
        return cases.possible_participants(session, [one.organisation_id for one in found.participants])
    return cases.possible_managers(session, actor) if act == "name-manager" else []


def _lists(session: Session) -> dict[str, Any]:
    return {"municipalities": catalogue.municipalities(session, today())}
