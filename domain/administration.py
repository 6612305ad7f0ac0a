"""Administration (functioneel beheer): organisations, people, staff roles and admissions; never case content."""

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import insert, text
from sqlmodel import Session, col, select

from db.tables import Table, new_id
from db.tables.sharing import OrganisationKind
from db.tables.spine import ActorRole, ActorRow, Admission, Organisation
from domain import events
from domain.actor import Actor, StaffRole
from domain.calendar import today
from domain.errors import Invalid, Problem
from domain.events import EventType
from domain.shapes import Code, Day, Line, OptionalLine, Shape, View

Compartment = Literal["R", "T", "Z", "K"]


class AddOrganisation(Shape):
    """Organisatie: a partner of the chain."""

    name: Line = Field(description="Naam", examples=["Gemeente Alkmaar"])
    short_name: Line = Field(description="Korte naam", examples=["Alkmaar"])
    kind: Code = Field(description="Soort organisatie", examples=["municipality"])
    municipality_code: Code | None = Field(default=None, description="Gemeente: only of a municipality")
    district: Code | None = Field(default=None, description="District")
    preparation: bool = Field(default=False, description="Voorbereidingsteam: takes part in every new signal")


class AddActor(Shape):
    """Medewerker of API-client."""

    organisation_id: UUID = Field(description="Organisatie")
    kind: Literal["person", "client"] = Field(default="person", description="Soort")
    name: Line = Field(description="Naam", examples=["Noor de Wit"])
    email: OptionalLine | None = Field(default=None, description="E-mailadres: of a person")
    function_title: OptionalLine = Field(default="", description="Functie")
    language: Literal["nl", "en"] = Field(default="nl", description="Taal")


class GiveAdmission(Shape):
    """Toelating tot een box: screened and trained, until a date (WGS 1.8(2), BGS 1.11, 1.17)."""

    compartment: Compartment = Field(description="Box")
    screening_kind: Line = Field(description="Soort screening", examples=["VOG"])
    screened_on: Day = Field(description="Gescreend op")
    trained_on: Day = Field(description="Opgeleid op")
    valid_until: Day = Field(description="Geldig tot")


def add_organisation(session: Session, actor: Actor, data: AddOrganisation) -> UUID:
    """Add a partner; whether it is a participant of the RIEC follows from its kind (WGS 2.19)."""
    actor.require(StaffRole.FUNCTIONAL_ADMINISTRATOR)
    kind = session.get(OrganisationKind, data.kind)
    if kind is None:
        raise Invalid(Problem("code-not-valid", "/kind", {"code": data.kind[:40]}))

    organisation_id = new_id()
    _insert(
        session, Organisation,
        id=organisation_id, wgs_participant=kind.wgs_participant, active=True, sharing_key=data.kind,
        **data.model_dump(),
    )  # fmt: skip

    events.record(session, actor, EventType.ADMINISTRATION_ORGANISATION_ADDED, object_id=organisation_id)
    return organisation_id


def add_actor(session: Session, actor: Actor, data: AddActor) -> UUID:
    """Add a person or an API client; without role and admission it can do and see nothing."""
    actor.require(StaffRole.FUNCTIONAL_ADMINISTRATOR)

    actor_id = new_id()
    _insert(session, ActorRow, id=actor_id, active=True, **data.model_dump())

    what = EventType.ADMINISTRATION_PERSON_ADDED
    if data.kind == "client":
        what = EventType.ADMINISTRATION_CLIENT_ADDED
    events.record(session, actor, what, object_id=actor_id)
    return actor_id


def give_role(session: Session, actor: Actor, person_id: UUID, role: StaffRole) -> None:
    """Give a staff role, from today."""
    actor.require(StaffRole.FUNCTIONAL_ADMINISTRATOR)

    _insert(session, ActorRole, actor_id=person_id, role=role.value, valid_from=today(), valid_until=None)

    events.record(
        session, actor, EventType.ADMINISTRATION_ROLE_GIVEN, object_id=person_id, data={"role": role.value}
    )


def admit(session: Session, actor: Actor, person_id: UUID, data: GiveAdmission) -> UUID:
    """Admit a person or client to a compartment; the admission ends by itself."""
    actor.require(StaffRole.FUNCTIONAL_ADMINISTRATOR)
    if data.valid_until <= today():
        raise Invalid(Problem("date-not-in-future", "/validUntil"))

    admission_id = new_id()
    _insert(session, Admission, id=admission_id, actor_id=person_id, valid_from=today(), **data.model_dump())

    events.record(
        session, actor, EventType.ADMINISTRATION_ADMISSION_GIVEN, object_id=person_id,
        data={"compartment": data.compartment},
    )  # fmt: skip
    return admission_id


def end_admission(session: Session, actor: Actor, admission_id: UUID, on: date) -> None:
    """End an admission; the door closes on that day, also in the middle of a session."""
    actor.require(StaffRole.FUNCTIONAL_ADMINISTRATOR)

    session.execute(
        text("update admissions set valid_until = :on where id = :id"), {"on": on, "id": admission_id}
    )

    events.record(session, actor, EventType.ADMINISTRATION_ADMISSION_ENDED, object_id=admission_id)


def _insert(session: Session, model: type[Table], **columns: object) -> None:
    session.execute(insert(model.metadata.tables[str(model.__tablename__)]).values(**columns))


class OrganisationView(View):
    """Organisatie: partners are public to each other."""

    id: UUID = Field(description="Kenmerk")
    name: str = Field(description="Naam")
    short_name: str = Field(description="Korte naam", examples=["Alkmaar"])
    kind: str = Field(description="Soort organisatie")
    municipality_code: str | None = Field(description="Gemeente")
    district: str | None = Field(description="District")
    wgs_participant: bool = Field(description="Deelnemer: of the RIEC (WGS 2.19)")


class ColleagueView(View):
    """Collega: a person of the own organisation."""

    id: UUID = Field(description="Kenmerk")
    name: str = Field(description="Naam")
    function_title: str = Field(description="Functie", examples=["Beleidsadviseur veiligheid"])
    roles: Sequence[str] = Field(description="Rollen", examples=[["case_manager"]])


def organisations(session: Session, actor: Actor) -> list[OrganisationView]:
    """Every active partner of the chain, by name."""
    found = session.exec(select(Organisation).where(col(Organisation.active)).order_by(Organisation.name))
    return [OrganisationView.model_validate(one) for one in found]


def colleagues(session: Session, actor: Actor) -> list[ColleagueView]:
    """The people of the own organisation with their staff roles, by name."""
    found = session.execute(
        text(
            "select a.id, a.name, a.function_title, coalesce(array_agg(r.role order by r.role)"
            " filter (where r.role is not null), '{}') as roles from actors a left join actor_roles r"
            " on r.actor_id = a.id and (r.valid_until is null or r.valid_until > today())"
            " where a.organisation_id = :mine and a.kind = 'person' and a.active group by a.id order by a.name"
        ),
        {"mine": actor.organisation_id},
    ).mappings()
    return [ColleagueView(**one) for one in found]
