"""People and clients: who works where, in which function; what they may do stands in `admitting`."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from db.tables.spine import ActorRow
from domain import access, accounts, events, identifiers
from domain.actor import CONTENT_ROLES, Actor
from domain.administration.records import add_row, change_row, require_administrator
from domain.errors import Conflict, Invalid, NotFound, Problem
from domain.events import EventType
from domain.identifiers import Kind
from domain.shapes import Line, OptionalLine, Shape, View

EXPIRES_SOON: Final = 60
"""Days before the end of an admission in which somebody should see to it."""

Language = Literal["nl", "en"]
State = Literal["active", "inactive", "expiring", "not_admitted", "invited", "no_second_factor"]


class AddActor(Shape):
    """Medewerker of API-client."""

    organisation_id: UUID = Field(description="Organisatie")
    kind: Literal["person", "client"] = Field(default="person", description="Soort")
    name: Line = Field(description="Naam", examples=["Noor de Wit"])
    email: OptionalLine | None = Field(default=None, description="E-mailadres: of a person")
    function_title: OptionalLine = Field(default="", description="Functie", examples=["Toezichthouder"])
    language: Language = Field(default="nl", description="Taal")


class ChangePerson(Shape):
    """Wijziging van een medewerker."""

    name: Line = Field(description="Naam", examples=["Noor de Wit"])
    email: OptionalLine | None = Field(default=None, description="E-mailadres: of a person")
    function_title: OptionalLine = Field(default="", description="Functie", examples=["Toezichthouder"])
    language: Language = Field(default="nl", description="Taal")


class RoleView(View):
    """Rol van een medewerker, with its dates."""

    role: str = Field(description="Rol", examples=["handler"])
    valid_from: date = Field(description="Vanaf")
    valid_until: date | None = Field(description="Tot: the first day without")
    state: Literal["current", "planned", "ended"] = Field(description="Stand: of this moment")


class AdmissionView(View):
    """Toelating tot een box."""

    id: UUID = Field(description="Kenmerk")
    compartment: str = Field(description="Box", examples=["R"])
    screening_kind: str = Field(description="Soort screening", examples=["VOG"])
    screened_on: date = Field(description="Gescreend op")
    trained_on: date = Field(description="Opgeleid op")
    valid_from: date = Field(description="Vanaf")
    valid_until: date = Field(description="Tot: the first day without")
    state: Literal["current", "expiring", "ended"] = Field(description="Stand: of this moment")


class PersonLine(View):
    """Medewerker in een lijst."""

    id: UUID = Field(description="Kenmerk")
    organisation_id: UUID = Field(description="Organisatie: its id")
    organisation: str = Field(description="Organisatie", examples=["Gemeente Alkmaar"])
    name: str = Field(description="Naam", examples=["Noor de Wit"])
    function_title: str = Field(description="Functie", examples=["Toezichthouder"])
    roles: Sequence[str] = Field(description="Rollen: those of today", examples=[["handler"]])
    admitted_until: date | None = Field(description="Toegelaten tot: the last day of any admission")
    active: bool = Field(description="Actief: whether this person can sign in")


class PersonView(PersonLine):
    """Medewerker of API-client; never anything of a case."""

    kind: str = Field(description="Soort: person or client", examples=["person"])
    email: str | None = Field(description="E-mailadres", examples=["noor@example.org"])
    language: str = Field(description="Taal", examples=["nl"])
    created_at: datetime = Field(description="Toegevoegd op")
    all_roles: Sequence[RoleView] = Field(description="Alle rollen: also those that ended")
    admissions: Sequence[AdmissionView] = Field(description="Toelatingen: also those that ended")


class ColleagueView(View):
    """Collega: a person of the own organisation."""

    id: UUID = Field(description="Kenmerk")
    name: str = Field(description="Naam")
    function_title: str = Field(description="Functie", examples=["Beleidsadviseur veiligheid"])
    roles: Sequence[str] = Field(description="Rollen", examples=[["case_manager"]])


class Which(Shape):
    """Welke medewerkers: every one of them unless something is asked."""

    organisation_id: UUID | None = Field(default=None, description="Organisatie")
    role: str | None = Field(default=None, description="Rol: held today")
    state: State | None = Field(default=None, description="Stand")


_LINE: Final = """
select a.id, a.organisation_id, o.name as organisation, a.name, a.function_title, a.active, held.roles,
       admitted.until as admitted_until{more}
  from actors a join organisations o on o.id = a.organisation_id
 cross join lateral (select coalesce(array_agg(r.role order by r.role), '{{}}') as roles from actor_roles r
    where r.actor_id = a.id and r.valid_from <= today() and (r.valid_until is null or r.valid_until > today())) held
 cross join lateral (select max(m.valid_until) as until from admissions m
    where m.actor_id = a.id and m.valid_until > today()) admitted
 where {which}
