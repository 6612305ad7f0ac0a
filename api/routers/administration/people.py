"""People: who works where, in which roles, admitted until when, and how they come in."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.deps import ActorDep, Db, LoginDb, enrolment_link, require_scope
from api.etag import require_match, tagged
from api.idempotency import Once
from domain import accounts, administration
from domain.accounts import AccountState
from domain.administration import (
    AddActor,
    ChangePerson,
    EndOn,
    EndRole,
    EndSession,
    ExpiringView,
    GiveAdmission,
    GiveRole,
    InvitationView,
    PersonLine,
    PersonView,
    Which,
)
from domain.shapes import View

router = APIRouter(tags=["administration"])

READ = [require_scope("administration:read")]
WRITE = [require_scope("administration:write")]


class PeopleList(View):
    """Medewerkers, by name."""

    items: Sequence[PersonLine] = Field(description="Medewerkers")
    next: UUID | None = Field(
        default=None,
        description="Vervolg: what to send as `after` for the next part; absent when this is the last",
    )


class AdmissionList(View):
    """Aflopende toelatingen, the first to end first."""

    items: Sequence[ExpiringView] = Field(description="Toelatingen")


class InvitationList(View):
    """Openstaande uitnodigingen."""

    items: Sequence[InvitationView] = Field(description="Uitnodigingen")


class NewInvitation(View):
    """Uitnodiging: shown this once and kept nowhere."""

    code: str = Field(description="Code", examples=["abcd-efgh-ijkl-mnop-qrst-uvwx"])
    link: str = Field(
        description="Link: leads to the page where a password is chosen",
        examples=["https://schakel.example.org/enrolment#abcd-efgh-ijkl-mnop-qrst-uvwx"],
    )
    expires_at: datetime = Field(description="Geldig tot")


class SessionView(View):
    """Sessie: a browser in which a person is signed in."""

    id: UUID = Field(description="Kenmerk")
    device: str = Field(description="Browser", examples=["Firefox, Windows"])
    created_at: datetime = Field(description="Sinds")
    last_seen_at: datetime = Field(description="Laatst gezien")


class AccountView(View):
    """Account: whether a person can come in, and where they are signed in."""

    has_password: bool = Field(description="Wachtwoord: whether there is one")
    second_factor: bool = Field(description="Tweede factor: whether there is one")
    must_change: bool = Field(description="Nieuw wachtwoord nodig")
    last_seen_at: datetime | None = Field(description="Laatst gezien")
    invited_until: datetime | None = Field(description="Uitgenodigd tot")
    secrecy_confirmed_at: datetime | None = Field(description="Geheimhouding bevestigd op")
    sessions: Sequence[SessionView] = Field(description="Sessies")


@router.get("/people", dependencies=READ)
def list_people(
    session: Db,
    login: LoginDb,
    actor: ActorDep,
    organisation_id: Annotated[UUID | None, Query(alias="organisationId", description="Organisatie")] = None,
    role: Annotated[str | None, Query(max_length=60, description="Rol: held today")] = None,
    state: Annotated[administration.State | None, Query(description="Stand")] = None,
    after: Annotated[UUID | None, Query(description="Na: the last person of the previous part")] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="Aantal: how many at most")] = 50,
) -> PeopleList:
    """Medewerkers: by organisation, role or state; never anything of a case."""
    which = Which(organisation_id=organisation_id, role=role, state=state)
    items, further = administration.people(session, login, actor, which, after=after, limit=limit)
    return PeopleList(items=items, next=further)


@router.post("/people", status_code=201, dependencies=WRITE)
def add_person(session: Db, actor: ActorDep, once: Once, data: AddActor) -> PersonView:
    """Medewerker toevoegen: sees and may nothing until roles and an admission are given."""
    return once(
        lambda: administration.person(session, actor, administration.add_actor(session, actor, data)),
        lambda made: administration.person(session, actor, made),
        "/people/{id}",
    )


@router.get("/people/{person_id}", response_model=PersonView, dependencies=READ)
def get_person(session: Db, actor: ActorDep, request: Request, person_id: UUID) -> Response:
    """Medewerker: with roles and admissions; its ETag is what a change must match."""
    return tagged(request, administration.person(session, actor, person_id))


@router.put("/people/{person_id}", response_model=PersonView, dependencies=WRITE)
def change_person(
    session: Db, actor: ActorDep, request: Request, person_id: UUID, data: ChangePerson
) -> Response:
    """Medewerker wijzigen: name, function, address or language, with If-Match."""
    require_match(request, session, person_id, lambda: administration.person(session, actor, person_id))
    return tagged(request, administration.change_person(session, actor, person_id, data))


@router.post("/people/{person_id}/roles", status_code=201, dependencies=WRITE)
def give_role(session: Db, actor: ActorDep, once: Once, person_id: UUID, data: GiveRole) -> PersonView:
    """Rol geven: from today or later, for good or until a day."""

    def act() -> PersonView:
        administration.give_role(session, actor, person_id, data.role, data.valid_from, data.valid_until)
        return administration.person(session, actor, person_id)

    return _about_person(session, actor, once, act)


@router.post("/people/{person_id}/role-endings", status_code=201, dependencies=WRITE)
def end_role(session: Db, actor: ActorDep, once: Once, person_id: UUID, data: EndRole) -> PersonView:
    """Rol beëindigen."""
    return _about_person(
        session, actor, once, lambda: administration.end_role(session, actor, person_id, data.role, data.on)
    )


@router.post("/people/{person_id}/admissions", status_code=201, dependencies=WRITE)
def admit(session: Db, actor: ActorDep, once: Once, person_id: UUID, data: GiveAdmission) -> PersonView:
    """Toelating geven: screened and trained, until a day (WGS 1.8(2), BGS 1.11, 1.17)."""

    def act() -> PersonView:
        administration.admit(session, actor, person_id, data)
        return administration.person(session, actor, person_id)

    return _about_person(session, actor, once, act)


@router.get("/admissions", dependencies=READ)
def list_expiring(session: Db, actor: ActorDep) -> AdmissionList:
    """Aflopende toelatingen: those that end within 60 days and are not renewed yet."""
    return AdmissionList(items=administration.expiring_admissions(session, actor))


@router.post("/admissions/{admission_id}/endings", status_code=204, dependencies=WRITE)
def end_admission(session: Db, actor: ActorDep, admission_id: UUID, data: EndOn) -> None:
    """Toelating beëindigen: the door closes on that day."""
    administration.end_admission(session, actor, admission_id, data.on)


@router.post("/people/{person_id}/deactivations", status_code=201, dependencies=WRITE)
def deactivate_person(
    session: Db, login: LoginDb, actor: ActorDep, once: Once, person_id: UUID
) -> PersonView:
    """Medewerker uitschakelen: signed out everywhere and cannot come in; nothing is deleted."""
    return _about_person(
        session, actor, once, lambda: administration.deactivate_person(session, login, actor, person_id)
    )


@router.post("/people/{person_id}/reactivations", status_code=201, dependencies=WRITE)
def reactivate_person(session: Db, actor: ActorDep, once: Once, person_id: UUID) -> PersonView:
    """Medewerker weer inschakelen."""
    return _about_person(
        session, actor, once, lambda: administration.reactivate_person(session, actor, person_id)
    )


@router.get("/people/{person_id}/account", dependencies=READ)
def get_account(session: Db, login: LoginDb, actor: ActorDep, person_id: UUID) -> AccountView:
    """Account: how the account stands, and the sessions; no content."""
    administration.person(session, actor, person_id)
    found = administration.entry(session, login, actor, person_id)
    state: AccountState = found.state
    return AccountView.model_validate(
        {**state.__dict__, "sessions": [_session(one) for one in found.sessions]}
    )


@router.post("/people/{person_id}/session-endings", status_code=204, dependencies=WRITE)
def end_sessions(session: Db, login: LoginDb, actor: ActorDep, person_id: UUID, data: EndSession) -> None:
    """Sessies beëindigen: one of them, or all."""
    administration.end_sessions(session, login, actor, person_id, data.session_id)


@router.post("/people/{person_id}/second-factor-resets", status_code=204, dependencies=WRITE)
def reset_second_factor(session: Db, login: LoginDb, actor: ActorDep, person_id: UUID) -> None:
    """Tweede factor weghalen: the next sign-in sets up a new one."""
    administration.reset_second_factor(session, login, actor, person_id)


@router.post("/people/{person_id}/password-demands", status_code=204, dependencies=WRITE)
def demand_new_password(session: Db, login: LoginDb, actor: ActorDep, person_id: UUID) -> None:
    """Nieuw wachtwoord eisen: before anything else."""
    administration.demand_new_password(session, login, actor, person_id)


@router.get("/invitations", dependencies=READ)
def list_invitations(session: Db, login: LoginDb, actor: ActorDep) -> InvitationList:
    """Openstaande uitnodigingen: without their codes, which are kept nowhere."""
    return InvitationList(items=administration.invitations(session, login, actor))


@router.post("/people/{person_id}/invitations", status_code=201, dependencies=WRITE)
def invite(request: Request, session: Db, login: LoginDb, actor: ActorDep, person_id: UUID) -> NewInvitation:
    """Uitnodiging: a code and a link that work once, shown this once; an earlier one stops working."""
    issued: accounts.Issued = administration.invite(session, login, actor, person_id)
    return NewInvitation(
        code=issued.code, link=enrolment_link(request, issued.code), expires_at=issued.expires_at
    )


@router.post("/people/{person_id}/invitation-withdrawals", status_code=204, dependencies=WRITE)
def withdraw_invitation(session: Db, login: LoginDb, actor: ActorDep, person_id: UUID) -> None:
    """Uitnodiging intrekken."""
    administration.withdraw_invitation(session, login, actor, person_id)


def _about_person(session: Db, actor: ActorDep, once: Once, act: Callable[[], PersonView]) -> PersonView:
    """An act on a person, once for each key."""
    return once(act, lambda made: administration.person(session, actor, made), "/people/{id}")


def _session(line: accounts.SessionLine) -> SessionView:
    return SessionView(
        id=line.id, device=line.device, created_at=line.created_at, last_seen_at=line.last_seen_at
    )
