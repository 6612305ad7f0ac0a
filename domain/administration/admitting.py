"""What people may do: staff roles and admissions, both dated, ended and never revived (WGS 1.8(2), BGS 1.11, 1.17)."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session, col

from db.tables import new_id
from db.tables.spine import ActorRole, Admission
from domain import events
from domain.actor import Actor, StaffRole
from domain.administration.people import EXPIRES_SOON, PersonView, person
from domain.administration.records import add_row, change_row, change_rows, require_administrator
from domain.calendar import today
from domain.errors import Conflict, Invalid, Problem
from domain.events import EventType
from domain.shapes import Day, Line, Shape, View

Compartment = Literal["R", "T", "Z", "K"]


class GiveRole(Shape):
    """Rol: for good, or for the time of somebody's leave."""

    role: StaffRole = Field(description="Rol", examples=["handler"])
    valid_from: Day | None = Field(default=None, description="Vanaf: today when it is not said")
    valid_until: Day | None = Field(default=None, description="Tot: the first day without")


class EndRole(Shape):
    """Einde van een rol."""

    role: StaffRole = Field(description="Rol", examples=["handler"])
    on: Day | None = Field(default=None, description="Op: the first day without; today when it is not said")


class EndOn(Shape):
    """Einde."""

    on: Day | None = Field(default=None, description="Op: the first day without; today when it is not said")


class GiveAdmission(Shape):
    """Toelating tot een box: screened and trained, until a date (WGS 1.8(2), BGS 1.11, 1.17)."""

    compartment: Compartment = Field(description="Box")
    screening_kind: Line = Field(description="Soort screening", examples=["VOG"])
    screened_on: Day = Field(description="Gescreend op")
    trained_on: Day | None = Field(
        default=None, description="Opgeleid op: without training nobody is admitted"
    )
    valid_until: Day = Field(description="Geldig tot")


class ExpiringView(View):
    """Aflopende toelating."""

    id: UUID = Field(description="Kenmerk: of the admission")
    person_id: UUID = Field(description="Medewerker: the id")
    name: str = Field(description="Naam", examples=["Noor de Wit"])
    organisation: str = Field(description="Organisatie")
    compartment: str = Field(description="Box", examples=["R"])
    valid_until: date = Field(description="Tot: the first day without")


def give_role(
    session: Session,
    actor: Actor,
    person_id: UUID,
    role: StaffRole,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> None:
    """Give a staff role, from today or later, for good or until a date."""
    require_administrator(actor)
    start = valid_from or today()
    problems = _wrong_period(start, valid_until)
    if role is StaffRole.FUNCTIONAL_ADMINISTRATOR and _kind_of(session, person_id) != "riec":
        problems.append(Problem("role-of-riec", "/role"))
    if _holds(session, person_id, role, start, valid_until):
        problems.append(Problem("role-held", "/role"))
    if problems:
        raise Invalid(*problems)

    add_row(
        session, ActorRole, actor_id=person_id, role=role.value, valid_from=start, valid_until=valid_until
    )

    events.record(
        session, actor, EventType.ADMINISTRATION_ROLE_GIVEN, object_id=person_id,
        data={"role": role.value, "until": valid_until},
    )  # fmt: skip


def end_role(
    session: Session, actor: Actor, person_id: UUID, role: StaffRole, on: date | None = None
) -> PersonView:
    """End a staff role on a day; today closes the door at once, also in the middle of a session."""
    require_administrator(actor)
    if person_id == actor.id and role is StaffRole.FUNCTIONAL_ADMINISTRATOR:
        raise Conflict("not-oneself")
    end = _end(on)

    change_rows(
        session,
        ActorRole,
        (col(ActorRole.actor_id) == person_id)
        & (col(ActorRole.role) == role.value)
        & (col(ActorRole.valid_from) <= end)
        & (col(ActorRole.valid_until).is_(None) | (col(ActorRole.valid_until) > end)),
        valid_until=end,
    )

    events.record(
        session, actor, EventType.ADMINISTRATION_ROLE_ENDED, object_id=person_id,
        data={"role": role.value, "on": end},
    )  # fmt: skip
    return person(session, actor, person_id)


def admit(session: Session, actor: Actor, person_id: UUID, data: GiveAdmission) -> UUID:
    """Admit a person or client to a compartment; the admission ends by itself."""
    require_administrator(actor)
    problems = []
    if data.trained_on is None:
        problems.append(Problem("training-missing", "/trainedOn"))
    elif data.trained_on > today():
        problems.append(Problem("training-to-come", "/trainedOn"))
    if data.screened_on > today():
        problems.append(Problem("screening-to-come", "/screenedOn"))
    if data.valid_until <= today():
        problems.append(Problem("date-not-in-future", "/validUntil"))
    if problems:
        raise Invalid(*problems)

    admission_id = new_id()
    add_row(session, Admission, id=admission_id, actor_id=person_id, valid_from=today(), **data.model_dump())

    events.record(
        session, actor, EventType.ADMINISTRATION_ADMISSION_GIVEN, object_id=person_id,
        data={"compartment": data.compartment},
    )  # fmt: skip
    return admission_id


def end_admission(session: Session, actor: Actor, admission_id: UUID, on: date | None = None) -> None:
    """End an admission; the door closes on that day, also in the middle of a session."""
    require_administrator(actor)

    change_row(session, Admission, admission_id, valid_until=on or today())

    events.record(session, actor, EventType.ADMINISTRATION_ADMISSION_ENDED, object_id=admission_id)


def expiring_admissions(session: Session, actor: Actor, days: int = EXPIRES_SOON) -> list[ExpiringView]:
    """The admissions of active people that end within so many days and are not renewed yet, the first first."""
    require_administrator(actor)
    found = session.execute(
        text(
            "select m.id, a.id as person_id, a.name, o.name as organisation, m.compartment, m.valid_until"
            "  from admissions m join actors a on a.id = m.actor_id and a.active"
            "  join organisations o on o.id = a.organisation_id and o.active"
            " where m.valid_until > today() and m.valid_until <= today() + cast(:days as integer) and not exists ("
            "select from admissions n where n.actor_id = m.actor_id and n.compartment = m.compartment"
            " and n.valid_until > m.valid_until) order by m.valid_until, a.name"
        ),
        {"days": days},
    )
    return [ExpiringView(**one) for one in found.mappings()]


def _wrong_period(start: date, end: date | None) -> list[Problem]:
    problems = [] if start >= today() else [Problem("date-in-the-past", "/validFrom")]
    if end is not None and end <= start:
        problems.append(Problem("ends-before-it-begins", "/validUntil"))
    return problems


def _end(on: date | None) -> date:
    if on is not None and on < today():
        raise Invalid(Problem("date-in-the-past", "/on"))
    return on or today()


def _kind_of(session: Session, person_id: UUID) -> str | None:
    return session.execute(
        text("select o.kind from actors a join organisations o on o.id = a.organisation_id where a.id = :id"),
        {"id": person_id},
    ).scalar_one_or_none()


def _holds(session: Session, person_id: UUID, role: StaffRole, start: date, end: date | None) -> bool:
    """Whether the role is held at some time in that period; one that ended on the day it begins again counts."""
    held = session.execute(
        text(
            "select exists (select from actor_roles where actor_id = :id and role = :role and (valid_from = :start"
            " or valid_from < coalesce(:end, date 'infinity') and coalesce(valid_until, 'infinity') > :start))"
        ),
        {"id": person_id, "role": role.value, "start": start, "end": end},
    )
    return bool(held.scalar_one())
