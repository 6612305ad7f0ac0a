"""Whom a draft can be about: everybody who takes part now, with the roles and admissions of today."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import access
from domain.actor import Actor, StaffRole
from domain.shapes import View

_STAFF: Final = text("""
select a.id, a.name, o.name as organisation,
       coalesce((select array_agg(r.role order by r.role) from actor_roles r where r.actor_id = a.id
                    and r.valid_from <= today() and (r.valid_until is null or r.valid_until > today())), '{}') as roles,
       coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'compartment', m.compartment,
                                                     'valid_until', m.valid_until) order by m.valid_until)
                   from admissions m where m.actor_id = a.id and m.valid_until > today()), '[]') as admissions
  from actors a join organisations o on o.id = a.organisation_id and o.active
 where a.active order by lower(a.name), a.id
""")


class HeldAdmission(View):
    """Toelating die nu geldt."""

    id: UUID = Field(description="Kenmerk")
    compartment: str = Field(description="Box", examples=["R"])
    valid_until: date = Field(description="Tot: the first day without")


class Member(View):
    """Medewerker of koppeling over wie een proefwijziging kan gaan."""

    id: UUID = Field(description="Kenmerk")
    name: str = Field(description="Naam", examples=["Noor de Wit"])
    organisation: str = Field(description="Organisatie", examples=["Gemeente Alkmaar"])
    roles: Sequence[StaffRole] = Field(description="Rollen: those of today", examples=[["handler"]])
    admissions: Sequence[HeldAdmission] = Field(description="Toelatingen die nu gelden")


def staff(session: Session, actor: Actor) -> list[Member]:
    """Every person and client who takes part, by name."""
    actor.require_administrator()
    found = [Member(**one) for one in session.execute(_STAFF).mappings()]
    access.consulted(session, actor, "people", object_ids=[one.id for one in found])
    return found
