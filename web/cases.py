"""Cases (casussen): the list, the page of one case, and what is done with a case as a whole."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db, Page, attempt, cursor
from domain import cases, catalogue, detection, dossier
from domain.actor import Actor
from domain.calendar import today
from domain.cases import AddParticipant, AddSubject, CaseView, NameManager, OpenPhase
from domain.errors import DomainError
from domain.timeline import timeline
from web.forms import Form, Typed, new_key, once, status_of
from web.render import gettext_of, page, see_other

router = APIRouter(prefix="/cases", include_in_schema=False)

# Where each act begins; questions and evaluations have pages of their own, and closing is part of the evaluation.
ACTS = {
    "add-subject": "subjects/new",
    "request": "requests/new",
    "add-participant": "participants/new",
    "open-phase": "phases/new",
    "name-manager": "manager",
    "evaluate": "evaluation",
}

FORMS = {
    "add-subject": "cases/subject.html",
    "add-participant": "cases/participant.html",
    "open-phase": "cases/phase.html",
    "name-manager": "cases/manager.html",
}


@router.get("")
def index(request: Request, session: Db, actor: ActorDep, part: Page) -> Response:
    """The cases one's organisation takes part in, last active first."""
    lines, further = cases.cases(session, actor, part.after, part.limit)
    shown = {"cases": lines, "next": cursor(further), "first": part.after is None}
    return page(request, "cases/index.html", shown | _lists(session))


@router.get("/{case_id}")
def show(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """One case: its people, where each stands, and what may be done now."""
    found = cases.case(session, actor, case_id)
    shown = {
        "case": found,
        "acts": [(act, f"/cases/{case_id}/{ACTS[act]}") for act in found.acts if act in ACTS],
        "signals": detection.signals_of_case(session, case_id),
        "requests": dossier.requests_of(session, actor, case_id),
        "moments": timeline(session, actor, case_id).items,
        "names": {one.id: one.name for one in found.subjects},
        "forms": catalogue.indicator_groups(session, today()),
    }
    return page(request, "cases/show.html", shown | _lists(session))


@router.get("/{case_id}/subjects/new")
def start_subject(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """Ask who or what the case is about."""
    return _form(request, session, actor, case_id, "add-subject", Typed({"key": [new_key()]}))


@router.post("/{case_id}/subjects/new")
def add_subject(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Add someone or something to the case."""
    _ = gettext_of(request)
    with attempt(session) as tried:
        once(
            session,
            actor,
            typed,
            lambda: cases.add_subject(session, actor, case_id, typed.shape(AddSubject)),
            lambda made_before: cases.subject_view(session, actor, made_before),
        )
        return see_other(f"/cases/{case_id}", _("The subject is part of the case."))
    return _form(request, session, actor, case_id, "add-subject", typed, tried.refused)


@router.get("/{case_id}/participants/new")
def start_participant(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """Ask which partner joins, and why."""
    return _form(request, session, actor, case_id, "add-participant", Typed())


@router.post("/{case_id}/participants/new")
def add_participant(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Let a partner join the case."""
    _ = gettext_of(request)
    with attempt(session) as tried:
        cases.add_participant(session, actor, case_id, typed.shape(AddParticipant))
        return see_other(f"/cases/{case_id}", _("The partner takes part in the case."))
    return _form(request, session, actor, case_id, "add-participant", typed, tried.refused)


@router.get("/{case_id}/phases/new")
def start_phase(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """Ask why the next data phase is necessary."""
    return _form(request, session, actor, case_id, "open-phase", Typed())


@router.post("/{case_id}/phases/new")
def open_phase(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Open the next data phase."""
    _ = gettext_of(request)
    with attempt(session) as tried:
        cases.open_phase(session, actor, case_id, typed.shape(OpenPhase))
        return see_other(f"/cases/{case_id}", _("The phase is open."))
    return _form(request, session, actor, case_id, "open-phase", typed, tried.refused)


@router.get("/{case_id}/manager")
def start_manager(request: Request, session: Db, actor: ActorDep, case_id: UUID) -> Response:
    """Ask who manages the case for the municipality."""
    return _form(request, session, actor, case_id, "name-manager", Typed())


@router.post("/{case_id}/manager")
def name_manager(request: Request, session: Db, actor: ActorDep, case_id: UUID, typed: Form) -> Response:
    """Name the case manager."""
    _ = gettext_of(request)
    with attempt(session) as tried:
        cases.name_case_manager(session, actor, case_id, typed.shape(NameManager))
        return see_other(f"/cases/{case_id}", _("The case manager is named."))
    return _form(request, session, actor, case_id, "name-manager", typed, tried.refused)


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
        "typed": typed,
        "problems": typed.problems(request, refused),
        "choices": _choices(session, actor, found, act),
        "seen_by": cases.audience(session, actor, case_id) if act == "add-subject" else [],
    }
    return page(request, FORMS[act], shown, status=status_of(refused))


def _choices(session: Session, actor: Actor, found: CaseView, act: str) -> list[cases.Choice]:
    """Whom one can choose from in the form of this act."""
    if act == "add-participant":
        return cases.possible_participants(session, [one.organisation_id for one in found.participants])
    return cases.possible_managers(session, actor) if act == "name-manager" else []


def _lists(session: Session) -> dict[str, Any]:
    return {"municipalities": catalogue.municipalities(session, today())}
