"""Organisations: the partners of the chain, added and changed by the RIEC's administrator, never deleted."""

from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from db.tables.sharing import OrganisationKind
from db.tables.spine import Organisation
from domain import accounts, events
from domain.actor import Actor
from domain.administration.records import add_row, change_row, require_administrator
from domain.errors import Conflict, Invalid, NotFound, Problem
from domain.events import EventType
from domain.shapes import Code, Line, Shape, View, YesNo


class AddOrganisation(Shape):
    """Organisatie: a partner of the chain."""

    name: Line = Field(description="Naam", examples=["Gemeente Alkmaar"])
    short_name: Line = Field(description="Korte naam", examples=["Alkmaar"])
    kind: Code = Field(description="Soort organisatie", examples=["municipality"])
    municipality_code: Code | None = Field(default=None, description="Gemeente: only of a municipality")
    district: Code | None = Field(default=None, description="District")
    preparation: YesNo = Field(
        default=False, description="Voorbereidingsteam: takes part in every new signal"
    )
    contact: Line | None = Field(
        default=None,
        description="Contactpunt: whom partners turn to when something is known here; a desk, not content",
        examples=["Meldpunt mensenhandel, 072-000 00 00"],
    )


class ChangeOrganisation(Shape):
    """Wijziging van een organisatie: what describes it. Its kind and municipality decide what it sees and stay."""

    name: Line = Field(description="Naam", examples=["Gemeente Alkmaar"])
    short_name: Line = Field(description="Korte naam", examples=["Alkmaar"])
    district: Code | None = Field(default=None, description="District")
    preparation: YesNo = Field(
        default=False, description="Voorbereidingsteam: takes part in every new signal"
    )
    contact: Line | None = Field(
        default=None,
        description="Contactpunt: whom partners turn to when something is known here; a desk, not content",
        examples=["Meldpunt mensenhandel, 072-000 00 00"],
    )


class OrganisationView(View):
    """Organisatie: partners are public to each other."""

    id: UUID = Field(description="Kenmerk")
    name: str = Field(description="Naam")
    short_name: str = Field(description="Korte naam", examples=["Alkmaar"])
    kind: str = Field(description="Soort organisatie")
    municipality_code: str | None = Field(description="Gemeente")
    district: str | None = Field(description="District")
    wgs_participant: bool = Field(description="Deelnemer: of the RIEC (WGS 2.19)")


class OrganisationDetail(OrganisationView):
    """Organisatie, as the functional administrator sees it."""

    preparation: bool = Field(description="Voorbereidingsteam: takes part in every new signal")
    active: bool = Field(description="Actief: whether its people can sign in")
    contact: str | None = Field(description="Contactpunt", examples=["Meldpunt mensenhandel, 072-000 00 00"])
    people: int = Field(description="Medewerkers: how many active people work there", examples=[12])
    clients: int = Field(description="Koppelingen: how many active API clients it has", examples=[1])


_ORGANISATIONS = text("""
select o.id, o.name, o.short_name, o.kind, o.municipality_code, o.district, o.wgs_participant, o.preparation, o.active, o.contact,
       count(a.id) filter (where a.active and a.kind = 'person') as people,
       count(a.id) filter (where a.active and a.kind = 'client') as clients
  from organisations o left join actors a on a.organisation_id = o.id
 where cast(:wanted as uuid) is null or o.id = :wanted group by o.id order by o.active desc, o.name
""")


def organisations(session: Session, actor: Actor) -> list[OrganisationView]:
    """Every active partner of the chain, by name."""
    found = session.execute(
        text(
            "select id, name, short_name, kind, municipality_code, district, wgs_participant from organisations"
            " where active order by name"
        )
    )
    return [OrganisationView(**one) for one in found.mappings()]


def all_organisations(session: Session, actor: Actor) -> list[OrganisationDetail]:
    """Every partner there is or was, the active ones first, with how many work there."""
    require_administrator(actor)
    return [OrganisationDetail(**one) for one in session.execute(_ORGANISATIONS, {"wanted": None}).mappings()]


