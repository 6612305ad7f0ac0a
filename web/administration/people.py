"""People: the list, one of them, their roles and admissions, and how they come in."""

from collections.abc import Callable
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from api.deps import ActorDep, Db, LoginDb, enrolment_link
from domain import accounts, administration, process
from domain.actor import CONTENT_ROLES, Actor, StaffRole
from domain.administration import (
    AddActor,
    ChangePerson,
    EndRole,
    GiveAdmission,
    GiveRole,
    PersonView,
    Which,
)
from domain.errors import DomainError, NotFound
from web import merging, rooms
from web.forms import Form, Typed, once
from web.i18n import N_
from web.render import page

router = APIRouter(prefix="/administration/people")

HERE = "/administration/people"
LIMIT = 50


@router.get("")
def index(
    request: Request,
    session: Db,
    login: LoginDb,
    actor: ActorDep,
    organisation: Annotated[str, Query(max_length=36)] = "",
    role: Annotated[str, Query(max_length=60)] = "",
    state: Annotated[str, Query(max_length=60)] = "",
    after: UUID | None = None,
) -> Response:
    """People by name, of one organisation, in one role or one state."""
    asked = Typed({"organisationId": [organisation], "role": [role], "state": [state]})
    which = asked.shape(Which)
    found, further = administration.people(session, login, actor, which, after=after, limit=LIMIT)
    states = accounts.account_states(login, [one.id for one in found])
    shown = {
        "people": found,
        "states": states,
        "further": further,
        "first": after is None,
        "organisations": administration.all_organisations(session, actor),
        "roles": list(StaffRole),
        "needing": CONTENT_ROLES,
        "asked": {"organisation": organisation, "role": role, "state": state},
    }
    return page(request, "administration/people.html", shown)


@router.get("/new")
def start(request: Request, session: Db, actor: ActorDep, organisation: UUID | None = None) -> Response:
    """Ask who joins, where."""
    administration.require_administrator(actor)
    return _person_form(request, session, actor, None, Typed({"organisationId": [str(organisation or "")]}))


@router.post("/new")
def add(request: Request, session: Db, login: LoginDb, actor: ActorDep, typed: Form) -> Response:
    """Add a person, and show the invitation this once: it exists in this answer only."""

    def made() -> PersonView:
        data = typed.without("kind").shape(AddActor)
        return administration.person(session, actor, administration.add_actor(session, actor, data))

    def invited() -> Response:
        person_id = once(
            session, actor, typed, made, lambda found: administration.person(session, actor, found)
        ).id
        # The account stands on the person, who must be there for another database role too.
        session.commit()
        return _invitation(request, session, login, actor, person_id, new=True)

    return rooms.answer(
        session, invited, lambda refused: _person_form(request, session, actor, None, typed, refused)
    )


@router.get("/{person_id}")
def show(request: Request, session: Db, login: LoginDb, actor: ActorDep, person_id: UUID) -> Response:
    """One person: roles, admissions, account and sessions; never anything of a case."""
    return _show(request, session, login, actor, person_id)


@router.get("/{person_id}/edit")
def start_change(request: Request, session: Db, actor: ActorDep, person_id: UUID) -> Response:
    """Show what is known of a person, to change it."""
    found = administration.person(session, actor, person_id)
    return _person_form(request, session, actor, found, merging.opened(_stored(found)))


@router.post("/{person_id}/edit")
def change(request: Request, session: Db, actor: ActorDep, person_id: UUID, typed: Form) -> Response:
    """Change what is known of a person; what another administrator changed meanwhile is shown first."""
    process.edit(session, person_id)
    found = administration.person(session, actor, person_id)

    def act() -> PersonView:
        merging.settle(session, typed, _stored(found), person_id)
        return administration.change_person(session, actor, person_id, typed.shape(ChangePerson))

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        act,
        lambda refused: _person_form(request, session, actor, found, typed, refused),
        to=f"{HERE}/{person_id}",
        said=N_("The change is recorded."),
    )


@router.get("/{person_id}/roles/new")
def start_role(request: Request, session: Db, actor: ActorDep, person_id: UUID) -> Response:
    """Ask which role, and for how long."""
    return _about(request, session, actor, person_id, "administration/role.html", Typed())


@router.post("/{person_id}/roles/new")
def give_role(request: Request, session: Db, actor: ActorDep, person_id: UUID, typed: Form) -> Response:
    """Give a role."""

    def done() -> PersonView:
        data = typed.shape(GiveRole)
        administration.give_role(session, actor, person_id, data.role, data.valid_from, data.valid_until)
        return administration.person(session, actor, person_id)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        done,
        lambda refused: _about(
            request, session, actor, person_id, "administration/role.html", typed, refused
        ),
        to=f"{HERE}/{person_id}",
        said=N_("The role is given."),
    )


@router.get("/{person_id}/admissions/new")
def start_admission(request: Request, session: Db, actor: ActorDep, person_id: UUID) -> Response:
    """Ask how and when somebody was screened and trained."""
    typed = Typed({"compartment": ["R"]})
    return _about(request, session, actor, person_id, "administration/admission.html", typed)


