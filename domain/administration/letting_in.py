"""Letting people in: invitations, second factors, passwords and sessions, by the administrator.

`login` is a session of the database role that keeps the accounts; who may do this was established in the other,
the administrator's own. Each act writes its event with the account, and says who did it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import accounts
from domain.accounts import AccountState, Issued, SessionLine
from domain.actor import Actor
from domain.administration.people import person
from domain.administration.records import require_administrator
from domain.errors import Conflict
from domain.shapes import Shape, View


class InvitationView(View):
    """Uitnodiging die nog openstaat; the code itself is kept nowhere."""

    person_id: UUID = Field(description="Medewerker: the id")
    name: str = Field(description="Naam", examples=["Noor de Wit"])
    organisation: str = Field(description="Organisatie")
    created_at: datetime = Field(description="Gemaakt op")
    expires_at: datetime = Field(description="Geldig tot")


class EndSession(Shape):
    """Sessie beëindigen."""

    session_id: UUID | None = Field(default=None, description="Sessie: all of them when it is not said")


@dataclass(frozen=True)
class Entry:
    """How somebody comes in: the account, and where they are signed in now."""

    state: AccountState
    sessions: Sequence[SessionLine]


def entry(session: Session, login: Session, actor: Actor, person_id: UUID) -> Entry:
    """How this person's account stands; no content of any kind."""
    require_administrator(actor)
    return Entry(
        accounts.account_states(login, [person_id])[person_id], accounts.list_sessions(login, person_id)
    )


def invite(session: Session, login: Session, actor: Actor, person_id: UUID) -> Issued:
    """A code with which a person chooses a password, shown this once; an earlier one stops working."""
    _person(session, actor, person_id)
    return accounts.issue_enrolment(login, person_id, by=actor.id)


def withdraw_invitation(session: Session, login: Session, actor: Actor, person_id: UUID) -> None:
    """Make the code that a person still has worthless."""
    _person(session, actor, person_id)
    accounts.withdraw_enrolment(login, person_id, by=actor.id)


def invitations(session: Session, login: Session, actor: Actor) -> list[InvitationView]:
    """The invitations that were not used yet and still work, the one that ends first first."""
    require_administrator(actor)
    open_ones = accounts.open_invitations(login)
    found = session.execute(
        text(
            "select a.id, a.name, o.name as organisation from actors a join organisations o on o.id = a.organisation_id"
            " where a.id = any(:wanted) and a.active"
        ),
        {"wanted": [one.actor_id for one in open_ones]},
    )
    names = {row.id: row for row in found}
    return [
        InvitationView(
            person_id=one.actor_id,
            name=names[one.actor_id].name,
            organisation=names[one.actor_id].organisation,
            created_at=one.created_at,
            expires_at=one.expires_at,
        )
        for one in open_ones
        if one.actor_id in names
    ]


def reset_second_factor(session: Session, login: Session, actor: Actor, person_id: UUID) -> None:
    """Take away a lost second factor and end every session; the next sign-in sets up a new one."""
    _person(session, actor, person_id)
    accounts.forget_second_factor(login, person_id, by=actor.id)
    accounts.revoke_all(login, person_id, by=actor.id)


def demand_new_password(session: Session, login: Session, actor: Actor, person_id: UUID) -> None:
    """Have a person choose a new password before anything else."""
    _person(session, actor, person_id)
    accounts.demand_new_password(login, person_id, by=actor.id)


def end_sessions(
    session: Session, login: Session, actor: Actor, person_id: UUID, session_id: UUID | None = None
) -> None:
    """End one session of a person, or all of them."""
    _person(session, actor, person_id)
    if session_id is None:
        accounts.revoke_all(login, person_id, by=actor.id)
    else:
        accounts.revoke(login, person_id, session_id, by=actor.id)


def _person(session: Session, actor: Actor, person_id: UUID) -> None:
    """Refuse unless this is an active person; nobody administers the own way in."""
    found = person(session, actor, person_id)
    if found.kind != "person":
        raise Conflict("actor-is-no-person")
    if not found.active:
        raise Conflict("inactive-already")
    if person_id == actor.id:
        raise Conflict("not-oneself")