def organisation(session: Session, actor: Actor, organisation_id: UUID) -> OrganisationDetail:
    """One partner, as the administrator sees it."""
    require_administrator(actor)
    found = session.execute(_ORGANISATIONS, {"wanted": organisation_id}).mappings().one_or_none()
    if found is None:
        raise NotFound
    return OrganisationDetail(**found)


def add_organisation(session: Session, actor: Actor, data: AddOrganisation) -> UUID:
    """Add a partner; whether it is a participant of the RIEC follows from its kind (WGS 2.19)."""
    require_administrator(actor)
    kind = session.get(OrganisationKind, data.kind)
    problems = [] if kind else [Problem("code-not-valid", "/kind", {"code": data.kind[:40]})]
    problems += _name_taken(session, data.name)
    if data.kind == "municipality" and data.municipality_code is None:
        problems.append(Problem("municipality-missing", "/municipalityCode"))
    if kind is None or problems:
        raise Invalid(*problems)

    organisation_id = new_id()
    add_row(
        session, Organisation,
        id=organisation_id, wgs_participant=kind.wgs_participant, active=True, sharing_key=data.kind,
        **data.model_dump(),
    )  # fmt: skip

    events.record(session, actor, EventType.ADMINISTRATION_ORGANISATION_ADDED, object_id=organisation_id)
    return organisation_id


def change_organisation(
    session: Session, actor: Actor, organisation_id: UUID, data: ChangeOrganisation
) -> OrganisationDetail:
    """Change what describes a partner."""
    require_administrator(actor)
    if problems := _name_taken(session, data.name, organisation_id):
        raise Invalid(*problems)

    change_row(session, Organisation, organisation_id, **data.model_dump())

    events.record(session, actor, EventType.ADMINISTRATION_ORGANISATION_CHANGED, object_id=organisation_id)
    return organisation(session, actor, organisation_id)


def deactivate_organisation(
    session: Session, login: Session, actor: Actor, organisation_id: UUID
) -> OrganisationDetail:
    """Let a partner take part no longer: nobody of it can sign in, nothing is shared with it, nothing is deleted."""
    require_administrator(actor)
    if organisation_id == actor.organisation_id:
        raise Conflict("organisation-is-own")
    if not organisation(session, actor, organisation_id).active:
        raise Conflict("inactive-already")

    change_row(session, Organisation, organisation_id, active=False)
    for person_id in _people_of(session, organisation_id):
        accounts.revoke_all(login, person_id, by=actor.id)

    events.record(
        session, actor, EventType.ADMINISTRATION_ORGANISATION_DEACTIVATED, object_id=organisation_id
    )
    return organisation(session, actor, organisation_id)


def reactivate_organisation(session: Session, actor: Actor, organisation_id: UUID) -> OrganisationDetail:
    """Let a partner take part again, with the people and rules it had."""
    require_administrator(actor)
    if organisation(session, actor, organisation_id).active:
        raise Conflict("active-already")

    change_row(session, Organisation, organisation_id, active=True)

    events.record(
        session, actor, EventType.ADMINISTRATION_ORGANISATION_REACTIVATED, object_id=organisation_id
    )
    return organisation(session, actor, organisation_id)


def _people_of(session: Session, organisation_id: UUID) -> list[UUID]:
    found = session.execute(
        text("select id from actors where organisation_id = :id and kind = 'person'"), {"id": organisation_id}
    )
    return list(found.scalars())


def _name_taken(session: Session, name: str, but: UUID | None = None) -> list[Problem]:
    """A problem when another partner has this name: a list shows names only."""
    taken = session.execute(
        text("select exists (select from organisations where name = :name and id is distinct from :but)"),
        {"name": name, "but": but},
    ).scalar_one()
    return [Problem("name-taken", "/name")] if taken else []