@router.post("/{person_id}/admissions/new")
def admit(request: Request, session: Db, actor: ActorDep, person_id: UUID, typed: Form) -> Response:
    """Admit somebody."""

    def done() -> PersonView:
        administration.admit(session, actor, person_id, typed.shape(GiveAdmission))
        return administration.person(session, actor, person_id)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        done,
        lambda refused: _about(
            request, session, actor, person_id, "administration/admission.html", typed, refused
        ),
        to=f"{HERE}/{person_id}",
        said=N_("The admission is recorded."),
    )


@router.post("/{person_id}/invitation")
def invite(request: Request, session: Db, login: LoginDb, actor: ActorDep, person_id: UUID) -> Response:
    """Make a new invitation and show it this once; an earlier one stops working."""
    return _invitation(request, session, login, actor, person_id, new=False)


@router.post("/{person_id}/{deed}")
def do(
    request: Request,
    session: Db,
    login: LoginDb,
    actor: ActorDep,
    person_id: UUID,
    deed: str,
    typed: Form,
) -> Response:
    """One of the acts of one button on the page of a person."""
    administration.person(session, actor, person_id)
    if deed not in DEEDS:
        raise NotFound
    deed_done, said = DEEDS[deed]

    def done() -> PersonView:
        deed_done(session, login, actor, person_id, typed)
        return administration.person(session, actor, person_id)

    return rooms.submit(
        request,
        session,
        actor,
        typed,
        done,
        lambda refused: _show(request, session, login, actor, person_id, refused),
        to=f"{HERE}/{person_id}",
        said=said,
    )


def _end_role(session: Session, _login: Session, actor: Actor, person_id: UUID, typed: Typed) -> None:
    administration.end_role(session, actor, person_id, typed.shape(EndRole).role)


def _end_admission(session: Session, _login: Session, actor: Actor, person_id: UUID, typed: Typed) -> None:
    held = administration.person(session, actor, person_id).admissions
    for one in held:
        if str(one.id) == typed.get("admission"):
            return administration.end_admission(session, actor, one.id)
    raise NotFound


def _end_session(session: Session, login: Session, actor: Actor, person_id: UUID, typed: Typed) -> None:
    administration.end_sessions(
        session, login, actor, person_id, typed.shape(administration.EndSession).session_id
    )


def _reactivate(session: Session, _login: Session, actor: Actor, person_id: UUID, _typed: Typed) -> None:
    administration.reactivate_person(session, actor, person_id)


def _plain(deed: Callable[[Session, Session, Actor, UUID], object]) -> "Deed":
    """An act that asks nothing but whom it is about."""
    return lambda session, login, actor, person_id, _typed: deed(session, login, actor, person_id)


Deed = Callable[[Session, Session, Actor, UUID, Typed], object]

DEEDS: Final[dict[str, tuple[Deed, str]]] = {
    "role-end": (_end_role, N_("The role is ended.")),
    "admission-end": (_end_admission, N_("The admission is ended.")),
    "session-end": (_end_session, N_("The person is signed out there.")),
    "withdrawal": (_plain(administration.withdraw_invitation), N_("The invitation is withdrawn.")),
    "second-factor": (
        _plain(administration.reset_second_factor),
        N_("The second factor is removed. A new one is set up at the next sign-in."),
    ),
    "password": (
        _plain(administration.demand_new_password),
        N_("A new password must be chosen before anything else."),
    ),
    "deactivation": (_plain(administration.deactivate_person), N_("The person can no longer sign in.")),
    "reactivation": (_reactivate, N_("The person can sign in again.")),
}
"""What a button does, and what is said when it is done."""


def _stored(found: PersonView) -> dict[str, str | list[str]]:
    """What the form holds of a person as it is now."""
    return {
        "name": found.name,
        "email": found.email or "",
        "functionTitle": found.function_title,
        "language": found.language,
    }


def _show(
    request: Request,
    session: Session,
    login: Session,
    actor: Actor,
    person_id: UUID,
    refused: DomainError | None = None,
) -> Response:
    found = administration.person(session, actor, person_id)
    context = {
        "person": found,
        "entry": administration.entry(session, login, actor, person_id),
        "oneself": person_id == actor.id,
        "deputy": administration.replacing(session, person_id).get(person_id),
    }
    return rooms.form(request, "administration/person.html", context, Typed(), refused)


def _invitation(
    request: Request, session: Session, login: Session, actor: Actor, person_id: UUID, *, new: bool
) -> Response:
    """The code and the link, which exist in this answer only."""
    issued = administration.invite(session, login, actor, person_id)
    shown = {
        "person": administration.person(session, actor, person_id),
        "code": issued.code,
        "link": enrolment_link(request, issued.code),
        "expires_at": issued.expires_at,
        "new": new,
    }
    return page(request, "administration/invitation.html", shown)


def _about(
    request: Request,
    session: Session,
    actor: Actor,
    person_id: UUID,
    template: str,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    """A form about one person."""
    found = administration.person(session, actor, person_id)
    return rooms.form(request, template, {"person": found, "roles": list(StaffRole)}, typed, refused)


def _person_form(
    request: Request,
    session: Session,
    actor: Actor,
    found: PersonView | None,
    typed: Typed,
    refused: DomainError | None = None,
) -> Response:
    organisations = [one for one in administration.all_organisations(session, actor) if one.active]
    context: dict[str, Any] = {"person": found, "organisations": organisations}
    return rooms.form(request, "administration/person_form.html", context, typed, refused)