"""

_PEOPLE = text(
    _LINE.format(
        more="",
        which=f"""a.kind = 'person' and (cast(:organisation_id as uuid) is null or a.organisation_id = :organisation_id)
   and (cast(:role as text) is null or :role = any(held.roles))
   and case cast(:state as text) when 'active' then a.active when 'inactive' then not a.active
         when 'expiring' then a.active and admitted.until <= today() + {EXPIRES_SOON}
         when 'not_admitted' then a.active and admitted.until is null and held.roles && :needing else true end
   and (cast(:among as uuid[]) is null or a.id = any(:among))
   and (cast(:after as uuid) is null or (lower(a.name), a.id) >
         (select lower(l.name), l.id from actors l where l.id = :after))
 order by lower(a.name), a.id limit :most""",  # noqa: S608 - a number of our own
    )
)

_PERSON = text(
    _LINE.format(
        more=""", a.kind, a.email, a.language, a.created_at,
       coalesce((select jsonb_agg(jsonb_build_object('role', r.role, 'valid_from', r.valid_from,
            'valid_until', r.valid_until, 'state', case when r.valid_until <= today() then 'ended'
              when r.valid_from > today() then 'planned' else 'current' end) order by r.valid_from desc, r.role)
          from actor_roles r where r.actor_id = a.id), '[]') as all_roles,
       coalesce((select jsonb_agg(to_jsonb(m) || jsonb_build_object('state', case when m.valid_until <= today()
            then 'ended' when m.valid_until <= today() + :soon then 'expiring' else 'current' end)
            order by m.valid_until desc) from admissions m where m.actor_id = a.id), '[]') as admissions""",
        which="a.id = :wanted",
    )
)


def people(
    session: Session,
    login: Session,
    actor: Actor,
    which: Which,
    *,
    after: UUID | None = None,
    limit: int = 50,
) -> tuple[list[PersonLine], UUID | None]:
    """People by name, as far as asked for, and the last one shown when the list goes on."""
    require_administrator(actor)
    among = None
    if which.state == "no_second_factor":
        among = accounts.without_second_factor(login)
    elif which.state == "invited":
        among = [one.actor_id for one in accounts.open_invitations(login)]
    asked = which.model_dump() | {
        "among": among,
        "after": after,
        "most": limit + 1,
        "needing": sorted(CONTENT_ROLES),
    }
    found = [PersonLine(**one) for one in session.execute(_PEOPLE, asked).mappings()]
    access.consulted(session, actor, "people", object_ids=[one.id for one in found[:limit]])
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def person(session: Session, actor: Actor, person_id: UUID) -> PersonView:
    """One person or client, with roles and admissions."""
    require_administrator(actor)
    found = session.execute(_PERSON, {"wanted": person_id, "soon": EXPIRES_SOON}).mappings().one_or_none()
    if found is None:
        raise NotFound
    access.consulted(session, actor, "person", object_ids=[person_id])
    return PersonView(**found)


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


def add_actor(session: Session, actor: Actor, data: AddActor) -> UUID:
    """Add a person or an API client; without role and admission it can do and see nothing."""
    require_administrator(actor)
    email, problems = _checked_email(session, data.email, needed=data.kind == "person")
    if problems:
        raise Invalid(*problems)

    actor_id = new_id()
    add_row(session, ActorRow, id=actor_id, active=True, **data.model_dump() | {"email": email})

    what = EventType.ADMINISTRATION_PERSON_ADDED
    if data.kind == "client":
        what = EventType.ADMINISTRATION_CLIENT_ADDED
    events.record(session, actor, what, object_id=actor_id)
    return actor_id


def change_person(session: Session, actor: Actor, person_id: UUID, data: ChangePerson) -> PersonView:
    """Change name, function, address or language."""
    found = person(session, actor, person_id)
    email, problems = _checked_email(session, data.email, needed=found.kind == "person", but=person_id)
    if problems:
        raise Invalid(*problems)

    change_row(session, ActorRow, person_id, **data.model_dump() | {"email": email})

    events.record(session, actor, EventType.ADMINISTRATION_PERSON_CHANGED, object_id=person_id)
    return person(session, actor, person_id)


def deactivate_person(session: Session, login: Session, actor: Actor, person_id: UUID) -> PersonView:
    """Let a person or client come in no longer, at once; what they did and wrote stays theirs."""
    found = person(session, actor, person_id)
    if person_id == actor.id:
        raise Conflict("not-oneself")
    if not found.active:
        raise Conflict("inactive-already")

    change_row(session, ActorRow, person_id, active=False)
    accounts.revoke_all(login, person_id, by=actor.id)

    events.record(session, actor, EventType.ADMINISTRATION_PERSON_DEACTIVATED, object_id=person_id)
    return person(session, actor, person_id)


def reactivate_person(session: Session, actor: Actor, person_id: UUID) -> PersonView:
    """Let a person or client come in again, with the roles and admissions that are still valid."""
    if person(session, actor, person_id).active:
        raise Conflict("active-already")

    change_row(session, ActorRow, person_id, active=True)

    events.record(session, actor, EventType.ADMINISTRATION_PERSON_REACTIVATED, object_id=person_id)
    return person(session, actor, person_id)


def _checked_email(
    session: Session, given: str | None, *, needed: bool, but: UUID | None = None
) -> tuple[str | None, list[Problem]]:
    """The address in the form it is kept, and what is wrong with it: one signs in with it, so it is one person's."""
    if not given:
        return None, [Problem("email-missing", "/email")] if needed else []
    try:
        email = identifiers.check(Kind.EMAIL, given, pointer="/email").normalised
    except Invalid as wrong:
        return None, list(wrong.problems)
    taken = session.execute(
        text("select exists (select from actors where lower(email) = :email and id is distinct from :but)"),
        {"email": email, "but": but},
    ).scalar_one()
    return email, [Problem("email-taken", "/email")] if taken else []
